/*
 * purge.h - destroys what archived cases say, decided by another person than the one who proposed it.
 *
 * Destroyed: request, facts, reasons, title, demands, contacts, evidence, agreements, document bodies, reports, notes, sealed content,
 * comments of ratings, parties, and everybody's fields and keys whom no other case needs; the notes and changes of the journal.
 * Left: number, dates, class, lane, units, kind of closing, outcome of each demand, values of ratings, numbers and dates of documents, who
 * did what when, and the hashes of the journal (journal.h), so that statistics and both verifiers go on working.
 *
 * Why the hashes that are left tell nothing: an entry's hash covers the seal of the case, which covers the keyed hash of its query
 * code; seal and code are gone, so a guess at the words cannot be checked.
 *
 * Runs on: the writer. Owns: nothing.
 */
#ifndef DOMAIN_PURGE_H
#define DOMAIN_PURGE_H

#include "domain/certificate.h"
#include "domain/retention.h"

/* Destroys those of the cases that were proposed by somebody else, are over and not held; one result for each, in their order. When there
 * is one or more, `certificate` is what was made; else its number is NULL. `why` stands on it. */
RC_MUST enum rc purge_decide(struct ctx *ctx, struct tx *tx, const char *const *ids, size_t count, const char *why,
                             struct retention_result *results, struct certificate_row *certificate);

#endif

/*
 * certificate.h - certificates of destruction: which cases were destroyed, on what ground, who proposed and who decided.
 *
 * A certificate is kept for ever. A digest over its row and all its items stands in the office's journal, which is chained and
 * signed; of sealed cases it stands in the purge entry of each of them instead, because nobody outside the lane learns of it, and their
 * certificates have a series of numbers of their own. Each item holds the digest over what is left of its case's journal (journal.h). So neither a certificate nor an item can
 * be added, dropped or changed unseen.
 *
 * Runs on: making on the writer, the rest with any read transaction. Owns: nothing.
 */
#ifndef DOMAIN_CERTIFICATE_H
#define DOMAIN_CERTIFICATE_H

#include "base/crypto.h"
#include "base/ctx.h"
#include "store/sql_stmts.h"

/* Fills id, number and unit of a new certificate, of sealed cases or of others: the number belongs to the transaction. `fallback_unit` gives the mark when the actor
 * has no home unit. */
RC_MUST enum rc certificate_begin(struct ctx *ctx, struct tx *tx, const char *fallback_unit, int is_sealed,
                                  struct certificate_row *out);
/* The digest over a certificate and its items as they will be stored, in hex on the arena; NULL: no memory. */
const char *certificate_seal(struct ctx *ctx, const struct certificate_row *row, const struct certificate_item *items,
                             size_t count);
/* Stores it with its items, and unless they are sealed puts the digest into the office's journal. */
RC_MUST enum rc certificate_add(struct ctx *ctx, struct tx *tx, const struct certificate_row *row,
                                const struct certificate_item *items, size_t count, int is_sealed);
/* RC_NOT_FOUND with a fault, also when the actor may not know of it. */
RC_MUST enum rc certificate_get(struct ctx *ctx, struct tx *tx, const char *id, struct certificate_row *out);

struct certificate_report {
    int64_t certificates, cases;
    int is_bad;
    const char *bad_number; /* of a certificate, or the id of a case; on ctx->arena */
    const char *why;        /* constant */
};
/* RC_OK also when something is bad: look at the report. */
RC_MUST enum rc certificate_verify(struct ctx *ctx, struct tx *tx, struct certificate_report *out);

#endif

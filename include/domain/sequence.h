/*
 * sequence.h - running numbers without gaps: the number belongs to the transaction that takes it.
 *
 * Runs on: the writer.
 */
#ifndef DOMAIN_SEQUENCE_H
#define DOMAIN_SEQUENCE_H

#include "base/ctx.h"

struct tx;

/* From here on numbers of cases are drawn: those of sealed ones (submission_number), and as many. */
enum { SEQUENCE_DRAWN_FROM = 500000 };

/* The next number of `name` ('case:999901-2026-W'), from 1, behind every number that was given of the series: a counter that was set back or
 * makes no sense is put right and logged, so that nobody is refused for it. A command that fails gives it back. */
RC_MUST enum rc sequence_next(struct ctx *ctx, struct tx *tx, const char *name, int64_t *out);
/* RC_OK when `name` is a series that this office gives numbers of, in a year up to the next: of cases by way of receipt, of a unit's
 * papers by type, of its certificates. RC_NOT_FOUND for every other name, those of accusations among them. Any transaction. */
RC_MUST enum rc sequence_check(struct ctx *ctx, struct tx *tx, const char *name);

struct sequence_report {
    int is_bad;
    const char *name; /* of the first bad series, on ctx->arena */
    int64_t last;     /* where it stands, or the last number of what was skipped */
    const char *why;  /* constant */
};
/* sequence_check.c: series are counters under no seal, so where each stands follows from what was given of it (numbers of submissions,
 * papers and certificates, which are sealed) and from the entries of the office's journal that moved it forward; likewise which numbers an
 * earlier register used. RC_OK also when something is bad. Any transaction. */
RC_MUST enum rc sequence_verify(struct ctx *ctx, struct tx *tx, struct sequence_report *out);

#endif

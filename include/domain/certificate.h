/*
 * certificate.h - certificates of destruction: which cases were destroyed, on what ground, who proposed and who decided.
 *
 * A certificate is kept for ever. A digest over its row and all its items stands in the office's journal, which is chained and
 * signed; each item holds the digest over what is left of its case's journal (journal.h). So neither a certificate nor an item can
 * be added, dropped or changed unseen.
 *
 * Runs on: making on the writer, the rest with any read transaction. Owns: nothing.
 */
#ifndef DOMAIN_CERTIFICATE_H
#define DOMAIN_CERTIFICATE_H

#include "base/crypto.h"
#include "base/ctx.h"
#include "store/sql_stmts.h"

/* Fills id, number and unit of a new certificate: the number belongs to the transaction. `fallback_unit` gives the mark when the actor
 * has no home unit. */
RC_MUST enum rc certificate_begin(struct ctx *ctx, struct tx *tx, const char *fallback_unit,
                                  struct certificate_row *out);
/* Stores it with its items and puts the digest into the office's journal. */
RC_MUST enum rc certificate_add(struct ctx *ctx, struct tx *tx, const struct certificate_row *row,
                                const struct certificate_item *items, size_t count);
/* RC_NOT_FOUND with a fault. */
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

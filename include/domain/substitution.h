/*
 * substitution.h - who stands in for whom while they are absent.
 *
 * The absent one names a colleague of the same unit and two days. For that time the colleague holds what the absent one holds
 * themself, except the administration of accounts: as grants of their own that say for whom. Sealed cases name people, not roles,
 * and do not pass on. Acts that only such a grant allows say in the journal for whom they were done. Nobody becomes two people by
 * it: four eyes count accounts.
 *
 * Runs on: the writer. Owns: nothing; results live on ctx->arena.
 */
#ifndef DOMAIN_SUBSTITUTION_H
#define DOMAIN_SUBSTITUTION_H

#include "base/ctx.h"
#include "store/sql_stmts.h"

struct substitution_new {
    const char *substitute_id;
    int64_t valid_from, valid_to; /* days, both included; not before today, at most SUBSTITUTION_DAYS_MAX long */
};

enum { SUBSTITUTION_DAYS_MAX = 366 };

/* For the actor, who must have signed in. */
RC_MUST enum rc substitution_add(struct ctx *ctx, struct tx *tx, const struct substitution_new *in,
                                 struct substitution_row *out);
/* One that the actor named; RC_NOT_FOUND for others. */
RC_MUST enum rc substitution_end(struct ctx *ctx, struct tx *tx, const char *id);
/* All that an account named: it may no longer come in. */
RC_MUST enum rc substitution_end_all(struct ctx *ctx, struct tx *tx, const char *account_id);

#endif

/*
 * grant.h - roles, and who holds which of them where.
 *
 * Runs on: the writer. Invariants: nobody grants to or takes from themself; the last system administrator stays.
 */
#ifndef DOMAIN_GRANT_H
#define DOMAIN_GRANT_H

#include "base/ctx.h"
#include "store/sql_stmts.h"

struct grant_new {
    const char *account_id, *role, *unit_id, *scope; /* scope: own, unit, subtree, all */
    int64_t valid_from, valid_to;                    /* days, both included; SQL_NULL: open */
};

struct grant_role {
    const char *key, *title_zh, *title_en;
    const char *permissions; /* keys separated by spaces */
    int64_t is_guarded;      /* its holders' accounts are changed by two people (domain/confirmation.h) */
    int64_t sort;
};

/* RC_REFUSED when a second person has to confirm it: a guarded role. */
RC_MUST enum rc grant_add(struct ctx *ctx, struct tx *tx, const struct grant_new *in, struct grant_row *out);
RC_MUST enum rc grant_drop(struct ctx *ctx, struct tx *tx, const char *id);
/* What a second person has confirmed (domain/confirmation.c), who is the actor. */
RC_MUST enum rc grant_add_confirmed(struct ctx *ctx, struct tx *tx, const struct grant_new *in, struct grant_row *out);
RC_MUST enum rc grant_drop_confirmed(struct ctx *ctx, struct tx *tx, const char *id);
/* Whether it could be given, as far as the one who asks for it can be told. */
RC_MUST enum rc grant_check(struct ctx *ctx, struct tx *tx, const struct grant_new *in);
/* Whether holders of the role need a second factor (domain/factor.h); loading roles anew leaves it. */
RC_MUST enum rc grant_set_role(struct ctx *ctx, struct tx *tx, const char *key, int64_t needs_factor);
/* Adds or replaces roles and what they carry; one journal entry. RC_INVALID for an unknown permission. */
RC_MUST enum rc grant_load_roles(struct ctx *ctx, struct tx *tx, const struct grant_role *roles, size_t count);

#endif

/*
 * confirmation.h - what one administrator may not do alone: acts on guarded roles and on the accounts of their holders.
 *
 * Guarded are roles whose holders know of sealed matters (domain.md: accusations) or confirm such acts; sql/seed/roles.tsv marks them.
 * An administrator asks, another account with account.confirm confirms within a week, and only then it happens. Nobody confirms
 * what they asked for or what concerns themself. So that neither of the two can enter the account: a code for a new password has
 * two halves, one shown to each; and whoever is given a guarded role chooses a new password with such a code, because the
 * administrator may know the present one.
 *
 * While nobody holds a role that confirms (a new office) nothing is guarded. Somebody at the machine may confirm with
 * `petitiond confirm` when the only one who could is gone.
 *
 * Runs on: the writer. Invariant: every step is in the office journal.
 */
#ifndef DOMAIN_CONFIRMATION_H
#define DOMAIN_CONFIRMATION_H

#include "base/ctx.h"
#include "store/sql_stmts.h"

struct confirmation_new {
    const char *kind;       /* grant, revocation, reset_code, second_factor */
    const char *account_id; /* not for a revocation */
    const char *role, *unit_id, *scope;
    int64_t valid_from, valid_to; /* days; SQL_NULL: open */
    const char *grant_id;         /* of a revocation */
    const char *reason;           /* why, or how one knows that it is them; journalled */
};

/* RC_REFUSED with a fault when a second person is needed; RC_OK otherwise and for the command line. */
RC_MUST enum rc confirmation_guard_role(struct ctx *ctx, struct tx *tx, const char *role);
RC_MUST enum rc confirmation_guard_account(struct ctx *ctx, struct tx *tx, const char *account_id);

/* Asks. `code`: the first half of a reset code, secret, shown this once; NULL for other kinds. RC_INVALID with faults at the members,
 * RC_REFUSED for one's own account. */
RC_MUST enum rc confirmation_ask(struct ctx *ctx, struct tx *tx, const struct confirmation_new *in,
                                 struct confirmation_row *out, const char **code);
/* Does it. `note`: a remark for the journal, may be NULL. `code`: the second half. RC_NOT_FOUND; RC_REFUSED when it is decided, over, one's own or about oneself. */
RC_MUST enum rc confirmation_confirm(struct ctx *ctx, struct tx *tx, const char *id, const char *note,
                                     struct confirmation_row *out, const char **code);
/* Says no, or takes back what one asked for. */
RC_MUST enum rc confirmation_refuse(struct ctx *ctx, struct tx *tx, const char *id, const char *note,
                                    struct confirmation_row *out);

#endif

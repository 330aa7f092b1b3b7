/*
 * account.h - people who work here.
 *
 * Passwords come as Argon2id hashes: hashing is slow and happens on a craft thread before the command (domain/password.h has
 * the rules that the plain text must keep). One's own is changed with the old one only (domain/credential.h), a lost one by a code
 * (domain/reset.h). Nobody is deleted: an account is disabled, because the journal goes on naming it.
 *
 * Runs on: the writer, checking anywhere. Invariant: the last system administrator stays.
 */
#ifndef DOMAIN_ACCOUNT_H
#define DOMAIN_ACCOUNT_H

#include "base/ctx.h"
#include "store/sql_stmts.h"

#define ACCOUNT_ADMIN_ROLE "system_admin"

struct account_new {
    const char *login, *name;
    const char *password_hash; /* NULL: cannot sign in yet */
    const char *unit_id;       /* may be NULL */
    const char *locale;        /* NULL: zh-CN */
};

enum account_field {
    ACCOUNT_SET_NAME = 1 << 0,
    ACCOUNT_SET_DISABLED = 1 << 1,
    ACCOUNT_SET_LOCALE = 1 << 2,
    ACCOUNT_SET_UNIT = 1 << 3
};

struct account_change {
    unsigned set; /* enum account_field bits */
    const char *name, *locale, *unit_id;
    int64_t is_disabled;
};

/* A login in its one spelling: ASCII letters made small. On the arena. */
const char *account_login(struct ctx *ctx, const char *typed);
RC_MUST enum rc account_add(struct ctx *ctx, struct tx *tx, const struct account_new *in, struct account_row *out);
/* `version` as seen by the caller, negative: any. Disabling ends all sessions of the account but the
 * actor's own. */
RC_MUST enum rc account_set(struct ctx *ctx, struct tx *tx, const char *id, int64_t version,
                            const struct account_change *in, struct account_row *out);
/* RC_REFUSED when no other account in use holds system_admin today. */
RC_MUST enum rc account_check_last_admin(struct ctx *ctx, struct tx *tx, const char *id);

#endif

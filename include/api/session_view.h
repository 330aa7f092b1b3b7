/*
 * session_view.h - how a session looks from outside: who is signed in, what they may, and the token for unsafe calls.
 *
 * Runs on: a worker or the writer, with a transaction. Owns: nothing; everything lives on ctx->arena.
 */
#ifndef API_SESSION_VIEW_H
#define API_SESSION_VIEW_H

#include "base/ctx.h"
#include "base/rc.h"
#include "domain/perm.h"
#include "http/endpoint.h"

struct tx;

struct session_account_out {
    const char *id, *login, *name, *locale, *unit_id;
};

struct session_grant_out {
    const char *id, *role, *role_title_zh, *role_title_en, *unit_id, *unit_name, *scope, *for_name;
};

struct session_view_out {
    const char *csrf;
    int64_t expires_at;
    struct session_account_out account;
    struct session_grant_out *grants;
    size_t grants_count;
    const char **permissions;
    size_t permissions_count;
    int64_t unread_notices, new_changes, must_enrol;
};

extern const struct field_set session_view_set;

RC_MUST enum rc session_view_fill(struct ctx *ctx, struct tx *tx, const struct actor *actor,
                                  struct session_view_out *out);

#endif

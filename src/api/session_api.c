/*
 * session_api.c - signing in, who am I, signing out.
 *
 * Runs on: reads on a worker, password comparison on a craft thread, the rest on the writer. Owns: nothing.
 */
#include "api/api.h"
#include "api/fields.h"
#include "api/tables.h"
#include "base/crypto.h"
#include "domain/reason.h"
#include "domain/session.h"

struct session_in {
    const char *login, *password;
    /* of the steps, not of the body: */
    struct session_attempt attempt;
    int fits;
};

struct session_account_out {
    const char *id, *login, *name, *locale, *unit_id;
};

struct session_grant_out {
    const char *id, *role, *role_title_zh, *role_title_en, *unit_id, *unit_name, *scope;
};

struct session_out {
    const char *csrf;
    int64_t expires_at;
    struct session_account_out account;
    struct session_grant_out *grants;
    size_t grants_count;
    const char **permissions;
    size_t permissions_count;
    int64_t unread_notices;
};

#define ACCOUNT_OUT(m, kind, text)      OUT(struct session_account_out, m, kind, text)
#define ACCOUNT_OUT_NULL(m, kind, text) OUT_NULL(struct session_account_out, m, kind, text)
FIELD_SET(session_account_set, "SessionAccount", struct session_account_out, ACCOUNT_OUT(id, FIELD_ID, "Id"),
          ACCOUNT_OUT(login, FIELD_TEXT, "Login"), ACCOUNT_OUT(name, FIELD_TEXT, "Name"),
          ACCOUNT_OUT(locale, FIELD_TEXT, "Language"), ACCOUNT_OUT_NULL(unit_id, FIELD_ID, "Home unit"));

#define GRANT_OUT(m, kind, text) OUT(struct session_grant_out, m, kind, text)
FIELD_SET(session_grant_set, "SessionGrant", struct session_grant_out, GRANT_OUT(id, FIELD_ID, "Id"),
          GRANT_OUT(role, FIELD_TEXT, "Key of the role"), GRANT_OUT(role_title_zh, FIELD_TEXT, "Role in Chinese"),
          GRANT_OUT(role_title_en, FIELD_TEXT, "Role in English"), GRANT_OUT(unit_id, FIELD_ID, "Unit"),
          GRANT_OUT(unit_name, FIELD_TEXT, "Its name"), GRANT_OUT(scope, FIELD_TEXT, "own, unit, subtree or all"));

FIELD_SET(session_out_set, "Session", struct session_out,
          OUT(struct session_out, csrf, FIELD_TEXT, "Goes into X-CSRF of every unsafe request; empty with a token"),
          OUT_NULL(struct session_out, expires_at, FIELD_STAMP, "End in any case; null with a token"),
          OUT_PART(struct session_out, account, session_account_set, "Who is signed in"),
          OUT_ROWS(struct session_out, grants, session_grant_set, "Roles in force today"),
          OUT_TEXTS(struct session_out, permissions, "What they allow"),
          OUT(struct session_out, unread_notices, FIELD_INT, "Notices that were not read yet"));

FIELD_SET(session_in_set, "SignIn", struct session_in, IN_MUST(struct session_in, login, FIELD_TEXT, 1, 64, "Login"),
          IN_MUST(struct session_in, password, FIELD_TEXT, 1, 128, "Password"));

static enum rc session_api_show(struct ctx *ctx, struct tx *tx, const struct actor *actor, struct session_out *out)
{
    struct session_view view;
    enum rc rc = session_describe(ctx, tx, actor, &view);
    if (rc != RC_OK) {
        return rc;
    }
    *out = (struct session_out){
        .csrf = view.csrf,
        .expires_at = view.ends_ms,
        .account = {actor->account_id, actor->login, actor->name, actor->locale, actor->unit_id},
        .permissions = view.permissions,
        .permissions_count = view.permission_count,
        .unread_notices = view.unread,
    };
    out->grants = arena_array_of(ctx->arena, struct session_grant_out, view.grant_count);
    if (out->grants == NULL) {
        return RC_TOO_LARGE;
    }
    for (size_t i = 0; i < view.grant_count; i++) {
        const struct grant_row *g = &view.grants[i];
        out->grants[i] =
            (struct session_grant_out){g->id, g->role, g->role_zh, g->role_en, g->unit_id, g->unit_name, g->scope};
    }
    out->grants_count = view.grant_count;
    return RC_OK;
}

static enum rc session_api_load(struct ctx *ctx, struct tx *tx, struct call *call)
{
    struct session_in *in = call->in;
    return session_prepare(ctx, tx, in->login, call->address_prefix, &in->attempt);
}

static enum rc session_api_compare(struct ctx *ctx, struct call *call)
{
    struct session_in *in = call->in;
    (void)ctx;
    in->fits = crypto_password_verify(in->attempt.password_hash, in->password);
    return RC_OK;
}

static enum rc session_api_open(struct ctx *ctx, struct tx *tx, struct call *call)
{
    const struct session_in *in = call->in;
    struct session_opened opened;
    enum rc rc = session_open(ctx, tx, &in->attempt, in->fits, call->user_agent_class, &opened);
    if (rc != RC_OK || opened.is_refused) {
        return rc; /* a refusal that was counted is committed while the fault stands */
    }
    call->set_cookie = opened.cookie;
    call->location = "/api/v1/sessions/current";
    return session_api_show(ctx, tx, &opened.actor, call->out);
}

static enum rc session_api_current(struct ctx *ctx, struct tx *tx, struct call *call)
{
    return session_api_show(ctx, tx, ctx->actor, call->out);
}

static enum rc session_api_close(struct ctx *ctx, struct tx *tx, struct call *call)
{
    call->clear_site_data = 1;
    return session_close(ctx, tx, &call->set_cookie);
}

ENDPOINT_TABLE(session_api_table,
               {.method = "POST",
                .path = "/api/v1/sessions",
                .operation = "createSession",
                .tag = "sessions",
                .summary = "Sign in",
                .need = ENDPOINT_PUBLIC,
                .mode = ENDPOINT_WRITE,
                .body = &session_in_set,
                .reply = &session_out_set,
                .in_size = sizeof(struct session_in),
                .out_size = sizeof(struct session_out),
                .ok = 201,
                .body_max = 4096,
                .cost = 10,
                .no_csrf = 1,
                .load = session_api_load,
                .craft = session_api_compare,
                .run = session_api_open},
               {.method = "GET",
                .path = "/api/v1/sessions/current",
                .operation = "getSession",
                .tag = "sessions",
                .summary = "Who am I and what may I do",
                .need = ENDPOINT_SIGNED_IN,
                .mode = ENDPOINT_READ,
                .reply = &session_out_set,
                .out_size = sizeof(struct session_out),
                .ok = 200,
                .cost = 1,
                .run = session_api_current},
               {.method = "DELETE",
                .path = "/api/v1/sessions/current",
                .operation = "deleteSession",
                .tag = "sessions",
                .summary = "Sign out",
                .need = ENDPOINT_SIGNED_IN,
                .mode = ENDPOINT_WRITE,
                .ok = 204,
                .cost = 1,
                .run = session_api_close});

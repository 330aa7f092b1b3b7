/*
 * session_api.c - signing in, who am I, signing out.
 *
 * Runs on: reads on a worker, password comparison on a craft thread, the rest on the writer. Owns: nothing.
 */
#include "api/api.h"
#include "api/fields.h"
#include "api/session_view.h"
#include "api/tables.h"
#include "base/crypto.h"
#include "domain/reason.h"
#include "domain/session.h"

struct session_in {
    const char *login, *password, *code;
    /* of the steps, not of the body: */
    struct session_attempt attempt;
    struct session_shown shown;
};

FIELD_SET(session_in_set, "SignIn", struct session_in, IN_MUST(struct session_in, login, FIELD_TEXT, 1, 64, "Login"),
          IN_MUST(struct session_in, password, FIELD_TEXT, 1, 128, "Password"),
          IN(struct session_in, code, FIELD_TEXT, 6, 40,
             "One-time or recovery code; asked for by second_factor_needed once the password fits"));

static enum rc session_api_load(struct ctx *ctx, struct tx *tx, struct call *call)
{
    struct session_in *in = call->in;
    return session_prepare(ctx, tx, in->login, call->address_prefix, &in->attempt);
}

static enum rc session_api_compare(struct ctx *ctx, struct call *call)
{
    struct session_in *in = call->in;
    in->shown = (struct session_shown){.fits = crypto_password_verify(in->attempt.password_hash, in->password),
                                       .code = in->code,
                                       .agent = call->user_agent_class};
    char *renewed = in->shown.fits && crypto_password_is_dated(in->attempt.password_hash)
                        ? arena_alloc(ctx->arena, CRYPTO_PASSWORD_SIZE)
                        : NULL;
    if (renewed != NULL && crypto_password_hash(in->password, renewed) == RC_OK) {
        in->shown.new_hash = renewed;
    }
    return RC_OK;
}

static enum rc session_api_open(struct ctx *ctx, struct tx *tx, struct call *call)
{
    const struct session_in *in = call->in;
    struct session_opened opened;
    enum rc rc = session_open(ctx, tx, &in->attempt, &in->shown, &opened);
    if (rc != RC_OK || opened.is_refused) {
        return rc; /* a refusal that was counted is committed while the fault stands */
    }
    call->set_cookie = opened.cookie;
    call->location = "/api/v1/sessions/current";
    return session_view_fill(ctx, tx, &opened.actor, call->out);
}

static enum rc session_api_current(struct ctx *ctx, struct tx *tx, struct call *call)
{
    return session_view_fill(ctx, tx, ctx->actor, call->out);
}

static enum rc session_api_close(struct ctx *ctx, struct tx *tx, struct call *call)
{
    call->clear_site_data = 1;
    return session_close(ctx, tx, &call->set_cookie);
}

static const enum rc session_may[] = {RC_UNAUTHENTICATED, RC_OK};

ENDPOINT_TABLE(session_api_table,
               {.method = "POST",
                .path = "/api/v1/sessions",
                .operation = "createSession",
                .tag = "sessions",
                .summary = "Sign in",
                .need = ENDPOINT_PUBLIC,
                .mode = ENDPOINT_WRITE,
                .body = &session_in_set,
                .reply = &session_view_set,
                .in_size = sizeof(struct session_in),
                .out_size = sizeof(struct session_view_out),
                .ok = 201,
                .may = session_may,
                .body_max = 4096,
                .cost = 10,
                .no_csrf = 1,
                .load = session_api_load,
                .craft = session_api_compare,
                .run = session_api_open},
               {.method = "GET",
                .path = "/api/v1/sessions/current",
                .operation = "getSession",
                .unfinished = 1,
                .tag = "sessions",
                .summary = "Who am I and what may I do",
                .need = ENDPOINT_SIGNED_IN,
                .mode = ENDPOINT_READ,
                .reply = &session_view_set,
                .out_size = sizeof(struct session_view_out),
                .ok = 200,
                .cost = 1,
                .run = session_api_current},
               {.method = "DELETE",
                .path = "/api/v1/sessions/current",
                .operation = "deleteSession",
                .unfinished = 1,
                .tag = "sessions",
                .summary = "Sign out",
                .need = ENDPOINT_SIGNED_IN,
                .mode = ENDPOINT_WRITE,
                .ok = 204,
                .cost = 1,
                .run = session_api_close});

/*
 * me_api.c - one's own account: password, proof, sessions.
 *
 * Runs on: reads on a worker, password comparison and hashing on a craft thread, the rest on the writer. Owns: nothing.
 */
#include "api/api.h"
#include "api/fields.h"
#include "api/session_view.h"
#include "api/tables.h"
#include "base/crypto.h"
#include "domain/credential.h"
#include "domain/env.h"
#include "domain/password.h"
#include "domain/reason.h"

#include <string.h>

/* Answers with the session that goes on. */
static enum rc me_answer(struct ctx *ctx, struct tx *tx, struct call *call, const struct session_opened *opened)
{
    call->set_cookie = opened->cookie;
    return session_view_fill(ctx, tx, &opened->actor, call->out);
}

static enum rc me_prepare(struct ctx *ctx, struct tx *tx, struct call *call, struct session_attempt *out)
{
    enum rc rc = credential_require_session(ctx);
    return rc == RC_OK ? session_prepare(ctx, tx, ctx->actor->login, call->address_prefix, out) : rc;
}

/* POST /me/proofs */
struct me_proof_in {
    const char *password, *code;
    struct session_attempt attempt; /* of the steps */
    struct session_shown shown;
};
FIELD_SET(me_proof_set, "Proof", struct me_proof_in,
          IN(struct me_proof_in, password, FIELD_TEXT, 1, 128, "The own password, or"),
          IN(struct me_proof_in, code, FIELD_TEXT, 6, 40, "a one-time or recovery code"));

static enum rc me_proof_load(struct ctx *ctx, struct tx *tx, struct call *call)
{
    struct me_proof_in *in = call->in;
    return me_prepare(ctx, tx, call, &in->attempt);
}

static enum rc me_proof_compare(struct ctx *ctx, struct call *call)
{
    struct me_proof_in *in = call->in;
    (void)ctx;
    in->shown = (struct session_shown){.code = in->code, .agent = call->user_agent_class};
    if (in->password != NULL) {
        in->shown.fits = crypto_password_verify(in->attempt.password_hash, in->password);
    }
    return RC_OK;
}

static enum rc me_prove(struct ctx *ctx, struct tx *tx, struct call *call)
{
    const struct me_proof_in *in = call->in;
    struct session_opened opened;
    enum rc rc = credential_prove(ctx, tx, &in->attempt, in->password != NULL, &in->shown, &opened);
    return rc != RC_OK || opened.is_refused ? rc : me_answer(ctx, tx, call, &opened);
}

/* PUT /me/password */
struct me_password_in {
    const char *old_password, *new_password;
    struct session_attempt attempt; /* of the steps */
    struct session_shown shown;
    struct password_words words;
};
FIELD_SET(me_password_set, "PasswordChange", struct me_password_in,
          IN_MUST(struct me_password_in, old_password, FIELD_TEXT, 1, 128, "The password so far"),
          IN_MUST(struct me_password_in, new_password, FIELD_TEXT, 1, 128, "12 to 128 characters of any kind"));

static enum rc me_password_load(struct ctx *ctx, struct tx *tx, struct call *call)
{
    struct me_password_in *in = call->in;
    enum rc rc = me_prepare(ctx, tx, call, &in->attempt);
    return rc == RC_OK ? password_words_load(ctx, tx, ctx->actor->login, ctx->actor->name, &in->words) : rc;
}

static enum rc me_password_craft(struct ctx *ctx, struct call *call)
{
    struct me_password_in *in = call->in;
    in->shown = (struct session_shown){.fits = crypto_password_verify(in->attempt.password_hash, in->old_password),
                                       .agent = call->user_agent_class};
    if (!in->shown.fits) {
        return RC_OK; /* counted by the writer */
    }
    if (strcmp(in->old_password, in->new_password) == 0) {
        return fault_add(&ctx->fault, reason(REASON_PASSWORD_SAME), "/new_password", NULL, NULL);
    }
    return password_hash(ctx, &in->words, in->new_password, "/new_password", &in->shown.new_hash);
}

static enum rc me_password_set_own(struct ctx *ctx, struct tx *tx, struct call *call)
{
    const struct me_password_in *in = call->in;
    struct session_opened opened;
    enum rc rc = credential_set_password(ctx, tx, &in->attempt, &in->shown, &opened);
    return rc != RC_OK || opened.is_refused ? rc : me_answer(ctx, tx, call, &opened);
}

/* GET /me/sessions */
struct me_session_out {
    const char *id, *agent, *address;
    int64_t created_at, seen_at, expires_at, is_current;
};
struct me_sessions_out {
    struct me_session_out *data;
    size_t data_count;
};
FIELD_SET(me_session_set, "OwnSession", struct me_session_out, OUT(struct me_session_out, id, FIELD_ID, "Id"),
          OUT(struct me_session_out, agent, FIELD_TEXT, "browser or script"),
          OUT_NULL(struct me_session_out, address, FIELD_TEXT, "Address that it was begun from"),
          OUT(struct me_session_out, created_at, FIELD_STAMP, "When it began"),
          OUT(struct me_session_out, seen_at, FIELD_STAMP, "Last use, to the minute"),
          OUT(struct me_session_out, expires_at, FIELD_STAMP, "End in any case"),
          OUT(struct me_session_out, is_current, FIELD_BOOL, "The one that asks"));
FIELD_SET(me_sessions_set, "OwnSessionList", struct me_sessions_out,
          OUT_ROWS(struct me_sessions_out, data, me_session_set, "Sessions that go on, last used first"));

static enum rc me_list_sessions(struct ctx *ctx, struct tx *tx, struct call *call)
{
    const struct env *env = ctx->env;
    struct me_sessions_out *out = call->out;
    struct session_list_of_account_out *rows;
    const char *own = ctx->actor->session_id;
    enum rc rc = session_rows_list_of_account(
        tx, ctx->arena,
        &(struct session_list_of_account_in){ctx->actor->account_id, ctx->now_ms, ctx->now_ms - env->session_idle_ms},
        &rows, &out->data_count);
    out->data = rc == RC_OK ? arena_array_of(ctx->arena, struct me_session_out, out->data_count) : NULL;
    if (out->data == NULL) {
        return rc != RC_OK ? rc : RC_TOO_LARGE;
    }
    for (size_t i = 0; i < out->data_count; i++) {
        out->data[i] = (struct me_session_out){.id = rows[i].id,
                                               .agent = rows[i].agent,
                                               .address = rows[i].address,
                                               .created_at = rows[i].created_ms,
                                               .seen_at = rows[i].seen_ms,
                                               .expires_at = rows[i].ends_ms,
                                               .is_current = own != NULL && strcmp(rows[i].id, own) == 0};
    }
    return RC_OK;
}

/* DELETE /me/sessions/{id} */
struct me_session_in {
    const char *id;
};
FIELD_SET(me_session_params, "OwnSessionId", struct me_session_in,
          IN_MUST(struct me_session_in, id, FIELD_ID, 0, 0, "Session"));

static enum rc me_end_session(struct ctx *ctx, struct tx *tx, struct call *call)
{
    const struct me_session_in *in = call->in;
    enum rc rc = credential_require_session(ctx);
    return rc == RC_OK ? session_end(ctx, tx, in->id) : rc;
}

static const enum rc me_may[] = {RC_NOT_FOUND, RC_INVALID, RC_FORBIDDEN, RC_LIMITED, RC_OK};

ENDPOINT_TABLE(me_api_table,
               {.method = "POST",
                .path = "/api/v1/me/proofs",
                .operation = "proveSession",
                .tag = "me",
                .summary = "Prove anew that it is still you; opens guarded acts for ten minutes",
                .need = ENDPOINT_SIGNED_IN,
                .mode = ENDPOINT_WRITE,
                .body = &me_proof_set,
                .reply = &session_view_set,
                .in_size = sizeof(struct me_proof_in),
                .out_size = sizeof(struct session_view_out),
                .ok = 200,
                .may = me_may,
                .body_max = 4096,
                .cost = 10,
                .unfinished = 1,
                .load = me_proof_load,
                .craft = me_proof_compare,
                .run = me_prove},
               {.method = "PUT",
                .path = "/api/v1/me/password",
                .operation = "changeOwnPassword",
                .tag = "me",
                .summary = "Change the own password; ends the other sessions",
                .need = ENDPOINT_SIGNED_IN,
                .mode = ENDPOINT_WRITE,
                .body = &me_password_set,
                .reply = &session_view_set,
                .in_size = sizeof(struct me_password_in),
                .out_size = sizeof(struct session_view_out),
                .ok = 200,
                .may = me_may,
                .body_max = 4096,
                .cost = 10,
                .unfinished = 1,
                .load = me_password_load,
                .craft = me_password_craft,
                .run = me_password_set_own},
               {.method = "GET",
                .path = "/api/v1/me/sessions",
                .operation = "listOwnSessions",
                .tag = "me",
                .summary = "Where one is signed in",
                .need = ENDPOINT_SIGNED_IN,
                .mode = ENDPOINT_READ,
                .reply = &me_sessions_set,
                .out_size = sizeof(struct me_sessions_out),
                .ok = 200,
                .cost = 1,
                .unfinished = 1,
                .run = me_list_sessions},
               {.method = "DELETE",
                .path = "/api/v1/me/sessions/{id}",
                .operation = "endOwnSession",
                .tag = "me",
                .summary = "Sign out elsewhere",
                .need = ENDPOINT_SIGNED_IN,
                .mode = ENDPOINT_WRITE,
                .params = &me_session_params,
                .in_size = sizeof(struct me_session_in),
                .ok = 204,
                .may = me_may,
                .cost = 1,
                .fresh = 1,
                .unfinished = 1,
                .run = me_end_session});

/*
 * reset_api.c - /accounts/{id}/reset-codes and /password-resets: a new password by a one-time code.
 *
 * Runs on: looking up on a worker, hashing on a craft thread, the rest on the writer. Owns: nothing.
 */
#include "api/api.h"
#include "api/fields.h"
#include "api/tables.h"
#include "domain/password.h"
#include "domain/reset.h"

/* POST /accounts/{id}/reset-codes */
struct reset_make_in {
    const char *id, *known_by;
};
struct reset_make_out {
    const char *code;
    int64_t ends_at;
};
FIELD_SET(reset_make_params, "ResetAccount", struct reset_make_in,
          IN_MUST(struct reset_make_in, id, FIELD_ID, 0, 0, "Account"));
FIELD_SET(reset_make_body, "ResetCodeNew", struct reset_make_in,
          IN_MUST(struct reset_make_in, known_by, FIELD_TEXT, 2, 200, "How you know that it is them; kept on file"));
FIELD_SET(reset_make_set, "ResetCode", struct reset_make_out,
          OUT(struct reset_make_out, code, FIELD_TEXT, "Shown this once; for handing over to the person"),
          OUT(struct reset_make_out, ends_at, FIELD_STAMP, "When it holds no more"));

static enum rc reset_api_make(struct ctx *ctx, struct tx *tx, struct call *call)
{
    const struct reset_make_in *in = call->in;
    struct reset_make_out *out = call->out;
    struct reset_made made;
    enum rc rc = reset_make(ctx, tx, in->id, in->known_by, &made);
    if (rc == RC_OK) {
        *out = (struct reset_make_out){made.code, made.ends_ms};
    }
    return rc;
}

/* POST /password-resets */
struct reset_use_in {
    const char *login, *code, *second_code, *new_password;
    struct session_attempt attempt; /* of the steps */
    struct session_shown shown;
    struct password_words words;
};
FIELD_SET(reset_use_set, "PasswordReset", struct reset_use_in,
          IN_MUST(struct reset_use_in, login, FIELD_TEXT, 1, 64, "Login"),
          IN_MUST(struct reset_use_in, code, FIELD_TEXT, 1, 64, "The code that the administrator handed over"),
          IN(struct reset_use_in, second_code, FIELD_TEXT, 1, 64,
             "The other half, when two people handed over a half each"),
          IN_MUST(struct reset_use_in, new_password, FIELD_TEXT, 1, 128, "12 to 128 characters of any kind"));

static enum rc reset_api_load(struct ctx *ctx, struct tx *tx, struct call *call)
{
    struct reset_use_in *in = call->in;
    enum rc rc = session_prepare(ctx, tx, in->login, call->address_prefix, &in->attempt);
    return rc == RC_OK ? password_words_load(ctx, tx, in->attempt.login, NULL, &in->words) : rc;
}

static enum rc reset_api_craft(struct ctx *ctx, struct call *call)
{
    struct reset_use_in *in = call->in;
    in->shown = (struct session_shown){.code = in->code, .second_code = in->second_code};
    return password_hash(ctx, &in->words, in->new_password, "/new_password", &in->shown.new_hash);
}

static enum rc reset_api_use(struct ctx *ctx, struct tx *tx, struct call *call)
{
    const struct reset_use_in *in = call->in;
    int is_refused; /* counted and committed while the fault stands */
    return reset_use(ctx, tx, &in->attempt, &in->shown, in->new_password, &is_refused);
}

static const enum rc reset_make_may[] = {RC_NOT_FOUND, RC_FORBIDDEN, RC_REFUSED, RC_OK};
static const enum rc reset_use_may[] = {RC_UNAUTHENTICATED, RC_INVALID, RC_LIMITED, RC_OK};

ENDPOINT_TABLE(reset_api_table,
               {.method = "POST",
                .path = "/api/v1/accounts/{id}/reset-codes",
                .operation = "createResetCode",
                .tag = "accounts",
                .summary = "A one-time code with which the person chooses a new password, within 15 minutes",
                .need = PERM_ACCOUNT_MANAGE,
                .mode = ENDPOINT_WRITE,
                .params = &reset_make_params,
                .body = &reset_make_body,
                .reply = &reset_make_set,
                .in_size = sizeof(struct reset_make_in),
                .out_size = sizeof(struct reset_make_out),
                .ok = 201,
                .may = reset_make_may,
                .cost = 10,
                .fresh = 1,
                .run = reset_api_make},
               {.method = "POST",
                .path = "/api/v1/password-resets",
                .operation = "resetPassword",
                .tag = "sessions",
                .summary = "Choose a new password with a code from the administrator; ends all sessions",
                .need = ENDPOINT_PUBLIC,
                .mode = ENDPOINT_WRITE,
                .body = &reset_use_set,
                .in_size = sizeof(struct reset_use_in),
                .ok = 204,
                .may = reset_use_may,
                .body_max = 4096,
                .cost = 10,
                .no_csrf = 1,
                .load = reset_api_load,
                .craft = reset_api_craft,
                .run = reset_api_use});

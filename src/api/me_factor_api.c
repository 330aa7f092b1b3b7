/*
 * me_factor_api.c - one's own second factor.
 *
 * Runs on: reads on a worker, the rest on the writer. Owns: nothing.
 */
#include "api/api.h"
#include "api/fields.h"
#include "api/session_view.h"
#include "api/tables.h"
#include "base/qr.h"
#include "domain/credential.h"
#include "domain/factor.h"
#include "domain/perm.h"
#include "domain/session.h"

/* GET /me/second-factor */
struct factor_out {
    int64_t is_on, since, recovery_codes_left, must_enrol;
};
FIELD_SET(factor_out_set, "SecondFactor", struct factor_out,
          OUT(struct factor_out, is_on, FIELD_BOOL, "Signing in asks for a one-time code"),
          OUT_NULL(struct factor_out, since, FIELD_STAMP, "Since when"),
          OUT(struct factor_out, recovery_codes_left, FIELD_INT, "Recovery codes that were not used"),
          OUT(struct factor_out, must_enrol, FIELD_BOOL, "A role needs it, and it is not on"));

static enum rc factor_api_get(struct ctx *ctx, struct tx *tx, struct call *call)
{
    struct factor_out *out = call->out;
    struct factor_view view;
    enum rc rc = factor_show(ctx, tx, ctx->actor->account_id, &view);
    *out = (struct factor_out){view.is_on, view.since_ms, view.codes_left, ctx->actor->must_enrol};
    return rc;
}

/* POST /me/second-factor; nothing needs to be said: an empty object. */
struct factor_empty_in {
    char nothing;
};
static const struct field_set factor_begin_body = {
    .schema = "SecondFactorBegin", .size = sizeof(struct factor_empty_in), .present_offset = FIELDS_NO_PRESENT};
static const struct field_set factor_codes_body = {
    .schema = "RecoveryCodesRequest", .size = sizeof(struct factor_empty_in), .present_offset = FIELDS_NO_PRESENT};

struct factor_begun_out {
    const char *secret, *uri, **qr;
    size_t qr_count;
};
FIELD_SET(factor_begun_set, "SecondFactorBegun", struct factor_begun_out,
          OUT(struct factor_begun_out, secret, FIELD_TEXT, "For typing into an authenticator; shown this once"),
          OUT(struct factor_begun_out, uri, FIELD_TEXT, "The same as a link"),
          OUT_TEXTS(struct factor_begun_out, qr, "The link as a QR code: rows of 0 and 1, without a quiet zone"));

static enum rc factor_api_begin(struct ctx *ctx, struct tx *tx, struct call *call)
{
    struct factor_begun_out *out = call->out;
    struct factor_begun begun;
    enum rc rc = factor_begin(ctx, tx, &begun);
    if (rc != RC_OK) {
        return rc;
    }
    out->secret = begun.secret;
    out->uri = begun.uri;
    return qr_rows(ctx->arena, begun.uri, &out->qr, &out->qr_count);
}

/* POST /me/second-factor/confirmation */
struct factor_api_code_in {
    const char *code;
};
struct factor_codes_out {
    const char **recovery_codes;
    size_t recovery_codes_count;
};
struct factor_confirmed_out {
    const char **recovery_codes;
    size_t recovery_codes_count;
    struct session_view_out session;
};
FIELD_SET(factor_confirm_set, "SecondFactorConfirm", struct factor_api_code_in,
          IN_MUST(struct factor_api_code_in, code, FIELD_TEXT, 6, 6, "What the authenticator shows"));
FIELD_SET(factor_codes_set, "RecoveryCodes", struct factor_codes_out,
          OUT_TEXTS(struct factor_codes_out, recovery_codes, "Each works once instead of a code; shown this once"));
FIELD_SET(factor_confirmed_set, "SecondFactorConfirmed", struct factor_confirmed_out,
          OUT_TEXTS(struct factor_confirmed_out, recovery_codes, "Each works once instead of a code; shown this once"),
          OUT_PART(struct factor_confirmed_out, session, session_view_set, "The session, under a new id"));

static const char **factor_api_room(struct ctx *ctx)
{
    return arena_array_of(ctx->arena, const char *, FACTOR_RECOVERY_COUNT);
}

static enum rc factor_api_confirm(struct ctx *ctx, struct tx *tx, struct call *call)
{
    const struct factor_api_code_in *in = call->in;
    struct factor_confirmed_out *out = call->out;
    struct session_opened opened;
    const struct session_attempt here = {.address = call->address_prefix};
    out->recovery_codes = factor_api_room(ctx);
    if (out->recovery_codes == NULL) {
        return RC_TOO_LARGE;
    }
    out->recovery_codes_count = FACTOR_RECOVERY_COUNT;
    enum rc rc = factor_confirm(ctx, tx, in->code, out->recovery_codes);
    if (rc == RC_OK) {
        rc = session_renew(ctx, tx, &here, call->user_agent_class, &opened);
    }
    if (rc != RC_OK) {
        return rc;
    }
    call->set_cookie = opened.cookie;
    return session_view_fill(ctx, tx, &opened.actor, &out->session);
}

/* POST /me/recovery-codes */
static enum rc factor_api_codes(struct ctx *ctx, struct tx *tx, struct call *call)
{
    struct factor_codes_out *out = call->out;
    out->recovery_codes = factor_api_room(ctx);
    if (out->recovery_codes == NULL) {
        return RC_TOO_LARGE;
    }
    out->recovery_codes_count = FACTOR_RECOVERY_COUNT;
    return factor_renew_codes(ctx, tx, out->recovery_codes);
}

/* DELETE /me/second-factor */
static enum rc factor_api_drop(struct ctx *ctx, struct tx *tx, struct call *call)
{
    (void)call;
    return factor_drop(ctx, tx, ctx->actor->account_id);
}

static const enum rc factor_may[] = {RC_REFUSED, RC_INVALID, RC_FORBIDDEN, RC_OK};

ENDPOINT_TABLE(me_factor_api_table,
               {.method = "GET",
                .path = "/api/v1/me/second-factor",
                .operation = "getSecondFactor",
                .tag = "me",
                .summary = "Whether one's own second factor is on",
                .need = ENDPOINT_SIGNED_IN,
                .mode = ENDPOINT_READ,
                .reply = &factor_out_set,
                .out_size = sizeof(struct factor_out),
                .ok = 200,
                .cost = 1,
                .unfinished = 1,
                .run = factor_api_get},
               {.method = "POST",
                .path = "/api/v1/me/second-factor",
                .operation = "beginSecondFactor",
                .tag = "me",
                .summary = "Begin to set up one-time codes: a secret for the authenticator",
                .need = ENDPOINT_SIGNED_IN,
                .mode = ENDPOINT_WRITE,
                .body = &factor_begin_body,
                .reply = &factor_begun_set,
                .in_size = sizeof(struct factor_empty_in),
                .out_size = sizeof(struct factor_begun_out),
                .ok = 201,
                .may = factor_may,
                .cost = 5,
                .fresh = 1,
                .unfinished = 1,
                .run = factor_api_begin},
               {.method = "POST",
                .path = "/api/v1/me/second-factor/confirmation",
                .operation = "confirmSecondFactor",
                .tag = "me",
                .summary = "Turn it on with the first code; answers with the recovery codes",
                .need = ENDPOINT_SIGNED_IN,
                .mode = ENDPOINT_WRITE,
                .body = &factor_confirm_set,
                .reply = &factor_confirmed_set,
                .in_size = sizeof(struct factor_api_code_in),
                .out_size = sizeof(struct factor_confirmed_out),
                .ok = 200,
                .may = factor_may,
                .cost = 10,
                .fresh = 1,
                .unfinished = 1,
                .run = factor_api_confirm},
               {.method = "DELETE",
                .path = "/api/v1/me/second-factor",
                .operation = "dropSecondFactor",
                .tag = "me",
                .summary = "Turn one's own second factor off",
                .need = ENDPOINT_SIGNED_IN,
                .mode = ENDPOINT_WRITE,
                .ok = 204,
                .may = factor_may,
                .cost = 5,
                .fresh = 1,
                .run = factor_api_drop},
               {.method = "POST",
                .path = "/api/v1/me/recovery-codes",
                .operation = "renewRecoveryCodes",
                .tag = "me",
                .summary = "Ten new recovery codes instead of the old ones",
                .need = ENDPOINT_SIGNED_IN,
                .mode = ENDPOINT_WRITE,
                .body = &factor_codes_body,
                .reply = &factor_codes_set,
                .in_size = sizeof(struct factor_empty_in),
                .out_size = sizeof(struct factor_codes_out),
                .ok = 201,
                .may = factor_may,
                .cost = 10,
                .fresh = 1,
                .run = factor_api_codes});

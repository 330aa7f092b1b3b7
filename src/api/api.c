/*
 * api.c - the tables, and what every endpoint shares.
 *
 * Runs on: a worker; api_run_write on the writer. Owns: nothing.
 */
#include "api/api.h"

#include "api/tables.h"
#include "base/buf.h"
#include "base/clock.h"
#include "domain/credential.h"
#include "domain/perm.h"
#include "domain/reason.h"
#include "domain/reference.h"
#include "domain/replay.h"
#include "http/codec.h"
#include "http/problem.h"
#include "http/reasons.h"
#include "store/sql.h"

#include <stddef.h>
#include <string.h>

const struct endpoint_table *const api_tables[] = {
#define API_TABLE(name) &name,
#include "api/tables.def"
#undef API_TABLE
    NULL,
};

enum rc api_permit(struct ctx *ctx, const struct endpoint *ep)
{
    if (ep->need == ENDPOINT_PUBLIC) {
        return RC_OK;
    }
    if (ctx->actor->kind == ACTOR_ANONYMOUS) {
        return fault_set(&ctx->fault, RC_UNAUTHENTICATED, &reasons_sign_in_needed, NULL, NULL, NULL);
    }
    if (ctx->actor->must_enrol && !ep->unfinished) {
        return fault_set(&ctx->fault, RC_FORBIDDEN, reason(REASON_FACTOR_REQUIRED), NULL, NULL, NULL);
    }
    enum rc rc = ep->need != ENDPOINT_SIGNED_IN ? perm_require(ctx, (enum perm)ep->need) : RC_OK;
    return rc == RC_OK && ep->fresh ? credential_require_proof(ctx) : rc;
}

const char *api_permission_name(int need)
{
    return need > 0 ? perm_key((enum perm)need) : NULL;
}

/* Which refusals a repeated key gets again. Not those that the client can lift without changing the request: signing in,
 * waiting, naming the present version. */
static int api_is_kept(enum rc rc)
{
    switch (rc) {
    case RC_MALFORMED:
    case RC_NOT_FOUND:
    case RC_CONFLICT:
    case RC_REFUSED:
    case RC_GONE:
    case RC_INVALID: return 1;
    default: return 0;
    }
}

static enum rc api_keep_refusal(struct ctx *ctx, struct tx *tx, const struct replay_key *key, enum rc refusal)
{
    struct buf body;
    fault_set(&ctx->fault, refusal, NULL, NULL, NULL, NULL); /* only when the handler told no more */
    buf_init(&body, ctx->arena);
    problem_write(&body, ctx, ctx->request_id);
    struct replay_reply reply = {.status = rc_status(ctx->fault.rc), .etag = SQL_NULL, .body = buf_cstr(&body)};
    if (reply.body == NULL) {
        return refusal; /* it stands, but there is no room to remember it */
    }
    return replay_add(ctx, tx, key, &reply);
}

static enum rc api_keep_reply(struct ctx *ctx, struct tx *tx, const struct replay_key *key, const struct call *call)
{
    struct buf body;
    const struct endpoint *ep = call->endpoint;
    struct replay_reply reply = {.status = call->status != 0 ? call->status : ep->ok,
                                 .etag = call->etag >= 0 ? call->etag : SQL_NULL,
                                 .location = call->location};
    if (ep->reply != NULL) {
        buf_init(&body, ctx->arena);
        codec_encode(&body, ep->reply, call->out);
        reply.body = buf_cstr(&body);
        if (reply.body == NULL) {
            return RC_TOO_LARGE;
        }
    }
    return replay_add(ctx, tx, key, &reply);
}

static void api_replay(const struct replay_reply *stored, struct call *call)
{
    call->is_replayed = 1;
    call->status = (int)stored->status;
    call->etag = stored->etag == SQL_NULL ? CALL_NO_VERSION : stored->etag;
    call->location = stored->location;
    call->body = stored->body;
}

static enum rc api_run_keyed(struct ctx *ctx, struct tx *tx, struct call *call)
{
    struct replay_key key = {.principal = ctx->actor->account_id ? ctx->actor->account_id : "public",
                             .operation = call->endpoint->operation,
                             .key = call->idempotency_key,
                             .fingerprint = call->fingerprint};
    struct replay_reply stored;
    enum rc rc = replay_find(ctx, tx, &key, &stored);
    if (rc == RC_OK) {
        api_replay(&stored, call);
        return RC_OK;
    }
    if (rc != RC_NOT_FOUND) {
        return rc;
    }
    rc = sql_savepoint(tx);
    if (rc != RC_OK) {
        return rc;
    }
    rc = call->endpoint->run(ctx, tx, call);
    if (rc == RC_OK) {
        rc = sql_release(tx);
        return rc == RC_OK && ctx->fault.rc == RC_OK ? api_keep_reply(ctx, tx, &key, call) : rc;
    }
    if (!sql_is_open(tx->db)) {
        return rc;
    }
    enum rc undone = sql_rollback_to(tx);
    if (undone != RC_OK || !api_is_kept(rc)) {
        return undone == RC_OK ? rc : undone;
    }
    return api_keep_refusal(ctx, tx, &key, rc);
}

enum rc api_run_write(struct ctx *ctx, struct tx *tx, struct call *call)
{
    enum rc rc = reference_use(ctx, tx);
    if (rc != RC_OK) {
        return rc;
    }
    return call->idempotency_key != NULL ? api_run_keyed(ctx, tx, call) : call->endpoint->run(ctx, tx, call);
}

int64_t api_day(const char *text)
{
    int32_t day;
    return text != NULL && clock_parse_day(text, &day) == RC_OK ? day : SQL_NULL;
}

const char *api_day_text(struct ctx *ctx, int64_t day)
{
    char *text = day == SQL_NULL ? NULL : arena_alloc(ctx->arena, CLOCK_DATE_SIZE);
    if (text != NULL) {
        clock_format_day((int32_t)day, text);
    }
    return text;
}

enum rc api_words(struct ctx *ctx, const char *text, const char ***out, size_t *count)
{
    char *copy = arena_strdup(ctx->arena, text);
    char *rest = NULL;
    *count = 0;
    *out = arena_array_of(ctx->arena, const char *, strlen(text) / 2 + 1);
    if (copy == NULL || *out == NULL) {
        return RC_TOO_LARGE;
    }
    for (char *word = strtok_r(copy, " ", &rest); word != NULL; word = strtok_r(NULL, " ", &rest)) {
        (*out)[(*count)++] = word;
    }
    return RC_OK;
}

const char *api_like(struct ctx *ctx, const char *q)
{
    struct buf b;
    if (q == NULL) {
        return NULL;
    }
    buf_init(&b, ctx->arena);
    buf_putc(&b, '%');
    for (; *q != '\0'; q++) {
        if (*q == '%' || *q == '_' || *q == '\\') {
            buf_putc(&b, '\\');
        }
        buf_putc(&b, *q);
    }
    buf_putc(&b, '%');
    return buf_cstr(&b);
}

enum rc api_require(struct ctx *ctx, uint64_t present, int bit, const void *value, const char *pointer)
{
    if ((present >> bit & 1) != 0 && value == NULL) {
        return fault_add(&ctx->fault, reason(REASON_REQUIRED), pointer, NULL, NULL);
    }
    return RC_OK;
}

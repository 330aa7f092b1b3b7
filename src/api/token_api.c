/*
 * token_api.c - bearer tokens of one's own.
 *
 * Runs on: reads on a worker, writes on the writer. Owns: nothing.
 */
#include "api/api.h"
#include "api/fields.h"
#include "api/tables.h"
#include "base/clock.h"
#include "domain/perm.h"
#include "domain/token.h"

struct token_out {
    const char *id, *name;
    const char **permissions;
    size_t permissions_count;
    int64_t created_at;
    const char *expires_on;
    const char *token; /* once, when it is made */
};
struct token_list_reply {
    struct token_out *data;
    size_t data_count;
};

#define TOKEN_FIELDS                                                                                                   \
    OUT(struct token_out, id, FIELD_ID, "Id"), OUT(struct token_out, name, FIELD_TEXT, "What it is for"),              \
        OUT_TEXTS(struct token_out, permissions, "What it may do, if the owner may"),                                  \
        OUT(struct token_out, created_at, FIELD_STAMP, "When it was made"),                                            \
        OUT(struct token_out, expires_on, FIELD_DATE, "Last day of use")
FIELD_SET(token_out_set, "Token", struct token_out, TOKEN_FIELDS);
FIELD_SET(token_once_set, "TokenMade", struct token_out, TOKEN_FIELDS,
          OUT(struct token_out, token, FIELD_TEXT, "The token itself; it is shown this once and stored nowhere"));
FIELD_SET(token_list_set, "TokenList", struct token_list_reply,
          OUT_ROWS(struct token_list_reply, data, token_out_set, "Own tokens, oldest first"));

static enum rc token_api_fill(struct ctx *ctx, const struct token_row *t, struct token_out *out)
{
    *out = (struct token_out){.id = t->id,
                              .name = t->name,
                              .created_at = t->created_ms,
                              .expires_on = api_day_text(ctx, clock_day_of(t->expires_ms - 1))};
    return out->expires_on != NULL ? api_words(ctx, t->permissions, &out->permissions, &out->permissions_count)
                                   : RC_TOO_LARGE;
}

static enum rc token_api_list(struct ctx *ctx, struct tx *tx, struct call *call)
{
    struct token_list_reply *out = call->out;
    struct token_row *rows;
    size_t n;
    enum rc rc = token_rows_list_of_account(
        tx, ctx->arena, &(struct token_list_of_account_in){ctx->actor->account_id, ctx->now_ms}, &rows, &n);
    if (rc != RC_OK) {
        return rc;
    }
    out->data = arena_array_of(ctx->arena, struct token_out, n);
    if (out->data == NULL) {
        return RC_TOO_LARGE;
    }
    for (size_t i = 0; rc == RC_OK && i < n; i++) {
        rc = token_api_fill(ctx, &rows[i], &out->data[i]);
    }
    out->data_count = n;
    return rc;
}

struct token_new_in {
    const char *name, *expires_on;
    const char **permissions;
    size_t permissions_count;
};
FIELD_SET(token_new_set, "TokenNew", struct token_new_in,
          IN_MUST(struct token_new_in, name, FIELD_TEXT, 1, 60, "What it is for"),
          IN_MUST(struct token_new_in, expires_on, FIELD_DATE, 0, 0, "Last day of use, at most 365 days away"),
          {.name = "permissions",
           .type = FIELD_TEXTS,
           .offset = offsetof(struct token_new_in, permissions),
           .count_offset = offsetof(struct token_new_in, permissions_count),
           .is_required = 1,
           .min = 1,
           .max = 32,
           .doc = "What it may do; only what one may oneself"});

static enum rc token_api_add(struct ctx *ctx, struct tx *tx, struct call *call)
{
    const struct token_new_in *in = call->in;
    struct token_out *out = call->out;
    struct token_row row;
    const char *secret;
    enum rc rc = token_add(ctx, tx,
                           &(struct token_new){.name = in->name,
                                               .expires_day = api_day(in->expires_on),
                                               .permissions = in->permissions,
                                               .permission_count = in->permissions_count},
                           &row, &secret);
    if (rc == RC_OK) {
        rc = token_api_fill(ctx, &row, out);
        out->token = secret;
    }
    return rc;
}

struct token_id_in {
    const char *id;
};
FIELD_SET(token_id_set, "TokenId", struct token_id_in, IN_MUST(struct token_id_in, id, FIELD_ID, 0, 0, "Token"));

static enum rc token_api_drop(struct ctx *ctx, struct tx *tx, struct call *call)
{
    const struct token_id_in *in = call->in;
    return token_drop(ctx, tx, in->id);
}

static const enum rc token_may[] = {RC_NOT_FOUND, RC_OK};

ENDPOINT_TABLE(token_api_table,
               {.method = "GET",
                .path = "/api/v1/tokens",
                .operation = "listTokens",
                .tag = "tokens",
                .summary = "Own bearer tokens",
                .need = ENDPOINT_SIGNED_IN,
                .mode = ENDPOINT_READ,
                .reply = &token_list_set,
                .out_size = sizeof(struct token_list_reply),
                .ok = 200,
                .cost = 1,
                .run = token_api_list},
               {.method = "POST",
                .path = "/api/v1/tokens",
                .operation = "createToken",
                .fresh = 1,
                .tag = "tokens",
                .summary = "Make a bearer token for a script",
                .need = ENDPOINT_SIGNED_IN,
                .mode = ENDPOINT_WRITE,
                .body = &token_new_set,
                .reply = &token_once_set,
                .in_size = sizeof(struct token_new_in),
                .out_size = sizeof(struct token_out),
                .ok = 201,
                .cost = 5,
                .run = token_api_add},
               {.method = "DELETE",
                .path = "/api/v1/tokens/{id}",
                .operation = "deleteToken",
                .tag = "tokens",
                .summary = "Revoke a token of one's own",
                .need = ENDPOINT_SIGNED_IN,
                .mode = ENDPOINT_WRITE,
                .params = &token_id_set,
                .in_size = sizeof(struct token_id_in),
                .ok = 204,
                .may = token_may,
                .cost = 1,
                .run = token_api_drop});

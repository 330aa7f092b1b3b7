/*
 * access_api.c - how accounts get in: what an administrator sees of one, and the tokens of all. Never a secret, and no place or time
 * of anybody's sessions.
 *
 * Runs on: reads on a worker, writes on the writer. Owns: nothing.
 */
#include "api/api.h"
#include "api/fields.h"
#include "api/page.h"
#include "api/tables.h"
#include "base/clock.h"
#include "domain/env.h"
#include "domain/perm.h"
#include "domain/reason.h"
#include "domain/token.h"

/* GET /accounts/{id}/access */
struct access_substitution {
    const char *absent_name, *substitute_name, *valid_from, *valid_to;
};
struct access_out {
    int64_t has_password, has_factor, factor_since, sessions, tokens, reset_until, reset_is_held, is_guarded;
    struct access_substitution *substitutions;
    size_t substitutions_count;
};
struct access_in {
    const char *id;
};
#define ACCESS_OUT(m, kind, text) OUT(struct access_out, m, kind, text)
FIELD_SET(access_params, "AccessAccount", struct access_in, IN_MUST(struct access_in, id, FIELD_ID, 0, 0, "Account"));
FIELD_SET(access_substitution_set, "AccessSubstitution", struct access_substitution,
          OUT(struct access_substitution, absent_name, FIELD_TEXT, "Who is absent"),
          OUT(struct access_substitution, substitute_name, FIELD_TEXT, "Who stands in"),
          OUT(struct access_substitution, valid_from, FIELD_DATE, "First day"),
          OUT(struct access_substitution, valid_to, FIELD_DATE, "Last day"));
FIELD_SET(access_set, "AccountAccess", struct access_out,
          ACCESS_OUT(has_password, FIELD_BOOL, "A password was chosen; else they sign in once they used a reset code"),
          ACCESS_OUT(has_factor, FIELD_BOOL, "Second factor is on"),
          OUT_NULL(struct access_out, factor_since, FIELD_STAMP, "Since when"),
          ACCESS_OUT(sessions, FIELD_INT, "Sessions that go on"), ACCESS_OUT(tokens, FIELD_INT, "Tokens in use"),
          OUT_NULL(struct access_out, reset_until, FIELD_STAMP, "A reset code that was not used yet holds until then"),
          ACCESS_OUT(reset_is_held, FIELD_BOOL, "It waits for the second person"),
          ACCESS_OUT(is_guarded, FIELD_BOOL, "Holds a guarded role: two people change what concerns it"),
          OUT_ROWS(struct access_out, substitutions, access_substitution_set, "That go on or are to come"));

static enum rc access_substitutions(struct ctx *ctx, struct tx *tx, const char *id, struct access_out *out)
{
    struct substitution_row *rows;
    size_t n;
    enum rc rc = substitution_rows_list_of_account(
        tx, ctx->arena, &(struct substitution_list_of_account_in){id, clock_day_of(ctx->now_ms)}, &rows, &n);
    out->substitutions = rc == RC_OK ? arena_array_of(ctx->arena, struct access_substitution, n + 1) : NULL;
    if (out->substitutions == NULL) {
        return rc != RC_OK ? rc : RC_TOO_LARGE;
    }
    for (size_t i = 0; i < n; i++) {
        out->substitutions[out->substitutions_count++] =
            (struct access_substitution){rows[i].account_name, rows[i].substitute_name,
                                         api_day_text(ctx, rows[i].valid_from), api_day_text(ctx, rows[i].valid_to)};
    }
    return RC_OK;
}

static enum rc access_get(struct ctx *ctx, struct tx *tx, struct call *call)
{
    const struct access_in *in = call->in;
    const struct env *env = ctx->env;
    struct access_out *out = call->out;
    struct account_get_access_out row;
    struct confirmation_is_guarded_out guarded = {0};
    enum rc rc = account_rows_get_access(
        tx, ctx->arena, &(struct account_get_access_in){in->id, ctx->now_ms, ctx->now_ms - env->session_idle_ms}, &row);
    if (rc != RC_OK) {
        return rc == RC_NOT_FOUND ? fault_set(&ctx->fault, rc, reason(REASON_UNKNOWN_ACCOUNT), NULL, NULL, NULL) : rc;
    }
    rc = confirmation_rows_is_guarded(
        tx, ctx->arena, &(struct confirmation_is_guarded_in){in->id, clock_day_of(ctx->now_ms)}, &guarded);
    *out = (struct access_out){.has_password = row.has_password,
                               .has_factor = row.factor_since_ms != FIELD_NULL,
                               .factor_since = row.factor_since_ms,
                               .sessions = row.sessions,
                               .tokens = row.tokens,
                               .reset_until = row.reset_ends_ms,
                               .reset_is_held = row.reset_is_held == 1,
                               .is_guarded = guarded.is_guarded};
    return rc == RC_OK ? access_substitutions(ctx, tx, in->id, out) : rc;
}

/* GET /account-tokens */
struct access_token_query {
    const char *account;
    struct page_in page;
};
struct access_token_out {
    const char *id, *account_id, *account_login, *account_name, *name;
    const char **permissions;
    size_t permissions_count;
    int64_t created_at;
    const char *expires_on;
};
struct access_token_reply {
    struct access_token_out *data;
    size_t data_count;
    struct page_out page;
};
#define ACCESS_TOKEN_OUT(m, kind, text) OUT(struct access_token_out, m, kind, text)
FIELD_SET(access_token_query_set, "AccountTokenQuery", struct access_token_query,
          IN(struct access_token_query, account, FIELD_ID, 0, 0, "Of this account"),
          PAGE_IN(struct access_token_query));
FIELD_SET(access_token_set, "AccountToken", struct access_token_out, ACCESS_TOKEN_OUT(id, FIELD_ID, "Id"),
          ACCESS_TOKEN_OUT(account_id, FIELD_ID, "Whose it is"), ACCESS_TOKEN_OUT(account_login, FIELD_TEXT, "Login"),
          ACCESS_TOKEN_OUT(account_name, FIELD_TEXT, "Name"), ACCESS_TOKEN_OUT(name, FIELD_TEXT, "What it is for"),
          OUT_TEXTS(struct access_token_out, permissions, "What it may do, if the owner may"),
          ACCESS_TOKEN_OUT(created_at, FIELD_STAMP, "When it was made"),
          ACCESS_TOKEN_OUT(expires_on, FIELD_DATE, "Last day of use"));
FIELD_SET(access_token_list, "AccountTokenList", struct access_token_reply,
          OUT_ROWS(struct access_token_reply, data, access_token_set, "Tokens in use, oldest first"),
          OUT_PART(struct access_token_reply, page, page_set, "Page; forward only"));

static enum rc access_token_fill(struct ctx *ctx, const struct token_list_all_out *t, struct access_token_out *out)
{
    *out = (struct access_token_out){.id = t->id,
                                     .account_id = t->account_id,
                                     .account_login = t->account_login,
                                     .account_name = t->account_name,
                                     .name = t->name,
                                     .created_at = t->created_ms,
                                     .expires_on = api_day_text(ctx, clock_day_of(t->expires_ms - 1))};
    return api_words(ctx, t->permissions, &out->permissions, &out->permissions_count);
}

static enum rc access_tokens(struct ctx *ctx, struct tx *tx, struct call *call)
{
    const struct access_token_query *in = call->in;
    struct access_token_reply *out = call->out;
    struct token_list_all_out *rows;
    struct page p;
    size_t n;
    enum rc rc = page_begin(ctx, &in->page, arena_printf(ctx->arena, "tokens|%s", in->account ? in->account : ""), &p);
    if (rc == RC_OK) {
        rc = token_rows_list_all(tx, ctx->arena, in->account ? TOKEN_LIST_ALL_ACCOUNT : 0,
                                 &(struct token_list_all_in){p.at_text, in->account, ctx->now_ms, p.limit + 1}, &rows,
                                 &n);
    }
    if (rc != RC_OK) {
        return rc;
    }
    n = page_cut(&p, rows, n, sizeof rows[0]);
    out->data = arena_array_of(ctx->arena, struct access_token_out, n + 1);
    for (size_t i = 0; out->data != NULL && rc == RC_OK && i < n; i++) {
        rc = access_token_fill(ctx, &rows[i], &out->data[out->data_count++]);
    }
    if (rc == RC_OK && out->data != NULL) {
        const char *last = n > 0 ? rows[n - 1].id : "";
        rc = page_end(ctx, &p, n, 0, last, 0, last, &out->page);
        out->page.prev = NULL;
    }
    return out->data != NULL ? rc : RC_TOO_LARGE;
}

/* DELETE /account-tokens/{id} */
struct access_token_end {
    const char *id, *reason;
};
FIELD_SET(access_token_params, "AccountTokenId", struct access_token_end,
          IN_MUST(struct access_token_end, id, FIELD_ID, 0, 0, "Token"));
FIELD_SET(access_token_why, "AccountTokenReason", struct access_token_end,
          IN_MUST(struct access_token_end, reason, FIELD_TEXT, 2, 200, "Why; kept on file"));

static enum rc access_token_drop(struct ctx *ctx, struct tx *tx, struct call *call)
{
    const struct access_token_end *in = call->in;
    return token_end(ctx, tx, in->id, in->reason);
}

static const enum rc access_may[] = {RC_NOT_FOUND, RC_OK};

ENDPOINT_TABLE(access_api_table,
               {.method = "GET",
                .path = "/api/v1/accounts/{id}/access",
                .operation = "getAccountAccess",
                .tag = "accounts",
                .summary = "Password, second factor, sessions and tokens of an account, as states and numbers",
                .need = PERM_ACCOUNT_MANAGE,
                .mode = ENDPOINT_READ,
                .params = &access_params,
                .reply = &access_set,
                .in_size = sizeof(struct access_in),
                .out_size = sizeof(struct access_out),
                .ok = 200,
                .may = access_may,
                .cost = 1,
                .run = access_get},
               {.method = "GET",
                .path = "/api/v1/account-tokens",
                .operation = "listAccountTokens",
                .tag = "tokens",
                .summary = "Bearer tokens in use, of everybody; never the token itself",
                .need = PERM_ACCOUNT_MANAGE,
                .mode = ENDPOINT_READ,
                .query = &access_token_query_set,
                .reply = &access_token_list,
                .in_size = sizeof(struct access_token_query),
                .out_size = sizeof(struct access_token_reply),
                .ok = 200,
                .cost = 1,
                .run = access_tokens},
               {.method = "DELETE",
                .path = "/api/v1/account-tokens/{id}",
                .operation = "endAccountToken",
                .tag = "tokens",
                .summary = "End a token of anybody, with a reason",
                .need = PERM_ACCOUNT_MANAGE,
                .mode = ENDPOINT_WRITE,
                .params = &access_token_params,
                .query = &access_token_why,
                .in_size = sizeof(struct access_token_end),
                .ok = 204,
                .may = access_may,
                .cost = 1,
                .fresh = 1,
                .run = access_token_drop});

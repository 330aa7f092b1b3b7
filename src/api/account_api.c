/*
 * account_api.c - accounts of the people who work here.
 *
 * Runs on: reads on a worker, writes on the writer. Owns: nothing.
 */
#include "api/api.h"
#include "api/fields.h"
#include "api/page.h"
#include "api/tables.h"
#include "base/clock.h"
#include "domain/account.h"
#include "domain/factor.h"
#include "domain/perm.h"
#include "domain/reason.h"
#include "domain/session.h"

static const char *const account_locales[] = {"zh-CN", "en", NULL};

struct account_out {
    const char *id, *login, *name, *unit_id, *unit_name;
    int64_t is_disabled;
    const char *locale;
    int64_t created_at, version;
};

#define ACCOUNT_OUT(m, kind, text)      OUT(struct account_out, m, kind, text)
#define ACCOUNT_OUT_NULL(m, kind, text) OUT_NULL(struct account_out, m, kind, text)
FIELD_SET(account_out_set, "Account", struct account_out, ACCOUNT_OUT(id, FIELD_ID, "Id"),
          ACCOUNT_OUT(login, FIELD_TEXT, "Login"), ACCOUNT_OUT(name, FIELD_TEXT, "Name"),
          ACCOUNT_OUT_NULL(unit_id, FIELD_ID, "Home unit"), ACCOUNT_OUT_NULL(unit_name, FIELD_TEXT, "Its name"),
          ACCOUNT_OUT(is_disabled, FIELD_BOOL, "May not sign in"), ACCOUNT_OUT(locale, FIELD_TEXT, "Language"),
          ACCOUNT_OUT(created_at, FIELD_STAMP, "When it was made"),
          ACCOUNT_OUT(version, FIELD_INT, "Version for If-Match"));

static void account_api_fill(const struct account_row *a, struct account_out *out)
{
    *out = (struct account_out){.id = a->id,
                                .login = a->login,
                                .name = a->name,
                                .unit_id = a->unit_id,
                                .unit_name = a->unit_name,
                                .is_disabled = a->is_disabled,
                                .locale = a->locale,
                                .created_at = a->created_ms,
                                .version = a->version};
}

/* GET /accounts */
struct account_list_query {
    const char *unit, *q, *role;
    int64_t disabled;
    struct page_in page;
};
struct account_list_reply {
    struct account_out *data;
    size_t data_count;
    struct page_out page;
};
FIELD_SET(account_list_query_set, "AccountQuery", struct account_list_query,
          IN(struct account_list_query, unit, FIELD_ID, 0, 0, "With this home unit"),
          IN(struct account_list_query, q, FIELD_TEXT, 1, 30, "Part of name or login"),
          IN(struct account_list_query, role, FIELD_TEXT, 1, 40, "Holding this role, today or later"),
          IN(struct account_list_query, disabled, FIELD_BOOL, 0, 0, "Only the disabled ones, or only those in use"),
          PAGE_IN(struct account_list_query));
FIELD_SET(account_list_reply_set, "AccountList", struct account_list_reply,
          OUT_ROWS(struct account_list_reply, data, account_out_set, "Accounts by login"),
          OUT_PART(struct account_list_reply, page, page_set, "Page"));

static enum rc account_api_rows(struct ctx *ctx, struct tx *tx, const struct account_list_query *in,
                                const struct page *p, struct account_row **rows, size_t *n)
{
    const char *like = api_like(ctx, in->q);
    unsigned mask = (in->unit ? ACCOUNT_LIST_UNIT : 0) | (in->disabled != FIELD_NULL ? ACCOUNT_LIST_DISABLED : 0) |
                    (in->role ? ACCOUNT_LIST_ROLE : 0) | (in->q ? ACCOUNT_LIST_Q : 0);
    const struct account_list_in query = {.after = p->at_text,
                                          .unit_id = in->unit,
                                          .is_disabled = in->disabled,
                                          .role = in->role,
                                          .today = clock_day_of(ctx->now_ms),
                                          .q = like,
                                          .lim = p->limit + 1};
    if (p->is_backward) {
        return account_rows_list_back(tx, ctx->arena, mask,
                                      &(struct account_list_back_in){query.after, query.unit_id, query.is_disabled,
                                                                     query.role, query.today, query.q, query.lim},
                                      rows, n);
    }
    return account_rows_list(tx, ctx->arena, mask, &query, rows, n);
}

static enum rc account_api_list(struct ctx *ctx, struct tx *tx, struct call *call)
{
    const struct account_list_query *in = call->in;
    struct account_list_reply *out = call->out;
    struct account_row *rows;
    struct page p;
    size_t n;
    const char *filter = arena_printf(ctx->arena, "accounts|%s|%s|%s|%d", in->unit ? in->unit : "", in->q ? in->q : "",
                                      in->role ? in->role : "", in->disabled == FIELD_NULL ? -1 : (int)in->disabled);
    enum rc rc = page_begin(ctx, &in->page, filter, &p);
    if (rc == RC_OK) {
        rc = account_api_rows(ctx, tx, in, &p, &rows, &n);
    }
    if (rc != RC_OK) {
        return rc;
    }
    n = page_cut(&p, rows, n, sizeof rows[0]);
    out->data = arena_array_of(ctx->arena, struct account_out, n);
    if (out->data == NULL) {
        return RC_TOO_LARGE;
    }
    for (size_t i = 0; i < n; i++) {
        account_api_fill(&rows[i], &out->data[i]);
    }
    out->data_count = n;
    return page_end(ctx, &p, n, 0, n > 0 ? rows[0].login : "", 0, n > 0 ? rows[n - 1].login : "", &out->page);
}

/* GET /accounts/{id} */
struct account_id_in {
    const char *id;
};
FIELD_SET(account_id_set, "AccountId", struct account_id_in,
          IN_MUST(struct account_id_in, id, FIELD_ID, 0, 0, "Account"));

static enum rc account_api_get(struct ctx *ctx, struct tx *tx, struct call *call)
{
    const struct account_id_in *in = call->in;
    struct account_row row;
    enum rc rc = account_rows_get(tx, ctx->arena, &(struct account_get_in){in->id}, &row);
    if (rc != RC_OK) {
        return rc == RC_NOT_FOUND ? fault_set(&ctx->fault, rc, reason(REASON_UNKNOWN_ACCOUNT), NULL, NULL, NULL) : rc;
    }
    account_api_fill(&row, call->out);
    call->etag = row.version;
    return RC_OK;
}

/* POST /accounts */
struct account_new_in {
    const char *login, *name, *unit_id, *locale;
};
FIELD_SET(account_new_set, "AccountNew", struct account_new_in,
          {.name = "login",
           .type = FIELD_TEXT,
           .offset = offsetof(struct account_new_in, login),
           .is_required = 1,
           .min = 2,
           .max = 64,
           .pattern = "w+",
           .doc = "Letters, digits, '.', '-' and '_'; capitals do not count"},
          IN_MUST(struct account_new_in, name, FIELD_TEXT, 1, 60, "Name"),
          IN(struct account_new_in, unit_id, FIELD_ID, 0, 0, "Home unit"),
          IN_ENUM(struct account_new_in, locale, 0, account_locales, "Language; zh-CN unless told"));

/* The way in is a code (reset-codes): no administrator ever has a password that works. */
static enum rc account_api_add(struct ctx *ctx, struct tx *tx, struct call *call)
{
    const struct account_new_in *in = call->in;
    struct account_row row;
    enum rc rc = account_add(
        ctx, tx,
        &(struct account_new){.login = in->login, .name = in->name, .unit_id = in->unit_id, .locale = in->locale},
        &row);
    if (rc != RC_OK) {
        return rc;
    }
    account_api_fill(&row, call->out);
    call->etag = row.version;
    call->location = arena_printf(ctx->arena, "/api/v1/accounts/%s", row.id);
    return RC_OK;
}

/* PATCH /accounts/{id} */
struct account_set_in {
    const char *id;
    uint64_t present;
    const char *name;
    int64_t is_disabled;
    const char *locale, *unit_id;
};
FIELD_SET(account_set_id_set, "AccountSetId", struct account_set_in,
          IN_MUST(struct account_set_in, id, FIELD_ID, 0, 0, "Account"));
/* Bit i of `present` is row i, and these are the bits of enum account_field. */
static const struct field account_set_fields[] = {
    IN(struct account_set_in, name, FIELD_TEXT, 1, 60, "Name"),
    IN(struct account_set_in, is_disabled, FIELD_BOOL, 0, 0, "May not sign in any more; ends the sessions"),
    IN_ENUM(struct account_set_in, locale, 0, account_locales, "Language"),
    IN(struct account_set_in, unit_id, FIELD_ID, 0, 0, "Home unit; null: none"),
};
static const struct field_set account_set_set = {.schema = "AccountChange",
                                                 .fields = account_set_fields,
                                                 .count =
                                                     (int)(sizeof account_set_fields / sizeof account_set_fields[0]),
                                                 .size = sizeof(struct account_set_in),
                                                 .present_offset = offsetof(struct account_set_in, present)};
_Static_assert(1 << (sizeof account_set_fields / sizeof account_set_fields[0] - 1) == ACCOUNT_SET_UNIT,
               "one bit per row");

static enum rc account_api_set(struct ctx *ctx, struct tx *tx, struct call *call)
{
    const struct account_set_in *in = call->in;
    struct account_row row;
    struct account_change cmd = {.set = (unsigned)in->present,
                                 .name = in->name,
                                 .locale = in->locale,
                                 .unit_id = in->unit_id,
                                 .is_disabled = in->is_disabled == FIELD_NULL ? 0 : in->is_disabled};
    enum rc rc = api_require(ctx, in->present, 0, in->name, "/name");
    if (rc == RC_OK) {
        rc = api_require(ctx, in->present, 2, in->locale, "/locale");
    }
    if (rc == RC_OK) {
        rc = account_set(ctx, tx, in->id, call->if_match, &cmd, &row);
    }
    if (rc != RC_OK) {
        return rc;
    }
    account_api_fill(&row, call->out);
    call->etag = row.version;
    return RC_OK;
}

/* DELETE /accounts/{id}/sessions and /accounts/{id}/second-factor */
static enum rc account_api_end_sessions(struct ctx *ctx, struct tx *tx, struct call *call)
{
    const struct account_id_in *in = call->in;
    return session_end_all(ctx, tx, in->id);
}

static enum rc account_api_drop_factor(struct ctx *ctx, struct tx *tx, struct call *call)
{
    const struct account_id_in *in = call->in;
    enum rc rc = factor_drop(ctx, tx, in->id);
    return rc == RC_OK ? session_end_all(ctx, tx, in->id) : rc;
}

static const enum rc account_may[] = {RC_FORBIDDEN, RC_NOT_FOUND, RC_CONFLICT, RC_REFUSED, RC_STALE, RC_OK};

ENDPOINT_TABLE(account_api_table,
               {.method = "GET",
                .path = "/api/v1/accounts",
                .operation = "listAccounts",
                .tag = "accounts",
                .summary = "Accounts by login",
                .need = PERM_ACCOUNT_MANAGE,
                .mode = ENDPOINT_READ,
                .query = &account_list_query_set,
                .reply = &account_list_reply_set,
                .in_size = sizeof(struct account_list_query),
                .out_size = sizeof(struct account_list_reply),
                .ok = 200,
                .cost = 1,
                .run = account_api_list},
               {.method = "POST",
                .path = "/api/v1/accounts",
                .operation = "createAccount",
                .tag = "accounts",
                .summary = "Add an account",
                .need = PERM_ACCOUNT_MANAGE,
                .mode = ENDPOINT_WRITE,
                .body = &account_new_set,
                .reply = &account_out_set,
                .in_size = sizeof(struct account_new_in),
                .out_size = sizeof(struct account_out),
                .ok = 201,
                .may = account_may,
                .cost = 10,
                .takes_key = 1,
                .run = account_api_add},
               {.method = "GET",
                .path = "/api/v1/accounts/{id}",
                .operation = "getAccount",
                .tag = "accounts",
                .summary = "One account",
                .need = PERM_ACCOUNT_MANAGE,
                .mode = ENDPOINT_READ,
                .params = &account_id_set,
                .reply = &account_out_set,
                .in_size = sizeof(struct account_id_in),
                .out_size = sizeof(struct account_out),
                .ok = 200,
                .may = account_may,
                .cost = 1,
                .run = account_api_get},
               {.method = "PATCH",
                .path = "/api/v1/accounts/{id}",
                .operation = "updateAccount",
                .fresh = 1,
                .tag = "accounts",
                .summary = "Change or disable an account",
                .need = PERM_ACCOUNT_MANAGE,
                .mode = ENDPOINT_WRITE,
                .params = &account_set_id_set,
                .body = &account_set_set,
                .reply = &account_out_set,
                .in_size = sizeof(struct account_set_in),
                .out_size = sizeof(struct account_out),
                .ok = 200,
                .may = account_may,
                .cost = 10,
                .needs_version = 1,
                .takes_key = 1,
                .run = account_api_set},
               {.method = "DELETE",
                .path = "/api/v1/accounts/{id}/sessions",
                .operation = "endAccountSessions",
                .tag = "accounts",
                .summary = "Sign an account out everywhere and revoke its tokens",
                .need = PERM_ACCOUNT_MANAGE,
                .mode = ENDPOINT_WRITE,
                .params = &account_id_set,
                .in_size = sizeof(struct account_id_in),
                .ok = 204,
                .may = account_may,
                .cost = 1,
                .run = account_api_end_sessions},
               {.method = "DELETE",
                .path = "/api/v1/accounts/{id}/second-factor",
                .operation = "dropAccountFactor",
                .tag = "accounts",
                .summary = "Take the second factor from an account whose device is lost; signs it out",
                .need = PERM_ACCOUNT_MANAGE,
                .mode = ENDPOINT_WRITE,
                .params = &account_id_set,
                .in_size = sizeof(struct account_id_in),
                .ok = 204,
                .may = account_may,
                .cost = 1,
                .fresh = 1,
                .run = account_api_drop_factor});

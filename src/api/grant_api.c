/*
 * grant_api.c - roles, and who holds which of them where.
 *
 * Runs on: reads on a worker, writes on the writer. Owns: nothing.
 */
#include "api/api.h"
#include "api/fields.h"
#include "api/page.h"
#include "api/tables.h"
#include "domain/grant.h"
#include "domain/perm.h"

#include <string.h>

static const char *const grant_scopes[] = {"own", "unit", "subtree", "all", NULL};

struct grant_out {
    const char *id, *account_id, *account_name, *role, *role_title_zh, *role_title_en, *unit_id, *unit_name, *scope,
        *valid_from, *valid_to;
    int64_t created_at;
    const char *for_name;
};

#define GRANT_OUT(m, kind, text)      OUT(struct grant_out, m, kind, text)
#define GRANT_OUT_NULL(m, kind, text) OUT_NULL(struct grant_out, m, kind, text)
FIELD_SET(grant_out_set, "Grant", struct grant_out, GRANT_OUT(id, FIELD_ID, "Id"),
          GRANT_OUT(account_id, FIELD_ID, "Account"), GRANT_OUT(account_name, FIELD_TEXT, "Its name"),
          GRANT_OUT(role, FIELD_TEXT, "Key of the role"), GRANT_OUT(role_title_zh, FIELD_TEXT, "Role in Chinese"),
          GRANT_OUT(role_title_en, FIELD_TEXT, "Role in English"), GRANT_OUT(unit_id, FIELD_ID, "Unit"),
          GRANT_OUT(unit_name, FIELD_TEXT, "Its name"), GRANT_OUT(scope, FIELD_TEXT, "own, unit, subtree or all"),
          GRANT_OUT_NULL(valid_from, FIELD_DATE, "First day"), GRANT_OUT_NULL(valid_to, FIELD_DATE, "Last day"),
          GRANT_OUT(created_at, FIELD_STAMP, "When it was given"),
          GRANT_OUT_NULL(for_name, FIELD_TEXT, "The absent colleague that it is held for"));

static void grant_api_fill(struct ctx *ctx, const struct grant_row *g, struct grant_out *out)
{
    *out = (struct grant_out){.id = g->id,
                              .account_id = g->account_id,
                              .account_name = g->account_name,
                              .role = g->role,
                              .role_title_zh = g->role_zh,
                              .role_title_en = g->role_en,
                              .unit_id = g->unit_id,
                              .unit_name = g->unit_name,
                              .scope = g->scope,
                              .valid_from = api_day_text(ctx, g->valid_from),
                              .valid_to = api_day_text(ctx, g->valid_to),
                              .created_at = g->created_ms,
                              .for_name = g->for_name};
}

/* GET /grants */
struct grant_list_query {
    const char *account, *unit;
    struct page_in page;
};
struct grant_list_reply {
    struct grant_out *data;
    size_t data_count;
    struct page_out page;
};
FIELD_SET(grant_list_query_set, "GrantQuery", struct grant_list_query,
          IN(struct grant_list_query, account, FIELD_ID, 0, 0, "Of this account"),
          IN(struct grant_list_query, unit, FIELD_ID, 0, 0, "Held at this unit"), PAGE_IN(struct grant_list_query));
FIELD_SET(grant_list_reply_set, "GrantList", struct grant_list_reply,
          OUT_ROWS(struct grant_list_reply, data, grant_out_set, "Grants, oldest first"),
          OUT_PART(struct grant_list_reply, page, page_set, "Page"));

static enum rc grant_api_list(struct ctx *ctx, struct tx *tx, struct call *call)
{
    const struct grant_list_query *in = call->in;
    struct grant_list_reply *out = call->out;
    struct grant_row *rows;
    struct page p;
    size_t n;
    const char *filter =
        arena_printf(ctx->arena, "grants|%s|%s", in->account ? in->account : "", in->unit ? in->unit : "");
    enum rc rc = page_begin(ctx, &in->page, filter, &p);
    if (rc != RC_OK) {
        return rc;
    }
    unsigned mask = (in->account ? GRANT_LIST_ACCOUNT : 0) | (in->unit ? GRANT_LIST_UNIT : 0);
    int64_t lim = p.limit + 1;
    rc = p.is_backward
             ? grant_rows_list_back(tx, ctx->arena, mask,
                                    &(struct grant_list_back_in){p.at_text, in->account, in->unit, lim}, &rows, &n)
             : grant_rows_list(tx, ctx->arena, mask, &(struct grant_list_in){p.at_text, in->account, in->unit, lim},
                               &rows, &n);
    if (rc != RC_OK) {
        return rc;
    }
    n = page_cut(&p, rows, n, sizeof rows[0]);
    out->data = arena_array_of(ctx->arena, struct grant_out, n);
    if (out->data == NULL) {
        return RC_TOO_LARGE;
    }
    for (size_t i = 0; i < n; i++) {
        grant_api_fill(ctx, &rows[i], &out->data[i]);
    }
    out->data_count = n;
    return page_end(ctx, &p, n, 0, n > 0 ? rows[0].id : "", 0, n > 0 ? rows[n - 1].id : "", &out->page);
}

/* POST /grants */
struct grant_new_in {
    const char *account_id, *role, *unit_id, *scope, *valid_from, *valid_to;
};
FIELD_SET(
    grant_new_set, "GrantNew", struct grant_new_in, IN_MUST(struct grant_new_in, account_id, FIELD_ID, 0, 0, "Account"),
    IN_MUST(struct grant_new_in, role, FIELD_TEXT, 1, 40, "Key of the role"),
    IN_MUST(struct grant_new_in, unit_id, FIELD_ID, 0, 0, "Where it is held"),
    IN_ENUM(struct grant_new_in, scope, 1, grant_scopes,
            "own: cases that one handles; unit: of the unit; subtree: and of everything below; all: of the county"),
    IN(struct grant_new_in, valid_from, FIELD_DATE, 0, 0, "First day"),
    IN(struct grant_new_in, valid_to, FIELD_DATE, 0, 0, "Last day"));

static enum rc grant_api_add(struct ctx *ctx, struct tx *tx, struct call *call)
{
    const struct grant_new_in *in = call->in;
    struct grant_row row;
    enum rc rc = grant_add(ctx, tx,
                           &(struct grant_new){.account_id = in->account_id,
                                               .role = in->role,
                                               .unit_id = in->unit_id,
                                               .scope = in->scope,
                                               .valid_from = api_day(in->valid_from),
                                               .valid_to = api_day(in->valid_to)},
                           &row);
    if (rc == RC_OK) {
        grant_api_fill(ctx, &row, call->out);
    }
    return rc;
}

/* DELETE /grants/{id} */
struct grant_id_in {
    const char *id;
};
FIELD_SET(grant_id_set, "GrantId", struct grant_id_in, IN_MUST(struct grant_id_in, id, FIELD_ID, 0, 0, "Grant"));

static enum rc grant_api_drop(struct ctx *ctx, struct tx *tx, struct call *call)
{
    const struct grant_id_in *in = call->in;
    return grant_drop(ctx, tx, in->id);
}

/* GET /roles */
struct role_out {
    const char *key, *title_zh, *title_en;
    const char **permissions;
    size_t permissions_count;
    int64_t needs_factor, is_guarded;
};
struct role_list_reply {
    struct role_out *data;
    size_t data_count;
};
FIELD_SET(role_out_set, "Role", struct role_out, OUT(struct role_out, key, FIELD_TEXT, "Key"),
          OUT(struct role_out, title_zh, FIELD_TEXT, "Title in Chinese"),
          OUT(struct role_out, title_en, FIELD_TEXT, "Title in English"),
          OUT_TEXTS(struct role_out, permissions, "What it allows"),
          OUT(struct role_out, needs_factor, FIELD_BOOL, "Its holders need a second factor"),
          OUT(struct role_out, is_guarded, FIELD_BOOL, "Giving and taking it wants a second person (confirmations)"));
FIELD_SET(role_list_set, "RoleList", struct role_list_reply,
          OUT_ROWS(struct role_list_reply, data, role_out_set, "All roles"));

static enum rc grant_api_fill_role(struct ctx *ctx, const struct grant_list_roles_out *role,
                                   const struct grant_list_permissions_out *rows, size_t n, struct role_out *out)
{
    *out = (struct role_out){.key = role->key,
                             .title_zh = role->title_zh,
                             .title_en = role->title_en,
                             .needs_factor = role->needs_factor,
                             .is_guarded = role->is_guarded};
    out->permissions = arena_array_of(ctx->arena, const char *, n);
    if (out->permissions == NULL) {
        return RC_TOO_LARGE;
    }
    for (size_t i = 0; i < n; i++) {
        if (strcmp(rows[i].role, role->key) == 0) {
            out->permissions[out->permissions_count++] = rows[i].permission;
        }
    }
    return RC_OK;
}

static enum rc grant_api_list_roles(struct ctx *ctx, struct tx *tx, struct call *call)
{
    struct role_list_reply *out = call->out;
    struct grant_list_roles_out *roles;
    struct grant_list_permissions_out *rows;
    size_t role_count;
    size_t n;
    enum rc rc = grant_rows_list_roles(tx, ctx->arena, &roles, &role_count);
    if (rc == RC_OK) {
        rc = grant_rows_list_permissions(tx, ctx->arena, &rows, &n);
    }
    if (rc != RC_OK) {
        return rc;
    }
    out->data = arena_array_of(ctx->arena, struct role_out, role_count);
    if (out->data == NULL) {
        return RC_TOO_LARGE;
    }
    for (size_t i = 0; rc == RC_OK && i < role_count; i++) {
        rc = grant_api_fill_role(ctx, &roles[i], rows, n, &out->data[i]);
    }
    out->data_count = role_count;
    return rc;
}

/* PATCH /roles/{key} */
struct role_set_in {
    const char *key;
    int64_t needs_factor;
};
FIELD_SET(role_set_params, "RoleKey", struct role_set_in, IN_MUST(struct role_set_in, key, FIELD_TEXT, 1, 40, "Role"));
FIELD_SET(role_set_body, "RoleChange", struct role_set_in,
          IN_MUST(struct role_set_in, needs_factor, FIELD_BOOL, 0, 0, "Its holders need a second factor"));

static enum rc grant_api_set_role(struct ctx *ctx, struct tx *tx, struct call *call)
{
    const struct role_set_in *in = call->in;
    return grant_set_role(ctx, tx, in->key, in->needs_factor);
}

static const enum rc grant_may[] = {RC_NOT_FOUND, RC_CONFLICT, RC_REFUSED, RC_OK};

ENDPOINT_TABLE(grant_api_table,
               {.method = "GET",
                .path = "/api/v1/grants",
                .operation = "listGrants",
                .tag = "accounts",
                .summary = "Who holds which role where",
                .need = PERM_ACCOUNT_MANAGE,
                .mode = ENDPOINT_READ,
                .query = &grant_list_query_set,
                .reply = &grant_list_reply_set,
                .in_size = sizeof(struct grant_list_query),
                .out_size = sizeof(struct grant_list_reply),
                .ok = 200,
                .cost = 1,
                .run = grant_api_list},
               {.method = "POST",
                .path = "/api/v1/grants",
                .operation = "createGrant",
                .fresh = 1,
                .tag = "accounts",
                .summary = "Give a role; nobody can to themself",
                .need = PERM_ACCOUNT_MANAGE,
                .mode = ENDPOINT_WRITE,
                .body = &grant_new_set,
                .reply = &grant_out_set,
                .in_size = sizeof(struct grant_new_in),
                .out_size = sizeof(struct grant_out),
                .ok = 201,
                .may = grant_may,
                .cost = 1,
                .takes_key = 1,
                .run = grant_api_add},
               {.method = "DELETE",
                .path = "/api/v1/grants/{id}",
                .operation = "deleteGrant",
                .fresh = 1,
                .tag = "accounts",
                .summary = "Take a role away",
                .need = PERM_ACCOUNT_MANAGE,
                .mode = ENDPOINT_WRITE,
                .params = &grant_id_set,
                .in_size = sizeof(struct grant_id_in),
                .ok = 204,
                .may = grant_may,
                .cost = 1,
                .run = grant_api_drop},
               {.method = "PATCH",
                .path = "/api/v1/roles/{key}",
                .operation = "updateRole",
                .tag = "accounts",
                .summary = "Say whether the holders of a role need a second factor",
                .need = PERM_ACCOUNT_MANAGE,
                .mode = ENDPOINT_WRITE,
                .params = &role_set_params,
                .body = &role_set_body,
                .in_size = sizeof(struct role_set_in),
                .ok = 204,
                .may = grant_may,
                .cost = 1,
                .fresh = 1,
                .run = grant_api_set_role},
               {.method = "GET",
                .path = "/api/v1/roles",
                .operation = "listRoles",
                .tag = "accounts",
                .summary = "All roles with what they allow",
                .need = ENDPOINT_SIGNED_IN,
                .mode = ENDPOINT_READ,
                .reply = &role_list_set,
                .out_size = sizeof(struct role_list_reply),
                .ok = 200,
                .cost = 1,
                .run = grant_api_list_roles});

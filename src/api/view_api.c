/*
 * view_api.c - /views: saved views of the work list.
 *
 * Runs on: workers (reading), the writer (changing). Owns: nothing.
 */
#include "api/api.h"
#include "api/case_column.h"
#include "api/case_filter.h"
#include "api/fields.h"
#include "api/tables.h"
#include "domain/perm.h"
#include "domain/view.h"

#include <string.h>

enum { VIEW_COUNT_MOST = 1000 };

static const char *const view_sharings[] = {"private", "unit", "all", NULL};
static const char *const view_densities[] = {"normal", "compact", NULL};
static const char *const view_counts[] = {"estimate", NULL};

struct view_out {
    const char *id, *name, *sharing, *unit_id, *unit_name, *owner_name;
    int64_t is_own;
    struct case_filter_in filter;
    const char **columns;
    size_t columns_count;
    const char *density;
    int64_t position, is_pinned, changed_at, version, count, count_is_more;
};
struct view_list_out {
    struct view_out *data;
    size_t data_count;
};

FIELD_SET(view_out_set, "View", struct view_out, OUT(struct view_out, id, FIELD_ID, "Id"),
          OUT(struct view_out, name, FIELD_TEXT, "Name"),
          OUT(struct view_out, sharing, FIELD_TEXT, "Who sees it: private, unit or all"),
          OUT_NULL(struct view_out, unit_id, FIELD_ID, "Unit that it is shared with"),
          OUT_NULL(struct view_out, unit_name, FIELD_TEXT, "Its name"),
          OUT(struct view_out, owner_name, FIELD_TEXT, "Who made it"),
          OUT(struct view_out, is_own, FIELD_BOOL, "Made by the actor, who alone may change it"),
          OUT_PART(struct view_out, filter, case_filter_set, "What it looks for, as the list takes it"),
          OUT_TEXTS(struct view_out, columns, "Columns in their order; none: the usual ones"),
          OUT(struct view_out, density, FIELD_TEXT, "normal or compact"),
          OUT(struct view_out, position, FIELD_INT, "Order among the pinned"),
          OUT(struct view_out, is_pinned, FIELD_BOOL, "Stands above the list"),
          OUT(struct view_out, changed_at, FIELD_STAMP, "Last change"),
          OUT(struct view_out, version, FIELD_INT, "Version for If-Match"),
          OUT_NULL(struct view_out, count, FIELD_INT,
                   "Cases that the actor finds with it; pinned ones, when asked for"),
          OUT(struct view_out, count_is_more, FIELD_BOOL, "There are more than that"));
FIELD_SET(view_list_set, "ViewList", struct view_list_out,
          OUT_ROWS(struct view_list_out, data, view_out_set, "The pinned first, in their order"));

static enum rc view_fill(struct ctx *ctx, const struct view_shown *v, struct view_out *out)
{
    *out = (struct view_out){.id = v->id,
                             .name = v->name,
                             .sharing = v->sharing,
                             .unit_id = v->unit_id,
                             .unit_name = v->unit_name,
                             .owner_name = v->owner_name,
                             .is_own = strcmp(v->owner_id, ctx->actor->account_id) == 0,
                             .density = v->density,
                             .position = v->position,
                             .is_pinned = v->is_pinned,
                             .changed_at = v->changed_ms,
                             .version = v->version,
                             .count = FIELD_NULL};
    out->columns = case_column_keys(ctx, v->columns, &out->columns_count);
    return out->columns ? case_filter_read(ctx, v->filter, &out->filter) : RC_TOO_LARGE;
}

/* GET /views */
struct view_query_in {
    const char *count;
};
FIELD_SET(view_query, "ViewFilter", struct view_query_in,
          IN_ENUM(struct view_query_in, count, 0, view_counts,
                  "estimate: count what the pinned ones find, no further than a thousand"));

static enum rc view_count(struct ctx *ctx, struct tx *tx, struct view_out *out)
{
    struct worklist_filter f = case_filter_of(&out->filter);
    enum rc rc = worklist_count(ctx, tx, &f, VIEW_COUNT_MOST + 1, &out->count);
    out->count_is_more = out->count > VIEW_COUNT_MOST;
    out->count -= out->count_is_more;
    return rc;
}

static enum rc view_api_list(struct ctx *ctx, struct tx *tx, struct call *call)
{
    const struct view_query_in *in = call->in;
    struct view_list_out *out = call->out;
    struct view_shown *rows;
    enum rc rc = view_list(ctx, tx, &rows, &out->data_count);
    out->data = rc == RC_OK ? arena_array_of(ctx->arena, struct view_out, out->data_count + 1) : NULL;
    if (out->data == NULL) {
        return rc != RC_OK ? rc : RC_TOO_LARGE;
    }
    for (size_t i = 0; i < out->data_count && rc == RC_OK; i++) {
        rc = view_fill(ctx, &rows[i], &out->data[i]);
        if (rc == RC_OK && in->count != NULL && rows[i].is_pinned) {
            rc = view_count(ctx, tx, &out->data[i]);
        }
    }
    return rc;
}

/* POST /views, PATCH /views/{id} */
struct view_api_in {
    const char *id;
    uint64_t present;
    const char *name, *sharing, *unit_id;
    struct case_filter_in *filter;
    const char **columns;
    size_t columns_count;
    const char *density;
    int64_t position, is_pinned;
};
enum { VIEW_NAME, VIEW_SHARING, VIEW_UNIT, VIEW_FILTER, VIEW_COLUMNS, VIEW_DENSITY, VIEW_POSITION, VIEW_PINNED };

/* Bit i of `present` is row i. */
#define VIEW_FIELDS(must)                                                                                              \
    {.name = "name",                                                                                                   \
     .type = FIELD_TEXT,                                                                                               \
     .offset = offsetof(struct view_api_in, name),                                                                     \
     .is_required = (must),                                                                                            \
     .min = 1,                                                                                                         \
     .max = 40,                                                                                                        \
     .doc = "Name; no personal data"},                                                                                 \
        IN_ENUM(struct view_api_in, sharing, 0, view_sharings, "Who sees it; private unless told"),                    \
        IN(struct view_api_in, unit_id, FIELD_ID, 0, 0, "With sharing unit: whose people see it"),                     \
        {.name = "filter",                                                                                             \
         .type = FIELD_OBJECT,                                                                                         \
         .offset = offsetof(struct view_api_in, filter),                                                               \
         .is_required = (must),                                                                                        \
         .is_pointer = 1,                                                                                              \
         .of = &case_filter_set,                                                                                       \
         .doc = "What it looks for, as the list takes it"},                                                            \
        {.name = "columns",                                                                                            \
         .type = FIELD_TEXTS,                                                                                          \
         .offset = offsetof(struct view_api_in, columns),                                                              \
         .count_offset = offsetof(struct view_api_in, columns_count),                                                  \
         .max = CASE_COLUMNS,                                                                                          \
         .doc = "Columns in their order; none: the usual ones"},                                                       \
        IN_ENUM(struct view_api_in, density, 0, view_densities, "normal unless told"),                                 \
        IN(struct view_api_in, position, FIELD_INT, 0, 1000, "Order among the pinned"),                                \
    {                                                                                                                  \
        .name = "is_pinned", .type = FIELD_BOOL, .offset = offsetof(struct view_api_in, is_pinned),                    \
        .doc = "Stands above the list"                                                                                 \
    }

FIELD_SET(view_params, "ViewParams", struct view_api_in, IN_MUST(struct view_api_in, id, FIELD_ID, 0, 0, "View"));
static const struct field view_new_fields[] = {VIEW_FIELDS(1)};
static const struct field view_set_fields[] = {VIEW_FIELDS(0)};
static const struct field_set view_new_set = {.schema = "ViewNew",
                                              .fields = view_new_fields,
                                              .count = (int)(sizeof view_new_fields / sizeof view_new_fields[0]),
                                              .size = sizeof(struct view_api_in),
                                              .present_offset = offsetof(struct view_api_in, present)};
static const struct field_set view_set_set = {.schema = "ViewChange",
                                              .fields = view_set_fields,
                                              .count = (int)(sizeof view_set_fields / sizeof view_set_fields[0]),
                                              .size = sizeof(struct view_api_in),
                                              .present_offset = offsetof(struct view_api_in, present)};
_Static_assert(sizeof view_set_fields / sizeof view_set_fields[0] == VIEW_PINNED + 1, "one bit per row");

static int view_came(const struct view_api_in *in, int bit)
{
    return (in->present >> bit & 1) != 0;
}

/* What came, over what was there. */
static enum rc view_merge(struct ctx *ctx, const struct view_api_in *in, struct view_input *v)
{
    enum rc rc = RC_OK;
    v->name = in->name ? in->name : v->name;
    v->sharing = view_came(in, VIEW_SHARING) ? in->sharing ? in->sharing : "private" : v->sharing;
    v->unit_id = view_came(in, VIEW_UNIT) ? in->unit_id : v->unit_id;
    v->density = view_came(in, VIEW_DENSITY) ? in->density ? in->density : "normal" : v->density;
    v->position = view_came(in, VIEW_POSITION) && in->position != FIELD_NULL ? in->position : v->position;
    v->is_pinned = view_came(in, VIEW_PINNED) ? in->is_pinned == 1 : v->is_pinned;
    if (in->filter != NULL) {
        v->filter = case_filter_text(ctx, in->filter);
    }
    if (view_came(in, VIEW_COLUMNS)) {
        rc = case_column_join(ctx, in->columns, in->columns_count, "/columns", &v->columns);
    }
    return rc != RC_OK ? rc : v->filter != NULL ? RC_OK : RC_TOO_LARGE;
}

static enum rc view_api_add(struct ctx *ctx, struct tx *tx, struct call *call)
{
    struct view_input v = {.sharing = "private", .columns = "", .density = "normal"};
    struct view_out *out = call->out;
    struct view_shown row;
    enum rc rc = view_merge(ctx, call->in, &v);
    rc = rc == RC_OK ? view_add(ctx, tx, &v, &row) : rc;
    rc = rc == RC_OK ? view_fill(ctx, &row, out) : rc;
    if (rc == RC_OK) {
        call->etag = out->version;
        call->location = arena_printf(ctx->arena, "/api/v1/views/%s", out->id);
    }
    return rc;
}

static enum rc view_api_set(struct ctx *ctx, struct tx *tx, struct call *call)
{
    const struct view_api_in *in = call->in;
    struct view_out *out = call->out;
    struct view_shown row;
    enum rc rc = view_get(ctx, tx, in->id, &row);
    if (rc != RC_OK) {
        return rc;
    }
    struct view_input v = {.name = row.name,
                           .sharing = row.sharing,
                           .unit_id = row.unit_id,
                           .filter = row.filter,
                           .columns = row.columns,
                           .density = row.density,
                           .position = row.position,
                           .is_pinned = row.is_pinned};
    rc = view_merge(ctx, in, &v);
    rc = rc == RC_OK ? view_set(ctx, tx, in->id, call->if_match, &v, &row) : rc;
    rc = rc == RC_OK ? view_fill(ctx, &row, out) : rc;
    call->etag = rc == RC_OK ? out->version : CALL_NO_VERSION;
    return rc;
}

static enum rc view_api_drop(struct ctx *ctx, struct tx *tx, struct call *call)
{
    const struct view_api_in *in = call->in;
    return view_drop(ctx, tx, in->id);
}

static const enum rc view_may_add[] = {RC_INVALID, RC_REFUSED, RC_OK};
static const enum rc view_may_set[] = {RC_NOT_FOUND, RC_INVALID, RC_REFUSED, RC_STALE, RC_PRECONDITION, RC_OK};
static const enum rc view_may_drop[] = {RC_NOT_FOUND, RC_REFUSED, RC_OK};

ENDPOINT_TABLE(view_api_table,
               {.method = "GET",
                .path = "/api/v1/views",
                .operation = "listViews",
                .tag = "cases",
                .summary = "Saved views: own ones, those of the own units, those for all",
                .need = PERM_CASE_READ,
                .query = &view_query,
                .reply = &view_list_set,
                .in_size = sizeof(struct view_query_in),
                .out_size = sizeof(struct view_list_out),
                .ok = 200,
                .cost = 2,
                .run = view_api_list},
               {.method = "POST",
                .path = "/api/v1/views",
                .operation = "createView",
                .tag = "cases",
                .summary = "Keeps a filter under a name",
                .need = PERM_CASE_READ,
                .mode = ENDPOINT_WRITE,
                .body = &view_new_set,
                .reply = &view_out_set,
                .in_size = sizeof(struct view_api_in),
                .out_size = sizeof(struct view_out),
                .ok = 201,
                .may = view_may_add,
                .cost = 2,
                .takes_key = 1,
                .run = view_api_add},
               {.method = "PATCH",
                .path = "/api/v1/views/{id}",
                .operation = "updateView",
                .tag = "cases",
                .summary = "Changes an own view",
                .need = PERM_CASE_READ,
                .mode = ENDPOINT_WRITE,
                .params = &view_params,
                .body = &view_set_set,
                .reply = &view_out_set,
                .in_size = sizeof(struct view_api_in),
                .out_size = sizeof(struct view_out),
                .ok = 200,
                .may = view_may_set,
                .cost = 2,
                .needs_version = 1,
                .run = view_api_set},
               {.method = "DELETE",
                .path = "/api/v1/views/{id}",
                .operation = "deleteView",
                .tag = "cases",
                .summary = "Drops a view: an own one, or one shared where the actor may share too",
                .need = PERM_CASE_READ,
                .mode = ENDPOINT_WRITE,
                .params = &view_params,
                .in_size = sizeof(struct view_api_in),
                .ok = 204,
                .may = view_may_drop,
                .cost = 1,
                .run = view_api_drop});

/*
 * unit_api.c - the tree of units, and who may handle cases at one.
 *
 * Runs on: reads on a worker, writes on the writer. Owns: nothing.
 */
#include "api/api.h"
#include "api/fields.h"
#include "api/page.h"
#include "api/tables.h"
#include "base/clock.h"
#include "domain/perm.h"
#include "domain/reason.h"
#include "domain/succession.h"
#include "domain/unit.h"

static const char *const unit_kinds[] = {"county", "bureau", "department", "town", "village", "grid", NULL};

struct succession_out {
    const char *id, *successor_id, *successor_name, *from_on, *basis;
    int64_t cases, created_at;
};
FIELD_SET(succession_out_set, "Succession", struct succession_out, OUT(struct succession_out, id, FIELD_ID, "Id"),
          OUT(struct succession_out, successor_id, FIELD_ID, "The unit that came after"),
          OUT(struct succession_out, successor_name, FIELD_TEXT, "Its name"),
          OUT(struct succession_out, from_on, FIELD_DATE, "Its first day"),
          OUT(struct succession_out, basis, FIELD_TEXT, "The decision that it rests on"),
          OUT(struct succession_out, cases, FIELD_INT, "Cases that went over"),
          OUT(struct succession_out, created_at, FIELD_STAMP, "Recorded"));

struct unit_out {
    const char *id, *code, *name, *short_name, *kind, *parent_id, *path;
    int64_t can_handle;
    const char *doc_mark, *phone, *address, *valid_from, *valid_to;
    int64_t sort, version;
    struct succession_out *successions;
    size_t successions_count;
};

#define UNIT_OUT(m, kind, text)      OUT(struct unit_out, m, kind, text)
#define UNIT_OUT_NULL(m, kind, text) OUT_NULL(struct unit_out, m, kind, text)
FIELD_SET(unit_out_set, "Unit", struct unit_out, UNIT_OUT(id, FIELD_ID, "Id"), UNIT_OUT(code, FIELD_TEXT, "Code"),
          UNIT_OUT(name, FIELD_TEXT, "Name"), UNIT_OUT(short_name, FIELD_TEXT, "Short name for lists"),
          UNIT_OUT(kind, FIELD_TEXT, "county, bureau, department, town, village or grid"),
          UNIT_OUT_NULL(parent_id, FIELD_ID, "Unit above"), UNIT_OUT(path, FIELD_TEXT, "Codes from the county down"),
          UNIT_OUT(can_handle, FIELD_BOOL, "May be sent cases"),
          UNIT_OUT_NULL(doc_mark, FIELD_TEXT, "Word in its document numbers"),
          UNIT_OUT_NULL(phone, FIELD_TEXT, "Public telephone"), UNIT_OUT_NULL(address, FIELD_TEXT, "Public address"),
          UNIT_OUT(valid_from, FIELD_DATE, "First day"), UNIT_OUT_NULL(valid_to, FIELD_DATE, "Last day"),
          UNIT_OUT(sort, FIELD_INT, "Order among its neighbours"), UNIT_OUT(version, FIELD_INT, "Version for If-Match"),
          OUT_ROWS(struct unit_out, successions, succession_out_set,
                   "Units that came after it, the last counts; of one unit only, empty in lists"));

static void unit_api_succession(struct ctx *ctx, const struct succession_row *r, struct succession_out *out)
{
    *out = (struct succession_out){.id = r->id,
                                   .successor_id = r->successor_id,
                                   .successor_name = r->successor_name,
                                   .from_on = api_day_text(ctx, r->from_day),
                                   .basis = r->basis,
                                   .cases = r->cases,
                                   .created_at = r->created_ms};
}

static enum rc unit_api_successions(struct ctx *ctx, struct tx *tx, struct unit_out *out)
{
    struct succession_row *rows;
    size_t n;
    enum rc rc = succession_rows_list(tx, ctx->arena, &(struct succession_list_in){out->id}, &rows, &n);
    out->successions = rc == RC_OK ? arena_array_of(ctx->arena, struct succession_out, n) : NULL;
    for (size_t i = 0; out->successions != NULL && i < n; i++) {
        unit_api_succession(ctx, &rows[i], &out->successions[i]);
        out->successions_count = i + 1;
    }
    return rc != RC_OK ? rc : out->successions != NULL ? RC_OK : RC_TOO_LARGE;
}

static void unit_api_fill(struct ctx *ctx, const struct unit_row *u, struct unit_out *out)
{
    *out = (struct unit_out){.id = u->id,
                             .code = u->code,
                             .name = u->name,
                             .short_name = u->short_name,
                             .kind = u->kind,
                             .parent_id = u->parent_id,
                             .path = u->path,
                             .can_handle = u->can_handle,
                             .doc_mark = u->doc_mark,
                             .phone = u->phone,
                             .address = u->address,
                             .valid_from = api_day_text(ctx, u->valid_from),
                             .valid_to = api_day_text(ctx, u->valid_to),
                             .sort = u->sort,
                             .version = u->version};
}

/* GET /units */
struct unit_list_query {
    const char *parent, *kind, *q;
    struct page_in page;
};
struct unit_list_reply {
    struct unit_out *data;
    size_t data_count;
    struct page_out page;
};
FIELD_SET(unit_list_query_set, "UnitQuery", struct unit_list_query,
          IN(struct unit_list_query, parent, FIELD_ID, 0, 0, "Directly below this unit"),
          IN_ENUM(struct unit_list_query, kind, 0, unit_kinds, "Of this kind"),
          IN(struct unit_list_query, q, FIELD_TEXT, 1, 30, "Part of name or code"), PAGE_IN(struct unit_list_query));
FIELD_SET(unit_list_reply_set, "UnitList", struct unit_list_reply,
          OUT_ROWS(struct unit_list_reply, data, unit_out_set, "Units in the order of the tree"),
          OUT_PART(struct unit_list_reply, page, page_set, "Page"));

static enum rc unit_api_rows(struct ctx *ctx, struct tx *tx, const struct unit_list_query *in, const struct page *p,
                             struct unit_row **rows, size_t *n)
{
    const char *like = api_like(ctx, in->q);
    unsigned mask = (in->parent ? UNIT_LIST_PARENT : 0) | (in->kind ? UNIT_LIST_KIND : 0) | (in->q ? UNIT_LIST_Q : 0);
    if (p->is_backward) {
        return unit_rows_list_back(
            tx, ctx->arena, mask,
            &(struct unit_list_back_in){
                .before = p->at_text, .parent_id = in->parent, .kind = in->kind, .q = like, .lim = p->limit + 1},
            rows, n);
    }
    return unit_rows_list(
        tx, ctx->arena, mask,
        &(struct unit_list_in){
            .after = p->at_text, .parent_id = in->parent, .kind = in->kind, .q = like, .lim = p->limit + 1},
        rows, n);
}

static enum rc unit_api_list(struct ctx *ctx, struct tx *tx, struct call *call)
{
    const struct unit_list_query *in = call->in;
    struct unit_list_reply *out = call->out;
    struct page p;
    struct unit_row *rows;
    size_t n;
    const char *filter = arena_printf(ctx->arena, "units|%s|%s|%s", in->parent ? in->parent : "",
                                      in->kind ? in->kind : "", in->q ? in->q : "");
    enum rc rc = page_begin(ctx, &in->page, filter, &p);
    if (rc == RC_OK) {
        rc = unit_api_rows(ctx, tx, in, &p, &rows, &n);
    }
    if (rc != RC_OK) {
        return rc;
    }
    n = page_cut(&p, rows, n, sizeof rows[0]);
    out->data = arena_array_of(ctx->arena, struct unit_out, n);
    if (out->data == NULL) {
        return RC_TOO_LARGE;
    }
    for (size_t i = 0; i < n; i++) {
        unit_api_fill(ctx, &rows[i], &out->data[i]);
    }
    out->data_count = n;
    return page_end(ctx, &p, n, 0, n > 0 ? rows[0].path : "", 0, n > 0 ? rows[n - 1].path : "", &out->page);
}

/* GET /units/{id} */
struct unit_id_in {
    const char *id;
};
FIELD_SET(unit_id_set, "UnitId", struct unit_id_in, IN_MUST(struct unit_id_in, id, FIELD_ID, 0, 0, "Unit"));

static enum rc unit_api_get(struct ctx *ctx, struct tx *tx, struct call *call)
{
    const struct unit_id_in *in = call->in;
    struct unit_row row;
    enum rc rc = unit_rows_get(tx, ctx->arena, &(struct unit_get_in){in->id}, &row);
    if (rc != RC_OK) {
        return rc == RC_NOT_FOUND ? fault_set(&ctx->fault, rc, reason(REASON_UNKNOWN_UNIT), NULL, NULL, NULL) : rc;
    }
    unit_api_fill(ctx, &row, call->out);
    call->etag = row.version;
    return unit_api_successions(ctx, tx, call->out);
}

/* POST /units/{id}/succession */
struct succession_in {
    const char *id, *successor_id, *from_on, *basis;
};
FIELD_SET(succession_id_set, "SuccessionUnit", struct succession_in,
          IN_MUST(struct succession_in, id, FIELD_ID, 0, 0, "Unit that was merged or abolished"));
FIELD_SET(succession_new_set, "SuccessionNew", struct succession_in,
          IN_MUST(struct succession_in, successor_id, FIELD_ID, 0, 0, "Unit that goes on in its place"),
          IN_MUST(struct succession_in, from_on, FIELD_DATE, 0, 0, "Its first day: today or earlier"),
          IN_MUST(struct succession_in, basis, FIELD_TEXT, 2, 500, "The decision that it rests on"));

static enum rc unit_api_succeed(struct ctx *ctx, struct tx *tx, struct call *call)
{
    const struct succession_in *in = call->in;
    struct succession_row row;
    struct succession_new cmd = {
        .unit_id = in->id, .successor_id = in->successor_id, .from_day = api_day(in->from_on), .basis = in->basis};
    enum rc rc = succession_add(ctx, tx, &cmd, &row);
    if (rc == RC_OK) {
        unit_api_succession(ctx, &row, call->out);
    }
    return rc;
}

/* POST /units */
struct unit_new_in {
    const char *code, *name, *short_name, *kind, *parent_id;
    int64_t can_handle;
    const char *doc_mark, *phone, *address, *valid_from;
    int64_t sort;
};
#define UNIT_IN(m, kind, low, high, text) IN(struct unit_new_in, m, kind, low, high, text)
FIELD_SET(unit_new_set, "UnitNew", struct unit_new_in,
          {.name = "code",
           .type = FIELD_TEXT,
           .offset = offsetof(struct unit_new_in, code),
           .is_required = 1,
           .min = 1,
           .max = 32,
           .pattern = "w+",
           .doc = "Code, unique, for ever"},
          IN_MUST(struct unit_new_in, name, FIELD_TEXT, 1, 100, "Name"),
          UNIT_IN(short_name, FIELD_TEXT, 1, 40, "Short name; else the name"),
          IN_ENUM(struct unit_new_in, kind, 1, unit_kinds, "Kind"),
          UNIT_IN(parent_id, FIELD_ID, 0, 0, "Unit above; none for the county"),
          UNIT_IN(can_handle, FIELD_BOOL, 0, 0, "May be sent cases; yes unless told"),
          UNIT_IN(doc_mark, FIELD_TEXT, 1, 20, "Word in its document numbers"),
          UNIT_IN(phone, FIELD_TEXT, 1, 40, "Public telephone"), UNIT_IN(address, FIELD_TEXT, 1, 200, "Public address"),
          UNIT_IN(valid_from, FIELD_DATE, 0, 0, "First day; today unless told"),
          UNIT_IN(sort, FIELD_INT, 0, 1000000, "Order among its neighbours"));

static enum rc unit_api_add(struct ctx *ctx, struct tx *tx, struct call *call)
{
    const struct unit_new_in *in = call->in;
    struct unit_row row;
    struct unit_new cmd = {.code = in->code,
                           .name = in->name,
                           .short_name = in->short_name,
                           .kind = in->kind,
                           .parent_id = in->parent_id,
                           .can_handle = in->can_handle == FIELD_NULL ? 1 : in->can_handle,
                           .doc_mark = in->doc_mark,
                           .phone = in->phone,
                           .address = in->address,
                           .valid_from = api_day(in->valid_from),
                           .sort = in->sort == FIELD_NULL ? 0 : in->sort};
    enum rc rc = unit_add(ctx, tx, &cmd, &row);
    if (rc != RC_OK) {
        return rc;
    }
    unit_api_fill(ctx, &row, call->out);
    call->etag = row.version;
    call->location = arena_printf(ctx->arena, "/api/v1/units/%s", row.id);
    return RC_OK;
}

/* PATCH /units/{id} */
struct unit_set_in {
    const char *id;
    uint64_t present;
    const char *name, *short_name, *parent_id;
    int64_t can_handle;
    const char *doc_mark, *phone, *address, *valid_to;
    int64_t sort;
};
#define UNIT_SET_IN(m, kind, low, high, text) IN(struct unit_set_in, m, kind, low, high, text)
FIELD_SET(unit_set_id_set, "UnitSetId", struct unit_set_in, IN_MUST(struct unit_set_in, id, FIELD_ID, 0, 0, "Unit"));
/* Bit i of `present` is row i, and these are the bits of enum unit_field. */
static const struct field unit_set_fields[] = {
    UNIT_SET_IN(name, FIELD_TEXT, 1, 100, "Name"),
    UNIT_SET_IN(short_name, FIELD_TEXT, 1, 40, "Short name; null: the name"),
    UNIT_SET_IN(parent_id, FIELD_ID, 0, 0, "Moves the unit with everything below it"),
    UNIT_SET_IN(can_handle, FIELD_BOOL, 0, 0, "May be sent cases"),
    UNIT_SET_IN(doc_mark, FIELD_TEXT, 1, 20, "Word in its document numbers"),
    UNIT_SET_IN(phone, FIELD_TEXT, 1, 40, "Public telephone"),
    UNIT_SET_IN(address, FIELD_TEXT, 1, 200, "Public address"),
    UNIT_SET_IN(valid_to, FIELD_DATE, 0, 0, "Last day; null opens it again"),
    UNIT_SET_IN(sort, FIELD_INT, 0, 1000000, "Order among its neighbours"),
};
static const struct field_set unit_set_set = {.schema = "UnitChange",
                                              .fields = unit_set_fields,
                                              .count = (int)(sizeof unit_set_fields / sizeof unit_set_fields[0]),
                                              .size = sizeof(struct unit_set_in),
                                              .present_offset = offsetof(struct unit_set_in, present)};
_Static_assert(1 << (sizeof unit_set_fields / sizeof unit_set_fields[0] - 1) == UNIT_SET_SORT, "one bit per row");

static enum rc unit_api_set(struct ctx *ctx, struct tx *tx, struct call *call)
{
    const struct unit_set_in *in = call->in;
    struct unit_row row;
    struct unit_change cmd = {.set = (unsigned)in->present,
                              .name = in->name,
                              .short_name = in->short_name,
                              .parent_id = in->parent_id,
                              .can_handle = in->can_handle == FIELD_NULL ? 1 : in->can_handle,
                              .doc_mark = in->doc_mark,
                              .phone = in->phone,
                              .address = in->address,
                              .valid_to = api_day(in->valid_to),
                              .sort = in->sort == FIELD_NULL ? 0 : in->sort};
    enum rc rc = api_require(ctx, in->present, 0, in->name, "/name");
    if (rc == RC_OK) {
        rc = unit_set(ctx, tx, in->id, call->if_match, &cmd, &row);
    }
    if (rc != RC_OK) {
        return rc;
    }
    unit_api_fill(ctx, &row, call->out);
    call->etag = row.version;
    return RC_OK;
}

/* GET /units/{id}/handlers */
struct unit_handler_out {
    const char *account_id, *name, *role;
    int64_t open_cases;
};
struct unit_handlers_reply {
    struct unit_handler_out *data;
    size_t data_count;
};
FIELD_SET(unit_handler_set, "UnitHandler", struct unit_handler_out,
          OUT(struct unit_handler_out, account_id, FIELD_ID, "Account"),
          OUT(struct unit_handler_out, name, FIELD_TEXT, "Name"),
          OUT(struct unit_handler_out, role, FIELD_TEXT, "Role at the unit"),
          OUT(struct unit_handler_out, open_cases, FIELD_INT, "Open cases that they have now"));
FIELD_SET(unit_handlers_set, "UnitHandlerList", struct unit_handlers_reply,
          OUT_ROWS(struct unit_handlers_reply, data, unit_handler_set, "People who may work on cases at the unit"));

enum { UNIT_HANDLERS_MAX = 500 };

static enum rc unit_api_handlers(struct ctx *ctx, struct tx *tx, struct call *call)
{
    const struct unit_id_in *in = call->in;
    struct unit_handlers_reply *out = call->out;
    struct unit_list_handlers_out *rows;
    struct unit_row unit;
    size_t n;
    enum rc rc = unit_rows_get(tx, ctx->arena, &(struct unit_get_in){in->id}, &unit);
    if (rc == RC_NOT_FOUND) {
        return fault_set(&ctx->fault, rc, reason(REASON_UNKNOWN_UNIT), NULL, NULL, NULL);
    }
    if (rc == RC_OK) {
        rc = unit_rows_list_handlers(tx, ctx->arena,
                                     &(struct unit_list_handlers_in){.unit_id = in->id,
                                                                     .today = clock_day_of(ctx->now_ms),
                                                                     .lim = UNIT_HANDLERS_MAX},
                                     &rows, &n);
    }
    if (rc != RC_OK) {
        return rc;
    }
    out->data = arena_array_of(ctx->arena, struct unit_handler_out, n);
    if (out->data == NULL) {
        return RC_TOO_LARGE;
    }
    for (size_t i = 0; i < n; i++) {
        out->data[i] = (struct unit_handler_out){rows[i].account_id, rows[i].name, rows[i].role, rows[i].open_cases};
    }
    out->data_count = n;
    return RC_OK;
}

static const enum rc unit_may[] = {RC_NOT_FOUND, RC_CONFLICT, RC_REFUSED, RC_STALE, RC_OK};

ENDPOINT_TABLE(unit_api_table,
               {.method = "GET",
                .path = "/api/v1/units",
                .operation = "listUnits",
                .tag = "units",
                .summary = "Units in the order of the tree",
                .need = ENDPOINT_SIGNED_IN,
                .mode = ENDPOINT_READ,
                .query = &unit_list_query_set,
                .reply = &unit_list_reply_set,
                .in_size = sizeof(struct unit_list_query),
                .out_size = sizeof(struct unit_list_reply),
                .ok = 200,
                .cost = 1,
                .run = unit_api_list},
               {.method = "POST",
                .path = "/api/v1/units",
                .operation = "createUnit",
                .tag = "units",
                .summary = "Add a unit",
                .need = PERM_UNIT_MANAGE,
                .mode = ENDPOINT_WRITE,
                .body = &unit_new_set,
                .reply = &unit_out_set,
                .in_size = sizeof(struct unit_new_in),
                .out_size = sizeof(struct unit_out),
                .ok = 201,
                .may = unit_may,
                .cost = 1,
                .takes_key = 1,
                .run = unit_api_add},
               {.method = "GET",
                .path = "/api/v1/units/{id}",
                .operation = "getUnit",
                .tag = "units",
                .summary = "One unit",
                .need = ENDPOINT_SIGNED_IN,
                .mode = ENDPOINT_READ,
                .params = &unit_id_set,
                .reply = &unit_out_set,
                .in_size = sizeof(struct unit_id_in),
                .out_size = sizeof(struct unit_out),
                .ok = 200,
                .may = unit_may,
                .cost = 1,
                .run = unit_api_get},
               {.method = "PATCH",
                .path = "/api/v1/units/{id}",
                .operation = "updateUnit",
                .tag = "units",
                .summary = "Change, move or close a unit",
                .need = PERM_UNIT_MANAGE,
                .mode = ENDPOINT_WRITE,
                .params = &unit_set_id_set,
                .body = &unit_set_set,
                .reply = &unit_out_set,
                .in_size = sizeof(struct unit_set_in),
                .out_size = sizeof(struct unit_out),
                .ok = 200,
                .may = unit_may,
                .cost = 1,
                .needs_version = 1,
                .takes_key = 1,
                .run = unit_api_set},
               {.method = "POST",
                .path = "/api/v1/units/{id}/succession",
                .operation = "succeedUnit",
                .tag = "units",
                .summary = "Another unit takes the place of one that was merged or abolished",
                .need = PERM_UNIT_MANAGE,
                .mode = ENDPOINT_WRITE,
                .params = &succession_id_set,
                .body = &succession_new_set,
                .reply = &succession_out_set,
                .in_size = sizeof(struct succession_in),
                .out_size = sizeof(struct succession_out),
                .ok = 201,
                .may = unit_may,
                .cost = 5,
                .takes_key = 1,
                .run = unit_api_succeed},
               {.method = "GET",
                .path = "/api/v1/units/{id}/handlers",
                .operation = "listUnitHandlers",
                .tag = "units",
                .summary = "Who may work on cases at a unit",
                .need = PERM_CASE_ACT,
                .mode = ENDPOINT_READ,
                .params = &unit_id_set,
                .reply = &unit_handlers_set,
                .in_size = sizeof(struct unit_id_in),
                .out_size = sizeof(struct unit_handlers_reply),
                .ok = 200,
                .may = unit_may,
                .cost = 1,
                .run = unit_api_handlers});

/*
 * export_api.c - /exports: the list as a file, CSV for spreadsheets and NDJSON for programs.
 *
 * Two steps: asking is a write, so that the office journal has it before anything leaves; fetching reads page after page along the
 * list's own index while it is sent, each piece in the scope and with the rights of that moment. Between the two stands a second
 * person when it is more than a page of the list: they see filter and number, never a row.
 *
 * Runs on: a worker (counting, sending), the writer (asking, deciding). Owns: nothing; what is remembered between two pieces lies in call->out.
 */
#include "api/api.h"
#include "api/case_column.h"
#include "api/case_filter.h"
#include "api/case_view.h"
#include "api/fields.h"
#include "api/tables.h"
#include "base/buf.h"
#include "base/clock.h"
#include "base/crypto.h"
#include "base/csv.h"
#include "domain/export.h"
#include "domain/perm.h"
#include "http/codec.h"

#include <stdio.h>
#include <string.h>

enum { EXPORT_PIECE = 200, EXPORT_POSITION = 80 };
_Static_assert((int)EXPORT_PIECE == (int)EXPORT_ALONE_MAX, "what one person takes alone goes out as one piece");

static const char *const export_formats[] = {"csv", "ndjson", NULL};

/* ---- asking ---- */

struct export_in {
    const char *id;
    struct case_filter_in *filter;
    const char *format;
    const char **columns;
    size_t columns_count;
    const char *reason, *note;
    int64_t bom, total; /* total: the load step's */
};
struct export_out {
    const char *id, *format, *href, *state, *reason;
    struct case_filter_in filter;
    const char **columns;
    size_t columns_count;
    int64_t total, asked_at, expires_at;
    const char *asked_by_name, *decided_by_name;
    int64_t decided_at, is_own;
};
struct export_list_out {
    struct export_out *data;
    size_t data_count;
};

FIELD_SET(export_params, "ExportParams", struct export_in, IN_MUST(struct export_in, id, FIELD_ID, 0, 0, "Export"));
FIELD_SET(export_body, "ExportRequest", struct export_in,
          {.name = "filter",
           .type = FIELD_OBJECT,
           .offset = offsetof(struct export_in, filter),
           .is_required = 1,
           .is_pointer = 1,
           .of = &case_filter_set,
           .doc = "As the list takes it"},
          IN_ENUM(struct export_in, format, 1, export_formats, "csv: for spreadsheets; ndjson: whole rows, one a line"),
          {.name = "columns",
           .type = FIELD_TEXTS,
           .offset = offsetof(struct export_in, columns),
           .count_offset = offsetof(struct export_in, columns_count),
           .max = CASE_COLUMNS,
           .doc = "Of the csv, in this order; none: all"},
          IN(struct export_in, bom, FIELD_BOOL, 0, 0, "Begin the csv with the mark of UTF-8; yes unless told"),
          IN(struct export_in, reason, FIELD_TEXT, 2, 200,
             "What it is for; needed for more than 200 rows, which a second person allows. Kept on file"));
FIELD_SET(export_note, "ExportDecision", struct export_in,
          IN(struct export_in, note, FIELD_TEXT, 1, 200, "A remark; kept on file"));
FIELD_SET(export_set, "Export", struct export_out, OUT(struct export_out, id, FIELD_ID, "Id"),
          OUT(struct export_out, format, FIELD_TEXT, "csv or ndjson"),
          OUT(struct export_out, state, FIELD_TEXT,
              "ready; with more than 200 rows: asked, allowed or refused, by a second person"),
          OUT_NULL(struct export_out, href, FIELD_TEXT, "Where the file is; one's own only, when it can be fetched"),
          OUT_NULL(struct export_out, reason, FIELD_TEXT, "What it is for"),
          OUT_PART(struct export_out, filter, case_filter_set, "As it was asked for; words searched for are a *"),
          OUT_TEXTS(struct export_out, columns, "Of the csv; none: all"),
          OUT(struct export_out, total, FIELD_INT, "Cases that matched; sealed ones are never among them"),
          OUT(struct export_out, asked_by_name, FIELD_TEXT, "Who asked"),
          OUT(struct export_out, asked_at, FIELD_STAMP, "When"),
          OUT(struct export_out, expires_at, FIELD_STAMP, "How long it can be fetched, or decided on"),
          OUT_NULL(struct export_out, decided_by_name, FIELD_TEXT, "Who decided"),
          OUT_NULL(struct export_out, decided_at, FIELD_STAMP, "When"),
          OUT(struct export_out, is_own, FIELD_BOOL, "Asked for by the actor"));
FIELD_SET(export_list_set, "ExportList", struct export_list_out,
          OUT_ROWS(struct export_list_out, data, export_set,
                   "One's own that wanted a second person, then others' for the actor to decide"));

/* Words that were searched for may be a name. */
static void export_untold(struct case_filter_in *filter)
{
    filter->q = filter->q ? "*" : NULL;
}

static enum rc export_fill(struct ctx *ctx, const struct export_row *row, struct export_out *out)
{
    int is_own = strcmp(row->account_id, ctx->actor->account_id) == 0;
    int is_there = strcmp(row->state, "ready") == 0 || strcmp(row->state, "allowed") == 0;
    *out = (struct export_out){.id = row->id,
                               .format = row->format,
                               .state = row->state,
                               .reason = row->reason,
                               .total = row->total,
                               .asked_at = row->created_ms,
                               .expires_at = row->expires_ms,
                               .asked_by_name = row->account_name,
                               .decided_by_name = row->decided_name,
                               .decided_at = row->decided_ms,
                               .is_own = is_own};
    if (is_own && is_there) {
        out->href = arena_printf(ctx->arena, "/api/v1/exports/%s/content", row->id);
    }
    out->columns = case_column_keys(ctx, row->columns, &out->columns_count);
    enum rc rc = out->columns ? case_filter_read(ctx, row->filter, &out->filter) : RC_TOO_LARGE;
    export_untold(&out->filter);
    return rc;
}

static enum rc export_load(struct ctx *ctx, struct tx *tx, struct call *call)
{
    struct export_in *in = call->in;
    struct worklist_filter f = case_filter_of(in->filter);
    f.is_plain = 1;
    return worklist_count(ctx, tx, &f, -1, &in->total);
}

static enum rc export_api_add(struct ctx *ctx, struct tx *tx, struct call *call)
{
    const struct export_in *in = call->in;
    struct export_out *out = call->out;
    struct export_row row;
    struct case_filter_in told = *in->filter;
    export_untold(&told);
    struct export_input e = {.filter = case_filter_text(ctx, in->filter),
                             .told = case_filter_text(ctx, &told),
                             .format = in->format,
                             .reason = in->reason,
                             .has_bom = in->bom != 0,
                             .total = in->total};
    enum rc rc = case_column_join(ctx, in->columns, in->columns_count, "/columns", &e.columns);
    if (rc == RC_OK && (e.filter == NULL || e.told == NULL)) {
        rc = RC_TOO_LARGE;
    }
    rc = rc == RC_OK ? export_add(ctx, tx, &e, &row) : rc;
    rc = rc == RC_OK ? export_fill(ctx, &row, out) : rc;
    if (rc == RC_OK) {
        call->location = out->href;
    }
    return rc;
}

/* ---- the second person ---- */

static enum rc export_api_list(struct ctx *ctx, struct tx *tx, struct call *call)
{
    struct export_list_out *out = call->out;
    struct export_lists lists;
    enum rc rc = export_list(ctx, tx, &lists);
    if (rc != RC_OK) {
        return rc;
    }
    out->data = arena_array_of(ctx->arena, struct export_out, lists.own_count + lists.waiting_count);
    if (out->data == NULL) {
        return RC_TOO_LARGE;
    }
    for (size_t i = 0; i < lists.own_count && rc == RC_OK; i++) {
        rc = export_fill(ctx, &lists.own[i], &out->data[out->data_count++]);
    }
    for (size_t i = 0; i < lists.waiting_count && rc == RC_OK; i++) {
        rc = export_fill(ctx, &lists.waiting[i], &out->data[out->data_count++]);
    }
    return rc;
}

static enum rc export_api_allow(struct ctx *ctx, struct tx *tx, struct call *call)
{
    const struct export_in *in = call->in;
    struct export_row row;
    enum rc rc = export_allow(ctx, tx, in->id, in->note, &row);
    return rc == RC_OK ? export_fill(ctx, &row, call->out) : rc;
}

static enum rc export_api_refuse(struct ctx *ctx, struct tx *tx, struct call *call)
{
    const struct export_in *in = call->in;
    struct export_row row;
    enum rc rc = export_refuse(ctx, tx, in->id, in->note, &row);
    return rc == RC_OK ? export_fill(ctx, &row, call->out) : rc;
}

/* ---- sending ---- */

/* Between two pieces everything on the arena goes; this stays. */
struct export_state {
    int has_begun, is_over;
    int64_t at_key, count;
    char at_text[EXPORT_POSITION];
    struct crypto_sha256 sum;
};

/* What one person takes alone may have grown since it was asked for. */
static enum rc export_check_size(struct ctx *ctx, struct tx *tx, const struct export_row *row)
{
    struct case_filter_in filter;
    int64_t total = 0;
    enum rc rc = export_is_alone(row) ? case_filter_read(ctx, row->filter, &filter) : RC_OK;
    if (rc == RC_OK && export_is_alone(row)) {
        struct worklist_filter f = case_filter_of(&filter);
        f.is_plain = 1;
        rc = worklist_count(ctx, tx, &f, -1, &total);
    }
    return rc == RC_OK ? export_check_total(ctx, row, total) : rc;
}

static enum rc export_open(struct ctx *ctx, struct tx *tx, struct call *call)
{
    const struct export_in *in = call->in;
    struct export_state *state = call->out;
    struct export_row row;
    char day[CLOCK_DATE_SIZE];
    enum rc rc = export_get(ctx, tx, in->id, &row);
    rc = rc == RC_OK ? export_check_size(ctx, tx, &row) : rc;
    if (rc != RC_OK) {
        return rc;
    }
    int is_csv = strcmp(row.format, "csv") == 0;
    clock_format_day(clock_day_of(ctx->now_ms), day);
    crypto_sha256_init(&state->sum);
    call->file_type = is_csv ? "text/csv; charset=utf-8; header=present" : "application/x-ndjson";
    call->file_name = arena_printf(ctx->arena, "cases-%s.%s", day, row.format);
    call->file_title = arena_printf(ctx->arena, ctx->is_zh ? "信访事项-%s.%s" : "cases-%s.%s", day, row.format);
    return call->file_name && call->file_title ? RC_OK : RC_TOO_LARGE;
}

static const char *export_time(struct ctx *ctx, int64_t ms)
{
    char day[CLOCK_DATE_SIZE];
    int32_t on = clock_day_of(ms);
    int64_t minutes = (ms - clock_day_start_ms(on)) / 60000;
    clock_format_day(on, day);
    return arena_printf(ctx->arena, "%s %02d:%02d", day, (int)(minutes / 60), (int)(minutes % 60));
}

static const char *export_word(const char *key, const char *const words[][3], int is_zh)
{
    for (size_t i = 0; words[i][0] != NULL; i++) {
        if (strcmp(words[i][0], key) == 0) {
            return words[i][is_zh ? 1 : 2];
        }
    }
    return key;
}

static const char *const export_channels[][3] = {
    {"web", "网络", "Web"},     {"letter", "来信", "Letter"}, {"call", "电话", "Call"}, {"fax", "传真", "Fax"},
    {"visit", "走访", "Visit"}, {"other", "其他", "Other"},   {NULL, NULL, NULL},
};
static const char *const export_urgencies[][3] = {
    {"normal", "一般", "Normal"}, {"urgent", "紧急", "Urgent"}, {"major", "重大", "Major"}, {NULL, NULL, NULL}};

/* What the list shows in this column, in words. */
static const char *export_cell(struct ctx *ctx, const struct case_head_out *c, enum case_column column)
{
    int is_zh = ctx->is_zh;
    switch (column) {
    case CASE_COLUMN_number: return c->number;
    case CASE_COLUMN_title: return c->title;
    case CASE_COLUMN_state: return is_zh ? c->state_title_zh : c->state_title_en;
    case CASE_COLUMN_due: return c->due_on;
    case CASE_COLUMN_holder: return c->holder_unit_name;
    case CASE_COLUMN_handler: return c->handler_name;
    case CASE_COLUMN_petitioner: return c->petitioner;
    case CASE_COLUMN_people: return arena_printf(ctx->arena, "%lld", (long long)c->people_count);
    case CASE_COLUMN_class: return is_zh || c->class_title_en == NULL ? c->class_title_zh : c->class_title_en;
    case CASE_COLUMN_place: return c->place_name;
    case CASE_COLUMN_channel: return export_word(c->channel, export_channels, is_zh);
    case CASE_COLUMN_urgency: return export_word(c->urgency, export_urgencies, is_zh);
    case CASE_COLUMN_registered: return export_time(ctx, c->registered_at);
    case CASE_COLUMN_changed: return export_time(ctx, c->changed_at);
    case CASE_COLUMNS: break;
    }
    return NULL;
}

static void export_csv_head(struct ctx *ctx, const struct export_row *e, struct buf *out)
{
    enum case_column columns[CASE_COLUMNS];
    size_t count = case_column_split(e->columns, columns);
    buf_puts(out, e->has_bom ? CSV_BOM : "");
    for (size_t i = 0; i < count; i++) {
        csv_put(out, i == 0, case_column_title(columns[i], ctx->is_zh));
    }
    csv_end_row(out);
}

static void export_csv_row(struct ctx *ctx, const struct export_row *e, const struct case_head_out *c, struct buf *out)
{
    enum case_column columns[CASE_COLUMNS];
    size_t count = case_column_split(e->columns, columns);
    for (size_t i = 0; i < count; i++) {
        csv_put(out, i == 0, export_cell(ctx, c, columns[i]));
    }
    csv_end_row(out);
}

/* By it a reader sees that nothing is missing. The sum is of all bytes before this line. */
static void export_ndjson_end(struct export_state *state, struct buf *out)
{
    uint8_t sum[CRYPTO_HASH_SIZE];
    crypto_sha256_end(&state->sum, sum);
    buf_printf(out, "{\"_end\":true,\"count\":%lld,\"sha256\":\"", (long long)state->count);
    for (size_t i = 0; i < sizeof sum; i++) {
        buf_printf(out, "%02x", sum[i]);
    }
    buf_puts(out, "\"}\n");
}

static enum rc export_rows(struct ctx *ctx, const struct export_row *e, const struct worklist_page *found,
                           struct buf *out)
{
    int is_csv = strcmp(e->format, "csv") == 0;
    enum rc rc = RC_OK;
    for (size_t i = 0; i < found->count && rc == RC_OK; i++) {
        struct case_head_out head;
        rc = case_view_head(ctx, &found->rows[i], &head);
        if (rc == RC_OK && is_csv) {
            export_csv_row(ctx, e, &head, out);
        } else if (rc == RC_OK) {
            codec_encode(out, &case_view_head_set, &head);
            buf_putc(out, '\n');
        }
    }
    return rc;
}

/* Remembers where the next piece begins. */
static enum rc export_step(struct ctx *ctx, const struct worklist_filter *f, const struct worklist_page *found,
                           struct export_state *state)
{
    state->count += (int64_t)found->count;
    state->is_over = !found->has_more;
    if (found->count > 0) {
        const struct case_summary *last = &found->rows[found->count - 1];
        const char *text = worklist_text(f, last);
        if (strlen(text) >= sizeof state->at_text) {
            return fault_set(&ctx->fault, RC_INTERNAL, NULL, NULL, NULL, NULL);
        }
        state->at_key = worklist_key(f, last);
        snprintf(state->at_text, sizeof state->at_text, "%s", text);
    }
    return RC_OK;
}

static enum rc export_more(struct ctx *ctx, struct tx *tx, struct call *call, struct buf *out)
{
    const struct export_in *in = call->in;
    struct export_state *state = call->out;
    struct export_row e;
    struct case_filter_in filter;
    struct worklist_page found;
    if (state->is_over) {
        return RC_OK;
    }
    enum rc rc = export_get(ctx, tx, in->id, &e);
    rc = rc == RC_OK ? case_filter_read(ctx, e.filter, &filter) : rc;
    if (rc != RC_OK) {
        return rc;
    }
    struct worklist_filter f = case_filter_of(&filter);
    f.is_plain = 1;
    f.has_at = state->has_begun;
    f.at_key = state->at_key;
    f.at_id = state->at_text;
    f.limit = EXPORT_PIECE;
    if (!state->has_begun && strcmp(e.format, "csv") == 0) {
        export_csv_head(ctx, &e, out);
    }
    state->has_begun = 1;
    rc = worklist_list(ctx, tx, &f, &found);
    rc = rc == RC_OK ? export_rows(ctx, &e, &found, out) : rc;
    rc = rc == RC_OK ? export_step(ctx, &f, &found, state) : rc;
    state->is_over |= export_is_alone(&e); /* not a row more than one person may take, whatever came in meanwhile */
    if (rc == RC_OK && buf_is_ok(out) && strcmp(e.format, "ndjson") == 0) {
        crypto_sha256_add(&state->sum, out->data, out->len);
        if (state->is_over) {
            export_ndjson_end(state, out);
        }
    }
    return rc;
}

static const enum rc export_may_add[] = {RC_INVALID, RC_REFUSED, RC_OK};
static const enum rc export_may_get[] = {RC_NOT_FOUND, RC_GONE, RC_REFUSED, RC_LIMITED, RC_OK};
static const enum rc export_may_decide[] = {RC_NOT_FOUND, RC_REFUSED, RC_OK};

ENDPOINT_TABLE(
    export_api_table,
    {.method = "POST",
     .path = "/api/v1/exports",
     .operation = "createExport",
     .tag = "cases",
     .summary = "Asks for the list as a file, of more than 200 rows for a second person to allow; it is journalled",
     .need = PERM_CASE_READ,
     .mode = ENDPOINT_WRITE,
     .body = &export_body,
     .reply = &export_set,
     .in_size = sizeof(struct export_in),
     .out_size = sizeof(struct export_out),
     .ok = 201,
     .may = export_may_add,
     .cost = 20,
     .takes_key = 1,
     .load = export_load,
     .run = export_api_add},
    {.method = "GET",
     .path = "/api/v1/exports",
     .operation = "listExports",
     .tag = "cases",
     .summary = "Files that want a second person: one's own, and others' that the actor may decide on",
     .need = PERM_CASE_READ,
     .mode = ENDPOINT_READ,
     .reply = &export_list_set,
     .out_size = sizeof(struct export_list_out),
     .ok = 200,
     .cost = 2,
     .run = export_api_list},
    {.method = "POST",
     .path = "/api/v1/exports/{id}/allow",
     .operation = "allowExport",
     .tag = "cases",
     .summary = "Allow it as the second person, who reads and counts all that the asker reads; for a day",
     .need = PERM_CASE_COUNT,
     .mode = ENDPOINT_WRITE,
     .params = &export_params,
     .body = &export_note,
     .reply = &export_set,
     .in_size = sizeof(struct export_in),
     .out_size = sizeof(struct export_out),
     .ok = 200,
     .may = export_may_decide,
     .cost = 5,
     .fresh = 1,
     .run = export_api_allow},
    {.method = "POST",
     .path = "/api/v1/exports/{id}/refuse",
     .operation = "refuseExport",
     .tag = "cases",
     .summary = "Say no, or take back what one asked for",
     .need = PERM_CASE_READ,
     .mode = ENDPOINT_WRITE,
     .params = &export_params,
     .body = &export_note,
     .reply = &export_set,
     .in_size = sizeof(struct export_in),
     .out_size = sizeof(struct export_out),
     .ok = 200,
     .may = export_may_decide,
     .cost = 5,
     .run = export_api_refuse},
    {.method = "GET",
     .path = "/api/v1/exports/{id}/content",
     .operation = "getExportContent",
     .tag = "cases",
     .summary = "The file, of any length; people masked, sealed cases left out",
     .need = PERM_CASE_READ,
     .params = &export_params,
     .file = "text/csv",
     .in_size = sizeof(struct export_in),
     .out_size = sizeof(struct export_state),
     .ok = 200,
     .may = export_may_get,
     .cost = 20,
     .live = export_more,
     .flows = 1,
     .run = export_open});

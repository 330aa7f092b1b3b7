/*
 * case_api.c - /cases, /cases/{id}, /worklist/summary.
 *
 * Runs on: workers. Owns: nothing.
 */
#include "api/api.h"
#include "api/board_filter.h"
#include "api/case_view.h"
#include "api/fields.h"
#include "api/page.h"
#include "api/tables.h"
#include "domain/worklist.h"

#include <string.h>

static const char *const case_views[] = {"due_today", "due_week",        "overdue",     "returned", "unclaimed",
                                         "mine",      "awaiting_review", "supervision", NULL};
static const char *const case_sorts[] = {"due", "newest", NULL};
static const char *const case_opens[] = {"true", "false", "any", NULL};
static const char *const case_stages[] = {"intake", "assign", "resolve", "review", "close", NULL};
static const char *const case_counts[] = {"exact", NULL};

/* GET /cases */

struct case_list_in {
    const char *stage, *state, *unit, *handler, *lane, *class, *channel, *due_before, *view, *q, *open, *sort, *count;
    struct worklist_board board;
    struct page_in page;
};

struct case_list_out {
    struct case_head_out *data;
    size_t data_count;
    struct page_out page;
    int64_t total;
};

FIELD_SET(case_list_query, "CaseFilter", struct case_list_in,
          IN_ENUM(struct case_list_in, stage, 0, case_stages, "Only this stage"),
          IN(struct case_list_in, state, FIELD_TEXT, 1, 40, "Only this state"),
          IN(struct case_list_in, unit, FIELD_ID, 0, 0, "Only cases that this unit holds"),
          IN(struct case_list_in, handler, FIELD_ID, 0, 0, "Only cases of this handler"),
          IN(struct case_list_in, lane, FIELD_TEXT, 1, 10, "Only this legal way"),
          IN(struct case_list_in, class, FIELD_TEXT, 1, 40, "Only this content class, or the classes below it"),
          IN(struct case_list_in, channel, FIELD_TEXT, 1, 20, "Only this channel"),
          IN(struct case_list_in, due_before, FIELD_DATE, 0, 0, "Due on this day or earlier"),
          IN_ENUM(struct case_list_in, view, 0, case_views, "A figure of the home page as a list"),
          IN(struct case_list_in, q, FIELD_TEXT, 1, 100, "Beginning of a number, or part of a title"),
          IN_ENUM(struct case_list_in, open, 0, case_opens,
                  "Open cases (default), closed ones, or any; any comes newest first"),
          IN_ENUM(struct case_list_in, sort, 0, case_sorts, "due: earliest first (default); newest: latest first"),
          BOARD_FILTER_IN(struct case_list_in), PAGE_IN(struct case_list_in),
          IN_ENUM(struct case_list_in, count, 0, case_counts, "exact: also tell the total"));

FIELD_SET(case_list_reply, "CaseList", struct case_list_out,
          OUT_ROWS(struct case_list_out, data, case_view_head_set, "Cases"),
          OUT_PART(struct case_list_out, page, page_set, "Paging"),
          OUT_NULL(struct case_list_out, total, FIELD_INT, "All that match, when asked for"));

/* What must stay the same between pages; the cursor is bound to it. */
static const char *case_list_filter_text(struct ctx *ctx, const struct case_list_in *in)
{
    const char *const parts[] = {in->stage,   in->state,      in->unit, in->handler, in->lane, in->class,
                                 in->channel, in->due_before, in->view, in->q,       in->open, in->sort};
    struct buf b;
    buf_init(&b, ctx->arena);
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
        buf_puts(&b, parts[i] ? parts[i] : "");
        buf_putc(&b, '\x1f');
    }
    board_filter_text(&in->board, &b);
    return buf_cstr(&b);
}

static struct worklist_filter case_list_filter(const struct case_list_in *in)
{
    const char *open = in->open ? in->open : "true";
    /* Open and closed cases together have no common order by due date: they come newest first. */
    int is_newest = (in->sort != NULL && strcmp(in->sort, "newest") == 0) || strcmp(open, "any") == 0;
    return (struct worklist_filter){
        .stage = in->stage,
        .state = in->state,
        .holder_unit_id = in->unit,
        .handler_id = in->handler,
        .lane = in->lane,
        .class_code = in->class,
        .channel = in->channel,
        .view = in->view,
        .due_before = in->due_before,
        .q = in->q,
        .board = in->board,
        .open = strcmp(open, "any") == 0    ? WORKLIST_ANY
                : strcmp(open, "true") == 0 ? WORKLIST_OPEN
                                            : WORKLIST_CLOSED,
        .is_newest = is_newest,
    };
}

static enum rc case_list_show(struct ctx *ctx, const struct page *page, const struct worklist_page *found,
                              int is_newest, struct case_list_out *out)
{
    size_t n = found->count;
    enum rc rc = page_end(ctx, page, n, n ? is_newest ? found->rows[0].registered_ms : found->rows[0].due_key : 0,
                          n ? found->rows[0].id : NULL,
                          n ? is_newest ? found->rows[n - 1].registered_ms : found->rows[n - 1].due_key : 0,
                          n ? found->rows[n - 1].id : NULL, &out->page);
    out->data = arena_array_of(ctx->arena, struct case_head_out, n + 1);
    out->data_count = n;
    for (size_t i = 0; out->data != NULL && i < n && rc == RC_OK; i++) {
        rc = case_view_head(ctx, &found->rows[i], &out->data[i]);
    }
    return out->data ? rc : RC_TOO_LARGE;
}

static enum rc case_list(struct ctx *ctx, struct tx *tx, struct call *call)
{
    const struct case_list_in *in = call->in;
    struct case_list_out *out = call->out;
    struct worklist_filter f = case_list_filter(in);
    struct worklist_page found;
    struct page page;
    enum rc rc = page_begin(ctx, &in->page, case_list_filter_text(ctx, in), &page);
    if (rc != RC_OK) {
        return rc;
    }
    f.has_at = page.has_cursor;
    f.at_key = page.at_number;
    f.at_id = page.at_text;
    f.is_backward = page.is_backward;
    f.limit = (int)page.limit;
    out->total = FIELD_NULL;
    if (in->count != NULL) {
        rc = worklist_count(ctx, tx, &f, &out->total);
    }
    if (rc == RC_OK) {
        rc = worklist_list(ctx, tx, &f, &found);
    }
    page.has_more = rc == RC_OK && found.has_more;
    return rc == RC_OK ? case_list_show(ctx, &page, &found, f.is_newest, out) : rc;
}

/* GET /cases/{id} */

static enum rc case_show(struct ctx *ctx, struct tx *tx, struct call *call)
{
    const struct case_path *in = call->in;
    return case_view_text(ctx, tx, in->id, &call->body, &call->etag);
}

/* GET /worklist/summary */

FIELD_SET(summary_reply, "WorklistSummary", struct worklist_summary,
          OUT(struct worklist_summary, due_today, FIELD_INT, "Due today"),
          OUT(struct worklist_summary, due_week, FIELD_INT, "Due within seven days"),
          OUT(struct worklist_summary, overdue, FIELD_INT, "Overdue"),
          OUT(struct worklist_summary, returned, FIELD_INT, "Came back"),
          OUT(struct worklist_summary, unclaimed, FIELD_INT, "Nobody's yet"),
          OUT(struct worklist_summary, mine, FIELD_INT, "Handled by the actor"),
          OUT(struct worklist_summary, awaiting_review, FIELD_INT, "Opinions to check or sign"),
          OUT(struct worklist_summary, supervision, FIELD_INT, "Candidates for supervision"),
          {.name = "as_of",
           .type = FIELD_STAMP,
           .offset = offsetof(struct worklist_summary, as_of_ms),
           .is_required = 1,
           .doc = "When this was counted"});

static enum rc summary_show(struct ctx *ctx, struct tx *tx, struct call *call)
{
    return worklist_summary(ctx, tx, call->out);
}

static const enum rc case_list_may[] = {RC_MALFORMED, RC_OK};
ENDPOINT_TABLE(case_api_table,
               {.method = "GET",
                .path = "/api/v1/cases",
                .operation = "listCases",
                .tag = "cases",
                .summary = "The worklist, in the actor's scope",
                .need = PERM_CASE_READ,
                .query = &case_list_query,
                .reply = &case_list_reply,
                .in_size = sizeof(struct case_list_in),
                .out_size = sizeof(struct case_list_out),
                .ok = 200,
                .may = case_list_may,
                .cost = 2,
                .run = case_list},
               {.method = "GET",
                .path = "/api/v1/cases/{id}",
                .operation = "getCase",
                .tag = "cases",
                .summary = "One case",
                .need = PERM_CASE_READ,
                .params = &case_view_params,
                .reply = &case_view_set,
                .in_size = sizeof(struct case_path),
                .out_size = sizeof(struct case_out),
                .ok = 200,
                .may = case_view_may,
                .cost = 1,
                .run = case_show},
               {.method = "GET",
                .path = "/api/v1/worklist/summary",
                .operation = "getWorklistSummary",
                .tag = "cases",
                .summary = "Live counts for the home page",
                .need = PERM_CASE_READ,
                .reply = &summary_reply,
                .out_size = sizeof(struct worklist_summary),
                .ok = 200,
                .cost = 2,
                .run = summary_show});

/*
 * case_api.c - /cases, /cases/{id}, /worklist/summary.
 *
 * Runs on: workers. Owns: nothing.
 */
#include "api/api.h"
#include "api/case_filter.h"
#include "api/case_view.h"
#include "api/fields.h"
#include "api/page.h"
#include "api/tables.h"
#include "domain/worklist.h"

#include <string.h>

static const char *const case_counts[] = {"exact", "estimate", NULL};

/* GET /cases */

struct case_list_in {
    struct case_filter_in filter; /* first, so that its field rows serve here */
    const char *count;
    struct page_in page;
};
_Static_assert(offsetof(struct case_list_in, filter) == 0, "the rows of the filter are used for the list");

struct case_list_out {
    struct case_head_out *data;
    size_t data_count;
    struct page_out page;
    int64_t total, total_is_more;
};

FIELD_SET(case_list_query, "CaseFilter", struct case_list_in, CASE_FILTER_FIELDS, PAGE_IN(struct case_list_in),
          IN_ENUM(struct case_list_in, count, 0, case_counts,
                  "exact: also tell the total; estimate: count no further than ten thousand"));

FIELD_SET(case_list_reply, "CaseList", struct case_list_out,
          OUT_ROWS(struct case_list_out, data, case_view_head_set, "Cases"),
          OUT_PART(struct case_list_out, page, page_set, "Paging"),
          OUT_NULL(struct case_list_out, total, FIELD_INT, "All that match, when asked for"),
          OUT(struct case_list_out, total_is_more, FIELD_BOOL, "There are more than that; with an estimate only"));

static enum rc case_list_show(struct ctx *ctx, const struct page *page, const struct worklist_page *found,
                              const struct worklist_filter *f, struct case_list_out *out)
{
    size_t n = found->count;
    const struct case_summary *first = found->rows, *last = n ? &found->rows[n - 1] : NULL;
    enum rc rc = n == 0 ? page_end(ctx, page, 0, 0, NULL, 0, NULL, &out->page)
                        : page_end(ctx, page, n, worklist_key(f, first), worklist_text(f, first), worklist_key(f, last),
                                   worklist_text(f, last), &out->page);
    out->data = arena_array_of(ctx->arena, struct case_head_out, n + 1);
    out->data_count = n;
    for (size_t i = 0; out->data != NULL && i < n && rc == RC_OK; i++) {
        rc = case_view_head(ctx, &found->rows[i], &out->data[i]);
    }
    return out->data ? rc : RC_TOO_LARGE;
}

static enum rc case_list_count(struct ctx *ctx, struct tx *tx, const struct worklist_filter *f, const char *count,
                               struct case_list_out *out)
{
    out->total = FIELD_NULL;
    if (count == NULL) {
        return RC_OK;
    }
    int is_exact = strcmp(count, "exact") == 0;
    enum rc rc = worklist_count(ctx, tx, f, is_exact ? -1 : WORKLIST_ESTIMATE + 1, &out->total);
    if (!is_exact && out->total > WORKLIST_ESTIMATE) {
        out->total = WORKLIST_ESTIMATE;
        out->total_is_more = 1;
    }
    return rc;
}

static enum rc case_list(struct ctx *ctx, struct tx *tx, struct call *call)
{
    const struct case_list_in *in = call->in;
    struct case_list_out *out = call->out;
    struct worklist_filter f = case_filter_of(&in->filter);
    struct worklist_page found;
    struct page page;
    enum rc rc = page_begin(ctx, &in->page, case_filter_text(ctx, &in->filter), &page);
    if (rc != RC_OK) {
        return rc;
    }
    f.has_at = page.has_cursor;
    f.at_key = page.at_number;
    f.at_id = page.at_text;
    f.is_backward = page.is_backward;
    f.limit = (int)page.limit;
    rc = case_list_count(ctx, tx, &f, in->count, out);
    if (rc == RC_OK) {
        rc = worklist_list(ctx, tx, &f, &found);
    }
    page.has_more = rc == RC_OK && found.has_more;
    return rc == RC_OK ? case_list_show(ctx, &page, &found, &f, out) : rc;
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
          OUT(struct worklist_summary, returned_to_me, FIELD_INT, "Came back to the actor, or unclaimed to their unit"),
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

/*
 * retention_api.c - /retention: archived cases whose term is over, holds, proposals to destroy and the decision.
 *
 * Runs on: workers (listing), the writer (everything else). Owns: nothing.
 */
#include "api/api.h"
#include "api/fields.h"
#include "api/page.h"
#include "api/tables.h"
#include "base/clock.h"
#include "domain/perm.h"
#include "domain/purge.h"
#include "domain/reason.h"

#include <string.h>

static const char *const retention_lists[] = {"over", "proposed", "held", NULL};

struct retention_item {
    const char *case_id, *number, *archive_number, *class_code, *class_title_zh, *class_title_en, *retention,
        *closed_on, *last_day;
    int64_t held_at;
    const char *held_by, *hold_reason;
    int64_t proposed_at;
    const char *proposed_by;
    int64_t is_own;
    const char *appraisal;
};
struct retention_filter {
    const char *list;
    struct page_in page;
};
struct retention_out {
    struct retention_item *data;
    size_t data_count;
    struct page_out page;
};
struct retention_case_in {
    const char *id, *reason;
};
struct retention_many_in {
    const char **case_ids;
    size_t case_ids_count;
    const char *appraisal, *reason;
};
struct retention_result_view {
    const char *case_id, *number;
    int64_t is_done;
    const char *code, *message;
};
struct retention_results_out {
    const char *certificate_id, *certificate;
    struct retention_result_view *data;
    size_t data_count;
};

FIELD_SET(
    retention_query, "RetentionFilter", struct retention_filter,
    IN_ENUM(struct retention_filter, list, 0, retention_lists,
            "over: the term has ended; proposed: of those, whose destruction is proposed; held. Over unless told"),
    PAGE_IN(struct retention_filter));
FIELD_SET(retention_item_set, "RetentionCase", struct retention_item,
          OUT(struct retention_item, case_id, FIELD_ID, "Case"),
          OUT(struct retention_item, number, FIELD_TEXT, "Its number"),
          OUT_NULL(struct retention_item, archive_number, FIELD_TEXT, "Number of the volume"),
          OUT_NULL(struct retention_item, class_code, FIELD_TEXT, "Content class"),
          OUT_NULL(struct retention_item, class_title_zh, FIELD_TEXT, "In Chinese"),
          OUT_NULL(struct retention_item, class_title_en, FIELD_TEXT, "In English"),
          OUT_NULL(struct retention_item, retention, FIELD_TEXT, "Term: 10, 30 or permanent"),
          OUT_NULL(struct retention_item, closed_on, FIELD_DATE, "Closed"),
          OUT_NULL(struct retention_item, last_day, FIELD_DATE,
                   "Last day on which it had to be kept: the term counts from the year after closing"),
          OUT_NULL(struct retention_item, held_at, FIELD_STAMP, "Held since"),
          OUT_NULL(struct retention_item, held_by, FIELD_TEXT, "Who holds it"),
          OUT_NULL(struct retention_item, hold_reason, FIELD_LONG, "Why it is held"),
          OUT_NULL(struct retention_item, proposed_at, FIELD_STAMP, "Destruction proposed"),
          OUT_NULL(struct retention_item, proposed_by, FIELD_TEXT, "Who proposed it"),
          OUT(struct retention_item, is_own, FIELD_BOOL, "The actor proposed it, so another person decides"),
          OUT_NULL(struct retention_item, appraisal, FIELD_LONG, "Why it is worth nothing any more"));
FIELD_SET(retention_reply, "RetentionList", struct retention_out,
          OUT_ROWS(struct retention_out, data, retention_item_set, "The longest over or held first"),
          OUT_PART(struct retention_out, page, page_set, "Paging"));
FIELD_SET(retention_params, "RetentionParams", struct retention_case_in,
          IN_MUST(struct retention_case_in, id, FIELD_ID, 0, 0, "Case id"));
FIELD_SET(retention_reason, "RetentionReason", struct retention_case_in,
          IN_MUST(struct retention_case_in, reason, FIELD_LONG, 2, 500, "Why; without names of people"));

#define RETENTION_CASES                                                                                                \
    {                                                                                                                  \
        .name = "case_ids", .type = FIELD_TEXTS, .offset = offsetof(struct retention_many_in, case_ids),               \
        .is_required = 1, .min = 1, .max = RETENTION_LIST_MAX,                                                         \
        .count_offset = offsetof(struct retention_many_in, case_ids_count),                                            \
        .doc = "Cases; each gets a result of its own"                                                                  \
    }

FIELD_SET(
    retention_propose_body, "PurgeProposal", struct retention_many_in, RETENTION_CASES,
    IN_MUST(struct retention_many_in, appraisal, FIELD_LONG, 2, 500,
            "Why they are worth nothing any more; stands on the certificate for ever, so without names of people"));
FIELD_SET(retention_purge_body, "PurgeDecision", struct retention_many_in, RETENTION_CASES,
          IN_MUST(struct retention_many_in, reason, FIELD_LONG, 2, 500,
                  "Ground of the decision; stands on the certificate for ever, so without names of people"));
FIELD_SET(retention_result_set, "PurgeResult", struct retention_result_view,
          OUT(struct retention_result_view, case_id, FIELD_TEXT, "Case, as it was asked for"),
          OUT_NULL(struct retention_result_view, number, FIELD_TEXT, "Its number"),
          OUT(struct retention_result_view, is_done, FIELD_BOOL, "Done"),
          OUT_NULL(struct retention_result_view, code, FIELD_TEXT, "Why not, as a code"),
          OUT_NULL(struct retention_result_view, message, FIELD_TEXT, "Why not, in words"));
FIELD_SET(retention_results_set, "PurgeResults", struct retention_results_out,
          OUT_NULL(struct retention_results_out, certificate_id, FIELD_ID,
                   "Certificate of destruction, if one was made"),
          OUT_NULL(struct retention_results_out, certificate, FIELD_TEXT, "Its number"),
          OUT_ROWS(struct retention_results_out, data, retention_result_set, "In the order of the cases"));

static enum rc retention_rows(struct ctx *ctx, struct tx *tx, const char *list, const struct page *p,
                              struct retention_view **rows, size_t *count)
{
    const char *actor = ctx->actor->account_id;
    int64_t today = clock_day_of(ctx->now_ms), lim = p->limit + 1;
    unsigned after = p->has_cursor ? RETENTION_LIST_AFTER : 0;
    unsigned after_held = p->has_cursor ? RETENTION_LIST_HELD_AFTER : 0;
    _Static_assert((int)RETENTION_LIST_AFTER == (int)RETENTION_LIST_BACK_AFTER &&
                       (int)RETENTION_LIST_PROPOSED == (int)RETENTION_LIST_BACK_PROPOSED &&
                       (int)RETENTION_LIST_HELD_AFTER == (int)RETENTION_LIST_HELD_BACK_AFTER,
                   "both directions share their mask");
    unsigned mask = after | (strcmp(list, "proposed") == 0 ? RETENTION_LIST_PROPOSED : 0);
    if (strcmp(list, "held") == 0) {
        return p->is_backward
                   ? retention_rows_list_held_back(
                         tx, ctx->arena, after_held,
                         &(struct retention_list_held_back_in){actor, today, p->at_number, p->at_text, lim}, rows,
                         count)
                   : retention_rows_list_held(
                         tx, ctx->arena, after_held,
                         &(struct retention_list_held_in){actor, today, p->at_number, p->at_text, lim}, rows, count);
    }
    return p->is_backward
               ? retention_rows_list_back(tx, ctx->arena, mask,
                                          &(struct retention_list_back_in){actor, today, p->at_number, p->at_text, lim},
                                          rows, count)
               : retention_rows_list(tx, ctx->arena, mask,
                                     &(struct retention_list_in){actor, today, p->at_number, p->at_text, lim}, rows,
                                     count);
}

static void retention_fill(struct ctx *ctx, const struct retention_view *r, struct retention_item *out)
{
    int32_t last_day = retention_last_day(r->retention, r->closed_ms);
    *out = (struct retention_item){
        .case_id = r->case_id,
        .number = r->number,
        .archive_number = r->archive_number,
        .class_code = r->class_code,
        .class_title_zh = r->class_zh,
        .class_title_en = r->class_en,
        .retention = r->retention,
        .closed_on = r->closed_ms != SQL_NULL ? api_day_text(ctx, clock_day_of(r->closed_ms)) : NULL,
        .last_day = last_day != 0 ? api_day_text(ctx, last_day) : NULL,
        .held_at = r->held_ms,
        .held_by = r->held_name,
        .hold_reason = r->hold_reason,
        .proposed_at = r->proposed_ms,
        .proposed_by = r->proposed_name,
        .is_own = r->proposed_by != NULL && strcmp(r->proposed_by, ctx->actor->account_id) == 0,
        .appraisal = r->appraisal,
    };
}

static enum rc retention_list(struct ctx *ctx, struct tx *tx, struct call *call)
{
    const struct retention_filter *in = call->in;
    struct retention_out *out = call->out;
    struct retention_view *rows;
    const char *list = in->list ? in->list : "over";
    int is_held = strcmp(list, "held") == 0;
    struct page p;
    size_t n;
    enum rc rc = page_begin(ctx, &in->page, arena_printf(ctx->arena, "retention|%s", list), &p);
    if (rc == RC_OK) {
        rc = retention_rows(ctx, tx, list, &p, &rows, &n);
    }
    if (rc != RC_OK) {
        return rc;
    }
    n = page_cut(&p, rows, n, sizeof rows[0]);
    out->data = arena_array_of(ctx->arena, struct retention_item, n + 1);
    out->data_count = n;
    for (size_t i = 0; out->data != NULL && i < n; i++) {
        retention_fill(ctx, &rows[i], &out->data[i]);
    }
    if (out->data == NULL || n == 0) {
        return out->data != NULL ? page_end(ctx, &p, 0, 0, "", 0, "", &out->page) : RC_TOO_LARGE;
    }
    const struct retention_view *first = &rows[0], *last = &rows[n - 1];
    return page_end(ctx, &p, n, is_held ? first->held_ms : first->last_day, first->case_id,
                    is_held ? last->held_ms : last->last_day, last->case_id, &out->page);
}

/* How the case stands after the act; empty when nothing is kept of it. */
static enum rc retention_show(struct ctx *ctx, struct tx *tx, const char *id, struct retention_item *out)
{
    struct retention_view row;
    enum rc rc = retention_rows_get_view(tx, ctx->arena, &(struct retention_get_view_in){id}, &row);
    if (rc == RC_OK) {
        retention_fill(ctx, &row, out);
    }
    return rc;
}

typedef enum rc retention_act(struct ctx *ctx, struct tx *tx, const char *case_id, const char *why);

static enum rc retention_do(struct ctx *ctx, struct tx *tx, struct call *call, retention_act *act)
{
    const struct retention_case_in *in = call->in;
    enum rc rc = act(ctx, tx, in->id, in->reason);
    return rc == RC_OK ? retention_show(ctx, tx, in->id, call->out) : rc;
}

static enum rc retention_do_hold(struct ctx *ctx, struct tx *tx, struct call *call)
{
    return retention_do(ctx, tx, call, retention_hold);
}

static enum rc retention_do_release(struct ctx *ctx, struct tx *tx, struct call *call)
{
    return retention_do(ctx, tx, call, retention_release);
}

static enum rc retention_do_withdraw(struct ctx *ctx, struct tx *tx, struct call *call)
{
    return retention_do(ctx, tx, call, retention_withdraw);
}

static enum rc retention_tell(struct ctx *ctx, const struct retention_result *results, size_t count,
                              struct retention_results_out *out)
{
    out->data = arena_array_of(ctx->arena, struct retention_result_view, count + 1);
    out->data_count = count;
    for (size_t i = 0; out->data != NULL && i < count; i++) {
        const struct retention_result *r = &results[i];
        const struct fault_error why = {.reason = r->why, .args = {r->arg}};
        out->data[i] = (struct retention_result_view){.case_id = r->case_id, .number = r->number, .is_done = !r->why};
        if (r->why != NULL) {
            out->data[i].code = r->why->code;
            out->data[i].message = fault_text(ctx->arena, &why, ctx->is_zh);
        }
    }
    return out->data != NULL ? RC_OK : RC_TOO_LARGE;
}

static enum rc retention_do_propose(struct ctx *ctx, struct tx *tx, struct call *call)
{
    const struct retention_many_in *in = call->in;
    struct retention_result *results = arena_array_of(ctx->arena, struct retention_result, in->case_ids_count + 1);
    enum rc rc = results != NULL ? retention_propose(ctx, tx, in->case_ids, in->case_ids_count, in->appraisal, results)
                                 : RC_TOO_LARGE;
    return rc == RC_OK ? retention_tell(ctx, results, in->case_ids_count, call->out) : rc;
}

static enum rc retention_do_purge(struct ctx *ctx, struct tx *tx, struct call *call)
{
    const struct retention_many_in *in = call->in;
    struct retention_results_out *out = call->out;
    struct certificate_row certificate;
    struct retention_result *results = arena_array_of(ctx->arena, struct retention_result, in->case_ids_count + 1);
    enum rc rc = results != NULL
                     ? purge_decide(ctx, tx, in->case_ids, in->case_ids_count, in->reason, results, &certificate)
                     : RC_TOO_LARGE;
    if (rc == RC_OK) {
        out->certificate_id = certificate.id;
        out->certificate = certificate.number;
        rc = retention_tell(ctx, results, in->case_ids_count, out);
    }
    return rc;
}

static const enum rc retention_list_may[] = {RC_MALFORMED, RC_OK};
static const enum rc retention_may[] = {RC_NOT_FOUND, RC_REFUSED, RC_OK};
static const enum rc retention_many_may[] = {RC_REFUSED, RC_OK};

#define RETENTION_CASE_ACT(last_part, name, words, function)                                                           \
    {                                                                                                                  \
        .method = "POST", .path = "/api/v1/cases/{id}/" last_part, .operation = (name), .tag = "retention",            \
        .summary = (words), .need = PERM_RETENTION_MANAGE, .mode = ENDPOINT_WRITE, .params = &retention_params,        \
        .body = &retention_reason, .reply = &retention_item_set, .in_size = sizeof(struct retention_case_in),          \
        .out_size = sizeof(struct retention_item), .ok = 200, .may = retention_may, .cost = 2, .takes_key = 1,         \
        .run = (function)                                                                                              \
    }
#define RETENTION_LIST_ACT(last_part, name, words, permission, is_fresh, fields, function)                             \
    {                                                                                                                  \
        .method = "POST", .path = "/api/v1/retention/" last_part, .operation = (name), .tag = "retention",             \
        .summary = (words), .need = (permission), .fresh = (is_fresh), .mode = ENDPOINT_WRITE, .body = &(fields),      \
        .reply = &retention_results_set, .in_size = sizeof(struct retention_many_in),                                  \
        .out_size = sizeof(struct retention_results_out), .ok = 200, .may = retention_many_may, .cost = 20,            \
        .takes_key = 1, .run = (function)                                                                              \
    }

ENDPOINT_TABLE(retention_api_table,
               {.method = "GET",
                .path = "/api/v1/retention/candidates",
                .operation = "listRetentionCandidates",
                .tag = "retention",
                .summary = "Archived cases whose term is over, whose destruction is proposed, or that are held",
                .need = PERM_RETENTION_MANAGE,
                .query = &retention_query,
                .reply = &retention_reply,
                .in_size = sizeof(struct retention_filter),
                .out_size = sizeof(struct retention_out),
                .ok = 200,
                .may = retention_list_may,
                .cost = 3,
                .run = retention_list},
               RETENTION_CASE_ACT("hold", "holdCase", "Nobody destroys it until the hold is taken off",
                                  retention_do_hold),
               RETENTION_CASE_ACT("release", "releaseCase", "Takes the hold off", retention_do_release),
               RETENTION_CASE_ACT("withdraw-purge", "withdrawPurge", "Takes the proposal to destroy it back",
                                  retention_do_withdraw),
               RETENTION_LIST_ACT("proposals", "proposePurge", "Proposes to destroy what cases say whose term is over",
                                  PERM_RETENTION_MANAGE, 0, retention_propose_body, retention_do_propose),
               RETENTION_LIST_ACT("purges", "purgeCases",
                                  "Destroys what cases say that another person proposed; leaves a certificate",
                                  PERM_RETENTION_DECIDE, 1, retention_purge_body, retention_do_purge));

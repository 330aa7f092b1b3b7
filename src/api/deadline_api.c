/*
 * deadline_api.c - /cases/{id}/deadlines and the day-by-day trace of one.
 *
 * Each read checks the case's scope first; a part is never reached past its case.
 *
 * Runs on: workers. Owns: nothing.
 */
#include "api/api.h"
#include "api/case_view.h"
#include "api/fields.h"
#include "api/tables.h"
#include "domain/deadline.h"
#include "domain/reason.h"
#include "domain/reference.h"

#include <string.h>

struct deadline_list_out {
    struct deadline_out *data;
    size_t data_count;
};
FIELD_SET(deadline_reply, "DeadlineList", struct deadline_list_out,
          OUT_ROWS(struct deadline_list_out, data, case_view_deadline_set, "Clocks, oldest first"));

static enum rc deadline_show(struct ctx *ctx, struct tx *tx, struct call *call)
{
    struct deadline_list_out *out = call->out;
    struct case_row row;
    enum rc rc = case_get(ctx, tx, ((const struct case_path *)call->in)->id, &row);
    return rc == RC_OK ? case_view_deadlines(ctx, tx, &row, &out->data, &out->data_count) : rc;
}

struct trace_step_out {
    const char *day, *kind, *name;
    int64_t number, is_provisional;
};
struct trace_out {
    struct deadline_out *deadline;
    struct trace_step_out *steps;
    size_t steps_count;
};
FIELD_SET(trace_step_set, "TraceStep", struct trace_step_out, OUT(struct trace_step_out, day, FIELD_DATE, "Day"),
          OUT(struct trace_step_out, kind, FIELD_TEXT,
              "start, counted, weekend, holiday, makeup, paused, extended or rolled"),
          OUT(struct trace_step_out, number, FIELD_INT, "Running count"),
          OUT_NULL(struct trace_step_out, name, FIELD_TEXT, "Holiday"),
          OUT(struct trace_step_out, is_provisional, FIELD_BOOL, "The year's calendar is not loaded"));
FIELD_SET(trace_reply, "DeadlineTrace", struct trace_out,
          OUT_MAYBE(struct trace_out, deadline, case_view_deadline_set, "The clock"),
          OUT_ROWS(struct trace_out, steps, trace_step_set, "One per day, from the start to the rolled day"));

static enum rc trace_steps(struct ctx *ctx, const struct deadline_row *row, struct trace_out *out)
{
    struct due_pause pause;
    struct due_input in;
    struct due_step *steps;
    deadline_due_input(row, &pause, &in);
    enum rc rc = due_trace(ctx->reference->calendar, &in, ctx->arena, &steps, &out->steps_count);
    if (rc != RC_OK) {
        return rc;
    }
    out->steps = arena_array_of(ctx->arena, struct trace_step_out, out->steps_count + 1);
    for (size_t i = 0; out->steps != NULL && i < out->steps_count; i++) {
        out->steps[i] = (struct trace_step_out){api_day_text(ctx, steps[i].day), due_step_name(steps[i].kind),
                                                steps[i].name, steps[i].number, steps[i].is_provisional};
    }
    return out->steps ? RC_OK : RC_TOO_LARGE;
}

struct trace_path {
    const char *id, *did;
};

FIELD_SET(trace_params, "DeadlineParams", struct trace_path, IN_MUST(struct trace_path, id, FIELD_ID, 0, 0, "Case id"),
          IN_MUST(struct trace_path, did, FIELD_ID, 0, 0, "Clock id"));

static enum rc trace_show(struct ctx *ctx, struct tx *tx, struct call *call)
{
    const struct trace_path *in = call->in;
    struct trace_out *out = call->out;
    struct case_row c;
    struct deadline_row row;
    struct deadline_out *all;
    size_t count;
    enum rc rc = case_get(ctx, tx, in->id, &c);
    if (rc == RC_OK) {
        rc = deadline_rows_get(tx, ctx->arena, &(struct deadline_get_in){in->did}, &row);
    }
    if (rc == RC_NOT_FOUND || (rc == RC_OK && strcmp(row.case_id, c.id) != 0)) {
        return fault_set(&ctx->fault, RC_NOT_FOUND, reason(REASON_NOT_FOUND), NULL, NULL, NULL);
    }
    if (rc == RC_OK) {
        rc = case_view_deadlines(ctx, tx, &c, &all, &count);
    }
    for (size_t i = 0; rc == RC_OK && i < count; i++) {
        if (strcmp(all[i].id, row.id) == 0) {
            out->deadline = &all[i];
        }
    }
    return rc == RC_OK ? trace_steps(ctx, &row, out) : rc;
}

ENDPOINT_TABLE(deadline_api_table,
               {.method = "GET",
                .path = "/api/v1/cases/{id}/deadlines",
                .operation = "listDeadlines",
                .tag = "cases",
                .summary = "Clocks of a case",
                .need = PERM_CASE_READ,
                .params = &case_view_params,
                .reply = &deadline_reply,
                .in_size = sizeof(struct case_path),
                .out_size = sizeof(struct deadline_list_out),
                .ok = 200,
                .may = case_view_may,
                .cost = 1,
                .run = deadline_show},
               {.method = "GET",
                .path = "/api/v1/cases/{id}/deadlines/{did}/trace",
                .operation = "traceDeadline",
                .tag = "cases",
                .summary = "Why a clock ends when it does, day by day",
                .need = PERM_CASE_READ,
                .params = &trace_params,
                .reply = &trace_reply,
                .in_size = sizeof(struct trace_path),
                .out_size = sizeof(struct trace_out),
                .ok = 200,
                .may = case_view_may,
                .cost = 1,
                .run = trace_show});

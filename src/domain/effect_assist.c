/*
 * effect_assist.c - tasks of assisting units, and completion reports that the sender judges.
 *
 * Runs on: the writer. Owns: nothing.
 * Invariant: the task's clock is started and stopped by the definition, for the task that the effect has put into the work.
 */
#include "domain/effect.h"

#include "base/clock.h"
#include "base/ident.h"
#include "domain/assist.h"
#include "domain/deadline.h"
#include "domain/document.h"
#include "domain/document_plan.h"
#include "domain/reason.h"

/* The task is what clocks and notices of this event are about. */
static enum rc assist_take(struct case_work *w, const char *id)
{
    enum rc rc = dispatch_rows_get(w->tx, w->ctx->arena, &(struct dispatch_get_in){id}, &w->task);
    w->has_task = rc == RC_OK;
    w->about = w->task.id;
    return rc;
}

/* Whoever asks: the lead unit when it holds the case and its own people ask, otherwise the sender or the bureau. */
static const char *assist_asker(const struct case_work *w)
{
    return w->edge->place == PLACE_HOLDER || !w->has_dispatch ? w->holder.id : w->dispatch.from_unit_id;
}

enum rc effect_assist_add(struct case_work *w)
{
    struct ctx *ctx = w->ctx;
    int32_t day;
    const char *due = value_text(w->fields, "assist_due_on"), *id = ident_make(ctx->arena, ctx->now_ms);
    if (id == NULL) {
        return RC_TOO_LARGE;
    }
    if (due == NULL || clock_parse_day(due, &day) != RC_OK || day <= clock_day_of(ctx->now_ms)) {
        return fault_add(&ctx->fault, reason(REASON_DATE_PAST), "/fields/assist_due_on", NULL, NULL);
    }
    enum rc rc = dispatch_rows_add(w->tx, &(struct dispatch_add_in){.id = id,
                                                                    .case_id = w->row.id,
                                                                    .kind = "assignment",
                                                                    .part = "assisting",
                                                                    .from_unit_id = assist_asker(w),
                                                                    .to_unit_id = w->target.id,
                                                                    .sender_id = ctx->actor->account_id,
                                                                    .sent_ms = ctx->now_ms,
                                                                    .note = value_text(w->fields, "task"),
                                                                    .feedback_due_day = day,
                                                                    .urgency = w->row.urgency});
    if (rc == RC_OK) {
        rc = assist_take(w, id);
    }
    if (rc == RC_OK) {
        rc = case_rows_add_units(w->tx, &(struct case_add_units_in){.case_id = w->row.id,
                                                                    .unit_id = w->target.id,
                                                                    .is_open = w->row.is_open,
                                                                    .due_key = w->row.due_key});
    }
    changes_add(&w->changes, "assisting", NULL, w->target.name);
    return rc == RC_OK ? document_make(w, NULL) : rc;
}

enum rc effect_assist_answer(struct case_work *w)
{
    const struct task_row *task = assist_of_actor(w, w->fields);
    if (task == NULL) {
        return RC_INTERNAL; /* the guard has seen it */
    }
    enum rc rc = assist_take(w, task->id);
    if (rc == RC_OK) {
        rc = dispatch_rows_close_task(w->tx, &(struct dispatch_close_task_in){task->id, value_text(w->fields, "answer"),
                                                                              w->ctx->now_ms, NULL, SQL_NULL});
    }
    changes_add(&w->changes, "assisting", task->unit_name, NULL);
    return rc == RC_OK ? document_make(w, NULL) : rc;
}

enum rc effect_assist_close(struct case_work *w)
{
    const struct task_row *task = assist_of_unit(w, value_text(w->fields, "unit"));
    if (task == NULL) {
        return RC_INTERNAL; /* the guard has seen it */
    }
    enum rc rc = assist_take(w, task->id);
    changes_add(&w->changes, "assisting", task->unit_name, NULL);
    return rc == RC_OK ? dispatch_rows_close_task(
                             w->tx, &(struct dispatch_close_task_in){task->id, NULL, SQL_NULL,
                                                                     value_text(w->fields, "reason"), w->ctx->now_ms})
                       : rc;
}

enum rc effect_assist_end(struct case_work *w)
{
    return dispatch_rows_close_tasks(w->tx, &(struct dispatch_close_tasks_in){w->row.id});
}

/* Filed, the report is the sender's to judge: no rung fires meanwhile, though the time goes on. */
enum rc effect_completion_report(struct case_work *w)
{
    const struct deadline_row *c5 = case_clock(w, "C5");
    enum rc rc = document_make(w, NULL);
    if (rc == RC_OK && w->has_dispatch) {
        rc = dispatch_rows_report(w->tx, &(struct dispatch_report_in){.id = w->dispatch.id,
                                                                      .report = value_text(w->fields, "report"),
                                                                      .reported_ms = w->ctx->now_ms});
    }
    changes_add(&w->changes, "report", w->dispatch.report_state, "filed");
    return rc == RC_OK && c5 != NULL ? deadline_hush(w->tx, c5) : rc;
}

static enum rc report_judge(struct case_work *w, const char *state)
{
    changes_add(&w->changes, "report", w->dispatch.report_state, state);
    return dispatch_rows_judge_report(w->tx, &(struct dispatch_judge_report_in){w->dispatch.id, state, w->ctx->now_ms,
                                                                                value_text(w->fields, "reason")});
}

/* Art 22: the feedback was in time when the report that is now accepted was filed in time; how long the sender took to read it
 * is the sender's. */
enum rc effect_report_accept(struct case_work *w)
{
    int64_t now_ms = w->effective_ms;
    w->effective_ms = w->dispatch.reported_ms;
    enum rc rc = case_clock_end(w, "C5", 0);
    w->effective_ms = now_ms;
    return rc == RC_OK ? report_judge(w, "accepted") : rc;
}

/* The duty to report goes on with its old last day. */
enum rc effect_report_return(struct case_work *w)
{
    const struct deadline_row *c5 = case_clock(w, "C5");
    const struct workflow_clock *clock = workflow_clock_find(w->definition, "C5");
    w->row.is_returned = 1;
    enum rc rc = c5 != NULL && clock != NULL ? deadline_rouse(w->ctx, w->tx, clock, c5) : RC_OK;
    return rc == RC_OK ? report_judge(w, "returned") : rc;
}

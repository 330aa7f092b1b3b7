/*
 * practice_step.c - see practice_step.h.
 *
 * Runs on: see practice_step.h. Owns: nothing.
 */
#include "domain/practice_step.h"

#include "base/clock.h"
#include "base/ident.h"
#include "domain/case.h"
#include "domain/deadline.h"
#include "domain/reason.h"
#include "domain/reference.h"

#include <string.h>

/* The step that `row` counts from; NULL: registration. A template names only steps above. */
static const struct practice_step_list_of_case_out *
practice_step_before(const struct practice_step *steps, size_t count, const struct practice_step_list_of_case_out *row)
{
    for (size_t i = 0; i < count; i++) {
        const struct practice_step_list_of_case_out *before = steps[i].row;
        if (strcmp(before->practice_key, row->practice_key) == 0 && strcmp(before->step, row->after) == 0) {
            return before;
        }
    }
    return NULL;
}

/* From when a step's length counts; SQL_NULL while the step before it is not done. What was done on an earlier day than it was noted
 * counts from that day's beginning. */
static int64_t practice_step_start(const struct case_row *c, const struct practice_step *steps, size_t index)
{
    const struct practice_step_list_of_case_out *before = practice_step_before(steps, index, steps[index].row);
    if (before == NULL) {
        return c->registered_ms;
    }
    return before->done_id == NULL                              ? SQL_NULL
           : clock_day_of(before->created_ms) == before->on_day ? before->created_ms
                                                                : clock_day_start_ms((int32_t)before->on_day);
}

static enum rc practice_step_target(struct ctx *ctx, const struct case_row *c, struct practice_step *steps,
                                    size_t index)
{
    struct practice_step *step = &steps[index];
    const struct practice_step_list_of_case_out *row = step->row;
    struct due_result due;
    int64_t start = practice_step_start(c, steps, index);
    step->target_day = step->target_ms = SQL_NULL;
    if (start == SQL_NULL) {
        return RC_OK;
    }
    enum rc rc = due_compute(
        ctx->reference->calendar,
        &(struct due_input){.start_ms = start, .unit = deadline_unit(row->unit), .length = (int)row->length}, &due);
    if (rc == RC_OK) {
        step->target_day = due.due_day;
        step->target_ms = due.due_ms;
        step->is_late = row->done_id != NULL ? row->on_day > due.due_day : ctx->now_ms >= due.due_ms;
    }
    return rc;
}

enum rc practice_step_list(struct ctx *ctx, struct tx *tx, const struct case_row *c, struct practice_step **out,
                           size_t *count)
{
    struct practice_step_list_of_case_out *rows;
    *count = 0;
    *out = NULL;
    if (c->is_sealed) {
        return RC_OK;
    }
    enum rc rc =
        practice_step_rows_list_of_case(tx, ctx->arena,
                                        &(struct practice_step_list_of_case_in){.case_id = c->id,
                                                                                .workflow_key = c->workflow_key,
                                                                                .registered_ms = c->registered_ms,
                                                                                .is_first = c->is_first},
                                        &rows, count);
    if (rc != RC_OK) {
        return rc;
    }
    *out = arena_array_of(ctx->arena, struct practice_step, *count + 1);
    for (size_t i = 0; *out != NULL && rc == RC_OK && i < *count; i++) {
        (*out)[i] = (struct practice_step){.row = &rows[i]};
        rc = practice_step_target(ctx, c, *out, i);
    }
    return *out != NULL ? rc : RC_TOO_LARGE;
}

static enum rc practice_step_judge(struct ctx *ctx, struct tx *tx, const struct case_row *c)
{
    struct recusal_find_out recusal;
    if (c->certificate != NULL) {
        return fault_set(&ctx->fault, RC_REFUSED, reason(REASON_CASE_PURGED), NULL, c->certificate, NULL);
    }
    if (c->archived_ms != SQL_NULL) {
        return fault_set(&ctx->fault, RC_REFUSED, reason(REASON_STEPS_ARCHIVED), NULL, NULL, NULL);
    }
    enum rc rc = recusal_rows_find(tx, ctx->arena, &(struct recusal_find_in){c->id, ctx->actor->account_id}, &recusal);
    if (rc == RC_OK) {
        return fault_set(&ctx->fault, RC_REFUSED, reason(REASON_RECUSED), NULL, NULL, NULL);
    }
    return rc == RC_NOT_FOUND ? RC_OK : rc;
}

/* The case for a command, all its steps, and the one that it is about. */
struct practice_step_work {
    struct case_work w;
    struct practice_step *steps;
    size_t count;
    const struct practice_step_list_of_case_out *row;
};

static enum rc practice_step_load(struct ctx *ctx, struct tx *tx, const char *case_id, const char *practice_key,
                                  const char *step, struct practice_step_work *out)
{
    out->row = NULL;
    out->count = 0;
    enum rc rc = case_work_load(ctx, tx, case_id, &out->w);
    rc = rc == RC_OK ? practice_step_judge(ctx, tx, &out->w.row) : rc;
    rc = rc == RC_OK ? practice_step_list(ctx, tx, &out->w.row, &out->steps, &out->count) : rc;
    for (size_t i = 0; rc == RC_OK && i < out->count; i++) {
        const struct practice_step_list_of_case_out *row = out->steps[i].row;
        if (strcmp(row->practice_key, practice_key) == 0 && strcmp(row->step, step) == 0) {
            out->row = row;
            return RC_OK;
        }
    }
    if (rc == RC_OK) {
        (void)!fault_set(&ctx->fault, RC_NOT_FOUND, reason(REASON_NOT_FOUND), NULL, NULL, NULL);
        return RC_NOT_FOUND;
    }
    return rc;
}

/* Not after today, not before `first`. */
static enum rc practice_step_check_day(struct ctx *ctx, int64_t day, int64_t first)
{
    if (day > clock_day_of(ctx->now_ms)) {
        return fault_add(&ctx->fault, reason(REASON_DATE_FUTURE), "/on", NULL, NULL);
    }
    if (day < first) {
        char zh[CLOCK_DATE_ZH_SIZE], en[CLOCK_DATE_SIZE];
        clock_format_day_zh((int32_t)first, zh);
        clock_format_day((int32_t)first, en);
        return fault_add(&ctx->fault, reason(REASON_DATE_TOO_EARLY), "/on", arena_strdup(ctx->arena, zh),
                         arena_strdup(ctx->arena, en));
    }
    return RC_OK;
}

/* Where the template says that a step comes after another, it is done after it: a loop is not closed on paper before it was gone round. */
static enum rc practice_step_check_order(struct ctx *ctx, const struct practice_step_work *p, int64_t day)
{
    const struct practice_step_list_of_case_out *before = practice_step_before(p->steps, p->count, p->row);
    if (before == NULL) {
        return practice_step_check_day(ctx, day, clock_day_of(p->w.row.registered_ms));
    }
    if (before->done_id == NULL) {
        return fault_set(&ctx->fault, RC_REFUSED, reason(REASON_STEP_WAITS), NULL, before->title_zh, before->title_en);
    }
    return practice_step_check_day(ctx, day, before->on_day);
}

/* What a later step that is done counts from stays done. */
static enum rc practice_step_check_undo(struct ctx *ctx, const struct practice_step_work *p)
{
    for (size_t i = 0; i < p->count; i++) {
        const struct practice_step_list_of_case_out *later = p->steps[i].row;
        if (later->done_id != NULL && practice_step_before(p->steps, p->count, later) == p->row) {
            return fault_set(&ctx->fault, RC_REFUSED, reason(REASON_STEP_FOLLOWED), NULL, later->title_zh,
                             later->title_en);
        }
    }
    return RC_OK;
}

/* In the journal: which template, which step; the words are those of the template that the case is worked by. */
static void practice_step_change(struct case_work *w, const struct practice_step_list_of_case_out *row, int is_done)
{
    const char *name = arena_printf(w->ctx->arena, "%s · %s", row->practice_zh, row->title_zh);
    changes_add(&w->changes, "practice_step", is_done ? NULL : name, is_done ? name : NULL);
}

enum rc practice_step_mark(struct ctx *ctx, struct tx *tx, const struct practice_step_new *in)
{
    struct practice_step_work p;
    const char *id = ident_make(ctx->arena, ctx->now_ms);
    enum rc rc = practice_step_load(ctx, tx, in->case_id, in->practice_key, in->step, &p);
    if (rc == RC_OK && p.row->done_id != NULL) {
        return fault_set(&ctx->fault, RC_REFUSED, reason(REASON_STEP_DONE), NULL, p.row->account_name, NULL);
    }
    rc = rc == RC_OK ? practice_step_check_order(ctx, &p, in->on_day) : rc;
    if (rc != RC_OK || id == NULL) {
        return rc != RC_OK ? rc : RC_TOO_LARGE;
    }
    rc = practice_step_rows_add(tx, &(struct practice_step_add_in){.id = id,
                                                                   .case_id = p.w.row.id,
                                                                   .practice_key = p.row->practice_key,
                                                                   .version = p.row->version,
                                                                   .step = p.row->step,
                                                                   .on_day = in->on_day,
                                                                   .note = in->note,
                                                                   .account_id = ctx->actor->account_id,
                                                                   .unit_id = ctx->actor->unit_id,
                                                                   .created_ms = ctx->now_ms});
    if (rc != RC_OK) {
        return rc;
    }
    p.w.note = in->note;
    practice_step_change(&p.w, p.row, 1);
    return case_save(&p.w, "practice.done", NULL);
}

enum rc practice_step_undo(struct ctx *ctx, struct tx *tx, const char *case_id, const char *practice_key,
                           const char *step, const char *why)
{
    struct practice_step_work p;
    enum rc rc = practice_step_load(ctx, tx, case_id, practice_key, step, &p);
    if (rc == RC_OK && p.row->done_id == NULL) {
        return fault_set(&ctx->fault, RC_REFUSED, reason(REASON_STEP_OPEN), NULL, NULL, NULL);
    }
    rc = rc == RC_OK ? practice_step_check_undo(ctx, &p) : rc;
    rc = rc == RC_OK ? practice_step_rows_undo(tx, &(struct practice_step_undo_in){p.row->done_id, ctx->now_ms,
                                                                                   ctx->actor->account_id, why})
                     : rc;
    if (rc != RC_OK) {
        return rc;
    }
    p.w.note = why;
    practice_step_change(&p.w, p.row, 0);
    return case_save(&p.w, "practice.undone", NULL);
}

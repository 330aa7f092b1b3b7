/*
 * practice_step.h - the steps of local practice on one case (工作步骤): what is to be done, what was done, by whom and when.
 *
 * A step is a duty of the office on this matter and says nothing about a person: no count, board or list is made of who did how many. It
 * moves no state and no clock; the day until which an office wants it done is computed when it is asked for, and where the law's day comes
 * first, the law's counts. What was noted by mistake is taken back with the reason and stays.
 *
 * Runs on: reading anywhere, the rest on the writer. Owns: nothing; results live on ctx->arena.
 * Invariants: rows are written before case_save, so that the case's seal covers them; cases of the sealed lane have no steps.
 */
#ifndef DOMAIN_PRACTICE_STEP_H
#define DOMAIN_PRACTICE_STEP_H

#include "base/ctx.h"
#include "store/sql_stmts.h"

#include <stdint.h>

struct practice_step {
    const struct practice_step_list_of_case_out *row; /* words of the step; done_id NULL: not done */
    int64_t target_day, target_ms; /* last day, first instant after it; SQL_NULL: what it counts from is not done */
    int is_late;                   /* done after its day, or its day is over */
};
struct practice_step_new {
    const char *case_id, *practice_key, *step, *note;
    int64_t on_day;
};

/* All steps of a case that was loaded in scope: template by template, in their order. */
RC_MUST enum rc practice_step_list(struct ctx *ctx, struct tx *tx, const struct case_row *c, struct practice_step **out,
                                   size_t *count);
/* Notes a step as done. RC_NOT_FOUND when the case may not be seen or has no such step; RC_REFUSED when it is done already, when the
 * step that it comes after by the template is open, when the actor withdrew, or when the case takes none; RC_INVALID for a day after
 * today, before registration or before the day of the step that it comes after. */
RC_MUST enum rc practice_step_mark(struct ctx *ctx, struct tx *tx, const struct practice_step_new *in);
/* Takes it back; the same refusals, and RC_REFUSED when it is not done or a step that comes after it is. */
RC_MUST enum rc practice_step_undo(struct ctx *ctx, struct tx *tx, const char *case_id, const char *practice_key,
                                   const char *step, const char *why);

#endif

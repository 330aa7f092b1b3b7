/*
 * worklist_board.h - the filters by which the work list shows what stands behind a figure of the board.
 *
 * Runs on: a worker. Owns: nothing; texts are borrowed.
 */
#ifndef DOMAIN_WORKLIST_BOARD_H
#define DOMAIN_WORKLIST_BOARD_H

#include "base/ctx.h"
#include "store/sql_stmts.h"

/* All NULL or 0: no filter. Days are "YYYY-MM-DD", both of a pair or one; `none` is what is not told. */
struct worklist_board {
    const char *below;            /* held by this unit or one below it */
    const char *class_at;         /* exactly this class, or "none" */
    const char *place, *place_at; /* a place with all below it; exactly this place, or "none" */
    const char *due_as;           /* overdue, today, week, later, paused, none */
    const char *registered_from, *registered_to, *closed_from, *closed_to;
    const char *duty; /* key of an indicator that counts duties: one of them fell due in these days */
    const char *duty_from, *duty_to, *duty_unit, *duty_at;
    int64_t missed;  /* with duty: 1 not on time, 0 on time, SQL_NULL either */
    int64_t counted; /* 1: only what the actor may count */
};

extern const char *const worklist_due_keys[];

/* Where a case stands in time is told by these moments. */
struct worklist_moments {
    int64_t now, today_end, week_end;
};
struct worklist_moments worklist_board_moments(const struct ctx *ctx);

/* Sets parameters and mask of a list statement. RC_INVALID with a fault that names the first bad day or indicator. */
RC_MUST enum rc worklist_board_apply(struct ctx *ctx, const struct worklist_board *b, struct case_list_due_in *in,
                                     unsigned *mask);

/* The parameters of every list statement that these filters set. */
#define WORKLIST_BOARD_PARAMETERS(p)                                                                                   \
    .registered_from = (p)->registered_from, .registered_to = (p)->registered_to, .closed_from = (p)->closed_from,     \
    .closed_to = (p)->closed_to, .clocks = (p)->clocks, .duty_from = (p)->duty_from, .duty_to = (p)->duty_to,          \
    .duty_unit = (p)->duty_unit, .duty_at = (p)->duty_at, .missed = (p)->missed, .below = (p)->below,                  \
    .class_at = (p)->class_at, .place = (p)->place, .place_at = (p)->place_at, .due_as = (p)->due_as,                  \
    .counted = (p)->counted, .now = (p)->now, .today_end = (p)->today_end, .week_end = (p)->week_end

#endif

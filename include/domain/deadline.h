/*
 * deadline.h - running clocks: start, stop, extend, recompute.
 *
 * A clock row holds its dates as computed by domain/due.h and one row per rung of its ladder. Rungs fire through domain/ladder.h.
 *
 * Runs on: the writer. Invariants: no rung of an ended clock is armed; a rung fires once; every recomputation is journalled by
 * the caller. Articles: see the clock in its definition (Regulation Arts 22, 23, 34, 35).
 */
#ifndef DOMAIN_DEADLINE_H
#define DOMAIN_DEADLINE_H

#include "base/ctx.h"
#include "domain/due.h"
#include "domain/workflow.h"

struct tx;
struct deadline_row;

/* Rung n of round r is level 100 * r + n: an extended clock climbs its ladder anew, and each rung still fires once. */
enum { DEADLINE_ROUND = 100 };

struct deadline_start {
    const char *case_id;
    const char *owner_unit_id; /* whose duty it is; NULL for the petitioner's rights */
    const char *about;         /* see deadlines.about; NULL: the whole case */
    int64_t start_ms;
    int32_t on_day; /* clocks with from_field: the last day */
};

/* Starts a clock and arms its rungs. `out` is filled on the arena. */
RC_MUST enum rc deadline_start(struct ctx *ctx, struct tx *tx, const struct workflow_clock *clock,
                               const struct deadline_start *in, struct deadline_row *out);
/* Ends it at `at_ms`: met or late by its due date; cancelled when `is_cancel`. Changes `row` accordingly. */
RC_MUST enum rc deadline_end(struct ctx *ctx, struct tx *tx, struct deadline_row *row, int64_t at_ms, int is_cancel);
/* Adds calendar days (Art 34) and begins a new round of the ladder. */
RC_MUST enum rc deadline_extend(struct ctx *ctx, struct tx *tx, const struct workflow_clock *clock,
                                struct deadline_row *row, int days);
/* No rung fires while somebody else has to decide (a report was filed); the time goes on. */
RC_MUST enum rc deadline_hush(struct tx *tx, const struct deadline_row *row);
/* Arms again what has not fired. */
RC_MUST enum rc deadline_rouse(struct ctx *ctx, struct tx *tx, const struct workflow_clock *clock,
                               const struct deadline_row *row);
/* The case goes on under another definition (`to`): where that has another ladder for the clock, what has not fired is armed by it. `from` NULL:
 * the earlier one did not know the clock. */
RC_MUST enum rc deadline_take_over(struct ctx *ctx, struct tx *tx, const struct workflow_clock *from,
                                   const struct workflow_clock *to, const struct deadline_row *row);
/* Computes the dates anew with ctx->reference's calendar. `*moved` tells whether they changed. */
RC_MUST enum rc deadline_recompute(struct ctx *ctx, struct tx *tx, const struct workflow_clock *clock,
                                   struct deadline_row *row, int *moved);
/* The input of due_compute for a stored clock. */
/* What the row computes from; `pause` is the caller's room for its pause. */
void deadline_due_input(const struct deadline_row *row, struct due_pause *pause, struct due_input *out);
/* Art 36: the days of a recheck's hearing are left out. Beginning silences the ladder; ending computes the date anew. The last day may not
 * lie before the first: RC_INVALID. */
RC_MUST enum rc deadline_pause_begin(struct tx *tx, struct deadline_row *row, int32_t from_day);
RC_MUST enum rc deadline_pause_end(struct ctx *ctx, struct tx *tx, const struct workflow_clock *clock,
                                   struct deadline_row *row, int32_t to_day);
/* "calendar_day" of a unit and back; RC_INTERNAL for an unknown name. */
const char *deadline_unit_name(enum due_unit unit);
const char *deadline_kind_name(enum workflow_clock_kind kind); /* "duty" ... */
enum due_unit deadline_unit(const char *name);

/* ladder.c: fires what is due, at most `max` rungs; `*next_ms` is when to come again (INT64_MAX: nothing armed, `now` when
 * more is due already). After downtime the highest reached rung of each clock fires and the lower ones are superseded. */
RC_MUST enum rc deadline_fire_due(struct ctx *ctx, struct tx *tx, int max, int *fired, int64_t *next_ms);
/* recompute.c: after a calendar year was loaded: recomputes running clocks that reach `from_day` or later, one journal entry
 * per clock that moved. */
RC_MUST enum rc deadline_calendar_changed(struct ctx *ctx, struct tx *tx, int32_t from_day, int *moved);

#endif

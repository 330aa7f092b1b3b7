/*
 * ladder.c - fires the rungs of clocks that are due: notices, supervision candidates, one journal entry.
 *
 * A rung fires in the transaction that writes its notices, and only while it is armed, so it fires once whatever happens. After
 * downtime the highest rung that was reached fires, marked with how late it is, and the lower ones are superseded: people get one
 * notice, not a storm.
 *
 * Runs on: the writer, as actor system. Owns: nothing.
 */
#include "domain/case.h"
#include "domain/deadline.h"
#include "domain/notice.h"
#include "domain/transition.h"

#include "base/clock.h"
#include "base/ident.h"
#include "base/log.h"
#include "domain/reference.h"

#include <string.h>

static const struct workflow_level *ladder_level(const struct workflow_clock *clock, int64_t number)
{
    for (size_t i = 0; i < clock->level_count; i++) {
        if (clock->levels[i].level == number % DEADLINE_ROUND) {
            return &clock->levels[i];
        }
    }
    return NULL;
}

/* What one pass found due on a clock. */
struct ladder_reached {
    int64_t top, lowest; /* rungs; 0 when another job was first */
    int64_t late_by_ms;  /* of the top */
    int marked;
};

/* Marks the rungs that are due. */
static enum rc ladder_mark(struct ctx *ctx, struct tx *tx, const char *deadline_id, struct ladder_reached *out)
{
    struct level_row *levels;
    size_t count;
    enum rc rc =
        deadline_rows_list_levels(tx, ctx->arena, &(struct deadline_list_levels_in){deadline_id}, &levels, &count);
    *out = (struct ladder_reached){0};
    for (size_t i = count; i-- > 0 && rc == RC_OK;) {
        const struct level_row *l = &levels[i];
        if (strcmp(l->status, "armed") != 0 || l->at_ms > ctx->now_ms) {
            continue;
        }
        int is_top = out->top == 0;
        if (is_top) {
            out->top = l->level;
            out->late_by_ms = ctx->now_ms - l->at_ms;
        }
        out->lowest = l->level;
        rc = deadline_rows_set_level(tx, &(struct deadline_set_level_in){.deadline_id = deadline_id,
                                                                         .level = l->level,
                                                                         .status = is_top ? "fired" : "superseded",
                                                                         .fired_ms = ctx->now_ms,
                                                                         .late_by_ms = ctx->now_ms - l->at_ms});
        out->marked++;
    }
    return rc;
}

static enum rc ladder_supervise(struct case_work *w, const struct deadline_row *clock)
{
    char id[IDENT_SIZE];
    ident_new(w->ctx->now_ms, id);
    w->row.is_supervised = 1;
    return oversight_rows_find_candidate(
        w->tx,
        &(struct oversight_find_candidate_in){.id = id,
                                              .case_id = w->row.id,
                                              .deadline_id = clock->id,
                                              .unit_id = clock->owner_unit_id ? clock->owner_unit_id : w->holder.id,
                                              .trigger = arena_printf(w->ctx->arena, "overdue:%s", clock->clock),
                                              .found_ms = w->ctx->now_ms});
}

/* A rung that was passed over in downtime still makes the case a candidate: the duty was missed, whoever is told. */
static int ladder_is_supervision(const struct workflow_clock *clock, const struct ladder_reached *reached)
{
    for (size_t i = 0; i < clock->level_count; i++) {
        const struct workflow_level *l = &clock->levels[i];
        if (l->is_supervision && l->level >= reached->lowest % DEADLINE_ROUND &&
            l->level <= reached->top % DEADLINE_ROUND) {
            return 1;
        }
    }
    return 0;
}

static enum rc ladder_tell(struct case_work *w, const struct deadline_row *row, const struct ladder_reached *reached)
{
    const struct workflow_clock *clock = workflow_clock_find(w->definition, row->clock);
    const struct workflow_level *rung = clock ? ladder_level(clock, reached->top) : NULL;
    if (rung == NULL) {
        return RC_INTERNAL; /* a running case keeps its definition, so the rung must be there */
    }
    changes_add(&w->changes, "clock", NULL, row->clock);
    changes_add_int(&w->changes, "rung", SQL_NULL, rung->level);
    if (reached->late_by_ms > 0) {
        changes_add_int(&w->changes, "late_by_ms", SQL_NULL, reached->late_by_ms);
    }
    enum rc rc = notice_send_level(w, rung->to, row->id, reached->top);
    return rc == RC_OK && ladder_is_supervision(clock, reached) ? ladder_supervise(w, row) : rc;
}

static int ladder_is_task(const struct case_work *w, const struct deadline_row *row)
{
    const struct workflow_clock *clock = workflow_clock_find(w->definition, row->clock);
    return clock != NULL && clock->owner == OWNER_TASK && row->about != NULL;
}

/* What a rung does by itself, such as the fall back to the ordinary procedure. Not being possible any more is no error. */
static enum rc ladder_act(const struct case_work *w, const struct deadline_row *row,
                          const struct ladder_reached *reached)
{
    const struct workflow_clock *clock = workflow_clock_find(w->definition, row->clock);
    enum rc rc = RC_OK;
    for (size_t i = 0; rc == RC_OK && clock != NULL && i < clock->level_count; i++) {
        const struct workflow_level *l = &clock->levels[i];
        if (l->event == NULL || l->level < reached->lowest % DEADLINE_ROUND ||
            l->level > reached->top % DEADLINE_ROUND) {
            continue;
        }
        rc = transition_apply(
            w->ctx, w->tx,
            &(struct transition_in){.case_id = w->row.id, .event = l->event, .if_match = CASE_ANY_VERSION});
        if (rc == RC_REFUSED) {
            fault_clear(&w->ctx->fault);
            rc = RC_OK;
        }
    }
    return rc;
}

static enum rc ladder_fire(struct ctx *ctx, struct tx *tx, const char *deadline_id, int *fired)
{
    struct ladder_reached reached;
    enum rc rc = ladder_mark(ctx, tx, deadline_id, &reached);
    *fired += reached.marked;
    if (rc != RC_OK || reached.top == 0) {
        return rc;
    }
    struct deadline_row row;
    struct case_work w;
    rc = deadline_rows_get(tx, ctx->arena, &(struct deadline_get_in){deadline_id}, &row);
    if (rc == RC_OK) {
        rc = case_work_load_system(ctx, tx, row.case_id, &w);
    }
    if (rc == RC_OK && ladder_is_task(&w, &row)) { /* the ladder of a task goes up in the unit that assists */
        rc = dispatch_rows_get(tx, ctx->arena, &(struct dispatch_get_in){row.about}, &w.task);
        w.has_task = rc == RC_OK;
    }
    if (rc == RC_OK) {
        rc = ladder_tell(&w, &row, &reached);
    }
    if (rc == RC_OK) {
        rc = case_save(&w, "ladder", NULL);
    }
    return rc == RC_OK ? ladder_act(&w, &row, &reached) : rc;
}

static enum rc ladder_next(struct ctx *ctx, struct tx *tx, int is_more, int64_t *next_ms)
{
    struct deadline_next_level_out next;
    if (is_more) {
        *next_ms = ctx->now_ms;
        return RC_OK;
    }
    enum rc rc = deadline_rows_next_level(tx, ctx->arena, &(struct deadline_next_level_in){ctx->now_ms}, &next);
    *next_ms = rc == RC_OK ? next.at_ms : INT64_MAX;
    return rc == RC_NOT_FOUND ? RC_OK : rc;
}

enum rc deadline_fire_due(struct ctx *ctx, struct tx *tx, int max, int *fired, int64_t *next_ms)
{
    struct deadline_list_due_levels_out *due;
    size_t count;
    *fired = 0;
    enum rc rc = reference_use(ctx, tx);
    if (rc == RC_OK) {
        rc = deadline_rows_list_due_levels(tx, ctx->arena, &(struct deadline_list_due_levels_in){ctx->now_ms, max},
                                           &due, &count);
    }
    for (size_t i = 0; rc == RC_OK && i < count; i++) {
        /* Several rungs of one clock may be listed; the first pass marks them all and the others find nothing armed. */
        struct arena_mark mark = arena_mark(ctx->arena);
        rc = ladder_fire(ctx, tx, due[i].deadline_id, fired);
        arena_reset_to(ctx->arena, mark);
    }
    return rc == RC_OK ? ladder_next(ctx, tx, (int)count == max, next_ms) : rc;
}

/*
 * deadline_check.c - derives the rungs of every running clock and compares.
 *
 * Runs on: see deadline_check.h. Owns: nothing.
 */
#include "domain/deadline_check.h"

#include "domain/deadline.h"
#include "domain/reference.h"
#include "store/sql_stmts.h"

#include <string.h>

/* One clock, what its ladder follows from, and its rows. */
struct rungs {
    const struct workflow_clock *clock;
    const struct deadline_row *row;
    const struct level_row *levels;
    size_t count;
    int64_t last_fired;
    int is_silent;
};

struct rungs_walk {
    struct ctx *ctx;
    struct tx *tx;
    struct deadline_report *report;
};

static int rungs_is(const struct level_row *l, const char *status)
{
    return strcmp(l->status, status) == 0;
}

static const struct level_row *rungs_find(const struct rungs *r, int64_t number)
{
    for (size_t i = 0; i < r->count; i++) {
        if (r->levels[i].level == number) {
            return &r->levels[i];
        }
    }
    return NULL;
}

/* When a rung of the present round is due; 0: it is not armed for this clock, or not any more. */
static int64_t rungs_moment(const struct ctx *ctx, const struct rungs *r, int64_t number)
{
    const struct deadline_row *row = r->row;
    struct due_pause pause;
    struct due_input in;
    deadline_due_input(row, &pause, &in);
    struct due_result due = {row->due_ms, (int32_t)row->due_day, (int32_t)row->rolled_day, (int)row->is_provisional};
    for (size_t i = 0; number > r->last_fired && i < r->clock->level_count; i++) {
        const struct workflow_level *l = &r->clock->levels[i];
        if (DEADLINE_ROUND * row->round + l->level == number) {
            return due_level_ms(ctx->reference->calendar, &in, &due, l->at, l->n);
        }
    }
    return 0;
}

/* A higher rung that fired at the same time spoke for it. */
static int rungs_is_spoken_for(const struct rungs *r, const struct level_row *l)
{
    for (size_t i = 0; i < r->count; i++) {
        const struct level_row *top = &r->levels[i];
        if (rungs_is(top, "fired") && top->level > l->level && top->fired_ms == l->fired_ms &&
            top->level / DEADLINE_ROUND == l->level / DEADLINE_ROUND) {
            return 1;
        }
    }
    return 0;
}

/* What is wrong with a row that is there; NULL: nothing. */
static const char *rungs_look(const struct ctx *ctx, const struct rungs *r, const struct level_row *l)
{
    int64_t moment = rungs_moment(ctx, r, l->level);
    if (rungs_is(l, "superseded") && !rungs_is_spoken_for(r, l)) {
        return "it was passed over, and no higher one fired then";
    }
    if (rungs_is(l, "dropped") && moment != 0 && !r->is_silent) {
        return "it was dropped, and the clock runs on";
    }
    if (!rungs_is(l, "armed")) {
        return NULL;
    }
    return moment == 0          ? "it is armed, and the clock has no such warning to give"
           : moment != l->at_ms ? "it is armed for another moment than the one that follows from the clock"
                                : NULL;
}

static enum rc rungs_bad(const struct rungs_walk *w, const struct rungs *r, int64_t level, const char *why)
{
    *w->report = (struct deadline_report){1, arena_strdup(w->ctx->arena, r->row->case_id),
                                          arena_strdup(w->ctx->arena, r->row->clock), level, why};
    return w->report->case_id != NULL && w->report->clock != NULL ? RC_DONE : RC_TOO_LARGE; /* ends the walk */
}

static enum rc rungs_compare(const struct rungs_walk *w, const struct rungs *r)
{
    for (size_t i = 0; i < r->count; i++) {
        const char *why = rungs_look(w->ctx, r, &r->levels[i]);
        if (why != NULL) {
            return rungs_bad(w, r, r->levels[i].level, why);
        }
    }
    for (size_t i = 0; i < r->clock->level_count; i++) {
        int64_t number = DEADLINE_ROUND * r->row->round + r->clock->levels[i].level;
        if (!r->is_silent && rungs_moment(w->ctx, r, number) != 0 && rungs_find(r, number) == NULL) {
            return rungs_bad(w, r, number, "it is not there, and must be armed");
        }
    }
    return RC_OK;
}

static enum rc rungs_load(const struct rungs_walk *w, const struct deadline_row *row, struct rungs *out)
{
    struct deadline_get_rules_out rules;
    struct level_row *levels;
    *out = (struct rungs){.row = row};
    enum rc rc = deadline_rows_get_rules(w->tx, w->ctx->arena, &(struct deadline_get_rules_in){row->case_id}, &rules);
    if (rc == RC_OK) {
        rc = deadline_rows_list_levels(w->tx, w->ctx->arena, &(struct deadline_list_levels_in){row->id}, &levels,
                                       &out->count);
    }
    if (rc != RC_OK) {
        return rc;
    }
    const struct workflow *d = reference_workflow_find(w->ctx->reference, rules.workflow_key, rules.workflow_version);
    out->clock = d != NULL ? workflow_clock_find(d, row->clock) : NULL;
    out->levels = levels;
    out->is_silent =
        (row->pause_from != SQL_NULL && row->pause_to == SQL_NULL) || (rules.is_filed && strcmp(row->clock, "C5") == 0);
    for (size_t i = 0; i < out->count; i++) {
        if (rungs_is(&levels[i], "fired") && levels[i].level > out->last_fired) {
            out->last_fired = levels[i].level;
        }
    }
    return RC_OK;
}

static enum rc rungs_take(void *arg, const struct deadline_row *row)
{
    const struct rungs_walk *w = arg;
    struct arena_mark mark = arena_mark(w->ctx->arena);
    struct rungs r;
    enum rc rc = rungs_load(w, row, &r);
    if (rc == RC_OK) {
        rc = r.clock != NULL ? rungs_compare(w, &r)
                             : rungs_bad(w, &r, 0, "the definition of the case does not know the clock");
    }
    if (rc == RC_OK) {
        arena_reset_to(w->ctx->arena, mark);
    }
    return rc;
}

/* Rungs that no clock has to give: of one that ended, or that only say that they fired, or no longer do. */
static enum rc rungs_find_odd(const struct rungs_walk *w)
{
    struct arena *arena = w->ctx->arena;
    struct deadline_find_stray_out stray;
    struct deadline_find_unheard_out unheard;
    struct deadline_find_forgotten_out forgotten;
    struct deadline_report bad = {1, NULL, NULL, 0, "it is armed, and the clock ended"};
    enum rc rc = deadline_rows_find_stray(w->tx, arena, &stray);
    if (rc == RC_OK) {
        bad.case_id = stray.case_id;
        bad.clock = stray.clock;
        bad.level = stray.level;
    }
    if (rc == RC_NOT_FOUND) {
        rc = deadline_rows_find_unheard(w->tx, arena, &unheard);
        if (rc == RC_OK) {
            bad = (struct deadline_report){1, unheard.case_id, unheard.clock, unheard.level,
                                           "it is said to have been given, and no entry of the journal says so"};
        }
    }
    if (rc == RC_NOT_FOUND) {
        rc = deadline_rows_find_forgotten(w->tx, arena, &forgotten);
        if (rc == RC_OK) {
            bad = (struct deadline_report){1, forgotten.case_id, forgotten.clock, forgotten.level,
                                           "it was given by an entry of the journal, and does not say so"};
        }
    }
    if (rc == RC_OK) {
        *w->report = bad;
        return RC_DONE;
    }
    return rc == RC_NOT_FOUND ? RC_OK : rc;
}

enum rc deadline_verify(struct ctx *ctx, struct tx *tx, struct deadline_report *out)
{
    struct rungs_walk w = {ctx, tx, out};
    *out = (struct deadline_report){0};
    enum rc rc = reference_use(ctx, tx);
    if (rc == RC_OK) {
        rc = rungs_find_odd(&w);
    }
    if (rc == RC_OK) {
        rc = deadline_rows_walk_running_each(tx, ctx->arena, rungs_take, &w);
    }
    return rc == RC_DONE ? RC_OK : rc;
}

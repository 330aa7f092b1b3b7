/*
 * deadline.c - running clocks: start, stop, extend, recompute.
 *
 * Runs on: the writer. Owns: nothing. All dates come from due_compute; nothing here counts days.
 */
#include "domain/deadline.h"

#include "base/check.h"
#include "base/clock.h"
#include "base/ident.h"
#include "domain/reference.h"
#include "store/sql_stmts.h"

#include <string.h>

static const char *const deadline_units[] = {
    [DUE_CALENDAR_DAY] = "calendar_day",
    [DUE_WORKING_DAY] = "working_day",
    [DUE_HOUR] = "hour",
    [DUE_ON_DATE] = "on_date",
};

static const char *const deadline_kinds[] = {
    [CLOCK_DUTY] = "duty",
    [CLOCK_LOCAL] = "local",
    [CLOCK_WINDOW] = "window",
    [CLOCK_RIGHT] = "right",
};

const char *deadline_unit_name(enum due_unit unit)
{
    return deadline_units[unit];
}

const char *deadline_kind_name(enum workflow_clock_kind kind)
{
    return deadline_kinds[kind];
}

enum due_unit deadline_unit(const char *name)
{
    for (int i = 0; i < (int)(sizeof deadline_units / sizeof deadline_units[0]); i++) {
        if (strcmp(deadline_units[i], name) == 0) {
            return (enum due_unit)i;
        }
    }
    CHECK(0 && "a stored clock has an unknown unit");
    return DUE_CALENDAR_DAY;
}

void deadline_due_input(const struct deadline_row *row, struct due_pause *pause, struct due_input *out)
{
    int is_paused = row->pause_from != SQL_NULL && row->pause_to != SQL_NULL;
    *pause = (struct due_pause){(int32_t)row->pause_from, (int32_t)row->pause_to};
    *out = (struct due_input){
        .start_ms = row->started_ms,
        .unit = deadline_unit(row->unit),
        .length = (int)row->length,
        /* An assigner's date is stored as the last day before extensions. */
        .on_day = (int32_t)(row->due_day - row->extension_days),
        .extension_days = (int)row->extension_days,
        .pauses = pause,
        .pause_count = is_paused ? 1 : 0,
    };
}

/* Arms the rungs of the clock's present round that lie above the last one that fired. */
static enum rc deadline_arm(struct ctx *ctx, struct tx *tx, const struct workflow_clock *clock,
                            const struct deadline_row *row, int64_t last_fired)
{
    struct due_pause pause;
    struct due_input in;
    deadline_due_input(row, &pause, &in);
    struct due_result due = {row->due_ms, (int32_t)row->due_day, (int32_t)row->rolled_day, (int)row->is_provisional};
    for (size_t i = 0; i < clock->level_count; i++) {
        const struct workflow_level *level = &clock->levels[i];
        int64_t number = DEADLINE_ROUND * row->round + level->level;
        int64_t at_ms = due_level_ms(ctx->reference->calendar, &in, &due, level->at, level->n);
        if (at_ms == 0 || number <= last_fired) {
            continue;
        }
        enum rc rc = deadline_rows_add_level(
            tx, &(struct deadline_add_level_in){.deadline_id = row->id, .level = number, .at_ms = at_ms});
        if (rc != RC_OK) {
            return rc;
        }
    }
    return RC_OK;
}

static enum rc deadline_dates(struct ctx *ctx, struct deadline_row *row, const struct due_input *in)
{
    struct due_result due;
    enum rc rc = due_compute(ctx->reference->calendar, in, &due);
    if (rc == RC_OK) {
        row->due_ms = due.due_ms;
        row->due_day = due.due_day;
        row->rolled_day = due.rolled_day;
        row->is_provisional = due.is_provisional;
    }
    return rc;
}

enum rc deadline_start(struct ctx *ctx, struct tx *tx, const struct workflow_clock *clock,
                       const struct deadline_start *in, struct deadline_row *out)
{
    char *id = arena_alloc(ctx->arena, IDENT_SIZE);
    if (id == NULL) {
        return RC_TOO_LARGE;
    }
    ident_new(ctx->now_ms, id);
    *out = (struct deadline_row){
        .id = id,
        .case_id = in->case_id,
        .clock = clock->key,
        .kind = deadline_kind_name(clock->kind),
        .unit = deadline_unit_name(clock->unit),
        .length = clock->length,
        .owner_unit_id = in->owner_unit_id,
        .about = in->about,
        .started_ms = in->start_ms,
        .status = "running",
        .ended_ms = SQL_NULL,
        .pause_from = SQL_NULL,
        .pause_to = SQL_NULL,
    };
    struct due_input due = {
        .start_ms = in->start_ms, .unit = clock->unit, .length = clock->length, .on_day = in->on_day};
    enum rc rc = deadline_dates(ctx, out, &due);
    if (rc == RC_OK) {
        rc = deadline_rows_add(tx, &(struct deadline_add_in){.id = out->id,
                                                             .case_id = out->case_id,
                                                             .clock = out->clock,
                                                             .kind = out->kind,
                                                             .unit = out->unit,
                                                             .length = out->length,
                                                             .owner_unit_id = out->owner_unit_id,
                                                             .about = out->about,
                                                             .started_ms = out->started_ms,
                                                             .due_ms = out->due_ms,
                                                             .due_day = out->due_day,
                                                             .rolled_day = out->rolled_day,
                                                             .is_provisional = out->is_provisional});
    }
    return rc == RC_OK ? deadline_arm(ctx, tx, clock, out, 0) : rc;
}

enum rc deadline_end(struct ctx *ctx, struct tx *tx, struct deadline_row *row, int64_t at_ms, int is_cancel)
{
    int is_over = at_ms >= row->due_ms;
    int is_window = strcmp(row->kind, "window") == 0 || strcmp(row->kind, "right") == 0;
    row->status = is_cancel ? "cancelled" : is_over ? "late" : "met";
    /* An act that counts from an earlier day ends nothing before it began. */
    row->ended_ms = at_ms > row->started_ms ? at_ms : ctx->now_ms;
    if (is_cancel && is_window && is_over) {
        row->status = "lapsed"; /* nobody used it in time, and nothing that comes later changes that */
        row->ended_ms = row->due_ms;
    }
    enum rc rc = deadline_rows_end(
        tx, &(struct deadline_end_in){.id = row->id, .status = row->status, .ended_ms = row->ended_ms});
    return rc == RC_OK ? deadline_rows_drop_levels(tx, &(struct deadline_drop_levels_in){row->id}) : rc;
}

/* Stores new dates; the rungs that have not fired are dropped and armed anew. */
static enum rc deadline_store(struct ctx *ctx, struct tx *tx, const struct workflow_clock *clock,
                              const struct deadline_row *row)
{
    struct deadline_last_fired_out fired = {0};
    enum rc rc = deadline_rows_move(tx, &(struct deadline_move_in){.id = row->id,
                                                                   .extension_days = row->extension_days,
                                                                   .round = row->round,
                                                                   .due_ms = row->due_ms,
                                                                   .due_day = row->due_day,
                                                                   .rolled_day = row->rolled_day,
                                                                   .is_provisional = row->is_provisional});
    if (rc == RC_OK) {
        rc = deadline_rows_drop_levels(tx, &(struct deadline_drop_levels_in){row->id});
    }
    if (rc == RC_OK) {
        rc = deadline_rows_last_fired(tx, ctx->arena, &(struct deadline_last_fired_in){row->id}, &fired);
    }
    return rc == RC_OK ? deadline_arm(ctx, tx, clock, row, fired.level) : rc;
}

enum rc deadline_extend(struct ctx *ctx, struct tx *tx, const struct workflow_clock *clock, struct deadline_row *row,
                        int days)
{
    struct due_pause pause;
    struct due_input in;
    deadline_due_input(row, &pause, &in);
    in.extension_days += days;
    row->extension_days = in.extension_days;
    row->round++;
    enum rc rc = deadline_dates(ctx, row, &in);
    return rc == RC_OK ? deadline_store(ctx, tx, clock, row) : rc;
}

enum rc deadline_pause_begin(struct tx *tx, struct deadline_row *row, int32_t from_day)
{
    row->pause_from = from_day;
    enum rc rc = deadline_rows_pause(tx, &(struct deadline_pause_in){row->id, from_day, SQL_NULL});
    return rc == RC_OK ? deadline_hush(tx, row) : rc;
}

enum rc deadline_pause_end(struct ctx *ctx, struct tx *tx, const struct workflow_clock *clock, struct deadline_row *row,
                           int32_t to_day)
{
    struct due_pause pause;
    struct due_input in;
    row->pause_to = to_day;
    deadline_due_input(row, &pause, &in);
    enum rc rc = to_day >= row->pause_from ? deadline_dates(ctx, row, &in) : RC_INVALID;
    if (rc == RC_OK) {
        rc = deadline_rows_pause(tx, &(struct deadline_pause_in){row->id, row->pause_from, to_day});
    }
    return rc == RC_OK ? deadline_store(ctx, tx, clock, row) : rc;
}

enum rc deadline_hush(struct tx *tx, const struct deadline_row *row)
{
    return deadline_rows_drop_levels(tx, &(struct deadline_drop_levels_in){row->id});
}

static int deadline_same_ladder(const struct workflow_clock *a, const struct workflow_clock *b)
{
    int is_same = a != NULL && a->level_count == b->level_count;
    for (size_t i = 0; is_same && i < b->level_count; i++) {
        is_same = a->levels[i].at == b->levels[i].at && a->levels[i].n == b->levels[i].n;
    }
    return is_same;
}

enum rc deadline_take_over(struct ctx *ctx, struct tx *tx, const struct workflow_clock *from,
                           const struct workflow_clock *to, const struct deadline_row *row)
{
    return deadline_same_ladder(from, to) ? RC_OK : deadline_store(ctx, tx, to, row);
}

enum rc deadline_rouse(struct ctx *ctx, struct tx *tx, const struct workflow_clock *clock,
                       const struct deadline_row *row)
{
    return deadline_store(ctx, tx, clock, row);
}

/* The days on which so many working days are left may be others, though the last day is the same. */
static enum rc deadline_move_rungs(struct ctx *ctx, struct tx *tx, const struct workflow_clock *clock,
                                   const struct deadline_row *row)
{
    struct due_pause pause;
    struct due_input in;
    enum rc rc = RC_OK;
    deadline_due_input(row, &pause, &in);
    struct due_result due = {row->due_ms, (int32_t)row->due_day, (int32_t)row->rolled_day, (int)row->is_provisional};
    for (size_t i = 0; rc == RC_OK && in.unit == DUE_WORKING_DAY && i < clock->level_count; i++) {
        const struct workflow_level *l = &clock->levels[i];
        int64_t at_ms = due_level_ms(ctx->reference->calendar, &in, &due, l->at, l->n);
        if (at_ms != 0) {
            rc = deadline_rows_move_level(
                tx, &(struct deadline_move_level_in){row->id, DEADLINE_ROUND * row->round + l->level, at_ms});
        }
    }
    return rc;
}

enum rc deadline_recompute(struct ctx *ctx, struct tx *tx, const struct workflow_clock *clock, struct deadline_row *row,
                           int *moved)
{
    struct deadline_row before = *row;
    struct due_pause pause;
    struct due_input in;
    deadline_due_input(row, &pause, &in);
    enum rc rc = deadline_dates(ctx, row, &in);
    if (rc != RC_OK) {
        return rc;
    }
    *moved = before.due_ms != row->due_ms || before.rolled_day != row->rolled_day;
    if (!*moved && before.is_provisional == row->is_provisional) {
        return deadline_move_rungs(ctx, tx, clock, row);
    }
    return deadline_store(ctx, tx, clock, row);
}

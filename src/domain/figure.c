/*
 * figure.c - counts for the board.
 *
 * Runs on: a worker with a read transaction. Owns: nothing.
 * Invariant: a row's count and the total of its list come out of the same snippets of case.sql.
 */
#include "domain/figure.h"

#include "base/clock.h"
#include "domain/perm.h"
#include "domain/reason.h"
#include "domain/worklist_board.h"

#include <stdlib.h>
#include <string.h>

_Static_assert((int)INDICATOR_COUNT_OPEN_A_CHANNEL == (int)INDICATOR_COUNT_REGISTERED_A_CHANNEL &&
                   (int)INDICATOR_COUNT_OPEN_IN_PLACE == (int)INDICATOR_COUNT_REGISTERED_IN_PLACE &&
                   (int)INDICATOR_COUNT_OPEN_IN_PLACE == (int)INDICATOR_COUNT_CLOSED_IN_PLACE &&
                   (int)INDICATOR_COUNT_OPEN_B_DUE == (int)INDICATOR_COUNT_CLOSED_B_DUE,
               "statements over cases share their mask");

/* The fragment of each dimension as first and as second heading, and as the heading of duties; 0: there is none. */
static const struct {
    unsigned first, second, duty;
} figure_masks[DIMENSION_COUNT] = {
    [DIMENSION_STAGE] = {INDICATOR_COUNT_OPEN_A_STAGE, INDICATOR_COUNT_OPEN_B_STAGE, 0},
    [DIMENSION_AGE] = {INDICATOR_COUNT_OPEN_A_AGE, INDICATOR_COUNT_OPEN_B_AGE, 0},
    [DIMENSION_DUE] = {INDICATOR_COUNT_OPEN_A_DUE, INDICATOR_COUNT_OPEN_B_DUE, 0},
    [DIMENSION_UNIT] = {INDICATOR_COUNT_OPEN_A_UNIT, 0, INDICATOR_COUNT_DUTY_A_UNIT},
    [DIMENSION_CLASS] = {INDICATOR_COUNT_OPEN_A_CLASS, INDICATOR_COUNT_OPEN_B_CLASS, INDICATOR_COUNT_DUTY_A_CLASS},
    [DIMENSION_CHANNEL] = {INDICATOR_COUNT_OPEN_A_CHANNEL, INDICATOR_COUNT_OPEN_B_CHANNEL,
                           INDICATOR_COUNT_DUTY_A_CHANNEL},
    [DIMENSION_PLACE] = {INDICATOR_COUNT_OPEN_A_PLACE, 0, INDICATOR_COUNT_DUTY_A_PLACE},
};

static int figure_has_heading(const struct indicator *i, enum dimension d, int is_second)
{
    return d != DIMENSION_COUNT && (i->kind == INDICATOR_DUTY ? !is_second && figure_masks[d].duty != 0
                                    : is_second               ? figure_masks[d].second != 0
                                                              : figure_masks[d].first != 0);
}

static enum rc figure_check(struct ctx *ctx, const struct figure_ask *ask)
{
    const struct indicator *i = ask->indicator;
    int is_time = ask->by == DIMENSION_TIME;
    if (ask->by != DIMENSION_NONE && !indicator_parts(i, ask->by)) {
        return fault_add(&ctx->fault, reason(REASON_NOT_PARTED), "?by", dimension_rows[ask->by].key, NULL);
    }
    /* Beside time the second heading is counted as the first one of each step. */
    if (ask->and_by != DIMENSION_NONE &&
        (ask->by == DIMENSION_NONE || ask->by == ask->and_by || !indicator_parts(i, ask->and_by) ||
         !figure_has_heading(i, ask->and_by, !is_time))) {
        return fault_add(&ctx->fault, reason(REASON_NOT_PARTED), "?and", dimension_rows[ask->and_by].key, NULL);
    }
    return ask->to_day < ask->from_day ? fault_add(&ctx->fault, reason(REASON_DATE_ORDER), "?to", NULL, NULL) : RC_OK;
}

struct figure_work {
    struct ctx *ctx;
    struct tx *tx;
    const struct figure_ask *ask;
    struct figure_table *out;
    size_t room;
};

#define FIGURE_CASES(w, m, t)                                                                                          \
    .actor = (w)->ctx->actor->account_id, .today = (t), .unit = (w)->out->unit_id, .place = (w)->out->place_id,        \
    .class = (w)->ask->class_code, .channel = (w)->ask->channel, .stage = (w)->ask->stage, .now = (m).now,             \
    .today_end = (m).today_end, .week_end = (m).week_end, .age_15 = clock_day_start_ms((t)-15),                        \
    .age_30 = clock_day_start_ms((t)-30), .age_60 = clock_day_start_ms((t)-60), .age_90 = clock_day_start_ms((t)-90),  \
    .age_180 = clock_day_start_ms((t)-180)

static enum rc figure_duties(struct figure_work *w, int32_t from, int32_t to, enum dimension by,
                             struct figure_cell **cells, size_t *count)
{
    const struct figure_ask *ask = w->ask;
    unsigned mask = figure_masks[by].duty | (ask->place_id ? INDICATOR_COUNT_DUTY_IN_PLACE : 0);
    const struct indicator_count_duty_in in = {.actor = w->ctx->actor->account_id,
                                               .today = clock_day_of(w->ctx->now_ms),
                                               .unit = w->out->unit_id,
                                               .place = w->out->place_id,
                                               .class = ask->class_code,
                                               .channel = ask->channel,
                                               .stage = ask->stage,
                                               .now = w->ctx->now_ms,
                                               .clocks = ask->indicator->clocks,
                                               .duty_from = from,
                                               .duty_to = to,
                                               .duty_unit = ask->unit_id};
    return indicator_rows_count_duty(w->tx, w->ctx->arena, mask, &in, cells, count);
}

static enum rc figure_cells(struct figure_work *w, int32_t from, int32_t to, enum dimension a, enum dimension b,
                            struct figure_cell **cells, size_t *count)
{
    struct worklist_moments m = worklist_board_moments(w->ctx);
    int32_t today = clock_day_of(w->ctx->now_ms);
    int64_t from_ms = clock_day_start_ms(from), to_ms = clock_day_start_ms(to + 1);
    unsigned mask = figure_masks[a].first | figure_masks[b].second |
                    (w->ask->unit_id ? INDICATOR_COUNT_OPEN_IN_UNIT : 0) |
                    (w->ask->place_id ? INDICATOR_COUNT_OPEN_IN_PLACE : 0);
    switch (w->ask->indicator->kind) {
    case INDICATOR_OPEN: {
        const struct indicator_count_open_in in = {FIGURE_CASES(w, m, today)};
        return indicator_rows_count_open(w->tx, w->ctx->arena, mask, &in, cells, count);
    }
    case INDICATOR_REGISTERED: {
        const struct indicator_count_registered_in in = {FIGURE_CASES(w, m, today), .from_ms = from_ms, .to_ms = to_ms};
        return indicator_rows_count_registered(w->tx, w->ctx->arena, mask, &in, cells, count);
    }
    case INDICATOR_CLOSED: {
        const struct indicator_count_closed_in in = {FIGURE_CASES(w, m, today), .from_ms = from_ms, .to_ms = to_ms};
        return indicator_rows_count_closed(w->tx, w->ctx->arena, mask, &in, cells, count);
    }
    case INDICATOR_DUTY: break;
    }
    return figure_duties(w, from, to, a, cells, count);
}

/* Nothing that tells of one case to who may not read cases. */
static int64_t figure_shown(int can_open, int64_t n)
{
    return can_open ? n : n > 0 && n < FIGURE_LEAST ? SQL_NULL : n - n % FIGURE_LEAST;
}

static void figure_fill(struct figure_work *w, int64_t total, int64_t missed, int32_t from, int32_t to,
                        struct figure_row *row)
{
    int is_duty = w->ask->indicator->kind == INDICATOR_DUTY, can_open = w->out->can_open;
    struct figure_ask ask = *w->ask;
    ask.from_day = from;
    ask.to_day = to;
    row->count = figure_shown(can_open, total - missed);
    row->base = figure_shown(can_open, total);
    row->is_few = is_duty && total < FIGURE_FEW;
    row->per_mille = !is_duty || total == 0 || (row->is_few && !can_open) ? SQL_NULL : (total - missed) * 1000 / total;
    row->list = can_open ? figure_list(w->ctx, &ask, w->out, row) : NULL;
}

static const char *const figure_stages[] = {"intake", "assign", "resolve", "review", "close"};
static const char *const figure_ages[] = {"d15", "d30", "d60", "d90", "d180", "over"};

static const char *figure_place_in(struct ctx *ctx, const char *const *list, size_t n, const char *key)
{
    size_t i = 0;
    while (i < n && strcmp(list[i], key) != 0) {
        i++;
    }
    return arena_printf(ctx->arena, "%02zu", i);
}

/* What a key is called and where it stands among the others: stages and ages in their own order, units in the order of the tree. */
static enum rc figure_name(struct figure_work *w, enum dimension by, const char *key, const char **zh, const char **en,
                           const char **rank)
{
    struct ctx *ctx = w->ctx;
    struct unit_row unit;
    struct term_row term;
    enum rc rc = RC_OK;
    *rank = key;
    if ((by == DIMENSION_UNIT || by == DIMENSION_PLACE) && strcmp(key, "none") != 0) {
        rc = unit_rows_get(w->tx, ctx->arena, &(struct unit_get_in){key}, &unit);
        if (rc == RC_OK) {
            *zh = *en = unit.name;
            /* Directly below what is looked at: as the office sorts them; what is looked at comes first. */
            int is_itself = strcmp(key, by == DIMENSION_UNIT ? w->out->unit_id : w->out->place_id) == 0;
            *rank = is_itself ? "" : arena_printf(ctx->arena, "%06lld%s", (long long)unit.sort, unit.path);
        }
    } else if (by == DIMENSION_CLASS && strcmp(key, "none") != 0) {
        rc = term_rows_get(w->tx, ctx->arena, &(struct term_get_in){"class", key}, &term);
        if (rc == RC_OK) {
            *zh = term.title_zh;
            *en = term.title_en;
            *rank = arena_printf(ctx->arena, "%06lld", (long long)term.sort);
        }
    } else if (by == DIMENSION_STAGE) {
        *rank = figure_place_in(ctx, figure_stages, sizeof figure_stages / sizeof figure_stages[0], key);
    } else if (by == DIMENSION_AGE) {
        *rank = figure_place_in(ctx, figure_ages, sizeof figure_ages / sizeof figure_ages[0], key);
    } else if (by == DIMENSION_DUE) {
        *rank = figure_place_in(ctx, worklist_due_keys, 6, key);
    } else if (strcmp(key, "none") == 0) {
        *rank = "~";
    }
    return rc == RC_NOT_FOUND ? RC_OK : rc;
}

static int figure_by_rank(const void *x, const void *y)
{
    const struct figure_row *a = x, *b = y;
    int order = strcmp(a->rank, b->rank);
    return order != 0 ? order : strcmp(a->and_rank, b->and_rank);
}

/* The rows of one stretch of time; `step` is its key when the table is parted by time. */
static enum rc figure_stretch(struct figure_work *w, int32_t from, int32_t to, const char *step)
{
    const struct figure_ask *ask = w->ask;
    enum dimension a = step ? ask->and_by : ask->by, b = step ? DIMENSION_NONE : ask->and_by;
    struct figure_cell *cells;
    size_t count;
    enum rc rc = figure_cells(w, from, to, a, b, &cells, &count);
    for (size_t i = 0; rc == RC_OK && i < count; i++) {
        if (w->out->count == w->room) {
            return RC_TOO_LARGE;
        }
        struct figure_row *row = &w->out->rows[w->out->count++];
        *row = (struct figure_row){.key = step ? step : cells[i].a, .and_key = step ? cells[i].a : cells[i].b};
        rc = figure_name(w, ask->by, row->key, &row->title_zh, &row->title_en, &row->rank);
        if (rc == RC_OK) {
            rc = figure_name(w, ask->and_by, row->and_key, &row->and_title_zh, &row->and_title_en, &row->and_rank);
        }
        figure_fill(w, cells[i].total, cells[i].missed, from, to, row);
    }
    return rc;
}

/* First day of the next step. */
static int32_t figure_next(int32_t day, enum figure_step step)
{
    int year, month, mday;
    if (step == FIGURE_DAY) {
        return day + 1;
    }
    if (step == FIGURE_WEEK) {
        return day + 8 - (clock_weekday(day) == 0 ? 7 : clock_weekday(day));
    }
    clock_split_day(day, &year, &month, &mday);
    return clock_join_day(year + (month == 12), month == 12 ? 1 : month + 1, 1);
}

static enum rc figure_by_time(struct figure_work *w)
{
    const struct figure_ask *ask = w->ask;
    int steps = 0;
    enum rc rc = RC_OK;
    for (int32_t day = ask->from_day; rc == RC_OK && day <= ask->to_day; steps++) {
        char key[16];
        int32_t next = figure_next(day, ask->step);
        clock_format_day(day, key);
        if (steps == FIGURE_STEPS_MAX) {
            return fault_add(&w->ctx->fault, reason(REASON_TOO_MANY_STEPS), "?step", NULL, NULL);
        }
        rc = figure_stretch(w, day, next > ask->to_day ? ask->to_day : next - 1, arena_strdup(w->ctx->arena, key));
        day = next;
    }
    return rc;
}

/* All of it at once: with several duties of one case in several rows the rows do not add up to it. */
static enum rc figure_total(struct figure_work *w)
{
    const struct figure_ask *ask = w->ask;
    struct figure_ask whole = *ask;
    struct figure_cell *cells;
    size_t count;
    whole.by = whole.and_by = DIMENSION_NONE;
    struct figure_work all = *w;
    all.ask = &whole;
    enum rc rc = figure_cells(&all, ask->from_day, ask->to_day, DIMENSION_NONE, DIMENSION_NONE, &cells, &count);
    w->out->total = (struct figure_row){.key = "", .and_key = ""};
    if (rc == RC_OK) {
        figure_fill(&all, count > 0 ? cells[0].total : 0, count > 0 ? cells[0].missed : 0, ask->from_day, ask->to_day,
                    &w->out->total);
    }
    return rc;
}

static enum rc figure_root(struct ctx *ctx, struct tx *tx, const char *id, const char *pointer, const char **out_id,
                           const char **out_name, const char **out_parent)
{
    struct unit_row unit;
    enum rc rc =
        id ? unit_rows_get(tx, ctx->arena, &(struct unit_get_in){id}, &unit) : unit_rows_get_top(tx, ctx->arena, &unit);
    if (rc == RC_NOT_FOUND) {
        return fault_add(&ctx->fault, reason(id ? REASON_UNKNOWN_UNIT : REASON_NO_COUNTY), pointer, NULL, NULL);
    }
    *out_id = unit.id;
    *out_name = unit.name;
    *out_parent = unit.parent_id;
    return rc;
}

enum rc figure_count(struct ctx *ctx, struct tx *tx, const struct figure_ask *ask, struct figure_table *out)
{
    enum { FIGURE_ROWS_MAX = 2000 };
    struct figure_work w = {.ctx = ctx, .tx = tx, .ask = ask, .out = out, .room = FIGURE_ROWS_MAX};
    struct indicator_count_blind_out blind;
    memset(out, 0, sizeof *out);
    enum rc rc = figure_check(ctx, ask);
    if (rc == RC_OK) {
        rc = figure_root(ctx, tx, ask->unit_id, "?unit", &out->unit_id, &out->unit_name, &out->unit_parent_id);
    }
    if (rc == RC_OK) {
        rc = figure_root(ctx, tx, ask->place_id, "?place", &out->place_id, &out->place_name, &out->place_parent_id);
    }
    if (rc == RC_OK) {
        rc = indicator_rows_count_blind(
            tx, ctx->arena, &(struct indicator_count_blind_in){ctx->actor->account_id, clock_day_of(ctx->now_ms)},
            &blind);
    }
    if (rc != RC_OK) {
        return rc;
    }
    out->can_open = blind.total == 0 && perm_has(ctx->actor, PERM_CASE_READ);
    out->rows = arena_array_of(ctx->arena, struct figure_row, FIGURE_ROWS_MAX);
    if (out->rows == NULL) {
        return RC_TOO_LARGE;
    }
    rc = ask->by == DIMENSION_NONE   ? RC_OK
         : ask->by == DIMENSION_TIME ? figure_by_time(&w)
                                     : figure_stretch(&w, ask->from_day, ask->to_day, NULL);
    if (rc == RC_OK) {
        rc = figure_total(&w);
    }
    qsort(out->rows, out->count, sizeof out->rows[0], figure_by_rank);
    return rc;
}

/*
 * calendar_preview.c - see calendar_preview.h.
 *
 * Runs on: a worker. Owns: nothing.
 */
#include "domain/calendar_preview.h"

#include "base/clock.h"
#include "base/ident.h"
#include "domain/deadline.h"
#include "domain/perm.h"
#include "domain/reference.h"
#include "store/sql_stmts.h"

#include <stdio.h>
#include <string.h>

enum { PREVIEW_PAGE = 500 };

struct preview {
    struct ctx *ctx;
    struct tx *tx;
    const struct calendar *calendar; /* as it would be */
    struct calendar_preview *out;
    int names_cases;
};

/* The present calendar with the year replaced. NULL when the arena is full. */
static const struct calendar *preview_calendar(struct ctx *ctx, const struct calendar_year_in *in)
{
    const struct calendar *now = ctx->reference->calendar;
    struct calendar_day *days = arena_array_of(ctx->arena, struct calendar_day, now->day_count + in->day_count);
    int *years = arena_array_of(ctx->arena, int, now->year_count + 1);
    size_t day_count = 0;
    size_t year_count = 0;
    if (days == NULL || years == NULL) {
        return NULL;
    }
    for (size_t i = 0; i < now->day_count; i++) {
        int year;
        int month;
        int mday;
        clock_split_day(now->days[i].day, &year, &month, &mday);
        if (year != in->year) {
            days[day_count++] = now->days[i];
        }
    }
    for (size_t i = 0; i < in->day_count; i++) {
        days[day_count++] = in->days[i];
    }
    for (size_t i = 0; i < now->year_count; i++) {
        if (now->years[i] != in->year) {
            years[year_count++] = now->years[i];
        }
    }
    years[year_count++] = in->year;
    return calendar_new(ctx->arena, days, day_count, years, year_count);
}

/* The clock's own words, which the reference keeps: rows of a page are gone before the next one. */
static struct calendar_preview_clock preview_clock(const struct ctx *ctx, const char *key)
{
    const struct reference *r = ctx->reference;
    for (size_t i = 0; i < r->workflow_count; i++) {
        const struct workflow_clock *clock = workflow_clock_find(r->workflows[i].definition, key);
        if (clock != NULL) {
            return (struct calendar_preview_clock){clock->key, clock->title.zh, clock->title.en};
        }
    }
    return (struct calendar_preview_clock){"?", "?", "?"}; /* no published version has it: cannot be */
}

static void preview_group(struct preview *p, const struct deadline_list_running_open_out *row,
                          const struct due_result *due)
{
    struct calendar_preview *out = p->out;
    for (size_t i = 0; i < out->group_count; i++) {
        struct calendar_preview_group *g = &out->groups[i];
        if (g->before_day == row->due_day && g->after_day == due->due_day && g->before_rolled == row->rolled_day &&
            g->after_rolled == due->rolled_day && g->was_provisional == row->is_provisional &&
            strcmp(g->clock.key, row->clock) == 0) {
            g->count++;
            return;
        }
    }
    if (out->group_count == CALENDAR_PREVIEW_GROUPS_MAX) {
        out->has_more = 1;
        return;
    }
    struct calendar_preview_group *g = &out->groups[out->group_count++];
    *g = (struct calendar_preview_group){.clock = preview_clock(p->ctx, row->clock),
                                         .before_day = (int32_t)row->due_day,
                                         .after_day = due->due_day,
                                         .before_rolled = (int32_t)row->rolled_day,
                                         .after_rolled = due->rolled_day,
                                         .was_provisional = row->is_provisional != 0,
                                         .is_provisional = due->is_provisional,
                                         .count = 1};
}

/* One line for a clock whose last day moves, when its case is the actor's to see. */
static enum rc preview_case(struct preview *p, const struct deadline_list_running_open_out *row,
                            const struct due_result *due)
{
    struct case_is_visible_out seen;
    struct calendar_preview *out = p->out;
    if (!p->names_cases || out->case_count == CALENDAR_PREVIEW_CASES_MAX || due->due_day == row->due_day) {
        return RC_OK;
    }
    enum rc rc = case_rows_is_visible(
        p->tx, p->ctx->arena,
        &(struct case_is_visible_in){row->case_id, p->ctx->actor->account_id, clock_day_of(p->ctx->now_ms)}, &seen);
    if (rc == RC_OK) {
        struct calendar_preview_case *c = &out->cases[out->case_count++];
        *c = (struct calendar_preview_case){
            .clock = preview_clock(p->ctx, row->clock), .before_day = (int32_t)row->due_day, .after_day = due->due_day};
        snprintf(c->case_id, sizeof c->case_id, "%s", row->case_id);
        snprintf(c->number, sizeof c->number, "%s", row->number);
    }
    return rc == RC_NOT_FOUND ? RC_OK : rc;
}

static enum rc preview_row(struct preview *p, const struct deadline_list_running_open_out *row)
{
    struct calendar_preview *out = p->out;
    struct due_pause pause;
    struct due_input in;
    struct due_result due;
    const struct deadline_row d = {.unit = row->unit,
                                   .length = row->length,
                                   .started_ms = row->started_ms,
                                   .extension_days = row->extension_days,
                                   .due_day = row->due_day,
                                   .pause_from = row->pause_from,
                                   .pause_to = row->pause_to};
    deadline_due_input(&d, &pause, &in);
    enum rc rc = due_compute(p->calendar, &in, &due);
    if (rc != RC_OK) {
        return rc;
    }
    out->looked_at++;
    out->earlier += due.due_ms < row->due_ms;
    out->later += due.due_ms > row->due_ms;
    int is_same_end = due.due_ms == row->due_ms;
    int is_rolled = is_same_end && due.rolled_day != row->rolled_day;
    int is_firm = is_same_end && !is_rolled && row->is_provisional && !due.is_provisional;
    out->rolled += is_rolled;
    out->firm += is_firm;
    if (is_same_end && !is_rolled && due.is_provisional == (row->is_provisional != 0)) {
        return RC_OK;
    }
    preview_group(p, row, &due);
    return preview_case(p, row, &due);
}

static enum rc preview_rows(struct preview *p, int32_t from_day)
{
    char after[IDENT_SIZE] = "";
    size_t count = PREVIEW_PAGE;
    enum rc rc = RC_OK;
    while (rc == RC_OK && count == PREVIEW_PAGE) {
        struct deadline_list_running_open_out *rows;
        struct arena_mark mark = arena_mark(p->ctx->arena);
        rc = deadline_rows_list_running_open(p->tx, p->ctx->arena,
                                             &(struct deadline_list_running_open_in){from_day, after, PREVIEW_PAGE},
                                             &rows, &count);
        for (size_t i = 0; rc == RC_OK && i < count; i++) {
            rc = preview_row(p, &rows[i]);
        }
        if (rc == RC_OK && count > 0) {
            snprintf(after, sizeof after, "%s", rows[count - 1].id);
        }
        arena_reset_to(p->ctx->arena, mark);
    }
    return rc;
}

enum rc calendar_preview(struct ctx *ctx, struct tx *tx, const struct calendar_year_in *in,
                         struct calendar_preview *out)
{
    struct preview p = {.ctx = ctx, .tx = tx, .out = out, .names_cases = perm_has(ctx->actor, PERM_CASE_READ)};
    *out = (struct calendar_preview){0};
    enum rc rc = calendar_year_check(ctx, in);
    if (rc != RC_OK) {
        return rc;
    }
    p.calendar = preview_calendar(ctx, in);
    out->groups = arena_array_of(ctx->arena, struct calendar_preview_group, CALENDAR_PREVIEW_GROUPS_MAX);
    out->cases = arena_array_of(ctx->arena, struct calendar_preview_case, CALENDAR_PREVIEW_CASES_MAX);
    if (p.calendar == NULL || out->groups == NULL || out->cases == NULL) {
        return RC_TOO_LARGE;
    }
    return preview_rows(&p, clock_join_day(in->year, 1, 1));
}

/*
 * calendar_year.c - checks and stores a year of working days.
 *
 * Runs on: the writer; reading anywhere. Owns: nothing.
 */
#include "domain/calendar_year.h"

#include "base/clock.h"
#include "domain/deadline.h"
#include "domain/office_journal.h"
#include "domain/reason.h"
#include "domain/reference.h"

#include <string.h>

enum { CALENDAR_YEAR_SATURDAY = 6, CALENDAR_YEAR_DAYS_MAX = 366 };

static const char *calendar_year_day_text(struct ctx *ctx, int32_t day)
{
    char *text = arena_alloc(ctx->arena, CLOCK_DATE_SIZE);
    if (text != NULL) {
        clock_format_day(day, text);
    }
    return text;
}

enum rc calendar_year_check(struct ctx *ctx, const struct calendar_year_in *in)
{
    int32_t first = clock_join_day(in->year, 1, 1);
    unsigned char seen[CALENDAR_YEAR_DAYS_MAX] = {0};
    enum rc rc = RC_OK;
    for (size_t i = 0; i < in->day_count; i++) {
        const struct calendar_day *d = &in->days[i];
        const char *pointer = d->is_work ? "/work" : "/off";
        int year;
        int month;
        int mday;
        clock_split_day(d->day, &year, &month, &mday);
        if (year != in->year) {
            rc = fault_add(&ctx->fault, reason(REASON_CALENDAR_YEAR), pointer, calendar_year_day_text(ctx, d->day),
                           NULL);
            continue;
        }
        if (seen[d->day - first]++ != 0) {
            rc = fault_add(&ctx->fault, reason(REASON_CALENDAR_TWICE), pointer, calendar_year_day_text(ctx, d->day),
                           NULL);
        }
        if (d->is_work && clock_weekday(d->day) < CALENDAR_YEAR_SATURDAY) {
            rc = fault_add(&ctx->fault, reason(REASON_CALENDAR_WORK_WEEKDAY), pointer,
                           calendar_year_day_text(ctx, d->day), NULL);
        }
    }
    return rc;
}

static enum rc calendar_year_store(struct ctx *ctx, struct tx *tx, const struct calendar_year_in *in)
{
    enum rc rc = calendar_rows_save_year(tx, &(struct calendar_save_year_in){in->year, in->notice, ctx->now_ms});
    if (rc == RC_OK) {
        rc = calendar_rows_drop_days_between(tx, &(struct calendar_drop_days_between_in){
                                                     clock_join_day(in->year, 1, 1), clock_join_day(in->year, 12, 31)});
    }
    for (size_t i = 0; rc == RC_OK && i < in->day_count; i++) {
        const struct calendar_day *d = &in->days[i];
        rc = calendar_rows_add_day(tx, &(struct calendar_add_day_in){d->day, in->year, d->is_work, d->name});
    }
    return rc;
}

enum rc calendar_year_load(struct ctx *ctx, struct tx *tx, const struct calendar_year_in *in, int *moved)
{
    *moved = 0;
    enum rc rc = calendar_year_check(ctx, in);
    if (rc == RC_OK) {
        rc = calendar_year_store(ctx, tx, in);
    }
    if (rc == RC_OK) {
        rc = reference_changed(ctx, tx);
    }
    if (rc == RC_OK) {
        rc = deadline_calendar_changed(ctx, tx, clock_join_day(in->year, 1, 1), moved);
    }
    if (rc != RC_OK) {
        return rc;
    }
    struct changes changes;
    changes_init(&changes, ctx);
    changes_add(&changes, "notice", NULL, in->notice);
    changes_add_int(&changes, "days", SQL_NULL, (int64_t)in->day_count);
    changes_add_int(&changes, "clocks_moved", SQL_NULL, *moved);
    const char *year = arena_printf(ctx->arena, "%d", in->year);
    if (year != NULL) {
        changes_touch(&changes, "calendar", year);
    }
    return year != NULL ? office_journal_append(ctx, tx, "calendar.load", year, &changes) : RC_TOO_LARGE;
}

enum rc calendar_year_get(struct ctx *ctx, struct tx *tx, int year, const char **notice, struct calendar_day_row **days,
                          size_t *count)
{
    struct calendar_get_year_out row;
    *days = NULL;
    *count = 0;
    *notice = NULL;
    enum rc rc = calendar_rows_get_year(tx, ctx->arena, &(struct calendar_get_year_in){year}, &row);
    if (rc != RC_OK) {
        return rc;
    }
    *notice = row.notice;
    return calendar_rows_list_days_between(
        tx, ctx->arena,
        &(struct calendar_list_days_between_in){clock_join_day(year, 1, 1), clock_join_day(year, 12, 31)}, days, count);
}

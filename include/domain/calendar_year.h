/*
 * calendar_year.h - loading a year of working days, as the State Council announces it each autumn.
 *
 * Loading replaces the year as a whole and recomputes every running clock that reaches into it (the due dates that were
 * provisional become firm), each with its own journal entry.
 *
 * Runs on: the writer; reading anywhere.
 */
#ifndef DOMAIN_CALENDAR_YEAR_H
#define DOMAIN_CALENDAR_YEAR_H

#include "base/ctx.h"
#include "domain/calendar.h"
#include "store/sql_stmts.h"

enum { CALENDAR_YEAR_MIN = 1990, CALENDAR_YEAR_MAX = 2200 };

struct calendar_year_in {
    int year;
    const char *notice;              /* the document that announces it */
    const struct calendar_day *days; /* days off (is_work 0) and shifted working days (is_work 1) */
    size_t day_count;
};

/* What calendar_year_load checks first, for a look ahead. Any thread. */
RC_MUST enum rc calendar_year_check(struct ctx *ctx, const struct calendar_year_in *in);
/* RC_INVALID with a field error for days of another year, days that come twice and working weekdays listed as shifted ones.
 * `*moved`: how many clocks got another due date; those of sealed cases are moved, and not counted. */
RC_MUST enum rc calendar_year_load(struct ctx *ctx, struct tx *tx, const struct calendar_year_in *in, int *moved);
/* The stored year; RC_NOT_FOUND without a fault when it is not loaded, and then `*days` is empty. */
RC_MUST enum rc calendar_year_get(struct ctx *ctx, struct tx *tx, int year, const char **notice,
                                  struct calendar_day_row **days, size_t *count);

#endif

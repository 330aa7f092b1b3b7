/*
 * calendar.h - which days are working days.
 *
 * A day is a working day when a loaded year says so for that day (off days and shifted working days, 调休), else Monday to
 * Friday. For a year that is not loaded the fixed statutory holidays of the 2024-11-10 rule (1 January, 1-2 May,
 * 1-3 October) and weekends are taken and every result that touches such a year is provisional.
 *
 * Pure. Runs on: any thread. Invariant: a calendar never changes once it is built; a new one takes its place.
 */
#ifndef DOMAIN_CALENDAR_H
#define DOMAIN_CALENDAR_H

#include <stddef.h>
#include <stdint.h>

struct arena;

struct calendar_day {
    int32_t day;
    int is_work;
    const char *name; /* "国庆节"; may be NULL */
};

struct calendar {
    const struct calendar_day *days; /* sorted by day, unique */
    size_t day_count;
    const int *years; /* loaded years, sorted */
    size_t year_count;
};

/* Sorts and copies onto `a`; NULL when full or when a day comes twice. */
const struct calendar *calendar_new(struct arena *a, const struct calendar_day *days, size_t day_count,
                                    const int *years, size_t year_count);
int calendar_has_year(const struct calendar *c, int year);
/* `name` (may be NULL) receives the holiday's name or NULL. */
int calendar_is_workday(const struct calendar *c, int32_t day, const char **name);
/* The n-th working day after `start` (start itself not counted; n >= 1). `*is_provisional` is set when an unloaded year was
 * looked at, and left alone otherwise. */
int32_t calendar_add_workdays(const struct calendar *c, int32_t start, int n, int *is_provisional);
/* `day` or the next working day. */
int32_t calendar_roll(const struct calendar *c, int32_t day, int *is_provisional);
/* Number of working days in (from, to]; negative when to < from. */
int calendar_count_workdays(const struct calendar *c, int32_t from, int32_t to);

#endif

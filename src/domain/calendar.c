/*
 * calendar.c - which days are working days.
 *
 * Runs on: any thread. Owns: nothing; a calendar lives on the arena that it was built on.
 * Invariants: days and years are sorted and unique, so that every question is one binary search.
 */
#include "domain/calendar.h"

#include "base/arena.h"
#include "base/clock.h"

#include <stdlib.h>
#include <string.h>

enum { CALENDAR_SATURDAY = 6 };

/* The fixed days of the 2024-11-10 rule. The lunar ones move, and only an announcement says where to. */
static const struct {
    int month, mday;
    const char *name;
} calendar_fixed[] = {
    {1, 1, "元旦"}, {5, 1, "劳动节"}, {5, 2, "劳动节"}, {10, 1, "国庆节"}, {10, 2, "国庆节"}, {10, 3, "国庆节"},
};

static int calendar_compare_days(const void *left, const void *right)
{
    const struct calendar_day *a = left, *b = right;
    return (a->day > b->day) - (a->day < b->day);
}

static int calendar_compare_years(const void *left, const void *right)
{
    const int *a = left, *b = right;
    return (*a > *b) - (*a < *b);
}

const struct calendar *calendar_new(struct arena *a, const struct calendar_day *days, size_t day_count,
                                    const int *years, size_t year_count)
{
    struct calendar *c = arena_new_of(a, struct calendar);
    struct calendar_day *day_list = arena_array_of(a, struct calendar_day, day_count);
    int *year_list = arena_array_of(a, int, year_count);
    if (c == NULL || day_list == NULL || year_list == NULL) {
        return NULL;
    }
    for (size_t i = 0; i < day_count; i++) {
        day_list[i] = days[i];
        day_list[i].name = arena_strdup(a, days[i].name);
        if (days[i].name != NULL && day_list[i].name == NULL) {
            return NULL;
        }
    }
    for (size_t i = 0; i < year_count; i++) {
        year_list[i] = years[i];
    }
    qsort(day_list, day_count, sizeof *day_list, calendar_compare_days);
    qsort(year_list, year_count, sizeof *year_list, calendar_compare_years);
    for (size_t i = 1; i < day_count; i++) {
        if (day_list[i].day == day_list[i - 1].day) {
            return NULL;
        }
    }
    *c = (struct calendar){day_list, day_count, year_list, year_count};
    return c;
}

int calendar_has_year(const struct calendar *c, int year)
{
    return c->year_count > 0 &&
           bsearch(&year, c->years, c->year_count, sizeof *c->years, calendar_compare_years) != NULL;
}

static const struct calendar_day *calendar_find(const struct calendar *c, int32_t day)
{
    const struct calendar_day wanted = {.day = day};
    return c->day_count > 0 ? bsearch(&wanted, c->days, c->day_count, sizeof *c->days, calendar_compare_days) : NULL;
}

static const char *calendar_fixed_name(int month, int mday)
{
    for (size_t i = 0; i < sizeof calendar_fixed / sizeof calendar_fixed[0]; i++) {
        if (calendar_fixed[i].month == month && calendar_fixed[i].mday == mday) {
            return calendar_fixed[i].name;
        }
    }
    return NULL;
}

/* As calendar_is_workday; `*is_provisional` (may be NULL) is set when the day's year is not loaded. */
static int calendar_look(const struct calendar *c, int32_t day, const char **name, int *is_provisional)
{
    const char *found = NULL;
    int year;
    int month;
    int mday;
    clock_split_day(day, &year, &month, &mday);
    int is_loaded = calendar_has_year(c, year);
    int is_work = clock_weekday(day) < CALENDAR_SATURDAY;
    /* A year counts as a whole: single days of a year that is not loaded are not believed. */
    const struct calendar_day *row = is_loaded ? calendar_find(c, day) : NULL;
    if (row != NULL) {
        is_work = row->is_work != 0;
        found = row->name;
    } else if (!is_loaded) {
        found = calendar_fixed_name(month, mday);
        is_work = is_work && found == NULL;
        if (is_provisional != NULL) {
            *is_provisional = 1;
        }
    }
    if (name != NULL) {
        *name = found;
    }
    return is_work;
}

int calendar_is_workday(const struct calendar *c, int32_t day, const char **name)
{
    return calendar_look(c, day, name, NULL);
}

int32_t calendar_add_workdays(const struct calendar *c, int32_t start, int n, int *is_provisional)
{
    int32_t day = start;
    while (n > 0) {
        day++;
        n -= calendar_look(c, day, NULL, is_provisional);
    }
    return day;
}

int32_t calendar_roll(const struct calendar *c, int32_t day, int *is_provisional)
{
    while (!calendar_look(c, day, NULL, is_provisional)) {
        day++;
    }
    return day;
}

int calendar_count_workdays(const struct calendar *c, int32_t from, int32_t to)
{
    if (to < from) {
        return -calendar_count_workdays(c, to, from);
    }
    int count = 0;
    for (int32_t day = from; day < to; day++) {
        count += calendar_look(c, day + 1, NULL, NULL);
    }
    return count;
}

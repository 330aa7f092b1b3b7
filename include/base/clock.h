/*
 * clock.h - the only source of time.
 *
 * Wall time is Unix milliseconds, monotonic time is milliseconds since some start. Both come through `struct clock` so
 * that tests and the demo can move time; nothing else in the program asks the operating system.
 * The office zone (default Asia/Shanghai) turns instants into plain dates; it is set once before threads start.
 * Plain dates are the number of days since 1970-01-01 (`int32_t day`) inside the program and "YYYY-MM-DD" outside.
 *
 * Runs on: any thread. A moved clock is atomic.
 */
#ifndef BASE_CLOCK_H
#define BASE_CLOCK_H

#include "base/rc.h"

#include <stddef.h>
#include <stdint.h>

struct clock;

/* The machine's clock. Static storage. */
struct clock *clock_system(void);
/* A clock that stands still at `wall_ms` until it is moved. Free with clock_free. */
struct clock *clock_manual_new(int64_t wall_ms);
void clock_free(struct clock *c);
void clock_manual_set(struct clock *c, int64_t wall_ms);
void clock_manual_add(struct clock *c, int64_t delta_ms);

int64_t clock_wall_ms(const struct clock *c);
/* For a manual clock this moves with the wall time. */
int64_t clock_mono_ms(const struct clock *c);

/* Sets the office zone for the process; RC_INVALID when the machine does not know it. Before any thread starts;
 * naming the one that holds already changes nothing, at any time.
 * A program that never calls it gets Asia/Shanghai at the first question. */
RC_MUST enum rc clock_set_zone(const char *iana);
const char *clock_zone(void);

/* The day on which the instant lies in the office zone. */
int32_t clock_day_of(int64_t wall_ms);
/* The instant of 00:00 in the office zone on `day`: the first of two when clocks go back over midnight, the end of the
 * gap when they leap over it. Unless the zone skipped the date, clock_day_of gives `day` for it and an earlier day for
 * the millisecond before. */
int64_t clock_day_start_ms(int32_t day);

enum { CLOCK_DATE_SIZE = 11, CLOCK_DATE_ZH_SIZE = 24, CLOCK_STAMP_SIZE = 25 };
/* "2026-11-22" of a day; `out` holds CLOCK_DATE_SIZE bytes. Years 1900 to 9999. */
void clock_format_day(int32_t day, char *out);
/* "2026年11月22日" of a day, for Chinese sentences; `out` holds CLOCK_DATE_ZH_SIZE bytes. */
void clock_format_day_zh(int32_t day, char *out);
/* Strict YYYY-MM-DD of a day that exists, years 1900 to 9999; RC_INVALID otherwise. */
RC_MUST enum rc clock_parse_day(const char *text, int32_t *out);
/* "2026-11-22T08:03:21.417Z"; `out` holds CLOCK_STAMP_SIZE bytes. Instants outside 1900 to 9999 give the nearest one
 * inside. */
void clock_format_stamp(int64_t wall_ms, char *out);
/* Strict RFC 3339 with an explicit offset; second 60 is taken as 59, what is finer than milliseconds is
 * cut; 24:00, missing offsets and instants outside 1900 to 9999 (UTC) are RC_INVALID. */
RC_MUST enum rc clock_parse_stamp(const char *text, int64_t *out);
/* 1 = Monday ... 7 = Sunday. */
int clock_weekday(int32_t day);
void clock_split_day(int32_t day, int *year, int *month, int *mday);
/* A month outside 1..12 counts on into other years, an mday outside its month into other months (0: the day before). */
int32_t clock_join_day(int year, int month, int mday);

#endif

/*
 * due.h - the one function that computes when a clock ends, and explains it day by day.
 *
 * Counting rule (Civil Code Arts 201 and 203 by analogy): the day of the start is not counted, the last day ends at 24:00 in
 * the office zone. The Regulation on Petition Work says nothing about rest days, so two dates are kept: `due_day` strict (used
 * for alarms and statistics) and `rolled_day`, the next working day, shown as a note.
 *
 * Pure. Runs on: any thread.
 */
#ifndef DOMAIN_DUE_H
#define DOMAIN_DUE_H

#include "base/rc.h"
#include "domain/calendar.h"

#include <stdint.h>

struct arena;

enum due_unit { DUE_CALENDAR_DAY, DUE_WORKING_DAY, DUE_HOUR, DUE_ON_DATE };

struct due_pause { /* both days inclusive; excluded from the count */
    int32_t from_day, to_day;
};

struct due_input {
    int64_t start_ms;
    enum due_unit unit;
    int length;         /* days or hours, >= 1; ignored for DUE_ON_DATE */
    int32_t on_day;     /* DUE_ON_DATE: the last permitted day (set by the assigner) */
    int extension_days; /* calendar days added to the end (Art 34) */
    const struct due_pause *pauses;
    size_t pause_count;
};

struct due_result {
    int64_t due_ms; /* first instant that is too late: midnight after the last day; for hours the exact instant */
    int32_t due_day;
    int32_t rolled_day;
    int is_provisional;
};
/* RC_INVALID for lengths out of 1..3660, negative extension, or pauses out of order. */
RC_MUST enum rc due_compute(const struct calendar *c, const struct due_input *in, struct due_result *out);

enum due_step_kind {
    DUE_STEP_START,   /* the day of the start, not counted */
    DUE_STEP_COUNTED, /* counts; `number` is the running count */
    DUE_STEP_WEEKEND, /* rest day, not counted by a working-day clock */
    DUE_STEP_HOLIDAY, /* the same, with a name */
    DUE_STEP_MAKEUP,  /* counted although Saturday or Sunday (shifted working day) */
    DUE_STEP_PAUSED,
    DUE_STEP_EXTENDED, /* counted, in the extension */
    DUE_STEP_ROLLED    /* after the last day: rest day up to and including the rolled day */
};
struct due_step {
    int32_t day;
    enum due_step_kind kind;
    int number;
    const char *name; /* holiday's name or NULL */
    int is_provisional;
};
/* One step per day from the start to the rolled day, on `a`. Hour clocks give the start and the last day. */
RC_MUST enum rc due_trace(const struct calendar *c, const struct due_input *in, struct arena *a,
                          struct due_step **steps, size_t *count);
const char *due_step_name(enum due_step_kind kind); /* "counted", "makeup" ... */

/* When a ladder level is reached. */
enum due_at { DUE_AT_PERCENT, DUE_AT_DAYS_LEFT, DUE_AT_OVERDUE, DUE_AT_DAYS_OVER };
/* Instant of a level: PERCENT of the span between start and due; DAYS_LEFT n: 00:00 of the day on which n days (of the
 * clock's own kind) are left; OVERDUE: due_ms; DAYS_OVER n: n calendar days after due_ms. 0 when the level makes no sense
 * for this clock (not after the start, or days left of an hour clock): such a level is not armed. */
int64_t due_level_ms(const struct calendar *c, const struct due_input *in, const struct due_result *due, enum due_at at,
                     int n);
/* Days left on `today` for display: 0 on the last day, negative when over; in the clock's own kind of days. */
int due_days_left(const struct calendar *c, enum due_unit unit, int32_t due_day, int32_t today);

#endif

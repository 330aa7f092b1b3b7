/*
 * calendar_ical.h - reads the days of a holiday notice out of an iCalendar file (RFC 5545), as calendar programs and web sites give it.
 *
 * Taken are events that begin on a day: whole days, or hours that are counted by the days they touch. Whether people work on a day is
 * told by the file itself (X-APPLE-SPECIAL-DAY) or by the words of its title: 班 and "work" say that they do (调休), 休, 假 and "holiday"
 * that they do not. In a file that marks some events like this, others are festivals on which people work as always: they are passed over
 * and named. In a file that marks none, every event is a day off. Events that recur are passed over too: a notice names its days.
 *
 * Strict about what it takes: a date that does not exist, an end before the beginning, a component that is not closed is refused with
 * its line. Pure. Runs on: any thread. Owns: nothing; results are on the arena of the context.
 */
#ifndef DOMAIN_CALENDAR_ICAL_H
#define DOMAIN_CALENDAR_ICAL_H

#include "base/ctx.h"
#include "domain/calendar.h"

enum { CALENDAR_ICAL_NAME_MAX = 20 /* characters */ };

struct calendar_ical {
    const char *title;         /* of the calendar; NULL when the file has none */
    struct calendar_day *days; /* of the wanted year, sorted, each once */
    size_t day_count;
    const char **ignored; /* titles of events of the year that were passed over, each once */
    size_t ignored_count;
};

/* `text` is any bytes ended by NUL. RC_INVALID with located faults (pointer "/source") when it is no calendar, has a broken event, says of a
 * day both that it is worked and that it is off, or has no day of the year. */
RC_MUST enum rc calendar_ical_read(struct ctx *ctx, const char *text, int year, struct calendar_ical *out);

#endif

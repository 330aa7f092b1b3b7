/*
 * calendar_ical_inside.h - what the two files of the iCalendar reader share, and nobody else needs.
 *
 * Runs on: any thread. Owns: nothing.
 */
#ifndef DOMAIN_CALENDAR_ICAL_INSIDE_H
#define DOMAIN_CALENDAR_ICAL_INSIDE_H

#include "base/ctx.h"

#include <stddef.h>
#include <stdint.h>

enum ical_mark { ICAL_UNMARKED, ICAL_OFF, ICAL_WORK };

struct ical_event {
    int line;                 /* of its BEGIN, from 1 */
    int32_t from_day, to_day; /* both inclusive */
    const char *title;        /* unescaped; NULL: none */
    enum ical_mark mark;      /* as the file says without words */
    int is_passed_over;       /* recurs, or is cancelled */
};
struct ical_file {
    const char *title;
    struct ical_event *events; /* with a beginning, in the order of the file */
    size_t event_count;
};

/* RC_INVALID with a fault for every line that is wrong (at most as many as a fault holds). */
RC_MUST enum rc calendar_ical_events(struct ctx *ctx, const char *text, struct ical_file *out);

#endif

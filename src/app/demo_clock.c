/*
 * demo_clock.c - when the steps of a story happen, and moving the clock there.
 *
 * Runs on: the thread that tells the stories. Owns: nothing.
 */
#include "app/demo_inside.h"

#include "base/clock.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define DEMO_MINUTE_MS INT64_C(60000)
#define DEMO_HOUR_MS   (60 * DEMO_MINUTE_MS)

enum rc demo_move_clock(struct demo *d, int64_t to_ms)
{
    int64_t at_ms = clock_wall_ms(d->clock);
    enum rc rc = RC_OK;
    if (to_ms > at_ms) {
        demo_client_rest(d->client);
    }
    while (rc == RC_OK && at_ms < to_ms) {
        rc = demo_go_on(d);
        if (rc != RC_OK) {
            return rc;
        }
        int64_t next_ms = at_ms - at_ms % DEMO_HOUR_MS + DEMO_HOUR_MS;
        int fired;
        at_ms = next_ms < to_ms ? next_ms : to_ms;
        clock_manual_set(d->clock, at_ms);
        rc = runtime_tick(d->runtime, &fired);
    }
    return rc == RC_OK ? RC_OK : demo_fail(d, rc, "the clocks of the demo's cases cannot be fired");
}

/* "09:12" as milliseconds of a day; -1 when it is none. */
static int64_t demo_minutes(const char *text)
{
    int hour;
    int minute;
    char end;
    if (sscanf(text, "%2d:%2d%c", &hour, &minute, &end) != 2 || hour < 0 || hour > 23 || minute < 0 || minute > 59) {
        return -1;
    }
    return (hour * 60 + minute) * DEMO_MINUTE_MS;
}

enum rc demo_parse_time(struct demo *d, const char *text, int64_t *out, int *is_exact)
{
    char date[CLOCK_DATE_SIZE] = {0};
    const char *space = text != NULL ? strchr(text, ' ') : NULL;
    int64_t in_day_ms = space != NULL ? demo_minutes(space + 1) : -1;
    size_t n = space != NULL ? (size_t)(space - text) : 0;
    int32_t day;
    if (in_day_ms < 0 || n == 0 || n >= sizeof date) {
        return demo_fail(d, RC_MALFORMED, "\"%.40s\" is no time of a story", text != NULL ? text : "");
    }
    memcpy(date, text, n);
    *is_exact = date[n - 1] == '!';
    if (n == CLOCK_DATE_SIZE - 1 && clock_parse_day(date, &day) == RC_OK) {
        *is_exact = 1;
    } else {
        day = clock_day_of(d->now_ms) + (int32_t)strtol(date, NULL, 10);
    }
    *out = clock_day_start_ms(day) + in_day_ms;
    return RC_OK;
}

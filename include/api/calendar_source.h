/*
 * calendar_source.h - a year of working days as people have it: the JSON of sql/seed/calendars, or a holiday notice as an iCalendar file.
 *
 * JSON: {"year", "notice", "off": ["2026-02-15..2026-02-23" or one day], "work": [...],
 *        "names": {"2026-01-01": "..."} or [{"day", "name"}]}.
 *
 * Runs on: any thread. Owns: nothing; results are on the arena of the context.
 */
#ifndef API_CALENDAR_SOURCE_H
#define API_CALENDAR_SOURCE_H

#include "api/calendar_api.h"
#include "base/value.h"

/* RC_INVALID with faults below "/source". `out->notice` is NULL and `out->year` 0 when the source does not tell them. */
RC_MUST enum rc calendar_source_read(struct ctx *ctx, const struct value *root, struct calendar_set_in *out);
/* The same from a text of either kind, or from JSON; of an iCalendar file the days of `year`. `*ignored` are titles that were passed over. */
RC_MUST enum rc calendar_source_take(struct ctx *ctx, const struct value *source, int year, struct calendar_set_in *out,
                                     const char ***ignored, size_t *ignored_count);

#endif

/*
 * calendar_preview.h - which running clocks a year of working days would move, and to when, before it is loaded.
 *
 * The same counting as calendar_year_load and its recomputing, with nothing stored. Clocks of sealed cases are left out of rows and
 * figures. Single cases are named only to who may see them; an administrator, who sees none, learns how many clocks of which kind move.
 *
 * Runs on: a worker with a read transaction. Owns: nothing; results are on the arena of the context.
 */
#ifndef DOMAIN_CALENDAR_PREVIEW_H
#define DOMAIN_CALENDAR_PREVIEW_H

#include "base/ident.h"
#include "domain/calendar_year.h"

enum { CALENDAR_PREVIEW_GROUPS_MAX = 300, CALENDAR_PREVIEW_CASES_MAX = 100, CALENDAR_PREVIEW_NUMBER_SIZE = 40 };

struct calendar_preview_clock {
    const char *key, *title_zh, *title_en;
};
/* Clocks of one kind that go from the same dates to the same dates. */
struct calendar_preview_group {
    struct calendar_preview_clock clock;
    int32_t before_day, after_day, before_rolled, after_rolled;
    int was_provisional, is_provisional;
    int64_t count;
};
struct calendar_preview_case {
    char case_id[IDENT_SIZE], number[CALENDAR_PREVIEW_NUMBER_SIZE];
    struct calendar_preview_clock clock;
    int32_t before_day, after_day;
};
struct calendar_preview {
    int64_t looked_at;      /* clocks that reach into the year or beyond */
    int64_t earlier, later; /* that would end earlier, later */
    int64_t rolled;         /* whose last day stays and only the next working day after it changes */
    int64_t firm;           /* whose dates stay and are no longer provisional */
    struct calendar_preview_group *groups;
    size_t group_count;
    int has_more; /* more groups than fit; the figures above are whole */
    struct calendar_preview_case *cases;
    size_t case_count;
};

/* RC_INVALID as calendar_year_load. */
RC_MUST enum rc calendar_preview(struct ctx *ctx, struct tx *tx, const struct calendar_year_in *in,
                                 struct calendar_preview *out);

#endif

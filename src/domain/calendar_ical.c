/*
 * calendar_ical.c - see calendar_ical.h: from lines to events (calendar_ical_line.c) to the days of a year.
 *
 * Runs on: any thread. Owns: nothing.
 */
#include "domain/calendar_ical.h"

#include "base/clock.h"
#include "base/text.h"
#include "domain/calendar_ical_inside.h"
#include "domain/reason.h"

#include <stdlib.h>
#include <string.h>

enum { ICAL_YEAR_DAYS = 366, ICAL_IGNORED_MAX = 50 };

static int ical_has_any(const char *text, const char *const *words)
{
    for (; *words != NULL; words++) {
        if (strcasestr(text, *words) != NULL) {
            return 1;
        }
    }
    return 0;
}

/* Work is looked for first: "调休上班" has a 休 in it. */
static enum ical_mark ical_mark_of(const struct ical_event *e)
{
    static const char *const work[] = {"班", "workday", "working day", "make-up", NULL};
    static const char *const off[] = {"休", "假", "holiday", "day off", NULL};
    if (e->mark != ICAL_UNMARKED || e->title == NULL) {
        return e->mark;
    }
    return ical_has_any(e->title, work) ? ICAL_WORK : ical_has_any(e->title, off) ? ICAL_OFF : ICAL_UNMARKED;
}

/* The first word of the title: "春节" of "春节 假期 第1天/共9天" and of "春节（休）"; of a day that is worked, told to be so. */
static const char *ical_name(struct ctx *ctx, const char *title, int is_work)
{
    static const char *const ends[] = {" ", "　", "（", "(", "/", NULL};
    const char *text = title != NULL ? text_trim(ctx->arena, title) : NULL;
    size_t n = text != NULL ? strlen(text) : 0;
    for (size_t i = 0; n > 0 && ends[i] != NULL; i++) {
        const char *at = strstr(text, ends[i]);
        n = at != NULL && at > text && (size_t)(at - text) < n ? (size_t)(at - text) : n;
    }
    const char *cursor = text;
    for (int i = 0; n > 0 && i < CALENDAR_ICAL_NAME_MAX - 4 && cursor < text + n; i++) {
        (void)text_next(&cursor);
    }
    n = n > 0 && cursor < text + n ? (size_t)(cursor - text) : n;
    const char *word = n > 0 ? arena_strndup(ctx->arena, text, n) : NULL;
    int says_so = word == NULL || strstr(word, "班") != NULL;
    return is_work && !says_so ? arena_printf(ctx->arena, "%s调休上班", word) : word;
}

struct ical_year {
    struct ctx *ctx;
    struct calendar_ical *out;
    int year;
    struct calendar_day *at[ICAL_YEAR_DAYS]; /* by day of the year; NULL: nothing said */
};

static enum rc ical_ignore(struct ical_year *y, const struct ical_event *e)
{
    struct calendar_ical *out = y->out;
    int year;
    int month;
    int mday;
    clock_split_day(e->from_day, &year, &month, &mday);
    const char *title = ical_name(y->ctx, e->title, 0);
    if (year != y->year || title == NULL || out->ignored_count == ICAL_IGNORED_MAX) {
        return RC_OK;
    }
    for (size_t i = 0; i < out->ignored_count; i++) {
        if (strcmp(out->ignored[i], title) == 0) {
            return RC_OK;
        }
    }
    out->ignored[out->ignored_count++] = title;
    return RC_OK;
}

static enum rc ical_day(struct ical_year *y, int32_t day, int is_work, const char *name, int line)
{
    int32_t first = clock_join_day(y->year, 1, 1);
    struct calendar_day **slot = &y->at[day - first];
    if (*slot != NULL && (*slot)->is_work != is_work) {
        char text[CLOCK_DATE_SIZE];
        clock_format_day(day, text);
        return fault_add(&y->ctx->fault, reason(REASON_ICAL_BOTH), "/source", arena_strdup(y->ctx->arena, text),
                         arena_printf(y->ctx->arena, "%d", line));
    }
    if (*slot == NULL) {
        *slot = &y->out->days[y->out->day_count++];
        **slot = (struct calendar_day){day, is_work, name};
    }
    return RC_OK;
}

static enum rc ical_take(struct ical_year *y, const struct ical_event *e, int is_marked_file)
{
    enum ical_mark mark = ical_mark_of(e);
    if (e->is_passed_over || (mark == ICAL_UNMARKED && is_marked_file)) {
        return ical_ignore(y, e);
    }
    int is_work = mark == ICAL_WORK;
    const char *name = ical_name(y->ctx, e->title, is_work);
    int32_t first = clock_join_day(y->year, 1, 1);
    int32_t last = clock_join_day(y->year, 12, 31);
    enum rc rc = RC_OK;
    for (int32_t day = e->from_day > first ? e->from_day : first; day <= e->to_day && day <= last; day++) {
        enum rc one = ical_day(y, day, is_work, name, e->line);
        rc = rc == RC_OK ? one : rc;
    }
    return rc;
}

static int ical_compare(const void *left, const void *right)
{
    const struct calendar_day *a = left, *b = right;
    return (a->day > b->day) - (a->day < b->day);
}

static enum rc ical_year(struct ctx *ctx, const struct ical_file *file, int year, struct calendar_ical *out)
{
    struct ical_year y = {.ctx = ctx, .out = out, .year = year};
    int is_marked_file = 0;
    enum rc rc = RC_OK;
    for (size_t i = 0; i < file->event_count; i++) {
        is_marked_file |= ical_mark_of(&file->events[i]) != ICAL_UNMARKED;
    }
    for (size_t i = 0; i < file->event_count; i++) {
        enum rc one = ical_take(&y, &file->events[i], is_marked_file);
        rc = rc == RC_OK ? one : rc;
    }
    if (rc == RC_OK && out->day_count == 0) {
        return fault_add(&ctx->fault, reason(REASON_ICAL_YEAR), "/source", arena_printf(ctx->arena, "%d", year), NULL);
    }
    qsort(out->days, out->day_count, sizeof *out->days, ical_compare);
    return rc;
}

enum rc calendar_ical_read(struct ctx *ctx, const char *text, int year, struct calendar_ical *out)
{
    struct ical_file file;
    *out = (struct calendar_ical){.days = arena_array_of(ctx->arena, struct calendar_day, ICAL_YEAR_DAYS),
                                  .ignored = arena_array_of(ctx->arena, const char *, ICAL_IGNORED_MAX)};
    if (out->days == NULL || out->ignored == NULL) {
        return RC_TOO_LARGE;
    }
    enum rc rc = calendar_ical_events(ctx, text, &file);
    out->title = file.title;
    return rc == RC_OK ? ical_year(ctx, &file, year, out) : rc;
}

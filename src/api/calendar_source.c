/*
 * calendar_source.c - see calendar_source.h.
 *
 * Runs on: any thread. Owns: nothing.
 */
#include "api/calendar_source.h"

#include "base/clock.h"
#include "domain/calendar_ical.h"
#include "domain/reason.h"
#include "http/codec.h"

#include <stdio.h>
#include <string.h>

enum { SOURCE_DAYS_MAX = 366 };

static enum rc source_refuse(struct ctx *ctx, enum reason_id why, const char *pointer, const char *what)
{
    return pointer != NULL ? fault_add(&ctx->fault, reason(why), pointer, what, NULL) : RC_TOO_LARGE;
}

/* "2026-02-15" or "2026-02-15..2026-02-23" as first and last day; 0 when it is neither. */
static int source_range(const char *text, int32_t *from, int32_t *to)
{
    char first[CLOCK_DATE_SIZE] = {0};
    const char *dots = strstr(text, "..");
    size_t length = dots != NULL ? (size_t)(dots - text) : strlen(text);
    if (length != sizeof first - 1) {
        return 0;
    }
    memcpy(first, text, length);
    return clock_parse_day(first, from) == RC_OK && clock_parse_day(dots != NULL ? dots + 2 : first, to) == RC_OK &&
           *from <= *to && *to - *from < SOURCE_DAYS_MAX;
}

/* Each range as single days, appended to `out`, which has room for SOURCE_DAYS_MAX. */
static enum rc source_days(struct ctx *ctx, const char *text, const char *pointer, const char **out, size_t *n)
{
    int32_t from;
    int32_t to;
    if (!source_range(text, &from, &to)) {
        return source_refuse(ctx, REASON_BAD_DAY, pointer, text);
    }
    if (*n + (size_t)(to - from) >= SOURCE_DAYS_MAX) {
        return source_refuse(ctx, REASON_CALENDAR_SOURCE, pointer, NULL);
    }
    for (int32_t day = from; day <= to; day++) {
        char *one = arena_alloc(ctx->arena, CLOCK_DATE_SIZE);
        if (one == NULL) {
            return RC_TOO_LARGE;
        }
        clock_format_day(day, one);
        out[(*n)++] = one;
    }
    return RC_OK;
}

static enum rc source_list(struct ctx *ctx, const struct value *root, const char *name, const char ***out, size_t *n)
{
    const struct value *list = value_get(root, name);
    *out = arena_array_of(ctx->arena, const char *, SOURCE_DAYS_MAX);
    if (*out == NULL) {
        return RC_TOO_LARGE;
    }
    if (list == NULL || list->kind != VALUE_ARRAY) {
        return source_refuse(ctx, REASON_REQUIRED, arena_printf(ctx->arena, "/source/%s", name), NULL);
    }
    enum rc rc = RC_OK;
    for (size_t i = 0; i < list->count; i++) {
        const char *text = list->items[i].kind == VALUE_TEXT ? list->items[i].text : "";
        enum rc one = source_days(ctx, text, arena_printf(ctx->arena, "/source/%s/%zu", name, i), *out, n);
        rc = rc == RC_OK ? one : rc;
    }
    return rc;
}

static enum rc source_names(struct ctx *ctx, const struct value *names, struct calendar_set_in *out)
{
    if (names == NULL || (names->kind != VALUE_OBJECT && names->kind != VALUE_ARRAY)) {
        return RC_OK;
    }
    out->names = arena_array_of(ctx->arena, struct calendar_name, names->count + 1);
    for (size_t i = 0; out->names != NULL && i < names->count; i++) {
        const struct value *item = &names->items[i];
        int is_row = names->kind == VALUE_ARRAY;
        const char *day = is_row ? value_text(item, "day") : names->names[i];
        const char *name = is_row ? value_text(item, "name") : item->kind == VALUE_TEXT ? item->text : NULL;
        if (day != NULL && name != NULL) {
            out->names[out->names_count++] = (struct calendar_name){day, name};
        }
    }
    return out->names != NULL ? RC_OK : RC_TOO_LARGE;
}

enum rc calendar_source_read(struct ctx *ctx, const struct value *root, struct calendar_set_in *out)
{
    *out = (struct calendar_set_in){0};
    if (root == NULL || root->kind != VALUE_OBJECT) {
        return source_refuse(ctx, REASON_CALENDAR_SOURCE, "/source", NULL);
    }
    out->year = value_int(root, "year", 0);
    out->notice = value_text(root, "notice");
    enum rc off = source_list(ctx, root, "off", &out->off, &out->off_count);
    enum rc work = source_list(ctx, root, "work", &out->work, &out->work_count);
    if (off != RC_OK || work != RC_OK) {
        return off != RC_OK ? off : work;
    }
    return source_names(ctx, value_get(root, "names"), out);
}

static enum rc source_ical(struct ctx *ctx, const char *text, int year, struct calendar_set_in *out,
                           const char ***ignored, size_t *ignored_count)
{
    struct calendar_ical ical;
    enum rc rc = calendar_ical_read(ctx, text, year, &ical);
    if (rc != RC_OK) {
        return rc;
    }
    *out = (struct calendar_set_in){.year = year, .notice = ical.title};
    out->off = arena_array_of(ctx->arena, const char *, ical.day_count);
    out->work = arena_array_of(ctx->arena, const char *, ical.day_count);
    out->names = arena_array_of(ctx->arena, struct calendar_name, ical.day_count);
    for (size_t i = 0; i < ical.day_count; i++) {
        char *day = arena_alloc(ctx->arena, CLOCK_DATE_SIZE);
        if (day == NULL || out->off == NULL || out->work == NULL || out->names == NULL) {
            return RC_TOO_LARGE;
        }
        clock_format_day(ical.days[i].day, day);
        if (ical.days[i].is_work) {
            out->work[out->work_count++] = day;
        } else {
            out->off[out->off_count++] = day;
        }
        if (ical.days[i].name != NULL) {
            out->names[out->names_count++] = (struct calendar_name){day, ical.days[i].name};
        }
    }
    *ignored = ical.ignored;
    *ignored_count = ical.ignored_count;
    return RC_OK;
}

enum rc calendar_source_take(struct ctx *ctx, const struct value *source, int year, struct calendar_set_in *out,
                             const char ***ignored, size_t *ignored_count)
{
    const struct value *root = source;
    *ignored_count = 0;
    if (source->kind == VALUE_TEXT) {
        const char *text = source->text;
        if (text[strspn(text, " \t\r\n")] != '{') {
            return source_ical(ctx, text, year, out, ignored, ignored_count);
        }
        enum rc rc = codec_decode_value(ctx, text, strlen(text), &root);
        if (rc != RC_OK) {
            return rc;
        }
    }
    enum rc rc = calendar_source_read(ctx, root, out);
    if (rc == RC_OK && out->year != 0 && out->year != year) {
        char text[16];
        snprintf(text, sizeof text, "%d", year);
        return source_refuse(ctx, REASON_ICAL_YEAR, "/source/year", arena_strdup(ctx->arena, text));
    }
    return rc;
}

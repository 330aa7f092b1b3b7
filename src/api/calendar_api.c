/*
 * calendar_api.c - working days year by year: shown, read out of a file, looked at in advance, loaded.
 *
 * Runs on: reads on a worker, writes on the writer. Owns: nothing.
 */
#include "api/calendar_api.h"

#include "api/api.h"
#include "api/calendar_preview_view.h"
#include "api/calendar_source.h"
#include "api/fields.h"
#include "api/tables.h"
#include "base/clock.h"
#include "domain/calendar_year.h"
#include "domain/perm.h"
#include "domain/reason.h"
#include "domain/reference.h"

#include <string.h>

enum { CALENDAR_DAYS_MAX = 200 };

struct calendar_out {
    int64_t year;
    const char *notice;
    const char **off, **work;
    size_t off_count, work_count;
    struct calendar_name *names;
    size_t names_count;
    int64_t workdays, is_loaded;
};

FIELD_SET(calendar_name_set, "CalendarName", struct calendar_name, OUT(struct calendar_name, day, FIELD_DATE, "Day"),
          {.name = "name",
           .type = FIELD_TEXT,
           .offset = offsetof(struct calendar_name, name),
           .is_required = 1,
           .min = 1,
           .max = 20,
           .doc = "Name of the holiday"});
FIELD_SET(calendar_out_set, "Calendar", struct calendar_out, OUT(struct calendar_out, year, FIELD_INT, "Year"),
          OUT_NULL(struct calendar_out, notice, FIELD_TEXT, "Document that announces it; null when not loaded"),
          OUT_TEXTS(struct calendar_out, off, "Days off"), OUT_TEXTS(struct calendar_out, work, "Shifted working days"),
          OUT_ROWS(struct calendar_out, names, calendar_name_set, "Names of days off"),
          OUT(struct calendar_out, workdays, FIELD_INT, "Working days of the year as it is counted now"),
          OUT(struct calendar_out, is_loaded, FIELD_BOOL,
              "No: weekends and fixed holidays are assumed and due dates are provisional"));

struct calendar_year_query {
    int64_t year;
};
FIELD_SET(calendar_year_set, "CalendarYear", struct calendar_year_query,
          IN_MUST(struct calendar_year_query, year, FIELD_INT, CALENDAR_YEAR_MIN, CALENDAR_YEAR_MAX, "Year"));

/* Room for every day in each list; a year has few. */
static enum rc calendar_api_room(struct ctx *ctx, size_t n, struct calendar_out *out)
{
    out->off = arena_array_of(ctx->arena, const char *, n);
    out->work = arena_array_of(ctx->arena, const char *, n);
    out->names = arena_array_of(ctx->arena, struct calendar_name, n);
    return out->off != NULL && out->work != NULL && out->names != NULL ? RC_OK : RC_TOO_LARGE;
}

static enum rc calendar_api_show(struct ctx *ctx, struct tx *tx, int year, struct calendar_out *out)
{
    struct calendar_day_row *days;
    size_t n;
    enum rc rc = calendar_year_get(ctx, tx, year, &out->notice, &days, &n);
    if (rc != RC_OK && rc != RC_NOT_FOUND) {
        return rc;
    }
    out->year = year;
    out->is_loaded = rc == RC_OK;
    out->workdays =
        calendar_count_workdays(ctx->reference->calendar, clock_join_day(year, 1, 1) - 1, clock_join_day(year, 12, 31));
    rc = calendar_api_room(ctx, n, out);
    for (size_t i = 0; rc == RC_OK && i < n; i++) {
        const char *day = api_day_text(ctx, days[i].day);
        if (days[i].is_work) {
            out->work[out->work_count++] = day;
        } else {
            out->off[out->off_count++] = day;
        }
        if (days[i].name != NULL) {
            out->names[out->names_count++] = (struct calendar_name){day, days[i].name};
        }
    }
    return rc;
}

static enum rc calendar_api_get(struct ctx *ctx, struct tx *tx, struct call *call)
{
    const struct calendar_year_query *in = call->in;
    return calendar_api_show(ctx, tx, (int)in->year, call->out);
}

FIELD_SET(calendar_set_id_set, "CalendarSetYear", struct calendar_set_in,
          IN_MUST(struct calendar_set_in, year, FIELD_INT, CALENDAR_YEAR_MIN, CALENDAR_YEAR_MAX, "Year"));
#define CALENDAR_DAYS(member, text)                                                                                    \
    {                                                                                                                  \
        .name = #member, .type = FIELD_TEXTS, .offset = offsetof(struct calendar_set_in, member),                      \
        .count_offset = offsetof(struct calendar_set_in, member##_count), .is_required = 1, .max = CALENDAR_DAYS_MAX,  \
        .doc = (text)                                                                                                  \
    }
FIELD_SET(calendar_set_set, "CalendarNew", struct calendar_set_in,
          IN_MUST(struct calendar_set_in, notice, FIELD_TEXT, 1, 200, "Document that announces it"),
          CALENDAR_DAYS(off, "Days off, YYYY-MM-DD"), CALENDAR_DAYS(work, "Saturdays and Sundays that are worked"),
          IN_ROWS(struct calendar_set_in, names, 0, 0, CALENDAR_DAYS_MAX, calendar_name_set, "Names of days off"));

static enum rc calendar_api_days(struct ctx *ctx, const char *const *texts, size_t n, int is_work, const char *list,
                                 struct calendar_day *out)
{
    enum rc rc = RC_OK;
    for (size_t i = 0; i < n; i++) {
        int64_t day = api_day(texts[i]);
        if (day == SQL_NULL) {
            rc = fault_add(&ctx->fault, reason(REASON_BAD_DAY), arena_printf(ctx->arena, "/%s/%zu", list, i), texts[i],
                           NULL);
            continue;
        }
        out[i] = (struct calendar_day){.day = (int32_t)day, .is_work = is_work};
    }
    return rc;
}

/* Each name belongs to a day of one of the lists. */
static enum rc calendar_api_names(struct ctx *ctx, const struct calendar_set_in *in, struct calendar_day *days,
                                  size_t n)
{
    enum rc rc = RC_OK;
    for (size_t i = 0; i < in->names_count; i++) {
        int64_t day = api_day(in->names[i].day);
        size_t at = 0;
        while (at < n && days[at].day != day) {
            at++;
        }
        if (at == n) {
            rc = fault_add(&ctx->fault, reason(REASON_CALENDAR_NAME_DAY), arena_printf(ctx->arena, "/names/%zu/day", i),
                           in->names[i].day, NULL);
        } else {
            days[at].name = in->names[i].name;
        }
    }
    return rc;
}

/* The command of a body, with its days on the arena. */
static enum rc calendar_api_command(struct ctx *ctx, const struct calendar_set_in *in, struct calendar_year_in *out)
{
    size_t n = in->off_count + in->work_count;
    struct calendar_day *days = arena_array_of(ctx->arena, struct calendar_day, n);
    if (days == NULL) {
        return RC_TOO_LARGE;
    }
    enum rc off = calendar_api_days(ctx, in->off, in->off_count, 0, "off", days);
    enum rc work = calendar_api_days(ctx, in->work, in->work_count, 1, "work", days + in->off_count);
    if (off != RC_OK || work != RC_OK) {
        return off != RC_OK ? off : work;
    }
    *out = (struct calendar_year_in){.year = (int)in->year, .notice = in->notice, .days = days, .day_count = n};
    return calendar_api_names(ctx, in, days, n);
}

enum rc calendar_api_load(struct ctx *ctx, struct tx *tx, const struct calendar_set_in *in, int *moved)
{
    struct calendar_year_in cmd;
    enum rc rc = calendar_api_command(ctx, in, &cmd);
    return rc == RC_OK ? calendar_year_load(ctx, tx, &cmd, moved) : rc;
}

static enum rc calendar_api_preview(struct ctx *ctx, struct tx *tx, struct call *call)
{
    struct calendar_year_in cmd;
    struct calendar_preview preview;
    enum rc rc = calendar_api_command(ctx, call->in, &cmd);
    if (rc == RC_OK) {
        rc = calendar_preview(ctx, tx, &cmd, &preview);
    }
    return rc == RC_OK ? calendar_preview_view(ctx, &preview, call->out) : rc;
}

struct calendar_read_in {
    int64_t year;
    const struct value *source;
};
struct calendar_draft_out {
    struct calendar_set_in days;
    const char **ignored;
    size_t ignored_count;
};
FIELD_SET(calendar_read_id_set, "CalendarReadYear", struct calendar_read_in,
          IN_MUST(struct calendar_read_in, year, FIELD_INT, CALENDAR_YEAR_MIN, CALENDAR_YEAR_MAX, "Year"));
FIELD_SET(calendar_read_set, "CalendarSource", struct calendar_read_in,
          IN_MUST(struct calendar_read_in, source, FIELD_VALUE, 0, 0,
                  "An iCalendar file as text, or JSON like that of a calendar, in which days may be ranges such as "
                  "2026-02-15..2026-02-23"));
#define DRAFT_TEXTS(member, text)                                                                                      \
    {                                                                                                                  \
        .name = #member, .type = FIELD_TEXTS, .offset = offsetof(struct calendar_draft_out, days.member),              \
        .is_required = 1, .count_offset = offsetof(struct calendar_draft_out, days.member##_count), .doc = (text)      \
    }
FIELD_SET(calendar_draft_set, "CalendarDraft", struct calendar_draft_out,
          {.name = "notice",
           .type = FIELD_TEXT,
           .offset = offsetof(struct calendar_draft_out, days.notice),
           .doc = "Document that announces it, as far as the source tells"},
          DRAFT_TEXTS(off, "Days off"), DRAFT_TEXTS(work, "Shifted working days"),
          {.name = "names",
           .type = FIELD_ARRAY,
           .offset = offsetof(struct calendar_draft_out, days.names),
           .is_required = 1,
           .of = &calendar_name_set,
           .count_offset = offsetof(struct calendar_draft_out, days.names_count),
           .doc = "Names of the days"},
          OUT_TEXTS(struct calendar_draft_out, ignored,
                    "Events of the file that say nothing of work, such as festivals"));

static enum rc calendar_api_read(struct ctx *ctx, struct tx *tx, struct call *call)
{
    const struct calendar_read_in *in = call->in;
    struct calendar_draft_out *out = call->out;
    (void)tx;
    return calendar_source_take(ctx, in->source, (int)in->year, &out->days, &out->ignored, &out->ignored_count);
}

static enum rc calendar_api_set(struct ctx *ctx, struct tx *tx, struct call *call)
{
    const struct calendar_set_in *in = call->in;
    int moved;
    enum rc rc = calendar_api_load(ctx, tx, in, &moved);
    return rc == RC_OK ? calendar_api_show(ctx, tx, (int)in->year, call->out) : rc;
}

ENDPOINT_TABLE(calendar_api_table,
               {.method = "GET",
                .path = "/api/v1/calendars/{year}",
                .operation = "getCalendar",
                .tag = "calendars",
                .summary = "Working days of a year",
                .need = ENDPOINT_SIGNED_IN,
                .mode = ENDPOINT_READ,
                .params = &calendar_year_set,
                .reply = &calendar_out_set,
                .in_size = sizeof(struct calendar_year_query),
                .out_size = sizeof(struct calendar_out),
                .ok = 200,
                .cost = 1,
                .run = calendar_api_get},
               {.method = "POST",
                .path = "/api/v1/calendars/{year}/read",
                .operation = "readCalendar",
                .tag = "calendars",
                .summary = "A year of working days out of an iCalendar file or JSON; nothing is stored",
                .need = PERM_CALENDAR_MANAGE,
                .mode = ENDPOINT_READ,
                .params = &calendar_read_id_set,
                .body = &calendar_read_set,
                .reply = &calendar_draft_set,
                .in_size = sizeof(struct calendar_read_in),
                .out_size = sizeof(struct calendar_draft_out),
                .ok = 200,
                .cost = 5,
                .run = calendar_api_read},
               {.method = "POST",
                .path = "/api/v1/calendars/{year}/preview",
                .operation = "previewCalendar",
                .tag = "calendars",
                .summary = "Which running clocks loading the year would move, and to when; nothing is stored",
                .need = PERM_CALENDAR_MANAGE,
                .mode = ENDPOINT_READ,
                .params = &calendar_set_id_set,
                .body = &calendar_set_set,
                .reply = &calendar_preview_view_set,
                .in_size = sizeof(struct calendar_set_in),
                .out_size = sizeof(struct calendar_preview_out),
                .ok = 200,
                .cost = 100,
                .run = calendar_api_preview},
               {.method = "PUT",
                .path = "/api/v1/calendars/{year}",
                .operation = "setCalendar",
                .tag = "calendars",
                .summary = "Load a year of working days; running clocks that reach into it are computed anew",
                .need = PERM_CALENDAR_MANAGE,
                .mode = ENDPOINT_WRITE,
                .params = &calendar_set_id_set,
                .body = &calendar_set_set,
                .reply = &calendar_out_set,
                .in_size = sizeof(struct calendar_set_in),
                .out_size = sizeof(struct calendar_out),
                .ok = 200,
                .cost = 100,
                .takes_key = 1,
                .run = calendar_api_set});

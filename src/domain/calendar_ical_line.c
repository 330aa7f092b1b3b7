/*
 * calendar_ical_line.c - unfolds the lines of an iCalendar file and gathers its events.
 *
 * Lines end in CR LF, LF or CR; one that begins with a blank or a tab goes on with the one before. A line is NAME *(";" parameter) ":" value,
 * with ":" and ";" in quoted parameters being text. Components may nest; what is inside a VEVENT's own parts (VALARM) is not the event's.
 *
 * Runs on: any thread. Owns: nothing.
 */
#include "domain/calendar_ical_inside.h"

#include "base/clock.h"
#include "domain/reason.h"

#include <string.h>
#include <strings.h>

enum {
    ICAL_EVENTS_MAX = 2000,
    ICAL_DEPTH_MAX = 8,
    ICAL_SPAN_MAX = 60,     /* days of one event: no holiday is longer */
    ICAL_DATE_LENGTH = 8,   /* 20260101 */
    ICAL_TIME_LENGTH = 15,  /* 20260101T083000 */
    ICAL_DURATION_MAX = 999 /* days or weeks */
};

struct ical_reader {
    struct ctx *ctx;
    const char *at; /* the next byte */
    int line;       /* where `name` stands */
    int next_line;
    char *text; /* the unfolded line, cut into: */
    char *name, *params, *value;
    const char *open[ICAL_DEPTH_MAX]; /* components that are not closed */
    int depth;
    struct ical_file *out;
    struct ical_event event; /* being read */
    int has_start, has_end, is_date;
    int64_t end;      /* exclusive day */
    int64_t duration; /* in days */
};

static enum rc ical_refuse(struct ical_reader *r, enum reason_id why, const char *what)
{
    return fault_add(&r->ctx->fault, reason(why), "/source", arena_printf(r->ctx->arena, "%d", r->line), what);
}

/* The length of the line break at `at`; 0 when there is none. */
static size_t ical_break(const char *at)
{
    return at[0] == '\r' && at[1] == '\n' ? 2 : at[0] == '\r' || at[0] == '\n' ? 1 : 0;
}

/* Copies the next whole line into r->text; 0 at the end. The room is as large as the rest of the file was at first. */
static int ical_line(struct ical_reader *r)
{
    char *to = r->text;
    if (*r->at == '\0') {
        return 0;
    }
    r->line = r->next_line;
    for (;;) {
        size_t end = ical_break(r->at);
        if (end > 0) {
            r->at += end;
            r->next_line++;
            if (*r->at != ' ' && *r->at != '\t') {
                break;
            }
            r->at++;
        } else if (*r->at == '\0') {
            break;
        } else {
            *to++ = *r->at++;
        }
    }
    *to = '\0';
    return 1;
}

/* name, params and value of the line; 0 when it is not of that form. */
static int ical_split(struct ical_reader *r)
{
    int is_quoted = 0;
    char *colon = NULL;
    r->name = r->text;
    r->params = NULL;
    for (char *c = r->text; *c != '\0' && colon == NULL; c++) {
        is_quoted ^= *c == '"';
        if (!is_quoted && *c == ';' && r->params == NULL) {
            *c = '\0';
            r->params = c + 1;
        } else if (!is_quoted && *c == ':') {
            colon = c;
        }
    }
    if (colon == NULL || colon == r->text) {
        return 0;
    }
    *colon = '\0';
    r->value = colon + 1;
    return r->name[0] != '\0';
}

static int ical_is(const struct ical_reader *r, const char *name)
{
    return strcasecmp(r->name, name) == 0;
}

/* "\n" and "\N" become a blank, other escaped characters themselves. */
static const char *ical_unescape(struct ical_reader *r)
{
    char *out = arena_strdup(r->ctx->arena, r->value);
    char *to = out;
    for (const char *c = r->value; out != NULL && *c != '\0'; c++) {
        if (*c == '\\' && c[1] != '\0') {
            c++;
            *to++ = *c == 'n' || *c == 'N' ? ' ' : *c;
        } else {
            *to++ = *c;
        }
    }
    if (out != NULL) {
        *to = '\0';
    }
    return out;
}

static int ical_digits(const char *text, size_t from, size_t n)
{
    int value = 0;
    for (size_t i = from; i < from + n; i++) {
        if (text[i] < '0' || text[i] > '9') {
            return -1;
        }
        value = 10 * value + (text[i] - '0');
    }
    return value;
}

static int ical_day(const char *text, int32_t *out)
{
    char day[CLOCK_DATE_SIZE];
    for (size_t i = 0; i < ICAL_DATE_LENGTH; i++) {
        if (text[i] < '0' || text[i] > '9') {
            return 0;
        }
    }
    memcpy(day, text, 4);
    memcpy(day + 5, text + 4, 2);
    memcpy(day + 8, text + 6, 2);
    day[4] = day[7] = '-';
    day[CLOCK_DATE_SIZE - 1] = '\0';
    return clock_parse_day(day, out) == RC_OK;
}

/* "20260101", "20260101T083000" in the office's zone, "20260101T003000Z". `*seconds` of the day; `is_date` for the first. */
static int ical_moment(const char *text, int32_t *day, int *seconds, int *is_date)
{
    size_t n = strlen(text);
    *seconds = 0;
    *is_date = n == ICAL_DATE_LENGTH;
    if (n < ICAL_DATE_LENGTH || !ical_day(text, day)) {
        return 0;
    }
    if (*is_date) {
        return 1;
    }
    int is_utc = n == ICAL_TIME_LENGTH + 1 && text[ICAL_TIME_LENGTH] == 'Z';
    if ((n != ICAL_TIME_LENGTH && !is_utc) || text[ICAL_DATE_LENGTH] != 'T') {
        return 0;
    }
    int hour = ical_digits(text, 9, 2);
    int minute = ical_digits(text, 11, 2);
    int second = ical_digits(text, 13, 2);
    if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 60) {
        return 0;
    }
    *seconds = 3600 * hour + 60 * minute + second;
    if (is_utc) {
        int64_t ms = 1000 * ((int64_t)*day * 86400 + *seconds);
        *day = clock_day_of(ms);
        *seconds = (int)((ms - clock_day_start_ms(*day)) / 1000);
    }
    return 1;
}

static enum rc ical_start(struct ical_reader *r)
{
    int seconds;
    if (r->has_start || !ical_moment(r->value, &r->event.from_day, &seconds, &r->is_date)) {
        return ical_refuse(r, REASON_ICAL_LINE, "DTSTART");
    }
    r->has_start = 1;
    return RC_OK;
}

static enum rc ical_end(struct ical_reader *r)
{
    int32_t day;
    int seconds;
    int is_date;
    if (r->has_end || !ical_moment(r->value, &day, &seconds, &is_date)) {
        return ical_refuse(r, REASON_ICAL_LINE, "DTEND");
    }
    r->has_end = 1;
    r->end = day + (seconds > 0); /* until midnight does not touch the day that begins there */
    return RC_OK;
}

/* Whole days and weeks only; hours are less than a day and end on the day on which they begin. */
static enum rc ical_duration(struct ical_reader *r)
{
    const char *c = r->value;
    int n = 0;
    if (*c != 'P' || c[1] == '\0') {
        return ical_refuse(r, REASON_ICAL_LINE, "DURATION");
    }
    if (c[1] == 'T') {
        return RC_OK;
    }
    for (c++; *c >= '0' && *c <= '9' && n <= ICAL_DURATION_MAX; c++) {
        n = 10 * n + (*c - '0');
    }
    if (n < 1 || n > ICAL_DURATION_MAX || (*c != 'D' && *c != 'W')) {
        return ical_refuse(r, REASON_ICAL_LINE, "DURATION");
    }
    r->duration = *c == 'W' ? 7 * (int64_t)n : n;
    return RC_OK;
}

static enum rc ical_property(struct ical_reader *r)
{
    struct ical_event *e = &r->event;
    if (ical_is(r, "DTSTART")) {
        return ical_start(r);
    }
    if (ical_is(r, "DTEND")) {
        return ical_end(r);
    }
    if (ical_is(r, "DURATION")) {
        return ical_duration(r);
    }
    if (ical_is(r, "SUMMARY") && e->title == NULL) {
        e->title = ical_unescape(r);
        return e->title != NULL ? RC_OK : RC_TOO_LARGE;
    }
    if (ical_is(r, "X-APPLE-SPECIAL-DAY")) {
        e->mark = strcasecmp(r->value, "ALTERNATE-WORKDAY") == 0 ? ICAL_WORK : ICAL_OFF;
    } else if (ical_is(r, "RRULE") || ical_is(r, "RDATE")) {
        e->is_passed_over = 1;
    } else if (ical_is(r, "STATUS")) {
        e->is_passed_over |= strcasecmp(r->value, "CANCELLED") == 0;
    }
    return RC_OK;
}

/* The event is over: its last day is known, and it fits. */
static enum rc ical_close_event(struct ical_reader *r)
{
    struct ical_event *e = &r->event;
    if (!r->has_start) {
        return ical_refuse(r, REASON_ICAL_LINE, "VEVENT");
    }
    /* An end on the day of the beginning is that day, though the standard wants the next one. */
    int64_t end = r->has_end ? r->end : e->from_day + r->duration;
    end = r->has_end && end == e->from_day ? end + 1 : end;
    if (end <= e->from_day || end - e->from_day > ICAL_SPAN_MAX) {
        return ical_refuse(r, REASON_ICAL_SPAN, NULL);
    }
    e->to_day = (int32_t)(end - 1);
    if (r->out->event_count == ICAL_EVENTS_MAX) {
        return ical_refuse(r, REASON_ICAL_LINE, "VEVENT");
    }
    r->out->events[r->out->event_count++] = *e;
    return RC_OK;
}

static enum rc ical_begin(struct ical_reader *r)
{
    const char *what = arena_strdup(r->ctx->arena, r->value);
    int is_top = r->depth == 0;
    if (what == NULL) {
        return RC_TOO_LARGE;
    }
    if (r->depth == ICAL_DEPTH_MAX || is_top != (strcasecmp(what, "VCALENDAR") == 0)) {
        return ical_refuse(r, is_top ? REASON_ICAL_NONE : REASON_ICAL_LINE, "BEGIN");
    }
    r->open[r->depth++] = what;
    if (r->depth == 2 && strcasecmp(what, "VEVENT") == 0) {
        r->event = (struct ical_event){.line = r->line};
        r->has_start = r->has_end = 0;
        r->duration = 1;
    }
    return RC_OK;
}

static enum rc ical_finish(struct ical_reader *r)
{
    if (r->depth == 0 || strcasecmp(r->open[r->depth - 1], r->value) != 0) {
        return ical_refuse(r, REASON_ICAL_LINE, "END");
    }
    int is_event = r->depth == 2 && strcasecmp(r->value, "VEVENT") == 0;
    r->depth--;
    return is_event ? ical_close_event(r) : RC_OK;
}

static enum rc ical_read_line(struct ical_reader *r)
{
    if (!ical_split(r)) {
        return ical_refuse(r, r->depth == 0 ? REASON_ICAL_NONE : REASON_ICAL_LINE, ":");
    }
    if (ical_is(r, "BEGIN")) {
        return ical_begin(r);
    }
    if (ical_is(r, "END")) {
        return ical_finish(r);
    }
    if (r->depth == 0) {
        return ical_refuse(r, REASON_ICAL_NONE, NULL);
    }
    if (r->depth == 1 && ical_is(r, "X-WR-CALNAME")) {
        r->out->title = ical_unescape(r);
    }
    return r->depth == 2 && strcasecmp(r->open[1], "VEVENT") == 0 ? ical_property(r) : RC_OK;
}

enum rc calendar_ical_events(struct ctx *ctx, const char *text, struct ical_file *out)
{
    static const char bom[] = "\xef\xbb\xbf";
    const char *from = strncmp(text, bom, sizeof bom - 1) == 0 ? text + sizeof bom - 1 : text;
    struct ical_reader r = {.ctx = ctx, .at = from, .next_line = 1, .out = out};
    *out = (struct ical_file){.events = arena_array_of(ctx->arena, struct ical_event, ICAL_EVENTS_MAX)};
    r.text = arena_alloc(ctx->arena, strlen(from) + 1);
    if (out->events == NULL || r.text == NULL) {
        return RC_TOO_LARGE;
    }
    enum rc rc = RC_OK;
    while (ctx->fault.error_count < FAULT_ERRORS_MAX && ical_line(&r)) {
        if (r.text[0] == '\0') {
            continue;
        }
        enum rc one = ical_read_line(&r);
        rc = rc == RC_OK ? one : rc;
        if (one == RC_TOO_LARGE || (one != RC_OK && r.depth == 0)) {
            return one; /* no calendar at all */
        }
    }
    if (rc == RC_OK && (r.depth != 0 || r.line == 0)) {
        rc = ical_refuse(&r, r.line == 0 ? REASON_ICAL_NONE : REASON_ICAL_LINE, "END");
    }
    return rc;
}

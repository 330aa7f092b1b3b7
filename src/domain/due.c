/*
 * due.c - counts the days of a clock, one step per day, and derives dates, explanations and ladder instants from the steps.
 *
 * Computing and explaining walk the same steps, so that a trace can never show another end than the one that is enforced.
 *
 * Runs on: any thread. Owns: nothing. Invariant: the wall clock is never read; days are those of the office zone.
 */
#include "domain/due.h"

#include "base/arena.h"
#include "base/clock.h"

#include <stddef.h>

enum {
    DUE_LENGTH_MAX = 3660,
    DUE_DAY_MIN = -25567,   /* 1900-01-01 */
    DUE_DAY_MAX = 2895000,  /* leaves room for the longest clock before the last day that can be written */
    DUE_PAUSED_MAX = 36600, /* days in all; keeps every walk short */
    DUE_AHEAD_MAX = 100000, /* days from the start to a set date, for the same reason */
    DUE_SATURDAY = 6,
};
static const int64_t due_hour_ms = INT64_C(3600000);
static const int64_t due_day_ms = INT64_C(86400000);

static int due_day_is_sane(int32_t day)
{
    return day >= DUE_DAY_MIN && day <= DUE_DAY_MAX;
}

static enum rc due_check(const struct due_input *in)
{
    int64_t paused = 0;
    for (size_t i = 0; i < in->pause_count; i++) {
        const struct due_pause *p = &in->pauses[i];
        if (!due_day_is_sane(p->from_day) || !due_day_is_sane(p->to_day) || p->to_day < p->from_day ||
            (i > 0 && p->from_day <= in->pauses[i - 1].to_day)) {
            return RC_INVALID;
        }
        paused += p->to_day - p->from_day + 1;
    }
    int64_t last_ms = (DUE_DAY_MAX + INT64_C(1)) * due_day_ms;
    if (paused > DUE_PAUSED_MAX || in->extension_days < 0 || in->extension_days > DUE_LENGTH_MAX ||
        in->start_ms < DUE_DAY_MIN * due_day_ms || in->start_ms > last_ms) {
        return RC_INVALID;
    }
    if (in->unit == DUE_ON_DATE) {
        int is_near = due_day_is_sane(in->on_day) && in->on_day - clock_day_of(in->start_ms) <= DUE_AHEAD_MAX;
        return is_near ? RC_OK : RC_INVALID;
    }
    return in->length >= 1 && in->length <= DUE_LENGTH_MAX ? RC_OK : RC_INVALID;
}

/* One day after the other, from the start on. Not for hour clocks. */
struct due_walk {
    const struct calendar *calendar;
    const struct due_input *in;
    struct due_step step;
    int32_t due_day; /* last day that counted so far */
    size_t pause;    /* first pause that does not lie before step.day */
};

static void due_walk_start(struct due_walk *w, const struct calendar *c, const struct due_input *in)
{
    int32_t day = clock_day_of(in->start_ms);
    *w = (struct due_walk){.calendar = c, .in = in, .due_day = day};
    w->step = (struct due_step){.day = day, .kind = DUE_STEP_START};
}

static int due_is_loaded(const struct calendar *c, int32_t day)
{
    int year;
    int month;
    int mday;
    clock_split_day(day, &year, &month, &mday);
    return calendar_has_year(c, year);
}

static int due_is_extension(const struct due_walk *w)
{
    return w->in->unit == DUE_ON_DATE ? w->step.day >= w->in->on_day : w->step.number >= w->in->length;
}

static int due_is_over(const struct due_walk *w)
{
    int days = w->in->extension_days;
    return w->in->unit == DUE_ON_DATE ? w->step.day >= w->in->on_day + days : w->step.number >= w->in->length + days;
}

/* A date set by somebody stands whatever is paused. */
static int due_is_paused(struct due_walk *w)
{
    const struct due_input *in = w->in;
    while (w->pause < in->pause_count && in->pauses[w->pause].to_day < w->step.day) {
        w->pause++;
    }
    return in->unit != DUE_ON_DATE && w->pause < in->pause_count && in->pauses[w->pause].from_day <= w->step.day;
}

/* What a day of a working-day clock is. */
static enum due_step_kind due_workday_kind(const struct calendar *c, struct due_step *s)
{
    int is_weekend = clock_weekday(s->day) >= DUE_SATURDAY;
    s->is_provisional = !due_is_loaded(c, s->day);
    if (calendar_is_workday(c, s->day, &s->name)) {
        return is_weekend ? DUE_STEP_MAKEUP : DUE_STEP_COUNTED;
    }
    return is_weekend && s->name == NULL ? DUE_STEP_WEEKEND : DUE_STEP_HOLIDAY;
}

/* Moves on by one day that lies within the length or the extension; 0 when both are used up. */
static int due_walk_next(struct due_walk *w)
{
    struct due_step *s = &w->step;
    if (due_is_over(w)) {
        return 0;
    }
    int is_extension = due_is_extension(w);
    *s = (struct due_step){.day = s->day + 1, .number = s->number};
    if (due_is_paused(w)) {
        s->kind = DUE_STEP_PAUSED;
    } else if (is_extension) {
        s->kind = DUE_STEP_EXTENDED;
    } else if (w->in->unit == DUE_WORKING_DAY) {
        s->kind = due_workday_kind(w->calendar, s);
    } else {
        s->kind = DUE_STEP_COUNTED;
    }
    if (s->kind == DUE_STEP_COUNTED || s->kind == DUE_STEP_MAKEUP || s->kind == DUE_STEP_EXTENDED) {
        s->number++;
        w->due_day = s->day;
    }
    return 1;
}

/* Hours run through nights and rest days; the days of a pause are left out as a whole. */
static void due_hours(const struct due_input *in, struct due_result *out)
{
    int64_t at_ms = in->start_ms;
    int64_t left_ms = in->length * due_hour_ms + in->extension_days * due_day_ms;
    for (size_t i = 0; i < in->pause_count; i++) {
        int64_t from_ms = clock_day_start_ms(in->pauses[i].from_day);
        int64_t to_ms = clock_day_start_ms(in->pauses[i].to_day + 1);
        if (to_ms <= at_ms) {
            continue;
        }
        if (from_ms - at_ms >= left_ms) {
            break;
        }
        left_ms -= from_ms > at_ms ? from_ms - at_ms : 0;
        at_ms = to_ms;
    }
    int64_t due_ms = at_ms + left_ms;
    int32_t day = clock_day_of(due_ms - 1);
    *out = (struct due_result){.due_ms = due_ms, .due_day = day, .rolled_day = day};
}

enum rc due_compute(const struct calendar *c, const struct due_input *in, struct due_result *out)
{
    enum rc rc = due_check(in);
    if (rc != RC_OK) {
        return rc;
    }
    if (in->unit == DUE_HOUR) {
        due_hours(in, out);
        return RC_OK;
    }
    struct due_walk walk;
    due_walk_start(&walk, c, in);
    *out = (struct due_result){0};
    while (due_walk_next(&walk)) {
        out->is_provisional |= walk.step.is_provisional;
    }
    /* A date set by somebody may lie before the start; then the clock is over from the beginning. */
    out->due_day = in->unit == DUE_ON_DATE ? in->on_day + in->extension_days : walk.due_day;
    out->rolled_day = calendar_roll(c, out->due_day, &out->is_provisional);
    out->due_ms = clock_day_start_ms(out->due_day + 1);
    return RC_OK;
}

static enum rc due_trace_hours(const struct due_input *in, const struct due_result *due, struct arena *a,
                               struct due_step **steps, size_t *count)
{
    struct due_step *list = arena_array_of(a, struct due_step, 2);
    if (list == NULL) {
        return RC_TOO_LARGE;
    }
    list[0] = (struct due_step){.day = clock_day_of(in->start_ms), .kind = DUE_STEP_START};
    list[1] = (struct due_step){.day = due->due_day, .kind = DUE_STEP_COUNTED, .number = in->length};
    *steps = list;
    *count = 2;
    return RC_OK;
}

/* The rest days behind the last day up to the next working day, beginning at `list`. */
static size_t due_trace_roll(const struct calendar *c, int32_t after, const struct due_result *due,
                             struct due_step *list)
{
    size_t n = 0;
    for (int32_t day = due->due_day + 1; day <= due->rolled_day; day++) {
        if (day > after) {
            struct due_step *s = &list[n++];
            *s = (struct due_step){.day = day, .kind = DUE_STEP_ROLLED, .is_provisional = !due_is_loaded(c, day)};
            (void)calendar_is_workday(c, day, &s->name);
        }
    }
    return n;
}

enum rc due_trace(const struct calendar *c, const struct due_input *in, struct arena *a, struct due_step **steps,
                  size_t *count)
{
    struct due_result due;
    struct due_walk walk;
    enum rc rc = due_compute(c, in, &due);
    if (rc != RC_OK) {
        return rc;
    }
    if (in->unit == DUE_HOUR) {
        return due_trace_hours(in, &due, a, steps, count);
    }
    due_walk_start(&walk, c, in);
    int32_t last = due.rolled_day > walk.step.day ? due.rolled_day : walk.step.day;
    struct due_step *list = arena_array_of(a, struct due_step, (size_t)(last - walk.step.day) + 1);
    if (list == NULL) {
        return RC_TOO_LARGE;
    }
    size_t n = 0;
    do {
        list[n++] = walk.step;
    } while (due_walk_next(&walk));
    list[n - 1].is_provisional |= !due_is_loaded(c, due.due_day); /* it was asked whether the last day is a rest day */
    *count = n + due_trace_roll(c, walk.step.day, &due, list + n);
    *steps = list;
    return RC_OK;
}

const char *due_step_name(enum due_step_kind kind)
{
    switch (kind) {
    case DUE_STEP_START: return "start";
    case DUE_STEP_COUNTED: return "counted";
    case DUE_STEP_WEEKEND: return "weekend";
    case DUE_STEP_HOLIDAY: return "holiday";
    case DUE_STEP_MAKEUP: return "makeup";
    case DUE_STEP_PAUSED: return "paused";
    case DUE_STEP_EXTENDED: return "extended";
    case DUE_STEP_ROLLED: return "rolled";
    }
    return "";
}

/* The first day on which only n days are left after it. Working days are counted backwards, so it is a working day. */
static int32_t due_day_with_left(const struct calendar *c, enum due_unit unit, int32_t due_day, int n)
{
    if (unit != DUE_WORKING_DAY) {
        return due_day - n;
    }
    int32_t day = due_day;
    for (int left = 0; left < n || !calendar_is_workday(c, day, NULL); day--) {
        left += calendar_is_workday(c, day, NULL);
    }
    return day;
}

int64_t due_level_ms(const struct calendar *c, const struct due_input *in, const struct due_result *due, enum due_at at,
                     int n)
{
    int is_hours = in->unit == DUE_HOUR;
    int64_t at_ms = 0;
    if (n < 0 || n > DUE_LENGTH_MAX) {
        return 0;
    }
    switch (at) {
    case DUE_AT_PERCENT: at_ms = in->start_ms + (due->due_ms - in->start_ms) * n / 100; break;
    case DUE_AT_DAYS_LEFT:
        at_ms = is_hours ? 0 : clock_day_start_ms(due_day_with_left(c, in->unit, due->due_day, n));
        break;
    case DUE_AT_OVERDUE: at_ms = due->due_ms; break;
    case DUE_AT_DAYS_OVER:
        at_ms = is_hours ? due->due_ms + n * due_day_ms : clock_day_start_ms(due->due_day + 1 + n);
        break;
    }
    return at_ms > in->start_ms ? at_ms : 0;
}

int due_days_left(const struct calendar *c, enum due_unit unit, int32_t due_day, int32_t today)
{
    return unit == DUE_WORKING_DAY ? calendar_count_workdays(c, today, due_day) : due_day - today;
}

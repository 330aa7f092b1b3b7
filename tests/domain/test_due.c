/*
 * test_due.c - due dates by hand, and 10 000 random clocks against a second, naive implementation.
 *
 * The naive one shares nothing with the tested one: it asks libc for weekdays, writes down every day that counts and takes the
 * n-th. It knows only the calendar's list of days.
 *
 * Runs on: the test's only thread. Owns: one arena per test. Invariant: the random examples are the same in every run.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/clock.h"
#include "domain/due.h"
#include "seed_calendar.h"

#include <string.h>
#include <time.h>

enum { EXAMPLES = 10000, PAUSES_MAX = 4 };
static const int64_t hour_ms = INT64_C(3600000);
static const int64_t day_ms = INT64_C(86400000);

static int32_t day_of(const char *text)
{
    int32_t day;
    assert_int_equal(clock_parse_day(text, &day), RC_OK);
    return day;
}

static int64_t noon(const char *text)
{
    return clock_day_start_ms(day_of(text)) + 12 * hour_ms;
}

static void assert_day(int32_t day, const char *wanted)
{
    char text[CLOCK_DATE_SIZE];
    clock_format_day(day, text);
    assert_string_equal(text, wanted);
}

static int set_up(void **state)
{
    *state = arena_new(8 << 20);
    return *state == NULL;
}

static int tear_down(void **state)
{
    arena_free(*state);
    return 0;
}

/* By hand -------------------------------------------------------------------------------------------------------------- */

static void vectors(void **state)
{
    static const struct {
        const char *start;
        enum due_unit unit;
        int length;
        const char *due, *rolled;
    } rows[] = {
        {"2025-09-26", DUE_WORKING_DAY, 5, "2025-10-10", "2025-10-10"},
        {"2026-02-12", DUE_WORKING_DAY, 5, "2026-02-26", "2026-02-26"},
        {"2026-02-13", DUE_WORKING_DAY, 3, "2026-02-25", "2026-02-25"},
        {"2026-04-29", DUE_WORKING_DAY, 5, "2026-05-09", "2026-05-09"},
        {"2026-09-18", DUE_WORKING_DAY, 3, "2026-09-22", "2026-09-22"},
        {"2026-09-28", DUE_WORKING_DAY, 5, "2026-10-10", "2026-10-10"},
        {"2026-09-29", DUE_WORKING_DAY, 3, "2026-10-09", "2026-10-09"},
        {"2026-09-30", DUE_WORKING_DAY, 10, "2026-10-20", "2026-10-20"},
        {"2026-02-01", DUE_CALENDAR_DAY, 15, "2026-02-16", "2026-02-24"},
        {"2026-08-04", DUE_CALENDAR_DAY, 60, "2026-10-03", "2026-10-08"},
        {"2026-03-03", DUE_CALENDAR_DAY, 60, "2026-05-02", "2026-05-06"},
        {"2026-01-31", DUE_CALENDAR_DAY, 30, "2026-03-02", "2026-03-02"},
        /* the demo's cases */
        {"2026-03-09", DUE_CALENDAR_DAY, 15, "2026-03-24", "2026-03-24"},
        {"2026-03-10", DUE_CALENDAR_DAY, 60, "2026-05-09", "2026-05-09"},
        {"2026-09-28", DUE_CALENDAR_DAY, 15, "2026-10-13", "2026-10-13"},
        {"2026-01-19", DUE_CALENDAR_DAY, 60, "2026-03-20", "2026-03-20"},
    };
    const struct calendar *c = seed_calendar(*state);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct due_result due;
        const struct due_input in = {.start_ms = noon(rows[i].start), .unit = rows[i].unit, .length = rows[i].length};
        assert_int_equal(due_compute(c, &in, &due), RC_OK);
        assert_day(due.due_day, rows[i].due);
        assert_day(due.rolled_day, rows[i].rolled);
        assert_int_equal(due.due_ms, clock_day_start_ms(due.due_day + 1));
        assert_false(due.is_provisional);
    }
}

static void month_ends_and_leap_days(void **state)
{
    static const struct {
        const char *start;
        int length;
        const char *due;
    } rows[] = {
        {"2028-01-31", 29, "2028-02-29"},  {"2028-01-31", 30, "2028-03-01"}, {"2028-02-29", 365, "2029-02-28"},
        {"2028-02-29", 366, "2029-03-01"}, {"2028-02-28", 1, "2028-02-29"},  {"2027-02-28", 1, "2027-03-01"},
        {"2026-12-31", 60, "2027-03-01"},  {"2027-12-31", 60, "2028-02-29"}, {"2026-01-30", 30, "2026-03-01"},
    };
    const struct calendar *c = seed_calendar(*state);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct due_result due;
        const struct due_input in = {.start_ms = noon(rows[i].start), .length = rows[i].length};
        assert_int_equal(due_compute(c, &in, &due), RC_OK);
        assert_day(due.due_day, rows[i].due);
    }
}

/* The hour of the day never matters; the millisecond before midnight still belongs to the day. */
static void the_start_day_is_not_counted(void **state)
{
    const struct calendar *c = seed_calendar(*state);
    int64_t midnight = clock_day_start_ms(day_of("2026-03-09"));
    const int64_t starts[] = {midnight, midnight + 1, midnight + day_ms - 1};
    struct due_result due;
    for (size_t i = 0; i < 3; i++) {
        assert_int_equal(due_compute(c, &(struct due_input){.start_ms = starts[i], .length = 15}, &due), RC_OK);
        assert_day(due.due_day, "2026-03-24");
    }
    assert_int_equal(due_compute(c, &(struct due_input){.start_ms = midnight - 1, .length = 15}, &due), RC_OK);
    assert_day(due.due_day, "2026-03-23");
}

static void hours_run_through_nights(void **state)
{
    const struct calendar *c = seed_calendar(*state);
    struct due_result due;
    struct due_input in = {.start_ms = noon("2026-09-30"), .unit = DUE_HOUR, .length = 4};
    assert_int_equal(due_compute(c, &in, &due), RC_OK);
    assert_int_equal(due.due_ms, in.start_ms + 4 * hour_ms);
    assert_day(due.due_day, "2026-09-30");
    in.length = 12;
    assert_int_equal(due_compute(c, &in, &due), RC_OK);
    assert_day(due.due_day, "2026-09-30"); /* ends at midnight: the day before is the last */
    in.length = 13;
    in.pauses = (const struct due_pause[]){{day_of("2026-10-01"), day_of("2026-10-07")}};
    in.pause_count = 1;
    assert_int_equal(due_compute(c, &in, &due), RC_OK);
    assert_int_equal(due.due_ms, clock_day_start_ms(day_of("2026-10-08")) + hour_ms);
    assert_day(due.rolled_day, "2026-10-08");
    assert_false(due.is_provisional);
}

static void a_set_date_stands(void **state)
{
    const struct calendar *c = seed_calendar(*state);
    struct due_result due;
    struct due_step *steps;
    size_t count;
    struct due_input in = {.start_ms = noon("2026-09-28"), .unit = DUE_ON_DATE, .on_day = day_of("2026-10-02")};
    in.pauses = (const struct due_pause[]){{day_of("2026-09-29"), day_of("2026-09-30")}};
    in.pause_count = 1;
    assert_int_equal(due_compute(c, &in, &due), RC_OK);
    assert_day(due.due_day, "2026-10-02");
    assert_day(due.rolled_day, "2026-10-08");
    in.extension_days = 6;
    assert_int_equal(due_compute(c, &in, &due), RC_OK);
    assert_day(due.due_day, "2026-10-08");
    in.extension_days = 0;
    in.on_day = day_of("2026-09-01"); /* before the start: over at once, and no rung is armed */
    assert_int_equal(due_compute(c, &in, &due), RC_OK);
    assert_true(due.due_ms < in.start_ms);
    assert_int_equal(due_level_ms(c, &in, &due, DUE_AT_OVERDUE, 0), 0);
    assert_int_equal(due_trace(c, &in, *state, &steps, &count), RC_OK);
    assert_int_equal(count, 1);
}

/* Art 36: the days of a hearing are not counted; Art 34: the extension follows the end. */
static void pauses_and_extensions(void **state)
{
    const struct calendar *c = seed_calendar(*state);
    struct due_result due;
    const struct due_pause hearing = {day_of("2026-07-20"), day_of("2026-07-29")};
    struct due_input in = {.start_ms = noon("2026-07-06"), .length = 30, .pauses = &hearing, .pause_count = 1};
    assert_int_equal(due_compute(c, &in, &due), RC_OK);
    assert_day(due.due_day, "2026-08-15");
    in = (struct due_input){.start_ms = noon("2026-01-19"), .length = 60, .extension_days = 30};
    assert_int_equal(due_compute(c, &in, &due), RC_OK);
    assert_day(due.due_day, "2026-04-19");
}

static void nonsense_is_refused(void **state)
{
    const struct calendar *c = seed_calendar(*state);
    const struct due_pause crossed[] = {{20700, 20699}}, overlapping[] = {{20700, 20710}, {20710, 20711}};
    const struct due_pause swapped[] = {{20800, 20801}, {20700, 20701}}, huge[] = {{0, 2000000}};
    const struct due_input rows[] = {
        {.length = 0},
        {.length = -1},
        {.length = 3661},
        {.length = 1, .extension_days = -1},
        {.length = 1, .extension_days = 3661},
        {.length = 1, .start_ms = INT64_MAX},
        {.length = 1, .start_ms = INT64_MIN},
        {.length = 1, .pauses = crossed, .pause_count = 1},
        {.length = 1, .pauses = overlapping, .pause_count = 2},
        {.length = 1, .pauses = swapped, .pause_count = 2},
        {.length = 1, .pauses = huge, .pause_count = 1},
        {.unit = DUE_ON_DATE, .on_day = INT32_MAX},
        {.unit = DUE_ON_DATE, .on_day = INT32_MIN},
        {.unit = DUE_ON_DATE, .on_day = 2800000},
        {.unit = DUE_HOUR, .length = 0},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct due_result due;
        struct due_step *steps;
        size_t count;
        assert_int_equal(due_compute(c, &rows[i], &due), RC_INVALID);
        assert_int_equal(due_trace(c, &rows[i], *state, &steps, &count), RC_INVALID);
    }
    struct due_result due;
    assert_int_equal(due_compute(c, &(struct due_input){.length = 3660, .unit = DUE_WORKING_DAY}, &due), RC_OK);
}

static void a_trace_names_every_day(void **state)
{
    static const struct {
        const char *day, *kind;
        int number;
        const char *name;
    } rows[] = {
        {"2026-04-29", "start", 0, NULL},
        {"2026-04-30", "counted", 1, NULL},
        {"2026-05-01", "holiday", 1, "劳动节"},
        {"2026-05-02", "holiday", 1, "劳动节"},
        {"2026-05-03", "holiday", 1, "劳动节"},
        {"2026-05-04", "holiday", 1, "劳动节"},
        {"2026-05-05", "holiday", 1, "劳动节"},
        {"2026-05-06", "paused", 1, NULL},
        {"2026-05-07", "counted", 2, NULL},
        {"2026-05-08", "counted", 3, NULL},
        {"2026-05-09", "makeup", 4, "劳动节调休上班"},
        {"2026-05-10", "extended", 5, NULL},
        {"2026-05-11", "extended", 6, NULL},
    };
    const struct due_pause pause = {day_of("2026-05-06"), day_of("2026-05-06")};
    const struct due_input in = {.start_ms = noon("2026-04-29"),
                                 .unit = DUE_WORKING_DAY,
                                 .length = 4,
                                 .extension_days = 2,
                                 .pauses = &pause,
                                 .pause_count = 1};
    struct due_step *steps;
    size_t count;
    assert_int_equal(due_trace(seed_calendar(*state), &in, *state, &steps, &count), RC_OK);
    assert_int_equal(count, sizeof rows / sizeof rows[0]);
    for (size_t i = 0; i < count; i++) {
        assert_day(steps[i].day, rows[i].day);
        assert_string_equal(due_step_name(steps[i].kind), rows[i].kind);
        assert_int_equal(steps[i].number, rows[i].number);
        if (rows[i].name != NULL) {
            assert_string_equal(steps[i].name, rows[i].name);
        } else {
            assert_null(steps[i].name);
        }
    }
}

static void a_trace_shows_the_note_on_rest_days(void **state)
{
    const struct due_input in = {.start_ms = noon("2026-02-01"), .length = 15};
    struct due_step *steps;
    size_t count;
    assert_int_equal(due_trace(seed_calendar(*state), &in, *state, &steps, &count), RC_OK);
    assert_int_equal(count, 1 + 15 + 8);
    assert_string_equal(due_step_name(steps[15].kind), "counted");
    assert_string_equal(due_step_name(steps[16].kind), "rolled");
    assert_string_equal(steps[16].name, "春节");
    assert_day(steps[count - 1].day, "2026-02-24");
    const struct due_input hours = {.start_ms = noon("2026-02-01"), .unit = DUE_HOUR, .length = 48};
    assert_int_equal(due_trace(seed_calendar(*state), &hours, *state, &steps, &count), RC_OK);
    assert_int_equal(count, 2);
    assert_day(steps[1].day, "2026-02-03");
}

/* The ladder ---------------------------------------------------------------------------------------------------------- */

static void rungs_of_a_calendar_clock(void **state)
{
    const struct calendar *c = seed_calendar(*state);
    const struct due_input in = {.start_ms = noon("2026-03-10"), .length = 60};
    struct due_result due;
    assert_int_equal(due_compute(c, &in, &due), RC_OK);
    assert_int_equal(due_level_ms(c, &in, &due, DUE_AT_PERCENT, 50), in.start_ms + (due.due_ms - in.start_ms) / 2);
    assert_int_equal(due_level_ms(c, &in, &due, DUE_AT_DAYS_LEFT, 5), clock_day_start_ms(day_of("2026-05-04")));
    assert_int_equal(due_level_ms(c, &in, &due, DUE_AT_DAYS_LEFT, 0), clock_day_start_ms(day_of("2026-05-09")));
    assert_int_equal(due_level_ms(c, &in, &due, DUE_AT_OVERDUE, 0), due.due_ms);
    assert_int_equal(due_level_ms(c, &in, &due, DUE_AT_DAYS_OVER, 3), clock_day_start_ms(day_of("2026-05-13")));
    assert_int_equal(due_level_ms(c, &in, &due, DUE_AT_DAYS_LEFT, 60),
                     0); /* the start day itself: not after the start */
    assert_int_equal(due_level_ms(c, &in, &due, DUE_AT_DAYS_LEFT, 59), clock_day_start_ms(day_of("2026-03-11")));
    assert_int_equal(due_level_ms(c, &in, &due, DUE_AT_DAYS_LEFT, -1), 0);
    assert_int_equal(due_days_left(c, in.unit, due.due_day, day_of("2026-05-09")), 0);
    assert_int_equal(due_days_left(c, in.unit, due.due_day, day_of("2026-05-11")), -2);
}

/* Objection window over the National Day: 28 Sep + 5 working days = Sat 10 Oct. */
static void rungs_of_a_working_day_clock(void **state)
{
    const struct calendar *c = seed_calendar(*state);
    const struct due_input in = {.start_ms = noon("2026-09-28"), .unit = DUE_WORKING_DAY, .length = 5};
    struct due_result due;
    assert_int_equal(due_compute(c, &in, &due), RC_OK);
    assert_day(due.due_day, "2026-10-10");
    assert_int_equal(due_level_ms(c, &in, &due, DUE_AT_DAYS_LEFT, 1), clock_day_start_ms(day_of("2026-10-09")));
    assert_int_equal(due_level_ms(c, &in, &due, DUE_AT_DAYS_LEFT, 2), clock_day_start_ms(day_of("2026-10-08")));
    assert_int_equal(due_level_ms(c, &in, &due, DUE_AT_DAYS_LEFT, 3), clock_day_start_ms(day_of("2026-09-30")));
    assert_int_equal(due_level_ms(c, &in, &due, DUE_AT_DAYS_LEFT, 5), 0);
    assert_int_equal(due_days_left(c, in.unit, due.due_day, day_of("2026-10-05")), 3);
    assert_int_equal(due_days_left(c, in.unit, due.due_day, day_of("2026-10-12")), -1);
    const struct due_input hours = {.start_ms = noon("2026-09-28"), .unit = DUE_HOUR, .length = 4};
    assert_int_equal(due_compute(c, &hours, &due), RC_OK);
    assert_int_equal(due_level_ms(c, &hours, &due, DUE_AT_DAYS_LEFT, 1), 0);
    assert_int_equal(due_level_ms(c, &hours, &due, DUE_AT_DAYS_OVER, 1), due.due_ms + day_ms);
}

/* The second implementation ------------------------------------------------------------------------------------------- */

static int naive_is_work(const struct calendar *c, int32_t day)
{
    time_t at = (time_t)day * 86400;
    struct tm tm;
    gmtime_r(&at, &tm);
    int year = tm.tm_year + 1900;
    int is_loaded = 0;
    for (size_t i = 0; i < c->year_count; i++) {
        is_loaded |= c->years[i] == year;
    }
    for (size_t i = 0; i < c->day_count && is_loaded; i++) {
        if (c->days[i].day == day) {
            return c->days[i].is_work;
        }
    }
    int monthday = (tm.tm_mon + 1) * 100 + tm.tm_mday;
    int is_fixed = monthday == 101 || monthday == 501 || monthday == 502 || (monthday >= 1001 && monthday <= 1003);
    return tm.tm_wday >= 1 && tm.tm_wday <= 5 && (is_loaded || !is_fixed);
}

static int naive_is_paused(const struct due_input *in, int32_t day)
{
    for (size_t i = 0; i < in->pause_count; i++) {
        if (day >= in->pauses[i].from_day && day <= in->pauses[i].to_day) {
            return 1;
        }
    }
    return 0;
}

/* Day-unit clocks only. */
static void naive_compute(const struct calendar *c, const struct due_input *in, struct due_result *out)
{
    int64_t local_s = in->start_ms / 1000 + 8 * 3600; /* the office zone since 1991 */
    int32_t day = (int32_t)(local_s / 86400);
    int length = in->length;
    int extension = in->extension_days;
    while (length > 0) {
        day++;
        length -= !naive_is_paused(in, day) && (in->unit != DUE_WORKING_DAY || naive_is_work(c, day));
    }
    while (extension > 0) {
        day++;
        extension -= !naive_is_paused(in, day);
    }
    out->due_day = day;
    out->due_ms = (int64_t)(day + 1) * day_ms - 8 * hour_ms;
    while (!naive_is_work(c, day)) {
        day++;
    }
    out->rolled_day = day;
}

/* A generator of our own, so that the examples are the same everywhere. */
struct dice {
    uint64_t state;
};

static int dice_roll(struct dice *d, int from, int to)
{
    d->state += UINT64_C(0x9e3779b97f4a7c15);
    uint64_t z = d->state;
    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
    z ^= z >> 31;
    return from + (int)(z % (uint64_t)(to - from + 1));
}

static void dice_clock(struct dice *d, struct due_input *in, struct due_pause *pauses)
{
    static const int lengths[] = {1, 3, 5, 10, 15, 30, 60, 90};
    int32_t start = clock_join_day(2024, 6, 1) + dice_roll(d, 0, 1700); /* to early 2029: over 29 Feb 2028 */
    int32_t at = start + dice_roll(d, -10, 20);
    size_t count = (size_t)dice_roll(d, 0, PAUSES_MAX);
    for (size_t i = 0; i < count; i++) {
        pauses[i].from_day = at + dice_roll(d, 1, 12);
        pauses[i].to_day = pauses[i].from_day + dice_roll(d, 0, 20);
        at = pauses[i].to_day;
    }
    *in = (struct due_input){.start_ms = clock_day_start_ms(start) + (int64_t)dice_roll(d, 0, 86399999),
                             .unit = dice_roll(d, 0, 1) ? DUE_WORKING_DAY : DUE_CALENDAR_DAY,
                             .length = dice_roll(d, 0, 3) ? lengths[dice_roll(d, 0, 7)] : dice_roll(d, 1, 400),
                             .extension_days = dice_roll(d, 0, 2) ? 0 : dice_roll(d, 1, 30),
                             .pauses = pauses,
                             .pause_count = count};
}

static void random_clocks_agree_with_the_naive_count(void **state)
{
    const struct calendar *c = seed_calendar(*state);
    struct dice dice = {20261122};
    for (int i = 0; i < EXAMPLES; i++) {
        struct due_pause pauses[PAUSES_MAX];
        struct due_input in;
        struct due_result due;
        struct due_result naive;
        dice_clock(&dice, &in, pauses);
        assert_int_equal(due_compute(c, &in, &due), RC_OK);
        naive_compute(c, &in, &naive);
        assert_int_equal(due.due_day, naive.due_day);
        assert_int_equal(due.due_ms, naive.due_ms);
        assert_int_equal(due.rolled_day, naive.rolled_day);
    }
}

static void assert_trace_agrees(const struct due_input *in, const struct due_result *due, const struct due_step *steps,
                                size_t count)
{
    int counted = 0;
    int provisional = 0;
    int32_t last = 0;
    for (size_t i = 0; i < count; i++) {
        int counts =
            steps[i].kind == DUE_STEP_COUNTED || steps[i].kind == DUE_STEP_MAKEUP || steps[i].kind == DUE_STEP_EXTENDED;
        assert_int_equal(steps[i].day, steps[0].day + (int32_t)i);
        counted += counts;
        assert_int_equal(steps[i].number, steps[i].kind == DUE_STEP_ROLLED ? 0 : counted);
        last = counts ? steps[i].day : last;
        provisional |= steps[i].is_provisional;
    }
    assert_int_equal(steps[0].kind, DUE_STEP_START);
    assert_int_equal(counted, in->length + in->extension_days);
    assert_int_equal(last, due->due_day);
    assert_int_equal(steps[count - 1].day, due->rolled_day);
    assert_int_equal(provisional, due->is_provisional);
}

static void traces_agree_with_the_dates(void **state)
{
    const struct calendar *c = seed_calendar(*state);
    struct dice dice = {42};
    struct arena_mark mark = arena_mark(*state);
    for (int i = 0; i < EXAMPLES / 5; i++) {
        struct due_pause pauses[PAUSES_MAX];
        struct due_input in;
        struct due_result due;
        struct due_step *steps;
        size_t count;
        dice_clock(&dice, &in, pauses);
        assert_int_equal(due_compute(c, &in, &due), RC_OK);
        assert_int_equal(due_trace(c, &in, *state, &steps, &count), RC_OK);
        assert_trace_agrees(&in, &due, steps, count);
        arena_reset_to(*state, mark);
    }
}

static void later_or_longer_never_ends_earlier(void **state)
{
    const struct calendar *c = seed_calendar(*state);
    struct dice dice = {7};
    for (int i = 0; i < EXAMPLES / 5; i++) {
        struct due_pause pauses[PAUSES_MAX];
        struct due_input in;
        struct due_result due;
        struct due_result moved;
        dice_clock(&dice, &in, pauses);
        assert_int_equal(due_compute(c, &in, &due), RC_OK);
        struct due_input other = in;
        other.start_ms += day_ms;
        assert_int_equal(due_compute(c, &other, &moved), RC_OK);
        assert_true(moved.due_day >= due.due_day);
        other = in;
        other.length++;
        assert_int_equal(due_compute(c, &other, &moved), RC_OK);
        assert_true(moved.due_day > due.due_day || in.extension_days > 0);
        assert_true(moved.due_day >= due.due_day);
        other = in;
        other.extension_days++;
        assert_int_equal(due_compute(c, &other, &moved), RC_OK);
        assert_true(moved.due_day > due.due_day);
        other = in;
        other.pause_count = 0;
        assert_int_equal(due_compute(c, &other, &moved), RC_OK);
        assert_true(moved.due_day <= due.due_day);
    }
}

/* Every rung lies after the start; rungs before the end lie before it; they come in the order of a ladder. */
static void rungs_come_in_order(void **state)
{
    const struct calendar *c = seed_calendar(*state);
    struct dice dice = {99};
    for (int i = 0; i < EXAMPLES / 5; i++) {
        struct due_pause pauses[PAUSES_MAX];
        struct due_input in;
        struct due_result due;
        dice_clock(&dice, &in, pauses);
        assert_int_equal(due_compute(c, &in, &due), RC_OK);
        int64_t before = in.start_ms;
        for (int left = 40; left >= 0; left--) {
            int64_t at = due_level_ms(c, &in, &due, DUE_AT_DAYS_LEFT, left);
            if (at != 0) {
                assert_true(at > before && at < due.due_ms);
                assert_int_equal(due_days_left(c, in.unit, due.due_day, clock_day_of(at)), left);
                before = at;
            }
        }
        for (int over = 1; over < 10; over++) {
            assert_int_equal(due_level_ms(c, &in, &due, DUE_AT_DAYS_OVER, over), due.due_ms + over * day_ms);
        }
        assert_in_range(due_level_ms(c, &in, &due, DUE_AT_PERCENT, 50), in.start_ms + 1, due.due_ms - 1);
    }
}

static void a_full_arena_is_told(void **state)
{
    struct arena *small = arena_new(256);
    struct due_step *steps;
    size_t count;
    const struct due_input in = {.start_ms = noon("2026-02-01"), .length = 60};
    assert_int_equal(due_trace(seed_calendar(*state), &in, small, &steps, &count), RC_TOO_LARGE);
    arena_free(small);
}

#define ROW(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        ROW(vectors),
        ROW(month_ends_and_leap_days),
        ROW(the_start_day_is_not_counted),
        ROW(hours_run_through_nights),
        ROW(a_set_date_stands),
        ROW(pauses_and_extensions),
        ROW(nonsense_is_refused),
        ROW(a_trace_names_every_day),
        ROW(a_trace_shows_the_note_on_rest_days),
        ROW(rungs_of_a_calendar_clock),
        ROW(rungs_of_a_working_day_clock),
        ROW(random_clocks_agree_with_the_naive_count),
        ROW(traces_agree_with_the_dates),
        ROW(later_or_longer_never_ends_earlier),
        ROW(rungs_come_in_order),
        ROW(a_full_arena_is_told),
    };
    return cmocka_run_group_tests_name("domain/due", tests, NULL, NULL);
}

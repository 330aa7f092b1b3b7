/*
 * test_clock_date.c - dates and stamps: known answers, refusals, and every day of two centuries there and back.
 *
 * Runs on: the test's only thread. Owns: nothing. Invariants: the walk over the days counts by itself, from the lengths
 * of months, so that it shares no arithmetic with what it tests.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/clock.h"

#include <stdio.h>
#include <string.h>

static const int64_t day_ms = INT64_C(86400000);

static int32_t day_of_text(const char *text)
{
    int32_t day = INT32_MIN;
    assert_int_equal(clock_parse_day(text, &day), RC_OK);
    return day;
}

static void known_days(void **state)
{
    (void)state;
    assert_int_equal(day_of_text("1970-01-01"), 0);
    assert_int_equal(day_of_text("1969-12-31"), -1);
    assert_int_equal(day_of_text("1900-01-01"), -25567);
    assert_int_equal(day_of_text("2000-02-29"), 11016);
    assert_int_equal(day_of_text("2000-03-01"), 11017);
    assert_int_equal(day_of_text("2024-02-29"), 19782);
    assert_int_equal(day_of_text("2026-02-28"), 20512);
    assert_int_equal(day_of_text("2026-03-01"), 20513);
    assert_int_equal(day_of_text("2026-11-22"), 20779);
    assert_int_equal(day_of_text("9999-12-31"), 2932896);
}

static void days_that_are_refused(void **state)
{
    (void)state;
    static const char *const bad[] = {
        "2026-02-29",  "2100-02-29",  "1900-02-29", "2026-04-31", "2026-00-10",  "2026-13-01",
        "2026-01-00",  "2026-01-32",  "1899-12-31", "0000-01-01", "10000-01-01", "2026-1-01",
        "2026-01-1",   "2026-01-011", "2026/01/01", "20260101",   " 2026-01-01", "2026-01-01 ",
        "2026-01-01T", "+026-01-01",  "-026-01-01", "2026-01-0a", "2026-0１-01", "",
        "2",           "2026",        "2026-",      "2026-01",    "2026-01-",    "2026-1 -01",
        "2026--1-01",  "٢٠٢٦-٠١-٠١",
    };
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        int32_t day = 77;
        if (clock_parse_day(bad[i], &day) != RC_INVALID || day != 77) {
            fail_msg("accepted \"%s\"", bad[i]);
        }
    }
    int32_t day = 77;
    assert_int_equal(clock_parse_day(NULL, &day), RC_INVALID);
}

static int month_length(int year, int month)
{
    static const int lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    int is_leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return lengths[month - 1] + (month == 2 && is_leap);
}

static void every_day_there_and_back(void **state)
{
    (void)state;
    int32_t day = -25567;
    int weekday = 1; /* 1900-01-01 was a Monday */
    for (int year = 1900; year <= 2100; year++) {
        for (int month = 1; month <= 12; month++) {
            for (int mday = 1; mday <= month_length(year, month); mday++) {
                char expected[32];
                char text[CLOCK_DATE_SIZE];
                (void)snprintf(expected, sizeof expected, "%04d-%02d-%02d", year, month, mday);
                clock_format_day(day, text);
                assert_string_equal(text, expected);
                assert_int_equal(day_of_text(text), day);
                assert_int_equal(clock_join_day(year, month, mday), day);
                assert_int_equal(clock_weekday(day), weekday);
                int y = 0;
                int m = 0;
                int d = 0;
                clock_split_day(day, &y, &m, &d);
                assert_true(y == year && m == month && d == mday);
                day++;
                weekday = weekday % 7 + 1;
            }
            int32_t none = 0;
            char beyond[32];
            (void)snprintf(beyond, sizeof beyond, "%04d-%02d-%02d", year, month, month_length(year, month) + 1);
            assert_int_equal(clock_parse_day(beyond, &none), RC_INVALID);
        }
    }
    assert_int_equal(day, clock_join_day(2101, 1, 1));
}

static void far_days_split_and_join(void **state)
{
    (void)state;
    /* A step that meets every day of the 400-year cycle sooner or later, on both sides of year 0. */
    for (int64_t day = -3000000; day <= 3000000; day += 397) {
        int y = 0;
        int m = 0;
        int d = 0;
        clock_split_day((int32_t)day, &y, &m, &d);
        assert_true(m >= 1 && m <= 12 && d >= 1 && d <= 31);
        assert_int_equal(clock_join_day(y, m, d), day);
        int w = clock_weekday((int32_t)day);
        assert_true(w >= 1 && w <= 7);
        assert_int_equal(clock_weekday((int32_t)day + 1), w % 7 + 1);
    }
    const int32_t edges[] = {INT32_MIN, INT32_MAX};
    for (size_t i = 0; i < 2; i++) {
        int y = 0;
        int m = 0;
        int d = 0;
        clock_split_day(edges[i], &y, &m, &d);
        assert_int_equal(clock_join_day(y, m, d), edges[i]);
    }
}

static void joining_counts_on(void **state)
{
    (void)state;
    assert_int_equal(clock_join_day(2026, 13, 1), day_of_text("2027-01-01"));
    assert_int_equal(clock_join_day(2026, 0, 31), day_of_text("2025-12-31"));
    assert_int_equal(clock_join_day(2026, -11, 5), day_of_text("2025-01-05"));
    assert_int_equal(clock_join_day(2026, 27, 1), day_of_text("2028-03-01"));
    assert_int_equal(clock_join_day(2024, 3, 0), day_of_text("2024-02-29"));
    assert_int_equal(clock_join_day(2026, 2, 29), day_of_text("2026-03-01"));
}

static void days_outside_are_written_as_the_nearest(void **state)
{
    (void)state;
    char text[CLOCK_DATE_SIZE];
    clock_format_day(INT32_MIN, text);
    assert_string_equal(text, "1900-01-01");
    clock_format_day(INT32_MAX, text);
    assert_string_equal(text, "9999-12-31");
}

static void stamps_are_written(void **state)
{
    (void)state;
    static const struct {
        int64_t ms;
        const char *text;
    } rows[] = {
        {0, "1970-01-01T00:00:00.000Z"},
        {-1, "1969-12-31T23:59:59.999Z"},
        {1795363401417, "2026-11-22T16:03:21.417Z"},
        {951827696789, "2000-02-29T12:34:56.789Z"},
        {-2208988800000, "1900-01-01T00:00:00.000Z"},
        {253402300799999, "9999-12-31T23:59:59.999Z"},
        {INT64_MIN, "1900-01-01T00:00:00.000Z"},
        {INT64_MAX, "9999-12-31T23:59:59.999Z"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        char text[CLOCK_STAMP_SIZE];
        clock_format_stamp(rows[i].ms, text);
        assert_string_equal(text, rows[i].text);
    }
}

static void stamps_are_read(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        int64_t ms;
    } rows[] = {
        {"1970-01-01T00:00:00Z", 0},
        {"1970-01-01t00:00:00z", 0},
        {"1970-01-01T00:00:00-00:00", 0},
        {"1970-01-01T08:00:00+08:00", 0},
        {"1969-12-31T20:30:00-03:30", 0},
        {"2026-11-22T16:03:21.417Z", 1795363401417},
        {"2026-11-23T00:03:21.417+08:00", 1795363401417},
        {"2026-11-22T16:03:21.4Z", 1795363401400},
        {"2026-11-22T16:03:21.41Z", 1795363401410},
        {"2026-11-22T16:03:21.4179999999999999999999Z", 1795363401417},
        {"1969-12-31T23:59:59.9999Z", -1},
        {"1990-12-31T23:59:60Z", 662687999000},
        {"1990-12-31T15:59:60.5-08:00", 662687999500},
        {"2024-02-29T00:00:00+23:59", 1709164800000 - 86340000},
        {"1900-01-01T00:00:00Z", -2208988800000},
        {"1900-01-01T00:00:00-23:59", -2208988800000 + 86340000},
        {"9999-12-31T23:59:59.999Z", 253402300799999},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        int64_t ms = 77;
        if (clock_parse_stamp(rows[i].text, &ms) != RC_OK) {
            fail_msg("refused %s", rows[i].text);
        }
        assert_int_equal(ms, rows[i].ms);
    }
}

static void stamps_that_are_refused(void **state)
{
    (void)state;
    static const char *const bad[] = {
        "",
        "2026-11-22",
        "2026-11-22T",
        "2026-11-22T16",
        "2026-11-22T16:03",
        "2026-11-22T16:03Z",
        "2026-11-22T16:03:21",
        "2026-11-22T16:03:21.417",
        "2026-11-22 16:03:21Z",
        "2026-11-22_16:03:21Z",
        "2026-11-22T24:00:00Z",
        "2026-11-22T23:60:00Z",
        "2026-11-22T23:59:61Z",
        "2026-02-29T00:00:00Z",
        "2026-11-22T16:03:21.Z",
        "2026-11-22T16:03:21,4Z",
        "2026-11-22T16:03:21.4.4Z",
        "2026-11-22T16:03:21ZZ",
        "2026-11-22T16:03:21Z ",
        " 2026-11-22T16:03:21Z",
        "2026-11-22T16:03:21+8:00",
        "2026-11-22T16:03:21+0800",
        "2026-11-22T16:03:21+08",
        "2026-11-22T16:03:21+08:",
        "2026-11-22T16:03:21+08:0",
        "2026-11-22T16:03:21+08:000",
        "2026-11-22T16:03:21+24:00",
        "2026-11-22T16:03:21+08:60",
        "2026-11-22T16:03:21 08:00",
        "2026-11-22T16:03:21+08:00Z",
        "2026-11-22T16-03-21Z",
        "2026-11-22T1:03:21Z",
        "2026-11-22T-1:03:21Z",
        "20261122T160321Z",
        "1899-12-31T23:00:00-08:00",
        "1900-01-01T00:00:00+00:01",
        "9999-12-31T23:59:59-00:01",
    };
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        int64_t ms = 77;
        if (clock_parse_stamp(bad[i], &ms) != RC_INVALID || ms != 77) {
            fail_msg("accepted \"%s\"", bad[i]);
        }
    }
    int64_t ms = 77;
    assert_int_equal(clock_parse_stamp(NULL, &ms), RC_INVALID);
}

static void stamps_there_and_back(void **state)
{
    (void)state;
    /* One instant of every day of two centuries, at a time of day that wanders through all milliseconds. */
    int64_t in_day = 0;
    for (int32_t day = -25567; day <= clock_join_day(2100, 12, 31); day++) {
        int64_t ms = day * day_ms + in_day;
        char text[CLOCK_STAMP_SIZE];
        clock_format_stamp(ms, text);
        int64_t back = 0;
        assert_int_equal(clock_parse_stamp(text, &back), RC_OK);
        assert_int_equal(back, ms);
        in_day = (in_day + 1234577) % day_ms;
    }
}

static void every_offset_is_taken_off(void **state)
{
    (void)state;
    for (int minutes = -23 * 60 - 59; minutes <= 23 * 60 + 59; minutes++) {
        int size = minutes < 0 ? -minutes : minutes;
        char text[64];
        (void)snprintf(text, sizeof text, "2026-11-22T12:00:00%c%02d:%02d", minutes < 0 ? '-' : '+', size / 60,
                       size % 60);
        int64_t ms = 0;
        assert_int_equal(clock_parse_stamp(text, &ms), RC_OK);
        assert_int_equal(ms, 20779 * day_ms + 12 * 3600000 - (int64_t)minutes * 60000);
    }
}

/* Any text that is one wrong byte away from a stamp is refused or means an instant that can be written. */
static void one_wrong_byte_does_no_harm(void **state)
{
    (void)state;
    const char *good = "2026-11-22T16:03:21.417+08:00";
    size_t len = strlen(good);
    for (size_t at = 0; at < len; at++) {
        for (int c = 0; c < 256; c++) {
            char text[32];
            memcpy(text, good, len + 1);
            text[at] = (char)c;
            int64_t ms = 0;
            int32_t day = 0;
            if (clock_parse_stamp(text, &ms) == RC_OK) {
                char again[CLOCK_STAMP_SIZE];
                int64_t back = 0;
                clock_format_stamp(ms, again);
                assert_int_equal(clock_parse_stamp(again, &back), RC_OK);
                assert_int_equal(back, ms);
                assert_true((c >= '0' && c <= '9') || c == good[at] || c == 't' || c == '-');
            }
            assert_int_equal(clock_parse_day(text, &day), c == 0 && at == 10 ? RC_OK : RC_INVALID);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(known_days),
        cmocka_unit_test(days_that_are_refused),
        cmocka_unit_test(every_day_there_and_back),
        cmocka_unit_test(far_days_split_and_join),
        cmocka_unit_test(joining_counts_on),
        cmocka_unit_test(days_outside_are_written_as_the_nearest),
        cmocka_unit_test(stamps_are_written),
        cmocka_unit_test(stamps_are_read),
        cmocka_unit_test(stamps_that_are_refused),
        cmocka_unit_test(stamps_there_and_back),
        cmocka_unit_test(every_offset_is_taken_off),
        cmocka_unit_test(one_wrong_byte_does_no_harm),
    };
    return cmocka_run_group_tests_name("base/clock_date", tests, NULL, NULL);
}

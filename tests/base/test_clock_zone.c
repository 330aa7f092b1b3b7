/*
 * test_clock_zone.c - the day an instant lies on, where clocks are changed and where they are not.
 *
 * Known instants come from the published rules of the zones; the sweeps hold the table of day starts against libc,
 * instant by instant.
 *
 * Runs on: the test's thread, and four more in one test. Owns: the zone of the process. Invariants: no other thread
 * runs while the zone is set.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/clock.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static const int64_t hour_ms = 3600000;

static void use(const char *zone)
{
    assert_int_equal(clock_set_zone(zone), RC_OK);
    assert_string_equal(clock_zone(), zone);
}

static int32_t day(const char *text)
{
    int32_t out = 0;
    assert_int_equal(clock_parse_day(text, &out), RC_OK);
    return out;
}

static int64_t at(const char *stamp)
{
    int64_t out = 0;
    assert_int_equal(clock_parse_stamp(stamp, &out), RC_OK);
    return out;
}

/* Must be the first test: nobody has chosen a zone yet, and the environment tries to. */
static void default_is_shanghai_whatever_the_environment_says(void **state)
{
    (void)state;
    assert_string_equal(clock_zone(), "Asia/Shanghai");
    assert_int_equal(setenv("TZ", "America/New_York", 1), 0);
    tzset();
    assert_int_equal(clock_day_start_ms(day("2026-11-22")), at("2026-11-22T00:00:00+08:00"));
    assert_int_equal(clock_day_start_ms(day("1988-07-01")), at("1988-07-01T00:00:00+09:00"));
}

static void unknown_zones_are_refused(void **state)
{
    (void)state;
    use("Asia/Shanghai");
    static const char *const bad[] = {
        "",
        "Asia",
        "Asia/",
        "Asia/Nowhere",
        "Nowhere",
        "/etc/localtime",
        "/usr/share/zoneinfo/Asia/Shanghai",
        "../zoneinfo/Asia/Shanghai",
        "Asia/../Asia/Shanghai",
        "..",
        ".",
        ":Asia/Shanghai",
        "Asia/Shanghai ",
        "Asia/Shang\nhai",
        "right/Asia/Shanghai",
        "CST-8",
        "zone.tab",
        "tzdata.zi",
        "leapseconds",
        "Asia/ShanghaiAsia/ShanghaiAsia/ShanghaiAsia/ShanghaiAsia/Shanghai",
    };
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        if (clock_set_zone(bad[i]) != RC_INVALID) {
            fail_msg("accepted \"%s\"", bad[i]);
        }
    }
    assert_int_equal(clock_set_zone(NULL), RC_INVALID);
    assert_string_equal(clock_zone(), "Asia/Shanghai");
    assert_int_equal(clock_day_start_ms(day("2026-11-22")), at("2026-11-22T00:00:00+08:00"));
}

static void foreign_zone_folders_do_not_count(void **state)
{
    (void)state;
    assert_int_equal(setenv("TZDIR", "/nowhere", 1), 0);
    use("Asia/Tokyo");
    assert_int_equal(clock_day_start_ms(day("2026-11-22")), at("2026-11-22T00:00:00+09:00"));
    assert_int_equal(unsetenv("TZDIR"), 0);
}

static void utc_days(void **state)
{
    (void)state;
    use("UTC");
    assert_int_equal(clock_day_of(0), 0);
    assert_int_equal(clock_day_of(-1), -1);
    assert_int_equal(clock_day_of(24 * hour_ms - 1), 0);
    assert_int_equal(clock_day_of(24 * hour_ms), 1);
    assert_int_equal(clock_day_start_ms(0), 0);
    assert_int_equal(clock_day_start_ms(20779), 20779 * 24 * hour_ms);
}

static void shanghai_days(void **state)
{
    (void)state;
    use("Asia/Shanghai");
    assert_int_equal(clock_day_of(at("2026-11-22T15:59:59.999Z")), day("2026-11-22"));
    assert_int_equal(clock_day_of(at("2026-11-22T16:00:00Z")), day("2026-11-23"));
    assert_int_equal(clock_day_start_ms(day("2026-11-22")), 1795276800000);
    assert_int_equal(clock_day_start_ms(day("1970-01-01")), -8 * hour_ms);
    /* Local mean time until 1901: 8 h 5 min 43 s. */
    assert_int_equal(clock_day_start_ms(day("1900-01-01")), -2209017943000);
}

static void shanghai_summer_time(void **state)
{
    (void)state;
    use("Asia/Shanghai");
    /* 1986-05-04 02:00 forward, 1991-09-15 02:00 back. */
    assert_int_equal(clock_day_start_ms(day("1986-05-04")), at("1986-05-04T00:00:00+08:00"));
    assert_int_equal(clock_day_start_ms(day("1986-05-05")), at("1986-05-05T00:00:00+09:00"));
    assert_int_equal(clock_day_start_ms(day("1988-07-01")), 583686000000);
    assert_int_equal(clock_day_start_ms(day("1991-09-15")), at("1991-09-15T00:00:00+09:00"));
    assert_int_equal(clock_day_start_ms(day("1991-09-16")), at("1991-09-16T00:00:00+08:00"));
    assert_int_equal(clock_day_of(at("1991-09-15T15:30:00Z")), day("1991-09-15")); /* 23:30, after the change */
    assert_int_equal(clock_day_of(at("1991-09-14T15:30:00Z")), day("1991-09-15")); /* 00:30, before it */
    assert_int_equal(clock_day_of(at("1992-07-01T15:30:00Z")), day("1992-07-01")); /* no more of it */
}

static void st_johns_enters_a_day_twice(void **state)
{
    (void)state;
    use("America/St_Johns");
    assert_int_equal(clock_day_start_ms(day("2026-07-01")), at("2026-07-01T00:00:00-02:30"));
    assert_int_equal(clock_day_start_ms(day("2026-01-01")), at("2026-01-01T00:00:00-03:30"));
    /* 2006-10-29 00:01 went back to 23:01 of the day before. */
    assert_int_equal(clock_day_start_ms(day("2006-10-29")), at("2006-10-29T00:00:00-02:30"));
    assert_int_equal(clock_day_of(at("2006-10-29T00:00:59-02:30")), day("2006-10-29"));
    assert_int_equal(clock_day_of(at("2006-10-28T23:01:00-03:30")), day("2006-10-28"));
    assert_int_equal(clock_day_of(at("2006-10-28T23:59:59-03:30")), day("2006-10-28"));
    assert_int_equal(clock_day_of(at("2006-10-29T00:00:00-03:30")), day("2006-10-29"));
    assert_int_equal(clock_day_start_ms(day("2006-10-30")), at("2006-10-30T00:00:00-03:30"));
}

static void kiritimati_leaps_over_a_day(void **state)
{
    (void)state;
    use("Pacific/Kiritimati");
    assert_int_equal(clock_day_of(at("2026-11-22T09:59:59.999Z")), day("2026-11-22"));
    assert_int_equal(clock_day_of(at("2026-11-22T10:00:00Z")), day("2026-11-23"));
    int64_t leap = at("1994-12-31T10:00:00Z");
    assert_int_equal(clock_day_of(leap - 1), day("1994-12-30"));
    assert_int_equal(clock_day_of(leap), day("1995-01-01"));
    assert_int_equal(clock_day_start_ms(day("1994-12-30")), at("1994-12-30T00:00:00-10:00"));
    assert_int_equal(clock_day_start_ms(day("1994-12-31")), leap);
    assert_int_equal(clock_day_start_ms(day("1995-01-01")), leap);
}

static void a_day_without_midnight_starts_after_the_gap(void **state)
{
    (void)state;
    use("America/Sao_Paulo");
    int64_t start = at("2018-11-04T01:00:00-02:00");
    assert_int_equal(clock_day_start_ms(day("2018-11-04")), start);
    assert_int_equal(clock_day_of(start - 1), day("2018-11-03"));
    assert_int_equal(clock_day_of(start), day("2018-11-04"));
    /* 2018-02-18 00:00 went back to 23:00: the day starts with the midnight that stayed. */
    assert_int_equal(clock_day_start_ms(day("2018-02-18")), at("2018-02-18T00:00:00-03:00"));
}

static int32_t libc_day(int64_t ms)
{
    time_t t = (time_t)(ms >= 0 ? ms / 1000 : (ms - 999) / 1000);
    struct tm tm;
    assert_non_null(localtime_r(&t, &tm));
    return clock_join_day(tm.tm_year + 1900, tm.tm_mon + 1, tm.tm_mday);
}

/* Every day from one year to another against libc: its edges, and instants that wander through it. */
static void sweep(const char *zone, int from_year, int to_year)
{
    use(zone);
    int64_t wander = 0;
    int64_t previous = INT64_MIN;
    for (int32_t d = clock_join_day(from_year, 1, 1); d < clock_join_day(to_year, 1, 1); d++) {
        int64_t start = clock_day_start_ms(d);
        assert_true(start >= previous);
        previous = start;
        assert_true(libc_day(start) >= d);
        assert_true(libc_day(start - 1) < d);
        assert_int_equal(clock_day_of(start), libc_day(start));
        assert_int_equal(clock_day_of(start - 1), libc_day(start - 1));
        for (int k = 0; k < 3; k++) {
            int64_t ms = start + wander;
            assert_int_equal(clock_day_of(ms), libc_day(ms));
            wander = (wander + 12345677) % (25 * hour_ms);
        }
    }
}

static void sweeps_agree_with_libc(void **state)
{
    (void)state;
    sweep("Asia/Shanghai", 1900, 2100);
    sweep("America/St_Johns", 1915, 2040);
    sweep("Pacific/Kiritimati", 1970, 2030);
    sweep("America/Sao_Paulo", 1930, 2030);
    sweep("Africa/Monrovia", 1960, 1975);     /* an offset of 44 min 30 s */
    sweep("Asia/Manila", 1900, 1910);         /* was 16 hours behind before it leapt over a day */
    sweep("Antarctica/Troll", 2000, 2030);    /* two hours of summer time */
    sweep("Pacific/Apia", 2009, 2013);        /* no 2011-12-30 */
    sweep("Africa/Casablanca", 2010, 2040);   /* four changes a year */
    sweep("Australia/Lord_Howe", 1980, 2030); /* half an hour of summer time */
}

static void every_minute_around_a_change(void **state)
{
    (void)state;
    use("America/St_Johns");
    for (int64_t ms = at("2006-10-27T00:00:00Z"); ms < at("2006-10-31T00:00:00Z"); ms += 30000) {
        assert_int_equal(clock_day_of(ms), libc_day(ms));
        assert_int_equal(clock_day_of(ms - 1), libc_day(ms - 1));
    }
    use("Asia/Shanghai");
    for (int64_t ms = at("1991-09-13T00:00:00Z"); ms < at("1991-09-17T00:00:00Z"); ms += 30000) {
        assert_int_equal(clock_day_of(ms), libc_day(ms));
        assert_int_equal(clock_day_of(ms - 1), libc_day(ms - 1));
    }
}

static void setting_a_zone_forgets_the_last(void **state)
{
    (void)state;
    use("Asia/Shanghai");
    assert_int_equal(clock_day_start_ms(20779), at("2026-11-22T00:00:00+08:00"));
    use("America/St_Johns");
    assert_int_equal(clock_day_start_ms(20779), at("2026-11-22T00:00:00-03:30"));
    use("UTC");
    assert_int_equal(clock_day_start_ms(20779), at("2026-11-22T00:00:00Z"));
}

static void instants_far_outside_do_no_harm(void **state)
{
    (void)state;
    use("Asia/Shanghai");
    assert_true(clock_day_of(INT64_MAX) > 2932896);
    assert_true(clock_day_of(INT64_MIN) < -25567);
    assert_int_equal(clock_day_start_ms(2932896), at("9999-12-31T00:00:00+08:00"));
    assert_int_equal(clock_day_of(at("9999-12-31T15:59:59Z")), 2932896);
    assert_true(clock_day_start_ms(INT32_MAX) > 0);
    assert_true(clock_day_start_ms(INT32_MIN) < 0);
}

static void *ask(void *arg)
{
    int *wrong = arg;
    for (int32_t d = 6000; d < 8000; d++) {
        int64_t start = clock_day_start_ms(d);
        if (clock_day_of(start) != d || clock_day_of(start - 1) != d - 1) {
            ++*wrong;
        }
    }
    return NULL;
}

static void threads_may_fill_the_table_together(void **state)
{
    (void)state;
    use("Asia/Shanghai");
    pthread_t threads[4];
    int wrong[4] = {0};
    for (int i = 0; i < 4; i++) {
        assert_int_equal(pthread_create(&threads[i], NULL, ask, &wrong[i]), 0);
    }
    for (int i = 0; i < 4; i++) {
        assert_int_equal(pthread_join(threads[i], NULL), 0);
        assert_int_equal(wrong[i], 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(default_is_shanghai_whatever_the_environment_says),
        cmocka_unit_test(unknown_zones_are_refused),
        cmocka_unit_test(foreign_zone_folders_do_not_count),
        cmocka_unit_test(utc_days),
        cmocka_unit_test(shanghai_days),
        cmocka_unit_test(shanghai_summer_time),
        cmocka_unit_test(st_johns_enters_a_day_twice),
        cmocka_unit_test(kiritimati_leaps_over_a_day),
        cmocka_unit_test(a_day_without_midnight_starts_after_the_gap),
        cmocka_unit_test(sweeps_agree_with_libc),
        cmocka_unit_test(every_minute_around_a_change),
        cmocka_unit_test(setting_a_zone_forgets_the_last),
        cmocka_unit_test(instants_far_outside_do_no_harm),
        cmocka_unit_test(threads_may_fill_the_table_together),
    };
    return cmocka_run_group_tests_name("base/clock_zone", tests, NULL, NULL);
}

/*
 * test_calendar.c - the years that are shipped, the years that are not known yet, and the rules that hold for any calendar.
 *
 * Runs on: the test's only thread. Owns: one arena per test. Invariants: none of its own.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/clock.h"
#include "domain/calendar.h"
#include "seed_calendar.h"

static int32_t day_of(const char *text)
{
    int32_t day;
    assert_int_equal(clock_parse_day(text, &day), RC_OK);
    return day;
}

static void assert_day(int32_t day, const char *wanted)
{
    char text[CLOCK_DATE_SIZE];
    clock_format_day(day, text);
    assert_string_equal(text, wanted);
}

static int set_up(void **state)
{
    *state = arena_new(1 << 20);
    return *state == NULL;
}

static int tear_down(void **state)
{
    arena_free(*state);
    return 0;
}

static void shipped_years_have_248_working_days(void **state)
{
    const struct calendar *c = seed_calendar(*state);
    static const int years[] = {2025, 2026};
    for (size_t i = 0; i < 2; i++) {
        assert_true(calendar_has_year(c, years[i]));
        assert_int_equal(
            calendar_count_workdays(c, clock_join_day(years[i] - 1, 12, 31), clock_join_day(years[i], 12, 31)), 248);
    }
    assert_false(calendar_has_year(c, 2024));
    assert_false(calendar_has_year(c, 2027));
}

/* The vectors of the working-day rule: start, number, result. */
static void working_days_across_holidays(void **state)
{
    static const struct {
        const char *start;
        int n;
        const char *result;
    } rows[] = {
        {"2025-09-26", 5, "2025-10-10"}, {"2026-02-12", 5, "2026-02-26"},  {"2026-02-13", 3, "2026-02-25"},
        {"2026-04-29", 5, "2026-05-09"}, {"2026-09-18", 3, "2026-09-22"},  {"2026-09-28", 5, "2026-10-10"},
        {"2026-09-29", 3, "2026-10-09"}, {"2026-09-30", 10, "2026-10-20"}, {"2026-01-02", 1, "2026-01-04"},
        {"2026-11-20", 1, "2026-11-23"},
    };
    const struct calendar *c = seed_calendar(*state);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        int is_provisional = 0;
        assert_day(calendar_add_workdays(c, day_of(rows[i].start), rows[i].n, &is_provisional), rows[i].result);
        assert_false(is_provisional);
    }
}

static void rest_days_have_names(void **state)
{
    static const struct {
        const char *day;
        int is_work;
        const char *name;
    } rows[] = {
        {"2026-01-01", 0, "元旦"},           {"2026-02-17", 0, "春节"},         {"2026-10-10", 1, "国庆节调休上班"},
        {"2026-09-26", 0, "中秋节"},         {"2026-11-21", 0, NULL},           {"2026-11-23", 1, NULL},
        {"2025-10-06", 0, "国庆节、中秋节"}, {"2026-02-28", 1, "春节调休上班"},
    };
    const struct calendar *c = seed_calendar(*state);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const char *name = "?";
        assert_int_equal(calendar_is_workday(c, day_of(rows[i].day), &name), rows[i].is_work);
        assert_int_equal(calendar_is_workday(c, day_of(rows[i].day), NULL), rows[i].is_work);
        if (rows[i].name == NULL) {
            assert_null(name);
        } else {
            assert_string_equal(name, rows[i].name);
        }
    }
}

/* 2027 is not announced: weekends and the fixed statutory days, and it is said that this is provisional. */
static void unknown_years_are_provisional(void **state)
{
    const struct calendar *c = seed_calendar(*state);
    static const char *const off[] = {"2027-01-01", "2027-05-01", "2027-05-02", "2027-10-01",
                                      "2027-10-02", "2027-10-03", "2027-01-02", "2027-02-07"};
    static const char *const work[] = {"2027-01-04", "2027-02-05", "2027-05-03", "2027-10-04", "2027-06-09"};
    const char *name = NULL;
    for (size_t i = 0; i < sizeof off / sizeof off[0]; i++) {
        assert_false(calendar_is_workday(c, day_of(off[i]), NULL));
    }
    for (size_t i = 0; i < sizeof work / sizeof work[0]; i++) {
        assert_true(calendar_is_workday(c, day_of(work[i]), &name));
        assert_null(name);
    }
    assert_false(calendar_is_workday(c, day_of("2027-10-01"), &name));
    assert_string_equal(name, "国庆节");
    int is_provisional = 0;
    assert_day(calendar_add_workdays(c, day_of("2026-12-30"), 1, &is_provisional), "2026-12-31");
    assert_false(is_provisional);
    assert_day(calendar_add_workdays(c, day_of("2026-12-30"), 2, &is_provisional), "2027-01-04");
    assert_true(is_provisional);
    is_provisional = 0;
    assert_day(calendar_roll(c, day_of("2027-01-01"), &is_provisional), "2027-01-04");
    assert_true(is_provisional);
    is_provisional = 7; /* a mark that was set stays */
    assert_day(calendar_roll(c, day_of("2026-11-23"), &is_provisional), "2026-11-23");
    assert_int_equal(is_provisional, 7);
    assert_day(calendar_roll(c, day_of("2027-01-01"), NULL), "2027-01-04");
}

static void single_days_of_an_unknown_year_are_not_believed(void **state)
{
    static const int years[] = {2026};
    const struct calendar_day days[] = {{clock_join_day(2027, 3, 1), 0, "本地停业"}};
    const struct calendar *c = calendar_new(*state, days, 1, years, 1);
    assert_true(calendar_is_workday(c, clock_join_day(2027, 3, 1), NULL));
}

static void counting_is_the_inverse_of_adding(void **state)
{
    const struct calendar *c = seed_calendar(*state);
    int32_t first = clock_join_day(2024, 12, 1);
    for (int32_t day = first; day < first + 900; day += 7) {
        int32_t before = day;
        for (int n = 1; n <= 30; n++) {
            int32_t at = calendar_add_workdays(c, day, n, NULL);
            assert_true(at > before);
            assert_int_equal(calendar_count_workdays(c, day, at), n);
            assert_int_equal(calendar_count_workdays(c, at, day), -n);
            assert_int_equal(calendar_roll(c, at, NULL), at);
            before = at;
        }
    }
    assert_int_equal(calendar_count_workdays(c, first, first), 0);
}

static void order_does_not_matter_and_doubles_are_refused(void **state)
{
    static const int years[] = {2027, 2025, 2026};
    struct calendar_day days[] = {{20800, 1, NULL}, {20000, 0, "甲"}, {20500, 0, "乙"}};
    const struct calendar *c = calendar_new(*state, days, 3, years, 3);
    days[1].name = "changed"; /* the calendar has its own copy */
    assert_int_equal(c->days[0].day, 20000);
    assert_int_equal(c->days[1].day, 20500);
    assert_int_equal(c->days[2].day, 20800);
    assert_string_equal(c->days[0].name, "甲");
    assert_true(calendar_has_year(c, 2025) && calendar_has_year(c, 2026) && calendar_has_year(c, 2027));
    days[2].day = 20800;
    assert_null(calendar_new(*state, days, 3, years, 3));
}

static void an_empty_calendar_answers(void **state)
{
    const struct calendar *c = calendar_new(*state, NULL, 0, NULL, 0);
    int is_provisional = 0;
    assert_non_null(c);
    assert_day(calendar_add_workdays(c, day_of("2026-09-30"), 1, &is_provisional), "2026-10-05");
    assert_true(is_provisional);
}

static void a_full_arena_gives_nothing(void **state)
{
    (void)state;
    static const int years[] = {2026};
    struct arena *a = arena_new(64);
    struct calendar_day days[64];
    for (int i = 0; i < 64; i++) {
        days[i] = (struct calendar_day){20454 + i, 0, "本地停业"};
    }
    assert_null(calendar_new(a, days, 64, years, 1));
    arena_free(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(shipped_years_have_248_working_days, set_up, tear_down),
        cmocka_unit_test_setup_teardown(working_days_across_holidays, set_up, tear_down),
        cmocka_unit_test_setup_teardown(rest_days_have_names, set_up, tear_down),
        cmocka_unit_test_setup_teardown(unknown_years_are_provisional, set_up, tear_down),
        cmocka_unit_test_setup_teardown(single_days_of_an_unknown_year_are_not_believed, set_up, tear_down),
        cmocka_unit_test_setup_teardown(counting_is_the_inverse_of_adding, set_up, tear_down),
        cmocka_unit_test_setup_teardown(order_does_not_matter_and_doubles_are_refused, set_up, tear_down),
        cmocka_unit_test_setup_teardown(an_empty_calendar_answers, set_up, tear_down),
        cmocka_unit_test(a_full_arena_gives_nothing),
    };
    return cmocka_run_group_tests_name("domain/calendar", tests, NULL, NULL);
}

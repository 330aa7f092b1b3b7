/*
 * test_calendar_year.c - loading a year, what is refused, and that the reference follows.
 *
 * Runs on: the main thread. Owns: nothing.
 */
#include "office_fixture.h"

#include "base/clock.h"
#include "domain/calendar_year.h"
#include "domain/reference.h"

#include <string.h>

static int32_t day(int month, int mday)
{
    return clock_join_day(2026, month, mday);
}

static enum rc load(struct office_fixture *f, const struct calendar_day *days, size_t n)
{
    int moved;
    struct calendar_year_in in = {.year = 2026, .notice = "通知", .days = days, .day_count = n};
    return calendar_year_load(&f->ctx, &f->tx, &in, &moved);
}

static void a_year_is_stored_and_known_at_once(void **state)
{
    struct office_fixture *f = *state;
    const struct reference *before = f->ctx.reference;
    const struct calendar_day days[] = {{day(10, 1), 0, "国庆节"}, {day(10, 2), 0, "国庆节"}, {day(10, 10), 1, NULL}};
    assert_false(calendar_has_year(before->calendar, 2026));
    assert_int_equal(load(f, days, 3), RC_OK);
    const struct calendar *c = f->ctx.reference->calendar;
    assert_ptr_not_equal(f->ctx.reference, before);
    assert_true(calendar_has_year(c, 2026));
    assert_false(calendar_has_year(c, 2027));
    assert_false(calendar_is_workday(c, day(10, 1), NULL));
    assert_true(calendar_is_workday(c, day(10, 10), NULL)); /* a Saturday */
    assert_int_equal(office_fixture_entries(f, "calendar.load"), 1);
    const char *notice;
    struct calendar_day_row *rows;
    size_t n;
    assert_int_equal(calendar_year_get(&f->ctx, &f->tx, 2026, &notice, &rows, &n), RC_OK);
    assert_string_equal(notice, "通知");
    assert_int_equal(n, 3);
    assert_string_equal(rows[0].name, "国庆节");
    assert_int_equal(calendar_year_get(&f->ctx, &f->tx, 2027, &notice, &rows, &n), RC_NOT_FOUND);
}

static void loading_again_replaces_the_year(void **state)
{
    struct office_fixture *f = *state;
    const struct calendar_day first[] = {{day(10, 1), 0, NULL}, {day(10, 2), 0, NULL}};
    const struct calendar_day second[] = {{day(10, 2), 0, NULL}};
    assert_int_equal(load(f, first, 2), RC_OK);
    assert_int_equal(load(f, second, 1), RC_OK);
    assert_true(calendar_is_workday(f->ctx.reference->calendar, day(10, 1), NULL)); /* a Thursday like others now */
    assert_false(calendar_is_workday(f->ctx.reference->calendar, day(10, 2), NULL));
}

static void wrong_days_are_refused(void **state)
{
    struct office_fixture *f = *state;
    const struct calendar_day other_year[] = {{clock_join_day(2027, 1, 1), 0, NULL}};
    const struct calendar_day twice[] = {{day(5, 1), 0, NULL}, {day(5, 1), 0, NULL}};
    const struct calendar_day weekday[] = {{day(5, 4), 1, NULL}}; /* a Monday */
    office_fixture_refused(f, load(f, other_year, 1), RC_INVALID, "calendar_year");
    office_fixture_refused(f, load(f, twice, 2), RC_INVALID, "calendar_twice");
    office_fixture_refused(f, load(f, weekday, 1), RC_INVALID, "calendar_work_weekday");
    assert_int_equal(office_fixture_entries(f, "calendar.load"), 0);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, office_fixture_setup, office_fixture_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_year_is_stored_and_known_at_once),
        TEST(loading_again_replaces_the_year),
        TEST(wrong_days_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

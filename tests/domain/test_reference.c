/*
 * test_reference.c - every transaction sees the reference that belongs to it.
 *
 * Runs on: the main thread. Owns: nothing.
 */
#include "office_fixture.h"

#include "base/clock.h"
#include "domain/calendar_year.h"
#include "domain/definition.h"
#include "domain/reference.h"

#include <string.h>

static void load(struct office_fixture *f, int mday)
{
    int moved;
    const struct calendar_day days[] = {{clock_join_day(2026, 5, mday), 0, NULL}};
    struct calendar_year_in in = {.year = 2026, .notice = "通知", .days = days, .day_count = 1};
    assert_int_equal(calendar_year_load(&f->ctx, &f->tx, &in, &moved), RC_OK);
}

static void the_same_stamp_gives_the_same_object(void **state)
{
    struct office_fixture *f = *state;
    load(f, 1);
    const struct reference *r = f->ctx.reference;
    f->ctx.reference = NULL;
    assert_int_equal(reference_use(&f->ctx, &f->tx), RC_OK);
    assert_ptr_equal(f->ctx.reference, r);
}

static void rolling_back_brings_the_old_one_back(void **state)
{
    struct office_fixture *f = *state;
    load(f, 1);
    const struct reference *r = f->ctx.reference;
    assert_int_equal(sql_savepoint(&f->tx), RC_OK);
    load(f, 6);
    assert_ptr_not_equal(f->ctx.reference, r);
    assert_false(calendar_is_workday(f->ctx.reference->calendar, clock_join_day(2026, 5, 6), NULL));
    assert_int_equal(sql_rollback_to(&f->tx), RC_OK);
    assert_int_equal(reference_use(&f->ctx, &f->tx), RC_OK);
    assert_ptr_equal(f->ctx.reference, r);
    assert_true(calendar_is_workday(f->ctx.reference->calendar, clock_join_day(2026, 5, 6), NULL));
}

static void a_broken_definition_is_not_published(void **state)
{
    struct office_fixture *f = *state;
    static const char json[] = "{\"key\":\"x\",\"version\":1}";
    static const char text[] = "{\"key\":";
    assert_int_equal(definition_offer(&f->ctx, &f->tx, json, sizeof json - 1), RC_INVALID);
    assert_true(f->ctx.fault.error_count > 0);
    assert_int_equal(strncmp(f->ctx.fault.errors[0].pointer, "/definition", 11), 0);
    office_fixture_clear(f);
    assert_int_equal(definition_offer(&f->ctx, &f->tx, text, sizeof text - 1), RC_INVALID);
    office_fixture_clear(f);
    assert_int_equal(office_fixture_entries(f, "workflow.publish"), 0);
    assert_null(reference_workflow_current(f->ctx.reference, "x"));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, office_fixture_setup, office_fixture_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(the_same_stamp_gives_the_same_object),
        TEST(rolling_back_brings_the_old_one_back),
        TEST(a_broken_definition_is_not_published),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/*
 * test_unit.c - the tree of units: where kinds may stand, moving, closing.
 *
 * Runs on: the main thread. Owns: nothing.
 */
#include "office_fixture.h"

#include "base/clock.h"
#include "domain/actor.h"
#include "domain/office_journal.h"
#include "domain/unit.h"

#include <string.h>

static enum rc add(struct office_fixture *f, const char *code, const char *kind, const char *parent_id,
                   struct unit_row *out)
{
    struct unit_new in = {
        .code = code, .name = code, .kind = kind, .parent_id = parent_id, .can_handle = 1, .valid_from = SQL_NULL};
    return unit_add(&f->ctx, &f->tx, &in, out);
}

static int is_below(struct office_fixture *f, const char *unit_id, const char *above_id)
{
    struct unit_is_below_out out;
    return unit_rows_is_below(&f->tx, f->arena, &(struct unit_is_below_in){unit_id, above_id}, &out) == RC_OK;
}

static void a_new_unit_stands_in_path_and_closure(void **state)
{
    struct office_fixture *f = *state;
    struct unit_row grid;
    assert_int_equal(add(f, "g1", "grid", f->village.id, &grid), RC_OK);
    assert_string_equal(grid.path, "/330000/town/village/g1/");
    assert_int_equal(grid.valid_from, clock_day_of(f->ctx.now_ms));
    assert_true(is_below(f, grid.id, f->county.id));
    assert_true(is_below(f, grid.id, f->town.id));
    assert_true(is_below(f, grid.id, grid.id));
    assert_false(is_below(f, grid.id, f->bureau.id));
}

static void wrong_places_are_refused(void **state)
{
    struct office_fixture *f = *state;
    struct unit_row u;
    office_fixture_refused(f, add(f, "v2", "village", f->county.id, &u), RC_REFUSED, "unit_wrong_kind");
    office_fixture_refused(f, add(f, "t2", "town", f->town.id, &u), RC_REFUSED, "unit_wrong_kind");
    office_fixture_refused(f, add(f, "c2", "county", NULL, &u), RC_REFUSED, "unit_second_county");
    office_fixture_refused(f, add(f, "t3", "town", NULL, &u), RC_INVALID, "unit_needs_parent");
    office_fixture_refused(f, add(f, "t4", "town", "nobody", &u), RC_INVALID, "unknown_unit");
    office_fixture_refused(f, add(f, "town", "town", f->county.id, &u), RC_CONFLICT, "code_taken");
}

static void moving_takes_the_subtree_along(void **state)
{
    struct office_fixture *f = *state;
    struct unit_row t2;
    struct unit_row grid;
    struct unit_row moved;
    assert_int_equal(add(f, "t2", "town", f->county.id, &t2), RC_OK);
    assert_int_equal(add(f, "g1", "grid", f->village.id, &grid), RC_OK);
    struct unit_change in = {.set = UNIT_SET_PARENT, .parent_id = t2.id};
    int64_t stamp;
    int64_t later;
    assert_int_equal(actor_stamp(&f->ctx, &f->tx, &stamp), RC_OK);
    assert_int_equal(unit_set(&f->ctx, &f->tx, f->village.id, f->village.version, &in, &moved), RC_OK);
    assert_string_equal(moved.path, "/330000/t2/village/");
    assert_int_equal(moved.version, f->village.version + 1);
    assert_int_equal(unit_rows_get(&f->tx, f->arena, &(struct unit_get_in){grid.id}, &grid), RC_OK);
    assert_string_equal(grid.path, "/330000/t2/village/g1/");
    assert_true(is_below(f, grid.id, t2.id));
    assert_false(is_below(f, grid.id, f->town.id));
    assert_true(is_below(f, grid.id, f->county.id));
    /* Actors remember paths, so they must be told. */
    assert_int_equal(actor_stamp(&f->ctx, &f->tx, &later), RC_OK);
    assert_int_not_equal(stamp, later);
}

static void cycles_and_orphans_are_refused(void **state)
{
    struct office_fixture *f = *state;
    struct unit_row dep;
    struct unit_row sub;
    struct unit_row out;
    assert_int_equal(add(f, "dep", "department", f->county.id, &dep), RC_OK);
    assert_int_equal(add(f, "sub", "department", dep.id, &sub), RC_OK);
    struct unit_change below = {.set = UNIT_SET_PARENT, .parent_id = sub.id};
    office_fixture_refused(f, unit_set(&f->ctx, &f->tx, dep.id, dep.version, &below, &out), RC_REFUSED, "unit_cycle");
    struct unit_change nowhere = {.set = UNIT_SET_PARENT, .parent_id = NULL};
    office_fixture_refused(f, unit_set(&f->ctx, &f->tx, dep.id, dep.version, &nowhere, &out), RC_REFUSED,
                           "unit_needs_parent");
    struct unit_change county = {.set = UNIT_SET_PARENT, .parent_id = dep.id};
    office_fixture_refused(f, unit_set(&f->ctx, &f->tx, f->county.id, f->county.version, &county, &out), RC_REFUSED,
                           "unit_second_county");
}

static void a_stale_version_is_told(void **state)
{
    struct office_fixture *f = *state;
    struct unit_row out;
    struct unit_change in = {.set = UNIT_SET_NAME, .name = "石桥镇"};
    assert_int_equal(unit_set(&f->ctx, &f->tx, f->town.id, f->town.version, &in, &out), RC_OK);
    assert_string_equal(out.name, "石桥镇");
    office_fixture_refused(f, unit_set(&f->ctx, &f->tx, f->town.id, f->town.version, &in, &out), RC_STALE, "stale");
    assert_int_equal(unit_set(&f->ctx, &f->tx, f->town.id, -2, &in, &out), RC_OK); /* any version; nothing to change */
    office_fixture_refused(f, unit_set(&f->ctx, &f->tx, "nobody", -2, &in, &out), RC_NOT_FOUND, "unknown_unit");
}

static void a_unit_closes_only_when_empty(void **state)
{
    struct office_fixture *f = *state;
    struct unit_row out;
    int32_t today = clock_day_of(f->ctx.now_ms);
    struct unit_change close = {.set = UNIT_SET_VALID_TO, .valid_to = today};
    office_fixture_refused(f, unit_set(&f->ctx, &f->tx, f->town.id, -2, &close, &out), RC_REFUSED, "unit_has_units");
    assert_int_equal(unit_set(&f->ctx, &f->tx, f->village.id, -2, &close, &out), RC_OK);
    assert_int_equal(out.valid_to, today);
    assert_int_equal(unit_set(&f->ctx, &f->tx, f->town.id, -2, &close, &out), RC_OK);
    struct unit_change open = {.set = UNIT_SET_VALID_TO, .valid_to = SQL_NULL};
    assert_int_equal(unit_set(&f->ctx, &f->tx, f->town.id, -2, &open, &out), RC_OK);
    assert_int_equal(out.valid_to, SQL_NULL);
    struct unit_change before = {.set = UNIT_SET_VALID_TO, .valid_to = -1};
    office_fixture_refused(f, unit_set(&f->ctx, &f->tx, f->town.id, -2, &before, &out), RC_INVALID, "date_order");
}

static void every_change_is_journalled_and_chained(void **state)
{
    struct office_fixture *f = *state;
    struct office_journal_report report;
    struct unit_row out;
    struct unit_change in = {.set = UNIT_SET_PHONE, .phone = "0575-1"};
    assert_int_equal(office_fixture_entries(f, "unit.add"), 4);
    assert_int_equal(unit_set(&f->ctx, &f->tx, f->town.id, -2, &in, &out), RC_OK);
    assert_int_equal(office_fixture_entries(f, "unit.set"), 1);
    assert_int_equal(office_journal_verify(&f->ctx, &f->tx, &report), RC_OK);
    assert_false(report.is_bad);
    assert_true(report.entries >= 5);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, office_fixture_setup, office_fixture_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_new_unit_stands_in_path_and_closure),
        TEST(wrong_places_are_refused),
        TEST(moving_takes_the_subtree_along),
        TEST(cycles_and_orphans_are_refused),
        TEST(a_stale_version_is_told),
        TEST(a_unit_closes_only_when_empty),
        TEST(every_change_is_journalled_and_chained),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

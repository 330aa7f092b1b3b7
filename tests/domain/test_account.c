/*
 * test_account.c - accounts, grants, and the administrator who must stay.
 *
 * Runs on: the main thread. Owns: nothing.
 */
#include "office_fixture.h"

#include "domain/account.h"
#include "domain/actor.h"
#include "domain/grant.h"

#include <string.h>

static enum rc give(struct office_fixture *f, const char *account_id, const char *role, const char *unit_id,
                    struct grant_row *out)
{
    struct grant_new in = {.account_id = account_id,
                           .role = role,
                           .unit_id = unit_id,
                           .scope = "unit",
                           .valid_from = SQL_NULL,
                           .valid_to = SQL_NULL};
    return grant_add(&f->ctx, &f->tx, &in, out);
}

static void logins_are_one_whatever_their_case(void **state)
{
    struct office_fixture *f = *state;
    struct account_row row;
    struct account_new in = {.login = "Wang.Wu", .name = "王五"};
    assert_int_equal(account_add(&f->ctx, &f->tx, &in, &row), RC_OK);
    assert_string_equal(row.login, "wang.wu");
    assert_string_equal(row.locale, "zh-CN");
    in.login = "WANG.WU";
    office_fixture_refused(f, account_add(&f->ctx, &f->tx, &in, &row), RC_CONFLICT, "login_taken");
    in = (struct account_new){.login = "li", .name = "李四", .unit_id = "nobody"};
    office_fixture_refused(f, account_add(&f->ctx, &f->tx, &in, &row), RC_INVALID, "unknown_unit");
}

static void permissions_come_from_grants_in_force(void **state)
{
    struct office_fixture *f = *state;
    const char *id = office_fixture_account(f, "zhao", "unit_handler", f->town.id, "subtree");
    struct actor actor;
    assert_int_equal(actor_from_account(&f->ctx, &f->tx, id, &actor), RC_OK);
    assert_true(perm_has(&actor, PERM_CASE_ACT));
    assert_false(perm_has(&actor, PERM_ACCOUNT_MANAGE));
    assert_true(perm_role_at(&actor, "unit_handler", f->village.id, f->village.path));
    /* A grant that ended yesterday is none. */
    struct grant_row g;
    struct grant_new old = {.account_id = id,
                            .role = "county_leader",
                            .unit_id = f->county.id,
                            .scope = "all",
                            .valid_from = SQL_NULL,
                            .valid_to = 20520}; /* 2026-03-08 */
    assert_int_equal(grant_add(&f->ctx, &f->tx, &old, &g), RC_OK);
    assert_int_equal(actor_from_account(&f->ctx, &f->tx, id, &actor), RC_OK);
    assert_false(perm_role(&actor, "county_leader"));
    assert_false(perm_has(&actor, PERM_CASE_COUNT));
}

static void the_administrator_sees_no_cases(void **state)
{
    struct office_fixture *f = *state;
    office_fixture_act_as(f, f->admin_id);
    assert_true(perm_has(f->ctx.actor, PERM_ACCOUNT_MANAGE));
    assert_false(perm_has(f->ctx.actor, PERM_CASE_READ));
    assert_false(perm_has(f->ctx.actor, PERM_CASE_ACT));
}

static void wrong_grants_are_refused(void **state)
{
    struct office_fixture *f = *state;
    const char *id = office_fixture_account(f, "qian", "unit_handler", f->town.id, "unit");
    struct grant_row g;
    office_fixture_act_as(f, f->admin_id);
    office_fixture_refused(f, give(f, f->admin_id, "county_leader", f->county.id, &g), RC_REFUSED, "grant_self");
    office_fixture_refused(f, give(f, id, "emperor", f->county.id, &g), RC_INVALID, "unknown_role");
    office_fixture_refused(f, give(f, "nobody", "county_leader", f->county.id, &g), RC_INVALID, "unknown_account");
    office_fixture_refused(f, give(f, id, "county_leader", "nowhere", &g), RC_INVALID, "unknown_unit");
    office_fixture_refused(f, give(f, id, "unit_handler", f->town.id, &g), RC_CONFLICT, "grant_twice");
    struct grant_new back = {.account_id = id,
                             .role = "county_leader",
                             .unit_id = f->county.id,
                             .scope = "all",
                             .valid_from = 20000,
                             .valid_to = 19999};
    office_fixture_refused(f, grant_add(&f->ctx, &f->tx, &back, &g), RC_INVALID, "date_order");
}

static void the_last_administrator_stays(void **state)
{
    struct office_fixture *f = *state;
    struct account_row row;
    struct account_change off = {.set = ACCOUNT_SET_DISABLED, .is_disabled = 1};
    struct grant_row *grants;
    size_t n;
    office_fixture_refused(f, account_set(&f->ctx, &f->tx, f->admin_id, -2, &off, &row), RC_REFUSED, "last_admin");
    assert_int_equal(grant_rows_list(&f->tx, f->arena, GRANT_LIST_ACCOUNT,
                                     &(struct grant_list_in){.after = "", .account_id = f->admin_id, .lim = 10},
                                     &grants, &n),
                     RC_OK);
    assert_int_equal(n, 1);
    office_fixture_refused(f, grant_drop(&f->ctx, &f->tx, grants[0].id), RC_REFUSED, "last_admin");
    /* With a second one the first may go, but not by their own hand. */
    office_fixture_account(f, "admin2", "system_admin", f->county.id, "all");
    office_fixture_act_as(f, f->admin_id);
    office_fixture_refused(f, account_set(&f->ctx, &f->tx, f->admin_id, -2, &off, &row), RC_REFUSED, "disable_self");
    office_fixture_refused(f, grant_drop(&f->ctx, &f->tx, grants[0].id), RC_REFUSED, "grant_self");
    office_fixture_act_as(f, NULL);
    assert_int_equal(account_set(&f->ctx, &f->tx, f->admin_id, -2, &off, &row), RC_OK);
    assert_true(row.is_disabled);
}

static void changes_move_version_and_stamp(void **state)
{
    struct office_fixture *f = *state;
    struct account_row row;
    int64_t stamp;
    int64_t later;
    const char *id = office_fixture_account(f, "sun", "unit_handler", f->town.id, "unit");
    struct account_change in = {.set = ACCOUNT_SET_NAME, .name = "孙六"};
    assert_int_equal(actor_stamp(&f->ctx, &f->tx, &stamp), RC_OK);
    assert_int_equal(account_set(&f->ctx, &f->tx, id, 1, &in, &row), RC_OK);
    assert_int_equal(row.version, 2);
    assert_string_equal(row.name, "孙六");
    assert_int_equal(actor_stamp(&f->ctx, &f->tx, &later), RC_OK);
    assert_int_not_equal(stamp, later);
    office_fixture_refused(f, account_set(&f->ctx, &f->tx, id, 1, &in, &row), RC_STALE, "stale");
    assert_int_equal(office_fixture_entries(f, "account.set"), 1);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, office_fixture_setup, office_fixture_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(logins_are_one_whatever_their_case), TEST(permissions_come_from_grants_in_force),
        TEST(the_administrator_sees_no_cases),    TEST(wrong_grants_are_refused),
        TEST(the_last_administrator_stays),       TEST(changes_move_version_and_stamp),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/*
 * test_perm.c - permissions, roles at places, and keeping an actor in one piece of memory.
 *
 * Runs on: the main thread. Owns: nothing.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "domain/actor.h"
#include "domain/perm.h"

#include <string.h>

static const struct actor_grant grants[] = {
    {.role = "unit_handler", .unit_id = "t1", .unit_path = "/c/t1/", .scope = SCOPE_UNIT},
    {.role = "unit_leader", .unit_id = "t1", .unit_path = "/c/t1/", .scope = SCOPE_SUBTREE},
    {.role = "county_leader", .unit_id = "c", .unit_path = "/c/", .scope = SCOPE_ALL},
    {.role = "grid_member", .unit_id = "g", .unit_path = "/c/t1/v/g/", .scope = SCOPE_OWN},
};

static const struct actor somebody = {.kind = ACTOR_ACCOUNT,
                                      .account_id = "a1",
                                      .login = "wang",
                                      .name = "王五",
                                      .locale = "zh-CN",
                                      .unit_id = "t1",
                                      .session_id = "s1",
                                      .permissions = UINT64_C(1) << PERM_CASE_READ,
                                      .grants = grants,
                                      .grant_count = sizeof grants / sizeof grants[0]};

static void every_key_finds_its_permission(void **state)
{
    (void)state;
    for (int p = PERM_NONE + 1; p < PERM_COUNT; p++) {
        assert_int_equal(perm_find(perm_key((enum perm)p)), p);
        assert_true(strlen(perm_title((enum perm)p, 1)) > 0);
        assert_true(strlen(perm_title((enum perm)p, 0)) > 0);
    }
    assert_int_equal(perm_find("case.delete"), PERM_NONE);
    assert_int_equal(perm_find(NULL), PERM_NONE);
    assert_null(perm_key(PERM_NONE));
    assert_null(perm_key(PERM_COUNT));
}

static void only_granted_permissions_hold(void **state)
{
    (void)state;
    assert_true(perm_has(&somebody, PERM_CASE_READ));
    assert_false(perm_has(&somebody, PERM_CASE_ACT));
    assert_false(perm_has(&somebody, PERM_NONE));
    assert_false(perm_has(&actor_anonymous, PERM_CASE_READ));
    assert_true(perm_has(&actor_system, PERM_ACCOUNT_MANAGE));
}

static void a_unit_grant_stays_at_its_unit(void **state)
{
    (void)state;
    assert_true(perm_role_at(&somebody, "unit_handler", "t1", "/c/t1/"));
    assert_false(perm_role_at(&somebody, "unit_handler", "v", "/c/t1/v/"));
    assert_false(perm_role_at(&somebody, "unit_handler", "c", "/c/"));
}

static void a_subtree_grant_reaches_down_only(void **state)
{
    (void)state;
    assert_true(perm_role_at(&somebody, "unit_leader", "t1", "/c/t1/"));
    assert_true(perm_role_at(&somebody, "unit_leader", "v", "/c/t1/v/"));
    assert_false(perm_role_at(&somebody, "unit_leader", "c", "/c/"));
    /* A code that only begins alike is another unit. */
    assert_false(perm_role_at(&somebody, "unit_leader", "t10", "/c/t10/"));
}

static void all_reaches_everything(void **state)
{
    (void)state;
    assert_true(perm_role_at(&somebody, "county_leader", "x", "/elsewhere/"));
    assert_true(perm_role(&somebody, "grid_member"));
    assert_false(perm_role(&somebody, "auditor"));
}

static void an_actor_is_copied_with_all_it_points_to(void **state)
{
    (void)state;
    _Alignas(void *) char room[1024];
    size_t used = 0;
    struct actor *copy = actor_pack(&somebody, room, sizeof room, &used);
    assert_non_null(copy);
    assert_true(used > sizeof *copy && used <= sizeof room);
    assert_ptr_not_equal(copy->login, somebody.login);
    assert_string_equal(copy->login, "wang");
    assert_string_equal(copy->session_id, "s1");
    assert_int_equal(copy->grant_count, 4);
    assert_string_equal(copy->grants[3].unit_path, "/c/t1/v/g/");
    assert_true(perm_role_at(copy, "unit_leader", "v", "/c/t1/v/"));
    /* Exactly as much room as it took is enough; one byte less is not. */
    _Alignas(void *) char again[1024];
    assert_non_null(actor_pack(copy, again, used, NULL));
    assert_null(actor_pack(copy, again, used - 1, NULL));
    assert_null(actor_pack(copy, again, 0, NULL));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_key_finds_its_permission), cmocka_unit_test(only_granted_permissions_hold),
        cmocka_unit_test(a_unit_grant_stays_at_its_unit), cmocka_unit_test(a_subtree_grant_reaches_down_only),
        cmocka_unit_test(all_reaches_everything),         cmocka_unit_test(an_actor_is_copied_with_all_it_points_to),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

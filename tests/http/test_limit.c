/*
 * test_limit.c - token buckets under a clock that only the test moves.
 *
 * Runs on: the test's only thread. Owns: one clock.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/clock.h"
#include "base/crypto.h"
#include "http/limit.h"

#include <stdio.h>

static struct clock *now;

static int set_up(void **state)
{
    (void)state;
    now = clock_manual_new(INT64_C(1700000000000));
    return now == NULL || crypto_init() != RC_OK;
}

static int tear_down(void **state)
{
    (void)state;
    clock_free(now);
    return 0;
}

static void a_bucket_empties_and_fills(void **state)
{
    struct limit *l = NULL;
    int64_t wait_s = 0;
    (void)state;
    assert_int_equal(limit_new(now, 60, 10, &l), RC_OK);
    for (int i = 0; i < 10; i++) {
        assert_int_equal(limit_take(l, 'a', "x", 1, &wait_s), RC_OK);
    }
    assert_int_equal(limit_take(l, 'a', "x", 1, &wait_s), RC_LIMITED);
    assert_int_equal(wait_s, 1);
    assert_int_equal(limit_take(l, 'a', "x", 5, &wait_s), RC_LIMITED);
    assert_int_equal(wait_s, 5);
    assert_int_equal(limit_take(l, 'a', "y", 1, &wait_s), RC_OK); /* somebody else */
    assert_int_equal(limit_take(l, 's', "x", 1, &wait_s), RC_OK); /* another kind of key */
    clock_manual_add(now, 999);
    assert_int_equal(limit_take(l, 'a', "x", 1, &wait_s), RC_LIMITED);
    clock_manual_add(now, 1);
    assert_int_equal(limit_take(l, 'a', "x", 1, &wait_s), RC_OK);
    clock_manual_add(now, 3600 * 1000);
    assert_int_equal(limit_take(l, 'a', "x", 10, &wait_s), RC_OK);
    assert_int_equal(limit_take(l, 'a', "x", 1, &wait_s), RC_LIMITED); /* never more than the burst */
    clock_manual_add(now, 10 * 1000);
    assert_int_equal(limit_take(l, 'a', "x", 1000, &wait_s), RC_OK); /* costs more than there can be */
    assert_int_equal(limit_take(l, 'a', "x", 1, &wait_s), RC_LIMITED);
    limit_free(l);
}

static void a_clock_that_goes_back_gives_nothing(void **state)
{
    struct limit *l = NULL;
    int64_t wait_s = 0;
    (void)state;
    assert_int_equal(limit_new(now, 60, 2, &l), RC_OK);
    assert_int_equal(limit_take(l, 'a', "x", 2, &wait_s), RC_OK);
    clock_manual_add(now, -86400 * 1000);
    assert_int_equal(limit_take(l, 'a', "x", 1, &wait_s), RC_LIMITED);
    assert_int_equal(wait_s, 1);
    limit_free(l);
}

static void no_rate_is_no_limit(void **state)
{
    struct limit *l = NULL;
    int64_t wait_s = 0;
    (void)state;
    assert_int_equal(limit_new(now, 0, 0, &l), RC_OK);
    for (int i = 0; i < 1000; i++) {
        assert_int_equal(limit_take(l, 'a', "x", 100, &wait_s), RC_OK);
    }
    limit_free(l);
}

/* More clients than places: everybody is served, and the one who overdid it is mostly remembered. */
static void a_crowd_does_not_break_it(void **state)
{
    struct limit *l = NULL;
    int64_t wait_s = 0;
    char key[32];
    (void)state;
    assert_int_equal(limit_new(now, 60, 10, &l), RC_OK);
    assert_int_equal(limit_take(l, 'a', "greedy", 10, &wait_s), RC_OK);
    for (int i = 0; i < 100000; i++) {
        (void)snprintf(key, sizeof key, "client-%d", i);
        assert_int_equal(limit_take(l, 'a', key, 1, &wait_s), RC_OK);
    }
    /* An empty bucket is the last that its neighbours push out. */
    assert_int_equal(limit_take(l, 'a', "greedy", 1, &wait_s), RC_LIMITED);
    limit_free(l);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_bucket_empties_and_fills),
        cmocka_unit_test(a_clock_that_goes_back_gives_nothing),
        cmocka_unit_test(no_rate_is_no_limit),
        cmocka_unit_test(a_crowd_does_not_break_it),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}

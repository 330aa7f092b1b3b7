/*
 * test_throttle.c - what failures cost, and that it never lasts for ever.
 *
 * Runs on: the main thread. Owns: nothing.
 */
#include "office_fixture.h"

#include "domain/reason.h"
#include "domain/throttle.h"

#include <string.h>

#define MINUTE_MS INT64_C(60000)

static enum rc check(struct office_fixture *f, const char *subject)
{
    return throttle_check(&f->ctx, &f->tx, subject, reason(REASON_SIGN_IN_THROTTLED));
}

static void delays_grow_from_the_fifth_failure(void **state)
{
    static const int64_t minutes[] = {0, 0, 0, 0, 1, 2, 4, 8, 15, 15, 15};
    struct office_fixture *f = *state;
    const char *subject = throttle_subject(&f->ctx, "login", "wang", "192.0.2.7");
    assert_string_equal(subject, "login:wang|192.0.2.7");
    for (size_t i = 0; i < sizeof minutes / sizeof minutes[0]; i++) {
        assert_int_equal(check(f, subject), RC_OK);
        assert_int_equal(throttle_fail(&f->ctx, &f->tx, subject), RC_OK);
        if (minutes[i] > 0) {
            assert_int_equal(check(f, subject), RC_LIMITED);
            assert_int_equal(f->ctx.fault.retry_after_s, minutes[i] * 60);
            f->ctx.fault.retry_after_s = 0;
            office_fixture_clear(f);
            f->ctx.now_ms += minutes[i] * MINUTE_MS - 1;
            assert_int_equal(check(f, subject), RC_LIMITED);
            assert_int_equal(f->ctx.fault.retry_after_s, 1);
            office_fixture_clear(f);
            f->ctx.now_ms++;
        }
    }
}

static void another_address_is_not_locked_out(void **state)
{
    struct office_fixture *f = *state;
    const char *here = throttle_subject(&f->ctx, "login", "wang", "192.0.2.7");
    const char *there = throttle_subject(&f->ctx, "login", "wang", "198.51.100.9");
    for (int i = 0; i < 6; i++) {
        assert_int_equal(throttle_fail(&f->ctx, &f->tx, here), RC_OK);
    }
    assert_int_equal(check(f, here), RC_LIMITED);
    office_fixture_clear(f);
    assert_int_equal(check(f, there), RC_OK);
}

/* Many addresses together: from the thirtieth failure on 36 seconds each, a hundred in an hour. */
static void many_addresses_are_slowed_down_together(void **state)
{
    struct office_fixture *f = *state;
    const char *wide = throttle_subject(&f->ctx, "account", "wang", NULL);
    for (int i = 0; i < 29; i++) {
        assert_int_equal(throttle_fail_wide(&f->ctx, &f->tx, wide), RC_OK);
        assert_int_equal(check(f, wide), RC_OK);
    }
    for (int i = 0; i < 3; i++) {
        assert_int_equal(throttle_fail_wide(&f->ctx, &f->tx, wide), RC_OK);
        assert_int_equal(check(f, wide), RC_LIMITED);
        assert_int_equal(f->ctx.fault.retry_after_s, 36);
        office_fixture_clear(f);
        f->ctx.now_ms += 36000;
        assert_int_equal(check(f, wide), RC_OK);
    }
}

static void success_and_a_quiet_day_start_afresh(void **state)
{
    struct office_fixture *f = *state;
    const char *subject = "login:wang|x";
    for (int i = 0; i < 6; i++) {
        assert_int_equal(throttle_fail(&f->ctx, &f->tx, subject), RC_OK);
    }
    assert_int_equal(throttle_clear(&f->tx, subject), RC_OK);
    assert_int_equal(check(f, subject), RC_OK);
    for (int i = 0; i < 4; i++) {
        assert_int_equal(throttle_fail(&f->ctx, &f->tx, subject), RC_OK);
    }
    f->ctx.now_ms += 24 * 60 * MINUTE_MS + 1;
    assert_int_equal(throttle_fail(&f->ctx, &f->tx, subject), RC_OK); /* the first, not the fifth */
    assert_int_equal(check(f, subject), RC_OK);
}

static void old_subjects_are_thrown_away(void **state)
{
    struct office_fixture *f = *state;
    struct throttle_get_out row;
    assert_int_equal(throttle_fail(&f->ctx, &f->tx, "login:a|x"), RC_OK);
    f->ctx.now_ms += 25 * 60 * MINUTE_MS;
    assert_int_equal(throttle_fail(&f->ctx, &f->tx, "login:b|x"), RC_OK);
    assert_int_equal(throttle_rows_get(&f->tx, f->arena, &(struct throttle_get_in){"login:a|x"}, &row), RC_NOT_FOUND);
    assert_int_equal(throttle_rows_get(&f->tx, f->arena, &(struct throttle_get_in){"login:b|x"}, &row), RC_OK);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, office_fixture_setup, office_fixture_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(delays_grow_from_the_fifth_failure), TEST(many_addresses_are_slowed_down_together),
        TEST(another_address_is_not_locked_out),  TEST(success_and_a_quiet_day_start_afresh),
        TEST(old_subjects_are_thrown_away),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

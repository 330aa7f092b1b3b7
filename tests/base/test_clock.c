/*
 * test_clock.c - the machine's clock goes, a manual one stands until it is moved, from any thread.
 *
 * Runs on: the test's thread, and four more that move a clock. Owns: the clocks it makes. Invariants: nothing here
 * asks how long anything took.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/clock.h"

#include <pthread.h>

static void manual_clock_stands_still(void **state)
{
    (void)state;
    struct clock *c = clock_manual_new(1795305801417);
    assert_non_null(c);
    assert_int_equal(clock_wall_ms(c), 1795305801417);
    assert_int_equal(clock_wall_ms(c), 1795305801417);
    assert_int_equal(clock_mono_ms(c), clock_mono_ms(c));
    clock_free(c);
}

static void manual_clock_moves_both_times(void **state)
{
    (void)state;
    struct clock *c = clock_manual_new(1000);
    int64_t mono = clock_mono_ms(c);
    clock_manual_add(c, 500);
    assert_int_equal(clock_wall_ms(c), 1500);
    assert_int_equal(clock_mono_ms(c) - mono, 500);
    clock_manual_set(c, 99000);
    assert_int_equal(clock_wall_ms(c), 99000);
    assert_int_equal(clock_mono_ms(c) - mono, 98000);
    clock_manual_add(c, -99001);
    assert_int_equal(clock_wall_ms(c), -1);
    clock_free(c);
}

static void system_clock_is_the_machines(void **state)
{
    (void)state;
    struct clock *c = clock_system();
    assert_ptr_equal(c, clock_system());
    assert_true(clock_wall_ms(c) > 1577836800000);  /* 2020 */
    assert_true(clock_wall_ms(c) < 32503680000000); /* 3000 */
    int64_t before = clock_mono_ms(c);
    for (int i = 0; i < 1000; i++) {
        int64_t now = clock_mono_ms(c);
        assert_true(now >= before);
        before = now;
    }
    clock_free(c); /* does nothing */
    clock_free(NULL);
    assert_true(clock_wall_ms(c) > 1577836800000);
}

enum { THREADS = 4, STEPS = 5000 };

static void *move(void *arg)
{
    struct clock *c = arg;
    for (int i = 0; i < STEPS; i++) {
        clock_manual_add(c, 3);
        if (clock_wall_ms(c) < 3 || clock_day_of(clock_wall_ms(c)) != 0) {
            return c; /* never */
        }
    }
    return NULL;
}

static void threads_may_share_a_clock(void **state)
{
    (void)state;
    struct clock *c = clock_manual_new(0);
    pthread_t threads[THREADS];
    for (int i = 0; i < THREADS; i++) {
        assert_int_equal(pthread_create(&threads[i], NULL, move, c), 0);
    }
    for (int i = 0; i < THREADS; i++) {
        void *wrong = c;
        assert_int_equal(pthread_join(threads[i], &wrong), 0);
        assert_null(wrong);
    }
    assert_int_equal(clock_wall_ms(c), 3 * THREADS * STEPS);
    clock_free(c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(manual_clock_stands_still),
        cmocka_unit_test(manual_clock_moves_both_times),
        cmocka_unit_test(system_clock_is_the_machines),
        cmocka_unit_test(threads_may_share_a_clock),
    };
    return cmocka_run_group_tests_name("base/clock", tests, NULL, NULL);
}

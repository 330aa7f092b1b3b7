/*
 * test_fault.c - the first cause stands, field errors collect, sentences take their arguments.
 *
 * Runs on: the test's only thread. Owns: nothing. Invariants: none of its own.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/fault.h"

#include <string.h>

static const struct reason required = {"required", "必填", "is required", 0};
static const struct reason too_long = {"too_long", "最多 {0} 个字，现有 {1} 个", "at most {0} characters, has {1}", 0};
static const struct reason swapped = {"swapped", "{1}{0}{1}", "{1} before {0}, then {1}", 0};
static const struct reason odd = {"odd", "{2}{a}{{0}}{", "{ } {0", 0};

static void first_cause_stands(void **state)
{
    (void)state;
    struct fault f;
    memset(&f, 0xee, sizeof f); /* requests are recycled: nothing old may show */
    fault_clear(&f);
    assert_int_equal(f.rc, RC_OK);
    assert_null(f.main.reason);
    assert_int_equal(f.error_count, 0);
    assert_int_equal(f.dropped, 0);
    assert_int_equal(f.retry_after_s, 0);
    assert_int_equal(fault_set(&f, RC_STALE, &required, "/x", "1", NULL), RC_STALE);
    assert_int_equal(fault_set(&f, RC_NOT_FOUND, &too_long, "/y", "2", "3"), RC_STALE);
    assert_int_equal(f.rc, RC_STALE);
    assert_ptr_equal(f.main.reason, &required);
    assert_string_equal(f.main.pointer, "/x");
    assert_string_equal(f.main.args[0], "1");
    assert_null(f.main.args[1]);
}

static void field_errors_collect(void **state)
{
    (void)state;
    struct fault f;
    fault_clear(&f);
    assert_int_equal(fault_add(&f, &required, "/name", NULL, NULL), RC_INVALID);
    assert_int_equal(fault_add(&f, &too_long, "/text", "10", "12"), RC_INVALID);
    assert_int_equal(f.error_count, 2);
    assert_ptr_equal(f.errors[0].reason, &required);
    assert_string_equal(f.errors[1].pointer, "/text");
    assert_string_equal(f.errors[1].args[1], "12");
    /* Another cause afterwards does not hide them. */
    assert_int_equal(fault_set(&f, RC_FORBIDDEN, NULL, NULL, NULL, NULL), RC_INVALID);
}

static void field_errors_keep_an_earlier_code(void **state)
{
    (void)state;
    struct fault f;
    fault_clear(&f);
    assert_int_equal(fault_set(&f, RC_REFUSED, &required, NULL, NULL, NULL), RC_REFUSED);
    assert_int_equal(fault_add(&f, &required, "/a", NULL, NULL), RC_REFUSED);
    assert_int_equal(f.error_count, 1);
}

static void errors_beyond_the_maximum_are_counted(void **state)
{
    (void)state;
    struct fault f;
    fault_clear(&f);
    for (int i = 0; i < FAULT_ERRORS_MAX + 5; i++) {
        assert_int_equal(fault_add(&f, &required, "/a", NULL, NULL), RC_INVALID);
    }
    assert_int_equal(f.error_count, FAULT_ERRORS_MAX);
    assert_int_equal(f.dropped, 5);
}

static void sentences_take_their_arguments(void **state)
{
    (void)state;
    struct arena *a = arena_new(65536);
    struct fault_error e = {.reason = &too_long, .args = {"10", "12"}};
    assert_string_equal(fault_text(a, &e, 1), "最多 10 个字，现有 12 个");
    assert_string_equal(fault_text(a, &e, 0), "at most 10 characters, has 12");
    e.reason = &swapped;
    assert_string_equal(fault_text(a, &e, 0), "12 before 10, then 12");
    e.args[0] = "{1}"; /* what a person typed is not a pattern */
    assert_string_equal(fault_text(a, &e, 1), "12{1}12");
    e.args[0] = NULL;
    e.args[1] = NULL;
    assert_string_equal(fault_text(a, &e, 1), "");
    e.args[0] = "x";
    e.reason = &odd;
    assert_string_equal(fault_text(a, &e, 1), "{2}{a}{x}{");
    assert_string_equal(fault_text(a, &e, 0), "{ } {0");
    e.reason = NULL;
    assert_string_equal(fault_text(a, &e, 0), "");
    arena_free(a);
}

static void a_full_arena_gives_null(void **state)
{
    (void)state;
    struct arena *a = arena_new(16);
    const struct fault_error e = {.reason = &required};
    assert_null(fault_text(a, &e, 1));
    assert_true(arena_is_full(a));
    arena_free(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(first_cause_stands),
        cmocka_unit_test(field_errors_collect),
        cmocka_unit_test(field_errors_keep_an_earlier_code),
        cmocka_unit_test(errors_beyond_the_maximum_are_counted),
        cmocka_unit_test(sentences_take_their_arguments),
        cmocka_unit_test(a_full_arena_gives_null),
    };
    return cmocka_run_group_tests_name("base/fault", tests, NULL, NULL);
}

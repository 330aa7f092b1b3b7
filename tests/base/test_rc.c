/*
 * test_rc.c - every result code has a name, two titles and a sensible HTTP number.
 *
 * Runs on: the test's only thread. Owns: nothing. Invariants: none of its own.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/rc.h"
#include "base/text.h"

#include <string.h>

static void known_codes(void **state)
{
    (void)state;
    assert_int_equal(RC_OK, 0);
    assert_int_equal(rc_status(RC_OK), 200);
    assert_int_equal(rc_status(RC_ROW), 500);
    assert_int_equal(rc_status(RC_DONE), 500);
    assert_int_equal(rc_status(RC_NOT_FOUND), 404);
    assert_int_equal(rc_status(RC_STALE), 412);
    assert_int_equal(rc_status(RC_INVALID), 422);
    assert_int_equal(rc_status(RC_OUTCOME_UNKNOWN), 503);
    assert_string_equal(rc_slug(RC_NOT_FOUND), "not_found");
    assert_string_equal(rc_title(RC_NOT_FOUND, 1), "没有找到");
    assert_string_equal(rc_title(RC_NOT_FOUND, 0), "Not found");
}

static void every_row_is_complete(void **state)
{
    (void)state;
    for (int i = 0; i < RC_COUNT; i++) {
        enum rc rc = (enum rc)i;
        assert_true(rc == RC_OK || (rc_status(rc) >= 400 && rc_status(rc) <= 599));
        const char *slug = rc_slug(rc);
        assert_true(strlen(slug) > 0);
        assert_int_equal(strspn(slug, "abcdefghijklmnopqrstuvwxyz_"), strlen(slug));
        assert_true(text_length(rc_title(rc, 1)) > 0);
        assert_true(text_is_clean(rc_title(rc, 1), 0));
        assert_true(text_length(rc_title(rc, 0)) > 0);
        for (int k = 0; k < i; k++) {
            assert_string_not_equal(slug, rc_slug((enum rc)k));
        }
    }
}

static void unknown_codes_read_as_internal(void **state)
{
    (void)state;
    assert_int_equal(rc_status(RC_COUNT), 500);
    assert_string_equal(rc_slug((enum rc)9999), "internal");
    assert_string_equal(rc_title((enum rc)9999, 0), rc_title(RC_INTERNAL, 0));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(known_codes),
        cmocka_unit_test(every_row_is_complete),
        cmocka_unit_test(unknown_codes_read_as_internal),
    };
    return cmocka_run_group_tests_name("base/rc", tests, NULL, NULL);
}

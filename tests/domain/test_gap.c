/*
 * test_gap.c - what was left to be filled in is found, and nothing else: the texts of tests/fixtures/gaps.tsv.
 *
 * Runs on: the test's only thread. Owns: one arena per test. Invariants: none of its own.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/arena.h"
#include "domain/gap.h"
#include "support/support.h"

#include <stdlib.h>
#include <string.h>

static void every_text_is_judged_as_listed(void **state)
{
    size_t size;
    int seen[2] = {0, 0};
    char *table = support_read(TEST_SOURCE_DIR "/tests/fixtures/gaps.tsv", &size);
    struct arena *a = arena_new(1 << 20);
    (void)state;
    for (char *line = strtok(table, "\n"); line != NULL; line = strtok(NULL, "\n")) {
        if (line[0] == '#') {
            continue;
        }
        int wanted = line[0] == '1';
        seen[wanted]++;
        if ((gap_find(a, line + 2) != NULL) != wanted) {
            fail_msg("%s", line);
        }
    }
    assert_true(seen[0] > 5 && seen[1] > 5);
    arena_free(a);
    free(table);
}

static void the_gap_is_told_and_a_long_one_shortened(void **state)
{
    struct arena *a = arena_new(1 << 20);
    (void)state;
    assert_string_equal(gap_find(a, "于____前，再到××路"), "____");
    assert_string_equal(gap_find(a, "送【收件人姓名待定】收"), "【收件人姓名待定】");
    assert_string_equal(gap_find(a, "【由承办人在现场查看之后填写】"), "【由承办人在现场查看之后…");
    assert_string_equal(gap_find(a, "{{name}}。"), "{{name}}");
    assert_null(gap_find(a, ""));
    assert_null(gap_find(a, "\xe3\x80{\xff_")); /* broken bytes are no gap, and do no harm */
    arena_free(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_text_is_judged_as_listed),
        cmocka_unit_test(the_gap_is_told_and_a_long_one_shortened),
    };
    return cmocka_run_group_tests_name("domain/gap", tests, NULL, NULL);
}

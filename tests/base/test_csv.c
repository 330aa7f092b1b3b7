/*
 * test_csv.c - what a spreadsheet would run, shorten or cut is kept from it.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/csv.h"

static void is_written(const char *text, const char *wanted)
{
    struct arena *a = arena_new(4096);
    struct buf b;
    buf_init(&b, a);
    csv_put(&b, 1, text);
    assert_string_equal(buf_cstr(&b), wanted);
    arena_free(a);
}

static void fields(void **state)
{
    (void)state;
    is_written(NULL, "");
    is_written("信访", "信访");
    is_written("a,b", "\"a,b\"");
    is_written("say \"yes\"", "\"say \"\"yes\"\"\"");
    is_written("two\nlines", "\"two\nlines\"");
    is_written("=1+1", "'=1+1");
    is_written("+86", "'+86");
    is_written("-1", "'-1");
    is_written("@SUM(A1)", "'@SUM(A1)");
    is_written("\tx", "'\tx");
    is_written("\rx", "\"'\rx\"");
    is_written("＝1", "'＝1");
    is_written("＠x", "'＠x");
    is_written("a=1", "a=1");
    is_written("12345678901", "12345678901");
    is_written("330102199001011234", "'330102199001011234");
    is_written("007", "'007");
    is_written("0", "0");
    is_written("=\"a\",b", "\"'=\"\"a\"\",b\"");
}

static void rows(void **state)
{
    (void)state;
    struct arena *a = arena_new(4096);
    struct buf b;
    buf_init(&b, a);
    csv_put(&b, 1, "a");
    csv_put(&b, 0, NULL);
    csv_put(&b, 0, "c");
    csv_end_row(&b);
    assert_string_equal(buf_cstr(&b), "a,,c\r\n");
    arena_free(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(fields), cmocka_unit_test(rows)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

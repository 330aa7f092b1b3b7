/*
 * test_buf.c - appending, growing, failing once, and JSON strings.
 *
 * Runs on: the test's only thread. Owns: the arenas it makes. Invariants: none of its own.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/buf.h"

#include <stdio.h>
#include <string.h>

static struct arena *arena;
static struct buf buf;

static int set_up(void **state)
{
    (void)state;
    arena = arena_new(4 * 1024 * 1024);
    buf_init(&buf, arena);
    return arena == NULL;
}

static int tear_down(void **state)
{
    (void)state;
    arena_free(arena);
    return 0;
}

static void empty_is_an_empty_text(void **state)
{
    (void)state;
    assert_true(buf_is_ok(&buf));
    assert_string_equal(buf_cstr(&buf), "");
    buf_put(&buf, NULL, 0);
    buf_puts(&buf, "");
    assert_string_equal(buf_cstr(&buf), "");
    assert_int_equal(buf.len, 0);
}

static void pieces_follow_each_other(void **state)
{
    (void)state;
    buf_puts(&buf, "a");
    buf_putc(&buf, 'b');
    buf_put(&buf, "cd", 2);
    buf_put_i64(&buf, -12);
    buf_printf(&buf, "[%s|%d]", "x", 3);
    assert_string_equal(buf_cstr(&buf), "abcd-12[x|3]");
    buf_puts(&buf, "more"); /* the NUL of buf_cstr is not part of it */
    assert_string_equal(buf_cstr(&buf), "abcd-12[x|3]more");
}

static void grows_past_many_chunks(void **state)
{
    (void)state;
    for (int i = 0; i < 100000; i++) {
        buf_putc(&buf, (char)('a' + i % 26));
        if (i % 1000 == 0) {
            (void)arena_alloc(arena, 1); /* now it cannot stretch in place */
        }
    }
    assert_true(buf_is_ok(&buf));
    assert_int_equal(buf.len, 100000);
    for (int i = 0; i < 100000; i++) {
        assert_int_equal(buf.data[i], 'a' + i % 26);
    }
}

static void numbers_are_exact(void **state)
{
    (void)state;
    const int64_t numbers[] = {0, 1, -1, 9, 10, -10, 1732320201417, INT64_MAX, INT64_MIN, INT64_MIN + 1, INT32_MIN};
    for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++) {
        char expected[32];
        (void)snprintf(expected, sizeof expected, "%lld", (long long)numbers[i]);
        buf_init(&buf, arena);
        buf_put_i64(&buf, numbers[i]);
        assert_string_equal(buf_cstr(&buf), expected);
    }
}

static void printf_of_any_length(void **state)
{
    (void)state;
    for (int len = 0; len < 600; len += 7) {
        buf_init(&buf, arena);
        buf_puts(&buf, "<");
        buf_printf(&buf, "%*s", len, "");
        buf_puts(&buf, ">");
        assert_int_equal(buf.len, len + 2);
        assert_int_equal(buf_cstr(&buf)[len + 1], '>');
    }
}

static void failure_sticks(void **state)
{
    (void)state;
    struct arena *small = arena_new(1000);
    struct buf b;
    buf_init(&b, small);
    buf_puts(&b, "kept");
    char large[2000];
    memset(large, 'x', sizeof large);
    buf_put(&b, large, sizeof large);
    assert_false(buf_is_ok(&b));
    size_t len = b.len;
    buf_puts(&b, "x");
    buf_putc(&b, 'x');
    buf_put_i64(&b, 1);
    buf_printf(&b, "%d", 1);
    buf_put_json(&b, "x");
    assert_int_equal(b.len, len);
    assert_null(buf_cstr(&b));
    assert_true(arena_is_full(small));
    arena_free(small);
}

static void json_too_large_fails(void **state)
{
    (void)state;
    struct arena *small = arena_new(600);
    struct buf b;
    buf_init(&b, small);
    char text[200];
    memset(text, '\x01', sizeof text - 1); /* six bytes each */
    text[sizeof text - 1] = '\0';
    buf_put_json(&b, text);
    assert_false(buf_is_ok(&b));
    arena_free(small);
}

static const char *json_of(const char *s)
{
    buf_init(&buf, arena);
    buf_put_json(&buf, s);
    return buf_cstr(&buf);
}

static void json_known_answers(void **state)
{
    (void)state;
    assert_string_equal(json_of(NULL), "null");
    assert_string_equal(json_of(""), "\"\"");
    assert_string_equal(json_of("plain"), "\"plain\"");
    assert_string_equal(json_of("信访件 №1 😀"), "\"信访件 №1 😀\"");
    assert_string_equal(json_of("a\"b\\c/d"), "\"a\\\"b\\\\c/d\"");
    assert_string_equal(json_of("\n\r\t"), "\"\\n\\r\\t\"");
    assert_string_equal(json_of("\x01\x1f\x7f\b\f"), "\"\\u0001\\u001f\\u007f\\u0008\\u000c\"");
    assert_string_equal(json_of("\"\"\"\"\"\"\"\"\""), "\"\\\"\\\"\\\"\\\"\\\"\\\"\\\"\\\"\\\"\"");
}

/* What a byte becomes, said a second time and slowly. */
static size_t expected_byte(unsigned char c, char *out)
{
    if (c == '"' || c == '\\') {
        return (size_t)sprintf(out, "\\%c", c);
    }
    if (c == '\n' || c == '\r' || c == '\t') {
        return (size_t)sprintf(out, "\\%c", c == '\n' ? 'n' : c == '\r' ? 'r' : 't');
    }
    if (c < 0x20 || c == 0x7f) {
        return (size_t)sprintf(out, "\\u%04x", c);
    }
    return (size_t)sprintf(out, "%c", c);
}

static void json_every_byte_at_every_place(void **state)
{
    (void)state;
    /* Eight bytes are looked at together: each byte value must be seen at each place of the word, with neighbours that
     * borrow and carry. */
    const unsigned char neighbours[] = {'a', 0x21, 0x23, 0x5b, 0x5d, 0x80, 0xff, 0x7e};
    for (size_t k = 0; k < sizeof neighbours; k++) {
        for (int c = 1; c < 256; c++) {
            for (size_t at = 0; at < 17; at++) {
                char text[18];
                memset(text, neighbours[k], 17);
                text[17] = '\0';
                text[at] = (char)c;
                char expected[64];
                size_t len = (size_t)sprintf(expected, "\"");
                for (size_t i = 0; i < 17; i++) {
                    len += expected_byte((unsigned char)text[i], expected + len);
                }
                (void)sprintf(expected + len, "\"");
                buf_init(&buf, arena);
                struct arena_mark mark = arena_mark(arena);
                assert_string_equal(json_of(text), expected);
                arena_reset_to(arena, mark);
            }
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(empty_is_an_empty_text, set_up, tear_down),
        cmocka_unit_test_setup_teardown(pieces_follow_each_other, set_up, tear_down),
        cmocka_unit_test_setup_teardown(grows_past_many_chunks, set_up, tear_down),
        cmocka_unit_test_setup_teardown(numbers_are_exact, set_up, tear_down),
        cmocka_unit_test_setup_teardown(printf_of_any_length, set_up, tear_down),
        cmocka_unit_test_setup_teardown(failure_sticks, set_up, tear_down),
        cmocka_unit_test_setup_teardown(json_too_large_fails, set_up, tear_down),
        cmocka_unit_test_setup_teardown(json_known_answers, set_up, tear_down),
        cmocka_unit_test_setup_teardown(json_every_byte_at_every_place, set_up, tear_down),
    };
    return cmocka_run_group_tests_name("base/buf", tests, NULL, NULL);
}

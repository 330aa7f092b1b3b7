/*
 * test_server_cursor.c - cursors come back whole, and every change of one byte is noticed.
 *
 * Runs on: the test's only thread. Owns: one arena.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/crypto.h"
#include "http/server.h"

#include <string.h>

static struct arena *arena;
static const uint8_t key[32] = {1, 2, 3};
static const uint8_t other_key[32] = {1, 2, 4};

static int set_up(void **state)
{
    (void)state;
    arena = arena_new(1 << 20);
    return arena == NULL || crypto_init() != RC_OK;
}

static int tear_down(void **state)
{
    (void)state;
    arena_free(arena);
    return 0;
}

static void a_cursor_comes_back(void **state)
{
    static const struct server_cursor cursors[] = {{0, "", 0},
                                                   {-1, "x", 1},
                                                   {INT64_MIN, "01hzy3m5e6v7w8x9y0z1a2b3c4", 0},
                                                   {INT64_MAX, "01hzy3m5e6v7w8x9y0z1a2b3c4", 1},
                                                   {7, NULL, 0}};
    (void)state;
    for (size_t i = 0; i < sizeof cursors / sizeof cursors[0]; i++) {
        const char *text = NULL;
        struct server_cursor back;
        assert_int_equal(server_cursor_encode(arena, key, "stage=x", &cursors[i], &text), RC_OK);
        assert_int_equal(strspn(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"),
                         strlen(text));
        assert_int_equal(server_cursor_decode(arena, key, "stage=x", text, &back), RC_OK);
        assert_true(back.number == cursors[i].number);
        assert_int_equal(back.is_backward, cursors[i].is_backward);
        assert_string_equal(back.text, cursors[i].text == NULL ? "" : cursors[i].text);
        assert_int_equal(server_cursor_decode(arena, key, "stage=y", text, &back), RC_MALFORMED);
        assert_int_equal(server_cursor_decode(arena, other_key, "stage=x", text, &back), RC_MALFORMED);
    }
}

static void a_changed_cursor_is_refused(void **state)
{
    const struct server_cursor c = {42, "01hzy3m5e6v7w8x9y0z1a2b3c4", 0};
    const char *text = NULL;
    struct server_cursor back;
    (void)state;
    assert_int_equal(server_cursor_encode(arena, key, "f", &c, &text), RC_OK);
    size_t n = strlen(text);
    for (size_t i = 0; i < n; i++) {
        char *copy = arena_strdup(arena, text);
        copy[i] = copy[i] == 'A' ? 'B' : 'A';
        assert_int_equal(server_cursor_decode(arena, key, "f", copy, &back), RC_MALFORMED);
        copy = arena_strndup(arena, text, i);
        assert_int_equal(server_cursor_decode(arena, key, "f", copy, &back), RC_MALFORMED);
    }
    static const char *const garbage[] = {"", "A", "====", "not a cursor",
                                          "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"};
    for (size_t i = 0; i < sizeof garbage / sizeof garbage[0]; i++) {
        assert_int_equal(server_cursor_decode(arena, key, "f", garbage[i], &back), RC_MALFORMED);
    }
    char *long_text = arena_alloc(arena, 5000);
    memset(long_text, 'A', 4999);
    assert_int_equal(server_cursor_decode(arena, key, "f", long_text, &back), RC_MALFORMED);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(a_cursor_comes_back),
                                       cmocka_unit_test(a_changed_cursor_is_refused)};
    return cmocka_run_group_tests(tests, set_up, tear_down);
}

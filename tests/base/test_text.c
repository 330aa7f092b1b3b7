/*
 * test_text.c - UTF-8 held against a second reading of the standard, and the rules for typed text.
 *
 * Runs on: the test's only thread. Owns: one arena. Invariants: random bytes come from a fixed seed.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/text.h"

#include <stdlib.h>
#include <string.h>

static struct arena *arena;

static int set_up(void **state)
{
    (void)state;
    arena = arena_new(1024 * 1024);
    return arena == NULL;
}

static int tear_down(void **state)
{
    (void)state;
    arena_free(arena);
    return 0;
}

static size_t encode(long c, char out[5])
{
    size_t n = 0;
    if (c < 0x80) {
        out[n++] = (char)c;
    } else if (c < 0x800) {
        out[n++] = (char)(0xc0 | c >> 6);
        out[n++] = (char)(0x80 | (c & 63));
    } else if (c < 0x10000) {
        out[n++] = (char)(0xe0 | c >> 12);
        out[n++] = (char)(0x80 | (c >> 6 & 63));
        out[n++] = (char)(0x80 | (c & 63));
    } else {
        out[n++] = (char)(0xf0 | c >> 18);
        out[n++] = (char)(0x80 | (c >> 12 & 63));
        out[n++] = (char)(0x80 | (c >> 6 & 63));
        out[n++] = (char)(0x80 | (c & 63));
    }
    out[n] = '\0';
    return n;
}

static void every_code_point_is_read(void **state)
{
    (void)state;
    for (long c = 1; c <= 0x110010; c++) {
        char text[5];
        size_t n = encode(c, text);
        const char *cursor = text;
        int is_good = c <= 0x10ffff && (c < 0xd800 || c > 0xdfff);
        long got = text_next(&cursor);
        if (got != (is_good ? c : TEXT_MALFORMED) || cursor != text + (is_good ? n : 1)) {
            fail_msg("U+%lX", (unsigned long)c);
        }
        assert_int_equal(text_length(text), is_good ? 1 : -1);
        int is_control = c < 0x20 || (c >= 0x7f && c <= 0x9f);
        int is_bidi = (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069);
        int is_none = (c >= 0xfdd0 && c <= 0xfdef) || (c % 0x10000) >= 0xfffe;
        int is_clean = is_good && !is_control && !is_bidi && !is_none;
        if (text_is_clean(text, 0) != is_clean || text_is_clean(text, 1) != (is_clean || c == '\n' || c == '\t')) {
            fail_msg("U+%lX", (unsigned long)c);
        }
    }
}

static void what_shows_nothing(void **state)
{
    (void)state;
    static const long unseen[] = {0xad, 0x61c, 0x200b, 0x200d, 0x200e, 0x202e, 0x2060, 0x2066, 0xfeff, 0xe0041};
    static const long seen[] = {' ', 'a', 0xa0, 0x3000, 0x4e2d, 0x600, 0x180b, 0xfe0f, 0xe0100, 0x1f600};
    for (size_t i = 0; i < sizeof unseen / sizeof unseen[0]; i++) {
        assert_true(text_is_invisible(unseen[i]));
        assert_false(text_is_invisible(seen[i]));
    }
}

static void malformed_texts(void **state)
{
    (void)state;
    static const char *const bad[] = {
        "\x80", /* a continuation alone */
        "\xbf",
        "\xc0\x80", /* overlong NUL */
        "\xc1\xbf", /* overlong */
        "\xe0\x80\x80",
        "\xe0\x9f\xbf",
        "\xf0\x80\x80\x80",
        "\xf0\x8f\xbf\xbf",
        "\xed\xa0\x80", /* surrogates */
        "\xed\xbf\xbf",
        "\xf4\x90\x80\x80", /* beyond U+10FFFF */
        "\xf5\x80\x80\x80",
        "\xf8\x88\x80\x80\x80",
        "\xfe",
        "\xff",
        "\xc3", /* cut off */
        "\xe4\xbf",
        "\xf0\x9f\x98",
        "\xe4\xbf\x61",
        "\xc3(",
        "ok\xe4",
        "\xe4\xbf\xa1\x80",
    };
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        if (text_length(bad[i]) != -1 || text_is_clean(bad[i], 1)) {
            fail_msg("accepted number %zu", i);
        }
    }
    assert_int_equal(text_length(NULL), -1);
    assert_false(text_is_clean(NULL, 1));
}

static void malformed_bytes_come_one_at_a_time(void **state)
{
    (void)state;
    const char *cursor = "\xe4\xbf"
                         "a\xf0\x9f\x98\x80\xff";
    assert_int_equal(text_next(&cursor), TEXT_MALFORMED);
    assert_int_equal(text_next(&cursor), TEXT_MALFORMED);
    assert_int_equal(text_next(&cursor), 'a');
    assert_int_equal(text_next(&cursor), 0x1f600);
    assert_int_equal(text_next(&cursor), TEXT_MALFORMED);
    const char *end = cursor;
    assert_int_equal(text_next(&cursor), 0);
    assert_int_equal(text_next(&cursor), 0);
    assert_ptr_equal(cursor, end);
}

static void lengths_count_characters(void **state)
{
    (void)state;
    assert_int_equal(text_length(""), 0);
    assert_int_equal(text_length("abc"), 3);
    assert_int_equal(text_length("信访事项"), 4);
    assert_int_equal(text_length("a信\U0001F600é"), 4);
    assert_int_equal(text_length("\U00020BB7野家"), 3); /* a rare surname lies beyond the first plane */
}

static void clean_texts(void **state)
{
    (void)state;
    assert_true(text_is_clean("", 0));
    assert_true(text_is_clean("反映某村道路问题，请予处理。", 0));
    assert_true(text_is_clean("第一行\n\t第二行", 1));
    assert_false(text_is_clean("第一行\n第二行", 0));
    assert_false(text_is_clean("a\tb", 0));
    assert_false(text_is_clean("a\r\nb", 1));
    assert_false(text_is_clean("\x1b[31m", 1));
    assert_false(text_is_clean("a\u202etxt.exe", 1));
    assert_true(text_is_clean("\uE000\U00020BB7", 0)); /* rare names live in the private use area */
}

static void trims(void **state)
{
    (void)state;
    static const char *const rows[][2] = {
        {"", ""},
        {"   ", ""},
        {"\u3000\u3000", ""},
        {"a", "a"},
        {" a b ", "a b"},
        {"\u3000张 三\u3000 \t\n", "张 三"},
        {"\u00a0\u2003x\u2009\u205f", "x"},
        {"\xff a \xff", "\xff a \xff"}, /* malformed bytes are kept for whoever judges them */
        {"\xe3\x80", "\xe3\x80"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        assert_string_equal(text_trim(arena, rows[i][0]), rows[i][1]);
    }
    assert_null(text_trim(arena, NULL));
}

static void masks_names(void **state)
{
    (void)state;
    assert_string_equal(text_mask_name(arena, "沈某某"), "沈**");
    assert_string_equal(text_mask_name(arena, "李四"), "李*");
    assert_string_equal(text_mask_name(arena, "阿依古丽·买买提"), "阿**");
    assert_string_equal(text_mask_name(arena, "\U00020BB7三"), "\U00020BB7*");
    assert_string_equal(text_mask_name(arena, ""), "");
    assert_string_equal(text_mask_name(arena, "A"), "A");
    assert_null(text_mask_name(arena, NULL));
}

static void masks_numbers(void **state)
{
    (void)state;
    assert_string_equal(text_mask_phone(arena, "13800001234"), "138****1234");
    assert_string_equal(text_mask_phone(arena, "+8613800001234"), "+86*******1234");
    assert_string_equal(text_mask_phone(arena, "62345678"), "********");
    assert_string_equal(text_mask_phone(arena, "1234567890"), "**********");
    assert_string_equal(text_mask_phone(arena, "123"), "***");
    assert_string_equal(text_mask_phone(arena, ""), "");
    assert_string_equal(text_mask_id(arena, "11010519491231002X"), "1101************2X");
    assert_string_equal(text_mask_id(arena, "110105491231002"), "1101*********02");
    assert_string_equal(text_mask_id(arena, "E12345678"), "*********");
    assert_string_equal(text_mask_id(arena, "E123456789"), "E123****89");
    assert_null(text_mask_phone(arena, NULL));
    assert_null(text_mask_id(arena, NULL));
}

static void normalises_numbers(void **state)
{
    (void)state;
    static const char *const rows[][2] = {
        {"138 0000-1234", "13800001234"},
        {"１３８００００１２３４", "13800001234"},
        {"＋86（138）0000 1234", "+8613800001234"},
        {"11010519491231002x", "11010519491231002X"},
        {"11010519491231002ｘ", "11010519491231002X"},
        {"\u3000e1234\u20145678\n", "E12345678"},
        {"电话：123", "123"},
        {"٣", ""},
        {"\xff"
         "12\xe4",
         "12"},
        {"", ""},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        assert_string_equal(text_normalise_number(arena, rows[i][0]), rows[i][1]);
    }
    assert_null(text_normalise_number(arena, NULL));
}

static void half_width_forms(void **state)
{
    (void)state;
    assert_int_equal(text_half_width(0xff01), '!');
    assert_int_equal(text_half_width(0xff10), '0');
    assert_int_equal(text_half_width(0xff21), 'A');
    assert_int_equal(text_half_width(0xff5e), '~');
    assert_int_equal(text_half_width(0xff5f), 0xff5f);
    assert_int_equal(text_half_width(0xff00), 0xff00);
    assert_int_equal(text_half_width(0x3000), ' ');
    assert_int_equal(text_half_width('a'), 'a');
    assert_int_equal(text_half_width(0), 0);
}

static uint32_t seed = 20261122;

static uint32_t next_random(void)
{
    seed = seed * 1664525 + 1013904223;
    return seed >> 8;
}

/* A text of `n` bytes in its own block of the heap, so that a read past its end is seen by ASan. */
static char *random_text(size_t n)
{
    static const char interesting[] = "\x80\xbf\xc0\xc2\xe0\xed\xef\xf0\xf4\xff\xe3\x80\x80\n\t 01aX+-";
    char *text = malloc(n + 1);
    assert_non_null(text);
    for (size_t i = 0; i < n; i++) {
        uint32_t pick = next_random();
        text[i] = pick % 3 ? interesting[pick / 3 % (sizeof interesting - 1)] : (char)(1 + pick / 3 % 255);
    }
    text[n] = '\0';
    return text;
}

static long count_characters(const char *s)
{
    long count = 0;
    while (text_next(&s) != 0) {
        count++;
    }
    return count;
}

static void any_bytes_keep_the_promises(void **state)
{
    (void)state;
    for (int round = 0; round < 20000; round++) {
        arena_reset(arena);
        char *text = random_text(next_random() % 40);
        long length = text_length(text);
        if (length >= 0) {
            assert_int_equal(length, count_characters(text));
        }
        if (text_is_clean(text, 0)) {
            assert_true(text_is_clean(text, 1));
            assert_true(length >= 0);
        }
        const char *trimmed = text_trim(arena, text);
        assert_non_null(strstr(text, trimmed));
        assert_string_equal(text_trim(arena, trimmed), trimmed);
        assert_true(count_characters(text_mask_name(arena, text)) <= count_characters(text));
        assert_int_equal(count_characters(text_mask_phone(arena, text)), count_characters(text));
        assert_int_equal(count_characters(text_mask_id(arena, text)), count_characters(text));
        const char *number = text_normalise_number(arena, text);
        assert_int_equal(strspn(number, "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ+"), strlen(number));
        assert_string_equal(text_normalise_number(arena, number), number);
        free(text);
    }
}

static void a_full_arena_gives_null(void **state)
{
    (void)state;
    struct arena *tiny = arena_new(16);
    const char *text = "这一段文字比十六个字节要长";
    assert_null(text_trim(tiny, text));
    assert_null(text_mask_name(tiny, text));
    assert_null(text_mask_phone(tiny, text));
    assert_null(text_normalise_number(tiny, text));
    assert_true(arena_is_full(tiny));
    arena_free(tiny);
}

static void words_are_more_than_marks(void **state)
{
    static const char *const with[] = {"已修", "ok", "第5条", "。已经修好。", "１２"};
    static const char *const without[] = {NULL, "", "。", "……", "——", "是", "?!.,", " \t\n", "，、；", "（）", "1"};
    (void)state;
    for (size_t i = 0; i < sizeof with / sizeof with[0]; i++) {
        assert_true(text_has_words(with[i]));
    }
    for (size_t i = 0; i < sizeof without / sizeof without[0]; i++) {
        assert_false(text_has_words(without[i]));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_are_more_than_marks),
        cmocka_unit_test(every_code_point_is_read),
        cmocka_unit_test(what_shows_nothing),
        cmocka_unit_test(malformed_texts),
        cmocka_unit_test(malformed_bytes_come_one_at_a_time),
        cmocka_unit_test(lengths_count_characters),
        cmocka_unit_test(clean_texts),
        cmocka_unit_test_setup_teardown(trims, set_up, tear_down),
        cmocka_unit_test_setup_teardown(masks_names, set_up, tear_down),
        cmocka_unit_test_setup_teardown(masks_numbers, set_up, tear_down),
        cmocka_unit_test_setup_teardown(normalises_numbers, set_up, tear_down),
        cmocka_unit_test(half_width_forms),
        cmocka_unit_test_setup_teardown(any_bytes_keep_the_promises, set_up, tear_down),
        cmocka_unit_test(a_full_arena_gives_null),
    };
    return cmocka_run_group_tests_name("base/text", tests, NULL, NULL);
}

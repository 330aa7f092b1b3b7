/*
 * test_paper.c - PDF pages: whole, the same each time, and broken into pages where they are full.
 *
 * Runs on: the test's only thread. Owns: one arena per test. Invariants: none of its own.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/paper.h"

#include <string.h>

enum { MADE_MS = 1700000000 };

static size_t print(struct arena *a, int paragraphs, const char *qr, const void **out)
{
    struct paper *p;
    size_t size = 0;
    assert_int_equal(paper_new("处理意见书", "zh-CN", MADE_MS, &p), RC_OK);
    paper_write(p, PAPER_TITLE, "信访事项处理意见书");
    for (int i = 0; i < paragraphs; i++) {
        paper_write(p, PAPER_TEXT,
                    "经现场踏勘并核对规划图，道路为市政道路，两侧全天停放机动车，影响通行和消防车通过，情况属实。");
    }
    if (qr != NULL) {
        paper_qr(p, qr);
    }
    assert_int_equal(paper_finish(p, a, out, &size), RC_OK);
    return size;
}

static int pages(const void *pdf, size_t size)
{
    static const char mark[] = "/Type /Page";
    const char *end = (const char *)pdf + size;
    int count = 0;
    for (const char *at = pdf; (at = memmem(at, (size_t)(end - at), mark, sizeof mark - 1)) != NULL; at++) {
        count += at[sizeof mark - 1] != 's'; /* /Pages is the list of them */
    }
    return count;
}

static void a_paper_is_whole_and_the_same_each_time(void **state)
{
    const void *one, *other;
    size_t n = print(*state, 3, "999901-2026-W-000101", &one);
    assert_int_equal(print(*state, 3, "999901-2026-W-000101", &other), n);
    assert_memory_equal(one, other, n);
    assert_memory_equal(one, "%PDF-1.", 7);
    assert_non_null(memmem((const char *)one + n - 8, 8, "%%EOF", 5));
}

static void long_text_goes_on_on_the_next_page(void **state)
{
    const void *pdf;
    size_t n = print(*state, 3, NULL, &pdf);
    assert_int_equal(pages(pdf, n), 1);
    n = print(*state, 30, NULL, &pdf);
    assert_true(pages(pdf, n) > 2);
}

/* However long the text, the page with the signature has two lines of it; without that some length leaves it alone. */
static void no_signature_stands_alone(void **state)
{
    int more = 0;
    for (int paragraphs = 8; paragraphs < 20; paragraphs++) {
        const void *pdf;
        size_t size[2];
        int count[2];
        for (int is_kept = 0; is_kept < 2; is_kept++) {
            struct paper *p;
            assert_int_equal(paper_new("函", "zh-CN", MADE_MS, &p), RC_OK);
            for (int i = 0; i < paragraphs; i++) {
                paper_keep(p, is_kept && i == paragraphs - 1 ? 2 : 0);
                paper_write(p, PAPER_TEXT,
                            "经现场踏勘并核对规划图，道路为市政道路，两侧全天停放机动车，影响通行和消防车通过。");
            }
            paper_write(p, PAPER_RIGHT, "稽江县信访局");
            paper_write(p, PAPER_RIGHT, "2026年6月10日");
            assert_int_equal(paper_finish(p, *state, &pdf, &size[is_kept]), RC_OK);
            count[is_kept] = pages(pdf, size[is_kept]);
        }
        assert_true(count[1] == count[0] || count[1] == count[0] + 1);
        more += size[1] != size[0];
    }
    assert_true(more > 0); /* the rule made a difference for some length */
}

static void what_is_too_long_for_a_code_is_left_out(void **state)
{
    char text[400];
    const void *with, *without;
    memset(text, 'x', sizeof text - 1);
    text[sizeof text - 1] = '\0';
    size_t n = print(*state, 1, NULL, &without);
    assert_int_equal(print(*state, 1, text, &with), n);
    assert_memory_equal(with, without, n);
}

static void a_full_arena_is_told(void **state)
{
    struct paper *p;
    const void *bytes;
    size_t size;
    struct arena *small = arena_new(4096);
    (void)state;
    assert_int_equal(paper_new("t", "en", MADE_MS, &p), RC_OK);
    paper_write(p, PAPER_TEXT, "text");
    assert_int_equal(paper_finish(p, small, &bytes, &size), RC_TOO_LARGE);
    arena_free(small);
}

/* As many pages as the PDF has, each a PNG; what is beyond the limit is counted and not drawn. */
static void the_same_pages_as_pictures(void **state)
{
    static const int paragraphs[] = {3, 30, 160};
    for (size_t k = 0; k < sizeof paragraphs / sizeof paragraphs[0]; k++) {
        struct paper *p;
        struct paper_picture *shown;
        const void *pdf;
        size_t count;
        int total;
        assert_int_equal(paper_new_pictures("zh-CN", &p), RC_OK);
        paper_mark(p, "demo 2026-03-02 09:00");
        paper_write(p, PAPER_TITLE, "信访事项处理意见书");
        for (int i = 0; i < paragraphs[k]; i++) {
            paper_write(p, PAPER_TEXT,
                        "经现场踏勘并核对规划图，道路为市政道路，两侧全天停放机动车，影响通行和消防车通过，情况属实。");
        }
        assert_int_equal(paper_finish_pictures(p, *state, &shown, &count, &total), RC_OK);
        size_t size = print(*state, paragraphs[k], NULL, &pdf);
        assert_int_equal(total, pages(pdf, size));
        assert_int_equal(count, total < PAPER_PICTURES_MAX ? total : PAPER_PICTURES_MAX);
        for (size_t i = 0; i < count; i++) {
            assert_memory_equal(shown[i].png, "\x89PNG\r\n\x1a\n", 8);
            assert_memory_equal((const char *)shown[i].png + shown[i].size - 8, "IEND", 4);
        }
    }
}

static int set_up(void **state)
{
    *state = arena_new(16 << 20);
    return *state == NULL;
}

static int tear_down(void **state)
{
    arena_free(*state);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_paper_is_whole_and_the_same_each_time, set_up, tear_down),
        cmocka_unit_test_setup_teardown(long_text_goes_on_on_the_next_page, set_up, tear_down),
        cmocka_unit_test_setup_teardown(no_signature_stands_alone, set_up, tear_down),
        cmocka_unit_test_setup_teardown(what_is_too_long_for_a_code_is_left_out, set_up, tear_down),
        cmocka_unit_test_setup_teardown(the_same_pages_as_pictures, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_full_arena_is_told, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/*
 * test_template.c - templates of documents: how they are filled, and that every type has one.
 *
 * Runs on: the test's only thread. Owns: one arena per test. Invariants: none of its own.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/embed.h"
#include "domain/document.h"
#include "domain/template.h"

#include <string.h>

static const char *say(void *arg, const char *name)
{
    (void)arg;
    if (strcmp(name, "who") == 0) {
        return "沈某某";
    }
    return strcmp(name, "list") == 0 ? "一\n\n二\n" : strcmp(name, "empty") == 0 ? "" : NULL;
}

static void lines_are_filled(void **state)
{
    struct template_line *lines;
    size_t n;
    const char *text = "template 7\n= 标题\n^ {who}号\n# 一\n{who}，{nobody}您好{\n?empty # 没有\n?who # 有 "
                       "{who}\n{list}\n| 左\n> 右\n~ 注\n";
    static const struct {
        enum paper_kind kind;
        const char *text;
    } wanted[] = {
        {PAPER_TITLE, "标题"},        {PAPER_NUMBER, "沈某某号"}, {PAPER_HEADING, "一"}, {PAPER_TEXT, "沈某某，您好{"},
        {PAPER_HEADING, "有 沈某某"}, {PAPER_TEXT, "一"},         {PAPER_TEXT, "二"},    {PAPER_PLAIN, "左"},
        {PAPER_RIGHT, "右"},          {PAPER_SMALL, "注"}};
    assert_int_equal(template_version(text), 7);
    assert_int_equal(template_fill(*state, text, say, NULL, &lines, &n), RC_OK);
    assert_int_equal(n, sizeof wanted / sizeof wanted[0]);
    for (size_t i = 0; i < n; i++) {
        assert_int_equal(lines[i].kind, wanted[i].kind);
        assert_string_equal(lines[i].text, wanted[i].text);
    }
}

static void what_is_no_template_has_no_version(void **state)
{
    (void)state;
    assert_int_equal(template_version("= Title"), 0);
    assert_int_equal(template_version("template x"), 0);
}

/* Everything that definitions may issue can be printed. */
static void every_type_has_a_chinese_template(void **state)
{
    for (size_t i = 0; document_types[i] != NULL; i++) {
        const char *path = arena_printf(*state, "seed/documents/%s.zh.txt", document_types[i]);
        const struct embed_file *file = embed_find(&embed_sql, path);
        if (file == NULL || template_version((const char *)file->data) < 1) {
            fail_msg("%s", path);
        }
    }
}

static int set_up(void **state)
{
    *state = arena_new(1 << 20);
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
        cmocka_unit_test_setup_teardown(lines_are_filled, set_up, tear_down),
        cmocka_unit_test_setup_teardown(what_is_no_template_has_no_version, set_up, tear_down),
        cmocka_unit_test_setup_teardown(every_type_has_a_chinese_template, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

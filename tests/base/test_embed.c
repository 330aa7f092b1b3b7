/*
 * test_embed.c - the embedded tables, and the tool that writes them.
 */
#include "base/embed.h"
#include "support/support.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

/* Runs the tool on `arguments` in a folder; the exit code. */
static int embed(const char *folder, const char *arguments)
{
    char command[4096];
    int n = snprintf(command, sizeof command, "cd '%s' && '%s' %s 2>said", folder, TEST_EMBED, arguments);
    assert_in_range(n, 1, (int)sizeof command - 1);
    int status = system(command);
    assert_true(WIFEXITED(status));
    return WEXITSTATUS(status);
}

static void assert_file_has(const char *folder, const char *name, const char *text)
{
    char *all = support_read(support_path(folder, name), NULL);
    if (strstr(all, text) == NULL) {
        print_error("%s has no \"%s\":\n%s\n", name, text, all);
        free(all);
        fail();
    }
    free(all);
}

static void schema_is_embedded_in_order(void **state)
{
    (void)state;
    assert_true(embed_sql.count > 0);
    size_t schemas = 0;
    for (size_t i = 0; i < embed_sql.count; i++) {
        const struct embed_file *f = &embed_sql.files[i];
        assert_true(i == 0 || strcmp(embed_sql.files[i - 1].path, f->path) < 0);
        assert_int_equal(f->data[f->size], 0);
        assert_int_equal(strlen(f->hash), 16);
        schemas += strncmp(f->path, "schema/0", 8) == 0;
        char *there = support_read(support_path(TEST_SOURCE_DIR "/sql", f->path), NULL);
        assert_string_equal((const char *)f->data, there);
        free(there);
    }
    assert_true(schemas > 0);
}

static void variants_belong_to_their_file(void **state)
{
    (void)state;
    const char *folder = support_folder();
    support_write(support_path(folder, "b.js"), "let b\n", 6);
    support_write(support_path(folder, "b.js.gz"), "gz", 2);
    support_write(support_path(folder, "b.js.br"), "b", 1);
    support_write(support_path(folder, "a.txt"), "", 0);
    support_write(support_path(folder, "lone.gz"), "abc", 3);
    support_write(support_path(folder, "list"), "b.js\n", 5);
    assert_int_equal(embed(folder, "--prefix t --root $PWD --out out.c --compress $PWD/b.js $PWD/b.js.gz $PWD/b.js.br "
                                   "$PWD/lone.gz $PWD/a.txt"),
                     0);
    assert_file_has(folder, "out.c", "{\"a.txt\", t_d0, 0, NULL, 0, NULL, 0, \"cbf29ce484222325\"}");
    assert_file_has(folder, "out.c", "{\"b.js\", t_d1, 6, t_g1, 2, t_b1, 1, ");
    assert_file_has(folder, "out.c", "{\"lone.gz\", t_d2, 3, NULL, 0, NULL, 0, ");
    assert_file_has(folder, "out.c", "const struct embed_table t = {t_files, 3};");

    assert_int_equal(embed(folder, "--prefix t --root $PWD --out out.c $PWD/b.js"), 0);
    assert_file_has(folder, "out.c", "{\"b.js\", t_d0, 6, NULL, 0, NULL, 0, ");
}

static void nothing_makes_an_empty_table(void **state)
{
    (void)state;
    const char *folder = support_folder();
    support_write(support_path(folder, "list"), "\n", 1);
    assert_int_equal(embed(folder, "--prefix none --root /nowhere --out out.c @list"), 0);
    assert_file_has(folder, "out.c", "const struct embed_table none = {NULL, 0};");
}

static void refuses_what_it_cannot_embed(void **state)
{
    (void)state;
    const char *folder = support_folder();
    support_write(support_path(folder, "per%cent"), "x", 1);
    assert_int_equal(embed(folder, "--prefix t --root $PWD"), 2);
    assert_int_equal(embed(folder, "--prefix t --root $PWD --out out.c $PWD/missing"), 1);
    assert_file_has(folder, "said", "cannot read");
    assert_int_equal(embed(folder, "--prefix t --root /elsewhere --out out.c $PWD/said"), 1);
    assert_file_has(folder, "said", "is not below");
    assert_int_equal(embed(folder, "--prefix t --root $PWD --out out.c $PWD/per%cent"), 1);
    assert_file_has(folder, "said", "percent sign");
    assert_int_equal(embed(folder, "--what"), 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(schema_is_embedded_in_order),
        cmocka_unit_test(variants_belong_to_their_file),
        cmocka_unit_test(nothing_makes_an_empty_table),
        cmocka_unit_test(refuses_what_it_cannot_embed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/*
 * test_file_tree.c - a folder goes with all that is in it, and nothing that is only linked from it.
 *
 * Runs on: the main thread. Owns: its folder.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "app/file.h"
#include "app/file_tree.h"
#include "support/support.h"

#include <sys/stat.h>
#include <unistd.h>

static void all_of_it_goes_and_nothing_else(void **state)
{
    (void)state;
    const char *outside = support_path(support_folder(), "outside");
    const char *kept = support_path(outside, "kept");
    const char *tree = support_path(support_folder(), "tree");
    const char *deep = support_path(tree, "deep");
    assert_int_equal(mkdir(outside, 0700), 0);
    assert_int_equal(mkdir(tree, 0700), 0);
    assert_int_equal(mkdir(deep, 0700), 0);
    support_write(kept, "x", 1);
    support_write(support_path(tree, "file"), "x", 1);
    support_write(support_path(deep, ".hidden"), "x", 1);
    assert_int_equal(symlink(outside, support_path(deep, "folder")), 0);
    assert_int_equal(symlink(kept, support_path(tree, "link")), 0);
    assert_int_equal(file_tree_drop(tree), RC_OK);
    assert_false(file_exists(tree));
    assert_true(file_exists(kept));
    assert_int_equal(file_tree_drop(tree), RC_OK); /* gone already */
}

/* The name itself may be a link; then only that goes. */
static void a_link_is_not_followed(void **state)
{
    (void)state;
    const char *folder = support_path(support_folder(), "folder");
    const char *name = support_path(support_folder(), "name");
    assert_int_equal(mkdir(folder, 0700), 0);
    support_write(support_path(folder, "kept"), "x", 1);
    assert_int_equal(symlink(folder, name), 0);
    assert_int_equal(file_tree_drop(name), RC_OK);
    assert_false(file_exists(name));
    assert_true(file_exists(support_path(folder, "kept")));
}

/* What lies deeper than any folder of ours is not gone after; it is told that something stays. */
static void what_stays_is_told(void **state)
{
    enum { DEEP = 20 };
    const char *path = support_path(support_folder(), "chain");
    const char *all[DEEP];
    (void)state;
    for (int i = 0; i < DEEP; i++) {
        all[i] = path;
        assert_int_equal(mkdir(path, 0700), 0);
        path = support_path(path, "d");
    }
    assert_int_equal(file_tree_drop(all[0]), RC_UNAVAILABLE);
    assert_true(file_exists(all[0]));
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(all_of_it_goes_and_nothing_else),
                                       cmocka_unit_test(a_link_is_not_followed), cmocka_unit_test(what_stays_is_told)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

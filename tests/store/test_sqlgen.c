/*
 * test_sqlgen.c - the statement generator as a program: what it writes and what it refuses.
 *
 * The fixture queries give exactly the golden files; each folder under fixtures/refused holds one mistake and must end the
 * run with its line and message, leaving no output. The build says where the tool and the sources are.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static const char folder[] = TEST_SOURCE_DIR "/tests/store/fixtures";
static char work[] = "/tmp/test_sqlgen_XXXXXX";

static char *read_all(const char *path, char *room, size_t size)
{
    FILE *f = fopen(path, "rb");
    assert_non_null(f);
    size_t n = fread(room, 1, size - 1, f);
    assert_true(n < size - 1);
    room[n] = '\0';
    fclose(f);
    return room;
}

/* Exit code of the tool; what it said goes to `said`. */
static int spawn(char *const argv[], char *said, size_t size)
{
    char path[256];
    snprintf(path, sizeof path, "%s/said", work);
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
        if (fd >= 0 && dup2(fd, STDERR_FILENO) >= 0) {
            execv(TEST_SQLGEN, argv);
        }
        _exit(127);
    }
    int status = 0;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status));
    read_all(path, said, size);
    return WEXITSTATUS(status);
}

static int run(const char *queries, char *said, size_t size)
{
    char dir[4096], out_h[256], out_c[256];
    snprintf(dir, sizeof dir, "%s/%s", folder, queries);
    snprintf(out_h, sizeof out_h, "%s/out.h", work);
    snprintf(out_c, sizeof out_c, "%s/out.c", work);
    char name[] = "sqlgen", flag_q[] = "--queries", flag_h[] = "--out-h", flag_c[] = "--out-c";
    char *argv[] = {name, flag_q, dir, flag_h, out_h, flag_c, out_c, NULL};
    return spawn(argv, said, size);
}

static void remove_output(void)
{
    char path[256];
    snprintf(path, sizeof path, "%s/out.h", work);
    unlink(path);
    snprintf(path, sizeof path, "%s/out.c", work);
    unlink(path);
}

static void writes_the_golden_files(void **state)
{
    (void)state;
    static char made[1 << 18], golden[1 << 18], said[4096], path[8192];
    assert_int_equal(run("queries", said, sizeof said), 0);
    assert_string_equal(said, "");
    snprintf(path, sizeof path, "%s/out.h", work);
    read_all(path, made, sizeof made);
    snprintf(path, sizeof path, "%s/golden/store/sql_stmts.h", folder);
    assert_string_equal(made, read_all(path, golden, sizeof golden));
    snprintf(path, sizeof path, "%s/out.c", work);
    read_all(path, made, sizeof made);
    snprintf(path, sizeof path, "%s/golden/sql_stmts.c", folder);
    assert_string_equal(made, read_all(path, golden, sizeof golden));
    remove_output();
}

static const struct {
    const char *folder;
    const char *place;
    const char *message;
} refusals[] = {
    {"noun", "Bad-Noun.sql:1: ", "is not a noun"},
    {"bad_alias", "item.sql:5: ", "neither a type"},
    {"bad_field", "item.sql:1: ", "the type is one of text, int, blob"},
    {"bad_mode", "item.sql:1: ", "it is read or write"},
    {"bad_rows", "item.sql:1: ", "exec, one, opt or many"},
    {"brackets", "item.sql:1: ", "brackets do not match"},
    {"c_word", "item.sql:2: ", "a name that is no word of C"},
    {"close_without_open", "item.sql:3: ", "without a fragment to close"},
    {"comment_open", "item.sql:2: ", "comment is never closed"},
    {"deep_snippets", "item.sql:11: ", "snippets more than 4 deep"},
    {"doc_ends_comment", "item.sql:2: ", "must not end the comment"},
    {"duplicate_column", "item.sql:3: ", "stands here twice"},
    {"duplicate_parameter", "item.sql:3: ", "stands here twice"},
    {"duplicate_snippet", "item.sql:4: ", "exists already at line 1"},
    {"duplicate_type", "item.sql:3: ", "exists already at item.sql:1"},
    {"duplicate_verb", "item.sql:4: ", "exists already, from item.sql:1"},
    {"each_collides", "item.sql:5: ", "\"item_rows_list_each\" exists already"},
    {"empty_snippet", "item.sql:1: ", "has no text"},
    {"empty_statement", "item.sql:1: ", "has no text"},
    {"empty_type", "item.sql:1: ", "has no columns"},
    {"exec_with_out", "item.sql:1: ", "is tagged exec but has -- out:"},
    {"exec_with_returning", "item.sql:1: ", "returns rows but is tagged exec"},
    {"exec_with_select", "item.sql:1: ", "returns rows but is tagged exec"},
    {"fragment_in_fragment", "item.sql:4: ", "inside fragment \"a\""},
    {"fragment_name", "item.sql:3: ", "is not a fragment name"},
    {"fragment_open", "item.sql:1: ", "is never closed"},
    {"in_after_text", "item.sql:3: ", "belongs before the text"},
    {"in_without_name", "item.sql:1: ", "belongs below a name"},
    {"insert_open", "item.sql:2: ", "is not closed on its line"},
    {"mark_shape", "item.sql:2: ", "a fragment mark looks like"},
    {"name_incomplete", "item.sql:1: ", "a statement begins with"},
    {"no_returning", "item.sql:1: ", "returns no rows"},
    {"no_verb", "item.sql:1: ", "is no SELECT, INSERT"},
    {"numbered_parameter", "item.sql:2: ", "parameters are written :name"},
    {"out_missing", "item.sql:1: ", "needs -- out:"},
    {"out_unknown_type", "item.sql:1: ", "\"row\" is not a declared type"},
    {"parameter_undeclared", "item.sql:4: ", "parameter :n of statement \"drop\" is not declared"},
    {"parameter_unused", "item.sql:1: ", "parameter \"n\" of statement \"drop\" is declared but not used"},
    {"quote_open", "item.sql:2: ", "is never closed"},
    {"recursive_snippet", "item.sql:2: ", "snippets more than 4 deep"},
    {"returning_star", "item.sql:5: ", "SELECT * is refused"},
    {"select_alias_star", "item.sql:5: ", "SELECT * is refused"},
    {"select_star", "item.sql:6: ", "SELECT * is refused"},
    {"text_outside", "item.sql:2: ", "text outside of a statement"},
    {"too_many_fragments", "item.sql:27: ", "more than 24 fragments"},
    {"type_and_snippet", "item.sql:7: ", "is both a type and a snippet"},
    {"unknown_insert", "item.sql:2: ", "neither a type"},
    {"verb_shape", "item.sql:1: ", "is not a verb"},
    {"with_write_tagged_read", "item.sql:3: ", "writes but is tagged read"},
    {"write_tagged_read", "item.sql:1: ", "writes but is tagged read"},
};

static void refuses_with_line_and_message(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof refusals / sizeof refusals[0]; i++) {
        char name[256], said[4096], path[256];
        snprintf(name, sizeof name, "refused/%s", refusals[i].folder);
        int code = run(name, said, sizeof said);
        int is_good = code == 1 && strncmp(said, refusals[i].place, strlen(refusals[i].place)) == 0 &&
                      strstr(said, refusals[i].message) != NULL;
        if (!is_good) {
            fail_msg("%s: exit %d, said: %s", refusals[i].folder, code, said);
        }
        snprintf(path, sizeof path, "%s/out.h", work);
        assert_int_not_equal(access(path, F_OK), 0);
        snprintf(path, sizeof path, "%s/out.c", work);
        assert_int_not_equal(access(path, F_OK), 0);
    }
}

static void says_how_it_is_used(void **state)
{
    (void)state;
    char said[4096];
    char queries[] = "--queries", name[] = "sqlgen";
    char *argv[] = {name, queries, NULL};
    assert_int_equal(spawn(argv, said, sizeof said), 2);
    assert_non_null(strstr(said, "usage: sqlgen"));
}

static void refuses_a_folder_that_is_not_there(void **state)
{
    (void)state;
    char said[4096];
    assert_int_equal(run("no_such_folder", said, sizeof said), 1);
    assert_non_null(strstr(said, "no_such_folder"));
}

static int make_work(void **state)
{
    (void)state;
    return mkdtemp(work) == NULL ? -1 : 0;
}

static int remove_work(void **state)
{
    (void)state;
    char path[256];
    remove_output();
    snprintf(path, sizeof path, "%s/said", work);
    unlink(path);
    return rmdir(work);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(writes_the_golden_files),
        cmocka_unit_test(refuses_with_line_and_message),
        cmocka_unit_test(says_how_it_is_used),
        cmocka_unit_test(refuses_a_folder_that_is_not_there),
    };
    return cmocka_run_group_tests(tests, make_work, remove_work);
}

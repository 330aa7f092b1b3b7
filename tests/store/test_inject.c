/*
 * test_inject.c - the writer is killed at each named place; what it had acknowledged must be there, and nothing by halves.
 *
 * A child starts a writer and adds three rows with one commit each; the parent looks at what the second commit left. Each
 * row that the child was told of comes through a pipe. Without INJECT the child must live.
 */
#include "store_fixture.h"

#include "store/inject.h"

#include <signal.h>
#include <sys/wait.h>

#if defined(INJECT) && INJECT
enum { HAS_POINTS = 1 };
#else
enum { HAS_POINTS = 0 };
#endif

struct plan {
    char id[16];
};

static enum rc add_run(void *arg, struct tx *tx)
{
    struct plan *p = arg;
    struct item_add_in in = fixture_item(p->id, 1);
    return item_rows_add(tx, &in);
}

static _Noreturn void run_child(struct fixture *f, const char *setting, int told)
{
    struct writer *w = NULL;
    struct plan p = {""};
    struct writer_options o = {
        .path = f->path, .queue_max = 10, .batch_max = 10, .checkpoint_pages = 1, .set = &f->set};
    setenv("PETITIOND_CRASH", setting, 1);
    if (writer_start(&o, &w) != RC_OK) {
        _exit(2);
    }
    for (int i = 0; i < 3; i++) {
        snprintf(p.id, sizeof p.id, "i%d", i);
        if (writer_call(w, add_run, &p) != RC_OK || write(told, "t", 1) != 1) {
            _exit(3);
        }
    }
    writer_stop(w);
    _exit(0);
}

/* Rows in the database after a writer opened it again. */
static int64_t count_after(struct fixture *f)
{
    struct sql_db *db = NULL;
    struct tx tx;
    struct item_total_out out;
    assert_int_equal(sql_open_set(f->path, SQL_WRITER, &f->set, &db), RC_OK);
    assert_int_equal(sql_integrity(db), RC_OK);
    assert_int_equal(sql_begin(db, 0, &tx), RC_OK);
    assert_int_equal(item_rows_total(&tx, f->arena, &out), RC_OK);
    sql_rollback(&tx);
    sql_close(db);
    return out.n;
}

static void crash(struct fixture *f, const char *point, int64_t expected_rows, int expected_told)
{
    int ends[2];
    char *setting = fixture_text("%s:2", point);
    assert_int_equal(pipe(ends), 0);
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        close(ends[0]);
        run_child(f, setting, ends[1]);
    }
    close(ends[1]);
    int status = 0;
    assert_int_equal(waitpid(child, &status, 0), child);
    char told[8];
    ssize_t n = read(ends[0], told, sizeof told);
    close(ends[0]);
    free(setting);
    if (!HAS_POINTS) {
        assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
        assert_int_equal(n, 3);
        return;
    }
    assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
    assert_int_equal(n, expected_told);
    assert_int_equal(count_after(f), expected_rows);
}

static void before_the_commit_nothing_stays(void **state)
{
    crash(*state, "writer.before_commit", 1, 1);
}

static void after_the_commit_it_stays_untold(void **state)
{
    crash(*state, "writer.after_commit", 2, 1);
}

static void before_the_answer_it_stays_untold(void **state)
{
    crash(*state, "writer.before_done", 2, 1);
}

/* The first checkpoint passes after the first commit, the second one after the second; whether the waiting thread still
 * got to say so is a race that both may win. */
static void at_a_checkpoint_all_stays(void **state)
{
    struct fixture *f = *state;
    int ends[2];
    assert_int_equal(pipe(ends), 0);
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        close(ends[0]);
        run_child(f, "writer.checkpoint:2", ends[1]);
    }
    close(ends[1]);
    int status = 0;
    assert_int_equal(waitpid(child, &status, 0), child);
    char told[8];
    ssize_t n = read(ends[0], told, sizeof told);
    close(ends[0]);
    assert_true(HAS_POINTS ? WIFSIGNALED(status) : WIFEXITED(status));
    int64_t rows = count_after(f);
    assert_true(rows >= n && rows <= 3);
}

static void another_place_does_not_matter(void **state)
{
    struct fixture *f = *state;
    pid_t child = fork();
    assert_true(child >= 0);
    int none[2];
    if (child == 0) {
        if (pipe(none) != 0) {
            _exit(4);
        }
        run_child(f, "no.such_place:1", none[1]);
    }
    int status = 0;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    assert_int_equal(count_after(f), 3);
}

int main(void)
{
#define CRASH_TEST(name) cmocka_unit_test_setup_teardown(name, fixture_setup, fixture_teardown)
    const struct CMUnitTest tests[] = {
        CRASH_TEST(before_the_commit_nothing_stays),   CRASH_TEST(after_the_commit_it_stays_untold),
        CRASH_TEST(before_the_answer_it_stays_untold), CRASH_TEST(at_a_checkpoint_all_stays),
        CRASH_TEST(another_place_does_not_matter),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/*
 * test_check.c - a broken assumption aborts and says where, in one line.
 *
 * Each death happens in a child whose standard error is a pipe.
 *
 * Runs on: the test's only thread. Owns: its children. Invariants: none of its own.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/check.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

enum { OUTPUT_SIZE = 4096 };

/* Runs `die` in a child and returns its wait status; what it wrote is in `out`. */
static int run(void (*die)(void), char out[OUTPUT_SIZE])
{
    int ends[2];
    assert_int_equal(pipe(ends), 0);
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        const struct rlimit no_core = {0, 0};
        (void)setrlimit(RLIMIT_CORE, &no_core);
        (void)signal(SIGABRT, SIG_DFL); /* cmocka and sanitizers may have taken it */
        (void)dup2(ends[1], STDERR_FILENO);
        die();
        _exit(0);
    }
    (void)close(ends[1]);
    size_t len = 0;
    ssize_t n = 0;
    while ((n = read(ends[0], out + len, OUTPUT_SIZE - 1 - len)) > 0) {
        len += (size_t)n;
    }
    out[len] = '\0';
    (void)close(ends[0]);
    int status = 0;
    assert_int_equal(waitpid(child, &status, 0), child);
    return status;
}

struct thing {
    uint32_t magic;
    int value;
};
enum { THING_MAGIC = 0x7417, OTHER_MAGIC = 0x7418 };

static void pass(void)
{
    struct thing thing = {.magic = THING_MAGIC, .value = 7};
    void *p = &thing;
    CHECK(MAGIC_CAST(struct thing, p, THING_MAGIC)->value == 7);
    CHECK(1 + 1 == 2);
}

static void fail_plain(void)
{
    volatile int one = 1;
    CHECK(one == 2 && "say \"why\"");
}

static void fail_magic(void)
{
    struct thing thing = {.magic = OTHER_MAGIC};
    (void)MAGIC_CAST(struct thing, &thing, THING_MAGIC);
}

static void fail_null(void)
{
    (void)MAGIC_CAST(struct thing, NULL, THING_MAGIC);
}

static void fail_long(void)
{
    char expr[3000];
    memset(expr, '"', sizeof expr - 1);
    expr[sizeof expr - 1] = '\0';
    check_failed(expr, "some.c", 42);
}

static void good_assumptions_pass(void **state)
{
    (void)state;
    char out[OUTPUT_SIZE];
    int status = run(pass, out);
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), 0);
    assert_string_equal(out, "");
}

static void broken_ones_abort_with_a_line(void **state)
{
    (void)state;
    char out[OUTPUT_SIZE];
    int status = run(fail_plain, out);
    assert_true(WIFSIGNALED(status));
    assert_int_equal(WTERMSIG(status), SIGABRT);
    assert_ptr_equal(strstr(out, "{\"level\":\"fatal\",\"event\":\"check.failed\",\"file\":\""), out);
    assert_non_null(strstr(out, "test_check.c\",\"line\":"));
    assert_non_null(strstr(out, "\"expr\":\"one == 2 && \\\"say \\\\\\\"why\\\\\\\"\\\"\"}\n"));
    assert_ptr_equal(strchr(out, '\n'), out + strlen(out) - 1);
}

static void wrong_magic_aborts(void **state)
{
    (void)state;
    char out[OUTPUT_SIZE];
    assert_true(WIFSIGNALED(run(fail_magic, out)));
    assert_non_null(strstr(out, "\"expr\":\"magic\"}\n"));
    assert_true(WIFSIGNALED(run(fail_null, out)));
    assert_non_null(strstr(out, "\"expr\":\"magic\"}\n"));
}

static void long_expressions_are_cut_but_closed(void **state)
{
    (void)state;
    char out[OUTPUT_SIZE];
    assert_true(WIFSIGNALED(run(fail_long, out)));
    assert_true(strlen(out) <= 1024);
    assert_non_null(strstr(out, "\"line\":42,"));
    assert_string_equal(out + strlen(out) - 5, "\\\"\"}\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(good_assumptions_pass),
        cmocka_unit_test(broken_ones_abort_with_a_line),
        cmocka_unit_test(wrong_magic_aborts),
        cmocka_unit_test(long_expressions_are_cut_but_closed),
    };
    return cmocka_run_group_tests_name("base/check", tests, NULL, NULL);
}

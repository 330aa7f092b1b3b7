/*
 * test_tools.c - what the tools say of their own limits: what verify cannot see, which list doctor asks for, what the unit cannot hold.
 *
 * Runs on: the main thread. Owns: nothing.
 */
#include "support/scenario_archive.h"

#include "support/program.h"
#include "support/served.h"

#include <string.h>

static char output[1 << 16];

static int run(const char *const *argv)
{
    return program_run(output, sizeof output, argv);
}

#define RUN(...) run((const char *const[]){__VA_ARGS__, NULL})

static void expect_told(const char *text)
{
    if (strstr(output, text) == NULL) {
        fail_msg("\"%s\" is not in: %s", text, output);
    }
}

static void a_list_kept_elsewhere_is_asked_for(void **state)
{
    struct served s;
    (void)state;
    served_start(&s, "2026-03-09T01:00:00Z");
    const char *data = s.folder;
    served_stop(&s); /* which makes a checkpoint */
    assert_int_equal(RUN("verify", "--data", data), 0);
    expect_told("cut off at the end");
    expect_told("petitiond-verify --db COPY --checkpoints LIST");
    assert_int_equal(RUN("verify", "--data", data, "--json"), 0);
    expect_told("\"cut_tail\":\"not_checked\"");
    assert_int_equal(RUN("doctor", "--data", data), 0);
    expect_told("none was ever taken out");
    assert_int_equal(RUN("checkpoints", "--data", data), 0);
    assert_int_equal(RUN("doctor", "--data", data), 0);
    expect_told("one to checkpoint");
    run_sql(data, "DELETE FROM checkpoint_heads; DELETE FROM checkpoints");
    assert_int_equal(RUN("doctor", "--data", data), 1);
    expect_told("its end was cut off");
}

/* A line end would begin a line of its own in the unit. */
static void a_unit_has_no_lines_of_others(void **state)
{
    static const char *const lines[] = {"127.0.0.1:9000\nUser=root", "127.0.0.1:9000 --data /", "", "%h:9000",
                                        "127.0.0.1:9000\x7f"};
    (void)state;
    for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++) {
        assert_int_equal(RUN("service", "--listen", lines[i]), 2);
        assert_null(strstr(output, "ExecStart"));
    }
    assert_int_equal(RUN("service", "--listen", "[::1]:9000"), 0);
    expect_told("--listen [::1]:9000\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(a_list_kept_elsewhere_is_asked_for),
                                       cmocka_unit_test(a_unit_has_no_lines_of_others)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

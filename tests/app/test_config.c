/*
 * test_config.c - settings: where they come from, which one wins, and what is said about wrong ones.
 *
 * Runs on: the main thread. Owns: nothing.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "app/config.h"
#include "support/support.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char message[CONFIG_MESSAGE_SIZE];

static void defaults_hold(void **state)
{
    struct config c;
    (void)state;
    config_init(&c);
    assert_string_equal(c.listen, "127.0.0.1:8080");
    assert_string_equal(c.zone, "Asia/Shanghai");
    assert_int_equal(c.checkpoint_pages, 16000);
    assert_int_equal(c.confine, 1);
    assert_int_equal(config_is_secure(&c), 0);
    assert_int_equal(config_log_level(&c), LOG_INFO);
    config_free(&c);
}

static void flags_take_all_their_forms(void **state)
{
    struct config c;
    char *argv[] = {"--listen", "[::1]:0", "--session-idle-minutes=5", "--confine=off", "--queue_max", "9"};
    (void)state;
    config_init(&c);
    assert_int_equal(config_read_flags(&c, 6, argv, message), RC_OK);
    assert_string_equal(c.listen, "[::1]:0");
    assert_int_equal(c.session_idle_minutes, 5);
    assert_int_equal(c.confine, 0);
    assert_int_equal(c.queue_max, 9);
    config_free(&c);
}

static void yes_and_no_stand_beside_a_flag_or_behind_it(void **state)
{
    static const struct {
        const char *words[3];
        int count, confine;
    } cases[] = {
        {{"--confine", "no"}, 2, 0},
        {{"--confine", "yes"}, 2, 1},
        {{"--confine=no"}, 1, 0},
        {{"--confine=no", "--confine"}, 2, 1},
        {{"--confine=no", "--confine", "--threads=3"}, 3, 1},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct config c;
        char *argv[3];
        for (int k = 0; k < cases[i].count; k++) {
            argv[k] = (char *)(uintptr_t)cases[i].words[k];
        }
        config_init(&c);
        assert_int_equal(config_read_flags(&c, cases[i].count, argv, message), RC_OK);
        assert_int_equal(c.confine, cases[i].confine);
        config_free(&c);
    }
}

static void wrong_flags_are_told(void **state)
{
    static const struct {
        const char *name, *value, *told;
    } cases[] = {
        {"--threads", "257", "from 0 to 256"},    {"--threads", "many", "whole number"},
        {"--threads", "", "whole number"},        {"--threads", "1e3", "whole number"},
        {"--confine=perhaps", NULL, "yes or no"}, {"--confine", "perhaps", "yes or no"},
        {"--colour", "red", "no flag --colour"},  {"threads", "1", "not a flag"},
        {"--threads", NULL, "needs a value"},     {"--queue-max", "99999999999999999999", "whole number"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct config c;
        char *argv[] = {(char *)(uintptr_t)cases[i].name, (char *)(uintptr_t)cases[i].value};
        config_init(&c);
        assert_int_equal(config_read_flags(&c, cases[i].value ? 2 : 1, argv, message), RC_INVALID);
        if (strstr(message, cases[i].told) == NULL) {
            print_error("%s: %s\n", cases[i].name, message);
            fail();
        }
        config_free(&c);
    }
}

static void a_file_is_read_line_by_line(void **state)
{
    struct config c;
    static const char good[] =
        "# settings\n\n listen = 127.0.0.1:9 # near\r\nsession-max-minutes=60\nconfine = no\nproxy = ::1\n";
    static const char unknown[] = "listen = x\n\ncolour = red\n";
    static const char bare[] = "listen\n";
    const char *path = support_path(support_folder(), "petitiond.conf");
    static const char twice[] = "queue_max = 3\n\nqueue-max = 4\n";
    (void)state;
    config_init(&c);
    support_write(path, good, sizeof good - 1);
    assert_int_equal(config_read_file(&c, path, message), RC_OK);
    assert_string_equal(c.listen, "127.0.0.1:9");
    assert_int_equal(c.session_max_minutes, 60);
    assert_int_equal(c.confine, 0);
    assert_int_equal(config_is_secure(&c), 1);
    support_write(path, unknown, sizeof unknown - 1);
    assert_int_equal(config_read_file(&c, path, message), RC_INVALID);
    assert_non_null(strstr(message, "line 3"));
    assert_non_null(strstr(message, "colour"));
    support_write(path, twice, sizeof twice - 1);
    assert_int_equal(config_read_file(&c, path, message), RC_INVALID);
    assert_non_null(strstr(message, "line 3: setting queue_max stands in line 1 already"));
    support_write(path, bare, sizeof bare - 1);
    assert_int_equal(config_read_file(&c, path, message), RC_INVALID);
    assert_int_equal(config_read_file(&c, "/nonexistent/petitiond.conf", message), RC_NOT_FOUND);
    config_free(&c);
}

static void the_later_source_wins(void **state)
{
    struct config c;
    static const char own[] = "threads = 3\ncrafts = 3\nqueue_max = 3\n";
    const char *folder = support_folder();
    char *argv[] = {"--data", (char *)(uintptr_t)folder, "--queue-max", "5"};
    (void)state;
    support_write(support_path(folder, "petitiond.conf"), own, sizeof own - 1);
    setenv("PETITIOND_CRAFTS", "4", 1);
    setenv("PETITIOND_QUEUE_MAX", "4", 1);
    config_init(&c);
    assert_int_equal(config_load(&c, 4, argv, message), RC_OK);
    assert_int_equal(c.threads, 3);   /* file */
    assert_int_equal(c.crafts, 4);    /* environment */
    assert_int_equal(c.queue_max, 5); /* flag */
    config_free(&c);
    setenv("PETITIOND_CRAFTS", "0", 1);
    config_init(&c);
    assert_int_equal(config_load(&c, 4, argv, message), RC_INVALID);
    assert_non_null(strstr(message, "PETITIOND_CRAFTS"));
    config_free(&c);
    unsetenv("PETITIOND_CRAFTS");
    unsetenv("PETITIOND_QUEUE_MAX");
}

static void the_whole_must_make_sense(void **state)
{
    struct config c;
    char *level[] = {"--data", "/tmp", "--log-level", "loud"};
    char *missing[] = {"--data", "/tmp", "--config", "/nonexistent/file"};
    (void)state;
    config_init(&c);
    assert_int_equal(config_load(&c, 0, NULL, message), RC_INVALID);
    assert_non_null(strstr(message, "--data"));
    assert_int_equal(config_load(&c, 4, level, message), RC_INVALID);
    assert_non_null(strstr(message, "log_level"));
    assert_int_equal(config_load(&c, 4, missing, message), RC_NOT_FOUND);
    config_free(&c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(defaults_hold),
        cmocka_unit_test(flags_take_all_their_forms),
        cmocka_unit_test(yes_and_no_stand_beside_a_flag_or_behind_it),
        cmocka_unit_test(wrong_flags_are_told),
        cmocka_unit_test(a_file_is_read_line_by_line),
        cmocka_unit_test(the_later_source_wins),
        cmocka_unit_test(the_whole_must_make_sense),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

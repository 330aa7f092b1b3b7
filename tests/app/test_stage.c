/*
 * test_stage.c - a new office shows a demonstration in its place and comes back; whatever happens in between, the real store stays real.
 *
 * Runs on: the main thread, which turns the stage as `petitiond serve` does. Owns: the folder, the stage.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "app/file.h"
#include "app/init.h"
#include "app/offline.h"
#include "app/stage.h"
#include "base/log.h"
#include "store/sql_stmts.h"
#include "support/client.h"
#include "support/support.h"

#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define ADMIN    "wang"
#define PASSWORD "Correct-horse-battery-7"
#define DEMO     "/api/v1/setup/demo"

enum { TURNS_MAX = 6000, TURN_MS = 100 };

static struct config config;
static struct clock *machine;
static struct stage *stage;
static const char *folder;
static char told[64]; /* the demonstration's password */

static void open_stage(void)
{
    char message[OFFICE_MESSAGE_SIZE] = "";
    struct stage_options options = {.config = &config, .clock = machine, .no_ticker = 1};
    if (stage_open(&options, &stage, message) != RC_OK) {
        fail_msg("%s", message);
    }
}

static struct client *signed_in(const char *login, const char *password)
{
    struct client *c = client_new(runtime_url(stage_runtime(stage)));
    assert_int_equal(client_sign_in(c, login, password), 201);
    return c;
}

/* What the main thread of the server does when the bell rings; once. */
static void turn(void)
{
    char message[OFFICE_MESSAGE_SIZE] = "";
    struct pollfd wait = {.fd = stage_fd(stage), .events = POLLIN};
    (void)poll(&wait, 1, TURN_MS);
    if (stage_turn(stage, message) != RC_OK) {
        fail_msg("%s", message);
    }
}

static void turn_until_state(struct client *c, const char *state)
{
    for (int i = 0; i < TURNS_MAX; i++) {
        turn();
        const struct client_reply *r = client_get(c, DEMO);
        assert_int_equal(r->status, 200);
        if (strcmp(client_text(r, "state"), state) == 0) {
            return;
        }
    }
    fail_msg("never %s", state);
}

static void turn_until_demo(int is_demo)
{
    for (int i = 0; i < TURNS_MAX && stage_is_demo(stage) != is_demo; i++) {
        turn();
    }
    assert_int_equal(stage_is_demo(stage), is_demo);
}

static void ask(struct client *c, const char *method, const char *path)
{
    const struct client_reply *r = client_call(c, method, path, method[0] == 'P' ? "{}" : NULL);
    if (r->status != 202) {
        fail_msg("%s %s: %d %s", method, path, r->status, r->body);
    }
}

static void refused(struct client *c, const char *method, const char *path, const char *reason)
{
    const struct client_reply *r = client_call(c, method, path, method[0] == 'P' ? "{}" : NULL);
    assert_int_equal(r->status, 409);
    if (strstr(r->body, reason) == NULL) {
        fail_msg("%s %s: %s", method, path, r->body);
    }
}

static int says_demo(void)
{
    struct client *c = client_new(runtime_url(stage_runtime(stage)));
    const struct client_reply *r = client_get(c, "/api/v1/public/site");
    int is_demo = json_is_true(json_object_get(r->json, "is_demo"));
    /* The pages without scripts say the same. */
    r = client_get(c, "/plain?lang=en");
    assert_int_equal(strstr(r->body, "invented") != NULL, is_demo);
    client_free(c);
    return is_demo;
}

static int is_there(int is_part)
{
    char path[STAGE_PATH_SIZE];
    assert_int_equal(stage_path(folder, is_part, path), RC_OK);
    return file_exists(path);
}

/* Entries of an action in the real office's journal, which must be whole; a server may run on it. */
static int64_t entries(const char *action, int64_t *cases)
{
    struct offline o;
    struct offline_report report;
    struct office_journal_count_recent_out n;
    char message[OFFICE_MESSAGE_SIZE];
    assert_int_equal(offline_open(folder, 1, &o, message), RC_OK);
    assert_int_equal(offline_verify(&o, &report), RC_OK);
    if (report.is_bad) {
        fail_msg("%s", report.what);
    }
    assert_int_equal(
        office_journal_rows_count_recent(&o.tx, o.arena, &(struct office_journal_count_recent_in){action, 0}, &n),
        RC_OK);
    *cases = report.cases;
    offline_close(&o);
    return n.total;
}

static void expect_entries(int64_t begun, int64_t ended)
{
    int64_t cases;
    assert_int_equal(entries("demo.begin", &cases), begun);
    assert_int_equal(entries("demo.show", &cases), 1); /* once, at first */
    assert_int_equal(entries("demo.end", &cases), ended);
    assert_int_equal(cases, 0);
}

static void it_is_made_while_the_office_answers(void **state)
{
    (void)state;
    struct client *c = signed_in(ADMIN, PASSWORD);
    refused(c, "POST", DEMO "/show", "demo_none");
    refused(c, "DELETE", DEMO, "demo_none");
    assert_string_equal(client_text(client_get(c, "/api/v1/setup"), "demo"), "none");
    ask(c, "POST", DEMO);
    assert_string_equal(client_text(client_get(c, "/api/v1/setup"), "demo"), "being_made");
    refused(c, "POST", DEMO, "demo_busy");
    refused(c, "POST", DEMO "/show", "demo_none");
    turn_until_state(c, "ready");
    assert_false(says_demo());
    assert_true(is_there(1));
    assert_false(is_there(0));
    refused(c, "POST", DEMO, "demo_busy");
    client_free(c);
}

static void only_who_asked_is_told(void **state)
{
    (void)state;
    struct client *c = signed_in(ADMIN, PASSWORD);
    const struct client_reply *r = client_get(c, DEMO);
    snprintf(told, sizeof told, "%s", client_text(r, "password"));
    assert_true(strlen(told) >= 24);
    assert_true(client_size(r, "accounts") > 10);
    assert_string_equal(client_text(r, "accounts.0.login"), "demo-admin");
    /* Not even a token of theirs. */
    r = client_call(c, "POST", "/api/v1/tokens",
                    "{\"name\":\"t\",\"expires_on\":\"2026-03-20\",\"permissions\":[\"unit.manage\"]}");
    assert_int_equal(r->status, 201);
    struct client *script = client_new(runtime_url(stage_runtime(stage)));
    client_set_bearer(script, client_text(r, "token"));
    r = client_get(script, DEMO);
    assert_string_equal(client_text(r, "state"), "ready");
    assert_int_equal(client_size(r, "accounts"), 0);
    assert_null(strstr(r->body, told));
    assert_int_equal(client_call(script, "POST", DEMO "/show", "{}")->status, 403);
    client_free(script);
    client_free(c);
}

static void it_stands_in_front_of_the_office(void **state)
{
    char url[128];
    (void)state;
    struct client *c = signed_in(ADMIN, PASSWORD);
    snprintf(url, sizeof url, "%s", runtime_url(stage_runtime(stage)));
    ask(c, "POST", DEMO "/show");
    refused(c, "DELETE", DEMO, "demo_busy"); /* what was answered holds */
    refused(c, "POST", DEMO "/show", "demo_none");
    client_free(c);
    turn_until_demo(1);
    assert_string_equal(runtime_url(stage_runtime(stage)), url);
    assert_true(is_there(0));
    assert_false(is_there(1));
    assert_true(says_demo());
    c = client_new(url);
    assert_int_equal(client_sign_in(c, ADMIN, PASSWORD), 401);
    assert_int_equal(client_sign_in(c, "demo-admin", "demo-Petition-2026"), 401);
    assert_int_equal(client_sign_in(c, "demo-leader", told), 201);
    assert_true(client_int(client_get(c, "/api/v1/worklist/summary"), "overdue") > 0);
    assert_int_equal(client_call(c, "DELETE", DEMO, NULL)->status, 403);
    assert_int_equal(client_sign_in(c, "demo-admin", told), 201);
    assert_null(strstr(client_get(c, DEMO)->body, told)); /* told no more */
    assert_string_equal(client_text(client_get(c, "/api/v1/setup"), "demo"), "shown");
    refused(c, "POST", DEMO, "demo_nested");
    client_free(c);
    expect_entries(1, 0);
}

static void it_is_shown_again_by_the_next_process(void **state)
{
    struct offline o;
    char message[OFFICE_MESSAGE_SIZE];
    (void)state;
    /* Nobody works in the real folder meanwhile. */
    assert_int_equal(offline_open(folder, 0, &o, message), RC_CONFLICT);
    stage_close(stage);
    open_stage();
    assert_true(stage_is_demo(stage));
    assert_true(says_demo());
}

static void the_office_comes_back_as_it_was(void **state)
{
    char url[128];
    (void)state;
    struct client *c = signed_in("demo-admin", told);
    snprintf(url, sizeof url, "%s", runtime_url(stage_runtime(stage)));
    ask(c, "DELETE", DEMO);
    client_free(c);
    turn_until_demo(0);
    assert_string_equal(runtime_url(stage_runtime(stage)), url);
    assert_false(is_there(0));
    assert_false(is_there(1));
    assert_false(says_demo());
    c = client_new(url);
    assert_int_equal(client_sign_in(c, "demo-admin", told), 401);
    assert_int_equal(client_sign_in(c, ADMIN, PASSWORD), 201);
    assert_string_equal(client_text(client_get(c, DEMO), "state"), "none");
    client_free(c);
    expect_entries(1, 1);
}

static void one_that_is_being_made_can_be_given_up(void **state)
{
    (void)state;
    struct client *c = signed_in(ADMIN, PASSWORD);
    ask(c, "POST", DEMO);
    turn();
    ask(c, "DELETE", DEMO);
    assert_string_equal(client_text(client_get(c, DEMO), "state"), "ending");
    turn_until_state(c, "none");
    assert_null(strstr(client_get(c, DEMO)->body, "told to stop")); /* nothing went wrong */
    assert_false(is_there(1));
    expect_entries(2, 2);
    client_free(c);
}

static void what_a_dead_process_left_is_swept(void **state)
{
    char path[STAGE_PATH_SIZE];
    (void)state;
    struct client *c = signed_in(ADMIN, PASSWORD);
    ask(c, "POST", DEMO);
    turn();
    client_free(c);
    stage_close(stage); /* while it is being made */
    expect_entries(3, 2);
    assert_int_equal(stage_path(folder, 1, path), RC_OK);
    assert_false(file_exists(path));
    /* As a process leaves it that was killed. */
    assert_int_equal(mkdir(path, 0700), 0);
    assert_int_equal(mkdir(support_path(path, "keys"), 0700), 0);
    support_write(support_path(path, "keys/master.key"), "x", 1);
    support_write(support_path(path, "petitiond.db"), "x", 1);
    open_stage();
    assert_false(stage_is_demo(stage));
    assert_false(file_exists(path));
    c = signed_in(ADMIN, PASSWORD);
    assert_string_equal(client_text(client_get(c, DEMO), "state"), "none");
    client_free(c);
    expect_entries(3, 3);
}

/* Its folder cannot be made: something deeper than the sweep goes lies in the way. */
static void a_failure_is_told(void **state)
{
    enum { DEEP = 20 };
    const char *path = support_path(folder, "demo.part");
    const char *all[DEEP];
    (void)state;
    for (int i = 0; i < DEEP; i++) {
        all[i] = path;
        assert_int_equal(mkdir(path, 0700), 0);
        path = support_path(path, "d");
    }
    struct client *c = signed_in(ADMIN, PASSWORD);
    ask(c, "POST", DEMO);
    turn_until_state(c, "none");
    assert_non_null(strstr(client_text(client_get(c, DEMO), "failure"), "is there already"));
    expect_entries(4, 4);
    for (int i = DEEP; i > 0; i--) {
        (void)remove(all[i - 1]);
    }
    client_free(c);
}

static void a_folder_of_that_name_is_left_alone(void **state)
{
    const char *path = support_path(folder, "demo");
    (void)state;
    stage_close(stage);
    assert_int_equal(mkdir(path, 0700), 0);
    support_write(support_path(path, "petitiond.db"), "x", 1);
    open_stage();
    assert_false(stage_is_demo(stage));
    assert_true(file_exists(support_path(path, "petitiond.db")));
    assert_int_equal(remove(support_path(path, "petitiond.db")), 0);
    assert_int_equal(remove(path), 0);
}

static void an_office_with_a_case_has_none(void **state)
{
    (void)state;
    static const char form[] = "{\"purpose\":\"relief\",\"title\":\"反映村道积水\",\"request\":\"请修路\","
                               "\"persons\":[{\"role\":\"petitioner\",\"kind\":\"natural\",\"name\":\"周一\","
                               "\"phone\":\"13900000001\"}],\"demands\":[{\"text\":\"修路\"}]}";
    struct client *c = client_new(runtime_url(stage_runtime(stage)));
    const struct client_reply *r = client_call(c, "POST", "/api/v1/public/submissions", form);
    if (r->status != 201) {
        fail_msg("%d %s", r->status, r->body);
    }
    client_free(c);
    c = signed_in(ADMIN, PASSWORD);
    refused(c, "POST", DEMO, "demo_late");
    client_free(c);
}

static int set_up(void **state)
{
    struct init_options o;
    int64_t now_ms;
    char message[CONFIG_MESSAGE_SIZE];
    (void)state;
    log_set_level(LOG_SILENT);
    assert_int_equal(clock_set_zone("Asia/Shanghai"), RC_OK);
    assert_int_equal(clock_parse_stamp("2026-03-09T10:00:00+08:00", &now_ms), RC_OK);
    machine = clock_manual_new(now_ms);
    folder = support_path(support_folder(), "data");
    init_defaults(&o);
    o.data = folder;
    o.login = ADMIN;
    o.password = PASSWORD;
    o.second_factor = 0;
    o.clock = machine;
    assert_int_equal(init_run(&o, message), RC_OK);
    config_init(&config);
    const char *const settings[][2] = {
        {"data", folder}, {"listen", "127.0.0.1:0"}, {"threads", "2"}, {"rate_per_minute", "0"}};
    for (size_t i = 0; i < sizeof settings / sizeof settings[0]; i++) {
        assert_int_equal(config_set(&config, settings[i][0], settings[i][1], "test", message), RC_OK);
    }
    open_stage();
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    stage_close(stage);
    config_free(&config);
    clock_free(machine);
    return 0;
}

/* One story: each goes on where the one before it ended, since making a demonstration takes long. */
int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(it_is_made_while_the_office_answers), cmocka_unit_test(only_who_asked_is_told),
        cmocka_unit_test(it_stands_in_front_of_the_office),    cmocka_unit_test(it_is_shown_again_by_the_next_process),
        cmocka_unit_test(the_office_comes_back_as_it_was),     cmocka_unit_test(one_that_is_being_made_can_be_given_up),
        cmocka_unit_test(what_a_dead_process_left_is_swept),   cmocka_unit_test(a_failure_is_told),
        cmocka_unit_test(a_folder_of_that_name_is_left_alone), cmocka_unit_test(an_office_with_a_case_has_none),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}

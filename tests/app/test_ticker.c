/*
 * test_ticker.c - clocks fire once, late ones after downtime too, and the thread does it by itself.
 *
 * Runs on: the main thread, against a server in this process. Owns: nothing.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/clock.h"
#include "support/client.h"
#include "support/served.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define DAY_MS INT64_C(86400000)

static struct served served;
static char case_id[27];

static int start(void **state)
{
    (void)state;
    served_start(&served, "2026-03-09T10:00:00+08:00");
    return 0;
}

static int stop(void **state)
{
    (void)state;
    served_stop(&served);
    return 0;
}

/* Registers one case as a clerk of the bureau: its clock C1 runs for 15 days. */
static struct client *clerk_with_case(void)
{
    char bureau[27];
    struct client *admin = served_admin(&served);
    served_unit(admin, "xinfang", bureau);
    served_account(admin, "clerk", "window_clerk", bureau, "unit", NULL);
    client_free(admin);
    struct client *c = client_new(served_url(&served));
    assert_int_equal(client_sign_in(c, "clerk", SERVED_PASSWORD), 201);
    const struct client_reply *r = client_call(c, "POST", "/api/v1/submissions",
                                               "{\"channel\":\"letter\",\"purpose\":\"relief\",\"title\":\"路灯不亮\","
                                               "\"request\":\"修复路灯\",\"demands\":[{\"text\":\"修复路灯\"}],"
                                               "\"people_count\":1,\"persons\":[{\"role\":\"petitioner\",\"kind\":"
                                               "\"natural\",\"name\":\"童某某\",\"phone\":\"19900000001\"}]}");
    if (r->status != 201) {
        print_error("%s\n", r->body);
    }
    assert_int_equal(r->status, 201);
    snprintf(case_id, sizeof case_id, "%s", client_text(r, "case.id"));
    return c;
}

/* Fired rungs of the case's first clock. */
static int fired_levels(struct client *c)
{
    int n = 0;
    const struct client_reply *r = client_get(c, "/api/v1/cases/%s/deadlines", case_id);
    for (int i = 0; i < client_size(r, "data.0.levels"); i++) {
        char path[64];
        snprintf(path, sizeof path, "data.0.levels.%d.status", i);
        n += strcmp(client_text(r, path), "fired") == 0;
    }
    return n;
}

static void rungs_fire_when_due_and_once(void **state)
{
    (void)state;
    int fired;
    struct client *c = clerk_with_case();
    assert_int_equal(runtime_tick(served.rt, &fired), RC_OK);
    assert_int_equal(fired, 0);
    int total = 0;
    for (int day = 0; day < 20; day++) {
        clock_manual_add(served.clock, DAY_MS);
        assert_int_equal(runtime_tick(served.rt, &fired), RC_OK);
        total += fired;
        assert_int_equal(runtime_tick(served.rt, &fired), RC_OK);
        assert_int_equal(fired, 0);
    }
    assert_true(total >= 4);
    assert_int_equal(client_sign_in(c, "clerk", SERVED_PASSWORD), 201); /* days have passed */
    assert_int_equal(fired_levels(c), total);
    assert_int_equal(client_int(client_get(c, "/api/v1/cases/%s", case_id), "is_overdue"), 1);
    client_free(c);
}

static void after_downtime_the_highest_rung_fires_once(void **state)
{
    (void)state;
    int fired;
    struct client *c = clerk_with_case();
    clock_manual_add(served.clock, 16 * DAY_MS);
    client_free(c);
    served_restart(&served);
    assert_int_equal(runtime_tick(served.rt, &fired), RC_OK);
    assert_true(fired >= 1); /* the one that fired and those that it supersedes */
    served_restart(&served);
    assert_int_equal(runtime_tick(served.rt, &fired), RC_OK);
    assert_int_equal(fired, 0);
    c = client_new(served_url(&served));
    assert_int_equal(client_sign_in(c, "clerk", SERVED_PASSWORD), 201);
    assert_int_equal(fired_levels(c), 1);
    client_free(c);
}

/* With its thread nobody calls the sweep: stopping waits for the first one, which begins at once. */
static void the_thread_sweeps_by_itself(void **state)
{
    (void)state;
    int fired;
    char message[OFFICE_MESSAGE_SIZE];
    struct client *c = clerk_with_case();
    client_free(c);
    clock_manual_add(served.clock, 16 * DAY_MS);
    runtime_stop(served.rt);
    struct runtime_options options = {.config = &served.config, .clock = served.clock};
    assert_int_equal(runtime_start(&options, &served.rt, message), RC_OK);
    served_restart(&served);
    assert_int_equal(runtime_tick(served.rt, &fired), RC_OK);
    assert_int_equal(fired, 0);
    c = client_new(served_url(&served));
    assert_int_equal(client_sign_in(c, "clerk", SERVED_PASSWORD), 201);
    assert_int_equal(fired_levels(c), 1);
    client_free(c);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, start, stop)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(rungs_fire_when_due_and_once),
        TEST(after_downtime_the_highest_rung_fires_once),
        TEST(the_thread_sweeps_by_itself),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/*
 * test_demo.c - the demo: its folder is good, its people can sign in and find work. Its stories: test_twelve.c.
 *
 * The stories that count from today are told for some different todays, because every one of them must be possible on each.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "app/demo.h"
#include "app/offline.h"
#include "app/runtime.h"
#include "base/clock.h"
#include "base/log.h"
#include "support/client.h"
#include "support/support.h"

#include <stdio.h>
#include <string.h>

#define PASSWORD "demo-Petition-2026"

static int64_t noon(const char *text)
{
    int32_t day;
    assert_int_equal(clock_parse_day(text, &day), RC_OK);
    return clock_day_start_ms(day) + INT64_C(12) * 3600 * 1000;
}

static const char *make(const char *today)
{
    char message[OFFICE_MESSAGE_SIZE];
    const char *folder = support_path(support_folder(), "demo");
    struct demo_options options = {.data = folder, .now_ms = noon(today)};
    log_set_level(LOG_ERROR);
    if (demo_run(&options, message) != RC_OK) {
        fail_msg("%s: %s", today, message);
    }
    /* Never over something that is there. */
    assert_int_equal(demo_run(&options, message), RC_CONFLICT);
    assert_non_null(strstr(message, "is there already"));
    return folder;
}

static void check_folder(const char *folder, int cases)
{
    struct offline o;
    struct offline_report report;
    char message[OFFICE_MESSAGE_SIZE];
    assert_int_equal(offline_open(folder, 0, &o, message), RC_OK);
    assert_int_equal(offline_verify(&o, &report), RC_OK);
    if (report.is_bad) {
        fail_msg("%s", report.what);
    }
    assert_int_equal(report.cases, cases);
    offline_close(&o);
}

/* Something in every pane of the home page, for somebody whose it is. */
static void check_worklist(struct client *c)
{
    static const struct {
        const char *login, *pane;
    } panes[] = {{"demo-leader", "due_today"},  {"demo-leader", "due_week"},  {"demo-leader", "overdue"},
                 {"demo-leader", "returned"},   {"demo-bureau", "unclaimed"}, {"demo-housing-head", "awaiting_review"},
                 {"demo-leader", "supervision"}};
    for (size_t i = 0; i < sizeof panes / sizeof panes[0]; i++) {
        assert_int_equal(client_sign_in(c, panes[i].login, PASSWORD), 201);
        if (client_int(client_get(c, "/api/v1/worklist/summary"), panes[i].pane) < 1) {
            fail_msg("nothing in the pane %s of %s", panes[i].pane, panes[i].login);
        }
    }
}

static void the_demo_can_be_used(void **state)
{
    struct config config;
    struct runtime *rt;
    char message[OFFICE_MESSAGE_SIZE];
    struct clock *clock = clock_manual_new(noon("2026-11-22"));
    struct runtime_options options = {.config = &config, .clock = clock, .no_ticker = 1};
    (void)state;
    const char *folder = make("2026-11-22");
    check_folder(folder, 46);
    config_init(&config);
    assert_int_equal(config_set(&config, "data", folder, "test", message), RC_OK);
    assert_int_equal(config_set(&config, "listen", "127.0.0.1:0", "test", message), RC_OK);
    assert_int_equal(runtime_start(&options, &rt, message), RC_OK);
    struct client *c = client_new(runtime_url(rt));
    check_worklist(c);
    assert_int_equal(client_sign_in(c, "demo-housing", "not the password"), 401);
    client_free(c);
    runtime_stop(rt);
    clock_free(clock);
    config_free(&config);
}

static void the_demo_can_be_made_on_other_days(void **state)
{
    /* A Saturday, a day between the recorded cases, and days off in a year without calendar, more than a year after the first. */
    static const struct {
        const char *today;
        int cases;
    } days[] = {{"2026-10-31", 46}, {"2026-06-14", 39}, {"2027-02-08", 46}};
    (void)state;
    for (size_t i = 0; i < sizeof days / sizeof days[0]; i++) {
        check_folder(make(days[i].today), days[i].cases);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(the_demo_can_be_used),
                                       cmocka_unit_test(the_demo_can_be_made_on_other_days)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

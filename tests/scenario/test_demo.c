/*
 * test_demo.c - the demo: its folder is good, its people can sign in, and its first case has the dates of the record.
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

/* "deadlines.N.due_on" of the newest clock of this kind. */
static const char *due_on(const struct client_reply *r, const char *clock)
{
    char path[64];
    for (int i = client_size(r, "deadlines") - 1; i >= 0; i--) {
        snprintf(path, sizeof path, "deadlines.%d.clock", i);
        if (strcmp(client_text(r, path), clock) == 0) {
            snprintf(path, sizeof path, "deadlines.%d.due_on", i);
            return client_text(r, path);
        }
    }
    return "";
}

static const struct client_reply *case_by_number(struct client *c, const char *number)
{
    char id[27];
    const struct client_reply *r = client_get(c, "/api/v1/cases?open=any&q=%s", number);
    char path[32];
    id[0] = '\0';
    for (int i = 0; i < client_size(r, "data"); i++) { /* reviews have numbers that begin with this one */
        snprintf(path, sizeof path, "data.%d.number", i);
        int is_it = strcmp(client_text(r, path), number) == 0;
        snprintf(path, sizeof path, "data.%d.id", i);
        if (is_it) {
            snprintf(id, sizeof id, "%s", client_text(r, path));
        }
    }
    return client_get(c, "/api/v1/cases/%s", id);
}

/* The recorded cases of the demo: dates, state and end as the record has them. "" is not looked at. */
static void check_recorded_cases(struct client *c)
{
    static const struct {
        const char *number, *lane, *state, *outcome, *closing, *clocks[5][2];
    } rows[] = {
        {"999901-2026-W-000101",
         "C6",
         "closed",
         "support",
         "solved_executed",
         {{"C1", "2026-03-24"}, {"C3", "2026-03-25"}, {"C6", "2026-05-09"}}},
        {"999901-2026-V-000214",
         "C6",
         "closed",
         "support",
         "solved_executed",
         {{"C1", "2026-04-28"},
          {"Q1", "2026-07-02"},
          {"C6", "2026-07-19"},
          {"P2", "2026-07-28"},
          {"C11", "2026-07-30"}}},
        {"999901-2026-V-000037",
         "C5",
         "closed",
         "granted",
         "statutory_route_granted",
         {{"C1", "2026-02-05"}, {"S5", "2026-03-22"}, {"C17", "2026-01-21"}}},
        {"999901-2026-W-000188",
         "A",
         "closed",
         "partly",
         "suggestion_converted",
         {{"C1", "2026-04-17"}, {"C16", "2026-06-09"}, {"P2", "2026-09-30"}}},
        {"999901-2019-V-001322", "C6", "closed", "", "agreement_performed", {{"P4", "2026-07-10"}}},
        {"999901-2026-P-000476",
         "C5",
         "closed",
         "granted",
         "statutory_route_granted",
         {{"C1", "2026-10-11"}, {"C3", "2026-10-15"}}},
        {"999901-2026-F-000012",
         "C1",
         "closed",
         "",
         "agreement_performed",
         {{"C1", "2026-05-21"}, {"P4", "2026-09-30"}}},
        {"999901-2026-W-000302", "C1", "closed", "", "referred_out", {{"C1", "2026-06-30"}}},
        {"999901-2026-V-000019",
         "C6",
         "closed",
         "not_support",
         "final_by_law",
         {{"C6", "2026-04-19"}, {"C11", "2026-05-16"}}},
        {"999901-2026-V-000019-F1",
         "review",
         "closed",
         "maintain",
         "review_ended",
         {{"C12", "2026-06-10"}, {"C13", "2026-07-09"}}},
        {"999901-2026-V-000019-F1-H1", "recheck", "closed", "maintain", "final_by_law", {{"C14", "2026-08-15"}}},
        {"999901-2026-W-000415",
         "C6S",
         "closed",
         "support",
         "solved_executed",
         {{"C8", "2026-10-09"}, {"C9", "2026-10-20"}}},
        {"999901-2026-P-000388", "C4", "closed", "granted", "statutory_route_granted", {{"C1", "2026-07-17"}}},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const struct client_reply *r = case_by_number(c, rows[i].number);
        assert_string_equal(client_text(r, "lane"), rows[i].lane);
        assert_true(rows[i].state[0] == '\0' || strcmp(client_text(r, "state"), rows[i].state) == 0);
        assert_true(rows[i].outcome[0] == '\0' || strcmp(client_text(r, "outcome"), rows[i].outcome) == 0);
        assert_true(rows[i].closing[0] == '\0' || strcmp(client_text(r, "closing.kind"), rows[i].closing) == 0);
        for (size_t k = 0; k < 5 && rows[i].clocks[k][0] != NULL; k++) {
            if (strcmp(due_on(r, rows[i].clocks[k][0]), rows[i].clocks[k][1]) != 0) {
                fail_msg("%s %s: %s", rows[i].number, rows[i].clocks[k][0], due_on(r, rows[i].clocks[k][0]));
            }
        }
    }
    const struct client_reply *r = case_by_number(c, "999901-2026-W-000101");
    assert_string_equal(client_text(r, "registered_at"), "2026-03-09T01:12:00.000Z");
    assert_string_equal(client_text(r, "closing.petitioner_accepts"), "yes");
    assert_int_equal(client_int(r, "elapsed_days"), 7);
    r = case_by_number(c, "999901-2026-P-000476");
    assert_string_equal(client_text(r, "holder_unit_name"), "县综合行政执法局");
}

/* The sealed letter of the record: whoever is named finds it as it was handed over, and nobody else has its number. */
static void check_sealed_case(struct client *c)
{
    const struct client_reply *r = case_by_number(c, "999901-2026-L-000009");
    assert_string_equal(client_text(r, "lane"), "B");
    assert_string_equal(client_text(r, "state"), "closed");
    assert_string_equal(client_text(r, "closing.kind"), "referred_out");
    assert_string_equal(due_on(r, "C1"), "2026-02-18");
    assert_int_equal(client_sign_in(c, "demo-leader", PASSWORD), 201);
    r = client_get(c, "/api/v1/cases?open=any&q=999901-2026-L-000009");
    assert_int_equal(client_size(r, "data"), 0);
}

/* Something in every pane of the home page. */
static void check_worklist(struct client *c)
{
    static const char *const panes[] = {"due_today", "due_week",        "overdue",    "returned",
                                        "unclaimed", "awaiting_review", "supervision"};
    const struct client_reply *r = client_get(c, "/api/v1/worklist/summary");
    for (size_t i = 0; i < sizeof panes / sizeof panes[0]; i++) {
        if (client_int(r, panes[i]) < 1) {
            fail_msg("nothing in the pane %s", panes[i]);
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
    check_folder(folder, 38);
    config_init(&config);
    assert_int_equal(config_set(&config, "data", folder, "test", message), RC_OK);
    assert_int_equal(config_set(&config, "listen", "127.0.0.1:0", "test", message), RC_OK);
    assert_int_equal(runtime_start(&options, &rt, message), RC_OK);
    struct client *c = client_new(runtime_url(rt));
    assert_int_equal(client_sign_in(c, "demo-leader", PASSWORD), 201);
    check_worklist(c);
    assert_int_equal(client_sign_in(c, "demo-bureau", PASSWORD), 201);
    check_recorded_cases(c);
    assert_int_equal(client_sign_in(c, "demo-sealed", PASSWORD), 201);
    check_sealed_case(c);
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
    } days[] = {{"2026-10-31", 38}, {"2026-06-14", 33}, {"2027-02-08", 38}};
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

/*
 * test_twelve.c - the twelve recorded petitions, each as its story: what was done and when, which days the law gave, how it ended.
 *
 * The demo tells them through the API with the clock at their dates; here the finished office is asked. Between two steps of a
 * story nothing else may stand in the case's journal but rungs of its ladders.
 *
 * Runs on: the test's main thread. Owns: one demo folder, one server and one client for all stories.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "app/demo.h"
#include "app/runtime.h"
#include "base/clock.h"
#include "base/log.h"
#include "support/client.h"
#include "support/support.h"

#include <stdio.h>
#include <string.h>

enum { TEXT_SIZE = 64 };

struct step {
    const char *at, *event; /* office time; the event's name, or "register" */
};

static struct clock *the_clock;
static struct config config;
static struct runtime *rt;
static struct client *c;
static char case_id[TEXT_SIZE];

static int set_up(void **state)
{
    char message[OFFICE_MESSAGE_SIZE];
    int64_t now_ms = 0;
    const char *folder = support_path(support_folder(), "demo");
    (void)state;
    log_set_level(LOG_ERROR);
    assert_int_equal(clock_parse_stamp("2026-11-22T12:00:00+08:00", &now_ms), RC_OK);
    if (demo_run(&(struct demo_options){.data = folder, .now_ms = now_ms}, message) != RC_OK) {
        print_error("%s\n", message);
        return 1;
    }
    the_clock = clock_manual_new(now_ms);
    config_init(&config);
    assert_int_equal(config_set(&config, "data", folder, "test", message), RC_OK);
    assert_int_equal(config_set(&config, "listen", "127.0.0.1:0", "test", message), RC_OK);
    assert_int_equal(config_set(&config, "rate_per_minute", "0", "test", message), RC_OK);
    struct runtime_options options = {.config = &config, .clock = the_clock, .no_ticker = 1};
    assert_int_equal(runtime_start(&options, &rt, message), RC_OK);
    c = client_new(runtime_url(rt));
    return client_sign_in(c, "demo-bureau", "demo-Petition-2026") != 201;
}

static int tear_down(void **state)
{
    (void)state;
    client_free(c);
    runtime_stop(rt);
    clock_free(the_clock);
    config_free(&config);
    return 0;
}

/* "" for what is not there. */
static const char *text_of(const struct client_reply *r, const char *path)
{
    const char *text = client_text(r, path);
    return text != NULL ? text : "";
}

/* Reviews have numbers that begin with their case's. */
static void the_case(const char *number)
{
    const struct client_reply *r = client_get(c, "/api/v1/cases?open=any&q=%s", number);
    char path[TEXT_SIZE];
    case_id[0] = '\0';
    for (int i = 0; i < client_size(r, "data"); i++) {
        snprintf(path, sizeof path, "data.%d.number", i);
        int is_it = strcmp(text_of(r, path), number) == 0;
        snprintf(path, sizeof path, "data.%d.id", i);
        if (is_it) {
            snprintf(case_id, sizeof case_id, "%s", text_of(r, path));
        }
    }
    if (case_id[0] == '\0') {
        fail_msg("there is no case %s", number);
    }
}

static const struct client_reply *of_case(const char *what)
{
    return client_get(c, "/api/v1/cases/%s%s", case_id, what);
}

static const char *stamp(const char *at)
{
    static char out[CLOCK_STAMP_SIZE];
    char text[TEXT_SIZE];
    int64_t ms = 0;
    snprintf(text, sizeof text, "%.10sT%s:00+08:00", at, at + 11);
    assert_int_equal(clock_parse_stamp(text, &ms), RC_OK);
    clock_format_stamp(ms, out);
    return out;
}

/* The entry that stands at `seq`. */
static int index_of(const struct client_reply *r, int seq)
{
    char path[TEXT_SIZE];
    for (int i = 0; i < client_size(r, "data"); i++) {
        snprintf(path, sizeof path, "data.%d.seq", i);
        if (client_int(r, path) == seq) {
            return i;
        }
    }
    fail_msg("the journal has no entry %d", seq);
    return 0;
}

static const char *entry_text(const struct client_reply *r, int i, const char *member)
{
    char path[TEXT_SIZE];
    snprintf(path, sizeof path, "data.%d.%s", i, member);
    return text_of(r, path);
}

/* Exactly these steps, ended by one without a time. */
static void went_so(const struct step *steps)
{
    const struct client_reply *r = of_case("/journal?limit=100");
    int total = client_size(r, "data");
    const struct step *step = steps;
    for (int seq = 1; seq <= total; seq++) {
        int i = index_of(r, seq);
        const char *action = entry_text(r, i, "action");
        const char *event = entry_text(r, i, "event");
        if (strcmp(action, "ladder") == 0) {
            continue;
        }
        event = event[0] != '\0' ? event : action;
        if (step->at == NULL || strcmp(event, step->event) != 0 ||
            strcmp(entry_text(r, i, "at"), stamp(step->at)) != 0) {
            fail_msg("entry %d is %s at %s, not %s at %s", seq, event, entry_text(r, i, "at"),
                     step->at != NULL ? step->event : "the end", step->at != NULL ? step->at : "");
        }
        step++;
    }
    if (step->at != NULL) {
        fail_msg("%s at %s never happened", step->event, step->at);
    }
}
#define WENT_SO(...) went_so((const struct step[]){__VA_ARGS__, {NULL, NULL}})

/* The nth clock of this kind that the case had, from 1. */
static void due(const char *clock, int nth, const char *due_on, const char *status)
{
    const struct client_reply *r = of_case("");
    char path[TEXT_SIZE];
    for (int i = 0, seen = 0; i < client_size(r, "deadlines"); i++) {
        snprintf(path, sizeof path, "deadlines.%d.clock", i);
        if (strcmp(text_of(r, path), clock) != 0 || ++seen != nth) {
            continue;
        }
        snprintf(path, sizeof path, "deadlines.%d.due_on", i);
        assert_string_equal(text_of(r, path), due_on);
        snprintf(path, sizeof path, "deadlines.%d.status", i);
        assert_string_equal(text_of(r, path), status);
        return;
    }
    fail_msg("the case has no %s number %d", clock, nth);
}

static void ended(const char *lane, const char *outcome, const char *closing, const char *accepts)
{
    const struct client_reply *r = of_case("");
    assert_string_equal(text_of(r, "lane"), lane);
    assert_string_equal(text_of(r, "state"), "closed");
    assert_string_equal(text_of(r, "outcome"), outcome);
    assert_string_equal(text_of(r, "closing.kind"), closing);
    assert_string_equal(text_of(r, "closing.petitioner_accepts"), accepts);
}

/* What the petitioner said of bureau and unit. */
static void rated(const char *value)
{
    const struct client_reply *r = of_case("/ratings");
    assert_int_equal(client_size(r, "data"), 2);
    assert_string_equal(entry_text(r, 0, "value"), value);
    assert_string_equal(entry_text(r, 1, "value"), value);
    assert_string_not_equal(entry_text(r, 0, "target"), entry_text(r, 1, "target"));
}

static void has_document(const char *type, const char *number, const char *status)
{
    const struct client_reply *r = of_case("/documents");
    for (int i = 0; i < client_size(r, "data"); i++) {
        if (strcmp(entry_text(r, i, "type"), type) == 0 && strcmp(entry_text(r, i, "number"), number) == 0) {
            assert_string_equal(entry_text(r, i, "status"), status);
            return;
        }
    }
    fail_msg("there is no %s %s", type, number);
}

/* 1. A dead-end road, seven days: the offices go and look together, thin out and draw 24 places, the petitioner sees it. */
static void the_dead_end_road(void **state)
{
    (void)state;
    the_case("999901-2026-W-000101");
    WENT_SO({"2026-03-09 09:12", "register"}, {"2026-03-10 08:50", "screen"}, {"2026-03-10 09:20", "dispatch"},
            {"2026-03-10 09:30", "add_assisting"}, {"2026-03-10 09:32", "add_assisting"},
            {"2026-03-10 09:34", "add_assisting"}, {"2026-03-10 14:30", "accept"},
            {"2026-03-10 14:45", "assign_handler"}, {"2026-03-11 10:10", "contact"}, {"2026-03-12 15:30", "contact"},
            {"2026-03-12 16:30", "assist_answer"}, {"2026-03-12 17:00", "assist_answer"},
            {"2026-03-13 09:30", "assist_answer"}, {"2026-03-13 16:40", "draft_opinion"}, {"2026-03-16 08:40", "check"},
            {"2026-03-16 09:05", "sign"}, {"2026-03-16 10:20", "deliver"}, {"2026-03-16 10:40", "plan_execution"},
            {"2026-03-16 15:30", "record_execution"}, {"2026-03-16 16:10", "contact"}, {"2026-03-16 16:50", "close"},
            {"2026-03-17 19:00", "rate"}, {"2026-03-17 19:05", "rate"});
    due("C1", 1, "2026-03-24", "met");
    due("C3", 1, "2026-03-25", "met");
    due("C6", 1, "2026-05-09", "met");
    assert_int_equal(client_int(of_case(""), "elapsed_days"), 7);
    ended("C6", "support", "solved_executed", "yes");
    rated("satisfied");
}

/* 2. Village woodland and books: "the books were published" is no answer. The quality review sends it back; the second opinion
 * answers every demand, the first is kept; what accused an official went its own sealed way. */
static void the_village_books(void **state)
{
    (void)state;
    the_case("999901-2026-V-000214");
    WENT_SO({"2026-04-13 10:05", "register"}, {"2026-04-14 09:30", "screen"}, {"2026-04-16 10:00", "dispatch"},
            {"2026-04-20 09:40", "accept"}, {"2026-04-20 10:00", "assign_handler"}, {"2026-04-27 15:00", "contact"},
            {"2026-05-20 16:30", "draft_opinion"}, {"2026-05-20 17:00", "check"}, {"2026-05-20 17:10", "sign"},
            {"2026-05-21 10:00", "deliver"}, {"2026-06-10 09:30", "return_for_quality"},
            {"2026-06-12 10:00", "contact"}, {"2026-06-12 11:00", "extend"}, {"2026-06-12 11:30", "add_assisting"},
            {"2026-06-26 10:00", "assist_answer"}, {"2026-06-26 16:00", "contact"},
            {"2026-06-29 15:20", "draft_opinion"}, {"2026-06-30 08:50", "check"}, {"2026-06-30 09:10", "sign"},
            {"2026-06-30 14:30", "deliver"}, {"2026-06-30 15:00", "plan_execution"}, {"2026-06-30 16:00", "contact"},
            {"2026-07-28 10:30", "record_execution"}, {"2026-07-28 16:00", "close"}, {"2026-07-29 10:00", "rate"},
            {"2026-07-29 10:05", "rate"});
    due("C1", 1, "2026-04-28", "met");
    due("C6", 1, "2026-06-19", "met");
    due("C6", 2, "2026-07-19", "met");
    due("Q1", 1, "2026-07-02", "met");
    due("C11", 1, "2026-06-20", "cancelled"); /* the right to a review begins anew with the new opinion */
    due("C11", 2, "2026-07-30", "lapsed");
    has_document("handling_opinion", "稽石乡〔2026〕处字2号", "withdrawn");
    has_document("handling_opinion", "稽石乡〔2026〕处字3号", "delivered");
    ended("C6", "support", "solved_executed", "yes");
    rated("basically");
}

/* 3. Twelve workers without wages before the festival: five speak for all, one window hears them, the duty's own way, paid. */
static void the_wages(void **state)
{
    (void)state;
    the_case("999901-2026-V-000037");
    WENT_SO({"2026-01-21 08:40", "register"}, {"2026-01-21 08:55", "report_by_phone"}, {"2026-01-21 09:05", "screen"},
            {"2026-01-21 09:15", "dispatch"}, {"2026-01-21 09:20", "add_assisting"}, {"2026-01-21 10:30", "accept"},
            {"2026-01-21 10:35", "assign_handler"}, {"2026-01-21 11:40", "report_in_writing"},
            {"2026-01-29 15:00", "assist_answer"}, {"2026-02-06 09:30", "answer_duty"},
            {"2026-02-06 10:00", "record_execution"}, {"2026-02-09 09:00", "close"}, {"2026-02-10 18:00", "rate"},
            {"2026-02-10 18:05", "rate"});
    due("C1", 1, "2026-02-05", "met");
    due("C17", 1, "2026-01-21", "met"); /* Art 26: in writing within four hours */
    const struct client_reply *r = of_case("");
    int speakers = 0;
    assert_int_equal(client_int(r, "people_count"), 12);
    assert_int_equal(client_size(r, "parties"), 12);
    for (int i = 0; i < 12; i++) {
        char path[TEXT_SIZE];
        snprintf(path, sizeof path, "parties.%d.role", i);
        speakers += strcmp(text_of(r, path), "representative") == 0;
    }
    assert_int_equal(speakers, 5); /* Art 20 */
    ended("C5", "granted", "statutory_route_granted", "yes");
    rated("satisfied");
}

/* 4. A sealed letter: handed over with a receipt, the petitioner told where it went, counted and not shown. */
static void the_sealed_letter(void **state)
{
    (void)state;
    char number[TEXT_SIZE] = "";
    assert_int_equal(client_sign_in(c, "demo-sealed", "demo-Petition-2026"), 201);
    /* Its number is by chance: the one on record would leave a gap that tells of it. */
    const struct client_reply *r = client_get(c, "/api/v1/cases?open=any&lane=B");
    for (int i = 0; i < client_size(r, "data"); i++) {
        if (strcmp(entry_text(r, i, "registered_at"), "2026-02-03T06:20:00.000Z") == 0) {
            snprintf(number, sizeof number, "%s", entry_text(r, i, "number"));
        }
    }
    assert_int_equal(client_sign_in(c, "demo-bureau", "demo-Petition-2026"), 201);
    assert_int_equal(client_size(client_get(c, "/api/v1/cases?open=any&q=%s", number), "data"), 0);
    assert_int_equal(client_sign_in(c, "demo-sealed", "demo-Petition-2026"), 201);
    the_case(number);
    WENT_SO({"2026-02-03 14:20", "register"}, {"2026-02-05 09:30", "hand_over"}, {"2026-02-05 15:00", "record_receipt"},
            {"2026-02-05 16:00", "tell_whereabouts"}, {"2026-02-05 16:30", "close_sealed"});
    due("C1", 1, "2026-02-18", "met");
    ended("B", "", "referred_out", "");
    assert_int_equal(client_size(of_case("/ratings"), "invitations"), 0);
    assert_int_equal(client_sign_in(c, "demo-bureau", "demo-Petition-2026"), 201);
}

/* 5. A suggestion: weighed, partly taken up, and in September the first two school grounds are open. */
static void the_sports_grounds(void **state)
{
    (void)state;
    the_case("999901-2026-W-000188");
    WENT_SO({"2026-04-02 20:31", "register"}, {"2026-04-10 09:00", "screen"}, {"2026-04-10 09:20", "dispatch"},
            {"2026-04-10 09:30", "add_assisting"}, {"2026-04-10 14:00", "accept"},
            {"2026-04-10 14:05", "assign_handler"}, {"2026-04-27 16:00", "assist_answer"},
            {"2026-04-28 10:00", "contact"}, {"2026-05-15 10:00", "reply_suggestion"},
            {"2026-05-15 10:20", "plan_conversion"}, {"2026-06-10 20:00", "rate"}, {"2026-06-10 20:05", "rate"},
            {"2026-09-07 09:00", "record_execution"}, {"2026-09-10 09:00", "close"});
    due("C1", 1, "2026-04-17", "met");
    due("C16", 1, "2026-06-09", "met");
    ended("A", "partly", "suggestion_converted", "yes");
    rated("satisfied");
}

/* 6. An old case, asked about seven times: measured again from zero, settled, paid, struck off by two. */
static void the_resettlement(void **state)
{
    (void)state;
    the_case("999901-2019-V-001322");
    WENT_SO({"2019-06-11 09:00", "register"}, {"2019-06-12 09:00", "screen"}, {"2019-06-12 09:30", "dispatch"},
            {"2019-06-20 10:00", "accept"}, {"2019-06-20 10:10", "assign_handler"}, {"2020-03-11 10:00", "submission"},
            {"2021-04-13 09:00", "submission"}, {"2022-05-17 09:30", "submission"}, {"2023-06-14 09:00", "submission"},
            {"2024-07-17 09:00", "submission"}, {"2026-05-18 09:40", "submission"},
            {"2026-05-20 09:00", "add_assisting"}, {"2026-05-20 10:00", "add_evidence"},
            {"2026-06-04 10:00", "close_assisting"}, {"2026-06-22 15:00", "agree"},
            {"2026-06-22 15:10", "plan_instalment"}, {"2026-07-03 16:00", "perform_instalment"},
            {"2026-07-10 10:00", "close_on_agreement"});
    const struct client_reply *r = of_case("");
    assert_int_equal(client_int(r, "submissions_count"), 7);
    assert_string_equal(text_of(r, "closing.retention"), "permanent");
    due("P4", 1, "2026-07-10", "met");
    has_document("agreement", "稽建〔2026〕协议字1号", "issued");
    ended("C6", "", "agreement_performed", "yes");
}

/* 7. Smoke at night: the first office objects on the fifth working day's near side of the holiday, the ruling moves it, and the
 * fifth working day is the Saturday that was made one. */
static void the_night_smoke(void **state)
{
    (void)state;
    the_case("999901-2026-P-000476");
    WENT_SO({"2026-09-26 21:50", "register"}, {"2026-09-28 08:50", "screen"}, {"2026-09-28 09:30", "dispatch"},
            {"2026-09-30 10:20", "object"}, {"2026-09-30 15:40", "redispatch"}, {"2026-10-12 09:10", "accept"},
            {"2026-10-12 09:20", "assign_handler"}, {"2026-10-12 22:30", "contact"},
            {"2026-10-28 16:00", "answer_duty"}, {"2026-10-28 16:20", "record_execution"},
            {"2026-11-02 10:00", "close"});
    due("C1", 1, "2026-10-11", "met");
    due("C4", 1, "2026-10-10", "met");
    due("C3", 1, "2026-10-13", "cancelled");
    due("C3", 2, "2026-10-15", "met");
    assert_string_equal(text_of(of_case(""), "holder_unit_name"), "县综合行政执法局");
    ended("C5", "granted", "statutory_route_granted", "yes");
    const struct client_reply *book = client_get(c, "/api/v1/precedents?class_code=1301");
    assert_int_equal(client_size(book, "data"), 1); /* the next such complaint is sent to the right office at once */
    assert_string_equal(text_of(book, "data.0.unit_name"), "县综合行政执法局");
}

/* 8. A firm that the town did not pay: told that it may sue, both choose to talk, three instalments, each on its day. */
static void the_firms_money(void **state)
{
    (void)state;
    the_case("999901-2026-F-000012");
    WENT_SO({"2026-05-06 15:10", "register"}, {"2026-05-07 09:00", "screen"}, {"2026-05-07 09:20", "dispatch"},
            {"2026-05-07 09:30", "add_assisting"}, {"2026-05-08 10:00", "guide"}, {"2026-05-27 15:00", "assist_answer"},
            {"2026-06-05 15:00", "agree"}, {"2026-06-05 15:10", "plan_instalment"},
            {"2026-06-05 15:11", "plan_instalment"}, {"2026-06-05 15:12", "plan_instalment"},
            {"2026-07-28 10:00", "perform_instalment"}, {"2026-08-27 10:00", "perform_instalment"},
            {"2026-09-25 10:00", "perform_instalment"}, {"2026-09-28 10:00", "close_on_agreement"});
    due("C1", 1, "2026-05-21", "met");
    due("P4", 1, "2026-07-31", "met");
    due("P4", 2, "2026-08-31", "met");
    due("P4", 3, "2026-09-30", "met");
    ended("C1", "", "agreement_performed", "yes");
}

/* 9. Against a judgment: explained, sent to the court, told how to ask for a retrial; nobody is asked to be satisfied with it. */
static void the_judgment(void **state)
{
    (void)state;
    the_case("999901-2026-W-000302");
    WENT_SO({"2026-06-15 11:02", "register"}, {"2026-06-16 09:20", "screen"}, {"2026-06-16 09:30", "guide"},
            {"2026-06-18 10:00", "close"});
    due("C1", 1, "2026-06-30", "met");
    assert_int_equal(client_size(of_case("/ratings"), "invitations"), 0);
    ended("C1", "", "referred_out", "unknown");
}

/* 10. The homestead: extended with reasons, answered no, reviewed, heard, rechecked, final; asked again, no longer accepted, with
 * what else can be done. */
static void the_homestead(void **state)
{
    (void)state;
    the_case("999901-2026-V-000019");
    WENT_SO({"2026-01-12 09:30", "register"}, {"2026-01-13 09:00", "screen"}, {"2026-01-14 10:10", "dispatch"},
            {"2026-01-14 10:20", "add_assisting"}, {"2026-01-19 09:00", "accept"},
            {"2026-01-19 09:15", "assign_handler"}, {"2026-02-06 14:20", "contact"}, {"2026-03-18 15:00", "extend"},
            {"2026-04-09 15:00", "assist_answer"}, {"2026-04-14 16:00", "draft_opinion"}, {"2026-04-15 09:00", "check"},
            {"2026-04-15 10:30", "sign"}, {"2026-04-16 11:00", "deliver"}, {"2026-04-16 15:00", "contact"},
            {"2026-05-11 16:00", "request_review"}, {"2026-05-11 16:30", "close"}, {"2026-05-12 19:00", "rate"},
            {"2026-05-12 19:05", "rate"}, {"2026-05-14 10:00", "record_callback"}, {"2026-08-14 16:00", "finalise"});
    due("C6", 1, "2026-04-19", "met"); /* 2026-03-20 before it was extended */
    due("C11", 1, "2026-05-16", "met");
    ended("C6", "not_support", "final_by_law", "no");
    rated("dissatisfied");

    the_case("999901-2026-V-000019-F1");
    WENT_SO({"2026-05-11 16:00", "register"}, {"2026-06-05 09:30", "draft_review"}, {"2026-06-08 10:00", "sign_review"},
            {"2026-06-09 15:00", "deliver_review"}, {"2026-07-06 09:30", "request_recheck"});
    due("C12", 1, "2026-06-10", "met");
    due("C13", 1, "2026-07-09", "met");
    ended("review", "maintain", "review_ended", "");

    the_case("999901-2026-V-000019-F1-H1");
    WENT_SO({"2026-07-06 09:30", "register"}, {"2026-07-10 10:00", "call_hearing"},
            {"2026-07-20 09:00", "begin_hearing"}, {"2026-07-29 17:00", "end_hearing"},
            {"2026-08-14 16:00", "record_decision"});
    due("C14", 1, "2026-08-15", "met"); /* 2026-08-05, and the ten days of the hearing (Art 36) */
    ended("recheck", "maintain", "final_by_law", "");

    the_case("999901-2026-V-000019");
    const struct client_reply *r = of_case("/links");
    int again = 0;
    while (again < client_size(r, "data") && strcmp(entry_text(r, again, "kind"), "repeat_after_final") != 0) {
        again++;
    }
    snprintf(case_id, sizeof case_id, "%s", entry_text(r, again, "matter.id"));
    WENT_SO({"2026-09-15 09:30", "register"}, {"2026-09-15 10:00", "mark_repeat"},
            {"2026-09-15 10:20", "propose_no_longer"}, {"2026-09-15 16:00", "no_longer_accept"});
    has_document("no_longer_accepted_notice", "稽信访〔2026〕不再字1号", "delivered");
    assert_string_equal(text_of(of_case(""), "state"), "not_accepted");
}

/* 11. Twelve lamps: the simple procedure across the holiday, answered by text message. */
static void the_street_lights(void **state)
{
    (void)state;
    the_case("999901-2026-W-000415");
    WENT_SO({"2026-09-29 15:08", "register"}, {"2026-09-29 15:30", "screen"}, {"2026-09-29 15:40", "dispatch"},
            {"2026-09-30 09:20", "accept"}, {"2026-09-30 09:25", "assign_handler"},
            {"2026-10-12 10:00", "answer_simply"}, {"2026-10-12 10:10", "record_execution"},
            {"2026-10-13 09:00", "close"}, {"2026-10-13 19:00", "rate"}, {"2026-10-13 19:05", "rate"});
    due("C8", 1, "2026-10-09", "met");
    due("C9", 1, "2026-10-20", "met");
    ended("C6S", "support", "solved_executed", "yes");
    rated("satisfied");
}

/* 12. An old man and a hospital bill: the letter joins the call, the office comes to him, and help begins. */
static void the_hardship(void **state)
{
    (void)state;
    the_case("999901-2026-P-000388");
    WENT_SO({"2026-07-02 10:44", "register"}, {"2026-07-03 09:00", "screen"}, {"2026-07-03 09:10", "dispatch"},
            {"2026-07-03 09:20", "add_assisting"}, {"2026-07-03 09:22", "add_assisting"}, {"2026-07-03 15:00", "guide"},
            {"2026-07-06 10:00", "submission"}, {"2026-07-14 10:00", "assist_answer"},
            {"2026-07-15 16:00", "assist_answer"}, {"2026-07-20 16:00", "contact"},
            {"2026-08-10 15:00", "record_result"}, {"2026-08-12 09:00", "close"});
    due("C1", 1, "2026-07-17", "met");
    assert_int_equal(client_int(of_case(""), "submissions_count"), 2);
    ended("C4", "granted", "statutory_route_granted", "yes");
}

int main(void)
{
    const struct CMUnitTest stories[] = {
        cmocka_unit_test(the_dead_end_road), cmocka_unit_test(the_village_books),  cmocka_unit_test(the_wages),
        cmocka_unit_test(the_sealed_letter), cmocka_unit_test(the_sports_grounds), cmocka_unit_test(the_resettlement),
        cmocka_unit_test(the_night_smoke),   cmocka_unit_test(the_firms_money),    cmocka_unit_test(the_judgment),
        cmocka_unit_test(the_homestead),     cmocka_unit_test(the_street_lights),  cmocka_unit_test(the_hardship),
    };
    return cmocka_run_group_tests(stories, set_up, tear_down);
}

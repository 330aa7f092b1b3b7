/*
 * test_sealed.c - an accusation is known to whom it names and to nobody else (Arts 30, 46).
 */
#include "support/scenario.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MARKER "码头工程围标线索XYZZY"
#define LETTER                                                                                                         \
    "{'channel':'letter','purpose':'accusation','title':'" MARKER "标题','request':'" MARKER "请求','facts':'" MARKER  \
    "事实','demands':[{'text':'" MARKER "诉求'}],'class_code':'1601','place_unit_id':'@unit:gangkou',"               \
    "'persons':[{'role':'petitioner','kind':'natural','name':'钟某某'}],'accused':[{'unit_id':'@unit:qingwan'}]}"

static void a_letter_comes_in(struct scenario *s)
{
    move_clock(s, "2026-02-03 14:20");
    as(s, "demo-sealed");
    submit(s, LETTER);
    expect(s, 201);
}

/* Whoever asks gets this answer or none in which the letter, its number or its id occurs. */
static void nothing_is_said(struct scenario *s, const char *login, const char *path)
{
    as(s, login);
    get(s, "%s", path);
    if (says(s, "XYZZY") || says(s, case_number(s)) || says(s, case_id(s))) {
        fail_msg("%s learns of it by %s", login, path);
    }
}

/* No account of the accused unit, of those above it, of the bureau's desks, and no administrator. */
static void nobody_else_learns_of_it(void **state)
{
    struct scenario *s = *state;
    static const char *const people[] = {"demo-bay",    "demo-bay-head",    "demo-county-head", "demo-leader",
                                         "demo-bureau", "demo-bureau-head", "demo-window",      "demo-admin",
                                         "demo-review", "demo-town"};
    static const char *const paths[] = {"/cases?open=any&limit=100",
                                        "/cases?open=any&sort=newest&limit=100",
                                        "/cases?lane=B&open=any",
                                        "/cases?q=检举&open=any",
                                        "/worklist/summary",
                                        "/notices",
                                        "/precedents",
                                        "/sequences"};
    static const char *const parts[] = {"",          "/journal", "/deadlines",  "/documents",    "/submissions",
                                        "/parties",  "/links",   "/candidates", "/completeness", "/transitions",
                                        "/contacts", "/ratings", "/supervision"};
    a_letter_comes_in(s);
    live_until(s, "2026-02-25 09:00"); /* past its fifteen days: every rung has fired */
    for (size_t p = 0; p < sizeof people / sizeof people[0]; p++) {
        for (size_t i = 0; i < sizeof paths / sizeof paths[0]; i++) {
            nothing_is_said(s, people[p], paths[i]);
        }
        for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
            char path[80];
            snprintf(path, sizeof path, "/cases/@case%s", parts[i]);
            as(s, people[p]);
            get(s, "%s", path);
            if (!says(s, "not_found") && !says(s, "not_permitted") && !says(s, "no_route")) {
                fail_msg("%s gets an answer of %s", people[p], path);
            }
        }
        post(s, "/cases/@case/reveal", "{'reason':'check'}");
        if (!says(s, "not_found") && !says(s, "not_permitted")) {
            fail_msg("%s reads it", people[p]);
        }
    }
}

/* Who knows of it reads it with a reason, and the reading stays in the journal. */
static void reading_is_an_act(void **state)
{
    struct scenario *s = *state;
    a_letter_comes_in(s);
    get(s, "/cases/@case");
    expect_text(s, "title", "检举控告件");
    expect_text(s, "lane", "B");
    expect_null(s, "class_code");
    expect_size(s, "demands", 0);
    get(s, "/cases/@case/submissions");
    expect_text(s, "data.0.title", "检举控告件");
    post(s, "/cases/@case/reveal", "{'reason':'curiosity'}");
    expect(s, 422);
    post(s, "/cases/@case/reveal", "{'reason':'transfer'}");
    expect(s, 200);
    expect_text(s, "content.title", MARKER "标题");
    expect_text(s, "content.demands.0", MARKER "诉求");
    get(s, "/cases/@case/journal");
    expect_text(s, "data[event=reveal].changes[field=revealed].after", "transfer");
    get(s, "/cases?open=any&lane=B");
    expect_size(s, "data", 1);
    if (!says(s, case_number(s)) || says(s, "XYZZY")) {
        fail_msg("those who know of it see its number in their list, and not what it says");
    }
    get(s, "/public/cases/%s?code=%s", case_number(s), query_code(s));
    expect(s, 200);
    expect_text(s, "title", "检举控告件");
}

/* Handed over within fifteen days (Art 22), with a receipt; the petitioner is told where it went and nothing else. */
static void it_goes_to_the_discipline_body(void **state)
{
    struct scenario *s = *state;
    a_letter_comes_in(s);
    expect_text(s, "receipt.expected.0.due_on", "2026-02-18");
    move_clock(s, "2026-02-05 10:00");
    acts(s, "demo-sealed", "hand_over",
         "{'body':'县纪委县监委信访举报室','handed_on':'2026-02-05','way':'confidential_mail','pieces':1}");
    acts(s, "demo-sealed", "record_receipt", "{'received_on':'2026-02-05','receipt':'回执〔2026〕3号'}");
    acts(s, "demo-sealed", "tell_whereabouts",
         "{'notice_method':'phone','notified_on':'2026-02-05','proof':'通话记录'}");
    acts(s, "demo-sealed", "close_sealed", "{'retention':'30'}");
    expect_text(s, "closing.kind", "referred_out");
    get(s, "/cases/@case/documents");
    get(s, "/cases/@case/documents/%s/pdf", value(s, "data[type=sealed_transfer].id"));
    expect_pdf(s, "内容不另附述");
}

/* The units that it is against decide who may know: not even by being named. */
static void the_accused_are_left_out(void **state)
{
    struct scenario *s = *state;
    a_letter_comes_in(s);
    as(s, "demo-sealed");
    act(s, "name_reader", "{'account':'@account:demo-bay'}");
    expect_refused(s, 409, "reader_fits", "/fields/account");
    act(s, "drop_reader", "{'account':'@account:demo-sealed'}");
    expect_refused(s, 409, "another_reader", "/fields/account");
    act(s, "name_accused", "{'unit':'@unit:xinfang'}");
    expect_refused(s, 409, "sealed_barred", "/fields/unit");
    act(s, "name_accused", "{'unit':'@unit:999901'}");
    expect_refused(s, 409, "sealed_barred", "/fields/unit"); /* the bureau is below it */
    acts(s, "demo-sealed", "name_accused", "{'unit':'@unit:yunxi'}");
    as(s, "demo-window");
    submit(s, LETTER);
    expect_refused(s, 409, "sealed_lane", "/purpose");
}

/* What is no accusation after all is unsealed by two people, and goes the ordinary way with its time counted from the receipt. */
static void two_people_unseal(void **state)
{
    struct scenario *s = *state;
    char body[200];
    as(s, "demo-admin");
    get(s, "/accounts?q=demo-window");
    post(s, "/grants",
         "{'account_id':'@account:demo-window','role':'accusation_officer','unit_id':'@unit:xinfang','scope':'unit'}");
    expect(s, 201);
    a_letter_comes_in(s);
    as(s, "demo-sealed");
    act(s, "unseal", "{'reason':'经核对为求决事项'}");
    expect_refused(s, 409, "unseal_proposed", NULL);
    snprintf(body, sizeof body, "{'account':'@account:demo-window'}");
    acts(s, "demo-sealed", "name_reader", body);
    acts(s, "demo-sealed", "propose_unseal", "{'reason':'经核对为求决事项'}");
    as(s, "demo-sealed");
    act(s, "unseal", "{'reason':'经核对为求决事项'}");
    expect_refused(s, 409, "same_person", NULL);
    acts(s, "demo-window", "unseal", "{'reason':'经核对为求决事项'}");
    expect_text(s, "lane", "C6");
    as(s, "demo-bureau");
    get(s, "/cases/@case");
    expect(s, 200);
    expect_text(s, "title", MARKER "标题");
    expect_text(s, "demands.0.text", MARKER "诉求");
    expect_clock(s, "C1", "2026-02-18", "running");
    as(s, "demo-bay");
    get(s, "/cases/@case");
    expect(s, 404); /* not theirs, as any other */
    acts(s, "demo-bureau", "screen", "{'class_code':'0202','urgency':'normal'}");
    act(s, "dispatch", "{'to_unit':'@unit:qingwan','kind':'transfer'}");
    expect_refused(s, 409, "not_complained_of", "/fields/to_unit");
}

/* What lies on the disk has no word of it. */
static void the_disk_has_no_word_of_it(void **state)
{
    struct scenario *s = *state;
    a_letter_comes_in(s);
    post(s, "/cases/@case/reveal", "{'reason':'handling'}");
    expect(s, 200);
    const char *folder = stop_server(s);
    char command[400];
    snprintf(command, sizeof command, "grep -rqa XYZZY '%s'", folder);
    if (system(command) == 0) {
        fail_msg("the marker is on the disk");
    }
    snprintf(command, sizeof command, "grep -rqa 检举控告件 '%s'", folder);
    assert_int_equal(system(command), 0); /* what is there is found */
    restart_server(s);
}

int main(void)
{
    const struct CMUnitTest stories[] = {
        STORY(nobody_else_learns_of_it), STORY(reading_is_an_act), STORY(it_goes_to_the_discipline_body),
        STORY(the_accused_are_left_out), STORY(two_people_unseal), STORY(the_disk_has_no_word_of_it),
    };
    return STORIES(stories);
}

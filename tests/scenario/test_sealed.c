/*
 * test_sealed.c - an accusation is known to whom it names and to nobody else (Arts 30, 46).
 */
#include "store/sql.h"
#include "support/scenario_inside.h"

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

#define MIXED                                                                                                          \
    "{'channel':'letter','purpose':'relief','title':'道路破损','request':'请修路。另" MARKER "请求','facts':'" MARKER  \
    "事实','demands':[{'text':'修复道路'},{'text':'" MARKER "诉求'}],'place_unit_id':'@unit:gangkou',"               \
    "'persons':[{'role':'petitioner','kind':'natural','name':'钟某某'}]}"

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
    char by_its_end[40];
    snprintf(by_its_end, sizeof by_its_end, "/cases?open=any&q=%s", strrchr(case_number(s), '-') + 1);
    as(s, "demo-sealed");
    get(s, "%s", by_its_end);
    expect_text(s, "data.0.id", case_id(s));
    for (size_t p = 0; p < sizeof people / sizeof people[0]; p++) {
        nothing_is_said(s, people[p], by_its_end);
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

static void the_window_deals_with_accusations_too(struct scenario *s)
{
    by_two(s,
           "{'kind':'grant','account_id':'@account:demo-window','role':'accusation_officer','unit_id':'@unit:xinfang',"
           "'scope':'unit','reason':'增加专办员'}");
}

/* Who lost the role no longer knows of it, and neither counts nor the journal of the office tell. */
static void it_ends_with_the_role(void **state)
{
    struct scenario *s = *state;
    char path[120], party[40];
    the_window_deals_with_accusations_too(s);
    a_letter_comes_in(s);
    acts(s, "demo-sealed", "name_reader", "{'account':'@account:demo-window'}");
    as(s, "demo-window");
    get(s, "/cases/@case");
    expect(s, 200);
    as(s, "demo-bay");
    get(s, "/units/@unit:xinfang/handlers");
    expect_int(s, "data[role=accusation_officer].open_cases", 0);
    as(s, "demo-admin");
    get(s, "/grants?account=@account:demo-window");
    snprintf(path, sizeof path, "{'kind':'revocation','grant_id':'%s','reason':'调岗'}",
             value(s, "data[role=accusation_officer].id"));
    by_two(s, path);
    as(s, "demo-window");
    get(s, "/cases/@case");
    expect(s, 404);
    as(s, "demo-sealed");
    get(s, "/cases/@case");
    snprintf(party, sizeof party, "%s", value(s, "parties.0.id"));
    snprintf(path, sizeof path, "/cases/@case/parties/%s/correction", party);
    with_version(s, "2");
    post(s, path, "{'address':'新地址','reason':'changed','basis':'看过证件'}");
    expect(s, 200);
    as(s, "demo-bureau-head");
    get(s, "/journal?limit=50");
    if (says(s, case_id(s))) {
        fail_msg("the journal of the office names it");
    }
}

/* What was answered before it was sealed is not said again. */
static void an_answer_is_not_repeated(void **state)
{
    struct scenario *s = *state;
    move_clock(s, "2026-02-03 14:20");
    as(s, "demo-window");
    with_key(s, "\"before-it-was-sealed\"");
    submit(s, MIXED);
    expect(s, 201);
    acts(s, "demo-sealed", "seal", "{'unit':'@unit:qingwan'}");
    as(s, "demo-window");
    with_key(s, "\"before-it-was-sealed\"");
    post(s, "/submissions", MIXED);
    if (says(s, case_number(s))) {
        fail_msg("it is told again");
    }
}

#define OVER_THE_WEB                                                                                                   \
    "{'purpose':'relief','title':'道路破损','request':'请修路。另" MARKER "请求','place_unit_id':'@unit:gangkou',"   \
    "'demands':[{'text':'修复道路'}],'persons':[{'role':'petitioner','kind':'natural','name':'钟某某',"         \
    "'phone':'199****2001','address':'东湖社区12幢'}]}"

/* Who was told of a petition that was sealed afterwards has neither the notice nor a number that counts it. */
static void a_notice_that_is_not_shown_is_not_counted(void **state)
{
    struct scenario *s = *state;
    move_clock(s, "2026-02-03 14:20");
    as(s, NULL);
    post(s, "/public/submissions", OVER_THE_WEB);
    expect(s, 201);
    as(s, "demo-bureau");
    get(s, "/notices?unread=true");
    expect_size(s, "data", 1);
    turn_to(s, value(s, "data.0.case_id"));
    get(s, "/sessions/current");
    expect_int(s, "unread_notices", 1);
    acts(s, "demo-sealed", "seal", "{'unit':'@unit:qingwan'}");
    as(s, "demo-bureau");
    get(s, "/notices?unread=true");
    expect_size(s, "data", 0);
    get(s, "/sessions/current");
    expect_int(s, "unread_notices", 0);
}

/* A number that nobody sees would be a gap: the ordinary ones follow each other, and its own tells no count. */
static void no_number_is_missing(void **state)
{
    struct scenario *s = *state;
    char before[40], sealed[40];
    move_clock(s, "2026-02-03 14:00");
    dispatched(s, "shiqiao", "前一件");
    snprintf(before, sizeof before, "%s", case_number(s));
    a_letter_comes_in(s);
    snprintf(sealed, sizeof sealed, "%s", case_number(s));
    dispatched(s, "shiqiao", "后一件");
    const char *end = before + strlen(before) - 6;
    assert_int_equal(strtol(case_number(s) + strlen(case_number(s)) - 6, NULL, 10), strtol(end, NULL, 10) + 1);
    assert_true(strtol(sealed + strlen(sealed) - 6, NULL, 10) >= 500000);
    as(s, "demo-admin");
    put(s, "/sequences/doc:xinfang:sealed_transfer:2026", "{'last':0}");
    expect_refused(s, 404, "not_found", NULL); /* as any name that stands for nothing: test_numbers.c */
}

/* Of the lane as a whole only figures are told: of quarters that are over, and none below five. */
static void figures_tell_of_no_case(void **state)
{
    struct scenario *s = *state;
    for (int i = 0; i < 4; i++) {
        a_letter_comes_in(s);
    }
    move_clock(s, "2026-04-02 09:00");
    as(s, "demo-sealed");
    submit(s, LETTER);
    expect(s, 201);
    as(s, "demo-leader");
    get(s, "/statistics/accusations?year=2026");
    expect_null(s, "data.1"); /* the second quarter goes on */
    expect_int(s, "data.0.quarter", 1);
    expect_null(s, "data.0.registered");
    move_clock(s, "2026-03-31 23:50");
    as(s, "demo-sealed");
    submit(s, LETTER);
    expect(s, 201);
    move_clock(s, "2026-07-01 09:00");
    as(s, "demo-leader");
    get(s, "/statistics/accusations?year=2026");
    expect_int(s, "data.1.quarter", 2);
    expect_int(s, "data.0.registered", 5);
    expect_null(s, "data.0.closed");
    expect_null(s, "data.1.registered");
    if (says(s, "XYZZY")) {
        fail_msg("a figure with words");
    }
    as(s, "demo-window");
    get(s, "/statistics/accusations?year=2026");
    expect(s, 403);
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
    /* Its journal is proved like any other, by a hash and without a word. */
    make_checkpoint(s);
    get(s, "/public/cases/%s/proof?code=%s", case_number(s), query_code(s));
    expect(s, 200);
    expect_text(s, "number", case_number(s));
    expect_int(s, "inclusion.checkpoint.heads", 16);
    assert_false(says(s, "XYZZY"));
}

/* Neither that there is a checkpoint nor how many leaves it has tells those who see every other case of one more. */
static void checkpoints_tell_of_no_case(void **state)
{
    struct scenario *s = *state;
    move_clock(s, "2026-02-03 14:00");
    as(s, "demo-window");
    submit(s, MIXED);
    make_checkpoint(s);
    get(s, "/public/checkpoints");
    int first = (int)json_array_size(scenario_find(s, "data"));
    assert_true(first > 0);
    a_letter_comes_in(s); /* at 14:20 */
    make_checkpoint(s);
    get(s, "/public/checkpoints");
    expect_size(s, "data", first);
    get(s, "/public/cases/%s/proof?code=%s", case_number(s), query_code(s));
    expect_null(s, "inclusion");
    /* It goes along with the next ordinary one, among leaves that stand for nothing; alone it waits for an hour. */
    as(s, "demo-sealed");
    post(s, "/cases/@case/reveal", "{'reason':'handling'}");
    move_clock(s, "2026-02-03 15:00");
    make_checkpoint(s);
    get(s, "/public/checkpoints");
    expect_size(s, "data", first + 1);
    expect_int(s, "data.0.heads", 16);
    get(s, "/public/cases/%s/proof?code=%s", case_number(s), query_code(s));
    expect_int(s, "inclusion.checkpoint.heads", 16);
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
    expect_pdf(s, "demo-sealed"); /* the watermark: who printed it */
    get(s, "/cases/@case/journal?limit=100");
    expect_text(s, "data[event=reveal].action", "event");
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

/* Whoever worked at the accused unit works at the one that came after it: both are left out. */
static void a_successor_is_left_out_too(void **state)
{
    struct scenario *s = *state;
    the_window_deals_with_accusations_too(s);
    a_letter_comes_in(s);
    acts(s, "demo-sealed", "name_accused", "{'unit':'@unit:zhujian'}");
    acts(s, "demo-sealed", "name_reader", "{'account':'@account:demo-window'}");
    as(s, "demo-admin");
    post(s, "/grants",
         "{'account_id':'@account:demo-window','role':'unit_handler','unit_id':'@unit:zhifa','scope':'unit'}");
    expect(s, 201);
    as(s, "demo-window");
    get(s, "/cases/@case");
    expect(s, 200);
    as(s, "demo-admin");
    post(s, "/units/@unit:zhujian/succession",
         "{'successor_id':'@unit:zhifa','from_on':'2026-02-03','basis':'县机构改革方案（稽委〔2026〕3号）'}");
    expect(s, 201);
    as(s, "demo-window");
    get(s, "/cases/@case");
    expect(s, 404);
    as(s, "demo-sealed");
    act(s, "name_reader", "{'account':'@account:demo-window'}");
    expect_refused(s, 409, "reader_fits", "/fields/account");
}

/* What is no accusation after all is unsealed by two people, and goes the ordinary way with its time counted from the receipt. */
static void two_people_unseal(void **state)
{
    struct scenario *s = *state;
    char body[200];
    the_window_deals_with_accusations_too(s);
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

/* One letter, two ways: the road goes to the town, the accusation to whom it names, and the town's file holds no word of it. */
static void an_appeal_carries_no_accusation(void **state)
{
    struct scenario *s = *state;
    char number[64], code[64], path[80];
    move_clock(s, "2026-02-03 14:20");
    as(s, "demo-window");
    submit(s, MIXED);
    expect(s, 201);
    snprintf(number, sizeof number, "%s", case_number(s));
    snprintf(code, sizeof code, "%s", query_code(s));
    as(s, "demo-bureau");
    act(s, "reword", "{'request':'请修路','accusation':'" MARKER "请求','demand':'@demand:2','unit':'@unit:qingwan'}");
    expect_refused(s, 409, "accusation_by_officer", "/fields/accusation");
    acts(s, "demo-sealed", "reword",
         "{'request':'请修路','accusation':'" MARKER "请求','demand':'@demand:2','unit':'@unit:qingwan'}");
    acts(s, "demo-bureau", "screen", "{'class_code':'0304','urgency':'normal'}");
    acts(s, "demo-bureau", "dispatch", "{'to_unit':'@unit:qingwan','kind':'transfer'}");
    static const char *const people[] = {"demo-bay", "demo-bay-head", "demo-bureau", "demo-bureau-head", "demo-leader"};
    static const char *const parts[] = {"", "/journal", "/submissions", "/links", "/documents", "/dispatches"};
    for (size_t p = 0; p < sizeof people / sizeof people[0]; p++) {
        for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
            as(s, people[p]);
            get(s, "/cases/@case%s", parts[i]);
            if (says(s, "XYZZY") || says(s, "检举") || says(s, "-M1")) {
                fail_msg("%s learns of it by %s", people[p], parts[i]);
            }
        }
        get(s, "/cases?open=any&limit=100");
        if (says(s, "-M1")) {
            fail_msg("%s finds it in the list", people[p]);
        }
    }
    as(s, "demo-bay");
    get(s, "/cases/@case");
    expect_text(s, "request", "请修路");
    expect_size(s, "demands", 1);
    as(s, "demo-sealed");
    get(s, "/cases?lane=B&open=any");
    expect_size(s, "data", 1);
    snprintf(path, sizeof path, "/cases/%s/reveal", value(s, "data.0.id"));
    post(s, path, "{'reason':'handling'}");
    expect_text(s, "content.request", MARKER "请求");
    expect_text(s, "content.demands.0", MARKER "诉求");
    as(s, NULL); /* whoever wrote it follows both with one code */
    get(s, "/public/cases/%s?code=%s", number, code);
    expect_size(s, "parts", 1);
    expect_text(s, "parts.0.state_title_zh", "已登记");
    const char *folder = stop_server(s);
    char command[400];
    /* What the log of writes still tells goes with its next round; the last one out empties it. */
    struct sql_db *db;
    snprintf(command, sizeof command, "%s/petitiond.db", folder);
    assert_int_equal(sql_open(command, SQL_WRITER, &db), RC_OK);
    sql_close(db);
    snprintf(command, sizeof command, "grep -rqa XYZZY '%s'", folder);
    if (system(command) == 0) {
        fail_msg("the disk still holds the words in clear");
    }
}

/* Found out after it was sent: the unit that it is against sees it no more; and where its words have spread, the whole is sealed. */
static void what_was_sent_comes_back(void **state)
{
    struct scenario *s = *state;
    move_clock(s, "2026-02-03 14:20");
    as(s, "demo-window");
    submit(s, MIXED);
    expect(s, 201);
    acts(s, "demo-window", "contact",
         "{'on':'2026-02-03','method':'visit','spoke_with':'本人','content':'" MARKER "','reached':true}");
    as(s, "demo-sealed");
    act(s, "reword", "{'request':'请修路','accusation':'" MARKER "','demand':'@demand:2'}");
    expect_refused(s, 409, "words_not_spread", "/fields/accusation");
    acts(s, "demo-bureau", "screen", "{'class_code':'0304','urgency':'normal'}");
    acts(s, "demo-bureau", "dispatch", "{'to_unit':'@unit:qingwan','kind':'transfer'}");
    as(s, "demo-bay");
    get(s, "/cases/@case");
    expect(s, 200);
    acts(s, "demo-sealed", "seal", "{'unit':'@unit:qingwan'}");
    expect_text(s, "holder_unit_name", "稽江县信访局");
    expect_text(s, "deadlines[clock=C1].status", "running");
    nothing_is_said(s, "demo-bay", "/cases?open=any&limit=100");
    nothing_is_said(s, "demo-bay", "/notices");
    get(s, "/cases/@case/contacts");
    expect(s, 404);
    acts(s, "demo-sealed", "hand_over",
         "{'body':'县纪委县监委信访举报室','handed_on':'2026-02-03','way':'confidential_mail','pieces':1}");
}

/* A unit that receives one gives it to the bureau, where it is sealed. */
static void a_unit_gives_it_to_the_bureau(void **state)
{
    struct scenario *s = *state;
    move_clock(s, "2026-02-03 14:20");
    as(s, "demo-bay");
    submit(s, MIXED);
    expect(s, 201);
    acts(s, "demo-bay", "give_to_bureau", "{}");
    expect_text(s, "holder_unit_name", "稽江县信访局");
    acts(s, "demo-sealed", "seal", "{'unit':'@unit:qingwan'}");
    as(s, "demo-bay");
    get(s, "/cases/@case");
    expect(s, 404);
}

/* All of it is an accusation, which nobody saw at the window. */
static void a_petition_is_sealed_whole(void **state)
{
    struct scenario *s = *state;
    move_clock(s, "2026-02-03 14:20");
    as(s, "demo-window");
    submit(s, MIXED);
    expect(s, 201);
    as(s, "demo-bureau");
    act(s, "seal", "{'unit':'@unit:qingwan'}");
    expect_refused(s, 403, "role_missing", NULL);
    as(s, "demo-sealed");
    get(s, "/cases/@case");
    expect(s, 200);
    acts(s, "demo-sealed", "seal", "{'unit':'@unit:qingwan'}");
    expect_text(s, "lane", "B");
    expect_text(s, "deadlines[clock=C1].due_on", "2026-02-18");
    static const char *const people[] = {"demo-bay", "demo-bureau", "demo-bureau-head", "demo-window", "demo-leader"};
    for (size_t p = 0; p < sizeof people / sizeof people[0]; p++) {
        as(s, people[p]);
        get(s, "/cases/@case");
        expect_refused(s, 404, "not_found", NULL);
        nothing_is_said(s, people[p], "/cases?open=any&limit=100");
        nothing_is_said(s, people[p], "/notices");
    }
    as(s, "demo-sealed");
    post(s, "/cases/@case/reveal", "{'reason':'handling'}");
    expect_text(s, "content.demands.1", MARKER "诉求");
    /* Nor do its words stay in the log of the store while the server runs. */
    char command[400];
    snprintf(command, sizeof command, "grep -qa " MARKER " '%s'/petitiond.db*", data_folder(s));
    assert_int_not_equal(system(command), 0);
    /* And what of it is an appeal after all gets a case of its own, which tells nothing of this one. */
    acts(s, "demo-sealed", "part_off", "{'title':'道路破损','request':'请修路','demand':'修复道路'}");
    as(s, "demo-bureau");
    get(s, "/cases?q=%s&open=any", "%E9%81%93%E8%B7%AF%E7%A0%B4%E6%8D%9F");
    expect_size(s, "data", 1);
    turn_to(s, value(s, "data.0.id"));
    get(s, "/cases/@case");
    expect_null(s, "parent_id");
    get(s, "/cases/@case/links");
    expect_size(s, "data", 0);
}

int main(void)
{
    const struct CMUnitTest stories[] = {
        STORY(nobody_else_learns_of_it),
        STORY(no_number_is_missing),
        STORY(a_notice_that_is_not_shown_is_not_counted),
        STORY(it_ends_with_the_role),
        STORY(an_answer_is_not_repeated),
        STORY(figures_tell_of_no_case),
        STORY(reading_is_an_act),
        STORY(checkpoints_tell_of_no_case),
        STORY(it_goes_to_the_discipline_body),
        STORY(the_accused_are_left_out),
        STORY(a_successor_is_left_out_too),
        STORY(two_people_unseal),
        STORY(an_appeal_carries_no_accusation),
        STORY(a_petition_is_sealed_whole),
        STORY(what_was_sent_comes_back),
        STORY(a_unit_gives_it_to_the_bureau),
        STORY(the_disk_has_no_word_of_it),
    };
    return STORIES(stories);
}

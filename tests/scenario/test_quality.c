/*
 * test_quality.c - an answer that is found wanting goes back, and a file that is complete goes to the archive.
 */
#include "support/scenario.h"

#define SHORT                                                                                                                            \
    "{'outcome':'explain','facts':'账目已在公开栏公示','basis':'村民委员会组织法第三十条','answers':[{'demand_id':" \
    "'@demand:1','outcome':'explain','answer':'账目已公示','basis':'村民委员会组织法第三十条'}]}"
#define RETURN                                                                                                                      \
    "{'request_clear':1,'facts_clear':1,'action_firm':0,'findings':'未逐项查明收支和承包款去向','again_due_on':'2026-" \
    "07-02'}"
#define CLOSE "{'closing_kind':'stage_only','thing_settled':false,'petitioner_accepts':'no','retention':'30'}"

static void the_village_books_are_asked_for(struct scenario *s)
{
    move_clock(s, "2026-04-13 10:05");
    dispatched(s, "shiqiao", "村账不清");
    move_clock(s, "2026-04-20 09:40");
    acts(s, "demo-town", "accept", "{'notice_method':'hand','proof':'签收','way':'60日内书面答复'}");
    acts(s, "demo-town", "assign_handler", "{'handler':'@account:demo-town','no_conflict':true}");
    move_clock(s, "2026-05-20 16:30");
    acts(s, "demo-town", "contact",
         "{'on':'2026-05-20','method':'visit','spoke_with':'郑某某','content':'听取意见','reached':true}");
    acts(s, "demo-town", "draft_opinion", SHORT);
    acts(s, "demo-town-head", "check", "{}");
    acts(s, "demo-town-head", "sign", "{}");
    acts(s, "demo-town", "deliver", "{'method':'hand','delivered_on':'2026-05-20','proof':'送达回证'}");
}

/* Art 34: an answer that was void has stopped nothing; the 60 days count from the acceptance that there was. */
static void a_poor_answer_goes_back(void **state)
{
    struct scenario *s = *state;
    the_village_books_are_asked_for(s);
    expect_clock(s, "C6", "2026-06-19", "met");
    move_clock(s, "2026-06-10 09:30");
    as(s, "demo-town-head");
    act(s, "return_for_quality", RETURN);
    expect_refused(s, 403, "role_missing", NULL);
    as(s, "demo-bureau");
    act(s, "return_for_quality",
        "{'request_clear':2,'facts_clear':2,'action_firm':2,'findings':'没有发现问题','again_due_on':'2026-07-02'}");
    expect_refused(s, 409, "something_wanting", "/fields/action_firm");
    acts(s, "demo-bureau", "return_for_quality", RETURN);
    expect_text(s, "state", "handling");
    expect_null(s, "outcome");
    expect_clock(s, "C6", "2026-06-19", "running");
    expect_clock(s, "Q1", "2026-07-02", "running");
    expect_clock(s, "C11", "2026-06-19", "cancelled");
    get(s, "/cases/@case/documents");
    expect_text(s, "data[type=handling_opinion].status", "withdrawn");
    expect_text(s, "data[type=quality_return].number", "稽信访〔2026〕督评字1号");

    acts(s, "demo-town-head", "extend",
         "{'days':30,'reason':'须重新测绘和审计','notice_method':'hand','proof':'延期告知书回证'}");
    expect_clock(s, "C6", "2026-07-19", "running");
    as(s, "demo-town");
    act(s, "draft_opinion", SHORT);
    expect_refused(s, 409, "redo_states_change", "/fields/changed");
    move_clock(s, "2026-06-29 15:20");
    acts(s, "demo-town", "draft_opinion",
         "{'outcome':'support','changed':'经审计逐项查明','facts':'实测比公示多11.6亩，承包款8.4万元未入账','basis':'"
         "村民委员会组织法第三十条','answers':[{'demand_id':'@demand:1','outcome':'support','answer':'"
         "追缴承包款8.4万元入账，补公示合同和五年收支明细','basis':'村集体经济组织财务管理办法'}]}");
    acts(s, "demo-town-head", "check", "{}");
    acts(s, "demo-town-head", "sign", "{}");
    move_clock(s, "2026-06-30 14:30");
    acts(s, "demo-town", "deliver", "{'method':'hand','delivered_on':'2026-06-30','proof':'送达回证7号'}");
    expect_clock(s, "Q1", "2026-07-02", "met");
    expect_clock(s, "C6", "2026-07-19", "met");
    expect_clock(s, "C11", "2026-07-30", "running"); /* the right to a review begins anew, Art 35 */
}

/* A case is history when nobody can still act on it; it goes to the archive as closed as it was, and comes back for new facts. */
static void a_complete_file_goes_to_the_archive(void **state)
{
    struct scenario *s = *state;
    the_village_books_are_asked_for(s);
    acts(s, "demo-town", "contact",
         "{'on':'2026-05-20','method':'visit','spoke_with':'郑某某','content':'解释答复','reached':true}");
    acts(s, "demo-bureau", "close", CLOSE);
    act(s, "archive", "{'archive_number':'2026-30-0007','retention':'30'}");
    expect_refused(s, 409, "all_clocks_ended", NULL); /* the review may still be asked for */
    live_until(s, "2026-06-22 09:00");
    acts(s, "demo-bureau", "archive", "{'archive_number':'2026-30-0007','retention':'30'}");
    expect_text(s, "state", "archived");
    expect_text(s, "closing.archive_number", "2026-30-0007");
    expect_text(s, "closing.closed_at", "2026-05-20T08:30:00.000Z");
    get(s, "/cases/@case/journal?limit=50");
    expect_text(s, "data[event=archive].changes[field=archive.documents].after", "3");
    acts(s, "demo-bureau", "reopen", "{'ground':'new_facts','reason':'发现新的合同'}");
    expect_text(s, "state", "handling");
    expect_null(s, "closing");
}

int main(void)
{
    const struct CMUnitTest stories[] = {
        STORY(a_poor_answer_goes_back),
        STORY(a_complete_file_goes_to_the_archive),
    };
    return STORIES(stories);
}

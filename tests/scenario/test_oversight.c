/*
 * test_oversight.c - what a supervisor demands is answered, and what petitioners say is kept as they said it.
 */
#include "support/scenario.h"

#include <stdio.h>
#include <string.h>

#define OPINION                                                                                                               \
    "{'outcome':'explain','facts':'现场查看属实','basis':'租赁合同','answers':[{'demand_id':'@demand:1','outcome':" \
    "'explain','answer':'已列入年度维修计划','basis':'租赁合同第四条'}]}"

static void answered(struct scenario *s)
{
    move_clock(s, "2026-03-02 09:00");
    in_handling(s, "zhujian", "demo-housing-intake", "demo-housing", "保障房渗漏");
    acts(s, "demo-housing", "draft_opinion", OPINION);
    acts(s, "demo-housing-legal", "check", "{}");
    acts(s, "demo-housing-head", "sign", "{}");
    acts(s, "demo-housing", "deliver", "{'method':'hand','delivered_on':'2026-03-02','proof':'送达回证'}");
}

/* Decided without a word with the petitioner: a machine finds it, a person asks, the unit answers in writing. */
static void a_supervision_is_answered_and_judged(void **state)
{
    struct scenario *s = *state;
    answered(s);
    as(s, "demo-bureau-head");
    get(s, "/cases/@case/supervision");
    expect_text(s, "found.0.trigger", "no_contact");
    get(s, "/cases/@case");
    expect_int(s, "is_supervised", 1);
    acts(s, "demo-bureau-head", "supervise",
         "{'measure':'letter','problem':'出具意见前未与信访人联系','article':'条例第四十条','demand':'当面向信访人说明'"
         ",'reply_due_on':"
         "'2026-03-09'}");
    expect_clock(s, "V1", "2026-03-09", "running");
    act(s, "answer_supervision", "{'number':1,'answer':'已当面说明'}");
    expect_refused(s, 403, "role_missing", NULL);
    as(s, "demo-housing");
    act(s, "answer_supervision", "{'number':2,'answer':'已当面说明'}");
    expect_refused(s, 422, "no_supervision", "/fields/number");
    acts(s, "demo-housing", "answer_supervision", "{'number':1,'answer':'已打电话说明'}");
    expect_clock(s, "V1", "2026-03-09", "met");
    move_clock(s, "2026-03-03 09:00");
    as(s, "demo-bureau-head");
    act(s, "judge_supervision", "{'number':1,'accepted':false}");
    expect_refused(s, 422, "field_required", NULL);
    acts(s, "demo-bureau-head", "judge_supervision",
         "{'number':1,'accepted':false,'reason':'要求当面说明','reply_due_on':'2026-03-16'}");
    expect_clock(s, "V1", "2026-03-16", "running");
    acts(s, "demo-housing", "answer_supervision", "{'number':1,'answer':'03-10已上门当面说明'}");
    acts(s, "demo-bureau-head", "judge_supervision", "{'number':1,'accepted':true}");
    get(s, "/cases/@case/supervision");
    expect_text(s, "measures.0.status", "accepted");
    expect_text(s, "found.0.status", "closed");
    get(s, "/cases/@case");
    expect_int(s, "is_supervised", 0);
    get(s, "/cases/@case/documents");
    expect_text(s, "data[type=supervision_letter].number", "稽信访〔2026〕督字1号");
}

/* The petitioner rates with number and code, both targets, may change it in time, and silence stays silence. */
static void petitioners_rate_without_an_account(void **state)
{
    struct scenario *s = *state;
    char path[120];
    char body[300];
    move_clock(s, "2026-03-02 09:00");
    as(s, "demo-window");
    submit(s,
           "{'channel':'letter','purpose':'relief','title':'保障房渗漏','request':'维修','demands':[{'text':'维修'}],"
           "'class_code':'0309','persons':[{'role':'petitioner','kind':'natural','name':'钱某某'}]}");
    snprintf(path, sizeof path, "/public/cases/%s/ratings", case_number(s));
    snprintf(body, sizeof body,
             "{'code':'%s','target':'unit','value':'dissatisfied','reason':'result','comment':'没有修'}",
             query_code(s));
    as(s, NULL);
    post(s, path, body);
    expect_refused(s, 409, "not_from_here", NULL); /* nothing was answered yet */
    acts(s, "demo-bureau", "screen", "{'class_code':'0309','urgency':'normal'}");
    acts(s, "demo-bureau", "dispatch", "{'to_unit':'@unit:zhujian','kind':'transfer'}");
    acts(s, "demo-housing-intake", "accept", "{'notice_method':'hand','proof':'签收','way':'按信访程序办理'}");
    acts(s, "demo-housing-intake", "assign_handler", "{'handler':'@account:demo-housing','no_conflict':true}");
    acts(s, "demo-housing", "contact",
         "{'on':'2026-03-02','method':'phone','spoke_with':'钱某某','content':'说明情况','reached':true}");
    acts(s, "demo-housing", "draft_opinion", OPINION);
    acts(s, "demo-housing-legal", "check", "{}");
    acts(s, "demo-housing-head", "sign", "{}");
    acts(s, "demo-housing", "deliver", "{'method':'hand','delivered_on':'2026-03-02','proof':'送达回证'}");
    expect_clock(s, "C19", "2026-04-01", "running");
    as(s, "demo-bureau");
    get(s, "/cases/@case/ratings");
    expect_text(s, "state", "open");
    expect_size(s, "invitations", 1);
    expect_text(s, "invitations.0.until", "2026-04-01");
    as(s, NULL);
    post(s, path, "{'code':'AAAA-BBBB-CCCC-DDDD','target':'unit','value':'satisfied'}");
    expect_refused(s, 404, "number_or_code", NULL);
    post(s, path, body);
    expect(s, 200);
    as(s, "demo-bureau");
    get(s, "/cases/@case/supervision");
    expect_text(s, "found[trigger=dissatisfied].status", "open"); /* a third person calls back */
    expect_clock(s, "V2", "2026-03-09", "running");
    as(s, "demo-bureau");
    acts(s, "demo-bureau", "record_callback",
         "{'on':'2026-03-02','spoke_with':'钱某某','result':'not_reached','content':'无人接听'}");
    expect_clock(s, "V2", "2026-03-09", "running"); /* trying is not reaching */
    acts(s, "demo-bureau", "record_callback",
         "{'on':'2026-03-02','spoke_with':'钱某某','result':'contradicts','content':'信访人称无人上门'}");
    get(s, "/cases/@case/supervision");
    expect_text(s, "found[trigger=callback].status", "open");
    expect_clock(s, "V2", "2026-03-09", "met");
    move_clock(s, "2026-03-20 09:00");
    as(s, NULL);
    snprintf(body, sizeof body, "{'code':'%s','target':'unit','value':'basically'}", query_code(s));
    post(s, path, body);
    expect(s, 200);
    as(s, "demo-bureau");
    get(s, "/cases/@case/ratings");
    expect_text(s, "state", "partly_rated"); /* the unit, and not yet the bureau */
    expect_size(s, "data", 2);
    expect_int(s, "data[value=dissatisfied].is_current", 0);
    expect_text(s, "data[is_current=true].value", "basically");
    act(s, "record_rating", "{'target':'bureau','value':'satisfied','via':'call'}");
    expect_refused(s, 422, "field_required", "/fields/reference"); /* nobody rates for the petitioner */
    act(s, "record_rating", "{'target':'unit','value':'satisfied','via':'call','reference':'录音2026-0320'}");
    expect_refused(s, 409, "not_rated_by_petitioner", "/fields/target"); /* nor over what they said themselves */
    acts(s, "demo-bureau", "record_rating",
         "{'target':'bureau','value':'satisfied','via':'call','reference':'录音2026-0321'}");
    get(s, "/cases/@case/ratings");
    expect_text(s, "state", "rated");
    expect_clock(s, "C19", "2026-04-01", "met");
    as(s, NULL);
    post(s, path, body); /* and may be changed until its last day */
    expect(s, 200);
    as(s, "demo-housing");
    act(s, "record_rating", "{'target':'unit','value':'satisfied','via':'call','reference':'录音2026-0322'}");
    expect_refused(s, 403, "role_missing", NULL); /* least of all the unit that is rated */
    move_clock(s, "2026-04-02 09:00");
    as(s, NULL);
    post(s, path, body);
    expect_refused(s, 409, "rating_open", NULL);
}

static void not_rated_is_never_satisfied(void **state)
{
    struct scenario *s = *state;
    answered(s);
    move_clock(s, "2026-04-02 09:00");
    as(s, "demo-bureau");
    get(s, "/cases/@case/ratings");
    expect_text(s, "state", "not_rated");
    expect_size(s, "data", 0);
    as(s, "demo-housing"); /* who did not rate is no matter of the unit that would be rated */
    get(s, "/cases/@case/ratings");
    expect_text(s, "state", "none");
}

int main(void)
{
    const struct CMUnitTest stories[] = {STORY(a_supervision_is_answered_and_judged),
                                         STORY(petitioners_rate_without_an_account),
                                         STORY(not_rated_is_never_satisfied)};
    return STORIES(stories);
}

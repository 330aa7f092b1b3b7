/*
 * test_dead_end_road.c - the dead-end road: from a call on the hotline to a case that is closed because it is solved.
 *
 * Every date and figure is that of the recorded case. The petitioner follows it with number and code all the way.
 */
#include "support/scenario.h"

#include <stdio.h>

static void petitioner_sees(struct scenario *s, const char *state, const char *promised_on, int steps, int documents)
{
    as(s, NULL);
    get(s, "/public/cases/%s?code=%s", case_number(s), query_code(s));
    expect(s, 200);
    expect_text(s, "state", state);
    if (promised_on != NULL) {
        expect_text(s, "promised_on", promised_on);
    } else {
        expect_null(s, "promised_on");
    }
    expect_size(s, "steps", steps);
    expect_size(s, "documents", documents);
}

static void it_is_registered(struct scenario *s)
{
    move_clock(s, "2026-03-09 09:12");
    as(s, "demo-admin");
    put(s, "/sequences/case:999901-2026-W", "{'last':100}");
    expect(s, 200);
    as(s, "demo-window");
    submit(s, "{'channel':'web','source_platform':'12345','external_number':'12345-20260309-0417','purpose':'relief',"
              "'title':'枫林苑小区东门断头路占道停车',"
              "'request':'整治路两侧24小时占道停车，保证消防通道；解决小区停车难',"
              "'facts':'小区东门外是断头路，两侧全天停车，会车困难，消防车进不来',"
              "'demands':[{'text':'整治路两侧24小时占道停车，保证消防通道'},{'text':'解决小区停车难'}],"
              "'class_code':'0309','place_unit_id':'@unit:fenglin','people_count':1,"
              "'persons':[{'role':'petitioner','kind':'natural','name':'沈某某','phone':'199****0101',"
              "'address':'白塔街道枫林苑3幢','contact_preference':'sms'}]}");
    expect(s, 201);
    expect_text(s, "receipt.number", "999901-2026-W-000101");
    expect_text(s, "receipt.unit_phone", "0575-0000-0001");
    expect_text(s, "receipt.expected[clock=C1].due_on", "2026-03-24");
    expect_text(s, "case.state", "registered");
    expect_text(s, "case.petitioner", "沈**");
    expect_text(s, "case.registered_at", "2026-03-09T01:12:00.000Z");
    expect_int(s, "case.people_count", 1);
    expect_clock(s, "C1", "2026-03-24", "running");
    petitioner_sees(s, "registered", "2026-03-24", 1, 0);
}

static void it_reaches_the_housing_bureau(struct scenario *s)
{
    move_clock(s, "2026-03-10 09:20");
    acts(s, "demo-bureau", "screen", "{'class_code':'0309','urgency':'normal'}");
    acts(s, "demo-bureau", "dispatch",
         "{'to_unit':'@unit:zhujian','kind':'transfer','basis':'市政道路和停车设施建设管理职责'}");
    expect_text(s, "holder_unit_name", "县住房和城乡建设局");
    expect_clock(s, "C1", "2026-03-24", "met");
    expect_clock(s, "C3", "2026-03-25", "running");
    expect_clock(s, "C4", "2026-03-17", "running");
    petitioner_sees(s, "dispatched", "2026-03-25", 2, 0);

    acts(s, "demo-housing-intake", "accept",
         "{'notice_method':'sms','proof':'短信平台发送记录','way':'由县住建局牵头办理，60日内书面答复'}");
    expect_text(s, "accepted_at", "2026-03-10T01:20:00.000Z");
    expect_clock(s, "C3", "2026-03-25", "met");
    expect_clock(s, "C4", "2026-03-17", "cancelled");
    expect_clock(s, "C6", "2026-05-09", "running");
    petitioner_sees(s, "accepted", "2026-05-09", 3, 1);
    expect_text(s, "documents.0.number", "稽建〔2026〕受字1号");
    expect_text(s, "documents.0.delivered_on", "2026-03-10");
    acts(s, "demo-housing-intake", "assign_handler", "{'handler':'@account:demo-housing','no_conflict':true}");
    expect_text(s, "handler_name", "钱某");
}

static void it_is_handled(struct scenario *s)
{
    move_clock(s, "2026-03-11 10:10");
    as(s, "demo-housing");
    act(s, "contact", "{'on':'1999-03-11','method':'phone','spoke_with':'沈某某','content':'核实诉求','reached':true}");
    expect_refused(s, 422, "date_too_early", "/fields/on"); /* before the matter came in */
    acts(s, "demo-housing", "contact",
         "{'on':'2026-03-11','method':'phone','spoke_with':'沈某某','content':'核实诉求','reached':true}");
    move_clock(s, "2026-03-12 15:30");
    acts(s, "demo-housing", "contact",
         "{'on':'2026-03-12','method':'home_visit','spoke_with':'沈某某及社区','content':'"
         "多部门现场踏勘，形成《踏勘纪要》',"
         "'reached':true}");
    move_clock(s, "2026-03-13 16:40");
    acts(s, "demo-housing", "draft_opinion",
         "{'outcome':'support','facts':'两侧全天停放机动车，影响消防车通过，情况属实','basis':'"
         "《道路交通安全法》第五十六条',"
         "'answers':[{'demand_id':'@demand:1','outcome':'support','answer':'清理违停，划设禁停标线',"
         "'basis':'《道路交通安全法》第五十六条'},{'demand_id':'@demand:2','outcome':'support','answer':'"
         "附近施划24个车位',"
         "'basis':'《城市道路管理条例》第二十七条'}]}");
    expect_text(s, "state", "drafted");
    petitioner_sees(s, "drafted", "2026-05-09", 3, 1);
}

static void the_opinion_is_delivered(struct scenario *s)
{
    move_clock(s, "2026-03-16 09:05");
    acts(s, "demo-housing-legal", "check", "{}");
    acts(s, "demo-housing-head", "sign", "{}");
    expect_clock(s, "C6", "2026-05-09", "met");
    expect_clock(s, "P1", "2026-03-23", "running");
    move_clock(s, "2026-03-16 10:20");
    acts(s, "demo-housing", "deliver",
         "{'method':'hand','delivered_on':'2026-03-16','receiver':'沈某某','proof':'送达回证18号'}");
    expect_text(s, "state", "delivered");
    expect_clock(s, "P1", "2026-03-23", "met");
    expect_clock(s, "C11", "2026-04-15", "running");
    petitioner_sees(s, "delivered", NULL, 5, 2);
    expect_text(s, "documents[type=handling_opinion].number", "稽建〔2026〕处字1号");
    expect_text(s, "documents[type=handling_opinion].delivered_on", "2026-03-16");
    expect_text(s, "rights[clock=C11].until", "2026-04-15");
}

static void it_is_carried_out_and_closed(struct scenario *s)
{
    acts(s, "demo-housing", "plan_execution", "{'promised_on':'2026-03-16','plan':'清理违停并施划24个车位'}");
    expect_clock(s, "P2", "2026-03-16", "running");
    as(s, "demo-bureau");
    act(s, "close",
        "{'closing_kind':'solved_executed','thing_settled':true,'petitioner_accepts':'yes','retention':'10'}");
    expect_refused(s, 409, "not_from_here", NULL);
    move_clock(s, "2026-03-16 15:30");
    acts(s, "demo-housing", "record_execution",
         "{'done_on':'2026-03-16','proof':'施工照片6张（附坐标）','result':'24个车位已启用，信访人确认'}");
    as(s, "demo-bureau");
    act(s, "close",
        "{'closing_kind':'solved_executed','thing_settled':true,'petitioner_accepts':'yes','retention':'10'}");
    expect_refused(s, 409, "loops_complete", NULL); /* nobody has told the petitioner yet */
    get(s, "/cases/@case/completeness");
    expect_size(s, "data", 8);
    expect_text(s, "data[key=answer_delivered].state", "holds");
    expect_text(s, "data[key=answer_explained].state", "missing");
    expect_text(s, "data[key=answer_explained].loop", "service");
    acts(s, "demo-housing", "contact",
         "{'on':'2026-03-16','method':'visit','spoke_with':'沈某某','content':'现场说明处理意见','reached':true}");
    move_clock(s, "2026-03-16 16:50");
    acts(s, "demo-bureau", "close",
         "{'closing_kind':'solved_executed','thing_settled':true,'petitioner_accepts':'yes','retention':'10'}");
    expect_text(s, "state", "closed");
    expect_text(s, "outcome", "support");
    expect_text(s, "closing.kind", "solved_executed");
    expect_int(s, "closing.thing_settled", 1);
    expect_text(s, "closing.petitioner_accepts", "yes");
    expect_text(s, "closing.closed_at", "2026-03-16T08:50:00.000Z");
    expect_int(s, "elapsed_days", 7);
    expect_null(s, "due_on");
    petitioner_sees(s, "closed", NULL, 8, 2);
    expect_text(s, "closed_at", "2026-03-16T08:50:00.000Z");
}

/* What is on file afterwards. */
static void nothing_is_missing_from_the_file(struct scenario *s)
{
    static const char *const events[] = {"screen",         "dispatch",         "accept",  "assign_handler", "contact",
                                         "contact",        "draft_opinion",    "check",   "sign",           "deliver",
                                         "plan_execution", "record_execution", "contact", "close"};
    char path[48];
    as(s, "demo-bureau");
    get(s, "/cases/@case/journal?limit=50");
    expect(s, 200);
    expect_size(s, "data", 15);
    expect_text(s, "data.0.action", "register");
    expect_text(s, "data.0.actor_name", "沈某");
    for (int i = 0; i < 14; i++) {
        snprintf(path, sizeof path, "data.%d.event", i + 1);
        expect_text(s, path, events[i]);
    }
    get(s, "/cases/@case/documents");
    expect(s, 200);
    expect_size(s, "data", 3);
    expect_text(s, "data[type=transfer_letter].number", "稽信访〔2026〕转字1号");
    expect_text(s, "data[type=handling_opinion].author_name", "钱某");
    expect_text(s, "data[type=handling_opinion].signer_name", "冯某");
    expect_text(s, "data[type=handling_opinion].status", "delivered");
    get(s, "/cases/@case/deliveries");
    expect(s, 200);
    expect_size(s, "data", 2);
    expect_text(s, "data[document_type=handling_opinion].receiver", "沈某某");
    get(s, "/cases/@case/dispatches");
    expect(s, 200);
    expect_size(s, "data", 1);
    expect_text(s, "data.0.status", "closed");
    get(s, "/cases/@case/contacts");
    expect(s, 200);
    expect_size(s, "data", 3);
}

static void dead_end_road_ends_closed(void **state)
{
    struct scenario *s = *state;
    it_is_registered(s);
    it_reaches_the_housing_bureau(s);
    it_is_handled(s);
    the_opinion_is_delivered(s);
    it_is_carried_out_and_closed(s);
    nothing_is_missing_from_the_file(s);
}

int main(void)
{
    const struct CMUnitTest stories[] = {STORY(dead_end_road_ends_closed)};
    return STORIES(stories);
}

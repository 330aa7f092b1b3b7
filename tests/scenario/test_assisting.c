/*
 * test_assisting.c - a dead-end road: housing leads, enforcement and the eco office help, each with a task and a day of its own;
 * and an assignment whose report is returned once before the sender accepts it.
 *
 * One unit leads and the others assist; the opinion waits for them (Regulation Arts 5 and 22). The feedback on an assignment is
 * in time when the report that is accepted was filed in time (Art 22 paragraph 1 (3)).
 */
#include "support/scenario.h"

#include <stdio.h>

#define OPINION                                                                                                                \
    "{'outcome':'explain','facts':'经现场核实属实','basis':'《城市道路管理条例》第二十七条','answers':[" \
    "{'demand_id':'@demand:1','outcome':'explain','answer':'已列入计划','basis':'《城市道路管理条例》第二十七条'}]}"

#define ENFORCE "{'to_unit':'@unit:zhifa','task':'清理两侧违停','assist_due_on':'2026-03-12'}"

static void road_is_led_by_housing(struct scenario *s)
{
    move_clock(s, "2026-03-09 09:00");
    in_handling(s, "zhujian", "demo-housing-intake", "demo-housing", "断头路占道停车");
}

static void the_opinion_waits_for_the_others(void **state)
{
    struct scenario *s = *state;
    road_is_led_by_housing(s);
    as(s, "demo-enforce");
    get(s, "/cases/@case");
    expect(s, 404); /* not their matter yet */

    move_clock(s, "2026-03-09 10:00");
    acts(s, "demo-bureau", "add_assisting", ENFORCE);
    move_clock(s, "2026-03-09 10:30");
    acts(s, "demo-housing", "add_assisting",
         "{'to_unit':'@unit:shengtai','task':'核对噪声','assist_due_on':'2026-03-20'}");
    assert_int_equal(notices(s, "demo-enforce", "协办"), 1);
    as(s, "demo-enforce");
    get(s, "/cases/@case/dispatches");
    expect(s, 200);
    expect_size(s, "data", 3);
    expect_text(s, "data.1.part", "assisting");
    expect_text(s, "data.1.note", "清理两侧违停");
    expect_text(s, "data.1.feedback_due_on", "2026-03-12");
    /* The leading unit stays the same. */
    get(s, "/cases/@case");
    expect_text(s, "holder_unit_name", "县住房和城乡建设局");

    as(s, "demo-housing");
    act(s, "draft_opinion", OPINION);
    expect_refused(s, 409, "assisting_answered", NULL);
    acts(s, "demo-enforce", "assist_answer", "{'answer':'两侧违停已清理，设置禁停标线'}");
    /* The other task goes on: its clock is not that of enforcement. */
    expect_clock(s, "A1", "2026-03-20", "running");
    as(s, "demo-bureau");
    get(s, "/cases/@case/deadlines");
    expect_text(s, "data[due_on=2026-03-12].status", "met");
    as(s, "demo-housing");
    act(s, "draft_opinion", OPINION);
    expect_refused(s, 409, "assisting_answered", NULL);

    act(s, "close_assisting", "{'unit':'@unit:shengtai'}");
    expect_refused(s, 422, "field_required", "/fields/reason");
    acts(s, "demo-housing", "close_assisting", "{'unit':'@unit:shengtai','reason':'噪声不在诉求之内'}");
    expect_clock(s, "A1", "2026-03-20", "met");
    acts(s, "demo-housing", "draft_opinion", OPINION);
    get(s, "/cases/@case/dispatches");
    expect_text(s, "data.1.status", "closed");
    expect_text(s, "data.1.report", "两侧违停已清理，设置禁停标线");
    expect_null(s, "data.2.report");
    expect_text(s, "data.2.closing_reason", "噪声不在诉求之内");
}

static void tasks_are_refused_with_reasons(void **state)
{
    struct scenario *s = *state;
    road_is_led_by_housing(s);
    as(s, "demo-bureau");
    act(s, "add_assisting", "{'to_unit':'@unit:zhujian','task':'清理两侧违停','assist_due_on':'2026-03-12'}");
    expect_refused(s, 409, "task_is_new", "/fields/to_unit"); /* it leads */
    act(s, "add_assisting", "{'to_unit':'@unit:fenglin','task':'清理两侧违停','assist_due_on':'2026-03-12'}");
    expect_refused(s, 409, "unit_in_being", "/fields/to_unit"); /* may not handle cases */
    act(s, "add_assisting", "{'to_unit':'@unit:zhifa','task':'清理两侧违停','assist_due_on':'2026-03-09'}");
    expect_refused(s, 422, "date_past", "/fields/assist_due_on");
    act(s, "close_assisting", "{'unit':'@unit:zhifa','reason':'不再需要'}");
    expect_refused(s, 403, "role_missing", NULL);
    acts(s, "demo-bureau", "add_assisting", ENFORCE);
    act(s, "add_assisting", ENFORCE);
    expect_refused(s, 409, "task_is_new", "/fields/to_unit"); /* one open task at a time */
    act(s, "assist_answer", "{'answer':'代为答复'}");
    expect_refused(s, 403, "role_missing", NULL); /* not the bureau's task */
    as(s, "demo-housing");
    act(s, "close_assisting", "{'unit':'@unit:shengtai','reason':'不再需要'}");
    expect_refused(s, 409, "task_is_open", "/fields/unit");
}

/* A late answer goes up the ladder of the unit that was asked, not of the one that leads. */
static void a_late_answer_climbs_its_own_ladder(void **state)
{
    struct scenario *s = *state;
    road_is_led_by_housing(s);
    acts(s, "demo-bureau", "add_assisting", ENFORCE);
    live_until(s, "2026-03-13 01:00");
    assert_int_equal(notices(s, "demo-enforce", "协办答复"), 2); /* a day before, and when it was over */
    acts(s, "demo-enforce", "assist_answer", "{'answer':'两侧违停已清理'}");
    expect_clock(s, "A1", "2026-03-12", "late");
    as(s, "demo-bureau");
    get(s, "/cases/@case");
    expect_int(s, "is_supervised", 1);
}

static void a_withdrawn_case_asks_nobody(void **state)
{
    struct scenario *s = *state;
    road_is_led_by_housing(s);
    move_clock(s, "2026-03-09 10:00");
    acts(s, "demo-bureau", "add_assisting", ENFORCE);
    acts(s, "demo-housing", "withdraw", "{'statement':'书面撤回 2026-3号'}");
    expect_clock(s, "A1", "2026-03-12", "cancelled");
    as(s, "demo-bureau");
    get(s, "/cases/@case/dispatches");
    expect_text(s, "data.1.status", "closed");
}

static void assigned(struct scenario *s)
{
    move_clock(s, "2026-03-09 09:00");
    as(s, "demo-window");
    submit(
        s,
        "{'channel':'visit','purpose':'relief','title':'保障房渗漏','request':'修缮','demands':[{'text':'修缮屋面'}],"
        "'class_code':'0309','persons':[{'role':'petitioner','kind':'natural','name':'钱某某'}],"
        "'oral_record':{'text':'屋面漏水','read_back':true,'confirmed_by':'signature'}}");
    expect(s, 201);
    acts(s, "demo-bureau", "screen", "{'class_code':'0309','urgency':'urgent'}");
    acts(s, "demo-bureau", "report_by_phone", "{'recipients':'县政府值班室','text':'保障房渗漏，可能危及电路'}");
    acts(s, "demo-bureau", "report_in_writing", "{'recipients':'县政府','text':'保障房渗漏，可能危及电路'}");
    acts(s, "demo-bureau", "dispatch",
         "{'to_unit':'@unit:zhujian','kind':'assignment','feedback_due_on':'2026-04-10'}");
    acts(s, "demo-housing-intake", "accept", "{'notice_method':'hand','proof':'签收','way':'按信访程序办理'}");
    acts(s, "demo-housing-intake", "assign_handler", "{'handler':'@account:demo-housing','no_conflict':true}");
}

/* A report is accepted once the petitioner has the answer that it reports on. */
static void answered(struct scenario *s, const char *on)
{
    char delivery[200];
    snprintf(delivery, sizeof delivery,
             "{'on':'%s','method':'phone','spoke_with':'本人','content':'说明修缮情况','reached':true}", on);
    acts(s, "demo-housing", "contact", delivery);
    acts(s, "demo-housing", "draft_opinion", OPINION);
    acts(s, "demo-housing-legal", "check", "{}");
    acts(s, "demo-housing-head", "sign", "{}");
    snprintf(delivery, sizeof delivery, "{'method':'hand','delivered_on':'%s','proof':'送达回证'}", on);
    acts(s, "demo-housing", "deliver", delivery);
}

static void a_report_is_returned_and_then_accepted(void **state)
{
    struct scenario *s = *state;
    assigned(s);
    expect_clock(s, "C5", "2026-04-10", "running");
    as(s, "demo-bureau");
    get(s, "/cases/@case/dispatches");
    expect_text(s, "data.0.urgency", "urgent");

    move_clock(s, "2026-04-02 10:00");
    acts(s, "demo-housing", "report_completion", "{'report':'已派人查看，正在办理'}");
    expect_clock(s, "C5", "2026-04-10", "running");  /* filed is not yet accepted */
    expect_clock(s, "C5b", "2026-04-10", "running"); /* five working days; 2026-04-06 is the Qingming holiday */
    as(s, "demo-housing");
    act(s, "report_completion", "{'report':'再次提交同一报告'}");
    expect_refused(s, 409, "is_assigned", NULL);
    as(s, "demo-bureau");
    act(s, "return_report", "{}");
    expect_refused(s, 422, "field_required", "/fields/reason");
    acts(s, "demo-bureau", "return_report", "{'reason':'没有写明结果和落实情况'}");
    expect_clock(s, "C5", "2026-04-10", "running");

    move_clock(s, "2026-04-10 16:00");
    answered(s, "2026-04-10");
    acts(s, "demo-housing", "report_completion", "{'report':'屋面已修缮，住户确认不再渗漏'}");
    live_until(s, "2026-04-14 09:00"); /* the sender reads it after the last day: no rung of C5 fires meanwhile */
    as(s, "demo-bureau");
    get(s, "/cases/@case");
    expect_int(s, "is_supervised", 0);
    as(s, "demo-housing");
    act(s, "accept_report", "{}");
    expect_refused(s, 403, "role_missing", NULL);
    acts(s, "demo-bureau", "accept_report", "{'reason':'过程清楚'}");
    expect_clock(s, "C5", "2026-04-10", "met"); /* counted from the filing */
    get(s, "/cases/@case/dispatches");
    expect_text(s, "data.0.report_state", "accepted");
    expect_text(s, "data.0.reported_at", "2026-04-10T08:00:00.000Z");
}

/* Returned after the last day, the duty goes on and is late. */
static void a_returned_report_leaves_the_duty_open(void **state)
{
    struct scenario *s = *state;
    assigned(s);
    move_clock(s, "2026-04-10 16:00");
    acts(s, "demo-housing", "report_completion", "{'report':'已派人查看，正在办理'}");
    move_clock(s, "2026-04-13 09:00");
    acts(s, "demo-bureau", "return_report", "{'reason':'没有写明结果'}");
    tick(s);
    as(s, "demo-bureau");
    get(s, "/cases/@case");
    expect_int(s, "is_supervised", 1);
    acts(s, "demo-housing", "report_completion", "{'report':'屋面已修缮，住户确认'}");
    as(s, "demo-bureau");
    act(s, "accept_report", "{}");
    expect_refused(s, 409, "not_from_here", NULL);
    answered(s, "2026-04-13");
    acts(s, "demo-bureau", "accept_report", "{}");
    expect_clock(s, "C5", "2026-04-10", "late");
}

int main(void)
{
    const struct CMUnitTest stories[] = {
        STORY(the_opinion_waits_for_the_others),       STORY(tasks_are_refused_with_reasons),
        STORY(a_late_answer_climbs_its_own_ladder),    STORY(a_withdrawn_case_asks_nobody),
        STORY(a_report_is_returned_and_then_accepted), STORY(a_returned_report_leaves_the_duty_open),
    };
    return STORIES(stories);
}

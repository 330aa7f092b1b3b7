/*
 * test_lanes.c - matters that are no ordinary appeals: street lights, a sports ground, a wage debt, a judgment, a hardship.
 */
#include "support/scenario.h"

#define DELIVERED(day) "'method':'hand','delivered_on':'" day "','proof':'签收'"

/* Simple procedure ------------------------------------------------------------------------------------------------------ */

static void street_lights(struct scenario *s)
{
    move_clock(s, "2026-09-29 15:08");
    as(s, "demo-window");
    submit(s, "{'channel':'web','purpose':'relief','title':'青湾镇文化路12盏路灯不亮','request':'修复路灯',"
              "'demands':[{'text':'修复路灯'}],'class_code':'0309','place_unit_id':'@unit:wenhua',"
              "'persons':[{'role':'petitioner','kind':'natural','name':'童某某'}]}");
    expect(s, 201);
    acts(s, "demo-bureau", "screen", "{'class_code':'0309','urgency':'normal','route':'C6S'}");
    expect_text(s, "lane", "C6S");
    expect_clock(s, "C10", "2026-09-30", "running"); /* one working day to pass it on */
    act(s, "dispatch", "{'to_unit':'@unit:qingwan','kind':'assignment','feedback_due_on':'2026-10-20'}");
    expect_refused(s, 409, "assignment_suits_lane", "/fields/kind"); /* what is assigned is not for it */
    acts(s, "demo-bureau", "dispatch", "{'to_unit':'@unit:qingwan','kind':'transfer'}");
    expect_clock(s, "C10", "2026-09-30", "met");
    expect_clock(s, "C8", "2026-10-09", "running"); /* three working days over the National Day */
    get(s, "/cases/@case");
    expect_null(s, "deadlines[clock=C3].status");
}

static void accepted_by_the_bay(struct scenario *s)
{
    move_clock(s, "2026-09-30 09:20");
    acts(s, "demo-bay", "accept", "{'notice_method':'sms','proof':'短信记录','way':'简易办理，10个工作日内答复'}");
    acts(s, "demo-bay", "assign_handler", "{'handler':'@account:demo-bay','no_conflict':true}");
    expect_clock(s, "C8", "2026-10-09", "met");
    expect_clock(s, "C9", "2026-10-20", "running");
}

static void street_lights_are_mended_simply(void **state)
{
    struct scenario *s = *state;
    street_lights(s);
    accepted_by_the_bay(s);
    move_clock(s, "2026-10-12 10:00");
    acts(s, "demo-bay", "answer_simply",
         "{'outcome':'support','text':'线路已更换，12盏路灯恢复照明','answers':[{'demand_id':'@demand:1','outcome':'"
         "support',"
         "'answer':'已修复','basis':'《城市道路照明设施管理规定》'}],'method':'sms','delivered_on':'2026-10-12','proof'"
         ":'短信记录'}");
    expect_clock(s, "C9", "2026-10-20", "met");
    as(s, "demo-bureau");
    act(s, "close",
        "{'closing_kind':'solved_executed','thing_settled':true,'petitioner_accepts':'yes','retention':'10'}");
    expect_refused(s, 409, "closing_fits_outcome", "/fields/closing_kind");
    acts(s, "demo-bay", "record_execution", "{'done_on':'2026-10-11','proof':'夜间照片12张','result':'更换线路'}");
    acts(s, "demo-bureau", "close",
         "{'closing_kind':'solved_executed','thing_settled':true,'petitioner_accepts':'yes','retention':'10'}");
    expect_text(s, "state", "closed");
    as(s, "demo-bureau");
    get(s, "/cases/@case/documents");
    expect_text(s, "data[type=simple_reply].number", "稽青镇〔2026〕简字1号");
}

/* Who disagrees, or what is not done in time, gets the ordinary procedure; its 60 days began with the acceptance that was. */
static void the_ordinary_procedure_counts_from_the_first_acceptance(void **state)
{
    struct scenario *s = *state;
    street_lights(s);
    accepted_by_the_bay(s);
    move_clock(s, "2026-10-13 10:00");
    as(s, "demo-bay");
    act(s, "fall_back", "{}"); /* done by the clock only */
    expect_refused(s, 403, "role_missing", NULL);
    acts(s, "demo-bay", "to_ordinary", "{'ground':'petitioner','reason':'信访人要求书面答复并说明原因'}");
    expect_text(s, "lane", "C6");
    expect_text(s, "workflow.key", "appeal");
    expect_text(s, "state", "handling");
    expect_clock(s, "C9", "2026-10-20", "cancelled");
    expect_clock(s, "C6", "2026-11-29", "running"); /* 60 days from 2026-09-30 */
}

static void late_simple_matters_fall_back_by_themselves(void **state)
{
    struct scenario *s = *state;
    street_lights(s);
    accepted_by_the_bay(s);
    live_until(s, "2026-10-21 09:00");
    as(s, "demo-bureau");
    get(s, "/cases/@case");
    expect_text(s, "lane", "C6");
    expect_text(s, "state", "handling");
    expect_int(s, "is_supervised", 1);
    expect_clock(s, "C6", "2026-11-29", "running");
    live_until(s, "2026-10-22 09:00"); /* and only once */
    get(s, "/cases/@case/journal");
    expect_text(s, "data[event=fall_back].event", "fall_back");
}

static void not_accepted_in_time_it_falls_back_too(void **state)
{
    struct scenario *s = *state;
    street_lights(s);
    live_until(s, "2026-10-10 09:00");
    as(s, "demo-bureau");
    get(s, "/cases/@case");
    expect_text(s, "lane", "C6");
    expect_text(s, "state", "dispatched");
    expect_clock(s, "C3", "2026-10-14", "running"); /* 15 days from the dispatch of 2026-09-29 */
}

static void what_does_not_suit_the_simple_procedure_is_told(void **state)
{
    struct scenario *s = *state;
    move_clock(s, "2026-03-02 09:00");
    as(s, "demo-window");
    submit(s, "{'channel':'letter','purpose':'relief','title':'小区电梯维修','request':'维修','demands':[{'text':'"
              "维修电梯'}],"
              "'class_code':'0303','people_count':6,'is_joint':true,'persons':[{'role':'representative','kind':'"
              "natural','name':'甲某'}]}");
    expect(s, 201);
    as(s, "demo-bureau");
    act(s, "screen", "{'class_code':'0303','urgency':'normal','route':'C6S'}");
    expect_refused(s, 409, "route_suits", "/fields/route");
    acts(s, "demo-bureau", "screen", "{'class_code':'0303','urgency':'normal'}");
    expect_text(s, "lane", "C6");
}

/* Suggestion, Art 29 ---------------------------------------------------------------------------------------------------- */

static void a_suggestion_is_adopted_and_carried_out(void **state)
{
    struct scenario *s = *state;
    move_clock(s, "2026-04-02 20:31");
    as(s, "demo-window");
    submit(s, "{'channel':'web','purpose':'suggestion','title':'建议双休日向居民开放学校运动场','request':'"
              "错时开放3所学校运动场',"
              "'demands':[{'text':'双休日、寒暑假错时开放3所学校运动场'}],'class_code':'0608',"
              "'persons':[{'role':'petitioner','kind':'natural','name':'方某某'}]}");
    expect(s, 201);
    expect_clock(s, "C1", "2026-04-17", "running");
    move_clock(s, "2026-04-10 09:00");
    acts(s, "demo-bureau", "screen", "{'class_code':'0608','urgency':'normal','route':'A'}");
    acts(s, "demo-bureau", "dispatch", "{'to_unit':'@unit:jiaoti','kind':'transfer'}");
    expect_clock(s, "C1", "2026-04-17", "met");
    acts(s, "demo-education", "accept", "{'notice_method':'sms','proof':'短信记录','way':'60日内研究答复'}");
    expect_clock(s, "C16", "2026-06-09", "running");
    acts(s, "demo-education", "assign_handler", "{'handler':'@account:demo-education','no_conflict':true}");
    move_clock(s, "2026-05-15 10:00");
    acts(s, "demo-education", "reply_suggestion",
         "{'outcome':'partly','text':'先开放2所学校运动场，纳入民生实事项目','feasibility':'保险与安保经费可行'"
         "," DELIVERED("2026-05-15") "}");
    expect_clock(s, "C16", "2026-06-09", "met");
    acts(s, "demo-education", "plan_conversion",
         "{'kind':'project','owner':'县教育体育局','promised_on':'2026-09-30','plan':'加装围栏和门禁，购买保险'}");
    expect_clock(s, "P2", "2026-09-30", "running");
    move_clock(s, "2026-09-07 09:00");
    acts(s, "demo-education", "record_execution",
         "{'done_on':'2026-09-06','proof':'首个周末开放照片','result':'2所学校已开放'}");
    as(s, "demo-bureau");
    act(s, "close",
        "{'closing_kind':'solved_executed','thing_settled':true,'petitioner_accepts':'yes','retention':'10'}");
    expect_refused(s, 409, "closing_fits_outcome", "/fields/closing_kind");
    acts(s, "demo-bureau", "close",
         "{'closing_kind':'suggestion_converted','thing_settled':true,'petitioner_accepts':'yes','retention':'10'}");
    expect_text(s, "state", "closed");
}

/* Art 31(5), urgent ----------------------------------------------------------------------------------------------------- */

static void wages_are_paid_by_the_authority_that_must(void **state)
{
    struct scenario *s = *state;
    move_clock(s, "2026-01-21 08:40");
    as(s, "demo-window");
    submit(
        s,
        "{'channel':'visit','purpose':'relief','urgency':'urgent','title':'厂房工程拖欠农民工工资','people_count':12,"
        "'request':'支付工资','demands':[{'text':'支付12人2025年10月至12月工资合计38.6万元'}],'class_code':'0402',"
        "'place_unit_id':'@unit:yunxi','oral_record':{'text':'班组长失联','read_back':true,'confirmed_by':'signature'},"
        "'persons':[{'role':'representative','kind':'natural','name':'田某某'}]}");
    expect(s, 201);
    expect_text(s, "case.deadlines[clock=C17].due_at", "2026-01-21T04:40:00.000Z"); /* four hours */
    acts(s, "demo-bureau", "report_by_phone", "{'recipients':'县委值班室','text':'12名务工人员反映欠薪，情绪稳定'}");
    acts(s, "demo-bureau", "report_in_writing",
         "{'recipients':'县委、县政府、县人社局','text':'12名务工人员反映欠薪'}");
    as(s, "demo-bureau");
    act(s, "report_in_writing", "{'recipients':'县委、县政府','text':'再次报告同一事项'}");
    expect_refused(s, 409, "written_report_due", NULL);
    acts(s, "demo-bureau", "screen", "{'class_code':'0402','urgency':'urgent','route':'C5'}");
    acts(s, "demo-bureau", "dispatch", "{'to_unit':'@unit:renshe','kind':'transfer'}");
    acts(s, "demo-labour", "accept",
         "{'notice_method':'hand','proof':'签收','way':'按劳动保障监察程序办理','statute':'《保障农民工工资支付条例》',"
         "'statutory_due_on':'2026-03-21'}");
    expect_clock(s, "S5", "2026-03-21", "running");
    expect_clock(s, "C17", "2026-01-21", "met");
    acts(s, "demo-labour", "assign_handler", "{'handler':'@account:demo-labour','no_conflict':true}");
    move_clock(s, "2026-02-06 15:00");
    acts(s, "demo-labour", "answer_duty",
         "{'outcome':'granted','facts':'总包已付进度款，班组长失联','basis':'《保障农民工工资支付条例》第三十条',"
         "'text':'总包先行垫付，已全部支付','remedy':'不服的可在60日内申请行政复议'," DELIVERED("2026-02-06") "}");
    acts(s, "demo-labour", "record_execution",
         "{'done_on':'2026-02-05','proof':'工资发放清单签收扫描件','result':'38.6万元已付清'}");
    acts(s, "demo-bureau", "close",
         "{'closing_kind':'statutory_route_granted','thing_settled':true,'petitioner_accepts':'yes','retention':'10'}");
    expect_text(s, "closing.kind", "statutory_route_granted");
}

/* Art 31(1) to (4) ------------------------------------------------------------------------------------------------------ */

static void a_judgment_is_no_matter_for_the_bureau(void **state)
{
    struct scenario *s = *state;
    move_clock(s, "2026-06-15 11:02");
    as(s, "demo-window");
    submit(s, "{'channel':'web','purpose':'appeal','title':'对民事判决不服要求改判','request':'要求改判','demands':[{'"
              "text':'改判'}],"
              "'class_code':'0803','persons':[{'role':'petitioner','kind':'natural','name':'曹某某'}]}");
    expect(s, 201);
    expect_clock(s, "C1", "2026-06-30", "running");
    move_clock(s, "2026-06-16 09:30");
    acts(s, "demo-bureau", "screen", "{'class_code':'0803','urgency':'normal','route':'C1'}");
    expect_text(s, "workflow.key", "guided_litigation");
    acts(s, "demo-bureau", "guide",
         "{'way':'民事判决生效后不服的，可以申请再审','body':'县人民法院立案庭，县府路8号','time_limits':'"
         "判决生效后六个月内',"
         "'bring':'判决书、身份证','legal_aid':'县法律援助中心 12348'," DELIVERED("2026-06-16") "}");
    expect_clock(s, "C1", "2026-06-30", "met");
    as(s, "demo-bureau");
    act(s, "close",
        "{'closing_kind':'statutory_route_granted','thing_settled':true,'petitioner_accepts':'yes','retention':'10'}");
    expect_refused(s, 409, "closing_fits_outcome", "/fields/closing_kind"); /* nobody has granted anything */
    acts(s, "demo-bureau", "close",
         "{'closing_kind':'referred_out','thing_settled':false,'petitioner_accepts':'unknown','retention':'10'}");
    get(s, "/cases/@case/documents");
    expect_text(s, "data[type=guidance_notice].status", "delivered");
}

static void hardship_is_granted_by_its_own_procedure(void **state)
{
    struct scenario *s = *state;
    move_clock(s, "2026-07-02 10:44");
    as(s, "demo-window");
    submit(s,
           "{'channel':'call','purpose':'relief','title':'独居老人大病支出致贫请求救助','request':'申请低保和临时救助',"
           "'demands':[{'text':'申请低保'},{'text':'临时救助'}],'class_code':'0704','place_unit_id':'@unit:xikou',"
           "'persons':[{'role':'petitioner','kind':'natural','name':'周某某'},{'role':'agent','kind':'natural','name':'"
           "周某甲'}]}");
    expect(s, 201);
    move_clock(s, "2026-07-03 09:00");
    acts(s, "demo-bureau", "screen", "{'class_code':'0704','urgency':'normal','route':'C4'}");
    acts(s, "demo-bureau", "dispatch", "{'to_unit':'@unit:minzheng','kind':'transfer'}");
    acts(s, "demo-civil", "guide",
         "{'way':'社会救助申请程序，一次上门代办','body':'县民政局社会救助科','time_limits':'受理后20个工作日内决定',"
         "'legal_aid':'12348'," DELIVERED("2026-07-03") "}");
    move_clock(s, "2026-08-10 15:00");
    acts(s, "demo-civil", "record_result",
         "{'outcome':'granted','result':'临时救助07-20到位，08-10纳入低保','done_on':'2026-08-10','proof':'低保批准书'"
         "}");
    acts(s, "demo-bureau", "close",
         "{'closing_kind':'statutory_route_granted','thing_settled':true,'petitioner_accepts':'yes','retention':'30'}");
    expect_text(s, "state", "closed");
}

int main(void)
{
    const struct CMUnitTest stories[] = {
        STORY(street_lights_are_mended_simply),
        STORY(the_ordinary_procedure_counts_from_the_first_acceptance),
        STORY(late_simple_matters_fall_back_by_themselves),
        STORY(not_accepted_in_time_it_falls_back_too),
        STORY(what_does_not_suit_the_simple_procedure_is_told),
        STORY(a_suggestion_is_adopted_and_carried_out),
        STORY(wages_are_paid_by_the_authority_that_must),
        STORY(a_judgment_is_no_matter_for_the_bureau),
        STORY(hardship_is_granted_by_its_own_procedure),
    };
    return STORIES(stories);
}

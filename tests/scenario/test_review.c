/*
 * test_review.c - the petitioner goes one level up, and once more: reviews and rechecks with all their clocks (Arts 35, 36).
 */
#include "support/scenario.h"

#include <stdio.h>
#include <string.h>

#define FACTS "'facts':'户内已有合法宅基地一处','basis':'《土地管理法》第六十二条'"
#define REFUSAL                                                                                                        \
    "{'outcome':'not_support'," FACTS ",'answers':[{'demand_id':'@demand:1','outcome':'not_support','answer':"         \
    "'不符合一户一宅','basis':'《土地管理法》第六十二条'}]}"

static char homestead[27];

/* As far as the opinion in the petitioner's hands. */
static void the_town_said_no(struct scenario *s)
{
    move_clock(s, "2026-01-12 09:30");
    as(s, "demo-window");
    submit(s, "{'channel':'visit','purpose':'relief','title':'宅基地建房申请被退回','request':'批准异地新建120平方米',"
              "'demands':[{'text':'批准异地新建120平方米'}],'class_code':'0202','place_unit_id':'@unit:xiabai',"
              "'persons':[{'role':'petitioner','kind':'natural','name':'骆某某'}]}");
    expect(s, 201);
    snprintf(homestead, sizeof homestead, "%s", case_id(s));
    move_clock(s, "2026-01-14 10:10");
    acts(s, "demo-bureau", "screen", "{'class_code':'0202','urgency':'normal'}");
    acts(s, "demo-bureau", "dispatch", "{'to_unit':'@unit:shiqiao','kind':'transfer'}");
    move_clock(s, "2026-01-19 09:00");
    acts(s, "demo-town", "accept", "{'notice_method':'hand','proof':'签收','way':'由石桥乡办理，60日内答复'}");
    acts(s, "demo-town", "assign_handler", "{'handler':'@account:demo-town','no_conflict':true}");
    move_clock(s, "2026-03-18 15:00");
    acts(s, "demo-town-head", "extend",
         "{'days':30,'reason':'需核对历史审批档案','notice_method':'hand','proof':'延期告知书送达回证'}");
    move_clock(s, "2026-04-14 16:00");
    acts(s, "demo-town", "draft_opinion", REFUSAL);
    move_clock(s, "2026-04-15 10:30");
    acts(s, "demo-town-head", "check", "{}");
    acts(s, "demo-town-head", "sign", "{}");
    move_clock(s, "2026-04-16 11:00");
    acts(s, "demo-town", "deliver", "{'method':'hand','delivered_on':'2026-04-16','proof':'送达回证'}");
    expect_clock(s, "C11", "2026-05-16", "running");
    acts(s, "demo-town", "contact",
         "{'on':'2026-04-16','method':'visit','spoke_with':'本人','content':'当面说明意见和复查权利','reached':true}");
}

/* Turns to the case that came out of this one. */
static void turn_to_child(struct scenario *s, const char *kind)
{
    char path[64];
    char id[27];
    as(s, "demo-bureau");
    get(s, "/cases/@case/links");
    expect(s, 200);
    snprintf(path, sizeof path, "data[kind=%s].matter.id", kind);
    snprintf(id, sizeof id, "%s", value(s, path));
    turn_to(s, id);
}

static void a_review_is_asked_for(struct scenario *s, const char *by)
{
    char fields[300];
    move_clock(s, "2026-05-11 10:00");
    as(s, "demo-bureau");
    act(s, "request_review", "{'received_on':'2026-05-11','by':'outside','grounds':'不服'}");
    expect_refused(s, 422, "field_required", "/fields/body");
    snprintf(fields, sizeof fields, "{'received_on':'2026-05-11',%s,'grounds':'认为符合分户条件，要求撤销'}", by);
    acts(s, "demo-bureau", "request_review", fields);
    expect_clock(s, "C11", "2026-05-16", "met");
    act(s, "request_review", fields); /* one review of one opinion */
    expect_refused(s, 409, "review_window_open", "/fields/received_on");
    turn_to_child(s, "review_of");
    expect_clock(s, "C12", "2026-06-10", "running");
}

static void the_county_decides(struct scenario *s, const char *decision)
{
    move_clock(s, "2026-06-05 09:00");
    as(s, "demo-county-head");
    act(s, "draft_review", decision);
    expect_refused(s, 403, "role_missing", NULL);
    acts(s, "demo-review", "draft_review", decision);
    move_clock(s, "2026-06-08 09:00");
    acts(s, "demo-county-head", "sign_review", "{}");
    expect_clock(s, "C12", "2026-06-10", "met");
    move_clock(s, "2026-06-09 16:00");
    acts(s, "demo-review", "deliver_review", "{'method':'hand','delivered_on':'2026-06-09','proof':'送达回证'}");
    expect_clock(s, "C13", "2026-07-09", "running");
}

static void printed(struct scenario *s, const char *type, const char *phrase)
{
    char path[160];
    get(s, "/cases/@case/documents");
    snprintf(path, sizeof path, "data[type=%s].id", type);
    const char *id = value(s, path);
    get(s, "/cases/@case/documents/%s/pdf", id);
    expect(s, 200);
    expect_pdf(s, phrase);
}

/* The petitioner follows all of it with the code of the first receipt, and every paper says where to go from here. */
static void the_petitioner_follows_it_through(void **state)
{
    struct scenario *s = *state;
    char number[64], code[64];
    the_town_said_no(s);
    snprintf(number, sizeof number, "%s", case_number(s));
    snprintf(code, sizeof code, "%s", query_code(s));
    as(s, "demo-town");
    printed(s, "handling_opinion", "向稽江县人民政府申请复查");
    a_review_is_asked_for(s, "'by':'county'");
    as(s, NULL);
    get(s, "/public/cases/%s?code=%s", number, code);
    expect_size(s, "parts", 1);
    expect_text(s, "parts.0.title_zh", "复查");
    expect_text(s, "parts.0.promised_on", "2026-06-10");
    expect_text(s, "parts.0.unit_name", "稽江县");
    expect_text(s, "documents[type=handling_opinion].delivered_on", "2026-04-16");
    the_county_decides(
        s, "{'outcome':'maintain','facts':'原意见认定事实清楚','basis':'条例第三十五条','text':'维持原处理意见'}");
    as(s, "demo-review");
    printed(s, "review_opinion", "向上一级机关申请复核");
    as(s, NULL);
    get(s, "/public/cases/%s?code=%s", number, code);
    expect_text(s, "parts.0.rights[clock=C13].until", "2026-07-09");
    expect_text(s, "parts.0.documents[type=review_opinion].delivered_on", "2026-06-09");
    move_clock(s, "2026-07-10 09:00");
    get(s, "/public/cases/%s?code=%s", number, code);
    expect_size(s, "parts.0.rights", 0); /* over, whether or not anything has marked it so */
}

/* The whole chain of domain law: refused, maintained, rechecked after a hearing, final. */
static void a_refusal_becomes_final_by_recheck(void **state)
{
    struct scenario *s = *state;
    the_town_said_no(s);
    a_review_is_asked_for(s, "'by':'county'");
    the_county_decides(
        s, "{'outcome':'maintain','facts':'原意见认定事实清楚','basis':'条例第三十五条','text':'维持原处理意见'}");
    move_clock(s, "2026-07-06 09:00");
    acts(s, "demo-bureau", "request_recheck",
         "{'received_on':'2026-07-06','by':'outside','body':'越宁市人民政府','grounds':'仍不服'}");
    expect_text(s, "state", "closed");
    expect_text(s, "closing.kind", "review_ended");
    turn_to_child(s, "recheck_of");
    expect_clock(s, "C14", "2026-08-05", "running");
    move_clock(s, "2026-07-10 09:00");
    as(s, "demo-bureau");
    act(s, "begin_hearing", "{'from_on':'2026-07-10'}");
    expect_refused(s, 409, "hearing_called", NULL); /* nobody is heard who was not told before */
    act(s, "call_hearing", "{'from_on':'2026-07-09','place':'市信访局','host':'王某等5人','public':true}");
    expect_refused(s, 422, "date_before_today", "/fields/from_on");
    acts(s, "demo-bureau", "call_hearing",
         "{'from_on':'2026-07-20','place':'市信访局','host':'王某等5人','public':true}");
    expect_clock(s, "C14", "2026-08-05", "running"); /* the call alone stops nothing */
    move_clock(s, "2026-07-20 09:00");
    acts(s, "demo-bureau", "begin_hearing", "{'from_on':'2026-07-20'}");
    as(s, "demo-bureau");
    act(s, "draft_review", "{'outcome':'maintain','facts':'认定事实清楚','basis':'条例第三十六条','text':'维持'}");
    expect_refused(s, 403, "role_missing", NULL);
    act(s, "record_decision",
        "{'number':'越政复核〔2026〕8号','outcome':'maintain','facts':'认定事实清楚','basis':'条例第三十六条','text':'"
        "维持',"
        "'method':'hand','delivered_on':'2026-07-20','proof':'送达回证'}");
    expect_refused(s, 409, "no_hearing_open", NULL);
    move_clock(s, "2026-07-29 17:00");
    acts(s, "demo-bureau", "end_hearing", "{'to_on':'2026-07-29','minutes':'经听证，双方陈述完毕，评议意见：维持'}");
    expect_clock(s, "C14", "2026-08-15", "running"); /* ten days do not count: Art 36 */
    printed(s, "hearing_record", "地点：市信访局");
    printed(s, "hearing_record", "听证时间：2026年7月20日至2026年7月29日");
    get(s, "/cases/@case");
    as(s, "demo-bureau");
    act(s, "begin_hearing", "{'from_on':'2026-07-29'}");
    expect_refused(s, 409, "hearing_not_open", NULL);
    move_clock(s, "2026-08-14 16:00");
    acts(s, "demo-bureau", "record_decision",
         "{'number':'越政复核〔2026〕8号','outcome':'maintain','facts':'经听证查明，原意见认定事实清楚','basis':'"
         "条例第三十六条',"
         "'text':'维持复查意见','method':'hand','delivered_on':'2026-08-14','proof':'送达回证'}");
    expect_text(s, "closing.kind", "final_by_law");
    expect_text(s, "finality", "final_by_recheck");
    turn_to(s, homestead);
    as(s, "demo-bureau");
    get(s, "/cases/@case");
    expect_text(s, "state", "closed");
    expect_text(s, "finality", "final_by_recheck");
    expect_text(s, "closing.kind", "final_by_law");
}

/* The county decides otherwise than the town: what it grants is carried out, though the matter was closed already. */
static void a_changed_opinion_is_carried_out(void **state)
{
    struct scenario *s = *state;
    the_town_said_no(s);
    acts(s, "demo-bureau", "close",
         "{'closing_kind':'stage_only','thing_settled':false,'petitioner_accepts':'no','retention':'30'}");
    a_review_is_asked_for(s, "'by':'county'");
    move_clock(s, "2026-06-05 09:00");
    as(s, "demo-review");
    act(s, "draft_review", "{'outcome':'change','facts':'符合分户条件','basis':'条例第三十五条','text':'变更为支持'}");
    expect_refused(s, 422, "field_required", "/fields/new_outcome");
    the_county_decides(s, "{'outcome':'change','new_outcome':'support','facts':'符合分户条件','basis':'条例第三十五条',"
                          "'text':'变更为支持，由原办理机关落实'}");
    turn_to(s, homestead);
    as(s, "demo-town");
    get(s, "/cases/@case");
    expect_text(s, "state", "delivered");
    expect_text(s, "outcome", "support");
    expect_null(s, "closing.kind");
    acts(s, "demo-town", "plan_execution", "{'promised_on':'2026-07-15','plan':'按120平方米上报审批'}");
    acts(s, "demo-town", "record_execution", "{'done_on':'2026-06-09','proof':'批准书','result':'已批准'}");
    expect_text(s, "state", "executed");
}

/* A recheck makes it final; what it granted is carried out all the same, and only then is the case closed. */
static void what_a_recheck_grants_is_carried_out(void **state)
{
    struct scenario *s = *state;
    the_town_said_no(s);
    a_review_is_asked_for(s, "'by':'county'");
    the_county_decides(
        s, "{'outcome':'maintain','facts':'原意见认定事实清楚','basis':'条例第三十五条','text':'维持原处理意见'}");
    move_clock(s, "2026-07-06 09:00");
    acts(s, "demo-bureau", "request_recheck",
         "{'received_on':'2026-07-06','by':'outside','body':'越宁市人民政府','grounds':'仍不服'}");
    turn_to_child(s, "recheck_of");
    move_clock(s, "2026-07-20 16:00");
    acts(s, "demo-bureau", "record_decision",
         "{'number':'越政复核〔2026〕9号','outcome':'change','new_outcome':'support','facts':'符合分户条件','basis':'"
         "条例第三十六条','text':'变更为支持','method':'hand','delivered_on':'2026-07-20','proof':'送达回证'}");
    turn_to(s, homestead);
    as(s, "demo-town");
    get(s, "/cases/@case");
    expect_text(s, "state", "delivered");
    expect_text(s, "finality", "final_by_recheck");
    acts(s, "demo-town", "plan_execution", "{'promised_on':'2026-08-15','plan':'按120平方米上报审批'}");
    acts(s, "demo-town", "record_execution", "{'done_on':'2026-07-20','proof':'批准书','result':'已批准'}");
    acts(s, "demo-bureau", "close",
         "{'closing_kind':'solved_executed','thing_settled':true,'petitioner_accepts':'yes','retention':'30'}");
    expect_text(s, "finality", "final_by_recheck");
}

/* The recheck comes while a new opinion is on its way: that one is not what was decided about, and nothing is final yet. */
static void a_recheck_leaves_the_new_opinion_alone(void **state)
{
    struct scenario *s = *state;
    the_town_said_no(s);
    a_review_is_asked_for(s, "'by':'county'");
    char review[27];
    snprintf(review, sizeof review, "%s", case_id(s));
    the_county_decides(s, "{'outcome':'revoke','facts':'未核对分户情况','basis':'条例第三十五条','text':'撤销'}");
    move_clock(s, "2026-07-06 09:00");
    acts(s, "demo-bureau", "request_recheck",
         "{'received_on':'2026-07-06','by':'outside','body':'越宁市人民政府','grounds':'仍不服'}");
    turn_to(s, homestead);
    acts(s, "demo-town", "draft_opinion",
         "{'outcome':'support','changed':'经核对户籍，儿子已成年并符合分户条件'," FACTS
         ",'answers':[{'demand_id':'@demand:1','outcome':'support','answer':'经核对，您家已具备分户条件，同意上报审批',"
         "'basis':'《浙江省农村宅基地办法》'}]}");
    acts(s, "demo-town-head", "check", "{}");
    acts(s, "demo-town-head", "sign", "{}");
    turn_to(s, review);
    turn_to_child(s, "recheck_of");
    char decision[400];
    snprintf(
        decision, sizeof decision,
        "{'number':'越政复核〔2026〕9号','outcome':'%s','facts':'认定事实清楚','basis':'条例第三十六条','text':'决定',"
        "'method':'hand','delivered_on':'2026-07-06','proof':'送达回证'}",
        "revoke");
    acts(s, "demo-bureau", "record_decision", decision);
    turn_to(s, homestead);
    as(s, "demo-town");
    get(s, "/cases/@case");
    expect_text(s, "state", "signed");
    expect_null(s, "finality");
    acts(s, "demo-town", "deliver", "{'method':'hand','delivered_on':'2026-07-06','proof':'送达回证'}");
}

/* Revoked, the matter is handled again by the date that was set, and the new opinion says what changed. */
static void a_revoked_opinion_is_not_written_again(void **state)
{
    struct scenario *s = *state;
    the_town_said_no(s);
    a_review_is_asked_for(s, "'by':'county'");
    the_county_decides(s,
                       "{'outcome':'redo','redo_due_on':'2026-07-31','facts':'未核对分户情况','basis':'条例第三十五条',"
                       "'text':'撤销原处理意见，限期重新办理'}");
    turn_to(s, homestead);
    as(s, "demo-town");
    get(s, "/cases/@case");
    expect_text(s, "state", "handling");
    expect_int(s, "is_returned", 1);
    expect_clock(s, "R6", "2026-07-31", "running");
    move_clock(s, "2026-07-20 09:00");
    as(s, "demo-town");
    act(s, "draft_opinion", REFUSAL);
    expect_refused(s, 409, "redo_states_change", "/fields/changed");
    act(s, "draft_opinion",
        "{'outcome':'not_support','changed':'补充核对了档案'," FACTS
        ",'answers':[{'demand_id':'@demand:1','outcome':'not_support',"
        "'answer':'不符合一户一宅。','basis':'《土地管理法》第六十二条'}]}");
    expect_refused(s, 409, "redo_states_change", "/fields/answers");
    acts(s, "demo-town", "draft_opinion",
         "{'outcome':'support','changed':'经核对户籍，儿子已成年并符合分户条件'," FACTS
         ",'answers':[{'demand_id':'@demand:1',"
         "'outcome':'support','answer':'经核对，您家已具备分户条件，同意按120平方米上报审批','basis':'"
         "《浙江省农村宅基地办法》'}]}");
    /* Nor by way of a draft that is taken back. */
    acts(s, "demo-town-head", "return_draft", "{'reason':'再核对'}");
    as(s, "demo-town");
    act(s, "draft_opinion",
        "{'outcome':'not_support','changed':'补充核对了档案'," FACTS
        ",'answers':[{'demand_id':'@demand:1','outcome':'not_support','answer':'不符合一户一宅','basis':'"
        "《土地管理法》'}]}");
    expect_refused(s, 409, "redo_states_change", "/fields/answers");
    acts(s, "demo-town", "draft_opinion",
         "{'outcome':'support','changed':'经核对户籍，儿子已成年并符合分户条件'," FACTS
         ",'answers':[{'demand_id':'@demand:1',"
         "'outcome':'support','answer':'经核对，您家已具备分户条件，同意按120平方米上报审批','basis':'"
         "《浙江省农村宅基地办法》'}]}");
    acts(s, "demo-town-head", "check", "{}");
    acts(s, "demo-town-head", "sign", "{}");
    expect_clock(s, "R6", "2026-07-31", "met");
    acts(s, "demo-town", "deliver", "{'method':'hand','delivered_on':'2026-07-20','proof':'送达回证'}");
    expect_clock(s, "C11", "2026-08-19", "running"); /* a new opinion, and a new right to a review */
}

/* A department's opinion may go to the department above it. */
static void the_department_said_no(struct scenario *s)
{
    move_clock(s, "2026-04-14 09:00");
    in_handling(s, "zhujian", "demo-housing-intake", "demo-housing", "小区道路归属");
    snprintf(homestead, sizeof homestead, "%s", case_id(s));
    acts(s, "demo-housing", "draft_opinion", REFUSAL);
    acts(s, "demo-housing-legal", "check", "{}");
    acts(s, "demo-housing-head", "sign", "{}");
    move_clock(s, "2026-04-16 11:00");
    as(s, "demo-housing");
    act(s, "deliver", "{'method':'phone','delivered_on':'2026-04-16','proof':'通话记录'}");
    expect_refused(s, 409, "delivery_is_written", "/fields/method"); /* Art 32 */
    expect_text(s, "errors.0.rule", "信访工作条例第三十二条");
    act(s, "deliver",
        "{'method':'public_notice','published_on':'2026-03-01','delivered_on':'2026-04-16','proof':'公告'}");
    expect_refused(s, 409, "delivery_not_before_signature", "/fields/published_on"); /* before there was an opinion */
    acts(s, "demo-housing", "deliver", "{'method':'hand','delivered_on':'2026-04-16','proof':'送达回证'}");
}

/* Withdrawn in time it may be asked for again in time; late without a good excuse it is turned down, in writing. */
static void a_request_is_withdrawn_or_turned_down(void **state)
{
    struct scenario *s = *state;
    the_town_said_no(s);
    a_review_is_asked_for(s, "'by':'county'");
    as(s, "demo-bureau");
    act(s, "turn_down",
        "{'article':'《信访工作条例》第三十五条','reason':'逾期且无正当理由','proper_body':'无','method':'hand',"
        "'delivered_on':'2026-05-11','proof':'回证'}");
    expect_refused(s, 409, "was_late", NULL);
    acts(s, "demo-bureau", "withdraw", "{'statement':'信访人书面撤回申请'}");
    turn_to(s, homestead);
    move_clock(s, "2026-05-14 09:00");
    acts(s, "demo-bureau", "request_review", "{'received_on':'2026-05-14','by':'county','grounds':'仍要求撤销'}");
    as(s, "demo-bureau");
    act(s, "request_review", "{'received_on':'2026-05-14','by':'county','grounds':'再次'}");
    expect_refused(s, 409, "review_window_open", "/fields/received_on");
}

static void a_late_request_is_turned_down(void **state)
{
    struct scenario *s = *state;
    the_town_said_no(s);
    move_clock(s, "2026-06-20 10:00");
    acts(s, "demo-bureau", "request_review",
         "{'received_on':'2026-06-20','by':'county','grounds':'不服','excuse':'忘记了'}");
    turn_to_child(s, "review_of");
    acts(s, "demo-bureau", "turn_down",
         "{'article':'《信访工作条例》第三十五条','reason':'逾期且无不可抗力等正当理由','proper_body':'"
         "可以依法提起诉讼',"
         "'method':'hand','delivered_on':'2026-06-20','proof':'送达回证'}");
    expect_text(s, "state", "closed");
    get(s, "/cases/@case/documents");
    expect_text(s, "data[type=non_acceptance_notice].status", "delivered");
}

/* One level above, and not before the reply was delivered. */
static void the_wrong_body_or_day_is_refused(void **state)
{
    struct scenario *s = *state;
    the_town_said_no(s);
    move_clock(s, "2026-05-11 10:00");
    as(s, "demo-bureau");
    act(s, "request_review",
        "{'received_on':'2026-05-11','by':'outside','body':'越宁市自然资源和规划局','grounds':'不服'}");
    expect_refused(s, 409, "review_level_fits", "/fields/by"); /* of a town's opinion the county decides */
    act(s, "request_review", "{'received_on':'2026-04-15','by':'county','grounds':'不服'}");
    expect_refused(s, 422, "date_too_early", "/fields/received_on");
}

/* The city decides: the county server keeps what was decided. */
static void a_decision_outside_the_county_is_recorded(void **state)
{
    struct scenario *s = *state;
    the_department_said_no(s);
    a_review_is_asked_for(s, "'by':'outside','body':'越宁市住房和城乡建设局'");
    move_clock(s, "2026-06-09 16:00");
    as(s, "demo-review");
    act(s, "draft_review", "{'outcome':'maintain','facts':'认定事实清楚','basis':'条例第三十五条','text':'维持'}");
    expect_refused(s, 409, "decided_here", NULL);
    acts(s, "demo-bureau", "record_decision",
         "{'number':'越自然复查〔2026〕3号','outcome':'maintain','facts':'认定事实清楚','basis':'条例第三十五条','text'"
         ":'维持',"
         "'method':'registered_mail','delivered_on':'2026-06-08','proof':'挂号回执'}");
    expect_clock(s, "C13", "2026-07-08", "running"); /* from receipt, not from the day of the entry */
    acts(s, "demo-bureau", "close_review", "{}");
    expect_text(s, "state", "closed");
    move_clock(s, "2026-07-09 09:00"); /* one day late, and no force majeure */
    act(s, "request_recheck", "{'received_on':'2026-07-09','by':'outside','body':'浙江省自然资源厅','grounds':'不服'}");
    expect_refused(s, 409, "recheck_window_open", "/fields/received_on");
    act(s, "request_recheck", "{'received_on':'2026-07-09','by':'county','grounds':'不服','excuse':'台风停航'}");
    expect_refused(s, 409, "review_level_fits", "/fields/by"); /* never at the level that reviewed, or below it */
    acts(s, "demo-bureau", "request_recheck",
         "{'received_on':'2026-07-09','by':'outside','body':'浙江省自然资源厅','grounds':'不服','excuse':'"
         "7月5日至9日台风停航'}");
}

static void too_late_is_told_with_the_day(void **state)
{
    struct scenario *s = *state;
    the_town_said_no(s);
    move_clock(s, "2026-05-17 09:00");
    as(s, "demo-bureau");
    act(s, "request_review", "{'received_on':'2026-05-17','by':'county','grounds':'不服'}");
    expect_refused(s, 409, "review_window_open", "/fields/received_on");
    assert_non_null(strstr(value(s, "detail"), "2026年5月16日"));
}

int main(void)
{
    const struct CMUnitTest stories[] = {
        STORY(a_request_is_withdrawn_or_turned_down), STORY(a_late_request_is_turned_down),
        STORY(a_changed_opinion_is_carried_out),      STORY(a_recheck_leaves_the_new_opinion_alone),
        STORY(what_a_recheck_grants_is_carried_out),  STORY(the_petitioner_follows_it_through),
        STORY(a_refusal_becomes_final_by_recheck),    STORY(a_revoked_opinion_is_not_written_again),
        STORY(the_wrong_body_or_day_is_refused),      STORY(a_decision_outside_the_county_is_recorded),
        STORY(too_late_is_told_with_the_day),
    };
    return STORIES(stories);
}

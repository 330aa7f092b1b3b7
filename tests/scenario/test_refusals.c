/*
 * test_refusals.c - wrong people, wrong moments and wrong fields: each refusal says why, in both languages, and changes nothing.
 */
#include "support/scenario.h"

#include <stdio.h>
#include <string.h>

#define ANSWER                                                                                                         \
    "'answers':[{'demand_id':'@demand:1','outcome':'explain','answer':'已核实并当面说明','basis':'《物业管理条例》'}]"
#define OPINION "{'outcome':'explain','facts':'经查情况属实','basis':'《物业管理条例》'," ANSWER "}"

static void nothing_changed(struct scenario *s, const char *version, const char *state)
{
    as(s, "demo-bureau");
    get(s, "/cases/@case");
    expect(s, 200);
    assert_string_equal(value(s, "version"), version);
    expect_text(s, "state", state);
}

static const char *version_now(struct scenario *s)
{
    as(s, "demo-bureau");
    get(s, "/cases/@case");
    return value(s, "version");
}

static void wrong_people_are_refused(void **state)
{
    struct scenario *s = *state;
    move_clock(s, "2026-03-02 09:00");
    in_handling(s, "zhujian", "demo-housing-intake", "demo-housing", "物业收费争议");
    const char *version = version_now(s);

    as(s, NULL);
    get(s, "/cases/@case");
    expect_refused(s, 401, "sign_in_needed", NULL);
    as(s, "demo-admin"); /* manages accounts and sees no content */
    get(s, "/cases/@case");
    expect_refused(s, 403, "not_permitted", NULL);
    as(s, "demo-leader"); /* sees everything, acts on nothing */
    act(s, "draft_opinion", OPINION);
    expect_refused(s, 403, "not_permitted", NULL);
    as(s, "demo-town"); /* another unit: the case does not exist for them */
    act(s, "draft_opinion", OPINION);
    expect_refused(s, 404, "not_found", NULL);
    as(s, "demo-housing-legal"); /* the right unit, the wrong duty */
    act(s, "draft_opinion", OPINION);
    expect_refused(s, 403, "role_missing", NULL);
    as(s, "demo-bureau"); /* sees all cases, and still does not draft for another unit */
    act(s, "draft_opinion", OPINION);
    expect_refused(s, 403, "role_missing", NULL);
    nothing_changed(s, version, "handling");
}

/* Art 28: whoever has an interest in the matter is out of it, whatever role they have, and is not named again. */
static void who_withdrew_stays_out(void **state)
{
    struct scenario *s = *state;
    move_clock(s, "2026-03-02 09:00");
    as(s, "demo-admin");
    post(
        s, "/grants",
        "{'account_id':'@account:demo-housing-intake','role':'unit_handler','unit_id':'@unit:zhujian','scope':'unit'}");
    expect(s, 201);
    in_handling(s, "zhujian", "demo-housing-intake", "demo-housing-intake", "物业收费争议");
    acts(s, "demo-housing-intake", "recuse", "{'asked_by':'handler','reason':'与物业公司负责人系亲属'}");
    as(s, "demo-housing-head");
    act(s, "assign_handler", "{'handler':'@account:demo-housing-intake','no_conflict':true}");
    expect_refused(s, 409, "handler_not_recused", "/fields/handler");
    acts(s, "demo-housing-head", "assign_handler", "{'handler':'@account:demo-housing','no_conflict':true}");
    const char *version = version_now(s);
    as(s, "demo-housing-intake");
    act(s, "draft_opinion", OPINION);
    expect_refused(s, 409, "recused", NULL);
    expect_text(s, "errors.0.rule", "信访工作条例第二十八条第三款");
    get(s, "/cases/@case/transitions");
    expect_int(s, "data[event=draft_opinion].allowed", 0);
    expect_text(s, "data[event=contact].refusals.0.code", "recused");
    nothing_changed(s, version, "handling");
    acts(s, "demo-housing", "draft_opinion", OPINION);
}

/* Not only the handler has interests: who checks or signs withdraws too, and reads nobody's phone. */
static void a_checker_withdraws(void **state)
{
    struct scenario *s = *state;
    move_clock(s, "2026-03-02 09:00");
    in_handling(s, "zhujian", "demo-housing-intake", "demo-housing", "物业收费争议");
    as(s, "demo-housing-head");
    act(s, "recuse_other", "{'account':'@account:demo-housing','asked_by':'petitioner','reason':'亲属'}");
    expect_refused(s, 409, "is_not_handler", "/fields/account");
    acts(s, "demo-housing-head", "recuse_other",
         "{'account':'@account:demo-housing-legal','asked_by':'petitioner','reason':'与物业公司负责人系亲属'}");
    acts(s, "demo-housing", "draft_opinion", OPINION);
    as(s, "demo-housing-legal");
    act(s, "check", "{}");
    expect_refused(s, 409, "recused", NULL);
    get(s, "/cases/@case");
    char path[120];
    snprintf(path, sizeof path, "/cases/@case/parties/%s/reveal", value(s, "parties.0.id"));
    post(s, path, "{'reason':'check'}");
    expect_refused(s, 409, "recused", NULL);
}

/* Art 44: an office that puts a matter off wrongly is corrected, and the matter begins anew. */
static void the_bureau_corrects_an_end(void **state)
{
    struct scenario *s = *state;
    move_clock(s, "2026-03-02 09:00");
    dispatched(s, "shiqiao", "村务公开不及时");
    acts(s, "demo-town", "withdraw", "{'statement':'撤回'}");
    as(s, "demo-bureau");
    act(s, "correct_end", "{'reason':'经核实信访人没有撤回'}");
    expect_refused(s, 403, "role_missing", NULL);
    move_clock(s, "2026-03-05 09:00");
    acts(s, "demo-bureau-head", "correct_end", "{'reason':'经核实信访人没有撤回'}");
    expect_text(s, "state", "registered");
    expect_text(s, "holder_unit_name", "稽江县信访局");
    expect_clock(s, "C1", "2026-03-20", "running");
    acts(s, "demo-bureau", "screen", "{'class_code':'0303','urgency':'normal'}");
    acts(s, "demo-bureau", "dispatch", "{'to_unit':'@unit:shiqiao','kind':'transfer'}");
}

/* Art 23: who left a phone or an address is told. */
static void who_can_be_reached_is_told(void **state)
{
    struct scenario *s = *state;
    static const char *const people[] = {"'name':'方某某','phone':'199****2001'", "'name':'方某某'"};
    char body[500];
    for (int i = 0; i < 2; i++) {
        move_clock(s, "2026-03-02 09:00");
        as(s, "demo-window");
        snprintf(body, sizeof body,
                 "{'channel':'letter','purpose':'relief','title':'物业收费争议','request':'退还','demands':[{'text':'"
                 "退还'}],"
                 "'persons':[{'role':'petitioner','kind':'natural',%s}]}",
                 people[i]);
        submit(s, body);
        expect(s, 201);
        acts(s, "demo-bureau", "screen", "{'class_code':'0303','urgency':'normal'}");
        acts(s, "demo-bureau", "dispatch", "{'to_unit':'@unit:zhujian','kind':'transfer'}");
        as(s, "demo-housing-intake");
        act(s, "accept", "{'notice_method':'not_possible','way':'按信访程序办理'}");
        if (i == 0) {
            expect_refused(s, 409, "notice_possible", "/fields/notice_method");
        } else {
            expect(s, 200);
        }
    }
}

/* Whoever drafted neither checks nor signs. The head of the town is also its handler here, as in a small office. */
static void four_eyes(void **state)
{
    struct scenario *s = *state;
    move_clock(s, "2026-03-02 09:00");
    as(s, "demo-admin");
    post(s, "/grants",
         "{'account_id':'@account:demo-town-head','role':'unit_handler','unit_id':'@unit:shiqiao','scope':'unit'}");
    expect(s, 201);
    in_handling(s, "shiqiao", "demo-town", "demo-town", "村务公开不及时");
    acts(s, "demo-town-head", "draft_opinion", OPINION);
    act(s, "check", "{}");
    expect_refused(s, 409, "same_person", NULL);
    with_language(s, "en");
    act(s, "check", "{}");
    expect_text(s, "detail", "You did “Draft the opinion” yourself; another person has to do this");
    get(s, "/cases/@case/transitions");
    expect(s, 200);
    expect_int(s, "data[event=check].allowed", 0);
    expect_text(s, "data[event=check].refusals.0.code", "same_person");

    /* Another edition by somebody else does not free the head: the words may still be his. */
    acts(s, "demo-town-head", "return_draft", "{'reason':'由承办人重新拟稿'}");
    acts(s, "demo-town", "draft_opinion", OPINION);
    as(s, "demo-town-head");
    act(s, "check", "{}");
    expect_refused(s, 409, "same_person", NULL);
    get(s, "/cases/@case/documents");
    expect_int(s, "data[status=withdrawn].edition", 1);
    expect_int(s, "data[status=draft].edition", 2);
}

static void stale_and_blind_writes_are_refused(void **state)
{
    struct scenario *s = *state;
    move_clock(s, "2026-03-02 09:00");
    in_handling(s, "zhujian", "demo-housing-intake", "demo-housing", "物业收费争议");
    const char *version = version_now(s);
    as(s, "demo-housing");
    post(s, "/cases/@case/transitions", "{'event':'draft_opinion','fields':" OPINION "}");
    expect(s, 428);
    with_version(s, "1");
    post(s, "/cases/@case/transitions", "{'event':'draft_opinion','fields':" OPINION "}");
    expect_refused(s, 412, "stale", NULL);
    nothing_changed(s, version, "handling");
    /* Two people with the same page open: the second is told, and nothing is overwritten. */
    as(s, "demo-housing");
    with_version(s, version);
    post(s, "/cases/@case/transitions", "{'event':'draft_opinion','fields':" OPINION "}");
    expect(s, 200);
    with_version(s, version);
    post(s, "/cases/@case/transitions", "{'event':'draft_opinion','fields':" OPINION "}");
    expect_refused(s, 412, "stale", NULL);
}

static void wrong_fields_are_located(void **state)
{
    struct scenario *s = *state;
    move_clock(s, "2026-03-02 09:00");
    dispatched(s, "zhujian", "物业收费争议");
    const char *version = version_now(s);
    as(s, "demo-housing-intake");
    act(s, "accept", "{'notice_method':'pigeon','notified_on':'2026-02-30','surplus':1}");
    expect_refused(s, 422, "field_choice_unknown", "/fields/notice_method");
    expect_refused(s, 422, "field_date_invalid", "/fields/notified_on");
    expect_refused(s, 422, "field_unknown", "/fields/surplus");
    expect_refused(s, 422, "field_required", "/fields/way");
    expect_text(s, "errors[code=field_required].detail", "请填写“办理途径和程序”");
    with_language(s, "en");
    act(s, "accept", "{'notice_method':'phone'}");
    expect_text(s, "errors[code=field_required].detail", "Fill in “Way and procedure”");
    act(s, "accept", "{'notice_method':'hand','proof':'签收','way':'按信访程序办理','notified_on':'2026-03-03'}");
    expect_refused(s, 422, "date_future", "/fields/notified_on");
    act(s, "accept", "{'notice_method':'hand','proof':'签收','way':'按信访程序办理','notified_on':'2026-03-01'}");
    expect_refused(s, 422, "date_too_early", "/fields/notified_on");
    act(s, "vanish", "{}");
    expect_refused(s, 409, "unknown_event", NULL);
    nothing_changed(s, version, "dispatched");
}

/* Every demand has its own answer, and the case goes only where it is allowed to go. */
static void rules_are_named(void **state)
{
    struct scenario *s = *state;
    move_clock(s, "2026-03-02 09:00");
    as(s, "demo-window");
    submit(
        s,
        "{'channel':'letter','purpose':'relief','title':'村道损坏','request':'修复村道','place_unit_id':'@unit:xikou',"
        "'demands':[{'text':'修复村道'},{'text':'赔偿车损'}],'class_code':'0108',"
        "'persons':[{'role':'petitioner','kind':'natural','name':'陶某某'}]}");
    expect(s, 201);
    acts(s, "demo-bureau", "screen", "{'class_code':'0108','urgency':'normal'}");
    act(s, "dispatch", "{'to_unit':'@unit:shiqiao','kind':'transfer'}"); /* a town whose area it is not */
    expect_refused(s, 409, "unit_competent", "/fields/to_unit");
    act(s, "dispatch", "{'to_unit':'@unit:xikou','kind':'transfer'}"); /* a village decides nothing */
    expect_refused(s, 409, "unit_competent", "/fields/to_unit");
    act(s, "dispatch", "{'to_unit':'@unit:xinfang','kind':'transfer'}");
    expect_refused(s, 409, "not_sender_itself", "/fields/to_unit");
    act(s, "dispatch", "{'to_unit':'@unit:zhujian','kind':'assignment'}"); /* an assignment has a date */
    expect_refused(s, 422, "field_required", "/fields/feedback_due_on");
    act(s, "dispatch",
        "{'to_unit':'@unit:zhujian','kind':'transfer','feedback_due_on':'2026-03-20'}"); /* a transfer has none */
    expect_refused(s, 422, "transfer_without_feedback", "/fields/feedback_due_on");
    acts(s, "demo-bureau", "dispatch",
         "{'to_unit':'@unit:zhujian','kind':'assignment','feedback_due_on':'2026-03-20'}");
    expect_clock(s, "C5", "2026-03-20", "running");
    acts(s, "demo-housing-intake", "accept", "{'notice_method':'hand','proof':'签收','way':'按信访程序办理'}");
    act(s, "assign_handler", "{'handler':'@account:demo-town','no_conflict':true}");
    expect_refused(s, 409, "handler_in_unit", "/fields/handler");
    act(s, "assign_handler", "{'handler':'@account:demo-housing','no_conflict':false}");
    expect_refused(s, 409, "no_conflict_declared", "/fields/no_conflict");
    acts(s, "demo-housing-intake", "assign_handler", "{'handler':'@account:demo-housing','no_conflict':true}");
    as(s, "demo-housing");
    act(s, "draft_opinion", OPINION);
    expect_refused(s, 409, "demands_answered", "/fields/answers");
    assert_non_null(strstr(value(s, "errors[code=demands_answered].detail"), "赔偿车损"));
    acts(s, "demo-housing", "report_completion", "{'report':'已修复村道并支付赔偿'}");
    as(s, "demo-bureau");
    act(s, "accept_report", "{}");
    expect_refused(s, 409, "not_from_here", NULL); /* there is no answer yet that it could report on */
}

/* What was supported is carried out before it counts as solved, and what the opinion says as a whole is what it says of the demands. */
static void closing_tells_the_truth(void **state)
{
    struct scenario *s = *state;
    move_clock(s, "2026-03-02 09:00");
    in_handling(s, "zhujian", "demo-housing-intake", "demo-housing", "保障房渗漏");
    as(s, "demo-housing");
    act(s, "draft_opinion",
        "{'facts':'现场查看确有渗漏','basis':'租赁合同第四条','outcome':'explain',"
        "'answers':[{'demand_id':'@demand:1','answer':'予以维修','outcome':'support','basis':'租赁合同第四条'}]}");
    expect_refused(s, 409, "outcome_fits_answers", "/fields/outcome");
    acts(s, "demo-housing", "draft_opinion",
         "{'facts':'现场查看确有渗漏','basis':'租赁合同第四条','outcome':'support',"
         "'answers':[{'demand_id':'@demand:1','answer':'予以维修','outcome':'support','basis':'租赁合同第四条'}]}");
    acts(s, "demo-housing-legal", "check", "{}");
    acts(s, "demo-housing-head", "sign", "{}");
    acts(s, "demo-housing", "deliver", "{'method':'hand','delivered_on':'2026-03-02','proof':'送达回证'}");
    as(s, "demo-bureau");
    act(s, "close",
        "{'closing_kind':'solved_executed','thing_settled':true,'petitioner_accepts':'yes','retention':'10'}");
    expect_refused(s, 409, "closing_fits_outcome", "/fields/closing_kind");
    act(s, "close",
        "{'closing_kind':'explained_accepted','thing_settled':true,'petitioner_accepts':'yes','retention':'10'}");
    expect_refused(s, 409, "closing_fits_outcome", "/fields/thing_settled");
    act(s, "close",
        "{'closing_kind':'agreement_performed','thing_settled':false,'petitioner_accepts':'yes','retention':'10'}");
    expect_refused(s, 409, "closing_fits_outcome", "/fields/closing_kind");
    act(s, "close",
        "{'closing_kind':'window_lapsed','thing_settled':false,'petitioner_accepts':'unknown','retention':'10'}");
    expect_refused(s, 409, "closing_fits_outcome", "/fields/closing_kind");
    acts(s, "demo-housing", "contact",
         "{'on':'2026-03-02','method':'phone','spoke_with':'信访人','reached':true,'content':'说明维修安排'}");
    acts(s, "demo-bureau", "close",
         "{'closing_kind':'stage_only','thing_settled':false,'petitioner_accepts':'no','retention':'10','note':'"
         "尚待落实'}");
    /* A closed case is not added to. */
    as(s, "demo-housing");
    post(s, "/cases/@case/contacts",
         "{'on':'2026-03-02','method':'phone','spoke_with':'信访人','reached':true,'content':'回访'}");
    expect_refused(s, 409, "not_from_here", NULL);
}

/* Who says that it was an earlier day shows what it goes by. */
static void an_earlier_day_needs_proof(void **state)
{
    struct scenario *s = *state;
    move_clock(s, "2026-03-02 09:00");
    dispatched(s, "zhujian", "物业收费争议");
    move_clock(s, "2026-03-06 09:00");
    as(s, "demo-housing-intake");
    act(s, "accept", "{'notice_method':'phone','way':'按信访程序办理','proof':'通话记录'}");
    expect_refused(s, 409, "notice_is_written", "/fields/notice_method"); /* Art 23 */
    act(s, "accept", "{'notice_method':'registered_mail','way':'按信访程序办理','notified_on':'2026-03-04'}");
    expect_refused(s, 409, "notice_is_written", "/fields/proof");
    acts(s, "demo-housing-intake", "accept",
         "{'notice_method':'registered_mail','way':'按信访程序办理','notified_on':'2026-03-04','proof':'挂号回执'}");
    expect_clock(s, "C6", "2026-05-03", "running");
}

int main(void)
{
    const struct CMUnitTest stories[] = {STORY(wrong_people_are_refused),
                                         STORY(who_withdrew_stays_out),
                                         STORY(a_checker_withdraws),
                                         STORY(the_bureau_corrects_an_end),
                                         STORY(who_can_be_reached_is_told),
                                         STORY(four_eyes),
                                         STORY(stale_and_blind_writes_are_refused),
                                         STORY(wrong_fields_are_located),
                                         STORY(rules_are_named),
                                         STORY(closing_tells_the_truth),
                                         STORY(an_earlier_day_needs_proof)};
    return STORIES(stories);
}

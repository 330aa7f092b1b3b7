/*
 * test_intake.c - the clerk registers what comes by web, letter, call, fax and visit, and nothing twice.
 */
#include "support/scenario.h"

#include <stdio.h>
#include <string.h>

#define PERSON(role, name) "{'role':'" role "','kind':'natural','name':'" name "'}"

static void register_by(struct scenario *s, const char *channel, const char *more, const char *number)
{
    char body[1024];
    snprintf(
        body, sizeof body,
        "{'channel':'%s','purpose':'relief','title':'村道损坏','request':'修复村道','demands':[{'text':'修复村道'}],%s"
        "'persons':[" PERSON("petitioner", "陶某某") "]}",
        channel, more);
    submit(s, body);
    expect(s, 201);
    expect_text(s, "case.number", number);
    expect_text(s, "submission.channel", channel);
    expect_text(s, "submission.registrar_name", "沈某");
    expect_text(s, "submission.unit_name", "稽江县信访局");
    assert_true(strlen(value(s, "receipt.query_code")) >= 20);
}

static void clerk_registers_all_channels(void **state)
{
    struct scenario *s = *state;
    move_clock(s, "2026-03-05 09:00");
    as(s, "demo-window");
    register_by(s, "web", "'source_platform':'province','external_number':'ZJ-1',", "999901-2026-W-000001");
    register_by(s, "letter", "'received_on':'2026-03-03',", "999901-2026-L-000001");
    expect_text(s, "submission.received_on", "2026-03-03");
    expect_clock(s, "C1", "2026-03-18", "running"); /* from receipt, not from registration */
    register_by(s, "call",
                "'oral_record':{'text':'村道坏了','read_back':true,'confirmed_by':'recording','reference':'R-7'},",
                "999901-2026-P-000001");
    expect_text(s, "submission.oral_confirmed_by", "recording");
    expect_int(s, "submission.oral_read_back", 1);
    register_by(s, "fax", "", "999901-2026-F-000001");
    register_by(s, "visit", "'window_number':'2','people_count':4,", "999901-2026-V-000001");
    expect_int(s, "submission.is_group_visit", 0);
    register_by(s, "visit", "'people_count':5,", "999901-2026-V-000002");
    expect_int(s, "submission.is_group_visit", 1);
    /* Together on somebody's desk. */
    as(s, "demo-bureau");
    get(s, "/cases?count=exact&channel=visit");
    expect_int(s, "total", 2);
}

/* Art 20: five speak for all; the others are petitioners too. */
static void at_most_five_speak_for_a_group(void **state)
{
    struct scenario *s = *state;
    static const char group[] =
        "{'channel':'visit','purpose':'relief','title':'劳务费结算','request':'结算劳务费','demands':[{'text':'"
        "结算劳务费'}],"
        "'is_joint':true,'people_count':12,'persons':[" PERSON("representative", "田某某") "," PERSON(
            "representative",
            "罗某某") "," PERSON("representative",
                                 "冉某某") "," PERSON("representative",
                                                      "马某某") "," PERSON("representative",
                                                                           "杨某某") "%s," PERSON("co_petitioner",
                                                                                                  "秦某某") "]}";
    char body[1024];
    move_clock(s, "2026-01-21 08:40");
    as(s, "demo-window");
    snprintf(body, sizeof body, group, "," PERSON("representative", "白某某"));
    submit(s, body);
    expect_refused(s, 409, "too_many_representatives", "/persons");
    assert_non_null(strstr(value(s, "detail"), "第二十条"));
    snprintf(body, sizeof body, group, "");
    submit(s, body);
    expect(s, 201);
    expect_size(s, "case.parties", 6);
    /* A letter is signed by as many as want to. */
    submit(s, "{'case_id':'@case','channel':'letter','purpose':'relief','title':'劳务费结算','request':'补充',"
              "'demands':[{'text':'结算劳务费'}],'persons':[" PERSON("representative", "石某某") "]}");
    expect(s, 201);
    expect_int(s, "case.people_count", 12);
    /* The rule is one of the case: another visit cannot bring a sixth. */
    submit(s, "{'case_id':'@case','channel':'visit','purpose':'relief','title':'劳务费结算','request':'补充',"
              "'demands':[{'text':'结算劳务费'}],'persons':[" PERSON("representative", "石某某") "]}");
    expect_refused(s, 409, "too_many_representatives", "/persons");
    /* Fewer people than names is a slip of the pen. */
    submit(s, "{'channel':'visit','purpose':'relief','title':'劳务费结算','request':'结算','people_count':1,"
              "'demands':[{'text':'结算劳务费'}],'persons':[" PERSON("petitioner", "田某某") "," PERSON("co_petitioner",
                                                                                                        "罗某某") "]}");
    expect_refused(s, 422, "people_count", "/people_count");
}

static void number_of_another_platform_comes_once(void **state)
{
    struct scenario *s = *state;
    as(s, "demo-window");
    register_by(s, "web", "'source_platform':'12345','external_number':'12345-20260309-0417',", "999901-2025-W-000001");
    submit(s, "{'channel':'call','source_platform':'12345','external_number':'12345-20260309-0417','purpose':'relief',"
              "'title':'村道损坏','request':'修复','demands':[{'text':'修复'}],'persons':[" PERSON("petitioner",
                                                                                                   "陶某某") "]}");
    expect_refused(s, 409, "external_number_taken", "/external_number");
    assert_non_null(strstr(value(s, "detail"), "999901-2025-W-000001"));
    register_by(s, "web", "'source_platform':'province','external_number':'12345-20260309-0417',",
                "999901-2025-W-000002");
    submit(s, "{'channel':'web','external_number':'1','purpose':'relief','title':'村道损坏','request':'修复',"
              "'demands':[{'text':'修复'}],'persons':[" PERSON("petitioner", "陶某某") "]}");
    expect_refused(s, 422, "platform_missing", "/source_platform");
}

/* A second letter about the same thing: one case, two submissions, no second clock. */
static void another_submission_joins_the_case(void **state)
{
    struct scenario *s = *state;
    move_clock(s, "2026-03-02 09:00");
    in_handling(s, "zhujian", "demo-housing-intake", "demo-housing", "保障房渗漏");
    const char *first = case_id(s);
    move_clock(s, "2026-03-20 09:00");
    as(s, "demo-window");
    submit(s, "{'case_id':'@case','channel':'visit','purpose':'relief','title':'补充材料','request':'补交照片',"
              "'demands':[{'text':'尽快维修'}],'persons':[" PERSON("petitioner", "陶某某") "," PERSON("agent",
                                                                                                      "陶某甲") "]}");
    expect(s, 201);
    expect_text(s, "case.id", first);
    expect_text(s, "submission.number", "999901-2026-V-000001");
    expect_int(s, "submission.is_first", 0);
    expect_null(s, "receipt.query_code"); /* the case has one already */
    expect_int(s, "case.submissions_count", 2);
    expect_size(s, "case.parties", 3);
    expect_size(s, "case.demands", 2); /* what is asked for anew will be answered too */
    expect_clock(s, "C1", "2026-03-17", "met");
    assert_int_equal(notices(s, "demo-housing", "同一事项又有新的信访件"), 1);
    as(s, "demo-bureau");
    get(s, "/cases?open=any&count=exact");
    expect_int(s, "total", 1);
    get(s, "/cases/@case/submissions");
    expect_size(s, "data", 2);
    acts(s, "demo-housing", "withdraw", "{'statement':'信访人书面撤回'}");
    as(s, "demo-window");
    submit(s, "{'case_id':'@case','channel':'visit','purpose':'relief','title':'补充材料','request':'再补充',"
              "'demands':[{'text':'尽快维修'}],'persons':[" PERSON("petitioner", "陶某某") "]}");
    expect_refused(s, 409, "case_closed", "/case_id");
}

static void accusations_do_not_enter_open_files(void **state)
{
    struct scenario *s = *state;
    as(s, "demo-window");
    submit(s, "{'channel':'letter','purpose':'accusation','title':'反映工作人员问题','request':'内容','demands':[{'"
              "text':'查处'}],"
              "'persons':[" PERSON("petitioner", "陶某某") "]}");
    expect_refused(s, 409, "sealed_lane", "/purpose");
    as(s, "demo-bureau");
    get(s, "/cases?open=any");
    expect_size(s, "data", 0);
}

/* Registered at a unit, the unit itself must tell the petitioner within fifteen days (Art 23). */
static void a_town_registers_at_its_own_door(void **state)
{
    struct scenario *s = *state;
    move_clock(s, "2026-03-02 09:00");
    as(s, "demo-town");
    submit(
        s,
        "{'channel':'visit','purpose':'relief','title':'村道损坏','request':'修复村道','demands':[{'text':'修复村道'}],"
        "'place_unit_id':'@unit:shangbai','persons':[" PERSON("petitioner", "陶某某") "]}");
    expect(s, 201);
    expect_text(s, "case.holder_unit_name", "石桥乡");
    expect_clock(s, "C2", "2026-03-17", "running");
    acts(s, "demo-town", "screen", "{'class_code':'0108','urgency':'normal'}");
    acts(s, "demo-town", "accept_here", "{'notice_method':'hand','proof':'签收','way':'由石桥乡办理'}");
    expect_clock(s, "C2", "2026-03-17", "met");
    expect_clock(s, "C6", "2026-05-01", "running");
    as(s, "demo-window");
    submit(s, "{'channel':'visit','unit_id':'@unit:shiqiao','purpose':'relief','title':'村道损坏','request':'修复',"
              "'demands':[{'text':'修复'}],'persons':[" PERSON("petitioner", "陶某某") "]}");
    expect_refused(s, 422, "register_elsewhere", "/unit_id");
}

/* The button was pressed twice, or the line broke: one registration. */
static void idempotent_registration(void **state)
{
    struct scenario *s = *state;
    static const char letter[] = "{'channel':'letter','purpose':'relief','title':'村道损坏','request':'修复村道','"
                                 "demands':[{'text':'修复村道'}],"
                                 "'persons':[" PERSON("petitioner", "陶某某") "]}";
    move_clock(s, "2026-03-02 09:00");
    as(s, "demo-window");
    with_key(s, "8a1f6c2e-one");
    submit(s, letter);
    expect(s, 201);
    const char *number = value(s, "receipt.number");
    const char *code = value(s, "receipt.query_code");
    move_clock(s, "2026-03-03 09:00");
    with_key(s, "8a1f6c2e-one");
    submit(s, letter);
    expect(s, 201);
    assert_string_equal(value(s, "receipt.number"), number);
    assert_string_equal(value(s, "receipt.query_code"), code);
    with_key(s, "8a1f6c2e-one");
    submit(s, "{'channel':'letter','purpose':'relief','title':'村道又坏了','request':'修复村道','demands':[{'text':'"
              "修复村道'}],"
              "'persons':[" PERSON("petitioner", "陶某某") "]}");
    expect_refused(s, 422, "idempotency_key_reused", NULL);
    /* Keys are everybody's own. */
    as(s, "demo-bureau");
    with_key(s, "8a1f6c2e-one");
    submit(s, letter);
    expect(s, 201);
    assert_string_not_equal(value(s, "receipt.number"), number);
    /* A refusal is kept as well. */
    as(s, "demo-window");
    for (int i = 0; i < 2; i++) {
        with_key(s, "8a1f6c2e-two");
        submit(s, "{'channel':'letter','purpose':'accusation','title':'反映问题','request':'内容','demands':[{'text':'"
                  "查处'}],"
                  "'persons':[" PERSON("petitioner", "陶某某") "]}");
        expect_refused(s, 409, "sealed_lane", "/purpose");
    }
    as(s, "demo-bureau");
    get(s, "/cases?count=exact");
    expect_int(s, "total", 2);
}

int main(void)
{
    const struct CMUnitTest stories[] = {STORY(clerk_registers_all_channels),
                                         STORY(at_most_five_speak_for_a_group),
                                         STORY(number_of_another_platform_comes_once),
                                         STORY(another_submission_joins_the_case),
                                         STORY(accusations_do_not_enter_open_files),
                                         STORY(a_town_registers_at_its_own_door),
                                         STORY(idempotent_registration)};
    return STORIES(stories);
}

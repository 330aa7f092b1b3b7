/*
 * test_succession.c - a unit is merged into another: what it had in hand goes over, and the petitioner loses no day (Regulation Art 24).
 */
#include "support/scenario.h"

#include "app/commands.h"

#include <stdio.h>
#include <string.h>

#define OBJECTION "{'ground':'执法事权已划转','legal_basis':'职责清单第37项'}"
#define BASIS     "'basis':'县机构改革方案（稽委〔2026〕3号）'"

static void merged(struct scenario *s, const char *unit, const char *successor, const char *from_on)
{
    char path[64], body[300];
    as(s, "demo-admin");
    snprintf(path, sizeof path, "/units/@unit:%s/succession", unit);
    snprintf(body, sizeof body, "{'successor_id':'@unit:%s','from_on':'%s'," BASIS "}", successor, from_on);
    post(s, path, body);
}

/* The seals of the cases hold: whose duty a clock is belongs to them. */
static void the_journals_follow(struct scenario *s)
{
    char data[512], data_flag[] = "--data";
    snprintf(data, sizeof data, "%s", stop_server(s));
    char *argv[] = {data_flag, data, NULL};
    assert_int_equal(verify_cmd_main(2, argv), 0);
    restart_server(s);
}

/* In handling: holder, clock and reading go over; the dates stay, the documents too, and the old desk is closed. */
static void a_case_in_hand_goes_over(void **state)
{
    struct scenario *s = *state;
    move_clock(s, "2026-03-09 09:00");
    in_handling(s, "zhujian", "demo-housing-intake", "demo-housing", "小区道路破损");
    expect_clock(s, "C6", "2026-05-08", "running");
    move_clock(s, "2026-04-01 09:00");
    merged(s, "zhujian", "zhifa", "2026-04-01");
    expect(s, 201);
    expect_text(s, "successor_name", "县综合行政执法局");
    expect_int(s, "cases", 1);
    as(s, "demo-enforce");
    get(s, "/cases/@case");
    expect(s, 200);
    expect_text(s, "holder_unit_name", "县综合行政执法局");
    expect_text(s, "state", "handling");
    expect_null(s, "handler_id");
    expect_clock(s, "C6", "2026-05-08", "running");
    assert_int_equal(notices(s, "demo-enforce", "承接"), 1);
    acts(s, "demo-enforce", "assign_handler", "{'handler':'@account:demo-enforce','no_conflict':true}");
    /* The journal says why; the notice of acceptance stays as it was issued. */
    get(s, "/cases/@case/journal");
    expect_text(s, "data[action=succession].note", "县机构改革方案（稽委〔2026〕3号）");
    get(s, "/cases/@case/documents");
    expect_text(s, "data[type=acceptance_notice].unit_name", "县住房和城乡建设局");
    as(s, "demo-housing");
    get(s, "/cases/@case");
    expect(s, 403); /* nobody acts for it any more */
    /* The unit tells its successor, and nothing is sent there any more. */
    as(s, "demo-admin");
    get(s, "/units/@unit:zhujian");
    expect_text(s, "valid_to", "2026-03-31");
    expect_text(s, "successions.0.successor_name", "县综合行政执法局");
    as(s, "demo-window");
    submit(s, "{'channel':'letter','purpose':'relief','title':'路灯不亮','request':'修复','class_code':'0304',"
              "'demands':[{'text':'修复'}],'persons':[{'role':'petitioner','kind':'natural','name':'陶某某'}]}");
    expect(s, 201);
    acts(s, "demo-bureau", "screen", "{'class_code':'0304','urgency':'normal'}");
    act(s, "dispatch", "{'to_unit':'@unit:zhujian','kind':'transfer'}");
    expect_refused(s, 409, "not_succeeded", "/fields/to_unit");
    assert_non_null(strstr(value(s, "detail"), "县综合行政执法局"));
    acts(s, "demo-bureau", "dispatch", "{'to_unit':'@unit:zhifa','kind':'transfer'}");
    the_journals_follow(s);
}

/* Mid-objection: the sender still rules, in the time that there was, and then the successor has it. */
static void an_objection_is_ruled_all_the_same(void **state)
{
    struct scenario *s = *state;
    move_clock(s, "2026-03-09 09:00");
    dispatched(s, "shengtai", "油烟扰民");
    acts(s, "demo-eco", "object", OBJECTION);
    expect_clock(s, "C4b", "2026-03-12", "running");
    move_clock(s, "2026-03-10 09:00");
    merged(s, "shengtai", "zhifa", "2026-03-10");
    expect(s, 201);
    as(s, "demo-enforce");
    get(s, "/cases/@case");
    expect_text(s, "state", "objected");
    expect_clock(s, "C4b", "2026-03-12", "running");
    expect_clock(s, "C3", "2026-03-24", "running");
    acts(s, "demo-bureau", "refuse_objection", "{'reason':'职责清单未调整'}");
    acts(s, "demo-enforce", "accept", "{'notice_method':'hand','proof':'签收','way':'按信访程序办理'}");
    expect_clock(s, "C3", "2026-03-24", "met");
}

/* The task of an assisting unit, with its day; who was asked first stays on record. */
static void a_task_goes_over(void **state)
{
    struct scenario *s = *state;
    move_clock(s, "2026-03-09 09:00");
    in_handling(s, "zhujian", "demo-housing-intake", "demo-housing", "断头路占道停车");
    acts(s, "demo-bureau", "add_assisting",
         "{'to_unit':'@unit:shengtai','task':'核对噪声','assist_due_on':'2026-03-20'}");
    move_clock(s, "2026-03-10 09:00");
    merged(s, "shengtai", "zhifa", "2026-03-10");
    expect_int(s, "cases", 1);
    expect_clock(s, "A1", "2026-03-20", "running");
    assert_int_equal(notices(s, "demo-enforce", "承接"), 1);
    acts(s, "demo-enforce", "assist_answer", "{'answer':'噪声不超标'}");
    expect_clock(s, "A1", "2026-03-20", "met");
    get(s, "/cases/@case");
    expect_text(s, "holder_unit_name", "县住房和城乡建设局");
    as(s, "demo-housing");
    act(s, "add_assisting", "{'to_unit':'@unit:shengtai','task':'再核对','assist_due_on':'2026-03-20'}");
    expect_refused(s, 409, "not_succeeded", "/fields/to_unit");
}

/* What was closed before can be read by whoever answers for it now, and it stays closed. */
static void the_past_can_be_read(void **state)
{
    struct scenario *s = *state;
    move_clock(s, "2026-03-09 09:00");
    dispatched(s, "shengtai", "油烟扰民");
    acts(s, "demo-bureau", "withdraw", "{'statement':'书面撤回，材料第3号'}");
    as(s, "demo-enforce");
    get(s, "/cases/@case");
    expect(s, 404);
    move_clock(s, "2026-03-10 09:00");
    merged(s, "shengtai", "zhifa", "2026-03-10");
    expect_int(s, "cases", 0);
    as(s, "demo-enforce");
    get(s, "/cases/@case");
    expect(s, 200);
    expect_text(s, "state", "closed");
    expect_text(s, "holder_unit_name", "市生态环境局稽江分局");
}

/* Recorded to the wrong unit: another succession takes the cases on from there. */
static void a_mistake_is_repaired_by_another(void **state)
{
    struct scenario *s = *state;
    move_clock(s, "2026-03-09 09:00");
    dispatched(s, "shengtai", "油烟扰民");
    move_clock(s, "2026-03-10 09:00");
    merged(s, "shengtai", "renshe", "2026-03-10");
    expect(s, 201);
    move_clock(s, "2026-03-10 10:00");
    merged(s, "shengtai", "zhifa", "2026-03-10");
    expect_int(s, "cases", 1);
    as(s, "demo-enforce");
    get(s, "/cases/@case");
    expect_text(s, "holder_unit_name", "县综合行政执法局");
    as(s, "demo-admin");
    get(s, "/units/@unit:shengtai");
    expect_size(s, "successions", 2);
    the_journals_follow(s);
}

static void what_cannot_be_is_refused(void **state)
{
    struct scenario *s = *state;
    move_clock(s, "2026-03-09 09:00");
    as(s, "demo-bureau");
    post(s, "/units/@unit:shengtai/succession", "{'successor_id':'@unit:zhifa','from_on':'2026-03-09'," BASIS "}");
    expect(s, 403);
    merged(s, "shengtai", "zhifa", "2026-03-10"); /* not for a day to come */
    expect_refused(s, 422, "succession_day", "/from_on");
    merged(s, "shengtai", "shengtai", "2026-03-09");
    expect_refused(s, 409, "succession_itself", "/successor_id");
    merged(s, "shengtai", "fenglin", "2026-03-09"); /* handles nothing */
    expect_refused(s, 409, "successor_not_there", "/successor_id");
    merged(s, "xinfang", "zhifa", "2026-03-09");
    expect_refused(s, 409, "succession_kind", NULL);
    merged(s, "shiqiao", "yunxi", "2026-03-09"); /* its villages first */
    expect_refused(s, 409, "unit_has_units", NULL);
    /* Arts 28, 44: not to whom the petition is against. */
    as(s, "demo-window");
    submit(s, "{'channel':'letter','purpose':'relief','title':'反映答复不实','request':'重新核实','demands':[{'text':'"
              "重新核实'}],"
              "'class_code':'0304','persons':[{'role':'petitioner','kind':'natural','name':'骆某某'}]}");
    acts(s, "demo-bureau", "name_complained", "{'unit':'@unit:zhifa','reason':'来信反映该局'}");
    acts(s, "demo-bureau", "screen", "{'class_code':'0304','urgency':'normal'}");
    acts(s, "demo-bureau", "dispatch", "{'to_unit':'@unit:shengtai','kind':'transfer'}");
    merged(s, "shengtai", "zhifa", "2026-03-09");
    expect_refused(s, 409, "successor_complained_of", "/successor_id");
    get(s, "/units/@unit:shengtai");
    expect_null(s, "valid_to");
    expect_size(s, "successions", 0);
    merged(s, "zhifa", "zhujian", "2026-03-09");
    expect(s, 201);
    merged(s, "caizheng", "zhifa", "2026-03-09"); /* is no more itself */
    expect_refused(s, 409, "successor_not_there", "/successor_id");
}

int main(void)
{
    const struct CMUnitTest stories[] = {
        STORY(a_case_in_hand_goes_over), STORY(an_objection_is_ruled_all_the_same), STORY(a_task_goes_over),
        STORY(the_past_can_be_read),     STORY(a_mistake_is_repaired_by_another),   STORY(what_cannot_be_is_refused),
    };
    return STORIES(stories);
}

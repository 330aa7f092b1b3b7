/*
 * test_recommendation.c - the three powers of recommendation and their written answers (Arts 14, 40; clock C18).
 */
#include "support/scenario.h"

#include <stdio.h>

#define POLICY                                                                                                                               \
    "{'kind':'improve_policy','to_unit':'@unit:999901','facts':'校园体育场地课后不开放，多件信访反映同一问题','basis'" \
    ":"                                                                                                                                      \
    "'信访工作条例第四十条','suggestion':'制定学校体育场地向社会开放的办法，落实保险和安保经费'}"
#define WORK                                                                                                                            \
    "{'kind':'improve_work','to_unit':'@unit:zhifa','facts':'夜间油烟巡查排班空档','basis':'信访工作条例第四十条'," \
    "'suggestion':'夜市路段实行夜间错时巡查'}"

/* Turns to the recommendation that came out of the case. */
static void turn_to_recommendation(struct scenario *s)
{
    char id[27];
    as(s, "demo-bureau");
    get(s, "/cases/@case/links");
    expect(s, 200);
    snprintf(id, sizeof id, "%s", value(s, "data[kind=recommended_on].matter.id"));
    turn_to(s, id);
}

static void a_policy_is_improved(void **state)
{
    struct scenario *s = *state;
    move_clock(s, "2026-05-06 10:00");
    dispatched(s, "jiaoti", "学校操场课后不开放");
    as(s, "demo-bureau");
    act(s, "recommend", POLICY);
    expect_refused(s, 403, "role_missing", NULL); /* the head's, not the handler's */
    as(s, "demo-bureau-head");
    act(s, "recommend",
        "{'kind':'improve_policy','to_unit':'@unit:zhifa','facts':'场地不开放','basis':'第四十条','suggestion':'"
        "制定开放办法'}");
    expect_refused(s, 409, "addressee_fits", "/fields/to_unit");
    act(s, "recommend",
        "{'kind':'hold_responsible','to_unit':'@unit:jiaoti','facts':'拖延不办','basis':'第四十条','suggestion':'"
        "追究责任'}");
    expect_refused(s, 422, "field_required", "/fields/consequences");
    act(s, "recommend",
        "{'kind':'hold_responsible','to_unit':'@unit:jiaoti','facts':'长期拖延不办','basis':'第四十条','suggestion':'"
        "依规追究责任','consequences':'学生受伤'}");
    expect_refused(s, 409, "addressee_fits", "/fields/to_unit"); /* not by those whom it is about */
    acts(s, "demo-bureau-head", "recommend", POLICY);
    turn_to_recommendation(s);
    expect_clock(s, "C18", "2026-06-05", "running");
    get(s, "/cases/@case");
    expect_text(s, "lane", "recommend");
    expect_text(s, "holder_unit_name", "稽江县");
    expect_null(s, "petitioner");
    expect_size(s, "parties", 0);
    get(s, "/cases/@case/documents");
    expect_text(s, "data[type=policy_recommendation].number", "稽信访〔2026〕策建字1号");
    get(s, "/cases/@case/documents/%s/pdf", value(s, "data[type=policy_recommendation].id"));
    expect_pdf(s, "请自收到之日起30日内书面反馈是否采纳");

    move_clock(s, "2026-05-28 10:00");
    acts(s, "demo-county-head", "answer_recommendation",
         "{'adoption':'adopt','answer':'同意，由教体局牵头起草开放办法','measures':'暑假前印发试行办法'}");
    expect_text(s, "outcome", "adopt");
    expect_clock(s, "C18", "2026-06-05", "met");
    acts(s, "demo-bureau-head", "follow_recommendation", "{'follow_on':'2026-07-31'}");
    expect_clock(s, "F1", "2026-07-31", "running");
    move_clock(s, "2026-07-20 10:00");
    acts(s, "demo-county-head", "record_follow",
         "{'done_on':'2026-07-20','proof':'稽政办发〔2026〕31号','result':'办法已印发，12所学校开放'}");
    expect_text(s, "state", "closed");
    expect_text(s, "closing.kind", "recommendation_answered");
    expect_int(s, "closing.thing_settled", 1);
}

/* What is not answered in time is a matter of supervision, and an answer without reasons comes back. */
static void who_does_not_answer_is_supervised(void **state)
{
    struct scenario *s = *state;
    move_clock(s, "2026-05-06 10:00");
    dispatched(s, "shengtai", "夜市油烟");
    acts(s, "demo-bureau-head", "recommend", WORK);
    turn_to_recommendation(s);
    live_until(s, "2026-06-06 09:00");
    as(s, "demo-bureau");
    get(s, "/cases/@case/supervision");
    expect_text(s, "found.0.trigger", "overdue:C18");
    acts(s, "demo-enforce", "answer_recommendation",
         "{'adoption':'not_adopt','answer':'现有人员不足，无法增加夜间排班'}");
    acts(s, "demo-bureau-head", "return_recommendation", "{'reason':'未说明能否错时排班','again_due_on':'2026-06-16'}");
    expect_clock(s, "C18b", "2026-06-16", "running");
    acts(s, "demo-enforce", "answer_recommendation", "{'adoption':'partly','answer':'周五周六实行错时巡查'}");
    acts(s, "demo-bureau-head", "close_recommendation", "{}");
    expect_text(s, "outcome", "partly");
    get(s, "/cases?lane=recommend&open=false");
    expect_size(s, "data", 1);
}

int main(void)
{
    const struct CMUnitTest stories[] = {
        STORY(a_policy_is_improved),
        STORY(who_does_not_answer_is_supervised),
    };
    return STORIES(stories);
}

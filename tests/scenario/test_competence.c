/*
 * test_competence.c - who is competent: disputes, late objections, units that are complained of, and the book of precedents.
 */
#include "support/scenario.h"

#include <stdio.h>

#define OBJECTION "{'ground':'执法事权已划转','legal_basis':'职责清单第37项'}"

static void smoke_is_sent_to_the_environment(struct scenario *s)
{
    move_clock(s, "2026-09-28 09:00");
    as(s, "demo-window");
    submit(s, "{'channel':'call','purpose':'relief','title':'烧烤店油烟扰民','request':'查处油烟','demands':[{'text':'"
              "查处油烟'}],"
              "'class_code':'1301','place_unit_id':'@unit:laocheng','persons':[{'role':'petitioner','kind':'natural','"
              "name':'吴某某'}],"
              "'oral_record':{'text':'油烟','read_back':true,'confirmed_by':'recording','reference':'录音1'}}");
    expect(s, 201);
    acts(s, "demo-bureau", "screen", "{'class_code':'1301','urgency':'normal'}");
    acts(s, "demo-bureau", "dispatch", "{'to_unit':'@unit:shengtai','kind':'transfer'}");
}

/* Units do not agree: the common superior rules, and where it sends the case it stays. */
static void a_dispute_is_ruled_once(void **state)
{
    struct scenario *s = *state;
    smoke_is_sent_to_the_environment(s);
    acts(s, "demo-eco", "object", OBJECTION);
    as(s, "demo-bureau");
    act(s, "rule_dispute", "{'to_unit':'@unit:zhifa','kind':'transfer','reason':'裁定'}");
    expect_refused(s, 409, "not_from_here", NULL);
    acts(s, "demo-bureau", "refer_dispute", "{'body':'superior','reason':'两单位均认为不属本单位职责'}");
    expect_text(s, "state", "disputed");
    expect_clock(s, "D1", "2026-10-16", "running"); /* ten working days over the National Day */
    as(s, "demo-bureau");
    act(s, "rule_dispute", "{'to_unit':'@unit:zhifa','kind':'transfer','reason':'餐饮油烟执法由综合执法部门负责'}");
    expect_refused(s, 403, "role_missing", NULL); /* the superior rules, not the sender */
    acts(s, "demo-county-head", "rule_dispute",
         "{'to_unit':'@unit:zhifa','kind':'transfer','reason':'餐饮油烟执法由综合执法部门负责'}");
    expect_text(s, "holder_unit_name", "县综合行政执法局");
    expect_clock(s, "D1", "2026-10-16", "met");
    as(s, "demo-enforce");
    act(s, "object", OBJECTION);
    expect_refused(s, 409, "not_ruled", NULL);
}

/* Five working days are over; the head of the bureau lets it in, with reasons. */
static void a_late_objection_needs_the_head(void **state)
{
    struct scenario *s = *state;
    smoke_is_sent_to_the_environment(s);
    as(s, "demo-bureau-head");
    act(s, "allow_late_objection", "{'reason':'职责清单刚调整'}");
    expect_refused(s, 409, "objection_lapsed", NULL);
    move_clock(s, "2026-10-12 09:00");
    as(s, "demo-eco");
    act(s, "object", OBJECTION);
    expect_refused(s, 409, "objection_window_open", NULL);
    acts(s, "demo-bureau-head", "allow_late_objection", "{'reason':'职责清单刚调整'}");
    acts(s, "demo-eco", "object", OBJECTION);
    get(s, "/cases/@case/dispatches");
    expect_text(s, "data.0.objection.late_consent_reason", "职责清单刚调整");
}

/* Arts 28, 44: not to whom it is against, nor to those below. */
static void whom_it_is_against_does_not_handle_it(void **state)
{
    struct scenario *s = *state;
    move_clock(s, "2026-03-02 09:00");
    as(s, "demo-window");
    submit(s, "{'channel':'letter','purpose':'relief','title':'反映乡里答复不实','request':'重新核实','demands':[{'"
              "text':'重新核实'}],"
              "'class_code':'0202','place_unit_id':'@unit:xiabai','persons':[{'role':'petitioner','kind':'natural','"
              "name':'骆某某'}]}");
    expect(s, 201);
    acts(s, "demo-bureau", "name_complained", "{'unit':'@unit:shiqiao','reason':'来信反映该乡'}");
    acts(s, "demo-bureau", "screen", "{'class_code':'0202','urgency':'normal'}");
    act(s, "dispatch", "{'to_unit':'@unit:shiqiao','kind':'transfer'}");
    expect_refused(s, 409, "not_complained_of", "/fields/to_unit");
    acts(s, "demo-bureau", "dispatch", "{'to_unit':'@unit:ziran','kind':'transfer'}");
}

/* A ruling is a draft until it is put into words that name nobody; then it is found by class. */
static void rulings_become_precedents(void **state)
{
    struct scenario *s = *state;
    char path[90];
    smoke_is_sent_to_the_environment(s);
    acts(s, "demo-eco", "object", OBJECTION);
    acts(s, "demo-bureau", "redispatch",
         "{'to_unit':'@unit:zhifa','kind':'transfer','reason':'核实职责清单，同意异议'}");
    as(s, "demo-enforce");
    get(s, "/precedents?class_code=1301");
    expect(s, 200);
    expect_size(s, "data", 0);
    get(s, "/precedents?status=draft");
    expect(s, 403);
    as(s, "demo-bureau");
    get(s, "/precedents?status=draft&class_code=1301");
    expect_size(s, "data", 1);
    expect_text(s, "data.0.unit_name", "县综合行政执法局");
    expect_text(s, "data.0.refused_unit_name", "市生态环境局稽江分局");
    snprintf(path, sizeof path, "/precedents/%s/confirm", value(s, "data.0.id"));
    post(s, path, "{'facts':'沿街餐饮店油烟扰民由谁查处','reason':'执法事权已划转','legal_basis':'职责清单第37项'}");
    expect(s, 200);
    post(s, path, "{'facts':'沿街餐饮店油烟扰民由谁查处','reason':'执法事权已划转','legal_basis':'职责清单第37项'}");
    expect(s, 409);
    as(s, "demo-enforce");
    get(s, "/precedents?class_code=1301");
    expect_size(s, "data", 1);
    expect_text(s, "data.0.facts", "沿街餐饮店油烟扰民由谁查处");
    get(s, "/precedents?q=%s", "%E6%B2%B9%E7%83%9F"); /* 油烟 */
    expect_size(s, "data", 1);
    get(s, "/precedents?q=%s&class_code=1301", "%E5%AE%85%E5%9F%BA%E5%9C%B0"); /* 宅基地 */
    expect_size(s, "data", 0);
    get(s, "/precedents?class_code=1301");
    expect_null(s, "data.0.case_id");
}

int main(void)
{
    const struct CMUnitTest stories[] = {
        STORY(a_dispute_is_ruled_once),
        STORY(a_late_objection_needs_the_head),
        STORY(whom_it_is_against_does_not_handle_it),
        STORY(rulings_become_precedents),
    };
    return STORIES(stories);
}

/*
 * test_objection.c - smoke from a grill: the wrong office objects, and the case is sent on, over the National Day holiday.
 *
 * Five working days from 2026-09-28 end on Saturday 2026-10-10, which is worked; the fifteen days of the written notice are
 * calendar days and start again with the new dispatch.
 */
#include "support/scenario.h"

static void smoke_is_reported(struct scenario *s)
{
    move_clock(s, "2026-09-26 21:50");
    as(s, "demo-admin");
    put(s, "/sequences/case:999901-2026-P", "{'last':475}");
    expect(s, 200);
    as(s, "demo-window");
    submit(s, "{'channel':'call','source_platform':'12345','purpose':'relief','title':'沿街烧烤店油烟夜间扰民',"
              "'request':'查处油烟直排，夜间停业整改','demands':[{'text':'查处油烟直排'},{'text':'夜间停业整改'}],"
              "'class_code':'1301','place_unit_id':'@unit:laocheng',"
              "'oral_record':{'text':'烧烤店油烟直排','read_back':true,'confirmed_by':'recording'},"
              "'persons':[{'role':'petitioner','kind':'natural','name':'吴某某','phone':'199****0701'}]}");
    expect(s, 201);
    expect_text(s, "case.number", "999901-2026-P-000476");
    expect_clock(s, "C1", "2026-10-11", "running");
    move_clock(s, "2026-09-28 09:30");
    acts(s, "demo-bureau", "screen", "{'class_code':'1301','urgency':'normal'}");
    acts(s, "demo-bureau", "dispatch", "{'to_unit':'@unit:shengtai','kind':'transfer','basis':'大气污染防治职责'}");
    expect_clock(s, "C4", "2026-10-10", "running");
    expect_clock(s, "C3", "2026-10-13", "running");
}

/* Which days are counted and which are not can be read day by day. */
static void the_window_is_explained(struct scenario *s)
{
    as(s, "demo-eco");
    get(s, "/cases/@case/deadlines");
    expect(s, 200);
    get(s, "/cases/@case/deadlines/%s/trace", value(s, "data[clock=C4].id"));
    expect(s, 200);
    expect_text(s, "steps[day=2026-09-28].kind", "start");
    expect_int(s, "steps[day=2026-09-30].number", 2);
    expect_text(s, "steps[day=2026-10-01].kind", "holiday");
    expect_text(s, "steps[day=2026-10-01].name", "国庆节");
    expect_int(s, "steps[day=2026-10-08].number", 3);
    expect_text(s, "steps[day=2026-10-10].kind", "makeup");
    expect_int(s, "steps[day=2026-10-10].number", 5);
}

static void objection_across_national_day(void **state)
{
    struct scenario *s = *state;
    smoke_is_reported(s);
    the_window_is_explained(s);

    move_clock(s, "2026-09-30 10:20");
    as(s, "demo-eco");
    act(s, "object", "{'ground':'餐饮油烟执法事权已划转','legal_basis':''}");
    expect_refused(s, 422, "field_required", "/fields/legal_basis");
    acts(s, "demo-eco", "object",
         "{'ground':'餐饮油烟执法事权已划转','legal_basis':'职责清单第37项','suggested_unit':'@unit:zhifa'}");
    expect_text(s, "state", "objected");
    expect_int(s, "is_returned", 1);
    get(s, "/cases/@case/documents");
    get(s, "/cases/@case/documents/%s/pdf", value(s, "data[type=objection_letter].id"));
    expect_pdf(s, "稽江县信访局："); /* a letter says to whom it goes */
    expect_clock(s, "C4", "2026-10-10", "met");
    expect_clock(s, "C4b", "2026-10-10", "running");
    assert_int_equal(notices(s, "demo-bureau", "提出异议"), 1); /* sender and bureau in one: told once */

    as(s, "demo-eco");
    act(s, "redispatch", "{'to_unit':'@unit:zhifa','kind':'transfer','reason':'同意'}");
    expect_refused(s, 403, "role_missing", NULL);
    acts(s, "demo-bureau", "redispatch",
         "{'to_unit':'@unit:zhifa','kind':'transfer','reason':'经核实同意','basis':'职责清单第37项'}");
    expect_text(s, "state", "dispatched");
    expect_text(s, "holder_unit_name", "县综合行政执法局");
    expect_int(s, "is_returned", 0);
    expect_clock(s, "C4b", "2026-10-10", "met");
    expect_clock(s, "C3", "2026-10-15", "running");
    expect_clock(s, "C4", "2026-10-13", "running");

    as(s, "demo-bureau");
    get(s, "/cases/@case/deadlines");
    expect(s, 200);
    expect_text(s, "data[status=cancelled].clock", "C3");
    expect_text(s, "data[status=cancelled].due_on", "2026-10-13");
    get(s, "/cases/@case/dispatches");
    expect(s, 200);
    expect_size(s, "data", 2);
    expect_text(s, "data.0.status", "redispatched");
    expect_text(s, "data.0.objection.ruling", "agreed");
    expect_text(s, "data.0.objection.suggested_unit_name", "县综合行政执法局");
    expect_text(s, "data.1.to_unit_name", "县综合行政执法局");
    expect_text(s, "data.1.from_unit_name", "稽江县信访局");
}

static void late_objection_is_refused(void **state)
{
    struct scenario *s = *state;
    smoke_is_reported(s);
    /* The last moment is the end of the fifth working day. */
    move_clock(s, "2026-10-11 00:00");
    as(s, "demo-eco");
    act(s, "object", "{'ground':'餐饮油烟执法事权已划转','legal_basis':'职责清单第37项'}");
    expect_refused(s, 409, "objection_window_open", NULL);
    move_clock(s, "2026-10-10 23:59");
    act(s, "object", "{'ground':'餐饮油烟执法事权已划转','legal_basis':'职责清单第37项'}");
    expect(s, 200);
    acts(s, "demo-bureau", "refuse_objection", "{'reason':'夜间油烟以大气污染防治职责为主，请继续办理'}");
    expect_text(s, "state", "dispatched");
    expect_text(s, "holder_unit_name", "市生态环境局稽江分局");
    expect_clock(s, "C3", "2026-10-13", "running");
}

int main(void)
{
    const struct CMUnitTest stories[] = {STORY(objection_across_national_day), STORY(late_objection_is_refused)};
    return STORIES(stories);
}

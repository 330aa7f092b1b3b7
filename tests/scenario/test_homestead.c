/*
 * test_homestead.c - a homestead is refused: the opinion comes late because it was extended in time, and says no with reasons.
 */
#include "support/scenario.h"

static void homestead_is_accepted(struct scenario *s)
{
    move_clock(s, "2026-01-12 09:30");
    as(s, "demo-admin");
    put(s, "/sequences/case:999901-2026-V", "{'last':18}");
    expect(s, 200);
    as(s, "demo-window");
    submit(s, "{'channel':'visit','purpose':'relief','title':'宅基地建房申请被退回','request':'批准异地新建120平方米',"
              "'demands':[{'text':'批准异地新建120平方米'}],'class_code':'0202','place_unit_id':'@unit:xiabai',"
              "'persons':[{'role':'petitioner','kind':'natural','name':'骆某某','phone':'199****1001'}]}");
    expect(s, 201);
    expect_text(s, "case.number", "999901-2026-V-000019");
    move_clock(s, "2026-01-14 10:10");
    acts(s, "demo-bureau", "screen", "{'class_code':'0202','urgency':'normal'}");
    acts(s, "demo-bureau", "dispatch", "{'to_unit':'@unit:shiqiao','kind':'transfer'}");
    move_clock(s, "2026-01-19 09:00");
    acts(s, "demo-town", "accept", "{'notice_method':'hand','proof':'骆某某签收','way':'由石桥乡办理，60日内答复'}");
    expect_clock(s, "C6", "2026-03-20", "running");
    acts(s, "demo-town", "assign_handler", "{'handler':'@account:demo-town','no_conflict':true}");
}

static void it_is_extended_once(struct scenario *s)
{
    move_clock(s, "2026-03-18 15:00");
    as(s, "demo-town");
    act(s, "extend", "{'days':30,'reason':'需核对历史审批档案','notice_method':'hand'}");
    expect_refused(s, 403, "role_missing", NULL);
    as(s, "demo-town-head");
    act(s, "extend", "{'days':31,'reason':'需核对历史审批档案','notice_method':'hand'}");
    expect_refused(s, 409, "within_extension_cap", "/fields/days");
    expect_text(s, "errors.0.rule", "信访工作条例第三十四条");
    acts(s, "demo-town-head", "extend",
         "{'days':30,'reason':'需核对历史审批档案','notice_method':'hand','proof':'延期告知书送达回证'}");
    expect_int(s, "is_extended", 1);
    expect_text(s, "due_on", "2026-04-19");
    expect_clock(s, "C6", "2026-04-19", "running");
    act(s, "extend", "{'days':1,'reason':'还需要更多时间','notice_method':'hand'}");
    expect_refused(s, 409, "within_extension_cap", "/fields/days");
    as(s, "demo-town");
    get(s, "/cases/@case/documents");
    expect_text(s, "data[type=extension_notice].number", "稽石乡〔2026〕延字1号");
    expect_text(s, "data[type=extension_notice].status", "delivered");
}

static void the_opinion_says_no(struct scenario *s)
{
    move_clock(s, "2026-04-14 16:00");
    acts(s, "demo-town", "draft_opinion",
         "{'outcome':'not_support','facts':'户内已有合法宅基地一处','basis':'《土地管理法》第六十二条','answers':["
         "{'demand_id':'@demand:1','outcome':'not_support','answer':'不符合一户一宅','basis':'《土地管理法》第六十二条'"
         "}]}");
    move_clock(s, "2026-04-15 10:30");
    acts(s, "demo-town-head", "check", "{'remark':'依据准确'}");
    acts(s, "demo-town-head", "sign", "{}");
    expect_clock(s, "C6", "2026-04-19", "met");
    move_clock(s, "2026-04-16 11:00");
    as(s, "demo-town");
    act(s, "deliver", "{'method':'hand','delivered_on':'2026-04-14','proof':'送达回证'}");
    expect_refused(s, 409, "delivery_not_before_signature", "/fields/delivered_on");
    acts(s, "demo-town", "deliver",
         "{'method':'hand','delivered_on':'2026-04-16','receiver':'骆某某','proof':'送达回证'}");
    expect_clock(s, "C11", "2026-05-16", "running");
}

static void it_is_not_closed_as_solved(struct scenario *s)
{
    as(s, "demo-town");
    act(s, "plan_execution", "{'promised_on':'2026-05-01','plan':'落实'}");
    expect_refused(s, 409, "outcome_supports", NULL);
    move_clock(s, "2026-05-11 16:30");
    as(s, "demo-bureau");
    act(s, "close",
        "{'closing_kind':'solved_executed','thing_settled':true,'petitioner_accepts':'yes','retention':'30'}");
    expect_refused(s, 409, "closing_fits_outcome", "/fields/closing_kind");
    act(s, "close",
        "{'closing_kind':'explained_accepted','thing_settled':false,'petitioner_accepts':'no','retention':'30'}");
    expect_refused(s, 409, "closing_fits_outcome", "/fields/closing_kind");
    acts(
        s, "demo-town", "contact",
        "{'on':'2026-04-16','method':'visit','spoke_with':'骆某某','content':'逐条解释一户一宅的规定','reached':true}");
    acts(s, "demo-bureau", "close",
         "{'closing_kind':'stage_only','thing_settled':false,'petitioner_accepts':'no','retention':'30',"
         "'note':'信访人申请复查'}");
    expect_int(s, "closing.thing_settled", 0);
    expect_text(s, "closing.petitioner_accepts", "no");
    /* The right to ask for review does not end with the file. */
    expect_clock(s, "C11", "2026-05-16", "running");
    move_clock(s, "2026-05-17 00:00");
    expect_clock(s, "C11", "2026-05-16", "lapsed");
}

static void homestead_refused_with_extension(void **state)
{
    struct scenario *s = *state;
    homestead_is_accepted(s);
    it_is_extended_once(s);
    the_opinion_says_no(s);
    it_is_not_closed_as_solved(s);
}

/* An extension is approved before the time is over, or not at all. */
static void extension_comes_too_late(void **state)
{
    struct scenario *s = *state;
    homestead_is_accepted(s);
    move_clock(s, "2026-03-21 00:00");
    as(s, "demo-town-head");
    act(s, "extend", "{'days':10,'reason':'需核对历史审批档案','notice_method':'hand'}");
    expect_refused(s, 409, "before_due", NULL);
}

int main(void)
{
    const struct CMUnitTest stories[] = {STORY(homestead_refused_with_extension), STORY(extension_comes_too_late)};
    return STORIES(stories);
}

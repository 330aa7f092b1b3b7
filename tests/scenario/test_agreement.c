/*
 * test_agreement.c - a firm waits for the last instalment of a contract; both sides settle, pay by instalments, and the case is
 * closed on the performed agreement (Regulation Art 33).
 */
#include "support/scenario.h"

static void the_firm_is_heard(struct scenario *s)
{
    move_clock(s, "2026-05-06 15:10");
    as(s, "demo-window");
    submit(
        s,
        "{'channel':'fax','purpose':'relief','title':'企业反映镇级工程款逾期两年','request':'支付绿化工程尾款62万元',"
        "'demands':[{'text':'支付绿化工程尾款62万元'}],'class_code':'0202','place_unit_id':'@unit:xiabai',"
        "'persons':[{'role':'petitioner','kind':'legal_person','name':'某园林工程有限公司','phone':'199****0801'}]}");
    expect(s, 201);
    move_clock(s, "2026-05-07 09:00");
    acts(s, "demo-bureau", "screen", "{'class_code':'0202','urgency':'normal'}");
    acts(s, "demo-bureau", "dispatch", "{'to_unit':'@unit:shiqiao','kind':'transfer'}");
    move_clock(s, "2026-05-08 09:00");
    acts(s, "demo-town", "accept", "{'notice_method':'hand','proof':'签收','way':'可以诉讼；双方愿意的先行调解'}");
    acts(s, "demo-town", "assign_handler", "{'handler':'@account:demo-town','no_conflict':true}");
    acts(s, "demo-town", "add_evidence",
         "{'title':'绿化工程结算单','fact':'尾款62万元未付','source':'镇财政所调取','captured_on':'2024-03-01'}");
    get(s, "/cases/@case/evidence");
    expect_text(s, "data.0.captured_on", "2024-03-01");
}

/* Nobody is made to settle, and nothing is promised before there is an agreement. */
static void both_sides_settle(struct scenario *s)
{
    move_clock(s, "2026-06-05 14:00");
    as(s, "demo-town");
    act(s, "plan_instalment", "{'text':'第一期','amount_fen':20000000,'due_on':'2026-07-31'}");
    expect_refused(s, 409, "has_agreement", NULL);
    act(s, "agree",
        "{'kind':'mediation','both_consent':false,'other_party':'青湾镇人民政府','signed_on':'2026-06-05',"
        "'terms':'分三期支付62万元'}");
    expect_refused(s, 409, "both_consent", "/fields/both_consent");
    acts(s, "demo-town", "agree",
         "{'kind':'mediation','both_consent':true,'other_party':'青湾镇人民政府','mediator':'镇人民调解委员会',"
         "'signed_on':'2026-06-05','terms':'分三期支付62万元'}");
    act(s, "plan_instalment", "{'text':'第一期','amount_fen':20000000,'due_on':'2026-06-04'}");
    expect_refused(s, 422, "date_before_today", "/fields/due_on");
    acts(s, "demo-town", "plan_instalment", "{'text':'第二期','amount_fen':20000000,'due_on':'2026-08-31'}");
    acts(s, "demo-town", "plan_instalment", "{'text':'第一期','amount_fen':20000000,'due_on':'2026-07-31'}");
    acts(s, "demo-town", "plan_instalment", "{'text':'第三期','amount_fen':22000000,'due_on':'2026-09-30'}");
    /* Each has a clock of its own; the 60 days of Art 34 go on and are over first. */
    expect_text(s, "due_on", "2026-07-07");
}

static void each_is_performed(struct scenario *s)
{
    as(s, "demo-bureau");
    act(s, "close_on_agreement", "{'thing_settled':true,'petitioner_accepts':'yes','retention':'30'}");
    expect_refused(s, 409, "agreement_performed", NULL);
    move_clock(s, "2026-07-30 10:00");
    as(s, "demo-town");
    act(s, "perform_instalment", "{'instalment':7,'done_on':'2026-07-29','proof':'到账回单'}");
    expect_refused(s, 422, "instalment_not_open", "/fields/instalment");
    acts(s, "demo-town", "perform_instalment", "{'instalment':2,'done_on':'2026-07-29','proof':'到账回单 A1'}");
    expect_text(s, "deadlines[due_on=2026-07-31].status", "met");
    expect_text(s, "deadlines[due_on=2026-08-31].status", "running");
    act(s, "perform_instalment", "{'instalment':2,'done_on':'2026-07-29','proof':'到账回单 A1'}");
    expect_refused(s, 422, "instalment_not_open", "/fields/instalment");
    move_clock(s, "2026-08-28 10:00");
    acts(s, "demo-town", "perform_instalment", "{'instalment':1,'done_on':'2026-08-28','proof':'到账回单 A2'}");
    move_clock(s, "2026-10-02 10:00");
    acts(s, "demo-town", "perform_instalment", "{'instalment':3,'done_on':'2026-10-02','proof':'到账回单 A3'}");
    expect_text(s, "deadlines[due_on=2026-09-30].status", "late");
    get(s, "/cases/@case/agreements");
    expect_int(s, "data.0.is_in_force", 1);
    expect_text(s, "data.0.instalments.2.status", "performed");
    expect_int(s, "data.0.instalments.2.amount_fen", 22000000);
    acts(s, "demo-bureau", "close_on_agreement",
         "{'thing_settled':true,'petitioner_accepts':'yes','retention':'30','note':'三期均已到账'}");
    expect_text(s, "closing.kind", "agreement_performed");
    expect_text(s, "state", "closed");
}

static void settled_by_instalments(void **state)
{
    struct scenario *s = *state;
    the_firm_is_heard(s);
    both_sides_settle(s);
    each_is_performed(s);
}

/* What fails is not performed: the way of the opinion stays open, and a new agreement takes the place of the old one. */
static void an_instalment_fails(void **state)
{
    struct scenario *s = *state;
    the_firm_is_heard(s);
    both_sides_settle(s);
    move_clock(s, "2026-08-03 09:00");
    acts(s, "demo-town", "fail_instalment", "{'instalment':2,'reason':'镇级资金未到位'}");
    expect_text(s, "deadlines[due_on=2026-07-31].status", "cancelled");
    as(s, "demo-bureau");
    act(s, "close_on_agreement", "{'thing_settled':false,'petitioner_accepts':'no','retention':'30'}");
    expect_refused(s, 409, "agreement_performed", NULL);
    acts(s, "demo-town", "agree",
         "{'kind':'settlement','both_consent':true,'other_party':'青湾镇人民政府','signed_on':'2026-08-03',"
         "'terms':'一次付清'}");
    get(s, "/cases/@case/agreements");
    expect_int(s, "data.0.is_in_force", 0);
    expect_text(s, "data.0.instalments.0.status", "failed");
    expect_size(s, "data.1.instalments", 0);
    as(s, "demo-bureau");
    act(s, "close_on_agreement", "{'thing_settled':false,'petitioner_accepts':'no','retention':'30'}");
    expect_refused(s, 409, "agreement_performed", NULL); /* nothing is promised yet */
}

int main(void)
{
    const struct CMUnitTest stories[] = {STORY(settled_by_instalments), STORY(an_instalment_fails)};
    return STORIES(stories);
}

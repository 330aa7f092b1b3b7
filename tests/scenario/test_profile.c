/*
 * test_profile.c - the county turns the Zhejiang profile (2016 regulation of the province) on, and off again: shorter clocks, finality
 * beyond the recheck, fewer representatives; what began before goes on as it began.
 */
#include "support/scenario.h"

#include "app/commands.h"

#include <stdio.h>

#define REFUSAL                                                                                                              \
    "{'outcome':'not_support','facts':'道路为小区自有','basis':'《物业管理条例》','answers':[{'demand_id':'@" \
    "demand:1','outcome':'not_support','answer':'由业主大会决定','basis':'《物业管理条例》'}]}"
#define PERSON(role, name) "{'role':'" role "','kind':'natural','name':'" name "'}"

static void the_county_switches(struct scenario *s, const char *profile)
{
    char data[512], name[64];
    snprintf(data, sizeof data, "%s", stop_server(s));
    snprintf(name, sizeof name, "%s", profile);
    char profile_word[] = "profile", data_flag[] = "--data";
    char *argv[] = {profile_word, name, data_flag, data, NULL};
    assert_int_equal(workflow_cmd_main(4, argv), 0);
    restart_server(s);
}

static void a_letter(struct scenario *s, const char *title)
{
    char body[600];
    as(s, "demo-window");
    snprintf(body, sizeof body,
             "{'channel':'letter','purpose':'relief','title':'%s','request':'请依法处理。','class_code':'0304',"
             "'demands':[{'text':'依法处理并书面答复'}],"
             "'persons':[{'role':'petitioner','kind':'natural','name':'陶某某','phone':'19900003001'}]}",
             title);
    submit(s, body);
    expect(s, 201);
}

static void it_is_sent(struct scenario *s)
{
    acts(s, "demo-bureau", "screen", "{'class_code':'0304','urgency':'normal'}");
    acts(s, "demo-bureau", "dispatch", "{'to_unit':'@unit:zhujian','kind':'transfer'}");
}

static void it_is_accepted(struct scenario *s)
{
    acts(s, "demo-housing-intake", "accept", "{'notice_method':'hand','proof':'签收','way':'按信访程序办理'}");
    acts(s, "demo-housing-intake", "assign_handler", "{'handler':'@account:demo-housing','no_conflict':true}");
}

/* Z1 to Z4: 5 working days, 5 working days, 30 days, 60 more; off, it is Arts 22, 23, 34. */
static void only_what_begins_under_it_has_its_clocks(void **state)
{
    struct scenario *s = *state;
    char before[27];
    move_clock(s, "2026-03-09 09:00");
    a_letter(s, "切换之前");
    snprintf(before, sizeof before, "%s", case_id(s));
    expect_clock(s, "C1", "2026-03-24", "running");
    the_county_switches(s, "zhejiang_2016");
    a_letter(s, "切换之后");
    expect_clock(s, "C1", "2026-03-16", "running");
    it_is_sent(s);
    expect_clock(s, "C3", "2026-03-16", "running");
    it_is_accepted(s);
    expect_clock(s, "C6", "2026-04-08", "running");
    get(s, "/cases/@case");
    expect_text(s, "deadlines[clock=C6].article", "浙江省信访条例（2016）第二十三条");
    as(s, "demo-housing-head");
    act(s, "extend", "{'days':61,'reason':'需核对历史档案','notice_method':'hand','proof':'回证'}");
    expect_refused(s, 409, "within_extension_cap", "/fields/days");
    acts(s, "demo-housing-head", "extend",
         "{'days':60,'reason':'需核对历史档案','notice_method':'hand','proof':'回证'}");
    expect_clock(s, "C6", "2026-06-07", "running");
    /* A running case stays on its version, also for the clocks that start later. */
    turn_to(s, before);
    expect_clock(s, "C1", "2026-03-24", "running");
    it_is_sent(s);
    expect_clock(s, "C3", "2026-03-24", "running");
    it_is_accepted(s);
    expect_clock(s, "C6", "2026-05-08", "running");
    as(s, "demo-housing-head");
    act(s, "extend", "{'days':31,'reason':'需核对历史档案','notice_method':'hand','proof':'回证'}");
    expect_refused(s, 409, "within_extension_cap", "/fields/days");
    the_county_switches(s, "none");
    a_letter(s, "切换回来");
    expect_clock(s, "C1", "2026-03-24", "running");
}

static void the_answer_was_no(struct scenario *s)
{
    move_clock(s, "2026-03-09 09:00");
    a_letter(s, "要求修复小区道路");
    it_is_sent(s);
    it_is_accepted(s);
    acts(s, "demo-housing", "add_evidence",
         "{'title':'规划图','fact':'道路为小区自有','source':'档案','captured_on':'2026-03-09'}");
    acts(s, "demo-housing", "draft_opinion", REFUSAL);
    acts(s, "demo-housing-legal", "check", "{}");
    acts(s, "demo-housing-head", "sign", "{}");
    acts(s, "demo-housing", "deliver", "{'method':'hand','delivered_on':'2026-03-09','proof':'送达回证'}");
    expect_clock(s, "C11", "2026-04-08", "running");
    live_until(s, "2026-04-09 08:00");
}

static void asked_again_as_final(struct scenario *s)
{
    char first[64], fields[200];
    snprintf(first, sizeof first, "%s", case_number(s));
    a_letter(s, "仍要求修复小区道路");
    snprintf(fields, sizeof fields, "{'number':'%s','kind':'repeat_after_final','reason':'同人同事'}", first);
    as(s, "demo-bureau");
    act(s, "mark_repeat", fields);
}

/* Z5: the petitioner let the review window lapse. By the Regulation (Art 36) only a recheck makes final. */
static void a_lapsed_window_is_final_only_there(void **state)
{
    struct scenario *s = *state;
    the_county_switches(s, "zhejiang_2016");
    the_answer_was_no(s);
    as(s, "demo-bureau");
    get(s, "/cases/@case");
    expect_text(s, "finality", "window_lapsed");
    asked_again_as_final(s);
    expect(s, 200);
    acts(s, "demo-bureau", "propose_no_longer",
         "{'final_opinion':'处理意见 2026-03-09','why_same':'诉求和事实理由与终结意见相同',"
         "'other_help':'可申请维修资金，联系人：枫林社区'}");
}

static void nationally_a_lapsed_window_is_not_final(void **state)
{
    struct scenario *s = *state;
    the_answer_was_no(s);
    as(s, "demo-bureau");
    get(s, "/cases/@case");
    expect_null(s, "finality");
    asked_again_as_final(s);
    expect_refused(s, 422, "link_does_not_fit", "/fields/kind");
}

/* Too late, but for a reason: the reviewer judges the excuse, and until then nothing is final. */
static void an_excuse_opens_it_again(void **state)
{
    struct scenario *s = *state;
    the_county_switches(s, "zhejiang_2016");
    the_answer_was_no(s);
    acts(s, "demo-bureau", "request_review",
         "{'received_on':'2026-04-09','by':'county','grounds':'不服','excuse':'住院，附出院小结'}");
    expect_null(s, "finality");
}

/* Nobody went on from the review: it is final, and so is what it was about. */
static void a_lapsed_recheck_is_final_for_both(void **state)
{
    struct scenario *s = *state;
    char root[27], review[27];
    the_county_switches(s, "zhejiang_2016");
    move_clock(s, "2026-03-09 09:00");
    the_answer_was_no(s);
    snprintf(root, sizeof root, "%s", case_id(s));
    acts(s, "demo-bureau", "request_review",
         "{'received_on':'2026-04-09','by':'county','grounds':'不服','excuse':'住院，附出院小结'}");
    as(s, "demo-bureau");
    get(s, "/cases/@case/links");
    snprintf(review, sizeof review, "%s", value(s, "data[kind=review_of].matter.id"));
    turn_to(s, review);
    acts(s, "demo-review", "draft_review",
         "{'outcome':'maintain','facts':'原意见认定事实清楚','basis':'条例第三十五条','text':'维持原处理意见'}");
    acts(s, "demo-county-head", "sign_review", "{}");
    acts(s, "demo-review", "deliver_review", "{'method':'hand','delivered_on':'2026-04-09','proof':'送达回证'}");
    expect_clock(s, "C13", "2026-05-09", "running");
    live_until(s, "2026-05-10 08:00");
    as(s, "demo-bureau");
    get(s, "/cases/@case");
    expect_text(s, "finality", "window_lapsed");
    turn_to(s, root);
    get(s, "/cases/@case");
    expect_text(s, "finality", "window_lapsed");
}

/* Z5: an agreement that is fully performed. */
static void a_performed_agreement_is_final(void **state)
{
    struct scenario *s = *state;
    the_county_switches(s, "zhejiang_2016");
    move_clock(s, "2026-03-09 09:00");
    a_letter(s, "要求修复小区道路");
    it_is_sent(s);
    it_is_accepted(s);
    acts(s, "demo-housing", "agree",
         "{'kind':'mediation','both_consent':true,'other_party':'物业公司','signed_on':'2026-03-09','terms':'"
         "月底前修复'}");
    acts(s, "demo-housing", "plan_instalment", "{'text':'修复','due_on':'2026-03-31'}");
    acts(s, "demo-housing", "perform_instalment", "{'instalment':1,'done_on':'2026-03-09','proof':'照片'}");
    acts(s, "demo-bureau", "close_on_agreement", "{'thing_settled':true,'petitioner_accepts':'yes','retention':'30'}");
    expect_text(s, "finality", "agreement_performed");
    acts(s, "demo-bureau", "reopen", "{'ground':'execution_failed','reason':'验收发现没有修好'}");
    expect_null(s, "finality");
}

/* Ten people or fewer: three speak for them, not five. */
static void few_people_elect_three(void **state)
{
    static const char visit[] =
        "{'channel':'visit','purpose':'relief','title':'劳务费结算','request':'结算','people_count':%d,'demands':[{"
        "'text':'结算'}],'persons':[" PERSON("representative", "田某某") "," PERSON(
            "representative", "罗某某") "," PERSON("representative", "冉某某") "," PERSON("representative",
                                                                                          "马某某") "]}";
    struct scenario *s = *state;
    char body[900];
    as(s, "demo-window");
    snprintf(body, sizeof body, visit, 10);
    submit(s, body);
    expect(s, 201);
    the_county_switches(s, "zhejiang_2016");
    as(s, "demo-window");
    submit(s, body);
    expect_refused(s, 409, "too_many_for_few", "/persons");
    snprintf(body, sizeof body, visit, 11);
    submit(s, body);
    expect(s, 201);
}

int main(void)
{
    const struct CMUnitTest stories[] = {
        STORY(only_what_begins_under_it_has_its_clocks),
        STORY(a_lapsed_window_is_final_only_there),
        STORY(nationally_a_lapsed_window_is_not_final),
        STORY(an_excuse_opens_it_again),
        STORY(a_lapsed_recheck_is_final_for_both),
        STORY(a_performed_agreement_is_final),
        STORY(few_people_elect_three),
    };
    return STORIES(stories);
}

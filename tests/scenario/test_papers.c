/*
 * test_papers.c - every act that makes a paper shows it before: of the same type, under the same number, in the same words. And none goes
 * out with a gap in it, whoever sends the act.
 */
#include "support/scenario.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LINES = 40 };

/* What the preview showed. */
static struct {
    char type[40], number[80];
    char kinds[LINES][12], lines[LINES][400];
    int count, is_draft;
} shown;

static const char *line_of(struct scenario *s, int i, const char *part)
{
    char path[40];
    snprintf(path, sizeof path, "lines.%d.%s", i, part);
    return value(s, path);
}

static void preview(struct scenario *s, const char *event, const char *fields)
{
    char body[2000];
    snprintf(body, sizeof body, "{'event':'%s','fields':%s}", event, fields);
    post(s, "/cases/@case/documents/preview", body);
    expect(s, 200);
    memset(&shown, 0, sizeof shown);
    snprintf(shown.type, sizeof shown.type, "%s", value(s, "type"));
    snprintf(shown.number, sizeof shown.number, "%s", value(s, "next_number"));
    shown.is_draft = says(s, "\"draft\":true");
    for (; shown.count < LINES && line_of(s, shown.count, "kind")[0] != '\0'; shown.count++) {
        snprintf(shown.kinds[shown.count], sizeof shown.kinds[0], "%s", line_of(s, shown.count, "kind"));
        snprintf(shown.lines[shown.count], sizeof shown.lines[0], "%s", line_of(s, shown.count, "text"));
    }
    assert_in_range(shown.count, 3, LINES - 1);
}

/* The paper says line by line what the preview said; only then it has a number, and names in full. */
static void says_the_same(struct scenario *s)
{
    for (int i = 0; i <= shown.count; i++) {
        assert_string_equal(line_of(s, i, "kind"), shown.kinds[i]);
        int is_other = strcmp(shown.kinds[i], "number") == 0 || strchr(shown.lines[i], '*') != NULL;
        if (!is_other) {
            assert_string_equal(line_of(s, i, "text"), shown.lines[i]);
        }
    }
}

/* Shows it, does it, and looks whether the paper says all of it. */
static void writes(struct scenario *s, const char *login, const char *type, const char *event, const char *fields)
{
    char path[120], pages[200];
    as(s, login);
    preview(s, event, fields);
    assert_string_equal(shown.type, type);
    act(s, event, fields);
    expect(s, 200);
    if (strcmp(event, "recommend") == 0) { /* it lies on the case that it opened */
        get(s, "/cases/@case/links");
        turn_to(s, value(s, "data[kind=recommended_on].matter.id"));
    }
    get(s, "/cases/@case/documents");
    snprintf(path, sizeof path, "data[type=%s].number", type);
    if (shown.is_draft) { /* it gets its number from who signs it */
        expect_null(s, path);
    } else {
        expect_text(s, path, shown.number);
    }
    snprintf(path, sizeof path, "data[type=%s].id", type);
    snprintf(pages, sizeof pages, "/cases/@case/documents/%s/pages", value(s, path));
    get(s, "%s", pages);
    expect(s, 200);
    says_the_same(s);
}

static void those_of_the_way_to_a_unit(void **state)
{
    struct scenario *s = *state;
    move_clock(s, "2026-03-02 09:00");
    as(s, "demo-window");
    submit(s, "{'channel':'letter','purpose':'relief','title':'小区路灯不亮','request':'请修复路灯','demands':[{'text':"
              "'修复路灯'}],'persons':[{'role':'petitioner','kind':'natural','name':'沈某某'}]}");
    acts(s, "demo-bureau", "screen", "{'class_code':'0309','urgency':'normal'}");
    writes(s, "demo-bureau", "assignment_letter", "dispatch",
           "{'to_unit':'@unit:zhujian','kind':'assignment','feedback_due_on':'2026-04-02','basis':'属住建部门职责'}");
    writes(s, "demo-bureau", "transfer_notice", "tell_dispatch", "{'notice_method':'sms','proof':'短信记录'}");
    writes(s, "demo-housing-intake", "objection_letter", "object",
           "{'ground':'该处路灯由城管部门养护','legal_basis':'三定规定','suggested_unit':'@unit:zhifa'}");
    writes(s, "demo-bureau", "transfer_letter", "redispatch",
           "{'to_unit':'@unit:zhifa','kind':'transfer','reason':'异议成立','basis':'路灯养护职责'}");
}

#define OPINION                                                                                                        \
    "{'outcome':'support','facts':'经查，收费标准未公示','basis':'《物业管理条例》第四十条',"    \
    "'answers':[{'demand_id':'@demand:1','outcome':'support','answer':'责令退还','basis':'第四十条'}]}"

static void those_of_handling(void **state)
{
    struct scenario *s = *state;
    move_clock(s, "2026-03-02 09:00");
    dispatched(s, "zhujian", "物业收费争议");
    writes(s, "demo-housing-intake", "acceptance_notice", "accept",
           "{'notice_method':'hand','proof':'签收','way':'按信访程序办理'}");
    assert_true(says(s, "办理期限至2026年5月1日")); /* told beforehand too: it is among the lines */
    acts(s, "demo-housing-intake", "assign_handler", "{'handler':'@account:demo-housing','no_conflict':true}");
    writes(s, "demo-bureau", "assist_letter", "add_assisting",
           "{'to_unit':'@unit:zhifa','task':'提供巡查记录','assist_due_on':'2026-03-20'}");
    assert_true(says(s, "稽信访")); /* whoever asks for help signs the letter */
    writes(s, "demo-housing", "assist_letter", "add_assisting",
           "{'to_unit':'@unit:shengtai','task':'核对噪声','assist_due_on':'2026-03-20'}");
    assert_true(says(s, "稽建〔2026〕协字1号"));
    writes(s, "demo-enforce", "assist_answer", "assist_answer", "{'answer':'巡查记录见附件'}");
    acts(s, "demo-housing", "close_assisting", "{'unit':'@unit:shengtai','reason':'不再需要'}");
    writes(s, "demo-housing", "hearing_record", "hold_hearing",
           "{'held_on':'2026-03-02','place':'县住建局','host':'冯某等3人','public':true,'minutes':'双方陈述完毕'}");
    writes(
        s, "demo-housing", "agreement", "agree",
        "{'kind':'mediation','both_consent':true,'other_party':'某物业公司','signed_on':'2026-03-02','terms':'退还'}");
    writes(
        s, "demo-bureau-head", "supervision_letter", "supervise",
        "{'measure':'letter','problem':'未与信访人联系','article':'条例第四十条','demand':'当面说明','reply_due_on':'"
        "2026-03-09'}");
    move_clock(s, "2026-04-20 09:00");
    writes(s, "demo-housing-head", "extension_notice", "extend",
           "{'days':20,'reason':'须委托鉴定机构鉴定','notice_method':'hand','proof':'延期回证2号'}");
    assert_true(says(s, "延长 20 日，至2026年5月21日"));
    writes(s, "demo-housing", "handling_opinion", "draft_opinion", OPINION);
    writes(
        s, "demo-bureau-head", "work_recommendation", "recommend",
        "{'kind':'improve_work','to_unit':'@unit:zhujian','facts':'收费公示缺位','basis':'条例第四十条','suggestion':"
        "'开展公示检查'}");
    writes(s, "demo-housing-head", "recommendation_answer", "answer_recommendation",
           "{'adoption':'adopt','answer':'同意开展公示检查','measures':'六月底前完成'}");
}

static void those_that_answer_or_end_it(void **state)
{
    struct scenario *s = *state;
    move_clock(s, "2026-03-02 09:00");
    dispatched(s, "zhujian", "物业收费争议");
    writes(s, "demo-housing-intake", "non_acceptance_notice", "not_accept",
           "{'article':'《信访工作条例》第三十一条','reason':'已经进入诉讼程序','proper_body':'县人民法院',"
           "'notice_method':'hand','proof':'签收'}");
    as(s, "demo-window");
    submit(
        s,
        "{'channel':'web','purpose':'suggestion','title':'建议开放操场','request':'开放操场','demands':[{'text':"
        "'双休日开放操场'}],'class_code':'0608','persons':[{'role':'petitioner','kind':'natural','name':'方某某'}]}");
    acts(s, "demo-bureau", "screen", "{'class_code':'0608','urgency':'normal','route':'A'}");
    acts(s, "demo-bureau", "dispatch", "{'to_unit':'@unit:jiaoti','kind':'transfer'}");
    acts(s, "demo-education", "accept", "{'notice_method':'sms','proof':'短信记录','way':'60日内研究答复'}");
    acts(s, "demo-education", "assign_handler", "{'handler':'@account:demo-education','no_conflict':true}");
    writes(s, "demo-education", "suggestion_reply", "reply_suggestion",
           "{'outcome':'partly','text':'先开放两所学校','feasibility':'经费可行','method':'hand','delivered_on':'"
           "2026-03-02','proof':'签收'}");
}

/* The letter that hands an accusation over is shown too; of what it says and who wrote it, nothing. */
static void that_of_a_sealed_matter(void **state)
{
    struct scenario *s = *state;
    move_clock(s, "2026-02-03 14:20");
    as(s, "demo-sealed");
    submit(s, "{'channel':'letter','purpose':'accusation','title':'围标线索','request':'请查处围标','demands':[{'text':"
              "'查处围标'}],'persons':[{'role':'petitioner','kind':'natural','name':'钟某某'}],'accused':[{'unit_id':'"
              "@unit:qingwan'}]}");
    expect(s, 201);
    static const char hand_over[] =
        "{'body':'县纪委县监委信访举报室','handed_on':'2026-02-03','way':'confidential_mail','pieces':1}";
    preview(s, "hand_over", hand_over);
    assert_false(says(s, "围标"));
    assert_false(says(s, "钟"));
    as(s, "demo-bureau");
    post(s, "/cases/@case/documents/preview", "{'event':'hand_over'}");
    expect(s, 404);
    writes(s, "demo-sealed", "sealed_transfer", "hand_over", hand_over);
}

/* In the dialog, by a script, for many at once: the rule is the act's own. */
static void no_gap_goes_out(void **state)
{
    struct scenario *s = *state;
    move_clock(s, "2026-03-02 09:00");
    dispatched(s, "zhujian", "物业收费争议");
    as(s, "demo-housing-intake");
    act(s, "accept", "{'notice_method':'hand','proof':'签收','way':'由××科办理，于【　】前答复'}");
    expect_refused(s, 422, "field_gap", "/fields/way");
    if (!says(s, "××") || !says(s, "待填的空白")) {
        fail_msg("it does not say which gap");
    }
    get(s, "/cases/@case/documents");
    expect_size(s, "data", 1); /* the letter with which it came; no number is lost to a refusal */
    acts(s, "demo-housing-intake", "accept", "{'notice_method':'hand','proof':'签收','way':'由物业科办理'}");
    acts(s, "demo-housing-intake", "assign_handler", "{'handler':'@account:demo-housing','no_conflict':true}");
    acts(
        s, "demo-housing", "contact",
        "{'on':'2026-03-02','method':'phone','spoke_with':'沈某某','content':'约____再谈','reached':true}"); /* no paper */
    as(s, "demo-housing");
    act(s, "draft_opinion",
        "{'outcome':'support','facts':'经查情况属实','basis':'第四十条','answers':[{'demand_id':'@demand:1','outcome':"
        "'support','answer':'于{日期}前退还','basis':'第____条'}]}");
    assert_true(says(s, "/fields/answers/0/answer"));
    expect_refused(s, 422, "field_gap", "/fields/answers/0/basis");
    as(s, "demo-bureau-head");
    act(s, "recommend",
        "{'kind':'improve_work','to_unit':'@unit:zhujian','facts':'收费公示缺位','basis':'【待填】','suggestion':'检查'"
        "}");
    expect_refused(s, 422, "field_gap", "/fields/basis");
}

/* The longest that a field may be: the first pages come, and how many there are. */
static void a_long_one_is_cut(void **state)
{
    struct scenario *s = *state;
    enum { SENTENCES = 900 };
    static char body[SENTENCES * 64 + 400];
    char path[160];
    move_clock(s, "2026-03-02 09:00");
    in_handling(s, "zhujian", "demo-housing-intake", "demo-housing", "物业收费争议");
    size_t n = (size_t)snprintf(body, sizeof body,
                                "{'held_on':'2026-03-02','place':'县住建局','host':'冯某','public':true,'minutes':'");
    for (int i = 0; i < SENTENCES; i++) {
        n += (size_t)snprintf(body + n, sizeof body - n, "%d双方围绕收费标准是否公示陈述。", i);
    }
    snprintf(body + n, sizeof body - n, "'}");
    acts(s, "demo-housing", "hold_hearing", body);
    get(s, "/cases/@case/documents");
    snprintf(path, sizeof path, "/cases/@case/documents/%s/pages", value(s, "data[type=hearing_record].id"));
    get(s, "%s", path);
    expect(s, 200);
    expect_size(s, "pages", 6);
    assert_in_range(atoi(value(s, "total")), 20, 100);
}

/* A paper that is there is shown in place: its pages as pictures, and in words. A look is put on file as printing is. */
static void it_is_shown_page_by_page(void **state)
{
    struct scenario *s = *state;
    char path[160];
    move_clock(s, "2026-03-02 09:00");
    dispatched(s, "zhujian", "物业收费争议");
    as(s, "demo-housing-intake");
    get(s, "/cases/@case/documents");
    snprintf(path, sizeof path, "/cases/@case/documents/%s/pages", value(s, "data[type=transfer_letter].id"));
    get(s, "%s", path);
    expect(s, 200);
    expect_int(s, "total", 1);
    expect_size(s, "pages", 1);
    assert_int_equal(strncmp(value(s, "pages.0.png"), "iVBORw0KGgo", 11), 0);
    expect_text(s, "lines.0.kind", "title");
    assert_true(says(s, "物业收费争议"));
    as(s, "demo-leader"); /* sees the case, acts on nothing */
    get(s, "%s", path);
    expect(s, 403);
    as(s, "demo-town");
    get(s, "%s", path);
    expect(s, 404);
    as(s, "demo-bureau-head");
    get(s, "/journal?limit=10");
    expect_text(s, "data[action=document.print].object_id", case_id(s));
    expect_text(s, "data[action=document.print].changes[field=document].after", "transfer_letter");
}

int main(void)
{
    const struct CMUnitTest stories[] = {
        STORY(those_of_the_way_to_a_unit), STORY(those_of_handling), STORY(those_that_answer_or_end_it),
        STORY(that_of_a_sealed_matter),    STORY(no_gap_goes_out),   STORY(a_long_one_is_cut),
        STORY(it_is_shown_page_by_page),
    };
    return STORIES(stories);
}

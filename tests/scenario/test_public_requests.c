/*
 * test_public_requests.c - what petitioners do with number and code by JSON: add material, ask for review and recheck, keep drafts.
 */
#include "support/scenario.h"

#include <stdio.h>
#include <string.h>

static char number[64], code[64];

static void post_about(struct scenario *s, const char *what, const char *body)
{
    char path[160], json[900];
    snprintf(path, sizeof path, "/public/cases/%s/%s", number, what);
    snprintf(json, sizeof json, "{'code':'%s',%s}", code, body);
    as(s, NULL);
    post(s, path, json);
}

/* A town's opinion in the petitioner's hands, received on 11 March. */
static void the_town_answered(struct scenario *s)
{
    move_clock(s, "2026-03-09 09:00");
    as(s, "demo-window");
    submit(s, "{'channel':'visit','purpose':'relief','title':'宅基地建房申请被退回','request':'批准异地新建120平方米',"
              "'demands':[{'text':'批准异地新建120平方米'}],'class_code':'0202','place_unit_id':'@unit:xiabai',"
              "'persons':[{'role':'petitioner','kind':'natural','name':'骆某某'}]}");
    expect(s, 201);
    snprintf(number, sizeof number, "%s", case_number(s));
    snprintf(code, sizeof code, "%s", query_code(s));
    acts(s, "demo-bureau", "screen", "{'class_code':'0202','urgency':'normal'}");
    acts(s, "demo-bureau", "dispatch", "{'to_unit':'@unit:shiqiao','kind':'transfer'}");
    acts(s, "demo-town", "accept", "{'notice_method':'hand','proof':'签收','way':'由石桥乡办理，60日内答复'}");
    acts(s, "demo-town", "assign_handler", "{'handler':'@account:demo-town','no_conflict':true}");
    move_clock(s, "2026-03-10 09:00");
    acts(s, "demo-town", "draft_opinion",
         "{'outcome':'not_support','facts':'户内已有合法宅基地一处','basis':'《土地管理法》第六十二条','answers':[{"
         "'demand_id':'@demand:1','outcome':'not_support','answer':'不符合一户一宅','basis':'《土地管理法》第六十二条'}"
         "]}");
    acts(s, "demo-town-head", "check", "{}");
    acts(s, "demo-town-head", "sign", "{}");
    move_clock(s, "2026-03-11 09:00");
    acts(s, "demo-town", "deliver", "{'method':'hand','delivered_on':'2026-03-11','proof':'送达回证'}");
}

static void material_reaches_who_has_it(void **state)
{
    struct scenario *s = *state;
    the_town_answered(s);
    post_about(s, "materials", "'title':'分户证明','text':'附上村里的分户证明'");
    expect(s, 201);
    expect_text(s, "number", number);
    assert_int_equal(notices(s, "demo-town", "信访人补充了材料"), 1);
    as(s, "demo-town");
    get(s, "/cases/@case/evidence");
    expect_text(s, "data.0.fact", "附上村里的分户证明");
    expect_null(s, "data.0.account_name"); /* nobody of the office */
    get(s, "/cases/@case/journal");
    expect_text(s, "data[action=material].action", "material");
    snprintf(code, sizeof code, "AAAA-AAAA-AAAA-AAAA-AAAA-AAAA");
    post_about(s, "materials", "'text':'别人的事'");
    expect_refused(s, 404, "number_or_code", NULL);
}

static void material_has_its_measure(void **state)
{
    struct scenario *s = *state;
    the_town_answered(s);
    for (int i = 0; i < 10; i++) {
        post_about(s, "materials", "'text':'又有新情况'");
        expect(s, 201);
    }
    post_about(s, "materials", "'text':'又有新情况'");
    expect_refused(s, 429, "material_often", NULL);
    move_clock(s, "2026-03-12 10:00");
    post_about(s, "materials", "'text':'又有新情况'");
    expect(s, 201);
}

static void review_and_recheck_in_time(void **state)
{
    struct scenario *s = *state;
    the_town_answered(s);
    post_about(s, "reviews", "'kind':'recheck','grounds':'不服'");
    expect_refused(s, 409, "review_nothing", NULL);
    move_clock(s, "2026-04-10 20:00"); /* the last evening */
    post_about(s, "reviews", "'kind':'review','grounds':'认为符合分户条件'");
    expect(s, 201);
    expect_text(s, "body", "稽江县");
    expect_text(s, "promised_on", "2026-05-10");
    expect_clock(s, "C11", "2026-04-10", "met");
    char child[80];
    snprintf(child, sizeof child, "%s-F1", number);
    as(s, "demo-bureau");
    get(s, "/cases?q=%s&open=any", child);
    expect_text(s, "data.0.state", "requested");
    turn_to(s, value(s, "data.0.id"));
    post_about(s, "reviews", "'kind':'review','grounds':'再来一次'");
    expect_refused(s, 409, "review_asked", NULL);
    move_clock(s, "2026-04-20 09:00");
    acts(s, "demo-review", "draft_review",
         "{'outcome':'maintain','facts':'原意见事实清楚','basis':'《信访工作条例》第三十五条','text':'维持'}");
    acts(s, "demo-county-head", "sign_review", "{}");
    acts(s, "demo-review", "deliver_review", "{'method':'hand','delivered_on':'2026-04-20','proof':'送达回证'}");
    move_clock(s, "2026-05-20 10:00");
    post_about(s, "reviews", "'kind':'recheck','grounds':'仍然不服'");
    expect(s, 201);
    expect_text(s, "body", "上一级机关");
    expect_clock(s, "C13", "2026-05-20", "met");
}

/* Not lost in silence: the day, and whom to turn to. */
static void what_is_late_is_told_so(void **state)
{
    struct scenario *s = *state;
    the_town_answered(s);
    live_until(s, "2026-04-11 09:00");
    post_about(s, "reviews", "'kind':'review','grounds':'认为符合分户条件'");
    expect_refused(s, 409, "review_late", NULL);
    if (!says(s, "2026年4月10日") || !says(s, "石桥")) {
        fail_msg("it names no day, or nobody");
    }
    with_language(s, "en");
    post_about(s, "reviews", "'kind':'review','grounds':'x y'");
    expect_refused(s, 409, "review_late", NULL);
    assert_true(says(s, "2026-04-10"));
}

static void a_draft_opens_by_its_code_alone(void **state)
{
    struct scenario *s = *state;
    char json[300], kept[60];
    move_clock(s, "2026-03-02 20:15");
    as(s, NULL);
    post(s, "/public/drafts", "{'content':{'title':'楼','persons':[{'name':'方某某'}],'unfinished':true}}");
    expect(s, 201);
    snprintf(kept, sizeof kept, "%s", value(s, "code"));
    assert_int_equal(strlen(kept), 39);
    snprintf(json, sizeof json, "{'code':'%s','content':{'title':'楼道'}}", kept);
    put(s, "/public/drafts", json);
    expect(s, 200);
    expect_text(s, "expires_at", "2026-03-16T12:15:00.000Z");
    snprintf(json, sizeof json, "{'code':'%s'}", kept);
    post(s, "/public/draft-openings", json);
    expect(s, 200);
    expect_text(s, "content.title", "楼道");
    expect_null(s, "content.persons");
    post(s, "/public/draft-openings", "{'code':'AAAA-AAAA-AAAA-AAAA-AAAA-AAAA-AAAA-AAAA'}");
    expect_refused(s, 404, "draft_unknown", "/code");
    post(s, "/public/draft-openings", "{'code':'not a code at all'}");
    expect_refused(s, 404, "draft_unknown", "/code");
    move_clock(s, "2026-03-16 20:15"); /* fourteen days after it was kept last */
    post(s, "/public/draft-openings", json);
    expect_refused(s, 404, "draft_unknown", "/code");
    post(s, "/public/drafts", "{'content':{}}");
    expect(s, 201);
    snprintf(json, sizeof json, "{'code':'%s'}", value(s, "code"));
    post(s, "/public/draft-removals", json);
    expect(s, 204);
    post(s, "/public/draft-openings", json);
    expect_refused(s, 404, "draft_unknown", "/code");
}

int main(void)
{
    const struct CMUnitTest stories[] = {
        STORY(material_reaches_who_has_it), STORY(material_has_its_measure),        STORY(review_and_recheck_in_time),
        STORY(what_is_late_is_told_so),     STORY(a_draft_opens_by_its_code_alone),
    };
    return STORIES(stories);
}

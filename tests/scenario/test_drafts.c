/*
 * test_drafts.c - what somebody began to write is theirs alone, outlives sessions and other people's acts, and goes when it is sent, when
 * the right to the case ends, and with the case.
 */
#include "support/scenario.h"

#include "support/support.h"

#include <stdio.h>
#include <string.h>

#define LETTER                                                                                                                     \
    "{'channel':'letter','purpose':'accusation','title':'检举有关问题','request':'请查处','demands':[{'text':'请查处'" \
    "}],"                                                                                                                          \
    "'persons':[{'role':'petitioner','kind':'natural','name':'钟某某'}],'accused':[{'unit_id':'@unit:qingwan'}]}"

static const char *path_of(struct scenario *s, const char *composer)
{
    static char path[120];
    snprintf(path, sizeof path, "/cases/%s/drafts/%s", case_id(s), composer);
    return path;
}

static void writes(struct scenario *s, const char *login, const char *composer, const char *words)
{
    char body[400];
    as(s, login);
    snprintf(body, sizeof body,
             "{'content':{'note':'%s','fields':{'days':7,'agreed':true,'more':[null]}},'case_version':1}", words);
    put(s, path_of(s, composer), body);
}

static void ones_own_survive_what_others_do(void **state)
{
    struct scenario *s = *state;
    move_clock(s, "2026-03-09 09:00");
    dispatched(s, "shiqiao", "反映村道积水");
    writes(s, "demo-town", "accept", "先电话联系");
    expect(s, 200);
    acts(s, "demo-bureau", "contact",
         "{'on':'2026-03-09','method':'phone','spoke_with':'本人','content':'告知去向','reached':true}");
    as(s, "demo-town"); /* another session of the same account */
    get(s, "%s", path_of(s, "accept"));
    expect(s, 200);
    expect_text(s, "content.note", "先电话联系");
    expect_int(s, "content.fields.days", 7);
    expect_int(s, "case_version", 1);
    writes(s, "demo-town", "accept", "改为上门");
    get(s, "/cases/%s/drafts", case_id(s));
    expect_size(s, "data", 1);
    expect_text(s, "data.0.content.note", "改为上门");
    get(s, "/me/drafts");
    expect_size(s, "data", 1);
    expect_text(s, "data.0.composer", "accept");
    expect_text(s, "data.0.case_id", case_id(s));
    assert_false(says(s, "上门")); /* the list does not repeat the words */
    drop(s, path_of(s, "accept"));
    expect(s, 204);
    get(s, "%s", path_of(s, "accept"));
    expect(s, 200);
    expect_null(s, "content");
}

/* Neither who sees the same case nor who sees every case. */
static void nobody_else_reads_them(void **state)
{
    struct scenario *s = *state;
    dispatched(s, "shiqiao", "反映路灯不亮");
    writes(s, "demo-town", "accept", "内部意见");
    static const char *const others[] = {"demo-bureau", "demo-town-head", "demo-bureau-head"};
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++) {
        as(s, others[i]);
        get(s, "/cases/%s/drafts", case_id(s));
        expect(s, 200);
        expect_size(s, "data", 0);
        get(s, "%s", path_of(s, "accept"));
        expect_null(s, "content");
        get(s, "/cases/%s/journal", case_id(s)); /* and no history tells of it */
        assert_false(says(s, "内部意见"));
    }
    writes(s, "demo-housing", "accept", "看不到的件");
    expect_refused(s, 404, "not_found", NULL);
    as(s, NULL);
    get(s, "/me/drafts");
    expect_refused(s, 401, "sign_in_needed", NULL);
}

static void what_is_sent_is_no_draft(void **state)
{
    struct scenario *s = *state;
    char path[100];
    dispatched(s, "shiqiao", "反映河道垃圾");
    writes(s, "demo-town", "accept", "受理意见");
    writes(s, "demo-town", "note", "备注草稿");
    act(s, "accept", "{'notice_method':'hand'}"); /* refused: nothing is lost */
    expect(s, 422);
    get(s, "/cases/%s/drafts", case_id(s));
    expect_size(s, "data", 2);
    acts(s, "demo-town", "accept", "{'notice_method':'hand','proof':'签收','way':'按信访程序办理'}");
    get(s, "/cases/%s/drafts", case_id(s));
    expect_size(s, "data", 1);
    expect_text(s, "data.0.composer", "note");
    snprintf(path, sizeof path, "/cases/%s/notes", case_id(s));
    post(s, path, "{'text':'已与村里约定周五现场查看'}");
    expect(s, 201);
    get(s, "/cases/%s/drafts", case_id(s));
    expect_size(s, "data", 0);
    get(s, "/cases/%s/journal", case_id(s));
    expect_text(s, "data.4.action", "note");
    expect_text(s, "data.4.note", "已与村里约定周五现场查看");
    expect_text(s, "data.4.actor_name", value(s, "data.3.actor_name"));
}

/* A leader of the county acts on nothing, but what they write on a case stands in its course and is told to whoever has it. */
static void a_leader_writes_on_a_case(void **state)
{
    struct scenario *s = *state;
    char path[100];
    in_handling(s, "shiqiao", "demo-town", "demo-town", "反映河道垃圾");
    int before = notices(s, "demo-town", "批示");
    snprintf(path, sizeof path, "/cases/%s/instructions", case_id(s));
    as(s, "demo-bureau-head");
    post(s, path, "{'text':'不该写得进去'}");
    expect_refused(s, 403, "not_permitted", NULL);
    as(s, "demo-leader");
    post(s, path, "{'text':''}");
    expect(s, 422);
    post(s, path, "{'text':'请石桥乡本周内清理并向群众说明'}");
    expect(s, 201);
    assert_int_equal(notices(s, "demo-town", "批示"), before + 1);
    assert_true(notices(s, "demo-bureau-head", "批示") >= 1);
    assert_int_equal(notices(s, "demo-housing-intake", "批示"), 0);
    as(s, "demo-town");
    get(s, "/cases/%s/journal?limit=200", case_id(s));
    assert_true(says(s, "\"instruction\""));
    assert_true(says(s, "请石桥乡本周内清理并向群众说明"));
    as(s, "demo-sealed"); /* what is sealed is not there for a leader */
    submit(s, LETTER);
    expect(s, 201);
    snprintf(path, sizeof path, "/cases/%s/instructions", case_id(s));
    as(s, "demo-leader");
    post(s, path, "{'text':'QXNOTE'}");
    expect_refused(s, 404, "not_found", NULL);
}

/* Sealed: drafts of before go, and its officer's lie under the sealed lane's key; a note would be in clear, so there is none. */
static void a_sealed_case_keeps_them_apart(void **state)
{
    struct scenario *s = *state;
    char path[100];
    as(s, "demo-sealed");
    submit(s, LETTER);
    expect(s, 201);
    writes(s, "demo-sealed", "reader_add", "QXSEALED 只有本人可见");
    expect(s, 200);
    get(s, "%s", path_of(s, "reader_add"));
    expect_text(s, "content.note", "QXSEALED 只有本人可见");
    snprintf(path, sizeof path, "/cases/%s/notes", case_id(s));
    post(s, path, "{'text':'QXNOTE'}");
    expect_refused(s, 409, "note_sealed", NULL);
    as(s, "demo-bureau-head");
    get(s, "/cases/%s/drafts", case_id(s));
    expect_refused(s, 404, "not_found", NULL);
    const char *folder = stop_server(s);
    assert_int_equal(count_rows(folder, "SELECT COUNT(*) FROM drafts WHERE is_sealed = 1"), 1);
    assert_int_equal(count_rows(folder, "SELECT COUNT(*) FROM drafts WHERE instr(content, x'51585345414C4544') > 0"),
                     0);
}

static void a_right_that_ends_takes_them_along(void **state)
{
    struct scenario *s = *state;
    char path[100];
    dispatched(s, "shiqiao", "反映噪声扰民");
    writes(s, "demo-town", "accept", "草稿");
    expect(s, 200);
    as(s, "demo-admin");
    get(s, "/grants?account=@account:demo-town");
    expect(s, 200);
    int grants = 0;
    while (value(s, "data.0.id")[0] != '\0' && grants++ < 5) {
        snprintf(path, sizeof path, "/grants/%s", value(s, "data.0.id"));
        drop(s, path);
        expect(s, 204);
        get(s, "/grants?account=@account:demo-town");
    }
    assert_true(grants > 0);
    assert_int_equal(count_rows(stop_server(s), "SELECT COUNT(*) FROM drafts"), 0);
}

static void what_nobody_went_on_with_goes(void **state)
{
    struct scenario *s = *state;
    move_clock(s, "2026-03-02 09:00");
    dispatched(s, "shiqiao", "反映甲");
    writes(s, "demo-town", "accept", "旧稿");
    move_clock(s, "2026-06-08 09:00");
    writes(s, "demo-bureau", "contact", "新稿");
    as(s, "demo-town");
    get(s, "/cases/%s/drafts", case_id(s));
    expect_size(s, "data", 0);
    as(s, "demo-bureau");
    get(s, "/me/drafts");
    expect_size(s, "data", 1);
}

static void bad_ones_are_refused(void **state)
{
    struct scenario *s = *state;
    dispatched(s, "shiqiao", "反映乙");
    as(s, "demo-town");
    put(s, path_of(s, "accept"), "{'content':{'note':'x'}}");
    expect_refused(s, 422, "required", "/case_version");
    put(s, path_of(s, "a%2Fb"), "{'content':{},'case_version':1}");
    assert_false(says(s, "saved_at"));
}

int main(void)
{
    const struct CMUnitTest stories[] = {
        STORY(ones_own_survive_what_others_do), STORY(nobody_else_reads_them),
        STORY(what_is_sent_is_no_draft),        STORY(a_leader_writes_on_a_case),
        STORY(a_sealed_case_keeps_them_apart),  STORY(a_right_that_ends_takes_them_along),
        STORY(what_nobody_went_on_with_goes),   STORY(bad_ones_are_refused),
    };
    return STORIES(stories);
}

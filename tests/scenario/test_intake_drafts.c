/*
 * test_intake_drafts.c - a registration in hand is its clerk's alone, lies sealed, outlives the session, and goes with the registration
 * that it became, with the right to register, and with age; an accusation lies under the sealed lane's key or nowhere.
 */
#include "support/scenario.h"

#include "support/support.h"

#include <stdio.h>
#include <string.h>

#define FIRST  "01hq0000000000000000000001"
#define SECOND "01hq0000000000000000000002"

static void keeps(struct scenario *s, const char *login, const char *id, const char *purpose, const char *words)
{
    char path[80], body[300];
    as(s, login);
    snprintf(path, sizeof path, "/me/intake-drafts/%s", id);
    snprintf(body, sizeof body, "{'content':{'purpose':'%s','title':'%s','persons':[{'phone':'13900001111'}]}}",
             purpose, words);
    put(s, path, body);
}

static void it_is_its_clerks_alone(void **state)
{
    struct scenario *s = *state;
    move_clock(s, "2026-03-09 09:00");
    keeps(s, "demo-window", FIRST, "relief", "写到一半");
    expect(s, 200);
    expect_text(s, "saved_at", "2026-03-09T01:00:00.000Z");
    keeps(s, "demo-window", FIRST, "relief", "又写了一些"); /* the same again: one */
    keeps(s, "demo-window", SECOND, "relief", "另一件");
    move_clock(s, "2026-03-09 09:30");
    as(s, "demo-window"); /* another session */
    get(s, "/me/intake-drafts");
    expect_size(s, "data", 2);
    assert_true(says(s, "又写了一些"));
    assert_false(says(s, "写到一半"));
    assert_true(says(s, "13900001111"));
    as(s, "demo-bureau");
    get(s, "/me/intake-drafts");
    expect_size(s, "data", 0);
    keeps(s, "demo-bureau", FIRST, "relief", "别人的编号");
    expect_refused(s, 404, "not_found", NULL);
    drop(s, "/me/intake-drafts/" FIRST);
    as(s, "demo-window");
    get(s, "/me/intake-drafts");
    expect_size(s, "data", 2);
    drop(s, "/me/intake-drafts/" FIRST);
    expect(s, 204);
    get(s, "/me/intake-drafts");
    expect_size(s, "data", 1);
    as(s, "demo-auditor");
    get(s, "/me/intake-drafts");
    expect(s, 403);
    const char *folder = stop_server(s);
    assert_int_equal(count_rows(folder, "SELECT COUNT(*) FROM intake_drafts WHERE instr(content, '13900001111') > 0"),
                     0);
}

static void it_goes_with_what_it_became(void **state)
{
    struct scenario *s = *state;
    keeps(s, "demo-window", FIRST, "relief", "写到一半");
    keeps(s, "demo-window", SECOND, "relief", "另一件");
    submit(s, "{'channel':'letter','purpose':'relief','title':'路灯不亮','request':'请修复','draft_id':'" FIRST "',"
              "'demands':[],'persons':[{'role':'petitioner','kind':'natural','name':'毛某'}]}");
    expect(s, 422); /* refused: nothing is lost */
    get(s, "/me/intake-drafts");
    expect_size(s, "data", 2);
    submit(s, "{'channel':'letter','purpose':'relief','title':'路灯不亮','request':'请修复','draft_id':'" FIRST "',"
              "'demands':[{'text':'修复'}],'persons':[{'role':'petitioner','kind':'natural','name':'毛某'}]}");
    expect(s, 201);
    get(s, "/me/intake-drafts");
    expect_size(s, "data", 1);
    expect_text(s, "data.0.id", SECOND);
}

static void an_accusation_is_sealed_or_not_kept(void **state)
{
    struct scenario *s = *state;
    keeps(s, "demo-window", FIRST, "accusation", "检举某人");
    expect_refused(s, 409, "sealed_lane", "/content/purpose");
    get(s, "/me/intake-drafts");
    expect_size(s, "data", 0);
    keeps(s, "demo-sealed", SECOND, "accusation", "检举某单位");
    expect(s, 200);
    get(s, "/me/intake-drafts");
    expect_text(s, "data.0.content.title", "检举某单位");
    assert_int_equal(count_rows(stop_server(s), "SELECT COUNT(*) FROM intake_drafts WHERE is_sealed = 1"), 1);
}

static void age_and_the_end_of_the_right_take_it_along(void **state)
{
    struct scenario *s = *state;
    char path[100];
    move_clock(s, "2026-03-02 09:00");
    keeps(s, "demo-window", FIRST, "relief", "旧稿");
    move_clock(s, "2026-03-17 09:00");
    as(s, "demo-window");
    get(s, "/me/intake-drafts");
    expect_size(s, "data", 0);
    keeps(s, "demo-bureau", SECOND, "relief", "新稿"); /* and with the next one it is gone */
    as(s, "demo-admin");
    get(s, "/grants?account=@account:demo-bureau");
    for (int grants = 0; value(s, "data.0.id")[0] != '\0' && grants < 5; grants++) {
        snprintf(path, sizeof path, "/grants/%s", value(s, "data.0.id"));
        drop(s, path);
        expect(s, 204);
        get(s, "/grants?account=@account:demo-bureau");
    }
    assert_int_equal(count_rows(stop_server(s), "SELECT COUNT(*) FROM intake_drafts"), 0);
}

int main(void)
{
    const struct CMUnitTest stories[] = {
        STORY(it_is_its_clerks_alone),
        STORY(it_goes_with_what_it_became),
        STORY(an_accusation_is_sealed_or_not_kept),
        STORY(age_and_the_end_of_the_right_take_it_along),
    };
    return STORIES(stories);
}

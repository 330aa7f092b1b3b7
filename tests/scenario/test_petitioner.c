/*
 * test_petitioner.c - a petitioner submits over the web and follows the case with number and code, without an account.
 */
#include "support/scenario.h"

#include <ctype.h>
#include <string.h>

#define FORM                                                                                                                                  \
    "{'purpose':'relief','title':'楼道堆物占用消防通道','request':'请清理楼道堆物','demands':[{'text':'清理楼道堆物'}" \
    "],"                                                                                                                                      \
    "'place_unit_id':'@unit:donghu','persons':[{'role':'petitioner','kind':'natural','name':'方某某','phone':"                             \
    "'199****2001','address':'东湖社区12幢'}]}"

/* The bureau finds it among its cases and makes it the story's case. */
static void the_bureau_finds_it(struct scenario *s, const char *number)
{
    as(s, "demo-bureau");
    get(s, "/cases?q=%s", number);
    expect(s, 200);
    expect_size(s, "data", 1);
    expect_text(s, "data.0.channel", "web");
    turn_to(s, value(s, "data.0.id"));
}

static void petitioner_follows_without_account(void **state)
{
    struct scenario *s = *state;
    move_clock(s, "2026-03-02 20:15");
    as(s, NULL);
    get(s, "/public/site");
    expect(s, 200);
    expect_text(s, "bureau_name", "稽江县信访局");
    get(s, "/public/places");
    expect(s, 200);
    expect_text(s, "data[name=东湖社区].kind", "village");
    post(s, "/public/submissions", FORM);
    expect(s, 201);
    const char *number = value(s, "receipt.number");
    const char *code = value(s, "receipt.query_code");
    assert_string_equal(number, "999901-2026-W-000001");
    assert_true(strlen(code) >= 20);
    expect_text(s, "receipt.expected[clock=C1].due_on", "2026-03-17");
    expect_null(s, "case"); /* no id leaves the house */
    assert_int_equal(notices(s, "demo-bureau", "新的网上信访件"), 1);

    the_bureau_finds_it(s, number);
    move_clock(s, "2026-03-03 09:00");
    acts(s, "demo-bureau", "screen", "{'class_code':'0907','urgency':'urgent'}");
    acts(s, "demo-bureau", "dispatch", "{'to_unit':'@unit:zhujian','kind':'transfer'}");
    as(s, NULL);
    get(s, "/public/cases/%s?code=%s", number, code);
    expect(s, 200);
    expect_text(s, "state_title_zh", "已转送");
    expect_text(s, "unit_name", "县住房和城乡建设局");
    expect_text(s, "unit_phone", "0575-0000-0101");
    expect_text(s, "promised_on", "2026-03-18");
    expect_size(s, "steps", 2); /* screening is the office's own business */
    expect_null(s, "petitioner");
    expect_null(s, "holder_unit_id");
}

/* Typed from paper: small letters, no dashes, spaces in between. */
static void code_is_forgiving_about_form_only(void **state)
{
    struct scenario *s = *state;
    char typed[80];
    size_t n = 0;
    move_clock(s, "2026-03-02 20:15");
    as(s, NULL);
    post(s, "/public/submissions", FORM);
    expect(s, 201);
    const char *number = value(s, "receipt.number");
    for (const char *c = value(s, "receipt.query_code"); *c != '\0'; c++) {
        if (*c != '-') {
            typed[n++] = (char)tolower((unsigned char)*c);
        }
    }
    typed[n] = '\0';
    get(s, "/public/cases/%s?code=%s", number, typed);
    expect(s, 200);

    typed[n - 1] = typed[n - 1] == 'a' ? 'b' : 'a';
    get(s, "/public/cases/%s?code=%s", number, typed);
    expect_refused(s, 404, "number_or_code", NULL);
    const char *wrong_code = value(s, "detail");
    get(s, "/public/cases/999901-2026-W-999999?code=%s", typed);
    expect_refused(s, 404, "number_or_code", NULL);
    assert_string_equal(value(s, "detail"), wrong_code); /* nobody learns which numbers exist */
}

static void forms_are_checked_for_petitioners_too(void **state)
{
    struct scenario *s = *state;
    as(s, NULL);
    post(s, "/public/submissions", "{'purpose':'relief','title':'短','request':'x','demands':[],'persons':[]}");
    expect(s, 422);
    post(s, "/public/submissions",
         "{'purpose':'relief','title':'楼道堆物','request':'请清理','demands':[{'text':'清理'}],'channel':'visit',"
         "'persons':[{'role':'petitioner','kind':'natural','name':'方某某'}]}");
    expect(s, 422); /* the channel is not theirs to choose */
    post(s, "/public/submissions",
         "{'purpose':'accusation','title':'反映问题','request':'请查处','demands':[{'text':'查处'}],"
         "'persons':[{'role':'petitioner','kind':'natural','name':'方某某'}]}");
    expect_refused(s, 409, "sealed_lane", "/purpose");
    as(s, "demo-bureau");
    get(s, "/cases?open=any");
    expect_size(s, "data", 0);
}

/* The product's own limit: six forms at once from one address, then one every few seconds. */
static void too_many_forms_are_slowed_down(void **state)
{
    static const char form[] =
        "{'purpose':'relief','title':'楼道堆物占用消防通道','request':'请清理楼道堆物','demands':[{'text':'清理'}],"
        "'persons':[{'role':'petitioner','kind':'natural','name':'方某某'}]}";
    struct scenario *s = *state;
    move_clock(s, "2026-03-02 20:15");
    as(s, NULL);
    for (int i = 0; i < 6; i++) {
        post(s, "/public/submissions", form);
        expect(s, 201);
    }
    post(s, "/public/submissions", form);
    expect_refused(s, 429, "rate_limited", NULL);
    move_clock(s, "2026-03-02 20:16");
    post(s, "/public/submissions", form);
    expect(s, 201);
    expect_text(s, "receipt.number", "999901-2026-W-000007");
}

int main(void)
{
    const struct CMUnitTest stories[] = {
        STORY(petitioner_follows_without_account), STORY(code_is_forgiving_about_form_only),
        STORY(forms_are_checked_for_petitioners_too), STORY_LIMITED(too_many_forms_are_slowed_down)};
    return STORIES(stories);
}

/*
 * test_steps.c - the way of a case tells each state and holder with its time, and who is at a case hears of the others there.
 */
#include "support/scenario.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LETTER                                                                                                                     \
    "{'channel':'letter','purpose':'accusation','title':'检举有关问题','request':'请查处','demands':[{'text':'请查处'" \
    "}],"                                                                                                                          \
    "'persons':[{'role':'petitioner','kind':'natural','name':'钟某某'}],'accused':[{'unit_id':'@unit:qingwan'}]}"

static void each_step_has_its_time_and_holder(void **state)
{
    struct scenario *s = *state;
    move_clock(s, "2026-03-09 09:00");
    dispatched(s, "shiqiao", "反映村道积水");
    move_clock(s, "2026-03-10 09:00");
    acts(s, "demo-town", "accept", "{'notice_method':'hand','proof':'签收','way':'按信访程序办理'}");
    move_clock(s, "2026-03-11 10:00");
    acts(s, "demo-town", "assign_handler", "{'handler':'@account:demo-town','no_conflict':true}");
    as(s, "demo-town");
    get(s, "/cases/%s/steps", case_id(s));
    expect(s, 200);
    expect_size(s, "data", 3);
    expect_text(s, "data.0.state", "dispatched"); /* registered, screened and sent at one moment: one step */
    expect_text(s, "data.0.stage", "assign");
    expect_text(s, "data.0.from", "2026-03-09T01:00:00.000Z");
    expect_text(s, "data.0.until", "2026-03-10T01:00:00.000Z");
    expect_text(s, "data.1.state", "accepted");
    expect_text(s, "data.1.event", "accept");
    expect_null(s, "data.1.handler_name");
    expect_text(s, "data.2.state", "handling");
    expect_text(s, "data.2.from", "2026-03-11T02:00:00.000Z");
    expect_null(s, "data.2.until");
    assert_true(value(s, "data.2.handler_name")[0] != '\0');
    expect_text(s, "data.2.unit_name", value(s, "data.0.unit_name"));
    as(s, "demo-housing");
    get(s, "/cases/%s/steps", case_id(s));
    expect_refused(s, 404, "not_found", NULL);
}

static int may_take_back(struct scenario *s, const char *login)
{
    as(s, login);
    get(s, "/cases/%s/transitions", case_id(s));
    expect(s, 200);
    return strcmp(value(s, "data[event=undo_assignment].allowed"), "true") == 0;
}

static void a_naming_is_taken_back_while_nothing_else_happened(void **state)
{
    struct scenario *s = *state;
    move_clock(s, "2026-03-09 09:00");
    dispatched(s, "shiqiao", "反映桥栏松动");
    acts(s, "demo-town", "accept", "{'notice_method':'hand','proof':'签收','way':'按信访程序办理'}");
    acts(s, "demo-town", "assign_handler", "{'handler':'@account:demo-town','no_conflict':true}");
    assert_false(may_take_back(s, "demo-town-head")); /* somebody else named them */
    act(s, "undo_assignment", "{}");
    expect_refused(s, 409, "assigned_just_now", NULL);
    assert_true(may_take_back(s, "demo-town"));
    acts(s, "demo-town", "undo_assignment", "{}");
    expect_text(s, "state", "accepted");
    expect_null(s, "handler_id");
    expect_clock(s, "C6", "2026-05-08", "running"); /* the 60 days go on as if nothing had been */
    get(s, "/cases/%s/journal", case_id(s));
    expect_text(s, "data[event=undo_assignment].from_state", "handling");
    expect_text(s, "data[event=undo_assignment].to_state", "accepted");
    assert_int_equal(notices(s, "demo-town", "撤回指定"), 1);
    acts(s, "demo-town", "assign_handler", "{'handler':'@account:demo-town','no_conflict':true}");
    acts(s, "demo-town", "contact",
         "{'on':'2026-03-09','method':'phone','spoke_with':'某','content':'核实情况','reached':true}");
    assert_false(may_take_back(s, "demo-town"));
}

/* Who takes over from somebody does not undo that by taking it from everybody. */
static void what_was_passed_on_is_not_taken_back(void **state)
{
    struct scenario *s = *state;
    move_clock(s, "2026-03-09 09:00");
    dispatched(s, "shiqiao", "反映桥栏松动");
    acts(s, "demo-town", "accept", "{'notice_method':'hand','proof':'签收','way':'按信访程序办理'}");
    acts(s, "demo-town", "assign_handler", "{'handler':'@account:demo-town','no_conflict':true}");
    acts(s, "demo-town", "assign_handler", "{'handler':'@account:demo-town-head','no_conflict':true}");
    assert_false(may_take_back(s, "demo-town"));
}

static void says_it(struct scenario *s, const char *login, const char *mode)
{
    char path[100], body[40];
    as(s, login);
    snprintf(path, sizeof path, "/cases/%s/presence", case_id(s));
    snprintf(body, sizeof body, "{'mode':'%s'}", mode);
    post(s, path, body);
}

static void who_is_there_hears_of_the_others(void **state)
{
    struct scenario *s = *state;
    move_clock(s, "2026-03-09 09:00");
    dispatched(s, "shiqiao", "反映路灯不亮");
    says_it(s, "demo-town", "viewing");
    expect(s, 200);
    expect_size(s, "data", 0);
    says_it(s, "demo-bureau", "writing");
    expect_size(s, "data", 1);
    expect_text(s, "data.0.mode", "viewing");
    assert_true(value(s, "data.0.name")[0] != '\0');
    says_it(s, "demo-town", "idle");
    expect_text(s, "data.0.mode", "writing");
    says_it(s, "demo-bureau", "away"); /* who goes hears nothing and is not heard of */
    expect_size(s, "data", 0);
    says_it(s, "demo-town", "viewing");
    expect_size(s, "data", 0);
    says_it(s, "demo-bureau", "viewing");
    expect_size(s, "data", 1);
    move_clock(s, "2026-03-09 09:01"); /* silent for a minute: gone */
    says_it(s, "demo-bureau", "viewing");
    expect_size(s, "data", 0);
    says_it(s, "demo-housing", "viewing");
    expect_refused(s, 404, "not_found", NULL);
    says_it(s, "demo-town", "watching");
    expect(s, 422);
}

/* Neither the case's history nor any table hears of it. */
static void nothing_of_it_is_kept(void **state)
{
    struct scenario *s = *state;
    dispatched(s, "shiqiao", "反映河道垃圾");
    as(s, "demo-town");
    get(s, "/cases/%s", case_id(s));
    int64_t before = strtoll(value(s, "version"), NULL, 10);
    says_it(s, "demo-town", "writing");
    expect(s, 200);
    get(s, "/cases/%s", case_id(s));
    expect_int(s, "version", before);
    get(s, "/cases/%s/journal", case_id(s));
    assert_false(says(s, "writing"));
    (void)stop_server(s);
    restart_server(s);
    says_it(s, "demo-bureau", "viewing");
    expect(s, 200);
    expect_size(s, "data", 0);
}

static void at_a_sealed_case_is_nobody(void **state)
{
    struct scenario *s = *state;
    as(s, "demo-sealed");
    submit(s, LETTER);
    expect(s, 201);
    says_it(s, "demo-sealed", "writing");
    expect(s, 200);
    expect_size(s, "data", 0);
    says_it(s, "demo-bureau", "viewing");
    expect_refused(s, 404, "not_found", NULL);
}

int main(void)
{
    const struct CMUnitTest stories[] = {
        STORY(each_step_has_its_time_and_holder),
        STORY(a_naming_is_taken_back_while_nothing_else_happened),
        STORY(what_was_passed_on_is_not_taken_back),
        STORY(who_is_there_hears_of_the_others),
        STORY(nothing_of_it_is_kept),
        STORY(at_a_sealed_case_is_nobody),
    };
    return STORIES(stories);
}

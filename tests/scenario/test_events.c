/*
 * test_events.c - who follows what happens hears of every act on the cases that they may see, in one order, and of nothing else.
 */
#include "support/scenario.h"

#include <stdio.h>
#include <string.h>

#define LETTER                                                                                                                     \
    "{'channel':'letter','purpose':'accusation','title':'检举有关问题','request':'请查处','demands':[{'text':'请查处'" \
    "}],"                                                                                                                          \
    "'persons':[{'role':'petitioner','kind':'natural','name':'钟某某'}],'accused':[{'unit_id':'@unit:qingwan'}]}"

static void keep_position(struct scenario *s, char out[200])
{
    expect(s, 200);
    snprintf(out, 200, "%s", value(s, "next"));
    assert_true(strlen(out) > 20);
}

static void from_here(struct scenario *s, const char *login, char out[200])
{
    as(s, login);
    get(s, "/events?after=now");
    expect_size(s, "data", 0);
    keep_position(s, out);
}

static void what_happened_comes_in_order(void **state)
{
    struct scenario *s = *state;
    char at[200], again[200];
    from_here(s, "demo-bureau", at);
    dispatched(s, "shiqiao", "反映村道积水");
    as(s, "demo-bureau");
    get(s, "/events?after=%s", at);
    expect(s, 200);
    expect_size(s, "data", 3);
    expect_text(s, "data.0.type", "case.created");
    expect_text(s, "data.0.case_id", case_id(s));
    expect_text(s, "data.1.type", "case.screen");
    expect_text(s, "data.2.type", "case.dispatch");
    expect_int(s, "data.2.entry", 3);
    assert_false(says(s, "积水")); /* ids and names of fields, no words */
    snprintf(again, sizeof again, "%s", value(s, "data.0.id"));
    get(s, "/events?after=%s&limit=1", again); /* cut off behind the first: the second comes next */
    expect_size(s, "data", 1);
    expect_text(s, "data.0.type", "case.screen");
    get(s, "/events?after=%s&limit=1", value(s, "next"));
    expect_text(s, "data.0.type", "case.dispatch");
    get(s, "/events?after=%s&type=case.screen", at);
    expect_size(s, "data", 1);
    get(s, "/events?after=%s", at);
    get(s, "/events?after=%s", value(s, "next"));
    expect_size(s, "data", 0);
}

static void a_refused_act_is_no_event(void **state)
{
    struct scenario *s = *state;
    char at[200];
    dispatched(s, "shiqiao", "反映路灯不亮");
    from_here(s, "demo-town", at);
    act(s, "sign", "{}");
    expect(s, 409);
    get(s, "/events?after=%s", at);
    expect(s, 200);
    expect_size(s, "data", 0);
}

static void only_of_cases_in_scope(void **state)
{
    struct scenario *s = *state;
    char town[200], housing[200];
    from_here(s, "demo-town", town);
    from_here(s, "demo-housing", housing);
    dispatched(s, "shiqiao", "反映河道垃圾");
    as(s, "demo-town");
    get(s, "/events?after=%s", town);
    assert_true(says(s, case_id(s))); /* since it has a part in the case, also what was before */
    as(s, "demo-housing");
    get(s, "/events?after=%s", housing);
    expect(s, 200);
    expect_size(s, "data", 0);
    assert_false(says(s, case_id(s)));
    get(s, "/events?after=%s", town); /* a position is its owner's */
    expect_refused(s, 400, "cursor_invalid", NULL);
    get(s, "/events?after=AAAA");
    expect_refused(s, 400, "cursor_invalid", NULL);
}

/* Sealed: gone for the others with all that was, and what comes is told to its reader only. */
static void a_sealed_case_is_silent(void **state)
{
    struct scenario *s = *state;
    char bureau[200], officer[200];
    from_here(s, "demo-bureau", bureau);
    from_here(s, "demo-sealed", officer);
    as(s, "demo-sealed");
    submit(s, LETTER);
    expect(s, 201);
    as(s, "demo-bureau");
    get(s, "/events?after=%s", bureau);
    expect(s, 200);
    expect_size(s, "data", 0);
    assert_false(says(s, case_id(s)));
    as(s, "demo-sealed");
    get(s, "/events?after=%s", officer);
    expect(s, 200);
    assert_true(says(s, case_id(s)));
}

/* Kept for fourteen days; who comes later is told to read anew. */
static void what_is_too_old_is_told_as_lost(void **state)
{
    struct scenario *s = *state;
    char at[200];
    move_clock(s, "2026-03-02 09:00");
    as(s, "demo-bureau");
    from_here(s, "demo-bureau", at);
    dispatched(s, "shiqiao", "反映甲");
    move_clock(s, "2026-04-02 09:00");
    dispatched(s, "shiqiao", "反映乙");
    dispatched(s, "shiqiao", "反映丙");
    as(s, "demo-bureau");
    get(s, "/events?after=%s", at);
    expect(s, 200);
    expect_int(s, "reset", 1);
}

static void outsiders_hear_nothing(void **state)
{
    struct scenario *s = *state;
    as(s, NULL);
    get(s, "/events");
    expect_refused(s, 401, "sign_in_needed", NULL);
}

int main(void)
{
    const struct CMUnitTest stories[] = {
        STORY(what_happened_comes_in_order), STORY(a_refused_act_is_no_event),       STORY(only_of_cases_in_scope),
        STORY(a_sealed_case_is_silent),      STORY(what_is_too_old_is_told_as_lost), STORY(outsiders_hear_nothing),
    };
    return STORIES(stories);
}

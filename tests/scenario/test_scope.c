/*
 * test_scope.c - a unit sees its own cases and knows nothing of the others: lists, counts, search, notices, journals, parts.
 */
#include "support/scenario.h"

#include <stdio.h>
#include <string.h>

static void sees(struct scenario *s, const char *login, int total)
{
    as(s, login);
    get(s, "/cases?count=exact");
    expect(s, 200);
    expect_int(s, "total", total);
    expect_size(s, "data", total);
}

static void does_not_know(struct scenario *s, const char *login)
{
    static const char *const parts[] = {"",          "/journal",    "/deadlines",   "/documents",  "/deliveries",
                                        "/contacts", "/dispatches", "/submissions", "/transitions"};
    char path[64];
    as(s, login);
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
        snprintf(path, sizeof path, "/cases/@case%s", parts[i]);
        get(s, "%s", path);
        expect_refused(s, 404, "not_found", NULL);
    }
    get(s, "/cases?q=%s&open=any&count=exact", case_number(s));
    expect_int(s, "total", 0);
    with_version(s, "1");
    post(s, "/cases/@case/transitions", "{'event':'accept','fields':{}}");
    expect_refused(s, 404, "not_found", NULL);
    with_version(s, "1");
    post(s, "/cases/@case/contacts",
         "{'on':'2026-03-02','method':'phone','spoke_with':'某','content':'某','reached':true}");
    expect(s, 404);
}

static void unit_scope_hides_other_units(void **state)
{
    struct scenario *s = *state;
    move_clock(s, "2026-03-02 09:00");
    dispatched(s, "zhujian", "保障房渗漏");
    const char *housing = case_id(s);
    dispatched(s, "shiqiao", "村道损坏");
    const char *town = case_id(s);
    as(s, "demo-window");
    submit(
        s,
        "{'channel':'letter','purpose':'relief','title':'还在信访局','request':'请处理','demands':[{'text':'请处理'}],"
        "'persons':[{'role':'petitioner','kind':'natural','name':'陶某某'}]}");
    expect(s, 201);
    const char *undecided = case_id(s);

    sees(s, "demo-housing", 1);
    expect_text(s, "data.0.id", housing);
    sees(s, "demo-housing-head", 1);
    sees(s, "demo-town", 1);
    expect_text(s, "data.0.id", town);
    sees(s, "demo-enforce", 0);
    sees(s, "demo-window", 3); /* what the bureau registered */
    sees(s, "demo-bureau", 3);
    sees(s, "demo-leader", 3);
    as(s, "demo-housing-head");
    get(s, "/worklist/summary");
    expect_int(s, "unclaimed", 1);
    as(s, "demo-leader");
    get(s, "/worklist/summary");
    expect_int(s, "unclaimed", 3);

    turn_to(s, town);
    does_not_know(s, "demo-housing");
    turn_to(s, undecided);
    does_not_know(s, "demo-housing");
    does_not_know(s, "demo-town");
    assert_int_equal(notices(s, "demo-housing-intake", "转送"), 1);
    assert_int_equal(notices(s, "demo-town", "转送"), 1);
    assert_int_equal(notices(s, "demo-enforce", "转送"), 0);
}

/* Sent on, a case is still known where it was; the new unit learns of it only then. */
static void a_case_is_known_where_it_was(void **state)
{
    struct scenario *s = *state;
    move_clock(s, "2026-03-02 09:00");
    dispatched(s, "shengtai", "油烟扰民");
    does_not_know(s, "demo-enforce");
    acts(s, "demo-eco", "object", "{'ground':'不属本单位职责','legal_basis':'职责清单第37项'}");
    acts(s, "demo-bureau", "redispatch", "{'to_unit':'@unit:zhifa','kind':'transfer','reason':'同意'}");
    sees(s, "demo-enforce", 1);
    sees(s, "demo-eco", 1);
    /* Known, but no longer theirs to act on. */
    act(s, "accept", "{'notice_method':'hand','proof':'签收','way':'按信访程序办理'}");
    expect_refused(s, 403, "role_missing", NULL);
}

/* A grant that has ended shows nothing any more, from the next request on. */
static void access_ends_with_the_grant(void **state)
{
    struct scenario *s = *state;
    move_clock(s, "2026-03-02 09:00");
    dispatched(s, "zhujian", "保障房渗漏");
    sees(s, "demo-housing-head", 1);
    as(s, "demo-admin");
    get(s, "/grants?account=@account:demo-housing-head");
    expect_size(s, "data", 1);
    char path[64];
    snprintf(path, sizeof path, "/grants/%s", value(s, "data.0.id"));
    drop(s, path);
    expect(s, 204);
    as(s, "demo-housing-head");
    get(s, "/cases");
    expect_refused(s, 403, "not_permitted", NULL);
}

int main(void)
{
    const struct CMUnitTest stories[] = {STORY(unit_scope_hides_other_units), STORY(a_case_is_known_where_it_was),
                                         STORY(access_ends_with_the_grant)};
    return STORIES(stories);
}

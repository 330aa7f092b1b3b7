/*
 * test_scope.c - a unit sees its own cases and knows nothing of the others: lists, counts, search, notices, journals, parts.
 */
#include "support/client.h"
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
    as(s, "demo-bureau"); /* its own, not those of the units below */
    get(s, "/worklist/summary");
    expect_int(s, "unclaimed", 1);
    get(s, "/cases?view=unclaimed");
    expect_text(s, "data.0.id", undecided);
    as(s, "demo-leader"); /* sees all and claims none */
    get(s, "/worklist/summary");
    expect_int(s, "unclaimed", 0);

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

static struct client *by_token(struct scenario *s, const char *permissions)
{
    char body[200];
    as(s, "demo-bureau");
    snprintf(body, sizeof body, "{'name':'接口','expires_on':'2026-05-01','permissions':[%s]}", permissions);
    post(s, "/tokens", body);
    expect(s, 201);
    struct client *c = client_new(server_url(s));
    client_set_bearer(c, value(s, "token"));
    return c;
}

static void expect_call(struct client *c, const char *method, const char *path, const char *body, int status)
{
    const struct client_reply *r = client_call(c, method, path, body);
    if (r->status != status) {
        fail_msg("%s %s: %d, expected %d: %s", method, path, r->status, status, r->body);
    }
}

/* Who may register and not read learns of no case by registering, and a token ends with its account for good. */
static void a_token_does_no_more_than_it_says(void **state)
{
    struct scenario *s = *state;
    char body[400], path[80];
    move_clock(s, "2026-03-02 09:00");
    dispatched(s, "zhujian", "小区道路破损");
    struct client *c = by_token(s, "'case.register'");
    snprintf(body, sizeof body,
             "{\"channel\":\"letter\",\"purpose\":\"relief\",\"title\":\"又来信\",\"request\":\"请修路\",\"demands\":"
             "[{\"text\":\"修路\"}],\"persons\":[{\"role\":\"petitioner\",\"kind\":\"natural\",\"name\":\"某\"}],"
             "\"case_id\":\"%s\"}",
             case_id(s));
    expect_call(c, "POST", "/api/v1/submissions", body, 403);
    expect_call(c, "POST", "/api/v1/submissions/candidates", "{\"title\":\"小区道路破损\"}", 403);
    expect_call(c, "POST", "/api/v1/persons/lookup", "{\"phone\":\"19900000101\"}", 403);
    client_free(c);
    c = by_token(s, "'case.read'");
    expect_call(c, "GET", "/api/v1/cases", NULL, 200);
    for (int off = 1; off >= 0; off--) {
        as(s, "demo-admin");
        snprintf(path, sizeof path, "/accounts/@account:demo-bureau");
        get(s, "%s", path);
        with_version(s, value(s, "version"));
        patch(s, path, off ? "{'is_disabled':true}" : "{'is_disabled':false}");
        expect(s, 200);
        expect_call(c, "GET", "/api/v1/cases", NULL, 401);
    }
    client_free(c);
}

/* Where an accusation officer is at home decides what they may know. */
static void one_administrator_does_not_move_an_officer(void **state)
{
    struct scenario *s = *state;
    as(s, "demo-admin");
    get(s, "/accounts/@account:demo-sealed");
    with_version(s, value(s, "version"));
    patch(s, "/accounts/@account:demo-sealed", "{'unit_id':'@unit:999901'}");
    expect_refused(s, 409, "guarded_unit", "/unit_id");
}

/* Nor stops the lane by shutting its officer out; two people do, by way of the role. What cannot wait is to end the sessions. */
static void one_administrator_does_not_shut_an_officer_out(void **state)
{
    struct scenario *s = *state;
    char body[160];
    as(s, "demo-sealed");
    get(s, "/sessions/current");
    expect(s, 200);
    as(s, "demo-admin");
    get(s, "/accounts/@account:demo-sealed");
    with_version(s, value(s, "version"));
    patch(s, "/accounts/@account:demo-sealed", "{'is_disabled':true}");
    expect_refused(s, 409, "guarded_disable", "/is_disabled");
    get(s, "/grants?account=@account:demo-sealed");
    snprintf(body, sizeof body, "{'kind':'revocation','grant_id':'%s','reason':'离职'}",
             value(s, "data[role=accusation_officer].id"));
    by_two(s, body);
    as(s, "demo-admin");
    get(s, "/accounts/@account:demo-sealed");
    with_version(s, value(s, "version"));
    patch(s, "/accounts/@account:demo-sealed", "{'is_disabled':true}");
    expect(s, 200);
}

int main(void)
{
    const struct CMUnitTest stories[] = {STORY(unit_scope_hides_other_units),
                                         STORY(a_case_is_known_where_it_was),
                                         STORY(access_ends_with_the_grant),
                                         STORY(a_token_does_no_more_than_it_says),
                                         STORY(one_administrator_does_not_move_an_officer),
                                         STORY(one_administrator_does_not_shut_an_officer_out)};
    return STORIES(stories);
}

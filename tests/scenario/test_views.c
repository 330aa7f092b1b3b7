/*
 * test_views.c - saved views: who may share them with whom, and that a view shows nobody more than they see anyway.
 */
#include "support/scenario.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int has_view(struct scenario *s, const char *login, const char *name)
{
    as(s, login);
    get(s, "/views");
    expect(s, 200);
    return says(s, name);
}

static const char *make(struct scenario *s, const char *login, const char *json)
{
    as(s, login);
    post(s, "/views", json);
    expect(s, 201);
    return value(s, "id");
}

static void a_view_is_its_owners(void **state)
{
    struct scenario *s = *state;
    char path[64];
    move_clock(s, "2026-03-02 09:00");
    const char *id = make(s, "demo-bureau",
                          "{'name':'超期的','filter':{'view':'overdue','stage':'resolve','sort':'newest'},"
                          "'columns':['number','title','due'],'density':'compact','is_pinned':true,'position':2}");
    expect_text(s, "sharing", "private");
    expect_text(s, "filter.view", "overdue");
    expect_text(s, "filter.sort", "newest");
    expect_null(s, "filter.unit");
    expect_text(s, "columns.2", "due");
    snprintf(path, sizeof path, "/views/%s", id);
    assert_true(has_view(s, "demo-bureau", "超期的"));
    assert_false(has_view(s, "demo-bureau-head", "超期的"));
    drop(s, path);
    expect_refused(s, 404, "not_found", NULL);

    as(s, "demo-bureau");
    with_version(s, "1");
    patch(s, path, "{'name':'逾期的','columns':[]}");
    expect(s, 200);
    expect_text(s, "name", "逾期的");
    expect_text(s, "density", "compact");
    expect_text(s, "filter.view", "overdue");
    expect_size(s, "columns", 0);
    expect_int(s, "version", 2);
    with_version(s, "1");
    patch(s, path, "{'name':'再改'}");
    expect_refused(s, 412, "stale", NULL);
    patch(s, path, "{'name':'再改'}");
    expect(s, 428);
    drop(s, path);
    expect(s, 204);
    assert_false(has_view(s, "demo-bureau", "逾期的"));
}

static void what_is_wrong_is_told(void **state)
{
    struct scenario *s = *state;
    as(s, "demo-bureau");
    post(s, "/views", "{'name':'x','filter':{'colour':'red'}}");
    expect_refused(s, 422, "unknown_member", "/filter/colour");
    post(s, "/views", "{'name':'x','filter':{'view':'everything'}}");
    expect_refused(s, 422, "bad_choice", "/filter/view");
    post(s, "/views", "{'name':'x','filter':{},'columns':['number','secret']}");
    expect_refused(s, 422, "unknown_column", "/columns/1");
    post(s, "/views", "{'name':'x','filter':{},'sharing':'unit'}");
    expect_refused(s, 422, "required", "/unit_id");
    post(s, "/views", "{'filter':{}}");
    expect_refused(s, 422, "required", "/name");
}

/* With those whose figures one sees, and with nobody else. */
static void sharing_needs_the_figures(void **state)
{
    struct scenario *s = *state;
    move_clock(s, "2026-03-02 09:00");
    as(s, "demo-housing"); /* handles cases, sees no figures */
    post(s, "/views", "{'name':'住建','filter':{},'sharing':'unit','unit_id':'@unit:zhujian'}");
    expect_refused(s, 422, "view_sharing", "/unit_id");
    as(s, "demo-housing-head");
    post(s, "/views", "{'name':'镇里','filter':{},'sharing':'unit','unit_id':'@unit:shiqiao'}");
    expect_refused(s, 422, "view_sharing", "/unit_id");
    post(s, "/views", "{'name':'全县','filter':{},'sharing':'all'}");
    expect_refused(s, 422, "view_sharing", "/sharing");
    const char *id = make(s, "demo-housing-head",
                          "{'name':'本单位未认领','filter':{'view':'unclaimed'},'sharing':'unit',"
                          "'unit_id':'@unit:zhujian','is_pinned':true}");
    assert_true(has_view(s, "demo-housing", "本单位未认领"));
    assert_true(has_view(s, "demo-housing-intake", "本单位未认领"));
    assert_false(has_view(s, "demo-town", "本单位未认领"));
    assert_false(has_view(s, "demo-bureau", "本单位未认领"));
    /* Read by others, changed by its owner. */
    char path[64];
    snprintf(path, sizeof path, "/views/%s", id);
    as(s, "demo-housing");
    with_version(s, "1");
    patch(s, path, "{'name':'我的'}");
    expect_refused(s, 409, "view_owner", NULL);
    drop(s, path);
    expect_refused(s, 409, "view_owner", NULL);
    as(s, "demo-admin");
    get(s, "/views");
    expect_refused(s, 403, "not_permitted", NULL);
    /* The office journal knows that it is shared, not its words. */
    as(s, "demo-bureau-head");
    get(s, "/journal?limit=200");
    expect(s, 200);
    assert_true(says(s, "view.add"));
    assert_false(says(s, "本单位未认领"));
}

/* The same view, each reader their own cases; the figure on it too. */
static void a_view_widens_nothing(void **state)
{
    struct scenario *s = *state;
    move_clock(s, "2026-03-02 09:00");
    dispatched(s, "zhujian", "保障房渗漏");
    dispatched(s, "shiqiao", "村道损坏");
    make(s, "demo-bureau-head", "{'name':'全部在办','filter':{'open':'true'},'sharing':'all','is_pinned':true}");
    static const struct {
        const char *login;
        int count;
    } people[] = {{"demo-bureau-head", 2}, {"demo-housing", 1}, {"demo-town", 1}, {"demo-enforce", 0}};
    for (size_t i = 0; i < sizeof people / sizeof people[0]; i++) {
        as(s, people[i].login);
        get(s, "/views?count=estimate");
        expect(s, 200);
        expect_text(s, "data.0.name", "全部在办");
        expect_int(s, "data.0.count", people[i].count);
        expect_int(s, "data.0.count_is_more", 0);
    }
    /* A unit's name as a filter finds only what the reader sees of it. */
    make(s, "demo-bureau-head", "{'name':'住建的','filter':{'unit':'@unit:zhujian'},'sharing':'all','is_pinned':true}");
    as(s, "demo-town");
    get(s, "/views?count=estimate");
    expect_int(s, "data[name=住建的].count", 0);
}

#define OPINION                                                                                                        \
    "{'outcome':'explain','facts':'经查，情况已核实','basis':'《信访工作条例》第三十二条',"       \
    "'answers':[{'demand_id':'@demand:1','outcome':'explain','answer':'已解释','basis':'《条例》'}]}"

/* The figure and its list, which cannot differ. */
static void has(struct scenario *s, const char *login, const char *view, int total)
{
    as(s, login);
    get(s, "/cases?view=%s&count=exact", view);
    expect(s, 200);
    int listed = atoi(value(s, "total"));
    expect_size(s, "data", listed);
    get(s, "/worklist/summary");
    expect_int(s, view, listed);
    if (listed != total) {
        fail_msg("%s has %d in %s, not %d", login, listed, view, total);
    }
}

/* An objection came back to who rules on it, not to who made it and waits. */
static void an_objection_waits_for_its_ruling(void **state)
{
    struct scenario *s = *state;
    static const char *const others[] = {"demo-eco", "demo-housing", "demo-window", "demo-leader", "demo-county-head"};
    move_clock(s, "2026-03-02 09:00");
    dispatched(s, "shengtai", "油烟扰民");
    has(s, "demo-eco", "unclaimed", 1);
    acts(s, "demo-eco", "object", "{'ground':'不属本单位职责','legal_basis':'职责清单第37项'}");
    has(s, "demo-bureau", "returned", 1);
    has(s, "demo-bureau", "returned_to_me", 1);
    has(s, "demo-bureau-head", "returned_to_me", 1);
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++) {
        has(s, others[i], "returned_to_me", 0);
    }
    has(s, "demo-eco", "unclaimed", 0); /* nobody can claim it until then */
    acts(s, "demo-bureau", "refer_dispute", "{'body':'superior','reason':'双方协商不成'}");
    has(s, "demo-bureau", "returned_to_me", 0);
    has(s, "demo-county-head", "returned_to_me", 1);
}

/* A draft waits for those who may check it, then for those who may sign; never for who wrote it. */
static void a_draft_waits_for_other_eyes(void **state)
{
    struct scenario *s = *state;
    static const char *const others[] = {"demo-housing",   "demo-housing-intake", "demo-window",
                                         "demo-archivist", "demo-leader",         "demo-review",
                                         "demo-bureau",    "demo-bureau-head",    "demo-town-head"};
    move_clock(s, "2026-03-02 09:00");
    in_handling(s, "zhujian", "demo-housing-intake", "demo-housing", "保障房渗漏");
    has(s, "demo-housing-head", "awaiting_review", 0);
    acts(s, "demo-housing", "draft_opinion", OPINION);
    has(s, "demo-housing-legal", "awaiting_review", 1);
    has(s, "demo-housing-head", "awaiting_review", 1);
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++) {
        has(s, others[i], "awaiting_review", 0);
    }
    acts(s, "demo-housing-legal", "return_draft", "{'reason':'依据不全'}");
    has(s, "demo-housing-legal", "awaiting_review", 0);
    has(s, "demo-housing", "returned_to_me", 1);
    has(s, "demo-housing-head", "returned_to_me", 0);
    /* Whoever wrote one is barred, whatever role they have besides. */
    as(s, "demo-admin");
    post(s, "/grants",
         "{'account_id':'@account:demo-housing','role':'legal_checker','unit_id':'@unit:zhujian','scope':'unit'}");
    expect(s, 201);
    acts(s, "demo-housing", "draft_opinion", OPINION);
    has(s, "demo-housing", "awaiting_review", 0);
    acts(s, "demo-housing-legal", "check", "{}");
    has(s, "demo-housing-legal", "awaiting_review", 0); /* signing is the head's */
    has(s, "demo-housing-head", "awaiting_review", 1);
    acts(s, "demo-housing-head", "sign", "{}");
    has(s, "demo-housing-head", "awaiting_review", 0);
}

int main(void)
{
    const struct CMUnitTest stories[] = {STORY(a_view_is_its_owners),
                                         STORY(what_is_wrong_is_told),
                                         STORY(sharing_needs_the_figures),
                                         STORY(a_view_widens_nothing),
                                         STORY(an_objection_waits_for_its_ruling),
                                         STORY(a_draft_waits_for_other_eyes)};
    return STORIES(stories);
}

/*
 * test_batch.c - one event on several cases: each for itself, by the same rules as alone, once under its key.
 */
#include "support/scenario.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MANY = 60, BODY = 60 * 80 };

#define FILE_ONE(title)                                                                                                \
    "{'channel':'web','purpose':'relief','title':'" title "','request':'请处理','demands':[{'text':'请处理'}],"  \
    "'persons':[{'role':'petitioner','kind':'natural','name':'陶某某'}]}"

/* Another case at the window; its id stays. */
static const char *another(struct scenario *s, const char *json)
{
    as(s, "demo-window");
    submit(s, json);
    expect(s, 201);
    return case_id(s);
}

static void batch(struct scenario *s, const char *head, const char *const *ids, int count, const char *key)
{
    char body[BODY];
    int n = snprintf(body, sizeof body, "{%s,'items':[", head);
    for (int i = 0; i < count; i++) {
        n += snprintf(body + n, sizeof body - (size_t)n, "%s{'id':'%s','if_match':1", i ? "," : "", ids[i]);
        n += key ? snprintf(body + n, sizeof body - (size_t)n, ",'key':'%s-%d'}", key, i)
                 : snprintf(body + n, sizeof body - (size_t)n, "}");
    }
    snprintf(body + n, sizeof body - (size_t)n, "]}");
    post(s, "/cases:batch", body);
}

#define CONTACT "{'on':'2026-03-02','method':'phone','spoke_with':'某','content':'已电话核实','reached':true}"
#define ANSWER                                                                                                         \
    "'answers':[{'demand_id':'@demand:1','outcome':'explain','answer':'已核实并当面说明','basis':'《物业管理条例》'}]"
#define OPINION "{'outcome':'explain','facts':'经查情况属实','basis':'《物业管理条例》'," ANSWER "}"

#define SCREEN "'op':'screen','args':{'class_code':'0304','urgency':'normal'}"

#define SCREEN_AS(name) "'op':'screen','args':{'class_code':'0304','urgency':'normal','title':'" name "'}"

static int journal_entries(struct scenario *s, const char *id)
{
    turn_to(s, id);
    get(s, "/cases/@case/journal?limit=200");
    expect(s, 200);
    int n = 0;
    char path[40];
    for (snprintf(path, sizeof path, "data.%d.action", n); value(s, path)[0] != '\0';
         snprintf(path, sizeof path, "data.%d.action", n)) {
        n++;
    }
    return n;
}

/* Two are done, one is in another state, one has a newer version, one is not there: each says so, and the good ones stay done. */
static void each_for_itself(void **state)
{
    struct scenario *s = *state;
    move_clock(s, "2026-03-02 09:00");
    const char *ids[5];
    ids[0] = another(s, FILE_ONE("第一件"));
    dispatched(s, "zhujian", "已转出");
    ids[1] = case_id(s);
    ids[2] = another(s, FILE_ONE("第三件"));
    ids[3] = "01zzzzzzzzzzzzzzzzzzzzzzzz";
    ids[4] = another(s, FILE_ONE("第五件"));
    acts(s, "demo-window", "contact", CONTACT);
    as(s, "demo-bureau");
    batch(s, SCREEN ",'dry_run':true", ids, 5, NULL);
    expect(s, 200);
    expect_int(s, "done", 1 + 1);
    expect_int(s, "failed", 3);
    expect_text(s, "results.0.state_zh", "已甄别");
    expect_int(s, "results.1.status", 412);
    expect_int(s, "results.4.status", 412);
    assert_int_equal(journal_entries(s, ids[0]), 1); /* nothing was done */
    as(s, "demo-bureau");
    batch(s, SCREEN, ids, 5, NULL);
    expect(s, 200);
    expect_int(s, "done", 2);
    expect_int(s, "results.0.status", 200);
    expect_text(s, "results.0.title", "第一件");
    expect_int(s, "results.0.version", 2);
    expect_text(s, "results.1.problem.code", "stale");
    expect_int(s, "results.2.status", 200);
    expect_int(s, "results.3.status", 404);
    expect_null(s, "results.3.number");
    expect_text(s, "results.4.problem.code", "stale");
    assert_int_equal(journal_entries(s, ids[0]), 2);
    assert_int_equal(journal_entries(s, ids[2]), 2);
    /* Again: refused by the rules now, not done twice. */
    as(s, "demo-bureau");
    batch(s, SCREEN, ids, 1, NULL);
    expect_int(s, "results.0.status", 412);
    assert_int_equal(journal_entries(s, ids[0]), 2);
}

/* Under its key an item is done once, whatever batch it comes with. */
static void once_under_its_key(void **state)
{
    struct scenario *s = *state;
    move_clock(s, "2026-03-02 09:00");
    const char *ids[2] = {another(s, FILE_ONE("甲案")), another(s, FILE_ONE("乙案"))};
    as(s, "demo-bureau");
    batch(s, SCREEN, ids, 1, "k");
    expect_int(s, "results.0.status", 200);
    expect_int(s, "results.0.is_replayed", 0);
    batch(s, SCREEN, ids, 2, "k");
    expect(s, 200);
    expect_int(s, "done", 2);
    expect_int(s, "results.0.is_replayed", 1);
    expect_int(s, "results.1.is_replayed", 0);
    assert_int_equal(journal_entries(s, ids[0]), 2);
    /* The key of another act is told apart, and does not stop the other item. */
    const char *swapped[2] = {ids[1], ids[0]};
    as(s, "demo-bureau");
    batch(s, SCREEN, swapped, 2, "k");
    expect_text(s, "results.0.problem.code", "idempotency_key_reused");
    expect_text(s, "results.1.problem.code", "idempotency_key_reused");
}

/* More than one job of the writer holds: all of them, in their order. */
static void many_in_several_jobs(void **state)
{
    struct scenario *s = *state;
    static char kept[MANY][27];
    const char *ids[MANY];
    move_clock(s, "2026-03-02 09:00");
    for (int i = 0; i < MANY; i++) {
        snprintf(kept[i], sizeof kept[i], "%s", another(s, FILE_ONE("许多")));
        ids[i] = kept[i];
    }
    as(s, "demo-bureau");
    batch(s, SCREEN, ids, MANY, "many");
    expect(s, 200);
    expect_size(s, "results", MANY);
    expect_int(s, "done", MANY);
    expect_text(s, "results.59.id", ids[59]);
    expect_text(s, "results.26.state_zh", "已甄别");
    get(s, "/cases?state=screened&count=exact");
    expect_int(s, "total", MANY);
}

/* All that match, as many as were seen, and only what the actor may act on. */
static void all_that_match(void **state)
{
    struct scenario *s = *state;
    move_clock(s, "2026-03-02 09:00");
    another(s, FILE_ONE("甲案"));
    another(s, FILE_ONE("乙案"));
    dispatched(s, "zhujian", "已转出");
    as(s, "demo-bureau");
    post(s, "/cases:batch", "{" SCREEN ",'filter':{'state':'registered'}}");
    expect_refused(s, 422, "required", "/expect");
    post(s, "/cases:batch", "{" SCREEN ",'filter':{'state':'registered'},'expect':3}");
    expect_refused(s, 409, "batch_moved", NULL);
    post(s, "/cases:batch", "{" SCREEN ",'filter':{'state':'registered'},'dry_run':true}");
    expect(s, 200);
    expect_size(s, "results", 2);
    as(s, "demo-housing"); /* sees one case, and none of these */
    post(s, "/cases:batch", "{" SCREEN ",'filter':{},'dry_run':true}");
    expect(s, 200);
    expect_size(s, "results", 1);
    expect_text(s, "results.0.title", "已转出");
    expect_int(s, "done", 0);
    as(s, "demo-bureau");
    post(s, "/cases:batch", "{" SCREEN ",'filter':{'state':'registered'},'expect':2}");
    expect(s, 200);
    expect_int(s, "done", 2);
    as(s, "demo-leader"); /* reads everything and acts on nothing */
    post(s, "/cases:batch", "{" SCREEN ",'filter':{},'expect':3}");
    expect_refused(s, 403, "not_permitted", NULL);
}

/* Who withdrew does not check, in a row as little as alone; another unit's case does not exist there either. */
static void the_rules_hold_in_a_row(void **state)
{
    struct scenario *s = *state;
    char body[400];
    move_clock(s, "2026-03-02 09:00");
    dispatched(s, "shiqiao", "村道损坏");
    const char *foreign = case_id(s);
    in_handling(s, "zhujian", "demo-housing-intake", "demo-housing", "物业收费争议");
    const char *own = case_id(s);
    acts(s, "demo-housing-head", "recuse_other",
         "{'account':'@account:demo-housing-legal','asked_by':'petitioner','reason':'与物业公司负责人系亲属'}");
    acts(s, "demo-housing", "draft_opinion", OPINION);
    const char *version = value(s, "version");
    for (int dry = 1; dry >= 0; dry--) {
        as(s, "demo-housing-legal");
        snprintf(body, sizeof body,
                 "{'op':'check','dry_run':%s,'items':[{'id':'%s','if_match':%s},{'id':'%s','if_match':3}]}",
                 dry ? "true" : "false", own, version, foreign);
        post(s, "/cases:batch", body);
        expect(s, 200);
        expect_int(s, "done", 0);
        expect_text(s, "results.0.problem.code", "recused");
        expect_int(s, "results.1.status", 404);
        assert_false(says(s, "村道损坏"));
    }
}

/* How often the answer lists an event, with its place in the list; -1: not at all. */
static int offered(struct scenario *s, const char *event)
{
    char path[60];
    for (int i = 0;; i++) {
        snprintf(path, sizeof path, "data.%d.event.event", i);
        if (value(s, path)[0] == '\0') {
            return -1;
        }
        if (strcmp(value(s, path), event) == 0) {
            return i;
        }
    }
}

static void expect_offered(struct scenario *s, const char *event, int count)
{
    char path[60];
    int at = offered(s, event);
    assert_true(at >= 0);
    snprintf(path, sizeof path, "data.%d.count", at);
    expect_int(s, path, count);
}

/* What several cases have in common is asked once; each is judged in the actor's scope, by its own state. */
static void what_they_allow(void **state)
{
    struct scenario *s = *state;
    char body[400];
    move_clock(s, "2026-03-02 09:00");
    const char *first = another(s, FILE_ONE("甲案")), *second = another(s, FILE_ONE("乙案"));
    dispatched(s, "zhujian", "已转出");
    const char *sent = case_id(s);
    snprintf(body, sizeof body, "{'ids':['%s','%s','%s','%s','01zzzzzzzzzzzzzzzzzzzzzzzz']}", first, second, sent,
             first);
    as(s, "demo-bureau");
    post(s, "/cases:transitions", body);
    expect(s, 200);
    expect_int(s, "looked", 3); /* twice the same counts once, and one is not there */
    expect_offered(s, "screen", 2);
    assert_int_equal(offered(s, "accept"), -1);          /* the unit's, not the bureau's */
    assert_int_equal(offered(s, "name_complained"), -1); /* about one case */
    char path[60];
    int at = offered(s, "screen");
    for (int i = 0; i < 20; i++) { /* no title that would overwrite all titles */
        snprintf(path, sizeof path, "data.%d.event.fields.%d.name", at, i);
        assert_string_not_equal(value(s, path), "title");
    }
    snprintf(path, sizeof path, "data.%d.event.fields.0.name", at);
    assert_string_not_equal(value(s, path), "");
    as(s, "demo-housing-intake"); /* the unit sees its own case only */
    post(s, "/cases:transitions", body);
    expect(s, 200);
    expect_int(s, "looked", 1);
    assert_int_equal(offered(s, "screen"), -1);
    expect_offered(s, "accept", 1);
    as(s, "demo-bureau");
    post(s, "/cases:transitions", "{'filter':{'state':'registered'}}");
    expect(s, 200);
    expect_int(s, "looked", 2);
    expect_offered(s, "screen", 2);
    post(s, "/cases:transitions", "{}");
    expect_refused(s, 422, "batch_acts_choice", "/ids");
    post(s, "/cases:transitions", "{'ids':['01zzzzzzzzzzzzzzzzzzzzzzzz'],'filter':{}}");
    expect_refused(s, 422, "batch_acts_choice", "/ids");
    as(s, "demo-leader"); /* reads everything and acts on nothing */
    post(s, "/cases:transitions", body);
    expect_refused(s, 403, "not_permitted", NULL);
}

static void what_is_wrong_is_told(void **state)
{
    struct scenario *s = *state;
    as(s, "demo-bureau");
    post(s, "/cases:batch", "{'op':'screen'}");
    expect_refused(s, 422, "batch_choice", "/items");
    post(s, "/cases:batch", "{'op':'screen','items':[]}");
    expect(s, 422);
    post(s, "/cases:batch", "{'items':[{'id':'01zzzzzzzzzzzzzzzzzzzzzzzz','if_match':1}]}");
    expect_refused(s, 422, "batch_no_op", "/op");
    /* What is about one case is not said of all. */
    post(s, "/cases:batch", "{'op':'withdraw','args':{},'items':[{'id':'01zzzzzzzzzzzzzzzzzzzzzzzz','if_match':1}]}");
    expect_refused(s, 422, "batch_of_one", "/op");
    post(s, "/cases:batch", "{" SCREEN_AS("同一标题") ",'items':[{'id':'01zzzzzzzzzzzzzzzzzzzzzzzz','if_match':1}]}");
    expect_refused(s, 422, "batch_of_one", "/args/title");
    post(s, "/cases:batch", "{'op':'screen','items':[{'id':'01zzzzzzzzzzzzzzzzzzzzzzzz'}]}");
    expect_refused(s, 422, "required", "/items/0/if_match");
}

int main(void)
{
    const struct CMUnitTest stories[] = {
        STORY(each_for_itself),         STORY(once_under_its_key), STORY(many_in_several_jobs), STORY(all_that_match),
        STORY(the_rules_hold_in_a_row), STORY(what_they_allow),    STORY(what_is_wrong_is_told)};
    return STORIES(stories);
}

/*
 * test_setup.c - what an administrator sets up: definitions checked and published, templates of practice, the sample county.
 */
#include "support/scenario.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/embed.h"
#include "domain/workflow_compose.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { TEXT_SIZE = 400000 };

/* A shipped definition, whole, as the member of a body; `from` is replaced by `to` (NULL: as it is). */
static const char *body_of(const char *key, const char *from, const char *to, const char *more)
{
    static char body[TEXT_SIZE];
    struct buf text;
    const char *whole;
    const char *why;
    struct arena *a = arena_new(16 * 1024 * 1024);
    const struct embed_file *file = embed_find(&embed_sql, arena_printf(a, "seed/workflows/%s.json", key));
    assert_int_equal(workflow_compose(a, &embed_sql, (const char *)file->data, file->size, &whole, &why), 0);
    const char *at = from != NULL ? strstr(whole, from) : NULL;
    assert_true(from == NULL || at != NULL);
    buf_init(&text, a);
    buf_puts(&text, "{\"definition\":");
    for (const char *c = whole; *c != '\0'; c++) {
        if (c == at) {
            buf_puts(&text, to);
            c += strlen(from) - 1;
        } else if (*c == '\'') {
            buf_puts(&text, "\\u0027"); /* which a story takes for a quotation mark */
        } else {
            buf_putc(&text, *c);
        }
    }
    buf_printf(&text, "%s}", more);
    assert_true(text.len < sizeof body);
    memcpy(body, buf_cstr(&text), text.len + 1);
    arena_free(a);
    return body;
}

static void definitions_are_checked_and_published(void **state)
{
    struct scenario *s = *state;
    move_clock(s, "2026-03-09 09:00");
    as(s, "demo-admin");
    get(s, "/workflows/suggestion");
    const int64_t before = strtoll(value(s, "version"), NULL, 10);
    /* As it is: good, and nothing to publish. */
    post(s, "/workflows/check", body_of("suggestion", NULL, NULL, ""));
    expect(s, 200);
    expect_int(s, "current_version", before);
    expect_int(s, "next_version", before + 1);
    post(s, "/workflows", body_of("suggestion", NULL, NULL, ""));
    expect_refused(s, 409, "nothing_to_change", NULL);
    /* Each problem at its place. */
    post(s, "/workflows/check", body_of("suggestion", "\"initial\":\"", "\"initial\":\"x", ""));
    expect_refused(s, 422, "unknown_state", "/definition/initial");
    post(s, "/workflows", body_of("suggestion", "\"initial\":\"", "\"initial\":\"x", ""));
    expect_refused(s, 422, "unknown_state", "/definition/initial");
    post(s, "/workflows/check", "{'definition':'{\\'key\\': 1,'}");
    expect_refused(s, 422, "malformed", "/definition");
    post(s, "/workflows/check", "{'definition':[]}");
    expect_refused(s, 422, "definition_source", "/definition");
    /* A legal way has one definition. */
    post(s, "/workflows/check", body_of("suggestion", "\"key\":\"suggestion\"", "\"key\":\"other\"", ""));
    expect_refused(s, 422, "definition_lane", "/definition/key");
    get(s, "/workflows/suggestion");
    expect_int(s, "version", before);
}

static void a_published_one_is_in_force_for_new_cases_only(void **state)
{
    struct scenario *s = *state;
    move_clock(s, "2026-03-09 09:00");
    dispatched(s, "zhujian", "旧版本上的一件");
    as(s, "demo-admin");
    post(s, "/workflows", body_of("appeal", "\"length\":60", "\"length\":45", ",\"after_version\":9"));
    expect_refused(s, 409, "definition_stale", NULL);
    post(s, "/workflows",
         body_of("appeal", "\"length\":60", "\"length\":45", ",\"after_version\":1,\"note\":\"县里定为 45 日\""));
    expect(s, 201);
    expect_int(s, "next_version", 2);
    get(s, "/workflows");
    expect_int(s, "data[version=2].is_current", 1);
    acts(s, "demo-housing-intake", "accept", "{'notice_method':'hand','proof':'签收','way':'按信访程序办理'}");
    expect_clock(s, "C6", "2026-05-08", "running"); /* 60 days, as when it began */
    dispatched(s, "zhujian", "新版本上的一件");
    acts(s, "demo-housing-intake", "accept", "{'notice_method':'hand','proof':'签收','way':'按信访程序办理'}");
    expect_clock(s, "C6", "2026-04-23", "running");
    as(s, "demo-bureau");
    post(s, "/workflows/check", body_of("appeal", NULL, NULL, ""));
    expect_refused(s, 403, "not_permitted", NULL);
}

static void profiles_are_switched(void **state)
{
    struct scenario *s = *state;
    as(s, "demo-admin");
    get(s, "/workflow-profiles");
    expect_text(s, "current", "none");
    assert_true(says(s, "zhejiang_2016"));
    put(s, "/workflow-profiles/current", "{'name':'atlantis'}");
    expect_refused(s, 422, "profile_unknown", "/name");
    put(s, "/workflow-profiles/current", "{'name':'zhejiang_2016'}");
    expect(s, 200);
    assert_true(strtoll(value(s, "published"), NULL, 10) > 0);
    get(s, "/workflow-profiles");
    expect_text(s, "current", "zhejiang_2016");
}

#define STEP(key, after)                                                                                               \
    "{'key':'" key "','title':{'zh':'步骤','en':'Step'},'after':'" after                                               \
    "','length':2,'unit':'working_day','evidence':{'zh':'有记录','en':'A record'}}"
#define TEMPLATE(steps)                                                                                                 \
    "{'template':{'key':'ours','title':{'zh':'本县做法','en':'Ours'},'source':{'zh':'本县','en':'Ours'},'steps':" \
    "[" steps "]}}"

static void practices_are_templates_with_versions(void **state)
{
    struct scenario *s = *state;
    as(s, "demo-admin");
    get(s, "/practices");
    expect_size(s, "data", 2);
    get(s, "/practices/six_step");
    expect_size(s, "template.steps", 6);
    post(s, "/practices/check", TEMPLATE(STEP("a", "registered") "," STEP("b", "c")));
    expect_refused(s, 422, "practice_after", "/template/steps/1/after");
    post(s, "/practices/check", TEMPLATE(STEP("a", "registered") "," STEP("a", "a")));
    expect_refused(s, 422, "practice_twice", "/template/steps/1/key");
    post(s, "/practices", "{'template':{'key':'a b','steps':[],'colour':1}}");
    expect_refused(s, 422, "practice_member", "/template");
    expect_refused(s, 422, "practice_key", "/template/key");
    expect_refused(s, 422, "practice_steps", "/template/steps");
    post(s, "/practices", TEMPLATE(STEP("a", "registered")));
    expect(s, 201);
    expect_int(s, "version", 1);
    post(s, "/practices", TEMPLATE(STEP("a", "registered")));
    expect_refused(s, 409, "nothing_to_change", NULL);
    post(s, "/practices", TEMPLATE(STEP("a", "registered") "," STEP("b", "a")));
    expect(s, 201);
    expect_int(s, "version", 2);
    get(s, "/practices/ours?version=1");
    expect_size(s, "template.steps", 1);
    as(s, "demo-bureau");
    get(s, "/practices/ours");
    expect_size(s, "template.steps", 2);
    post(s, "/practices", TEMPLATE(STEP("z", "registered")));
    expect_refused(s, 403, "not_permitted", NULL);
}

/* An office that has units of its own is not mixed with a sample. */
#define ACCUSATION                                                                                                     \
    "{'channel':'letter','purpose':'accusation','title':'反映某人','request':'请调查','facts':'见附件',"     \
    "'demands':[{'text':'查清'}],'class_code':'1601','place_unit_id':'@unit:gangkou','persons':[{'role':"            \
    "'petitioner','kind':'natural','name':'钟某某'}],'accused':[{'unit_id':'@unit:qingwan'}]}"

static void the_sample_is_for_an_empty_office(void **state)
{
    struct scenario *s = *state;
    as(s, "demo-admin");
    get(s, "/setup");
    expect_int(s, "has_units", 1);
    expect_int(s, "sample_units", 0);
    post(s, "/setup/sample-units", "{}");
    expect_refused(s, 409, "sample_late", NULL);
    drop(s, "/setup/sample-units");
    expect_refused(s, 409, "sample_officer", NULL);
    put(s, "/setup", "{'is_done':true}");
    expect_int(s, "is_done", 1);
    put(s, "/setup", "{'is_done':false}");
    expect_int(s, "is_done", 0);
}

/* Whoever sets up the office learns nothing of an accusation, which may be its only case. */
static void an_accusation_is_not_told(void **state)
{
    struct scenario *s = *state;
    move_clock(s, "2026-02-03 14:20");
    for (int is_there = 0; is_there <= 1; is_there++) {
        as(s, "demo-admin");
        get(s, "/setup");
        expect_int(s, "has_case", 0);
        expect_int(s, "is_done", 0);
        drop(s, "/setup/sample-units");
        expect_refused(s, 409, "sample_officer", NULL);
        as(s, "demo-sealed");
        submit(s, ACCUSATION);
        expect(s, 201);
    }
    in_handling(s, "zhujian", "demo-housing-intake", "demo-housing", "保障房渗漏");
    as(s, "demo-admin");
    get(s, "/setup");
    expect_int(s, "has_case", 1);
    drop(s, "/setup/sample-units");
    expect_refused(s, 409, "sample_cases", NULL);
}

int main(void)
{
    const struct CMUnitTest stories[] = {STORY(definitions_are_checked_and_published),
                                         STORY(a_published_one_is_in_force_for_new_cases_only),
                                         STORY(profiles_are_switched),
                                         STORY(practices_are_templates_with_versions),
                                         STORY(the_sample_is_for_an_empty_office),
                                         STORY(an_accusation_is_not_told)};
    return STORIES(stories);
}

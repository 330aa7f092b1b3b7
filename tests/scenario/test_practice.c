/*
 * test_practice.c - the steps that an office sets itself stand on the cases that are registered under them: noted with day, words and
 * name, taken back with a reason, journalled and sealed; sealed cases and other people's cases know nothing of them.
 */
#include "support/scenario.h"

#include "support/program.h"
#include "support/support.h"

#include <sqlite3.h>
#include <stdio.h>
#include <string.h>

#define EVERY_APPEAL "{'workflows':['appeal'],'first_only':false}"

static void used(struct scenario *s, const char *key, const char *body)
{
    char path[80];
    as(s, "demo-admin");
    snprintf(path, sizeof path, "/practices/%s/use", key);
    put(s, path, body);
}

static const char *step_path(struct scenario *s, const char *step, const char *tail)
{
    static char path[200];
    snprintf(path, sizeof path, "/cases/%s/practices/six_step/steps/%s%s", case_id(s), step, tail);
    return path;
}

static void only_what_is_registered_later_is_worked_by_it(void **state)
{
    struct scenario *s = *state;
    move_clock(s, "2026-03-09 09:00");
    dispatched(s, "shiqiao", "反映村道积水");
    move_clock(s, "2026-03-09 10:00");
    used(s, "six_step", EVERY_APPEAL);
    expect(s, 200);
    expect_text(s, "data.0.workflow_key", "appeal");
    used(s, "six_step", EVERY_APPEAL);
    expect_refused(s, 409, "nothing_to_change", NULL);
    used(s, "six_step", "{'workflows':['appeal','accusation'],'first_only':false}");
    expect_refused(s, 422, "practice_kind", "/workflows/1");
    used(s, "no_such", EVERY_APPEAL);
    expect_refused(s, 404, "not_found", NULL);
    as(s, "demo-town");
    put(s, "/practices/six_step/use", EVERY_APPEAL);
    expect(s, 403);
    get(s, "/cases/%s/practices", case_id(s));
    expect_size(s, "data", 0);

    move_clock(s, "2026-03-09 11:00");
    dispatched(s, "shiqiao", "反映路灯不亮");
    move_clock(s, "2026-03-09 11:30");
    used(s, "six_step", "{'workflows':[],'first_only':false}");
    expect(s, 200);
    expect_size(s, "data", 0);
    as(s, "demo-town");
    get(s, "/cases/%s/practices", case_id(s)); /* it keeps what it began with */
    expect_size(s, "data", 1);
    expect_text(s, "data.0.key", "six_step");
    expect_size(s, "data.0.steps", 6);
    expect_text(s, "data.0.steps.0.key", "trace");
    expect_text(s, "data.0.steps.0.target_on", "2026-03-11");
    expect_null(s, "data.0.steps.0.done_on");
    expect_null(s, "data.0.steps.1.target_on"); /* counts from a step that is open */
    move_clock(s, "2026-03-09 12:00");
    dispatched(s, "shiqiao", "反映河道垃圾");
    as(s, "demo-town");
    get(s, "/cases/%s/practices", case_id(s));
    expect_size(s, "data", 0);
}

static void a_step_is_noted_and_taken_back(void **state)
{
    struct scenario *s = *state;
    move_clock(s, "2026-03-09 09:00");
    used(s, "six_step", EVERY_APPEAL);
    dispatched(s, "shiqiao", "反映村道积水");
    move_clock(s, "2026-03-12 09:00");
    as(s, "demo-town");
    post(s, step_path(s, "trace", ""), "{'on':'2026-03-13','note':'已列明此前来信'}");
    expect_refused(s, 422, "date_future", "/on");
    post(s, step_path(s, "trace", ""), "{'on':'2026-03-08','note':'已列明此前来信'}");
    expect_refused(s, 422, "date_too_early", "/on");
    post(s, step_path(s, "no_such", ""), "{'on':'2026-03-12','note':'已列明此前来信'}");
    expect_refused(s, 404, "not_found", NULL);
    post(s, step_path(s, "trace", "/undo"), "{'reason':'记错'}");
    expect_refused(s, 409, "step_open", NULL);
    with_key(s, "once");
    post(s, step_path(s, "trace", ""), "{'on':'2026-03-12','note':'已列明此前来信'}");
    expect(s, 201);
    with_key(s, "once"); /* a lost answer: done once */
    post(s, step_path(s, "trace", ""), "{'on':'2026-03-12','note':'已列明此前来信'}");
    expect(s, 201);
    post(s, step_path(s, "trace", ""), "{'on':'2026-03-12','note':'再记一次'}");
    expect_refused(s, 409, "step_done", NULL);
    get(s, "/cases/%s/practices", case_id(s));
    expect_text(s, "data.0.steps.0.done_on", "2026-03-12");
    expect_text(s, "data.0.steps.0.note", "已列明此前来信");
    assert_true(value(s, "data.0.steps.0.account_name")[0] != '\0');
    assert_string_equal(value(s, "data.0.steps.0.is_late"), "true");
    expect_text(s, "data.0.steps.1.target_on", "2026-03-27");
    get(s, "/cases/%s/journal", case_id(s));
    expect_text(s, "data.3.action", "practice.done");
    expect_text(s, "data.3.note", "已列明此前来信");
    expect_text(s, "data.3.changes.0.after", "六步闭环 · 网上流调");

    post(s, step_path(s, "trace", "/undo"), "{'reason':'记在了别的事项上'}");
    expect(s, 200);
    expect_null(s, "data.0.steps.0.done_on");
    post(s, step_path(s, "trace", ""), "{'on':'2026-03-12','note':'补记：已列明'}");
    expect(s, 201);
    as(s, "demo-housing"); /* not of this unit: not there */
    get(s, "/cases/%s/practices", case_id(s));
    expect_refused(s, 404, "not_found", NULL);
    post(s, step_path(s, "investigate", ""), "{'on':'2026-03-12','note':'不该写得进去'}");
    expect_refused(s, 404, "not_found", NULL);
}

/* A loop is not closed on paper: the template's order holds in both directions, and its days follow each other. */
static void a_step_comes_after_the_one_before(void **state)
{
    struct scenario *s = *state;
    move_clock(s, "2026-03-09 09:00");
    used(s, "six_step", EVERY_APPEAL);
    dispatched(s, "shiqiao", "反映村道积水");
    move_clock(s, "2026-03-12 09:00");
    as(s, "demo-town");
    post(s, step_path(s, "investigate", ""), "{'on':'2026-03-12','note':'已入户核实'}");
    expect_refused(s, 409, "step_waits", NULL);
    assert_true(says(s, "网上流调"));
    get(s, "/cases/%s/practices", case_id(s));
    expect_text(s, "data.0.steps.0.after", "registered");
    expect_text(s, "data.0.steps.1.after", "trace");
    expect_null(s, "data.0.steps.1.done_on");
    post(s, step_path(s, "trace", ""), "{'on':'2026-03-11','note':'已列明此前来信'}");
    expect(s, 201);
    post(s, step_path(s, "investigate", ""), "{'on':'2026-03-10','note':'已入户核实'}");
    expect_refused(s, 422, "date_too_early", "/on");
    assert_true(says(s, "2026年3月11日"));
    post(s, step_path(s, "investigate", ""), "{'on':'2026-03-11','note':'已入户核实'}");
    expect(s, 201);
    post(s, step_path(s, "trace", "/undo"), "{'reason':'记错'}");
    expect_refused(s, 409, "step_followed", NULL);
    assert_true(says(s, "问题调查"));
    post(s, step_path(s, "investigate", "/undo"), "{'reason':'记错'}");
    expect(s, 200);
    post(s, step_path(s, "trace", "/undo"), "{'reason':'记错'}");
    expect(s, 200);
    /* Steps that all count from registration wait for none. */
    used(s, "six_step", "{'workflows':[],'first_only':false}");
    used(s, "first_2211", "{'workflows':['appeal'],'first_only':true}");
    move_clock(s, "2026-03-12 10:00");
    dispatched(s, "shiqiao", "反映路灯不亮");
    as(s, "demo-town");
    char path[200];
    snprintf(path, sizeof path, "/cases/%s/practices/first_2211/steps/contact", case_id(s));
    post(s, path, "{'on':'2026-03-12','note':'已电话联系'}");
    expect(s, 201);
}

static void first_petitions_only(void **state)
{
    struct scenario *s = *state;
    move_clock(s, "2026-03-09 09:00");
    used(s, "first_2211", "{'workflows':['appeal'],'first_only':true}");
    dispatched(s, "shiqiao", "反映村道积水");
    as(s, "demo-town");
    get(s, "/cases/%s/practices", case_id(s));
    expect_text(s, "data.0.key", "first_2211");
    expect_text(s, "data.0.steps.0.target_on", "2026-03-09"); /* two hours */
}

static void a_sealed_case_takes_none(void **state)
{
    struct scenario *s = *state;
    move_clock(s, "2026-03-09 09:00");
    used(s, "six_step", EVERY_APPEAL);
    as(s, "demo-sealed");
    submit(s, "{'channel':'letter','purpose':'accusation','title':'检举有关问题','request':'请查处',"
              "'demands':[{'text':'请查处'}],'persons':[{'role':'petitioner','kind':'natural','name':'钟某某'}],"
              "'accused':[{'unit_id':'@unit:qingwan'}]}");
    expect(s, 201);
    get(s, "/cases/%s/practices", case_id(s));
    expect(s, 200);
    expect_size(s, "data", 0);
    post(s, step_path(s, "trace", ""), "{'on':'2026-03-09','note':'不该写得进去'}");
    expect_refused(s, 404, "not_found", NULL);
}

/* The program and the verifier that shares no line with it: 0 good, 1 something is wrong. */
static void both_say(const char *folder, int code)
{
    static char command[1400];
    char said[6000];
    const char *list = support_path(folder, "list.ndjson");
    assert_int_equal(program_run(said, sizeof said, (const char *const[]){"verify", "--data", folder, NULL}), code);
    assert_int_equal(program_run(said, sizeof said, (const char *const[]){"checkpoints", "--data", folder, NULL}), 0);
    support_write(list, said, strlen(said));
    snprintf(command, sizeof command, "%s/petitiond-verify --db %s/petitiond.db --checkpoints %s 2>&1", TEST_BUILD_DIR,
             folder, list);
    FILE *f = popen(command, "r");
    assert_non_null(f);
    said[fread(said, 1, sizeof said - 1, f)] = '\0';
    int status = pclose(f) >> 8;
    if (status != code) {
        fail_msg("petitiond-verify: %s", said);
    }
}

/* Who changes a step past the journal is found, and what is left of a case that was not changed is right. */
static void steps_are_under_the_seal(void **state)
{
    struct scenario *s = *state;
    sqlite3 *db;
    move_clock(s, "2026-03-09 09:00");
    used(s, "six_step", EVERY_APPEAL);
    dispatched(s, "shiqiao", "反映村道积水");
    as(s, "demo-town");
    post(s, step_path(s, "trace", ""), "{'on':'2026-03-09','note':'已列明此前来信'}");
    expect(s, 201);
    const char *folder = stop_server(s);
    both_say(folder, 0);
    assert_int_equal(sqlite3_open(support_path(folder, "petitiond.db"), &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, "UPDATE practice_steps SET note = '别的话'", NULL, NULL, NULL), SQLITE_OK);
    sqlite3_close(db);
    both_say(folder, 1);
}

int main(void)
{
    const struct CMUnitTest stories[] = {
        STORY(only_what_is_registered_later_is_worked_by_it),
        STORY(a_step_is_noted_and_taken_back),
        STORY(a_step_comes_after_the_one_before),
        STORY(first_petitions_only),
        STORY(a_sealed_case_takes_none),
        STORY(steps_are_under_the_seal),
    };
    return STORIES(stories);
}

/*
 * test_sight.c - which units see a case is under no seal and derived by both verifiers: moves, successions and openings anew are no fault, each
 * row that nobody gave is.
 */
#include "support/scenario_archive.h"

#include <stdio.h>
#include <string.h>

static void moved(struct scenario *s, const char *unit, const char *under)
{
    char path[64], body[80];
    as(s, "demo-admin");
    snprintf(path, sizeof path, "/units/@unit:%s", unit);
    get(s, "%s", path);
    snprintf(body, sizeof body, "{'parent_id':'@unit:%s'}", under);
    with_version(s, value(s, "version"));
    patch(s, path, body);
    expect(s, 200);
}

static void merged(struct scenario *s, const char *unit, const char *successor, const char *from_on)
{
    char path[64], body[200];
    as(s, "demo-admin");
    snprintf(path, sizeof path, "/units/@unit:%s/succession", unit);
    snprintf(body, sizeof body, "{'successor_id':'@unit:%s','from_on':'%s','basis':'机构改革方案'}", successor,
             from_on);
    post(s, path, body);
    expect(s, 201);
}

static void withdrawn(struct scenario *s, const char *login)
{
    acts(s, login, "withdraw", "{'statement':'书面撤回，材料第3号'}");
}

static void both_are_content(const char *folder)
{
    char said[2000];
    expect_both_good(folder, said, sizeof said);
}

/* Housing holds one case and has one that was closed and is opened again after it moved; ecology held one that is closed, assisted in another, and
 * was then merged into enforcement, which stands below another department by now. */
static const char *an_office_that_changed(struct scenario *s, char open[27], char closed[27])
{
    char reopened[27];
    move_clock(s, "2026-03-09 09:00");
    in_handling(s, "zhujian", "demo-housing-intake", "demo-housing", "小区道路破损");
    snprintf(reopened, sizeof reopened, "%s", case_id(s));
    withdrawn(s, "demo-housing");
    dispatched(s, "shengtai", "油烟扰民");
    snprintf(closed, 27, "%s", case_id(s));
    withdrawn(s, "demo-bureau");
    in_handling(s, "zhujian", "demo-housing-intake", "demo-housing", "断头路占道停车");
    snprintf(open, 27, "%s", case_id(s));
    acts(s, "demo-bureau", "add_assisting",
         "{'to_unit':'@unit:shengtai','task':'核对噪声','assist_due_on':'2026-03-20'}");
    move_clock(s, "2026-03-10 09:00");
    moved(s, "zhujian", "renshe");
    merged(s, "shengtai", "zhifa", "2026-03-10");
    moved(s, "zhifa", "ziran");
    turn_to(s, reopened);
    acts(s, "demo-bureau", "reopen", "{'ground':'new_facts','reason':'发现新的合同'}");
    return stop_server(s);
}

static void an_office_that_changes_is_no_fault(void **state)
{
    char open[27], closed[27];
    const char *folder = an_office_that_changed(*state, open, closed);
    both_are_content(folder);
    /* Human resources stands above housing now and sees what was opened again; what stayed closed it does not. */
    assert_int_equal(count_rows(folder,
                                "SELECT COUNT(*) FROM case_units u JOIN units n ON n.id = u.unit_id WHERE n.code "
                                "= 'renshe' AND u.is_direct = 0 AND u.is_open = 1"),
                     2);
    assert_int_equal(count_rows(folder,
                                "SELECT COUNT(*) FROM case_units u JOIN units n ON n.id = u.unit_id WHERE n.code "
                                "= 'zhifa' AND u.is_direct = 1"),
                     2);
}

/* `edit`: %s is the case. Each is found by both, as what it is. */
static void each_edit_is_found(struct scenario *s, const char *folder, const char *id, const char *const edits[][2],
                               size_t count)
{
    (void)s;
    for (size_t i = 0; i < count; i++) {
        struct offline_report report;
        char text[600], said[2000];
        snprintf(text, sizeof text, "CREATE TABLE kept AS SELECT * FROM case_units; %s '%s'", edits[i][0], id);
        run_sql(folder, text);
        verify_whole(folder, &report);
        if (!report.is_bad || strstr(report.what, edits[i][1]) == NULL || strstr(report.what, id) == NULL) {
            fail_msg("%s: verify says %s", text, report.is_bad ? report.what : "good");
        }
        if (verify_apart(folder, said, sizeof said) != 1 || strstr(said, id) == NULL) {
            fail_msg("%s: petitiond-verify says %s", text, said);
        }
        run_sql(folder, "DELETE FROM case_units; INSERT INTO case_units SELECT * FROM kept; DROP TABLE kept");
    }
    both_are_content(folder);
}

#define UNIT(code) "(SELECT id FROM units WHERE code = '" code "')"
#define NEW_ROW(code, is_direct)                                                                                       \
    "INSERT INTO case_units SELECT id, " UNIT(code) ", " is_direct ", is_open, due_key FROM cases WHERE id ="

static void edits_of_an_open_case_are_found(void **state)
{
    static const char *const edits[][2] = {
        {NEW_ROW("gongan", "1"), "never given a part"},
        {NEW_ROW("gongan", "0"), "never above"},
        {NEW_ROW("shangbai", "0"), "never above"},
        {"UPDATE case_units SET is_direct = 1 WHERE unit_id = " UNIT("renshe") " AND case_id =", "never given a part"},
        {"UPDATE case_units SET is_direct = 0 WHERE unit_id = " UNIT("zhujian") " AND case_id =", "never above"},
        {"UPDATE case_units SET is_direct = 0 WHERE unit_id = " UNIT("shengtai") " AND case_id =", "never above"},
        {"DELETE FROM case_units WHERE unit_id = " UNIT("zhujian") " AND case_id =", "never above"},
        {"DELETE FROM case_units WHERE unit_id = " UNIT("shengtai") " AND case_id =", "has or had a part"},
        {"DELETE FROM case_units WHERE unit_id = " UNIT("renshe") " AND case_id =", "is above a unit"},
        {"DELETE FROM case_units WHERE unit_id = " UNIT("ziran") " AND case_id =", "is above a unit"},
        {"DELETE FROM case_units WHERE case_id =", "has or had a part"},
        {"UPDATE case_units SET is_open = 0 WHERE unit_id = " UNIT("zhujian") " AND case_id =", "says of itself"},
        {"UPDATE case_units SET due_key = due_key - 1 WHERE unit_id = " UNIT("renshe") " AND case_id =",
         "says of itself"},
    };
    char open[27], closed[27];
    struct scenario *s = *state;
    const char *folder = an_office_that_changed(s, open, closed);
    each_edit_is_found(s, folder, open, edits, sizeof edits / sizeof edits[0]);
}

static void edits_of_a_closed_case_are_found(void **state)
{
    static const char *const edits[][2] = {
        {NEW_ROW("gongan", "1"), "never given a part"},
        {NEW_ROW("renshe", "0"), "never above"},
        {"DELETE FROM case_units WHERE unit_id = " UNIT("shengtai") " AND case_id =", "has or had a part"},
        {"DELETE FROM case_units WHERE unit_id = " UNIT("999901") " AND case_id =", "is above a unit"},
        {"UPDATE case_units SET is_open = 1 WHERE case_id =", "says of itself"},
    };
    char open[27], closed[27];
    struct scenario *s = *state;
    const char *folder = an_office_that_changed(s, open, closed);
    each_edit_is_found(s, folder, closed, edits, sizeof edits / sizeof edits[0]);
}

/* A row of the table of successions says nothing: the office's journal does. */
static void a_made_up_succession_gives_no_sight(void **state)
{
    char open[27], closed[27], text[400];
    struct offline_report report;
    struct scenario *s = *state;
    const char *folder = an_office_that_changed(s, open, closed);
    snprintf(text, sizeof text,
             "INSERT INTO successions SELECT '0', " UNIT("zhujian") ", " UNIT(
                 "gongan") ", 1, 'x', 0, account_id, 1 FROM "
                           "successions LIMIT 1; " NEW_ROW("gongan", "1") " '%s'",
             open);
    run_sql(folder, text);
    verify_whole(folder, &report);
    assert_true(report.is_bad);
    assert_non_null(strstr(report.what, "never given a part"));
}

/* No unit sees an accusation. */
static void a_sealed_case_is_seen_by_no_unit(void **state)
{
    static const char *const edits[][2] = {{NEW_ROW("xinfang", "1"), "it sees a sealed case"}};
    struct scenario *s = *state;
    char id[27];
    move_clock(s, "2026-02-03 14:20");
    as(s, "demo-sealed");
    submit(
        s,
        "{'channel':'letter','purpose':'accusation','title':'线索','request':'请求','demands':[{'text':'诉求'}],"
        "'persons':[{'role':'petitioner','kind':'natural','name':'钟某某'}],'accused':[{'unit_id':'@unit:qingwan'}]}");
    expect(s, 201);
    snprintf(id, sizeof id, "%s", case_id(s));
    const char *folder = stop_server(s);
    each_edit_is_found(s, folder, id, edits, 1);
}

int main(void)
{
    const struct CMUnitTest stories[] = {
        STORY(an_office_that_changes_is_no_fault), STORY(edits_of_an_open_case_are_found),
        STORY(edits_of_a_closed_case_are_found),   STORY(a_made_up_succession_gives_no_sight),
        STORY(a_sealed_case_is_seen_by_no_unit),
    };
    return STORIES(stories);
}

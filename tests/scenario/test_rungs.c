/*
 * test_rungs.c - the warnings that clocks have still to give stand under no seal: `petitiond verify` derives them, and finds each that somebody
 * removed, silenced, moved or made up.
 */
#include "support/scenario_archive.h"

#include <stdio.h>
#include <string.h>

#define RUNG(level)                                                                                                    \
    "deadline_id IN (SELECT id FROM deadlines WHERE clock = 'C6' AND status = 'running') AND level = " #level

/* Each is found as what it is, by case, clock and level; then all is as before. */
static void each_edit_is_found(const char *folder, const char *id, const char *const edits[][3], size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct offline_report report;
        char text[700], name[100];
        snprintf(text, sizeof text, "CREATE TABLE kept AS SELECT * FROM deadline_levels; %s", edits[i][0]);
        snprintf(name, sizeof name, "case %s, clock %s", id, edits[i][1]);
        run_sql(folder, text);
        verify_whole(folder, &report);
        if (!report.is_bad || strstr(report.what, name) == NULL || strstr(report.what, edits[i][2]) == NULL) {
            fail_msg("%s: verify says %s", edits[i][0], report.is_bad ? report.what : "good");
        }
        run_sql(folder, "DELETE FROM deadline_levels; INSERT INTO deadline_levels SELECT * FROM kept; DROP TABLE kept");
    }
    struct offline_report report;
    verify_whole(folder, &report);
    assert_false(report.is_bad);
}

/* A working day that moves within the span moves the day before the last one, though the last one stays. */
static void a_calendar_moves_what_is_to_come(void **state)
{
    struct scenario *s = *state;
    move_clock(s, "2026-03-02 09:00");
    in_handling(s, "zhujian", "demo-housing-intake", "demo-housing", "保障房顶楼渗漏");
    acts(s, "demo-housing", "draft_opinion",
         "{'outcome':'explain','facts':'现场查看属实','basis':'租赁合同','answers':[{'demand_id':'@demand:1',"
         "'outcome':'explain','answer':'已列入计划','basis':'租赁合同第四条'}]}");
    acts(s, "demo-housing-legal", "check", "{}");
    acts(s, "demo-housing-head", "sign", "{}");
    expect_clock(s, "P1", "2026-03-09", "running");
    as(s, "demo-admin");
    put(s, "/calendars/2026", "{'notice':'调休通知','off':['2026-03-06'],'work':['2026-03-07']}");
    expect(s, 200);
    expect_clock(s, "P1", "2026-03-09", "running");
    struct offline_report report;
    const char *folder = stop_server(s);
    verify_whole(folder, &report);
    if (report.is_bad) {
        fail_msg("%s", report.what);
    }
    assert_int_equal(count_rows(folder,
                                "SELECT COUNT(*) FROM deadline_levels l JOIN deadlines d ON d.id = l.deadline_id"
                                " WHERE d.clock = 'P1' AND l.level = 1 AND l.status = 'armed' AND "
                                "strftime('%d %H', l.at_ms / 1000, 'unixepoch', '+8 hours') = '07 00'"),
                     1);
}

/* Two were given, five are to come. */
static void an_edit_of_what_is_to_come_is_found(void **state)
{
    static const char *const edits[][3] = {
        {"DELETE FROM deadline_levels WHERE " RUNG(5), "C6, level 5", "it is not there"},
        {"DELETE FROM deadline_levels WHERE status = 'armed'", "C6, level 3", "it is not there"},
        {"UPDATE deadline_levels SET at_ms = at_ms + 86400000 WHERE " RUNG(5), "C6, level 5", "another moment"},
        {"UPDATE deadline_levels SET at_ms = at_ms - 1 WHERE " RUNG(7), "C6, level 7", "another moment"},
        {"UPDATE deadline_levels SET status = 'dropped' WHERE " RUNG(6), "C6, level 6", "the clock runs on"},
        {"UPDATE deadline_levels SET status = 'superseded', fired_ms = 1 WHERE " RUNG(4), "C6, level 4", "passed over"},
        {"UPDATE deadline_levels SET status = 'fired' WHERE " RUNG(5), "C6, level 5", "no entry of the journal"},
        {"UPDATE deadline_levels SET status = 'fired', fired_ms = (SELECT MAX(at_ms) FROM journal) WHERE " RUNG(7),
         "C6, level 7", "no entry of the journal"},
        {"UPDATE deadline_levels SET status = 'armed' WHERE " RUNG(2), "C6, level 2", "was given by an entry"},
        {"UPDATE deadline_levels SET level = 107 WHERE " RUNG(7), "C6, level 107", "no such warning"},
        {"UPDATE deadline_levels SET status = 'armed' WHERE deadline_id = (SELECT d.id FROM deadlines d JOIN "
         "deadline_levels l ON l.deadline_id = d.id WHERE d.status <> 'running' LIMIT 1)",
         "C", "the clock ended"},
    };
    struct scenario *s = *state;
    move_clock(s, "2026-03-02 09:00");
    in_handling(s, "zhujian", "demo-housing-intake", "demo-housing", "保障房顶楼渗漏");
    live_until(s, "2026-04-27 09:00");
    char id[27];
    snprintf(id, sizeof id, "%s", case_id(s));
    each_edit_is_found(stop_server(s), id, edits, sizeof edits / sizeof edits[0]);
}

/* Of rungs that were passed over in downtime, and of the next round of a clock that was extended. */
static void an_edit_after_downtime_is_found(void **state)
{
    static const char *const edits[][3] = {
        {"UPDATE deadline_levels SET status = 'superseded', fired_ms = (SELECT MAX(fired_ms) FROM deadline_levels) "
         "WHERE " RUNG(6),
         "C6, level 6", "passed over"},
        {"DELETE FROM deadline_levels WHERE " RUNG(5), "C6, level 5", "was given by an entry"},
    };
    struct scenario *s = *state;
    move_clock(s, "2026-03-02 09:00");
    in_handling(s, "zhujian", "demo-housing-intake", "demo-housing", "保障房顶楼渗漏");
    stop_server(s);
    move_clock(s, "2026-05-03 08:00");
    restart_server(s);
    assert_int_equal(tick(s), 5);
    char id[27];
    snprintf(id, sizeof id, "%s", case_id(s));
    each_edit_is_found(stop_server(s), id, edits, sizeof edits / sizeof edits[0]);
}

int main(void)
{
    const struct CMUnitTest stories[] = {STORY(an_edit_of_what_is_to_come_is_found),
                                         STORY(an_edit_after_downtime_is_found),
                                         STORY(a_calendar_moves_what_is_to_come)};
    return STORIES(stories);
}

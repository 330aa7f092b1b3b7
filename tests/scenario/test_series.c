/*
 * test_series.c - counters are under no seal: who sets one back is found by `petitiond verify`, and neither a petitioner is refused for it nor a number
 * given twice.
 */
#include "support/scenario_archive.h"

#include <stdio.h>
#include <string.h>

#define FORM(title)                                                                                                    \
    "{'purpose':'appeal','title':'" title                                                                              \
    "','request':'请核查','facts':'已反映多次','demands':[{'text':'核查'}],'persons':[{'role':"              \
    "'petitioner','kind':'natural','name':'方某某','phone':'13800000001'}]}"
#define WEB "case:999901-2026-W"

static void registers(struct scenario *s, const char *form, const char *number)
{
    as(s, NULL);
    post(s, "/public/submissions", form);
    expect(s, 201);
    expect_text(s, "receipt.number", number);
}

/* The folder with its server stopped after the edit, which verify finds in these words. */
static void found(struct scenario *s, const char *edit, const char *words)
{
    struct offline_report report;
    const char *folder = stop_server(s);
    run_sql(folder, edit);
    verify_whole(folder, &report);
    if (!report.is_bad || strstr(report.what, words) == NULL) {
        fail_msg("%s: verify says %s", edit, report.is_bad ? report.what : "good");
    }
}

static void a_counter_that_was_set_back_refuses_nobody(void **state)
{
    struct scenario *s = *state;
    move_clock(s, "2026-03-02 09:00");
    registers(s, FORM("路灯不亮"), "999901-2026-W-000001");
    registers(s, FORM("井盖破损"), "999901-2026-W-000002");
    found(s, "UPDATE sequences SET last = 0 WHERE name = '" WEB "'", "series " WEB ", 0: it was set back");
    restart_server(s);
    registers(s, FORM("垃圾未清"), "999901-2026-W-000003");
    found(s, "DELETE FROM sequences WHERE name = '" WEB "'", "it was set back");
    restart_server(s);
    registers(s, FORM("占道经营"), "999901-2026-W-000004");
    found(s, "UPDATE sequences SET last = 9223372036854775807 WHERE name = '" WEB "'", "behind all numbers");
    restart_server(s);
    registers(s, FORM("树枝遮挡"), "999901-2026-W-000005");
    found(s, "UPDATE sequences SET last = -7 WHERE name = '" WEB "'", "it was set back");
    restart_server(s);
    registers(s, FORM("水管漏水"), "999901-2026-W-000006");
} /* and the folder is good */

/* Counted numbers that reach those that are drawn for accusations pass over one that is taken. */
static void a_number_that_is_taken_is_passed_over(void **state)
{
    struct scenario *s = *state;
    move_clock(s, "2026-03-02 09:00");
    as(s, "demo-admin");
    put(s, "/sequences/" WEB, "{'last':499999}");
    expect(s, 200);
    registers(s, FORM("路灯不亮"), "999901-2026-W-500000");
    stop_server(s);
    run_sql(data_folder(s), "UPDATE sequences SET last = 499999 WHERE name = '" WEB "'");
    restart_server(s);
    registers(s, FORM("井盖破损"), "999901-2026-W-500001");
}

#define ANSWERS                                                                                                        \
    "'answers':[{'demand_id':'@demand:1','outcome':'explain','answer':'已列入计划','basis':'租赁合同第四条'}]"

static void signs(struct scenario *s, const char *title, const char *number)
{
    in_handling(s, "zhujian", "demo-housing-intake", "demo-housing", title);
    acts(s, "demo-housing", "draft_opinion",
         "{'outcome':'explain','facts':'现场查看属实','basis':'租赁合同'," ANSWERS "}");
    acts(s, "demo-housing-legal", "check", "{}");
    acts(s, "demo-housing-head", "sign", "{}");
    get(s, "/cases/@case/documents");
    expect_text(s, "data[status=signed].number", number);
}

static void papers_go_on_behind_the_last_one(void **state)
{
    struct scenario *s = *state;
    move_clock(s, "2026-03-02 09:00");
    as(s, "demo-admin");
    put(s, "/sequences/doc:zhujian:handling_opinion:2026", "{'last':40}");
    expect(s, 200);
    signs(s, "保障房渗漏", "稽建〔2026〕处字41号");
    found(s, "UPDATE sequences SET last = 40 WHERE name LIKE 'doc:zhujian:handling%'", "it was set back");
    restart_server(s);
    signs(s, "保障房停电", "稽建〔2026〕处字42号");
}

/* What an earlier register used stands in the office's journal. */
static void made_up_skips_are_found(void **state)
{
    static const char *const edits[] = {
        "UPDATE sequence_skips SET last = 39",
        "UPDATE sequence_skips SET last = 60",
        "DELETE FROM sequence_skips",
        "INSERT INTO sequence_skips VALUES ('doc:zhujian:handling_opinion:2026', 60, 70, 1)",
    };
    struct scenario *s = *state;
    move_clock(s, "2026-03-02 09:00");
    as(s, "demo-admin");
    put(s, "/sequences/doc:zhujian:handling_opinion:2026", "{'last':40}");
    expect(s, 200);
    signs(s, "保障房渗漏", "稽建〔2026〕处字41号");
    for (size_t i = 0; i < sizeof edits / sizeof edits[0]; i++) {
        char text[300];
        snprintf(text, sizeof text, "CREATE TABLE kept AS SELECT * FROM sequence_skips; %s", edits[i]);
        found(s, text, "earlier register");
        run_sql(data_folder(s),
                "DELETE FROM sequence_skips; INSERT INTO sequence_skips SELECT * FROM kept; DROP TABLE kept");
        restart_server(s);
    }
}

int main(void)
{
    const struct CMUnitTest stories[] = {STORY(a_counter_that_was_set_back_refuses_nobody),
                                         STORY(a_number_that_is_taken_is_passed_over),
                                         STORY(papers_go_on_behind_the_last_one), STORY(made_up_skips_are_found)};
    return STORIES(stories);
}

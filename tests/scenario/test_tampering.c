/*
 * test_tampering.c - somebody changes the file behind the server's back; verify names the entry.
 */
#include "support/scenario_archive.h"

#include <sqlite3.h>
#include <stdio.h>
#include <string.h>

static void expect_bad(const char *folder, const char *where)
{
    struct offline_report report;
    verify_whole(folder, &report);
    assert_true(report.is_bad);
    if (strstr(report.what, where) == NULL) {
        fail_msg("expected \"%s\" in \"%s\"", where, report.what);
    }
}

/* Two cases with some history each; the first is the one that will be touched. */
static const char *a_folder_with_cases(struct scenario *s, char id[27])
{
    struct offline_report report;
    move_clock(s, "2026-03-02 09:00");
    in_handling(s, "zhujian", "demo-housing-intake", "demo-housing", "保障房渗漏");
    snprintf(id, 27, "%s", case_id(s));
    in_handling(s, "shiqiao", "demo-town", "demo-town", "村道损坏");
    const char *folder = stop_server(s);
    verify_whole(folder, &report);
    assert_false(report.is_bad);
    assert_int_equal(report.cases, 2);
    assert_int_equal(report.entries, 10);
    return folder;
}

static void verify_finds_tampering(void **state)
{
    char id[27];
    char text[256];
    char where[96];
    const char *folder = a_folder_with_cases(*state, id);
    /* One byte of what was recorded. */
    snprintf(text, sizeof text,
             "UPDATE journal SET changes = replace(changes, 'transfer_letter', 'transfer_lettex') "
             "WHERE case_id = '%s' AND seq = 3",
             id);
    run_sql(folder, text);
    snprintf(where, sizeof where, "%s, entry 3", id);
    expect_bad(folder, where);
}

static void one_millisecond_is_enough(void **state)
{
    char id[27];
    char text[256];
    char where[96];
    const char *folder = a_folder_with_cases(*state, id);
    snprintf(text, sizeof text, "UPDATE journal SET at_ms = at_ms + 1 WHERE case_id = '%s' AND seq = 2", id);
    run_sql(folder, text);
    snprintf(where, sizeof where, "%s, entry 2", id);
    expect_bad(folder, where);
}

static void a_torn_out_page_is_noticed(void **state)
{
    char id[27];
    char text[256];
    const char *folder = a_folder_with_cases(*state, id);
    snprintf(text, sizeof text, "DELETE FROM journal WHERE case_id = '%s' AND seq = 4", id);
    run_sql(folder, text);
    expect_bad(folder, id);
}

static void the_last_page_is_missed_too(void **state)
{
    char id[27];
    char text[256];
    const char *folder = a_folder_with_cases(*state, id);
    snprintf(text, sizeof text, "DELETE FROM journal WHERE case_id = '%s' AND seq = 5", id);
    run_sql(folder, text);
    expect_bad(folder, id);
}

/* The row is what everybody reads; the journal says what it must be. */
static void a_case_is_not_changed_past_its_journal(void **state)
{
    static const struct {
        const char *change, *undo, *whose;
    } edits[] = {
        {"cases SET state = 'closed', is_open = 0", "cases SET state = 'handling', is_open = 1", "id"},
        {"cases SET outcome = 'supported'", "cases SET outcome = NULL", "id"},
        {"cases SET request = request || '+'", "cases SET request = rtrim(request, '+')", "id"},
        {"cases SET registered_ms = registered_ms - 1", "cases SET registered_ms = registered_ms + 1", "id"},
        {"deadlines SET due_ms = due_ms + 1", "deadlines SET due_ms = due_ms - 1", "clock = 'C6' AND case_id"},
        {"deadlines SET status = 'met'", "deadlines SET status = 'running'", "clock = 'C6' AND case_id"},
        {"deadlines SET status = 'met'", "deadlines SET status = 'cancelled'", "clock = 'C4' AND case_id"},
    };
    char id[27];
    char text[256];
    const char *folder = a_folder_with_cases(*state, id);
    for (size_t i = 0; i < sizeof edits / sizeof edits[0]; i++) {
        struct offline_report report;
        verify_whole(folder, &report);
        assert_false(report.is_bad);
        snprintf(text, sizeof text, "UPDATE %s WHERE %s = '%s'", edits[i].change, edits[i].whose, id);
        run_sql(folder, text);
        expect_bad(folder, id);
        snprintf(text, sizeof text, "UPDATE %s WHERE %s = '%s'", edits[i].undo, edits[i].whose, id);
        run_sql(folder, text);
    }
}

/* Papers, demands, people and acts are rows of their own, and as little to be changed as the case's. */
static void what_stands_beside_a_case_is_covered(void **state)
{
#define LETTER "type = 'transfer_letter' AND case_id"
    static const struct {
        const char *change, *undo, *whose;
    } edits[] = {
        {"UPDATE documents SET body = body || ' '", "UPDATE documents SET body = rtrim(body)", LETTER},
        {"UPDATE documents SET status = 'withdrawn'", "UPDATE documents SET status = 'issued'", LETTER},
        {"UPDATE demands SET text = text || '+'", "UPDATE demands SET text = rtrim(text, '+')", "case_id"},
        {"UPDATE submissions SET request = request || '+'", "UPDATE submissions SET request = rtrim(request, '+')",
         "case_id"},
        {"UPDATE submissions SET is_confidential = 1", "UPDATE submissions SET is_confidential = 0", "case_id"},
        {"UPDATE parties SET role = 'agent'", "UPDATE parties SET role = 'petitioner'", "case_id"},
        {"UPDATE dispatches SET sent_ms = sent_ms - 1", "UPDATE dispatches SET sent_ms = sent_ms + 1", "case_id"},
        {"INSERT INTO complained_units SELECT id, holder_unit_id FROM cases", "DELETE FROM complained_units", NULL},
        {"UPDATE holdings SET handler_id = NULL",
         "UPDATE holdings SET handler_id = (SELECT c.handler_id FROM cases c WHERE c.id = case_id)",
         "to_ms IS NULL AND case_id"},
        {"INSERT INTO case_links (id, case_id, other_id, kind, created_ms) SELECT id, id, (SELECT MAX(o.id) FROM cases "
         "o), "
         "'related', 1 FROM cases",
         "DELETE FROM case_links", NULL},
        {"INSERT INTO recusals SELECT id, (SELECT MIN(a.id) FROM accounts a), 'unit', 1 FROM cases",
         "DELETE FROM recusals", NULL},
        {"INSERT INTO retentions (case_id, held_by, held_ms, hold_reason) SELECT id, (SELECT MIN(a.id) FROM accounts "
         "a), 1, 'x' "
         "FROM cases",
         "DELETE FROM retentions", NULL},
    };
    char id[27];
    char text[256];
    const char *folder = a_folder_with_cases(*state, id);
    for (size_t i = 0; i < sizeof edits / sizeof edits[0]; i++) {
        struct offline_report report;
        const char *whose = edits[i].whose;
        verify_whole(folder, &report);
        assert_false(report.is_bad);
        snprintf(text, sizeof text, "%s WHERE %s = '%s'", edits[i].change, whose != NULL ? whose : "id", id);
        run_sql(folder, text);
        expect_bad(folder, id);
        snprintf(text, sizeof text, "%s WHERE %s = '%s'", edits[i].undo, whose != NULL ? whose : "case_id", id);
        run_sql(folder, text);
    }
#undef LETTER
}

/* Nobody has acted on it yet: the words of the petition stand under the entry of its registration. */
static void a_new_case_is_covered(void **state)
{
    static const struct {
        const char *change, *undo;
    } edits[] = {
        {"UPDATE demands SET text = text || '+'", "UPDATE demands SET text = rtrim(text, '+')"},
        {"UPDATE submissions SET request = request || '+'", "UPDATE submissions SET request = rtrim(request, '+')"},
        {"UPDATE parties SET role = 'agent'", "UPDATE parties SET role = 'petitioner'"},
        {"UPDATE holdings SET from_ms = from_ms + 1", "UPDATE holdings SET from_ms = from_ms - 1"},
    };
    struct scenario *s = *state;
    struct offline_report report;
    as(s, "demo-window");
    submit(s,
           "{'channel':'visit','purpose':'relief','title':'路灯不亮','request':'修好路灯','demands':[{'text':'修好'}],"
           "'class_code':'0304','persons':[{'role':'petitioner','kind':'natural','name':'骆某某'}]}");
    expect(s, 201);
    const char *folder = stop_server(s);
    for (size_t i = 0; i < sizeof edits / sizeof edits[0]; i++) {
        run_sql(folder, edits[i].change);
        expect_bad(folder, "entry 1");
        run_sql(folder, edits[i].undo);
    }
    verify_whole(folder, &report);
    assert_false(report.is_bad);
}

/* The next act would seal the case as it then stands; so it looks first, and its entry says what it found. */
static void an_act_covers_nothing_up(void **state)
{
    char id[27];
    char text[256];
    struct scenario *s = *state;
    struct offline_report report;
    const char *folder = a_folder_with_cases(s, id);
    snprintf(text, sizeof text, "UPDATE demands SET text = text || '+' WHERE case_id = '%s'", id);
    run_sql(folder, text);
    restart_server(s);
    as(s, "demo-housing");
    for (int i = 0; i < 2; i++) {
        snprintf(text, sizeof text, "/cases/%s/notes", id);
        post(s, text, "{'text':'再看一次'}");
        expect(s, 201);
    }
    stop_server(s);
    verify_whole(folder, &report);
    assert_false(report.is_bad); /* the chain and all seals are whole again */
    assert_int_equal(report.past, 1);
    snprintf(text, sizeof text, "%s, entry 6", id);
    assert_non_null(strstr(report.past_what, text));
    char said[2000];
    assert_int_equal(verify_apart(folder, said, sizeof said), 1);
    snprintf(text, sizeof text, "CHANGED: journal of %s, entry 6", id);
    assert_non_null(strstr(said, text));
}

/* The same of what belongs to the office: changed, added and dropped past the journal, and then changed as it should be. */
static void an_act_of_the_office_covers_nothing_up(void **state)
{
    static const char *const edits[] = {
        "UPDATE accounts SET unit_id = (SELECT id FROM units WHERE code = 'shiqiao') WHERE login = 'demo-finance'",
        "UPDATE accounts SET is_disabled = 0 WHERE login = 'demo-finance'",
        "UPDATE accounts SET password_hash = 'x' WHERE login = 'demo-finance'",
    };
    char id[27];
    struct scenario *s = *state;
    struct offline_report report;
    const char *folder = a_folder_with_cases(s, id);
    for (int i = 0; i < 3; i++) {
        run_sql(folder, edits[i]);
        restart_server(s);
        as(s, "demo-admin");
        get(s, "/accounts/@account:demo-finance");
        with_version(s, value(s, "version"));
        patch(s, "/accounts/@account:demo-finance", i == 2 ? "{'is_disabled':false}" : "{'is_disabled':true}");
        expect(s, 200);
        stop_server(s);
        verify_whole(folder, &report);
        assert_false(report.is_bad); /* sealed as it stands */
        assert_int_equal(report.past, i + 1);
        assert_non_null(strstr(report.past_what, "office journal"));
    }
    char said[2000];
    assert_int_equal(verify_apart(folder, said, sizeof said), 1);
    assert_non_null(strstr(said, "CHANGED: journal of the office"));
}

/* For as long as signing in takes, and then put back: nothing is left to compare, but that somebody wrote stands in the journal. */
static void what_is_put_back_was_still_written(void **state)
{
    static const char give[] =
        "INSERT INTO grants (id, account_id, role, unit_id, scope, created_ms) SELECT '0', a.id, 'system_admin', u.id, "
        "'all', 1 FROM accounts a, units u WHERE a.login = 'demo-housing' AND u.parent_id IS NULL";
    struct scenario *s = *state;
    struct offline_report report;
    char said[2000];
    as(s, "demo-housing");
    get(s, "/sessions/current");
    expect(s, 200);
    run_sql(data_folder(s), give);
    make_checkpoint(s); /* whatever the writer does next, it has noticed by then */
    get(s, "/sessions/current");
    expect_refused(s, 401, "access_changed", NULL);
    run_sql(data_folder(s), "DELETE FROM grants WHERE id = '0'");
    make_checkpoint(s);
    get(s, "/sessions/current");
    expect(s, 200);
    const char *folder = stop_server(s);
    verify_whole(folder, &report);
    assert_false(report.is_bad);
    assert_int_equal(report.past, 2);
    assert_int_equal(verify_apart(folder, said, sizeof said), 1);
    assert_non_null(strstr(said, "CHANGED: journal of the office"));
}

/* A proof that is missing is missing: no start makes one, however well the seals were made to fit. */
static void no_start_makes_a_proof_anew(void **state)
{
    struct scenario *s = *state;
    as(s, "demo-housing");
    get(s, "/sessions/current");
    expect(s, 200);
    const char *folder = stop_server(s);
    run_sql(folder, "DELETE FROM object_proofs WHERE id = (SELECT id FROM accounts WHERE login = 'demo-housing')");
    expect_bad(folder, "account ");
    restart_server(s);
    as(s, "demo-housing");
    get(s, "/sessions/current");
    expect_refused(s, 401, "access_changed", NULL);
    folder = stop_server(s);
    expect_bad(folder, "account ");
}

/* Whoever writes the database cannot sign: with the keys at hand, an edit of a checkpoint is found without any list. */
static void a_checkpoint_is_signed(void **state)
{
    static const struct {
        const char *edit, *why;
    } edits[] = {
        {"UPDATE checkpoints SET signature = randomblob(64) WHERE seq = 1", "not signed with the office's key"},
        {"UPDATE checkpoints SET signature = x'00' WHERE seq = 1", "not signed with the office's key"},
        {"UPDATE checkpoints SET at_ms = at_ms + 1 WHERE seq = 1", "does not follow"},
        {"UPDATE checkpoints SET epoch = 2 WHERE seq = 1", "does not follow"},
        {"UPDATE checkpoints SET seed = randomblob(32) WHERE seq = 1", "its heads"},
        {"UPDATE checkpoint_heads SET seq = seq + 1 WHERE case_id = (SELECT MIN(case_id) FROM checkpoint_heads)",
         "its heads"},
    };
    char id[27];
    char said[2000];
    const char *folder = a_folder_with_cases(*state, id);
    for (size_t i = 0; i < sizeof edits / sizeof edits[0]; i++) {
        struct offline_report report;
        run_sql(folder, "CREATE TABLE kept AS SELECT * FROM checkpoints; CREATE TABLE kept_heads AS SELECT * FROM "
                        "checkpoint_heads");
        run_sql(folder, edits[i].edit);
        expect_bad(folder, "checkpoint ");
        expect_bad(folder, edits[i].why);
        assert_int_equal(verify_apart(folder, said, sizeof said), 1);
        run_sql(folder, "PRAGMA foreign_keys = OFF; DELETE FROM checkpoint_heads; DELETE FROM checkpoints; INSERT INTO "
                        "checkpoints SELECT * FROM kept; INSERT INTO checkpoint_heads SELECT * FROM kept_heads; DROP "
                        "TABLE kept; DROP TABLE kept_heads");
        verify_whole(folder, &report);
        assert_false(report.is_bad);
        assert_true(report.checkpoints > 0);
    }
}

/* Who may come in and what they may do, and by what rules matters are handled: each edit is named, and undone none is. */
static void what_the_office_says_is_covered(void **state)
{
#define BUREAU "(SELECT id FROM accounts WHERE login = 'demo-bureau')"
    static const struct {
        const char *kind, *change, *undo;
    } edits[] = {
        {"grant",
         "INSERT INTO grants (id, account_id, role, unit_id, scope, created_ms) SELECT '0', " BUREAU
         ", 'accusation_officer', id, 'all', 1 FROM units WHERE parent_id IS NULL",
         "DELETE FROM grants WHERE id = '0'"},
        {"role", "INSERT INTO role_permissions SELECT key, 'setting.manage' FROM roles WHERE key = 'bureau_handler'",
         "DELETE FROM role_permissions WHERE role = 'bureau_handler' AND permission = 'setting.manage'"},
        {"account", "UPDATE accounts SET password_hash = 'x' WHERE password_hash IS NULL AND id = " BUREAU,
         "UPDATE accounts SET password_hash = NULL WHERE id = " BUREAU},
        {"account", "INSERT INTO accounts (id, login, name, created_ms) VALUES ('0', 'nobody', 'x', 1)",
         "DELETE FROM accounts WHERE id = '0'"},
        {"account",
         "UPDATE object_proofs SET proof = CAST(proof || x'00' AS BLOB) WHERE kind = 'account' AND id = " BUREAU,
         "UPDATE object_proofs SET proof = substr(CAST(proof AS BLOB), 1, 32) WHERE kind = 'account' AND id = " BUREAU},
        {"token",
         "INSERT INTO tokens (hash, id, account_id, name, permissions, created_ms, expires_ms) SELECT x'00', '0', id, "
         "'x', 'case.read', 1, 9000000000000 FROM accounts WHERE login = 'demo-bureau'",
         "DELETE FROM tokens WHERE id = '0'"},
        {"export",
         "INSERT INTO exports (id, account_id, filter, columns, format, has_bom, total, created_ms, expires_ms, state) "
         "SELECT '0', id, '{}', 'number', 'csv', 0, 1, 1, 9000000000000, 'allowed' FROM accounts "
         "WHERE login = 'demo-bureau'",
         "DELETE FROM exports WHERE id = '0'"},
        {"unit", "UPDATE units SET short_name = short_name || 'x' WHERE code = 'zhujian'",
         "UPDATE units SET short_name = rtrim(short_name, 'x') WHERE code = 'zhujian'"},
        {"unit",
         "INSERT INTO unit_tree SELECT a.id, b.id, 9 FROM units a, units b WHERE a.code = 'zhujian' AND b.code = "
         "'shiqiao'",
         "DELETE FROM unit_tree WHERE distance = 9"},
        {"workflow",
         "UPDATE workflows SET is_current = 0 WHERE is_current = 1 AND key = (SELECT MIN(key) FROM workflows)",
         "UPDATE workflows SET is_current = 1 WHERE key = (SELECT MIN(key) FROM workflows)"},
        {"calendar", "UPDATE calendar_days SET is_work = 1 - is_work WHERE day = (SELECT MAX(day) FROM calendar_days)",
         "UPDATE calendar_days SET is_work = 1 - is_work WHERE day = (SELECT MAX(day) FROM calendar_days)"},
        {"setting", "INSERT INTO settings VALUES ('office_hours', 'x')",
         "DELETE FROM settings WHERE key = 'office_hours'"},
        {"setting", "INSERT INTO settings VALUES ('setup', 'done')", "DELETE FROM settings WHERE key = 'setup'"},
        {"setting", "INSERT INTO settings VALUES ('invented', 'x')", "DELETE FROM settings WHERE key = 'invented'"},
        {"setting", "DELETE FROM settings WHERE key = 'is_demo'", "INSERT INTO settings VALUES ('is_demo', 'yes')"},
        {"setting", "DELETE FROM settings WHERE key = 'settings_sealed'",
         "INSERT INTO settings VALUES ('settings_sealed', 'yes')"},
    };
    char id[27];
    const char *folder = a_folder_with_cases(*state, id);
    for (size_t i = 0; i < sizeof edits / sizeof edits[0]; i++) {
        struct offline_report report;
        run_sql(folder, edits[i].change);
        verify_whole(folder, &report);
        if (!report.is_bad || strncmp(report.what, edits[i].kind, strlen(edits[i].kind)) != 0) {
            fail_msg("%s: %s", edits[i].change, report.is_bad ? report.what : "not found");
        }
        run_sql(folder, edits[i].undo);
        verify_whole(folder, &report);
        if (report.is_bad) {
            fail_msg("undone, it still is bad: %s", report.what);
        }
    }
#undef BUREAU
}

/* What somebody left in the file to be run by the server, and whatever else was done to the schema. */
static void the_schema_is_covered(void **state)
{
    static const char *const edits[][3] = {
        {"CREATE TRIGGER evil AFTER INSERT ON sessions BEGIN DELETE FROM notices; END", "DROP TRIGGER evil",
         "trigger evil"},
        {"CREATE VIEW evil AS SELECT 1", "DROP VIEW evil", "view evil"},
        {"DROP INDEX sessions_by_account", "CREATE INDEX sessions_by_account ON sessions (account_id, ends_ms)",
         "index sessions_by_account"},
        {"ALTER TABLE factors ADD COLUMN x INT", "ALTER TABLE factors DROP COLUMN x", "table factors"},
    };
    char id[27];
    const char *folder = a_folder_with_cases(*state, id);
    for (size_t i = 0; i < sizeof edits / sizeof edits[0]; i++) {
        struct offline_report report;
        run_sql(folder, edits[i][0]);
        expect_bad(folder, edits[i][2]);
        run_sql(folder, edits[i][1]);
        verify_whole(folder, &report);
        assert_false(report.is_bad);
    }
}

/* Of an accusation: that it is there, whom it is against, and who may know of it. */
static void an_accusation_is_covered(void **state)
{
    struct scenario *s = *state;
    char id[27], text[256];
    struct offline_report report;
    move_clock(s, "2026-02-03 14:20");
    as(s, "demo-sealed");
    submit(
        s,
        "{'channel':'letter','purpose':'accusation','title':'线索','request':'请求','demands':[{'text':'诉求'}],"
        "'persons':[{'role':'petitioner','kind':'natural','name':'钟某某'}],'accused':[{'unit_id':'@unit:qingwan'}]}");
    expect(s, 201);
    snprintf(id, sizeof id, "%s", case_id(s));
    post(s, "/cases/@case/reveal", "{'reason':'handling'}");
    expect(s, 200);
    const char *folder = stop_server(s);
    static const char *const edits[] = {
        "UPDATE complained_units SET unit_id = (SELECT id FROM units WHERE code = 'yunxi')",
        "UPDATE complained_units SET unit_id = (SELECT id FROM units WHERE code = 'qingwan')",
        "UPDATE case_readers SET account_id = (SELECT id FROM accounts WHERE login = 'demo-bureau')",
        "UPDATE case_readers SET account_id = (SELECT id FROM accounts WHERE login = 'demo-sealed')",
        "DELETE FROM sealed_contents",
    };
    for (size_t i = 0; i < sizeof edits / sizeof edits[0]; i++) {
        snprintf(text, sizeof text, "%s WHERE case_id = '%s'", edits[i], id);
        run_sql(folder, text);
        verify_whole(folder, &report);
        assert_int_equal(report.is_bad, i % 2 == 0); /* and is put right again */
    }
}

/* The seals name people and contents without holding them: with the keys it is looked inside. */
static void what_is_encrypted_is_covered(void **state)
{
    struct scenario *s = *state;
    struct offline_report report;
    move_clock(s, "2026-02-03 14:20");
    as(s, "demo-sealed");
    submit(s, "{'channel':'letter','purpose':'accusation','title':'线索','request':'请求','demands':[{'text':'诉求'}],"
              "'persons':[{'role':'petitioner','kind':'natural','name':'钟某某','phone':'19900002001'}],"
              "'accused':[{'unit_id':'@unit:qingwan'}]}");
    expect(s, 201);
    const char *folder = stop_server(s);
    static const char undo[] =
        "UPDATE persons SET (key, name, phone, phone_index) = (SELECT w.key, w.name, w.phone, w.phone_index "
        "FROM was w WHERE w.id = persons.id)";
    static const char *const edits[] = {
        "CREATE TABLE was AS SELECT * FROM persons; CREATE TABLE said AS SELECT * FROM sealed_contents;"
        "UPDATE persons SET phone = NULL WHERE phone IS NOT NULL",
        undo,
        "UPDATE persons SET phone_index = NULL",
        undo,
        "UPDATE persons SET key = NULL, name = x''",
        undo,
        "UPDATE persons SET name = randomblob(length(name))",
        undo,
        "UPDATE sealed_contents SET content = randomblob(200)",
        "UPDATE sealed_contents SET content = (SELECT w.content FROM said w WHERE w.case_id = sealed_contents.case_id)",
    };
    for (size_t i = 0; i < sizeof edits / sizeof edits[0]; i++) {
        run_sql(folder, edits[i]);
        verify_whole(folder, &report);
        assert_int_equal(report.is_bad, i % 2 == 0);
    }
}

int main(void)
{
    const struct CMUnitTest stories[] = {STORY(verify_finds_tampering),
                                         STORY(one_millisecond_is_enough),
                                         STORY(a_torn_out_page_is_noticed),
                                         STORY(the_last_page_is_missed_too),
                                         STORY(a_case_is_not_changed_past_its_journal),
                                         STORY(what_stands_beside_a_case_is_covered),
                                         STORY(a_new_case_is_covered),
                                         STORY(an_act_covers_nothing_up),
                                         STORY(an_act_of_the_office_covers_nothing_up),
                                         STORY(what_is_put_back_was_still_written),
                                         STORY(no_start_makes_a_proof_anew),
                                         STORY(a_checkpoint_is_signed),
                                         STORY(what_the_office_says_is_covered),
                                         STORY(the_schema_is_covered),
                                         STORY(an_accusation_is_covered),
                                         STORY(what_is_encrypted_is_covered)};
    return STORIES(stories);
}

/*
 * test_purge.c - a term is over, two people destroy what the case said, and a certificate stays; both verifiers accept what is left and
 * find whoever marks, changes or hides something.
 */
#include "support/scenario_archive.h"

#include "support/program.h"
#include "support/support.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Words that the case says somewhere, and the program nowhere. */
static const char *const planted[] = {"QXTITLE", "QXREQUEST",  "QXFACTS",   "QXREASONS",  "QXDEMAND", "QXPLACE",
                                      "QXORAL",  "QXDISPATCH", "QXACCEPT",  "QXWAY",      "QXSPOKEN", "QXCONTACT",
                                      "QXTHING", "QXSHOWS",    "QXWHERE",   "QXFINDINGS", "QXBASIS",  "QXANSWER",
                                      "QXPROOF", "QXTAKEN",    "QXCLOSING", "QXCOMMENT"};

/* The term counts from the year after closing; class "10" closed in 2026 ends with 2036. */
static void a_term_ends_with_its_year(void **state)
{
    struct scenario *s = *state;
    archived(s, "ID-1");
    move_clock(s, "2036-12-31 23:00");
    look_through_archive(s);
    the_list_says(s, "over", 0);
    propose(s, "demo-archivist");
    expect(s, 200);
    expect_text(s, "data.0.code", "term_running");
    move_clock(s, "2037-01-01 00:30");
    look_through_archive(s);
    the_list_says(s, "over", 1);
    expect_text(s, "data.0.case_id", case_id(s));
    expect_text(s, "data.0.last_day", "2036-12-31");
    expect_text(s, "data.0.retention", "10");
    expect_text(s, "data.0.archive_number", "2026-10-0007");
    as(s, "demo-housing");
    get(s, "/retention/candidates");
    expect(s, 403);
    as(s, "demo-bureau-head");
    get(s, "/journal?limit=5");
    expect_text(s, "data[action=retention.find].changes[field=cases].after", "1");
    /* A case that leaves the archive is no candidate any more, whatever was found. */
    acts(s, "demo-bureau", "reopen", "{'ground':'new_facts','reason':'发现新的合同'}");
    the_list_says(s, "over", 0);
    propose(s, "demo-archivist");
    expect_text(s, "data.0.code", "not_archived");
}

static void what_is_held_stays(void **state)
{
    struct scenario *s = *state;
    archived(s, "ID-1");
    move_clock(s, "2037-01-04 09:00");
    look_through_archive(s);
    propose(s, "demo-archivist");
    expect_int(s, "data.0.is_done", 1);
    hold(s, "demo-housing", "hold", 403);
    hold(s, "demo-archivist", "hold", 200);
    expect_text(s, "hold_reason", "诉讼中");
    expect_null(s, "proposed_at"); /* what was proposed lapsed */
    hold(s, "demo-archivist", "hold", 409);
    the_list_says(s, "over", 0);
    the_list_says(s, "proposed", 0);
    the_list_says(s, "held", 1);
    propose(s, "demo-archivist");
    expect_text(s, "data.0.code", "case_held");
    decide(s, "demo-bureau-head");
    expect(s, 200);
    expect_text(s, "data.0.code", "case_held");
    expect_null(s, "certificate");
    get(s, "/cases/@case");
    expect_text(s, "title", "QXTITLE 村账不清");
    get(s, "/cases/@case/journal?limit=100");
    expect_text(s, "data[action=hold].note", "诉讼中");
    hold(s, "demo-bureau-head", "release", 200);
    hold(s, "demo-bureau-head", "release", 409);
    the_list_says(s, "over", 1);
    decide(s, "demo-bureau-head"); /* the proposal lapsed with the hold */
    expect_text(s, "data.0.code", "not_proposed");
}

/* Whoever writes the database puts another name under the proposal: what would be gone for good is not destroyed on the strength of that. */
static void nobody_destroys_in_anothers_name(void **state)
{
    struct scenario *s = *state;
    archived(s, "ID-1");
    move_clock(s, "2037-01-04 09:00");
    propose(s, "demo-bureau-head");
    run_sql(data_folder(s),
            "UPDATE retentions SET proposed_by = (SELECT id FROM accounts WHERE login = 'demo-archivist')");
    make_checkpoint(s);
    decide(s, "demo-bureau-head");
    expect_refused(s, 409, "past_journal", NULL);
    get(s, "/cases/@case");
    expect_text(s, "title", "QXTITLE 村账不清");
    stop_server(s);
}

static void nobody_destroys_alone(void **state)
{
    struct scenario *s = *state;
    char body[300];
    archived(s, "ID-1");
    move_clock(s, "2037-01-04 09:00");
    propose(s, "demo-bureau-head"); /* the head may propose, and then another one decides */
    expect_int(s, "data.0.is_done", 1);
    the_list_says(s, "proposed", 1);
    expect_int(s, "data.0.is_own", 0);
    decide(s, "demo-bureau-head");
    expect(s, 200);
    expect_text(s, "data.0.code", "purge_alone");
    decide(s, "demo-archivist");
    expect(s, 403);
    hold(s, "demo-bureau-head", "withdraw-purge", 200);
    propose(s, "demo-archivist");
    propose(s, "demo-archivist");
    expect_text(s, "data.0.code", "proposed_already");
    as(s, "demo-bureau-head");
    snprintf(body, sizeof body, "{'case_ids':['%s','%s','00000000000000000000000001'],'reason':'到期'}", case_id(s),
             case_id(s));
    post(s, "/retention/purges", body);
    expect(s, 200);
    expect_int(s, "data.0.is_done", 1);
    expect_text(s, "data.1.code", "listed_twice");
    expect_text(s, "data.2.code", "not_found");
}

static void the_page_of_a_destroyed_case(struct scenario *s)
{
    char path[120];
    as(s, "demo-bureau");
    get(s, "/cases/@case");
    expect(s, 200);
    expect_text(s, "certificate", "稽信访〔2037〕销字1号");
    expect_text(s, "title", "");
    expect_null(s, "petitioner");
    expect_size(s, "parties", 0);
    expect_text(s, "closing.kind", "stage_only");
    expect_text(s, "class_code", "0102");
    get(s, "/cases?q=%s", case_number(s));
    expect(s, 200);
    get(s, "/cases/@case/documents");
    expect(s, 200);
    get(s, "/cases/@case/transitions");
    expect(s, 200);
    expect_size(s, "data", 0);
    act(s, "reopen", "{'ground':'new_facts','reason':'发现新的合同'}");
    expect_refused(s, 409, "case_purged", NULL);
    as(s, NULL);
    snprintf(path, sizeof path, "/public/cases/%s?code=%s", case_number(s), query_code(s));
    get(s, "%s", path);
    if (says(s, "QX")) {
        fail_msg("the public page still tells of it");
    }
}

static void the_certificate(struct scenario *s)
{
    char id[27];
    as(s, "demo-archivist");
    get(s, "/certificates");
    expect(s, 200);
    expect_text(s, "data.0.number", "稽信访〔2037〕销字1号");
    snprintf(id, sizeof id, "%s", value(s, "data.0.id"));
    get(s, "/certificates/%s", id);
    expect(s, 200);
    expect_text(s, "certificate.decided_by", "俞某");
    expect_text(s, "certificate.reason", "档案鉴定小组意见");
    expect_text(s, "items.0.case_number", case_number(s));
    expect_text(s, "items.0.proposed_by", "丁某");
    expect_text(s, "items.0.appraisal", "期限已满，无继续保存价值");
    expect_text(s, "items.0.last_day", "2036-12-31");
    expect_int(s, "items.0.evidence", 1);
    expect_int(s, "items.0.people", 1);
    get(s, "/certificates/%s/pdf", id);
    expect(s, 200);
    expect_pdf(s, "销毁证明");
    expect_pdf(s, "2026-10-0007");
    as(s, "demo-housing");
    get(s, "/certificates/%s", id);
    expect(s, 403);
}

static const char *destroyed(struct scenario *s)
{
    archived(s, "ID-1");
    move_clock(s, "2037-01-04 09:00");
    propose(s, "demo-archivist");
    expect_int(s, "data.0.is_done", 1);
    decide(s, "demo-bureau-head");
    expect(s, 200);
    expect_int(s, "data.0.is_done", 1);
    return case_id(s);
}

/* Each planted word stands in the file before (else the test would show nothing), and none afterwards. */
static void nothing_is_left_in_the_file(void **state)
{
    struct scenario *s = *state;
    archived(s, "ID-1");
    const char *folder = stop_server(s);
    for (size_t i = 0; i < sizeof planted / sizeof planted[0]; i++) {
        if (!file_says(folder, planted[i])) {
            fail_msg("%s was not planted", planted[i]);
        }
    }
    assert_int_equal(count_rows(folder, "SELECT COUNT(*) FROM persons"), 1);
    restart_server(s);
    move_clock(s, "2037-01-04 09:00");
    propose(s, "demo-archivist");
    decide(s, "demo-bureau-head");
    expect_int(s, "data.0.is_done", 1);
    the_page_of_a_destroyed_case(s);
    the_certificate(s);
    folder = stop_server(s);
    for (size_t i = 0; i < sizeof planted / sizeof planted[0]; i++) {
        if (file_says(folder, planted[i])) {
            fail_msg("%s is still in the file", planted[i]);
        }
    }
    assert_int_equal(count_rows(folder, "SELECT COUNT(*) FROM persons WHERE key IS NOT NULL OR id_index IS NOT NULL"),
                     0);
    expect_good(folder);
    restart_server(s); /* for the statistics it is still a case that was closed */
    as(s, "demo-bureau");
    get(s, "/cases?limit=5");
    expect(s, 200);
}

/* Whoever came again has a record of their own there; the destroyed case does not lead to it. */
static void who_came_again_stays_there(void **state)
{
    struct scenario *s = *state;
    char first[27];
    archived(s, "ID-1");
    snprintf(first, sizeof first, "%s", case_id(s));
    move_clock(s, "2036-12-01 09:00");
    as(s, "demo-window");
    submit(
        s,
        "{'channel':'visit','purpose':'relief','title':'路灯不亮','request':'修好路灯','demands':[{'text':'修好路灯'}],"
        "'class_code':'0309','oral_record':{'text':'路灯不亮，要求修好','read_back':true,'confirmed_by':'signature'},"
        "'persons':[{'role':'petitioner','kind':'natural','name':'司徒青','phone':'13800002222','id_type':'other',"
        "'id_number':'ID-1'}]}");
    expect(s, 201);
    char second[27];
    snprintf(second, sizeof second, "%s", case_id(s));
    turn_to(s, first);
    move_clock(s, "2037-01-04 09:00");
    propose(s, "demo-archivist");
    decide(s, "demo-bureau-head");
    expect_int(s, "data.0.is_done", 1);
    turn_to(s, second);
    as(s, "demo-bureau");
    get(s, "/cases/@case");
    expect_text(s, "petitioner", "司**");
    const char *folder = stop_server(s);
    assert_int_equal(count_rows(folder, "SELECT COUNT(*) FROM persons WHERE key IS NOT NULL"), 1);
    assert_int_equal(count_rows(folder, "SELECT people FROM certificate_items"), 1);
    assert_int_equal(count_rows(folder, "SELECT COUNT(*) FROM parties"), 1);
}

/* What is left of a destroyed case can be changed by nobody, and nothing can be called destroyed that is not. */
static void both_verifiers_find_tampering(void **state)
{
    static const struct {
        const char *edit, *undo, *words, *words_apart;
    } edits[] = {
        {"UPDATE journal SET actor_id = 'somebody' WHERE seq = 2",
         "UPDATE journal SET actor_id = (SELECT id FROM accounts WHERE login = 'demo-bureau') WHERE seq = 2",
         "what is left of destroyed entries", "what is left of destroyed entries"},
        {"UPDATE journal SET at_ms = at_ms + 1 WHERE seq = 3", "UPDATE journal SET at_ms = at_ms - 1 WHERE seq = 3",
         "what is left of destroyed entries", "what is left of destroyed entries"},
        {"INSERT INTO kept SELECT hash FROM journal WHERE seq = 1; UPDATE journal SET hash = zeroblob(32) WHERE seq = "
         "1",
         "UPDATE journal SET hash = (SELECT hash FROM kept) WHERE seq = 1", "what is left of destroyed entries",
         "what is left of destroyed entries"},
        {"UPDATE journal SET note = 'another' WHERE seq = 1", "UPDATE journal SET note = NULL WHERE seq = 1",
         "not what a purge leaves", "not what a purge leaves"},
        {"UPDATE journal SET certificate = NULL WHERE seq = 1",
         "UPDATE journal SET certificate = (SELECT number FROM certificates) WHERE seq = 1",
         "the hash does not follow from the entry", "is not what was written"},
        {"UPDATE certificate_items SET people = 7", "UPDATE certificate_items SET people = 1", "not what was written",
         "is not what was written"},
        {"UPDATE certificates SET reason = reason || '+'", "UPDATE certificates SET reason = rtrim(reason, '+')",
         "not what was written", "is not what was written"},
        {"CREATE TABLE held AS SELECT * FROM certificate_items; DELETE FROM certificate_items",
         "INSERT INTO certificate_items SELECT * FROM held; DROP TABLE held", "no certificate says so",
         "no certificate says so"},
        {"UPDATE cases SET certificate = NULL WHERE certificate IS NOT NULL",
         "UPDATE cases SET certificate = (SELECT number FROM certificates)", "changed afterwards",
         "do not fit each other"},
    };
    struct scenario *s = *state;
    destroyed(s);
    const char *folder = stop_server(s);
    run_sql(folder, "CREATE TABLE kept (hash BLOB)");
    expect_good(folder);
    for (size_t i = 0; i < sizeof edits / sizeof edits[0]; i++) {
        run_sql(folder, edits[i].edit);
        expect_found(folder, edits[i].words, edits[i].words_apart);
        run_sql(folder, edits[i].undo);
        expect_good(folder);
    }
}

/* Somebody who destroys a living case's history and calls it a purge. */
static void an_entry_marked_without_a_certificate_is_found(void **state)
{
    struct scenario *s = *state;
    destroyed(s);
    move_clock(s, "2037-01-05 09:00");
    as(s, "demo-window");
    submit(s, "{'channel':'letter','purpose':'relief','title':'村道损坏','request':'修路','demands':[{'text':'修路'}],"
              "'class_code':'0309','persons':[{'role':'petitioner','kind':'natural','name':'张某'}]}");
    expect(s, 201);
    acts(s, "demo-bureau", "screen", "{'class_code':'0309','urgency':'normal'}");
    char text[300];
    char id[27];
    snprintf(id, sizeof id, "%s", case_id(s));
    const char *folder = stop_server(s);
    expect_good(folder);
    snprintf(
        text, sizeof text,
        "UPDATE journal SET note = NULL, changes = '[]', seal = NULL, certificate = (SELECT number FROM certificates)"
        " WHERE case_id = '%s' AND seq = 1",
        id);
    run_sql(folder, text);
    expect_found(folder, "no certificate says so", "no certificate says so");
    snprintf(text, sizeof text,
             "UPDATE journal SET note = NULL, changes = '[]', seal = NULL, certificate = 'none' WHERE case_id = '%s'",
             id);
    run_sql(folder, text);
    expect_found(folder, "the entry of the purge is missing", "the purge is missing");
}

/* Every table with cases in it was thought of. Who adds one decides: destroyed by purge.sql, or it says nothing. */
static void every_table_of_cases_was_thought_of(void **state)
{
    static const char known[] =
        /* emptied, or their words taken out */
        " agreements certificate_items complained_units contacts deliveries demands dispatches documents drafts "
        "evidence "
        "files "
        "instalments"
        " journal parties practice_steps precedents ratings sealed_contents submissions supervisions case_links"
        /* ids, dates, kinds and numbers only */
        " case_readers case_units checkpoint_heads checkpoint_pending deadlines events holdings notices recusals"
        " supervision_candidates"
        /* dropped with the purge */
        " retentions ";
    struct scenario *s = *state;
    sqlite3 *db;
    sqlite3_stmt *list;
    const char *folder = stop_server(s);
    int tables = 0;
    assert_int_equal(sqlite3_open(support_path(folder, "petitiond.db"), &db), SQLITE_OK);
    assert_int_equal(sqlite3_prepare_v2(db,
                                        "SELECT DISTINCT m.name FROM sqlite_schema m, pragma_table_info(m.name) c"
                                        " WHERE m.type = 'table' AND c.name = 'case_id'",
                                        -1, &list, NULL),
                     SQLITE_OK);
    while (sqlite3_step(list) == SQLITE_ROW) {
        char name[80];
        snprintf(name, sizeof name, " %s ", (const char *)sqlite3_column_text(list, 0));
        if (strstr(known, name) == NULL) {
            fail_msg("what becomes of%swhen a case is destroyed?", name);
        }
        tables++;
    }
    sqlite3_finalize(list);
    sqlite3_close(db);
    assert_true(tables >= 20);
}

int main(void)
{
    const struct CMUnitTest stories[] = {
        STORY(a_term_ends_with_its_year),
        STORY(what_is_held_stays),
        STORY(nobody_destroys_alone),
        STORY(nobody_destroys_in_anothers_name),
        STORY(nothing_is_left_in_the_file),
        STORY(who_came_again_stays_there),
        STORY(both_verifiers_find_tampering),
        STORY(an_entry_marked_without_a_certificate_is_found),
        STORY(every_table_of_cases_was_thought_of),
    };
    return STORIES(stories);
}

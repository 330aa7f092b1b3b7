/*
 * test_tampering_rows.c - somebody puts old rows back, or takes fields away, that only the office's keys open: both verifiers name it, or
 * the one that has the keys, and nobody is shown such a person. What the office does itself is good for both.
 */
#include "support/scenario_archive.h"
#include "support/support.h"

#include "base/crypto.h"
#include "domain/row_seal.h"
#include "store/vault.h"

#include <stdio.h>
#include <string.h>

static void somebody_comes(struct scenario *s)
{
    move_clock(s, "2026-03-02 09:00");
    as(s, "demo-window");
    submit(s,
           "{'channel':'visit','purpose':'relief','title':'路灯不亮','request':'修好路灯','demands':[{'text':'修好'}],"
           "'class_code':'0309','place_unit_id':'@unit:laocheng','persons':[{'role':'petitioner','kind':'natural',"
           "'name':'司徒青','phone':'13800002222','id_type':'other','id_number':'ID-778899','address':'古城路7号'}]}");
    expect(s, 201);
    acts(s, "demo-bureau", "screen", "{'class_code':'0309','urgency':'normal'}");
}

static void correct(struct scenario *s, const char *body)
{
    char path[100], now[24];
    as(s, "demo-bureau");
    get(s, "/cases/@case");
    snprintf(path, sizeof path, "/cases/@case/parties/%s/correction", value(s, "parties.0.id"));
    snprintf(now, sizeof now, "%s", value(s, "version"));
    with_version(s, now);
    post(s, path, body);
    expect(s, 200);
}

static void expect_good_again(struct scenario *s)
{
    char said[2000];
    expect_both_good(stop_server(s), said, sizeof said);
    assert_non_null(strstr(said, "encrypted: "));
}

/* A digest for the row as it stands, as anybody can make it. */
static void set_digest(const char *folder)
{
    struct sql_db *db;
    struct tx tx;
    struct ring ring;
    struct vault *vault; /* of no office */
    struct person_row *rows;
    struct row_seal made;
    size_t count;
    char hex[2 * CRYPTO_HASH_SIZE + 1], sql[200];
    struct ctx ctx = {.arena = arena_new(1 << 20)};
    ring_make(&ring, 0);
    assert_int_equal(vault_new(&ring, &vault), RC_OK);
    ctx.vault = vault;
    assert_int_equal(sql_open(support_path(folder, "petitiond.db"), SQL_WRITER, &db), RC_OK);
    assert_int_equal(sql_begin(db, 0, &tx), RC_OK);
    assert_int_equal(person_rows_walk(&tx, ctx.arena, &(struct person_walk_in){"", 2}, &rows, &count), RC_OK);
    assert_int_equal(count, 1);
    assert_int_equal(row_seal_person(&ctx, &rows[0], &made), RC_OK);
    crypto_hex(made.digest.data, made.digest.size, hex);
    sql_rollback(&tx);
    sql_close(db);
    vault_free(vault);
    arena_free(ctx.arena);
    snprintf(sql, sizeof sql, "UPDATE persons SET digest = x'%s'", hex);
    run_sql(folder, sql);
}

static void expect_shown_to_nobody(struct scenario *s, const char *party)
{
    char path[100];
    restart_server(s);
    as(s, "demo-bureau");
    snprintf(path, sizeof path, "/cases/@case/parties/%s/reveal", party);
    post(s, path, "{'reason':'contact'}");
    expect(s, 500);
    get(s, "/cases/@case");
    expect(s, 500);
    get(s, "/cases?limit=5"); /* the others go on */
    expect(s, 200);
    as(s, "demo-bureau-head");
    post(s, "/persons/export", "{'name':'司徒青','id_number':'ID-778899','reason':'access'}");
    expect(s, 500);
    as(s, "demo-window");
    post(s, "/persons/lookup", "{'id_number':'ID-778899'}");
    expect(s, 500);
    (void)stop_server(s);
}

/* After a correction nobody is reached under the old number again. */
static void an_old_row_is_found_by_both(void **state)
{
    struct scenario *s = *state;
    char party[27];
    somebody_comes(s);
    as(s, "demo-bureau");
    get(s, "/cases/@case");
    snprintf(party, sizeof party, "%s", value(s, "parties.0.id"));
    run_sql(stop_server(s), "CREATE TABLE was AS SELECT * FROM persons");
    restart_server(s);
    correct(s, "{'phone':'13900003333','address':'','reason':'petitioner_asked','basis':'本人来电'}");
    const char *folder = data_folder(s);
    expect_good_again(s);
    run_sql(folder, "CREATE TABLE now AS SELECT * FROM persons");
    run_sql(folder, "DELETE FROM persons; INSERT INTO persons SELECT * FROM was");
    expect_found(folder, case_id(s), "a part of it was changed after its newest entry");
    /* under the number that the seal has, it is not whole, and made whole it has no proof */
    run_sql(folder, "UPDATE persons SET version = (SELECT n.version FROM now n)");
    expect_found(folder, "do not fit each other", "its columns and its digest do not fit each other");
    set_digest(folder);
    struct offline_report report;
    char said[2000];
    verify_whole(folder, &report);
    assert_true(report.is_bad);
    assert_non_null(strstr(report.what, "keys did not make its proof"));
    assert_int_equal(verify_apart(folder, said, sizeof said), 0);
    expect_shown_to_nobody(s, party);
    run_sql(folder, "DELETE FROM persons; INSERT INTO persons SELECT * FROM now");
    expect_both_good(folder, said, sizeof said);
    restart_server(s);
    as(s, "demo-bureau");
    get(s, "/cases/@case");
    expect_text(s, "parties.0.phone", "139****3333");
}

/* One field of the old row among the new ones, and a field that is missing. */
static void fields_are_not_mixed(void **state)
{
    static const char *const edits[] = {
        "UPDATE persons SET (phone, phone_index) = (SELECT w.phone, w.phone_index FROM was w)",
        "UPDATE persons SET id_number = NULL, id_index = NULL",
        "UPDATE persons SET contact_preference = 'phone'",
        "UPDATE persons SET digest = NULL",
        "UPDATE persons SET name = zeroblob(length(name))",
    };
    struct scenario *s = *state;
    somebody_comes(s);
    run_sql(stop_server(s), "CREATE TABLE was AS SELECT * FROM persons");
    restart_server(s);
    correct(s, "{'phone':'13900003333','reason':'petitioner_asked','basis':'本人来电'}");
    const char *folder = data_folder(s);
    expect_good_again(s);
    run_sql(folder, "CREATE TABLE now AS SELECT * FROM persons");
    for (size_t i = 0; i < sizeof edits / sizeof edits[0]; i++) {
        struct offline_report report;
        run_sql(folder, edits[i]);
        expect_found(folder, "", "person ");
        set_digest(folder);
        verify_whole(folder, &report);
        assert_int_equal(report.is_bad, i != 3); /* the one whose digest only was gone is whole again */
        run_sql(folder, "DELETE FROM persons; INSERT INTO persons SELECT * FROM now");
    }
    char said[2000];
    expect_both_good(folder, said, sizeof said);
}

/* Words of a link, and why somebody should look at a case. */
static void words_of_links_and_candidates_are_covered(void **state)
{
    static const char *const edits[][2] = {
        {"UPDATE case_links SET reason = reason || '+'", "UPDATE case_links SET reason = rtrim(reason, '+')"},
        {"UPDATE case_links SET undone_reason = '+'", "UPDATE case_links SET undone_reason = NULL"},
        {"INSERT INTO supervision_candidates (id, case_id, unit_id, trigger, found_ms, status) SELECT '0', id, "
         "holder_unit_id, 'no_contact', 1, 'open' FROM cases",
         "DELETE FROM supervision_candidates"},
    };
    struct scenario *s = *state;
    char first[40], fields[200], said[2000];
    somebody_comes(s);
    snprintf(first, sizeof first, "%s", case_number(s));
    somebody_comes(s);
    snprintf(fields, sizeof fields, "{'number':'%s','kind':'related','reason':'同一路段'}", first);
    acts(s, "demo-bureau", "mark_repeat", fields);
    const char *folder = stop_server(s);
    for (size_t i = 0; i < sizeof edits / sizeof edits[0]; i++) {
        char text[400];
        expect_both_good(folder, said, sizeof said);
        snprintf(text, sizeof text, "%s WHERE %s = '%s'", edits[i][0], i < 2 ? "case_id" : "id", case_id(s));
        run_sql(folder, text);
        expect_found(folder, case_id(s), case_id(s));
        run_sql(folder, edits[i][1]);
    }
    expect_both_good(folder, said, sizeof said);
}

/* Two cases have one and the same row: one was split off the other. A correction in one is told in the journal of both, why only in the
 * one. */
static void a_correction_is_told_in_every_case(void **state)
{
    struct scenario *s = *state;
    char first[27], second[27];
    move_clock(s, "2026-03-02 09:00");
    as(s, "demo-window");
    submit(s,
           "{'channel':'letter','purpose':'relief','title':'道路和违停','request':'修路并清理违停','demands':[{'text':"
           "'修路'},{'text':'清理违停'}],'class_code':'0309','persons':[{'role':'petitioner','kind':'natural',"
           "'name':'司徒青','phone':'13800002222'}]}");
    expect(s, 201);
    snprintf(first, sizeof first, "%s", case_id(s));
    acts(s, "demo-bureau", "split", "{'demand':'@demand:2','reason':'违停由执法部门依法查处'}");
    get(s, "/cases/@case/links");
    snprintf(second, sizeof second, "%s", value(s, "data[kind=split_from].matter.id"));
    expect_good_again(s);
    restart_server(s);
    turn_to(s, second);
    correct(s, "{'phone':'13900003333','address':'新村1号','reason':'petitioner_asked','basis':'本人来电'}");
    expect_good_again(s);
    restart_server(s);
    turn_to(s, first);
    as(s, "demo-bureau");
    get(s, "/cases/@case");
    expect_text(s, "parties.0.phone", "139****3333");
    get(s, "/cases/@case/journal?limit=100");
    expect_text(s, "data[action=correct_person].changes[field=person.phone].after", "changed");
    expect_text(s, "data[action=correct_person].changes[field=person.address].after", "changed");
    assert_false(says(s, "本人来电"));
    correct(s, "{'phone':'13700004444','reason':'clerical_error','basis':'核对信封'}");
    const char *folder = data_folder(s);
    expect_good_again(s);
    assert_int_equal(count_rows(folder, "SELECT COUNT(*) FROM persons WHERE version > 1"), 1);
}

/* The older of two linked cases is destroyed, and the words of the link with it: the newer one's journal says so. */
static void words_of_a_link_go_with_the_older_case(void **state)
{
    struct scenario *s = *state;
    char first[27], second[27], fields[200], said[2000];
    archived(s, "ID-1");
    run_sql(stop_server(s), "CREATE TABLE was AS SELECT * FROM persons");
    restart_server(s);
    snprintf(first, sizeof first, "%s", case_id(s));
    snprintf(fields, sizeof fields, "{'number':'%s','kind':'related','reason':'同一村的账目'}", case_number(s));
    move_clock(s, "2036-12-01 09:00");
    as(s, "demo-window");
    submit(s, "{'channel':'letter','purpose':'relief','title':'村账','request':'公开','demands':[{'text':'公开'}],"
              "'class_code':'0102','persons':[{'role':'petitioner','kind':'natural','name':'钟某某'}]}");
    expect(s, 201);
    snprintf(second, sizeof second, "%s", case_id(s));
    acts(s, "demo-bureau", "mark_repeat", fields);
    turn_to(s, first);
    move_clock(s, "2037-01-04 09:00");
    propose(s, "demo-archivist");
    decide(s, "demo-bureau-head");
    expect_int(s, "data.0.is_done", 1);
    turn_to(s, second);
    as(s, "demo-bureau");
    get(s, "/cases/@case/journal?limit=100");
    expect_text(s, "data[action=purge_link].changes[field=link_words].after", "purged");
    const char *folder = stop_server(s);
    assert_int_equal(count_rows(folder, "SELECT COUNT(*) FROM case_links WHERE reason IS NOT NULL"), 0);
    expect_both_good(folder, said, sizeof said);
    assert_null(strstr(said, "left over"));
    /* whom it was about, put back */
    run_sql(folder, "INSERT INTO persons SELECT * FROM was");
    expect_both_good(folder, said, sizeof said);
    assert_non_null(strstr(said, "left over: no case has person "));
}

/* Who adds a column puts it under the digest, here and in petitiond-verify, and then counts it here. */
static void every_column_is_under_the_digest(void **state)
{
    struct scenario *s = *state;
    const char *folder = stop_server(s);
    assert_int_equal(count_rows(folder, "SELECT COUNT(*) FROM pragma_table_info('persons')"), 17 + 2);
    assert_int_equal(count_rows(folder, "SELECT COUNT(*) FROM pragma_table_info('sealed_contents')"), 3 + 2);
}

int main(void)
{
    const struct CMUnitTest stories[] = {STORY(every_column_is_under_the_digest),
                                         STORY(an_old_row_is_found_by_both),
                                         STORY(fields_are_not_mixed),
                                         STORY(words_of_links_and_candidates_are_covered),
                                         STORY(a_correction_is_told_in_every_case),
                                         STORY(words_of_a_link_go_with_the_older_case)};
    return STORIES(stories);
}

/*
 * test_stmts.c - the program's own statements on the program's own schema: all prepare, and none reads a whole table.
 *
 * A table may only be scanned when it stands in `small_tables` (dictionaries that stay small in any county), or when the
 * statement stands in `scans` with its reason. The second list fails when a row of it is not needed any more.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/embed.h"
#include "base/log.h"
#include "store/migrate.h"
#include "store/sql.h"
#include "store/sql_stmts.h"
#include "support/support.h"

/* Tables whose size does not grow with the number of cases. */
static const char *const small_tables[] = {"calendar_days", "calendar_years", "role_permissions", "roles", "workflows"};

/* Statements that walk a table on purpose, by name. */
static const struct {
    const char *stmt;
    const char *table;      /* as the plan names it */
    unsigned unless_one_of; /* forms with one of these fragments must not */
    const char *why;
} scans[] = {
    {"case.list_newest", "c", 0, "walks the index of the newest until the page is full"},
    {"case.list_newest_back", "c", 0, "walks the index of the newest until the page is full"},
    {"case.list_due", "c", CASE_LIST_DUE_OPEN | CASE_LIST_DUE_CLOSED, "open and closed together have no common index"},
    {"case.list_due_back", "c", CASE_LIST_DUE_BACK_OPEN | CASE_LIST_DUE_BACK_CLOSED, "the same"},
    {"case.list_number", "c", 0, "walks the index of the numbers until the page is full"},
    {"case.list_number_back", "c", 0, "the same"},
    {"case.list_changed", "c", CASE_LIST_CHANGED_OPEN | CASE_LIST_CHANGED_CLOSED,
     "open and closed together have no common index"},
    {"case.list_changed_back", "c", CASE_LIST_CHANGED_BACK_OPEN | CASE_LIST_CHANGED_BACK_CLOSED, "the same"},
    {"case.count", "c", CASE_COUNT_OPEN | CASE_COUNT_CLOSED, "counts everything when asked for everything"},
    {"repeat.list_classed", "x", 0, "walks the index of the newest until it has enough that have a class"},
    {"sample.drop_unit", "cases", 0, "asks only for a foreign key, and only while there is no case: empty"},
    {"sample.drop_unit", "certificates", 0, "the same"},
    {"sample.drop_unit", "complained_units", 0, "the same"},
    {"sample.drop_unit", "confirmations", 0, "the same"},
    {"sample.drop_unit", "deadlines", 0, "the same"},
    {"sample.drop_unit", "dispatches", 0, "the same"},
    {"sample.drop_unit", "documents", 0, "the same"},
    {"sample.drop_unit", "holdings", 0, "the same"},
    {"sample.drop_unit", "precedents", 0, "the same"},
    {"sample.drop_unit", "ratings", 0, "the same"},
    {"sample.drop_unit", "submissions", 0, "the same"},
    {"sample.drop_unit", "supervision_candidates", 0, "the same"},
    {"sample.drop_unit", "supervisions", 0, "the same"},
    {"journal.walk", "j", 0, "verify reads every entry"},
    {"journal.walk_heads", "c", 0, "verify reads every head"},
    {"office_journal.get_last", "j", 0, "one row from the end"},
    {"checkpoint.get_last", "k", 0, "one row from the end"},
    {"checkpoint.list_pending", "p", 0, "holds what changed since the last minute"},
    {"office_journal.walk", "j", 0, "verify reads every entry"},
    {"office_object.list_access", "a", OFFICE_OBJECT_LIST_ACCESS_ONE, "verify reads every object"},
    {"office_object.list_access", "g", OFFICE_OBJECT_LIST_ACCESS_ONE, "the same"},
    {"office_object.list_access", "f", OFFICE_OBJECT_LIST_ACCESS_ONE, "the same"},
    {"office_object.list_access", "c", OFFICE_OBJECT_LIST_ACCESS_ONE, "the same"},
    {"office_object.list_access", "u", OFFICE_OBJECT_LIST_ACCESS_ONE, "the same"},
    {"office_object.list_access", "x", OFFICE_OBJECT_LIST_ACCESS_ONE, "the same"},
    {"office_object.list_access", "p", 0, "what is sorted of one role"},
    {"office_object.list_access", "t", 0, "what is sorted of one unit"},
    {"office_object.list_access", "d", 0, "the same"},
    {"office_object.list_provable", "a", 0, "verify and the start look at every account"},
    {"office_object.list_provable", "g", 0, "and at every role given"},
    {"office_object.list_provable", "r", 0, "and at every role"},
    {"office_object.list_rules", "practices", OFFICE_OBJECT_LIST_RULES_ONE, "verify reads every object"},
    {"office_object.list_rules", "practice_uses", 0, "those of an office, a few"},
    {"office_object.list_rules", "e", 0, "what is sorted of one template"},
    {"office_object.list_rules", "d", 0, "what is sorted of one year"},
    {"office_object.list_rules", "templates", 0, "two for each kind of document"},
    {"office_object.list_rules", "terms", OFFICE_OBJECT_LIST_RULES_ONE, "verify reads every object"},
    {"office_object.walk_seals", "j", 0, "verify reads every seal, by an index of their own"},
    {"schema.list", "s", 0, "verify reads the schema itself"},
    {"office_object.walk_seals_back", "j", 0, "an act looks for the newest seals, by the same index"},
    {"office_object.find_sealed", "j", 0, "one row of that index"},
    {"token.list_unproved", "t", 0, "the tokens of an office, a few, once at each start"},
    {"sight.find_strange", "u", 0, "verify reads every row that says who sees a case"},
    {"sight.find_strange", "n", 0, "and every unit"},
    {"sight.find_missing_part", "c", 0, "verify reads every part in a case"},
    {"sight.find_missing_part", "h", 0, "the same"},
    {"sight.find_missing_part", "d", 0, "the same"},
    {"sight.find_missing_part", "f", 0, "the same"},
    {"sight.find_missing_part", "r", 0, "the same"},
    {"sight.find_missing_above", "o", 0, "verify reads every row that says who sees a case"},
    {"office_object.find_kind", "j", 0, "the first rows of that index name every kind"},
    {"certificate.walk", "k", 0, "verify reads every certificate"},
    {"certificate.find_unmarked", "c", 0, "verify reads every case"},
    {"deadline.walk_running", "d", 0, "verify reads every clock that runs"},
    {"deadline.find_stray", "l", 0, "and every rung that is armed"},
    {"deadline.find_unheard", "d", 0, "verify reads every clock that runs"},
    {"deadline.find_forgotten", "j", 0, "verify reads every entry"},
    {"office_object.list_rules", "s", OFFICE_OBJECT_LIST_RULES_ONE, "verify reads every setting, a dozen"},
    {"sequence.find_wrong", "q", 0, "verify reads every series"},
    {"sequence.find_wrong", "s", 0, "and every number of a submission"},
    {"sequence.find_wrong", "x", 0, "and of a certificate"},
    {"sequence.find_wrong_skip", "k", 0, "verify reads all that an earlier register used"},
    {"sequence.find_wrong_skip", "s", 0, "and every number of a submission"},
    {"sequence.find_wrong_skip", "x", 0, "and of a certificate"},
    {"sequence.list_gaps", "s", 0, "the series of one unit and year, a part of the statement"},
    {"sequence.list_gaps_back", "s", 0, "the series of one unit and year, a part of the statement"},
    {"retention.list", "r", 0, "walks the index of what is over until the page is full"},
    {"retention.list_back", "r", 0, "walks the index of what is over until the page is full"},
    {"certificate.list", "k", 0, "walks the index of the newest until the page is full"},
    {"certificate.list_back", "k", 0, "walks the index of the newest until the page is full"},
};

static int scan_uses[sizeof scans / sizeof scans[0]];

static char *path;
static struct arena *arena;

static const char *text_of(const struct sql_stmt_info *info)
{
    struct buf b;
    buf_init(&b, arena);
    for (int i = 0; i < info->part_count; i++) {
        buf_puts(&b, info->parts[i].text);
    }
    return buf_cstr(&b);
}

/* The plan speaks of the alias; the statement says which table that is: "units u" or "units AS u". */
static int is_small(const struct sql_stmt_info *info, const char *name)
{
    const char *text = text_of(info);
    for (size_t i = 0; i < sizeof small_tables / sizeof small_tables[0]; i++) {
        const char *table = small_tables[i];
        const char *forms[] = {
            arena_printf(arena, "FROM %s %s ", table, name), arena_printf(arena, "JOIN %s %s ", table, name),
            arena_printf(arena, "FROM %s AS %s ", table, name), arena_printf(arena, "JOIN %s AS %s ", table, name)};
        if (strcmp(table, name) == 0) {
            return 1;
        }
        for (size_t j = 0; j < sizeof forms / sizeof forms[0]; j++) {
            if (strstr(arena_printf(arena, "%s ", text), forms[j]) != NULL) {
                return 1;
            }
        }
    }
    return 0;
}

static int is_planned(const struct sql_stmt_info *info, unsigned mask, const char *name)
{
    for (size_t i = 0; i < sizeof scans / sizeof scans[0]; i++) {
        if (strcmp(scans[i].stmt, info->name) == 0 && strcmp(scans[i].table, name) == 0 &&
            (mask & scans[i].unless_one_of) == 0) {
            scan_uses[i]++;
            return 1;
        }
    }
    return is_small(info, name);
}

/* Rows that stand in the statement itself, results of a part of it, and virtual tables are no tables of ours. */
static int is_no_table(const struct sql_stmt_info *info, const char *line, const char *name)
{
    const char *text = text_of(info);
    return strstr(line, "CONSTANT ROW") != NULL || strstr(line, "VIRTUAL TABLE") != NULL || name[0] == '(' ||
           strstr(text, arena_printf(arena, " %s AS (", name)) != NULL ||
           strstr(text, arena_printf(arena, " %s AS MATERIALIZED (", name)) != NULL ||
           strstr(text, arena_printf(arena, ") %s ", name)) != NULL ||
           strstr(text, arena_printf(arena, ") AS %s ", name)) != NULL;
}

/* Number of scans that nobody planned, each printed. */
static int check_form(struct sql_db *db, int stmt, unsigned mask)
{
    const struct sql_stmt_info *info = &sql_stmt_table[stmt];
    const char *plan = NULL;
    int bad = 0;
    assert_int_equal(sql_explain(db, arena, stmt, mask, &plan), RC_OK);
    char *rest = NULL;
    for (char *line = strtok_r(arena_strdup(arena, plan), "\n", &rest); line != NULL;
         line = strtok_r(NULL, "\n", &rest)) {
        if (strncmp(line, "SCAN ", 5) != 0) {
            continue;
        }
        const char *name = arena_strndup(arena, line + 5, strcspn(line + 5, " "));
        if (!is_no_table(info, line, name) && !is_planned(info, mask, name)) {
            print_error("%s %s (fragments %x): %s\n", info->source, info->name, mask, line);
            bad++;
        }
    }
    return bad;
}

static void every_statement_prepares(void **state)
{
    (void)state;
    struct sql_db *db = NULL;
    log_set_level(LOG_ERROR);
    assert_true(sql_stmt_count > 0);
    assert_int_equal(sql_open(path, SQL_WRITER, &db), RC_OK);
    assert_int_equal(sql_prepare_all(db), RC_OK);
    struct sql_db *r = NULL;
    assert_int_equal(sql_open(path, SQL_READ_ONLY, &r), RC_OK);
    assert_int_equal(sql_prepare_all(r), RC_OK);
    sql_close(r);
    sql_close(db);
}

static void no_statement_reads_a_whole_table(void **state)
{
    (void)state;
    struct sql_db *db = NULL;
    int bad = 0;
    assert_int_equal(sql_open(path, SQL_WRITER, &db), RC_OK);
    for (int i = 0; i < sql_stmt_count; i++) {
        const struct sql_stmt_info *info = &sql_stmt_table[i];
        bad += check_form(db, i, 0);
        for (int bit = 0; bit < info->fragment_count; bit++) {
            bad += check_form(db, i, 1u << bit);
        }
        if (info->fragment_count > 1) {
            bad += check_form(db, i, (1u << info->fragment_count) - 1u);
        }
        arena_reset(arena);
    }
    sql_close(db);
    assert_int_equal(bad, 0);
    for (size_t i = 0; i < sizeof scans / sizeof scans[0]; i++) {
        if (scan_uses[i] == 0) {
            fail_msg("%s is listed as a scan of %s but is none", scans[i].stmt, scans[i].table);
        }
    }
}

static int open_database(void **state)
{
    (void)state;
    struct sql_db *db = NULL;
    int version = 0;
    log_set_level(LOG_ERROR);
    char *folder = realpath(support_folder(), NULL); /* the driver refuses links */
    if (folder == NULL || asprintf(&path, "%s/test.db", folder) < 0) {
        return -1;
    }
    free(folder);
    arena = arena_new(16u << 20);
    if (arena == NULL || sql_open(path, SQL_CREATE, &db) != RC_OK) {
        return -1;
    }
    enum rc rc = migrate_run(db, &embed_sql, 0, NULL, &version);
    sql_close(db);
    return rc == RC_OK ? 0 : -1;
}

static int close_database(void **state)
{
    (void)state;
    arena_free(arena);
    free(path);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_statement_prepares),
        cmocka_unit_test(no_statement_reads_a_whole_table),
    };
    return cmocka_run_group_tests(tests, open_database, close_database);
}

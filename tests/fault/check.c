/*
 * check.c - holds a data folder against the history of its clients.
 *
 * The history becomes a temporary table beside the database, which is opened read-only; every promise is one statement of
 * checks.sql that lists violations. The hash chains are checked by the program itself, `petitiond verify`.
 *
 * Runs on: the main thread, while no client works. Owns: nothing between calls.
 */
#include "fault.h"

#include "support/program.h"
#include "support/support.h"

#include <ftw.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

enum { CHECK_ROWS_SHOWN = 3 };

static const char *const kinds[] = {"register", "join", "event", "contact"};
static const char *const fates[] = {"unknown", "ok", "refused"};

__attribute__((noreturn)) static void give_up(const char *what, const char *why)
{
    fprintf(stderr, "check: %s: %s\n", what, why);
    abort();
}

void script_read(struct script *s, const char *file)
{
    char path[1024];
    static const char tag[] = "-- name: ";
    snprintf(path, sizeof path, "%s/tests/fault/%s", TEST_SOURCE_DIR, file);
    memset(s, 0, sizeof *s);
    s->text = support_read(path, NULL);
    char *at = strstr(s->text, tag);
    while (at != NULL) {
        if (s->count == (int)(sizeof s->part / sizeof s->part[0])) {
            give_up("too many statements in", file);
        }
        char *line_end = strchr(at, '\n');
        char *next = line_end != NULL ? strstr(line_end, tag) : NULL;
        s->part[s->count].name = at + sizeof tag - 1;
        s->part[s->count].sql = line_end != NULL ? line_end + 1 : "";
        s->count++;
        if (line_end != NULL) {
            *line_end = '\0';
        }
        if (next != NULL) {
            next[-1] = '\0';
        }
        at = next;
    }
}

void script_free(struct script *s)
{
    free(s->text);
    s->text = NULL;
}

static void run(sqlite3 *db, const char *sql)
{
    char *why = NULL;
    if (sqlite3_exec(db, sql, NULL, NULL, &why) != SQLITE_OK) {
        give_up(sql, why);
    }
}

static sqlite3 *open_data(const char *data, int flags)
{
    sqlite3 *db;
    char path[1024];
    snprintf(path, sizeof path, "%s/petitiond.db", data);
    if (sqlite3_open_v2(path, &db, flags, NULL) != SQLITE_OK) {
        give_up(path, sqlite3_errmsg(db));
    }
    sqlite3_busy_timeout(db, 5000);
    return db;
}

static void add_op(sqlite3_stmt *insert, const struct op *op)
{
    sqlite3_bind_text(insert, 1, op->key, -1, SQLITE_STATIC);
    sqlite3_bind_text(insert, 2, kinds[op->kind], -1, SQLITE_STATIC);
    sqlite3_bind_text(insert, 3, fates[op->fate], -1, SQLITE_STATIC);
    sqlite3_bind_text(insert, 4, op->case_id, -1, SQLITE_STATIC);
    sqlite3_bind_text(insert, 5, op->submission_id, -1, SQLITE_STATIC);
    sqlite3_bind_text(insert, 6, op->number, -1, SQLITE_STATIC);
    sqlite3_bind_int64(insert, 7, op->version);
    sqlite3_bind_text(insert, 8, op->event, -1, SQLITE_STATIC);
    sqlite3_bind_int(insert, 9, op->persons);
    sqlite3_bind_int(insert, 10, op->demands);
    sqlite3_step(insert);
    sqlite3_reset(insert);
}

static void add_history(sqlite3 *db, struct crowd *crowd)
{
    sqlite3_stmt *insert;
    run(db, "CREATE TEMP TABLE ops (key TEXT PRIMARY KEY, kind TEXT, fate TEXT, case_id TEXT, submission_id TEXT, "
            "number TEXT, version INTEGER, event TEXT, persons INTEGER, demands INTEGER) WITHOUT ROWID");
    run(db, "CREATE INDEX temp.ops_by_case ON ops (case_id)");
    run(db, "BEGIN");
    if (sqlite3_prepare_v2(db, "INSERT INTO temp.ops VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", -1, &insert, NULL) !=
        SQLITE_OK) {
        give_up("history", sqlite3_errmsg(db));
    }
    for (int i = 0; i < crowd_size(crowd); i++) {
        for (const struct op *op = crowd_book(crowd, i)->first; op != NULL; op = op->next) {
            add_op(insert, op);
        }
    }
    sqlite3_finalize(insert);
}

static void show_row(sqlite3_stmt *s, FILE *out)
{
    fprintf(out, "    ");
    for (int i = 0; i < sqlite3_column_count(s); i++) {
        const unsigned char *text = sqlite3_column_text(s, i);
        fprintf(out, "%s%s", i > 0 ? " | " : "", text != NULL ? (const char *)text : "NULL");
    }
    fprintf(out, "\n");
}

/* 1 when the statement lists anything. */
static int check_one(sqlite3 *db, const char *name, const char *sql, FILE *out)
{
    sqlite3_stmt *s;
    int rows = 0;
    int rc;
    if (sqlite3_prepare_v2(db, sql, -1, &s, NULL) != SQLITE_OK) {
        give_up(name, sqlite3_errmsg(db));
    }
    while ((rc = sqlite3_step(s)) == SQLITE_ROW) {
        if (rows++ == 0 && out != NULL) {
            fprintf(out, "VIOLATION: %s\n", name);
        }
        if (rows <= CHECK_ROWS_SHOWN && out != NULL) {
            show_row(s, out);
        }
    }
    if (rc != SQLITE_DONE && rc != SQLITE_CORRUPT) {
        give_up(name, sqlite3_errmsg(db));
    }
    rows += rc == SQLITE_CORRUPT;
    sqlite3_finalize(s);
    return rows > 0;
}

static int check_chain(const char *data, FILE *out)
{
    char said[2000];
    const char *const argv[] = {"verify", "--data", data, NULL};
    if (program_run(said, sizeof said, argv) == 0) {
        return 0;
    }
    if (out != NULL) {
        fprintf(out, "VIOLATION: petitiond verify: %s", said);
    }
    return 1;
}

int check_folder(const struct script *checks, const char *data, struct crowd *crowd, FILE *out)
{
    int violations = 0;
    sqlite3 *db = open_data(data, SQLITE_OPEN_READONLY);
    run(db, "PRAGMA temp_store = MEMORY");
    add_history(db, crowd);
    for (int i = 0; i < checks->count; i++) {
        violations += check_one(db, checks->part[i].name, checks->part[i].sql, out);
    }
    run(db, "COMMIT");
    sqlite3_close(db);
    return violations + check_chain(data, out);
}

int check_due_rungs(const char *data, int64_t now_ms)
{
    sqlite3_stmt *s;
    int count = -1;
    sqlite3 *db = open_data(data, SQLITE_OPEN_READONLY);
    if (sqlite3_prepare_v2(db, "SELECT COUNT(*) FROM deadline_levels WHERE status = 'armed' AND at_ms <= ?", -1, &s,
                           NULL) != SQLITE_OK) {
        give_up("rungs", sqlite3_errmsg(db));
    }
    sqlite3_bind_int64(s, 1, now_ms);
    if (sqlite3_step(s) == SQLITE_ROW) {
        count = sqlite3_column_int(s, 0);
    }
    sqlite3_finalize(s);
    sqlite3_close(db);
    return count;
}

/* Controls ------------------------------------------------------------------------------------------------------------ */

static int entry_remove(const char *path, const struct stat *info, int kind, struct FTW *at)
{
    (void)info;
    (void)kind;
    (void)at;
    return remove(path);
}

/* A case that was registered and changed since, one of its keys, and a rung that fired. */
static void choose_victim(sqlite3 *db)
{
    run(db, "CREATE TEMP TABLE victim AS SELECT "
            "(SELECT o.case_id FROM ops o WHERE o.fate = 'ok' AND o.kind = 'event' ORDER BY o.version DESC LIMIT 1) AS "
            "case_id, "
            "(SELECT o.key FROM ops o WHERE o.fate = 'ok' LIMIT 1) AS key, "
            "(SELECT deadline_id || ':' || level FROM deadline_levels WHERE status = 'fired' LIMIT 1) AS rung");
}

static int plant(const struct script *checks, const char *name, const char *sql, const char *copy, struct crowd *crowd)
{
    sqlite3 *db = open_data(copy, SQLITE_OPEN_READWRITE);
    run(db, "PRAGMA temp_store = MEMORY");
    add_history(db, crowd);
    run(db, "COMMIT");
    choose_victim(db);
    run(db, "BEGIN");
    int before = sqlite3_total_changes(db);
    run(db, sql);
    int planted = sqlite3_total_changes(db) > before;
    run(db, "COMMIT");
    sqlite3_close(db);
    int is_seen = planted && check_folder(checks, copy, crowd, NULL) > 0;
    if (!is_seen) {
        fprintf(stderr, "control: %s: %s\n", name, planted ? "NOT FOUND" : "nothing to spoil");
    }
    return is_seen;
}

int check_controls(const struct script *checks, const struct script *controls, const char *data, struct crowd *crowd)
{
    int unseen = 0;
    for (int i = 0; i < controls->count; i++) {
        const char *copy = support_path(support_folder(), "control");
        bureau_copy(data, copy);
        unseen += !plant(checks, controls->part[i].name, controls->part[i].sql, copy, crowd);
        nftw(copy, entry_remove, 16, FTW_DEPTH | FTW_PHYS | FTW_MOUNT);
    }
    return unseen;
}

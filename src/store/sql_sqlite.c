/*
 * sql_sqlite.c - transactions over SQLite, and the one place where its errors become result codes.
 *
 * An error may end the whole transaction behind the caller's back (disk full, I/O error, no memory); a SAVEPOINT sent then
 * would begin a transaction of its own and commit alone. So every step here first asks whether the transaction still is.
 *
 * Runs on: the thread that owns the connection. Owns: nothing. Invariant: no error message of the engine is logged at run
 * time, because it may quote values.
 */
#include "sql_sqlite.h"

#include "base/check.h"
#include "base/log.h"

#include <sqlite3.h>

/* A failed read harms nobody; after a failed write, sync, truncate or lock nothing is known about the disk any more. */
static int is_poison(int code)
{
    int primary = code & 0xff;
    if (primary == SQLITE_CORRUPT || primary == SQLITE_NOTADB) {
        return 1;
    }
    return primary == SQLITE_IOERR && code != SQLITE_IOERR_READ && code != SQLITE_IOERR_SHORT_READ &&
           code != SQLITE_IOERR_NOMEM && code != SQLITE_IOERR_CORRUPTFS;
}

static enum rc rc_of(int code)
{
    switch (code & 0xff) {
    case SQLITE_OK:
    case SQLITE_ROW:
    case SQLITE_DONE: return RC_OK;
    case SQLITE_CONSTRAINT: return RC_CONFLICT;
    case SQLITE_BUSY:
    case SQLITE_LOCKED: return RC_BUSY;
    case SQLITE_FULL:
    case SQLITE_IOERR:
    case SQLITE_CANTOPEN:
    case SQLITE_CORRUPT: /* the disk's fault, not the program's: a page that cannot be read may be told as one */
    case SQLITE_NOTADB:
    case SQLITE_INTERRUPT:
    case SQLITE_NOMEM: return RC_UNAVAILABLE;
    default: return RC_INTERNAL;
    }
}

enum rc sql_sqlite_fail(struct sql_db *db, const char *what, int code)
{
    enum rc rc = rc_of(code);
    if (db->mode != SQL_READ_ONLY && is_poison(code)) {
        db->is_poisoned = 1;
    }
    LOG(rc == RC_CONFLICT ? LOG_DEBUG : LOG_ERROR, "sql.failed", LOG_S("what", what), LOG_I("code", code),
        LOG_S("rc", rc_slug(rc)), LOG_I("poisoned", db->is_poisoned));
    return rc;
}

const struct sql_stmt_info *sql_sqlite_info(const struct sql_db *db, int stmt)
{
    CHECK(stmt >= 0 && stmt < db->set.count);
    return &db->set.table[stmt];
}

static int prepare_verb(struct sql_db *db, enum sql_sqlite_verb verb)
{
    static const char *const texts[SQL_SQLITE_VERBS] = {
        [SQL_SQLITE_BEGIN] = "BEGIN",
        [SQL_SQLITE_BEGIN_WRITE] = "BEGIN IMMEDIATE",
        [SQL_SQLITE_COMMIT] = "COMMIT",
        [SQL_SQLITE_ROLLBACK] = "ROLLBACK",
        [SQL_SQLITE_SAVEPOINT] = "SAVEPOINT job",
        [SQL_SQLITE_RELEASE] = "RELEASE job",
        [SQL_SQLITE_ROLLBACK_TO] = "ROLLBACK TO job",
        [SQL_SQLITE_DATA_VERSION] = "PRAGMA data_version",
    };
    return db->verbs[verb] != NULL
               ? SQLITE_OK
               : sqlite3_prepare_v3(db->handle, texts[verb], -1, SQLITE_PREPARE_PERSISTENT, &db->verbs[verb], NULL);
}

static int run_verb(struct sql_db *db, enum sql_sqlite_verb verb)
{
    int code = prepare_verb(db, verb);
    if (code == SQLITE_OK) {
        code = sqlite3_step(db->verbs[verb]);
        sqlite3_reset(db->verbs[verb]);
    }
    return code == SQLITE_DONE ? SQLITE_OK : code;
}

int sql_is_open(const struct sql_db *db)
{
    return !sqlite3_get_autocommit(db->handle);
}

int sql_is_poisoned(const struct sql_db *db)
{
    return db->is_poisoned;
}

int64_t sql_changes(const struct sql_db *db)
{
    return db->changes;
}

int sql_log_pages(const struct sql_db *db)
{
    return db->log_pages;
}

enum rc sql_begin(struct sql_db *db, int is_write, struct tx *out)
{
    CHECK(!is_write || db->mode != SQL_READ_ONLY);
    *out = (struct tx){.db = db, .is_write = is_write};
    db->is_hopeful = 0;
    db->is_spoilt = 0;
    db->mark_count = 0;
    int code = run_verb(db, is_write ? SQL_SQLITE_BEGIN_WRITE : SQL_SQLITE_BEGIN);
    return code == SQLITE_OK ? RC_OK : sql_sqlite_fail(db, "begin", code);
}

enum rc sql_data_version(struct tx *tx, int64_t *out)
{
    if (!sql_is_open(tx->db)) {
        return RC_UNAVAILABLE;
    }
    int code = prepare_verb(tx->db, SQL_SQLITE_DATA_VERSION);
    sqlite3_stmt *s = tx->db->verbs[SQL_SQLITE_DATA_VERSION];
    code = code == SQLITE_OK ? sqlite3_step(s) : code;
    if (code == SQLITE_ROW) {
        *out = sqlite3_column_int64(s, 0);
    }
    sqlite3_reset(s);
    return code == SQLITE_ROW ? RC_OK : sql_sqlite_fail(tx->db, "data_version", code);
}

enum rc sql_commit(struct tx *tx)
{
    struct sql_db *db = tx->db;
    if (!sql_is_open(db) || db->is_spoilt) {
        return RC_UNAVAILABLE;
    }
    int code = run_verb(db, SQL_SQLITE_COMMIT);
    if (code == SQLITE_OK) {
        return RC_OK;
    }
    enum rc rc = sql_sqlite_fail(db, "commit", code);
    sql_rollback(tx);
    if (tx->is_write && db->is_poisoned) {
        return RC_OUTCOME_UNKNOWN;
    }
    return rc == RC_CONFLICT ? RC_CONFLICT : RC_UNAVAILABLE;
}

void sql_rollback(struct tx *tx)
{
    if (!sql_is_open(tx->db)) {
        return;
    }
    int code = run_verb(tx->db, SQL_SQLITE_ROLLBACK);
    if (code != SQLITE_OK) {
        (void)sql_sqlite_fail(tx->db, "rollback", code);
    }
}

static enum rc run_savepoint(struct tx *tx, enum sql_sqlite_verb verb, const char *what)
{
    if (!sql_is_open(tx->db)) {
        return RC_UNAVAILABLE;
    }
    int code = run_verb(tx->db, verb);
    return code == SQLITE_OK ? RC_OK : sql_sqlite_fail(tx->db, what, code);
}

void sql_hope(struct tx *tx)
{
    tx->db->is_hopeful = 1;
}

int sql_is_spoilt(const struct sql_db *db)
{
    return db->is_spoilt;
}

static enum rc mark_set(struct sql_db *db)
{
    if (!sql_is_open(db) || db->is_spoilt || db->mark_count == SQL_SQLITE_MARKS) {
        db->is_spoilt = 1;
        return RC_UNAVAILABLE;
    }
    db->marks[db->mark_count++] = sqlite3_total_changes64(db->handle);
    return RC_OK;
}

static enum rc mark_drop(struct sql_db *db)
{
    if (!sql_is_open(db) || db->is_spoilt || db->mark_count == 0) {
        db->is_spoilt = 1;
        return RC_UNAVAILABLE;
    }
    db->mark_count--;
    return RC_OK;
}

/* Good as long as there is nothing to undo. */
static enum rc mark_undo(struct sql_db *db)
{
    enum rc rc = mark_drop(db);
    if (rc == RC_OK && db->marks[db->mark_count] != sqlite3_total_changes64(db->handle)) {
        db->is_spoilt = 1;
        rc = RC_UNAVAILABLE;
    }
    return rc;
}

enum rc sql_savepoint(struct tx *tx)
{
    return tx->db->is_hopeful ? mark_set(tx->db) : run_savepoint(tx, SQL_SQLITE_SAVEPOINT, "savepoint");
}

enum rc sql_release(struct tx *tx)
{
    return tx->db->is_hopeful ? mark_drop(tx->db) : run_savepoint(tx, SQL_SQLITE_RELEASE, "release");
}

enum rc sql_rollback_to(struct tx *tx)
{
    if (tx->db->is_hopeful) {
        return mark_undo(tx->db);
    }
    enum rc rc = run_savepoint(tx, SQL_SQLITE_ROLLBACK_TO, "rollback to");
    return rc == RC_OK ? run_savepoint(tx, SQL_SQLITE_RELEASE, "release") : rc;
}

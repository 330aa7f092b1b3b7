/*
 * sql_sqlite_open.c - opens and closes connections with the settings that keep the data safe.
 *
 * Debian's build of SQLite comes with friendly defaults (quoted words as strings, trusted schema, huge limits); all are
 * turned off here. The writer opens first, because only it can recover the log, and closes last.
 *
 * Runs on: the thread that will own the connection, or one that hands it over before its first use.
 */
#include "sql_sqlite.h"

#include "base/check.h"
#include "base/disk.h"
#include "base/log.h"

#include <fcntl.h>
#include <pthread.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Counting every allocation takes one lock for all threads; without it readers do not meet. */
static void configure_library(void)
{
    sqlite3_config(SQLITE_CONFIG_MULTITHREAD);
    sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
    sqlite3_config(SQLITE_CONFIG_URI, 0);
}

static int set_switches(sqlite3 *h)
{
    static const struct {
        int option;
        int value;
    } switches[] = {
        {SQLITE_DBCONFIG_DEFENSIVE, 1},
        {SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0},
        {SQLITE_DBCONFIG_DQS_DML, 0},
        {SQLITE_DBCONFIG_DQS_DDL, 0},
        {SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0},
        {SQLITE_DBCONFIG_ENABLE_FTS3_TOKENIZER, 0},
        {SQLITE_DBCONFIG_WRITABLE_SCHEMA, 0},
        {SQLITE_DBCONFIG_ENABLE_FKEY, 1},
        {SQLITE_DBCONFIG_LEGACY_ALTER_TABLE, 0},
    };
    int code = SQLITE_OK;
    for (size_t i = 0; code == SQLITE_OK && i < sizeof switches / sizeof switches[0]; i++) {
        code = sqlite3_db_config(h, switches[i].option, switches[i].value, NULL);
    }
    return code;
}

static void set_limits(sqlite3 *h)
{
    static const struct {
        int limit;
        int value;
    } limits[] = {
        {SQLITE_LIMIT_LENGTH, 16 << 20},
        {SQLITE_LIMIT_SQL_LENGTH, 64 << 10},
        {SQLITE_LIMIT_COLUMN, 128},
        {SQLITE_LIMIT_EXPR_DEPTH, 100},
        {SQLITE_LIMIT_COMPOUND_SELECT, 8},
        {SQLITE_LIMIT_VDBE_OP, 100000},
        {SQLITE_LIMIT_FUNCTION_ARG, 16},
        {SQLITE_LIMIT_ATTACHED, 0},
        {SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 512}, /* bytes: a search has up to 100 characters of four */
        {SQLITE_LIMIT_VARIABLE_NUMBER, 256},
        {SQLITE_LIMIT_TRIGGER_DEPTH, 8},
        {SQLITE_LIMIT_WORKER_THREADS, 0},
    };
    for (size_t i = 0; i < sizeof limits / sizeof limits[0]; i++) {
        sqlite3_limit(h, limits[i].limit, limits[i].value);
    }
}

/* What a reader may do. The full-text index asks for data_version by a pragma of its own. */
static int allow_reading(void *arg, int action, const char *a, const char *b, const char *c, const char *d)
{
    (void)arg;
    (void)b;
    (void)c;
    (void)d;
    switch (action) {
    case SQLITE_READ:
    case SQLITE_SELECT:
    case SQLITE_FUNCTION:
    case SQLITE_RECURSIVE:
    case SQLITE_TRANSACTION: return SQLITE_OK;
    case SQLITE_PRAGMA: return a != NULL && strcmp(a, "data_version") == 0 ? SQLITE_OK : SQLITE_DENY;
    default: return SQLITE_DENY;
    }
}

void sql_sqlite_guard(struct sql_db *db, int is_on)
{
    if (db->mode == SQL_READ_ONLY) {
        sqlite3_set_authorizer(db->handle, is_on ? allow_reading : NULL, NULL);
    }
}

/* Called by the engine after each commit; also takes the place of its own automatic checkpoints. */
static int on_commit(void *arg, sqlite3 *h, const char *name, int pages)
{
    (void)h;
    (void)name;
    struct sql_db *db = arg;
    db->log_pages = pages;
    return SQLITE_OK;
}

static const char *pragmas_of(enum sql_open_mode mode)
{
    switch (mode) {
    case SQL_READ_ONLY:
        return "PRAGMA query_only=1; PRAGMA mmap_size=0; PRAGMA cache_size=-65536; PRAGMA temp_store=MEMORY;"
               "PRAGMA cell_size_check=1;";
    case SQL_CREATE: /* EXTRA also syncs the folder when the journal of the change to WAL goes */
        return "PRAGMA mmap_size=0; PRAGMA synchronous=EXTRA; PRAGMA journal_mode=WAL; PRAGMA wal_autocheckpoint=0;"
               "PRAGMA temp_store=MEMORY; PRAGMA cell_size_check=1;";
    case SQL_WRITER: break;
    }
    /* secure_delete: what is deleted is overwritten, so that a purge leaves nothing in free pages. */
    return "PRAGMA secure_delete=ON; PRAGMA mmap_size=0; PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA "
           "wal_autocheckpoint=0;"
           "PRAGMA cache_spill=OFF; PRAGMA cache_size=-32768; PRAGMA temp_store=MEMORY;"
           "PRAGMA journal_size_limit=67108864; PRAGMA cell_size_check=1; PRAGMA secure_delete=ON;";
}

/* A pragma that cannot be obeyed does not fail, it answers with what stays: without a log there is no reader beside a
 * writer. Looking also opens the log file, whose name is only safe once the folder is synced; the engine ignores that. */
static int check_log(struct sql_db *db)
{
    sqlite3_stmt *s = NULL;
    int code = sqlite3_exec(db->handle, "BEGIN; SELECT count(*) FROM sqlite_schema; COMMIT", NULL, NULL, NULL);
    if (code == SQLITE_OK) {
        code = sqlite3_prepare_v2(db->handle, "PRAGMA journal_mode", -1, &s, NULL);
    }
    if (code == SQLITE_OK) {
        code = sqlite3_step(s);
        const char *mode = code == SQLITE_ROW ? (const char *)sqlite3_column_text(s, 0) : NULL;
        code = mode != NULL && strcmp(mode, "wal") == 0 ? SQLITE_OK : SQLITE_CANTOPEN;
    }
    sqlite3_finalize(s);
    if (code == SQLITE_OK && !disk_sync_folder_of(sqlite3_db_filename(db->handle, "main"))) {
        code = SQLITE_IOERR_DIR_FSYNC;
    }
    return code;
}

static int configure(struct sql_db *db)
{
    int is_reader = db->mode == SQL_READ_ONLY;
    sqlite3_busy_timeout(db->handle, 2000); /* somebody may be recovering the log */
    int code = set_switches(db->handle);
    if (code == SQLITE_OK && is_reader) {
        code = sqlite3_db_config(db->handle, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
    }
    set_limits(db->handle);
    if (code == SQLITE_OK) {
        code = sqlite3_exec(db->handle, pragmas_of(db->mode), NULL, NULL, NULL);
    }
    if (code != SQLITE_OK) {
        return code;
    }
    if (is_reader) {
        sql_sqlite_guard(db, 1);
        return SQLITE_OK;
    }
    int on = 1; /* the log file is never made anew while serving */
    sqlite3_file_control(db->handle, "main", SQLITE_FCNTL_PERSIST_WAL, &on);
    sqlite3_wal_hook(db->handle, on_commit, db);
    code = check_log(db);
    sqlite3_busy_timeout(db->handle, 0);
    return code;
}

/* The engine would make the file readable for everybody that the mask of the process lets in. */
static int make_file(const char *path)
{
    int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (fd < 0) {
        return SQLITE_CANTOPEN;
    }
    close(fd);
    return SQLITE_OK;
}

static int open_handle(struct sql_db *db, const char *path)
{
    int flags = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_PRIVATECACHE | SQLITE_OPEN_NOFOLLOW | SQLITE_OPEN_EXRESCODE;
    flags |= db->mode == SQL_READ_ONLY ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE;
    int code = db->mode == SQL_CREATE ? make_file(path) : SQLITE_OK;
    if (code == SQLITE_OK) {
        code = sqlite3_open_v2(path, &db->handle, flags, NULL);
    }
    return code == SQLITE_OK ? configure(db) : code;
}

enum rc sql_open_set(const char *path, enum sql_open_mode mode, const struct sql_set *set, struct sql_db **out)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, configure_library);
    *out = NULL;
    CHECK(path[0] == '/');
    struct sql_db *db = calloc(1, sizeof *db);
    if (db == NULL) {
        return RC_UNAVAILABLE;
    }
    db->mode = mode;
    db->set = set != NULL ? *set : (struct sql_set){sql_stmt_table, sql_stmt_count};
    int code = open_handle(db, path);
    if (code != SQLITE_OK) {
        enum rc rc = sql_sqlite_fail(db, "open", code);
        sql_close(db);
        return rc == RC_INTERNAL || rc == RC_BUSY ? RC_UNAVAILABLE : rc;
    }
    *out = db;
    return RC_OK;
}

enum rc sql_open(const char *path, enum sql_open_mode mode, struct sql_db **out)
{
    return sql_open_set(path, mode, NULL, out);
}

enum rc sql_committed(const struct tx *tx, struct tx *out)
{
    struct sql_db *db = tx->db;
    CHECK(tx->is_write);
    if (db->mode != SQL_WRITER) {
        return RC_NOT_FOUND;
    }
    enum rc rc = db->committed != NULL
                     ? RC_OK
                     : sql_open_set(sqlite3_db_filename(db->handle, "main"), SQL_READ_ONLY, &db->set, &db->committed);
    return rc == RC_OK ? sql_begin(db->committed, 0, out) : rc;
}

void sql_close(struct sql_db *db)
{
    if (db == NULL) {
        return;
    }
    sql_close(db->committed);
    sql_sqlite_drop_cache(db);
    for (int i = 0; i < SQL_SQLITE_VERBS; i++) {
        sqlite3_finalize(db->verbs[i]);
    }
    /* Not close_v2: a statement left behind is a bug here, not something to wait for. */
    int code = sqlite3_close(db->handle);
    if (code != SQLITE_OK) {
        LOG(LOG_ERROR, "sql.close", LOG_I("code", code));
    }
    free(db);
}

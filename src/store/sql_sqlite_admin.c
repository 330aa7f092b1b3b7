/*
 * sql_sqlite_admin.c - scripts, schema version, query plans, checkpoint, backup and checks.
 *
 * Runs on: the thread that owns the connection; sql_checkpoint on the writer only. Owns: nothing.
 */
#include "sql_sqlite.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/check.h"
#include "base/disk.h"
#include "base/log.h"

#include <errno.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum rc sql_script(struct sql_db *db, const char *text, const char *source)
{
    int code = sqlite3_exec(db->handle, text, NULL, NULL, NULL);
    if (code == SQLITE_OK) {
        return RC_OK;
    }
    LOG(LOG_ERROR, "sql.script", LOG_S("source", source), LOG_S("message", sqlite3_errmsg(db->handle)));
    return sql_sqlite_fail(db, source, code);
}

/* First column of the first row of a pragma; RC_NOT_FOUND without a row. The text lives on `a`; NULL `a` for numbers. */
static enum rc ask(struct sql_db *db, const char *pragma, struct arena *a, int64_t *number, const char **text)
{
    sqlite3_stmt *s = NULL;
    sql_sqlite_guard(db, 0);
    int code = sqlite3_prepare_v2(db->handle, pragma, -1, &s, NULL);
    if (code == SQLITE_OK) {
        code = sqlite3_step(s);
    }
    enum rc rc = code == SQLITE_ROW ? RC_OK : code == SQLITE_DONE ? RC_NOT_FOUND : sql_sqlite_fail(db, pragma, code);
    if (rc == RC_OK && a != NULL) {
        *text = arena_strdup(a, (const char *)sqlite3_column_text(s, 0));
        rc = *text == NULL ? RC_UNAVAILABLE : RC_OK;
    } else if (rc == RC_OK) {
        *number = sqlite3_column_int64(s, 0);
    }
    sqlite3_finalize(s);
    sql_sqlite_guard(db, 1);
    return rc;
}

enum rc sql_version(struct sql_db *db, int *out)
{
    int64_t number = 0;
    enum rc rc = ask(db, "PRAGMA user_version", NULL, &number, NULL);
    *out = (int)number;
    return rc;
}

enum rc sql_set_version(struct tx *tx, int version)
{
    CHECK(tx->is_write && version > 0);
    if (!sql_is_open(tx->db)) {
        return RC_UNAVAILABLE;
    }
    char text[64];
    sqlite3_snprintf(sizeof text, text, "PRAGMA user_version=%d", version);
    return sql_script(tx->db, text, "version");
}

enum rc sql_explain(struct sql_db *db, struct arena *a, int stmt, unsigned mask, const char **out)
{
    const struct sql_stmt_info *info = sql_sqlite_info(db, stmt);
    char *text = sql_sqlite_text(info, mask, "EXPLAIN QUERY PLAN ");
    if (text == NULL) {
        return RC_UNAVAILABLE;
    }
    sqlite3_stmt *s = NULL;
    int code = sqlite3_prepare_v2(db->handle, text, -1, &s, NULL);
    free(text);
    struct buf b;
    buf_init(&b, a);
    while (code == SQLITE_OK || code == SQLITE_ROW) {
        code = sqlite3_step(s);
        if (code == SQLITE_ROW) {
            buf_puts(&b, (const char *)sqlite3_column_text(s, 3));
            buf_putc(&b, '\n');
        }
    }
    sqlite3_finalize(s);
    if (code != SQLITE_DONE) {
        return sql_sqlite_fail(db, info->source, code);
    }
    *out = buf_cstr(&b);
    return *out == NULL ? RC_TOO_LARGE : RC_OK;
}

enum rc sql_checkpoint(struct sql_db *db, int is_trim, int *log_pages, int *done_pages)
{
    CHECK(db->mode != SQL_READ_ONLY);
    *log_pages = 0;
    *done_pages = 0;
    int mode = is_trim ? SQLITE_CHECKPOINT_TRUNCATE : SQLITE_CHECKPOINT_PASSIVE;
    int code = sqlite3_wal_checkpoint_v2(db->handle, "main", mode, log_pages, done_pages);
    return code == SQLITE_OK || (is_trim && code == SQLITE_BUSY) ? RC_OK : sql_sqlite_fail(db, "checkpoint", code);
}

/* In one step: with many small ones each commit of the writer would begin the copy anew. The copy is left without a log,
 * so that it is one file. */
static int copy_all(struct sql_db *db, sqlite3 *to)
{
    sqlite3_backup *b = sqlite3_backup_init(to, "main", db->handle, "main");
    if (b == NULL) {
        return sqlite3_extended_errcode(to);
    }
    int code = sqlite3_backup_step(b, -1);
    int end = sqlite3_backup_finish(b);
    if (code != SQLITE_DONE) {
        return code == SQLITE_OK ? SQLITE_ERROR : code;
    }
    return end != SQLITE_OK ? end : sqlite3_exec(to, "PRAGMA journal_mode=DELETE", NULL, NULL, NULL);
}

enum rc sql_backup(struct sql_db *db, const char *to_path)
{
    CHECK(to_path[0] == '/');
    int fd = open(to_path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (fd < 0) {
        LOG(LOG_ERROR, "sql.backup", LOG_I("errno", errno)); /* EEXIST most of the time */
        return RC_CONFLICT;
    }
    close(fd);
    sqlite3 *to = NULL;
    int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_NOFOLLOW | SQLITE_OPEN_EXRESCODE;
    int code = sqlite3_open_v2(to_path, &to, flags, NULL);
    if (code == SQLITE_OK) {
        sql_sqlite_guard(db, 0);
        code = copy_all(db, to);
        sql_sqlite_guard(db, 1);
    }
    int end = sqlite3_close(to);
    code = code == SQLITE_OK ? end : code;
    enum rc rc = RC_OK;
    if (code != SQLITE_OK) {
        /* The new file's trouble says nothing about ours. */
        LOG(LOG_ERROR, "sql.backup", LOG_I("code", code));
        rc = RC_UNAVAILABLE;
    } else if (!(disk_sync(to_path) && disk_sync_folder_of(to_path))) {
        rc = RC_UNAVAILABLE;
    }
    if (rc != RC_OK) {
        unlink(to_path);
    }
    return rc;
}

enum rc sql_integrity(struct sql_db *db)
{
    struct arena *a = arena_new(1 << 20);
    if (a == NULL) {
        return RC_UNAVAILABLE;
    }
    const char *text = NULL;
    enum rc rc = ask(db, "PRAGMA integrity_check(1)", a, NULL, &text);
    if (rc == RC_OK && strcmp(text, "ok") != 0) {
        LOG(LOG_ERROR, "sql.integrity", LOG_S("message", text));
        rc = RC_INTERNAL;
    }
    if (rc == RC_OK) {
        rc = ask(db, "PRAGMA foreign_key_check", a, NULL, &text);
        if (rc == RC_OK) {
            LOG(LOG_ERROR, "sql.integrity", LOG_S("dangling_reference_in", text));
        }
        rc = rc == RC_NOT_FOUND ? RC_OK : rc == RC_OK ? RC_INTERNAL : rc;
    }
    arena_free(a);
    return rc == RC_NOT_FOUND ? RC_INTERNAL : rc;
}

/*
 * sql_sqlite_run.c - binds a parameter struct, steps, and turns rows into structs.
 *
 * The records of the generator say where each parameter and column lies in its struct, so one loop serves all statements.
 * The engine is loosely typed; the record is not: a NULL or a type that the record does not allow is RC_INTERNAL.
 *
 * Runs on: the thread that owns the connection. Owns: nothing. Invariant: no statement is left stepped when a runner returns.
 */
#include "sql_sqlite.h"

#include "base/arena.h"
#include "base/check.h"
#include "base/log.h"

#include <sqlite3.h>
#include <string.h>

/* A running statement; `in` outlives it, so texts are bound without a copy. */
struct run {
    struct sql_db *db;
    const struct sql_stmt_info *info;
    struct sql_sqlite_entry *entry;
    sqlite3_stmt *handle;
};

static enum rc wrong_value(const struct run *r, const char *what, const char *field)
{
    LOG(LOG_ERROR, "sql.value", LOG_S("source", r->info->source), LOG_S("what", what), LOG_S("field", field));
    return RC_INTERNAL;
}

static enum rc bind_field(struct run *r, int number, const struct sql_field *f, const void *in)
{
    const char *at = (const char *)in + f->offset;
    int is_null = 0;
    int code = SQLITE_OK;
    if (f->type == SQL_TEXT) {
        const char *text;
        memcpy(&text, at, sizeof text);
        is_null = text == NULL;
        code = sqlite3_bind_text(r->handle, number, text, -1, SQLITE_STATIC);
    } else if (f->type == SQL_INT) {
        int64_t value;
        memcpy(&value, at, sizeof value);
        is_null = value == SQL_NULL;
        code = is_null ? sqlite3_bind_null(r->handle, number) : sqlite3_bind_int64(r->handle, number, value);
    } else {
        struct sql_blob blob;
        memcpy(&blob, at, sizeof blob);
        is_null = blob.data == NULL;
        code = sqlite3_bind_blob64(r->handle, number, blob.data, blob.size, SQLITE_STATIC);
    }
    if (is_null && !f->is_nullable) {
        return wrong_value(r, "NULL parameter", f->name);
    }
    return code == SQLITE_OK ? RC_OK : sql_sqlite_fail(r->db, r->info->source, code);
}

static enum rc bind_all(struct run *r, const void *in)
{
    CHECK(in != NULL || r->info->in_count == 0);
    for (int i = 0; i < r->info->in_count; i++) {
        int number = r->entry->params[i];
        enum rc rc = number > 0 ? bind_field(r, number, &r->info->in[i], in) : RC_OK;
        if (rc != RC_OK) {
            return rc;
        }
    }
    return RC_OK;
}

static enum rc run_start(struct run *r, struct tx *tx, int stmt, unsigned mask, const void *in)
{
    *r = (struct run){.db = tx->db, .info = sql_sqlite_info(tx->db, stmt)};
    if (r->info->is_write && !tx->is_write) {
        return wrong_value(r, "write in a read transaction", "");
    }
    if (!sql_is_open(tx->db) || tx->db->is_spoilt) { /* else it would commit alone, or for nothing */
        return RC_UNAVAILABLE;
    }
    enum rc rc = sql_sqlite_take(tx->db, stmt, mask, &r->entry);
    if (rc != RC_OK) {
        return rc;
    }
    r->handle = r->entry->handle;
    rc = bind_all(r, in);
    if (rc != RC_OK) {
        sql_sqlite_put(r->db, r->entry);
    }
    return rc;
}

/* RC_ROW, RC_DONE or an error. */
static enum rc run_step(struct run *r)
{
    int code = sqlite3_step(r->handle);
    if (code == SQLITE_ROW) {
        return RC_ROW;
    }
    if (code != SQLITE_DONE) {
        return sql_sqlite_fail(r->db, r->info->source, code);
    }
    if (r->info->is_write) {
        r->db->changes = sqlite3_changes64(r->db->handle);
    }
    return RC_DONE;
}

/* With `a` texts and blobs are copied there, without they stay the engine's until the next step. */
static enum rc read_bytes(struct run *r, struct arena *a, int column, const struct sql_field *f, char *at)
{
    const void *data = f->type == SQL_TEXT ? (const void *)sqlite3_column_text(r->handle, column)
                                           : sqlite3_column_blob(r->handle, column);
    size_t size = (size_t)sqlite3_column_bytes(r->handle, column);
    if (data == NULL && (f->type == SQL_TEXT || size > 0)) {
        return sql_sqlite_fail(r->db, r->info->source, SQLITE_NOMEM);
    }
    if (data == NULL) {
        data = ""; /* an empty blob is not NULL */
    }
    if (a != NULL) {
        char *copy = arena_alloc(a, size + 1);
        if (copy == NULL) {
            return RC_TOO_LARGE;
        }
        memcpy(copy, data, size);
        data = copy;
    }
    if (f->type == SQL_TEXT) {
        memcpy(at, &data, sizeof data);
    } else {
        struct sql_blob blob = {data, size};
        memcpy(at, &blob, sizeof blob);
    }
    return RC_OK;
}

static enum rc read_null(struct run *r, const struct sql_field *f, char *at)
{
    if (!f->is_nullable) {
        return wrong_value(r, "NULL column", f->name);
    }
    if (f->type == SQL_INT) {
        int64_t value = SQL_NULL;
        memcpy(at, &value, sizeof value);
    } else if (f->type == SQL_TEXT) {
        const char *text = NULL;
        memcpy(at, &text, sizeof text);
    } else {
        struct sql_blob blob = {NULL, 0};
        memcpy(at, &blob, sizeof blob);
    }
    return RC_OK;
}

static enum rc read_row(struct run *r, struct arena *a, void *row)
{
    static const int kinds[] = {[SQL_TEXT] = SQLITE_TEXT, [SQL_INT] = SQLITE_INTEGER, [SQL_BLOB] = SQLITE_BLOB};
    if (sqlite3_data_count(r->handle) != r->info->out_count) {
        return wrong_value(r, "columns", "");
    }
    for (int i = 0; i < r->info->out_count; i++) {
        const struct sql_field *f = &r->info->out[i];
        char *at = (char *)row + f->offset;
        int kind = sqlite3_column_type(r->handle, i);
        enum rc rc = RC_OK;
        if (kind == SQLITE_NULL) {
            rc = read_null(r, f, at);
        } else if (kind != kinds[f->type]) {
            rc = wrong_value(r, "column of another type", f->name);
        } else if (kind == SQLITE_INTEGER) {
            int64_t value = sqlite3_column_int64(r->handle, i);
            memcpy(at, &value, sizeof value);
        } else {
            rc = read_bytes(r, a, i, f, at);
        }
        if (rc != RC_OK) {
            return rc;
        }
    }
    return RC_OK;
}

enum rc sql_run_exec(struct tx *tx, int stmt, unsigned mask, const void *in)
{
    struct run r;
    enum rc rc = run_start(&r, tx, stmt, mask, in);
    if (rc != RC_OK) {
        return rc;
    }
    rc = run_step(&r);
    if (rc == RC_ROW) {
        rc = wrong_value(&r, "rows from exec", "");
    }
    sql_sqlite_put(r.db, r.entry);
    return rc == RC_DONE ? RC_OK : rc;
}

enum rc sql_run_row(struct tx *tx, struct arena *a, int stmt, unsigned mask, const void *in, void *out)
{
    struct run r;
    enum rc rc = run_start(&r, tx, stmt, mask, in);
    if (rc != RC_OK) {
        return rc;
    }
    memset(out, 0, r.info->out_size);
    rc = run_step(&r);
    if (rc == RC_ROW) {
        rc = read_row(&r, a, out);
        /* To the end: a write is complete only there, and a second row means that the statement does not say what it
         * promises. */
        enum rc more = rc == RC_OK ? run_step(&r) : RC_DONE;
        if (more != RC_DONE) {
            rc = more == RC_ROW ? wrong_value(&r, "more than one row", "") : more;
        }
    } else if (rc == RC_DONE) {
        rc = r.info->rows == SQL_OPT ? RC_NOT_FOUND : wrong_value(&r, "no row", "");
    }
    sql_sqlite_put(r.db, r.entry);
    return rc;
}

enum rc sql_run_each(struct tx *tx, struct arena *a, int stmt, unsigned mask, const void *in,
                     enum rc (*each)(void *arg, const void *row), void *arg)
{
    struct run r;
    enum rc rc = run_start(&r, tx, stmt, mask, in);
    if (rc != RC_OK) {
        return rc;
    }
    void *row = arena_alloc(a, r.info->out_size);
    rc = row == NULL ? RC_TOO_LARGE : run_step(&r);
    while (rc == RC_ROW) {
        rc = read_row(&r, NULL, row);
        rc = rc == RC_OK ? each(arg, row) : rc;
        rc = rc == RC_OK ? run_step(&r) : rc;
    }
    sql_sqlite_put(r.db, r.entry);
    return rc == RC_DONE ? RC_OK : rc;
}

/* Room for one more row; the list doubles and moves. */
static void *list_grow(struct arena *a, void *rows, size_t count, size_t *room, size_t size)
{
    if (count < *room) {
        return rows;
    }
    size_t more = *room == 0 ? 16 : *room * 2;
    void *copy = arena_alloc_array(a, more, size);
    if (copy != NULL && count > 0) {
        memcpy(copy, rows, count * size);
    }
    *room = more;
    return copy;
}

enum rc sql_run_list(struct tx *tx, struct arena *a, int stmt, unsigned mask, const void *in, void **rows,
                     size_t *count)
{
    struct run r;
    *rows = NULL;
    *count = 0;
    enum rc rc = run_start(&r, tx, stmt, mask, in);
    if (rc != RC_OK) {
        return rc;
    }
    char *list = NULL;
    size_t n = 0;
    size_t room = 0;
    size_t size = r.info->out_size;
    for (rc = run_step(&r); rc == RC_ROW; rc = rc == RC_OK ? run_step(&r) : rc) {
        list = list_grow(a, list, n, &room, size);
        rc = list == NULL ? RC_TOO_LARGE : read_row(&r, a, list + n * size);
        n++;
    }
    sql_sqlite_put(r.db, r.entry);
    if (rc != RC_DONE) {
        return rc;
    }
    *rows = list;
    *count = n;
    return RC_OK;
}

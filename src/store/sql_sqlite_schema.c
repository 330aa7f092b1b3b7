/*
 * sql_sqlite_schema.c - compares the schema of a database with the schema files.
 *
 * Runs on: the thread that owns the connection. Owns: the database in memory for the length of a comparison.
 */
#include "sql_sqlite.h"

#include "base/arena.h"
#include "base/embed.h"

#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

enum { SCHEMA_WHAT, SCHEMA_TEXT };

static int is_schema_file(const struct embed_file *f)
{
    return strncmp(f->path, "schema/", sizeof "schema/" - 1) == 0;
}

/* schema.list on this connection, which need not have the statements of the program. */
static int prepare_list(sqlite3 *h, sqlite3_stmt **out)
{
    for (int i = 0; i < sql_stmt_count; i++) {
        if (strcmp(sql_stmt_table[i].name, "schema.list") == 0) {
            char *text = sql_sqlite_text(&sql_stmt_table[i], 0, "");
            int code = text != NULL ? sqlite3_prepare_v2(h, text, -1, out, NULL) : SQLITE_NOMEM;
            free(text);
            return code;
        }
    }
    return SQLITE_ERROR;
}

static int is_foreign(const struct embed_table *files, sqlite3_stmt *s)
{
    const char *what = (const char *)sqlite3_column_text(s, SCHEMA_WHAT);
    const char *text = (const char *)sqlite3_column_text(s, SCHEMA_TEXT);
    int is_code = strncmp(what, "trigger ", 8) == 0 || strncmp(what, "view ", 5) == 0;
    for (size_t i = 0; is_code && i < files->count; i++) {
        if (is_schema_file(&files->files[i]) && strstr((const char *)files->files[i].data, text) != NULL) {
            return 0;
        }
    }
    return is_code;
}

enum rc sql_schema_foreign(struct sql_db *db, const struct embed_table *files, struct arena *a, const char **what)
{
    sqlite3_stmt *s = NULL;
    *what = NULL;
    int code = prepare_list(db->handle, &s);
    while (code == SQLITE_OK || code == SQLITE_ROW) {
        code = sqlite3_step(s);
        if (code == SQLITE_ROW && *what == NULL && is_foreign(files, s)) {
            *what = arena_strdup(a, (const char *)sqlite3_column_text(s, SCHEMA_WHAT));
            code = *what != NULL ? code : SQLITE_NOMEM;
        }
    }
    sqlite3_finalize(s);
    return code == SQLITE_DONE ? RC_OK : sql_sqlite_fail(db, "schema", code);
}

/* An empty database in memory with all schema files; the caller closes it, also after a failure. */
static int make_model(const struct embed_table *files, sqlite3 **out)
{
    int code = sqlite3_open_v2(":memory:", out, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX, NULL);
    for (size_t i = 0; code == SQLITE_OK && i < files->count; i++) {
        if (is_schema_file(&files->files[i])) {
            code = sqlite3_exec(*out, (const char *)files->files[i].data, NULL, NULL, NULL);
        }
    }
    return code;
}

static const char *at(sqlite3_stmt *s, int code, int column)
{
    return code == SQLITE_ROW ? (const char *)sqlite3_column_text(s, column) : NULL;
}

/* Both sides are in the order of their names; steps to the first difference. */
static int walk_both(sqlite3_stmt *is, sqlite3_stmt *must, struct arena *a, const char **what)
{
    int code = sqlite3_step(is), model = sqlite3_step(must);
    while (code == SQLITE_ROW || model == SQLITE_ROW) {
        const char *name = at(is, code, SCHEMA_WHAT), *wanted = at(must, model, SCHEMA_WHAT);
        int order = name == NULL ? 1 : wanted == NULL ? -1 : strcmp(name, wanted);
        int is_harmless = order < 0 && strncmp(name, "table ", 6) == 0;
        if (!is_harmless && (order != 0 || strcmp(at(is, code, SCHEMA_TEXT), at(must, model, SCHEMA_TEXT)) != 0)) {
            *what = arena_strdup(a, order <= 0 ? name : wanted);
            return *what != NULL ? SQLITE_DONE : SQLITE_NOMEM;
        }
        code = order <= 0 ? sqlite3_step(is) : code;
        model = order >= 0 ? sqlite3_step(must) : model;
        if ((code != SQLITE_ROW && code != SQLITE_DONE) || (model != SQLITE_ROW && model != SQLITE_DONE)) {
            break;
        }
    }
    return code != SQLITE_DONE ? code : model;
}

enum rc sql_schema_compare(struct sql_db *db, const struct embed_table *files, struct arena *a, const char **what)
{
    sqlite3 *model = NULL;
    sqlite3_stmt *is = NULL, *must = NULL;
    *what = NULL;
    int code = make_model(files, &model);
    code = code == SQLITE_OK ? prepare_list(model, &must) : code;
    code = code == SQLITE_OK ? prepare_list(db->handle, &is) : code;
    code = code == SQLITE_OK ? walk_both(is, must, a, what) : code;
    sqlite3_finalize(is);
    sqlite3_finalize(must);
    sqlite3_close(model);
    return code == SQLITE_DONE ? RC_OK : sql_sqlite_fail(db, "schema", code);
}

/*
 * store_fixture.h - a small database of its own for the tests of the store.
 *
 * Holds the fixture's statements under another name than the program's, so that both can live in one test program, and a
 * temporary folder that goes away with its files.
 *
 * Runs on: the test's main thread. Owns: the folder.
 */
#ifndef TESTS_STORE_FIXTURE_H
#define TESTS_STORE_FIXTURE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define sql_stmt_table fixture_stmt_table
#define sql_stmt_count fixture_stmt_count
#include "fixtures/golden/store/sql_stmts.h"

#include "fixtures/golden/sql_stmts.c"
#undef sql_stmt_table
#undef sql_stmt_count

#include "base/arena.h"
#include "base/log.h"
#include "store/reader.h"
#include "store/writer.h"

static const char fixture_schema[] =
    "CREATE TABLE items (id TEXT PRIMARY KEY, name TEXT, amount INTEGER NOT NULL, spare INTEGER,"
    "  payload BLOB, must BLOB NOT NULL) STRICT;"
    "CREATE TABLE pairs (item TEXT REFERENCES items(id), n INTEGER NOT NULL UNIQUE CHECK (n > 0)) STRICT;"
    "CREATE TABLE notes (item TEXT NOT NULL) STRICT;";

struct fixture {
    char *folder;
    char *path; /* of the database */
    struct sql_set set;
    struct arena *arena;
};

/* A text that the caller frees. */
__attribute__((format(printf, 1, 2))) static inline char *fixture_text(const char *fmt, ...)
{
    char *text = NULL;
    va_list args;
    va_start(args, fmt);
    assert_true(vasprintf(&text, fmt, args) >= 0);
    va_end(args);
    return text;
}

static inline void fixture_open(struct fixture *f)
{
    const char *base = getenv("TMPDIR");
    char *name = fixture_text("%s/store_XXXXXX", base != NULL ? base : "/tmp");
    log_set_level(LOG_SILENT);
    assert_non_null(mkdtemp(name));
    f->folder = realpath(name, NULL); /* the driver refuses links */
    assert_non_null(f->folder);
    free(name);
    f->path = fixture_text("%s/test.db", f->folder);
    f->set = (struct sql_set){fixture_stmt_table, fixture_stmt_count};
    f->arena = arena_new(16u << 20);
    assert_non_null(f->arena);
}

/* The file with the fixture's tables, closed again. */
static inline void fixture_make_database(struct fixture *f)
{
    struct sql_db *db = NULL;
    assert_int_equal(sql_open_set(f->path, SQL_CREATE, &f->set, &db), RC_OK);
    assert_int_equal(sql_script(db, fixture_schema, "fixture"), RC_OK);
    sql_close(db);
}

static inline void fixture_remove_folder(const char *path)
{
    DIR *d = opendir(path);
    assert_non_null(d);
    for (struct dirent *e = readdir(d); e != NULL; e = readdir(d)) {
        if (strcmp(e->d_name, ".") != 0 && strcmp(e->d_name, "..") != 0) {
            char *name = fixture_text("%s/%s", path, e->d_name);
            struct stat st;
            if (lstat(name, &st) == 0 && S_ISDIR(st.st_mode)) {
                fixture_remove_folder(name);
            } else {
                unlink(name);
            }
            free(name);
        }
    }
    closedir(d);
    rmdir(path);
}

static inline void fixture_close(struct fixture *f)
{
    arena_free(f->arena);
    fixture_remove_folder(f->folder);
    free(f->folder);
    free(f->path);
}

static inline int fixture_setup(void **state)
{
    struct fixture *f = calloc(1, sizeof *f);
    fixture_open(f);
    fixture_make_database(f);
    *state = f;
    return 0;
}

static inline int fixture_teardown(void **state)
{
    fixture_close(*state);
    free(*state);
    return 0;
}

/* A row with nothing special in it. */
static inline struct item_add_in fixture_item(const char *id, int64_t amount)
{
    return (struct item_add_in){.id = id, .amount = amount, .spare = SQL_NULL, .must = {"m", 1}};
}

#endif

/*
 * store_fixture.h - a small database of its own for the tests of the store.
 *
 * Holds the fixture's statements under another name than the program's, so that both can live in one test program, and a
 * temporary folder.
 *
 * Runs on: the test's main thread. Owns: the paths and the arena.
 */
#ifndef TESTS_STORE_FIXTURE_H
#define TESTS_STORE_FIXTURE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

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
#include "support/support.h"

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
    log_set_level(LOG_SILENT);
    f->folder = realpath(support_folder(), NULL); /* the driver refuses links */
    assert_non_null(f->folder);
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

static inline void fixture_close(struct fixture *f)
{
    arena_free(f->arena);
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

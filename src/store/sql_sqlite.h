/*
 * sql_sqlite.h - what the parts of the SQLite driver share; nobody else includes it.
 *
 * RULE (quality finding: SQLite before 3.51.3 can lose committed pages when one connection checkpoints while another
 * commits): only the writer's connection ever checkpoints. Readers open read-only with checkpoints on close turned off, a
 * lock file guards the folder, nothing maps the file into memory.
 *
 * sql_sqlite.c maps errors and runs transactions; sql_sqlite_open.c opens and closes; sql_sqlite_cache.c keeps prepared
 * statements; sql_sqlite_run.c binds, steps and copies; sql_sqlite_admin.c holds scripts, checkpoint, backup and checks; sql_sqlite_schema.c compares schemas.
 *
 * Runs on: the thread that owns the connection. Owns: nothing itself.
 */
#ifndef STORE_SQL_SQLITE_H
#define STORE_SQL_SQLITE_H

#include "store/sql.h"

struct sqlite3;
struct sqlite3_stmt;

enum {
    SQL_SQLITE_CACHE_MAX = 256,                  /* prepared statements per connection */
    SQL_SQLITE_SLOTS = 2 * SQL_SQLITE_CACHE_MAX, /* of the hash; a power of two */
    SQL_SQLITE_MARKS = 8                         /* savepoints inside each other that can be remembered */
};

/* Statements of the driver itself. */
enum sql_sqlite_verb {
    SQL_SQLITE_BEGIN,
    SQL_SQLITE_BEGIN_WRITE,
    SQL_SQLITE_COMMIT,
    SQL_SQLITE_ROLLBACK,
    SQL_SQLITE_SAVEPOINT,
    SQL_SQLITE_RELEASE,
    SQL_SQLITE_ROLLBACK_TO,
    SQL_SQLITE_DATA_VERSION,
    SQL_SQLITE_VERBS
};

/* One prepared statement. `params` holds the engine's number of each parameter, 0 when a fragment left it out. */
struct sql_sqlite_entry {
    int stmt;
    unsigned mask;
    int is_busy; /* being stepped: a nested run of the same statement gets one of its own */
    int is_kept; /* in the cache; else it goes when it is put back */
    uint64_t used;
    struct sqlite3_stmt *handle;
    unsigned short *params;
};

struct sql_db {
    struct sqlite3 *handle;
    enum sql_open_mode mode;
    struct sql_set set;
    struct sql_db *committed; /* reads beside the writer what was committed; opened when first asked for */
    int is_poisoned;
    int log_pages;
    int64_t changes;
    int is_hopeful; /* this transaction's savepoints are marks */
    int is_spoilt;
    int mark_count;
    int64_t marks[SQL_SQLITE_MARKS]; /* rows changed by the connection when each was set */
    struct sqlite3_stmt *verbs[SQL_SQLITE_VERBS];
    struct sql_sqlite_entry *entries[SQL_SQLITE_CACHE_MAX];
    int entry_count;
    uint64_t tick;
    short slots[SQL_SQLITE_SLOTS]; /* number of the entry plus 1; 0 is free */
};

/* Turns an extended error code into a result code, notes poison, and logs `what` with the code; never values. */
enum rc sql_sqlite_fail(struct sql_db *db, const char *what, int code);
/* The statement's record; the number comes from generated code. */
const struct sql_stmt_info *sql_sqlite_info(const struct sql_db *db, int stmt);

/* A prepared statement that nobody is stepping; give it back with sql_sqlite_put. */
RC_MUST enum rc sql_sqlite_take(struct sql_db *db, int stmt, unsigned mask, struct sql_sqlite_entry **out);
void sql_sqlite_put(struct sql_db *db, struct sql_sqlite_entry *entry);
void sql_sqlite_drop_cache(struct sql_db *db);
/* The text of a statement with the fragments of `mask`, after `prefix`; the caller frees. NULL without memory. */
char *sql_sqlite_text(const struct sql_stmt_info *info, unsigned mask, const char *prefix);

/* Lets the read-only guard step aside for checks that need pragmas, and puts it back. */
void sql_sqlite_guard(struct sql_db *db, int is_on);

#endif

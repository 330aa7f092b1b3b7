/*
 * sql.h - statements and transactions over one connection.
 *
 * All SQL stands in sql/queries/<noun>.sql. The build turns each file into typed functions `<noun>_rows_<verb>` declared
 * in the generated header store/sql_stmts.h; they call the four runners below. Hand-written store/<noun>_rows.c files
 * exist only where one act needs several statements or sealed fields.
 *
 * THE FILE FORMAT of sql/queries/<noun>.sql
 *   -- type: case_row                        a row struct: columns with C types, one or several per line
 *   --   id text, number text, version int, closed_ms int?
 *   -- snippet: scope                        text to be re-used by name; ends at the next empty line
 *   EXISTS (SELECT 1 FROM grants g WHERE g.account_id = :actor)
 *
 *   -- name: get  mode: read  rows: opt      modes: read, write; rows: exec, one, opt, many
 *   -- in: id text                           parameters (may go on over several "-- in:" lines); none: leave out
 *   -- out: case_row                         a type of this or another file, or a column list as in a type
 *   SELECT {case_row c} FROM cases c WHERE c.id = :id AND {scope};
 * Types: text, int (64 bit), blob, each with '?' when NULL may come or go. NULL is NULL for text and blob and SQL_NULL for
 * int. {type alias} writes the columns "alias.a, alias.b"; {type} without alias writes bare names; {snippet} writes the
 * snippet (snippets of another file as {noun.snippet}).
 *   -- doc: words                            copied above the prototype; several lines
 * A plain comment line directly below a type, in, out or doc tag goes on with it; an empty line ends that.
 * Optional fragments: the text between the block comments [[handler]] and [[/]] (written  slash-star [[handler]] star-slash
 * ... slash-star [[/]] star-slash)  is only part of the statement when the caller sets the bit <NOUN>_<VERB>_HANDLER in
 * `mask`. Fragments do not nest; one name may stand several times. Any combination must be valid SQL.
 * Snippets may hold parameters, fragments and other snippets, four deep.
 * The generator refuses: an unknown or undeclared parameter, a declared one that is not used, duplicate names, SELECT *, a
 * write statement tagged read, more than 24 fragments.
 *
 * THE GENERATED FUNCTIONS (for noun "case", verb in the comment)
 *   exec: enum rc case_rows_drop(struct tx *, const struct case_drop_in *);
 *   one:  enum rc case_rows_count(struct tx *, struct arena *, const struct case_count_in *, struct case_count_out *);
 *   opt:  the same as one; RC_NOT_FOUND without a fault when there is no row (for `one` that is RC_INTERNAL)
 *   many: enum rc case_rows_list(struct tx *, struct arena *, const struct case_list_in *, struct case_row **, size_t *);
 *   many: enum rc case_rows_list_each(struct tx *, struct arena *, const in *, enum rc (*)(void *arg, const row *), void *arg);
 * With fragments a `unsigned mask` follows the arena (or tx for exec). Without `in` the parameter is left out.
 * Every statement reports through struct sql_stmt_info, so that start-up and a test can prepare and explain them all.
 *
 * Runs on: the thread that owns the connection. Owns: prepared statements. Invariant: read connections refuse writes.
 */
#ifndef STORE_SQL_H
#define STORE_SQL_H

#include "base/rc.h"

#include <stddef.h>
#include <stdint.h>

struct arena;
struct embed_table;
struct sql_db;

/* NULL of an integer column or parameter. */
#define SQL_NULL INT64_MIN

struct sql_blob {
    const void *data; /* NULL is SQL NULL */
    size_t size;
};

enum sql_type { SQL_TEXT, SQL_INT, SQL_BLOB };
enum sql_rows { SQL_EXEC, SQL_ONE, SQL_OPT, SQL_MANY };

struct sql_field {
    const char *name;
    enum sql_type type;
    int is_nullable;
    size_t offset; /* in the in or out struct */
};

struct sql_part { /* a piece of the text; bit 0 set in `mask`-less statements */
    const char *text;
    int fragment; /* -1: always, else the bit number */
};

struct sql_stmt_info {
    const char *name;   /* "case.get" */
    const char *source; /* "case.sql:12" */
    int is_write;
    enum sql_rows rows;
    const struct sql_part *parts;
    int part_count;
    const char *const *fragments; /* names by bit */
    int fragment_count;
    const struct sql_field *in; /* parameter i is bound as :name */
    int in_count;
    const struct sql_field *out; /* column i */
    int out_count;
    size_t out_size; /* sizeof the out struct */
};

extern const struct sql_stmt_info sql_stmt_table[];
extern const int sql_stmt_count;

/* The statements that a connection can run, by number. Constant for the life of the process. */
struct sql_set {
    const struct sql_stmt_info *table;
    int count;
};

/* What a rule needs to reach the store. Lives as long as the transaction. */
struct tx {
    struct sql_db *db;
    int is_write;
};

enum sql_open_mode { SQL_READ_ONLY, SQL_WRITER, SQL_CREATE };
/* Opens the absolute path `path`, no link in it, with settings that keep the data safe (defensive, WAL, synchronous FULL for
 * the writer, own checkpoints only).
 * Statements are prepared on first use unless sql_prepare_all is called. RC_UNAVAILABLE with a log line on failure. */
RC_MUST enum rc sql_open(const char *path, enum sql_open_mode mode, struct sql_db **out);
/* The same with other statements than the program's own (tests); NULL means the program's. */
RC_MUST enum rc sql_open_set(const char *path, enum sql_open_mode mode, const struct sql_set *set, struct sql_db **out);
void sql_close(struct sql_db *db);
/* Prepares every statement that the connection may run (each with no fragment, each single fragment, and all fragments);
 * RC_INTERNAL with a log line that names the source on the first that fails or whose columns do not fit its record. */
RC_MUST enum rc sql_prepare_all(struct sql_db *db);

RC_MUST enum rc sql_begin(struct sql_db *db, int is_write, struct tx *out);
/* In an open transaction: a number that becomes another one when any other connection commits, whatever program it belongs to, and stays
 * when this one does. After an error of the disk it may become another one too. */
RC_MUST enum rc sql_data_version(struct tx *tx, int64_t *out);
/* RC_OUTCOME_UNKNOWN when the disk failed under the commit (then sql_is_poisoned); else nothing was kept on failure. */
RC_MUST enum rc sql_commit(struct tx *tx);
/* Never fails as far as the caller is concerned. */
void sql_rollback(struct tx *tx);
/* A read transaction on what stood before this write one changed anything, on a connection of its own that the write connection keeps.
 * sql_rollback ends it, before the write transaction ends. RC_NOT_FOUND on a connection that makes the tables: nothing stood before. */
RC_MUST enum rc sql_committed(const struct tx *tx, struct tx *out);
/* Savepoints nest; sql_rollback_to undoes the innermost and ends it, as sql_release ends it and keeps its changes. */
RC_MUST enum rc sql_savepoint(struct tx *tx);
RC_MUST enum rc sql_release(struct tx *tx);
RC_MUST enum rc sql_rollback_to(struct tx *tx);
/* A savepoint makes the engine copy every page before it is changed, though hardly one is ever undone. After sql_hope those of
 * this transaction are only remembered. When one must be undone that changed something, sql_rollback_to cannot: it fails with
 * RC_UNAVAILABLE and the transaction is spoilt. It commits nothing and runs no statement any more; the caller rolls it back and
 * does everything again in one that does not hope. */
void sql_hope(struct tx *tx);
/* Asked after sql_rollback too, until the next sql_begin. */
int sql_is_spoilt(const struct sql_db *db);
/* 0 when the engine ended the transaction by itself (disk full, I/O error, no memory). */
int sql_is_open(const struct sql_db *db);
/* Rows changed by the last write statement. */
int64_t sql_changes(const struct sql_db *db);

/* The runners; called by generated code only. `in` may be NULL. Texts and blobs of `out` are copied to `a`. Codes:
 * RC_NOT_FOUND (opt), RC_CONFLICT (a constraint), RC_BUSY, RC_UNAVAILABLE (disk, memory, transaction gone), RC_TOO_LARGE (`a`
 * is full), RC_INTERNAL with a log line (NULL where none may be, a column of another type, more rows than one). */
RC_MUST enum rc sql_run_exec(struct tx *tx, int stmt, unsigned mask, const void *in);
RC_MUST enum rc sql_run_row(struct tx *tx, struct arena *a, int stmt, unsigned mask, const void *in, void *out);
RC_MUST enum rc sql_run_list(struct tx *tx, struct arena *a, int stmt, unsigned mask, const void *in, void **rows,
                             size_t *count);
/* The row and its texts live until `each` returns; `each` stops the walk with anything but RC_OK, and may run other
 * statements and allocate on `a`. */
RC_MUST enum rc sql_run_each(struct tx *tx, struct arena *a, int stmt, unsigned mask, const void *in,
                             enum rc (*each)(void *arg, const void *row), void *arg);

/* Runs a script of several statements (schema files); only migrate.c and tests. */
RC_MUST enum rc sql_script(struct sql_db *db, const char *text, const char *source);
/* The number of the newest schema file that was applied; 0 in an empty file. Setting it belongs to the transaction. */
RC_MUST enum rc sql_version(struct sql_db *db, int *out);
RC_MUST enum rc sql_set_version(struct tx *tx, int version);
/* EXPLAIN QUERY PLAN of a statement, one line per step, on `a`; for the plan test. */
RC_MUST enum rc sql_explain(struct sql_db *db, struct arena *a, int stmt, unsigned mask, const char **out);

/* Writer only: copies log frames back without waiting for readers. `log_pages` is the log's length afterwards. `is_trim`: empties the
 * log as well (then `log_pages` is 0), unless a reader stands in the way. */
RC_MUST enum rc sql_checkpoint(struct sql_db *db, int is_trim, int *log_pages, int *done_pages);
/* Pages in the log after the last commit of this connection. */
int sql_log_pages(const struct sql_db *db);
/* Online copy into a new file in one step, synced; the file must not exist. */
RC_MUST enum rc sql_backup(struct sql_db *db, const char *to_path);
/* integrity_check and foreign_key_check; RC_INTERNAL and a log line when something is wrong. */
RC_MUST enum rc sql_integrity(struct sql_db *db);
/* A trigger is code: whoever can write the file could leave one behind that changes rows whenever the server writes. *what: "trigger NAME" or
 * "view NAME", the first that stands in none of the schema files, or NULL. */
RC_MUST enum rc sql_schema_foreign(struct sql_db *db, const struct embed_table *files, struct arena *a,
                                   const char **what);
/* *what: "table NAME" and the like, the first that differs from what the schema files make of an empty database, or is missing, or is no
 * table and too many (a table that nobody reads does no harm); NULL when there is none. The database has the newest version. */
RC_MUST enum rc sql_schema_compare(struct sql_db *db, const struct embed_table *files, struct arena *a,
                                   const char **what);
/* Last error was such that the outcome of a commit is unknown and the process must stop (fsync or write failed). */
int sql_is_poisoned(const struct sql_db *db);

#endif

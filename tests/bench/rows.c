/*
 * rows.c - samples of a case's rows, and the steps between them.
 *
 * Runs on: one thread. Owns: see rows.h.
 */
#include "rows_inside.h"

#include "base/arena.h"
#include "store/vault.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* In an order in which they may be written. ?1 is the case, ?2 the beginning of the keys of its requests. */
const struct rows_table rows_tables[] = {
    {"persons", "id IN (SELECT person_id FROM parties WHERE case_id = ?1)", {"id"}},
    {"cases", "id = ?1", {"id"}},
    {"submissions", "case_id = ?1", {"id"}},
    {"parties", "case_id = ?1", {"case_id", "position"}},
    {"demands", "case_id = ?1", {"case_id", "position"}},
    {"case_units", "case_id = ?1", {"case_id", "unit_id"}},
    {"holdings", "case_id = ?1", {"case_id", "seq"}},
    {"dispatches", "case_id = ?1", {"id"}},
    {"documents", "case_id = ?1", {"id"}},
    {"deliveries", "case_id = ?1", {"id"}},
    {"contacts", "case_id = ?1", {"id"}},
    {"deadlines", "case_id = ?1", {"case_id", "id"}},
    {"deadline_levels", "deadline_id IN (SELECT id FROM deadlines WHERE case_id = ?1)", {"deadline_id", "level"}},
    {"notices", "case_id = ?1", {"id"}},
    {"supervision_candidates", "case_id = ?1", {"id"}},
    {"journal", "case_id = ?1", {"case_id", "seq"}},
    {"replays", "key LIKE ?2 || '%'", {"principal", "operation", "key"}},
};
const int rows_table_count = sizeof rows_tables / sizeof rows_tables[0];

void rows_give_up(sqlite3 *db, const char *what)
{
    fprintf(stderr, "bench: %s: %s\n", what, db != NULL ? sqlite3_errmsg(db) : "no memory");
    exit(2);
}

void rows_run(sqlite3 *db, const char *sql)
{
    if (sqlite3_exec(db, sql, NULL, NULL, NULL) != SQLITE_OK) {
        rows_give_up(db, sql);
    }
}

int64_t rows_ask(sqlite3 *db, const char *sql)
{
    sqlite3_stmt *s;
    int64_t n = 0;
    if (sqlite3_prepare_v2(db, sql, -1, &s, NULL) != SQLITE_OK) {
        rows_give_up(db, sql);
    }
    if (sqlite3_step(s) == SQLITE_ROW) {
        n = sqlite3_column_int64(s, 0);
    }
    sqlite3_finalize(s);
    return n;
}

static void *room(size_t n)
{
    void *p = calloc(1, n);
    if (p == NULL) {
        rows_give_up(NULL, "rows");
    }
    return p;
}

static int ends_with(const char *text, const char *end)
{
    size_t a = strlen(text);
    size_t b = strlen(end);
    return a >= b && strcmp(text + a - b, end) == 0;
}

static enum rows_kind kind_of(const struct rows_table *t, const char *column)
{
    static const char *const sealed[] = {"name", "id_number", "phone", "email", "address"};
    if (strcmp(t->name, "persons") == 0) {
        if (strcmp(column, "key") == 0) {
            return ROWS_OWN;
        }
        for (size_t i = 0; i < sizeof sealed / sizeof sealed[0]; i++) {
            if (strcmp(column, sealed[i]) == 0) {
                return ROWS_SEALED;
            }
        }
    }
    if (ends_with(column, "_index") || strcmp(column, "code_hash") == 0) {
        return ROWS_RANDOM;
    }
    if (ends_with(column, "_ms") || strcmp(column, "due_key") == 0) {
        return ROWS_MS;
    }
    return ends_with(column, "_day") ? ROWS_DAY : ROWS_PLAIN;
}

int rows_find_name(const struct rows_sample *s, const char *text)
{
    for (int i = 0; i < s->name_count; i++) {
        if (strcmp(s->names[i].text, text) == 0) {
            return i;
        }
    }
    return -1;
}

static void name_add(struct rows_sample *s, enum rows_name_kind kind, const char *text)
{
    if (rows_find_name(s, text) >= 0) {
        return;
    }
    if (s->name_count == ROWS_NAMES_MAX || strlen(text) >= ROWS_NAME_SIZE) {
        rows_give_up(NULL, "more names than a case should have");
    }
    s->names[s->name_count].kind = kind;
    snprintf(s->names[s->name_count].text, ROWS_NAME_SIZE, "%s", text);
    s->name_count++;
}

static void note_names(struct rows_sample *s, const struct rows_table *t, const struct rows_row *row)
{
    for (int i = 0; i < row->count; i++) {
        const char *column = row->cells[i].column;
        /* Asking a blob for its text would turn it into one. */
        if (sqlite3_value_type(row->cells[i].value) != SQLITE_TEXT) {
            continue;
        }
        const char *text = (const char *)sqlite3_value_text(row->cells[i].value);
        if (strcmp(column, "id") == 0) {
            name_add(s, ROWS_ID, text);
        } else if (strcmp(column, "number") == 0) {
            name_add(s, strcmp(t->name, "documents") == 0 ? ROWS_DOCUMENT : ROWS_NUMBER, text);
        } else if (strcmp(column, "series") == 0) {
            name_add(s, ROWS_SERIES, text);
        } else if (strcmp(column, "key") == 0) {
            name_add(s, ROWS_KEY, text);
        }
    }
}

static void add_row(struct rows_sample *s, int table, sqlite3_stmt *q)
{
    s->rows = realloc(s->rows, (s->count + 1) * sizeof *s->rows);
    if (s->rows == NULL) {
        rows_give_up(NULL, "rows");
    }
    struct rows_row *row = &s->rows[s->count++];
    row->table = table;
    row->count = sqlite3_column_count(q);
    row->cells = room((size_t)row->count * sizeof *row->cells);
    for (int i = 0; i < row->count; i++) {
        struct rows_cell *c = &row->cells[i];
        snprintf(c->column, sizeof c->column, "%s", sqlite3_column_name(q, i));
        c->value = sqlite3_value_dup(sqlite3_column_value(q, i));
        c->name = -1;
        c->kind = kind_of(&rows_tables[table], c->column);
    }
    note_names(s, &rows_tables[table], row);
}

/* The columns that are written: what the table reckons by itself is in none of its rows. The list, for SELECT, in `out`. */
static void written_columns(sqlite3 *db, const char *table, char *out, size_t size)
{
    sqlite3_stmt *q;
    static const char sql[] = "SELECT group_concat('\"' || name || '\"') FROM pragma_table_info(?)";
    if (sqlite3_prepare_v2(db, sql, -1, &q, NULL) != SQLITE_OK) {
        rows_give_up(db, sql);
    }
    sqlite3_bind_text(q, 1, table, -1, SQLITE_STATIC);
    if (sqlite3_step(q) != SQLITE_ROW || sqlite3_column_type(q, 0) == SQLITE_NULL) {
        rows_give_up(db, table);
    }
    int n = snprintf(out, size, "%s", (const char *)sqlite3_column_text(q, 0));
    sqlite3_finalize(q);
    if (n < 0 || (size_t)n >= size) {
        rows_give_up(NULL, table);
    }
}

struct rows_sample *rows_read(sqlite3 *db, const char *case_id, const char *key)
{
    struct rows_sample *s = room(sizeof *s);
    snprintf(s->case_id, sizeof s->case_id, "%s", case_id);
    for (int i = 0; i < rows_table_count; i++) {
        sqlite3_stmt *q;
        char columns[2000];
        char sql[2400];
        written_columns(db, rows_tables[i].name, columns, sizeof columns);
        snprintf(sql, sizeof sql, "SELECT %s FROM %s WHERE %s", columns, rows_tables[i].name, rows_tables[i].of_case);
        if (sqlite3_prepare_v2(db, sql, -1, &q, NULL) != SQLITE_OK) {
            rows_give_up(db, sql);
        }
        sqlite3_bind_text(q, 1, case_id, -1, SQLITE_STATIC);
        sqlite3_bind_text(q, 2, key, -1, SQLITE_STATIC);
        while (sqlite3_step(q) == SQLITE_ROW) {
            add_row(s, i, q);
        }
        sqlite3_finalize(q);
    }
    return s;
}

void rows_free(struct rows_sample *s)
{
    if (s == NULL) {
        return;
    }
    for (size_t i = 0; i < s->count; i++) {
        for (int k = 0; k < s->rows[i].count; k++) {
            sqlite3_value_free(s->rows[i].cells[k].value);
            free(s->rows[i].cells[k].clear);
        }
        free(s->rows[i].cells);
    }
    free(s->rows);
    free(s);
}

void rows_link(struct rows_sample *s, const struct rows_sample *last)
{
    for (size_t i = 0; i < s->count; i++) {
        for (int k = 0; k < s->rows[i].count; k++) {
            struct rows_cell *c = &s->rows[i].cells[k];
            if (sqlite3_value_type(c->value) == SQLITE_TEXT) {
                c->name = rows_find_name(last, (const char *)sqlite3_value_text(c->value));
            }
        }
    }
}

size_t rows_count(const struct rows_sample *s)
{
    return s->count;
}

static void unseal_cell(struct rows_cell *c, const char *id, struct sql_blob key, const struct vault *vault,
                        struct arena *arena)
{
    const char *clear = NULL;
    char column[40];
    if (c->kind != ROWS_SEALED || sqlite3_value_type(c->value) != SQLITE_BLOB) {
        return;
    }
    snprintf(column, sizeof column, "persons.%s", c->column);
    struct sql_blob blob = {sqlite3_value_blob(c->value), (size_t)sqlite3_value_bytes(c->value)};
    if (vault_open_with(vault, arena, key, column, id, blob, &clear) != RC_OK || (c->clear = strdup(clear)) == NULL) {
        rows_give_up(NULL, "a personal field cannot be opened");
    }
}

static struct sql_blob own_key(const struct rows_row *row)
{
    struct sql_blob key = {NULL, 0};
    for (int k = 0; k < row->count; k++) {
        if (row->cells[k].kind == ROWS_OWN) {
            sqlite3_value *v = row->cells[k].value;
            key = (struct sql_blob){sqlite3_value_blob(v), (size_t)sqlite3_value_bytes(v)};
        }
    }
    return key;
}

void rows_unseal(struct rows_sample *s, const struct vault *vault)
{
    struct arena *arena = arena_new(1 << 20);
    for (size_t i = 0; i < s->count; i++) {
        const struct rows_row *row = &s->rows[i];
        const char *id = (const char *)sqlite3_value_text(row->cells[0].value);
        for (int k = 0; strcmp(rows_tables[row->table].name, "persons") == 0 && k < row->count; k++) {
            unseal_cell(&row->cells[k], id, own_key(row), vault, arena);
        }
    }
    arena_free(arena);
}

int rows_is_key(const struct rows_table *t, const char *column)
{
    for (int i = 0; i < ROWS_KEYS_MAX && t->keys[i] != NULL; i++) {
        if (strcmp(t->keys[i], column) == 0) {
            return 1;
        }
    }
    return 0;
}

static int is_equal(sqlite3_value *a, sqlite3_value *b)
{
    int type = sqlite3_value_type(a);
    if (type != sqlite3_value_type(b)) {
        return 0;
    }
    if (type == SQLITE_INTEGER) {
        return sqlite3_value_int64(a) == sqlite3_value_int64(b);
    }
    int n = sqlite3_value_bytes(a);
    return type == SQLITE_NULL || (n == sqlite3_value_bytes(b) &&
                                   (n == 0 || memcmp(sqlite3_value_blob(a), sqlite3_value_blob(b), (size_t)n) == 0));
}

static int is_same_row(const struct rows_row *a, const struct rows_row *b)
{
    if (a->table != b->table) {
        return 0;
    }
    for (int i = 0; i < a->count; i++) {
        if (rows_is_key(&rows_tables[a->table], a->cells[i].column) &&
            !is_equal(a->cells[i].value, b->cells[i].value)) {
            return 0;
        }
    }
    return 1;
}

struct rows_step *rows_compare(const struct rows_sample *before, const struct rows_sample *after)
{
    struct rows_step *step = room(sizeof *step);
    step->changes = room((after->count + 1) * sizeof *step->changes);
    for (size_t i = 0; i < after->count; i++) {
        const struct rows_row *new = &after->rows[i];
        const struct rows_row *old = NULL;
        for (size_t k = 0; k < before->count && old == NULL; k++) {
            old = is_same_row(&before->rows[k], new) ? &before->rows[k] : NULL;
        }
        struct rows_change change = {.row = new, .is_new = old == NULL};
        for (int k = 0; old != NULL && k < new->count; k++) {
            if (!is_equal(old->cells[k].value, new->cells[k].value)) {
                change.columns |= UINT64_C(1) << k;
            }
        }
        if (change.is_new || change.columns != 0) {
            step->changes[step->count++] = change;
        }
    }
    return step;
}

void rows_step_free(struct rows_step *s)
{
    if (s != NULL) {
        free(s->changes);
        free(s);
    }
}

/*
 * rows_write.c - writes samples and steps with new names.
 *
 * Runs on: one thread. Owns: the prepared statements of a writer.
 */
#include "rows_inside.h"

#include "base/arena.h"
#include "base/ident.h"
#include "store/vault.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define DAY_MS INT64_C(86400000)
#define NO_DUE INT64_C(9000000000000000)

enum { WRITER_UPDATES = 64 };

struct rows_writer {
    sqlite3 *db;
    const struct vault *vault;
    struct sql_blob key; /* of the person that is written */
    struct arena *arena; /* of one row */
    sqlite3_stmt *inserts[32], *number;
    struct rows_sealer *sealer;
    struct {
        int table;
        uint64_t columns;
        sqlite3_stmt *stmt;
    } updates[WRITER_UPDATES];
    int update_count;
    uint64_t chance;
};

/* How the cells of one row are bound. */
struct binding {
    const struct rows_names *names;
    int64_t shift_ms, now_ms;
};

void rows_name(const struct rows_sample *last, int64_t now_ms, long serial, struct rows_names *out)
{
    out->count = last->name_count;
    for (int i = 0; i < last->name_count; i++) {
        char *text = out->text[i];
        switch (last->names[i].kind) {
        case ROWS_NUMBER: snprintf(text, ROWS_NAME_SIZE, "999901-2020-L-%07ld", serial); break;
        case ROWS_SERIES: snprintf(text, ROWS_NAME_SIZE, "bench:%d:%ld", i, serial); break;
        case ROWS_DOCUMENT: snprintf(text, ROWS_NAME_SIZE, "文〔2020〕%d字%ld号", i, serial); break;
        default: ident_new(now_ms, text); break;
        }
    }
}

const char *rows_case_id(const struct rows_sample *last, const struct rows_names *names)
{
    return names->text[rows_find_name(last, last->case_id)]; /* every case has an id */
}

struct rows_writer *rows_writer_new(sqlite3 *db, const struct vault *vault)
{
    struct rows_writer *w = calloc(1, sizeof *w);
    if (w == NULL || (w->arena = arena_new(1 << 20)) == NULL) {
        rows_give_up(NULL, "writer");
    }
    w->db = db;
    w->vault = vault;
    w->chance = 88172645463325252U;
    if (sqlite3_prepare_v3(
            db, "INSERT INTO sequences (name, last) VALUES (?, 1) ON CONFLICT (name) DO UPDATE SET last = last + 1", -1,
            SQLITE_PREPARE_PERSISTENT, &w->number, NULL) != SQLITE_OK) {
        rows_give_up(db, "sequences");
    }
    w->sealer = vault != NULL ? rows_sealer_new(db) : NULL;
    return w;
}

void rows_writer_free(struct rows_writer *w)
{
    for (int i = 0; i < rows_table_count; i++) {
        sqlite3_finalize(w->inserts[i]);
    }
    for (int i = 0; i < w->update_count; i++) {
        sqlite3_finalize(w->updates[i].stmt);
    }
    sqlite3_finalize(w->number);
    rows_sealer_free(w->sealer);
    arena_free(w->arena);
    free(w);
}

static uint64_t random_bits(struct rows_writer *w)
{
    w->chance ^= w->chance << 13;
    w->chance ^= w->chance >> 7;
    w->chance ^= w->chance << 17;
    return w->chance;
}

static void bind_random(struct rows_writer *w, sqlite3_stmt *s, int at, sqlite3_value *like)
{
    uint64_t bits[4] = {random_bits(w), random_bits(w), random_bits(w), random_bits(w)};
    int n = sqlite3_value_bytes(like);
    if (sqlite3_value_type(like) == SQLITE_BLOB && n <= (int)sizeof bits) {
        sqlite3_bind_blob(s, at, bits, n, SQLITE_TRANSIENT);
    } else {
        sqlite3_bind_null(s, at);
    }
}

static void bind_sealed(struct rows_writer *w, sqlite3_stmt *s, int at, const struct rows_cell *c, const char *id)
{
    struct sql_blob blob = {NULL, 0};
    char column[40];
    snprintf(column, sizeof column, "persons.%s", c->column);
    if (vault_seal_with(w->vault, w->arena, w->key, column, id, c->clear, &blob) != RC_OK) {
        rows_give_up(NULL, "seal");
    }
    sqlite3_bind_blob(s, at, blob.data, (int)blob.size, SQLITE_TRANSIENT);
}

static void bind_cell(struct rows_writer *w, sqlite3_stmt *s, int at, const struct rows_cell *c,
                      const struct binding *b, const char *row_id)
{
    sqlite3_value *v = c->value;
    int type = sqlite3_value_type(v);
    if (c->name >= 0) {
        sqlite3_bind_text(s, at, b->names->text[c->name], -1, SQLITE_STATIC);
    } else if (c->kind == ROWS_RANDOM) {
        bind_random(w, s, at, v);
    } else if (c->kind == ROWS_OWN && w->vault != NULL) {
        sqlite3_bind_blob(s, at, w->key.data, (int)w->key.size, SQLITE_TRANSIENT);
    } else if (c->clear != NULL && w->vault != NULL) {
        bind_sealed(w, s, at, c, row_id);
    } else if (type == SQLITE_INTEGER && c->kind == ROWS_MS && sqlite3_value_int64(v) < NO_DUE) {
        sqlite3_bind_int64(s, at, sqlite3_value_int64(v) + b->shift_ms);
    } else if (type == SQLITE_INTEGER && c->kind == ROWS_DAY) {
        sqlite3_bind_int64(s, at, sqlite3_value_int64(v) + b->shift_ms / DAY_MS);
    } else {
        sqlite3_bind_value(s, at, v);
    }
}

static void step_once(struct rows_writer *w, sqlite3_stmt *s, int table)
{
    if (sqlite3_step(s) != SQLITE_DONE) {
        rows_give_up(w->db, rows_tables[table].name);
    }
    sqlite3_reset(s);
}

static sqlite3_stmt *insert_of(struct rows_writer *w, const struct rows_row *row)
{
    char sql[600];
    if (w->inserts[row->table] != NULL) {
        return w->inserts[row->table];
    }
    int n = snprintf(sql, sizeof sql, "INSERT INTO %s VALUES (?", rows_tables[row->table].name);
    for (int i = 1; i < row->count; i++) {
        n += snprintf(sql + n, sizeof sql - (size_t)n, ",?");
    }
    snprintf(sql + n, sizeof sql - (size_t)n, ")");
    if (sqlite3_prepare_v3(w->db, sql, -1, SQLITE_PREPARE_PERSISTENT, &w->inserts[row->table], NULL) != SQLITE_OK) {
        rows_give_up(w->db, sql);
    }
    return w->inserts[row->table];
}

/* A rung that is over by now fired when it was due. */
static void settle_rung(sqlite3_stmt *s, const struct rows_row *row, const struct binding *b)
{
    int status = -1;
    int fired = -1;
    int64_t at_ms = 0;
    for (int i = 0; i < row->count; i++) {
        const struct rows_cell *c = &row->cells[i];
        if (strcmp(c->column, "at_ms") == 0) {
            at_ms = sqlite3_value_int64(c->value) + b->shift_ms;
        } else if (strcmp(c->column, "fired_ms") == 0) {
            fired = i;
        } else if (strcmp(c->column, "status") == 0 &&
                   strcmp((const char *)sqlite3_value_text(c->value), "armed") == 0) {
            status = i;
        }
    }
    if (status >= 0 && at_ms < b->now_ms) {
        sqlite3_bind_text(s, status + 1, "fired", -1, SQLITE_STATIC);
        sqlite3_bind_int64(s, fired + 1, at_ms);
    }
}

static void insert_row(struct rows_writer *w, const struct rows_row *row, const struct binding *b)
{
    const char *table = rows_tables[row->table].name;
    sqlite3_stmt *s = insert_of(w, row);
    const char *id = row->cells[0].name >= 0 ? b->names->text[row->cells[0].name] : NULL;
    arena_reset(w->arena);
    if (strcmp(table, "persons") == 0 && w->vault != NULL && vault_make_key(w->vault, w->arena, id, &w->key) != RC_OK) {
        rows_give_up(NULL, "a person's key");
    }
    for (int i = 0; i < row->count; i++) {
        bind_cell(w, s, i + 1, &row->cells[i], b, id);
    }
    if (b->now_ms != 0 && strcmp(table, "deadline_levels") == 0) {
        settle_rung(s, row, b);
    }
    step_once(w, s, row->table);
    if (strcmp(table, "persons") == 0 && w->vault != NULL) {
        rows_seal_person(w->sealer, w->vault, w->arena, id);
    }
    if (strcmp(table, "cases") == 0 || strcmp(table, "documents") == 0) {
        sqlite3_bind_text(w->number, 1, table, -1, SQLITE_STATIC);
        step_once(w, w->number, row->table);
    }
}

void rows_insert(struct rows_writer *w, const struct rows_sample *s, const struct rows_names *names, int64_t shift_ms,
                 int64_t now_ms)
{
    const struct binding b = {names, shift_ms, now_ms};
    for (size_t i = 0; i < s->count; i++) {
        insert_row(w, &s->rows[i], &b);
    }
}

static sqlite3_stmt *update_of(struct rows_writer *w, const struct rows_change *c)
{
    char sql[2000];
    const struct rows_table *t = &rows_tables[c->row->table];
    for (int i = 0; i < w->update_count; i++) {
        if (w->updates[i].table == c->row->table && w->updates[i].columns == c->columns) {
            return w->updates[i].stmt;
        }
    }
    if (w->update_count == WRITER_UPDATES) {
        rows_give_up(NULL, "more kinds of changes than a step should have");
    }
    int n = snprintf(sql, sizeof sql, "UPDATE %s SET ", t->name);
    for (int i = 0, is_first = 1; i < c->row->count; i++) {
        if (c->columns >> i & 1) {
            n += snprintf(sql + n, sizeof sql - (size_t)n, "%s%s = ?%d", is_first ? "" : ", ", c->row->cells[i].column,
                          i + 1);
            is_first = 0;
        }
    }
    for (int i = 0, is_first = 1; i < c->row->count; i++) {
        if (rows_is_key(t, c->row->cells[i].column)) {
            n += snprintf(sql + n, sizeof sql - (size_t)n, "%s%s = ?%d", is_first ? " WHERE " : " AND ",
                          c->row->cells[i].column, i + 1);
            is_first = 0;
        }
    }
    int at = w->update_count++;
    w->updates[at].table = c->row->table;
    w->updates[at].columns = c->columns;
    if (sqlite3_prepare_v3(w->db, sql, -1, SQLITE_PREPARE_PERSISTENT, &w->updates[at].stmt, NULL) != SQLITE_OK) {
        rows_give_up(w->db, sql);
    }
    return w->updates[at].stmt;
}

static void update_row(struct rows_writer *w, const struct rows_change *c, const struct binding *b)
{
    sqlite3_stmt *s = update_of(w, c);
    for (int i = 0; i < c->row->count; i++) {
        if (c->columns >> i & 1 || rows_is_key(&rows_tables[c->row->table], c->row->cells[i].column)) {
            bind_cell(w, s, i + 1, &c->row->cells[i], b, NULL);
        }
    }
    step_once(w, s, c->row->table);
    if (sqlite3_changes(w->db) != 1) {
        rows_give_up(NULL, "an update of a row that is not there");
    }
}

void rows_apply(struct rows_writer *w, const struct rows_step *step, const struct rows_names *names)
{
    const struct binding b = {names, 0, 0};
    for (size_t i = 0; i < step->count; i++) {
        if (step->changes[i].is_new) {
            insert_row(w, step->changes[i].row, &b);
        } else {
            update_row(w, &step->changes[i], &b);
        }
    }
}

/*
 * rows_inside.h - what samples and their writer share.
 *
 * Runs on: one thread. Owns: nothing by itself.
 */
#ifndef BENCH_ROWS_INSIDE_H
#define BENCH_ROWS_INSIDE_H

#include "rows.h"

enum { ROWS_KEYS_MAX = 3, ROWS_CASE_SIZE = 27 };

enum rows_kind {
    ROWS_PLAIN,
    ROWS_MS,     /* moves with the copy */
    ROWS_DAY,    /* the same */
    ROWS_SEALED, /* under the person's own key, bound to the row's id */
    ROWS_OWN,    /* that key */
    ROWS_RANDOM  /* keyed hashes */
};
enum rows_name_kind { ROWS_ID, ROWS_NUMBER, ROWS_DOCUMENT, ROWS_SERIES, ROWS_KEY };

struct rows_table {
    const char *name, *of_case;
    const char *keys[ROWS_KEYS_MAX];
};
extern const struct rows_table rows_tables[];
extern const int rows_table_count;

struct rows_cell {
    char column[32];
    sqlite3_value *value;
    enum rows_kind kind;
    int name;    /* number of the name that it is, by rows_link; -1: none */
    char *clear; /* of a sealed one, after rows_unseal */
};

struct rows_row {
    int table, count;
    struct rows_cell *cells;
};

struct rows_sample {
    char case_id[ROWS_CASE_SIZE];
    struct rows_row *rows;
    size_t count;
    struct {
        enum rows_name_kind kind;
        char text[ROWS_NAME_SIZE];
    } names[ROWS_NAMES_MAX];
    int name_count;
};

struct rows_change {
    const struct rows_row *row;
    int is_new;
    uint64_t columns; /* that changed, by bit */
};

struct rows_step {
    struct rows_change *changes;
    size_t count;
};

/* -1 when the sample has no such name. */
int rows_find_name(const struct rows_sample *s, const char *text);
int rows_is_key(const struct rows_table *t, const char *column);
/* rows_seal.c: what a copied person needs to be read by the product; `arena` is the row's. */
struct rows_sealer;
struct arena;
struct rows_sealer *rows_sealer_new(sqlite3 *db);
void rows_sealer_free(struct rows_sealer *r);
void rows_seal_person(struct rows_sealer *r, const struct vault *vault, struct arena *arena, const char *id);
__attribute__((noreturn)) void rows_give_up(sqlite3 *db, const char *what);

#endif

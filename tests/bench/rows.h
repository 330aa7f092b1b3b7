/*
 * rows.h - the rows that one case has in the database, read from what the product wrote, to be written again for other cases.
 *
 * A sample is every row of one case at one moment. Two samples of the same case give the step between them: rows that came, and
 * columns that changed. Samples and steps can be written to any database of the same schema, with new ids and numbers: that is
 * the raw limit of writing (the same rows, nothing else), and it fills large stores with rows as real as the product's own.
 *
 * Runs on: one thread. Owns: what rows_* returns; samples must outlive steps and writers must be freed before their database.
 */
#ifndef BENCH_ROWS_H
#define BENCH_ROWS_H

#include <sqlite3.h>
#include <stddef.h>
#include <stdint.h>

struct rows_sample;
struct rows_step;
struct rows_writer;
struct vault;

enum { ROWS_NAMES_MAX = 256, ROWS_NAME_SIZE = 48 };

/* The names of one copy: each id, number and key of the last sample of the case gets a new one. */
struct rows_names {
    int count;
    char text[ROWS_NAMES_MAX][ROWS_NAME_SIZE];
};

/* Rows of the case, and the kept replies whose key begins with `key`. */
struct rows_sample *rows_read(sqlite3 *db, const char *case_id, const char *key);
void rows_free(struct rows_sample *s);
size_t rows_count(const struct rows_sample *s);
/* Says which cells are names of `last`, the newest sample of the same case (or itself). Before anything is written. */
void rows_link(struct rows_sample *s, const struct rows_sample *last);
/* Keeps the clear text of personal fields, so that copies can be sealed for their own ids (`vault`) and read by the product. */
void rows_unseal(struct rows_sample *s, const struct vault *vault);
/* What happened between two samples of a case; both must outlive it. */
struct rows_step *rows_compare(const struct rows_sample *before, const struct rows_sample *after);
void rows_step_free(struct rows_step *s);

/* New names for a copy made at this time; `serial` makes its numbers. `last` is the newest sample of the case. */
void rows_name(const struct rows_sample *last, int64_t now_ms, long serial, struct rows_names *out);
/* The id of the case among them. */
const char *rows_case_id(const struct rows_sample *last, const struct rows_names *names);

struct rows_writer *rows_writer_new(sqlite3 *db, const struct vault *vault);
void rows_writer_free(struct rows_writer *w);
/* All rows of a sample. Times move by `shift_ms`, days with them. Rungs that are due by `now_ms` count as fired (0: as they are). */
void rows_insert(struct rows_writer *w, const struct rows_sample *s, const struct rows_names *names, int64_t shift_ms,
                 int64_t now_ms);
void rows_apply(struct rows_writer *w, const struct rows_step *step, const struct rows_names *names);

/* For everything of the bench: runs SQL, ends the program when that fails. */
void rows_run(sqlite3 *db, const char *sql);
int64_t rows_ask(sqlite3 *db, const char *sql);

#endif

/*
 * raw.c - the limit of durable writing: the rows that the product writes, by SQLite alone, in groups as large as the product's.
 *
 * The product registers one case and walks it through the measured events; the rows of it and of each step are then written by
 * prepared statements, one commit with one sync for each group, with the settings of the product's writer and its checkpoints.
 * No rules, no look-ups, no JSON, no savepoints.
 *
 * Runs on: the main thread. Owns: a store of its own and the samples.
 */
#include "bench.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { RAW_CASES = 10000, RAW_CHECKPOINT_PAGES = 16000, RAW_STOCK = 20000 };

struct raw {
    struct store store;
    struct rows_sample *samples[DESK_STEPS + 1];
    struct rows_step *steps[DESK_STEPS];
    sqlite3 *db;
    struct rows_writer *writer;
    long serial;
    struct rows_names *stock; /* registered, waiting for their steps */
    long stock_count, stock_taken;
};

static int64_t now_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_REALTIME, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static void sample(struct raw *r)
{
    struct desk d = {0};
    char id[BUREAU_ID_SIZE];
    char fields[600];
    char key[40];
    desk_up(&d, &r->store, 2);
    sqlite3 *db = store_db(r->store.data, 0);
    desk_register(&d, "sample-r", id);
    r->samples[0] = rows_read(db, id, "sample-");
    for (int i = 0; i < DESK_STEPS; i++) {
        snprintf(key, sizeof key, "sample-%d", i);
        desk_step_fields(fields, sizeof fields, &r->store.bureau, i);
        desk_act(&d, desk_step_who(i), id, i + 1, desk_step_event(i), fields, key);
        r->samples[i + 1] = rows_read(db, id, "sample-");
        r->steps[i] = rows_compare(r->samples[i], r->samples[i + 1]);
    }
    for (int i = 0; i <= DESK_STEPS; i++) {
        rows_link(r->samples[i], r->samples[DESK_STEPS]);
    }
    sqlite3_close(db);
    desk_down(&d);
}

struct raw *raw_new(const struct bench_settings *b)
{
    struct raw *r = calloc(1, sizeof *r);
    if (r == NULL || (r->stock = calloc(RAW_STOCK, sizeof *r->stock)) == NULL) {
        bench_give_up("no memory");
    }
    store_open(b, RAW_CASES, "raw", 1, &r->store);
    sample(r);
    r->db = store_db(r->store.data, 1);
    store_like_writer(r->db);
    r->writer = rows_writer_new(r->db, NULL);
    r->serial = 5000000;
    return r;
}

void raw_free(struct raw *r)
{
    rows_writer_free(r->writer);
    sqlite3_close(r->db);
    for (int i = 0; i < DESK_STEPS; i++) {
        rows_step_free(r->steps[i]);
    }
    for (int i = 0; i <= DESK_STEPS; i++) {
        rows_free(r->samples[i]);
    }
    free(r->stock);
    free(r);
}

static void commit(struct raw *r)
{
    int log_pages = 0;
    int done_pages = 0;
    rows_run(r->db, "COMMIT");
    /* Tells how long the log is without moving a page, so it is only asked now and then. */
    if (r->serial % 1024 < 16) {
        sqlite3_wal_checkpoint_v2(r->db, NULL, SQLITE_CHECKPOINT_PASSIVE, &log_pages, &done_pages);
    }
}

static void register_one(struct raw *r, int is_kept)
{
    static struct rows_names names;
    const struct rows_sample *last = r->samples[DESK_STEPS];
    rows_name(last, now_ms(), r->serial++, &names);
    rows_insert(r->writer, r->samples[0], &names, 0, 0);
    if (is_kept && r->stock_count < RAW_STOCK) {
        r->stock[r->stock_count++] = names;
    }
}

double raw_register(struct raw *r, int batch, double seconds)
{
    double from = now_s();
    long done = 0;
    while (now_s() - from < seconds) {
        rows_run(r->db, "BEGIN IMMEDIATE");
        for (int i = 0; i < batch; i++) {
            register_one(r, 1);
        }
        commit(r);
        done += batch;
    }
    return (double)done / (now_s() - from);
}

/* Every case of a group does the same step, then the group the next one. */
double raw_transitions(struct raw *r, int batch, double seconds)
{
    long done = 0;
    double spent = 0;
    while (spent < seconds) {
        if (r->stock_count - r->stock_taken < batch) {
            r->stock_count = 0;
            r->stock_taken = 0;
            rows_run(r->db, "BEGIN IMMEDIATE");
            for (int i = 0; i < 20 * batch && i < RAW_STOCK; i++) {
                register_one(r, 1);
            }
            commit(r);
        }
        double from = now_s();
        for (int step = 0; step < DESK_STEPS; step++) {
            rows_run(r->db, "BEGIN IMMEDIATE");
            for (int i = 0; i < batch; i++) {
                rows_apply(r->writer, r->steps[step], &r->stock[r->stock_taken + i]);
            }
            commit(r);
            done += batch;
        }
        spent += now_s() - from;
        r->stock_taken += batch;
    }
    return (double)done / spent;
}

void raw_describe(const struct raw *r, char *out, size_t size)
{
    snprintf(out, size, "a registration is %zu rows", rows_count(r->samples[0]));
}

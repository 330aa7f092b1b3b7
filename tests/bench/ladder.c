/*
 * ladder.c - how many rungs of ladders fire per second, by the runtime's own sweep.
 *
 * Registered cases are written with one rung of each due at a moment of the near future, a part of them for each repeat. The
 * server runs in this process with a clock that is moved there, and sweeps.
 *
 * Runs on: the main thread, beside the runtime's threads. Owns: the store, the clock and the runtime, until it returns.
 */
#include "bench.h"

#include "app/runtime.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { LADDER_CASES = 10000, LADDER_QUICK = 1000, LADDER_FULL = 4000, LADDER_MINUTE_MS = 60000 };

static void set(struct config *c, const char *name, const char *value)
{
    char message[CONFIG_MESSAGE_SIZE];
    if (config_set(c, name, value, "bench", message) != RC_OK) {
        bench_give_up("%s", message);
    }
}

/* Copies of one registered case; the first rung of those of part n is due in n + 1 minutes, all others in days. */
static void fill(const struct store *s, int64_t now_ms, int parts, int each)
{
    struct desk d = {0};
    char id[BUREAU_ID_SIZE];
    char sql[300];
    static struct rows_names names;
    desk_up(&d, s, 2);
    desk_register(&d, "ladder-model", id);
    desk_down(&d);
    sqlite3 *db = store_db(s->data, 1);
    struct rows_sample *model = rows_read(db, id, "none");
    struct rows_writer *w = rows_writer_new(db, NULL);
    rows_link(model, model);
    rows_run(db, "PRAGMA synchronous = OFF; BEGIN; CREATE TEMP TABLE fresh (id TEXT PRIMARY KEY, part INTEGER)");
    for (int i = 0; i < parts * each; i++) {
        rows_name(model, now_ms, 7000000 + i, &names);
        rows_insert(w, model, &names, 0, 0);
        snprintf(sql, sizeof sql, "INSERT INTO fresh VALUES ('%s', %d)", rows_case_id(model, &names), i / each);
        rows_run(db, sql);
    }
    rows_writer_free(w);
    snprintf(
        sql, sizeof sql,
        "UPDATE deadline_levels SET at_ms = %lld + 60000 * (SELECT f.part + 1 FROM fresh f JOIN deadlines d ON "
        "d.case_id = f.id "
        "WHERE d.id = deadline_id) WHERE level = 1 AND deadline_id IN (SELECT d.id FROM fresh f JOIN deadlines d ON "
        "d.case_id = f.id)",
        (long long)now_ms);
    rows_run(db, sql);
    rows_run(db, "COMMIT; PRAGMA wal_checkpoint(TRUNCATE)");
    rows_free(model);
    sqlite3_close(db);
}

void ladder_measure(const struct bench_settings *b, double *per_s, int repeats)
{
    struct store s;
    struct config config;
    struct runtime *rt;
    char message[OFFICE_MESSAGE_SIZE];
    int64_t now_ms = (int64_t)time(NULL) * 1000;
    store_open(b, LADDER_CASES, "ladder", 1, &s);
    fill(&s, now_ms, repeats, b->is_quick ? LADDER_QUICK : LADDER_FULL);
    config_init(&config);
    set(&config, "data", s.data);
    set(&config, "listen", "127.0.0.1:0");
    set(&config, "log_level", "warn");
    struct clock *clock = clock_manual_new(now_ms);
    struct runtime_options options = {.config = &config, .clock = clock, .no_ticker = 1};
    if (runtime_start(&options, &rt, message) != RC_OK) {
        bench_give_up("%s", message);
    }
    for (int i = 0; i < repeats; i++) {
        int fired = 0;
        clock_manual_set(clock, now_ms + (int64_t)(i + 1) * LADDER_MINUTE_MS);
        double from = now_s();
        if (runtime_tick(rt, &fired) != RC_OK || fired < 1) {
            bench_give_up("the sweep fired %d rungs", fired);
        }
        per_s[i] = fired / (now_s() - from);
    }
    runtime_stop(rt);
    clock_free(clock);
    config_free(&config);
}

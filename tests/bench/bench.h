/*
 * bench.h - what the parts of the bench share: stores, the server under test, and what is measured.
 *
 * Runs on: the main thread; sources of load.h on the generator's threads. Owns: see each part.
 */
#ifndef BENCH_BENCH_H
#define BENCH_BENCH_H

#include "load.h"
#include "rows.h"
#include "support/bureau.h"
#include "support/program.h"

#include <stdint.h>

enum { BENCH_REPEATS_MAX = 15, BENCH_PATH = 512 };

struct bench_settings {
    const char *folder; /* stores live here between runs */
    int is_quick;       /* 10 000 cases only, short runs */
    int repeats;
    double run_s;
    int threads; /* of the server and of the limit */
    int generators;
    const char *only; /* NULL: everything; else the name of one part */
};

/* Stores -------------------------------------------------------------------------------------------------------------- */

/* A data folder with many cases, and the people who work in it. */
struct store {
    char data[BENCH_PATH];
    long cases;
    struct bureau bureau;
};

/* Made when it is not there, or was made by another schema or long ago. `is_copy`: a copy that may be spoilt, else the kept one. */
void store_open(const struct bench_settings *b, long cases, const char *name, int is_copy, struct store *out);
/* Reads the whole file once: what is compared is the work of the server, not the disk's. */
void store_warm(const struct store *s);
/* "<data>/petitiond.db", opened for reading or writing; ends the program when it cannot. */
sqlite3 *store_db(const char *data, int is_writable);
/* Settings as the product's writer has them. */
void store_like_writer(sqlite3 *db);
/* Ids of up to `max` cases, from all over the store or the newest, which an office works on. Free with free(). */
enum store_pick { STORE_SPREAD, STORE_NEWEST };
char (*store_ids(const struct store *s, enum store_pick pick, long max, long *count))[BUREAU_ID_SIZE];

/* The server under test ------------------------------------------------------------------------------------------------ */

struct desk {
    const struct store *store;
    struct program program;
    int is_up;
};

void desk_up(struct desk *d, const struct store *store, int threads);
void desk_down(struct desk *d);
/* Value of a metric of the server. */
double desk_metric(const struct desk *d, const char *name);
double desk_rss_mib(const struct desk *d);
/* One request; the reply's body is copied (free with free()). Ends the program when the status is another. */
char *desk_call(const struct desk *d, enum bureau_desk who, const char *method, const char *path, const char *fields,
                const char *body, int expected);
/* Registers one case; its id. `key` is the Idempotency-Key. */
void desk_register(const struct desk *d, const char *key, char id[BUREAU_ID_SIZE]);
/* An event of a case at this version; fields without braces. */
void desk_act(const struct desk *d, enum bureau_desk who, const char *id, int version, const char *event,
              const char *fields, const char *key);
/* The body of an ordinary registration. */
int desk_registration(char *out, size_t size, const struct bureau *b, const char *title);
/* Fields of the events that are measured, one after the other: screen, dispatch, accept. */
enum { DESK_STEPS = 3 };
const char *desk_step_event(int step);
enum bureau_desk desk_step_who(int step);
int desk_step_fields(char *out, size_t size, const struct bureau *b, int step);

/* Measures ------------------------------------------------------------------------------------------------------------- */

/* Cases that were registered and wait to be worked on. */
struct pool {
    char (*ids)[BUREAU_ID_SIZE];
    long room;
    _Atomic long count, taken;
};
void pool_init(struct pool *p, long room);
void pool_free(struct pool *p);

void measure_get(const struct bench_settings *b, const struct desk *d, char (*ids)[BUREAU_ID_SIZE], long count,
                 struct load_result *out);
enum measure_list { LIST_ALL, LIST_UNIT };
void measure_list(const struct bench_settings *b, const struct desk *d, enum measure_list kind,
                  struct load_result *out);
/* Registered ids go to `pool`, which may be NULL. */
void measure_register(const struct bench_settings *b, const struct desk *d, int clients, struct pool *pool,
                      struct load_result *out);
/* Screens, dispatches and accepts the cases of the pool; runs dry when they are all done. */
void measure_transitions(const struct bench_settings *b, const struct desk *d, int clients, struct pool *pool,
                         struct load_result *out);
void measure_hello(const struct bench_settings *b, double body_bytes, struct load_result *out);

/* The raw limit of writing: the same rows by SQLite alone. */
struct raw;
struct raw *raw_new(const struct bench_settings *b);
void raw_free(struct raw *r);
/* Logical writes per second in groups of `batch`. */
double raw_register(struct raw *r, int batch, double seconds);
double raw_transitions(struct raw *r, int batch, double seconds);
void raw_describe(const struct raw *r, char *out, size_t size);

/* Rungs fired per second, once for each repeat. */
void ladder_measure(const struct bench_settings *b, double *per_s, int repeats);

/* Results -------------------------------------------------------------------------------------------------------------- */

struct series {
    double value[BENCH_REPEATS_MAX];
    int count;
};
void series_add(struct series *s, double value);
double series_median(const struct series *s);
double now_s(void);
__attribute__((noreturn, format(printf, 1, 2))) void bench_give_up(const char *format, ...);

#endif

/*
 * bench.c - measures the server against the limits of what it is built on, in the same run on the same machine.
 *
 *   bench [--json FILE] [--quick] [--repeats N] [--folder DIR] [--only get|list|write|ladder|start|scale]
 * Ratios are medians of alternating runs: limit, product, limit, product ... Absolute figures drift with the machine.
 *
 * Runs on: the main thread. Owns: everything below the folder.
 */
#include "bench.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { SMALL = 10000, LARGE = 1000000, IDS = 100000, IN_USE = 10000, IN_HAND = 1000, CLIENTS = 64, POOL = 200000 };

enum key {
    GET_VS_HELLO,
    LIST_VS_HELLO,
    REGISTER_VS_RAW,
    REGISTER_C1,
    REGISTER_C16,
    REGISTER_C64,
    REGISTER_C256,
    TRANSITION_VS_RAW,
    LADDER_PER_S,
    COLD_START,
    RSS_IDLE,
    SCALE,
    KEYS
};

static const char *const key_names[KEYS] = {"get_case_vs_hello",   "list50_vs_hello",       "register_vs_raw_c64",
                                            "register_per_s_c1",   "register_per_s_c16",    "register_per_s_c64",
                                            "register_per_s_c256", "transition_vs_raw_c64", "ladder_per_s",
                                            "cold_start_ms",       "rss_idle_mib",          "scale_1m_vs_10k"};

struct results {
    struct series key[KEYS];
};

void series_add(struct series *s, double value)
{
    if (s->count < BENCH_REPEATS_MAX) {
        s->value[s->count++] = value;
    }
}

static int by_value(const void *a, const void *b)
{
    double x = *(const double *)a;
    double y = *(const double *)b;
    return x < y ? -1 : x > y;
}

double series_median(const struct series *s)
{
    double sorted[BENCH_REPEATS_MAX];
    if (s->count == 0) {
        return 0;
    }
    memcpy(sorted, s->value, sizeof sorted);
    qsort(sorted, (size_t)s->count, sizeof sorted[0], by_value);
    return s->count % 2 != 0 ? sorted[s->count / 2] : (sorted[s->count / 2 - 1] + sorted[s->count / 2]) / 2;
}

static void line(const char *what, const char *format, ...) __attribute__((format(printf, 2, 3)));
static void line(const char *what, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    printf("%-44s ", what);
    vprintf(format, args);
    printf("\n");
    va_end(args);
}

static int is_wanted(const struct bench_settings *b, const char *part)
{
    return b->only == NULL || strcmp(b->only, part) == 0;
}

/* Reads against hello ---------------------------------------------------------------------------------------------------- */

struct read_runs {
    struct series product, hello, p50, p99;
    double body;
};

static void read_once(const struct bench_settings *b, const struct load_result *r, struct read_runs *runs)
{
    struct load_result limit;
    runs->body = r->body_bytes;
    measure_hello(b, r->body_bytes, &limit);
    series_add(&runs->product, r->per_s);
    series_add(&runs->hello, limit.per_s);
    series_add(&runs->p50, r->p50_ms);
    series_add(&runs->p99, r->p99_ms);
}

static double read_report(const char *what, const struct read_runs *runs)
{
    double ratio = series_median(&runs->product) / series_median(&runs->hello);
    line(what, "%7.0f per s   %7.0f per s   %5.2f   p50 %.2f ms  p99 %.2f ms  (%.0f bytes)",
         series_median(&runs->product), series_median(&runs->hello), ratio, series_median(&runs->p50),
         series_median(&runs->p99), runs->body);
    return ratio;
}

static void part_reads(const struct bench_settings *b, struct results *out)
{
    struct store s;
    struct desk d = {0};
    struct read_runs get = {0};
    struct read_runs any = {0};
    struct read_runs list = {0};
    long count;
    long few;
    store_open(b, SMALL, "reads", 1, &s);
    char(*ids)[BUREAU_ID_SIZE] = store_ids(&s, STORE_NEWEST, IN_USE, &count);
    char(*in_hand)[BUREAU_ID_SIZE] = store_ids(&s, STORE_SPREAD, IN_HAND, &few);
    desk_up(&d, &s, b->threads);
    for (int i = 0; i < b->repeats; i++) {
        struct load_result r;
        if (is_wanted(b, "get")) {
            measure_get(b, &d, in_hand, few, &r);
            read_once(b, &r, &get);
            measure_get(b, &d, ids, count, &r);
            read_once(b, &r, &any);
        }
        if (is_wanted(b, "list")) {
            measure_list(b, &d, LIST_ALL, &r);
            read_once(b, &r, &list);
        }
    }
    desk_down(&d);
    free(ids);
    free(in_hand);
    if (is_wanted(b, "get")) {
        series_add(&out->key[GET_VS_HELLO], read_report("GET a case, 1 000 in hand", &get));
        read_report("GET a case, the 10 000 newest", &any);
    }
    if (is_wanted(b, "list")) {
        series_add(&out->key[LIST_VS_HELLO], read_report("list 50 by cursor", &list));
    }
}

/* Writes against SQLite alone -------------------------------------------------------------------------------------------- */

struct write_runs {
    struct series product, raw, p50, p99, batch;
};

/* Jobs in a commit while `d` was measured. */
struct batch_meter {
    double jobs, commits;
};

static struct batch_meter meter_read(const struct desk *d)
{
    return (struct batch_meter){desk_metric(d, "petitiond_writer_jobs_total"),
                                desk_metric(d, "petitiond_writer_commits_total")};
}

static double meter_batch(const struct desk *d, const struct batch_meter *from)
{
    struct batch_meter to = meter_read(d);
    return to.commits > from->commits ? (to.jobs - from->jobs) / (to.commits - from->commits) : 1;
}

static void write_add(struct write_runs *w, const struct load_result *r, double raw, double batch)
{
    series_add(&w->product, r->per_s);
    series_add(&w->p50, r->p50_ms);
    series_add(&w->p99, r->p99_ms);
    series_add(&w->raw, raw);
    series_add(&w->batch, batch);
}

static double write_report(const char *what, const struct write_runs *w)
{
    double ratio = series_median(&w->raw) > 0 ? series_median(&w->product) / series_median(&w->raw) : 0;
    if (ratio > 0) {
        line(what, "%7.0f per s   %7.0f per s   %5.2f   p50 %.2f ms  p99 %.2f ms  (%.0f in a commit)",
             series_median(&w->product), series_median(&w->raw), ratio, series_median(&w->p50), series_median(&w->p99),
             series_median(&w->batch));
    } else {
        line(what, "%7.0f per s                           p50 %.2f ms  p99 %.2f ms  (%.0f in a commit)",
             series_median(&w->product), series_median(&w->p50), series_median(&w->p99), series_median(&w->batch));
    }
    return ratio;
}

static void register_once(const struct bench_settings *b, const struct desk *d, struct raw *raw, int clients,
                          struct pool *pool, struct write_runs *w)
{
    struct load_result r;
    struct batch_meter from = meter_read(d);
    measure_register(b, d, clients, pool, &r);
    double batch = meter_batch(d, &from);
    write_add(w, &r, raw != NULL ? raw_register(raw, (int)(batch + 0.5), b->run_s) : 0, batch);
}

static void transitions_once(const struct bench_settings *b, const struct desk *d, struct raw *raw, struct pool *pool,
                             struct write_runs *w)
{
    struct load_result r;
    struct batch_meter from = meter_read(d);
    measure_transitions(b, d, CLIENTS, pool, &r);
    double batch = meter_batch(d, &from);
    write_add(w, &r, raw != NULL ? raw_transitions(raw, (int)(batch + 0.5), b->run_s) : 0, batch);
}

static void part_writes(const struct bench_settings *b, struct results *out)
{
    static const int others[] = {1, 16, 256};
    static const enum key keys[] = {REGISTER_C1, REGISTER_C16, REGISTER_C256};
    struct store s;
    struct desk d = {0};
    struct write_runs at64 = {0};
    struct write_runs events = {0};
    struct write_runs at[3] = {{{{0}, 0}, {{0}, 0}, {{0}, 0}, {{0}, 0}, {{0}, 0}}};
    struct raw *raw = raw_new(b);
    char what[64];
    store_open(b, SMALL, "writes", 1, &s);
    desk_up(&d, &s, b->threads);
    for (int i = 0; i < b->repeats; i++) {
        struct pool pool;
        pool_init(&pool, POOL);
        register_once(b, &d, raw, CLIENTS, &pool, &at64);
        transitions_once(b, &d, raw, &pool, &events);
        pool_free(&pool);
        for (int k = 0; k < 3; k++) {
            register_once(b, &d, NULL, others[k], NULL, &at[k]);
        }
    }
    desk_down(&d);
    series_add(&out->key[REGISTER_VS_RAW], write_report("register, 64 clients", &at64));
    series_add(&out->key[REGISTER_C64], series_median(&at64.product));
    series_add(&out->key[TRANSITION_VS_RAW], write_report("screen, dispatch, accept, 64 clients", &events));
    for (int k = 0; k < 3; k++) {
        snprintf(what, sizeof what, "register, %d client%s", others[k], others[k] > 1 ? "s" : "");
        write_report(what, &at[k]);
        series_add(&out->key[keys[k]], series_median(&at[k].product));
    }
    raw_describe(raw, what, sizeof what);
    line("", "%s", what);
    raw_free(raw);
}

/* The rest ---------------------------------------------------------------------------------------------------------------- */

static void part_ladder(const struct bench_settings *b, struct results *out)
{
    double per_s[BENCH_REPEATS_MAX];
    ladder_measure(b, per_s, b->repeats);
    for (int i = 0; i < b->repeats; i++) {
        series_add(&out->key[LADDER_PER_S], per_s[i]);
    }
    line("rungs of ladders fired", "%7.0f per s", series_median(&out->key[LADDER_PER_S]));
}

static void start_once(const struct bench_settings *b, const struct store *s, struct series *start_ms,
                       struct series *rss)
{
    struct desk d = {0};
    double from = now_s();
    desk_up(&d, s, b->threads);
    series_add(start_ms, (now_s() - from) * 1000);
    usleep(300000);
    series_add(rss, desk_rss_mib(&d));
    desk_down(&d);
}

static void part_start(const struct bench_settings *b, struct results *out)
{
    struct store s;
    struct series large_ms = {0};
    struct series large_rss = {0};
    store_open(b, SMALL, "start", 1, &s);
    for (int i = 0; i < b->repeats; i++) {
        start_once(b, &s, &out->key[COLD_START], &out->key[RSS_IDLE]);
    }
    line("cold start, 10 000 cases", "%7.0f ms", series_median(&out->key[COLD_START]));
    line("memory at rest, 10 000 cases", "%7.1f MiB", series_median(&out->key[RSS_IDLE]));
    if (b->is_quick) {
        return;
    }
    store_open(b, LARGE, "start", 0, &s);
    for (int i = 0; i < b->repeats; i++) {
        start_once(b, &s, &large_ms, &large_rss);
    }
    line("cold start, 1 000 000 cases", "%7.0f ms", series_median(&large_ms));
    line("memory at rest, 1 000 000 cases", "%7.1f MiB", series_median(&large_rss));
}

/* One size against the other; the same measures, taken in turn. */
enum { SCALE_HAND, SCALE_IN_USE, SCALE_LIST, SCALE_UNIT, SCALE_REGISTER, SCALE_EVENTS, SCALE_MEASURES };
static const char *const scale_names[SCALE_MEASURES] = {"GET a case, 1 000 from all over",
                                                        "GET a case, the 10 000 newest",
                                                        "list 50, everything",
                                                        "list 50, one unit",
                                                        "register, 64 clients",
                                                        "events, 64 clients"};

struct scale_side {
    struct store store;
    struct desk desk;
    char (*newest)[BUREAU_ID_SIZE], (*spread)[BUREAU_ID_SIZE], (*any)[BUREAU_ID_SIZE];
    long newest_count, spread_count, any_count;
    struct series at[SCALE_MEASURES];
    struct series first_look; /* any of IDS: hardly one was asked for before */
};

static void scale_once(const struct bench_settings *b, struct scale_side *s)
{
    struct load_result r;
    struct pool pool;
    pool_init(&pool, POOL);
    store_warm(&s->store);
    measure_get(b, &s->desk, s->spread, s->spread_count, &r);
    series_add(&s->at[SCALE_HAND], r.per_s);
    measure_get(b, &s->desk, s->newest, s->newest_count, &r);
    series_add(&s->at[SCALE_IN_USE], r.per_s);
    measure_list(b, &s->desk, LIST_ALL, &r);
    series_add(&s->at[SCALE_LIST], r.per_s);
    measure_list(b, &s->desk, LIST_UNIT, &r);
    series_add(&s->at[SCALE_UNIT], r.per_s);
    measure_register(b, &s->desk, CLIENTS, &pool, &r);
    series_add(&s->at[SCALE_REGISTER], r.per_s);
    measure_transitions(b, &s->desk, CLIENTS, &pool, &r);
    series_add(&s->at[SCALE_EVENTS], r.per_s);
    measure_get(b, &s->desk, s->any, s->any_count, &r);
    series_add(&s->first_look, r.per_s);
    pool_free(&pool);
}

static void part_scale(const struct bench_settings *b, struct results *out)
{
    static struct scale_side sides[2];
    double worst = 0;
    for (int i = 0; i < 2; i++) {
        struct scale_side *s = &sides[i];
        store_open(b, i == 0 ? SMALL : LARGE, "scale", i == 0, &s->store);
        s->newest = store_ids(&s->store, STORE_NEWEST, IN_USE, &s->newest_count);
        s->spread = store_ids(&s->store, STORE_SPREAD, IN_HAND, &s->spread_count);
        s->any = store_ids(&s->store, STORE_SPREAD, IDS, &s->any_count);
        desk_up(&s->desk, &s->store, b->threads);
    }
    for (int i = 0; i < b->repeats; i++) {
        scale_once(b, &sides[0]);
        scale_once(b, &sides[1]);
    }
    for (int m = 0; m < SCALE_MEASURES; m++) {
        double small = series_median(&sides[0].at[m]);
        double large = series_median(&sides[1].at[m]);
        double slow = large > 0 ? small / large : 99;
        worst = slow > worst ? slow : worst;
        line(scale_names[m], "%7.0f at 10 000  %7.0f at 1 000 000   %5.2f times slower", small, large, slow);
    }
    line("GET a case, any of the whole store", "%7.0f at 10 000  %7.0f at 1 000 000   (any of 100 000: first looks)",
         series_median(&sides[0].first_look), series_median(&sides[1].first_look));
    for (int i = 0; i < 2; i++) {
        desk_down(&sides[i].desk);
        free(sides[i].newest);
        free(sides[i].spread);
        free(sides[i].any);
    }
    series_add(&out->key[SCALE], worst);
}

/* The program ------------------------------------------------------------------------------------------------------------- */

static void machine(char *out, size_t size)
{
    char model[120] = "unknown processor";
    char text[300];
    FILE *f = fopen("/proc/cpuinfo", "r");
    while (f != NULL && fgets(text, sizeof text, f) != NULL) {
        if (sscanf(text, "model name : %119[^\n]", model) == 1) {
            break;
        }
    }
    if (f != NULL) {
        fclose(f);
    }
    snprintf(out, size, "%s, %ld cores, %ld MiB", model, sysconf(_SC_NPROCESSORS_ONLN),
             sysconf(_SC_PHYS_PAGES) / 1024 * sysconf(_SC_PAGESIZE) / 1024);
}

static void write_json(const char *path, const struct results *r, const char *where, const char *commit)
{
    FILE *f = fopen(path, "w");
    if (f == NULL) {
        bench_give_up("cannot write %s", path);
    }
    fprintf(f, "{\n");
    for (int i = 0; i < KEYS; i++) {
        if (r->key[i].count > 0) {
            fprintf(f, "  \"%s\": %.6g,\n", key_names[i], series_median(&r->key[i]));
        } else {
            fprintf(f, "  \"%s\": null,\n", key_names[i]);
        }
    }
    fprintf(f, "  \"machine\": \"%s\",\n  \"commit\": \"%s\"\n}\n", where, commit);
    fclose(f);
}

static int parse(int argc, char **argv, struct bench_settings *b, const char **json)
{
    for (int i = 1; i < argc; i++) {
        const char *value = i + 1 < argc ? argv[i + 1] : NULL;
        if (strcmp(argv[i], "--quick") == 0) {
            b->is_quick = 1;
            b->repeats = 3;
            b->run_s = 0.5;
        } else if (value != NULL && strcmp(argv[i], "--json") == 0) {
            *json = argv[++i];
        } else if (value != NULL && strcmp(argv[i], "--repeats") == 0) {
            b->repeats = (int)strtol(argv[++i], NULL, 10);
        } else if (value != NULL && strcmp(argv[i], "--seconds") == 0) {
            b->run_s = strtod(argv[++i], NULL);
        } else if (value != NULL && strcmp(argv[i], "--generators") == 0) {
            b->generators = (int)strtol(argv[++i], NULL, 10);
        } else if (value != NULL && strcmp(argv[i], "--folder") == 0) {
            b->folder = argv[++i];
        } else if (value != NULL && strcmp(argv[i], "--only") == 0) {
            b->only = argv[++i];
        } else {
            return 0;
        }
    }
    return b->repeats > 0 && b->repeats <= BENCH_REPEATS_MAX && b->run_s > 0;
}

static void run_parts(const struct bench_settings *b, struct results *r)
{
    line("", "%-16s%-16s%s", "product", "limit", "ratio");
    if (is_wanted(b, "get") || is_wanted(b, "list")) {
        part_reads(b, r);
    }
    if (is_wanted(b, "write")) {
        part_writes(b, r);
    }
    if (is_wanted(b, "ladder")) {
        part_ladder(b, r);
    }
    if (is_wanted(b, "start")) {
        part_start(b, r);
    }
    if (is_wanted(b, "scale") && !b->is_quick) {
        part_scale(b, r);
    }
}

int main(int argc, char **argv)
{
    struct bench_settings b = {.folder = TEST_SOURCE_DIR "/build/bench",
                               .repeats = 5,
                               .run_s = 2,
                               .threads = (int)sysconf(_SC_NPROCESSORS_ONLN),
                               .generators = 1};
    static struct results results;
    const char *json = NULL;
    const char *commit = getenv("BENCH_COMMIT");
    char where[200];
    if (!parse(argc, argv, &b, &json)) {
        fprintf(stderr,
                "usage: bench [--json FILE] [--quick] [--repeats N] [--seconds N] [--generators N] [--folder DIR]\n"
                "             [--only get|list|write|ladder|start|scale]\n");
        return 2;
    }
    setvbuf(stdout, NULL, _IOLBF, 0);
    mkdir(TEST_SOURCE_DIR "/build", 0755);
    mkdir(b.folder, 0755);
    machine(where, sizeof where);
    commit = commit != NULL ? commit : "unknown";
    printf("%s; commit %s; %d runs of %.1f s each, medians\n", where, commit, b.repeats, b.run_s);
    run_parts(&b, &results);
    if (json != NULL) {
        write_json(json, &results, where, commit);
    }
    return 0;
}

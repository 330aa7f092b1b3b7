/*
 * metrics.c - see metrics.h.
 *
 * Runs on: any thread. Owns: the rows. Rows without a request are left out, so that the text stays short.
 */
#include "http/metrics.h"
#include "base/buf.h"

#include <stdlib.h>

static const int bounds_ms[METRICS_BUCKETS] = {1, 2, 5, 10, 25, 50, 100, 250, 500, 1000, 2500, 0};
static const char *const bound_names[METRICS_BUCKETS] = {"0.001", "0.002", "0.005", "0.01", "0.025", "0.05",
                                                         "0.1",   "0.25",  "0.5",   "1",    "2.5",   "+Inf"};

enum rc metrics_init(struct metrics *m, const struct router *router)
{
    m->router = router;
    m->rows = calloc((size_t)router_count(router) + 1, sizeof *m->rows);
    return m->rows == NULL ? RC_UNAVAILABLE : RC_OK;
}

void metrics_fini(struct metrics *m)
{
    free(m->rows);
    m->rows = NULL;
}

static void add(_Atomic uint64_t *counter, uint64_t n)
{
    atomic_fetch_add_explicit(counter, n, memory_order_relaxed);
}

static uint64_t get(const _Atomic uint64_t *counter)
{
    return atomic_load_explicit(counter, memory_order_relaxed);
}

void metrics_count(struct metrics *m, int index, int status, int64_t took_ms)
{
    struct metrics_row *row = &m->rows[index >= 0 ? index : router_count(m->router)];
    int bucket = 0;
    while (bucket < METRICS_BUCKETS - 1 && took_ms > bounds_ms[bucket]) {
        bucket++;
    }
    int class = status / 100 - 1;
    add(&row->by_class[class >= 0 && class < METRICS_CLASSES ? class : METRICS_CLASSES - 1], 1);
    add(&row->by_time[bucket], 1);
    add(&row->sum_ms, took_ms > 0 ? (uint64_t)took_ms : 0);
}

static const char *operation_of(const struct metrics *m, int i)
{
    return i < router_count(m->router) ? router_endpoint(m->router, i)->operation : "other";
}

static void write_requests(const struct metrics *m, struct buf *out)
{
    buf_puts(out, "# HELP http_requests_total Answered requests.\n# TYPE http_requests_total counter\n");
    for (int i = 0; i <= router_count(m->router); i++) {
        for (int c = 0; c < METRICS_CLASSES; c++) {
            uint64_t n = get(&m->rows[i].by_class[c]);
            if (n > 0) {
                buf_printf(out, "http_requests_total{operation=\"%s\",status=\"%dxx\"} %llu\n", operation_of(m, i),
                           c + 1, (unsigned long long)n);
            }
        }
    }
}

static void write_times(const struct metrics *m, struct buf *out)
{
    buf_puts(out, "# HELP http_request_seconds Time from the header fields to the end of the answer.\n"
                  "# TYPE http_request_seconds histogram\n");
    for (int i = 0; i <= router_count(m->router); i++) {
        const struct metrics_row *row = &m->rows[i];
        const char *name = operation_of(m, i);
        uint64_t total = 0;
        for (int b = 0; b < METRICS_BUCKETS; b++) {
            total += get(&row->by_time[b]);
        }
        if (total == 0) {
            continue;
        }
        uint64_t below = 0;
        for (int b = 0; b < METRICS_BUCKETS; b++) {
            below += get(&row->by_time[b]);
            buf_printf(out, "http_request_seconds_bucket{operation=\"%s\",le=\"%s\"} %llu\n", name, bound_names[b],
                       (unsigned long long)below);
        }
        uint64_t sum = get(&row->sum_ms);
        buf_printf(out, "http_request_seconds_sum{operation=\"%s\"} %llu.%03llu\n", name,
                   (unsigned long long)(sum / 1000), (unsigned long long)(sum % 1000));
        buf_printf(out, "http_request_seconds_count{operation=\"%s\"} %llu\n", name, (unsigned long long)below);
    }
}

static void write_one(struct buf *out, const char *name, const char *type, const char *help, int64_t value)
{
    buf_printf(out, "# HELP %s %s\n# TYPE %s %s\n%s %lld\n", name, help, name, type, name, (long long)value);
}

void metrics_write(const struct metrics *m, struct buf *out)
{
    write_requests(m, out);
    write_times(m, out);
    write_one(out, "http_connections", "gauge", "Open connections.", atomic_load(&m->connections));
    write_one(out, "http_in_flight", "gauge", "Requests under way.", atomic_load(&m->in_flight));
    write_one(out, "http_suspended", "gauge", "Requests that wait for the writer or a craft thread.",
              atomic_load(&m->suspended));
    write_one(out, "http_body_bytes", "gauge", "Bytes of request bodies in memory.", atomic_load(&m->body_bytes));
    write_one(out, "http_rate_limited_total", "counter", "Requests refused by a rate limit.",
              (int64_t)get(&m->rate_limited));
    write_one(out, "http_abandoned_total", "counter", "Requests answered before their job had ended.",
              (int64_t)get(&m->abandoned));
}

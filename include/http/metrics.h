/*
 * metrics.h - counters of the http layer in Prometheus' text form.
 *
 * Runs on: any thread; plain atomic counters. Owns: one row per operation. No label ever holds what a client sent.
 */
#ifndef HTTP_METRICS_H
#define HTTP_METRICS_H

#include "base/rc.h"
#include "http/router.h"

#include <stdatomic.h>
#include <stdint.h>

struct buf;

enum { METRICS_CLASSES = 5, METRICS_BUCKETS = 12 };

struct metrics_row {
    _Atomic uint64_t by_class[METRICS_CLASSES]; /* 1xx to 5xx */
    _Atomic uint64_t by_time[METRICS_BUCKETS];
    _Atomic uint64_t sum_ms;
};

struct metrics {
    const struct router *router;
    struct metrics_row *rows; /* per endpoint, then one for everything else */
    _Atomic int64_t connections, in_flight, suspended, body_bytes;
    _Atomic uint64_t rate_limited, abandoned;
};

RC_MUST enum rc metrics_init(struct metrics *m, const struct router *router);
void metrics_fini(struct metrics *m);
/* One answered request; `index` of the endpoint or -1. */
void metrics_count(struct metrics *m, int index, int status, int64_t took_ms);
void metrics_write(const struct metrics *m, struct buf *out);

#endif

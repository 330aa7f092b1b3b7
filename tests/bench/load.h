/*
 * load.h - a load generator: keep-alive connections on epoll, one request in flight on each.
 *
 * The same generator drives the product and the limits it is held against, on the same cores.
 *
 * Runs on: the caller's thread, and threads of its own for the length of load_run. Owns: its sockets.
 */
#ifndef BENCH_LOAD_H
#define BENCH_LOAD_H

#include <stddef.h>
#include <stdint.h>

enum { LOAD_REQUEST_MAX = 16 * 1024, LOAD_REPLY_MAX = 512 * 1024 };

struct load_reply {
    int status;
    const char *head, *body; /* both NUL-terminated, until the callback returns */
    size_t size;             /* of the body */
};

/* What is sent and what is made of the answers. Called by the thread that has the connection; a connection stays with its thread. */
struct load_source {
    /* Writes a whole request for connection `slot`; its size, or 0 when this connection has no more to do. */
    size_t (*next)(void *arg, int slot, char *out);
    /* May be NULL. 0: this was not what it should be. */
    int (*seen)(void *arg, int slot, const struct load_reply *r);
    void *arg;
    int expected; /* status */
};

struct load_plan {
    int port, connections, threads;
    double warm_s, run_s; /* what is answered in the first is not counted */
};

struct load_result {
    double seconds, per_s;
    long done, bad;
    double p50_ms, p99_ms;
    double body_bytes; /* on average */
    int bad_status;    /* of the last bad one */
    char bad_body[300];
};

/* Ends the program when the server goes away: nothing that is measured then means anything. */
void load_run(const struct load_plan *plan, const struct load_source *source, struct load_result *out);

#endif

/*
 * hello.h - the limit of HTTP: libmicrohttpd with the product's threads, answering a constant body.
 *
 * Runs on: a process of its own, as the product does. Owns: that process, until hello_stop.
 */
#ifndef BENCH_HELLO_H
#define BENCH_HELLO_H

#include <stddef.h>
#include <sys/types.h>

struct hello {
    pid_t pid;
    int port;
};

void hello_start(struct hello *h, size_t body_bytes, int threads);
void hello_stop(struct hello *h);

#endif

/*
 * loop.h - a server on the loopback with a small table of its own, and a client that sends raw bytes.
 *
 * The store is real (an empty database and no statements); handlers work on what came in. The writer can be held, so that a
 * test decides when a parked request goes on.
 *
 * Runs on: the test's main thread. Owns: the server, the store, sockets until loop_close.
 */
#ifndef TESTS_HTTP_LOOP_H
#define TESTS_HTTP_LOOP_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "http/server.h"

enum { LOOP_TEXT_MAX = 1 << 20 };

struct loop {
    struct server_options options; /* may be changed before loop_start */
    struct server *server;
    struct writer *writer;
    struct readers *readers;
    struct clock *clock;
    const char *path;
};

/* One answer. Texts live until the next loop_read on the same thread. */
struct loop_answer {
    int status; /* 0: the connection was closed without one */
    char head[16384];
    char body[LOOP_TEXT_MAX];
    size_t body_size;
};

/* Options for quick tests: two workers, no rate limit, long time limits. */
void loop_prepare(struct loop *l);
void loop_start(struct loop *l);
void loop_stop(struct loop *l);

/* The next job waits in the writer until loop_release. */
void loop_hold(struct loop *l);
void loop_release(struct loop *l);

int loop_connect(const struct loop *l);
void loop_send(int fd, const char *bytes, size_t n);
void loop_say(int fd, const char *text);
/* Reads one answer; `is_head` for answers without a body. */
void loop_read(int fd, int is_head, struct loop_answer *out);
/* 1 when the peer has closed and nothing is left to read. */
int loop_is_closed(int fd);
/* One request on a connection of its own. */
void loop_ask(const struct loop *l, const char *request, struct loop_answer *out);
/* Value of a header field of the answer, or NULL; in static storage. */
const char *loop_field(const struct loop_answer *answer, const char *name);

/* How often the writing handler of the table has run. */
int loop_writes(void);
void loop_reset_writes(void);
/* The craft step of a text "slow" waits while this is 1. */
void loop_set_slow(int is_slow);
/* Waits until a craft thread has come to such a text. */
void loop_wait_slow(void);
extern const struct endpoint_table loop_table;

#endif

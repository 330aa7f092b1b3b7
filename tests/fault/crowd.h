/*
 * crowd.h - what the parts of the crowd share: one client, its cases, and the requests that it can think of.
 *
 * Runs on: the client's own thread. Owns: nothing by itself.
 */
#ifndef FAULT_CROWD_H
#define FAULT_CROWD_H

#include "fault.h"

#include <pthread.h>
#include <stdatomic.h>

enum { CROWD_CASES = 64, CROWD_STATE_SIZE = 24 };

/* A case that this client has registered and still works on; nobody else but the ladder touches it. */
struct own_case {
    char id[BUREAU_ID_SIZE];
    char state[CROWD_STATE_SIZE];
    int64_t version;
    int at_two; /* dispatched to the second department */
};

struct member {
    pthread_t thread;
    struct crowd *crowd;
    int number;
    uint64_t chance;
    unsigned serial; /* of keys */
    struct wire *wire;
    struct book book;
    struct own_case cases[CROWD_CASES];
    int case_count;
};

struct crowd {
    const struct bureau *bureau;
    uint64_t seed;
    int size;
    int port;
    atomic_int is_halted;
    struct member *members;
};

/* A new request of any kind, written down, or NULL when there is nothing to do with that case. */
struct op *request_think(struct member *m);
/* Sends it (again), and writes down the answer. */
enum wire_end request_send(struct member *m, struct op *op, struct wire_reply *r);
/* What the client knows of its cases after an answer. */
void request_learn(struct member *m, const struct op *op);

#endif

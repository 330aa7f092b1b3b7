/*
 * conns.h - the open connections and what each may still take its time for.
 *
 * The library's own timeout starts again at every byte, so a client that drips can stay for ever. Here every connection has
 * one deadline that only progress of the request moves; a thread shuts down the sockets that are past it. A connection whose
 * request is parked with the writer has a deadline of its own: past it the request is abandoned, that is answered without
 * waiting for the job.
 *
 * Runs on: workers, and one thread of its own. Owns: its entries; sockets belong to the library, which reports a close before
 * it closes the descriptor, so a descriptor in the list is never somebody else's.
 */
#ifndef HTTP_CONNS_H
#define HTTP_CONNS_H

#include "base/rc.h"
#include "http/peer.h"

#include <stdatomic.h>
#include <stdint.h>

#define CONN_NEVER INT64_MAX

struct conns;
struct tls;

struct conn {
    int fd;
    struct peer peer;            /* who is at the other end, a proxy perhaps; constant */
    int is_proxy;                /* a proxy that we believe; set before the first request */
    struct tls *tls;             /* the server's, for the handshake; set before it */
    _Atomic int64_t deadline_ms; /* monotonic */
    struct conn *next, **link;   /* list; under the lock */
    void *parked;                /* the parked request; under the lock */
    int64_t parked_until_ms;     /* under the lock */
};

struct conns_hooks {
    /* Claims a parked request that is past its deadline; 1 when it may be resumed by `resume`. Under the lock. */
    int (*claim)(void *parked);
    /* Resumes a claimed one; without the lock. */
    void (*resume)(void *parked);
};

RC_MUST enum rc conns_new(const struct conns_hooks *hooks, int tick_ms, struct conns **out);
/* Stops the thread; every connection must be closed. */
void conns_free(struct conns *c);
/* NULL when there is no memory (the connection then has no deadline of its own and is refused at its first request). */
struct conn *conns_open(struct conns *c, int fd, const struct peer *peer, int64_t deadline_ms);
void conns_close(struct conns *c, struct conn *conn);
void conns_park(struct conns *c, struct conn *conn, void *parked, int64_t until_ms);
void conns_unpark(struct conns *c, struct conn *conn);
/* Abandons every parked request now; returns how many. */
int conns_abandon_all(struct conns *c);

/* Monotonic milliseconds of the machine, whatever clock the application runs on: sockets live in real time. */
int64_t conns_now_ms(void);

#endif

/*
 * server_live.h - replies that go on: who is open, who sleeps, and when they are woken.
 *
 * A live reply is written by its worker only. When nothing is to be sent its connection is suspended and it sleeps; a thread
 * wakes it after a commit, for a sign of life, at its end and when the server stops. Nothing is queued for a reader: what it
 * has not seen lies in the store, and one that does not read is not asked again until the library wants more bytes.
 *
 * Runs on: workers, and one thread of its own. Owns: the list of open replies; a struct live belongs to its request.
 * Invariant: one resume for one suspend, by whoever moves a live from asleep to awake under the lock.
 */
#ifndef HTTP_SERVER_LIVE_H
#define HTTP_SERVER_LIVE_H

#include "base/arena.h"
#include "base/rc.h"

#include <stddef.h>
#include <stdint.h>

struct MHD_Connection;
struct lives;
struct writer;

enum {
    LIVE_MAX = 500, /* open at a time */
    LIVE_PER_ACCOUNT =
        40, /* of one account: tabs share one, but one whose page has gone is seen at the next beat only */
    LIVE_BEAT_MS = 15000,
    LIVE_END_MS = 30 * 60000, /* then the client comes again and its rights are judged from the start */
    LIVE_TICK_MS = 200        /* commits are told together within this time */
};

struct live {
    struct live *next, **link; /* list; under the lock */
    struct MHD_Connection *connection;
    const char *owner; /* account; lives as long as the request */
    int is_open;
    int is_asleep;    /* nobody resumed it yet; under the lock */
    int is_suspended; /* the library has it aside, perhaps on its way back; under the lock */
    int64_t wake_ms;
    uint64_t seen; /* commits when it last looked */
    int is_broken; /* it ends before its end */

    /* the worker's */
    int64_t beat_ms, end_ms;
    const char *pending; /* on the request's arena */
    size_t pending_size, pending_at;
    struct arena_mark mark;
};

/* `writer` NULL: nothing is ever committed. `pulse` is that of the server's options, with its `env`. */
RC_MUST enum rc server_live_new(struct writer *writer, uint64_t (*pulse)(const void *env), const void *env,
                                struct lives **out);
/* Stops the thread; no live may be open. */
void server_live_free(struct lives *l);
/* RC_LIMITED when the account, RC_BUSY when the server has too many, or stops. Any worker. */
RC_MUST enum rc server_live_join(struct lives *l, struct live *live);
void server_live_leave(struct lives *l, struct live *live);
/* Commits and beats of the pulse so far. Any thread. */
uint64_t server_live_commits(const struct lives *l);
/* The caller's connection sleeps until a commit after live->seen, or live->wake_ms. 0: the server stops, and nothing was suspended. */
int server_live_sleep(struct lives *l, struct live *live);
/* After a resume, before anything else. */
void server_live_awake(struct lives *l, struct live *live);
/* From now on nobody sleeps or joins, and who sleeps is woken. */
void server_live_end(struct lives *l);
/* Waits until nobody is suspended. */
void server_live_wait(struct lives *l);

#endif

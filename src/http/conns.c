/*
 * conns.c - see conns.h.
 *
 * Runs on: workers and the deadline thread. Owns: entries and thread.
 * Invariant: a parked request is claimed under the lock and unparked under the lock, so the thread never touches a request
 * that its worker has taken back.
 */
#include "http/conns.h"
#include "base/clock.h"
#include "base/log.h"

#include <pthread.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <time.h>

enum { CLAIMS_AT_ONCE = 64 };

struct conns {
    pthread_mutex_t lock;
    pthread_cond_t wake;
    pthread_t thread;
    struct conns_hooks hooks;
    struct conn *first;
    int tick_ms;
    int is_stopping;
};

int64_t conns_now_ms(void)
{
    return clock_mono_ms(clock_system());
}

/* Claims parked requests whose time is over (all of them when `until_ms` is CONN_NEVER) and closes dripping sockets. The lock
 * is held. */
static int sweep(struct conns *c, int64_t now_ms, int is_all, void *claimed[CLAIMS_AT_ONCE])
{
    int count = 0;
    for (struct conn *conn = c->first; conn != NULL; conn = conn->next) {
        if (conn->parked != NULL) {
            if ((is_all || conn->parked_until_ms <= now_ms) && count < CLAIMS_AT_ONCE && c->hooks.claim(conn->parked)) {
                claimed[count++] = conn->parked;
            }
        } else if (!is_all && atomic_load_explicit(&conn->deadline_ms, memory_order_relaxed) <= now_ms) {
            /* Both directions: the library sees the end of the stream and closes. */
            (void)shutdown(conn->fd, SHUT_RDWR);
            atomic_store_explicit(&conn->deadline_ms, CONN_NEVER, memory_order_relaxed);
        }
    }
    return count;
}

/* One sweep and the resumes that it asks for. The lock is held at entry and exit, not during the resumes. */
static int sweep_and_resume(struct conns *c, int is_all)
{
    void *claimed[CLAIMS_AT_ONCE];
    int total = 0;
    int count = 0;
    do {
        count = sweep(c, conns_now_ms(), is_all, claimed);
        total += count;
        pthread_mutex_unlock(&c->lock);
        for (int i = 0; i < count; i++) {
            c->hooks.resume(claimed[i]);
        }
        pthread_mutex_lock(&c->lock);
    } while (count == CLAIMS_AT_ONCE);
    return total;
}

static void *thread_main(void *arg)
{
    struct conns *c = arg;
    pthread_mutex_lock(&c->lock);
    while (!c->is_stopping) {
        struct timespec until;
        clock_gettime(CLOCK_MONOTONIC, &until);
        until.tv_nsec += (long)c->tick_ms * 1000000L;
        until.tv_sec += until.tv_nsec / 1000000000L;
        until.tv_nsec %= 1000000000L;
        (void)pthread_cond_timedwait(&c->wake, &c->lock, &until);
        (void)sweep_and_resume(c, 0);
    }
    pthread_mutex_unlock(&c->lock);
    return NULL;
}

enum rc conns_new(const struct conns_hooks *hooks, int tick_ms, struct conns **out)
{
    struct conns *c = calloc(1, sizeof *c);
    if (c == NULL) {
        return RC_UNAVAILABLE;
    }
    pthread_condattr_t attr;
    pthread_condattr_init(&attr);
    pthread_condattr_setclock(&attr, CLOCK_MONOTONIC);
    pthread_mutex_init(&c->lock, NULL);
    pthread_cond_init(&c->wake, &attr);
    pthread_condattr_destroy(&attr);
    c->hooks = *hooks;
    c->tick_ms = tick_ms > 0 ? tick_ms : 1;
    if (pthread_create(&c->thread, NULL, thread_main, c) != 0) {
        pthread_cond_destroy(&c->wake);
        pthread_mutex_destroy(&c->lock);
        free(c);
        return RC_UNAVAILABLE;
    }
    *out = c;
    return RC_OK;
}

void conns_free(struct conns *c)
{
    if (c == NULL) {
        return;
    }
    pthread_mutex_lock(&c->lock);
    c->is_stopping = 1;
    pthread_cond_signal(&c->wake);
    pthread_mutex_unlock(&c->lock);
    (void)pthread_join(c->thread, NULL);
    pthread_cond_destroy(&c->wake);
    pthread_mutex_destroy(&c->lock);
    free(c);
}

struct conn *conns_open(struct conns *c, int fd, const struct peer *peer, int64_t deadline_ms)
{
    struct conn *conn = calloc(1, sizeof *conn);
    if (conn == NULL) {
        return NULL;
    }
    conn->fd = fd;
    atomic_init(&conn->deadline_ms, deadline_ms);
    conn->peer = *peer;
    pthread_mutex_lock(&c->lock);
    conn->next = c->first;
    conn->link = &c->first;
    if (c->first != NULL) {
        c->first->link = &conn->next;
    }
    c->first = conn;
    pthread_mutex_unlock(&c->lock);
    return conn;
}

void conns_close(struct conns *c, struct conn *conn)
{
    pthread_mutex_lock(&c->lock);
    *conn->link = conn->next;
    if (conn->next != NULL) {
        conn->next->link = conn->link;
    }
    pthread_mutex_unlock(&c->lock);
    free(conn);
}

void conns_park(struct conns *c, struct conn *conn, void *parked, int64_t until_ms)
{
    pthread_mutex_lock(&c->lock);
    conn->parked = parked;
    conn->parked_until_ms = until_ms;
    pthread_mutex_unlock(&c->lock);
}

void conns_unpark(struct conns *c, struct conn *conn)
{
    pthread_mutex_lock(&c->lock);
    conn->parked = NULL;
    pthread_mutex_unlock(&c->lock);
}

int conns_abandon_all(struct conns *c)
{
    pthread_mutex_lock(&c->lock);
    int count = sweep_and_resume(c, 1);
    pthread_mutex_unlock(&c->lock);
    return count;
}

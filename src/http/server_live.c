/*
 * server_live.c - see server_live.h.
 *
 * Runs on: each function says; the thread wakes sleepers. Owns: the list.
 */
#include "http/server_live.h"
#include "http/conns.h"
#include "store/writer.h"

#include <microhttpd.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

struct lives {
    pthread_mutex_t lock;
    pthread_cond_t wake;
    pthread_t thread;
    struct writer *writer;
    uint64_t (*pulse)(const void *env);
    const void *env;
    struct live *first;
    int count, suspended;
    int is_ending, is_stopping;
};

uint64_t server_live_commits(const struct lives *l)
{
    uint64_t commits = l->writer == NULL ? 0 : writer_commits(l->writer);
    return commits + (l->pulse == NULL ? 0 : l->pulse(l->env));
}

/* A connection cannot end while it is suspended, so who is taken off here stays until it is resumed. The lock is held. */
static int choose(struct lives *l, struct MHD_Connection *chosen[LIVE_MAX])
{
    int count = 0;
    int64_t now_ms = conns_now_ms();
    uint64_t commits = server_live_commits(l);
    for (struct live *live = l->first; live != NULL; live = live->next) {
        if (live->is_asleep && (l->is_ending || live->seen != commits || live->wake_ms <= now_ms)) {
            live->is_asleep = 0;
            chosen[count++] = live->connection;
        }
    }
    return count;
}

static void *thread_main(void *arg)
{
    struct lives *l = arg;
    struct MHD_Connection *chosen[LIVE_MAX];
    pthread_mutex_lock(&l->lock);
    while (!l->is_stopping) {
        struct timespec until;
        clock_gettime(CLOCK_MONOTONIC, &until);
        until.tv_nsec += LIVE_TICK_MS * 1000000L;
        until.tv_sec += until.tv_nsec / 1000000000L;
        until.tv_nsec %= 1000000000L;
        (void)pthread_cond_timedwait(&l->wake, &l->lock, &until);
        int count = choose(l, chosen);
        pthread_mutex_unlock(&l->lock);
        for (int i = 0; i < count; i++) {
            MHD_resume_connection(chosen[i]);
        }
        pthread_mutex_lock(&l->lock);
    }
    pthread_mutex_unlock(&l->lock);
    return NULL;
}

enum rc server_live_new(struct writer *writer, uint64_t (*pulse)(const void *env), const void *env, struct lives **out)
{
    struct lives *l = calloc(1, sizeof *l);
    if (l == NULL) {
        return RC_UNAVAILABLE;
    }
    pthread_condattr_t attr;
    pthread_condattr_init(&attr);
    pthread_condattr_setclock(&attr, CLOCK_MONOTONIC);
    pthread_mutex_init(&l->lock, NULL);
    pthread_cond_init(&l->wake, &attr);
    pthread_condattr_destroy(&attr);
    l->writer = writer;
    l->pulse = pulse;
    l->env = env;
    if (pthread_create(&l->thread, NULL, thread_main, l) != 0) {
        pthread_cond_destroy(&l->wake);
        pthread_mutex_destroy(&l->lock);
        free(l);
        return RC_UNAVAILABLE;
    }
    *out = l;
    return RC_OK;
}

void server_live_free(struct lives *l)
{
    if (l == NULL) {
        return;
    }
    pthread_mutex_lock(&l->lock);
    l->is_stopping = 1;
    pthread_cond_signal(&l->wake);
    pthread_mutex_unlock(&l->lock);
    (void)pthread_join(l->thread, NULL);
    pthread_cond_destroy(&l->wake);
    pthread_mutex_destroy(&l->lock);
    free(l);
}

static int count_of(const struct lives *l, const char *owner)
{
    int count = 0;
    for (const struct live *live = l->first; live != NULL; live = live->next) {
        count += strcmp(live->owner, owner) == 0;
    }
    return count;
}

enum rc server_live_join(struct lives *l, struct live *live)
{
    enum rc rc = RC_OK;
    pthread_mutex_lock(&l->lock);
    if (l->is_ending || l->count == LIVE_MAX) {
        rc = RC_BUSY;
    } else if (count_of(l, live->owner) >= LIVE_PER_ACCOUNT) {
        rc = RC_LIMITED;
    } else {
        live->next = l->first;
        live->link = &l->first;
        if (l->first != NULL) {
            l->first->link = &live->next;
        }
        l->first = live;
        l->count++;
        live->is_open = 1;
    }
    pthread_mutex_unlock(&l->lock);
    return rc;
}

/* The lock is held. */
static void awake(struct lives *l, struct live *live)
{
    l->suspended -= live->is_suspended;
    live->is_suspended = 0;
}

void server_live_awake(struct lives *l, struct live *live)
{
    pthread_mutex_lock(&l->lock);
    awake(l, live);
    pthread_mutex_unlock(&l->lock);
}

void server_live_leave(struct lives *l, struct live *live)
{
    pthread_mutex_lock(&l->lock);
    awake(l, live); /* a client that left while it slept is not asked for bytes again */
    *live->link = live->next;
    if (live->next != NULL) {
        live->next->link = live->link;
    }
    l->count--;
    live->is_open = 0;
    pthread_mutex_unlock(&l->lock);
}

int server_live_sleep(struct lives *l, struct live *live)
{
    pthread_mutex_lock(&l->lock);
    int is_sleeping = !l->is_ending;
    live->is_suspended = is_sleeping;
    l->suspended += is_sleeping;
    pthread_mutex_unlock(&l->lock);
    if (!is_sleeping) {
        return 0;
    }
    /* Not under the lock, which the library's own calls take too. Nobody resumes before it is told to be asleep. */
    MHD_suspend_connection(live->connection);
    pthread_mutex_lock(&l->lock);
    live->is_asleep = 1;
    pthread_mutex_unlock(&l->lock);
    return 1;
}

void server_live_end(struct lives *l)
{
    pthread_mutex_lock(&l->lock);
    l->is_ending = 1;
    pthread_cond_signal(&l->wake);
    pthread_mutex_unlock(&l->lock);
}

void server_live_wait(struct lives *l)
{
    int is_busy = 1;
    while (is_busy) {
        pthread_mutex_lock(&l->lock);
        is_busy = l->suspended > 0;
        pthread_mutex_unlock(&l->lock);
        (void)usleep(2000);
    }
}

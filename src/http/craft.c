/*
 * craft.c - see craft.h.
 *
 * Runs on: workers and craft threads. Owns: threads and queue.
 */
#include "http/craft.h"

#include <pthread.h>
#include <stdlib.h>

enum { THREADS_MAX = 16 };

struct craft {
    pthread_mutex_t lock;
    pthread_cond_t wake;
    struct craft_job *first, *last;
    int waiting, queue_max;
    int is_stopping;
    int count;
    pthread_t threads[THREADS_MAX];
};

/* Takes the next job, or NULL when the pool stops. */
static struct craft_job *take(struct craft *c)
{
    pthread_mutex_lock(&c->lock);
    while (c->first == NULL && !c->is_stopping) {
        pthread_cond_wait(&c->wake, &c->lock);
    }
    struct craft_job *job = c->is_stopping ? NULL : c->first;
    if (job != NULL) {
        c->first = job->next;
        c->last = c->first == NULL ? NULL : c->last;
        c->waiting--;
    }
    pthread_mutex_unlock(&c->lock);
    return job;
}

static void *thread_main(void *arg)
{
    struct craft *c = arg;
    for (struct craft_job *job = take(c); job != NULL; job = take(c)) {
        job->run(job);
    }
    return NULL;
}

enum rc craft_new(int threads, int queue_max, struct craft **out)
{
    struct craft *c = calloc(1, sizeof *c);
    if (c == NULL) {
        return RC_UNAVAILABLE;
    }
    pthread_mutex_init(&c->lock, NULL);
    pthread_cond_init(&c->wake, NULL);
    c->queue_max = queue_max;
    for (; c->count < threads && c->count < THREADS_MAX; c->count++) {
        if (pthread_create(&c->threads[c->count], NULL, thread_main, c) != 0) {
            craft_free(c);
            return RC_UNAVAILABLE;
        }
    }
    *out = c;
    return RC_OK;
}

enum rc craft_submit(struct craft *c, struct craft_job *job)
{
    enum rc rc = RC_BUSY;
    pthread_mutex_lock(&c->lock);
    if (!c->is_stopping && c->waiting < c->queue_max) {
        job->next = NULL;
        if (c->last != NULL) {
            c->last->next = job;
        } else {
            c->first = job;
        }
        c->last = job;
        c->waiting++;
        rc = RC_OK;
        pthread_cond_signal(&c->wake);
    }
    pthread_mutex_unlock(&c->lock);
    return rc;
}

void craft_free(struct craft *c)
{
    if (c == NULL) {
        return;
    }
    pthread_mutex_lock(&c->lock);
    c->is_stopping = 1;
    pthread_cond_broadcast(&c->wake);
    pthread_mutex_unlock(&c->lock);
    for (int i = 0; i < c->count; i++) {
        (void)pthread_join(c->threads[i], NULL);
    }
    for (struct craft_job *job = c->first, *next = NULL; job != NULL; job = next) {
        next = job->next;
        job->drop(job);
    }
    pthread_cond_destroy(&c->wake);
    pthread_mutex_destroy(&c->lock);
    free(c);
}

/*
 * reader.c - read-only connections that keep their snapshot while nothing new was committed.
 *
 * A reader is used by one thread at a time between reader_begin and reader_end. Between two uses its transaction stays open;
 * then the writer may end it under the reader's lock, so that an idle worker cannot pin the log. A reader in use is only
 * marked and lets go itself in reader_end.
 *
 * Runs on: as reader.h says. Owns: the connections, in a list guarded by the registry's lock.
 * Invariant: the lock order is registry, then reader; no SQL but BEGIN and COMMIT runs under a lock.
 */
#include "store/reader.h"

#include "base/check.h"
#include "store/writer.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { KEEP_MS = 20 };

struct reader {
    struct readers *owner;
    struct reader *next;
    struct sql_db *db;
    pthread_mutex_t lock; /* guards all below; `db` too while not in use */
    struct tx tx;
    int has_tx;
    int is_used;
    int must_release; /* asked for while in use */
    uint64_t commits; /* the writer's counter when the snapshot was taken */
    int64_t taken_ms;
    uint64_t generation;
};

struct readers {
    char *path;
    const struct writer *writer;
    pthread_mutex_t lock; /* guards the list */
    struct reader *first;
};

/* Coarse on purpose: it decides how long a snapshot is kept and nothing that anybody sees. */
static int64_t coarse_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC_COARSE, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

enum rc readers_new(const char *path, const struct writer *w, struct readers **out)
{
    *out = NULL;
    struct readers *r = calloc(1, sizeof *r);
    if (r == NULL || (r->path = strdup(path)) == NULL) {
        free(r);
        return RC_UNAVAILABLE;
    }
    r->writer = w;
    pthread_mutex_init(&r->lock, NULL);
    *out = r;
    return RC_OK;
}

static void end_tx(struct reader *r)
{
    if (r->has_tx) {
        sql_rollback(&r->tx);
        r->has_tx = 0;
    }
    r->must_release = 0;
}

void readers_free(struct readers *rs)
{
    if (rs == NULL) {
        return;
    }
    while (rs->first != NULL) {
        struct reader *r = rs->first;
        rs->first = r->next;
        CHECK(!r->is_used);
        end_tx(r);
        sql_close(r->db);
        pthread_mutex_destroy(&r->lock);
        free(r);
    }
    pthread_mutex_destroy(&rs->lock);
    free(rs->path);
    free(rs);
}

enum rc reader_open(struct readers *rs, struct reader **out)
{
    *out = NULL;
    struct reader *r = calloc(1, sizeof *r);
    if (r == NULL) {
        return RC_UNAVAILABLE;
    }
    const struct sql_set *set = rs->writer != NULL ? writer_set(rs->writer) : NULL;
    enum rc rc = sql_open_set(rs->path, SQL_READ_ONLY, set, &r->db);
    if (rc != RC_OK) {
        free(r);
        return rc;
    }
    r->owner = rs;
    pthread_mutex_init(&r->lock, NULL);
    pthread_mutex_lock(&rs->lock);
    r->next = rs->first;
    rs->first = r;
    pthread_mutex_unlock(&rs->lock);
    *out = r;
    return RC_OK;
}

static uint64_t commits_of(const struct reader *r)
{
    return r->owner->writer != NULL ? writer_commits(r->owner->writer) : 0;
}

enum rc reader_begin(struct reader *r, struct tx *out)
{
    enum rc rc = RC_OK;
    pthread_mutex_lock(&r->lock);
    CHECK(!r->is_used);
    /* Read before the snapshot is taken: a commit in between only makes the snapshot newer than it claims. */
    uint64_t commits = commits_of(r);
    int64_t now_ms = coarse_ms();
    if (r->has_tx && (r->commits != commits || now_ms - r->taken_ms > KEEP_MS || !sql_is_open(r->db))) {
        end_tx(r);
    }
    if (!r->has_tx) {
        rc = sql_begin(r->db, 0, &r->tx);
        if (rc == RC_OK) {
            r->has_tx = 1;
            r->commits = commits;
            r->taken_ms = now_ms;
            r->generation++;
        }
    }
    if (rc == RC_OK) {
        r->is_used = 1;
        *out = r->tx;
    }
    pthread_mutex_unlock(&r->lock);
    return rc;
}

void reader_end(struct reader *r)
{
    pthread_mutex_lock(&r->lock);
    CHECK(r->is_used);
    r->is_used = 0;
    if (r->must_release) {
        end_tx(r);
    }
    pthread_mutex_unlock(&r->lock);
}

uint64_t reader_generation(const struct reader *r)
{
    return r->generation;
}

void readers_release(struct readers *rs)
{
    pthread_mutex_lock(&rs->lock);
    for (struct reader *r = rs->first; r != NULL; r = r->next) {
        pthread_mutex_lock(&r->lock);
        if (r->is_used) {
            r->must_release = 1;
        } else {
            end_tx(r);
        }
        pthread_mutex_unlock(&r->lock);
    }
    pthread_mutex_unlock(&rs->lock);
}

/*
 * ticker.c - fires the rungs that are due; checkpoints of the journals, the renewal of keys and the terms of the archive get their turn.
 *
 * Runs on: see ticker.h. Owns: a reader, an arena for looking and one for firing.
 * Invariant: only one sweep at a time: the thread's, or the caller's when there is no thread.
 */
#include "app/ticker.h"

#include "app/office.h"
#include "app/rekey_work.h"
#include "base/log.h"
#include "domain/checkpoint.h"
#include "domain/deadline.h"
#include "domain/file_check.h"
#include "domain/reference.h"
#include "domain/retention.h"
#include "store/reader.h"
#include "store/sql_stmts.h"
#include "store/writer.h"

#include <errno.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <time.h>

enum {
    TICKER_BATCH = 100, /* rungs per job, so that people's writes get their turn in between */
    TICKER_CHECKPOINT_MS = 60000,
    TICKER_RETENTION_BATCH = 200, /* cases of a class per job */
    TICKER_FILES_MS = 24 * 3600 * 1000,
    TICKER_LOOK_S = 5, /* between looks of an idle writer for what others have written */
    TICKER_LOOK_MEMORY = 1024 * 1024,
    TICKER_FIRE_MEMORY = 64 * 1024 * 1024
};

struct ticker {
    struct office *office;
    struct writer *writer;
    struct reader *reader;
    struct arena *look;
    struct arena *fire;
    struct rekey_work *rekey;
    int64_t checkpoint_at_ms; /* the next one, by the office's clock */
    int32_t retention_day;    /* that the archive was looked through; 0: not yet */
    int64_t files_at_ms;      /* likewise the next look for contents of files that nobody knows */
    int look_in_s;            /* seconds until the writer is made to look for what others have written */
    atomic_uint_fast64_t fired;
    pthread_t thread;
    int has_thread;
    pthread_mutex_t lock;
    pthread_cond_t wake;
    int is_stopping; /* under lock */
    /* of one job */
    int job_is_made, job_is_last;
    int job_fired;
    int job_found;
    int64_t job_next_ms;
};

/* When the earliest armed rung is due; INT64_MAX when none is armed. */
static enum rc ticker_look(struct ticker *t, int64_t *next_ms)
{
    struct tx tx;
    struct deadline_next_level_out row;
    arena_reset(t->look);
    enum rc rc = reader_begin(t->reader, &tx);
    if (rc != RC_OK) {
        return rc;
    }
    rc = deadline_rows_next_level(&tx, t->look, &(struct deadline_next_level_in){0}, &row);
    reader_end(t->reader);
    *next_ms = rc == RC_OK ? row.at_ms : INT64_MAX;
    return rc == RC_NOT_FOUND ? RC_OK : rc;
}

static enum rc ticker_job(void *arg, struct tx *tx)
{
    struct ticker *t = arg;
    struct ctx ctx;
    arena_reset(t->fire);
    office_ctx(t->office, t->fire, &ctx);
    enum rc rc = reference_use(&ctx, tx);
    return rc == RC_OK ? deadline_fire_due(&ctx, tx, TICKER_BATCH, &t->job_fired, &t->job_next_ms) : rc;
}

enum rc ticker_sweep(struct ticker *t, int *fired)
{
    int total = 0;
    int64_t next_ms;
    enum rc rc = ticker_look(t, &next_ms);
    while (rc == RC_OK && next_ms <= clock_wall_ms(t->office->clock)) {
        t->job_fired = 0;
        rc = writer_call(t->writer, ticker_job, t);
        if (rc == RC_OK) {
            total += t->job_fired;
            atomic_fetch_add_explicit(&t->fired, (uint64_t)t->job_fired, memory_order_relaxed);
            next_ms = t->job_next_ms;
        }
    }
    if (fired != NULL) {
        *fired = total;
    }
    return rc;
}

static enum rc ticker_checkpoint_job(void *arg, struct tx *tx)
{
    struct ticker *t = arg;
    struct ctx ctx;
    arena_reset(t->fire);
    office_ctx(t->office, t->fire, &ctx);
    return checkpoint_make(&ctx, tx, t->job_is_last, &t->job_is_made);
}

enum rc ticker_checkpoint(struct ticker *t, int is_last)
{
    enum rc rc = RC_OK;
    t->job_is_last = is_last;
    do { /* as many as it takes: one holds so many heads at most */
        t->job_is_made = 0;
        rc = writer_call(t->writer, ticker_checkpoint_job, t);
    } while (rc == RC_OK && t->job_is_made);
    return rc;
}

/* Once a minute. */
static enum rc ticker_checkpoint_when_due(struct ticker *t)
{
    int64_t now_ms = clock_wall_ms(t->office->clock);
    if (now_ms < t->checkpoint_at_ms && now_ms > t->checkpoint_at_ms - 2 * TICKER_CHECKPOINT_MS) {
        return RC_OK;
    }
    t->checkpoint_at_ms = now_ms + TICKER_CHECKPOINT_MS;
    return ticker_checkpoint(t, 0);
}

enum rc ticker_rekey(struct ticker *t, int *is_more)
{
    return rekey_work_step(t->rekey, is_more);
}

static enum rc ticker_retention_job(void *arg, struct tx *tx)
{
    struct ticker *t = arg;
    struct ctx ctx;
    arena_reset(t->fire);
    office_ctx(t->office, t->fire, &ctx);
    return retention_find(&ctx, tx, TICKER_RETENTION_BATCH, &t->job_found);
}

enum rc ticker_retention(struct ticker *t)
{
    int32_t today = clock_day_of(clock_wall_ms(t->office->clock));
    enum rc rc = RC_OK;
    if (today == t->retention_day) {
        return RC_OK;
    }
    writer_trim(t->writer); /* what a purge destroyed is gone from the log within a day */
    do {
        t->job_found = 0;
        rc = writer_call(t->writer, ticker_retention_job, t);
    } while (rc == RC_OK && t->job_found > 0);
    t->retention_day = rc == RC_OK ? today : t->retention_day;
    return rc;
}

enum rc ticker_sweep_files(struct ticker *t, int64_t age_s, int64_t *removed)
{
    struct tx tx;
    struct ctx ctx;
    *removed = 0;
    arena_reset(t->look);
    office_ctx(t->office, t->look, &ctx);
    enum rc rc = reader_begin(t->reader, &tx);
    if (rc == RC_OK) {
        rc = file_sweep(&ctx, &tx, t->office->env.files, age_s, removed);
        reader_end(t->reader);
    }
    return rc;
}

/* At the start and once a day. */
static enum rc ticker_sweep_files_when_due(struct ticker *t)
{
    int64_t removed = 0;
    int64_t now_ms = clock_wall_ms(t->office->clock);
    if (now_ms < t->files_at_ms && now_ms > t->files_at_ms - 2 * TICKER_FILES_MS) {
        return RC_OK;
    }
    t->files_at_ms = now_ms + TICKER_FILES_MS;
    return ticker_sweep_files(t, FILE_CHECK_AGE_S, &removed);
}

static enum rc ticker_nothing(void *arg, struct tx *tx)
{
    (void)arg;
    (void)tx;
    return RC_OK;
}

/* The writer looks whether somebody else has written when it has something to do; an idle one is given nothing to do. */
static enum rc ticker_look_for_others(struct ticker *t)
{
    if (--t->look_in_s > 0) {
        return RC_OK;
    }
    t->look_in_s = TICKER_LOOK_S;
    return writer_call(t->writer, ticker_nothing, NULL);
}

/* Sleeps a second; 0 when it is time to stop. */
static int ticker_wait(struct ticker *t)
{
    struct timespec until;
    clock_gettime(CLOCK_MONOTONIC, &until);
    until.tv_sec += 1;
    pthread_mutex_lock(&t->lock);
    int rc = 0;
    while (!t->is_stopping && rc != ETIMEDOUT) {
        rc = pthread_cond_timedwait(&t->wake, &t->lock, &until);
    }
    int go_on = !t->is_stopping;
    pthread_mutex_unlock(&t->lock);
    return go_on;
}

static void *ticker_main(void *arg)
{
    struct ticker *t = arg;
    do {
        int is_more = 0;
        enum rc rc = ticker_sweep(t, NULL);
        if (rc != RC_OK) {
            LOG(LOG_WARN, "ticker.sweep", LOG_S("rc", rc_slug(rc)));
        }
        rc = ticker_rekey(t, &is_more);
        if (rc != RC_OK) {
            LOG(LOG_WARN, "ticker.rekey", LOG_S("rc", rc_slug(rc)));
        }
        rc = ticker_retention(t);
        if (rc != RC_OK) {
            LOG(LOG_WARN, "ticker.retention", LOG_S("rc", rc_slug(rc)));
        }
        rc = ticker_sweep_files_when_due(t);
        if (rc != RC_OK) {
            LOG(LOG_WARN, "ticker.files", LOG_S("rc", rc_slug(rc)));
        }
        rc = ticker_look_for_others(t);
        if (rc != RC_OK) {
            LOG(LOG_WARN, "ticker.look", LOG_S("rc", rc_slug(rc)));
        }
        rc = ticker_checkpoint_when_due(t);
        if (rc != RC_OK) {
            LOG(LOG_WARN, "ticker.checkpoint", LOG_S("rc", rc_slug(rc)));
        }
    } while (ticker_wait(t));
    return NULL;
}

static void ticker_free(struct ticker *t)
{
    pthread_cond_destroy(&t->wake);
    pthread_mutex_destroy(&t->lock);
    rekey_work_free(t->rekey);
    arena_free(t->look);
    arena_free(t->fire);
    free(t);
}

enum rc ticker_start(struct office *office, struct readers *readers, struct writer *writer, int has_thread,
                     struct ticker **out)
{
    struct ticker *t = calloc(1, sizeof *t);
    if (t == NULL) {
        return RC_UNAVAILABLE;
    }
    pthread_condattr_t monotonic;
    pthread_condattr_init(&monotonic);
    pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
    pthread_cond_init(&t->wake, &monotonic);
    pthread_condattr_destroy(&monotonic);
    pthread_mutex_init(&t->lock, NULL);
    t->office = office;
    t->writer = writer;
    t->look = arena_new(TICKER_LOOK_MEMORY);
    t->fire = arena_new(TICKER_FIRE_MEMORY);
    enum rc rc = t->look != NULL && t->fire != NULL ? reader_open(readers, &t->reader) : RC_UNAVAILABLE;
    if (rc == RC_OK) {
        rc = rekey_work_new(office, t->reader, writer, &t->rekey);
    }
    if (rc == RC_OK && has_thread) {
        t->has_thread = pthread_create(&t->thread, NULL, ticker_main, t) == 0;
        rc = t->has_thread ? RC_OK : RC_UNAVAILABLE;
    }
    if (rc != RC_OK) {
        ticker_free(t); /* the reader belongs to the registry */
        return rc;
    }
    *out = t;
    return RC_OK;
}

void ticker_stop(struct ticker *t)
{
    if (t == NULL) {
        return;
    }
    if (t->has_thread) {
        pthread_mutex_lock(&t->lock);
        t->is_stopping = 1;
        pthread_cond_signal(&t->wake);
        pthread_mutex_unlock(&t->lock);
        pthread_join(t->thread, NULL);
    }
    if (ticker_checkpoint(t, 1) != RC_OK) {
        LOG(LOG_WARN, "ticker.checkpoint", LOG_S("why", "the last one could not be made"));
    }
    ticker_free(t);
}

uint64_t ticker_fired(const struct ticker *t)
{
    return atomic_load_explicit(&t->fired, memory_order_relaxed);
}

/*
 * writer.c - group commit: the queue, the batch, the commit, and telling everybody how it ended.
 *
 * One thread takes what waits (at most batch_max jobs), runs each in a savepoint inside one transaction, commits once and
 * then tells each job. The savepoints are only hoped not to be needed (sql_hope): nearly every job is kept, or refused before
 * it has changed anything. A batch with a job to undo is rolled back and run again with real ones, and so are the next few, so
 * that nobody can make every batch run twice. Three ends of a batch:
 *   committed     each job hears what its own `run` returned;
 *   failed        nothing was kept; all hear RC_UNAVAILABLE, the refused ones too, for they may have read what is gone;
 *   unknown       the disk failed under the commit: all hear RC_OUTCOME_UNKNOWN, on_poison ends the process. Should it
 *                 return, the thread stays but only turns jobs away.
 *
 * Somebody else's commit is noticed at the beginning of the next batch by the engine's count of them. A disk that fails moves the count
 * as well: what it was right after a failed batch is taken for our own doing.
 *
 * Runs on: its own thread (submit, stats and commits: any thread). Owns: the write connection, the queue.
 * Invariants: `done` is called exactly once for each job that was taken, after the commit, and the job is not touched after.
 * The commit counter moves before the first `done` of its batch. Only this thread's connection ever checkpoints.
 */
#include "store/writer.h"

#include "base/check.h"
#include "base/log.h"
#include "store/inject.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>

/* Batches that are run with real savepoints after one had to be run again. */
enum { WRITER_CAREFUL = 16 };

struct writer {
    struct writer_options options;
    struct sql_set set;
    struct sql_db *db; /* the thread's, after start */
    pthread_t thread;
    pthread_mutex_t lock; /* guards the queue, `stopping` and `stats` */
    pthread_cond_t wake;
    struct writer_job *first;
    struct writer_job *last;
    int queue_length;
    int is_stopping;
    struct writer_stats stats;
    atomic_uint_fast64_t commits;
    atomic_int wants_trim; /* the log is to be emptied at the next chance */
    int careful;           /* batches left to run with real savepoints; the thread's */
    int checkpoint_at;     /* log length at which the next checkpoint is due; the thread's */
    int is_poison_told;    /* the thread's */
    int64_t version;       /* sql_data_version as far as others' commits were told of; the thread's */
    int64_t version_seen;  /* as the running batch found it */
    int is_version_lost;   /* to be taken anew; the thread's */
};

/* Takes up to batch_max jobs from the head; NULL when stopping and nothing is left. */
static struct writer_job *take_batch(struct writer *w, int *count)
{
    pthread_mutex_lock(&w->lock);
    while (w->first == NULL && !w->is_stopping) {
        pthread_cond_wait(&w->wake, &w->lock);
    }
    struct writer_job *batch = w->first;
    struct writer_job *end = NULL;
    int n = 0;
    while (w->first != NULL && n < w->options.batch_max) {
        end = w->first;
        w->first = end->next;
        n++;
    }
    if (end != NULL) {
        end->next = NULL;
    }
    if (w->first == NULL) {
        w->last = NULL;
    }
    w->queue_length -= n;
    pthread_mutex_unlock(&w->lock);
    *count = n;
    return batch;
}

/* RC_OK unless the whole transaction is lost; the job's own result goes into job->rc. */
static enum rc run_job(struct writer_job *job, struct tx *tx)
{
    enum rc rc = sql_savepoint(tx);
    if (rc != RC_OK) {
        return rc;
    }
    job->rc = job->run(job, tx);
    if (!sql_is_open(tx->db) || sql_is_poisoned(tx->db) || sql_is_spoilt(tx->db)) {
        return RC_UNAVAILABLE;
    }
    return job->rc == RC_OK ? sql_release(tx) : sql_rollback_to(tx);
}

/* Has somebody else committed? What is written about it counts in *kept. */
static enum rc look_for_others(struct writer *w, struct tx *tx, int *kept)
{
    enum rc rc = sql_data_version(tx, &w->version_seen);
    if (rc == RC_OK && w->is_version_lost) {
        w->version = w->version_seen;
        w->is_version_lost = 0;
    }
    if (rc != RC_OK || w->version_seen == w->version) {
        return rc;
    }
    LOG(LOG_ERROR, "writer.foreign", LOG_S("why", "another program has written into the database"),
        LOG_S("do", "find out who; petitiond verify says what was left changed"));
    if (w->options.foreign == NULL) {
        return RC_OK;
    }
    *kept = 1;
    return w->options.foreign(w->options.arg, tx);
}

static enum rc run_jobs(struct writer *w, struct writer_job *batch, struct tx *tx)
{
    int kept = 0;
    enum rc looked = look_for_others(w, tx, &kept);
    if (looked != RC_OK) {
        return looked;
    }
    for (struct writer_job *job = batch; job != NULL; job = job->next) {
        enum rc rc = run_job(job, tx);
        if (rc != RC_OK) {
            return rc;
        }
        kept += job->rc == RC_OK;
    }
    if (kept == 0) { /* nothing to keep: spare the disk */
        sql_rollback(tx);
        return RC_OK;
    }
    enum rc rc = w->options.batch_end != NULL ? w->options.batch_end(w->options.arg, tx) : RC_OK;
    if (rc != RC_OK) {
        LOG(LOG_ERROR, "writer.batch_end", LOG_S("rc", rc_slug(rc)));
        return rc;
    }
    inject_point("writer.before_commit");
    rc = sql_commit(tx);
    inject_point("writer.after_commit");
    if (rc == RC_OK) {
        w->version = w->version_seen;
        atomic_fetch_add_explicit(&w->commits, 1, memory_order_release);
    }
    return rc;
}

/* RC_OK, RC_UNAVAILABLE or RC_OUTCOME_UNKNOWN for the batch as a whole. */
static enum rc try_batch(struct writer *w, struct writer_job *batch, int is_careful)
{
    struct tx tx;
    enum rc rc = sql_begin(w->db, 1, &tx);
    if (rc != RC_OK) {
        return RC_UNAVAILABLE;
    }
    if (!is_careful) {
        sql_hope(&tx);
    }
    rc = run_jobs(w, batch, &tx);
    if (rc == RC_OK) {
        return RC_OK;
    }
    sql_rollback(&tx);
    return rc == RC_OUTCOME_UNKNOWN ? rc : RC_UNAVAILABLE;
}

/* What a failing batch did to the count is nobody else's doing; others' commits that are still to be told of stay so. */
static void forgive_own_failure(struct writer *w)
{
    struct tx tx;
    int64_t now = w->version_seen;
    if (w->version_seen != w->version) {
        return;
    }
    enum rc rc = sql_begin(w->db, 0, &tx);
    if (rc == RC_OK) {
        rc = sql_data_version(&tx, &now);
        sql_rollback(&tx);
    }
    w->version = now;
    w->is_version_lost = rc != RC_OK;
}

static enum rc run_batch(struct writer *w, struct writer_job *batch)
{
    if (sql_is_poisoned(w->db)) {
        return RC_UNAVAILABLE;
    }
    int is_careful = w->careful > 0;
    w->careful -= is_careful;
    enum rc rc = try_batch(w, batch, is_careful);
    if (rc == RC_UNAVAILABLE && sql_is_spoilt(w->db) && !sql_is_poisoned(w->db)) {
        w->careful = WRITER_CAREFUL;
        rc = try_batch(w, batch, 1);
    }
    if (rc != RC_OK && !sql_is_poisoned(w->db)) {
        forgive_own_failure(w);
    }
    return rc;
}

static void tell_batch(struct writer *w, struct writer_job *batch, int count, enum rc rc)
{
    int failed = 0;
    for (struct writer_job *job = batch; job != NULL; job = job->next) {
        job->rc = rc == RC_OK ? job->rc : rc;
        failed += job->rc != RC_OK;
    }
    pthread_mutex_lock(&w->lock);
    w->stats.jobs += (uint64_t)count;
    w->stats.failed_jobs += (uint64_t)failed;
    w->stats.batch_last = count;
    w->stats.is_failing = rc != RC_OK;
    w->stats.log_pages = sql_log_pages(w->db);
    pthread_mutex_unlock(&w->lock);
    inject_point("writer.before_done");
    while (batch != NULL) {
        struct writer_job *next = batch->next; /* the job is gone after done */
        batch->next = NULL;
        batch->done(batch, batch->rc);
        batch = next;
    }
}

/* Never waits for readers. What they held back is tried again after a quarter of the way more; emptying the log after the next
 * commit. */
static void checkpoint(struct writer *w, int is_last)
{
    if (sql_is_poisoned(w->db)) {
        return;
    }
    int pages = sql_log_pages(w->db);
    int is_trim = atomic_load_explicit(&w->wants_trim, memory_order_relaxed);
    if (pages < w->checkpoint_at && !is_last && !is_trim) {
        if (pages < w->options.checkpoint_pages) {
            w->checkpoint_at = w->options.checkpoint_pages; /* the log began anew */
        }
        return;
    }
    if (w->options.before_checkpoint != NULL) {
        w->options.before_checkpoint(w->options.arg);
    }
    inject_point("writer.checkpoint");
    int log_pages = 0;
    int done_pages = 0;
    enum rc rc = sql_checkpoint(w->db, is_trim || is_last, &log_pages, &done_pages);
    if (is_trim && rc == RC_OK && log_pages == 0) {
        atomic_store_explicit(&w->wants_trim, 0, memory_order_relaxed);
    }
    /* When all is copied the next commit begins the log anew, unless a reader still holds an old end of it. */
    w->checkpoint_at = (log_pages > pages ? log_pages : pages) + w->options.checkpoint_pages / 4 + 1;
    pthread_mutex_lock(&w->lock);
    w->stats.checkpoints += rc == RC_OK;
    pthread_mutex_unlock(&w->lock);
}

void writer_trim(struct writer *w)
{
    atomic_store_explicit(&w->wants_trim, 1, memory_order_relaxed);
}

static void tell_poison(struct writer *w)
{
    if (!sql_is_poisoned(w->db) || w->is_poison_told) {
        return;
    }
    w->is_poison_told = 1;
    LOG(LOG_ERROR, "writer.poisoned", LOG_I("commits", atomic_load(&w->commits)));
    if (w->options.on_poison != NULL) {
        w->options.on_poison(w->options.arg);
    }
}

static void *writer_loop(void *arg)
{
    struct writer *w = arg;
    struct writer_job *batch;
    int count;
    while ((batch = take_batch(w, &count)) != NULL) {
        enum rc rc = run_batch(w, batch);
        tell_batch(w, batch, count, rc);
        tell_poison(w);
        checkpoint(w, 0);
        tell_poison(w);
    }
    checkpoint(w, 1);
    return NULL;
}

static enum rc start_thread(struct writer *w)
{
    enum rc rc = sql_open_set(w->options.path, SQL_WRITER, w->options.set, &w->db);
    if (rc == RC_OK) {
        rc = sql_prepare_all(w->db);
    }
    w->is_version_lost = 1; /* the first batch takes it */
    w->options.path = NULL; /* the caller's; not needed again */
    if (rc != RC_OK) {
        return rc;
    }
    return pthread_create(&w->thread, NULL, writer_loop, w) == 0 ? RC_OK : RC_UNAVAILABLE;
}

enum rc writer_start(const struct writer_options *options, struct writer **out)
{
    *out = NULL;
    CHECK(options->queue_max >= 1 && options->queue_max <= 100000 && options->batch_max >= 1 &&
          options->checkpoint_pages >= 1);
    struct writer *w = calloc(1, sizeof *w);
    if (w == NULL) {
        return RC_UNAVAILABLE;
    }
    w->options = *options;
    w->set = options->set != NULL ? *options->set : (struct sql_set){sql_stmt_table, sql_stmt_count};
    w->checkpoint_at = options->checkpoint_pages;
    pthread_mutex_init(&w->lock, NULL);
    pthread_cond_init(&w->wake, NULL);
    enum rc rc = start_thread(w);
    if (rc != RC_OK) {
        sql_close(w->db);
        pthread_cond_destroy(&w->wake);
        pthread_mutex_destroy(&w->lock);
        free(w);
        return rc;
    }
    *out = w;
    return RC_OK;
}

enum rc writer_submit(struct writer *w, struct writer_job *job)
{
    CHECK(job->run != NULL && job->done != NULL);
    pthread_mutex_lock(&w->lock);
    int is_full = w->is_stopping || w->queue_length >= w->options.queue_max;
    if (!is_full) {
        job->next = NULL;
        job->rc = RC_OK;
        if (w->last != NULL) {
            w->last->next = job;
        } else {
            w->first = job;
            pthread_cond_signal(&w->wake);
        }
        w->last = job;
        w->queue_length++;
    }
    pthread_mutex_unlock(&w->lock);
    return is_full ? RC_BUSY : RC_OK;
}

/* A job that somebody waits for. */
struct call {
    struct writer_job job; /* first: the job's address is the call's */
    enum rc (*run)(void *arg, struct tx *tx);
    void *arg;
    pthread_mutex_t lock;
    pthread_cond_t wake;
    int is_done;
};

static enum rc call_run(struct writer_job *job, struct tx *tx)
{
    struct call *c = (struct call *)job;
    return c->run(c->arg, tx);
}

static void call_done(struct writer_job *job, enum rc rc)
{
    (void)rc; /* stands in job->rc */
    struct call *c = (struct call *)job;
    pthread_mutex_lock(&c->lock);
    c->is_done = 1;
    pthread_cond_signal(&c->wake);
    pthread_mutex_unlock(&c->lock);
}

enum rc writer_call(struct writer *w, enum rc (*run)(void *arg, struct tx *tx), void *arg)
{
    CHECK(!pthread_equal(pthread_self(), w->thread));
    struct call c = {.job = {.run = call_run, .done = call_done}, .run = run, .arg = arg};
    pthread_mutex_init(&c.lock, NULL);
    pthread_cond_init(&c.wake, NULL);
    enum rc rc = writer_submit(w, &c.job);
    if (rc == RC_OK) {
        pthread_mutex_lock(&c.lock);
        while (!c.is_done) {
            pthread_cond_wait(&c.wake, &c.lock);
        }
        pthread_mutex_unlock(&c.lock);
        rc = c.job.rc;
    }
    pthread_cond_destroy(&c.wake);
    pthread_mutex_destroy(&c.lock);
    return rc;
}

void writer_stop(struct writer *w)
{
    if (w == NULL) {
        return;
    }
    pthread_mutex_lock(&w->lock);
    w->is_stopping = 1;
    pthread_cond_signal(&w->wake);
    pthread_mutex_unlock(&w->lock);
    pthread_join(w->thread, NULL);
    sql_close(w->db);
    pthread_cond_destroy(&w->wake);
    pthread_mutex_destroy(&w->lock);
    free(w);
}

const struct sql_set *writer_set(const struct writer *w)
{
    return &w->set;
}

uint64_t writer_commits(const struct writer *w)
{
    return atomic_load_explicit(&w->commits, memory_order_acquire);
}

void writer_get_stats(const struct writer *w, struct writer_stats *out)
{
    struct writer *locked = (struct writer *)w; /* the mutex is no part of what the caller sees */
    pthread_mutex_lock(&locked->lock);
    *out = w->stats;
    out->queue_length = w->queue_length;
    pthread_mutex_unlock(&locked->lock);
    out->commits = writer_commits(w);
}

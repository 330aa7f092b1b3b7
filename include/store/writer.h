/*
 * writer.h - the one thread that changes anything.
 *
 * It takes the whole queue, runs every job in a savepoint inside one transaction, commits once with one fsync, and only then
 * tells each job how it ended. A job that fails is rolled back alone. Errors that make the engine drop the transaction fail
 * the whole batch. A commit whose outcome is unknown (write or fsync error) fails the batch with RC_OUTCOME_UNKNOWN and
 * calls `on_poison`, which ends the process; going on could acknowledge what the disk has lost.
 *
 * Only this thread's connection ever checkpoints (SQLite before 3.51.3 can lose pages otherwise).
 *
 * Job rules: `run` may be called again after an error and reads only its own input; it does not sleep, hash passwords, use
 * the network or call back into HTTP. After writer_submit returned RC_OK the submitter does not touch the job until `done`.
 */
#ifndef STORE_WRITER_H
#define STORE_WRITER_H

#include "base/rc.h"
#include "store/sql.h"

#include <stdint.h>

struct writer;

struct writer_job {
    struct writer_job *next; /* the writer's */
    enum rc rc;              /* the writer's; what `run` returned */
    /* RC_OK keeps the changes of this job, everything else rolls them back. */
    enum rc (*run)(struct writer_job *job, struct tx *tx);
    /* Called once, on the writer thread, after the commit; the writer's last touch. `rc` is what run returned, or
     * RC_UNAVAILABLE / RC_OUTCOME_UNKNOWN when the batch failed: then also for jobs that were refused, because they may have
     * read what the batch lost. */
    void (*done)(struct writer_job *job, enum rc rc);
};

struct writer_options {
    const char *path;
    int queue_max;                        /* jobs waiting; 1..100000 */
    int batch_max;                        /* jobs per transaction */
    int checkpoint_pages;                 /* log length at which the writer checkpoints between batches */
    void (*before_checkpoint)(void *arg); /* lets readers drop kept snapshots; may be NULL */
    /* Called after a batch's last job, inside the transaction; for rows that are cheaper once per batch (search). Anything
     * but RC_OK fails the whole batch. May be NULL. */
    enum rc (*batch_end)(void *arg, struct tx *tx);
    /* Called before a batch's first job, inside the transaction, when somebody else has committed since the last batch: this is the one
     * thread that changes anything, so it was no part of this program. What it writes is kept with the batch; until that is so it is
     * called again. Anything but RC_OK fails the batch. May be NULL. */
    enum rc (*foreign)(void *arg, struct tx *tx);
    void (*on_poison)(void *arg);
    void *arg;
    const struct sql_set *set; /* NULL: the program's statements */
};

/* Opens the write connection (first of all connections), prepares all statements and starts the thread. */
RC_MUST enum rc writer_start(const struct writer_options *options, struct writer **out);
/* RC_OK: the writer owns the job. RC_BUSY: the queue is full or stopping; nothing was handed over. Any thread. */
RC_MUST enum rc writer_submit(struct writer *w, struct writer_job *job);
/* Empties the log after the next commit at which no reader stands in the way: what was deleted is then gone from the log too. Any thread. */
void writer_trim(struct writer *w);
/* Submits and waits for the end; for start-up, tools and tests. Not on a worker. */
RC_MUST enum rc writer_call(struct writer *w, enum rc (*run)(void *arg, struct tx *tx), void *arg);
/* Refuses new jobs, finishes the queue, checkpoints, closes, joins and frees. */
void writer_stop(struct writer *w);
/* The statements of this writer, for the readers beside it. */
const struct sql_set *writer_set(const struct writer *w);
/* Number of commits so far; moves before any job of the commit is told. Any thread. */
uint64_t writer_commits(const struct writer *w);

struct writer_stats {
    uint64_t commits, jobs, failed_jobs, checkpoints;
    int queue_length, log_pages, batch_last;
    int is_failing; /* the last batch could not be written; the next one that can ends it */
};
void writer_get_stats(const struct writer *w, struct writer_stats *out);

#endif

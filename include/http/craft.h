/*
 * craft.h - a few threads for slow work without the store (password hashing), behind a bounded queue.
 *
 * Runs on: craft_submit on workers; jobs on craft threads. Owns: the threads, not the jobs.
 */
#ifndef HTTP_CRAFT_H
#define HTTP_CRAFT_H

#include "base/rc.h"

struct craft;

struct craft_job {
    struct craft_job *next;              /* the pool's */
    void (*run)(struct craft_job *job);  /* the pool's last touch */
    void (*drop)(struct craft_job *job); /* instead of run when the pool is freed first */
};

RC_MUST enum rc craft_new(int threads, int queue_max, struct craft **out);
/* RC_OK: the pool has the job. RC_BUSY: the queue is full; nothing was handed over. */
RC_MUST enum rc craft_submit(struct craft *c, struct craft_job *job);
/* Waits for the jobs that run, drops those that wait, joins. */
void craft_free(struct craft *c);

#endif

/*
 * ticker.h - makes clocks fire: rungs of ladders that are due become jobs of the writer, by the actor "system".
 *
 * The thread looks once a second for the earliest armed rung (one point read) and only then bothers the writer, so a rung is late
 * by at most about a second, whatever was armed meanwhile. On start the same sweep catches up on downtime.
 *
 * Runs on: a thread of its own, or whoever calls ticker_sweep. Owns: a reader.
 */
#ifndef APP_TICKER_H
#define APP_TICKER_H

#include "base/rc.h"

#include <stdint.h>

struct office;
struct readers;
struct ticker;
struct writer;

/* Opens the ticker's reader; starts the thread when `has_thread`. The pointers must outlive it. */
RC_MUST enum rc ticker_start(struct office *office, struct readers *readers, struct writer *writer, int has_thread,
                             struct ticker **out);
/* Stops the thread, makes a last checkpoint, frees. Not while the writer is already stopped. */
void ticker_stop(struct ticker *t);
/* Fires everything that is due now; for tests, and the demo, which have no thread. `*fired` may be NULL. */
RC_MUST enum rc ticker_sweep(struct ticker *t, int *fired);
/* Signs what grew since the last checkpoint, as the thread does once a minute and ticker_stop at the end. */
RC_MUST enum rc ticker_checkpoint(struct ticker *t, int is_last);
/* A step of the renewal of keys (rekey_work.h), as the thread does after each sweep. */
RC_MUST enum rc ticker_rekey(struct ticker *t, int *is_more);
/* Finds archived cases whose term is over (domain/retention.h), the first time on each day; as the thread does after each sweep. */
RC_MUST enum rc ticker_retention(struct ticker *t);
/* Removes contents of files that nobody knows any more (domain/file_check.h), as the thread does at its start and once a day. */
RC_MUST enum rc ticker_sweep_files(struct ticker *t, int64_t age_s, int64_t *removed);
/* Rungs fired since the start. Any thread. */
uint64_t ticker_fired(const struct ticker *t);

#endif

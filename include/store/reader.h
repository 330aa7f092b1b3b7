/*
 * reader.h - a read-only connection whose snapshot is kept while nothing new was committed.
 *
 * Opening a read transaction costs about as much as a point read, so the snapshot is kept until the writer's commit counter
 * moves or 20 ms pass; a client therefore always sees its own write. The writer makes readers let go of kept snapshots
 * before a checkpoint, so that an idle worker cannot pin the log.
 *
 * Runs on: one worker, ticker, courier or craft thread each; reader_release_all on the writer.
 * Invariant: between reader_begin and reader_end the snapshot does not change; no read transaction is used after reader_end.
 */
#ifndef STORE_READER_H
#define STORE_READER_H

#include "base/rc.h"
#include "store/sql.h"

struct reader;
struct readers; /* the registry, owned by the runtime */
struct writer;

/* `w` may be NULL in tools that run beside no writer; then a snapshot is never older than 20 ms. */
RC_MUST enum rc readers_new(const char *path, const struct writer *w, struct readers **out);
void readers_free(struct readers *r); /* closes all; no thread may be using one */
/* Opens one more connection. Any thread. */
RC_MUST enum rc reader_open(struct readers *r, struct reader **out);
/* A transaction on the newest committed state; must be followed by reader_end on the same thread. */
RC_MUST enum rc reader_begin(struct reader *r, struct tx *out);
void reader_end(struct reader *r);
/* Changes whenever reader_begin took a new snapshot: equal generation means equal data. */
uint64_t reader_generation(const struct reader *r);
/* Lets every idle reader drop its kept snapshot. */
void readers_release(struct readers *r);

#endif

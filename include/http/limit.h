/*
 * limit.h - token buckets by client.
 *
 * A bucket holds up to `burst` tokens and gains `per_minute`. Memory is fixed: each of 16 shards keeps a table of 4,096
 * buckets under its own lock; when a bucket finds no room the fullest neighbour, which matters least, makes way.
 *
 * Runs on: any worker. Owns: the tables. The keys are hashed with a key of the process, so nobody can aim at a slot.
 */
#ifndef HTTP_LIMIT_H
#define HTTP_LIMIT_H

#include "base/clock.h"
#include "base/rc.h"

#include <stddef.h>

struct limit;

/* `per_minute` 0: everything passes. */
RC_MUST enum rc limit_new(struct clock *clock, int per_minute, int burst, struct limit **out);
void limit_free(struct limit *l);
/* Takes `cost` tokens from the bucket of (kind, key): RC_OK, or RC_LIMITED with the seconds until they are there. A cost
 * beyond the burst waits for a full bucket. */
RC_MUST enum rc limit_take(struct limit *l, char kind, const char *key, int cost, int64_t *retry_after_s);

#endif

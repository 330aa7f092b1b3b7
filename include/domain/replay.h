/*
 * replay.h - the stored reply of a write that came with an Idempotency-Key.
 *
 * The reply is stored in the transaction of the write itself, so a client that saw no answer learns by repeating the request
 * whether it was done. The body may name people and secrets and is therefore sealed. Kept for 72 hours.
 *
 * Runs on: the writer. Invariant: one reply per (principal, operation, key).
 */
#ifndef DOMAIN_REPLAY_H
#define DOMAIN_REPLAY_H

#include "base/ctx.h"
#include "store/sql.h"

#define REPLAY_KEEP_MS (INT64_C(72) * 3600 * 1000)

struct replay_key {
    const char *principal, *operation, *key;
    const uint8_t *fingerprint; /* 32 bytes of method, path and body */
};

struct replay_reply {
    int64_t status;
    int64_t etag;         /* SQL_NULL: none */
    const char *location; /* may be NULL */
    const char *body;     /* may be NULL */
};

/* RC_OK with the reply; RC_NOT_FOUND without a fault; RC_INVALID when the key came with another request. */
RC_MUST enum rc replay_find(struct ctx *ctx, struct tx *tx, const struct replay_key *key, struct replay_reply *out);
/* Stores one and throws a few old ones away. */
RC_MUST enum rc replay_add(struct ctx *ctx, struct tx *tx, const struct replay_key *key, const struct replay_reply *in);

#endif

/*
 * ring.h - the data keys (keys/ring): random, one for each purpose and epoch, each sealed under the master key.
 *
 * The master key protects nothing but these. A new epoch is for what is sealed from now on; what older epochs sealed is sealed
 * anew in the background, and an epoch under which nothing lies any more can be forgotten. The ring is a file beside the
 * database and not a part of it: a copy of the database from before an erasure or a forgotten epoch stays unreadable without
 * the ring of its time.
 *
 * Text, a line for each key: purpose, epoch, when it was made (Unix ms), the sealed key in hex. Written whole to a new file,
 * synced and renamed over the old one.
 *
 * Runs on: any thread, each ring on one. Owns: nothing; a struct ring holds keys and is wiped by its owner (ring_wipe).
 */
#ifndef STORE_RING_H
#define STORE_RING_H

#include "base/crypto.h"
#include "base/rc.h"

#include <stdint.h>

enum ring_purpose {
    RING_FIELD,  /* persons' keys, replies kept for repeats */
    RING_SEALED, /* contents of the sealed lane */
    RING_INDEX,  /* blind indexes and hashes of secrets: one epoch, since nothing can be hashed anew */
    RING_SIGN,   /* seed of the key that signs checkpoints */
    RING_PURPOSES
};

enum { RING_MAX = 64, RING_EPOCH_MAX = 65535 };

struct ring_key {
    enum ring_purpose purpose;
    int epoch; /* from 1 */
    int64_t created_ms;
    uint8_t key[CRYPTO_KEY_SIZE];
};

struct ring {
    int count;
    struct ring_key keys[RING_MAX]; /* in the order in which they were made */
};

/* The first epoch of every purpose. */
void ring_make(struct ring *r, int64_t now_ms);
void ring_wipe(struct ring *r);
/* RC_CONFLICT when there is no room before an old epoch is forgotten. */
RC_MUST enum rc ring_add(struct ring *r, enum ring_purpose purpose, int64_t now_ms);
/* RC_NOT_FOUND for an epoch that is not there, RC_CONFLICT for the newest one of its purpose. */
RC_MUST enum rc ring_drop(struct ring *r, enum ring_purpose purpose, int epoch);
/* The newest epoch of the purpose. */
const struct ring_key *ring_newest(const struct ring *r, enum ring_purpose purpose);
/* "field", "sealed", "index", "sign". */
const char *ring_purpose_name(enum ring_purpose purpose);

/* RC_NOT_FOUND without such a file; RC_INVALID with a log line for a file that is none, is readable by others or was sealed under
 * another master key. */
RC_MUST enum rc ring_read(const char *path, const uint8_t master[CRYPTO_KEY_SIZE], struct ring *out);
/* Durable when it returns RC_OK. */
RC_MUST enum rc ring_write(const char *path, const uint8_t master[CRYPTO_KEY_SIZE], const struct ring *r);

#endif

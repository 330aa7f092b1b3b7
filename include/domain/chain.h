/*
 * chain.h - one link of a hash chain, as both journals make it.
 *
 * BLAKE2b-256 over a label, the hash before it, two numbers and texts, each with its length; an absent text and an empty one
 * differ. What is hashed is the stored row, never a rendering of it.
 *
 * Pure. Runs on: any thread.
 */
#ifndef DOMAIN_CHAIN_H
#define DOMAIN_CHAIN_H

#include "base/crypto.h"
#include "store/sql.h"

/* One text, absent or not, with its length. */
void chain_add_text(struct crypto_hasher *h, const char *text);
void chain_link(const char *label, struct sql_blob previous, int64_t seq, int64_t at_ms, const char *const *texts,
                size_t count, uint8_t out[CRYPTO_HASH_SIZE]);

#endif

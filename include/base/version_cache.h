/*
 * version_cache.h - a bounded cache of texts that belong to one version of one thing.
 *
 * What was made from version 7 of a case stays right for version 7, so nothing is ever invalidated: a newer version is another
 * text, and whoever asks must know the present version from the store. Slots are direct-mapped: a newcomer takes the slot.
 *
 * Runs on: any thread; each shard has its lock. Owns: its copies, at most slots * VERSION_CACHE_TEXT_MAX bytes.
 */
#ifndef BASE_VERSION_CACHE_H
#define BASE_VERSION_CACHE_H

#include "base/rc.h"

#include <stddef.h>
#include <stdint.h>

struct arena;
struct version_cache;

enum { VERSION_CACHE_KEY_SIZE = 32, VERSION_CACHE_TEXT_MAX = 4096 };

/* `slots` is rounded up to a power of two. */
RC_MUST enum rc version_cache_new(size_t slots, struct version_cache **out);
void version_cache_free(struct version_cache *c);
/* The text for (key, version, day), copied to `a`; NULL when it is not there (or `c` is NULL). `*n` is its length. */
const char *version_cache_get(struct version_cache *c, struct arena *a, const char *key, int64_t version, int32_t day,
                              size_t *n);
/* Keeps a copy. Longer texts and keys are not kept; no memory is no error. */
void version_cache_put(struct version_cache *c, const char *key, int64_t version, int32_t day, const char *text,
                       size_t n);

#endif

/*
 * version_cache.h - a bounded cache of texts that were made under certain stamps.
 *
 * What was made from version 7 of a case stays right for version 7, so nothing is ever invalidated: other stamps are another
 * text, and whoever asks must know the present ones from the store. A newcomer takes the place of the older of two, and texts
 * give way in turn when the bytes are used up.
 *
 * Runs on: any thread; each shard has its lock. Owns: its copies, never more than the bytes that it was given.
 */
#ifndef BASE_VERSION_CACHE_H
#define BASE_VERSION_CACHE_H

#include "base/rc.h"

#include <stddef.h>
#include <stdint.h>

struct arena;
struct version_cache;

/* Version, day and whatever else the text depends on; all must be the same. */
struct version_stamps {
    int64_t version, day, names, flags;
};

enum { VERSION_CACHE_KEY_SIZE = 32, VERSION_CACHE_TEXT_MAX = 16384 };

/* `bytes` of texts at most, and not less than 16 of the longest. */
RC_MUST enum rc version_cache_new(size_t bytes, struct version_cache **out);
void version_cache_free(struct version_cache *c);
/* The text for the key under these stamps, copied to `a`; NULL when it is not there (or `c` is NULL). `*n` is its length. */
const char *version_cache_get(struct version_cache *c, struct arena *a, const char *key,
                              const struct version_stamps *stamps, size_t *n);
/* Keeps a copy. Texts of VERSION_CACHE_TEXT_MAX bytes and longer keys are not kept; no memory is no error. */
void version_cache_put(struct version_cache *c, const char *key, const struct version_stamps *stamps, const char *text,
                       size_t n);

#endif

/*
 * limit.c - sharded token buckets, see limit.h.
 *
 * Runs on: any worker. Owns: the tables. Invariant: tokens are counted in thousandths, never below zero, never above burst.
 */
#include "http/limit.h"
#include "base/crypto.h"

#include <pthread.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { SHARDS = 16, SLOTS = 4096, PROBES = 8 };

struct bucket {
    uint64_t key; /* 0: never used */
    int64_t millitokens;
    int64_t seen_ms;
};

struct shard {
    pthread_mutex_t lock;
    struct bucket *buckets;
};

struct limit {
    struct clock *clock;
    int64_t per_minute;
    int64_t full; /* millitokens */
    uint8_t hash_key[CRYPTO_KEY_SIZE];
    struct shard shards[SHARDS];
};

enum rc limit_new(struct clock *clock, int per_minute, int burst, struct limit **out)
{
    struct limit *l = calloc(1, sizeof *l);
    if (l == NULL) {
        return RC_UNAVAILABLE;
    }
    l->clock = clock;
    l->per_minute = per_minute;
    l->full = (int64_t)(burst > 0 ? burst : 1) * 1000;
    crypto_random(l->hash_key, sizeof l->hash_key);
    int is_short = 0;
    for (int i = 0; i < SHARDS; i++) {
        pthread_mutex_init(&l->shards[i].lock, NULL);
        l->shards[i].buckets = calloc(SLOTS, sizeof *l->shards[i].buckets);
        is_short |= l->shards[i].buckets == NULL;
    }
    if (is_short) {
        limit_free(l);
        return RC_UNAVAILABLE;
    }
    *out = l;
    return RC_OK;
}

void limit_free(struct limit *l)
{
    if (l == NULL) {
        return;
    }
    for (int i = 0; i < SHARDS; i++) {
        pthread_mutex_destroy(&l->shards[i].lock);
        free(l->shards[i].buckets);
    }
    free(l);
}

static uint64_t key_of(const struct limit *l, char kind, const char *key)
{
    struct crypto_hasher h;
    uint8_t hash[CRYPTO_HASH_SIZE];
    uint64_t out = 0;
    crypto_hasher_init(&h, l->hash_key);
    crypto_hasher_add(&h, &kind, 1);
    crypto_hasher_add(&h, key, strlen(key));
    crypto_hasher_end(&h, hash);
    memcpy(&out, hash, sizeof out);
    return out == 0 ? 1 : out;
}

/* What the bucket holds at `now`. */
static int64_t level_of(const struct limit *l, const struct bucket *b, int64_t now_ms)
{
    int64_t gone = now_ms - b->seen_ms;
    if (gone < 0) {
        gone = 0; /* the clock was moved back */
    }
    if (gone > 86400000) {
        return l->full;
    }
    /* per_minute tokens each 60,000 ms are per_minute / 60 millitokens each ms */
    int64_t level = b->millitokens + gone * l->per_minute / 60;
    return level < l->full ? level : l->full;
}

/* The client's bucket, or the best place for it. The lock of the shard is held. */
static struct bucket *bucket_of(const struct limit *l, struct shard *s, uint64_t key, int64_t now_ms)
{
    struct bucket *best = NULL;
    int64_t best_level = -1;
    for (uint64_t i = 0; i < PROBES; i++) {
        struct bucket *b = &s->buckets[((key >> 8) + i) % SLOTS];
        if (b->key == key) {
            return b;
        }
        int64_t level = b->key == 0 ? INT64_MAX : level_of(l, b, now_ms);
        if (level > best_level) {
            best = b;
            best_level = level;
        }
    }
    *best = (struct bucket){.key = key, .millitokens = l->full, .seen_ms = now_ms};
    return best;
}

enum rc limit_take(struct limit *l, char kind, const char *key, int cost, int64_t *retry_after_s)
{
    if (l->per_minute <= 0 || cost <= 0) {
        return RC_OK;
    }
    uint64_t hash = key_of(l, kind, key);
    struct shard *s = &l->shards[hash % SHARDS];
    int64_t now_ms = clock_mono_ms(l->clock);
    int64_t need = (int64_t)cost * 1000;
    if (need > l->full) {
        need = l->full;
    }
    pthread_mutex_lock(&s->lock);
    struct bucket *b = bucket_of(l, s, hash, now_ms);
    int64_t level = level_of(l, b, now_ms);
    int64_t missing = need - level;
    b->millitokens = missing > 0 ? level : level - need;
    b->seen_ms = now_ms;
    pthread_mutex_unlock(&s->lock);
    if (missing > 0) {
        *retry_after_s = (missing * 60 / l->per_minute + 999) / 1000;
        return RC_LIMITED;
    }
    return RC_OK;
}

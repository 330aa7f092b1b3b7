/*
 * version_cache.c - a bounded cache of texts by key and stamps.
 *
 * Runs on: any thread. Owns: the slots' copies.
 */
#include "base/version_cache.h"

#include "base/arena.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

enum { SHARDS = 16, WAYS = 2, SLOT_BYTES = 2048 };

struct slot {
    char key[VERSION_CACHE_KEY_SIZE];
    struct version_stamps stamps;
    size_t size;
    uint64_t used; /* the shard's clock when it was last asked for */
    char *text;    /* NULL: empty */
};

/* Sets i with i % SHARDS equal to the shard's number are guarded by its lock. */
struct shard {
    pthread_mutex_t lock;
    uint64_t clock;
    size_t bytes; /* kept now */
    size_t hand;  /* the set that gives way next */
};

struct version_cache {
    struct shard shards[SHARDS];
    size_t shard_max; /* bytes */
    size_t mask;      /* sets - 1 */
    struct slot slots[];
};

enum rc version_cache_new(size_t bytes, struct version_cache **out)
{
    size_t sets = SHARDS;
    while (sets * WAYS * SLOT_BYTES < bytes) {
        sets *= 2;
    }
    struct version_cache *c = calloc(1, sizeof *c + sets * WAYS * sizeof c->slots[0]);
    if (c == NULL) {
        return RC_UNAVAILABLE;
    }
    c->mask = sets - 1;
    c->shard_max = bytes / SHARDS > VERSION_CACHE_TEXT_MAX ? bytes / SHARDS : VERSION_CACHE_TEXT_MAX;
    for (size_t i = 0; i < SHARDS; i++) {
        pthread_mutex_init(&c->shards[i].lock, NULL);
        c->shards[i].hand = i;
    }
    *out = c;
    return RC_OK;
}

void version_cache_free(struct version_cache *c)
{
    if (c == NULL) {
        return;
    }
    for (size_t i = 0; i < (c->mask + 1) * WAYS; i++) {
        free(c->slots[i].text);
    }
    for (int i = 0; i < SHARDS; i++) {
        pthread_mutex_destroy(&c->shards[i].lock);
    }
    free(c);
}

/* FNV-1a; keys are ids with random parts, nobody chooses them. */
static size_t cache_set(const struct version_cache *c, const char *key)
{
    uint64_t h = UINT64_C(14695981039346656037);
    for (const char *p = key; *p != '\0'; p++) {
        h = (h ^ (unsigned char)*p) * UINT64_C(1099511628211);
    }
    return (size_t)(h ^ (h >> 32)) & c->mask;
}

static int stamps_equal(const struct version_stamps *a, const struct version_stamps *b)
{
    return a->version == b->version && a->day == b->day && a->names == b->names && a->flags == b->flags;
}

/* The slot that has the key, or NULL. Under the shard's lock. */
static struct slot *cache_find(struct version_cache *c, size_t set, const char *key)
{
    for (size_t i = 0; i < WAYS; i++) {
        struct slot *s = &c->slots[set * WAYS + i];
        if (s->text != NULL && strcmp(s->key, key) == 0) {
            return s;
        }
    }
    return NULL;
}

const char *version_cache_get(struct version_cache *c, struct arena *a, const char *key,
                              const struct version_stamps *stamps, size_t *n)
{
    if (c == NULL) {
        return NULL;
    }
    size_t set = cache_set(c, key);
    struct shard *shard = &c->shards[set % SHARDS];
    const char *found = NULL;
    pthread_mutex_lock(&shard->lock);
    struct slot *s = cache_find(c, set, key);
    if (s != NULL && stamps_equal(&s->stamps, stamps)) {
        s->used = ++shard->clock;
        *n = s->size;
        found = arena_strndup(a, s->text, s->size);
    }
    pthread_mutex_unlock(&shard->lock);
    return found;
}

static void cache_empty(struct shard *shard, struct slot *s)
{
    if (s->text != NULL) {
        shard->bytes -= s->size + 1;
        free(s->text);
        s->text = NULL;
    }
}

/* Goes round the shard's sets until there is room; at most one round, for nothing larger than the shard is let in. */
static void cache_make_room(struct version_cache *c, struct shard *shard, size_t need)
{
    while (shard->bytes + need > c->shard_max && shard->bytes > 0) {
        for (size_t i = 0; i < WAYS; i++) {
            cache_empty(shard, &c->slots[shard->hand * WAYS + i]);
        }
        shard->hand = (shard->hand + SHARDS) & c->mask;
    }
}

/* Its own slot, an empty one, or the one that was asked for longest ago. */
static struct slot *cache_choose(struct version_cache *c, size_t set, const char *key)
{
    struct slot *best = cache_find(c, set, key);
    for (size_t i = 0; best == NULL && i < WAYS; i++) {
        struct slot *s = &c->slots[set * WAYS + i];
        best = s->text == NULL ? s : NULL;
    }
    if (best == NULL) {
        best = &c->slots[set * WAYS];
        for (size_t i = 1; i < WAYS; i++) {
            struct slot *s = &c->slots[set * WAYS + i];
            best = s->used < best->used ? s : best;
        }
    }
    return best;
}

void version_cache_put(struct version_cache *c, const char *key, const struct version_stamps *stamps, const char *text,
                       size_t n)
{
    if (c == NULL || n >= VERSION_CACHE_TEXT_MAX || strlen(key) >= VERSION_CACHE_KEY_SIZE) {
        return;
    }
    char *copy = malloc(n + 1);
    if (copy == NULL) {
        return;
    }
    memcpy(copy, text, n);
    copy[n] = '\0';
    size_t set = cache_set(c, key);
    struct shard *shard = &c->shards[set % SHARDS];
    pthread_mutex_lock(&shard->lock);
    struct slot *s = cache_choose(c, set, key);
    cache_empty(shard, s);
    cache_make_room(c, shard, n + 1);
    memcpy(s->key, key, strlen(key) + 1);
    s->stamps = *stamps;
    s->size = n;
    s->used = ++shard->clock;
    s->text = copy;
    shard->bytes += n + 1;
    pthread_mutex_unlock(&shard->lock);
}

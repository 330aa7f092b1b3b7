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

enum { SHARDS = 16 };

struct slot {
    char key[VERSION_CACHE_KEY_SIZE];
    struct version_stamps stamps;
    size_t size;
    char *text; /* NULL: empty */
};

struct version_cache {
    pthread_mutex_t locks[SHARDS]; /* slot i is guarded by lock i % SHARDS */
    size_t mask;
    struct slot slots[];
};

enum rc version_cache_new(size_t slots, struct version_cache **out)
{
    size_t n = SHARDS;
    while (n < slots) {
        n *= 2;
    }
    struct version_cache *c = calloc(1, sizeof *c + n * sizeof c->slots[0]);
    if (c == NULL) {
        return RC_UNAVAILABLE;
    }
    c->mask = n - 1;
    for (int i = 0; i < SHARDS; i++) {
        pthread_mutex_init(&c->locks[i], NULL);
    }
    *out = c;
    return RC_OK;
}

void version_cache_free(struct version_cache *c)
{
    if (c == NULL) {
        return;
    }
    for (size_t i = 0; i <= c->mask; i++) {
        free(c->slots[i].text);
    }
    for (int i = 0; i < SHARDS; i++) {
        pthread_mutex_destroy(&c->locks[i]);
    }
    free(c);
}

/* FNV-1a; keys are ids with random parts, nobody chooses them. */
static size_t cache_place(const struct version_cache *c, const char *key)
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

const char *version_cache_get(struct version_cache *c, struct arena *a, const char *key,
                              const struct version_stamps *stamps, size_t *n)
{
    if (c == NULL) {
        return NULL;
    }
    size_t place = cache_place(c, key);
    const struct slot *s = &c->slots[place];
    const char *found = NULL;
    pthread_mutex_lock(&c->locks[place % SHARDS]);
    if (s->text != NULL && stamps_equal(&s->stamps, stamps) && strcmp(s->key, key) == 0) {
        *n = s->size;
        found = arena_strndup(a, s->text, s->size);
    }
    pthread_mutex_unlock(&c->locks[place % SHARDS]);
    return found;
}

void version_cache_put(struct version_cache *c, const char *key, const struct version_stamps *stamps, const char *text,
                       size_t n)
{
    if (c == NULL || n > VERSION_CACHE_TEXT_MAX || strlen(key) >= VERSION_CACHE_KEY_SIZE) {
        return;
    }
    char *copy = malloc(n + 1);
    if (copy == NULL) {
        return;
    }
    memcpy(copy, text, n);
    copy[n] = '\0';
    size_t place = cache_place(c, key);
    struct slot *s = &c->slots[place];
    pthread_mutex_lock(&c->locks[place % SHARDS]);
    char *old = s->text;
    memcpy(s->key, key, strlen(key) + 1);
    s->stamps = *stamps;
    s->size = n;
    s->text = copy;
    pthread_mutex_unlock(&c->locks[place % SHARDS]);
    free(old);
}

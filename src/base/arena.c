/*
 * arena.c - chunks, cap, marks and poisoning.
 *
 * Chunks form a list from the newest to the first. Only the newest is bumped: room left behind in an older chunk is
 * given up, which keeps marks to two words. The cap counts the chunks themselves, not what was handed out of them, so
 * it bounds what the process really holds.
 *
 *     newest -> ... -> first        one chunk:  | header | handed out | free (poisoned) |
 *
 * Under ASan each piece is followed by a poisoned red zone, so that running over one piece into the next is caught.
 *
 * Runs on: whichever thread owns the arena. Owns: its chunks. Invariants: `used <= size` in every chunk; the sum of
 * `size` never passes `cap`; the first chunk lives as long as the arena.
 */
#include "base/arena.h"

#include "base/check.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#if defined(__SANITIZE_ADDRESS__)
#define ARENA_ASAN 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define ARENA_ASAN 1
#endif
#endif

#ifdef ARENA_ASAN
#include <sanitizer/asan_interface.h>
enum { RED_ZONE = 16 };
#define POISON(p, n)   ASAN_POISON_MEMORY_REGION((p), (n))
#define UNPOISON(p, n) ASAN_UNPOISON_MEMORY_REGION((p), (n))
#else
enum { RED_ZONE = 0 };
#define POISON(p, n)   ((void)(p), (void)(n))
#define UNPOISON(p, n) ((void)(p), (void)(n))
#endif

enum { ALIGN = _Alignof(max_align_t), FIRST_CHUNK = 16 * 1024, LARGEST_CHUNK = 1024 * 1024 };

struct chunk {
    struct chunk *older;
    size_t size; /* bytes in data */
    size_t used; /* a multiple of ALIGN, or equal to size */
    _Alignas(max_align_t) unsigned char data[];
};

struct arena {
    struct chunk *newest; /* owned, with all older ones */
    size_t cap;
    size_t held; /* sum of all chunk sizes */
    size_t next; /* size that the next chunk should have */
    int full;
};

static struct chunk *chunk_new(struct chunk *older, size_t size)
{
    struct chunk *c = malloc(sizeof *c + size);
    if (c == NULL) {
        return NULL;
    }
    c->older = older;
    c->size = size;
    c->used = 0;
    POISON(c->data, size);
    return c;
}

static void chunk_free(struct chunk *c)
{
    UNPOISON(c->data, c->size);
    free(c);
}

struct arena *arena_new(size_t cap)
{
    struct arena *a = malloc(sizeof *a);
    if (a == NULL) {
        return NULL;
    }
    size_t size = cap < FIRST_CHUNK ? cap : FIRST_CHUNK;
    a->newest = chunk_new(NULL, size);
    if (a->newest == NULL) {
        free(a);
        return NULL;
    }
    a->cap = cap;
    a->held = size;
    a->next = 2 * (size_t)FIRST_CHUNK;
    a->full = 0;
    return a;
}

/* Frees every chunk newer than `keep`, which must be one of the arena's. */
static void free_newer(struct arena *a, const struct chunk *keep)
{
    while (a->newest != keep) {
        struct chunk *c = a->newest;
        CHECK(c->older != NULL);
        a->newest = c->older;
        a->held -= c->size;
        chunk_free(c);
    }
}

void arena_free(struct arena *a)
{
    if (a == NULL) {
        return;
    }
    struct chunk *c = a->newest;
    while (c != NULL) {
        struct chunk *older = c->older;
        chunk_free(c);
        c = older;
    }
    free(a);
}

void arena_reset(struct arena *a)
{
    struct chunk *first = a->newest;
    while (first->older != NULL) {
        first = first->older;
    }
    free_newer(a, first);
    first->used = 0;
    POISON(first->data, first->size);
    a->next = 2 * (size_t)FIRST_CHUNK;
    a->full = 0;
}

/* Makes a new newest chunk with at least `need` bytes, or marks the arena full. */
static int add_chunk(struct arena *a, size_t need)
{
    size_t left = a->cap - a->held;
    if (need > left) {
        a->full = 1;
        return 0;
    }
    size_t size = a->next > need ? a->next : need;
    if (size > left) {
        size = left;
    }
    struct chunk *c = chunk_new(a->newest, size);
    if (c == NULL) {
        a->full = 1;
        return 0;
    }
    a->newest = c;
    a->held += size;
    if (a->next < LARGEST_CHUNK) {
        a->next *= 2;
    }
    return 1;
}

/* Bytes that a piece of `size` takes up in a chunk; SIZE_MAX when it cannot exist. */
static size_t footprint(size_t size)
{
    if (size > SIZE_MAX - 2 * (size_t)ALIGN - RED_ZONE - sizeof(struct chunk)) {
        return SIZE_MAX;
    }
    if (size == 0) {
        size = 1; /* so that two empty pieces are not the same pointer */
    }
    return (size + RED_ZONE + ALIGN - 1) / ALIGN * ALIGN;
}

/* Not zeroed. */
static void *take(struct arena *a, size_t size)
{
    size_t need = footprint(size);
    struct chunk *c = a->newest;
    if (need > c->size - c->used) {
        if (need == SIZE_MAX || !add_chunk(a, need)) {
            a->full = 1;
            return NULL;
        }
        c = a->newest;
    }
    void *p = c->data + c->used;
    c->used += need;
    UNPOISON(p, size);
    return p;
}

void *arena_alloc(struct arena *a, size_t size)
{
    void *p = take(a, size);
    if (p != NULL && size > 0) {
        memset(p, 0, size);
    }
    return p;
}

void *arena_alloc_array(struct arena *a, size_t size, size_t n)
{
    size_t total = 0;
    if (__builtin_mul_overflow(size, n, &total)) {
        a->full = 1;
        return NULL;
    }
    return arena_alloc(a, total);
}

void *arena_grow(struct arena *a, void *p, size_t old_size, size_t new_size)
{
    CHECK(new_size >= old_size);
    if (p == NULL) {
        return take(a, new_size);
    }
    struct chunk *c = a->newest;
    size_t before = footprint(old_size);
    size_t after = footprint(new_size);
    if (before <= c->used && (unsigned char *)p == c->data + (c->used - before) &&
        after - before <= c->size - c->used) {
        c->used += after - before;
        UNPOISON(p, new_size);
        return p;
    }
    void *moved = take(a, new_size);
    if (moved != NULL && old_size > 0) {
        memcpy(moved, p, old_size);
        POISON(p, old_size);
    }
    return moved;
}

static char *copy_text(struct arena *a, const char *s, size_t len)
{
    char *copy = take(a, len + 1);
    if (copy != NULL) {
        memcpy(copy, s, len);
        copy[len] = '\0';
    }
    return copy;
}

char *arena_strndup(struct arena *a, const char *s, size_t n)
{
    if (s == NULL) {
        return NULL;
    }
    return copy_text(a, s, strnlen(s, n));
}

char *arena_strdup(struct arena *a, const char *s)
{
    return s == NULL ? NULL : copy_text(a, s, strlen(s));
}

char *arena_printf(struct arena *a, const char *fmt, ...)
{
    char small[256];
    va_list args;
    va_start(args, fmt);
    int len = vsnprintf(small, sizeof small, fmt, args);
    va_end(args);
    CHECK(len >= 0);
    char *text = take(a, (size_t)len + 1);
    if (text == NULL) {
        return NULL;
    }
    if ((size_t)len < sizeof small) {
        memcpy(text, small, (size_t)len + 1);
        return text;
    }
    va_start(args, fmt);
    int again = vsnprintf(text, (size_t)len + 1, fmt, args);
    va_end(args);
    CHECK(again == len);
    return text;
}

struct arena_mark arena_mark(const struct arena *a)
{
    return (struct arena_mark){.chunk = a->newest, .used = a->newest->used};
}

void arena_reset_to(struct arena *a, struct arena_mark mark)
{
    struct chunk *c = mark.chunk;
    free_newer(a, c);
    CHECK(mark.used <= c->used);
    c->used = mark.used;
    POISON(c->data + c->used, c->size - c->used);
}

int arena_is_full(const struct arena *a)
{
    return a->full;
}

size_t arena_used(const struct arena *a)
{
    size_t used = 0;
    for (const struct chunk *c = a->newest; c != NULL; c = c->older) {
        used += c->used;
    }
    return used;
}

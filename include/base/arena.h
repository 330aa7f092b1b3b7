/*
 * arena.h - bump allocator for one request, job or tool run.
 *
 * Memory is taken in chunks that double in size up to a cap and is given back all at once. When the cap is reached the
 * arena returns NULL and stays marked full (`arena_is_full`), so that the one place that answers can turn it into 413
 * or 503; smaller pieces that still fit are given out, so that the answer itself can be written.
 * The system running out of memory counts as full too. Under ASan freed ranges are poisoned.
 *
 * Runs on: whichever thread owns the request at the moment; an arena is never shared. Owns: its chunks.
 */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include <stddef.h>

struct arena;

/* A point to go back to. Valid until an older mark is reset or the arena is reset. */
struct arena_mark {
    void *chunk;
    size_t used;
};

/* New arena that may hold at most `cap` bytes in all. NULL when the system has no memory. Free with arena_free. */
struct arena *arena_new(size_t cap);
void arena_free(struct arena *a);
/* Drop everything; keeps the first chunk for re-use and clears the full mark. */
void arena_reset(struct arena *a);

/* `size` zeroed bytes aligned as malloc does it, or NULL when full. Size 0 gives a piece too. */
void *arena_alloc(struct arena *a, size_t size);
#define arena_new_of(a, type)      ((type *)arena_alloc((a), sizeof(type)))
#define arena_array_of(a, type, n) ((type *)arena_alloc_array((a), sizeof(type), (n)))
/* Overflow-checked n * size. NULL when full or when the product overflows. */
void *arena_alloc_array(struct arena *a, size_t size, size_t n);
/* Makes the piece `p` (NULL: a new one) of `old_size` bytes larger: in place when it is the newest, else by copying,
 * and then the old piece may not be touched any more. The added bytes are not zeroed. NULL when full; `p` then
 * stays. */
void *arena_grow(struct arena *a, void *p, size_t old_size, size_t new_size);

/* Copies; NULL in gives NULL out. The results end in NUL. */
char *arena_strdup(struct arena *a, const char *s);
char *arena_strndup(struct arena *a, const char *s, size_t n);
char *arena_printf(struct arena *a, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

struct arena_mark arena_mark(const struct arena *a);
/* Gives back everything handed out since the mark. The full mark stays, so that an overflow is never forgotten. */
void arena_reset_to(struct arena *a, struct arena_mark mark);
int arena_is_full(const struct arena *a);
/* Bytes handed out, with padding. */
size_t arena_used(const struct arena *a);

#endif

/*
 * text_similarity.c - how much two texts have in common, for Chinese as for other scripts.
 *
 * The share of pairs of neighbouring letters that both have (Dice's coefficient), without blanks and punctuation: word order inside
 * a sentence matters a little, the order of sentences hardly at all.
 *
 * Runs on: any thread. Owns: nothing; work lies on the caller's arena. Invariant: at most SIMILARITY_PAIRS_MAX pairs are looked at.
 */
#include "base/arena.h"
#include "base/text.h"

#include <stdint.h>
#include <stdlib.h>

enum { SIMILARITY_PAIRS_MAX = 20000 };

static int is_letter(long c)
{
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
           (c >= 0xc0 && !(c >= 0x2000 && c <= 0x206f) && !(c >= 0x3000 && c <= 0x303f) &&
            !(c >= 0xff00 && c <= 0xffef));
}

static long fold(long c)
{
    c = text_half_width(c);
    return c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c;
}

static int compare(const void *a, const void *b)
{
    uint64_t x = *(const uint64_t *)a;
    uint64_t y = *(const uint64_t *)b;
    return (x > y) - (x < y);
}

size_t text_pairs(const char *s, uint64_t *out, size_t max)
{
    size_t n = 0;
    long before = 0;
    size_t letters = 0;
    for (long c = text_next(&s); c != 0 && n < max; c = text_next(&s)) {
        c = fold(c);
        if (c == TEXT_MALFORMED || !is_letter(c)) {
            continue;
        }
        if (letters++ > 0) {
            out[n++] = (uint64_t)before << 32 | (uint64_t)c;
        }
        before = c;
    }
    if (letters == 1 && max > 0) {
        out[n++] = (uint64_t)before << 32;
    }
    return n;
}

static size_t sorted_pairs(const char *s, uint64_t *out)
{
    size_t n = text_pairs(s, out, SIMILARITY_PAIRS_MAX);
    qsort(out, n, sizeof *out, compare);
    return n;
}

int text_similarity(struct arena *a, const char *one, const char *other)
{
    struct arena_mark mark = arena_mark(a);
    uint64_t *x = arena_array_of(a, uint64_t, SIMILARITY_PAIRS_MAX);
    uint64_t *y = arena_array_of(a, uint64_t, SIMILARITY_PAIRS_MAX);
    if (one == NULL || other == NULL || x == NULL || y == NULL) {
        arena_reset_to(a, mark);
        return 0;
    }
    size_t xs = sorted_pairs(one, x);
    size_t ys = sorted_pairs(other, y);
    size_t shared = 0;
    for (size_t i = 0, k = 0; i < xs && k < ys;) {
        int order = compare(&x[i], &y[k]);
        shared += order == 0;
        i += order <= 0;
        k += order >= 0;
    }
    arena_reset_to(a, mark);
    return xs + ys == 0 ? 0 : (int)(200 * shared / (xs + ys));
}

/*
 * fuzz.h - what the fuzz programs share: taking an input apart, and an arena that is empty again for each.
 *
 * A program takes any bytes and must neither crash nor leak, and holds a property that it states at its top: FUZZ_MUST aborts
 * when it does not. Seeds of the search lie in tests/fuzz/corpus/<program>.
 *
 * Runs on: the fuzzer's only thread. Owns: one arena of the process.
 */
#ifndef TESTS_FUZZ_H
#define TESTS_FUZZ_H

#include "base/arena.h"
#include "base/crypto.h"
#include "base/log.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* With FUZZ_CONTROL set every property counts as broken: a program that passes then looks at nothing. */
#define FUZZ_MUST(condition)                                                                                           \
    do {                                                                                                               \
        if (!(condition) || fuzz_is_control()) {                                                                       \
            fprintf(stderr, "%s:%d: does not hold: %s\n", __FILE__, __LINE__, #condition);                             \
            abort();                                                                                                   \
        }                                                                                                              \
    } while (0)

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static inline int fuzz_is_control(void)
{
    static int answer = -1;
    answer = answer >= 0 ? answer : getenv("FUZZ_CONTROL") != NULL;
    return answer;
}

/* What is left of an input. */
struct fuzz_in {
    const uint8_t *at;
    size_t left;
};

/* The arena, emptied. */
static inline struct arena *fuzz_arena(void)
{
    static struct arena *arena;
    if (arena == NULL) {
        log_set_level(LOG_SILENT);
        if (crypto_init() != RC_OK || (arena = arena_new(64 * 1024 * 1024)) == NULL) {
            abort();
        }
    }
    arena_reset(arena);
    return arena;
}

static inline uint8_t fuzz_byte(struct fuzz_in *in)
{
    if (in->left == 0) {
        return 0;
    }
    in->left--;
    return *in->at++;
}

static inline uint32_t fuzz_number(struct fuzz_in *in, uint32_t below)
{
    uint32_t v = 0;
    for (int i = 0; i < 4; i++) {
        v = v << 8 | fuzz_byte(in);
    }
    return below == 0 ? v : v % below;
}

/* Bytes up to the next NUL, or the rest, as text on the arena. */
static inline const char *fuzz_text(struct fuzz_in *in, struct arena *a)
{
    const uint8_t *end = in->left > 0 ? memchr(in->at, 0, in->left) : NULL;
    size_t n = end != NULL ? (size_t)(end - in->at) : in->left;
    char *text = arena_alloc(a, n + 1);
    if (text == NULL) {
        return "";
    }
    if (n > 0) {
        memcpy(text, in->at, n);
    }
    in->at += n + (end != NULL);
    in->left -= n + (end != NULL);
    return text;
}

#endif

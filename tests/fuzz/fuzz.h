/*
 * fuzz.h - what the fuzz programs share: taking an input apart, and an arena that is empty again for each.
 *
 * A program takes any bytes and must neither crash nor leak, and holds a property that it states at its top: FUZZ_MUST aborts
 * when it does not. Seeds of the search lie in tests/fuzz/corpus/<program>.
 *
 * What was promised (F1 to F17) and what there is:
 *   F1   connection to handler    fuzz_wire. The library is the system's: the search sees our branches and not its own
 *   F2   path and query           fuzz_path; queries by operation in fuzz_list
 *   F3   JSON by operation        fuzz_body; forms of the plain pages: fuzz_form, with a file: fuzz_multipart
 *   F4   filters into SQL         fuzz_list. There is no language of filters: fields, texts, cursors; so every statement is
 *                                 the build's, and what is held is how it ends, that it reads, and its steps
 *   F5   words that are searched  fuzz_list. They become patterns of LIKE; there is no full-text index
 *   F6-8 CSV, NDJSON, XLSX        there is no import. Names and kinds of files that people send: fuzz_file
 *   F9   workflow definitions     fuzz_workflow; its seeds are tests/fixtures/workflows
 *   F10  who somebody is          fuzz_head (cookie, bearer), fuzz_secret (one-time, recovery and query codes, sessions, tokens).
 *                                 Tokens and codes have no check digits
 *   F11  other head fields        fuzz_head. Range and dates in head fields are not read at all
 *   F12  journal and verifier     fuzz_vault (links of both journals; rows are columns, no bytes to decode), fuzz_receipt (what
 *                                 petitiond-verify reads)
 *   F13  sealed values            fuzz_vault
 *   F14  calendar, dates          fuzz_due, fuzz_time; lengths of time in definitions: fuzz_workflow
 *   F15  texts                    fuzz_text. Texts are UTF-8 from end to end: no GB 18030; NFC of passwords only
 *   F16  settings, manifests      none
 *   F17  sequences of calls       none here: tests/scenario, tests/fault
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

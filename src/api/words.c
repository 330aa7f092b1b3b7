/*
 * words.c - see words.h.
 *
 * Runs on: any thread. Owns: nothing; constants.
 */
#include "api/words.h"

#include <stddef.h>
#include <string.h>

struct words_row {
    const char *key, *zh, *en;
};

static const struct words_row words[] = {
#include "api/words.inc"
};

const char *words_of(const char *key, int is_zh)
{
    size_t low = 0, high = sizeof words / sizeof words[0];
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = strcmp(key, words[middle].key);
        if (order == 0) {
            return is_zh ? words[middle].zh : words[middle].en;
        }
        low = order > 0 ? middle + 1 : low;
        high = order > 0 ? high : middle;
    }
    return key;
}

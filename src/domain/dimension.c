/*
 * dimension.c - by what the figures of the board may be parted, as rows.
 *
 * Pure. Runs on: any thread. Owns: nothing.
 */
#include "domain/dimension.h"

#include <stddef.h>
#include <string.h>

const struct dimension_row dimension_rows[DIMENSION_COUNT] = {
#define DIMENSION(name, key_text, zh, en) [DIMENSION_##name] = {.key = (key_text), .title_zh = (zh), .title_en = (en)},
#include "domain/dimension.def"
#undef DIMENSION
};

const char *const dimension_keys[] = {
#define DIMENSION(name, key_text, zh, en) key_text,
#include "domain/dimension.def"
#undef DIMENSION
    NULL};

enum dimension dimension_find(const char *key)
{
    for (int d = DIMENSION_NONE + 1; key != NULL && d < DIMENSION_COUNT; d++) {
        if (strcmp(dimension_rows[d].key, key) == 0) {
            return (enum dimension)d;
        }
    }
    return DIMENSION_NONE;
}

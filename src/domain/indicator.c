/*
 * indicator.c - the figures of the board as rows.
 *
 * Pure. Runs on: any thread. Owns: nothing.
 */
#include "domain/indicator.h"

#include <string.h>

#define BY(name) (1u << DIMENSION_##name)
const struct indicator indicator_rows[] = {
#define INDICATOR(name, key_text, kind_name, clock_list, by, zh, en, zh_more, en_more)                                 \
    {.key = (key_text),                                                                                                \
     .kind = INDICATOR_##kind_name,                                                                                    \
     .clocks = (clock_list),                                                                                           \
     .dimensions = (by),                                                                                               \
     .title_zh = (zh),                                                                                                 \
     .title_en = (en),                                                                                                 \
     .definition_zh = (zh_more),                                                                                       \
     .definition_en = (en_more)},
#include "domain/indicator.def"
#undef INDICATOR
};
const size_t indicator_count = sizeof indicator_rows / sizeof indicator_rows[0];

const char *const indicator_keys[] = {
#define INDICATOR(name, key_text, ...) key_text,
#include "domain/indicator.def"
#undef INDICATOR
    NULL};

const struct indicator *indicator_find(const char *key)
{
    for (size_t i = 0; key != NULL && i < indicator_count; i++) {
        if (strcmp(indicator_rows[i].key, key) == 0) {
            return &indicator_rows[i];
        }
    }
    return NULL;
}

int indicator_parts(const struct indicator *i, enum dimension d)
{
    return d != DIMENSION_NONE && (i->dimensions >> d & 1u) != 0;
}

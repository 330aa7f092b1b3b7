/*
 * indicator.h - the figures of the board: what they are called, what they mean, what they count.
 *
 * Definitions are rows (indicator.def); nothing else in the program knows one by name.
 *
 * Pure. Runs on: any thread. Owns: nothing; all constant.
 */
#ifndef DOMAIN_INDICATOR_H
#define DOMAIN_INDICATOR_H

#include "domain/dimension.h"

#include <stddef.h>

enum indicator_kind { INDICATOR_OPEN, INDICATOR_REGISTERED, INDICATOR_CLOSED, INDICATOR_DUTY };

struct indicator {
    const char *key;
    enum indicator_kind kind;
    const char *clocks;  /* ",C1,C20,"; "" when no clocks are counted */
    unsigned dimensions; /* bit d: may be parted by dimension d */
    const char *title_zh, *title_en, *definition_zh, *definition_en;
};

extern const struct indicator indicator_rows[];
extern const size_t indicator_count;

/* Keys, NULL-terminated: for choices of the API. */
extern const char *const indicator_keys[];

/* NULL for an unknown key. */
const struct indicator *indicator_find(const char *key);
/* 1 when the indicator may be parted by it. */
int indicator_parts(const struct indicator *i, enum dimension d);

#endif

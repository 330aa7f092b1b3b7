/*
 * dimension.h - by what the figures of the board may be parted: stage, unit, class, time and so on.
 *
 * Definitions are rows (dimension.def); how each parts the cases is said where figures are counted (figure.h).
 *
 * Pure. Runs on: any thread. Owns: nothing; all constant.
 */
#ifndef DOMAIN_DIMENSION_H
#define DOMAIN_DIMENSION_H

enum dimension {
    DIMENSION_NONE,
#define DIMENSION(name, key, zh, en) DIMENSION_##name,
#include "domain/dimension.def"
#undef DIMENSION
    DIMENSION_COUNT
};

struct dimension_row {
    const char *key, *title_zh, *title_en;
};

/* By number; the row of DIMENSION_NONE is empty. */
extern const struct dimension_row dimension_rows[DIMENSION_COUNT];

/* Keys, NULL-terminated: for choices of the API. */
extern const char *const dimension_keys[];

/* DIMENSION_NONE for NULL or an unknown key. */
enum dimension dimension_find(const char *key);

#endif

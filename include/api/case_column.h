/*
 * case_column.h - the columns of a list of cases: one set for saved views, files and the pages.
 *
 * Runs on: any thread. Owns: nothing.
 */
#ifndef API_CASE_COLUMN_H
#define API_CASE_COLUMN_H

#include "base/ctx.h"

#include <stddef.h>

enum case_column {
#define CASE_COLUMN(key, zh, en) CASE_COLUMN_##key,
#include "api/case_column.def"
#undef CASE_COLUMN
    CASE_COLUMNS
};

const char *case_column_title(enum case_column column, int is_zh);
const char *case_column_key(enum case_column column);
/* Checks the keys and puts them into one text with spaces between; "" for none. RC_INVALID at `pointer`/i for one that is not there. */
RC_MUST enum rc case_column_join(struct ctx *ctx, const char *const *keys, size_t count, const char *pointer,
                                 const char **out);
/* Back from that text; all columns for "". `out` has room for CASE_COLUMNS; each column comes once. Returns how many. */
size_t case_column_split(const char *text, enum case_column out[CASE_COLUMNS]);
/* The keys themselves on the arena; NULL when it is full. */
const char **case_column_keys(struct ctx *ctx, const char *text, size_t *count);

#endif

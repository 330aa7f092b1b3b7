/*
 * case_column.c - see case_column.h.
 *
 * Runs on: any thread. Owns: nothing.
 */
#include "api/case_column.h"

#include "base/buf.h"
#include "domain/reason.h"

#include <string.h>

static const struct {
    const char *key, *zh, *en;
} columns[] = {
#define CASE_COLUMN(key, zh, en) {#key, zh, en},
#include "api/case_column.def"
#undef CASE_COLUMN
};

const char *case_column_title(enum case_column column, int is_zh)
{
    return is_zh ? columns[column].zh : columns[column].en;
}

const char *case_column_key(enum case_column column)
{
    return columns[column].key;
}

/* CASE_COLUMNS when there is none of that name. */
static int case_column_find(const char *key, size_t n)
{
    int i = 0;
    while (i < CASE_COLUMNS && (strlen(columns[i].key) != n || memcmp(columns[i].key, key, n) != 0)) {
        i++;
    }
    return i;
}

enum rc case_column_join(struct ctx *ctx, const char *const *keys, size_t count, const char *pointer, const char **out)
{
    struct buf text;
    enum rc rc = RC_OK;
    buf_init(&text, ctx->arena);
    for (size_t i = 0; i < count; i++) {
        if (case_column_find(keys[i], strlen(keys[i])) == CASE_COLUMNS) {
            rc = fault_add(&ctx->fault, reason(REASON_UNKNOWN_COLUMN), arena_printf(ctx->arena, "%s/%zu", pointer, i),
                           keys[i], NULL);
        }
        buf_printf(&text, i > 0 ? " %s" : "%s", keys[i]);
    }
    *out = buf_cstr(&text);
    return rc != RC_OK ? rc : *out != NULL ? RC_OK : RC_TOO_LARGE;
}

size_t case_column_split(const char *text, enum case_column out[CASE_COLUMNS])
{
    size_t count = 0;
    unsigned seen = 0;
    for (const char *p = text; *p != '\0';) {
        size_t n = strcspn(p, " ");
        int column = case_column_find(p, n);
        if (column < CASE_COLUMNS && (seen >> column & 1U) == 0) {
            seen |= 1U << column;
            out[count++] = (enum case_column)column;
        }
        p += n + (p[n] == ' ');
    }
    for (int i = 0; count == 0 && seen == 0 && i < CASE_COLUMNS; i++) {
        out[i] = (enum case_column)i;
    }
    return count > 0 ? count : CASE_COLUMNS;
}

const char **case_column_keys(struct ctx *ctx, const char *text, size_t *count)
{
    enum case_column split[CASE_COLUMNS];
    const char **out = arena_array_of(ctx->arena, const char *, CASE_COLUMNS);
    *count = 0;
    size_t n = text[0] != '\0' ? case_column_split(text, split) : 0;
    for (size_t i = 0; out != NULL && i < n; i++) {
        out[(*count)++] = columns[split[i]].key;
    }
    return out;
}

/*
 * export.h - lists that go out as files: who asked for what is journalled before a byte leaves.
 *
 * An export holds what its maker sees in the list at the moment of fetching, without sealed cases; people are masked as they are
 * there. It can be fetched by its maker only, for an hour.
 *
 * Runs on: workers (reading), the writer (asking). Owns: nothing.
 */
#ifndef DOMAIN_EXPORT_H
#define DOMAIN_EXPORT_H

#include "base/ctx.h"
#include "store/sql_stmts.h"

#define EXPORT_KEEP_MS (INT64_C(3600) * 1000)

struct export_input {
    const char *filter, *columns, *format; /* csv or ndjson */
    const char *told; /* the filter as the journal may keep it: without words that were searched for */
    int64_t has_bom, total;
};

RC_MUST enum rc export_add(struct ctx *ctx, struct tx *tx, const struct export_input *in, struct export_row *out);
/* One's own; RC_NOT_FOUND for others, RC_GONE when its hour is over. */
RC_MUST enum rc export_get(struct ctx *ctx, struct tx *tx, const char *id, struct export_row *out);

#endif

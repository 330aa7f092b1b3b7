/*
 * stamp.h - random values in the settings that are replaced when something cached changes.
 *
 * Whoever keeps a copy remembers the stamp that it was made under and looks at the stamp of its own transaction: equal stamps
 * mean equal data, on an old snapshot and in the middle of a batch alike. A stamp of a transaction that was rolled back is never
 * met again.
 *
 * Runs on: replacing on the writer, reading with any transaction. Owns: nothing.
 */
#ifndef DOMAIN_STAMP_H
#define DOMAIN_STAMP_H

#include "base/ctx.h"

#include <stdint.h>

struct tx;

#define STAMP_REFERENCE "reference" /* calendars and definitions */
#define STAMP_ACCESS    "access"    /* whatever actors may do */
#define STAMP_NAMES     "names"     /* names of units, accounts and dictionary entries that are shown with cases */

RC_MUST enum rc stamp_change(struct tx *tx, const char *key);
/* 0 when it was never set. */
RC_MUST enum rc stamp_get(struct ctx *ctx, struct tx *tx, const char *key, int64_t *out);

#endif

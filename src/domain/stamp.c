/*
 * stamp.c - random values in the settings that tell of a change.
 *
 * Runs on: replacing on the writer, reading with any transaction. Owns: nothing.
 */
#include "domain/stamp.h"

#include "base/crypto.h"
#include "store/sql_stmts.h"

#include <stdio.h>
#include <stdlib.h>

enum rc stamp_change(struct tx *tx, const char *key)
{
    int64_t stamp;
    char text[24];
    crypto_random(&stamp, sizeof stamp);
    (void)snprintf(text, sizeof text, "%lld", (long long)(stamp & INT64_MAX));
    return setting_rows_save(tx, &(struct setting_save_in){key, text});
}

enum rc stamp_get(struct ctx *ctx, struct tx *tx, const char *key, int64_t *out)
{
    struct setting_get_out row;
    enum rc rc = setting_rows_get(tx, ctx->arena, &(struct setting_get_in){key}, &row);
    *out = rc == RC_OK ? strtoll(row.value, NULL, 10) : 0;
    return rc == RC_NOT_FOUND ? RC_OK : rc;
}

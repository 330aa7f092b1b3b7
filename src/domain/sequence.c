/*
 * sequence.c - running numbers.
 *
 * Runs on: the writer. Owns: nothing.
 */
#include "domain/sequence.h"

#include "store/sql_stmts.h"

enum rc sequence_next(struct ctx *ctx, struct tx *tx, const char *name, int64_t *out)
{
    struct sequence_next_out row;
    enum rc rc = sequence_rows_next(tx, ctx->arena, &(struct sequence_next_in){name}, &row);
    if (rc == RC_OK) {
        *out = row.last;
    }
    return rc;
}

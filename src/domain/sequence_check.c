/*
 * sequence_check.c - compares where series of numbers stand with what was given of them.
 *
 * Runs on: any thread with a read transaction. Owns: nothing.
 */
#include "domain/sequence.h"

#include "store/sql_stmts.h"

#include <string.h>

/* Where the sealed lane stands would tell how many there were. */
static void sequence_hide(struct sequence_report *out)
{
    if (strstr(out->name, ":sealed_") != NULL) {
        out->name = "of accusations";
        out->last = 0;
    }
}

enum rc sequence_verify(struct ctx *ctx, struct tx *tx, struct sequence_report *out)
{
    struct sequence_find_wrong_out wrong;
    struct sequence_find_wrong_skip_out skip;
    *out = (struct sequence_report){0};
    enum rc rc =
        sequence_rows_find_wrong(tx, ctx->arena, &(struct sequence_find_wrong_in){SEQUENCE_DRAWN_FROM}, &wrong);
    if (rc == RC_OK) {
        *out = (struct sequence_report){1, wrong.name, wrong.last,
                                        wrong.last < wrong.given ? "it was set back: greater numbers were given"
                                                                 : "it stands behind all numbers that were given"};
        sequence_hide(out);
        return RC_OK;
    }
    if (rc == RC_NOT_FOUND) {
        rc = sequence_rows_find_wrong_skip(tx, ctx->arena, &(struct sequence_find_wrong_skip_in){SEQUENCE_DRAWN_FROM},
                                           &skip);
    }
    if (rc == RC_OK) {
        *out = (struct sequence_report){1, skip.name, skip.last,
                                        "what is said of numbers of an earlier register is not what the journal says"};
    }
    return rc == RC_NOT_FOUND ? RC_OK : rc;
}

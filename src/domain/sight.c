/*
 * sight.c - see sight.h; what is derived from what stands in queries/sight.sql.
 *
 * Runs on: any thread with a read transaction. Owns: nothing.
 */
#include "domain/sight.h"

#include "store/sql_stmts.h"

/* By the number that the statement gives. */
static const char *const sight_strange[] = {
    NULL, "it sees a sealed case", "what it sees of the case is not what the case says of itself",
    "it sees the case and was never given a part in it", "it sees the case and was never above a unit that has a part"};

enum { SIGHT_STRANGE = sizeof sight_strange / sizeof sight_strange[0] };

static void sight_bad(struct sight_report *out, const char *case_id, const char *unit_id, const char *why)
{
    *out = (struct sight_report){1, case_id, unit_id, why};
}

enum rc sight_verify(struct ctx *ctx, struct tx *tx, struct sight_report *out)
{
    struct sight_find_strange_out strange;
    struct sight_find_missing_part_out part;
    struct sight_find_missing_above_out above;
    *out = (struct sight_report){0};
    enum rc rc = sight_rows_find_strange(tx, ctx->arena, &strange);
    if (rc == RC_OK) {
        int is_known = strange.what > 0 && strange.what < SIGHT_STRANGE;
        sight_bad(out, strange.case_id, strange.unit_id,
                  is_known ? sight_strange[strange.what] : "it is not as it was");
        return RC_OK;
    }
    if (rc == RC_NOT_FOUND) {
        rc = sight_rows_find_missing_part(tx, ctx->arena, &part);
        if (rc == RC_OK) {
            sight_bad(out, part.case_id, part.unit_id, "it has or had a part in the case and does not see it");
            return RC_OK;
        }
    }
    if (rc == RC_NOT_FOUND) {
        rc = sight_rows_find_missing_above(tx, ctx->arena, &above);
        if (rc == RC_OK) {
            sight_bad(out, above.case_id, above.unit_id,
                      "it is above a unit that has a part and does not see the case");
        }
    }
    return rc == RC_NOT_FOUND ? RC_OK : rc;
}

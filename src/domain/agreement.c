/*
 * agreement.c - what is known of a case's agreement.
 *
 * Runs on: any thread with a transaction. Owns: nothing.
 */
#include "domain/agreement.h"

enum rc agreement_is_there(struct ctx *ctx, struct tx *tx, const char *case_id, int *out)
{
    struct agreement_get_last_out row;
    enum rc rc = agreement_rows_get_last(tx, ctx->arena, &(struct agreement_get_last_in){case_id}, &row);
    *out = rc == RC_OK;
    return rc == RC_NOT_FOUND ? RC_OK : rc;
}

enum rc agreement_is_performed(struct ctx *ctx, struct tx *tx, const char *case_id, int *out)
{
    struct agreement_sum_instalments_out sum;
    enum rc rc = agreement_rows_sum_instalments(tx, ctx->arena, &(struct agreement_sum_instalments_in){case_id}, &sum);
    *out = rc == RC_OK && sum.planned > 0 && sum.planned == sum.performed;
    return rc;
}

/*
 * throttle.c - failures and the delays that they cost.
 *
 * Runs on: checking with any transaction, counting on the writer. Owns: nothing.
 */
#include "domain/throttle.h"

#include "store/sql_stmts.h"

#define THROTTLE_MINUTE_MS INT64_C(60000)
#define THROTTLE_QUIET_MS  (24 * 60 * THROTTLE_MINUTE_MS)

/* For all addresses together: a hundred attempts an hour at most (ASVS 2.2.1). */
#define THROTTLE_WIDE_MS INT64_C(36000)

enum { THROTTLE_FREE = 5, THROTTLE_MAX_MINUTES = 15, THROTTLE_WIDE_FREE = 30 };

const char *throttle_subject(struct ctx *ctx, const char *kind, const char *name, const char *prefix)
{
    return arena_printf(ctx->arena, "%s:%s|%s", kind, name, prefix ? prefix : "");
}

enum rc throttle_check(struct ctx *ctx, struct tx *tx, const char *subject, const struct reason *why)
{
    struct throttle_get_out row;
    enum rc rc = throttle_rows_get(tx, ctx->arena, &(struct throttle_get_in){subject}, &row);
    if (rc == RC_NOT_FOUND) {
        return RC_OK;
    }
    if (rc != RC_OK || row.blocked_ms <= ctx->now_ms) {
        return rc;
    }
    int64_t seconds = (row.blocked_ms - ctx->now_ms + 999) / 1000;
    ctx->fault.retry_after_s = seconds;
    return fault_set(&ctx->fault, RC_LIMITED, why, NULL, arena_printf(ctx->arena, "%lld", (long long)seconds), NULL);
}

static int64_t throttle_delay_ms(int64_t failures)
{
    if (failures < THROTTLE_FREE) {
        return 0;
    }
    int64_t minutes = 1;
    for (int64_t i = THROTTLE_FREE; i < failures && minutes < THROTTLE_MAX_MINUTES; i++) {
        minutes *= 2;
    }
    return (minutes < THROTTLE_MAX_MINUTES ? minutes : THROTTLE_MAX_MINUTES) * THROTTLE_MINUTE_MS;
}

static int64_t throttle_wide_ms(int64_t failures)
{
    return failures < THROTTLE_WIDE_FREE ? 0 : THROTTLE_WIDE_MS;
}

static enum rc throttle_count(struct ctx *ctx, struct tx *tx, const char *subject, int64_t (*delay_ms)(int64_t))
{
    struct throttle_get_out row = {0};
    enum rc rc = throttle_rows_get(tx, ctx->arena, &(struct throttle_get_in){subject}, &row);
    if (rc != RC_OK && rc != RC_NOT_FOUND) {
        return rc;
    }
    int is_fresh = rc == RC_NOT_FOUND || ctx->now_ms - row.last_ms > THROTTLE_QUIET_MS;
    if (rc == RC_NOT_FOUND) {
        /* A new subject pays for throwing old ones away, so that guessing cannot fill the table. */
        rc = throttle_rows_purge(tx, &(struct throttle_purge_in){ctx->now_ms - THROTTLE_QUIET_MS});
        if (rc != RC_OK) {
            return rc;
        }
    }
    int64_t failures = is_fresh ? 1 : row.failures + 1;
    return throttle_rows_save(tx, &(struct throttle_save_in){.subject = subject,
                                                             .failures = failures,
                                                             .last_ms = ctx->now_ms,
                                                             .blocked_ms = ctx->now_ms + delay_ms(failures)});
}

enum rc throttle_fail(struct ctx *ctx, struct tx *tx, const char *subject)
{
    return throttle_count(ctx, tx, subject, throttle_delay_ms);
}

enum rc throttle_fail_wide(struct ctx *ctx, struct tx *tx, const char *subject)
{
    return throttle_count(ctx, tx, subject, throttle_wide_ms);
}

enum rc throttle_clear(struct tx *tx, const char *subject)
{
    return throttle_rows_drop(tx, &(struct throttle_drop_in){subject});
}

/*
 * unsent.c - see unsent.h.
 *
 * Runs on: the writer; opening with any read transaction. Owns: nothing.
 */
#include "domain/unsent.h"

#include "base/crypto.h"
#include "base/ident.h"
#include "domain/reason.h"
#include "store/sql_stmts.h"
#include "store/vault.h"

#include <string.h>

#define UNSENT_MS  (UNSENT_DAYS * INT64_C(24) * 3600 * 1000)
#define UNSENT_AAD "unsent.content"

/* What follows from a code: where the row is, and what opens it. */
struct unsent_keys {
    struct sql_blob hash, key;
};

static enum rc unsent_unknown(struct ctx *ctx)
{
    return fault_set(&ctx->fault, RC_NOT_FOUND, reason(REASON_UNSENT_UNKNOWN), "/code", NULL, NULL);
}

static enum rc unsent_keys(struct ctx *ctx, const char *typed, struct unsent_keys *out)
{
    char *code = ident_long_code_normalise(ctx->arena, typed);
    if (code == NULL) {
        return unsent_unknown(ctx);
    }
    enum rc rc = vault_secret_hash(ctx->vault, ctx->arena, "draft", code, &out->hash);
    if (rc == RC_OK) {
        rc = vault_secret_hash(ctx->vault, ctx->arena, "draft_key", code, &out->key);
    }
    crypto_wipe(code, strlen(code));
    return rc;
}

static enum rc unsent_seal(struct ctx *ctx, const struct unsent_keys *keys, const char *text, struct sql_blob *out)
{
    size_t n = strlen(text);
    if (n > UNSENT_BYTES_MAX) {
        return fault_set(&ctx->fault, RC_REFUSED, reason(REASON_UNSENT_TOO_LARGE), NULL, NULL, NULL);
    }
    uint8_t *sealed = arena_alloc(ctx->arena, n + CRYPTO_SEAL_OVERHEAD);
    if (sealed == NULL) {
        return RC_TOO_LARGE;
    }
    crypto_seal(keys->key.data, UNSENT_AAD, text, n, sealed);
    *out = (struct sql_blob){sealed, n + CRYPTO_SEAL_OVERHEAD};
    return RC_OK;
}

static enum rc unsent_room(struct ctx *ctx, struct tx *tx)
{
    struct unsent_count_out kept;
    enum rc rc = unsent_rows_sweep(tx, &(struct unsent_sweep_in){ctx->now_ms});
    if (rc == RC_OK) {
        rc = unsent_rows_count(tx, ctx->arena, &(struct unsent_count_in){ctx->now_ms}, &kept);
    }
    if (rc == RC_OK && kept.total >= UNSENT_MAX) {
        ctx->fault.retry_after_s = 3600;
        return fault_set(&ctx->fault, RC_LIMITED, reason(REASON_UNSENT_FULL), NULL, NULL, NULL);
    }
    return rc;
}

enum rc unsent_add(struct ctx *ctx, struct tx *tx, const char *text, const char **code, int64_t *ends_ms)
{
    struct unsent_keys keys;
    struct sql_blob content;
    char *made = arena_alloc(ctx->arena, IDENT_LONG_CODE_SIZE);
    if (made == NULL) {
        return RC_TOO_LARGE;
    }
    ident_long_code_new(made);
    *code = made;
    *ends_ms = ctx->now_ms + UNSENT_MS;
    enum rc rc = unsent_keys(ctx, made, &keys);
    rc = rc == RC_OK ? unsent_seal(ctx, &keys, text, &content) : rc;
    rc = rc == RC_OK ? unsent_room(ctx, tx) : rc;
    return rc == RC_OK ? unsent_rows_add(tx, &(struct unsent_add_in){keys.hash, content, *ends_ms}) : rc;
}

enum rc unsent_save(struct ctx *ctx, struct tx *tx, const char *code, const char *text, int64_t *ends_ms)
{
    struct unsent_keys keys;
    struct sql_blob content;
    struct unsent_save_out saved;
    enum rc rc = unsent_keys(ctx, code, &keys);
    rc = rc == RC_OK ? unsent_seal(ctx, &keys, text, &content) : rc;
    if (rc == RC_OK) {
        *ends_ms = ctx->now_ms + UNSENT_MS;
        rc = unsent_rows_save(tx, ctx->arena, &(struct unsent_save_in){keys.hash, content, *ends_ms, ctx->now_ms},
                              &saved);
        rc = rc == RC_NOT_FOUND ? unsent_unknown(ctx) : rc;
    }
    return rc;
}

enum rc unsent_open(struct ctx *ctx, struct tx *tx, const char *code, const char **text, int64_t *ends_ms)
{
    struct unsent_keys keys;
    struct unsent_find_out row;
    enum rc rc = unsent_keys(ctx, code, &keys);
    if (rc == RC_OK) {
        rc = unsent_rows_find(tx, ctx->arena, &(struct unsent_find_in){keys.hash, ctx->now_ms}, &row);
        rc = rc == RC_NOT_FOUND ? unsent_unknown(ctx) : rc;
    }
    if (rc != RC_OK) {
        return rc;
    }
    size_t n = row.content.size - CRYPTO_SEAL_OVERHEAD;
    char *clear = row.content.size >= CRYPTO_SEAL_OVERHEAD ? arena_alloc(ctx->arena, n + 1) : NULL;
    if (clear == NULL) {
        return RC_TOO_LARGE;
    }
    clear[n] = '\0';
    *text = clear;
    *ends_ms = row.ends_ms;
    return crypto_open(keys.key.data, UNSENT_AAD, row.content.data, row.content.size, clear);
}

enum rc unsent_drop(struct ctx *ctx, struct tx *tx, const char *code)
{
    struct unsent_keys keys;
    struct unsent_drop_out dropped;
    enum rc rc = unsent_keys(ctx, code, &keys);
    if (rc == RC_OK) {
        rc = unsent_rows_drop(tx, ctx->arena, &(struct unsent_drop_in){keys.hash}, &dropped);
        rc = rc == RC_NOT_FOUND ? unsent_unknown(ctx) : rc;
    }
    return rc;
}

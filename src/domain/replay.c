/*
 * replay.c - keeps replies for repeated requests.
 *
 * Runs on: the writer. Owns: nothing.
 */
#include "domain/replay.h"

#include "base/crypto.h"
#include "domain/reason.h"
#include "store/sql_stmts.h"
#include "store/vault.h"

#include <string.h>

enum { REPLAY_PURGE = 8 };

static const char *replay_row_id(struct ctx *ctx, const struct replay_key *key)
{
    return arena_printf(ctx->arena, "%s|%s|%s", key->principal, key->operation, key->key);
}

static enum rc replay_open(struct ctx *ctx, const struct replay_key *key, const char *stored, const char **out)
{
    const char *id = replay_row_id(ctx, key);
    size_t n = strlen(stored);
    uint8_t *sealed = arena_alloc(ctx->arena, n);
    if (id == NULL || sealed == NULL) {
        return RC_TOO_LARGE;
    }
    enum rc rc = crypto_unbase64(stored, sealed, &n);
    return rc != RC_OK ? RC_INTERNAL
                       : vault_open(ctx->vault, ctx->arena, "replays.body", id, (struct sql_blob){sealed, n}, out);
}

enum rc replay_find(struct ctx *ctx, struct tx *tx, const struct replay_key *key, struct replay_reply *out)
{
    struct replay_get_out row;
    enum rc rc =
        replay_rows_get(tx, ctx->arena, &(struct replay_get_in){key->principal, key->operation, key->key}, &row);
    if (rc != RC_OK) {
        return rc;
    }
    if (ctx->now_ms - row.created_ms > REPLAY_KEEP_MS) {
        rc = replay_rows_drop(tx, &(struct replay_drop_in){key->principal, key->operation, key->key});
        return rc == RC_OK ? RC_NOT_FOUND : rc;
    }
    if (row.fingerprint.size != CRYPTO_HASH_SIZE ||
        !crypto_equal(row.fingerprint.data, key->fingerprint, CRYPTO_HASH_SIZE)) {
        return fault_set(&ctx->fault, RC_INVALID, reason(REASON_KEY_REUSED), NULL, NULL, NULL);
    }
    *out = (struct replay_reply){.status = row.status, .etag = row.etag, .location = row.location};
    return row.body != NULL ? replay_open(ctx, key, row.body, &out->body) : RC_OK;
}

static enum rc replay_purge(struct ctx *ctx, struct tx *tx)
{
    struct replay_list_old_out *old;
    size_t n;
    enum rc rc = replay_rows_list_old(
        tx, ctx->arena, &(struct replay_list_old_in){ctx->now_ms - REPLAY_KEEP_MS, REPLAY_PURGE}, &old, &n);
    for (size_t i = 0; rc == RC_OK && i < n; i++) {
        rc = replay_rows_drop(tx, &(struct replay_drop_in){old[i].principal, old[i].operation, old[i].key});
    }
    return rc;
}

enum rc replay_add(struct ctx *ctx, struct tx *tx, const struct replay_key *key, const struct replay_reply *in)
{
    struct sql_blob sealed = {NULL, 0};
    char *body = NULL;
    if (in->body != NULL && in->body[0] != '\0') {
        const char *id = replay_row_id(ctx, key);
        enum rc rc = id ? vault_seal(ctx->vault, ctx->arena, "replays.body", id, in->body, &sealed) : RC_TOO_LARGE;
        if (rc != RC_OK) {
            return rc;
        }
        body = arena_alloc(ctx->arena, 4 * (sealed.size + 2) / 3 + 1);
        if (body == NULL) {
            return RC_TOO_LARGE;
        }
        crypto_base64(sealed.data, sealed.size, body);
    }
    enum rc rc = replay_purge(ctx, tx);
    return rc != RC_OK
               ? rc
               : replay_rows_add(tx, &(struct replay_add_in){.principal = key->principal,
                                                             .operation = key->operation,
                                                             .key = key->key,
                                                             .fingerprint = {key->fingerprint, CRYPTO_HASH_SIZE},
                                                             .status = in->status,
                                                             .etag = in->etag,
                                                             .location = in->location,
                                                             .body = body,
                                                             .created_ms = ctx->now_ms});
}

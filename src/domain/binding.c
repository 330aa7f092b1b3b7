/*
 * binding.c - see binding.h.
 *
 * Runs on: any thread. Owns: nothing.
 */
#include "domain/binding.h"

#include "base/crypto.h"
#include "base/log.h"
#include "store/vault.h"

/* "" for an empty one. */
static const char *binding_hex(struct ctx *ctx, struct sql_blob bytes)
{
    char *hex = arena_alloc(ctx->arena, 2 * bytes.size + 1);
    if (hex != NULL && bytes.size > 0) {
        crypto_hex(bytes.data, bytes.size, hex);
    }
    return hex;
}

static enum rc binding_make(struct ctx *ctx, const char *purpose, const char *text, struct sql_blob *out)
{
    return text != NULL ? vault_secret_hash(ctx->vault, ctx->arena, purpose, text, out) : RC_TOO_LARGE;
}

enum rc binding_of_session(struct ctx *ctx, const struct binding_session *row, struct sql_blob *out)
{
    const char *hash = binding_hex(ctx, row->hash);
    const char *text =
        hash == NULL ? NULL
                     : arena_printf(ctx->arena, "%s|%s|%s|%lld|%lld|%lld", hash, row->id, row->account_id,
                                    (long long)row->created_ms, (long long)row->proved_ms, (long long)row->ends_ms);
    return binding_make(ctx, "session_proof", text, out);
}

enum rc binding_of_token(struct ctx *ctx, const struct binding_token *row, struct sql_blob *out)
{
    const char *hash = binding_hex(ctx, row->hash);
    const char *text = hash == NULL
                           ? NULL
                           : arena_printf(ctx->arena, "%s|%s|%s|%s|%lld|%lld", hash, row->id, row->account_id,
                                          row->permissions, (long long)row->created_ms, (long long)row->expires_ms);
    return binding_make(ctx, "token_proof", text, out);
}

enum rc binding_of_reset(struct ctx *ctx, const struct binding_reset *row, struct sql_blob *out)
{
    const char *hash = binding_hex(ctx, row->hash);
    const char *second = binding_hex(ctx, row->second_hash);
    const char *text = hash == NULL || second == NULL
                           ? NULL
                           : arena_printf(ctx->arena, "%s|%s|%s|%lld|%lld", row->account_id, hash, second,
                                          (long long)row->is_held, (long long)row->ends_ms);
    return binding_make(ctx, "reset_proof", text, out);
}

int binding_fits(struct sql_blob kept, struct sql_blob made)
{
    int fits = kept.size == made.size && made.size == CRYPTO_HASH_SIZE && crypto_equal(kept.data, made.data, made.size);
    if (!fits && kept.size > 0) {
        LOG(LOG_ERROR, "binding.changed", LOG_S("do", "somebody wrote into the database; run petitiond verify"));
    }
    return fits;
}

/*
 * checkpoint_check.c - whether a checkpoint is signed with the office's key and names the entry that stands in the office's journal.
 *
 * Runs on: any thread with a read transaction. Owns: nothing.
 */
#include "domain/checkpoint.h"
#include "store/vault.h"

#include <string.h>

static int checkpoint_is_same(struct sql_blob a, struct sql_blob b)
{
    return a.size == b.size && (a.size == 0 || memcmp(a.data, b.data, a.size) == 0);
}

/* The hash follows from the checkpoint before, and the signature from the hash. */
static enum rc checkpoint_is_signed(struct ctx *ctx, struct tx *tx, const struct checkpoint_row *row, int *is_held)
{
    uint8_t key[CRYPTO_KEY_SIZE];
    uint8_t hash[CRYPTO_HASH_SIZE];
    struct checkpoint_row before = {0};
    enum rc rc = checkpoint_rows_get(tx, ctx->arena, &(struct checkpoint_get_in){row->seq - 1}, &before);
    if (rc != RC_OK && rc != RC_NOT_FOUND) {
        return rc;
    }
    checkpoint_digest(row, before.hash, hash);
    *is_held = vault_public_key(ctx->vault, (int)row->epoch, key) == RC_OK &&
               checkpoint_is_same(row->hash, (struct sql_blob){hash, sizeof hash}) &&
               row->signature.size == CRYPTO_SIGNATURE_SIZE &&
               crypto_signature_fits(key, hash, sizeof hash, row->signature.data);
    return RC_OK;
}

enum rc checkpoint_holds(struct ctx *ctx, struct tx *tx, const struct checkpoint_row *row, int *is_held)
{
    struct office_journal_get_entry_out entry = {0};
    enum rc rc = checkpoint_is_signed(ctx, tx, row, is_held);
    if (rc != RC_OK || !*is_held || row->office_seq == 0) {
        return rc;
    }
    rc = office_journal_rows_get_entry(tx, ctx->arena, &(struct office_journal_get_entry_in){row->office_seq}, &entry);
    if (rc == RC_OK || rc == RC_NOT_FOUND) {
        *is_held = rc == RC_OK && checkpoint_is_same(entry.hash, row->office_hash);
        return RC_OK;
    }
    return rc;
}

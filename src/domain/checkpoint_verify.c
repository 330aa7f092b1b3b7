/*
 * checkpoint_verify.c - all checkpoints of a database, one behind the other.
 *
 * Runs on: any thread with a read transaction. Owns: nothing.
 * Invariant: memory is that of one window of checkpoints and the leaves of one.
 */
#include "domain/checkpoint.h"
#include "store/vault.h"

#include <string.h>

enum { VERIFY_WINDOW = 200, VERIFY_HEADS_MAX = 1 << 20 };

/* The walk, and the checkpoint before the one at hand. */
struct checkpoint_walk {
    struct ctx *ctx;
    struct tx *tx;
    int with_keys;
    int64_t seq, at_ms;
    uint8_t hash[CRYPTO_HASH_SIZE];
};

static int checkpoint_is_hash(struct sql_blob blob, const uint8_t *hash)
{
    return blob.size == CRYPTO_HASH_SIZE && memcmp(blob.data, hash, CRYPTO_HASH_SIZE) == 0;
}

/* NULL when it follows from the one before and is signed. */
static const char *checkpoint_fault_alone(const struct checkpoint_walk *w, const struct checkpoint_row *row)
{
    uint8_t hash[CRYPTO_HASH_SIZE];
    uint8_t key[CRYPTO_KEY_SIZE];
    struct sql_blob previous = {w->seq > 0 ? w->hash : NULL, w->seq > 0 ? sizeof w->hash : 0};
    if (row->seq != w->seq + 1) {
        return "one before it is missing";
    }
    checkpoint_digest(row, previous, hash);
    if (!checkpoint_is_hash(row->hash, hash)) {
        return "it does not follow from the one before";
    }
    if (row->at_ms < w->at_ms) {
        return "it is older than the one before";
    }
    if (!w->with_keys) {
        return NULL;
    }
    if (row->epoch < 1 || row->epoch > RING_EPOCH_MAX ||
        vault_public_key(w->ctx->vault, (int)row->epoch, key) != RC_OK) {
        return "it names a key that is not in keys/ring";
    }
    return row->signature.size == CRYPTO_SIGNATURE_SIZE &&
                   crypto_signature_fits(key, hash, sizeof hash, row->signature.data)
               ? NULL
               : "it is not signed with the office's key";
}

/* Its heads give its root, and stand in the journals; so does the office's entry. */
static enum rc checkpoint_fault_heads(const struct checkpoint_walk *w, const struct checkpoint_row *row,
                                      const char **why)
{
    struct arena *arena = w->ctx->arena;
    struct checkpoint_find_strange_head_out strange;
    struct checkpoint_list_heads_out *heads;
    struct checkpoint_hash *leaves;
    struct office_journal_get_entry_out entry = {0};
    size_t count;
    if (row->heads < 0 || row->heads > VERIFY_HEADS_MAX) {
        *why = "it is damaged";
        return RC_OK;
    }
    enum rc rc = checkpoint_rows_list_heads(w->tx, arena, &(struct checkpoint_list_heads_in){row->seq}, &heads, &count);
    rc = rc == RC_OK ? checkpoint_leaves(w->ctx, row, heads, count, &leaves) : rc;
    if (rc == RC_OK) {
        (void)checkpoint_fold(leaves, (size_t)row->heads, 0, NULL);
    }
    if (rc == RC_INTERNAL || (rc == RC_OK && !checkpoint_is_hash(row->root, leaves[0].bytes))) {
        *why = "its heads are not those that were signed";
        return RC_OK;
    }
    rc = rc == RC_OK ? checkpoint_rows_find_strange_head(w->tx, arena,
                                                         &(struct checkpoint_find_strange_head_in){row->seq}, &strange)
                     : rc;
    if (rc == RC_OK) {
        *why = "an entry of a case is not the one that it holds";
        return RC_OK;
    }
    if (rc == RC_NOT_FOUND && row->office_seq > 0) {
        rc =
            office_journal_rows_get_entry(w->tx, arena, &(struct office_journal_get_entry_in){row->office_seq}, &entry);
        int is_held = rc == RC_OK && row->office_hash.size == CRYPTO_HASH_SIZE &&
                      checkpoint_is_hash(entry.hash, row->office_hash.data);
        *why = is_held ? NULL : "the entry of the office is not the one that it holds";
    }
    return rc == RC_NOT_FOUND ? RC_OK : rc;
}

static enum rc checkpoint_walk_one(struct checkpoint_walk *w, const struct checkpoint_row *row,
                                   struct checkpoint_report *out)
{
    struct arena_mark mark = arena_mark(w->ctx->arena);
    const char *why = checkpoint_fault_alone(w, row);
    enum rc rc = why == NULL ? checkpoint_fault_heads(w, row, &why) : RC_OK;
    arena_reset_to(w->ctx->arena, mark);
    if (rc != RC_OK) {
        return rc;
    }
    out->checkpoints++;
    out->is_bad = why != NULL;
    out->bad_seq = why != NULL ? row->seq : 0;
    out->why = why;
    w->seq = row->seq;
    w->at_ms = row->at_ms;
    if (why == NULL) {
        memcpy(w->hash, row->hash.data, sizeof w->hash);
    }
    return RC_OK;
}

enum rc checkpoint_verify(struct ctx *ctx, struct tx *tx, int with_keys, struct checkpoint_report *out)
{
    struct checkpoint_walk w = {.ctx = ctx, .tx = tx, .with_keys = with_keys};
    size_t count = VERIFY_WINDOW;
    enum rc rc = RC_OK;
    *out = (struct checkpoint_report){0};
    while (rc == RC_OK && count == VERIFY_WINDOW && !out->is_bad) {
        struct arena_mark mark = arena_mark(ctx->arena);
        struct checkpoint_row *rows;
        rc = checkpoint_rows_list(tx, ctx->arena, &(struct checkpoint_list_in){w.seq, VERIFY_WINDOW}, &rows, &count);
        for (size_t i = 0; rc == RC_OK && i < count && !out->is_bad; i++) {
            rc = checkpoint_walk_one(&w, &rows[i], out);
        }
        arena_reset_to(ctx->arena, mark);
    }
    return rc;
}

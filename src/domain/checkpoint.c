/*
 * checkpoint.c - see checkpoint.h.
 *
 * Runs on: the writer for making, anywhere for reading. Owns: nothing.
 * Invariant: a head leaves the pending ones in the transaction in which a checkpoint takes it up.
 */
#include "domain/checkpoint.h"

#include "store/vault.h"

#include <string.h>

static const char checkpoint_label[] = "petitiond checkpoint 1";

static enum rc checkpoint_take_heads(struct ctx *ctx, struct tx *tx, int64_t seq,
                                     const struct checkpoint_list_pending_out *heads, size_t count, uint8_t *root)
{
    struct checkpoint_hash *row = arena_alloc(ctx->arena, (count + 1) * sizeof *row);
    enum rc rc = row != NULL ? RC_OK : RC_TOO_LARGE;
    for (size_t i = 0; rc == RC_OK && i < count; i++) {
        checkpoint_leaf(heads[i].case_id, heads[i].seq, heads[i].hash, row[i].bytes);
        rc = checkpoint_rows_add_head(
            tx, &(struct checkpoint_add_head_in){seq, heads[i].case_id, heads[i].seq, heads[i].hash});
        rc =
            rc != RC_OK ? rc : checkpoint_rows_drop_pending(tx, &(struct checkpoint_drop_pending_in){heads[i].case_id});
    }
    if (rc == RC_OK) {
        (void)checkpoint_fold(row, count, 0, NULL);
        memcpy(root, row[0].bytes, CRYPTO_HASH_SIZE); /* zeros of none */
    }
    return rc;
}

void checkpoint_digest(const struct checkpoint_row *row, struct sql_blob previous, uint8_t out[CRYPTO_HASH_SIZE])
{
    struct crypto_hasher h;
    crypto_hasher_init(&h, NULL);
    crypto_hasher_add_field(&h, checkpoint_label, strlen(checkpoint_label));
    crypto_hasher_add_field(&h, previous.data, previous.size);
    crypto_hasher_add_i64(&h, row->seq);
    crypto_hasher_add_i64(&h, row->at_ms);
    crypto_hasher_add_i64(&h, row->epoch);
    crypto_hasher_add_i64(&h, row->heads);
    crypto_hasher_add_field(&h, row->root.data, row->root.size);
    crypto_hasher_add_i64(&h, row->office_seq);
    crypto_hasher_add_field(&h, row->office_hash.data, row->office_hash.size);
    crypto_hasher_end(&h, out);
}

static enum rc checkpoint_add(struct ctx *ctx, struct tx *tx, const struct checkpoint_row *last,
                              const struct office_journal_get_last_out *office,
                              const struct checkpoint_list_pending_out *heads, size_t count)
{
    uint8_t root[CRYPTO_HASH_SIZE];
    uint8_t hash[CRYPTO_HASH_SIZE];
    uint8_t signature[CRYPTO_SIGNATURE_SIZE];
    struct checkpoint_row row = {.seq = last->seq + 1,
                                 .at_ms = ctx->now_ms > last->at_ms ? ctx->now_ms : last->at_ms, /* never back */
                                 .epoch = vault_epoch(ctx->vault, RING_SIGN),
                                 .heads = (int64_t)count,
                                 .root = {root, sizeof root},
                                 .office_seq = office->seq,
                                 .office_hash = {office->hash.data != NULL ? office->hash.data : "", office->hash.size},
                                 .hash = {hash, sizeof hash},
                                 .signature = {signature, sizeof signature}};
    enum rc rc = checkpoint_take_heads(ctx, tx, row.seq, heads, count, root);
    if (rc != RC_OK) {
        return rc;
    }
    checkpoint_digest(&row, last->hash, hash);
    rc = vault_sign(ctx->vault, hash, sizeof hash, signature);
    return rc != RC_OK ? rc
                       : checkpoint_rows_add(tx, &(struct checkpoint_add_in){row.seq, row.at_ms, row.epoch, row.heads,
                                                                             row.root, row.office_seq, row.office_hash,
                                                                             row.hash, row.signature});
}

enum rc checkpoint_make(struct ctx *ctx, struct tx *tx, int *is_made)
{
    struct checkpoint_row last = {0};
    struct office_journal_get_last_out office = {0};
    struct checkpoint_list_pending_out *heads;
    size_t count = 0;
    *is_made = 0;
    enum rc rc = checkpoint_rows_get_last(tx, ctx->arena, &last);
    if (rc == RC_OK || rc == RC_NOT_FOUND) {
        rc = office_journal_rows_get_last(tx, ctx->arena, &office);
    }
    if (rc == RC_OK || rc == RC_NOT_FOUND) {
        rc = checkpoint_rows_list_pending(tx, ctx->arena, &(struct checkpoint_list_pending_in){CHECKPOINT_HEADS_MAX},
                                          &heads, &count);
    }
    if (rc != RC_OK || (count == 0 && office.seq == last.office_seq)) {
        return rc;
    }
    rc = checkpoint_add(ctx, tx, &last, &office, heads, count);
    *is_made = rc == RC_OK;
    return rc;
}

const char *checkpoint_hex(struct arena *a, struct sql_blob bytes)
{
    char *text = arena_alloc(a, 2 * bytes.size + 1);
    if (text != NULL && bytes.size > 0) {
        crypto_hex(bytes.data, bytes.size, text);
    }
    return text != NULL ? text : "";
}

const char *checkpoint_line(struct ctx *ctx, const struct checkpoint_row *row)
{
    uint8_t key[CRYPTO_KEY_SIZE];
    struct arena *a = ctx->arena;
    struct sql_blob public_key = {key, sizeof key};
    if (vault_public_key(ctx->vault, (int)row->epoch, key) != RC_OK) {
        public_key.size = 0; /* of a forgotten epoch: whoever checks has it from then */
    }
    return arena_printf(
        a,
        "{\"seq\":%lld,\"at_ms\":%lld,\"epoch\":%lld,\"heads\":%lld,\"root\":\"%s\",\"office_seq\":%lld,"
        "\"office_hash\":\"%s\",\"hash\":\"%s\",\"signature\":\"%s\",\"public_key\":\"%s\"}",
        (long long)row->seq, (long long)row->at_ms, (long long)row->epoch, (long long)row->heads,
        checkpoint_hex(a, row->root), (long long)row->office_seq, checkpoint_hex(a, row->office_hash),
        checkpoint_hex(a, row->hash), checkpoint_hex(a, row->signature), checkpoint_hex(a, public_key));
}

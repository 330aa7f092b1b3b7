/*
 * checkpoint.c - see checkpoint.h.
 *
 * Runs on: the writer for making, anywhere for reading. Owns: nothing.
 * Invariant: a head leaves the pending ones in the transaction in which a checkpoint takes it up.
 */
#include "domain/checkpoint.h"

#include "store/vault.h"

#include <string.h>

#define CHECKPOINT_SEALED_MS (INT64_C(3600) * 1000)

static const char checkpoint_label[] = "petitiond checkpoint 1";

/* Between the next power of two and the one behind it, by chance, and sixteen at least. */
static int64_t checkpoint_size(size_t count)
{
    uint8_t more;
    int64_t size = 16;
    crypto_random(&more, sizeof more);
    while (size < (int64_t)count + more % 8) {
        size *= 2;
    }
    return size;
}

static enum rc checkpoint_take_heads(struct ctx *ctx, struct tx *tx, const struct checkpoint_row *row,
                                     const struct checkpoint_list_pending_out *heads, size_t count, uint8_t *root)
{
    struct checkpoint_hash *leaves = NULL;
    struct checkpoint_list_heads_out *taken = arena_array_of(ctx->arena, struct checkpoint_list_heads_out, count + 1);
    enum rc rc = taken != NULL ? RC_OK : RC_TOO_LARGE;
    for (size_t i = 0; rc == RC_OK && i < count; i++) {
        taken[i] = (struct checkpoint_list_heads_out){heads[i].case_id, heads[i].seq, heads[i].hash};
        rc = checkpoint_rows_add_head(
            tx, &(struct checkpoint_add_head_in){row->seq, heads[i].case_id, heads[i].seq, heads[i].hash});
        rc =
            rc != RC_OK ? rc : checkpoint_rows_drop_pending(tx, &(struct checkpoint_drop_pending_in){heads[i].case_id});
    }
    rc = rc == RC_OK ? checkpoint_leaves(ctx, row, taken, count, &leaves) : rc;
    if (rc == RC_OK) {
        (void)checkpoint_fold(leaves, (size_t)row->heads, 0, NULL);
        memcpy(root, leaves[0].bytes, CRYPTO_HASH_SIZE);
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
    uint8_t seed[CRYPTO_HASH_SIZE];
    crypto_random(seed, sizeof seed);
    struct checkpoint_row row = {.seq = last->seq + 1,
                                 .at_ms = ctx->now_ms > last->at_ms ? ctx->now_ms : last->at_ms, /* never back */
                                 .epoch = vault_epoch(ctx->vault, RING_SIGN),
                                 .heads = checkpoint_size(count),
                                 .root = {root, sizeof root},
                                 .office_seq = office->seq,
                                 .office_hash = {office->hash.data != NULL ? office->hash.data : "", office->hash.size},
                                 .hash = {hash, sizeof hash},
                                 .signature = {signature, sizeof signature},
                                 .seed = {seed, sizeof seed}};
    enum rc rc = checkpoint_take_heads(ctx, tx, &row, heads, count, root);
    if (rc != RC_OK) {
        return rc;
    }
    checkpoint_digest(&row, last->hash, hash);
    rc = vault_sign(ctx->vault, hash, sizeof hash, signature);
    return rc != RC_OK ? rc
                       : checkpoint_rows_add(tx, &(struct checkpoint_add_in){row.seq, row.at_ms, row.epoch, row.heads,
                                                                             row.root, row.office_seq, row.office_hash,
                                                                             row.hash, row.signature, row.seed});
}

/* Whether anything but sealed cases moved, or the sealed ones have waited long enough. */
static int checkpoint_is_due(const struct ctx *ctx, const struct checkpoint_row *last,
                             const struct checkpoint_list_pending_out *heads, size_t count)
{
    size_t sealed = 0;
    for (size_t i = 0; i < count; i++) {
        sealed += heads[i].is_sealed != 0;
    }
    return sealed < count || ctx->now_ms - last->at_ms >= CHECKPOINT_SEALED_MS;
}

enum rc checkpoint_make(struct ctx *ctx, struct tx *tx, int is_last, int *is_made)
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
    int is_still = rc == RC_OK && office.seq == last.office_seq;
    if (rc != RC_OK || (is_still && (count == 0 || (!is_last && !checkpoint_is_due(ctx, &last, heads, count))))) {
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

/*
 * proof.c - see proof.h.
 *
 * Runs on: a worker or the writer, with any transaction. Owns: nothing.
 */
#include "domain/proof.h"

#include "domain/journal.h"
#include "store/vault.h"

#include <string.h>

static const char PROOF_LABEL[] = "petitiond receipt 1";

static void proof_digest(const struct proof *p, uint8_t out[CRYPTO_HASH_SIZE])
{
    struct crypto_hasher h;
    crypto_hasher_init(&h, NULL);
    crypto_hasher_add_field(&h, PROOF_LABEL, sizeof PROOF_LABEL - 1);
    crypto_hasher_add_field(&h, p->number, strlen(p->number));
    crypto_hasher_add_i64(&h, p->seq);
    crypto_hasher_add_i64(&h, p->at_ms);
    crypto_hasher_add_i64(&h, p->epoch);
    crypto_hasher_add_field(&h, p->hash.data, p->hash.size);
    crypto_hasher_end(&h, out);
}

/* Keys may be renewed while this runs: what is signed names the epoch that signed it. */
static enum rc proof_sign(struct ctx *ctx, struct proof *p)
{
    uint8_t digest[CRYPTO_HASH_SIZE];
    uint8_t *signature = arena_alloc(ctx->arena, CRYPTO_SIGNATURE_SIZE);
    enum rc rc = signature != NULL ? RC_OK : RC_TOO_LARGE;
    for (int is_signed = 0; rc == RC_OK && !is_signed;) {
        p->epoch = vault_epoch(ctx->vault, RING_SIGN);
        proof_digest(p, digest);
        rc = vault_sign(ctx->vault, digest, sizeof digest, signature);
        is_signed = vault_epoch(ctx->vault, RING_SIGN) == p->epoch;
    }
    p->signature = (struct sql_blob){signature, CRYPTO_SIGNATURE_SIZE};
    return rc;
}

static enum rc proof_of_entry(struct ctx *ctx, struct tx *tx, const char *number, int64_t seq, struct proof *out)
{
    struct journal_find_numbered_out entry;
    enum rc rc = journal_rows_find_numbered(tx, ctx->arena, &(struct journal_find_numbered_in){number, seq}, &entry);
    if (rc != RC_OK) {
        return rc == RC_NOT_FOUND ? RC_INTERNAL : rc; /* a case has at least the entry of its registration */
    }
    *out = (struct proof){.number = number, .seq = seq, .at_ms = entry.at_ms, .hash = entry.hash};
    return proof_sign(ctx, out);
}

enum rc proof_of_head(struct ctx *ctx, struct tx *tx, const char *case_id, struct proof *out)
{
    struct case_row row;
    enum rc rc = case_rows_get(tx, ctx->arena, &(struct case_get_in){case_id}, &row);
    return rc == RC_OK ? proof_of_entry(ctx, tx, row.number, row.journal_seq, out) : rc;
}

/* The way of one case's leaf through the tree of a checkpoint. */
static enum rc proof_path(struct ctx *ctx, struct tx *tx, struct proof_inclusion *out)
{
    struct checkpoint_list_heads_out *heads;
    struct checkpoint_hash *leaves = NULL;
    uint8_t own[CRYPTO_HASH_SIZE] = {0};
    size_t count;
    size_t n = (size_t)out->checkpoint.heads;
    enum rc rc = checkpoint_rows_list_heads(tx, ctx->arena, &(struct checkpoint_list_heads_in){out->checkpoint.seq},
                                            &heads, &count);
    rc = rc == RC_OK ? checkpoint_leaves(ctx, &out->checkpoint, heads, count, &leaves) : rc;
    struct checkpoint_hash *path = arena_alloc(ctx->arena, CHECKPOINT_PATH_MAX * sizeof *path);
    if (rc != RC_OK || path == NULL) {
        return rc != RC_OK ? rc : RC_TOO_LARGE;
    }
    for (size_t i = 0; i < count; i++) {
        if (strcmp(heads[i].case_id, out->case_id) == 0) {
            checkpoint_leaf(heads[i].case_id, heads[i].seq, heads[i].hash, own);
        }
    }
    for (out->index = 0; out->index < (int64_t)n; out->index++) {
        if (memcmp(leaves[out->index].bytes, own, sizeof own) == 0) {
            break;
        }
    }
    if (out->index == (int64_t)n) {
        return RC_INTERNAL;
    }
    out->path.size = checkpoint_fold(leaves, n, (size_t)out->index, path) * sizeof *path;
    out->path.data = path;
    return RC_OK;
}

static enum rc proof_include(struct ctx *ctx, struct tx *tx, const char *case_id, int64_t checkpoint, struct proof *out)
{
    struct checkpoint_row before = {0};
    struct proof_inclusion *in = arena_alloc(ctx->arena, sizeof *in);
    if (in == NULL) {
        return RC_TOO_LARGE;
    }
    *in = (struct proof_inclusion){.case_id = case_id};
    enum rc rc = checkpoint_rows_get(tx, ctx->arena, &(struct checkpoint_get_in){checkpoint}, &in->checkpoint);
    if (rc == RC_OK) {
        rc = checkpoint_rows_get(tx, ctx->arena, &(struct checkpoint_get_in){checkpoint - 1}, &before);
        rc = rc == RC_NOT_FOUND ? RC_OK : rc;
    }
    in->previous = before.hash;
    out->inclusion = in;
    return rc == RC_OK ? proof_path(ctx, tx, in) : rc;
}

enum rc proof_of_case(struct ctx *ctx, struct tx *tx, const struct case_row *row, struct proof *out)
{
    struct checkpoint_find_newest_head_out head;
    enum rc rc =
        checkpoint_rows_find_newest_head(tx, ctx->arena, &(struct checkpoint_find_newest_head_in){row->id}, &head);
    if (rc == RC_NOT_FOUND) {
        return proof_of_entry(ctx, tx, row->number, row->journal_seq, out);
    }
    rc = rc == RC_OK ? proof_of_entry(ctx, tx, row->number, head.seq, out) : rc;
    return rc == RC_OK ? proof_include(ctx, tx, row->id, head.checkpoint, out) : rc;
}

static int proof_same(struct sql_blob a, const void *bytes, size_t size)
{
    return a.size == size && (size == 0 || memcmp(a.data, bytes, size) == 0);
}

/* `named`: the key that the proof says it is; empty: none. */
static int proof_bears(const struct ctx *ctx, int64_t epoch, struct sql_blob named,
                       const uint8_t digest[CRYPTO_HASH_SIZE], struct sql_blob signature)
{
    uint8_t key[CRYPTO_KEY_SIZE];
    return epoch > 0 && epoch <= INT16_MAX && signature.size == CRYPTO_SIGNATURE_SIZE &&
           vault_public_key(ctx->vault, (int)epoch, key) == RC_OK &&
           (named.size == 0 || proof_same(named, key, sizeof key)) &&
           crypto_signature_fits(key, digest, CRYPTO_HASH_SIZE, signature.data);
}

/* Computed from the proof alone, which must be whole; afterwards the checkpoint has to be the office's own. */
static enum rc proof_check_inclusion(struct ctx *ctx, struct tx *tx, const struct proof *p, struct proof_verdict *out)
{
    const struct proof_inclusion *in = p->inclusion;
    const struct checkpoint_row *k = &in->checkpoint;
    struct checkpoint_row own;
    uint8_t leaf[CRYPTO_HASH_SIZE], root[CRYPTO_HASH_SIZE], digest[CRYPTO_HASH_SIZE];
    checkpoint_leaf(in->case_id, p->seq, p->hash, leaf);
    checkpoint_digest(k, in->previous, digest);
    if (!checkpoint_climb(leaf, in->index, k->heads, in->path, root) || !proof_same(k->root, root, sizeof root) ||
        !proof_same(k->hash, digest, sizeof digest) ||
        !proof_bears(ctx, k->epoch, in->public_key, digest, k->signature)) {
        out->is_whole = 0;
        return RC_OK;
    }
    enum rc rc = checkpoint_rows_get(tx, ctx->arena, &(struct checkpoint_get_in){k->seq}, &own);
    out->is_included = rc == RC_OK && proof_same(own.hash, digest, sizeof digest);
    return rc == RC_NOT_FOUND ? RC_OK : rc;
}

/* Every entry up to the one that the proof names is what was chained; of destroyed ones the hash is all that is left. */
static enum rc proof_check_chain(struct ctx *ctx, struct tx *tx, const struct proof *p, const char *case_id,
                                 int *is_good)
{
    struct journal_row *rows;
    size_t count;
    struct sql_blob before = {NULL, 0};
    enum rc rc =
        journal_rows_list_chain(tx, ctx->arena, &(struct journal_list_chain_in){case_id, p->seq}, &rows, &count);
    int follows = rc == RC_OK && count == (size_t)p->seq;
    for (size_t i = 0; follows && i < count; i++) {
        uint8_t hash[CRYPTO_HASH_SIZE];
        journal_hash(&rows[i], before, hash);
        follows = rows[i].certificate != NULL || proof_same(rows[i].hash, hash, sizeof hash);
        before = rows[i].hash;
    }
    *is_good = follows;
    return rc;
}

static enum rc proof_check_journal(struct ctx *ctx, struct tx *tx, const struct proof *p, struct proof_verdict *out)
{
    struct journal_find_numbered_out entry;
    struct checkpoint_find_cover_out cover;
    enum rc rc =
        journal_rows_find_numbered(tx, ctx->arena, &(struct journal_find_numbered_in){p->number, p->seq}, &entry);
    if (rc != RC_OK || entry.at_ms != p->at_ms || !proof_same(p->hash, entry.hash.data, entry.hash.size) ||
        (p->inclusion != NULL && strcmp(p->inclusion->case_id, entry.case_id) != 0)) {
        return rc == RC_NOT_FOUND ? RC_OK : rc; /* a number that is not there and a wrong hash look alike */
    }
    rc = proof_check_chain(ctx, tx, p, entry.case_id, &out->is_in_journal);
    if (rc != RC_OK || !out->is_in_journal) {
        return rc;
    }
    rc = checkpoint_rows_find_cover(tx, ctx->arena, &(struct checkpoint_find_cover_in){entry.case_id, p->seq}, &cover);
    out->covered_by = rc == RC_OK ? cover.checkpoint : SQL_NULL;
    return rc == RC_NOT_FOUND ? RC_OK : rc;
}

enum rc proof_check(struct ctx *ctx, struct tx *tx, const struct proof *p, struct proof_verdict *out)
{
    uint8_t digest[CRYPTO_HASH_SIZE];
    *out = (struct proof_verdict){.covered_by = SQL_NULL};
    proof_digest(p, digest);
    out->is_signed = proof_bears(ctx, p->epoch, (struct sql_blob){NULL, 0}, digest, p->signature);
    out->is_whole = out->is_signed;
    enum rc rc = p->inclusion != NULL ? proof_check_inclusion(ctx, tx, p, out) : RC_OK;
    return rc == RC_OK ? proof_check_journal(ctx, tx, p, out) : rc;
}

/*
 * checkpoint_tree.c - the tree over the heads that a checkpoint holds, and the way of one leaf through it.
 *
 * Runs on: any thread. Owns: nothing.
 */
#include "domain/checkpoint.h"

#include <stdlib.h>
#include <string.h>

static const char checkpoint_leaf_label[] = "petitiond leaf 1";
static const char checkpoint_decoy_label[] = "petitiond decoy 1";
static const char checkpoint_node_label[] = "petitiond node 1";

void checkpoint_leaf(const char *case_id, int64_t seq, struct sql_blob hash, uint8_t out[CRYPTO_HASH_SIZE])
{
    struct crypto_hasher h;
    crypto_hasher_init(&h, NULL);
    crypto_hasher_add_field(&h, checkpoint_leaf_label, strlen(checkpoint_leaf_label));
    crypto_hasher_add_field(&h, case_id, strlen(case_id));
    crypto_hasher_add_i64(&h, seq);
    crypto_hasher_add_field(&h, hash.data, hash.size);
    crypto_hasher_end(&h, out);
}

static int checkpoint_compare(const void *a, const void *b)
{
    return memcmp(a, b, CRYPTO_HASH_SIZE);
}

static void checkpoint_decoy(struct sql_blob seed, int64_t i, uint8_t out[CRYPTO_HASH_SIZE])
{
    struct crypto_hasher h;
    crypto_hasher_init(&h, NULL);
    crypto_hasher_add_field(&h, checkpoint_decoy_label, strlen(checkpoint_decoy_label));
    crypto_hasher_add_field(&h, seed.data, seed.size);
    crypto_hasher_add_i64(&h, i);
    crypto_hasher_end(&h, out);
}

enum rc checkpoint_leaves(struct ctx *ctx, const struct checkpoint_row *row,
                          const struct checkpoint_list_heads_out *heads, size_t count, struct checkpoint_hash **out)
{
    size_t n = (size_t)row->heads;
    *out = arena_alloc(ctx->arena, (n + 1) * sizeof **out);
    if (*out == NULL || count > n) {
        return *out == NULL ? RC_TOO_LARGE : RC_INTERNAL;
    }
    for (size_t i = 0; i < count; i++) {
        checkpoint_leaf(heads[i].case_id, heads[i].seq, heads[i].hash, (*out)[i].bytes);
    }
    if (row->seed.data == NULL) {
        return count == n ? RC_OK : RC_INTERNAL; /* of the time before decoys */
    }
    for (size_t i = count; i < n; i++) {
        checkpoint_decoy(row->seed, (int64_t)(i - count), (*out)[i].bytes);
    }
    qsort(*out, n, sizeof **out, checkpoint_compare);
    return RC_OK;
}

/* `out` may be one of the two. */
static void checkpoint_node(const uint8_t *left, const uint8_t *right, uint8_t *out)
{
    struct crypto_hasher h;
    crypto_hasher_init(&h, NULL);
    crypto_hasher_add_field(&h, checkpoint_node_label, strlen(checkpoint_node_label));
    crypto_hasher_add_field(&h, left, CRYPTO_HASH_SIZE);
    crypto_hasher_add_field(&h, right, CRYPTO_HASH_SIZE);
    crypto_hasher_end(&h, out);
}

size_t checkpoint_fold(struct checkpoint_hash *row, size_t n, size_t index, struct checkpoint_hash *path)
{
    size_t kept = 0;
    while (n > 1) {
        size_t beside = index ^ 1;
        if (path != NULL && beside < n) {
            path[kept++] = row[beside];
        }
        for (size_t i = 0; i + 1 < n; i += 2) {
            checkpoint_node(row[i].bytes, row[i + 1].bytes, row[i / 2].bytes);
        }
        if (n % 2 == 1) {
            row[n / 2] = row[n - 1];
        }
        n = (n + 1) / 2;
        index /= 2;
    }
    return kept;
}

int checkpoint_climb(const uint8_t leaf[CRYPTO_HASH_SIZE], int64_t index, int64_t n, struct sql_blob path,
                     uint8_t out[CRYPTO_HASH_SIZE])
{
    const uint8_t *beside = path.data;
    size_t left = path.size / CRYPTO_HASH_SIZE;
    if (index < 0 || index >= n || path.size % CRYPTO_HASH_SIZE != 0) {
        return 0;
    }
    memcpy(out, leaf, CRYPTO_HASH_SIZE);
    for (; n > 1; n = (n + 1) / 2, index /= 2) {
        if ((index ^ 1) >= n) {
            continue; /* the odd one at the end goes up as it is */
        }
        if (left == 0) {
            return 0;
        }
        checkpoint_node(index % 2 == 0 ? out : beside, index % 2 == 0 ? beside : out, out);
        beside += CRYPTO_HASH_SIZE;
        left--;
    }
    return left == 0;
}

/*
 * petitiond_verify_checkpoints.c - checkpoints against their signatures and against the journals.
 *
 * Runs on: the main thread. Owns: nothing.
 */
#include "petitiond_verify.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

static void read_bytes(sqlite3_stmt *s, int column, unsigned char *out, int size, int64_t seq)
{
    if (sqlite3_column_bytes(s, column) != size) {
        verify_bad("checkpoint %" PRId64 " is damaged", seq);
    }
    memcpy(out, sqlite3_column_blob(s, column), (size_t)size);
}

void verify_read_checkpoint(sqlite3_stmt *s, struct checkpoint *k)
{
    memset(k, 0, sizeof *k);
    k->seq = sqlite3_column_int64(s, 0);
    k->at_ms = sqlite3_column_int64(s, 1);
    k->epoch = sqlite3_column_int64(s, 2);
    k->heads = sqlite3_column_int64(s, 3);
    read_bytes(s, 4, k->root, HASH, k->seq);
    k->office_seq = sqlite3_column_int64(s, 5);
    k->office_hash_size = k->office_seq > 0 ? HASH : 0;
    if (k->office_hash_size > 0) {
        read_bytes(s, 6, k->office_hash, HASH, k->seq);
    }
    read_bytes(s, 7, k->hash, HASH, k->seq);
    read_bytes(s, 8, k->signature, SIGNATURE, k->seq);
    k->has_seed = sqlite3_column_type(s, 9) != SQLITE_NULL;
    if (k->has_seed) {
        read_bytes(s, 9, k->seed, HASH, k->seq);
    }
}

void verify_digest(const struct checkpoint *k, const unsigned char *previous, unsigned char out[HASH])
{
    crypto_generichash_state h;
    crypto_generichash_init(&h, NULL, 0, HASH);
    verify_add_word(&h, "petitiond checkpoint 1");
    verify_add_field(&h, previous, previous != NULL ? HASH : 0);
    verify_add_number(&h, k->seq);
    verify_add_number(&h, k->at_ms);
    verify_add_number(&h, k->epoch);
    verify_add_number(&h, k->heads);
    verify_add_field(&h, k->root, HASH);
    verify_add_number(&h, k->office_seq);
    verify_add_field(&h, k->office_hash, (size_t)k->office_hash_size);
    crypto_generichash_final(&h, out, HASH);
}

int verify_is_signed(const struct check *c, const unsigned char hash[HASH], const unsigned char signature[SIGNATURE])
{
    int is_good = 0;
    for (int i = 0; i < c->key_count && !is_good; i++) {
        is_good = crypto_sign_verify_detached(signature, hash, HASH, c->keys[i]) == 0;
    }
    return is_good;
}

int verify_is_same(const struct checkpoint *a, const struct checkpoint *b)
{
    return a->seq == b->seq && a->at_ms == b->at_ms && a->epoch == b->epoch && a->heads == b->heads &&
           a->office_seq == b->office_seq && a->office_hash_size == b->office_hash_size &&
           memcmp(a->root, b->root, HASH) == 0 && memcmp(a->office_hash, b->office_hash, HASH) == 0 &&
           memcmp(a->hash, b->hash, HASH) == 0;
}

void verify_leaf(const char *case_id, int64_t seq, const unsigned char hash[HASH], unsigned char out[HASH])
{
    crypto_generichash_state h;
    crypto_generichash_init(&h, NULL, 0, HASH);
    verify_add_word(&h, "petitiond leaf 1");
    verify_add_word(&h, case_id);
    verify_add_number(&h, seq);
    verify_add_field(&h, hash, HASH);
    crypto_generichash_final(&h, out, HASH);
}

void verify_node(const unsigned char left[HASH], const unsigned char right[HASH], unsigned char out[HASH])
{
    crypto_generichash_state h;
    crypto_generichash_init(&h, NULL, 0, HASH);
    verify_add_word(&h, "petitiond node 1");
    verify_add_field(&h, left, HASH);
    verify_add_field(&h, right, HASH);
    crypto_generichash_final(&h, out, HASH);
}

static size_t fold(unsigned char (*row)[HASH], size_t n)
{
    size_t up = 0;
    for (size_t i = 0; i < n; i += 2) {
        if (i + 1 == n) {
            memmove(row[up++], row[i], HASH);
            break;
        }
        verify_node(row[i], row[i + 1], row[up++]);
    }
    return up;
}

static int compare_leaves(const void *a, const void *b)
{
    return memcmp(a, b, HASH);
}

/* Fills a row up with the leaves that stand for nothing and follow from the seed, and brings all into order. */
static void add_decoys(const struct checkpoint *k, unsigned char (*row)[HASH], size_t *n)
{
    size_t heads = (size_t)k->heads;
    for (int64_t i = 0; k->has_seed && *n < heads; i++) {
        crypto_generichash_state h;
        crypto_generichash_init(&h, NULL, 0, HASH);
        verify_add_word(&h, "petitiond decoy 1");
        verify_add_field(&h, k->seed, HASH);
        verify_add_number(&h, i);
        crypto_generichash_final(&h, row[(*n)++], HASH);
    }
    if (k->has_seed) {
        qsort(row, *n, HASH, compare_leaves);
    }
}

/* The heads of one checkpoint give its root, and each is an entry of its case. */
static void check_heads(const struct check *c, const struct checkpoint *k)
{
    if (k->heads < 0 || k->heads > LEAVES_MAX) {
        verify_bad("checkpoint %" PRId64 " is damaged", k->seq);
    }
    unsigned char(*row)[HASH] = calloc((size_t)k->heads + 1, HASH);
    size_t n = 0;
    sqlite3_stmt *s =
        verify_prepare(c, "SELECT h.seq, h.case_id, h.hash, j.hash FROM checkpoint_heads h LEFT JOIN journal j"
                          " ON j.case_id = h.case_id AND j.seq = h.seq WHERE h.checkpoint = ?1 ORDER BY h.case_id");
    sqlite3_bind_int64(s, 1, k->seq);
    while (row != NULL && verify_step(c, s)) {
        const char *id = (const char *)sqlite3_column_text(s, 1);
        if (id == NULL || n == (size_t)k->heads || sqlite3_column_bytes(s, 2) != HASH) {
            verify_bad("checkpoint %" PRId64 ": its heads are not those that were signed", k->seq);
        }
        if (!verify_is_hash(s, 3, sqlite3_column_blob(s, 2))) {
            verify_bad("journal of %s: entry %" PRId64 " is not the one that checkpoint %" PRId64 " holds", id,
                       (int64_t)sqlite3_column_int64(s, 0), k->seq);
        }
        verify_leaf(id, sqlite3_column_int64(s, 0), sqlite3_column_blob(s, 2), row[n++]);
    }
    sqlite3_finalize(s);
    if (row != NULL) {
        add_decoys(k, row, &n);
    }
    for (size_t left = n; left > 1;) {
        left = fold(row, left);
    }
    if (row == NULL || n != (size_t)k->heads || memcmp(row[0], k->root, HASH) != 0) {
        verify_bad("checkpoint %" PRId64 ": its heads are not those that were signed", k->seq);
    }
    free(row);
}

static void check_office_head(const struct check *c, const struct checkpoint *k)
{
    sqlite3_stmt *s = verify_prepare(c, "SELECT seq, 0, hash FROM office_journal WHERE seq = ?1");
    sqlite3_bind_int64(s, 1, k->office_seq);
    if (k->office_seq > 0 && (!verify_step(c, s) || !verify_is_hash(s, 2, k->office_hash))) {
        verify_bad("journal of the office: entry %" PRId64 " is not the one that checkpoint %" PRId64 " holds",
                   k->office_seq, k->seq);
    }
    sqlite3_finalize(s);
}

void verify_checkpoints(struct check *c)
{
    struct checkpoint before = {.seq = 0};
    struct checkpoint k;
    sqlite3_stmt *s = verify_prepare(
        c, "SELECT seq, at_ms, epoch, heads, root, office_seq, office_hash, hash, signature, seed FROM checkpoints"
           " ORDER BY seq");
    while (verify_step(c, s)) {
        unsigned char hash[HASH];
        verify_read_checkpoint(s, &k);
        if (k.seq != before.seq + 1) {
            verify_bad("checkpoint %" PRId64 " is missing", before.seq + 1);
        }
        verify_digest(&k, before.seq > 0 ? before.hash : NULL, hash);
        if (memcmp(hash, k.hash, HASH) != 0) {
            verify_bad("checkpoint %" PRId64 " does not follow from the one before", k.seq);
        }
        if (!verify_is_signed(c, k.hash, k.signature)) {
            verify_bad("checkpoint %" PRId64 " is not signed with the office's key", k.seq);
        }
        if (k.at_ms < before.at_ms) {
            verify_bad("checkpoint %" PRId64 " is older than the one before", k.seq);
        }
        check_heads(c, &k);
        check_office_head(c, &k);
        before = k;
        c->checkpoints++;
        c->last_office_seq = k.office_seq;
    }
    sqlite3_finalize(s);
    s = verify_prepare(
        c, "SELECT COUNT(*), (SELECT checkpoint FROM checkpoint_heads WHERE checkpoint NOT IN (SELECT seq FROM "
           "checkpoints))"
           " FROM checkpoint_heads WHERE checkpoint NOT IN (SELECT seq FROM checkpoints)");
    if (verify_step(c, s) && sqlite3_column_int64(s, 0) > 0) {
        verify_bad("checkpoint %" PRId64 " is missing", (int64_t)sqlite3_column_int64(s, 1));
    }
    sqlite3_finalize(s);
}

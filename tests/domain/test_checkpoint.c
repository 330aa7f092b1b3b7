/*
 * test_checkpoint.c - the tree over the heads: each leaf's way leads to the root, and nothing else does.
 *
 * Runs on: the main thread. Owns: nothing.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "domain/checkpoint.h"

#include <stdio.h>
#include <string.h>

enum { LEAVES_MAX = 70 };

static void leaf(size_t i, uint8_t out[CRYPTO_HASH_SIZE])
{
    static const uint8_t hash[CRYPTO_HASH_SIZE] = {7};
    char id[8];
    snprintf(id, sizeof id, "C%03zu", i);
    checkpoint_leaf(id, (int64_t)i + 1, (struct sql_blob){hash, sizeof hash}, out);
}

static size_t tree(size_t n, size_t index, struct checkpoint_hash *path, uint8_t root[CRYPTO_HASH_SIZE])
{
    struct checkpoint_hash row[LEAVES_MAX];
    for (size_t i = 0; i < n; i++) {
        leaf(i, row[i].bytes);
    }
    size_t kept = checkpoint_fold(row, n, index, path);
    memcpy(root, row[0].bytes, CRYPTO_HASH_SIZE);
    return kept * sizeof *path;
}

static int leads(size_t from, int64_t index, size_t n, const void *path, size_t size, const uint8_t *root)
{
    uint8_t start[CRYPTO_HASH_SIZE], got[CRYPTO_HASH_SIZE];
    leaf(from, start);
    return checkpoint_climb(start, index, (int64_t)n, (struct sql_blob){path, size}, got) &&
           memcmp(got, root, sizeof got) == 0;
}

static void each_leaf_leads_to_the_root(void **state)
{
    struct checkpoint_hash path[CHECKPOINT_PATH_MAX + 1];
    uint8_t root[CRYPTO_HASH_SIZE], plain[CRYPTO_HASH_SIZE];
    (void)state;
    for (size_t n = 1; n <= LEAVES_MAX; n++) {
        (void)tree(n, 0, NULL, plain);
        for (size_t i = 0; i < n; i++) {
            size_t size = tree(n, i, path, root);
            assert_memory_equal(root, plain, sizeof root);
            assert_true(leads(i, (int64_t)i, n, path, size, root));
        }
    }
}

static void nothing_else_does(void **state)
{
    struct checkpoint_hash path[CHECKPOINT_PATH_MAX + 1] = {0};
    uint8_t root[CRYPTO_HASH_SIZE];
    (void)state;
    for (size_t n = 1; n <= 20; n++) {
        for (size_t i = 0; i < n; i++) {
            size_t size = tree(n, i, path, root);
            assert_false(leads(i + 1, (int64_t)i, n, path, size, root)); /* another entry */
            assert_false(leads(i, -1, n, path, size, root));
            assert_false(leads(i, (int64_t)n, n, path, size, root));
            assert_false(leads(i, (int64_t)i, n, path, size + CRYPTO_HASH_SIZE, root)); /* one hash too many */
            assert_false(leads(i, (int64_t)i, n, path, size + 1, root));
            assert_false(size > 0 && leads(i, (int64_t)i, n, path, size - CRYPTO_HASH_SIZE, root));
            for (size_t k = 0; k < size / CRYPTO_HASH_SIZE; k++) {
                path[k].bytes[0] ^= 1;
                assert_false(leads(i, (int64_t)i, n, path, size, root));
                path[k].bytes[0] ^= 1;
            }
        }
    }
}

/* A leaf is no node: two hashes side by side cannot be passed off as an entry. */
static void leaves_and_nodes_are_apart(void **state)
{
    struct checkpoint_hash row[2];
    uint8_t both[CRYPTO_HASH_SIZE];
    (void)state;
    leaf(0, row[0].bytes);
    leaf(1, row[1].bytes);
    checkpoint_leaf((const char *)"", 0, (struct sql_blob){row, sizeof row}, both);
    (void)checkpoint_fold(row, 2, 0, NULL);
    assert_memory_not_equal(both, row[0].bytes, sizeof both);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(each_leaf_leads_to_the_root),
                                       cmocka_unit_test(nothing_else_does),
                                       cmocka_unit_test(leaves_and_nodes_are_apart)};
    return crypto_init() != RC_OK || cmocka_run_group_tests(tests, NULL, NULL);
}

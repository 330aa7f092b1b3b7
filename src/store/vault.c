/*
 * vault.c - seals personal fields and computes their blind indexes.
 *
 * The place of a value (column and row) is part of what is authenticated, so that a sealed name copied to another row does
 * not open there. An index is keyed per column: equal values in two columns do not show as equal.
 *
 * Runs on: any thread; immutable after vault_new. Owns: three derived keys, wiped in vault_free.
 */
#include "store/vault.h"

#include "base/arena.h"
#include "base/check.h"
#include "base/crypto.h"

#include <stdlib.h>
#include <string.h>

struct vault {
    uint8_t field_key[CRYPTO_KEY_SIZE];
    uint8_t index_key[CRYPTO_KEY_SIZE];
    uint8_t sealed_key[CRYPTO_KEY_SIZE];
};

enum rc vault_new(const unsigned char master[32], struct vault **out)
{
    struct vault *v = calloc(1, sizeof *v);
    if (v == NULL) {
        return RC_UNAVAILABLE;
    }
    crypto_derive(master, "pc-field", 1, v->field_key);
    crypto_derive(master, "pc-index", 1, v->index_key);
    crypto_derive(master, "pc-accus", 1, v->sealed_key);
    *out = v;
    return RC_OK;
}

void vault_free(struct vault *v)
{
    if (v != NULL) {
        crypto_wipe(v, sizeof *v);
        free(v);
    }
}

/* Neither a column nor an id holds a line feed, so no two places give the same words. */
static const char *place(struct arena *a, const char *column, const char *row_id)
{
    CHECK(strchr(column, '\n') == NULL && row_id != NULL && strchr(row_id, '\n') == NULL);
    return arena_printf(a, "%s\n%s", column, row_id);
}

static enum rc seal(const uint8_t *key, struct arena *a, const char *column, const char *row_id, const char *text,
                    struct sql_blob *out)
{
    *out = (struct sql_blob){NULL, 0};
    if (text == NULL || text[0] == '\0') {
        return RC_OK;
    }
    size_t n = strlen(text);
    const char *aad = place(a, column, row_id);
    uint8_t *sealed = arena_alloc(a, n + CRYPTO_SEAL_OVERHEAD);
    if (aad == NULL || sealed == NULL) {
        return RC_TOO_LARGE;
    }
    crypto_seal(key, aad, text, n, sealed);
    *out = (struct sql_blob){sealed, n + CRYPTO_SEAL_OVERHEAD};
    return RC_OK;
}

static enum rc unseal(const uint8_t *key, struct arena *a, const char *column, const char *row_id,
                      struct sql_blob sealed, const char **out)
{
    *out = NULL;
    if (sealed.data == NULL) {
        return RC_OK;
    }
    if (sealed.size <= CRYPTO_SEAL_OVERHEAD) {
        return RC_INTERNAL;
    }
    size_t n = sealed.size - CRYPTO_SEAL_OVERHEAD;
    const char *aad = place(a, column, row_id);
    char *text = arena_alloc(a, n + 1); /* zeroed: ends in NUL */
    if (aad == NULL || text == NULL) {
        return RC_TOO_LARGE;
    }
    enum rc rc = crypto_open(key, aad, sealed.data, sealed.size, text);
    if (rc == RC_OK) {
        *out = text;
    }
    return rc;
}

enum rc vault_seal(const struct vault *v, struct arena *a, const char *column, const char *row_id, const char *text,
                   struct sql_blob *out)
{
    return seal(v->field_key, a, column, row_id, text, out);
}

enum rc vault_open(const struct vault *v, struct arena *a, const char *column, const char *row_id,
                   struct sql_blob sealed, const char **out)
{
    return unseal(v->field_key, a, column, row_id, sealed, out);
}

enum rc vault_lock(const struct vault *v, struct arena *a, const char *column, const char *row_id, const char *text,
                   struct sql_blob *out)
{
    return seal(v->sealed_key, a, column, row_id, text, out);
}

enum rc vault_unlock(const struct vault *v, struct arena *a, const char *column, const char *row_id,
                     struct sql_blob sealed, const char **out)
{
    return unseal(v->sealed_key, a, column, row_id, sealed, out);
}

/* Keyed hash of (domain, name, value), each with its length. */
static enum rc keyed(const struct vault *v, struct arena *a, const char *domain, const char *name, const char *value,
                     size_t size, struct sql_blob *out)
{
    uint8_t hash[CRYPTO_HASH_SIZE];
    struct crypto_hasher h;
    crypto_hasher_init(&h, v->index_key);
    crypto_hasher_add_field(&h, domain, strlen(domain));
    crypto_hasher_add_field(&h, name, strlen(name));
    crypto_hasher_add_field(&h, value, strlen(value));
    crypto_hasher_end(&h, hash);
    uint8_t *copy = arena_alloc(a, size);
    if (copy == NULL) {
        return RC_TOO_LARGE;
    }
    memcpy(copy, hash, size);
    *out = (struct sql_blob){copy, size};
    return RC_OK;
}

enum rc vault_index(const struct vault *v, struct arena *a, const char *column, const char *normalised,
                    struct sql_blob *out)
{
    *out = (struct sql_blob){NULL, 0};
    if (normalised == NULL || normalised[0] == '\0') {
        return RC_OK;
    }
    return keyed(v, a, "index", column, normalised, VAULT_INDEX_SIZE, out);
}

enum rc vault_secret_hash(const struct vault *v, struct arena *a, const char *purpose, const char *secret,
                          struct sql_blob *out)
{
    *out = (struct sql_blob){NULL, 0};
    return keyed(v, a, "secret", purpose, secret, CRYPTO_HASH_SIZE, out);
}

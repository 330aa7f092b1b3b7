/*
 * vault.c - seals personal fields and computes their blind indexes.
 *
 * The place of a value (column and row) is part of what is authenticated, so that a sealed name copied to another row does
 * not open there. An index is keyed per column: equal values in two columns do not show as equal.
 *
 * Runs on: any thread. Owns: a copy of the ring, behind a lock that all who seal and open share; wiped in vault_free.
 */
#include "store/vault.h"

#include "base/arena.h"
#include "base/check.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

struct vault {
    pthread_rwlock_t *lock; /* apart, so that a const vault can be read under it */
    struct ring ring;
};

enum rc vault_new(const struct ring *ring, struct vault **out)
{
    struct vault *v = calloc(1, sizeof *v);
    pthread_rwlock_t *lock = calloc(1, sizeof *lock);
    if (v == NULL || lock == NULL || pthread_rwlock_init(lock, NULL) != 0) {
        free(v);
        free(lock);
        return RC_UNAVAILABLE;
    }
    v->lock = lock;
    v->ring = *ring;
    *out = v;
    return RC_OK;
}

enum rc vault_use(struct vault *v, const struct ring *ring)
{
    const struct ring_key *had = ring_newest(&v->ring, RING_INDEX);
    const struct ring_key *has = ring_newest(ring, RING_INDEX);
    if (had == NULL || has == NULL || !crypto_equal(had->key, has->key, sizeof had->key)) {
        return RC_INVALID;
    }
    pthread_rwlock_wrlock(v->lock);
    ring_wipe(&v->ring);
    v->ring = *ring;
    pthread_rwlock_unlock(v->lock);
    return RC_OK;
}

void vault_free(struct vault *v)
{
    if (v != NULL) {
        pthread_rwlock_destroy(v->lock);
        free(v->lock);
        crypto_wipe(v, sizeof *v);
        free(v);
    }
}

/* A copy of the key of this epoch, the newest one for 0; the epoch, or 0 when there is none. The caller wipes. */
static int take_key(const struct vault *v, enum ring_purpose purpose, int epoch, uint8_t out[CRYPTO_KEY_SIZE])
{
    int found = 0;
    pthread_rwlock_rdlock(v->lock);
    const struct ring_key *newest = ring_newest(&v->ring, purpose);
    for (int i = 0; i < v->ring.count && found == 0; i++) {
        const struct ring_key *k = &v->ring.keys[i];
        if (k->purpose == purpose && (epoch == 0 ? k == newest : k->epoch == epoch)) {
            memcpy(out, k->key, CRYPTO_KEY_SIZE);
            found = k->epoch;
        }
    }
    pthread_rwlock_unlock(v->lock);
    return found;
}

int vault_epoch(const struct vault *v, enum ring_purpose purpose)
{
    pthread_rwlock_rdlock(v->lock);
    int epoch = ring_newest(&v->ring, purpose)->epoch;
    pthread_rwlock_unlock(v->lock);
    return epoch;
}

int vault_epoch_of(struct sql_blob sealed)
{
    const uint8_t *bytes = sealed.data;
    return bytes == NULL || sealed.size < VAULT_EPOCH_SIZE ? 0 : bytes[0] << 8 | bytes[1];
}

/* Neither a column nor an id holds a line feed, so no two places give the same words. */
static const char *place(struct arena *a, const char *column, const char *row_id)
{
    CHECK(strchr(column, '\n') == NULL && row_id != NULL && strchr(row_id, '\n') == NULL);
    return arena_printf(a, "%s\n%s", column, row_id);
}

/* Bytes under a key, behind `before` bytes that are left free. */
static enum rc seal_bytes(const uint8_t *key, struct arena *a, const char *column, const char *row_id,
                          const void *bytes, size_t n, size_t before, struct sql_blob *out)
{
    const char *aad = place(a, column, row_id);
    uint8_t *sealed = arena_alloc(a, before + n + CRYPTO_SEAL_OVERHEAD);
    if (aad == NULL || sealed == NULL) {
        return RC_TOO_LARGE;
    }
    crypto_seal(key, aad, bytes, n, sealed + before);
    *out = (struct sql_blob){sealed, before + n + CRYPTO_SEAL_OVERHEAD};
    return RC_OK;
}

/* The inverse, after `before` bytes. What comes out ends in NUL. */
static enum rc open_bytes(const uint8_t *key, struct arena *a, const char *column, const char *row_id,
                          struct sql_blob sealed, size_t before, char **out)
{
    if (sealed.size <= before + CRYPTO_SEAL_OVERHEAD) {
        return RC_INTERNAL;
    }
    const char *aad = place(a, column, row_id);
    char *bytes = arena_alloc(a, sealed.size - before - CRYPTO_SEAL_OVERHEAD + 1); /* zeroed */
    if (aad == NULL || bytes == NULL) {
        return RC_TOO_LARGE;
    }
    enum rc rc = crypto_open(key, aad, (const uint8_t *)sealed.data + before, sealed.size - before, bytes);
    *out = rc == RC_OK ? bytes : NULL;
    return rc;
}

static enum rc seal_epoch(const struct vault *v, struct arena *a, enum ring_purpose purpose, const char *column,
                          const char *row_id, const void *bytes, size_t n, struct sql_blob *out)
{
    uint8_t key[CRYPTO_KEY_SIZE];
    int epoch = take_key(v, purpose, 0, key);
    enum rc rc = seal_bytes(key, a, column, row_id, bytes, n, VAULT_EPOCH_SIZE, out);
    crypto_wipe(key, sizeof key);
    if (rc == RC_OK) {
        uint8_t *head = (uint8_t *)(uintptr_t)out->data;
        head[0] = (uint8_t)(epoch >> 8);
        head[1] = (uint8_t)epoch;
    }
    return rc;
}

static enum rc open_epoch(const struct vault *v, struct arena *a, enum ring_purpose purpose, const char *column,
                          const char *row_id, struct sql_blob sealed, char **out)
{
    uint8_t key[CRYPTO_KEY_SIZE];
    int epoch = vault_epoch_of(sealed);
    *out = NULL;
    if (epoch == 0 || take_key(v, purpose, epoch, key) == 0) {
        return RC_INTERNAL;
    }
    enum rc rc = open_bytes(key, a, column, row_id, sealed, VAULT_EPOCH_SIZE, out);
    crypto_wipe(key, sizeof key);
    return rc;
}

static int is_empty(const char *text)
{
    return text == NULL || text[0] == '\0';
}

static enum rc seal_text(const struct vault *v, struct arena *a, enum ring_purpose purpose, const char *column,
                         const char *row_id, const char *text, struct sql_blob *out)
{
    *out = (struct sql_blob){NULL, 0};
    return is_empty(text) ? RC_OK : seal_epoch(v, a, purpose, column, row_id, text, strlen(text), out);
}

static enum rc open_text(const struct vault *v, struct arena *a, enum ring_purpose purpose, const char *column,
                         const char *row_id, struct sql_blob sealed, const char **out)
{
    char *text = NULL;
    enum rc rc = sealed.data == NULL ? RC_OK : open_epoch(v, a, purpose, column, row_id, sealed, &text);
    *out = text;
    return rc;
}

enum rc vault_seal(const struct vault *v, struct arena *a, const char *column, const char *row_id, const char *text,
                   struct sql_blob *out)
{
    return seal_text(v, a, RING_FIELD, column, row_id, text, out);
}

enum rc vault_open(const struct vault *v, struct arena *a, const char *column, const char *row_id,
                   struct sql_blob sealed, const char **out)
{
    return open_text(v, a, RING_FIELD, column, row_id, sealed, out);
}

enum rc vault_lock(const struct vault *v, struct arena *a, const char *column, const char *row_id, const char *text,
                   struct sql_blob *out)
{
    return seal_text(v, a, RING_SEALED, column, row_id, text, out);
}

enum rc vault_unlock(const struct vault *v, struct arena *a, const char *column, const char *row_id,
                     struct sql_blob sealed, const char **out)
{
    return open_text(v, a, RING_SEALED, column, row_id, sealed, out);
}

enum rc vault_make_key(const struct vault *v, struct arena *a, const char *row_id, struct sql_blob *out)
{
    uint8_t key[CRYPTO_KEY_SIZE];
    crypto_random(key, sizeof key);
    enum rc rc = seal_epoch(v, a, RING_FIELD, VAULT_KEY_COLUMN, row_id, key, sizeof key, out);
    crypto_wipe(key, sizeof key);
    return rc;
}

/* Opens the key of a person or a file onto `out`; the copy on the arena is wiped. */
static enum rc open_own_key(const struct vault *v, struct arena *a, enum ring_purpose purpose, const char *column,
                            const char *row_id, struct sql_blob key, uint8_t out[CRYPTO_KEY_SIZE])
{
    char *bytes = NULL;
    if (key.size != CRYPTO_KEY_SIZE + VAULT_SEAL_OVERHEAD) {
        return RC_INTERNAL;
    }
    enum rc rc = open_epoch(v, a, purpose, column, row_id, key, &bytes);
    if (rc == RC_OK) {
        memcpy(out, bytes, CRYPTO_KEY_SIZE);
        crypto_wipe(bytes, CRYPTO_KEY_SIZE);
    }
    return rc;
}

static enum rc open_own(const struct vault *v, struct arena *a, struct sql_blob key, const char *row_id,
                        uint8_t out[CRYPTO_KEY_SIZE])
{
    return open_own_key(v, a, RING_FIELD, VAULT_KEY_COLUMN, row_id, key, out);
}

enum rc vault_seal_file_key(const struct vault *v, struct arena *a, enum ring_purpose purpose, const char *row_id,
                            const uint8_t clear[CRYPTO_KEY_SIZE], struct sql_blob *out)
{
    return seal_epoch(v, a, purpose, VAULT_FILE_KEY_COLUMN, row_id, clear, CRYPTO_KEY_SIZE, out);
}

enum rc vault_open_file_key(const struct vault *v, struct arena *a, enum ring_purpose purpose, const char *row_id,
                            struct sql_blob sealed, uint8_t clear[CRYPTO_KEY_SIZE])
{
    return open_own_key(v, a, purpose, VAULT_FILE_KEY_COLUMN, row_id, sealed, clear);
}

enum rc vault_seal_with(const struct vault *v, struct arena *a, struct sql_blob key, const char *column,
                        const char *row_id, const char *text, struct sql_blob *out)
{
    uint8_t own[CRYPTO_KEY_SIZE];
    *out = (struct sql_blob){NULL, 0};
    if (is_empty(text)) {
        return RC_OK;
    }
    enum rc rc = open_own(v, a, key, row_id, own);
    rc = rc != RC_OK ? rc : seal_bytes(own, a, column, row_id, text, strlen(text), 0, out);
    crypto_wipe(own, sizeof own);
    return rc;
}

enum rc vault_open_with(const struct vault *v, struct arena *a, struct sql_blob key, const char *column,
                        const char *row_id, struct sql_blob sealed, const char **out)
{
    uint8_t own[CRYPTO_KEY_SIZE];
    char *text = NULL;
    *out = NULL;
    if (sealed.data == NULL || key.data == NULL || key.size == 0) {
        return RC_OK;
    }
    enum rc rc = open_own(v, a, key, row_id, own);
    rc = rc != RC_OK ? rc : open_bytes(own, a, column, row_id, sealed, 0, &text);
    crypto_wipe(own, sizeof own);
    *out = text;
    return rc;
}

enum rc vault_renew(const struct vault *v, struct arena *a, enum ring_purpose purpose, const char *column,
                    const char *row_id, struct sql_blob sealed, struct sql_blob *out)
{
    char *bytes = NULL;
    enum rc rc = open_epoch(v, a, purpose, column, row_id, sealed, &bytes);
    if (rc != RC_OK) {
        return rc;
    }
    size_t n = sealed.size - VAULT_SEAL_OVERHEAD;
    rc = seal_epoch(v, a, purpose, column, row_id, bytes, n, out);
    crypto_wipe(bytes, n);
    return rc;
}

/* Keyed hash of (domain, name, value), each with its length. */
static enum rc keyed(const struct vault *v, struct arena *a, const char *domain, const char *name, const char *value,
                     size_t size, struct sql_blob *out)
{
    uint8_t hash[CRYPTO_HASH_SIZE];
    struct crypto_hasher h;
    uint8_t key[CRYPTO_KEY_SIZE];
    (void)take_key(v, RING_INDEX, 0, key); /* every ring has one */
    crypto_hasher_init(&h, key);
    crypto_wipe(key, sizeof key);
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

enum rc vault_sign(const struct vault *v, const void *data, size_t n, uint8_t out[CRYPTO_SIGNATURE_SIZE])
{
    uint8_t seed[CRYPTO_KEY_SIZE];
    if (take_key(v, RING_SIGN, 0, seed) == 0) {
        return RC_INTERNAL;
    }
    crypto_signature(seed, data, n, out);
    crypto_wipe(seed, sizeof seed);
    return RC_OK;
}

enum rc vault_public_key(const struct vault *v, int epoch, uint8_t out[CRYPTO_KEY_SIZE])
{
    uint8_t seed[CRYPTO_KEY_SIZE];
    if (epoch < 1 || take_key(v, RING_SIGN, epoch, seed) == 0) {
        return RC_NOT_FOUND;
    }
    crypto_sign_public(seed, out);
    crypto_wipe(seed, sizeof seed);
    return RC_OK;
}

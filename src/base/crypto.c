/*
 * crypto.c - libsodium for keys, fields, passwords and signatures; streams are in crypto_stream.c.
 *
 * Runs on: any thread after crypto_init; passwords only on craft threads. Owns: nothing. Invariants: no key, plaintext
 * or password outlives the call in this file.
 */
#include "base/crypto.h"

#include "base/check.h"

#include <sodium.h>
#include <string.h>

/* What one password costs. Builds that look for other faults may ask for less; what is handed out may not (check_hardening). */
#ifdef CHEAP_PASSWORDS
#define PASSWORD_MIB  1
#define PASSWORD_FORM "$argon2id$v=19$m=1024,t=2,p=1$"
#else
#define PASSWORD_MIB  64
#define PASSWORD_FORM "$argon2id$v=19$m=65536,t=2,p=1$"
#endif

enum {
    SEAL_VERSION = 1,
    NONCE_SIZE = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES,
    TAG_SIZE = crypto_aead_xchacha20poly1305_ietf_ABYTES,
    PURPOSE_SIZE = crypto_kdf_CONTEXTBYTES,
    PASSWORD_PASSES = 2,
    PASSWORD_MEMORY = PASSWORD_MIB * 1024 * 1024,
};

_Static_assert(CRYPTO_SEAL_OVERHEAD == 1 + NONCE_SIZE + TAG_SIZE, "overhead of a sealed field");
_Static_assert(CRYPTO_KEY_SIZE == crypto_aead_xchacha20poly1305_ietf_KEYBYTES, "size of a sealing key");
_Static_assert(CRYPTO_KEY_SIZE == crypto_kdf_KEYBYTES, "size of a master key");
_Static_assert((unsigned)CRYPTO_KEY_SIZE <= crypto_generichash_KEYBYTES_MAX, "size of a hashing key");
_Static_assert((unsigned)CRYPTO_PASSWORD_SIZE >= crypto_pwhash_STRBYTES, "room for an encoded password");
_Static_assert(sizeof(crypto_generichash_state) <= sizeof(((struct crypto_hasher *)0)->opaque), "room for a hasher");
_Static_assert(_Alignof(crypto_generichash_state) <= _Alignof(struct crypto_hasher), "alignment of a hasher");

enum rc crypto_init(void)
{
    return sodium_init() < 0 ? RC_UNAVAILABLE : RC_OK;
}

void crypto_random(void *out, size_t n)
{
    randombytes_buf(out, n);
}

void crypto_wipe(void *p, size_t n)
{
    sodium_memzero(p, n);
}

int crypto_equal(const void *a, const void *b, size_t n)
{
    return sodium_memcmp(a, b, n) == 0;
}

/* ---- hashing ---- */

static size_t key_size(const void *key)
{
    return key == NULL ? 0 : CRYPTO_KEY_SIZE;
}

void crypto_digest(const void *key, const void *data, size_t n, uint8_t out[CRYPTO_HASH_SIZE])
{
    CHECK(crypto_generichash(out, CRYPTO_HASH_SIZE, data, n, key, key_size(key)) == 0);
}

static crypto_generichash_state *state_of(struct crypto_hasher *h)
{
    return (crypto_generichash_state *)(void *)h->opaque;
}

void crypto_hasher_init(struct crypto_hasher *h, const void *key)
{
    CHECK(crypto_generichash_init(state_of(h), key, key_size(key), CRYPTO_HASH_SIZE) == 0);
}

void crypto_hasher_add(struct crypto_hasher *h, const void *data, size_t n)
{
    CHECK(crypto_generichash_update(state_of(h), data, n) == 0);
}

_Static_assert(sizeof(crypto_hash_sha256_state) <= sizeof(struct crypto_sha256), "room for the state");
_Static_assert(crypto_hash_sha256_BYTES == CRYPTO_HASH_SIZE, "one size of sums");

static crypto_hash_sha256_state *sha256_of(struct crypto_sha256 *h)
{
    return (crypto_hash_sha256_state *)(void *)h->opaque;
}

void crypto_sha256_init(struct crypto_sha256 *h)
{
    crypto_hash_sha256_init(sha256_of(h));
}

void crypto_sha256_add(struct crypto_sha256 *h, const void *data, size_t n)
{
    crypto_hash_sha256_update(sha256_of(h), data, n);
}

void crypto_sha256_end(struct crypto_sha256 *h, uint8_t out[CRYPTO_HASH_SIZE])
{
    crypto_hash_sha256_final(sha256_of(h), out);
}

static void put_le64(uint8_t out[8], uint64_t v)
{
    for (int i = 0; i < 8; i++) {
        out[i] = (uint8_t)(v >> (8 * i));
    }
}

void crypto_hasher_add_field(struct crypto_hasher *h, const void *data, size_t n)
{
    uint8_t length[8];
    put_le64(length, n);
    crypto_hasher_add(h, length, sizeof length);
    crypto_hasher_add(h, data, n);
}

void crypto_hasher_add_i64(struct crypto_hasher *h, int64_t v)
{
    uint8_t bytes[8];
    put_le64(bytes, (uint64_t)v);
    crypto_hasher_add(h, bytes, sizeof bytes);
}

void crypto_hasher_end(struct crypto_hasher *h, uint8_t out[CRYPTO_HASH_SIZE])
{
    CHECK(crypto_generichash_final(state_of(h), out, CRYPTO_HASH_SIZE) == 0);
    sodium_memzero(h, sizeof *h); /* a keyed state is as good as its key */
}

/* ---- sealing ---- */

void crypto_seal(const uint8_t key[CRYPTO_KEY_SIZE], const char *aad, const void *plain, size_t n, uint8_t *out)
{
    uint8_t *nonce = out + 1;
    out[0] = SEAL_VERSION;
    randombytes_buf(nonce, NONCE_SIZE);
    CHECK(crypto_aead_xchacha20poly1305_ietf_encrypt(nonce + NONCE_SIZE, NULL, plain, n, (const unsigned char *)aad,
                                                     strlen(aad), NULL, nonce, key) == 0);
}

enum rc crypto_open(const uint8_t key[CRYPTO_KEY_SIZE], const char *aad, const uint8_t *sealed, size_t n, void *out)
{
    if (n < CRYPTO_SEAL_OVERHEAD || sealed[0] != SEAL_VERSION) {
        return RC_INTERNAL;
    }
    const uint8_t *nonce = sealed + 1;
    const uint8_t *body = nonce + NONCE_SIZE;
    int bad = crypto_aead_xchacha20poly1305_ietf_decrypt(out, NULL, NULL, body, n - 1 - NONCE_SIZE,
                                                         (const unsigned char *)aad, strlen(aad), nonce, key);
    return bad ? RC_INTERNAL : RC_OK;
}

void crypto_sign_public(const uint8_t seed[CRYPTO_KEY_SIZE], uint8_t out[CRYPTO_KEY_SIZE])
{
    uint8_t secret[crypto_sign_SECRETKEYBYTES];
    (void)crypto_sign_seed_keypair(out, secret, seed);
    sodium_memzero(secret, sizeof secret);
}

void crypto_signature(const uint8_t seed[CRYPTO_KEY_SIZE], const void *data, size_t n,
                      uint8_t out[CRYPTO_SIGNATURE_SIZE])
{
    uint8_t secret[crypto_sign_SECRETKEYBYTES];
    uint8_t open_key[crypto_sign_PUBLICKEYBYTES];
    (void)crypto_sign_seed_keypair(open_key, secret, seed);
    (void)crypto_sign_detached(out, NULL, data, n, secret);
    sodium_memzero(secret, sizeof secret);
}

int crypto_signature_fits(const uint8_t public_key[CRYPTO_KEY_SIZE], const void *data, size_t n,
                          const uint8_t signature[CRYPTO_SIGNATURE_SIZE])
{
    return crypto_sign_verify_detached(signature, data, n, public_key) == 0;
}

void crypto_derive(const uint8_t master[CRYPTO_KEY_SIZE], const char *purpose, uint64_t id,
                   uint8_t out[CRYPTO_KEY_SIZE])
{
    char context[PURPOSE_SIZE] = {0};
    size_t len = strlen(purpose);
    CHECK(len > 0 && len <= PURPOSE_SIZE);
    memcpy(context, purpose, len);
    CHECK(crypto_kdf_derive_from_key(out, CRYPTO_KEY_SIZE, id, context, master) == 0);
}

/* ---- passwords ---- */

/* An encoded hash of nothing anybody knows, with the same cost as a real one. */
static const char nobody[crypto_pwhash_STRBYTES] = PASSWORD_FORM "cGV0aXRpb25kIG5vYm9keQ$"
                                                                 "bm8gcGFzc3dvcmQgaW4gdGhlIHdvcmxkIGdpdmVzIGl0";

enum rc crypto_password_hash(const char *password, char *out)
{
    char form[CRYPTO_PASSWORD_MAX + 1];
    char encoded[crypto_pwhash_STRBYTES];
    if (crypto_password_form(password, form) != RC_OK) {
        return RC_INVALID;
    }
    int failed = crypto_pwhash_str_alg(encoded, form, strlen(form), PASSWORD_PASSES, PASSWORD_MEMORY,
                                       crypto_pwhash_ALG_ARGON2ID13);
    sodium_memzero(form, sizeof form);
    if (failed) {
        return RC_UNAVAILABLE; /* no room to be had */
    }
    memcpy(out, encoded, sizeof encoded);
    return RC_OK;
}

int crypto_password_verify(const char *hash, const char *password)
{
    char form[CRYPTO_PASSWORD_MAX + 1];
    int has_form = crypto_password_form(password, form) == RC_OK;
    if (hash == NULL || !has_form) {
        /* The work is done for its duration; its result is nobody's. */
        (void)!crypto_pwhash_str_verify(nobody, password, has_form ? strlen(password) : 0);
        return 0;
    }
    char encoded[crypto_pwhash_STRBYTES] = {0};
    size_t hash_len = strlen(hash);
    if (hash_len >= sizeof encoded) {
        return 0;
    }
    memcpy(encoded, hash, hash_len);
    int fits = crypto_pwhash_str_verify(encoded, form, strlen(form)) == 0;
    sodium_memzero(form, sizeof form);
    return fits;
}

int crypto_password_is_dated(const char *hash)
{
    return crypto_pwhash_str_needs_rehash(hash, PASSWORD_PASSES, PASSWORD_MEMORY) != 0;
}

/* ---- text forms ---- */

void crypto_base64(const void *data, size_t n, char *out)
{
    const int variant = sodium_base64_VARIANT_URLSAFE_NO_PADDING;
    sodium_bin2base64(out, sodium_base64_encoded_len(n, variant), data, n, variant);
}

enum rc crypto_unbase64(const char *text, void *out, size_t *n)
{
    const char *end = NULL;
    size_t len = strlen(text);
    size_t got = 0;
    if (sodium_base642bin(out, *n, text, len, NULL, &got, &end, sodium_base64_VARIANT_URLSAFE_NO_PADDING) != 0 ||
        end != text + len) {
        return RC_INVALID;
    }
    *n = got;
    return RC_OK;
}

void crypto_hex(const void *data, size_t n, char *out)
{
    sodium_bin2hex(out, 2 * n + 1, data, n);
}

enum rc crypto_unhex(const char *text, void *out, size_t n)
{
    size_t got = 0;
    if (strlen(text) != 2 * n || sodium_hex2bin(out, n, text, 2 * n, NULL, &got, NULL) != 0 || got != n) {
        return RC_INVALID;
    }
    return RC_OK;
}

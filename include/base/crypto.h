/*
 * crypto.h - everything that touches libsodium.
 *
 * Runs on: any thread, except crypto_password_* (64 MiB and about 0.2 s each), which only the craft threads call.
 * Owns: nothing. Keys are 32 bytes, handed in by their owner; nothing here logs or keeps them.
 */
#ifndef BASE_CRYPTO_H
#define BASE_CRYPTO_H

#include "base/rc.h"

#include <stddef.h>
#include <stdint.h>

struct arena;

enum {
    CRYPTO_KEY_SIZE = 32,
    CRYPTO_HASH_SIZE = 32,
    CRYPTO_TOKEN_BYTES = 32,
    CRYPTO_SIGNATURE_SIZE = 64,
    CRYPTO_PASSWORD_SIZE = 128, /* room for an encoded Argon2id hash */
    CRYPTO_PASSWORD_MAX = 1024, /* bytes of a password that are ever hashed */
    CRYPTO_SEAL_OVERHEAD = 41   /* version byte, 24 byte nonce, 16 byte tag */
};

/* Once, before threads. RC_UNAVAILABLE when the library cannot start. */
RC_MUST enum rc crypto_init(void);
void crypto_random(void *out, size_t n);
void crypto_wipe(void *p, size_t n);
int crypto_equal(const void *a, const void *b, size_t n); /* constant time */

/* BLAKE2b-256, keyed with CRYPTO_KEY_SIZE bytes when `key` is not NULL. Not named crypto_hash: libsodium exports that.
 * Incremental form for length-prefixed fields. */
void crypto_digest(const void *key, const void *data, size_t n, uint8_t out[CRYPTO_HASH_SIZE]);
struct crypto_hasher {
    _Alignas(64) unsigned char opaque[384];
};
void crypto_hasher_init(struct crypto_hasher *h, const void *key);
void crypto_hasher_add(struct crypto_hasher *h, const void *data, size_t n);
/* Adds an 8-byte little-endian length and then the bytes, so that no two field lists give the same input. */
void crypto_hasher_add_field(struct crypto_hasher *h, const void *data, size_t n);
void crypto_hasher_add_i64(struct crypto_hasher *h, int64_t v);
void crypto_hasher_end(struct crypto_hasher *h, uint8_t out[CRYPTO_HASH_SIZE]);

/* SHA-256, for sums that other programs check. */
struct crypto_sha256 {
    _Alignas(8) unsigned char opaque[128];
};
void crypto_sha256_init(struct crypto_sha256 *h);
void crypto_sha256_add(struct crypto_sha256 *h, const void *data, size_t n);
void crypto_sha256_end(struct crypto_sha256 *h, uint8_t out[CRYPTO_HASH_SIZE]);

/* XChaCha20-Poly1305 of one field: version byte, nonce, ciphertext, tag. `aad` names table, column and row, so that a
 * value cannot be moved to another place. `out` holds n + CRYPTO_SEAL_OVERHEAD bytes. */
void crypto_seal(const uint8_t key[CRYPTO_KEY_SIZE], const char *aad, const void *plain, size_t n, uint8_t *out);
/* `out` holds n - CRYPTO_SEAL_OVERHEAD bytes. RC_INTERNAL when the value was changed or belongs elsewhere. */
RC_MUST enum rc crypto_open(const uint8_t key[CRYPTO_KEY_SIZE], const char *aad, const uint8_t *sealed, size_t n,
                            void *out);
/* ---- pieces in order, of one file (crypto_stream.c) ---- */
enum { CRYPTO_STREAM_HEADER = 24, CRYPTO_STREAM_OVERHEAD = 17 };
struct crypto_stream {
    _Alignas(8) unsigned char opaque[64];
};
/* Begins a stream under a key; `header` must be kept before its pieces. */
void crypto_stream_begin(struct crypto_stream *s, const uint8_t key[CRYPTO_KEY_SIZE],
                         uint8_t header[CRYPTO_STREAM_HEADER]);
/* The next piece; `out` holds n + CRYPTO_STREAM_OVERHEAD bytes. */
void crypto_stream_seal(struct crypto_stream *s, const void *plain, size_t n, int is_last, uint8_t *out);
/* The way back. RC_INTERNAL for a piece that was changed, moved or belongs to another stream. `out` holds
 * n - CRYPTO_STREAM_OVERHEAD bytes. */
RC_MUST enum rc crypto_stream_take_up(struct crypto_stream *s, const uint8_t key[CRYPTO_KEY_SIZE],
                                      const uint8_t header[CRYPTO_STREAM_HEADER]);
RC_MUST enum rc crypto_stream_open(struct crypto_stream *s, const uint8_t *sealed, size_t n, void *out, int *is_last);
/* Ed25519 with the 32 bytes of `seed` as secret. */
void crypto_sign_public(const uint8_t seed[CRYPTO_KEY_SIZE], uint8_t out[CRYPTO_KEY_SIZE]);
void crypto_signature(const uint8_t seed[CRYPTO_KEY_SIZE], const void *data, size_t n,
                      uint8_t out[CRYPTO_SIGNATURE_SIZE]);
/* 1 when the signature was made over the data with the secret of this public key. */
int crypto_signature_fits(const uint8_t public_key[CRYPTO_KEY_SIZE], const void *data, size_t n,
                          const uint8_t signature[CRYPTO_SIGNATURE_SIZE]);
/* Derives a purpose key from the master key; `purpose` is at most 8 characters. */
void crypto_derive(const uint8_t master[CRYPTO_KEY_SIZE], const char *purpose, uint64_t id,
                   uint8_t out[CRYPTO_KEY_SIZE]);

/* Argon2id (t=2, m=64 MiB) of the password's one form. `out` holds CRYPTO_PASSWORD_SIZE. RC_INVALID beyond CRYPTO_PASSWORD_MAX
 * bytes, RC_UNAVAILABLE without memory. Craft threads only. */
RC_MUST enum rc crypto_password_hash(const char *password, char *out);
/* 1 when it fits. A NULL hash costs the same time and never fits (unknown account). */
int crypto_password_verify(const char *hash, const char *password);
/* 1 when a hash was made with other costs than today's: whoever knows the password makes a new one. */
int crypto_password_is_dated(const char *hash);
/* The one form of a password, however it was typed: NFC, and the blanks of other scripts as a plain blank (RFC 8265). `out` holds
 * CRYPTO_PASSWORD_MAX + 1 bytes. RC_INVALID when it is longer. */
RC_MUST enum rc crypto_password_form(const char *typed, char *out);

/* ---- one-time codes (RFC 6238) ---- */
enum { CRYPTO_OTP_SECRET_SIZE = 20, CRYPTO_OTP_SECONDS = 30, CRYPTO_OTP_DIGITS = 6, CRYPTO_BASE32_SECRET_SIZE = 33 };
/* The six digits of a step (Unix time / 30 s) with a terminator, by HMAC-SHA1 (RFC 4226). */
void crypto_otp_code(const uint8_t secret[CRYPTO_OTP_SECRET_SIZE], uint64_t step, char out[CRYPTO_OTP_DIGITS + 1]);
/* RFC 4648, capitals, without padding; n is a multiple of 5. `out` holds 8*n/5+1 bytes. */
void crypto_base32(const uint8_t *data, size_t n, char *out);

/* URL-safe base64 without padding. `out` holds 4*(n+2)/3+1 bytes. */
void crypto_base64(const void *data, size_t n, char *out);
/* Strict inverse; RC_INVALID on anything else. `*n` is the room on entry and the length on return. */
RC_MUST enum rc crypto_unbase64(const char *text, void *out, size_t *n);
void crypto_hex(const void *data, size_t n, char *out); /* out holds 2n+1 */
RC_MUST enum rc crypto_unhex(const char *text, void *out, size_t n);

#endif

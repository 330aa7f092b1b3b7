/*
 * server_cursor.c - signed positions in lists.
 *
 * Layout before base64: version byte, direction byte, sort value (8 bytes, little endian), filter hash (16 bytes), last id,
 * tag (16 bytes of a keyed BLAKE2b over all before). The filter hash ties a cursor to its list, the tag to this server.
 *
 * Runs on: any thread. Owns: nothing. Invariant: a cursor that was not signed here never reaches a statement.
 */
#include "base/arena.h"
#include "base/crypto.h"
#include "base/text.h"
#include "http/server.h"

#include <string.h>

enum { CURSOR_VERSION = 1, CURSOR_HEAD = 10, CURSOR_HASH = 16, CURSOR_TAG = 16, CURSOR_TEXT_MAX = 128 };
enum { CURSOR_FIXED = CURSOR_HEAD + CURSOR_HASH + CURSOR_TAG, CURSOR_MAX = CURSOR_FIXED + CURSOR_TEXT_MAX };

static void filter_hash(const char *filter, unsigned char out[CURSOR_HASH])
{
    uint8_t hash[CRYPTO_HASH_SIZE];
    crypto_digest(NULL, filter, strlen(filter), hash);
    memcpy(out, hash, CURSOR_HASH);
}

static void tag_of(const uint8_t key[32], const unsigned char *bytes, size_t n, unsigned char out[CURSOR_TAG])
{
    uint8_t hash[CRYPTO_HASH_SIZE];
    crypto_digest(key, bytes, n, hash);
    memcpy(out, hash, CURSOR_TAG);
}

enum rc server_cursor_encode(struct arena *a, const uint8_t key[32], const char *filter, const struct server_cursor *c,
                             const char **out)
{
    unsigned char bytes[CURSOR_MAX];
    size_t text = c->text == NULL ? 0 : strlen(c->text);
    if (text > CURSOR_TEXT_MAX) {
        return RC_INTERNAL;
    }
    bytes[0] = CURSOR_VERSION;
    bytes[1] = c->is_backward ? 1 : 0;
    for (int i = 0; i < 8; i++) {
        bytes[2 + i] = (unsigned char)((uint64_t)c->number >> (8 * i));
    }
    filter_hash(filter, bytes + CURSOR_HEAD);
    if (text > 0) {
        memcpy(bytes + CURSOR_HEAD + CURSOR_HASH, c->text, text);
    }
    size_t signed_size = CURSOR_HEAD + CURSOR_HASH + text;
    tag_of(key, bytes, signed_size, bytes + signed_size);
    size_t n = signed_size + CURSOR_TAG;
    char *base64 = arena_alloc(a, 4 * (n + 2) / 3 + 1);
    if (base64 == NULL) {
        return RC_TOO_LARGE;
    }
    crypto_base64(bytes, n, base64);
    *out = base64;
    return RC_OK;
}

enum rc server_cursor_decode(struct arena *a, const uint8_t key[32], const char *filter, const char *text,
                             struct server_cursor *out)
{
    unsigned char bytes[CURSOR_MAX];
    unsigned char tag[CURSOR_TAG];
    unsigned char hash[CURSOR_HASH];
    size_t n = sizeof bytes;
    if (strlen(text) > 4 * (sizeof bytes + 2) / 3 || crypto_unbase64(text, bytes, &n) != RC_OK || n < CURSOR_FIXED ||
        bytes[0] != CURSOR_VERSION) {
        return RC_MALFORMED;
    }
    size_t signed_size = n - CURSOR_TAG;
    tag_of(key, bytes, signed_size, tag);
    filter_hash(filter, hash);
    if (!crypto_equal(tag, bytes + signed_size, CURSOR_TAG) || !crypto_equal(hash, bytes + CURSOR_HEAD, CURSOR_HASH)) {
        return RC_MALFORMED;
    }
    uint64_t number = 0;
    for (int i = 7; i >= 0; i--) {
        number = number << 8 | bytes[2 + i];
    }
    out->number = (int64_t)number;
    out->is_backward = bytes[1];
    out->text =
        arena_strndup(a, (const char *)bytes + CURSOR_HEAD + CURSOR_HASH, signed_size - CURSOR_HEAD - CURSOR_HASH);
    return out->text == NULL ? RC_TOO_LARGE : RC_OK;
}

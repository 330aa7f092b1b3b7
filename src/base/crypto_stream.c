/*
 * crypto_stream.c - a stream of sealed pieces in order (libsodium's secretstream).
 *
 * Each piece is authenticated together with its place, and the last one says that it is the last: pieces that are left out,
 * swapped, repeated or cut off at the end do not open.
 *
 * Runs on: any thread, each stream on one. Owns: nothing.
 */
#include "base/check.h"
#include "base/crypto.h"

#include <sodium.h>
#include <string.h>

typedef crypto_secretstream_xchacha20poly1305_state stream_state;

_Static_assert(CRYPTO_STREAM_HEADER == crypto_secretstream_xchacha20poly1305_HEADERBYTES, "size of a stream's header");
_Static_assert(CRYPTO_STREAM_OVERHEAD == crypto_secretstream_xchacha20poly1305_ABYTES, "overhead of a piece");
_Static_assert(CRYPTO_KEY_SIZE == crypto_secretstream_xchacha20poly1305_KEYBYTES, "size of a stream's key");
_Static_assert(sizeof(stream_state) <= sizeof(((struct crypto_stream *)0)->opaque), "room for a stream");
_Static_assert(_Alignof(stream_state) <= _Alignof(struct crypto_stream), "alignment of a stream");

static stream_state *state_of(struct crypto_stream *s)
{
    return (stream_state *)(void *)s->opaque;
}

void crypto_stream_begin(struct crypto_stream *s, const uint8_t key[CRYPTO_KEY_SIZE],
                         uint8_t header[CRYPTO_STREAM_HEADER])
{
    CHECK(crypto_secretstream_xchacha20poly1305_init_push(state_of(s), header, key) == 0);
}

void crypto_stream_seal(struct crypto_stream *s, const void *plain, size_t n, int is_last, uint8_t *out)
{
    unsigned char tag = is_last ? crypto_secretstream_xchacha20poly1305_TAG_FINAL : 0;
    CHECK(crypto_secretstream_xchacha20poly1305_push(state_of(s), out, NULL, plain, n, NULL, 0, tag) == 0);
}

enum rc crypto_stream_take_up(struct crypto_stream *s, const uint8_t key[CRYPTO_KEY_SIZE],
                              const uint8_t header[CRYPTO_STREAM_HEADER])
{
    return crypto_secretstream_xchacha20poly1305_init_pull(state_of(s), header, key) == 0 ? RC_OK : RC_INTERNAL;
}

enum rc crypto_stream_open(struct crypto_stream *s, const uint8_t *sealed, size_t n, void *out, int *is_last)
{
    unsigned char tag = 0;
    if (n < CRYPTO_STREAM_OVERHEAD ||
        crypto_secretstream_xchacha20poly1305_pull(state_of(s), out, NULL, &tag, sealed, n, NULL, 0) != 0) {
        return RC_INTERNAL;
    }
    *is_last = tag == crypto_secretstream_xchacha20poly1305_TAG_FINAL;
    return RC_OK;
}

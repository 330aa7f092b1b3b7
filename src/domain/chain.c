/*
 * chain.c - one link of a hash chain.
 *
 * Runs on: any thread. Owns: nothing.
 */
#include "domain/chain.h"

#include <string.h>

void chain_add_text(struct crypto_hasher *h, const char *text)
{
    crypto_hasher_add_i64(h, text != NULL);
    crypto_hasher_add_field(h, text ? text : "", text ? strlen(text) : 0);
}

void chain_link(const char *label, struct sql_blob previous, int64_t seq, int64_t at_ms, const char *const *texts,
                size_t count, uint8_t out[CRYPTO_HASH_SIZE])
{
    struct crypto_hasher h;
    crypto_hasher_init(&h, NULL);
    crypto_hasher_add_field(&h, label, strlen(label));
    crypto_hasher_add_field(&h, previous.data, previous.size);
    crypto_hasher_add_i64(&h, seq);
    crypto_hasher_add_i64(&h, at_ms);
    for (size_t i = 0; i < count; i++) {
        chain_add_text(&h, texts[i]);
    }
    crypto_hasher_end(&h, out);
}

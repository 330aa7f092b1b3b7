/*
 * fuzz_vault.c - sealed values that somebody changed, and rings of keys that somebody wrote.
 *
 * Holds: bytes that the vault did not make open nowhere; what it made opens at its place and nowhere else, and not with one bit
 * changed; a ring that was not written with this master key is refused; links of a chain are equal when the rows are and only
 * then, and the bytes under them are those of an independent writer.
 *
 * Runs on: the fuzzer's only thread. Owns: one vault, one file.
 */
#include "base/buf.h"
#include "domain/chain.h"
#include "fuzz.h"
#include "store/ring.h"
#include "store/vault.h"

#include <sodium.h>
#include <sys/stat.h>
#include <unistd.h>

enum { TEXTS_MAX = 6 };

static void check_ring(const struct fuzz_in *in)
{
    static const uint8_t master[CRYPTO_KEY_SIZE] = {3};
    static char path[64];
    struct ring ring;
    if (path[0] == '\0') {
        (void)snprintf(path, sizeof path, "/tmp/fuzz-ring-%ld", (long)getpid());
    }
    FILE *f = fopen(path, "wb");
    FUZZ_MUST(f != NULL && fwrite(in->at, 1, in->left, f) == in->left && fclose(f) == 0 && chmod(path, 0600) == 0);
    FUZZ_MUST(ring_read(path, master, &ring) == RC_INVALID);
    (void)unlink(path);
}

/* One text at its place, elsewhere, and changed. */
static void check_seal(const struct vault *v, struct fuzz_in *in, struct arena *a)
{
    struct sql_blob key, sealed, locked;
    uint32_t bit = fuzz_number(in, 0);
    const char *text = fuzz_text(in, a);
    const char *back = NULL;
    FUZZ_MUST(vault_make_key(v, a, "7", &key) == RC_OK);
    FUZZ_MUST(vault_seal_with(v, a, key, "persons.name", "7", text, &sealed) == RC_OK);
    FUZZ_MUST(vault_lock(v, a, "sealed.text", "7", text, &locked) == RC_OK);
    if (text[0] == '\0') {
        FUZZ_MUST(sealed.size == 0 && locked.size == 0);
        return;
    }
    FUZZ_MUST(memmem(sealed.data, sealed.size, text, strlen(text)) == NULL || strlen(text) < 4);
    FUZZ_MUST(vault_open_with(v, a, key, "persons.name", "7", sealed, &back) == RC_OK && strcmp(back, text) == 0);
    FUZZ_MUST(vault_open_with(v, a, key, "persons.name", "8", sealed, &back) == RC_INTERNAL);
    FUZZ_MUST(vault_open_with(v, a, key, "persons.phone", "7", sealed, &back) == RC_INTERNAL);
    FUZZ_MUST(vault_open(v, a, "persons.name", "7", sealed, &back) == RC_INTERNAL);
    FUZZ_MUST(vault_unlock(v, a, "sealed.text", "7", locked, &back) == RC_OK && strcmp(back, text) == 0);
    FUZZ_MUST(vault_open(v, a, "sealed.text", "7", locked, &back) == RC_INTERNAL);
    uint8_t *changed = arena_alloc(a, sealed.size);
    memcpy(changed, sealed.data, sealed.size);
    changed[bit / 8 % sealed.size] ^= (uint8_t)(1U << bit % 8);
    struct sql_blob other = {changed, sealed.size - (bit >> 24 == 0)};
    FUZZ_MUST(vault_open_with(v, a, key, "persons.name", "7", other, &back) == RC_INTERNAL);
}

struct row {
    int64_t seq, at_ms;
    const char *texts[TEXTS_MAX];
    size_t count;
};

static void read_row(struct fuzz_in *in, struct arena *a, struct row *out)
{
    uint8_t there = fuzz_byte(in);
    out->seq = fuzz_byte(in);
    out->at_ms = (int64_t)fuzz_number(in, 0);
    out->count = fuzz_byte(in) % (TEXTS_MAX + 1);
    for (size_t i = 0; i < out->count; i++) {
        out->texts[i] = there >> i & 1 ? fuzz_text(in, a) : NULL;
    }
}

static int is_same(const struct row *one, const struct row *other)
{
    int same = one->seq == other->seq && one->at_ms == other->at_ms && one->count == other->count;
    for (size_t i = 0; same && i < one->count; i++) {
        const char *x = one->texts[i], *y = other->texts[i];
        same = x == NULL || y == NULL ? x == y : strcmp(x, y) == 0;
    }
    return same;
}

static void put_number(struct buf *b, int64_t v)
{
    for (int i = 0; i < 8; i++) {
        buf_putc(b, (char)((uint64_t)v >> (8 * i)));
    }
}

static void put_field(struct buf *b, const char *bytes, size_t n)
{
    put_number(b, (int64_t)n);
    buf_put(b, bytes, n);
}

/* The hash of a row as the office's verifier makes it, from the words of the manual alone. */
static void hash_row(struct arena *a, const struct row *r, const uint8_t previous[CRYPTO_HASH_SIZE], uint8_t *out)
{
    struct buf b;
    buf_init(&b, a);
    put_field(&b, "fuzz", 4);
    put_field(&b, (const char *)previous, CRYPTO_HASH_SIZE);
    put_number(&b, r->seq);
    put_number(&b, r->at_ms);
    for (size_t i = 0; i < r->count; i++) {
        put_number(&b, r->texts[i] != NULL);
        put_field(&b, r->texts[i] != NULL ? r->texts[i] : "", r->texts[i] != NULL ? strlen(r->texts[i]) : 0);
    }
    FUZZ_MUST(buf_is_ok(&b) && crypto_generichash(out, CRYPTO_HASH_SIZE, (const uint8_t *)b.data, b.len, NULL, 0) == 0);
}

static void check_chain(struct fuzz_in *in, struct arena *a)
{
    uint8_t previous[CRYPTO_HASH_SIZE] = {9};
    uint8_t links[2][CRYPTO_HASH_SIZE], ours[CRYPTO_HASH_SIZE];
    struct row rows[2];
    for (int i = 0; i < 2; i++) {
        read_row(in, a, &rows[i]);
        chain_link("fuzz", (struct sql_blob){previous, sizeof previous}, rows[i].seq, rows[i].at_ms, rows[i].texts,
                   rows[i].count, links[i]);
    }
    FUZZ_MUST((memcmp(links[0], links[1], sizeof links[0]) == 0) == is_same(&rows[0], &rows[1]));
    hash_row(a, &rows[0], previous, ours);
    FUZZ_MUST(memcmp(links[0], ours, sizeof ours) == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct vault *vault;
    struct arena *a = fuzz_arena();
    struct fuzz_in in = {data, size};
    struct sql_blob sealed = {data, size};
    const char *text = NULL;
    if (vault == NULL) {
        struct ring ring;
        ring_make(&ring, 1);
        FUZZ_MUST(vault_new(&ring, &vault) == RC_OK);
    }
    if (size > 0) {
        FUZZ_MUST(vault_open(vault, a, "persons.name", "1", sealed, &text) == RC_INTERNAL && text == NULL);
        FUZZ_MUST(vault_unlock(vault, a, "persons.name", "1", sealed, &text) == RC_INTERNAL);
        FUZZ_MUST(vault_open_with(vault, a, sealed, "persons.name", "1", sealed, &text) == RC_INTERNAL);
        check_ring(&in);
    }
    struct fuzz_in same = in;
    check_seal(vault, &same, a);
    check_chain(&in, a);
    return 0;
}

/*
 * fuzz_vault.c - sealed values that somebody changed, and rings of keys that somebody wrote.
 *
 * Holds: bytes that the vault did not make open nowhere; a ring that was not written with this master key is refused; links of
 * a chain over different rows differ.
 *
 * Runs on: the fuzzer's only thread. Owns: one vault, one file.
 */
#include "domain/chain.h"
#include "fuzz.h"
#include "store/ring.h"
#include "store/vault.h"

#include <sys/stat.h>
#include <unistd.h>

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

static void check_chain(struct fuzz_in *in, struct arena *a)
{
    uint8_t one[CRYPTO_HASH_SIZE];
    uint8_t other[CRYPTO_HASH_SIZE];
    const char *texts[2] = {fuzz_text(in, a), fuzz_text(in, a)};
    const char *joined[2] = {"", arena_printf(a, "%s%s", texts[0], texts[1])};
    chain_link("fuzz", (struct sql_blob){NULL, 0}, 1, 2, texts, 2, one);
    chain_link("fuzz", (struct sql_blob){NULL, 0}, 1, 2, joined, 2, other);
    FUZZ_MUST((memcmp(one, other, sizeof one) == 0) == (texts[0][0] == '\0'));
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
    check_chain(&in, a);
    return 0;
}

/*
 * fuzz_file.c - what comes with a file: its name, and the list of entries at the end of a document.
 *
 * Holds: a cleaned name is clean, has no folder and no mark of a file system, begins with no dot, and cleaning it again changes nothing; of an
 * archive no byte outside the ones at hand is read, whatever size it is said to have.
 *
 * Runs on: the fuzzer's only thread. Owns: nothing.
 */
#include "base/media.h"
#include "base/text.h"
#include "domain/file_inside.h"
#include "fuzz.h"

#include <stdlib.h>

static void check_name(struct arena *a, const char *name)
{
    const char *clean = file_name_clean(a, name);
    if (clean == NULL) {
        return;
    }
    FUZZ_MUST(text_is_clean(clean, 0) && text_length(clean) >= 1 && text_length(clean) <= FILE_NAME_MAX);
    FUZZ_MUST(strpbrk(clean, "/\\<>:\"|?*") == NULL && clean[0] != '.' && clean[strlen(clean) - 1] != '.');
    FUZZ_MUST(strlen(clean) + 8 <= FILE_NAME_SIZE);
    const char *again = file_name_clean(a, clean);
    FUZZ_MUST(again != NULL && strcmp(again, clean) == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *a = fuzz_arena();
    struct fuzz_in in = {data, size};
    uint64_t before = fuzz_number(&in, 1 << 20);
    /* A copy that ends where the bytes end, so that the sanitizer sees each one too many. */
    uint8_t *tail = malloc(in.left + 1);
    if (tail != NULL && in.left > 0) {
        memcpy(tail, in.at, in.left);
        const char *type = media_zip_type(tail, in.left, in.left);
        const char *moved = media_zip_type(tail, in.left, in.left + before);
        FUZZ_MUST(type == NULL || moved == NULL || before == 0); /* its place is part of what it is */
        FUZZ_MUST(type == NULL || media_extension(type) != NULL);
    }
    free(tail);
    check_name(a, fuzz_text(&in, a));
    return 0;
}

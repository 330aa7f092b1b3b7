/*
 * file_name.c - names of files: cleaned, sealed, opened; and the keys for it.
 *
 * Runs on: any thread. Owns: nothing. Invariant: no name ever reaches the file system, a log or a journal.
 */
#include "domain/file_inside.h"

#include "base/text.h"

#include <string.h>

void file_keys_of(const uint8_t own[CRYPTO_KEY_SIZE], struct file_keys *out)
{
    crypto_derive(own, "content", 1, out->content);
    crypto_derive(own, "name", 1, out->name);
}

enum rc file_keys_open(struct ctx *ctx, const char *id, int is_sealed, struct sql_blob key, struct file_keys *out)
{
    uint8_t own[CRYPTO_KEY_SIZE];
    if (key.data == NULL) {
        return RC_GONE;
    }
    enum ring_purpose purpose = is_sealed ? RING_SEALED : RING_FIELD;
    enum rc rc = vault_open_file_key(ctx->vault, ctx->arena, purpose, id, key, own);
    if (rc == RC_OK) {
        file_keys_of(own, out);
        crypto_wipe(own, sizeof own);
    }
    return rc;
}

/* Blanks and dots at both ends, of whichever comes first: hidden files, "..", and what a file system drops by itself. */
static char *file_name_strip(struct arena *a, const char *name)
{
    char *clean = text_trim(a, name);
    size_t dots = clean != NULL ? strspn(clean, ".") : 0;
    while (clean != NULL && (dots > 0 || (clean[0] != '\0' && clean[strlen(clean) - 1] == '.'))) {
        clean += dots;
        for (size_t n = strlen(clean); n > 0 && clean[n - 1] == '.'; n--) {
            clean[n - 1] = '\0';
        }
        clean = text_trim(a, clean);
        dots = clean != NULL ? strspn(clean, ".") : 0;
    }
    return clean;
}

/* Without what nobody sees: two names that look alike are alike, and an ending is the one that is seen. */
static const char *file_name_visible(struct arena *a, const char *name)
{
    char *seen = arena_strdup(a, name), *to = seen;
    for (const char *at = name, *next = name; seen != NULL && *at != '\0'; at = next) {
        if (!text_is_invisible(text_next(&next))) {
            memcpy(to, at, (size_t)(next - at));
            to += next - at;
        }
    }
    if (to != NULL) {
        *to = '\0';
    }
    return seen;
}

const char *file_name_clean(struct arena *a, const char *name)
{
    if (name == NULL || !text_is_clean(name, 0)) {
        return NULL;
    }
    for (const char *p = name; *p != '\0'; p++) {
        name = *p == '/' || *p == '\\' ? p + 1 : name; /* old browsers send whole paths */
    }
    name = file_name_visible(a, name);
    char *clean = file_name_strip(a, name);
    for (char *p = clean; p != NULL && *p != '\0'; p++) {
        *p = strchr("<>:\"|?*", *p) != NULL ? '_' : *p;
    }
    return clean != NULL && clean[0] != '\0' && text_length(clean) <= FILE_NAME_MAX ? clean : NULL;
}

static const char *place(struct ctx *ctx, const char *id)
{
    return arena_printf(ctx->arena, "files.name\n%s", id);
}

enum rc file_name_seal(struct ctx *ctx, const struct file_keys *keys, const char *id, const char *name,
                       struct sql_blob *out)
{
    size_t n = strlen(name);
    const char *aad = place(ctx, id);
    uint8_t *sealed = arena_alloc(ctx->arena, n + CRYPTO_SEAL_OVERHEAD);
    if (aad == NULL || sealed == NULL) {
        return RC_TOO_LARGE;
    }
    crypto_seal(keys->name, aad, name, n, sealed);
    *out = (struct sql_blob){sealed, n + CRYPTO_SEAL_OVERHEAD};
    return RC_OK;
}

enum rc file_name_open(struct ctx *ctx, const struct file_keys *keys, const char *id, struct sql_blob sealed,
                       const char **out)
{
    if (sealed.data == NULL || sealed.size <= CRYPTO_SEAL_OVERHEAD) {
        return RC_INTERNAL;
    }
    const char *aad = place(ctx, id);
    char *name = arena_alloc(ctx->arena, sealed.size - CRYPTO_SEAL_OVERHEAD + 1); /* zeroed */
    if (aad == NULL || name == NULL) {
        return RC_TOO_LARGE;
    }
    *out = name;
    return crypto_open(keys->name, aad, sealed.data, sealed.size, name);
}

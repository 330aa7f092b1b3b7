/*
 * file_inside.h - between the files of domain/file: rights, names and keys.
 *
 * Runs on: any thread. Owns: nothing. Keys in clear are wiped by who asked for them.
 */
#ifndef DOMAIN_FILE_INSIDE_H
#define DOMAIN_FILE_INSIDE_H

#include "domain/env.h"
#include "domain/file.h"
#include "store/vault.h"

/* The file's own key serves two ends, each with a key derived from it. */
struct file_keys {
    uint8_t content[CRYPTO_KEY_SIZE];
    uint8_t name[CRYPTO_KEY_SIZE];
};
void file_keys_of(const uint8_t own[CRYPTO_KEY_SIZE], struct file_keys *out);
/* RC_GONE without a key. */
RC_MUST enum rc file_keys_open(struct ctx *ctx, const char *id, int is_sealed, struct sql_blob key,
                               struct file_keys *out);

/* The name cleaned, and whether one file may be so large. RC_INVALID, RC_TOO_LARGE, RC_UNAVAILABLE without a store. */
RC_MUST enum rc file_check_content(struct ctx *ctx, const struct file_in *in, const char **name);
/* The draft, when all was checked. `name` is clean. RC_BUSY, RC_UNAVAILABLE. */
RC_MUST enum rc file_upload_new(struct ctx *ctx, const struct file_in *in, const char *name, struct file_upload **out);
/* On the writer: the row, in the case's lane, and what the journal says of it, in w->changes. The caller saves the case and calls
 * file_upload_keep when that went well. */
RC_MUST enum rc file_upload_write(struct case_work *w, struct file_upload *u);
/* Not kept until file_upload_keep says so again: a job of the writer may run several times. */
void file_upload_forget(struct file_upload *u);
RC_MUST enum rc file_upload_keep(struct case_work *w, struct file_upload *u, const char **id);

/* The name as it is kept: without folders, without what a file system gives a meaning to. NULL when nothing is left, or it is longer
 * than FILE_NAME_MAX characters, or holds characters that no name has. On `a`. Pure. */
const char *file_name_clean(struct arena *a, const char *name);
RC_MUST enum rc file_name_seal(struct ctx *ctx, const struct file_keys *keys, const char *id, const char *name,
                               struct sql_blob *out);
RC_MUST enum rc file_name_open(struct ctx *ctx, const struct file_keys *keys, const char *id, struct sql_blob sealed,
                               const char **out);

/* RC_OK when the actor may open originals of the case; else the fault says why not. `sender` (may be NULL) sent the file. */
RC_MUST enum rc file_check_original(struct ctx *ctx, struct tx *tx, const struct case_row *c, const char *sender);
/* Is there room for `size` more bytes of this actor in this case? RC_REFUSED with a fault. */
RC_MUST enum rc file_check_room(struct ctx *ctx, struct tx *tx, const char *case_id, int64_t size);
/* Bytes that there is room for; 0 when full. */
RC_MUST enum rc file_room(struct ctx *ctx, struct tx *tx, const char *case_id, int64_t *left);

#endif

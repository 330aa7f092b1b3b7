/*
 * file_draft.h - a content on its way into the store of files (store/file_store.h).
 *
 * Runs on: any thread, each draft on one at a time. Owns: the file until it is kept, and its descriptor.
 */
#ifndef STORE_FILE_DRAFT_H
#define STORE_FILE_DRAFT_H

#include "base/sealed_reader.h"
#include "store/file_store.h"

struct file_draft;

/* So many at a time; and so many of them that a sender without an account may be the last of, so that the office can always work. */
enum { FILE_DRAFTS_MAX = 64, FILE_DRAFTS_PUBLIC = 32 };

/* A content on its way in. RC_BUSY when `most` are under way (FILE_DRAFTS_MAX or FILE_DRAFTS_PUBLIC); RC_UNAVAILABLE when the disk refuses
 * or has less than 1 GiB left beyond `size` bytes. */
RC_MUST enum rc file_draft_new(struct file_store *s, const char *id, const uint8_t key[CRYPTO_KEY_SIZE], int64_t size,
                               int most, struct file_draft **out);
RC_MUST enum rc file_draft_put(struct file_draft *d, const void *bytes, size_t n);
/* The last piece, synced. */
RC_MUST enum rc file_draft_end(struct file_draft *d);
/* Bytes so far, and their BLAKE2b-256 once ended. */
int64_t file_draft_size(const struct file_draft *d);
const uint8_t *file_draft_hash(const struct file_draft *d);
/* Reads an ended draft from its beginning; freed by the caller, before the draft. */
RC_MUST enum rc file_draft_read(struct file_draft *d, const uint8_t key[CRYPTO_KEY_SIZE], struct sealed_reader **out);
/* Gives an ended draft its lasting name, for good: a power cut does not take it back. */
RC_MUST enum rc file_draft_place(struct file_draft *d);
/* Removes what is on the disk unless `is_kept`. NULL is nothing. */
void file_draft_free(struct file_draft *d, int is_kept);

#endif

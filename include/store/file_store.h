/*
 * file_store.h - contents of files in DATA/files: names on the disk, what is safe there, and what nobody knows any more.
 *
 *   DATA/files/new/<id>        on its way in; of no use to anybody
 *   DATA/files/<xx>/<id>       whole; <xx> are the last two letters of the id
 *
 * A content is written under its first name, synced, renamed to its second one, and both folders are synced. Only then may a row of the
 * database speak of it, so a crash leaves a whole file that has a row, or a file without a row, which the sweep removes: never a
 * row without its content. Contents never change. Everything lies sealed (base/sealed_stream.h).
 *
 * Runs on: any thread, each draft on one at a time. Owns: the folder's path and the count of drafts.
 */
#ifndef STORE_FILE_STORE_H
#define STORE_FILE_STORE_H

#include "base/crypto.h"
#include "base/rc.h"
#include "base/sealed_stream.h"

struct file_store;
struct file_draft;

enum { FILE_STORE_DRAFTS_MAX = 64 };

#define FILE_STORE_FOLDER_NAME "files"

/* `root` is DATA/files, or another folder of that shape. Makes the folders when `create`; else they need not be there. RC_UNAVAILABLE when
 * they cannot be made. */
RC_MUST enum rc file_store_open(const char *root, int create, struct file_store **out);
/* Makes the folders of a store that was opened without. */
RC_MUST enum rc file_store_make(const struct file_store *s);
void file_store_close(struct file_store *s);

/* A content on its way in. RC_BUSY when too many are under way; RC_UNAVAILABLE when the disk refuses or has less than 1 GiB left beyond
 * `size` bytes. */
RC_MUST enum rc file_draft_new(struct file_store *s, const char *id, const uint8_t key[CRYPTO_KEY_SIZE], int64_t size,
                               struct file_draft **out);
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

/* A content in place, with its file descriptor, which file_content_close closes. RC_NOT_FOUND without such a file, RC_INTERNAL when it has
 * not the size that `size` bytes have there. */
struct file_content {
    int fd;
    struct sealed_reader *reader;
    const uint8_t *piece; /* what is left of the piece that was read last */
    size_t left;
};
RC_MUST enum rc file_content_open(const struct file_store *s, const char *id, const uint8_t key[CRYPTO_KEY_SIZE],
                                  int64_t size, struct file_content *out);
/* Up to `max` bytes, at least one; 0 at the end, and when it goes wrong. */
size_t file_content_read(struct file_content *c, void *out, size_t max);
void file_content_close(struct file_content *c);
/* RC_OK when a content of this size lies there; the codes of file_content_open. */
RC_MUST enum rc file_store_check(const struct file_store *s, const char *id, int64_t size);
/* The name of a content, which need not be there. RC_TOO_LARGE when `out` is too small. */
RC_MUST enum rc file_store_path(const struct file_store *s, const char *id, char *out, size_t size);
/* Makes the folder that the name of a content stands in. */
RC_MUST enum rc file_store_make_folder(const struct file_store *s, const char *id);

/* Removes drafts and contents that are `age_s` seconds old by the machine's clock, contents only if `is_dead` says so. Names that are
 * none of ours are left alone. Counts what went. */
RC_MUST enum rc file_store_sweep(struct file_store *s, int64_t age_s, int (*is_dead)(void *arg, const char *id),
                                 void *arg, int64_t *removed);
/* Removes every draft: before anything can be on its way in. */
RC_MUST enum rc file_store_drop_drafts(struct file_store *s);

#endif

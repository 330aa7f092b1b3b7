/*
 * file_store.h - contents of files in DATA/files: names on the disk, what is safe there, and what nobody knows any more.
 *
 *   DATA/files/new/<id>        on its way in; of no use to anybody
 *   DATA/files/<xx>/<id>       whole; <xx> are the last two letters of the id
 *
 * A content is written under its first name, synced, renamed to its second one, and both folders are synced. Only then may a row of the
 * database speak of it, so a crash leaves a whole file that has a row, or a file without a row, which the sweep removes: never a
 * row without its content. Contents never change. Everything lies sealed (base/sealed_stream.h). Drafts are written by store/file_draft.h,
 * contents read by store/file_content.h.
 *
 * Runs on: any thread. Owns: the folder's path and the count of drafts.
 */
#ifndef STORE_FILE_STORE_H
#define STORE_FILE_STORE_H

#include "base/rc.h"

#include <stddef.h>
#include <stdint.h>

struct file_store;

#define FILE_STORE_FOLDER_NAME "files"

/* `root` is DATA/files, or another folder of that shape. Makes the folders when `create`; else they need not be there. RC_UNAVAILABLE when
 * they cannot be made. */
RC_MUST enum rc file_store_open(const char *root, int create, struct file_store **out);
/* Makes the folders of a store that was opened without. */
RC_MUST enum rc file_store_make(const struct file_store *s);
void file_store_close(struct file_store *s);

/* RC_OK when a content of this size lies there; the codes of file_content_open (file_content.h). */
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

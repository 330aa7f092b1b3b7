/*
 * file_store_inside.h - between file_store.c, file_store_sweep.c, file_draft.c and file_content.c.
 *
 * Runs on: any thread. Owns: see file_store.h.
 */
#ifndef STORE_FILE_STORE_INSIDE_H
#define STORE_FILE_STORE_INSIDE_H

#include "store/file_store.h"

#include <limits.h>
#include <stdatomic.h>

#define FILE_STORE_NEW "new"
enum { FILE_STORE_ID = 26, FILE_STORE_FOLDER = 2 };

struct file_store {
    char root[PATH_MAX]; /* DATA/files */
    atomic_int drafts;
};

/* 1 for the name of an id of ours: 26 lower-case letters and digits. */
int file_store_is_id(const char *name);
/* Opens a content in place for reading and looks at its size: the codes of file_content_open. */
RC_MUST enum rc file_store_open_sized(const struct file_store *s, const char *id, int64_t size, int *fd);

#endif

/*
 * file_store_inside.h - between file_store.c, file_store_draft.c and file_store_sweep.c.
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

#endif

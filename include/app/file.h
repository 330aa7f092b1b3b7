/*
 * file.h - whole files for the tools: read, copy with sync.
 *
 * Runs on: the main thread. Owns: nothing; file_read's bytes are the caller's to free.
 */
#ifndef APP_FILE_H
#define APP_FILE_H

#include "base/rc.h"

#include <stddef.h>

/* All bytes with a NUL behind; RC_NOT_FOUND, RC_TOO_LARGE over `max`. Free with free(). */
RC_MUST enum rc file_read(const char *path, size_t max, char **out, size_t *n);
/* Copies into a file that does not exist yet, mode 0600, synced, its folder too. */
RC_MUST enum rc file_copy(const char *from, const char *to);
int file_exists(const char *path);

/* The path from the root of a file that need not be there yet; RC_NOT_FOUND when its folder is not. */
RC_MUST enum rc file_absolute(const char *path, char *out, size_t size);

#endif

/*
 * support.h - what every test program may use: a folder that goes away by itself, and whole files.
 *
 * Runs on: the test's main thread. Owns: the temporary folders, removed when the program ends in any orderly way.
 * Paths of the tree come as macros from the build: TEST_SOURCE_DIR, TEST_BUILD_DIR, TEST_PETITIOND, TEST_SQLGEN, TEST_EMBED.
 */
#ifndef SUPPORT_SUPPORT_H
#define SUPPORT_SUPPORT_H

#include <stddef.h>

/* A new empty folder below $TMPDIR (or /tmp). Borrowed: lives until the program ends, which removes the folder with all
 * that is in it. Aborts the program when it cannot be made. */
const char *support_folder(void);

/* "<folder>/<name>" in storage that lives until the program ends. */
const char *support_path(const char *folder, const char *name);

/* The whole file with a 0 byte behind it; `size` may be NULL. The caller frees. Aborts when it cannot be read. */
char *support_read(const char *path, size_t *size);

/* Makes or replaces a file. Aborts when it cannot be written. */
void support_write(const char *path, const void *data, size_t size);

#endif

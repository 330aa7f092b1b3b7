/*
 * folder.h - a folder for a fuzz program that needs files; gone when the program ends well.
 *
 * Runs on: the fuzzer's thread, once per process. Owns: the folder.
 */
#ifndef TESTS_FUZZ_FOLDER_H
#define TESTS_FUZZ_FOLDER_H

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>

enum { FUZZ_PATH_SIZE = 512 };

static char fuzz_folder_path[FUZZ_PATH_SIZE];

static inline int fuzz_folder_remove(const char *path, const struct stat *st, int kind, struct FTW *at)
{
    (void)st;
    (void)kind;
    (void)at;
    return remove(path);
}

static inline void fuzz_folder_drop(void)
{
    (void)nftw(fuzz_folder_path, fuzz_folder_remove, 8, FTW_DEPTH | FTW_PHYS);
}

/* Its absolute path. */
static inline const char *fuzz_folder(void)
{
    const char *under = getenv("TMPDIR");
    (void)snprintf(fuzz_folder_path, sizeof fuzz_folder_path, "%.400s/petitiond-fuzz-XXXXXX",
                   under != NULL && under[0] == '/' ? under : "/tmp");
    if (mkdtemp(fuzz_folder_path) == NULL || atexit(fuzz_folder_drop) != 0) {
        perror(fuzz_folder_path);
        abort();
    }
    return fuzz_folder_path;
}

#endif

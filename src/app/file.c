/*
 * file.c - whole files for the tools.
 *
 * Runs on: the main thread. Owns: nothing.
 */
#include "app/file.h"

#include "base/disk.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { FILE_PIECE = 1 << 16 };

enum rc file_read(const char *path, size_t max, char **out, size_t *n)
{
    FILE *file = fopen(path, "re");
    struct stat st;
    *out = NULL;
    if (file == NULL || fstat(fileno(file), &st) != 0 || !S_ISREG(st.st_mode)) {
        if (file != NULL) {
            fclose(file);
        }
        return RC_NOT_FOUND;
    }
    enum rc rc = (size_t)st.st_size > max ? RC_TOO_LARGE : RC_OK;
    char *bytes = rc == RC_OK ? malloc((size_t)st.st_size + 1) : NULL;
    if (rc == RC_OK && bytes == NULL) {
        rc = RC_UNAVAILABLE;
    }
    if (rc == RC_OK) {
        *n = fread(bytes, 1, (size_t)st.st_size, file);
        bytes[*n] = '\0';
        *out = bytes;
    }
    fclose(file);
    return rc;
}

static enum rc file_pump(int from, int to)
{
    static char piece[FILE_PIECE];
    for (;;) {
        ssize_t got = read(from, piece, sizeof piece);
        if (got == 0) {
            return fsync(to) == 0 ? RC_OK : RC_UNAVAILABLE;
        }
        if (got < 0) {
            return RC_UNAVAILABLE;
        }
        for (ssize_t done = 0; done < got;) {
            ssize_t put = write(to, piece + done, (size_t)(got - done));
            if (put <= 0) {
                return RC_UNAVAILABLE;
            }
            done += put;
        }
    }
}

enum rc file_copy(const char *from, const char *to)
{
    int in = open(from, O_RDONLY | O_CLOEXEC);
    if (in < 0) {
        return RC_NOT_FOUND;
    }
    int out = open(to, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (out < 0) {
        enum rc rc = errno == EEXIST ? RC_CONFLICT : RC_UNAVAILABLE;
        close(in);
        return rc;
    }
    enum rc rc = file_pump(in, out);
    close(in);
    if (close(out) != 0 && rc == RC_OK) {
        rc = RC_UNAVAILABLE;
    }
    if (rc != RC_OK) {
        unlink(to);
        return rc;
    }
    return disk_sync_folder_of(to) ? RC_OK : RC_UNAVAILABLE;
}

int file_exists(const char *path)
{
    struct stat st;
    return lstat(path, &st) == 0;
}

enum rc file_absolute(const char *path, char *out, size_t size)
{
    char folder[PATH_MAX];
    char *copy = strdup(path);
    char *name = strdup(path);
    int is_there = copy != NULL && name != NULL && realpath(dirname(copy), folder) != NULL;
    int n = is_there ? snprintf(out, size, "%s/%s", folder, basename(name)) : -1;
    free(copy);
    free(name);
    return n > 0 && (size_t)n < size ? RC_OK : RC_NOT_FOUND;
}

/*
 * file_store.c - folders and names.
 *
 * Runs on: any thread. Owns: see file_store.h.
 */
#include "store/file_store.h"
#include "store/file_store_inside.h"

#include "base/check.h"
#include "base/disk.h"
#include "base/log.h"
#include "base/sealed_stream.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* 0 when there is no such folder and none can be made. */
static int make_folder(const char *path)
{
    if (mkdir(path, 0700) == 0) {
        return disk_sync_folder_of(path);
    }
    return errno == EEXIST;
}

enum rc file_store_make(const struct file_store *s)
{
    char path[PATH_MAX];
    (void)snprintf(path, sizeof path, "%.*s/" FILE_STORE_NEW, (int)sizeof path - 8, s->root);
    if (!make_folder(s->root) || !make_folder(path)) {
        LOG(LOG_ERROR, "files.folder", LOG_S("path", s->root), LOG_I("errno", errno));
        return RC_UNAVAILABLE;
    }
    return RC_OK;
}

enum rc file_store_open(const char *root, int create, struct file_store **out)
{
    struct file_store *s = calloc(1, sizeof *s);
    if (s == NULL) {
        return RC_UNAVAILABLE;
    }
    int is_short = (size_t)snprintf(s->root, sizeof s->root, "%s", root) < sizeof s->root - FILE_STORE_ID - 8;
    enum rc rc = is_short ? RC_OK : RC_UNAVAILABLE;
    rc = rc == RC_OK && create ? file_store_make(s) : rc;
    if (rc != RC_OK) {
        free(s);
        return rc;
    }
    *out = s;
    return RC_OK;
}

void file_store_close(struct file_store *s)
{
    free(s);
}

int file_store_is_id(const char *name)
{
    return strlen(name) == FILE_STORE_ID && strspn(name, "0123456789abcdefghijklmnopqrstuvwxyz") == FILE_STORE_ID;
}

enum rc file_store_path(const struct file_store *s, const char *id, char *out, size_t size)
{
    CHECK(file_store_is_id(id));
    int n = snprintf(out, size, "%s/%s/%s", s->root, id + FILE_STORE_ID - FILE_STORE_FOLDER, id);
    return n > 0 && (size_t)n < size ? RC_OK : RC_TOO_LARGE;
}

enum rc file_store_make_folder(const struct file_store *s, const char *id)
{
    char path[PATH_MAX];
    CHECK(file_store_is_id(id));
    int n = snprintf(path, sizeof path, "%s/%s", s->root, id + FILE_STORE_ID - FILE_STORE_FOLDER);
    return n > 0 && (size_t)n < sizeof path && make_folder(path) ? RC_OK : RC_UNAVAILABLE;
}

enum rc file_store_open_sized(const struct file_store *s, const char *id, int64_t size, int *fd)
{
    char path[PATH_MAX];
    struct stat st;
    enum rc rc = file_store_path(s, id, path, sizeof path);
    if (rc != RC_OK) {
        return rc;
    }
    *fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    if (*fd < 0) {
        return errno == ENOENT ? RC_NOT_FOUND : RC_UNAVAILABLE;
    }
    if (fstat(*fd, &st) != 0 || !S_ISREG(st.st_mode) || (int64_t)st.st_size != sealed_stream_size(size)) {
        close(*fd);
        return RC_INTERNAL;
    }
    return RC_OK;
}

enum rc file_store_check(const struct file_store *s, const char *id, int64_t size)
{
    int fd = -1;
    enum rc rc = file_store_open_sized(s, id, size, &fd);
    if (rc == RC_OK) {
        close(fd);
    }
    return rc;
}

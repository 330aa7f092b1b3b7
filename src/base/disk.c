/*
 * disk.c - see disk.h.
 *
 * Runs on: any thread. Owns: nothing.
 */
#include "base/disk.h"

#include <fcntl.h>
#include <libgen.h>
#include <limits.h>
#include <stdio.h>
#include <unistd.h>

int disk_sync(const char *path)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0) {
        return 0;
    }
    int is_good = fsync(fd) == 0;
    close(fd);
    return is_good;
}

int disk_sync_folder_of(const char *path)
{
    char copy[PATH_MAX];
    return (size_t)snprintf(copy, sizeof copy, "%s", path) < sizeof copy && disk_sync(dirname(copy));
}

struct disk_stamp disk_stamp_of(const char *path)
{
    struct stat st;
    struct disk_stamp stamp = {0};
    if (stat(path, &st) == 0) {
        stamp = (struct disk_stamp){.inode = st.st_ino, .size = st.st_size, .changed = st.st_mtim};
    }
    return stamp;
}

int disk_is_same(const struct disk_stamp *a, const struct disk_stamp *b)
{
    return a->inode == b->inode && a->size == b->size && a->changed.tv_sec == b->changed.tv_sec &&
           a->changed.tv_nsec == b->changed.tv_nsec;
}

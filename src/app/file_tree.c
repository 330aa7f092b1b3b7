/*
 * file_tree.c - see file_tree.h.
 *
 * Every step goes by the open folder above it, so nobody can put a link in the way between looking and removing.
 *
 * Runs on: any thread that may wait. Owns: the open folders for the length of the call.
 */
#include "app/file_tree.h"

#include "base/disk.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

enum { FILE_TREE_DEPTH_MAX = 16 };

static int file_tree_drop_at(int folder, const char *name, int depth);

/* Takes `fd`. */
static int file_tree_empty(int fd, int depth)
{
    DIR *dir = fdopendir(fd);
    int is_empty = dir != NULL;
    if (dir == NULL) {
        close(fd);
        return 0;
    }
    for (struct dirent *entry = readdir(dir); entry != NULL; entry = readdir(dir)) {
        if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0) {
            is_empty = file_tree_drop_at(dirfd(dir), entry->d_name, depth + 1) && is_empty;
        }
    }
    closedir(dir);
    return is_empty;
}

static int file_tree_drop_at(int folder, const char *name, int depth)
{
    int fd = openat(folder, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (fd < 0) {
        return errno == ENOENT || unlinkat(folder, name, 0) == 0;
    }
    if (depth > FILE_TREE_DEPTH_MAX) {
        close(fd);
        return 0;
    }
    return file_tree_empty(fd, depth) && unlinkat(folder, name, AT_REMOVEDIR) == 0;
}

enum rc file_tree_drop(const char *path)
{
    return file_tree_drop_at(AT_FDCWD, path, 0) && disk_sync_folder_of(path) ? RC_OK : RC_UNAVAILABLE;
}

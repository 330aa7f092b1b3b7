/*
 * disk.h - what a process has to know of files: that a name outlives a power cut, and that a file is another one than before.
 *
 * Runs on: any thread. Owns: nothing.
 */
#ifndef BASE_DISK_H
#define BASE_DISK_H

#include <sys/stat.h>

/* Syncs a file or a folder; a new name is only safe once the folder that holds it is synced. 0 when it failed. */
int disk_sync(const char *path);
/* The same for the folder that holds `path`, which need not be absolute. */
int disk_sync_folder_of(const char *path);

/* Tells one state of a file from another: renewals write in place or put a new file under the name. All zero for no file. */
struct disk_stamp {
    ino_t inode;
    off_t size;
    struct timespec changed;
};
struct disk_stamp disk_stamp_of(const char *path);
int disk_is_same(const struct disk_stamp *a, const struct disk_stamp *b);

#endif

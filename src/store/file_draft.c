/*
 * file_draft.c - a content on its way in.
 *
 * Runs on: any thread, each draft on one at a time. Owns: the file descriptor and, until it is kept, the file.
 * Invariant: nothing has its lasting name before its last byte is on the disk.
 */
#include "store/file_draft.h"
#include "store/file_store_inside.h"

#include "base/check.h"
#include "base/disk.h"
#include "base/log.h"
#include "base/sealed_writer.h"
#include "store/inject.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/statvfs.h>
#include <unistd.h>

#define DRAFT_ROOM_LEFT (INT64_C(1) << 30) /* bytes that the database keeps for itself */

struct file_draft {
    struct file_store *store;
    struct sealed_writer *writer;
    struct crypto_hasher hasher;
    uint8_t hash[CRYPTO_HASH_SIZE];
    int fd;
    int is_ended;
    int is_placed;
    int64_t size;
    char id[FILE_STORE_ID + 1];
    char path[PATH_MAX]; /* the name that it has now */
};

static int has_room(const struct file_store *s, int64_t size)
{
    struct statvfs fs;
    return statvfs(s->root, &fs) == 0 &&
           (int64_t)fs.f_bavail * (int64_t)fs.f_frsize > sealed_stream_size(size) + DRAFT_ROOM_LEFT;
}

static enum rc open_draft(struct file_draft *d, const uint8_t key[CRYPTO_KEY_SIZE])
{
    (void)snprintf(d->path, sizeof d->path, "%.*s/" FILE_STORE_NEW "/%s", (int)sizeof d->path - FILE_STORE_ID - 8,
                   d->store->root, d->id);
    d->fd = open(d->path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (d->fd < 0) {
        LOG(LOG_ERROR, "files.draft", LOG_I("errno", errno));
        return RC_UNAVAILABLE;
    }
    crypto_hasher_init(&d->hasher, NULL);
    return sealed_writer_new(d->fd, key, &d->writer);
}

enum rc file_draft_new(struct file_store *s, const char *id, const uint8_t key[CRYPTO_KEY_SIZE], int64_t size, int most,
                       struct file_draft **out)
{
    CHECK(file_store_is_id(id));
    if (!has_room(s, size)) {
        LOG(LOG_WARN, "files.room", LOG_S("why", "the disk is nearly full"));
        return RC_UNAVAILABLE;
    }
    struct file_draft *d = calloc(1, sizeof *d);
    if (d == NULL) {
        return RC_UNAVAILABLE;
    }
    d->store = s;
    d->fd = -1;
    (void)snprintf(d->id, sizeof d->id, "%s", id);
    enum rc rc = atomic_fetch_add(&s->drafts, 1) < most ? open_draft(d, key) : RC_BUSY;
    if (rc != RC_OK) {
        file_draft_free(d, 0);
        return rc;
    }
    *out = d;
    return RC_OK;
}

enum rc file_draft_put(struct file_draft *d, const void *bytes, size_t n)
{
    crypto_hasher_add(&d->hasher, bytes, n);
    d->size += (int64_t)n;
    return sealed_writer_put(d->writer, bytes, n);
}

enum rc file_draft_end(struct file_draft *d)
{
    enum rc rc = sealed_writer_end(d->writer);
    crypto_hasher_end(&d->hasher, d->hash);
    d->is_ended = 1;
    inject_point("file.before_sync");
    return rc == RC_OK && fsync(d->fd) != 0 ? RC_UNAVAILABLE : rc;
}

int64_t file_draft_size(const struct file_draft *d)
{
    return d->size;
}

const uint8_t *file_draft_hash(const struct file_draft *d)
{
    CHECK(d->is_ended);
    return d->hash;
}

enum rc file_draft_read(struct file_draft *d, const uint8_t key[CRYPTO_KEY_SIZE], struct sealed_reader **out)
{
    CHECK(d->is_ended);
    return lseek(d->fd, 0, SEEK_SET) == 0 ? sealed_reader_new(d->fd, key, out) : RC_UNAVAILABLE;
}

enum rc file_draft_place(struct file_draft *d)
{
    char path[PATH_MAX];
    CHECK(d->is_ended && !d->is_placed);
    enum rc rc = file_store_path(d->store, d->id, path, sizeof path);
    rc = rc != RC_OK ? rc : file_store_make_folder(d->store, d->id);
    inject_point("file.before_rename");
    if (rc != RC_OK || rename(d->path, path) != 0) {
        return RC_UNAVAILABLE;
    }
    inject_point("file.after_rename");
    d->is_placed = 1;
    int is_safe = disk_sync_folder_of(path) && disk_sync_folder_of(d->path);
    (void)snprintf(d->path, sizeof d->path, "%s", path);
    inject_point("file.after_place");
    return is_safe ? RC_OK : RC_UNAVAILABLE;
}

void file_draft_free(struct file_draft *d, int is_kept)
{
    if (d == NULL) {
        return;
    }
    if (d->fd >= 0) {
        close(d->fd);
        if (!is_kept && unlink(d->path) != 0) {
            LOG(LOG_WARN, "files.draft", LOG_S("why", "a draft stays until the next sweep"), LOG_I("errno", errno));
        }
    }
    sealed_writer_free(d->writer);
    atomic_fetch_sub(&d->store->drafts, 1);
    crypto_wipe(d, sizeof *d);
    free(d);
}

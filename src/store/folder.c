/*
 * folder.c - the data folder and the lock that keeps every second process out.
 *
 * Two processes on one database could checkpoint against each other and lose committed pages, so the lock is taken before
 * the database is touched, and held until the process ends. File systems on which a lock or a sync may lie are refused.
 *
 * Runs on: the main thread. Owns: the lock's file descriptor and the paths.
 */
#include "store/folder.h"

#include "base/crypto.h"
#include "base/disk.h"
#include "base/log.h"
#include "store/ring.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/magic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

/* Not in every version of the system's header. */
enum { MAGIC_FUSE = 0x65735546, MAGIC_SMB2 = (int)0xfe534d42, MAGIC_CIFS = (int)0xff534d42, MAGIC_CEPH = 0x00c36400 };

struct folder {
    char *path; /* absolute, without links */
    char *db_path;
    char *ring_path;
    int lock_fd;
};

static enum rc refuse(enum rc rc, const char *path, const char *what)
{
    LOG(LOG_ERROR, "folder.refused", LOG_S("path", path), LOG_S("reason", what), LOG_I("errno", errno));
    return rc;
}

static char *join(const char *path, const char *name)
{
    char *text = NULL;
    return asprintf(&text, "%s/%s", path, name) < 0 ? NULL : text;
}

static int is_trusted(int fd)
{
    static const int distrusted[] = {NFS_SUPER_MAGIC, SMB_SUPER_MAGIC, CODA_SUPER_MAGIC, AFS_SUPER_MAGIC, V9FS_MAGIC,
                                     MAGIC_FUSE,      MAGIC_SMB2,      MAGIC_CIFS,       MAGIC_CEPH};
    struct statfs fs;
    if (fstatfs(fd, &fs) != 0) {
        return 0;
    }
    for (size_t i = 0; i < sizeof distrusted / sizeof distrusted[0]; i++) {
        if ((uint32_t)fs.f_type == (uint32_t)distrusted[i]) {
            return 0;
        }
    }
    return 1;
}

static enum rc make(const char *path)
{
    if (mkdir(path, 0700) == 0) {
        return RC_OK;
    }
    return errno == EEXIST ? RC_OK : refuse(RC_UNAVAILABLE, path, "the folder cannot be made");
}

static enum rc check_folder(const struct folder *f)
{
    int fd = open(f->path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0) {
        return refuse(RC_UNAVAILABLE, f->path, "not a folder");
    }
    int is_good = is_trusted(fd);
    close(fd);
    return is_good ? RC_OK : refuse(RC_INVALID, f->path, "network and FUSE file systems cannot hold the database");
}

/* The database must lie on the folder's own device: a file mounted alone would be parted from its log. */
static enum rc check_database(const struct folder *f, int create)
{
    struct stat folder;
    struct stat file;
    if (lstat(f->db_path, &file) != 0) {
        return create && errno == ENOENT ? RC_OK : refuse(RC_NOT_FOUND, f->path, "the folder holds no database");
    }
    if (stat(f->path, &folder) != 0 || folder.st_dev != file.st_dev || !S_ISREG(file.st_mode)) {
        return refuse(RC_INVALID, f->db_path, "not a plain file on the folder's own device");
    }
    return RC_OK;
}

static enum rc take_lock(struct folder *f)
{
    char *path = join(f->path, "lock");
    if (path == NULL) {
        return RC_UNAVAILABLE;
    }
    f->lock_fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    free(path);
    if (f->lock_fd < 0) {
        return refuse(RC_UNAVAILABLE, f->path, "the lock file cannot be made");
    }
    if (flock(f->lock_fd, LOCK_EX | LOCK_NB) != 0) {
        return refuse(RC_CONFLICT, f->path, "another process uses this folder");
    }
    return RC_OK;
}

static enum rc set_paths(struct folder *f)
{
    f->db_path = f->path != NULL ? join(f->path, "petitiond.db") : NULL;
    f->ring_path = f->path != NULL ? join(f->path, "keys/ring") : NULL;
    if (f->db_path == NULL || f->ring_path == NULL) {
        return RC_UNAVAILABLE;
    }
    return RC_OK;
}

static enum rc open_checked(struct folder *f, int create)
{
    enum rc rc = set_paths(f);
    rc = rc != RC_OK ? rc : check_folder(f);
    if (rc == RC_OK) {
        rc = check_database(f, create);
    }
    return rc == RC_OK ? take_lock(f) : rc;
}

enum rc folder_open(const char *path, int create, struct folder **out)
{
    *out = NULL;
    enum rc rc = create ? make(path) : RC_OK;
    if (rc != RC_OK) {
        return rc;
    }
    struct folder *f = calloc(1, sizeof *f);
    if (f == NULL) {
        return RC_UNAVAILABLE;
    }
    f->lock_fd = -1;
    f->path = realpath(path, NULL);
    rc = f->path == NULL ? refuse(RC_NOT_FOUND, path, "there is no such folder") : open_checked(f, create);
    if (rc != RC_OK) {
        folder_close(f);
        return rc;
    }
    *out = f;
    return RC_OK;
}

enum rc folder_peek(const char *path, struct folder **out)
{
    struct folder *f = calloc(1, sizeof *f);
    if (f == NULL) {
        return RC_UNAVAILABLE;
    }
    f->lock_fd = -1;
    f->path = realpath(path, NULL);
    enum rc rc = f->path == NULL ? refuse(RC_NOT_FOUND, path, "there is no such folder") : set_paths(f);
    if (rc != RC_OK) {
        folder_close(f);
        return rc;
    }
    *out = f;
    return RC_OK;
}

void folder_close(struct folder *f)
{
    if (f == NULL) {
        return;
    }
    if (f->lock_fd >= 0) {
        close(f->lock_fd); /* and with it the lock; the file stays, removing it would let two in */
    }
    free(f->path);
    free(f->db_path);
    free(f->ring_path);
    free(f);
}

const char *folder_db_path(const struct folder *f)
{
    return f->db_path;
}

const char *folder_ring_path(const struct folder *f)
{
    return f->ring_path;
}

const char *folder_path(const struct folder *f)
{
    return f->path;
}

static enum rc write_key(const char *path, const unsigned char key[32])
{
    int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (fd < 0) {
        return refuse(RC_UNAVAILABLE, path, "the key cannot be written");
    }
    int is_good = write(fd, key, 32) == 32 && fsync(fd) == 0;
    is_good = close(fd) == 0 && is_good;
    if (!is_good) {
        unlink(path);
        return refuse(RC_UNAVAILABLE, path, "the key cannot be written");
    }
    return RC_OK;
}

static enum rc read_key(const char *path, unsigned char out[32])
{
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    if (fd < 0) {
        return errno == ENOENT ? RC_NOT_FOUND : refuse(RC_UNAVAILABLE, path, "the key cannot be read");
    }
    struct stat st;
    unsigned char bytes[33];
    ssize_t n = fstat(fd, &st) == 0 ? read(fd, bytes, sizeof bytes) : -1;
    close(fd);
    enum rc rc = RC_OK;
    if (n != 32) {
        rc = refuse(RC_INVALID, path, "a key has 32 bytes");
    } else if ((st.st_mode & 077) != 0) {
        rc = refuse(RC_INVALID, path, "the key must be readable by its owner only (chmod 600)");
    } else {
        memcpy(out, bytes, 32);
    }
    crypto_wipe(bytes, sizeof bytes);
    return rc;
}

static enum rc make_key(const struct folder *f, const char *dir, const char *path, unsigned char out[32])
{
    unsigned char key[32];
    crypto_random(key, sizeof key);
    enum rc rc = write_key(path, key);
    if (rc == RC_OK && !(disk_sync(dir) && disk_sync(f->path))) {
        rc = refuse(RC_UNAVAILABLE, dir, "the folder cannot be synced");
    }
    if (rc == RC_OK) {
        memcpy(out, key, 32);
    }
    crypto_wipe(key, sizeof key);
    return rc;
}

/* A credential is readable by this service alone, whatever its mode says. */
static enum rc read_credential(unsigned char out[32])
{
    const char *dir = getenv("CREDENTIALS_DIRECTORY");
    char *path = dir != NULL ? join(dir, "master.key") : NULL;
    int fd = path != NULL ? open(path, O_RDONLY | O_CLOEXEC) : -1;
    free(path);
    if (fd < 0) {
        return RC_NOT_FOUND;
    }
    unsigned char bytes[33];
    ssize_t n = read(fd, bytes, sizeof bytes);
    close(fd);
    if (n == 32) {
        memcpy(out, bytes, 32);
    }
    crypto_wipe(bytes, sizeof bytes);
    return n == 32 ? RC_OK : refuse(RC_INVALID, "credential master.key", "a key has 32 bytes");
}

static const char FOLDER_APART[] = "keys/apart"; /* an empty file */

enum rc folder_make_apart(const char *path)
{
    char *keys = join(path, "keys");
    char *mark = join(path, FOLDER_APART);
    enum rc rc = keys == NULL || mark == NULL ? RC_UNAVAILABLE : make(path);
    rc = rc == RC_OK ? make(keys) : rc;
    if (rc == RC_OK) {
        int fd = open(mark, O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
        rc = fd >= 0 && close(fd) == 0 ? RC_OK : refuse(RC_UNAVAILABLE, mark, "cannot be made");
    }
    free(keys);
    free(mark);
    return rc;
}

static int is_apart(const struct folder *f)
{
    struct stat st;
    char *mark = join(f->path, FOLDER_APART);
    int is_there = mark != NULL && lstat(mark, &st) == 0;
    free(mark);
    return is_there;
}

enum rc folder_master_key(struct folder *f, int create, unsigned char out[32])
{
    char *dir = join(f->path, "keys");
    char *path = join(f->path, "keys/master.key");
    enum rc rc = dir == NULL || path == NULL ? RC_UNAVAILABLE : RC_OK;
    if (rc == RC_OK && create) {
        rc = make(dir); /* the ring goes there in any case */
    }
    enum rc given = is_apart(f) ? RC_NOT_FOUND : read_credential(out);
    if (rc == RC_OK && given != RC_NOT_FOUND) {
        rc = given;
    } else if (rc == RC_OK) {
        rc = read_key(path, out);
        if (rc == RC_NOT_FOUND) {
            rc = create ? make_key(f, dir, path, out) : refuse(RC_NOT_FOUND, path, "the master key is missing");
        }
    }
    free(dir);
    free(path);
    return rc;
}

enum rc folder_read_ring(struct folder *f, struct ring *out)
{
    uint8_t master[CRYPTO_KEY_SIZE];
    enum rc rc = folder_master_key(f, 0, master);
    if (rc == RC_OK) {
        rc = ring_read(f->ring_path, master, out);
        crypto_wipe(master, sizeof master);
    }
    return rc;
}

/*
 * file_store_sweep.c - removes what nobody knows any more.
 *
 * Runs on: one thread at a time. Owns: nothing.
 * Invariant: what is younger than the given age stays: its row may be on its way.
 */
#include "store/file_store.h"
#include "store/file_store_inside.h"

#include "base/log.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

struct sweep {
    int (*is_dead)(void *arg, const char *id);
    void *arg;
    int64_t age_s;
    int64_t now_s;
    int64_t removed;
};

static int is_old(const struct sweep *sw, int folder, const char *name)
{
    struct stat st;
    return fstatat(folder, name, &st, AT_SYMLINK_NOFOLLOW) == 0 && S_ISREG(st.st_mode) &&
           (sw->age_s == 0 || st.st_mtim.tv_sec + sw->age_s <= sw->now_s);
}

/* One folder. A name may go as soon as readdir has shown it. */
static enum rc sweep_folder(struct sweep *sw, int root, const char *name, int is_drafts)
{
    int fd = openat(root, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW);
    DIR *folder = fd >= 0 ? fdopendir(fd) : NULL;
    if (folder == NULL) {
        if (fd >= 0) {
            close(fd);
        }
        return fd < 0 && errno == ENOENT ? RC_OK : RC_UNAVAILABLE;
    }
    for (struct dirent *e = readdir(folder); e != NULL; e = readdir(folder)) {
        if (!file_store_is_id(e->d_name) || !is_old(sw, fd, e->d_name) ||
            (!is_drafts && !sw->is_dead(sw->arg, e->d_name))) {
            continue;
        }
        if (unlinkat(fd, e->d_name, 0) == 0) {
            sw->removed++;
            LOG(LOG_INFO, "files.swept", LOG_S("id", e->d_name), LOG_I("draft", is_drafts));
        }
    }
    closedir(folder);
    return RC_OK;
}

enum rc file_store_drop_drafts(struct file_store *s)
{
    struct sweep sw = {0};
    int fd = open(s->root, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    enum rc rc = fd >= 0 ? sweep_folder(&sw, fd, FILE_STORE_NEW, 1) : RC_UNAVAILABLE;
    if (fd >= 0) {
        close(fd);
    }
    return rc;
}

enum rc file_store_sweep(struct file_store *s, int64_t age_s, int (*is_dead)(void *arg, const char *id), void *arg,
                         int64_t *removed)
{
    struct sweep sw = {.is_dead = is_dead, .arg = arg, .age_s = age_s, .now_s = (int64_t)time(NULL)};
    int fd = open(s->root, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    DIR *root = fd >= 0 ? fdopendir(fd) : NULL;
    if (root == NULL) {
        if (fd >= 0) {
            close(fd);
        }
        return RC_UNAVAILABLE;
    }
    enum rc rc = sweep_folder(&sw, fd, FILE_STORE_NEW, 1);
    for (struct dirent *e = readdir(root); rc == RC_OK && e != NULL; e = readdir(root)) {
        if (strlen(e->d_name) == FILE_STORE_FOLDER && strcmp(e->d_name, "..") != 0) {
            rc = sweep_folder(&sw, fd, e->d_name, 0);
        }
    }
    closedir(root);
    *removed = sw.removed;
    return rc;
}

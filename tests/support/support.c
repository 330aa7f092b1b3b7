/*
 * support.c - temporary folders and whole files for tests.
 *
 * Runs on: the test's main thread. Owns: a list of every block and folder handed out.
 * Invariants: only folders made here are removed, and only by the process that made them (a fork does not).
 */
#include "support/support.h"

#include <errno.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct owned {
    struct owned *next;
    pid_t maker;
    int is_folder;
    char text[];
};

static struct owned *all_owned;

__attribute__((noreturn)) static void give_up(const char *act, const char *path)
{
    fprintf(stderr, "test support: cannot %s %s (errno %d)\n", act, path, errno);
    abort();
}

static int entry_remove(const char *path, const struct stat *info, int kind, struct FTW *at)
{
    (void)info;
    (void)kind;
    (void)at;
    return remove(path);
}

static void owned_release(void)
{
    while (all_owned != NULL) {
        struct owned *one = all_owned;
        all_owned = one->next;
        if (one->is_folder && one->maker == getpid()) {
            nftw(one->text, entry_remove, 16, FTW_DEPTH | FTW_PHYS | FTW_MOUNT);
        }
        free(one);
    }
}

static char *owned_text(const char *folder, const char *name)
{
    size_t size = strlen(folder) + strlen(name) + 2;
    struct owned *one = malloc(sizeof *one + size);
    if (one == NULL) {
        give_up("keep", name);
    }
    if (all_owned == NULL) {
        atexit(owned_release);
    }
    one->next = all_owned;
    one->maker = getpid();
    one->is_folder = 0;
    snprintf(one->text, size, "%s/%s", folder, name);
    all_owned = one;
    return one->text;
}

const char *support_folder(void)
{
    const char *base = getenv("TMPDIR");
    char *path = owned_text(base != NULL && base[0] != '\0' ? base : "/tmp", "petitiond-test.XXXXXX");
    if (mkdtemp(path) == NULL) {
        give_up("make", path);
    }
    all_owned->is_folder = 1;
    return path;
}

const char *support_path(const char *folder, const char *name)
{
    return owned_text(folder, name);
}

char *support_read(const char *path, size_t *size)
{
    FILE *in = fopen(path, "rb");
    if (in == NULL) {
        give_up("read", path);
    }
    char *data = NULL;
    size_t used = 0;
    size_t room = 0;
    size_t got = 0;
    do {
        if (room - used < 2) {
            room = room == 0 ? 4096 : room * 2;
            data = realloc(data, room);
            if (data == NULL) {
                give_up("hold", path);
            }
        }
        got = fread(data + used, 1, room - used - 1, in);
        used += got;
    } while (got > 0);
    if (ferror(in) != 0) {
        give_up("read", path);
    }
    fclose(in);
    data[used] = '\0';
    if (size != NULL) {
        *size = used;
    }
    return data;
}

void support_write(const char *path, const void *data, size_t size)
{
    FILE *out = fopen(path, "wb");
    if (out == NULL) {
        give_up("write", path);
    }
    size_t put = size > 0 ? fwrite(data, 1, size, out) : 0;
    if (fclose(out) != 0 || put != size) {
        give_up("write", path);
    }
}

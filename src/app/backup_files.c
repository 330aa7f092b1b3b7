/*
 * backup_files.c - see backup_files.h.
 *
 * Runs on: the main thread. Owns: nothing.
 */
#include "app/backup_files.h"

#include "app/file.h"
#include "base/disk.h"
#include "store/file_store.h"
#include "store/sql_stmts.h"

#include <limits.h>
#include <stdio.h>
#include <unistd.h>

enum { BACKUP_FILES_WINDOW = 500 };

enum rc backup_files_path(const char *copy, char *out, size_t size)
{
    int n = snprintf(out, size, "%s.files", copy);
    return n > 0 && (size_t)n < size ? RC_OK : RC_TOO_LARGE;
}

static enum rc backup_files_bring_one(const struct file_store *from, const struct file_store *to, const char *id)
{
    char here[PATH_MAX];
    char there[PATH_MAX];
    enum rc rc = file_store_path(from, id, here, sizeof here);
    rc = rc == RC_OK ? file_store_path(to, id, there, sizeof there) : rc;
    rc = rc == RC_OK ? file_store_make_folder(to, id) : rc;
    if (rc != RC_OK) {
        return rc;
    }
    if (link(here, there) == 0) {
        return disk_sync_folder_of(there) ? RC_OK : RC_UNAVAILABLE;
    }
    return file_copy(here, there);
}

enum rc backup_files_bring(struct offline *o, const struct file_store *from, const struct file_store *to)
{
    char after[64] = "";
    size_t n = BACKUP_FILES_WINDOW;
    enum rc rc = RC_OK;
    while (rc == RC_OK && n == BACKUP_FILES_WINDOW) {
        struct arena_mark mark = arena_mark(o->arena);
        struct file_row *rows = NULL;
        rc = file_rows_list_kept(&o->tx, o->arena, &(struct file_list_kept_in){after, BACKUP_FILES_WINDOW}, &rows, &n);
        for (size_t i = 0; rc == RC_OK && i < n; i++) {
            rc = backup_files_bring_one(from, to, rows[i].id);
            snprintf(after, sizeof after, "%s", rows[i].id);
        }
        arena_reset_to(o->arena, mark);
    }
    return rc;
}

static int backup_files_all(void *arg, const char *id)
{
    (void)arg, (void)id;
    return 1;
}

void backup_files_undo(struct file_store *to)
{
    int64_t removed = 0;
    if (file_store_sweep(to, 0, backup_files_all, NULL, &removed) != RC_OK) {
        fprintf(stderr, "petitiond: some contents of files stay where they were brought\n");
    }
}

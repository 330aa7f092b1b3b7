/*
 * backup_files.h - contents of files beside a copy of the database: NAME.files belongs to NAME.
 *
 * Runs on: the main thread. Owns: nothing.
 */
#ifndef APP_BACKUP_FILES_H
#define APP_BACKUP_FILES_H

#include "app/offline.h"

/* The folder that belongs to a copy of the database; RC_TOO_LARGE when `out` is too small. */
RC_MUST enum rc backup_files_path(const char *copy, char *out, size_t size);
/* Brings the content of every kept file that the database of `o` knows from one store into another: a second name for the same bytes where
 * both lie on one disk (contents never change), else a copy; synced. RC_NOT_FOUND when one is missing. */
RC_MUST enum rc backup_files_bring(struct offline *o, const struct file_store *from, const struct file_store *to);
/* Takes away what was brought. */
void backup_files_undo(struct file_store *to);

#endif

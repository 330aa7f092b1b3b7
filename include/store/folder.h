/*
 * folder.h - the data folder: petitiond.db, keys/, and the lock that keeps every second process out.
 *
 * Runs on: the main thread. Owns: the lock's file descriptor.
 */
#ifndef STORE_FOLDER_H
#define STORE_FOLDER_H

#include "base/rc.h"

struct arena;
struct folder;

/* Creates the folder (0700) when `create`; else it must hold a database. Takes the lock: RC_CONFLICT when another process
 * has it. RC_INVALID when the folder lies on a file system that cannot be trusted with a log (network, FUSE). */
RC_MUST enum rc folder_open(const char *path, int create, struct folder **out);
void folder_close(struct folder *f);
/* Paths on the folder's own memory. */
const char *folder_db_path(const struct folder *f);
const char *folder_path(const struct folder *f);
/* Reads keys/master.key (32 bytes, 0600); makes it when `create`. */
RC_MUST enum rc folder_master_key(struct folder *f, int create, unsigned char out[32]);

#endif

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
struct ring;

/* Creates the folder (0700) when `create`; else it must hold a database. Takes the lock: RC_CONFLICT when another process
 * has it. RC_INVALID when the folder lies on a file system that cannot be trusted with a log (network, FUSE). */
RC_MUST enum rc folder_open(const char *path, int create, struct folder **out);
/* Without the lock and without a look at the database, for reading the keys while a server runs. */
RC_MUST enum rc folder_peek(const char *path, struct folder **out);
void folder_close(struct folder *f);
/* Paths on the folder's own memory. */
const char *folder_db_path(const struct folder *f);
const char *folder_path(const struct folder *f);
/* Makes the folder and says in it that its master key is its own, whatever credential the process was given: a demonstration's data are
 * worth nothing, and the real office's key is not for them. Before folder_open. */
RC_MUST enum rc folder_make_apart(const char *path);
/* The master key, 32 bytes: from the service manager's credential "master.key" (CREDENTIALS_DIRECTORY) when there is one and the folder
 * is not apart, else keys/master.key (0600), which is made when `create`. */
RC_MUST enum rc folder_master_key(struct folder *f, int create, unsigned char out[32]);
/* keys/ring; see ring.h. On the folder's own memory. */
const char *folder_ring_path(const struct folder *f);
/* The ring under the folder's master key, to be wiped by the caller; the codes of folder_master_key and ring_read. */
RC_MUST enum rc folder_read_ring(struct folder *f, struct ring *out);

#endif

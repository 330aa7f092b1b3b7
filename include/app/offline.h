/*
 * offline.h - a data folder opened for looking at it: verify, workflow draw, doctor, backup.
 *
 * When no server runs, the folder's lock is taken and the connection may recover the log that a crash left behind. While a
 * server runs (only where the tool allows it) the connection is read-only, so that no second process ever checkpoints.
 *
 * Runs on: the main thread. Owns: lock, keys, connection, arena and the read transaction.
 */
#ifndef APP_OFFLINE_H
#define APP_OFFLINE_H

#include "app/office.h"

struct offline {
    struct office office; /* not opened when is_shared */
    struct sql_db *db;
    struct tx tx;
    struct arena *arena;
    struct ctx ctx;
    struct file_store *files; /* contents of files; only looked at */
    int is_shared;            /* a server runs on the folder */
};

/* File of the data folder: the number of the last checkpoint that `petitiond checkpoints` printed, and when. */
#define CHECKPOINTS_TAKEN "checkpoints.taken"

/* RC_CONFLICT with a message when a server runs and `may_share` is not given. */
RC_MUST enum rc offline_open(const char *data, int may_share, struct offline *out, char message[OFFICE_MESSAGE_SIZE]);
void offline_close(struct offline *o);

/* What verify looks at. */
struct offline_report {
    int is_bad;
    int64_t entries, cases, office_entries, files, objects; /* of the office: accounts, roles, units, definitions */
    int64_t checkpoints;
    char what[OFFICE_MESSAGE_SIZE]; /* the first thing that is wrong */
    int64_t
        past; /* entries that found what they are about changed past its journal: all is whole, but not as it was left */
    char past_what[OFFICE_MESSAGE_SIZE]; /* the first of them */
};
/* Integrity of the database, of the references between its rows, of every hash chain, of what the chains seal, of which units see which
 * case, of the warnings that clocks have still to give, of where series of numbers stand, and of the checkpoints: that each follows from the one before, holds what stands in the journals and, where the keys are open, is signed
 * with the office's key. RC_OK also when something is bad. */
RC_MUST enum rc offline_verify(struct offline *o, struct offline_report *out);
/* Adds people and sealed contents to a report that is good so far: that each opens and fits its blind indexes. Not while is_shared. */
RC_MUST enum rc offline_verify_sealed(struct offline *o, struct offline_report *out);
/* Adds the files of cases to a report that is good so far: that each is there and as long as it must be; `is_deep`, and with the keys (not
 * is_shared), also that it opens and is what was sent. `store` is o->files, or that of a copy. */
RC_MUST enum rc offline_verify_files(struct offline *o, const struct file_store *store, int is_deep,
                                     struct offline_report *out);

#endif

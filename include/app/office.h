/*
 * office.h - a data folder opened for work: lock, keys, schema, vault and the environment of the rules.
 *
 * What server, init and the offline tools have in common. Every refusal comes with a sentence for the person at the terminal
 * that says what is wrong and what to do.
 *
 * Runs on: the main thread before any other is started, and after all have ended. Owns: everything in struct office.
 */
#ifndef APP_OFFICE_H
#define APP_OFFICE_H

#include "base/clock.h"
#include "base/ctx.h"
#include "domain/env.h"
#include "store/folder.h"
#include "store/sql.h"

enum { OFFICE_MESSAGE_SIZE = 512, OFFICE_KEY_CHECK_BYTES = 16 };

enum office_mode {
    OFFICE_CREATE, /* makes folder, key and schema */
    OFFICE_SERVE,  /* must exist; the schema is brought up to date */
    OFFICE_INSPECT /* must exist; nothing is changed */
};

struct office {
    struct folder *folder; /* holds the lock */
    struct vault *vault;
    struct env env;
    struct clock *clock;
    int schema_version;
    char key_check[2 * OFFICE_KEY_CHECK_BYTES + 1]; /* tells one ring of keys from another and nothing else */
};

RC_MUST enum rc office_open(const char *data, enum office_mode mode, struct clock *clock, struct office *out,
                            char message[OFFICE_MESSAGE_SIZE]);
void office_close(struct office *o);
/* RC_CONFLICT when the folder's ring of keys is not the one that the database was made with. `may_keep`: a database that does not know
 * its key yet is told (`db` can be written). office_open does it in all modes but OFFICE_INSPECT, which opens no database. */
RC_MUST enum rc office_check_key(struct office *o, struct sql_db *db, int may_keep, char message[OFFICE_MESSAGE_SIZE]);
/* A context for a command or look-up by the system itself. `arena` stays the caller's. */
void office_ctx(struct office *o, struct arena *arena, struct ctx *out);
/* The newest schema version that this program knows. */
int office_schema_known(void);

#endif

/*
 * migrate.h - forward-only schema files sql/schema/NNNN_*.sql, embedded in the binary.
 *
 * Runs on: the main thread before any other connection is open. All that is missing is applied in one transaction.
 */
#ifndef STORE_MIGRATE_H
#define STORE_MIGRATE_H

#include "base/rc.h"

#include <stdint.h>

struct embed_table;
struct sql_db;
struct tx;

/* What older rows need beside the files: called in their transaction behind the last of them, when any was applied. `from`: the version
 * that the database had. Anything but RC_OK leaves it so. */
struct migrate_end {
    enum rc (*run)(void *arg, struct tx *tx, int from);
    void *arg;
};

/* Applies what is missing (the version that the database then has is returned); `end` may be NULL. RC_CONFLICT with a log line that says what to do when the
 * database was made by a newer program; RC_NOT_FOUND never. */
RC_MUST enum rc migrate_run(struct sql_db *db, const struct embed_table *files, int64_t now_ms,
                            const struct migrate_end *end, int *version);

#endif

/*
 * migrate.h - forward-only schema files sql/schema/NNNN_*.sql, embedded in the binary.
 *
 * Runs on: the main thread before any other connection is open. Each file is applied in one transaction with its version.
 */
#ifndef STORE_MIGRATE_H
#define STORE_MIGRATE_H

#include "base/rc.h"

#include <stdint.h>

struct embed_table;
struct sql_db;

/* Applies what is missing (the newest version is returned). RC_CONFLICT with a log line that says what to do when the
 * database was made by a newer program; RC_NOT_FOUND never. */
RC_MUST enum rc migrate_run(struct sql_db *db, const struct embed_table *files, int64_t now_ms, int *version);

#endif

/*
 * migrate.c - applies the schema files that the database has not seen yet.
 *
 * The number at the head of a file's name is its version. All files, the version and what the caller adds to older rows go into one
 * transaction, so a crash leaves the database as it was or brought up wholly, never between. A database that is newer than the program is left alone:
 * an old program could write rows that the newer rules forbid.
 *
 * Runs on: the main thread, before any other connection is open. Owns: nothing.
 */
#include "store/migrate.h"

#include "base/embed.h"
#include "base/log.h"
#include "store/sql.h"

#include <string.h>

/* The number of "schema/0012_words.sql", or 0 for any other path. */
static int version_of(const char *path)
{
    static const char folder[] = "schema/";
    if (strncmp(path, folder, sizeof folder - 1) != 0) {
        return 0;
    }
    const char *name = path + sizeof folder - 1;
    size_t n = strlen(name);
    int version = 0;
    for (int i = 0; i < 4; i++) {
        if (name[i] < '0' || name[i] > '9') {
            return 0;
        }
        version = version * 10 + (name[i] - '0');
    }
    return name[4] == '_' && n > 9 && strcmp(name + n - 4, ".sql") == 0 ? version : 0;
}

/* The files are sorted by path, so the versions must rise; two files of one number are a mistake of the build. */
static enum rc newest(const struct embed_table *files, int *out)
{
    *out = 0;
    for (size_t i = 0; i < files->count; i++) {
        int version = version_of(files->files[i].path);
        if (version == 0) {
            continue;
        }
        if (version <= *out) {
            LOG(LOG_ERROR, "migrate.order", LOG_S("file", files->files[i].path));
            return RC_INTERNAL;
        }
        *out = version;
    }
    return RC_OK;
}

static enum rc apply(struct tx *tx, const struct embed_file *file, int version)
{
    enum rc rc = sql_script(tx->db, (const char *)file->data, file->path);
    if (rc == RC_OK && !sql_is_open(tx->db)) {
        LOG(LOG_ERROR, "migrate.transaction", LOG_S("file", file->path)); /* the file ended it by itself */
        rc = RC_INTERNAL;
    }
    return rc == RC_OK ? sql_set_version(tx, version) : rc;
}

/* What the database has not seen, from the first file behind `from` on. */
static enum rc apply_all(struct tx *tx, const struct embed_table *files, int from, int64_t now_ms)
{
    enum rc rc = RC_OK;
    for (size_t i = 0; rc == RC_OK && i < files->count; i++) {
        int next = version_of(files->files[i].path);
        if (next <= from) {
            continue;
        }
        rc = apply(tx, &files->files[i], next);
        if (rc == RC_OK) {
            LOG(LOG_INFO, "migrate.applied", LOG_S("file", files->files[i].path), LOG_I("at_ms", now_ms));
        }
    }
    return rc;
}

static enum rc bring_up(struct sql_db *db, const struct embed_table *files, int from, int64_t now_ms,
                        const struct migrate_end *end)
{
    struct tx tx;
    enum rc rc = sql_begin(db, 1, &tx);
    if (rc != RC_OK) {
        return rc;
    }
    rc = apply_all(&tx, files, from, now_ms);
    if (rc == RC_OK && end != NULL) {
        rc = end->run(end->arg, &tx, from);
    }
    rc = rc == RC_OK ? sql_commit(&tx) : rc;
    if (rc != RC_OK) {
        sql_rollback(&tx);
    }
    return rc;
}

enum rc migrate_run(struct sql_db *db, const struct embed_table *files, int64_t now_ms, const struct migrate_end *end,
                    int *version)
{
    int target = 0;
    *version = 0;
    enum rc rc = sql_version(db, version);
    if (rc == RC_OK) {
        rc = newest(files, &target);
    }
    if (rc != RC_OK) {
        return rc;
    }
    if (*version > target) {
        const char *advice = "the database was made by a newer program; install that version or restore a backup";
        LOG(LOG_ERROR, "migrate.newer", LOG_I("database", *version), LOG_I("program", target), LOG_S("advice", advice));
        return RC_CONFLICT;
    }
    rc = *version < target ? bring_up(db, files, *version, now_ms, end) : RC_OK;
    *version = rc == RC_OK ? target : *version;
    return rc;
}

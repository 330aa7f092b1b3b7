/*
 * office.c - opens a data folder for work.
 *
 * Runs on: the main thread. Owns: see office.h. Invariant: the lock is taken before the database is touched.
 */
#include "app/office.h"

#include "base/crypto.h"
#include "base/embed.h"
#include "base/ident.h"
#include "base/log.h"
#include "domain/office_object.h"
#include "domain/office_proof.h"
#include "domain/perm.h"
#include "domain/reference.h"
#include "domain/row_seal.h"
#include "domain/setting.h"
#include "domain/token.h"
#include "domain/vocabulary.h"
#include "store/migrate.h"
#include "store/sql_stmts.h"
#include "store/vault.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { OFFICE_CHECK_MEMORY = 64 * 1024, OFFICE_SEAL_MEMORY = 256 * 1024 * 1024 };

int office_schema_known(void)
{
    int newest = 0;
    for (size_t i = 0; i < embed_sql.count; i++) {
        int version = 0;
        if (sscanf(embed_sql.files[i].path, "schema/%4d_", &version) == 1 && version > newest) {
            newest = version;
        }
    }
    return newest;
}

static enum rc office_refuse_folder(enum rc rc, const char *data, char *message)
{
    const char *why = "cannot be opened; see the log line above";
    if (rc == RC_CONFLICT) {
        why = "is in use by another petitiond; stop that one first";
    } else if (rc == RC_NOT_FOUND) {
        why = "holds no database; make it with: petitiond init --data DIR --admin LOGIN --password-file FILE";
    } else if (rc == RC_INVALID) {
        why = "lies on a file system that cannot be trusted with a database (network or FUSE); use a local disk";
    }
    snprintf(message, OFFICE_MESSAGE_SIZE, "the folder %.200s %s", data, why);
    return rc;
}

/* Tells one ring from another by the key that never changes. */
static void office_set_check(struct office *o, const struct ring *ring)
{
    uint8_t check[CRYPTO_KEY_SIZE];
    crypto_derive(ring_newest(ring, RING_INDEX)->key, "keycheck", 1, check);
    crypto_hex(check, OFFICE_KEY_CHECK_BYTES, o->key_check);
    crypto_wipe(check, sizeof check);
}

static enum rc office_open_ring(struct office *o, enum office_mode mode, const unsigned char *master, char *message)
{
    struct ring ring;
    const char *path = folder_ring_path(o->folder);
    enum rc rc = ring_read(path, master, &ring);
    if (rc == RC_NOT_FOUND && mode == OFFICE_CREATE) {
        ring_make(&ring, clock_wall_ms(o->clock));
        rc = ring_write(path, master, &ring);
    }
    if (rc == RC_OK) {
        office_set_check(o, &ring);
        rc = vault_new(&ring, &o->vault);
    }
    ring_wipe(&ring);
    if (rc != RC_OK) {
        snprintf(
            message, OFFICE_MESSAGE_SIZE,
            "keys/ring is missing or cannot be used with this master key; put back the copies of both that belong to "
            "this database: without them personal fields cannot be opened");
    }
    return rc;
}

static enum rc office_open_keys(struct office *o, enum office_mode mode, char *message)
{
    unsigned char master[CRYPTO_KEY_SIZE];
    enum rc rc = folder_master_key(o->folder, mode == OFFICE_CREATE, master);
    if (rc != RC_OK) {
        snprintf(
            message, OFFICE_MESSAGE_SIZE,
            "keys/master.key is missing or unreadable; put back the copy that belongs to this database: without it "
            "personal fields cannot be opened");
        return rc;
    }
    crypto_derive(master, "cursor", 1, o->env.cursor_key);
    rc = office_open_ring(o, mode, master, message);
    crypto_wipe(master, sizeof master);
    return rc;
}

/* What the database says about its key, and what this key says of itself. */
static enum rc office_compare_key(struct office *o, struct tx *tx, struct arena *arena)
{
    static const char key[] = "key_check";
    struct setting_get_out kept;
    enum rc rc = setting_rows_get(tx, arena, &(struct setting_get_in){key}, &kept);
    if (rc == RC_OK) {
        return strcmp(kept.value, o->key_check) == 0 ? RC_OK : RC_CONFLICT;
    }
    if (rc != RC_NOT_FOUND || !tx->is_write) {
        return rc == RC_NOT_FOUND ? RC_OK : rc;
    }
    return setting_rows_save(tx, &(struct setting_save_in){key, o->key_check});
}

enum rc office_check_key(struct office *o, struct sql_db *db, int may_keep, char message[OFFICE_MESSAGE_SIZE])
{
    struct tx tx;
    struct arena *arena = arena_new(OFFICE_CHECK_MEMORY);
    enum rc rc = arena != NULL ? sql_begin(db, may_keep, &tx) : RC_UNAVAILABLE;
    if (rc == RC_OK) {
        rc = office_compare_key(o, &tx, arena);
        if (rc == RC_OK && may_keep) {
            rc = sql_commit(&tx);
        } else {
            sql_rollback(&tx);
        }
    }
    arena_free(arena);
    if (rc == RC_CONFLICT) {
        snprintf(message, OFFICE_MESSAGE_SIZE,
                 "keys/ring does not belong to this database; put back the copy that does: with other keys "
                 "personal fields cannot be opened, and new ones would be sealed so that no one ring fits any more");
    } else if (rc != RC_OK) {
        snprintf(message, OFFICE_MESSAGE_SIZE, "the database cannot be read; see the log line above");
    }
    return rc;
}

/* What programs made that sealed nothing is sealed before anything changes it. */
static enum rc office_seal_older(struct ctx *ctx, struct tx *tx)
{
    enum rc rc = office_object_begin(ctx, tx);
    return rc == RC_OK ? setting_begin(ctx, tx) : rc;
}

/* First schemas that knew each keyed proof. */
enum { OFFICE_TOKENS_PROVED = 58, OFFICE_OBJECTS_PROVED = 59, OFFICE_ROWS_PROVED = 60 };

/* Proofs for what stood there before they were known, together with the schema that has them: at any other start what has no proof was made
 * by somebody without the keys. */
static enum rc office_prove_older(void *arg, struct tx *tx, int from)
{
    struct ctx ctx;
    struct arena *arena = arena_new(OFFICE_SEAL_MEMORY);
    if (arena == NULL) {
        return RC_UNAVAILABLE;
    }
    office_ctx(arg, arena, &ctx);
    enum rc rc = office_seal_older(&ctx, tx);
    rc = rc == RC_OK && from < OFFICE_OBJECTS_PROVED ? office_proof_begin(&ctx, tx) : rc;
    rc = rc == RC_OK && from < OFFICE_TOKENS_PROVED ? token_begin(&ctx, tx) : rc;
    rc = rc == RC_OK && from < OFFICE_ROWS_PROVED ? row_seal_begin(&ctx, tx) : rc;
    arena_free(arena);
    return rc;
}

static enum rc office_seal_objects(struct office *o, struct sql_db *db, char *message)
{
    struct tx tx;
    struct ctx ctx;
    struct arena *arena = arena_new(OFFICE_SEAL_MEMORY);
    enum rc rc = arena != NULL ? sql_begin(db, 1, &tx) : RC_UNAVAILABLE;
    if (rc == RC_OK) {
        office_ctx(o, arena, &ctx);
        rc = office_seal_older(&ctx, &tx);
        rc = rc == RC_OK ? sql_commit(&tx) : rc;
        if (rc != RC_OK) {
            sql_rollback(&tx);
        }
    }
    arena_free(arena);
    if (rc != RC_OK) {
        snprintf(message, OFFICE_MESSAGE_SIZE, "the tables of the office cannot be sealed; see the log line above");
    }
    return rc;
}

/* Before anything is written: a trigger would be run by it. */
static enum rc office_check_schema(struct sql_db *db, char *message)
{
    const char *foreign = NULL;
    struct arena *arena = arena_new(OFFICE_CHECK_MEMORY);
    enum rc rc = arena != NULL ? sql_schema_foreign(db, &embed_sql, arena, &foreign) : RC_UNAVAILABLE;
    if (rc != RC_OK) {
        snprintf(message, OFFICE_MESSAGE_SIZE, "the schema cannot be read; see the log line above");
    } else if (foreign != NULL) {
        LOG(LOG_ERROR, "office.schema", LOG_S("foreign", foreign));
        snprintf(message, OFFICE_MESSAGE_SIZE,
                 "the database holds %.200s, which this program did not make and which would run whenever it writes; "
                 "find out "
                 "who put it there, or restore a backup",
                 foreign);
        rc = RC_CONFLICT;
    }
    arena_free(arena);
    return rc;
}

static enum rc office_migrate(struct office *o, enum office_mode mode, char *message)
{
    struct sql_db *db;
    enum rc rc = sql_open(folder_db_path(o->folder), SQL_CREATE, &db);
    if (rc != RC_OK) {
        snprintf(message, OFFICE_MESSAGE_SIZE, "the database %.300s cannot be opened; see the log line above",
                 folder_db_path(o->folder));
        return rc;
    }
    int version = 0;
    rc = sql_version(db, &version);
    if (rc == RC_OK && version == 0 && mode != OFFICE_CREATE) {
        sql_close(db);
        snprintf(message, OFFICE_MESSAGE_SIZE, "%.300s is empty; restore a backup", folder_db_path(o->folder));
        return RC_UNAVAILABLE;
    }
    rc = office_check_schema(db, message);
    if (rc == RC_OK && version > 0) { /* before proofs are made with them */
        rc = office_check_key(o, db, 0, message);
    }
    if (rc != RC_OK) {
        sql_close(db);
        return rc;
    }
    rc = migrate_run(db, &embed_sql, clock_wall_ms(o->clock), &(struct migrate_end){office_prove_older, o},
                     &o->schema_version);
    if (rc == RC_OK) {
        enum rc fits = office_check_key(o, db, 1, message);
        fits = fits == RC_OK ? office_seal_objects(o, db, message) : fits;
        sql_close(db);
        return fits;
    }
    sql_close(db);
    if (rc == RC_CONFLICT) {
        snprintf(message, OFFICE_MESSAGE_SIZE,
                 "the database was made by a newer petitiond (this one knows schema %d); install that version or "
                 "restore an older "
                 "backup",
                 office_schema_known());
    } else if (rc != RC_OK) {
        snprintf(message, OFFICE_MESSAGE_SIZE, "the schema cannot be brought up to date; nothing was changed");
    }
    return rc;
}

enum rc office_open(const char *data, enum office_mode mode, struct clock *clock, struct office *out,
                    char message[OFFICE_MESSAGE_SIZE])
{
    memset(out, 0, sizeof *out);
    out->clock = clock;
    if (crypto_init() != RC_OK) {
        snprintf(message, OFFICE_MESSAGE_SIZE, "libsodium cannot start");
        return RC_UNAVAILABLE;
    }
    enum rc rc = folder_open(data, mode == OFFICE_CREATE, &out->folder);
    if (rc != RC_OK) {
        return office_refuse_folder(rc, data, message);
    }
    rc = office_open_keys(out, mode, message);
    if (rc == RC_OK && mode != OFFICE_INSPECT) {
        rc = office_migrate(out, mode, message);
    }
    if (rc == RC_OK) {
        rc = reference_cache_new(&out->env.references);
    }
    if (rc != RC_OK) {
        office_close(out);
        return rc;
    }
    out->env.workflow_names = vocabulary();
    out->env.seeds = &embed_sql;
    out->env.session_idle_ms = INT64_C(30) * 60 * 1000;
    out->env.session_max_ms = INT64_C(12) * 3600 * 1000;
    return RC_OK;
}

void office_close(struct office *o)
{
    reference_cache_free(o->env.references);
    vault_free(o->vault);
    folder_close(o->folder);
    crypto_wipe(&o->env, sizeof o->env);
    memset(o, 0, sizeof *o);
}

void office_ctx(struct office *o, struct arena *arena, struct ctx *out)
{
    memset(out, 0, sizeof *out);
    out->arena = arena;
    out->now_ms = clock_wall_ms(o->clock);
    out->actor = &actor_system;
    out->vault = o->vault;
    out->env = &o->env;
    out->is_zh = 1;
    ident_new(out->now_ms, out->request_id);
}

/*
 * offline.c - opens a data folder for looking at it, and checks it.
 *
 * Runs on: the main thread. Owns: see offline.h.
 */
#include "app/offline.h"

#include "base/embed.h"
#include "base/log.h"
#include "domain/certificate.h"
#include "domain/checkpoint.h"
#include "domain/deadline_check.h"
#include "domain/file_check.h"
#include "domain/journal.h"
#include "domain/office_journal.h"
#include "domain/office_object.h"
#include "domain/office_proof.h"
#include "domain/perm.h"
#include "domain/reference.h"
#include "domain/sealed_check.h"
#include "domain/sequence.h"
#include "domain/sight.h"
#include "domain/vocabulary.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { OFFLINE_MEMORY = 256 * 1024 * 1024, OFFLINE_PATH_SIZE = PATH_MAX + 32 };

/* The server has the lock; it also has recovered the log, so a read-only connection is enough. */
static enum rc offline_share(const char *data, struct offline *o, char *message)
{
    char path[OFFLINE_PATH_SIZE];
    char folder[PATH_MAX];
    snprintf(path, sizeof path, "%s/petitiond.db", realpath(data, folder) != NULL ? folder : data);
    o->is_shared = 1;
    o->office.clock = clock_system();
    o->office.env.workflow_names = vocabulary();
    enum rc rc = reference_cache_new(&o->office.env.references);
    if (rc == RC_OK) {
        rc = sql_open(path, SQL_READ_ONLY, &o->db);
    }
    if (rc != RC_OK) {
        snprintf(message, OFFICE_MESSAGE_SIZE, "%.300s cannot be opened; see the log line above", path);
    }
    return rc;
}

/* The statements are of one schema. */
static enum rc offline_check_schema(struct sql_db *db, char *message)
{
    int version = 0;
    enum rc rc = sql_version(db, &version);
    if (rc == RC_OK && version != office_schema_known()) {
        rc = RC_INVALID;
        snprintf(message, OFFICE_MESSAGE_SIZE, "the database has schema %d and this petitiond works with %d; %s",
                 version, office_schema_known(),
                 version < office_schema_known() ? "start petitiond serve once, which brings it up to date"
                                                 : "use the newer petitiond that made it");
    } else if (rc != RC_OK) {
        snprintf(message, OFFICE_MESSAGE_SIZE, "the database cannot be read; see the log line above. Restore a backup");
    }
    return rc;
}

static enum rc offline_lock(const char *data, struct offline *o, char *message)
{
    enum rc rc = office_open(data, OFFICE_INSPECT, clock_system(), &o->office, message);
    if (rc != RC_OK) {
        return rc;
    }
    rc = sql_open(folder_db_path(o->office.folder), SQL_WRITER, &o->db);
    if (rc != RC_OK) {
        snprintf(message, OFFICE_MESSAGE_SIZE,
                 "the database cannot be opened; see the log line above. Restore a backup");
        return rc;
    }
    rc = offline_check_schema(o->db, message);
    return rc == RC_OK ? office_check_key(&o->office, o->db, 0, message) : rc;
}

enum rc offline_open(const char *data, int may_share, struct offline *out, char message[OFFICE_MESSAGE_SIZE])
{
    memset(out, 0, sizeof *out);
    log_set_level(may_share ? LOG_SILENT : LOG_WARN); /* a taken lock is no news where sharing will do */
    enum rc rc = offline_lock(data, out, message);
    log_set_level(LOG_WARN);
    if (may_share && rc != RC_OK && rc != RC_CONFLICT) {
        offline_close(out);
        rc = offline_lock(data, out, message); /* once more, aloud */
    }
    if (rc == RC_CONFLICT && may_share) {
        memset(out, 0, sizeof *out);
        rc = offline_share(data, out, message);
    }
    out->arena = rc == RC_OK ? arena_new(OFFLINE_MEMORY) : NULL;
    if (rc == RC_OK && out->arena == NULL) {
        rc = RC_UNAVAILABLE;
        snprintf(message, OFFICE_MESSAGE_SIZE, "no memory");
    }
    if (rc == RC_OK) {
        char root[OFFLINE_PATH_SIZE];
        snprintf(root, sizeof root, "%s/" FILE_STORE_FOLDER_NAME, data);
        rc = file_store_open(root, 0, &out->files);
    }
    if (rc == RC_OK) {
        office_ctx(&out->office, out->arena, &out->ctx);
        rc = sql_begin(out->db, 0, &out->tx);
    }
    if (rc != RC_OK) {
        offline_close(out);
    }
    return rc;
}

void offline_close(struct offline *o)
{
    if (o->tx.db != NULL) {
        sql_rollback(&o->tx);
    }
    if (o->db != NULL) {
        sql_close(o->db);
    }
    file_store_close(o->files);
    arena_free(o->arena);
    office_close(&o->office);
    memset(o, 0, sizeof *o);
}

enum rc offline_verify_files(struct offline *o, const struct file_store *store, int is_deep, struct offline_report *out)
{
    struct file_report files;
    if (out->is_bad) {
        return RC_OK;
    }
    enum rc rc = file_verify(&o->ctx, &o->tx, store, is_deep && !o->is_shared, &files);
    if (rc == RC_OK && files.bad > 0) {
        out->is_bad = 1;
        snprintf(out->what, sizeof out->what,
                 "file %.40s: %s (%lld of %lld files are bad); restore its content from a backup",
                 files.bad_id != NULL ? files.bad_id : "?", files.why, (long long)files.bad, (long long)files.files);
    }
    out->files = files.files;
    return rc;
}

enum rc offline_verify_sealed(struct offline *o, struct offline_report *out)
{
    struct sealed_report sealed;
    if (out->is_bad || o->is_shared) {
        return RC_OK;
    }
    enum rc rc = sealed_verify(&o->ctx, &o->tx, &sealed);
    if (rc == RC_OK && sealed.why != NULL) {
        out->is_bad = 1;
        snprintf(out->what, sizeof out->what, "encrypted data %.40s: %s; restore it from a backup",
                 sealed.bad_id != NULL ? sealed.bad_id : "?", sealed.why);
    }
    return rc;
}

/* Accounts, roles, units, definitions against what the office's journal sealed of them. */
static enum rc offline_verify_objects(struct offline *o, struct offline_report *out)
{
    struct office_object_report objects;
    struct arena_mark mark = arena_mark(o->arena);
    enum rc rc = office_object_verify(&o->ctx, &o->tx, &objects);
    if (rc == RC_OK && !objects.is_bad && o->ctx.vault != NULL) {
        struct office_object_report proofs;
        rc = office_proof_verify(&o->ctx, &o->tx, &proofs);
        proofs.objects = objects.objects; /* each was counted */
        objects = rc == RC_OK ? proofs : objects;
    }
    if (rc == RC_OK && objects.is_bad && !out->is_bad) {
        out->is_bad = 1;
        snprintf(out->what, sizeof out->what, "%.20s %.100s: %.200s", objects.kind, objects.id, objects.why);
    }
    out->objects = rc == RC_OK ? objects.objects : 0;
    arena_reset_to(o->arena, mark);
    return rc;
}

static enum rc offline_verify_schema(struct offline *o, struct offline_report *out)
{
    const char *what = NULL;
    enum rc rc = out->is_bad ? RC_OK : sql_schema_compare(o->db, &embed_sql, o->arena, &what);
    if (what != NULL) {
        out->is_bad = 1;
        snprintf(out->what, sizeof out->what, "the schema of the database is not this program's: %.200s", what);
    }
    return rc;
}

/* Which units see which case. */
static enum rc offline_verify_sight(struct offline *o, struct offline_report *out)
{
    struct sight_report sight;
    struct arena_mark mark = arena_mark(o->arena);
    enum rc rc = out->is_bad ? RC_OK : sight_verify(&o->ctx, &o->tx, &sight);
    if (rc == RC_OK && !out->is_bad && sight.is_bad) {
        out->is_bad = 1;
        snprintf(out->what, sizeof out->what, "case %.40s, unit %.40s: %.200s", sight.case_id, sight.unit_id,
                 sight.why);
    }
    arena_reset_to(o->arena, mark);
    return rc;
}

/* Which warnings are still to come. A definition that cannot be used is for the seals to name. */
static enum rc offline_verify_rungs(struct offline *o, struct offline_report *out)
{
    struct deadline_report rungs;
    struct arena_mark mark = arena_mark(o->arena);
    enum rc rc = out->is_bad ? RC_OK : deadline_verify(&o->ctx, &o->tx, &rungs);
    if (rc == RC_OK && !out->is_bad && rungs.is_bad) {
        out->is_bad = 1;
        snprintf(out->what, sizeof out->what, "case %.40s, clock %.40s, level %lld: %.200s", rungs.case_id, rungs.clock,
                 (long long)rungs.level, rungs.why);
    }
    arena_reset_to(o->arena, mark);
    return rc;
}

/* Where series of numbers stand. */
static enum rc offline_verify_series(struct offline *o, struct offline_report *out)
{
    struct sequence_report series;
    struct arena_mark mark = arena_mark(o->arena);
    enum rc rc = out->is_bad ? RC_OK : sequence_verify(&o->ctx, &o->tx, &series);
    if (rc == RC_OK && !out->is_bad && series.is_bad) {
        out->is_bad = 1;
        snprintf(out->what, sizeof out->what, "series %.80s, %lld: %.200s", series.name, (long long)series.last,
                 series.why);
    }
    arena_reset_to(o->arena, mark);
    return rc;
}

/* Signatures only with the keys: not while a server runs, and not of a copy that a backup made. */
static enum rc offline_verify_checkpoints(struct offline *o, struct offline_report *out)
{
    struct checkpoint_report checkpoints;
    enum rc rc = checkpoint_verify(&o->ctx, &o->tx, o->ctx.vault != NULL, &checkpoints);
    if (rc == RC_OK && checkpoints.is_bad && !out->is_bad) {
        out->is_bad = 1;
        snprintf(out->what, sizeof out->what, "checkpoint %lld: %.200s", (long long)checkpoints.bad_seq,
                 checkpoints.why);
    }
    out->checkpoints = rc == RC_OK ? checkpoints.checkpoints : 0;
    return rc;
}

static void offline_bad(struct offline_report *out, const char *where, const char *id, int64_t seq, const char *why)
{
    out->is_bad = 1;
    snprintf(out->what, sizeof out->what, "%s%s%.100s, entry %lld: %.200s", where, id[0] != '\0' ? " " : "", id,
             (long long)seq, why);
}

static void offline_past(struct offline_report *out, const struct journal_report *cases,
                         const struct office_journal_report *office)
{
    out->past = cases->past + office->past;
    if (cases->past > 0) {
        snprintf(out->past_what, sizeof out->past_what,
                 "journal of case %.30s, entry %lld: before this act the case was changed past its journal",
                 cases->past_case != NULL ? cases->past_case : "", (long long)cases->past_seq);
    } else if (office->past > 0) {
        snprintf(out->past_what, sizeof out->past_what,
                 "office journal, entry %lld: before this act what it is about was changed past the journal",
                 (long long)office->past_seq);
    }
}

enum rc offline_verify(struct offline *o, struct offline_report *out)
{
    struct journal_report cases;
    struct office_journal_report office;
    struct certificate_report certificates;
    memset(out, 0, sizeof *out);
    if (sql_integrity(o->db) != RC_OK) {
        out->is_bad = 1;
        snprintf(out->what, sizeof out->what, "the database file is damaged; see the log line above. Restore a backup");
        return RC_OK;
    }
    enum rc rc = journal_verify(&o->ctx, &o->tx, &cases);
    if (rc == RC_OK) {
        rc = office_journal_verify(&o->ctx, &o->tx, &office);
    }
    if (rc == RC_OK) {
        rc = certificate_verify(&o->ctx, &o->tx, &certificates);
    }
    if (rc != RC_OK) {
        return rc;
    }
    out->entries = cases.entries;
    out->cases = cases.cases;
    out->office_entries = office.entries;
    offline_past(out, &cases, &office);
    if (cases.is_bad) {
        offline_bad(out, "journal of case", cases.bad_case ? cases.bad_case : "?", cases.bad_seq, cases.why);
    } else if (office.is_bad) {
        offline_bad(out, "office journal", "", office.bad_seq, office.why);
    } else if (certificates.is_bad) {
        out->is_bad = 1;
        snprintf(out->what, sizeof out->what, "certificate of destruction, %.100s: %.200s",
                 certificates.bad_number ? certificates.bad_number : "?", certificates.why);
    } else if (certificates.cases != cases.purged) {
        out->is_bad = 1;
        snprintf(out->what, sizeof out->what,
                 "certificates of destruction name %lld cases, and the entries of %lld are marked as destroyed",
                 (long long)certificates.cases, (long long)cases.purged);
    }
    rc = offline_verify_checkpoints(o, out);
    if (rc == RC_OK) {
        rc = offline_verify_objects(o, out);
    }
    rc = rc == RC_OK ? offline_verify_sight(o, out) : rc;
    rc = rc == RC_OK ? offline_verify_rungs(o, out) : rc;
    rc = rc == RC_OK ? offline_verify_series(o, out) : rc;
    return rc == RC_OK ? offline_verify_schema(o, out) : rc;
}

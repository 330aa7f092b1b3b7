/*
 * rekey_work.c - see rekey_work.h.
 *
 * Runs on: the ticker's thread, or whoever sweeps. Owns: see rekey_work.h.
 */
#include "app/rekey_work.h"

#include "app/office.h"
#include "base/disk.h"
#include "base/log.h"
#include "domain/rekey.h"
#include "store/reader.h"
#include "store/vault.h"
#include "store/writer.h"

#include <stdlib.h>

enum { REKEY_WORK_MEMORY = 8 * 1024 * 1024, REKEY_WORK_WINDOWS = 10 };

struct rekey_work {
    struct office *office;
    struct reader *reader;
    struct writer *writer;
    struct arena *look;
    struct arena *write;
    struct disk_stamp seen; /* of the ring that is in use */
    int is_looked;          /* the office was asked whether all is done */
    int is_pending;
    struct rekey_cursor at;
    /* of one job */
    int job_part;
    const char **job_ids;
    size_t job_count;
};

enum rc rekey_work_new(struct office *office, struct reader *reader, struct writer *writer, struct rekey_work **out)
{
    struct rekey_work *w = calloc(1, sizeof *w);
    if (w == NULL) {
        return RC_UNAVAILABLE;
    }
    w->office = office;
    w->reader = reader;
    w->writer = writer;
    w->look = arena_new(REKEY_WORK_MEMORY);
    w->write = arena_new(REKEY_WORK_MEMORY);
    if (w->look == NULL || w->write == NULL) {
        rekey_work_free(w);
        return RC_UNAVAILABLE;
    }
    w->seen = disk_stamp_of(folder_ring_path(office->folder));
    *out = w;
    return RC_OK;
}

void rekey_work_free(struct rekey_work *w)
{
    if (w != NULL) {
        arena_free(w->look);
        arena_free(w->write);
        free(w);
    }
}

/* A ring that cannot be used leaves the old one in use; the log says why, once for each change of the file. */
static void rekey_work_take_up(struct rekey_work *w)
{
    struct disk_stamp now = disk_stamp_of(folder_ring_path(w->office->folder));
    if (disk_is_same(&now, &w->seen)) {
        return;
    }
    struct ring ring;
    w->seen = now;
    enum rc rc = folder_read_ring(w->office->folder, &ring);
    if (rc == RC_OK) {
        rc = vault_use(w->office->vault, &ring);
        ring_wipe(&ring);
    }
    if (rc != RC_OK) {
        LOG(LOG_ERROR, "rekey.ring", LOG_S("rc", rc_slug(rc)));
        return;
    }
    w->is_looked = 0;
    LOG(LOG_INFO, "rekey.ring", LOG_I("field", vault_epoch(w->office->vault, RING_FIELD)),
        LOG_I("sealed", vault_epoch(w->office->vault, RING_SEALED)));
}

/* Whoever sealed under the old epoch has committed when this job's turn comes, so that a look begun now misses nobody. */
static enum rc rekey_work_wait(void *arg, struct tx *tx)
{
    (void)arg, (void)tx;
    return RC_OK;
}

/* On the reader: is there work at all, and which rows are next? */
static enum rc rekey_work_look(struct rekey_work *w)
{
    struct tx tx;
    struct ctx ctx;
    int is_done = 0;
    arena_reset(w->look);
    office_ctx(w->office, w->look, &ctx);
    enum rc rc = reader_begin(w->reader, &tx);
    if (rc != RC_OK) {
        return rc;
    }
    if (!w->is_looked) {
        rc = rekey_is_done(&ctx, &tx, &is_done);
        w->is_looked = rc == RC_OK;
        w->is_pending = !is_done;
        w->at = (struct rekey_cursor){0};
    }
    w->job_count = 0;
    w->job_part = w->at.part;
    if (rc == RC_OK && w->is_pending && w->at.part < rekey_parts) {
        rc = rekey_look(&ctx, &tx, &w->at, &w->job_ids, &w->job_count);
    }
    reader_end(w->reader);
    return rc;
}

static enum rc rekey_work_renew(void *arg, struct tx *tx)
{
    struct rekey_work *w = arg;
    struct ctx ctx;
    arena_reset(w->write);
    office_ctx(w->office, w->write, &ctx);
    return rekey_renew(&ctx, tx, w->job_part, w->job_ids, w->job_count);
}

static enum rc rekey_work_finish(void *arg, struct tx *tx)
{
    struct rekey_work *w = arg;
    struct ctx ctx;
    arena_reset(w->write);
    office_ctx(w->office, w->write, &ctx);
    return rekey_finish(&ctx, tx);
}

enum rc rekey_work_step(struct rekey_work *w, int *is_more)
{
    rekey_work_take_up(w);
    enum rc rc = w->is_looked ? RC_OK : writer_call(w->writer, rekey_work_wait, NULL);
    if (rc == RC_OK && (!w->is_looked || w->is_pending)) {
        rc = rekey_work_look(w);
    }
    for (int i = 0; rc == RC_OK && w->is_pending && i < REKEY_WORK_WINDOWS; i++) {
        if (w->job_count > 0) {
            rc = writer_call(w->writer, rekey_work_renew, w);
        }
        if (rc == RC_OK && w->at.part >= rekey_parts) {
            rc = writer_call(w->writer, rekey_work_finish, w);
            w->is_pending = rc != RC_OK;
        } else if (rc == RC_OK) {
            rc = rekey_work_look(w);
        }
    }
    *is_more = w->is_pending;
    return rc;
}

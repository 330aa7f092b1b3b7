/*
 * material_file.c - files from a petitioner, on their way into the case that is in hand. See material.h.
 *
 * Runs on: see material.h. Owns: nothing; an upload belongs to its caller.
 * Invariant: names of files leave only for whoever holds the code, and never into a journal, a notice or a log.
 */
#include "domain/material.h"

#include "domain/file_inside.h"
#include "domain/notice.h"
#include "domain/reason.h"

#include <string.h>

#define MATERIAL_DAY_MS   INT64_C(86400000)
#define MATERIAL_QUIET_MS INT64_C(900000)
#define MATERIAL_MIB      INT64_C(1048576)

/* Without a handler it is the intake desk of the holder (notice.c). Where the name is withheld from them, who registered the case opens an
 * original and makes the redacted copy. */
static const char *const material_told[] = {"handler", NULL};
static const char *const material_told_withheld[] = {"handler", "registrar", "bureau", NULL};

static enum rc material_sum(struct ctx *ctx, struct tx *tx, const char *case_id,
                            struct file_sum_of_petitioner_out *mine, struct file_sum_of_case_out *all)
{
    enum rc rc = file_rows_sum_of_petitioner(
        tx, ctx->arena,
        &(struct file_sum_of_petitioner_in){case_id, actor_system.account_id, ctx->now_ms - MATERIAL_DAY_MS}, mine);
    return rc == RC_OK ? file_rows_sum_of_case(tx, ctx->arena, &(struct file_sum_of_case_in){case_id}, all) : rc;
}

static int64_t material_less(int64_t a, int64_t b)
{
    return a < b ? a : b;
}

/* What is left of the petitioner's share, which ends with the case's own. */
static void material_left_of_case(const struct env *env, const struct file_sum_of_petitioner_out *mine,
                                  const struct file_sum_of_case_out *all, int64_t *bytes, int64_t *files)
{
    *bytes = material_less(MATERIAL_FILES_MIB * MATERIAL_MIB - mine->bytes, env->file_case_max - all->bytes);
    *files = material_less(MATERIAL_FILES_MAX - mine->total, FILE_CASE_COUNT_MAX - all->total);
}

static void material_left_of_day(const struct file_sum_of_petitioner_out *mine, int64_t *bytes, int64_t *files)
{
    *bytes = MATERIAL_FILES_DAY_MIB * MATERIAL_MIB - mine->day_bytes;
    *files = MATERIAL_FILES_A_DAY - mine->day_total;
}

static enum rc material_check_room(struct ctx *ctx, const struct public_case *found, int64_t size,
                                   const struct file_sum_of_petitioner_out *mine,
                                   const struct file_sum_of_case_out *all)
{
    int64_t bytes = 0, files = 0;
    material_left_of_case(ctx->env, mine, all, &bytes, &files);
    if (files <= 0 || size > bytes) {
        return fault_set(&ctx->fault, RC_REFUSED, reason(REASON_MATERIAL_FILES_FULL), NULL,
                         public_case_contact(ctx, found), NULL);
    }
    material_left_of_day(mine, &bytes, &files);
    if (files <= 0 || size > bytes) {
        ctx->fault.retry_after_s = 3600;
        return fault_set(&ctx->fault, RC_LIMITED, reason(REASON_MATERIAL_FILES_DAY), NULL,
                         arena_printf(ctx->arena, "%d", MATERIAL_FILES_A_DAY),
                         arena_printf(ctx->arena, "%d", MATERIAL_FILES_DAY_MIB));
    }
    return RC_OK;
}

/* The open case that it goes to; with a wrong code there is none, and nothing else was looked at. */
static enum rc material_find(struct ctx *ctx, struct tx *tx, const char *number, const char *code,
                             struct public_case *found, const struct public_case **at)
{
    enum rc rc = public_case_get(ctx, tx, number, code != NULL ? code : "", found);
    if (rc != RC_OK) {
        return rc;
    }
    *at = material_place(found);
    return *at != NULL ? RC_OK
                       : fault_set(&ctx->fault, RC_REFUSED, reason(REASON_MATERIAL_CLOSED), NULL,
                                   public_case_contact(ctx, found), NULL);
}

enum rc material_file_begin(struct ctx *ctx, struct tx *tx, const struct material_file_in *in, struct file_upload **out)
{
    struct public_case found;
    const struct public_case *at = NULL;
    struct file_sum_of_petitioner_out mine;
    struct file_sum_of_case_out all;
    struct file_in file = {.name = in->name, .size = in->size, .is_at_most = in->is_at_most, .is_public = 1};
    const char *name = NULL;
    enum rc rc = material_find(ctx, tx, in->number, in->code, &found, &at);
    rc = rc == RC_OK ? file_check_content(ctx, &file, &name) : rc;
    rc = rc == RC_OK ? material_sum(ctx, tx, at->row.id, &mine, &all) : rc;
    /* A bound is no size: what came is measured at the end. */
    int64_t size = in->is_at_most ? 1 : in->size;
    rc = rc == RC_OK ? material_check_room(ctx, &found, size, &mine, &all) : rc;
    if (rc != RC_OK) {
        return rc;
    }
    file.case_id = at->row.id;
    return file_upload_new(ctx, &file, name, out);
}

static enum rc material_tell(struct case_work *w)
{
    struct file_is_confidential_out wish;
    enum rc rc = file_rows_is_confidential(w->tx, w->ctx->arena, &(struct file_is_confidential_in){w->row.id}, &wish);
    return rc == RC_OK ? notice_send_event(w, wish.is_confidential ? material_told_withheld : material_told, "material")
                       : rc;
}

static enum rc material_file_store(struct case_work *w, struct file_upload *u,
                                   const struct file_sum_of_petitioner_out *mine)
{
    const char *id = NULL;
    int is_first = mine->newest_ms == SQL_NULL || mine->newest_ms < w->ctx->now_ms - MATERIAL_QUIET_MS;
    changes_add_int(&w->changes, "material.files", mine->total, mine->total + 1);
    enum rc rc = file_upload_write(w, u);
    rc = rc == RC_OK && is_first ? material_tell(w) : rc;
    rc = rc == RC_OK ? case_save(w, "material", NULL) : rc;
    return rc == RC_OK ? file_upload_keep(w, u, &id) : rc;
}

enum rc material_file_add(struct ctx *ctx, struct tx *tx, const char *number, const char *code, struct file_upload *u,
                          const char **to)
{
    struct public_case found;
    const struct public_case *at = NULL;
    struct file_sum_of_petitioner_out mine;
    struct file_sum_of_case_out all;
    struct case_work w;
    file_upload_forget(u);
    enum rc rc = material_find(ctx, tx, number, code, &found, &at);
    rc = rc == RC_OK ? material_sum(ctx, tx, at->row.id, &mine, &all) : rc;
    rc = rc == RC_OK ? material_check_room(ctx, &found, file_upload_size(u), &mine, &all) : rc;
    if (rc != RC_OK) {
        return rc;
    }
    const struct actor *actor = ctx->actor;
    ctx->actor = &actor_system; /* nobody of the office did it */
    rc = case_work_load_system(ctx, tx, at->row.id, &w);
    rc = rc == RC_OK ? material_file_store(&w, u, &mine) : rc;
    ctx->actor = actor;
    *to = at->row.number;
    return rc;
}

/* ---- listing ---- */

static enum rc material_file_fill(struct ctx *ctx, const struct file_list_of_petitioner_out *row,
                                  struct material_file *out)
{
    struct file_keys keys;
    *out = (struct material_file){NULL, row->size, row->created_ms};
    if (strcmp(row->status, "kept") != 0) {
        return RC_OK;
    }
    enum rc rc = file_keys_open(ctx, row->id, row->is_sealed != 0, row->key, &keys);
    if (rc == RC_OK) {
        rc = file_name_open(ctx, &keys, row->id, row->name, &out->name);
        crypto_wipe(&keys, sizeof keys);
    }
    return rc;
}

enum rc material_file_list(struct ctx *ctx, struct tx *tx, const struct public_case *c, struct material_file **out,
                           size_t *count)
{
    struct file_list_of_petitioner_out *rows = NULL;
    enum rc rc = file_rows_list_of_petitioner(
        tx, ctx->arena, &(struct file_list_of_petitioner_in){c->row.id, actor_system.account_id}, &rows, count);
    if (rc != RC_OK) {
        return rc;
    }
    *out = arena_array_of(ctx->arena, struct material_file, *count + 1);
    for (size_t i = 0; rc == RC_OK && *out != NULL && i < *count; i++) {
        rc = material_file_fill(ctx, &rows[i], &(*out)[i]);
    }
    return *out != NULL ? rc : RC_TOO_LARGE;
}

enum rc material_room(struct ctx *ctx, struct tx *tx, const struct public_case *found, struct material_room *out)
{
    const struct public_case *at = material_place(found);
    struct file_sum_of_petitioner_out mine;
    struct file_sum_of_case_out all;
    int64_t bytes = 0, files = 0;
    *out = (struct material_room){0};
    if (at == NULL) {
        return RC_OK;
    }
    enum rc rc = material_sum(ctx, tx, at->row.id, &mine, &all);
    if (rc != RC_OK) {
        return rc;
    }
    out->takes_files = 1;
    out->takes_words = !found->row.is_sealed && !at->row.is_sealed;
    material_left_of_case(ctx->env, &mine, &all, &out->left_bytes, &out->left_files);
    material_left_of_day(&mine, &bytes, &files);
    out->left_bytes = material_less(out->left_bytes, bytes);
    out->left_files = material_less(out->left_files, files);
    out->left_bytes = out->left_bytes < 0 ? 0 : out->left_bytes;
    out->left_files = out->left_files < 0 ? 0 : out->left_files;
    return RC_OK;
}

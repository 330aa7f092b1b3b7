/*
 * profile.c - lays the office's profile over the definitions of the program.
 *
 * Runs on: see profile.h. Owns: nothing.
 */
#include "domain/profile.h"

#include "base/buf.h"
#include "base/embed.h"
#include "base/log.h"
#include "domain/definition.h"
#include "domain/env.h"
#include "domain/office_journal.h"
#include "domain/workflow_compose.h"
#include "domain/workflow_overlay.h"
#include "store/sql_stmts.h"

#include <string.h>

static const char PROFILE_KEY[] = "profile"; /* of the setting */
static const char PROFILE_FOLDER[] = "seed/profiles/";
static const char PROFILE_ENDING[] = ".json";

static const struct embed_table *profile_files(const struct ctx *ctx)
{
    return ((const struct env *)ctx->env)->seeds;
}

enum rc profile_current(struct ctx *ctx, struct tx *tx, const char **out)
{
    struct setting_get_out row;
    enum rc rc = setting_rows_get(tx, ctx->arena, &(struct setting_get_in){PROFILE_KEY}, &row);
    *out = rc == RC_OK ? row.value : NULL;
    return rc == RC_NOT_FOUND ? RC_OK : rc;
}

const char **profile_list(struct ctx *ctx, size_t *count)
{
    const struct embed_table *files = profile_files(ctx);
    const char **names = arena_array_of(ctx->arena, const char *, files->count + 1);
    *count = 0;
    for (size_t i = 0; names != NULL && i < files->count; i++) {
        const char *path = files->files[i].path;
        if (strncmp(path, PROFILE_FOLDER, sizeof PROFILE_FOLDER - 1) == 0) {
            const char *name = path + sizeof PROFILE_FOLDER - 1;
            names[*count] = arena_strndup(ctx->arena, name, strlen(name) - (sizeof PROFILE_ENDING - 1));
            if (names[(*count)++] == NULL) {
                return NULL;
            }
        }
    }
    return names;
}

const char *profile_known(struct ctx *ctx)
{
    struct buf b;
    size_t count;
    const char **names = profile_list(ctx, &count);
    buf_init(&b, ctx->arena);
    buf_puts(&b, PROFILE_NONE);
    for (size_t i = 0; names != NULL && i < count; i++) {
        buf_printf(&b, ", %s", names[i]);
    }
    return buf_cstr(&b);
}

static const struct embed_file *profile_file(struct ctx *ctx, const char *name)
{
    return embed_find(profile_files(ctx), arena_printf(ctx->arena, "%s%.80s%s", PROFILE_FOLDER, name, PROFILE_ENDING));
}

struct workflow_text profile_title(struct ctx *ctx, const char *name)
{
    const struct embed_file *file = profile_file(ctx, name);
    return file != NULL ? workflow_overlay_title(ctx->arena, (const char *)file->data, file->size)
                        : (struct workflow_text){NULL, NULL};
}

struct profile_job {
    struct ctx *ctx;
    struct tx *tx;
    const struct embed_file *profile; /* NULL: none */
    uint64_t used;
    size_t *published;
};

static enum rc profile_publish_one(struct profile_job *job, const struct embed_file *file)
{
    struct ctx *ctx = job->ctx;
    const char *whole, *why;
    enum rc rc = workflow_compose(ctx->arena, profile_files(ctx), (const char *)file->data, file->size, &whole, &why);
    if (rc == RC_OK && job->profile != NULL) {
        rc = workflow_overlay_apply(ctx->arena, (const char *)job->profile->data, job->profile->size, whole, &whole,
                                    &job->used);
    }
    if (rc == RC_OK) {
        rc = definition_renew(ctx, job->tx, whole, job->published);
    }
    if (rc != RC_OK) {
        const struct fault_error *e = ctx->fault.error_count > 0 ? &ctx->fault.errors[0] : &ctx->fault.main;
        LOG(LOG_ERROR, "profile.broken", LOG_S("file", file->path), LOG_S("rc", rc_slug(rc)),
            LOG_S("pointer", e->pointer), LOG_S("text", fault_text(ctx->arena, e, 0)));
    }
    return rc == RC_NOT_FOUND ? RC_INTERNAL : rc;
}

enum rc profile_publish(struct ctx *ctx, struct tx *tx, const char *name, size_t *published)
{
    static const char folder[] = "seed/workflows/";
    const struct embed_table *files = profile_files(ctx);
    struct profile_job job = {.ctx = ctx, .tx = tx, .published = published};
    enum rc rc = RC_OK;
    *published = 0;
    if (strcmp(name, PROFILE_NONE) != 0) {
        job.profile = profile_file(ctx, name);
        rc = job.profile != NULL ? RC_OK : RC_NOT_FOUND;
    }
    for (size_t i = 0; rc == RC_OK && i < files->count; i++) {
        if (strncmp(files->files[i].path, folder, sizeof folder - 1) == 0) {
            struct arena_mark mark = arena_mark(ctx->arena);
            rc = profile_publish_one(&job, &files->files[i]);
            if (rc == RC_OK) {
                arena_reset_to(ctx->arena, mark); /* a request's arena holds one definition at a time, not all */
            }
        }
    }
    const char *unused =
        rc == RC_OK && job.profile != NULL
            ? workflow_overlay_unused(ctx->arena, (const char *)job.profile->data, job.profile->size, job.used)
            : NULL;
    if (unused != NULL) {
        LOG(LOG_ERROR, "profile.unknown", LOG_S("profile", name), LOG_S("entry", unused));
        rc = RC_INTERNAL;
    }
    return rc;
}

enum rc profile_set(struct ctx *ctx, struct tx *tx, const char *name, size_t *published)
{
    const char *before;
    struct changes changes;
    enum rc rc = profile_current(ctx, tx, &before);
    if (rc == RC_OK) {
        rc = profile_publish(ctx, tx, name, published);
    }
    if (rc != RC_OK || strcmp(before != NULL ? before : PROFILE_NONE, name) == 0) {
        return rc;
    }
    changes_init(&changes, ctx);
    changes_add(&changes, "profile", before, name);
    changes_touch(&changes, "setting", PROFILE_KEY);
    rc = setting_rows_save(tx, &(struct setting_save_in){PROFILE_KEY, name});
    return rc == RC_OK ? office_journal_append(ctx, tx, "workflow.profile", name, &changes) : rc;
}

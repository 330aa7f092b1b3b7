/*
 * definition.c - publishes workflow definitions: those that come with the program, and an office's own.
 *
 * Runs on: the writer. Owns: nothing.
 */
#include "domain/definition.h"

#include "domain/env.h"
#include "domain/office_journal.h"
#include "domain/reason.h"
#include "domain/reference.h"
#include "domain/stamp.h"
#include "domain/workflow_overlay.h"
#include "store/sql_stmts.h"

#include <string.h>

/* Problems come with texts of their own; each becomes a reason on the arena. */
static enum rc definition_refuse(struct ctx *ctx, const struct workflow_problem *problems, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct reason *why = arena_new_of(ctx->arena, struct reason);
        const char *pointer = arena_printf(ctx->arena, "/definition%s", problems[i].pointer ? problems[i].pointer : "");
        if (why == NULL || pointer == NULL) {
            return RC_TOO_LARGE;
        }
        *why = (struct reason){.code = problems[i].code, .zh = problems[i].text_zh, .en = problems[i].text};
        fault_add(&ctx->fault, why, pointer, NULL, NULL);
    }
    const char *first = count > 0 ? problems[0].text : "";
    return fault_set(&ctx->fault, RC_INVALID, reason(REASON_DEFINITION_BROKEN), "/definition",
                     arena_printf(ctx->arena, "%zu", count), first);
}

/* The checked definition, and the newest version of its key that is published; 0: none. */
static enum rc definition_read(struct ctx *ctx, struct tx *tx, const char *json, size_t n, const struct workflow **out,
                               int64_t *last)
{
    const struct env *env = ctx->env;
    struct workflow_problem *problems = NULL;
    size_t problem_count = 0;
    struct workflow_last_version_out row = {0};
    enum rc rc = workflow_load(ctx->arena, json, n, env->workflow_names, out, &problems, &problem_count);
    if (rc != RC_OK) {
        return rc == RC_INVALID || rc == RC_MALFORMED ? definition_refuse(ctx, problems, problem_count) : rc;
    }
    rc = workflow_rows_last_version(tx, ctx->arena, &(struct workflow_last_version_in){(*out)->key}, &row);
    *last = row.version;
    return rc;
}

static enum rc definition_add(struct ctx *ctx, struct tx *tx, const char *json, size_t n, const struct workflow *w,
                              int64_t last, const char *note)
{
    enum rc rc = workflow_rows_retire(tx, &(struct workflow_retire_in){w->key});
    const char *text = arena_strndup(ctx->arena, json, n);
    if (rc == RC_OK && text != NULL) {
        rc = workflow_rows_add(tx, &(struct workflow_add_in){.key = w->key,
                                                             .version = w->version,
                                                             .lane = w->lane,
                                                             .title_zh = w->title.zh,
                                                             .title_en = w->title.en,
                                                             .definition = text,
                                                             .created_ms = ctx->now_ms});
    }
    if (rc == RC_OK) {
        rc = text != NULL ? stamp_change(tx, STAMP_REFERENCE) : RC_TOO_LARGE;
    }
    if (rc != RC_OK) {
        return rc;
    }
    struct changes changes;
    changes_init(&changes, ctx);
    changes_add_int(&changes, "version", last > 0 ? last : SQL_NULL, w->version);
    changes_add(&changes, "note", NULL, note);
    changes_touch(&changes, "workflow", w->key);
    return office_journal_append(ctx, tx, "workflow.publish", w->key, &changes);
}

enum rc definition_offer(struct ctx *ctx, struct tx *tx, const char *json, size_t n)
{
    const struct workflow *w;
    int64_t last = 0;
    enum rc rc = definition_read(ctx, tx, json, n, &w, &last);
    return rc == RC_OK && w->version > last ? definition_add(ctx, tx, json, n, w, last, NULL) : rc;
}

enum rc definition_renew(struct ctx *ctx, struct tx *tx, const char *json, size_t *published)
{
    const struct workflow *w;
    int64_t last = 0;
    struct workflow_get_current_out now;
    enum rc rc = definition_read(ctx, tx, json, strlen(json), &w, &last);
    if (rc != RC_OK) {
        return rc;
    }
    rc = workflow_rows_get_current(tx, ctx->arena, &(struct workflow_get_current_in){w->key}, &now);
    if (rc != RC_NOT_FOUND && (rc != RC_OK || workflow_overlay_same(now.definition, json))) {
        return rc;
    }
    const char *next = workflow_overlay_renumber(ctx->arena, json, last + 1);
    rc = next != NULL ? definition_read(ctx, tx, next, strlen(next), &w, &last) : RC_TOO_LARGE;
    *published += rc == RC_OK;
    return rc == RC_OK ? definition_add(ctx, tx, next, strlen(next), w, last, NULL) : rc;
}

/* One definition for every lane: neither may a key leave its lane nor may another one enter it. */
static enum rc definition_check_lane(struct ctx *ctx, const struct workflow *w)
{
    const struct workflow *now = reference_workflow_current(ctx->reference, w->key);
    const struct workflow *there = reference_workflow_of_lane(ctx->reference, w->lane);
    if (now != NULL && strcmp(now->lane, w->lane) != 0) {
        return fault_add(&ctx->fault, reason(REASON_DEFINITION_LANE), "/definition/lane", w->key, now->lane);
    }
    if (there != NULL && strcmp(there->key, w->key) != 0) {
        return fault_add(&ctx->fault, reason(REASON_DEFINITION_LANE), "/definition/key", there->key, w->lane);
    }
    return RC_OK;
}

enum rc definition_check(struct ctx *ctx, struct tx *tx, const char *json, const struct workflow **out, int64_t *last,
                         int64_t *current)
{
    enum rc rc = definition_read(ctx, tx, json, strlen(json), out, last);
    if (rc == RC_OK) {
        rc = definition_check_lane(ctx, *out);
    }
    const struct workflow *now = rc == RC_OK ? reference_workflow_current(ctx->reference, (*out)->key) : NULL;
    *current = now != NULL ? now->version : 0;
    return rc;
}

enum rc definition_publish(struct ctx *ctx, struct tx *tx, const struct definition_publish *in,
                           const struct workflow **out)
{
    int64_t last = 0;
    int64_t current = 0;
    struct workflow_get_current_out now;
    enum rc rc = definition_check(ctx, tx, in->json, out, &last, &current);
    if (rc != RC_OK) {
        return rc;
    }
    if (in->after_version != SQL_NULL && in->after_version != current) {
        return fault_set(&ctx->fault, RC_CONFLICT, reason(REASON_DEFINITION_STALE), NULL,
                         arena_printf(ctx->arena, "%lld", (long long)current), NULL);
    }
    rc = workflow_rows_get_current(tx, ctx->arena, &(struct workflow_get_current_in){(*out)->key}, &now);
    if (rc == RC_OK && workflow_overlay_same(now.definition, in->json)) {
        return fault_set(&ctx->fault, RC_REFUSED, reason(REASON_NOTHING_TO_CHANGE), NULL, NULL, NULL);
    }
    const char *next =
        rc == RC_OK || rc == RC_NOT_FOUND ? workflow_overlay_renumber(ctx->arena, in->json, last + 1) : NULL;
    if (next == NULL) {
        return rc == RC_OK || rc == RC_NOT_FOUND ? RC_TOO_LARGE : rc;
    }
    rc = definition_read(ctx, tx, next, strlen(next), out, &last);
    if (rc == RC_OK) {
        rc = definition_add(ctx, tx, next, strlen(next), *out, last, in->note);
    }
    return rc == RC_OK ? reference_changed(ctx, tx) : rc;
}

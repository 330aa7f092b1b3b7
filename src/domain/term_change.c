/*
 * term_change.c - the office keeps its dictionaries: entries are added, renamed, put in order, retired.
 *
 * Runs on: the writer. Owns: nothing.
 * Invariant: what a case, a unit's duties or a precedent names is never taken away; nothing in use hangs below something retired.
 */
#include "domain/office_journal.h"
#include "domain/reason.h"
#include "domain/stamp.h"
#include "domain/term.h"

#include <string.h>

enum { TERM_SORT_STEP = 10 };

static enum rc term_refuse(struct ctx *ctx, enum reason_id why, const char *pointer, const char *arg)
{
    return fault_set(&ctx->fault, RC_REFUSED, reason(why), pointer, arg, NULL);
}

/* "class/0309": what the journal names. */
static const char *term_name(struct ctx *ctx, const char *kind, const char *code)
{
    return arena_printf(ctx->arena, "%s/%s", kind, code);
}

static enum rc term_journal(struct ctx *ctx, struct tx *tx, const char *action, const struct term_row *row,
                            struct changes *changes)
{
    const char *name = term_name(ctx, row->kind, row->code);
    changes_touch(changes, "dictionary", row->kind);
    enum rc rc = name != NULL ? stamp_change(tx, STAMP_NAMES) : RC_TOO_LARGE;
    return rc == RC_OK ? office_journal_append(ctx, tx, action, name, changes) : rc;
}

static enum rc term_find(struct ctx *ctx, struct tx *tx, const char *kind, const char *code, struct term_row *out)
{
    if (!term_is_kind(kind)) {
        return fault_set(&ctx->fault, RC_NOT_FOUND, reason(REASON_UNKNOWN_KIND), NULL, kind, NULL);
    }
    enum rc rc = term_rows_get(tx, ctx->arena, &(struct term_get_in){kind, code}, out);
    return rc == RC_NOT_FOUND ? fault_set(&ctx->fault, rc, reason(REASON_UNKNOWN_TERM), NULL, code, NULL) : rc;
}

/* The level above: in use, and itself of the first level. */
static enum rc term_check_parent(struct ctx *ctx, struct tx *tx, const char *kind, const char *code)
{
    struct term_row parent;
    if (code == NULL) {
        return RC_OK;
    }
    if (strcmp(kind, "class") != 0) {
        return fault_add(&ctx->fault, reason(REASON_TERM_LEVELS), "/parent_code", NULL, NULL);
    }
    enum rc rc = term_check(ctx, tx, kind, code, "/parent_code");
    if (rc == RC_OK) {
        rc = term_rows_get(tx, ctx->arena, &(struct term_get_in){kind, code}, &parent);
    }
    return rc == RC_OK && parent.parent_code != NULL
               ? fault_add(&ctx->fault, reason(REASON_TERM_LEVELS), "/parent_code", NULL, NULL)
               : rc;
}

static enum rc term_check_new(struct ctx *ctx, struct tx *tx, const struct term_new *in)
{
    struct term_row taken;
    if (!term_is_kind(in->kind)) {
        return fault_set(&ctx->fault, RC_NOT_FOUND, reason(REASON_UNKNOWN_KIND), NULL, in->kind, NULL);
    }
    if (!term_kind_is_open(in->kind)) {
        return term_refuse(ctx, REASON_TERM_FIXED, NULL, NULL);
    }
    enum rc rc = term_check_parent(ctx, tx, in->kind, in->parent_code);
    if (rc != RC_OK) {
        return rc;
    }
    rc = term_rows_get(tx, ctx->arena, &(struct term_get_in){in->kind, in->code}, &taken);
    return rc == RC_OK ? fault_set(&ctx->fault, RC_CONFLICT, reason(REASON_CODE_TAKEN), "/code", in->code, NULL)
           : rc == RC_NOT_FOUND ? RC_OK
                                : rc;
}

enum rc term_add(struct ctx *ctx, struct tx *tx, const struct term_new *in, struct term_row *out)
{
    struct term_get_last_sort_out last = {0};
    struct changes changes;
    enum rc rc = term_check_new(ctx, tx, in);
    if (rc == RC_OK && in->sort == SQL_NULL) {
        rc = term_rows_get_last_sort(tx, ctx->arena, &(struct term_get_last_sort_in){in->kind}, &last);
    }
    if (rc == RC_OK) {
        const struct term_add_in row = {in->kind,
                                        in->code,
                                        in->parent_code,
                                        in->official_code,
                                        in->title_zh,
                                        in->title_en,
                                        in->sort == SQL_NULL ? last.sort + TERM_SORT_STEP : in->sort};
        rc = term_rows_add(tx, &row);
    }
    if (rc == RC_OK) {
        rc = term_rows_get(tx, ctx->arena, &(struct term_get_in){in->kind, in->code}, out);
    }
    if (rc != RC_OK) {
        return rc;
    }
    changes_init(&changes, ctx);
    changes_add(&changes, "parent_code", NULL, out->parent_code);
    changes_add(&changes, "title_zh", NULL, out->title_zh);
    changes_add(&changes, "title_en", NULL, out->title_en);
    return term_journal(ctx, tx, "dictionary.add", out, &changes);
}

/* Retiring leaves nothing in use below; taking back needs the level above in use. */
static enum rc term_check_retire(struct ctx *ctx, struct tx *tx, const struct term_row *t, int is_retired)
{
    struct term_has_child_out child;
    if (!is_retired) {
        return term_check(ctx, tx, t->kind, t->parent_code, "/is_retired");
    }
    if (!term_may_retire(t->kind, t->code)) {
        return term_refuse(ctx, REASON_TERM_FIXED, "/is_retired", NULL);
    }
    enum rc rc = term_rows_has_child(tx, ctx->arena, &(struct term_has_child_in){t->kind, t->code, 1}, &child);
    return rc == RC_OK && child.is_there ? term_refuse(ctx, REASON_TERM_HAS_CHILDREN, "/is_retired", NULL) : rc;
}

static void term_apply(struct ctx *ctx, struct term_row *t, const struct term_change *in)
{
    if (in->set & TERM_SET_OFFICIAL_CODE) {
        t->official_code = in->official_code;
    }
    if (in->set & TERM_SET_TITLE_ZH) {
        t->title_zh = in->title_zh;
    }
    if (in->set & TERM_SET_TITLE_EN) {
        t->title_en = in->title_en;
    }
    if (in->set & TERM_SET_SORT) {
        t->sort = in->sort;
    }
    if ((in->set & TERM_SET_RETIRED) && (t->retired_ms != SQL_NULL) != (in->is_retired != 0)) {
        t->retired_ms = in->is_retired ? ctx->now_ms : SQL_NULL;
    }
}

static enum rc term_save(struct ctx *ctx, struct tx *tx, const struct term_row *before, const struct term_row *t)
{
    struct changes changes;
    changes_init(&changes, ctx);
    changes_add(&changes, "official_code", before->official_code, t->official_code);
    changes_add(&changes, "title_zh", before->title_zh, t->title_zh);
    changes_add(&changes, "title_en", before->title_en, t->title_en);
    changes_add_int(&changes, "sort", before->sort, t->sort);
    changes_add_int(&changes, "is_retired", before->retired_ms != SQL_NULL, t->retired_ms != SQL_NULL);
    if (changes.count == 0) {
        return RC_OK;
    }
    enum rc rc = term_rows_save(tx, &(struct term_save_in){.kind = t->kind,
                                                           .code = t->code,
                                                           .version = before->version,
                                                           .official_code = t->official_code,
                                                           .title_zh = t->title_zh,
                                                           .title_en = t->title_en,
                                                           .sort = t->sort,
                                                           .retired_ms = t->retired_ms});
    return rc == RC_OK ? term_journal(ctx, tx, "dictionary.set", t, &changes) : rc;
}

enum rc term_set(struct ctx *ctx, struct tx *tx, const char *kind, const char *code, int64_t version,
                 const struct term_change *in, struct term_row *out)
{
    struct term_row before = {0};
    enum rc rc = term_find(ctx, tx, kind, code, &before);
    if (rc != RC_OK) {
        return rc;
    }
    if (version >= 0 && version != before.version) {
        return fault_set(&ctx->fault, RC_STALE, reason(REASON_STALE), NULL,
                         arena_printf(ctx->arena, "%lld", (long long)before.version), NULL);
    }
    struct term_row after = before;
    term_apply(ctx, &after, in);
    if (after.retired_ms != before.retired_ms) {
        rc = term_check_retire(ctx, tx, &before, after.retired_ms != SQL_NULL);
    }
    if (rc == RC_OK) {
        rc = term_save(ctx, tx, &before, &after);
    }
    return rc == RC_OK ? term_rows_get(tx, ctx->arena, &(struct term_get_in){kind, code}, out) : rc;
}

static enum rc term_check_unused(struct ctx *ctx, struct tx *tx, const struct term_row *t)
{
    struct term_has_child_out child;
    struct term_is_class_used_out named = {0};
    struct term_is_platform_used_out came = {0};
    enum rc rc = term_rows_has_child(tx, ctx->arena, &(struct term_has_child_in){t->kind, t->code, 0}, &child);
    if (rc == RC_OK && strcmp(t->kind, "class") == 0) {
        rc = term_rows_is_class_used(tx, ctx->arena, &(struct term_is_class_used_in){t->code}, &named);
    } else if (rc == RC_OK) {
        rc = term_rows_is_platform_used(tx, ctx->arena, &(struct term_is_platform_used_in){t->code}, &came);
    }
    return rc == RC_OK && (child.is_there || named.is_used || came.is_used)
               ? term_refuse(ctx, REASON_TERM_IN_USE, NULL, ctx->is_zh ? t->title_zh : t->title_en)
               : rc;
}

enum rc term_drop(struct ctx *ctx, struct tx *tx, const char *kind, const char *code)
{
    struct term_row row = {0};
    struct changes changes;
    enum rc rc = term_find(ctx, tx, kind, code, &row);
    if (rc == RC_OK && !row.is_own) {
        return term_refuse(ctx, REASON_TERM_BUILT_IN, NULL, NULL);
    }
    if (rc == RC_OK) {
        rc = term_check_unused(ctx, tx, &row);
    }
    if (rc == RC_OK) {
        rc = term_rows_drop(tx, &(struct term_drop_in){kind, code});
    }
    changes_init(&changes, ctx);
    changes_add(&changes, "title_zh", row.title_zh, NULL);
    return rc == RC_OK ? term_journal(ctx, tx, "dictionary.drop", &row, &changes) : rc;
}

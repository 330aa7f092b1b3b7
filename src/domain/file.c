/*
 * file.c - who may see, open and remove the files of a case.
 *
 * Runs on: see file.h. Owns: nothing. Invariant: a content is opened only for who was found to be allowed in the same transaction.
 */
#include "domain/file_inside.h"

#include "base/log.h"
#include "base/value.h"
#include "domain/office_journal.h"
#include "domain/party.h"
#include "domain/reason.h"
#include "domain/transition.h"
#include "store/file_content.h"

#include <stdlib.h>
#include <string.h>

#define FILE_DAY_MS INT64_C(86400000)
enum { FILE_MIB = 1024 * 1024 };

static int file_is_original(const struct file_row *row)
{
    return strcmp(row->kind, "original") == 0;
}

static int file_may_open(const struct ctx *ctx, const struct case_row *c, int is_confidential, const char *sender)
{
    int is_own = sender != NULL && ctx->actor->account_id != NULL && strcmp(sender, ctx->actor->account_id) == 0;
    return perm_has(ctx->actor, PERM_CASE_ACT) && (is_own || !party_is_withheld(ctx, c, is_confidential));
}

enum rc file_check_original(struct ctx *ctx, struct tx *tx, const struct case_row *c, const char *sender)
{
    struct file_is_confidential_out row;
    enum rc rc = perm_require(ctx, PERM_CASE_ACT);
    if (rc == RC_OK) {
        rc = file_rows_is_confidential(tx, ctx->arena, &(struct file_is_confidential_in){c->id}, &row);
    }
    if (rc == RC_OK && !file_may_open(ctx, c, row.is_confidential != 0, sender)) {
        return fault_set(&ctx->fault, RC_REFUSED, reason(REASON_NAME_WITHHELD), NULL, NULL, NULL);
    }
    return rc;
}

/* What is left of the case's share and of the actor's. */
static enum rc file_measure(struct ctx *ctx, struct tx *tx, const char *case_id, int64_t *of_case, int64_t *of_day)
{
    const struct env *env = ctx->env;
    struct file_sum_of_case_out sum;
    struct file_sum_of_account_out sent;
    enum rc rc = file_rows_sum_of_case(tx, ctx->arena, &(struct file_sum_of_case_in){case_id}, &sum);
    if (rc == RC_OK) {
        rc = file_rows_sum_of_account(
            tx, ctx->arena, &(struct file_sum_of_account_in){ctx->actor->account_id, ctx->now_ms - FILE_DAY_MS}, &sent);
    }
    if (rc == RC_OK) {
        *of_case = sum.total < FILE_CASE_COUNT_MAX ? env->file_case_max - sum.bytes : 0;
        *of_day = sent.total < env->file_day_count ? env->file_day_max - sent.bytes : 0;
    }
    return rc;
}

enum rc file_room(struct ctx *ctx, struct tx *tx, const char *case_id, int64_t *left)
{
    int64_t of_case = 0, of_day = 0;
    enum rc rc = file_measure(ctx, tx, case_id, &of_case, &of_day);
    *left = of_case < of_day ? of_case : of_day;
    *left = *left < 0 ? 0 : *left;
    return rc;
}

static const char *file_mib(struct ctx *ctx, int64_t bytes)
{
    return arena_printf(ctx->arena, "%lld", (long long)(bytes / FILE_MIB));
}

enum rc file_check_room(struct ctx *ctx, struct tx *tx, const char *case_id, int64_t size)
{
    const struct env *env = ctx->env;
    int64_t of_case = 0, of_day = 0;
    enum rc rc = file_measure(ctx, tx, case_id, &of_case, &of_day);
    if (rc == RC_OK && size > of_case) {
        return fault_set(&ctx->fault, RC_REFUSED, reason(REASON_FILE_CASE_FULL), NULL,
                         file_mib(ctx, env->file_case_max), arena_printf(ctx->arena, "%d", FILE_CASE_COUNT_MAX));
    }
    if (rc == RC_OK && size > of_day) {
        return fault_set(&ctx->fault, RC_REFUSED, reason(REASON_FILE_DAY_FULL), NULL, file_mib(ctx, env->file_day_max),
                         arena_printf(ctx->arena, "%lld", (long long)env->file_day_count));
    }
    return rc;
}

/* A file of a case that the actor may know of. */
static enum rc file_find(struct ctx *ctx, struct tx *tx, const char *case_id, const char *id, struct file_row *out)
{
    enum rc rc = file_rows_get(tx, ctx->arena, &(struct file_get_in){case_id, id}, out);
    if (rc == RC_NOT_FOUND) {
        return fault_set(&ctx->fault, rc, reason(REASON_NOT_FOUND), NULL, NULL, NULL);
    }
    if (rc == RC_OK && strcmp(out->status, "kept") != 0) {
        return fault_set(&ctx->fault, RC_GONE, reason(REASON_FILE_REMOVED), NULL, NULL, NULL);
    }
    return rc;
}

/* ---- listing ---- */

static int file_may_remove(const struct ctx *ctx, const char *sender, const char *unit_id, const char *unit_path)
{
    return strcmp(sender, ctx->actor->account_id) == 0 || perm_role(ctx->actor, "bureau_head") ||
           perm_role_at(ctx->actor, "unit_leader", unit_id, unit_path);
}

/* Whether opening is an act that says why: originals always, of a sealed case every file. */
static int file_needs_reason(const struct case_row *c, int is_original)
{
    return is_original || c->is_sealed;
}

static enum rc file_fill(struct ctx *ctx, const struct file_list_of_case_out *r, const struct case_row *c,
                         int is_confidential, struct file_item *out)
{
    char *hash = arena_alloc(ctx->arena, 2 * r->hash.size + 1);
    if (hash == NULL) {
        return RC_TOO_LARGE;
    }
    crypto_hex(r->hash.data, r->hash.size, hash);
    *out = (struct file_item){.id = r->id,
                              .kind = r->kind,
                              .of_id = r->of_id,
                              .status = r->status,
                              .media = r->media,
                              .hash = hash,
                              .account_name = r->account_name,
                              .unit_name = r->unit_name,
                              .removed_name = r->removed_name,
                              .removed_reason = r->removed_reason,
                              .size = r->size,
                              .created_ms = r->created_ms,
                              .removed_ms = r->removed_ms,
                              .is_from_petitioner = strcmp(r->account_id, actor_system.account_id) == 0};
    if (strcmp(r->status, "kept") != 0) {
        return RC_OK;
    }
    struct file_keys keys;
    out->may_open = strcmp(r->kind, "original") != 0 || file_may_open(ctx, c, is_confidential, r->account_id);
    out->needs_reason = file_needs_reason(c, strcmp(r->kind, "original") == 0);
    out->may_remove = c->is_open && file_may_remove(ctx, r->account_id, r->unit_id, r->unit_path);
    enum rc rc = out->may_open ? file_keys_open(ctx, r->id, r->is_sealed != 0, r->key, &keys) : RC_OK;
    if (rc == RC_OK && out->may_open) {
        rc = file_name_open(ctx, &keys, r->id, r->name, &out->name);
        crypto_wipe(&keys, sizeof keys);
    }
    return rc;
}

enum rc file_list(struct ctx *ctx, struct tx *tx, const char *case_id, struct file_list *out)
{
    struct case_row c;
    struct file_list_of_case_out *rows = NULL;
    struct file_is_confidential_out wish;
    enum rc rc = case_get(ctx, tx, case_id, &c);
    rc =
        rc != RC_OK ? rc : file_rows_is_confidential(tx, ctx->arena, &(struct file_is_confidential_in){case_id}, &wish);
    rc = rc != RC_OK ? rc : file_room(ctx, tx, case_id, &out->left);
    rc = rc != RC_OK
             ? rc
             : file_rows_list_of_case(tx, ctx->arena, &(struct file_list_of_case_in){case_id}, &rows, &out->count);
    if (rc != RC_OK) {
        return rc;
    }
    out->left = c.archived_ms == SQL_NULL ? out->left : 0;
    out->items = arena_array_of(ctx->arena, struct file_item, out->count + 1);
    for (size_t i = 0; rc == RC_OK && out->items != NULL && i < out->count; i++) {
        rc = file_fill(ctx, &rows[i], &c, wish.is_confidential != 0, &out->items[i]);
    }
    return rc == RC_OK && out->items == NULL ? RC_TOO_LARGE : rc;
}

/* ---- opening ---- */

/* `is_noted`: the opening was put into a journal, or is about to be. */
static enum rc file_find_open(struct ctx *ctx, struct tx *tx, const char *case_id, const char *id, int is_noted,
                              struct case_row *c, struct file_row *row)
{
    enum rc rc = case_get(ctx, tx, case_id, c);
    rc = rc == RC_OK ? file_find(ctx, tx, case_id, id, row) : rc;
    if (rc != RC_OK) {
        return rc;
    }
    if (file_needs_reason(c, file_is_original(row)) != is_noted) {
        return is_noted ? fault_set(&ctx->fault, RC_REFUSED, reason(REASON_FILE_NOT_ORIGINAL), NULL, NULL, NULL)
                        : fault_set(&ctx->fault, RC_REFUSED, reason(REASON_FILE_ORIGINAL), NULL, NULL, NULL);
    }
    return file_is_original(row) ? file_check_original(ctx, tx, c, row->account_id) : RC_OK;
}

enum rc file_open(struct ctx *ctx, struct tx *tx, const char *case_id, const char *id, int is_noted,
                  struct file_opened *out)
{
    const struct env *env = ctx->env;
    struct case_row c;
    struct file_row row;
    struct file_keys keys;
    enum rc rc = file_find_open(ctx, tx, case_id, id, is_noted, &c, &row);
    rc = rc == RC_OK ? file_keys_open(ctx, row.id, row.is_sealed != 0, row.key, &keys) : rc;
    if (rc != RC_OK) {
        return rc;
    }
    rc = file_name_open(ctx, &keys, row.id, row.name, &out->name);
    struct file_content *content = rc == RC_OK ? calloc(1, sizeof *content) : NULL;
    rc = rc == RC_OK && content == NULL ? RC_UNAVAILABLE : rc;
    rc = rc == RC_OK ? file_content_open(env->files, row.id, keys.content, row.size, content) : rc;
    crypto_wipe(&keys, sizeof keys);
    if (rc != RC_OK) {
        LOG(LOG_ERROR, "files.open", LOG_S("id", row.id), LOG_S("rc", rc_slug(rc)),
            LOG_S("do", "petitiond doctor; restore the content from a backup"));
        free(content);
        return rc == RC_UNAVAILABLE ? rc : RC_INTERNAL;
    }
    out->content = content;
    out->media = row.media;
    out->id = row.id;
    out->size = row.size;
    return RC_OK;
}

void file_close(struct file_content *content)
{
    file_content_close(content);
    free(content);
}

enum rc file_note_opening(struct ctx *ctx, struct tx *tx, const char *case_id, const char *id, const char *why)
{
    struct case_row c;
    struct file_row row;
    struct changes changes;
    const char *names[] = {"reason"};
    struct value items[] = {{.kind = VALUE_TEXT, .text = "handling"}};
    const struct value fields = {.kind = VALUE_OBJECT, .names = names, .items = items, .count = 1};
    enum rc rc = file_find_open(ctx, tx, case_id, id, 1, &c, &row);
    if (rc != RC_OK) {
        return rc;
    }
    if (c.is_sealed) {
        return transition_apply(
            ctx, tx,
            &(struct transition_in){
                .case_id = case_id, .event = "reveal", .fields = &fields, .if_match = CASE_ANY_VERSION});
    }
    changes_init(&changes, ctx);
    changes_add(&changes, "file", NULL, id);
    changes_add(&changes, "reason", NULL, why);
    return office_journal_append(ctx, tx, "file.open", case_id, &changes);
}

/* ---- removing ---- */

static enum rc file_check_remove(struct ctx *ctx, struct tx *tx, const struct case_row *c, const struct file_row *row)
{
    struct unit_row unit = {0};
    struct file_find_user_out user;
    enum rc rc =
        row->unit_id != NULL ? unit_rows_get(tx, ctx->arena, &(struct unit_get_in){row->unit_id}, &unit) : RC_OK;
    if (rc != RC_OK) {
        return rc;
    }
    if (!file_may_remove(ctx, row->account_id, unit.id, unit.path)) {
        return fault_set(&ctx->fault, RC_FORBIDDEN, reason(REASON_FILE_NOT_YOURS), NULL, NULL, NULL);
    }
    if (!c->is_open) {
        return fault_set(&ctx->fault, RC_REFUSED, reason(REASON_FILE_CLOSED), NULL, NULL, NULL);
    }
    rc = file_rows_find_user(tx, ctx->arena, &(struct file_find_user_in){row->case_id, row->id}, &user);
    return rc == RC_OK          ? fault_set(&ctx->fault, RC_REFUSED, reason(REASON_FILE_IN_USE), NULL, NULL, NULL)
           : rc == RC_NOT_FOUND ? RC_OK
                                : rc;
}

enum rc file_remove(struct ctx *ctx, struct tx *tx, const char *case_id, const char *id, const char *why)
{
    struct case_work w;
    struct file_row row;
    enum rc rc = case_work_load(ctx, tx, case_id, &w);
    rc = rc == RC_OK ? file_find(ctx, tx, case_id, id, &row) : rc;
    rc = rc == RC_OK ? file_check_remove(ctx, tx, &w.row, &row) : rc;
    if (rc == RC_OK) {
        rc = file_rows_remove(
            tx, &(struct file_remove_in){
                    .id = id, .removed_ms = ctx->now_ms, .removed_by = ctx->actor->account_id, .removed_reason = why});
    }
    if (rc != RC_OK) {
        return rc;
    }
    changes_add(&w.changes, "file", id, NULL);
    changes_add(&w.changes, "reason", NULL, why);
    return case_save(&w, "file", NULL);
}

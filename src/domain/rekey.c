/*
 * rekey.c - see rekey.h.
 *
 * Runs on: looking anywhere, renewing on the writer. Owns: nothing.
 * Invariant: a row's value changes, what it says does not; so no version moves and no case's journal hears of it. Its digest and proof
 * are made anew (row_seal.h).
 */
#include "domain/rekey.h"

#include "domain/changes.h"
#include "domain/draft.h"
#include "domain/intake_draft.h"
#include "domain/office_journal.h"
#include "domain/row_seal.h"
#include "store/sql_stmts.h"
#include "store/vault.h"

#include <stdio.h>
#include <string.h>

static const char rekey_setting[] = "rekeyed";

struct rekey_row {
    const char *id;
    struct sql_blob sealed;
};

/* One kind of rows that lie under an epoch. */
struct rekey_part {
    enum ring_purpose purpose;
    const char *column; /* as it was sealed */
    enum rc (*list)(struct ctx *ctx, struct tx *tx, const char *after, struct rekey_row **rows, size_t *count);
    enum rc (*get)(struct ctx *ctx, struct tx *tx, const char *id, struct sql_blob *sealed);
    enum rc (*set)(struct ctx *ctx, struct tx *tx, const char *id, struct sql_blob sealed);
};

static enum rc rekey_list_persons(struct ctx *ctx, struct tx *tx, const char *after, struct rekey_row **rows,
                                  size_t *count)
{
    struct person_list_keys_out *found;
    enum rc rc =
        person_rows_list_keys(tx, ctx->arena, &(struct person_list_keys_in){after, REKEY_WINDOW}, &found, count);
    *rows = rc == RC_OK ? arena_array_of(ctx->arena, struct rekey_row, *count + 1) : NULL;
    for (size_t i = 0; *rows != NULL && i < *count; i++) {
        (*rows)[i] = (struct rekey_row){found[i].id, found[i].key};
    }
    return rc == RC_OK && *rows == NULL ? RC_TOO_LARGE : rc;
}

static enum rc rekey_get_person(struct ctx *ctx, struct tx *tx, const char *id, struct sql_blob *sealed)
{
    struct person_get_key_out row;
    enum rc rc = person_rows_get_key(tx, ctx->arena, &(struct person_get_key_in){id}, &row);
    *sealed = rc == RC_OK ? row.key : (struct sql_blob){NULL, 0};
    return rc;
}

static enum rc rekey_list_contents(struct ctx *ctx, struct tx *tx, const char *after, struct rekey_row **rows,
                                   size_t *count)
{
    struct sealed_list_contents_out *found;
    enum rc rc = sealed_rows_list_contents(tx, ctx->arena, &(struct sealed_list_contents_in){after, REKEY_WINDOW},
                                           &found, count);
    *rows = rc == RC_OK ? arena_array_of(ctx->arena, struct rekey_row, *count + 1) : NULL;
    for (size_t i = 0; *rows != NULL && i < *count; i++) {
        (*rows)[i] = (struct rekey_row){found[i].case_id, found[i].content};
    }
    return rc == RC_OK && *rows == NULL ? RC_TOO_LARGE : rc;
}

static enum rc rekey_get_content(struct ctx *ctx, struct tx *tx, const char *id, struct sql_blob *sealed)
{
    struct sealed_content_row row;
    enum rc rc = sealed_rows_get_content(tx, ctx->arena, &(struct sealed_get_content_in){id}, &row);
    *sealed = rc == RC_OK ? row.content : (struct sql_blob){NULL, 0};
    return rc;
}

static enum rc rekey_list_factors(struct ctx *ctx, struct tx *tx, const char *after, struct rekey_row **rows,
                                  size_t *count)
{
    struct factor_list_secrets_out *found;
    enum rc rc =
        factor_rows_list_secrets(tx, ctx->arena, &(struct factor_list_secrets_in){after, REKEY_WINDOW}, &found, count);
    *rows = rc == RC_OK ? arena_array_of(ctx->arena, struct rekey_row, *count + 1) : NULL;
    for (size_t i = 0; *rows != NULL && i < *count; i++) {
        (*rows)[i] = (struct rekey_row){found[i].account_id, found[i].secret};
    }
    return rc == RC_OK && *rows == NULL ? RC_TOO_LARGE : rc;
}

static enum rc rekey_get_factor(struct ctx *ctx, struct tx *tx, const char *id, struct sql_blob *sealed)
{
    struct factor_get_out row;
    enum rc rc = factor_rows_get(tx, ctx->arena, &(struct factor_get_in){id}, &row);
    *sealed = rc == RC_OK ? row.secret : (struct sql_blob){NULL, 0};
    return rc;
}

static enum rc rekey_set_factor(struct ctx *ctx, struct tx *tx, const char *id, struct sql_blob sealed)
{
    (void)ctx;
    return factor_rows_set_secret(tx, &(struct factor_set_secret_in){.account_id = id, .secret = sealed});
}

/* Files of the sealed lane lie under its own key, the others under the one for fields. */
static enum rc rekey_list_file_keys(struct ctx *ctx, struct tx *tx, int is_sealed, const char *after,
                                    struct rekey_row **rows, size_t *count)
{
    struct file_list_keys_out *found;
    enum rc rc =
        file_rows_list_keys(tx, ctx->arena, &(struct file_list_keys_in){after, is_sealed, REKEY_WINDOW}, &found, count);
    *rows = rc == RC_OK ? arena_array_of(ctx->arena, struct rekey_row, *count + 1) : NULL;
    for (size_t i = 0; *rows != NULL && i < *count; i++) {
        (*rows)[i] = (struct rekey_row){found[i].id, found[i].key};
    }
    return rc == RC_OK && *rows == NULL ? RC_TOO_LARGE : rc;
}

static enum rc rekey_list_files(struct ctx *ctx, struct tx *tx, const char *after, struct rekey_row **rows,
                                size_t *count)
{
    return rekey_list_file_keys(ctx, tx, 0, after, rows, count);
}

static enum rc rekey_list_sealed_files(struct ctx *ctx, struct tx *tx, const char *after, struct rekey_row **rows,
                                       size_t *count)
{
    return rekey_list_file_keys(ctx, tx, 1, after, rows, count);
}

static enum rc rekey_get_file(struct ctx *ctx, struct tx *tx, const char *id, struct sql_blob *sealed)
{
    struct file_get_key_out row;
    enum rc rc = file_rows_get_key(tx, ctx->arena, &(struct file_get_key_in){id}, &row);
    *sealed = rc == RC_OK ? row.key : (struct sql_blob){NULL, 0};
    return rc;
}

static enum rc rekey_list_draft_rows(struct ctx *ctx, struct tx *tx, int is_sealed, const char *after,
                                     struct rekey_row **rows, size_t *count)
{
    struct draft_list_contents_out *found;
    enum rc rc = draft_rows_list_contents(
        tx, ctx->arena, &(struct draft_list_contents_in){after, is_sealed, REKEY_WINDOW}, &found, count);
    *rows = rc == RC_OK ? arena_array_of(ctx->arena, struct rekey_row, *count + 1) : NULL;
    for (size_t i = 0; *rows != NULL && i < *count; i++) {
        (*rows)[i] = (struct rekey_row){found[i].id, found[i].content};
    }
    return rc == RC_OK && *rows == NULL ? RC_TOO_LARGE : rc;
}

static enum rc rekey_list_drafts(struct ctx *ctx, struct tx *tx, const char *after, struct rekey_row **rows,
                                 size_t *count)
{
    return rekey_list_draft_rows(ctx, tx, 0, after, rows, count);
}

static enum rc rekey_list_sealed_drafts(struct ctx *ctx, struct tx *tx, const char *after, struct rekey_row **rows,
                                        size_t *count)
{
    return rekey_list_draft_rows(ctx, tx, 1, after, rows, count);
}

static enum rc rekey_get_draft(struct ctx *ctx, struct tx *tx, const char *id, struct sql_blob *sealed)
{
    struct draft_get_content_out row;
    enum rc rc = draft_rows_get_content(tx, ctx->arena, &(struct draft_get_content_in){id}, &row);
    *sealed = rc == RC_OK ? row.content : (struct sql_blob){NULL, 0};
    return rc;
}

static enum rc rekey_set_draft(struct ctx *ctx, struct tx *tx, const char *id, struct sql_blob sealed)
{
    (void)ctx;
    return draft_rows_set_content(tx, &(struct draft_set_content_in){.id = id, .content = sealed});
}

static enum rc rekey_list_intake_rows(struct ctx *ctx, struct tx *tx, int is_sealed, const char *after,
                                      struct rekey_row **rows, size_t *count)
{
    struct intake_draft_list_contents_out *found;
    enum rc rc = intake_draft_rows_list_contents(
        tx, ctx->arena, &(struct intake_draft_list_contents_in){after, is_sealed, REKEY_WINDOW}, &found, count);
    *rows = rc == RC_OK ? arena_array_of(ctx->arena, struct rekey_row, *count + 1) : NULL;
    for (size_t i = 0; *rows != NULL && i < *count; i++) {
        (*rows)[i] = (struct rekey_row){found[i].id, found[i].content};
    }
    return rc == RC_OK && *rows == NULL ? RC_TOO_LARGE : rc;
}

static enum rc rekey_list_intakes(struct ctx *ctx, struct tx *tx, const char *after, struct rekey_row **rows,
                                  size_t *count)
{
    return rekey_list_intake_rows(ctx, tx, 0, after, rows, count);
}

static enum rc rekey_list_sealed_intakes(struct ctx *ctx, struct tx *tx, const char *after, struct rekey_row **rows,
                                         size_t *count)
{
    return rekey_list_intake_rows(ctx, tx, 1, after, rows, count);
}

static enum rc rekey_get_intake(struct ctx *ctx, struct tx *tx, const char *id, struct sql_blob *sealed)
{
    struct intake_draft_row row;
    enum rc rc = intake_draft_rows_get(tx, ctx->arena, &(struct intake_draft_get_in){id}, &row);
    *sealed = rc == RC_OK ? row.content : (struct sql_blob){NULL, 0};
    return rc;
}

static enum rc rekey_set_intake(struct ctx *ctx, struct tx *tx, const char *id, struct sql_blob sealed)
{
    (void)ctx;
    return intake_draft_rows_set_content(tx, &(struct intake_draft_set_content_in){.id = id, .content = sealed});
}

static const struct rekey_part rekey_table[] = {
    {RING_FIELD, VAULT_KEY_COLUMN, rekey_list_persons, rekey_get_person, row_seal_rekey_person},
    {RING_FIELD, "factors.secret", rekey_list_factors, rekey_get_factor, rekey_set_factor},
    {RING_SEALED, "sealed_contents.content", rekey_list_contents, rekey_get_content, row_seal_rekey_content},
    {RING_FIELD, VAULT_FILE_KEY_COLUMN, rekey_list_files, rekey_get_file, row_seal_rekey_file},
    {RING_SEALED, VAULT_FILE_KEY_COLUMN, rekey_list_sealed_files, rekey_get_file, row_seal_rekey_file},
    {RING_FIELD, DRAFT_COLUMN, rekey_list_drafts, rekey_get_draft, rekey_set_draft},
    {RING_SEALED, DRAFT_COLUMN, rekey_list_sealed_drafts, rekey_get_draft, rekey_set_draft},
    {RING_FIELD, INTAKE_DRAFT_COLUMN, rekey_list_intakes, rekey_get_intake, rekey_set_intake},
    {RING_SEALED, INTAKE_DRAFT_COLUMN, rekey_list_sealed_intakes, rekey_get_intake, rekey_set_intake},
};
const int rekey_parts = sizeof rekey_table / sizeof rekey_table[0];

/* One window, and the cursor behind it. */
static enum rc rekey_window(struct ctx *ctx, struct tx *tx, struct rekey_cursor *at, struct rekey_row **rows,
                            size_t *count)
{
    enum rc rc = rekey_table[at->part].list(ctx, tx, at->after, rows, count);
    if (rc != RC_OK) {
        return rc;
    }
    if (*count < REKEY_WINDOW) {
        *at = (struct rekey_cursor){.part = at->part + 1};
        return RC_OK;
    }
    const char *last = (*rows)[*count - 1].id;
    return (size_t)snprintf(at->after, sizeof at->after, "%s", last) < sizeof at->after ? RC_OK : RC_INTERNAL;
}

enum rc rekey_look(struct ctx *ctx, struct tx *tx, struct rekey_cursor *at, const char ***ids, size_t *count)
{
    const struct rekey_part *part = &rekey_table[at->part];
    struct rekey_row *rows = NULL;
    size_t n = 0;
    int newest = vault_epoch(ctx->vault, part->purpose);
    enum rc rc = rekey_window(ctx, tx, at, &rows, &n);
    *count = 0;
    *ids = rc == RC_OK ? arena_array_of(ctx->arena, const char *, n + 1) : NULL;
    if (*ids == NULL) {
        return rc == RC_OK ? RC_TOO_LARGE : rc;
    }
    for (size_t i = 0; i < n; i++) {
        if (vault_epoch_of(rows[i].sealed) != newest) {
            (*ids)[(*count)++] = rows[i].id;
        }
    }
    return RC_OK;
}

enum rc rekey_renew(struct ctx *ctx, struct tx *tx, int part, const char *const *ids, size_t count)
{
    const struct rekey_part *p = &rekey_table[part];
    int newest = vault_epoch(ctx->vault, p->purpose);
    enum rc rc = RC_OK;
    for (size_t i = 0; rc == RC_OK && i < count; i++) {
        struct sql_blob old;
        struct sql_blob renewed;
        rc = p->get(ctx, tx, ids[i], &old);
        if (rc == RC_NOT_FOUND || (rc == RC_OK && vault_epoch_of(old) == newest)) {
            rc = RC_OK;
            continue;
        }
        rc = rc != RC_OK ? rc : vault_renew(ctx->vault, ctx->arena, p->purpose, p->column, ids[i], old, &renewed);
        rc = rc != RC_OK ? rc : p->set(ctx, tx, ids[i], renewed);
    }
    return rc;
}

static const char *rekey_stand(struct ctx *ctx)
{
    return arena_printf(ctx->arena, "%d.%d", vault_epoch(ctx->vault, RING_FIELD), vault_epoch(ctx->vault, RING_SEALED));
}

enum rc rekey_is_done(struct ctx *ctx, struct tx *tx, int *is_done)
{
    struct setting_get_out row;
    const char *stand = rekey_stand(ctx);
    enum rc rc = setting_rows_get(tx, ctx->arena, &(struct setting_get_in){rekey_setting}, &row);
    /* An office that never changed its keys has written nothing down. */
    const char *kept = rc == RC_OK ? row.value : "1.1";
    *is_done = stand != NULL && strcmp(kept, stand) == 0;
    return rc == RC_NOT_FOUND ? RC_OK : rc;
}

enum rc rekey_finish(struct ctx *ctx, struct tx *tx)
{
    struct changes changes;
    const char *stand = rekey_stand(ctx);
    if (stand == NULL) {
        return RC_TOO_LARGE;
    }
    changes_init(&changes, ctx);
    changes_add(&changes, "epochs", NULL, stand);
    enum rc rc = setting_rows_save(tx, &(struct setting_save_in){rekey_setting, stand});
    return rc == RC_OK ? office_journal_append(ctx, tx, "keys.renewed", "keys", &changes) : rc;
}

enum rc rekey_count(struct ctx *ctx, struct tx *tx, enum ring_purpose purpose, int64_t *counts, size_t size)
{
    struct rekey_cursor at = {0};
    enum rc rc = RC_OK;
    while (rc == RC_OK && at.part < rekey_parts) {
        struct arena_mark mark = arena_mark(ctx->arena);
        struct rekey_row *rows = NULL;
        size_t n = 0;
        int part = at.part;
        rc = rekey_window(ctx, tx, &at, &rows, &n);
        for (size_t i = 0; rc == RC_OK && rekey_table[part].purpose == purpose && i < n; i++) {
            size_t epoch = (size_t)vault_epoch_of(rows[i].sealed);
            counts[epoch < size ? epoch : 0]++;
        }
        arena_reset_to(ctx->arena, mark);
    }
    return rc;
}

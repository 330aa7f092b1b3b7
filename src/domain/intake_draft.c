/*
 * intake_draft.c - see intake_draft.h.
 *
 * Runs on: reading anywhere, the rest on the writer. Owns: nothing.
 */
#include "domain/intake_draft.h"

#include "base/buf.h"
#include "domain/perm.h"
#include "domain/reason.h"
#include "store/vault.h"

#include <string.h>

#define INTAKE_DRAFT_MS (INTAKE_DRAFT_DAYS * INT64_C(24) * 3600 * 1000)

enum rc intake_draft_list(struct ctx *ctx, struct tx *tx, struct intake_draft **out, size_t *count)
{
    struct intake_draft_row *rows;
    enum rc rc = intake_draft_rows_list_of_account(
        tx, ctx->arena,
        &(struct intake_draft_list_of_account_in){ctx->actor->account_id, ctx->now_ms - INTAKE_DRAFT_MS}, &rows, count);
    if (rc != RC_OK) {
        return rc;
    }
    *out = arena_array_of(ctx->arena, struct intake_draft, *count + 1);
    for (size_t i = 0; *out != NULL && rc == RC_OK && i < *count; i++) {
        const struct intake_draft_row *row = &rows[i];
        struct intake_draft *d = &(*out)[i];
        *d = (struct intake_draft){.id = row->id, .saved_ms = row->saved_ms};
        rc = row->is_sealed
                 ? vault_unlock(ctx->vault, ctx->arena, INTAKE_DRAFT_COLUMN, row->id, row->content, &d->content)
                 : vault_open(ctx->vault, ctx->arena, INTAKE_DRAFT_COLUMN, row->id, row->content, &d->content);
    }
    return *out != NULL ? rc : RC_TOO_LARGE;
}

/* The purpose decides under which key it lies, and whether it is kept at all. */
static enum rc intake_draft_seal(struct ctx *ctx, const char *id, const struct value *content, int *is_sealed,
                                 struct sql_blob *out)
{
    struct buf text;
    const char *purpose = value_text(content, "purpose");
    *is_sealed = purpose != NULL && strcmp(purpose, "accusation") == 0;
    if (*is_sealed && !perm_role(ctx->actor, "accusation_officer")) {
        return fault_set(&ctx->fault, RC_REFUSED, reason(REASON_SEALED_LANE), "/content/purpose", NULL, NULL);
    }
    buf_init(&text, ctx->arena);
    value_put_json(&text, content);
    const char *clear = buf_cstr(&text);
    if (clear == NULL || strlen(clear) > INTAKE_DRAFT_BYTES_MAX) {
        return fault_set(&ctx->fault, RC_TOO_LARGE, reason(REASON_DRAFT_TOO_LONG), "/content", NULL, NULL);
    }
    return *is_sealed ? vault_lock(ctx->vault, ctx->arena, INTAKE_DRAFT_COLUMN, id, clear, out)
                      : vault_seal(ctx->vault, ctx->arena, INTAKE_DRAFT_COLUMN, id, clear, out);
}

/* Room for one more: what is old goes first. */
static enum rc intake_draft_make_room(struct ctx *ctx, struct tx *tx)
{
    struct intake_draft_count_of_account_out n = {0};
    enum rc rc = intake_draft_rows_prune(tx, &(struct intake_draft_prune_in){ctx->now_ms - INTAKE_DRAFT_MS});
    rc = rc == RC_OK ? intake_draft_rows_count_of_account(
                           tx, ctx->arena, &(struct intake_draft_count_of_account_in){ctx->actor->account_id}, &n)
                     : rc;
    if (rc == RC_OK && n.total >= INTAKE_DRAFT_MAX) {
        return fault_set(&ctx->fault, RC_REFUSED, reason(REASON_TOO_MANY_DRAFTS), NULL,
                         arena_printf(ctx->arena, "%d", INTAKE_DRAFT_MAX), NULL);
    }
    return rc;
}

enum rc intake_draft_put(struct ctx *ctx, struct tx *tx, const char *id, const struct value *content,
                         struct intake_draft *out)
{
    struct intake_draft_row row;
    struct sql_blob sealed;
    int is_sealed = 0;
    enum rc found = intake_draft_rows_get(tx, ctx->arena, &(struct intake_draft_get_in){id}, &row);
    if (found != RC_OK && found != RC_NOT_FOUND) {
        return found;
    }
    if (found == RC_OK && strcmp(row.account_id, ctx->actor->account_id) != 0) {
        return fault_set(&ctx->fault, RC_NOT_FOUND, reason(REASON_NOT_FOUND), NULL, NULL, NULL);
    }
    enum rc rc = intake_draft_seal(ctx, id, content, &is_sealed, &sealed);
    if (rc == RC_OK && found == RC_OK) {
        rc = intake_draft_rows_save(tx, &(struct intake_draft_save_in){id, is_sealed, sealed, ctx->now_ms});
    } else if (rc == RC_OK) {
        rc = intake_draft_make_room(ctx, tx);
        rc = rc == RC_OK ? intake_draft_rows_add(tx, &(struct intake_draft_add_in){id, ctx->actor->account_id,
                                                                                   is_sealed, sealed, ctx->now_ms})
                         : rc;
    }
    *out = (struct intake_draft){.id = id, .saved_ms = ctx->now_ms};
    return rc;
}

enum rc intake_draft_drop(struct ctx *ctx, struct tx *tx, const char *id)
{
    return id != NULL ? intake_draft_rows_drop(tx, &(struct intake_draft_drop_in){ctx->actor->account_id, id}) : RC_OK;
}

enum rc intake_draft_forget(struct tx *tx, const char *account_id)
{
    return intake_draft_rows_drop_unentitled(tx, &(struct intake_draft_drop_unentitled_in){account_id});
}

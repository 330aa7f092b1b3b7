/*
 * draft.c - see draft.h.
 *
 * Runs on: reading anywhere, the rest on the writer. Owns: nothing.
 */
#include "domain/draft.h"

#include "base/clock.h"
#include "base/ident.h"
#include "domain/case.h"
#include "domain/reason.h"
#include "store/vault.h"

#include <string.h>

#define DRAFT_KEPT_MS (INT64_C(90) * 24 * 3600 * 1000)

static enum rc draft_open(struct ctx *ctx, const struct draft_row *row, struct draft *out)
{
    *out = (struct draft){.case_id = row->case_id,
                          .composer = row->composer,
                          .case_version = row->case_version,
                          .saved_ms = row->saved_ms};
    return row->is_sealed ? vault_unlock(ctx->vault, ctx->arena, DRAFT_COLUMN, row->id, row->content, &out->content)
                          : vault_open(ctx->vault, ctx->arena, DRAFT_COLUMN, row->id, row->content, &out->content);
}

enum rc draft_get(struct ctx *ctx, struct tx *tx, const char *case_id, const char *composer, struct draft *out)
{
    struct case_row c;
    struct draft_row row;
    enum rc rc = case_get(ctx, tx, case_id, &c);
    if (rc != RC_OK) {
        return rc;
    }
    rc = draft_rows_get(tx, ctx->arena, &(struct draft_get_in){ctx->actor->account_id, case_id, composer}, &row);
    if (rc == RC_NOT_FOUND) {
        *out = (struct draft){.case_id = case_id, .composer = composer, .case_version = SQL_NULL, .saved_ms = SQL_NULL};
        return RC_OK;
    }
    return rc == RC_OK ? draft_open(ctx, &row, out) : rc;
}

enum rc draft_list(struct ctx *ctx, struct tx *tx, const char *case_id, struct draft **out, size_t *count)
{
    struct case_row c;
    struct draft_row *rows;
    enum rc rc = case_get(ctx, tx, case_id, &c);
    if (rc == RC_OK) {
        rc = draft_rows_list_of_case(tx, ctx->arena, &(struct draft_list_of_case_in){ctx->actor->account_id, case_id},
                                     &rows, count);
    }
    if (rc != RC_OK) {
        return rc;
    }
    *out = arena_array_of(ctx->arena, struct draft, *count + 1);
    for (size_t i = 0; *out != NULL && rc == RC_OK && i < *count; i++) {
        rc = draft_open(ctx, &rows[i], &(*out)[i]);
    }
    return *out != NULL ? rc : RC_TOO_LARGE;
}

/* Room for one more: what may not be seen any more and what is old goes first. */
static enum rc draft_make_room(struct ctx *ctx, struct tx *tx)
{
    struct draft_count_of_account_out n;
    const char *account = ctx->actor->account_id;
    enum rc rc = draft_forget(ctx, tx, account);
    rc = rc == RC_OK ? draft_rows_prune(tx, &(struct draft_prune_in){ctx->now_ms - DRAFT_KEPT_MS}) : rc;
    rc = rc == RC_OK ? draft_rows_count_of_account(tx, ctx->arena, &(struct draft_count_of_account_in){account}, &n)
                     : rc;
    if (rc == RC_OK && n.total >= DRAFT_MAX) {
        return fault_set(&ctx->fault, RC_REFUSED, reason(REASON_TOO_MANY_DRAFTS), NULL,
                         arena_printf(ctx->arena, "%d", DRAFT_MAX), NULL);
    }
    return rc;
}

static enum rc draft_store(struct ctx *ctx, struct tx *tx, const struct draft *in, const struct case_row *c,
                           const char *known)
{
    struct sql_blob sealed;
    const char *id = known != NULL ? known : ident_make(ctx->arena, ctx->now_ms);
    if (id == NULL) {
        return RC_TOO_LARGE;
    }
    enum rc rc = c->is_sealed ? vault_lock(ctx->vault, ctx->arena, DRAFT_COLUMN, id, in->content, &sealed)
                              : vault_seal(ctx->vault, ctx->arena, DRAFT_COLUMN, id, in->content, &sealed);
    if (rc != RC_OK) {
        return rc;
    }
    if (known != NULL) {
        return draft_rows_save(tx, &(struct draft_save_in){id, c->is_sealed, sealed, in->case_version, ctx->now_ms});
    }
    return draft_rows_add(tx, &(struct draft_add_in){.id = id,
                                                     .account_id = ctx->actor->account_id,
                                                     .case_id = c->id,
                                                     .composer = in->composer,
                                                     .is_sealed = c->is_sealed,
                                                     .content = sealed,
                                                     .case_version = in->case_version,
                                                     .saved_ms = ctx->now_ms});
}

enum rc draft_put(struct ctx *ctx, struct tx *tx, const struct draft *in, struct draft *out)
{
    struct case_row c;
    struct draft_row row;
    enum rc rc = case_get(ctx, tx, in->case_id, &c);
    if (rc == RC_OK && c.certificate != NULL) {
        return fault_set(&ctx->fault, RC_REFUSED, reason(REASON_CASE_PURGED), NULL, c.certificate, NULL);
    }
    if (rc == RC_OK && strlen(in->content) > DRAFT_BYTES_MAX) {
        return fault_set(&ctx->fault, RC_TOO_LARGE, reason(REASON_DRAFT_TOO_LONG), "/content", NULL, NULL);
    }
    if (rc != RC_OK) {
        return rc;
    }
    rc =
        draft_rows_get(tx, ctx->arena, &(struct draft_get_in){ctx->actor->account_id, in->case_id, in->composer}, &row);
    int is_new = rc == RC_NOT_FOUND;
    if (is_new) {
        rc = draft_make_room(ctx, tx);
    }
    if (rc == RC_OK) {
        rc = draft_store(ctx, tx, in, &c, is_new ? NULL : row.id);
    }
    *out = *in;
    out->saved_ms = ctx->now_ms;
    return rc;
}

enum rc draft_drop(struct ctx *ctx, struct tx *tx, const char *case_id, const char *composer)
{
    struct case_row c;
    enum rc rc = case_get(ctx, tx, case_id, &c);
    return rc == RC_OK ? draft_sent(ctx, tx, case_id, composer) : rc;
}

enum rc draft_sent(struct ctx *ctx, struct tx *tx, const char *case_id, const char *composer)
{
    const struct actor *actor = ctx->actor;
    if (actor->account_id == NULL || actor->kind == ACTOR_SYSTEM) {
        return RC_OK;
    }
    return draft_rows_drop(tx, &(struct draft_drop_in){actor->account_id, case_id, composer});
}

enum rc draft_forget(struct ctx *ctx, struct tx *tx, const char *account_id)
{
    return draft_rows_drop_unseen(tx, &(struct draft_drop_unseen_in){account_id, clock_day_of(ctx->now_ms)});
}

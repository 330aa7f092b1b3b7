/*
 * token.c - makes and revokes bearer tokens.
 *
 * Runs on: the writer. Owns: nothing. Invariant: the token itself is neither stored nor journalled.
 */
#include "domain/token.h"

#include "base/buf.h"
#include "base/clock.h"
#include "base/crypto.h"
#include "base/ident.h"
#include "domain/actor.h"
#include "domain/binding.h"
#include "domain/office_journal.h"
#include "domain/office_object.h"
#include "domain/reason.h"

#include <stdio.h>
#include <string.h>

enum { TOKEN_DAYS_MAX = 365, TOKEN_TEXT_SIZE = 64, TOKEN_BATCH = 100 };

static enum rc token_check_session(struct ctx *ctx)
{
    if (ctx->actor->kind != ACTOR_ACCOUNT) {
        return fault_set(&ctx->fault, RC_FORBIDDEN, reason(REASON_TOKEN_NEEDS_SESSION), NULL, NULL, NULL);
    }
    return RC_OK;
}

/* The keys separated by spaces; every mistake is reported at its item. */
static enum rc token_permissions(struct ctx *ctx, const struct token_new *in, const char **out)
{
    struct buf text;
    buf_init(&text, ctx->arena);
    enum rc rc = RC_OK;
    for (size_t i = 0; i < in->permission_count; i++) {
        const char *key = in->permissions[i];
        enum perm p = perm_find(key);
        const char *pointer = arena_printf(ctx->arena, "/permissions/%zu", i);
        if (p == PERM_NONE) {
            rc = fault_add(&ctx->fault, reason(REASON_UNKNOWN_PERMISSION), pointer, key, NULL);
        } else if (!perm_has(ctx->actor, p)) {
            rc = fault_add(&ctx->fault, reason(REASON_PERMISSION_NOT_OWNED), pointer, key, NULL);
        }
        buf_printf(&text, i > 0 ? " %s" : "%s", key);
    }
    *out = buf_cstr(&text);
    return rc != RC_OK ? rc : *out != NULL ? RC_OK : RC_TOO_LARGE;
}

static enum rc token_check(struct ctx *ctx, const struct token_new *in, const char **permissions)
{
    int64_t today = clock_day_of(ctx->now_ms);
    enum rc rc = token_check_session(ctx);
    if (rc != RC_OK) {
        return rc;
    }
    if (in->expires_day <= today) {
        rc = fault_add(&ctx->fault, reason(REASON_DATE_PAST), "/expires_on", NULL, NULL);
    } else if (in->expires_day > today + TOKEN_DAYS_MAX) {
        rc = fault_add(&ctx->fault, reason(REASON_TOKEN_TOO_LONG), "/expires_on", NULL, NULL);
    }
    enum rc listed = token_permissions(ctx, in, permissions);
    return rc != RC_OK ? rc : listed;
}

static enum rc token_store(struct ctx *ctx, struct tx *tx, const char *name, const struct binding_token *row)
{
    struct sql_blob proof;
    enum rc rc = binding_of_token(ctx, row, &proof);
    return rc != RC_OK ? rc
                       : token_rows_add(tx, &(struct token_add_in){.hash = row->hash,
                                                                   .id = row->id,
                                                                   .account_id = row->account_id,
                                                                   .name = name,
                                                                   .permissions = row->permissions,
                                                                   .created_ms = row->created_ms,
                                                                   .expires_ms = row->expires_ms,
                                                                   .proof = proof});
}

enum rc token_add(struct ctx *ctx, struct tx *tx, const struct token_new *in, struct token_row *out,
                  const char **secret)
{
    const char *permissions;
    enum rc rc = token_check(ctx, in, &permissions);
    if (rc != RC_OK) {
        return rc;
    }
    uint8_t raw[CRYPTO_TOKEN_BYTES];
    char text[TOKEN_TEXT_SIZE];
    struct sql_blob hash;
    char *id = arena_alloc(ctx->arena, IDENT_SIZE);
    crypto_random(raw, sizeof raw);
    crypto_base64(raw, sizeof raw, text);
    *secret = arena_printf(ctx->arena, "ptd_%s", text);
    if (id == NULL || *secret == NULL) {
        return RC_TOO_LARGE;
    }
    ident_new(ctx->now_ms, id);
    rc = actor_token_hash(ctx, *secret, &hash);
    if (rc == RC_OK) {
        rc = token_store(ctx, tx, in->name,
                         &(struct binding_token){.hash = hash,
                                                 .id = id,
                                                 .account_id = ctx->actor->account_id,
                                                 .permissions = permissions,
                                                 .created_ms = ctx->now_ms,
                                                 .expires_ms = clock_day_start_ms((int32_t)in->expires_day + 1)});
    }
    if (rc == RC_OK) {
        rc = token_rows_get(tx, ctx->arena, &(struct token_get_in){id}, out);
    }
    if (rc != RC_OK) {
        return rc;
    }
    struct changes changes;
    changes_init(&changes, ctx);
    changes_add(&changes, "name", NULL, in->name);
    changes_add(&changes, "permissions", NULL, permissions);
    changes_touch(&changes, "token", id);
    return office_journal_append(ctx, tx, "token.add", id, &changes);
}

static enum rc token_end_row(struct ctx *ctx, struct tx *tx, const char *id, struct changes *changes)
{
    changes_touch(changes, "token", id);
    enum rc rc = token_rows_revoke(tx, &(struct token_revoke_in){id, ctx->now_ms});
    if (rc == RC_OK) {
        rc = actor_changed(tx);
    }
    return rc == RC_OK ? office_journal_append(ctx, tx, "token.drop", id, changes) : rc;
}

enum rc token_drop(struct ctx *ctx, struct tx *tx, const char *id)
{
    struct token_row row;
    struct changes changes;
    enum rc rc = token_check_session(ctx);
    if (rc != RC_OK) {
        return rc;
    }
    changes_init(&changes, ctx);
    rc = token_rows_get(tx, ctx->arena, &(struct token_get_in){id}, &row);
    if (rc == RC_NOT_FOUND || (rc == RC_OK && strcmp(row.account_id, ctx->actor->account_id) != 0)) {
        return fault_set(&ctx->fault, RC_NOT_FOUND, reason(REASON_NOT_FOUND), NULL, NULL, NULL);
    }
    return rc == RC_OK ? token_end_row(ctx, tx, id, &changes) : rc;
}

enum rc token_end(struct ctx *ctx, struct tx *tx, const char *id, const char *why)
{
    struct token_row row;
    struct changes changes;
    enum rc rc = token_check_session(ctx);
    if (rc != RC_OK) {
        return rc;
    }
    rc = token_rows_get(tx, ctx->arena, &(struct token_get_in){id}, &row);
    if (rc == RC_NOT_FOUND || (rc == RC_OK && (row.revoked_ms != SQL_NULL || row.expires_ms <= ctx->now_ms))) {
        return fault_set(&ctx->fault, RC_NOT_FOUND, reason(REASON_NOT_FOUND), NULL, NULL, NULL);
    }
    changes_init(&changes, ctx);
    changes_add(&changes, "account_id", NULL, row.account_id);
    changes_add(&changes, "reason", NULL, why);
    return rc == RC_OK ? token_end_row(ctx, tx, id, &changes) : rc;
}

enum rc token_end_all(struct ctx *ctx, struct tx *tx, const char *account_id)
{
    struct token_list_unrevoked_out *rows;
    size_t count = TOKEN_BATCH;
    enum rc rc = RC_OK;
    while (rc == RC_OK && count == TOKEN_BATCH) {
        rc = token_rows_list_unrevoked(tx, ctx->arena, &(struct token_list_unrevoked_in){account_id, TOKEN_BATCH},
                                       &rows, &count);
        for (size_t i = 0; rc == RC_OK && i < count; i++) {
            struct changes changes;
            changes_init(&changes, ctx);
            changes_add(&changes, "account_id", NULL, account_id);
            rc = token_end_row(ctx, tx, rows[i].id, &changes);
        }
    }
    return rc;
}

enum rc token_begin(struct ctx *ctx, struct tx *tx)
{
    struct token_list_unproved_out *rows;
    size_t count = 0;
    enum rc rc = token_rows_list_unproved(tx, ctx->arena, &(struct token_list_unproved_in){ctx->now_ms}, &rows, &count);
    for (size_t i = 0; rc == RC_OK && i < count; i++) {
        const struct token_list_unproved_out *r = &rows[i];
        struct sql_blob proof;
        int is_sealed = 0;
        rc = office_object_fits(ctx, tx, "token", r->id, &is_sealed);
        if (rc != RC_OK || !is_sealed) {
            continue;
        }
        rc = binding_of_token(
            ctx, &(struct binding_token){r->hash, r->id, r->account_id, r->permissions, r->created_ms, r->expires_ms},
            &proof);
        rc = rc == RC_OK ? token_rows_set_proof(tx, &(struct token_set_proof_in){r->id, proof}) : rc;
    }
    return rc;
}

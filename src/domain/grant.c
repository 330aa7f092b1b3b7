/*
 * grant.c - gives and takes roles at places.
 *
 * Runs on: the writer. Owns: nothing.
 */
#include "domain/grant.h"

#include "base/clock.h"
#include "base/ident.h"
#include "domain/account.h"
#include "domain/actor.h"
#include "domain/confirmation.h"
#include "domain/draft.h"
#include "domain/intake_draft.h"
#include "domain/office_journal.h"
#include "domain/reason.h"
#include "domain/unit.h"

#include <string.h>

static enum rc grant_check_self(struct ctx *ctx, const char *account_id)
{
    if (ctx->actor->account_id != NULL && strcmp(ctx->actor->account_id, account_id) == 0) {
        return fault_set(&ctx->fault, RC_REFUSED, reason(REASON_GRANT_SELF), NULL, NULL, NULL);
    }
    return RC_OK;
}

enum rc grant_check(struct ctx *ctx, struct tx *tx, const struct grant_new *in)
{
    struct account_row account;
    struct grant_get_role_out role;
    struct unit_row unit;
    enum rc rc = grant_check_self(ctx, in->account_id);
    if (rc != RC_OK) {
        return rc;
    }
    rc = account_rows_get(tx, ctx->arena, &(struct account_get_in){in->account_id}, &account);
    if (rc == RC_NOT_FOUND) {
        return fault_add(&ctx->fault, reason(REASON_UNKNOWN_ACCOUNT), "/account_id", NULL, NULL);
    }
    if (rc == RC_OK && account.is_disabled) {
        return fault_add(&ctx->fault, reason(REASON_ACCOUNT_DISABLED), "/account_id", NULL, NULL);
    }
    if (rc == RC_OK) {
        rc = grant_rows_get_role(tx, ctx->arena, &(struct grant_get_role_in){in->role}, &role);
    }
    if (rc == RC_NOT_FOUND) {
        return fault_add(&ctx->fault, reason(REASON_UNKNOWN_ROLE), "/role", in->role, NULL);
    }
    if (rc == RC_OK) {
        rc = unit_check(ctx, tx, in->unit_id, "/unit_id", &unit);
    }
    if (rc == RC_OK && in->valid_from != SQL_NULL && in->valid_to != SQL_NULL && in->valid_to < in->valid_from) {
        return fault_add(&ctx->fault, reason(REASON_DATE_ORDER), "/valid_to", NULL, NULL);
    }
    return rc;
}

/* `changes` may name other grants that went with it. */
static enum rc grant_journal(struct ctx *ctx, struct tx *tx, const char *action, const struct grant_row *g, int is_new,
                             struct changes *changes)
{
    changes_add(changes, "account_id", is_new ? NULL : g->account_id, is_new ? g->account_id : NULL);
    changes_add(changes, "role", is_new ? NULL : g->role, is_new ? g->role : NULL);
    changes_add(changes, "unit_id", is_new ? NULL : g->unit_id, is_new ? g->unit_id : NULL);
    changes_add(changes, "scope", is_new ? NULL : g->scope, is_new ? g->scope : NULL);
    changes_touch(changes, "grant", g->id);
    enum rc rc = actor_changed(tx);
    return rc == RC_OK ? office_journal_append(ctx, tx, action, g->id, changes) : rc;
}

enum rc grant_add(struct ctx *ctx, struct tx *tx, const struct grant_new *in, struct grant_row *out)
{
    enum rc rc = confirmation_guard_role(ctx, tx, in->role);
    return rc == RC_OK ? grant_add_confirmed(ctx, tx, in, out) : rc;
}

enum rc grant_add_confirmed(struct ctx *ctx, struct tx *tx, const struct grant_new *in, struct grant_row *out)
{
    struct grant_find_out same;
    struct changes changes;
    changes_init(&changes, ctx);
    enum rc rc = grant_check(ctx, tx, in);
    if (rc != RC_OK) {
        return rc;
    }
    rc = grant_rows_find(tx, ctx->arena, &(struct grant_find_in){in->account_id, in->role, in->unit_id, in->scope},
                         &same);
    int is_over = rc == RC_OK && same.valid_to != SQL_NULL && same.valid_to < clock_day_of(ctx->now_ms);
    if (rc == RC_OK && (same.substitution_id != NULL || is_over)) {
        /* Held for somebody absent so far, now in their own name; or given anew after it had ended. */
        changes_touch(&changes, "grant", same.id);
        rc = grant_rows_drop(tx, &(struct grant_drop_in){same.id});
    } else if (rc == RC_OK) {
        return fault_set(&ctx->fault, RC_CONFLICT, reason(REASON_GRANT_TWICE), NULL, NULL, NULL);
    }
    if (rc != RC_OK && rc != RC_NOT_FOUND) {
        return rc;
    }
    char *id = arena_alloc(ctx->arena, IDENT_SIZE);
    if (id == NULL) {
        return RC_TOO_LARGE;
    }
    ident_new(ctx->now_ms, id);
    rc = grant_rows_add(tx, &(struct grant_add_in){.id = id,
                                                   .account_id = in->account_id,
                                                   .role = in->role,
                                                   .unit_id = in->unit_id,
                                                   .scope = in->scope,
                                                   .valid_from = in->valid_from,
                                                   .valid_to = in->valid_to,
                                                   .created_ms = ctx->now_ms});
    if (rc == RC_OK) {
        rc = grant_rows_get(tx, ctx->arena, &(struct grant_get_in){id}, out);
    }
    return rc == RC_OK ? grant_journal(ctx, tx, "grant.add", out, 1, &changes) : rc;
}

static enum rc grant_find_row(struct ctx *ctx, struct tx *tx, const char *id, struct grant_row *out)
{
    enum rc rc = grant_rows_get(tx, ctx->arena, &(struct grant_get_in){id}, out);
    return rc == RC_NOT_FOUND ? fault_set(&ctx->fault, rc, reason(REASON_NOT_FOUND), NULL, NULL, NULL) : rc;
}

enum rc grant_drop(struct ctx *ctx, struct tx *tx, const char *id)
{
    struct grant_row row;
    enum rc rc = grant_find_row(ctx, tx, id, &row);
    if (rc == RC_OK) {
        rc = confirmation_guard_role(ctx, tx, row.role);
    }
    return rc == RC_OK ? grant_drop_confirmed(ctx, tx, id) : rc;
}

/* What was copied from it for a substitute goes too. */
static enum rc grant_drop_copies(struct ctx *ctx, struct tx *tx, const char *id, struct changes *changes)
{
    struct grant_list_copies_out *copies;
    size_t count = 0;
    enum rc rc = grant_rows_list_copies(tx, ctx->arena, &(struct grant_list_copies_in){id}, &copies, &count);
    for (size_t i = 0; rc == RC_OK && i < count; i++) {
        changes_touch(changes, "grant", copies[i].id);
    }
    return rc == RC_OK ? grant_rows_drop_copies(tx, &(struct grant_drop_copies_in){id}) : rc;
}

enum rc grant_drop_confirmed(struct ctx *ctx, struct tx *tx, const char *id)
{
    struct grant_row row;
    struct changes changes;
    changes_init(&changes, ctx);
    enum rc rc = grant_find_row(ctx, tx, id, &row);
    if (rc == RC_OK) {
        rc = grant_check_self(ctx, row.account_id);
    }
    if (rc == RC_OK && strcmp(row.role, ACCOUNT_ADMIN_ROLE) == 0) {
        rc = account_check_last_admin(ctx, tx, row.account_id);
    }
    if (rc == RC_OK) {
        rc = grant_drop_copies(ctx, tx, id, &changes);
    }
    if (rc == RC_OK) {
        rc = grant_rows_drop(tx, &(struct grant_drop_in){id});
    }
    if (rc == RC_OK) {
        rc = draft_forget(ctx, tx, row.account_id);
    }
    if (rc == RC_OK) {
        rc = intake_draft_forget(tx, row.account_id);
    }
    return rc == RC_OK ? grant_journal(ctx, tx, "grant.drop", &row, 0, &changes) : rc;
}

static enum rc grant_load_role(struct ctx *ctx, struct tx *tx, const struct grant_role *role)
{
    enum rc rc = grant_rows_save_role(
        tx, &(struct grant_save_role_in){role->key, role->title_zh, role->title_en, role->is_guarded, role->sort});
    if (rc == RC_OK) {
        rc = grant_rows_drop_permissions(tx, &(struct grant_drop_permissions_in){role->key});
    }
    char *keys = arena_strdup(ctx->arena, role->permissions);
    char *rest = NULL;
    if (keys == NULL) {
        return RC_TOO_LARGE;
    }
    for (char *key = strtok_r(keys, " ", &rest); rc == RC_OK && key != NULL; key = strtok_r(NULL, " ", &rest)) {
        if (perm_find(key) == PERM_NONE) {
            return fault_set(&ctx->fault, RC_INVALID, reason(REASON_UNKNOWN_PERMISSION), NULL, key, NULL);
        }
        rc = grant_rows_add_permission(tx, &(struct grant_add_permission_in){role->key, key});
    }
    return rc;
}

enum rc grant_set_role(struct ctx *ctx, struct tx *tx, const char *key, int64_t needs_factor)
{
    struct grant_get_role_out role;
    struct changes changes;
    enum rc rc = grant_rows_get_role(tx, ctx->arena, &(struct grant_get_role_in){key}, &role);
    if (rc != RC_OK) {
        return rc == RC_NOT_FOUND ? fault_set(&ctx->fault, rc, reason(REASON_UNKNOWN_ROLE), NULL, key, NULL) : rc;
    }
    changes_init(&changes, ctx);
    changes_add_int(&changes, "needs_factor", role.needs_factor, needs_factor);
    if (changes.count == 0) {
        return RC_OK;
    }
    if (!needs_factor && (rc = confirmation_guard_role(ctx, tx, key)) != RC_OK) {
        return rc;
    }
    changes_touch(&changes, "role", key);
    rc = grant_rows_set_role(tx, &(struct grant_set_role_in){key, needs_factor});
    if (rc == RC_OK) {
        rc = actor_changed(tx);
    }
    return rc == RC_OK ? office_journal_append(ctx, tx, "role.set", key, &changes) : rc;
}

enum rc grant_load_roles(struct ctx *ctx, struct tx *tx, const struct grant_role *roles, size_t count)
{
    struct changes changes;
    changes_init(&changes, ctx);
    for (size_t i = 0; i < count; i++) {
        enum rc rc = grant_load_role(ctx, tx, &roles[i]);
        if (rc != RC_OK) {
            return rc;
        }
        changes_add(&changes, roles[i].key, NULL, roles[i].permissions);
        changes_touch(&changes, "role", roles[i].key);
    }
    enum rc rc = actor_changed(tx);
    return rc == RC_OK ? office_journal_append(ctx, tx, "role.load", "roles", &changes) : rc;
}

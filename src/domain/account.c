/*
 * account.c - adds, changes and disables accounts.
 *
 * Runs on: the writer. Owns: nothing.
 */
#include "domain/account.h"

#include "base/clock.h"
#include "base/ident.h"
#include "domain/actor.h"
#include "domain/confirmation.h"
#include "domain/office_journal.h"
#include "domain/reason.h"
#include "domain/stamp.h"
#include "domain/substitution.h"
#include "domain/token.h"
#include "domain/unit.h"

#include <string.h>

const char *account_login(struct ctx *ctx, const char *typed)
{
    char *login = arena_strdup(ctx->arena, typed);
    for (char *c = login; c != NULL && *c != '\0'; c++) {
        *c = (char)(*c >= 'A' && *c <= 'Z' ? *c - 'A' + 'a' : *c);
    }
    return login;
}

static enum rc account_check_new(struct ctx *ctx, struct tx *tx, const struct account_new *in, const char *login)
{
    struct account_row taken;
    struct unit_row unit;
    enum rc rc = account_rows_get_by_login(tx, ctx->arena, &(struct account_get_by_login_in){login}, &taken);
    if (rc != RC_NOT_FOUND) {
        return rc == RC_OK ? fault_set(&ctx->fault, RC_CONFLICT, reason(REASON_LOGIN_TAKEN), "/login", login, NULL)
                           : rc;
    }
    return in->unit_id != NULL ? unit_check(ctx, tx, in->unit_id, "/unit_id", &unit) : RC_OK;
}

enum rc account_add(struct ctx *ctx, struct tx *tx, const struct account_new *in, struct account_row *out)
{
    const char *login = account_login(ctx, in->login);
    char *id = arena_alloc(ctx->arena, IDENT_SIZE);
    if (login == NULL || id == NULL) {
        return RC_TOO_LARGE;
    }
    enum rc rc = account_check_new(ctx, tx, in, login);
    if (rc != RC_OK) {
        return rc;
    }
    ident_new(ctx->now_ms, id);
    rc = account_rows_add(tx, &(struct account_add_in){.id = id,
                                                       .login = login,
                                                       .name = in->name,
                                                       .unit_id = in->unit_id,
                                                       .password_hash = in->password_hash,
                                                       .locale = in->locale ? in->locale : "zh-CN",
                                                       .created_ms = ctx->now_ms});
    if (rc == RC_OK) {
        rc = account_rows_get(tx, ctx->arena, &(struct account_get_in){id}, out);
    }
    if (rc != RC_OK) {
        return rc;
    }
    struct changes changes;
    changes_init(&changes, ctx);
    changes_add(&changes, "login", NULL, out->login);
    changes_add(&changes, "name", NULL, out->name);
    changes_add(&changes, "unit_id", NULL, out->unit_id);
    changes_touch(&changes, "account", id);
    changes_touch(&changes, "factor", id); /* that there is none */
    return office_journal_append(ctx, tx, "account.add", id, &changes);
}

enum rc account_check_last_admin(struct ctx *ctx, struct tx *tx, const char *id)
{
    struct account_count_others_with_role_out others;
    enum rc rc = account_rows_count_others_with_role(
        tx, ctx->arena,
        &(struct account_count_others_with_role_in){
            .role = ACCOUNT_ADMIN_ROLE, .today = clock_day_of(ctx->now_ms), .except_id = id},
        &others);
    if (rc == RC_OK && others.total == 0) {
        return fault_set(&ctx->fault, RC_REFUSED, reason(REASON_LAST_ADMIN), NULL, NULL, NULL);
    }
    return rc;
}

static enum rc account_check_disable(struct ctx *ctx, struct tx *tx, const char *id)
{
    struct actor who;
    if (ctx->actor->account_id != NULL && strcmp(ctx->actor->account_id, id) == 0) {
        return fault_set(&ctx->fault, RC_REFUSED, reason(REASON_DISABLE_SELF), "/is_disabled", NULL, NULL);
    }
    enum rc rc = actor_describe(ctx, tx, id, &who);
    if (rc == RC_OK && perm_role(&who, ACCOUNT_ADMIN_ROLE)) {
        rc = account_check_last_admin(ctx, tx, id);
    }
    return rc;
}

/* What one administrator alone does to no holder of a guarded role; `why` says what to do first. */
static enum rc account_check_guarded(struct ctx *ctx, struct tx *tx, const char *id, enum reason_id why,
                                     const char *pointer)
{
    enum rc rc = confirmation_guard_account(ctx, tx, id);
    if (rc == RC_REFUSED) { /* there is a better way to say it here */
        fault_clear(&ctx->fault);
        return fault_set(&ctx->fault, rc, reason(why), pointer, NULL, NULL);
    }
    return rc;
}

/*
 * Where an accusation officer is at home decides what they may know, and an officer who cannot come in stops the lane: two people take
 * the role back before the account is moved, disabled or enabled. One alone may still end its sessions (session_end_all): an account in
 * wrong hands cannot wait, and its holder comes in again with password and second factor, so that this stops nothing for long.
 */
static enum rc account_check_two(struct ctx *ctx, struct tx *tx, const struct account_row *before,
                                 const struct account_row *after)
{
    enum rc rc = RC_OK;
    if (after->is_disabled != before->is_disabled) {
        rc = account_check_guarded(ctx, tx, before->id, REASON_GUARDED_DISABLE, "/is_disabled");
    }
    if (rc == RC_OK && strcmp(after->unit_id ? after->unit_id : "", before->unit_id ? before->unit_id : "") != 0) {
        rc = account_check_guarded(ctx, tx, before->id, REASON_GUARDED_UNIT, "/unit_id");
    }
    return rc;
}

/* Who may no longer come in is out at once. */
static enum rc account_end_sessions(struct ctx *ctx, struct tx *tx, const char *id)
{
    const char *own = ctx->actor->session_id ? ctx->actor->session_id : "";
    return session_rows_end_of_account(
        tx, &(struct session_end_of_account_in){.account_id = id, .except_id = own, .ended_ms = ctx->now_ms});
}

static enum rc account_save(struct ctx *ctx, struct tx *tx, const struct account_row *before,
                            const struct account_row *a)
{
    struct changes changes;
    changes_init(&changes, ctx);
    changes_add(&changes, "name", before->name, a->name);
    changes_add(&changes, "locale", before->locale, a->locale);
    changes_add(&changes, "unit_id", before->unit_id, a->unit_id);
    changes_add_int(&changes, "is_disabled", before->is_disabled, a->is_disabled);
    if (changes.count == 0) {
        return RC_OK;
    }
    changes_touch(&changes, "account", a->id);
    enum rc rc = account_rows_save(tx, &(struct account_save_in){.id = a->id,
                                                                 .version = before->version,
                                                                 .name = a->name,
                                                                 .is_disabled = a->is_disabled,
                                                                 .locale = a->locale,
                                                                 .unit_id = a->unit_id});
    if (rc == RC_OK && a->is_disabled && !before->is_disabled) {
        rc = substitution_end_all(ctx, tx, a->id);
    }
    if (rc == RC_OK && a->is_disabled) {
        rc = account_end_sessions(ctx, tx, a->id);
    }
    if (rc == RC_OK && a->is_disabled) {
        rc = token_end_all(ctx, tx, a->id);
    }
    if (rc == RC_OK && a->is_disabled) {
        rc = reset_rows_drop(tx, &(struct reset_drop_in){a->id});
    }
    if (rc == RC_OK && a->is_disabled) {
        rc = draft_rows_drop_of_account(tx, &(struct draft_drop_of_account_in){a->id});
    }
    if (rc == RC_OK && a->is_disabled) {
        rc = intake_draft_rows_drop_of_account(tx, &(struct intake_draft_drop_of_account_in){a->id});
    }
    if (rc == RC_OK) {
        rc = actor_changed(tx);
    }
    if (rc == RC_OK) {
        rc = stamp_change(tx, STAMP_NAMES);
    }
    return rc == RC_OK ? office_journal_append(ctx, tx, "account.set", a->id, &changes) : rc;
}

static void account_apply(struct account_row *a, const struct account_change *in)
{
    if (in->set & ACCOUNT_SET_NAME) {
        a->name = in->name;
    }
    if (in->set & ACCOUNT_SET_LOCALE) {
        a->locale = in->locale;
    }
    if (in->set & ACCOUNT_SET_DISABLED) {
        a->is_disabled = in->is_disabled;
    }
    if (in->set & ACCOUNT_SET_UNIT) {
        a->unit_id = in->unit_id;
    }
}

enum rc account_set(struct ctx *ctx, struct tx *tx, const char *id, int64_t version, const struct account_change *in,
                    struct account_row *out)
{
    struct account_row before;
    enum rc rc = account_rows_get(tx, ctx->arena, &(struct account_get_in){id}, &before);
    if (rc != RC_OK) {
        return rc == RC_NOT_FOUND ? fault_set(&ctx->fault, rc, reason(REASON_UNKNOWN_ACCOUNT), NULL, NULL, NULL) : rc;
    }
    if (version >= 0 && version != before.version) {
        return fault_set(&ctx->fault, RC_STALE, reason(REASON_STALE), NULL,
                         arena_printf(ctx->arena, "%lld", (long long)before.version), NULL);
    }
    struct account_row after = before;
    account_apply(&after, in);
    if (after.is_disabled && !before.is_disabled) {
        rc = account_check_disable(ctx, tx, id);
    }
    if (rc == RC_OK) {
        rc = account_check_two(ctx, tx, &before, &after);
    }
    struct unit_row unit;
    if (rc == RC_OK && (in->set & ACCOUNT_SET_UNIT) && in->unit_id != NULL) {
        rc = unit_check(ctx, tx, in->unit_id, "/unit_id", &unit);
    }
    if (rc == RC_OK) {
        rc = account_save(ctx, tx, &before, &after);
    }
    return rc == RC_OK ? account_rows_get(tx, ctx->arena, &(struct account_get_in){id}, out) : rc;
}

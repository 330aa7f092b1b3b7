/*
 * confirmation.c - see confirmation.h.
 *
 * Runs on: the writer. Owns: nothing.
 */
#include "domain/confirmation.h"

#include "base/clock.h"
#include "base/ident.h"
#include "domain/actor.h"
#include "domain/factor.h"
#include "domain/grant.h"
#include "domain/office_journal.h"
#include "domain/office_proof.h"
#include "domain/perm.h"
#include "domain/reason.h"
#include "domain/reset.h"

#include <string.h>

#define CONFIRMATION_MS (INT64_C(7) * 24 * 3600 * 1000)

static enum rc confirmation_fault(struct ctx *ctx, enum reason_id why)
{
    return fault_set(&ctx->fault, RC_REFUSED, reason(why), NULL, NULL, NULL);
}

/* Whether there is anybody who confirms. */
static enum rc confirmation_is_on(struct ctx *ctx, struct tx *tx, int *is_on)
{
    struct confirmation_has_confirmer_out out;
    enum rc rc = confirmation_rows_has_confirmer(
        tx, ctx->arena,
        &(struct confirmation_has_confirmer_in){perm_key(PERM_ACCOUNT_CONFIRM), clock_day_of(ctx->now_ms)}, &out);
    *is_on = rc == RC_OK && out.is_there && ctx->actor->kind != ACTOR_SYSTEM;
    return rc;
}

enum rc confirmation_guard_role(struct ctx *ctx, struct tx *tx, const char *role)
{
    struct grant_get_role_out row;
    int is_on = 0;
    enum rc rc = grant_rows_get_role(tx, ctx->arena, &(struct grant_get_role_in){role}, &row);
    if (rc != RC_OK || !row.is_guarded) {
        return rc == RC_NOT_FOUND ? RC_OK : rc; /* whoever gives it says that it is unknown */
    }
    rc = confirmation_is_on(ctx, tx, &is_on);
    return rc == RC_OK && is_on ? confirmation_fault(ctx, REASON_CONFIRMATION_NEEDED) : rc;
}

enum rc confirmation_guard_account(struct ctx *ctx, struct tx *tx, const char *account_id)
{
    struct confirmation_is_guarded_out row;
    int is_on = 0;
    enum rc rc = confirmation_rows_is_guarded(
        tx, ctx->arena, &(struct confirmation_is_guarded_in){account_id, clock_day_of(ctx->now_ms)}, &row);
    if (rc != RC_OK || !row.is_guarded) {
        return rc;
    }
    rc = confirmation_is_on(ctx, tx, &is_on);
    return rc == RC_OK && is_on ? confirmation_fault(ctx, REASON_CONFIRMATION_NEEDED) : rc;
}

static int confirmation_is(const char *kind, const char *wanted)
{
    return strcmp(kind, wanted) == 0;
}

/* What the members mean for the kind; a revocation learns its account and role from the grant. */
static enum rc confirmation_fill(struct ctx *ctx, struct tx *tx, struct confirmation_new *in)
{
    struct grant_row grant;
    struct account_row account;
    enum rc rc = RC_OK;
    if (confirmation_is(in->kind, "revocation")) {
        rc = in->grant_id != NULL ? grant_rows_get(tx, ctx->arena, &(struct grant_get_in){in->grant_id}, &grant)
                                  : RC_NOT_FOUND;
        if (rc == RC_NOT_FOUND) {
            return fault_add(&ctx->fault, reason(REASON_UNKNOWN_GRANT), "/grant_id", NULL, NULL);
        }
        in->account_id = grant.account_id;
        in->role = grant.role;
        in->unit_id = grant.unit_id;
        in->scope = grant.scope;
        return rc;
    }
    rc = in->account_id != NULL ? account_rows_get(tx, ctx->arena, &(struct account_get_in){in->account_id}, &account)
                                : RC_NOT_FOUND;
    if (rc == RC_NOT_FOUND) {
        return fault_add(&ctx->fault, reason(REASON_UNKNOWN_ACCOUNT), "/account_id", NULL, NULL);
    }
    if (rc == RC_OK && confirmation_is(in->kind, "grant")) {
        const struct {
            const char *value, *pointer;
        } needed[] = {{in->role, "/role"}, {in->unit_id, "/unit_id"}, {in->scope, "/scope"}};
        for (size_t i = 0; i < sizeof needed / sizeof needed[0]; i++) {
            rc = needed[i].value == NULL
                     ? fault_add(&ctx->fault, reason(REASON_REQUIRED), needed[i].pointer, NULL, NULL)
                     : rc;
        }
    }
    return rc;
}

static enum rc confirmation_journal(struct ctx *ctx, struct tx *tx, const char *action,
                                    const struct confirmation_row *row, const char *note)
{
    struct changes changes;
    changes_init(&changes, ctx);
    changes_add(&changes, "kind", NULL, row->kind);
    changes_add(&changes, "account_id", NULL, row->account_id);
    changes_add(&changes, "role", NULL, row->role);
    changes_add(&changes, "unit_id", NULL, row->unit_id);
    changes_add(&changes, "asked_by", NULL, row->asked_by);
    changes_add(&changes, "reason", NULL, row->reason);
    changes_add(&changes, "note", NULL, note);
    changes_touch(&changes, "confirmation", row->id);
    if (confirmation_is(row->kind, "grant")) {
        changes_touch(&changes, "account", row->account_id); /* once given, its password is closed */
    }
    return office_journal_append(ctx, tx, action, row->id, &changes);
}

static enum rc confirmation_store(struct ctx *ctx, struct tx *tx, const struct confirmation_new *in,
                                  struct confirmation_row *out)
{
    char *id = arena_alloc(ctx->arena, IDENT_SIZE);
    if (id == NULL) {
        return RC_TOO_LARGE;
    }
    ident_new(ctx->now_ms, id);
    int is_grant = confirmation_is(in->kind, "grant");
    enum rc rc =
        confirmation_rows_add(tx, &(struct confirmation_add_in){.id = id,
                                                                .kind = in->kind,
                                                                .account_id = in->account_id,
                                                                .role = in->role,
                                                                .unit_id = in->unit_id,
                                                                .scope = in->scope,
                                                                .valid_from = is_grant ? in->valid_from : SQL_NULL,
                                                                .valid_to = is_grant ? in->valid_to : SQL_NULL,
                                                                .grant_id = in->grant_id,
                                                                .reason = in->reason,
                                                                .asked_by = ctx->actor->account_id,
                                                                .asked_ms = ctx->now_ms,
                                                                .ends_ms = ctx->now_ms + CONFIRMATION_MS});
    if (rc == RC_OK) {
        rc = confirmation_rows_get(tx, ctx->arena, &(struct confirmation_get_in){id}, out);
    }
    return rc == RC_OK ? confirmation_journal(ctx, tx, "confirmation.ask", out, NULL) : rc;
}

enum rc confirmation_ask(struct ctx *ctx, struct tx *tx, const struct confirmation_new *in,
                         struct confirmation_row *out, const char **code)
{
    struct confirmation_new cmd = *in;
    *code = NULL;
    enum rc rc = confirmation_fill(ctx, tx, &cmd);
    if (rc != RC_OK) {
        return rc;
    }
    if (strcmp(cmd.account_id, ctx->actor->account_id) == 0) {
        return confirmation_fault(ctx, REASON_CONFIRMATION_SELF);
    }
    if (confirmation_is(cmd.kind, "grant")) {
        rc = grant_check(
            ctx, tx,
            &(struct grant_new){cmd.account_id, cmd.role, cmd.unit_id, cmd.scope, cmd.valid_from, cmd.valid_to});
    } else if (confirmation_is(cmd.kind, "reset_code")) {
        struct reset_made made;
        rc = reset_hold(ctx, tx, cmd.account_id, ctx->now_ms + CONFIRMATION_MS, &made);
        *code = rc == RC_OK ? made.code : NULL;
    }
    return rc == RC_OK ? confirmation_store(ctx, tx, &cmd, out) : rc;
}

static enum rc confirmation_open(struct ctx *ctx, struct tx *tx, const char *id, struct confirmation_row *out)
{
    enum rc rc = confirmation_rows_get(tx, ctx->arena, &(struct confirmation_get_in){id}, out);
    if (rc != RC_OK) {
        return rc == RC_NOT_FOUND ? fault_set(&ctx->fault, rc, reason(REASON_NOT_FOUND), NULL, NULL, NULL) : rc;
    }
    if (strcmp(out->state, "open") != 0 || out->ends_ms <= ctx->now_ms) {
        return confirmation_fault(ctx, REASON_CONFIRMATION_OVER);
    }
    return office_proof_require_act(ctx, tx, "confirmation", id);
}

static enum rc confirmation_decide(struct ctx *ctx, struct tx *tx, const char *state, const char *action,
                                   const char *note, struct confirmation_row *row)
{
    const char *by = ctx->actor->kind == ACTOR_SYSTEM ? NULL : ctx->actor->account_id;
    enum rc rc = confirmation_rows_decide(tx, &(struct confirmation_decide_in){row->id, state, by, ctx->now_ms});
    if (rc == RC_OK) {
        rc = confirmation_rows_get(tx, ctx->arena, &(struct confirmation_get_in){row->id}, row);
    }
    return rc == RC_OK ? confirmation_journal(ctx, tx, action, row, note) : rc;
}

static enum rc confirmation_do_grant(struct ctx *ctx, struct tx *tx, const struct confirmation_row *c)
{
    struct grant_row made;
    const struct grant_new in = {c->account_id, c->role, c->unit_id, c->scope, c->valid_from, c->valid_to};
    enum rc rc = grant_add_confirmed(ctx, tx, &in, &made);
    return rc == RC_OK ? reset_close(ctx, tx, c->account_id) : rc; /* the administrator may know the password */
}

static enum rc confirmation_do(struct ctx *ctx, struct tx *tx, const struct confirmation_row *c, const char **code)
{
    struct reset_made made;
    enum rc rc;
    if (confirmation_is(c->kind, "grant")) {
        return confirmation_do_grant(ctx, tx, c);
    }
    if (confirmation_is(c->kind, "revocation")) {
        return grant_drop_confirmed(ctx, tx, c->grant_id);
    }
    if (confirmation_is(c->kind, "second_factor")) {
        return factor_drop_confirmed(ctx, tx, c->account_id);
    }
    rc = reset_release(ctx, tx, c->account_id, &made);
    *code = rc == RC_OK ? made.code : NULL;
    return rc;
}

enum rc confirmation_confirm(struct ctx *ctx, struct tx *tx, const char *id, const char *note,
                             struct confirmation_row *out, const char **code)
{
    *code = NULL;
    enum rc rc = confirmation_open(ctx, tx, id, out);
    if (rc != RC_OK) {
        return rc;
    }
    if (ctx->actor->account_id != NULL &&
        (strcmp(ctx->actor->account_id, out->asked_by) == 0 || strcmp(ctx->actor->account_id, out->account_id) == 0)) {
        return confirmation_fault(ctx, REASON_CONFIRMATION_SELF);
    }
    rc = confirmation_do(ctx, tx, out, code);
    return rc == RC_OK ? confirmation_decide(ctx, tx, "confirmed", "confirmation.confirm", note, out) : rc;
}

enum rc confirmation_refuse(struct ctx *ctx, struct tx *tx, const char *id, const char *note,
                            struct confirmation_row *out)
{
    enum rc rc = confirmation_open(ctx, tx, id, out);
    int is_own = rc == RC_OK && ctx->actor->account_id != NULL && strcmp(ctx->actor->account_id, out->asked_by) == 0;
    if (rc == RC_OK && !is_own && !perm_has(ctx->actor, PERM_ACCOUNT_CONFIRM)) {
        return fault_set(&ctx->fault, RC_NOT_FOUND, reason(REASON_NOT_FOUND), NULL, NULL, NULL);
    }
    if (rc == RC_OK && confirmation_is(out->kind, "reset_code")) {
        rc = reset_rows_drop(tx, &(struct reset_drop_in){out->account_id});
    }
    return rc == RC_OK ? confirmation_decide(ctx, tx, "refused", "confirmation.refuse", note, out) : rc;
}

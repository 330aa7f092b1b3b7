/*
 * credential.c - proofs and the own password.
 *
 * Runs on: see credential.h. Owns: nothing. Invariant: a failed attempt is committed.
 */
#include "domain/credential.h"

#include "domain/actor.h"
#include "domain/factor.h"
#include "domain/office_journal.h"
#include "domain/reason.h"
#include "domain/throttle.h"

#define CREDENTIAL_FRESH_MS (INT64_C(10) * 60 * 1000)

enum rc credential_require_session(struct ctx *ctx)
{
    if (ctx->actor->kind != ACTOR_ACCOUNT || ctx->actor->session_id == NULL) {
        return fault_set(&ctx->fault, RC_FORBIDDEN, reason(REASON_SESSION_NEEDED), NULL, NULL, NULL);
    }
    return RC_OK;
}

enum rc credential_require_proof(struct ctx *ctx)
{
    enum rc rc = credential_require_session(ctx);
    if (rc == RC_OK && ctx->now_ms - ctx->actor->proved_ms > CREDENTIAL_FRESH_MS) {
        rc = fault_set(&ctx->fault, RC_FORBIDDEN, reason(REASON_PROOF_NEEDED), NULL, NULL, NULL);
    }
    return rc;
}

static enum rc credential_begin(struct ctx *ctx, struct tx *tx, const struct session_attempt *in, int *fits)
{
    enum rc rc = credential_require_session(ctx);
    if (rc == RC_OK) {
        rc = session_throttle(ctx, tx, in);
    }
    return rc == RC_OK ? session_recheck(ctx, tx, in, fits) : rc;
}

static enum rc credential_refuse(struct ctx *ctx, struct tx *tx, const struct session_attempt *in, const char *wrong,
                                 enum reason_id why, const char *pointer, struct session_opened *out)
{
    enum rc rc = session_miss(ctx, tx, in, wrong);
    if (rc == RC_OK) {
        (void)!fault_add(&ctx->fault, reason(why), pointer, NULL, NULL);
        out->is_refused = 1;
    }
    return rc;
}

/* What both end with. */
static enum rc credential_finish(struct ctx *ctx, struct tx *tx, const struct session_attempt *in, const char *agent,
                                 const char *action, struct changes *changes, struct session_opened *out)
{
    enum rc rc = office_journal_append(ctx, tx, action, ctx->actor->account_id, changes);
    if (rc == RC_OK) { /* after the entry: with the new password's proof */
        rc = session_renew(ctx, tx, in, agent, out);
    }
    return rc == RC_OK ? throttle_clear(tx, in->subject) : rc;
}

enum rc credential_prove(struct ctx *ctx, struct tx *tx, const struct session_attempt *in, int has_password,
                         const struct session_shown *shown, struct session_opened *out)
{
    int fits = shown->fits;
    enum factor_verdict verdict;
    *out = (struct session_opened){0};
    if (!has_password && shown->code == NULL) {
        return fault_add(&ctx->fault, reason(REASON_PROOF_EMPTY), "/password", NULL, NULL);
    }
    enum rc rc = credential_begin(ctx, tx, in, &fits);
    if (rc != RC_OK) {
        return rc;
    }
    if (has_password && !fits) {
        return credential_refuse(ctx, tx, in, "password", REASON_PASSWORD_WRONG, "/password", out);
    }
    if (!has_password) {
        rc = factor_check(ctx, tx, ctx->actor->account_id, shown->code, &verdict);
        if (rc == RC_OK && verdict != FACTOR_GOOD) {
            return credential_refuse(ctx, tx, in, "code", REASON_FACTOR_WRONG, "/code", out);
        }
    }
    return rc == RC_OK ? credential_finish(ctx, tx, in, shown->agent, "session.prove", NULL, out) : rc;
}

enum rc credential_set_password(struct ctx *ctx, struct tx *tx, const struct session_attempt *in,
                                const struct session_shown *shown, struct session_opened *out)
{
    int fits = shown->fits;
    const char *id = ctx->actor->account_id;
    struct changes changes;
    changes_init(&changes, ctx);
    changes_touch(&changes, "account", id);
    *out = (struct session_opened){0};
    enum rc rc = credential_begin(ctx, tx, in, &fits);
    if (rc != RC_OK) {
        return rc;
    }
    if (!fits) {
        return credential_refuse(ctx, tx, in, "password", REASON_PASSWORD_WRONG, "/old_password", out);
    }
    rc = account_rows_set_password(tx, &(struct account_set_password_in){id, shown->new_hash});
    if (rc == RC_OK) {
        rc = reset_rows_drop(tx, &(struct reset_drop_in){id});
    }
    if (rc == RC_OK) {
        rc = session_rows_end_of_account(tx,
                                         &(struct session_end_of_account_in){id, ctx->actor->session_id, ctx->now_ms});
    }
    return rc == RC_OK ? credential_finish(ctx, tx, in, shown->agent, "account.password", &changes, out) : rc;
}

enum rc credential_mark_seen(struct ctx *ctx, struct tx *tx, int64_t seq)
{
    struct office_journal_get_last_out last;
    enum rc rc = credential_require_session(ctx);
    if (rc == RC_OK) {
        rc = office_journal_rows_get_last(tx, ctx->arena, &last);
    }
    if (rc == RC_OK) { /* not what is still to come */
        rc = credential_rows_mark_seen(
            tx, &(struct credential_mark_seen_in){ctx->actor->account_id, seq < last.seq ? seq : last.seq});
    }
    return rc;
}

/*
 * reset.c - see reset.h.
 *
 * Runs on: the writer. Owns: nothing.
 */
#include "domain/reset.h"

#include "base/crypto.h"
#include "base/ident.h"
#include "domain/actor.h"
#include "domain/binding.h"
#include "domain/confirmation.h"
#include "domain/office_journal.h"
#include "domain/password.h"
#include "domain/reason.h"
#include "domain/throttle.h"
#include "domain/token.h"
#include "store/vault.h"

#include <string.h>

#define RESET_MS (INT64_C(15) * 60 * 1000)

/* Which of two halves a code is; a whole one is a first half that wants no second. */
#define RESET_FIRST  ""
#define RESET_SECOND "second:"

static enum rc reset_hash(struct ctx *ctx, const char *account_id, const char *part, const char *typed,
                          struct sql_blob *out)
{
    const char *plain = ident_code_normalise(ctx->arena, typed);
    const char *text = arena_printf(ctx->arena, "%s%s:%s", part, account_id, plain != NULL ? plain : "");
    return text != NULL ? vault_secret_hash(ctx->vault, ctx->arena, "reset", text, out) : RC_TOO_LARGE;
}

/* Everything by which somebody could still act as the account, and a code made before. */
static enum rc reset_end_all(struct ctx *ctx, struct tx *tx, const char *account_id)
{
    enum rc rc = reset_rows_drop(tx, &(struct reset_drop_in){account_id});
    if (rc == RC_OK) {
        rc = session_rows_end_of_account(tx, &(struct session_end_of_account_in){account_id, "", ctx->now_ms});
    }
    if (rc == RC_OK) {
        rc = token_end_all(ctx, tx, account_id);
    }
    return rc == RC_OK ? actor_changed(tx) : rc;
}

static enum rc reset_check(struct ctx *ctx, struct tx *tx, const char *account_id)
{
    struct account_row account;
    enum rc rc = account_rows_get(tx, ctx->arena, &(struct account_get_in){account_id}, &account);
    if (rc != RC_OK) {
        return rc == RC_NOT_FOUND ? fault_set(&ctx->fault, rc, reason(REASON_UNKNOWN_ACCOUNT), NULL, NULL, NULL) : rc;
    }
    if (ctx->actor->account_id != NULL && strcmp(ctx->actor->account_id, account_id) == 0) {
        return fault_set(&ctx->fault, RC_REFUSED, reason(REASON_PASSWORD_OWN), NULL, NULL, NULL);
    }
    if (account.is_disabled) {
        return fault_set(&ctx->fault, RC_REFUSED, reason(REASON_ACCOUNT_DISABLED), NULL, NULL, NULL);
    }
    return RC_OK;
}

/* A new code and what is stored of it. */
static enum rc reset_new(struct ctx *ctx, const char *account_id, const char *part, struct reset_made *out,
                         struct sql_blob *hash)
{
    char *code = arena_alloc(ctx->arena, IDENT_CODE_SIZE);
    if (code == NULL) {
        return RC_TOO_LARGE;
    }
    ident_code_new(code);
    out->code = code;
    return reset_hash(ctx, account_id, part, code, hash);
}

static enum rc reset_save(struct ctx *ctx, struct tx *tx, const char *account_id, struct sql_blob hash, int is_held,
                          int64_t ends_ms)
{
    struct sql_blob proof;
    enum rc rc = binding_of_reset(
        ctx, &(struct binding_reset){.account_id = account_id, .hash = hash, .is_held = is_held, .ends_ms = ends_ms},
        &proof);
    return rc == RC_OK ? reset_rows_save(tx, &(struct reset_save_in){account_id, hash, is_held, ends_ms, proof}) : rc;
}

/* Is the row what was made for this account? */
static enum rc reset_holds(struct ctx *ctx, const char *account_id, const struct reset_get_out *row, int *holds)
{
    struct sql_blob proof;
    enum rc rc = binding_of_reset(
        ctx, &(struct binding_reset){account_id, row->hash, row->second_hash, row->is_held, row->ends_ms}, &proof);
    *holds = rc == RC_OK && binding_fits(row->proof, proof);
    return rc;
}

enum rc reset_make(struct ctx *ctx, struct tx *tx, const char *account_id, const char *known_by, struct reset_made *out)
{
    struct sql_blob hash;
    struct changes changes;
    enum rc rc = reset_check(ctx, tx, account_id);
    if (rc == RC_OK) {
        rc = confirmation_guard_account(ctx, tx, account_id);
    }
    if (rc == RC_OK) {
        out->ends_ms = ctx->now_ms + RESET_MS;
        rc = reset_new(ctx, account_id, RESET_FIRST, out, &hash);
    }
    if (rc == RC_OK) {
        rc = reset_save(ctx, tx, account_id, hash, 0, out->ends_ms);
    }
    changes_init(&changes, ctx);
    changes_add(&changes, "known_by", NULL, known_by);
    return rc == RC_OK ? office_journal_append(ctx, tx, "account.reset_code", account_id, &changes) : rc;
}

enum rc reset_hold(struct ctx *ctx, struct tx *tx, const char *account_id, int64_t ends_ms, struct reset_made *out)
{
    struct sql_blob hash;
    enum rc rc = reset_check(ctx, tx, account_id);
    out->ends_ms = ends_ms;
    if (rc == RC_OK) {
        rc = reset_new(ctx, account_id, RESET_FIRST, out, &hash);
    }
    return rc == RC_OK ? reset_save(ctx, tx, account_id, hash, 1, ends_ms) : rc;
}

enum rc reset_release(struct ctx *ctx, struct tx *tx, const char *account_id, struct reset_made *out)
{
    struct reset_get_out row;
    struct sql_blob hash;
    struct sql_blob proof;
    int holds = 0;
    enum rc rc = reset_check(ctx, tx, account_id);
    if (rc == RC_OK) {
        rc = reset_rows_get(tx, ctx->arena, &(struct reset_get_in){account_id}, &row);
        rc = rc == RC_OK ? reset_holds(ctx, account_id, &row, &holds) : rc;
    }
    if (rc == RC_NOT_FOUND || (rc == RC_OK && (!row.is_held || !holds))) {
        return fault_set(&ctx->fault, RC_REFUSED, reason(REASON_CONFIRMATION_OVER), NULL, NULL, NULL);
    }
    out->ends_ms = ctx->now_ms + RESET_MS;
    if (rc == RC_OK) {
        rc = reset_new(ctx, account_id, RESET_SECOND, out, &hash);
    }
    if (rc == RC_OK) {
        rc = binding_of_reset(ctx, &(struct binding_reset){account_id, row.hash, hash, 0, out->ends_ms}, &proof);
    }
    return rc == RC_OK ? reset_rows_confirm(tx, &(struct reset_confirm_in){account_id, hash, out->ends_ms, proof}) : rc;
}

enum rc reset_close(struct ctx *ctx, struct tx *tx, const char *account_id)
{
    enum rc rc = account_rows_set_password(tx, &(struct account_set_password_in){account_id, NULL});
    return rc == RC_OK ? reset_end_all(ctx, tx, account_id) : rc;
}

static int reset_equal(struct sql_blob a, struct sql_blob b)
{
    return a.size == b.size && crypto_equal(a.data, b.data, a.size);
}

/* Whether the code is the account's and holds; an account that is not there costs the same. */
static enum rc reset_fits(struct ctx *ctx, struct tx *tx, const struct session_attempt *in,
                          const struct session_shown *shown, int *fits)
{
    struct reset_get_out row = {0};
    struct sql_blob hash;
    struct sql_blob second;
    struct account_row account = {0};
    const char *id = in->account_id != NULL ? in->account_id : "";
    *fits = 0;
    enum rc rc = reset_hash(ctx, id, RESET_FIRST, shown->code, &hash);
    if (rc == RC_OK) {
        rc = reset_hash(ctx, id, RESET_SECOND, shown->second_code, &second);
    }
    if (rc == RC_OK) {
        rc = reset_rows_get(tx, ctx->arena, &(struct reset_get_in){id}, &row);
    }
    if (rc == RC_OK) {
        rc = account_rows_get(tx, ctx->arena, &(struct account_get_in){id}, &account);
    }
    if (rc != RC_OK) {
        return rc == RC_NOT_FOUND ? RC_OK : rc;
    }
    int holds = 0;
    rc = reset_holds(ctx, id, &row, &holds);
    *fits = reset_equal(row.hash, hash) & (row.second_hash.data == NULL || reset_equal(row.second_hash, second));
    *fits = *fits && holds && !row.is_held && row.ends_ms > ctx->now_ms && !account.is_disabled;
    return rc;
}

/* What the craft thread could not know of somebody who only told a login. */
static enum rc reset_check_name(struct ctx *ctx, struct tx *tx, const char *account_id, const char *password,
                                struct actor *who)
{
    enum rc rc = actor_describe(ctx, tx, account_id, who);
    const char *const names[] = {who->name};
    return rc == RC_OK ? password_check(ctx, &(struct password_words){who->login, names, 1}, password, "/new_password")
                       : rc;
}

/* The first way in is no news to who has just chosen it. */
static enum rc reset_mark_first(struct ctx *ctx, struct tx *tx, const char *account_id)
{
    struct office_journal_get_last_out last;
    enum rc rc = office_journal_rows_get_last(tx, ctx->arena, &last);
    return rc == RC_OK ? credential_rows_mark_seen(tx, &(struct credential_mark_seen_in){account_id, last.seq}) : rc;
}

enum rc reset_use(struct ctx *ctx, struct tx *tx, const struct session_attempt *in, const struct session_shown *shown,
                  const char *password, int *is_refused)
{
    struct actor who;
    int fits;
    *is_refused = 0;
    enum rc rc = session_throttle(ctx, tx, in);
    if (rc == RC_OK) {
        rc = reset_fits(ctx, tx, in, shown, &fits);
    }
    if (rc == RC_OK && !fits) {
        rc = session_miss(ctx, tx, in, "reset code");
        *is_refused = rc == RC_OK;
        (void)!fault_set(&ctx->fault, RC_UNAUTHENTICATED, reason(REASON_RESET_FAILED), NULL, NULL, NULL);
        return rc;
    }
    rc = rc == RC_OK ? reset_check_name(ctx, tx, in->account_id, password, &who) : rc;
    int is_first = 0;
    if (rc == RC_OK) {
        struct credential_has_had_out had;
        rc = credential_rows_has_had(tx, ctx->arena, &(struct credential_has_had_in){in->account_id}, &had);
        is_first = rc == RC_NOT_FOUND;
        rc = is_first ? RC_OK : rc;
    }
    if (rc == RC_OK) {
        rc = account_rows_set_password(tx, &(struct account_set_password_in){in->account_id, shown->new_hash});
    }
    /* The one who has the code is the one who acts. */
    const struct actor *before = ctx->actor;
    struct changes changes;
    changes_init(&changes, ctx);
    changes_touch(&changes, "account", in->account_id);
    ctx->actor = &who;
    if (rc == RC_OK) {
        rc = reset_end_all(ctx, tx, in->account_id);
    }
    if (rc == RC_OK) {
        rc = throttle_clear(tx, in->subject);
    }
    rc = rc == RC_OK ? office_journal_append(ctx, tx, "account.reset", in->account_id, &changes) : rc;
    ctx->actor = before;
    return rc == RC_OK && is_first ? reset_mark_first(ctx, tx, in->account_id) : rc;
}

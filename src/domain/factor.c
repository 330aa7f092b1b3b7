/*
 * factor.c - one-time codes and recovery codes.
 *
 * Runs on: see factor.h. Owns: nothing. Invariant: neither secret nor code is stored in the clear or journalled.
 */
#include "domain/factor.h"

#include "base/crypto.h"
#include "domain/actor.h"
#include "domain/confirmation.h"
#include "domain/office_journal.h"
#include "domain/office_proof.h"
#include "domain/perm.h"
#include "domain/reason.h"
#include "store/sql_stmts.h"
#include "store/vault.h"

#include <string.h>

#define FACTOR_STEP_MS (INT64_C(1000) * CRYPTO_OTP_SECONDS)

static const char FACTOR_COLUMN[] = "factors.secret";

enum { FACTOR_CODE_BYTES = 15, FACTOR_CODE_CHARS = 24, FACTOR_GROUP = 4, FACTOR_CODE_ROOM = 30 };

/* RC_NOT_FOUND when there is none, which must be so by its proof as well. */
static enum rc factor_find(struct ctx *ctx, struct tx *tx, const char *account_id, struct factor_get_out *out)
{
    enum rc proved = office_proof_require(ctx, tx, "factor", account_id);
    return proved == RC_OK ? factor_rows_get(tx, ctx->arena, &(struct factor_get_in){account_id}, out) : proved;
}

enum rc factor_is_on(struct ctx *ctx, struct tx *tx, const char *account_id, int *out)
{
    struct factor_get_out row;
    enum rc rc = factor_find(ctx, tx, account_id, &row);
    *out = rc == RC_OK && row.confirmed_ms != SQL_NULL;
    return rc == RC_NOT_FOUND ? RC_OK : rc;
}

enum rc factor_show(struct ctx *ctx, struct tx *tx, const char *account_id, struct factor_view *out)
{
    struct factor_get_out row;
    struct factor_count_codes_out left = {0};
    *out = (struct factor_view){.since_ms = SQL_NULL};
    enum rc rc = factor_rows_get(tx, ctx->arena, &(struct factor_get_in){account_id}, &row);
    if (rc == RC_OK) {
        rc = factor_rows_count_codes(tx, ctx->arena, &(struct factor_count_codes_in){account_id}, &left);
    }
    if (rc == RC_OK) {
        *out = (struct factor_view){row.confirmed_ms != SQL_NULL, row.confirmed_ms, left.total};
    }
    return rc == RC_NOT_FOUND ? RC_OK : rc;
}

/* "abcd-efgh-..." as it is hashed: capitals without anything between. NULL when it cannot be one. */
static const char *factor_code_plain(struct ctx *ctx, const char *typed)
{
    char *plain = arena_alloc(ctx->arena, FACTOR_CODE_CHARS + 1);
    size_t n = 0;
    for (const char *c = typed; plain != NULL && *c != '\0'; c++) {
        if (*c == '-' || *c == ' ') {
            continue;
        }
        if (n == FACTOR_CODE_CHARS) {
            return NULL;
        }
        plain[n++] = (char)(*c >= 'a' && *c <= 'z' ? *c - 'a' + 'A' : *c);
    }
    if (plain == NULL || n != FACTOR_CODE_CHARS) {
        return NULL;
    }
    plain[n] = '\0';
    return plain;
}

/* With the account: the code of one is none of another's, whoever moves its row. */
static enum rc factor_code_hash(struct ctx *ctx, const char *account_id, const char *plain, struct sql_blob *out)
{
    const char *text = arena_printf(ctx->arena, "%s:%s", account_id, plain);
    return text != NULL ? vault_secret_hash(ctx->vault, ctx->arena, "recovery", text, out) : RC_TOO_LARGE;
}

static enum rc factor_check_recovery(struct ctx *ctx, struct tx *tx, const char *account_id, const char *typed,
                                     enum factor_verdict *out)
{
    struct sql_blob hash;
    struct factor_get_code_out row;
    const char *plain = factor_code_plain(ctx, typed);
    *out = FACTOR_WRONG;
    if (plain == NULL) {
        return RC_OK;
    }
    enum rc rc = factor_code_hash(ctx, account_id, plain, &hash);
    if (rc == RC_OK) {
        rc = factor_rows_get_code(tx, ctx->arena, &(struct factor_get_code_in){account_id, hash}, &row);
    }
    if (rc == RC_NOT_FOUND) {
        return RC_OK;
    }
    if (rc == RC_OK) {
        rc = factor_rows_use_code(tx, &(struct factor_use_code_in){account_id, hash, ctx->now_ms});
    }
    *out = FACTOR_GOOD;
    return rc == RC_OK ? office_journal_append(ctx, tx, "factor.recover", account_id, NULL) : rc;
}

/* The step whose code it is, newer than the last one taken; 0 for none, and then whether it was taken already. */
static enum rc factor_step_of(struct ctx *ctx, const char *account_id, const struct factor_get_out *row,
                              const char *code, int64_t *step, int *is_used)
{
    const char *hex;
    uint8_t secret[CRYPTO_OTP_SECRET_SIZE];
    char made[CRYPTO_OTP_DIGITS + 1];
    int64_t now = ctx->now_ms / FACTOR_STEP_MS;
    *step = 0;
    *is_used = 0;
    enum rc rc = vault_open(ctx->vault, ctx->arena, FACTOR_COLUMN, account_id, row->secret, &hex);
    if (rc != RC_OK || hex == NULL || crypto_unhex(hex, secret, sizeof secret) != RC_OK) {
        return rc != RC_OK ? rc : RC_INTERNAL;
    }
    for (int64_t at = now - 1; at <= now + 1; at++) {
        crypto_otp_code(secret, (uint64_t)at, made);
        int fits = crypto_equal(made, code, CRYPTO_OTP_DIGITS);
        *step = fits && at > row->last_step ? at : *step;
        *is_used |= fits && at <= row->last_step;
    }
    crypto_wipe(secret, sizeof secret);
    return RC_OK;
}

static enum rc factor_check_code(struct ctx *ctx, struct tx *tx, const char *account_id,
                                 const struct factor_get_out *row, const char *code, enum factor_verdict *out)
{
    int64_t step;
    int is_used;
    *out = FACTOR_WRONG;
    if (strlen(code) != CRYPTO_OTP_DIGITS) {
        return RC_OK;
    }
    enum rc rc = factor_step_of(ctx, account_id, row, code, &step, &is_used);
    if (rc == RC_OK && step == 0 && is_used) { /* somebody may have looked over its holder's shoulder: they are told */
        return office_journal_append(ctx, tx, "factor.reuse", account_id, NULL);
    }
    if (rc != RC_OK || step == 0) {
        return rc;
    }
    *out = FACTOR_GOOD;
    return factor_rows_step(tx, &(struct factor_step_in){account_id, step});
}

enum rc factor_check(struct ctx *ctx, struct tx *tx, const char *account_id, const char *code, enum factor_verdict *out)
{
    struct factor_get_out row;
    enum rc rc = factor_find(ctx, tx, account_id, &row);
    if (rc != RC_OK || row.confirmed_ms == SQL_NULL || code == NULL) {
        *out = rc != RC_OK || row.confirmed_ms == SQL_NULL ? FACTOR_OFF : FACTOR_MISSING;
        return rc == RC_NOT_FOUND ? RC_OK : rc;
    }
    return strlen(code) == CRYPTO_OTP_DIGITS ? factor_check_code(ctx, tx, account_id, &row, code, out)
                                             : factor_check_recovery(ctx, tx, account_id, code, out);
}

static enum rc factor_require_session(struct ctx *ctx)
{
    if (ctx->actor->kind != ACTOR_ACCOUNT) {
        return fault_set(&ctx->fault, RC_FORBIDDEN, reason(REASON_SESSION_NEEDED), NULL, NULL, NULL);
    }
    return RC_OK;
}

enum rc factor_begin(struct ctx *ctx, struct tx *tx, struct factor_begun *out)
{
    uint8_t secret[CRYPTO_OTP_SECRET_SIZE];
    char hex[2 * CRYPTO_OTP_SECRET_SIZE + 1];
    struct sql_blob sealed;
    int is_on;
    const char *id = ctx->actor->account_id;
    enum rc rc = factor_require_session(ctx);
    if (rc == RC_OK) {
        rc = factor_is_on(ctx, tx, id, &is_on);
    }
    if (rc == RC_OK && is_on) {
        return fault_set(&ctx->fault, RC_REFUSED, reason(REASON_FACTOR_ON), NULL, NULL, NULL);
    }
    char *text = arena_alloc(ctx->arena, CRYPTO_BASE32_SECRET_SIZE);
    if (rc != RC_OK || text == NULL) {
        return rc != RC_OK ? rc : RC_TOO_LARGE;
    }
    crypto_random(secret, sizeof secret);
    crypto_base32(secret, sizeof secret, text);
    crypto_hex(secret, sizeof secret, hex);
    crypto_wipe(secret, sizeof secret);
    rc = vault_seal(ctx->vault, ctx->arena, FACTOR_COLUMN, id, hex, &sealed);
    crypto_wipe(hex, sizeof hex);
    out->secret = text;
    out->uri =
        arena_printf(ctx->arena, "otpauth://totp/petitiond:%s?secret=%s&issuer=petitiond", ctx->actor->login, text);
    if (rc == RC_OK && out->uri == NULL) {
        return RC_TOO_LARGE;
    }
    return rc == RC_OK ? factor_rows_save(tx, &(struct factor_save_in){id, sealed, ctx->now_ms}) : rc;
}

/* As it is shown: six groups of four small letters and digits. */
static const char *factor_code_new(struct ctx *ctx, char plain[FACTOR_CODE_CHARS + 1])
{
    uint8_t raw[FACTOR_CODE_BYTES];
    char *shown = arena_alloc(ctx->arena, FACTOR_CODE_ROOM);
    crypto_random(raw, sizeof raw);
    crypto_base32(raw, sizeof raw, plain);
    crypto_wipe(raw, sizeof raw);
    size_t n = 0;
    for (size_t i = 0; shown != NULL && i < FACTOR_CODE_CHARS; i++) {
        if (i > 0 && i % FACTOR_GROUP == 0) {
            shown[n++] = '-';
        }
        shown[n++] = (char)(plain[i] >= 'A' ? plain[i] - 'A' + 'a' : plain[i]);
    }
    if (shown != NULL) {
        shown[n] = '\0';
    }
    return shown;
}

static enum rc factor_make_codes(struct ctx *ctx, struct tx *tx, const char *codes[FACTOR_RECOVERY_COUNT])
{
    struct sql_blob hash;
    char plain[FACTOR_CODE_CHARS + 1];
    const char *id = ctx->actor->account_id;
    enum rc rc = factor_rows_drop_codes(tx, &(struct factor_drop_codes_in){id});
    for (int i = 0; rc == RC_OK && i < FACTOR_RECOVERY_COUNT; i++) {
        codes[i] = factor_code_new(ctx, plain);
        rc = codes[i] != NULL ? factor_code_hash(ctx, id, plain, &hash) : RC_TOO_LARGE;
        if (rc == RC_OK) {
            rc = factor_rows_add_code(tx, &(struct factor_add_code_in){id, hash});
        }
    }
    crypto_wipe(plain, sizeof plain);
    return rc;
}

/* That there is a factor, or none any more. */
static enum rc factor_journal(struct ctx *ctx, struct tx *tx, const char *action, const char *account_id)
{
    struct changes changes;
    changes_init(&changes, ctx);
    changes_touch(&changes, "factor", account_id);
    return office_journal_append(ctx, tx, action, account_id, &changes);
}

enum rc factor_confirm(struct ctx *ctx, struct tx *tx, const char *code, const char *codes[FACTOR_RECOVERY_COUNT])
{
    struct factor_get_out row;
    enum factor_verdict verdict;
    const char *id = ctx->actor->account_id;
    enum rc rc = factor_require_session(ctx);
    if (rc == RC_OK) {
        rc = factor_rows_get(tx, ctx->arena, &(struct factor_get_in){id}, &row);
    }
    if (rc == RC_NOT_FOUND || (rc == RC_OK && row.confirmed_ms != SQL_NULL)) {
        return fault_set(&ctx->fault, RC_REFUSED, reason(rc == RC_OK ? REASON_FACTOR_ON : REASON_FACTOR_NOT_BEGUN),
                         NULL, NULL, NULL);
    }
    if (rc == RC_OK) {
        rc = factor_check_code(ctx, tx, id, &row, code, &verdict);
    }
    if (rc == RC_OK && verdict != FACTOR_GOOD) {
        return fault_add(&ctx->fault, reason(REASON_FACTOR_WRONG), "/code", NULL, NULL);
    }
    if (rc == RC_OK) {
        rc = factor_rows_confirm(tx, &(struct factor_confirm_in){id, ctx->now_ms});
    }
    if (rc == RC_OK) {
        rc = factor_make_codes(ctx, tx, codes);
    }
    if (rc == RC_OK) {
        rc = actor_changed(tx);
    }
    return rc == RC_OK ? factor_journal(ctx, tx, "factor.add", id) : rc;
}

static enum rc factor_require_on(struct ctx *ctx, struct tx *tx, const char *account_id)
{
    int is_on;
    enum rc rc = factor_is_on(ctx, tx, account_id, &is_on);
    if (rc == RC_OK && !is_on) {
        return fault_set(&ctx->fault, RC_REFUSED, reason(REASON_FACTOR_OFF), NULL, NULL, NULL);
    }
    return rc;
}

enum rc factor_renew_codes(struct ctx *ctx, struct tx *tx, const char *codes[FACTOR_RECOVERY_COUNT])
{
    enum rc rc = factor_require_session(ctx);
    if (rc == RC_OK) {
        rc = factor_require_on(ctx, tx, ctx->actor->account_id);
    }
    if (rc == RC_OK) {
        rc = factor_make_codes(ctx, tx, codes);
    }
    return rc == RC_OK ? office_journal_append(ctx, tx, "factor.codes", ctx->actor->account_id, NULL) : rc;
}

enum rc factor_drop(struct ctx *ctx, struct tx *tx, const char *account_id)
{
    int is_own = ctx->actor->account_id != NULL && strcmp(ctx->actor->account_id, account_id) == 0;
    enum rc rc = is_own ? RC_OK : confirmation_guard_account(ctx, tx, account_id);
    return rc == RC_OK ? factor_drop_confirmed(ctx, tx, account_id) : rc;
}

enum rc factor_drop_confirmed(struct ctx *ctx, struct tx *tx, const char *account_id)
{
    struct account_row row;
    enum rc rc = account_rows_get(tx, ctx->arena, &(struct account_get_in){account_id}, &row);
    if (rc == RC_NOT_FOUND) {
        return fault_set(&ctx->fault, rc, reason(REASON_UNKNOWN_ACCOUNT), NULL, NULL, NULL);
    }
    if (rc == RC_OK) {
        rc = factor_require_on(ctx, tx, account_id);
    }
    if (rc == RC_OK) {
        rc = factor_rows_drop(tx, &(struct factor_drop_in){account_id});
    }
    if (rc == RC_OK) {
        rc = factor_rows_drop_codes(tx, &(struct factor_drop_codes_in){account_id});
    }
    if (rc == RC_OK) {
        rc = actor_changed(tx);
    }
    return rc == RC_OK ? factor_journal(ctx, tx, "factor.drop", account_id) : rc;
}

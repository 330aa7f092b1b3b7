/*
 * session.c - signing in and out.
 *
 * Runs on: see session.h. Owns: nothing but the touch jobs, which free themselves.
 * Invariants: no secret is stored or journalled; a failed attempt is committed.
 */
#include "domain/session.h"

#include "base/clock.h"
#include "base/crypto.h"
#include "base/ident.h"
#include "domain/account.h"
#include "domain/alarm.h"
#include "domain/binding.h"
#include "domain/env.h"
#include "domain/factor.h"
#include "domain/office_journal.h"
#include "domain/office_proof.h"
#include "domain/reason.h"
#include "domain/throttle.h"
#include "domain/token.h"
#include "store/sql_stmts.h"
#include "store/vault.h"
#include "store/writer.h"

#include <stdlib.h>
#include <string.h>

#define SESSION_KEEP_MS (INT64_C(30) * 24 * 3600 * 1000)

enum { SESSION_COOKIE_SIZE = 64 };

enum rc session_prepare(struct ctx *ctx, struct tx *tx, const char *login, const char *address_prefix,
                        struct session_attempt *out)
{
    *out = (struct session_attempt){.login = account_login(ctx, login), .address = address_prefix};
    out->subject = out->login ? throttle_subject(ctx, "login", out->login, address_prefix) : NULL;
    out->wide = out->login ? throttle_subject(ctx, "account", out->login, NULL) : NULL;
    if (out->subject == NULL || out->wide == NULL) {
        return RC_TOO_LARGE;
    }
    struct account_get_secret_out row;
    enum rc rc = account_rows_get_secret(tx, ctx->arena, &(struct account_get_secret_in){out->login}, &row);
    if (rc == RC_OK) {
        struct session_knows_address_out known;
        out->known_id = row.id;
        out->account_id = row.is_disabled ? NULL : row.id;
        out->password_hash = row.is_disabled ? NULL : row.password_hash;
        rc = session_rows_knows_address(tx, ctx->arena, &(struct session_knows_address_in){row.id, address_prefix},
                                        &known);
        out->is_known_place = rc == RC_OK && known.is_known != 0;
    }
    return rc == RC_OK || rc == RC_NOT_FOUND ? session_throttle(ctx, tx, out) : rc;
}

enum rc session_throttle(struct ctx *ctx, struct tx *tx, const struct session_attempt *in)
{
    enum rc rc = throttle_check(ctx, tx, in->subject, reason(REASON_SIGN_IN_THROTTLED));
    return rc == RC_OK && !in->is_known_place ? throttle_check(ctx, tx, in->wide, reason(REASON_SIGN_IN_THROTTLED))
                                              : rc;
}

enum rc session_recheck(struct ctx *ctx, struct tx *tx, const struct session_attempt *in, int *fits)
{
    struct account_get_secret_out row;
    enum rc rc = account_rows_get_secret(tx, ctx->arena, &(struct account_get_secret_in){in->login}, &row);
    if (rc == RC_NOT_FOUND) {
        *fits = 0;
        return RC_OK;
    }
    *fits = *fits && rc == RC_OK && !row.is_disabled && row.password_hash != NULL && in->password_hash != NULL &&
            strcmp(row.password_hash, in->password_hash) == 0;
    return *fits ? office_proof_require(ctx, tx, "account", row.id) : rc;
}

/* A login that nobody has may be a password typed into the wrong field: it is not written down. */
enum rc session_miss(struct ctx *ctx, struct tx *tx, const struct session_attempt *in, const char *why)
{
    struct changes changes;
    enum rc rc = throttle_fail(ctx, tx, in->subject);
    rc = rc == RC_OK ? throttle_fail_wide(ctx, tx, in->wide) : rc;
    changes_init(&changes, ctx);
    changes_add(&changes, "wrong", NULL, why);
    changes_add(&changes, "address", NULL, in->address);
    if (rc == RC_OK) {
        rc = office_journal_append(ctx, tx, ALARM_MISS, in->known_id ? in->known_id : "unknown", &changes);
    }
    return rc == RC_OK ? alarm_look(ctx, tx, in->address) : rc;
}

static enum rc session_refuse(struct ctx *ctx, struct tx *tx, const struct session_attempt *in, const char *wrong,
                              enum reason_id why, struct session_opened *out)
{
    enum rc rc = session_miss(ctx, tx, in, wrong);
    if (rc == RC_OK) {
        fault_set(&ctx->fault, RC_UNAUTHENTICATED, reason(why), NULL, NULL, NULL);
        out->is_refused = 1;
    }
    return rc;
}

static const char *session_cookie_line(struct ctx *ctx, const char *secret)
{
    const struct env *env = ctx->env;
    return arena_printf(ctx->arena, "%s=%s; Path=/; HttpOnly; SameSite=Lax%s%s", env->is_secure ? "__Host-sid" : "sid",
                        secret, env->is_secure ? "; Secure" : "", secret[0] == '\0' ? "; Max-Age=0" : "");
}

/* A new secret and id for the account of `out`; ends what is over for long. */
static enum rc session_store(struct ctx *ctx, struct tx *tx, const struct session_attempt *in, const char *agent,
                             int64_t ends_ms, struct session_opened *out)
{
    uint8_t raw[CRYPTO_TOKEN_BYTES];
    char secret[SESSION_COOKIE_SIZE];
    struct sql_blob hash;
    struct sql_blob proof;
    char *id = arena_alloc(ctx->arena, IDENT_SIZE);
    if (id == NULL) {
        return RC_TOO_LARGE;
    }
    crypto_random(raw, sizeof raw);
    crypto_base64(raw, sizeof raw, secret);
    ident_new(ctx->now_ms, id);
    out->actor.session_id = id;
    out->actor.proved_ms = ctx->now_ms;
    out->cookie = session_cookie_line(ctx, secret);
    enum rc rc = actor_session_hash(ctx, secret, &hash);
    if (rc == RC_OK) {
        rc = binding_of_session(
            ctx, &(struct binding_session){hash, id, out->actor.account_id, ctx->now_ms, ctx->now_ms, ends_ms}, &proof);
    }
    if (rc != RC_OK || out->cookie == NULL) {
        return rc != RC_OK ? rc : RC_TOO_LARGE;
    }
    rc = session_rows_purge_of_account(
        tx, &(struct session_purge_of_account_in){out->actor.account_id, ctx->now_ms - SESSION_KEEP_MS});
    return rc != RC_OK ? rc
                       : session_rows_add(tx, &(struct session_add_in){.hash = hash,
                                                                       .id = id,
                                                                       .account_id = out->actor.account_id,
                                                                       .created_ms = ctx->now_ms,
                                                                       .ends_ms = ends_ms,
                                                                       .agent = agent ? agent : "script",
                                                                       .address = in->address,
                                                                       .proof = proof});
}

/* The password fits. */
static enum rc session_admit(struct ctx *ctx, struct tx *tx, const struct session_attempt *in,
                             const struct session_shown *shown, struct session_opened *out)
{
    const struct env *env = ctx->env;
    enum rc rc = actor_from_account(ctx, tx, in->account_id, &out->actor);
    if (rc == RC_OK) {
        rc = session_store(ctx, tx, in, shown->agent, ctx->now_ms + env->session_max_ms, out);
    }
    if (rc == RC_OK && shown->new_hash != NULL) {
        rc = account_rows_set_password(tx, &(struct account_set_password_in){in->account_id, shown->new_hash});
    }
    if (rc == RC_OK) {
        rc = throttle_clear(tx, in->subject);
    }
    if (rc != RC_OK) {
        return rc;
    }
    /* The one who signs in is the one who acts. */
    const struct actor *before = ctx->actor;
    struct changes changes;
    changes_init(&changes, ctx);
    if (shown->new_hash != NULL) { /* only then: what somebody else did to the account is not to be covered up */
        changes_touch(&changes, "account", in->account_id);
    }
    ctx->actor = &out->actor;
    rc = office_journal_append(ctx, tx, "session.open", out->actor.account_id, &changes);
    ctx->actor = before;
    return rc;
}

enum rc session_open(struct ctx *ctx, struct tx *tx, const struct session_attempt *in,
                     const struct session_shown *shown, struct session_opened *out)
{
    int fits = shown->fits;
    enum factor_verdict verdict = FACTOR_GOOD;
    *out = (struct session_opened){0};
    enum rc rc = session_throttle(ctx, tx, in);
    if (rc == RC_OK) {
        rc = session_recheck(ctx, tx, in, &fits);
    }
    if (rc != RC_OK) {
        return rc;
    }
    if (!fits || in->account_id == NULL) {
        return session_refuse(ctx, tx, in, "password", REASON_SIGN_IN_FAILED, out);
    }
    rc = factor_check(ctx, tx, in->account_id, shown->code, &verdict);
    if (rc != RC_OK) {
        return rc;
    }
    switch (verdict) {
    case FACTOR_MISSING:
        return fault_set(&ctx->fault, RC_UNAUTHENTICATED, reason(REASON_FACTOR_NEEDED), NULL, NULL, NULL);
    case FACTOR_WRONG: return session_refuse(ctx, tx, in, "code", REASON_FACTOR_WRONG, out);
    case FACTOR_OFF:
    case FACTOR_GOOD: break;
    }
    return session_admit(ctx, tx, in, shown, out);
}

/* Its end is the new one's: it must be the end that was given when somebody signed in. */
static enum rc session_check_proof(struct ctx *ctx, const struct session_get_by_id_out *row)
{
    struct sql_blob proof;
    enum rc rc = binding_of_session(
        ctx,
        &(struct binding_session){row->hash, row->id, row->account_id, row->created_ms, row->proved_ms, row->ends_ms},
        &proof);
    return rc != RC_OK || binding_fits(row->proof, proof)
               ? rc
               : fault_set(&ctx->fault, RC_UNAUTHENTICATED, reason(REASON_SESSION_ENDED), NULL, NULL, NULL);
}

enum rc session_renew(struct ctx *ctx, struct tx *tx, const struct session_attempt *in, const char *agent,
                      struct session_opened *out)
{
    struct session_get_by_id_out row;
    const char *old = ctx->actor->session_id;
    *out = (struct session_opened){0};
    enum rc rc = session_rows_get_by_id(tx, ctx->arena, &(struct session_get_by_id_in){old}, &row);
    if (rc == RC_OK) {
        rc = session_check_proof(ctx, &row);
    }
    if (rc == RC_OK) {
        rc = actor_from_account(ctx, tx, ctx->actor->account_id, &out->actor);
    }
    if (rc == RC_OK) {
        rc = session_store(ctx, tx, in, agent, row.ends_ms, out);
    }
    if (rc == RC_OK) {
        rc = session_rows_end(tx, &(struct session_end_in){old, ctx->now_ms});
    }
    return rc == RC_OK ? actor_changed(tx) : rc;
}

static enum rc session_is_ended(struct ctx *ctx, struct tx *tx, const char *object_id)
{
    enum rc rc = actor_changed(tx);
    return rc == RC_OK ? office_journal_append(ctx, tx, "session.end", object_id, NULL) : rc;
}

enum rc session_end(struct ctx *ctx, struct tx *tx, const char *id)
{
    struct session_get_by_id_out row;
    enum rc rc = session_rows_get_by_id(tx, ctx->arena, &(struct session_get_by_id_in){id}, &row);
    if (rc == RC_NOT_FOUND || (rc == RC_OK && strcmp(row.account_id, ctx->actor->account_id) != 0)) {
        return fault_set(&ctx->fault, RC_NOT_FOUND, reason(REASON_NOT_FOUND), NULL, NULL, NULL);
    }
    if (rc == RC_OK) {
        rc = session_rows_end(tx, &(struct session_end_in){id, ctx->now_ms});
    }
    return rc == RC_OK ? session_is_ended(ctx, tx, ctx->actor->account_id) : rc;
}

enum rc session_end_all(struct ctx *ctx, struct tx *tx, const char *account_id)
{
    struct account_row row;
    enum rc rc = account_rows_get(tx, ctx->arena, &(struct account_get_in){account_id}, &row);
    if (rc == RC_NOT_FOUND) {
        return fault_set(&ctx->fault, rc, reason(REASON_UNKNOWN_ACCOUNT), NULL, NULL, NULL);
    }
    if (rc == RC_OK) {
        rc = session_rows_end_of_account(tx, &(struct session_end_of_account_in){account_id, "", ctx->now_ms});
    }
    if (rc == RC_OK) {
        rc = token_end_all(ctx, tx, account_id);
    }
    return rc == RC_OK ? session_is_ended(ctx, tx, account_id) : rc;
}

enum rc session_close(struct ctx *ctx, struct tx *tx, const char **cookie)
{
    *cookie = session_cookie_line(ctx, "");
    if (ctx->actor->session_id == NULL || *cookie == NULL) {
        return *cookie == NULL ? RC_TOO_LARGE : RC_OK;
    }
    enum rc rc = session_rows_end(tx, &(struct session_end_in){ctx->actor->session_id, ctx->now_ms});
    return rc == RC_OK ? actor_changed(tx) : rc;
}

enum rc session_csrf(struct ctx *ctx, const char *session_id, const char **out)
{
    struct sql_blob hash;
    enum rc rc = vault_secret_hash(ctx->vault, ctx->arena, "csrf", session_id, &hash);
    if (rc != RC_OK) {
        return rc;
    }
    char *text = arena_alloc(ctx->arena, 4 * (hash.size + 2) / 3 + 1);
    if (text == NULL) {
        return RC_TOO_LARGE;
    }
    crypto_base64(hash.data, hash.size, text);
    *out = text;
    return RC_OK;
}

static enum rc session_view_permissions(struct ctx *ctx, const struct actor *actor, struct session_view *out)
{
    out->permissions = arena_array_of(ctx->arena, const char *, PERM_COUNT);
    if (out->permissions == NULL) {
        return RC_TOO_LARGE;
    }
    for (int p = PERM_NONE + 1; p < PERM_COUNT; p++) {
        if (perm_has(actor, (enum perm)p)) {
            out->permissions[out->permission_count++] = perm_key((enum perm)p);
        }
    }
    return RC_OK;
}

enum rc session_describe(struct ctx *ctx, struct tx *tx, const struct actor *actor, struct session_view *out)
{
    struct session_get_by_id_out row;
    struct notice_count_unread_out unread = {0};
    struct credential_count_new_out changes = {0};
    *out = (struct session_view){.csrf = "", .ends_ms = SQL_NULL};
    enum rc rc = RC_OK;
    if (actor->session_id != NULL) {
        rc = session_csrf(ctx, actor->session_id, &out->csrf);
        if (rc == RC_OK) {
            rc = session_rows_get_by_id(tx, ctx->arena, &(struct session_get_by_id_in){actor->session_id}, &row);
        }
        if (rc != RC_OK) {
            return rc;
        }
        out->ends_ms = row.ends_ms;
    }
    rc = grant_rows_list_in_force(tx, ctx->arena,
                                  &(struct grant_list_in_force_in){actor->account_id, clock_day_of(ctx->now_ms)},
                                  &out->grants, &out->grant_count);
    if (rc == RC_OK) {
        rc = session_view_permissions(ctx, actor, out);
    }
    if (rc == RC_OK) {
        rc = notice_rows_count_unread(
            tx, ctx->arena, &(struct notice_count_unread_in){actor->account_id, clock_day_of(ctx->now_ms)}, &unread);
    }
    if (rc == RC_OK) {
        rc = credential_rows_count_new(tx, ctx->arena, &(struct credential_count_new_in){actor->account_id}, &changes);
    }
    out->unread = unread.total;
    out->new_changes = changes.total;
    return rc;
}

/* A job of its own: nobody waits for it, and it frees itself. */
struct session_touch {
    struct writer_job job;
    uint8_t hash[CRYPTO_HASH_SIZE];
    int64_t seen_ms;
};

static enum rc session_touch_run(struct writer_job *job, struct tx *tx)
{
    const struct session_touch *t = (const struct session_touch *)job;
    return session_rows_touch(tx, &(struct session_touch_in){{t->hash, sizeof t->hash}, t->seen_ms});
}

static void session_touch_done(struct writer_job *job, enum rc rc)
{
    (void)rc; /* the next use tries again */
    free(job);
}

void session_touch_later(struct ctx *ctx, struct sql_blob hash)
{
    const struct env *env = ctx->env;
    struct session_touch *t = env->writer != NULL && hash.size == CRYPTO_HASH_SIZE ? calloc(1, sizeof *t) : NULL;
    if (t == NULL) {
        return;
    }
    t->job.run = session_touch_run;
    t->job.done = session_touch_done;
    t->seen_ms = ctx->now_ms;
    memcpy(t->hash, hash.data, hash.size);
    if (writer_submit(env->writer, &t->job) != RC_OK) {
        free(t);
    }
}

/*
 * actor.c - loads who acts, and keeps copies of it in one piece of memory.
 *
 * Runs on: any thread with a transaction. Owns: nothing.
 */
#include "domain/actor.h"

#include "base/clock.h"
#include "domain/binding.h"
#include "domain/env.h"
#include "domain/factor.h"
#include "domain/office_proof.h"
#include "domain/reason.h"
#include "domain/stamp.h"
#include "store/sql_stmts.h"
#include "store/vault.h"

#include <string.h>

enum rc actor_session_hash(struct ctx *ctx, const char *cookie, struct sql_blob *out)
{
    return vault_secret_hash(ctx->vault, ctx->arena, "session", cookie, out);
}

enum rc actor_token_hash(struct ctx *ctx, const char *token, struct sql_blob *out)
{
    return vault_secret_hash(ctx->vault, ctx->arena, "token", token, out);
}

static enum perm_scope actor_scope(const char *name)
{
    static const char *const names[] = {
        [SCOPE_OWN] = "own", [SCOPE_UNIT] = "unit", [SCOPE_SUBTREE] = "subtree", [SCOPE_ALL] = "all"};
    for (int i = 0; i <= SCOPE_ALL; i++) {
        if (strcmp(names[i], name) == 0) {
            return (enum perm_scope)i;
        }
    }
    return SCOPE_OWN; /* the narrowest */
}

/* Who needs a second factor and has none may do nothing but set it up. */
static enum rc actor_load_factor(struct ctx *ctx, struct tx *tx, const struct grant_row *rows, struct actor *a)
{
    int is_needed = 0;
    int is_on;
    for (size_t i = 0; i < a->grant_count; i++) {
        is_needed |= rows[i].needs_factor != 0;
    }
    if (!is_needed) {
        return RC_OK;
    }
    enum rc rc = factor_is_on(ctx, tx, a->account_id, &is_on);
    if (rc == RC_OK && !is_on) {
        a->must_enrol = 1;
        a->permissions = 0;
    }
    return rc;
}

/* Are the account, the roles given and what they carry as this program left them? */
static enum rc actor_require_proofs(struct ctx *ctx, struct tx *tx, const struct actor *a, const struct grant_row *rows,
                                    size_t count)
{
    enum rc rc = office_proof_require(ctx, tx, "account", a->account_id);
    for (size_t i = 0; rc == RC_OK && i < count; i++) {
        rc = office_proof_require(ctx, tx, "grant", rows[i].id);
        rc = rc == RC_OK ? office_proof_require(ctx, tx, "role", rows[i].role) : rc;
    }
    return rc;
}

/* Roles and permissions that are in force today; *rows: the roles given. */
static enum rc actor_read_grants(struct ctx *ctx, struct tx *tx, struct actor *a, struct grant_row **rows)
{
    int64_t today = clock_day_of(ctx->now_ms);
    size_t n;
    enum rc rc =
        grant_rows_list_in_force(tx, ctx->arena, &(struct grant_list_in_force_in){a->account_id, today}, rows, &n);
    struct actor_grant *grants = rc == RC_OK ? arena_array_of(ctx->arena, struct actor_grant, n) : NULL;
    if (grants == NULL) {
        return rc != RC_OK ? rc : RC_TOO_LARGE;
    }
    for (size_t i = 0; i < n; i++) {
        const struct grant_row *row = &(*rows)[i];
        grants[i] = (struct actor_grant){.role = row->role,
                                         .unit_id = row->unit_id,
                                         .unit_path = row->unit_path,
                                         .for_id = row->for_id,
                                         .for_name = row->for_name,
                                         .scope = actor_scope(row->scope)};
    }
    a->grants = grants;
    a->grant_count = n;
    struct grant_list_permissions_of_out *keys;
    rc = grant_rows_list_permissions_of(tx, ctx->arena, &(struct grant_list_permissions_of_in){a->account_id, today},
                                        &keys, &n);
    for (size_t i = 0; rc == RC_OK && i < n; i++) {
        a->permissions |= UINT64_C(1) << perm_find(keys[i].permission);
    }
    a->permissions &= ~(UINT64_C(1) << PERM_NONE); /* a key of a newer program */
    return rc;
}

/* The same of who is about to act. */
static enum rc actor_load_grants(struct ctx *ctx, struct tx *tx, struct actor *a)
{
    struct grant_row *rows;
    enum rc rc = actor_read_grants(ctx, tx, a, &rows);
    rc = rc == RC_OK ? actor_require_proofs(ctx, tx, a, rows, a->grant_count) : rc;
    return rc == RC_OK ? actor_load_factor(ctx, tx, rows, a) : rc;
}

static enum rc actor_refuse(struct ctx *ctx, enum reason_id id)
{
    return fault_set(&ctx->fault, RC_UNAUTHENTICATED, reason(id), NULL, NULL, NULL);
}

int actor_is_over(const struct ctx *ctx, const struct actor_found *found)
{
    const struct env *env = ctx->env;
    if (ctx->now_ms >= found->ends_ms) {
        return 1;
    }
    return found->actor.kind == ACTOR_ACCOUNT && ctx->now_ms - found->seen_ms > env->session_idle_ms;
}

/* Is the row what signing in made of it? */
static enum rc actor_session_fits(struct ctx *ctx, struct sql_blob hash, const struct session_get_out *row, int *fits)
{
    struct sql_blob proof;
    enum rc rc = binding_of_session(
        ctx, &(struct binding_session){hash, row->id, row->account_id, row->created_ms, row->proved_ms, row->ends_ms},
        &proof);
    *fits = rc == RC_OK && binding_fits(row->proof, proof);
    return rc;
}

enum rc actor_from_session(struct ctx *ctx, struct tx *tx, struct sql_blob hash, struct actor_found *out)
{
    struct session_get_out row;
    int fits = 0;
    enum rc rc = session_rows_get(tx, ctx->arena, &(struct session_get_in){hash}, &row);
    if (rc == RC_OK) {
        rc = actor_session_fits(ctx, hash, &row, &fits);
    }
    if (rc == RC_NOT_FOUND || (rc == RC_OK && !fits)) {
        return actor_refuse(ctx, REASON_SESSION_ENDED);
    }
    if (rc != RC_OK) {
        return rc;
    }
    *out = (struct actor_found){.seen_ms = row.seen_ms, .ends_ms = row.ends_ms};
    out->actor = (struct actor){.kind = ACTOR_ACCOUNT,
                                .account_id = row.account_id,
                                .login = row.login,
                                .name = row.name,
                                .locale = row.locale,
                                .unit_id = row.unit_id,
                                .session_id = row.id,
                                .proved_ms = row.proved_ms};
    if (row.ended_ms != SQL_NULL || row.is_disabled || actor_is_over(ctx, out)) {
        return actor_refuse(ctx, REASON_SESSION_ENDED);
    }
    return actor_load_grants(ctx, tx, &out->actor);
}

/* "case.read case.act" as a set. */
static uint64_t actor_permission_set(struct ctx *ctx, const char *text)
{
    uint64_t set = 0;
    char *copy = arena_strdup(ctx->arena, text);
    char *rest = NULL;
    for (char *word = copy ? strtok_r(copy, " ", &rest) : NULL; word != NULL; word = strtok_r(NULL, " ", &rest)) {
        set |= UINT64_C(1) << perm_find(word);
    }
    return set & ~(UINT64_C(1) << PERM_NONE);
}

/* Is the row what was made of it? */
static enum rc actor_token_fits(struct ctx *ctx, struct sql_blob hash, const struct token_get_by_hash_out *row,
                                int *fits)
{
    struct sql_blob proof;
    enum rc rc = binding_of_token(
        ctx,
        &(struct binding_token){hash, row->id, row->account_id, row->permissions, row->created_ms, row->expires_ms},
        &proof);
    *fits = rc == RC_OK && binding_fits(row->proof, proof);
    return rc;
}

enum rc actor_from_token(struct ctx *ctx, struct tx *tx, struct sql_blob hash, struct actor_found *out)
{
    struct token_get_by_hash_out row;
    int fits = 0;
    enum rc rc = token_rows_get_by_hash(tx, ctx->arena, &(struct token_get_by_hash_in){hash}, &row);
    if (rc == RC_OK) {
        rc = actor_token_fits(ctx, hash, &row, &fits);
    }
    if (rc == RC_NOT_FOUND || (rc == RC_OK && !fits)) {
        return actor_refuse(ctx, REASON_TOKEN_ENDED);
    }
    if (rc != RC_OK) {
        return rc;
    }
    *out = (struct actor_found){.seen_ms = ctx->now_ms, .ends_ms = row.expires_ms};
    out->actor = (struct actor){.kind = ACTOR_TOKEN,
                                .account_id = row.account_id,
                                .login = row.login,
                                .name = row.name,
                                .locale = row.locale,
                                .unit_id = row.unit_id};
    if (row.revoked_ms != SQL_NULL || row.is_disabled || actor_is_over(ctx, out)) {
        return actor_refuse(ctx, REASON_TOKEN_ENDED);
    }
    rc = actor_load_grants(ctx, tx, &out->actor);
    out->actor.permissions &= actor_permission_set(ctx, row.permissions);
    return rc;
}

static enum rc actor_read(struct ctx *ctx, struct tx *tx, const char *account_id, struct actor *out)
{
    struct account_row row;
    enum rc rc = account_rows_get(tx, ctx->arena, &(struct account_get_in){account_id}, &row);
    if (rc == RC_OK) {
        *out = (struct actor){.kind = ACTOR_ACCOUNT,
                              .account_id = row.id,
                              .login = row.login,
                              .name = row.name,
                              .locale = row.locale,
                              .unit_id = row.unit_id};
    }
    return rc;
}

enum rc actor_from_account(struct ctx *ctx, struct tx *tx, const char *account_id, struct actor *out)
{
    enum rc rc = actor_read(ctx, tx, account_id, out);
    return rc == RC_OK ? actor_load_grants(ctx, tx, out) : rc;
}

enum rc actor_describe(struct ctx *ctx, struct tx *tx, const char *account_id, struct actor *out)
{
    struct grant_row *rows;
    enum rc rc = actor_read(ctx, tx, account_id, out);
    return rc == RC_OK ? actor_read_grants(ctx, tx, out, &rows) : rc;
}

enum rc actor_changed(struct tx *tx)
{
    return stamp_change(tx, STAMP_ACCESS);
}

enum rc actor_stamp(struct ctx *ctx, struct tx *tx, int64_t *out)
{
    return stamp_get(ctx, tx, STAMP_ACCESS, out);
}

struct actor_room {
    char *at, *end;
    int is_full;
};

static void *actor_take(struct actor_room *r, size_t size)
{
    size_t rounded = (size + sizeof(void *) - 1) / sizeof(void *) * sizeof(void *);
    if (r->is_full || rounded > (size_t)(r->end - r->at)) {
        r->is_full = 1;
        return NULL;
    }
    void *p = r->at;
    r->at += rounded;
    return p;
}

static const char *actor_take_text(struct actor_room *r, const char *s)
{
    char *copy = s ? actor_take(r, strlen(s) + 1) : NULL;
    if (copy != NULL) {
        memcpy(copy, s, strlen(s) + 1);
    }
    return copy;
}

struct actor *actor_pack(const struct actor *a, void *room, size_t size, size_t *used)
{
    struct actor_room r = {.at = room, .end = (char *)room + size};
    struct actor *copy = actor_take(&r, sizeof *copy);
    struct actor_grant *grants = actor_take(&r, a->grant_count * sizeof *grants);
    if (copy == NULL || grants == NULL) {
        return NULL;
    }
    *copy = *a;
    copy->account_id = actor_take_text(&r, a->account_id);
    copy->login = actor_take_text(&r, a->login);
    copy->name = actor_take_text(&r, a->name);
    copy->locale = actor_take_text(&r, a->locale);
    copy->unit_id = actor_take_text(&r, a->unit_id);
    copy->session_id = actor_take_text(&r, a->session_id);
    copy->grants = grants;
    for (size_t i = 0; i < a->grant_count; i++) {
        grants[i] = (struct actor_grant){.role = actor_take_text(&r, a->grants[i].role),
                                         .unit_id = actor_take_text(&r, a->grants[i].unit_id),
                                         .unit_path = actor_take_text(&r, a->grants[i].unit_path),
                                         .for_id = actor_take_text(&r, a->grants[i].for_id),
                                         .for_name = actor_take_text(&r, a->grants[i].for_name),
                                         .scope = a->grants[i].scope};
    }
    if (used != NULL) {
        *used = (size_t)(r.at - (char *)room);
    }
    return r.is_full ? NULL : copy;
}

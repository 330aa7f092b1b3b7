/*
 * substitution.c - names substitutes and takes the naming back.
 *
 * Runs on: the writer. Owns: nothing.
 */
#include "domain/substitution.h"

#include "base/clock.h"
#include "base/ident.h"
#include "domain/account.h"
#include "domain/actor.h"
#include "domain/credential.h"
#include "domain/office_journal.h"
#include "domain/reason.h"

#include <string.h>

static enum rc substitution_check_days(struct ctx *ctx, const struct substitution_new *in)
{
    if (in->valid_to < in->valid_from) {
        return fault_add(&ctx->fault, reason(REASON_DATE_ORDER), "/valid_to", NULL, NULL);
    }
    if (in->valid_from < clock_day_of(ctx->now_ms)) {
        return fault_add(&ctx->fault, reason(REASON_DATE_BEFORE_TODAY), "/valid_from", NULL, NULL);
    }
    if (in->valid_to - in->valid_from >= SUBSTITUTION_DAYS_MAX) {
        return fault_add(&ctx->fault, reason(REASON_SUBSTITUTION_LONG), "/valid_to", NULL, NULL);
    }
    return RC_OK;
}

/* A colleague in use: somebody else of the same unit. Others are not told from those that are not there. */
static enum rc substitution_check(struct ctx *ctx, struct tx *tx, const struct substitution_new *in)
{
    struct account_row account;
    struct substitution_overlaps_out other;
    const char *unit = ctx->actor->unit_id;
    enum rc rc = credential_require_session(ctx);
    if (rc == RC_OK) {
        rc = substitution_check_days(ctx, in);
    }
    if (rc != RC_OK) {
        return rc;
    }
    rc = account_rows_get(tx, ctx->arena, &(struct account_get_in){in->substitute_id}, &account);
    if (rc == RC_NOT_FOUND ||
        (rc == RC_OK && (account.is_disabled || unit == NULL || account.unit_id == NULL ||
                         strcmp(account.unit_id, unit) != 0 || strcmp(account.id, ctx->actor->account_id) == 0))) {
        return fault_add(&ctx->fault, reason(REASON_SUBSTITUTE_ELSEWHERE), "/substitute_id", NULL, NULL);
    }
    if (rc == RC_OK) {
        rc = substitution_rows_overlaps(
            tx, ctx->arena, &(struct substitution_overlaps_in){ctx->actor->account_id, in->valid_from, in->valid_to},
            &other);
    }
    if (rc == RC_OK) {
        return fault_set(&ctx->fault, RC_CONFLICT, reason(REASON_SUBSTITUTION_TWICE), NULL, NULL, NULL);
    }
    return rc == RC_NOT_FOUND ? RC_OK : rc;
}

/* Roles that the substitute holds there anyway, in their own name, need no copy. */
static enum rc substitution_copy(struct ctx *ctx, struct tx *tx, const struct substitution_row *s,
                                 const struct grant_list_own_out *g, struct changes *changes)
{
    struct grant_find_out same;
    if (strcmp(g->role, ACCOUNT_ADMIN_ROLE) == 0) {
        return RC_OK;
    }
    enum rc rc = grant_rows_find(tx, ctx->arena,
                                 &(struct grant_find_in){s->substitute_id, g->role, g->unit_id, g->scope}, &same);
    char *id = arena_alloc(ctx->arena, IDENT_SIZE);
    if (rc == RC_OK && same.valid_to != SQL_NULL && same.valid_to < s->valid_from) {
        rc = grant_rows_drop(tx, &(struct grant_drop_in){same.id}); /* it was theirs once; the journal remembers */
        changes_touch(changes, "grant", same.id);
        rc = rc == RC_OK ? RC_NOT_FOUND : rc;
    }
    if (rc != RC_NOT_FOUND || id == NULL) {
        return rc != RC_NOT_FOUND ? rc : RC_TOO_LARGE;
    }
    ident_new(ctx->now_ms, id);
    changes_touch(changes, "grant", id);
    int64_t from = g->valid_from == SQL_NULL || g->valid_from < s->valid_from ? s->valid_from : g->valid_from;
    int64_t to = g->valid_to == SQL_NULL || g->valid_to > s->valid_to ? s->valid_to : g->valid_to;
    return grant_rows_add_copy(tx, &(struct grant_add_copy_in){.id = id,
                                                               .account_id = s->substitute_id,
                                                               .role = g->role,
                                                               .unit_id = g->unit_id,
                                                               .scope = g->scope,
                                                               .valid_from = from,
                                                               .valid_to = to,
                                                               .created_ms = ctx->now_ms,
                                                               .substitution_id = s->id,
                                                               .source_id = g->id});
}

static enum rc substitution_copy_all(struct ctx *ctx, struct tx *tx, const struct substitution_row *s,
                                     struct changes *changes)
{
    struct grant_list_own_out *own;
    size_t n;
    enum rc rc = grant_rows_list_own(tx, ctx->arena,
                                     &(struct grant_list_own_in){s->account_id, s->valid_from, s->valid_to}, &own, &n);
    for (size_t i = 0; rc == RC_OK && i < n; i++) {
        rc = substitution_copy(ctx, tx, s, &own[i], changes);
    }
    return rc;
}

static enum rc substitution_journal(struct ctx *ctx, struct tx *tx, const char *action,
                                    const struct substitution_row *s, struct changes *changes)
{
    char from[CLOCK_DATE_SIZE], to[CLOCK_DATE_SIZE];
    clock_format_day((int32_t)s->valid_from, from);
    clock_format_day((int32_t)s->valid_to, to);
    changes_add(changes, "account_id", NULL, s->account_id);
    changes_add(changes, "substitute_id", NULL, s->substitute_id);
    changes_add(changes, "valid_from", NULL, from);
    changes_add(changes, "valid_to", NULL, to);
    enum rc rc = actor_changed(tx);
    return rc == RC_OK ? office_journal_append(ctx, tx, action, s->id, changes) : rc;
}

enum rc substitution_add(struct ctx *ctx, struct tx *tx, const struct substitution_new *in,
                         struct substitution_row *out)
{
    struct changes changes;
    changes_init(&changes, ctx);
    enum rc rc = substitution_check(ctx, tx, in);
    char *id = arena_alloc(ctx->arena, IDENT_SIZE);
    if (rc != RC_OK || id == NULL) {
        return rc != RC_OK ? rc : RC_TOO_LARGE;
    }
    ident_new(ctx->now_ms, id);
    rc = substitution_rows_add(tx, &(struct substitution_add_in){.id = id,
                                                                 .account_id = ctx->actor->account_id,
                                                                 .substitute_id = in->substitute_id,
                                                                 .valid_from = in->valid_from,
                                                                 .valid_to = in->valid_to,
                                                                 .created_ms = ctx->now_ms});
    if (rc == RC_OK) {
        rc = substitution_rows_get(tx, ctx->arena, &(struct substitution_get_in){id}, out);
    }
    if (rc == RC_OK) {
        rc = substitution_copy_all(ctx, tx, out, &changes);
    }
    return rc == RC_OK ? substitution_journal(ctx, tx, "substitution.add", out, &changes) : rc;
}

static enum rc substitution_stop(struct ctx *ctx, struct tx *tx, const char *id)
{
    struct substitution_row row;
    struct changes changes;
    struct grant_list_of_substitution_out *copies;
    size_t count = 0;
    changes_init(&changes, ctx);
    enum rc rc = substitution_rows_get(tx, ctx->arena, &(struct substitution_get_in){id}, &row);
    if (rc == RC_OK) {
        rc = grant_rows_list_of_substitution(tx, ctx->arena, &(struct grant_list_of_substitution_in){id}, &copies,
                                             &count);
    }
    for (size_t i = 0; rc == RC_OK && i < count; i++) {
        changes_touch(&changes, "grant", copies[i].id);
    }
    if (rc == RC_OK) {
        rc = grant_rows_drop_of_substitution(tx, &(struct grant_drop_of_substitution_in){id});
    }
    if (rc == RC_OK) {
        rc = substitution_rows_end(tx, &(struct substitution_end_in){id, ctx->now_ms});
    }
    return rc == RC_OK ? substitution_journal(ctx, tx, "substitution.end", &row, &changes) : rc;
}

enum rc substitution_end(struct ctx *ctx, struct tx *tx, const char *id)
{
    struct substitution_row row;
    enum rc rc = credential_require_session(ctx);
    if (rc != RC_OK) {
        return rc;
    }
    rc = substitution_rows_get(tx, ctx->arena, &(struct substitution_get_in){id}, &row);
    if (rc == RC_NOT_FOUND ||
        (rc == RC_OK && (strcmp(row.account_id, ctx->actor->account_id) != 0 || row.ended_ms != SQL_NULL))) {
        return fault_set(&ctx->fault, RC_NOT_FOUND, reason(REASON_NOT_FOUND), NULL, NULL, NULL);
    }
    return rc == RC_OK ? substitution_stop(ctx, tx, id) : rc;
}

enum rc substitution_end_all(struct ctx *ctx, struct tx *tx, const char *account_id)
{
    struct substitution_list_open_of_out *rows;
    size_t n;
    enum rc rc = substitution_rows_list_open_of(
        tx, ctx->arena, &(struct substitution_list_open_of_in){account_id, clock_day_of(ctx->now_ms)}, &rows, &n);
    for (size_t i = 0; rc == RC_OK && i < n; i++) {
        rc = substitution_stop(ctx, tx, rows[i].id);
    }
    return rc;
}

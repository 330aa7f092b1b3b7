/*
 * retention.c - terms of the archive, holds and proposals.
 *
 * Runs on: the writer; the pure ones anywhere. Owns: nothing.
 */
#include "domain/retention.h"

#include "base/clock.h"
#include "domain/case.h"
#include "domain/office_journal.h"
#include "domain/reason.h"

#include <string.h>

static const char *const retention_classes[] = {"10", "30"};

int retention_years(const char *retention)
{
    return retention == NULL ? 0 : strcmp(retention, "10") == 0 ? 10 : strcmp(retention, "30") == 0 ? 30 : 0;
}

int32_t retention_last_day(const char *retention, int64_t closed_ms)
{
    int year, month, mday;
    int years = retention_years(retention);
    if (years == 0 || closed_ms == SQL_NULL) {
        return 0;
    }
    clock_split_day(clock_day_of(closed_ms), &year, &month, &mday);
    return clock_join_day(year + years, 12, 31);
}

enum rc retention_find(struct ctx *ctx, struct tx *tx, int limit, int *found)
{
    int year, month, mday, told = 0;
    enum rc rc = RC_OK;
    *found = 0;
    clock_split_day(clock_day_of(ctx->now_ms), &year, &month, &mday);
    for (size_t i = 0; rc == RC_OK && i < sizeof retention_classes / sizeof retention_classes[0]; i++) {
        struct retention_find_over_out *rows;
        size_t count = 0;
        const char *class = retention_classes[i];
        /* Over are those whose last day lies in an earlier year than this one. */
        int64_t before_ms = clock_day_start_ms(clock_join_day(year - retention_years(class), 1, 1));
        rc = retention_rows_find_over(tx, ctx->arena, &(struct retention_find_over_in){class, before_ms, limit}, &rows,
                                      &count);
        for (size_t k = 0; rc == RC_OK && k < count; k++) {
            int32_t last_day = retention_last_day(class, rows[k].closed_ms);
            rc = retention_rows_found(tx, &(struct retention_found_in){rows[k].id, last_day, ctx->now_ms});
            told += !rows[k].is_sealed;
        }
        *found += (int)count;
    }
    if (rc == RC_OK &&
        told > 0) { /* not of sealed ones: whoever reads the journal of the office is not told how many there are */
        struct changes changes;
        changes_init(&changes, ctx);
        changes_add_int(&changes, "cases", SQL_NULL, told);
        rc = office_journal_append(ctx, tx, "retention.find", "archive", &changes);
    }
    return rc;
}

/* Accusation officers keep and destroy in their own lane only; there, nobody else does. What one may not do looks as if it was not there. */
static enum rc retention_case(struct ctx *ctx, struct tx *tx, const char *case_id, enum perm permission,
                              struct case_row *out)
{
    struct retention_find_keeper_out keeper;
    enum rc rc = case_get(ctx, tx, case_id, out);
    if (rc != RC_OK || out->is_sealed || ctx->actor->kind == ACTOR_SYSTEM) {
        return rc;
    }
    rc = retention_rows_find_keeper(
        tx, ctx->arena,
        &(struct retention_find_keeper_in){ctx->actor->account_id, perm_key(permission), clock_day_of(ctx->now_ms)},
        &keeper);
    return rc == RC_NOT_FOUND ? fault_set(&ctx->fault, rc, reason(REASON_NOT_FOUND), NULL, NULL, NULL) : rc;
}

static enum rc retention_get(struct ctx *ctx, struct tx *tx, const char *case_id, struct retention_row *out)
{
    enum rc rc = retention_rows_get(tx, ctx->arena, &(struct retention_get_in){case_id}, out);
    if (rc == RC_NOT_FOUND) {
        *out = (struct retention_row){.case_id = case_id,
                                      .last_day = SQL_NULL,
                                      .found_ms = SQL_NULL,
                                      .held_ms = SQL_NULL,
                                      .proposed_ms = SQL_NULL};
        return RC_OK;
    }
    return rc;
}

static void retention_judge(struct ctx *ctx, struct retention_case *c)
{
    char day[CLOCK_DATE_SIZE];
    c->last_day = retention_last_day(c->row.retention, c->row.closed_ms);
    if (c->row.certificate != NULL) {
        c->why = reason(REASON_CASE_PURGED);
        c->arg = c->row.certificate;
    } else if (c->row.archived_ms == SQL_NULL) {
        c->why = reason(REASON_NOT_ARCHIVED);
    } else if (c->last_day == 0) {
        c->why = reason(REASON_KEPT_FOR_EVER);
    } else if (clock_day_of(ctx->now_ms) <= c->last_day) {
        clock_format_day(c->last_day, day);
        c->why = reason(REASON_TERM_RUNNING);
        c->arg = arena_strdup(ctx->arena, day);
    } else if (c->kept.held_ms != SQL_NULL) {
        c->why = reason(REASON_CASE_HELD);
    }
}

enum rc retention_ask(struct ctx *ctx, struct tx *tx, const char *case_id, enum perm permission,
                      struct retention_case *out)
{
    *out = (struct retention_case){0};
    enum rc rc = retention_case(ctx, tx, case_id, permission, &out->row);
    if (rc == RC_NOT_FOUND) {
        fault_clear(&ctx->fault);
        out->row = (struct case_row){0};
        out->why = reason(REASON_NOT_FOUND);
        return RC_OK;
    }
    if (rc == RC_OK) {
        rc = retention_get(ctx, tx, case_id, &out->kept);
    }
    if (rc == RC_OK) {
        retention_judge(ctx, out);
    }
    return rc;
}

/* One entry in the journal of the case, loaded before what is kept of it was changed, with the reason as its note. */
static enum rc retention_journal(struct case_work *w, const char *action, const char *why)
{
    w->note = why;
    return case_save(w, action, NULL);
}

static enum rc retention_refuse(struct ctx *ctx, enum reason_id id, const char *arg)
{
    return fault_set(&ctx->fault, RC_REFUSED, reason(id), NULL, arg, NULL);
}

enum rc retention_hold(struct ctx *ctx, struct tx *tx, const char *case_id, const char *why)
{
    struct case_row row;
    struct case_work w;
    struct retention_row kept;
    enum rc rc = retention_case(ctx, tx, case_id, PERM_RETENTION_MANAGE, &row);
    if (rc == RC_OK) {
        rc = retention_get(ctx, tx, case_id, &kept);
    }
    if (rc != RC_OK) {
        return rc;
    }
    if (row.certificate != NULL) {
        return retention_refuse(ctx, REASON_CASE_PURGED, row.certificate);
    }
    if (kept.held_ms != SQL_NULL) {
        return retention_refuse(ctx, REASON_CASE_HELD, NULL);
    }
    rc = case_work_load(ctx, tx, case_id, &w);
    if (rc == RC_OK) {
        rc = retention_rows_hold(tx, &(struct retention_hold_in){case_id, ctx->actor->account_id, ctx->now_ms, why});
    }
    return rc == RC_OK ? retention_journal(&w, "hold", why) : rc;
}

enum rc retention_release(struct ctx *ctx, struct tx *tx, const char *case_id, const char *why)
{
    struct case_row row;
    struct case_work w;
    struct retention_row kept;
    enum rc rc = retention_case(ctx, tx, case_id, PERM_RETENTION_MANAGE, &row);
    if (rc == RC_OK) {
        rc = retention_get(ctx, tx, case_id, &kept);
    }
    if (rc == RC_OK && kept.held_ms == SQL_NULL) {
        return retention_refuse(ctx, REASON_CASE_NOT_HELD, NULL);
    }
    rc = rc == RC_OK ? case_work_load(ctx, tx, case_id, &w) : rc;
    if (rc == RC_OK) {
        rc = retention_rows_release(tx, &(struct retention_release_in){case_id});
    }
    return rc == RC_OK ? retention_journal(&w, "release", why) : rc;
}

static enum rc retention_propose_one(struct ctx *ctx, struct tx *tx, const char *id, const char *appraisal,
                                     struct retention_result *out)
{
    struct retention_case c;
    struct case_work w;
    enum rc rc = retention_ask(ctx, tx, id, PERM_RETENTION_MANAGE, &c);
    if (rc != RC_OK) {
        return rc;
    }
    *out = (struct retention_result){id, c.row.number, c.why, c.arg};
    if (c.why == NULL && c.kept.proposed_ms != SQL_NULL) {
        out->why = reason(REASON_PROPOSED_ALREADY);
    }
    if (out->why != NULL) {
        return RC_OK;
    }
    rc = case_work_load(ctx, tx, id, &w);
    if (rc == RC_OK && c.kept.found_ms == SQL_NULL) { /* the ticker has not come by yet */
        rc = retention_rows_found(tx, &(struct retention_found_in){id, c.last_day, ctx->now_ms});
    }
    if (rc == RC_OK) {
        rc = retention_rows_propose(tx,
                                    &(struct retention_propose_in){id, ctx->actor->account_id, ctx->now_ms, appraisal});
    }
    return rc == RC_OK ? retention_journal(&w, "propose_purge", appraisal) : rc;
}

enum rc retention_propose(struct ctx *ctx, struct tx *tx, const char *const *ids, size_t count, const char *appraisal,
                          struct retention_result *results)
{
    enum rc rc = RC_OK;
    for (size_t i = 0; rc == RC_OK && i < count; i++) {
        rc = retention_propose_one(ctx, tx, ids[i], appraisal, &results[i]);
    }
    return rc;
}

enum rc retention_withdraw(struct ctx *ctx, struct tx *tx, const char *case_id, const char *why)
{
    struct case_row row;
    struct case_work w;
    struct retention_row kept;
    enum rc rc = retention_case(ctx, tx, case_id, PERM_RETENTION_MANAGE, &row);
    if (rc == RC_OK) {
        rc = retention_get(ctx, tx, case_id, &kept);
    }
    if (rc == RC_OK && kept.proposed_ms == SQL_NULL) {
        return retention_refuse(ctx, REASON_NOT_PROPOSED, NULL);
    }
    rc = rc == RC_OK ? case_work_load(ctx, tx, case_id, &w) : rc;
    if (rc == RC_OK) {
        rc = retention_rows_withdraw(tx, &(struct retention_withdraw_in){case_id});
    }
    return rc == RC_OK ? retention_journal(&w, "withdraw_purge", why) : rc;
}

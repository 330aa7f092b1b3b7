/*
 * export.c - see export.h.
 *
 * Runs on: workers (reading), the writer (asking, deciding). Owns: nothing.
 */
#include "domain/export.h"

#include "base/clock.h"
#include "base/ident.h"
#include "domain/office_journal.h"
#include "domain/office_proof.h"
#include "domain/perm.h"
#include "domain/reason.h"

#include <string.h>

/* Rows are kept a day longer than they can be fetched, so that "over" can be told from "never there". */
#define EXPORT_TOLD_MS (INT64_C(24) * 3600 * 1000)

enum { EXPORT_LIST_MAX = 100, EXPORT_DROP_MAX = 50 };

static enum rc export_fault(struct ctx *ctx, enum rc rc, enum reason_id why)
{
    return fault_set(&ctx->fault, rc, reason(why), NULL, NULL, NULL);
}

static int export_is(const struct export_row *row, const char *state)
{
    return strcmp(row->state, state) == 0;
}

int export_is_alone(const struct export_row *row)
{
    return export_is(row, "ready");
}

/* One's own, in any state. */
static enum rc export_own(struct ctx *ctx, struct tx *tx, const char *id, struct export_row *out)
{
    enum rc rc = export_rows_get(tx, ctx->arena, &(struct export_get_in){id, ctx->actor->account_id}, out);
    return rc == RC_NOT_FOUND ? export_fault(ctx, rc, REASON_NOT_FOUND) : rc;
}

enum rc export_get(struct ctx *ctx, struct tx *tx, const char *id, struct export_row *out)
{
    enum rc rc = export_own(ctx, tx, id, out);
    if (rc == RC_OK && export_is(out, "refused")) {
        return export_fault(ctx, RC_REFUSED, REASON_EXPORT_REFUSED);
    }
    if (rc == RC_OK && out->expires_ms <= ctx->now_ms) {
        return export_fault(ctx, RC_GONE, REASON_EXPORT_OVER);
    }
    if (rc == RC_OK && export_is(out, "asked")) {
        return export_fault(ctx, RC_REFUSED, REASON_EXPORT_WAITS);
    }
    return rc == RC_OK ? office_proof_require_act(ctx, tx, "export", id) : rc;
}

static enum rc export_needs_second(struct ctx *ctx, int64_t total)
{
    const char *is = arena_printf(ctx->arena, "%lld", (long long)total);
    const char *most = arena_printf(ctx->arena, ctx->is_zh ? "%d 件（24 小时内合计 %d 件）" : "%d (in 24 hours %d)",
                                    EXPORT_ALONE_MAX, EXPORT_ALONE_DAY_MAX);
    return is && most ? fault_set(&ctx->fault, RC_REFUSED, reason(REASON_EXPORT_SECOND), NULL, is, most) : RC_TOO_LARGE;
}

enum rc export_check_total(struct ctx *ctx, const struct export_row *row, int64_t total)
{
    if (!export_is_alone(row) || total <= row->total) {
        return RC_OK;
    }
    if (total > EXPORT_ALONE_MAX) {
        return export_needs_second(ctx, total);
    }
    const char *now = arena_printf(ctx->arena, "%lld", (long long)total);
    return now != NULL ? fault_set(&ctx->fault, RC_REFUSED, reason(REASON_EXPORT_GROWN), NULL, now, NULL)
                       : RC_TOO_LARGE;
}

/* Those that are told no more; the next entry says that they are gone. More than a few wait for the next export. */
static enum rc export_drop_over(struct ctx *ctx, struct tx *tx, struct changes *changes)
{
    struct export_list_over_out *rows;
    size_t count;
    enum rc rc = export_rows_list_over(
        tx, ctx->arena, &(struct export_list_over_in){ctx->now_ms - EXPORT_TOLD_MS, EXPORT_DROP_MAX}, &rows, &count);
    for (size_t i = 0; rc == RC_OK && i < count; i++) {
        changes_touch(changes, "export", rows[i].id);
        rc = export_rows_drop(tx, &(struct export_drop_in){rows[i].id});
    }
    return rc;
}

static enum rc export_journal(struct ctx *ctx, struct tx *tx, const struct export_input *in, int is_alone,
                              const char *id)
{
    struct changes changes;
    changes_init(&changes, ctx);
    changes_touch(&changes, "export", id);
    enum rc rc = export_drop_over(ctx, tx, &changes);
    if (rc != RC_OK) {
        return rc;
    }
    changes_add(&changes, "format", NULL, in->format);
    changes_add(&changes, "columns", NULL, in->columns);
    changes_add(&changes, "filter", NULL, in->told);
    changes_add_int(&changes, "total", SQL_NULL, in->total);
    changes_add(&changes, "reason", NULL, is_alone ? NULL : in->reason);
    return office_journal_append(ctx, tx, is_alone ? "export.cases" : "export.ask", id, &changes);
}

enum rc export_add(struct ctx *ctx, struct tx *tx, const struct export_input *in, struct export_row *out)
{
    struct export_sum_alone_out taken;
    char *id = arena_alloc(ctx->arena, IDENT_SIZE);
    enum rc rc = export_rows_sum_alone(
        tx, ctx->arena, &(struct export_sum_alone_in){ctx->actor->account_id, ctx->now_ms - EXPORT_TOLD_MS}, &taken);
    if (rc != RC_OK) {
        return rc;
    }
    int is_alone = in->total <= EXPORT_ALONE_MAX && taken.total + in->total <= EXPORT_ALONE_DAY_MAX;
    if (!is_alone && in->reason == NULL) {
        return export_needs_second(ctx, in->total);
    }
    if (id == NULL) {
        return RC_TOO_LARGE;
    }
    ident_new(ctx->now_ms, id);
    rc = export_rows_add(
        tx, &(struct export_add_in){.id = id,
                                    .account_id = ctx->actor->account_id,
                                    .filter = in->filter,
                                    .columns = in->columns,
                                    .format = in->format,
                                    .has_bom = in->has_bom,
                                    .total = in->total,
                                    .created_ms = ctx->now_ms,
                                    .expires_ms = ctx->now_ms + (is_alone ? EXPORT_KEEP_MS : EXPORT_ASKED_MS),
                                    .state = is_alone ? "ready" : "asked",
                                    .reason = is_alone ? NULL : in->reason});
    rc = rc == RC_OK ? export_journal(ctx, tx, in, is_alone, id) : rc;
    return rc == RC_OK ? export_own(ctx, tx, id, out) : rc;
}

/* ---- the second person ---- */

enum rc export_list(struct ctx *ctx, struct tx *tx, struct export_lists *out)
{
    const char *me = ctx->actor->account_id;
    *out = (struct export_lists){0};
    enum rc rc = export_rows_list_own(tx, ctx->arena, &(struct export_list_own_in){me, ctx->now_ms, EXPORT_LIST_MAX},
                                      &out->own, &out->own_count);
    if (rc == RC_OK && perm_has(ctx->actor, PERM_CASE_COUNT)) {
        rc = export_rows_list_waiting(
            tx, ctx->arena,
            &(struct export_list_waiting_in){me, clock_day_of(ctx->now_ms), ctx->now_ms, EXPORT_LIST_MAX},
            &out->waiting, &out->waiting_count);
    }
    return rc;
}

/* Another's; what the actor does not oversee is unknown to them. */
static enum rc export_decidable(struct ctx *ctx, struct tx *tx, const char *id, struct export_row *out)
{
    enum rc rc = RC_NOT_FOUND;
    if (perm_has(ctx->actor, PERM_CASE_COUNT)) {
        rc = export_rows_get_decidable(
            tx, ctx->arena, &(struct export_get_decidable_in){id, ctx->actor->account_id, clock_day_of(ctx->now_ms)},
            out);
    }
    return rc == RC_NOT_FOUND ? export_fault(ctx, rc, REASON_NOT_FOUND) : rc;
}

static enum rc export_decide(struct ctx *ctx, struct tx *tx, const char *state, const char *action, const char *note,
                             int64_t expires_ms, struct export_row *row)
{
    struct changes changes;
    if (!export_is(row, "asked") || row->expires_ms <= ctx->now_ms) {
        return export_fault(ctx, RC_REFUSED, REASON_CONFIRMATION_OVER);
    }
    enum rc rc = office_proof_require_act(ctx, tx, "export", row->id);
    if (rc != RC_OK) {
        return rc;
    }
    rc = export_rows_decide(
        tx, &(struct export_decide_in){row->id, state, ctx->actor->account_id, ctx->now_ms, expires_ms});
    changes_init(&changes, ctx);
    changes_touch(&changes, "export", row->id);
    changes_add(&changes, "asked_by", NULL, row->account_id);
    changes_add(&changes, "reason", NULL, row->reason);
    changes_add_int(&changes, "total", SQL_NULL, row->total);
    changes_add(&changes, "note", NULL, note);
    rc = rc == RC_OK ? office_journal_append(ctx, tx, action, row->id, &changes) : rc;
    row->state = state;
    row->decided_name = ctx->actor->name;
    row->decided_ms = ctx->now_ms;
    row->expires_ms = expires_ms;
    return rc;
}

enum rc export_allow(struct ctx *ctx, struct tx *tx, const char *id, const char *note, struct export_row *out)
{
    enum rc rc = export_rows_get(tx, ctx->arena, &(struct export_get_in){id, ctx->actor->account_id}, out);
    if (rc == RC_OK) {
        return export_fault(ctx, RC_REFUSED, REASON_EXPORT_SELF);
    }
    rc = rc == RC_NOT_FOUND ? export_decidable(ctx, tx, id, out) : rc;
    return rc == RC_OK ? export_decide(ctx, tx, "allowed", "export.allow", note, ctx->now_ms + EXPORT_ALLOWED_MS, out)
                       : rc;
}

enum rc export_refuse(struct ctx *ctx, struct tx *tx, const char *id, const char *note, struct export_row *out)
{
    enum rc rc = export_rows_get(tx, ctx->arena, &(struct export_get_in){id, ctx->actor->account_id}, out);
    rc = rc == RC_NOT_FOUND ? export_decidable(ctx, tx, id, out) : rc;
    return rc == RC_OK ? export_decide(ctx, tx, "refused", "export.refuse", note, out->expires_ms, out) : rc;
}

/*
 * effect_agreement.c - agreements and their instalments: made, promised, performed, failed.
 *
 * Runs on: the writer. Owns: nothing.
 */
#include "domain/agreement.h"

#include "base/clock.h"
#include "base/ident.h"
#include "domain/document.h"
#include "domain/document_plan.h"
#include "domain/effect.h"
#include "domain/reason.h"

#include <string.h>

/* The definition starts and ends clock P4 for the instalment that the event is about. */
static void agreement_about(struct case_work *w, int64_t position)
{
    w->about = arena_printf(w->ctx->arena, "%lld", (long long)position);
}

static enum rc agreement_end(struct case_work *w, const struct instalment_row *open, const char *status,
                             int64_t done_day, const char *proof)
{
    changes_add(&w->changes, arena_printf(w->ctx->arena, "instalment.%lld", (long long)open->position), "open", status);
    return agreement_rows_end_instalment(
        w->tx, &(struct agreement_end_instalment_in){w->row.id, open->position, status, done_day, proof});
}

/* The open instalment that field `instalment` names. */
static enum rc agreement_find_open(struct case_work *w, struct instalment_row *out)
{
    int64_t position = value_int(w->fields, "instalment", 0);
    struct agreement_get_open_in in = {w->row.id, position};
    enum rc rc = agreement_rows_get_open(w->tx, w->ctx->arena, &in, out);
    agreement_about(w, position);
    return rc == RC_NOT_FOUND ? fault_add(&w->ctx->fault, reason(REASON_INSTALMENT_NOT_OPEN), "/fields/instalment",
                                          arena_printf(w->ctx->arena, "%lld", (long long)position), NULL)
                              : rc;
}

/* What an agreement that was replaced still promised is not owed any more. */
static enum rc agreement_drop_open(struct case_work *w)
{
    struct instalment_row *rows;
    size_t count;
    enum rc rc = agreement_rows_list_instalments(w->tx, w->ctx->arena,
                                                 &(struct agreement_list_instalments_in){w->row.id}, &rows, &count);
    for (size_t i = 0; rc == RC_OK && i < count; i++) {
        if (strcmp(rows[i].status, "open") == 0) {
            rc = agreement_end(w, &rows[i], "failed", SQL_NULL, "由新的协议替代");
        }
    }
    return rc;
}

enum rc effect_agreement_add(struct case_work *w)
{
    struct ctx *ctx = w->ctx;
    const char *id = ident_make(ctx->arena, ctx->now_ms), *kind = value_text(w->fields, "kind");
    enum rc rc = effect_day(w, "signed_on", w->row.accepted_ms);
    if (rc == RC_OK) {
        rc = id != NULL ? agreement_drop_open(w) : RC_TOO_LARGE;
    }
    if (rc == RC_OK) {
        rc = agreement_rows_add(w->tx, &(struct agreement_add_in){.case_id = w->row.id,
                                                                  .id = id,
                                                                  .kind = kind,
                                                                  .other_party = value_text(w->fields, "other_party"),
                                                                  .mediator = value_text(w->fields, "mediator"),
                                                                  .signed_day = clock_day_of(w->effective_ms),
                                                                  .terms = value_text(w->fields, "terms"),
                                                                  .account_id = ctx->actor->account_id,
                                                                  .created_ms = ctx->now_ms});
    }
    changes_add(&w->changes, "agreement", NULL, kind);
    return rc == RC_OK ? document_make(w, NULL) : rc;
}

enum rc effect_instalment_plan(struct case_work *w)
{
    struct ctx *ctx = w->ctx;
    struct agreement_get_last_out agreement;
    struct instalment_row *rows;
    size_t count;
    int32_t day;
    const char *due = value_text(w->fields, "due_on");
    enum rc rc = agreement_rows_get_last(w->tx, ctx->arena, &(struct agreement_get_last_in){w->row.id}, &agreement);
    if (rc == RC_NOT_FOUND) {
        return RC_INTERNAL; /* the guard has seen it */
    }
    if (rc == RC_OK && (due == NULL || clock_parse_day(due, &day) != RC_OK || day < clock_day_of(ctx->now_ms))) {
        return fault_add(&ctx->fault, reason(REASON_DATE_BEFORE_TODAY), "/fields/due_on", NULL, NULL);
    }
    if (rc == RC_OK) {
        rc = agreement_rows_list_instalments(w->tx, ctx->arena, &(struct agreement_list_instalments_in){w->row.id},
                                             &rows, &count);
    }
    if (rc == RC_OK) {
        rc = agreement_rows_add_instalment(
            w->tx, &(struct agreement_add_instalment_in){.case_id = w->row.id,
                                                         .position = (int64_t)count + 1,
                                                         .agreement_id = agreement.id,
                                                         .text = value_text(w->fields, "text"),
                                                         .amount_fen = value_int(w->fields, "amount_fen", SQL_NULL),
                                                         .due_day = day});
    }
    if (rc == RC_OK) {
        agreement_about(w, (int64_t)count + 1);
        changes_add(&w->changes, arena_printf(ctx->arena, "instalment.%zu", count + 1), NULL, due);
    }
    return rc;
}

enum rc effect_instalment_perform(struct case_work *w)
{
    struct instalment_row open;
    enum rc rc = agreement_find_open(w, &open);
    if (rc == RC_OK) {
        rc = effect_day(w, "done_on", w->row.accepted_ms);
    }
    return rc == RC_OK
               ? agreement_end(w, &open, "performed", clock_day_of(w->effective_ms), value_text(w->fields, "proof"))
               : rc;
}

enum rc effect_instalment_fail(struct case_work *w)
{
    struct instalment_row open;
    enum rc rc = agreement_find_open(w, &open);
    return rc == RC_OK ? agreement_end(w, &open, "failed", SQL_NULL, value_text(w->fields, "reason")) : rc;
}

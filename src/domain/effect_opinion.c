/*
 * effect_opinion.c - the handling opinion (处理意见书): drafted, checked, signed, delivered (Regulation Art 32).
 *
 * Every draft is an edition of its own; a returned or replaced one is withdrawn, never overwritten.
 *
 * Runs on: the writer. Owns: nothing.
 */
#include "domain/effect.h"

#include "base/clock.h"
#include "domain/contact.h"
#include "domain/document.h"
#include "domain/document_plan.h"
#include "domain/reason.h"

#include <string.h>

static enum rc opinion_withdraw(struct case_work *w)
{
    return w->has_opinion ? document_rows_set_status(
                                w->tx, &(struct document_set_status_in){.id = w->opinion.id, .status = "withdrawn"})
                          : RC_OK;
}

enum rc effect_demands_answer(struct case_work *w)
{
    const struct value *answers = value_get(w->fields, "answers");
    enum rc rc = RC_OK;
    for (size_t i = 0; answers != NULL && i < answers->count && rc == RC_OK; i++) {
        const struct value *item = &answers->items[i];
        rc = demand_rows_answer(w->tx, &(struct demand_answer_in){.id = value_text(item, "demand_id"),
                                                                  .case_id = w->row.id,
                                                                  .outcome = value_text(item, "outcome"),
                                                                  .answer = value_text(item, "answer"),
                                                                  .basis = value_text(item, "basis")});
    }
    return rc;
}

enum rc effect_opinion_draft(struct case_work *w)
{
    enum rc rc = opinion_withdraw(w);
    if (rc == RC_OK) {
        rc = effect_demands_answer(w);
    }
    w->row.outcome = value_text(w->fields, "outcome");
    w->row.is_returned = 0;
    return rc == RC_OK ? document_make(w, NULL) : rc;
}

enum rc effect_opinion_check(struct case_work *w)
{
    return document_rows_set_status(w->tx, &(struct document_set_status_in){.id = w->opinion.id,
                                                                            .status = "checked",
                                                                            .checker_id = w->ctx->actor->account_id});
}

enum rc effect_opinion_return(struct case_work *w)
{
    w->row.is_returned = 1;
    w->row.outcome = NULL;
    return opinion_withdraw(w);
}

enum rc effect_opinion_sign(struct case_work *w)
{
    struct contact_row *contacts;
    size_t count;
    enum rc rc = contact_rows_list_of_case(w->tx, w->ctx->arena, &(struct contact_list_of_case_in){w->row.id},
                                           &contacts, &count);
    if (rc == RC_OK && count == 0) {
        rc = effect_find_candidate(w, w->holder.id, "no_contact"); /* decided without a word with the petitioner */
    }
    return rc == RC_OK ? document_sign(w, "handling_opinion") : rc;
}

enum rc effect_delivery_record(struct case_work *w)
{
    /* The window of Art 35 runs from the day of receipt, which may lie before today; the signature's day may be that day. */
    enum rc rc = effect_day(w, "delivered_on", w->opinion.issued_ms);
    return rc == RC_OK
               ? document_deliver(w, w->opinion.id, value_text(w->fields, "method"), clock_day_of(w->effective_ms),
                                  value_text(w->fields, "receiver"), value_text(w->fields, "proof"))
               : rc;
}

/* What was answered is void and stays on file; the unit begins anew and says what it changed. */
enum rc effect_quality_return(struct case_work *w)
{
    int32_t day;
    const char *due = value_text(w->fields, "again_due_on");
    if (due == NULL || clock_parse_day(due, &day) != RC_OK || day < clock_day_of(w->ctx->now_ms)) {
        return fault_add(&w->ctx->fault, reason(REASON_DATE_BEFORE_TODAY), "/fields/again_due_on", NULL, NULL);
    }
    enum rc rc =
        document_rows_revoke(w->tx, &(struct document_revoke_in){.case_id = w->row.id, .now_ms = w->ctx->now_ms});
    changes_add(&w->changes, "outcome", w->row.outcome, NULL);
    w->row.outcome = NULL;
    return rc == RC_OK ? document_make(w, NULL) : rc;
}

/* An attempt to hand over is an attempt to reach the petitioner: it stands in the log of contacts, and stops nothing. */
enum rc effect_delivery_fail(struct case_work *w)
{
    const struct contact_in in = {
        .on = value_text(w->fields, "tried_on"),
        .method = "other",
        .spoke_with = "—",
        .content = arena_printf(w->ctx->arena, "送达未成：%s", value_text(w->fields, "reason")),
    };
    changes_add(&w->changes, "delivery_failed", NULL, value_text(w->fields, "method"));
    return contact_add(w, &in, "/fields");
}

/*
 * effect_answer.c - answers of the other lanes: simple replies, replies to suggestions, guidance, results of statutory ways.
 *
 * These are written and handed over in one act; their document is the event's only one.
 *
 * Runs on: the writer. Owns: nothing.
 */
#include "domain/effect.h"

#include "base/clock.h"
#include "domain/document.h"
#include "domain/document_plan.h"
#include "domain/reason.h"

#include <string.h>

/* Issues the event's document, and records that it was handed over on the day that the fields tell. */
static enum rc answer_hand_over(struct case_work *w, int64_t earliest_ms)
{
    const char *id, *proof = value_text(w->fields, "proof");
    enum rc rc = effect_day(w, "delivered_on", earliest_ms);
    if (rc == RC_OK) {
        rc = document_make(w, &id);
    }
    return rc == RC_OK ? document_deliver(w, id, value_text(w->fields, "method"), clock_day_of(w->effective_ms),
                                          value_text(w->fields, "receiver"), proof ? proof : "")
                       : rc;
}

enum rc effect_answer_give(struct case_work *w)
{
    enum rc rc = answer_hand_over(w, w->row.accepted_ms);
    w->row.outcome = value_text(w->fields, "outcome");
    w->row.is_returned = 0;
    return rc == RC_OK ? effect_demands_answer(w) : rc;
}

/* Art 31(1) to (4): the petitioner learns which way is open, and nothing is decided by it. */
enum rc effect_guidance_give(struct case_work *w)
{
    enum rc rc = RC_OK;
    changes_add(&w->changes, "guided_to", NULL, value_text(w->fields, "body"));
    w->row.is_returned = 0;
    if (w->has_dispatch) {
        rc = dispatch_rows_set_status(w->tx, &(struct dispatch_set_status_in){w->dispatch.id, "accepted"});
    }
    return rc == RC_OK ? answer_hand_over(w, w->row.registered_ms) : rc;
}

enum rc effect_result_record(struct case_work *w)
{
    enum rc rc = effect_day(w, "done_on", w->row.registered_ms);
    w->row.outcome = value_text(w->fields, "outcome");
    changes_add(&w->changes, "result", NULL, value_text(w->fields, "done_on"));
    return rc;
}

/* Art 31(5): the time is that of the law that lays the duty on the unit. */
enum rc effect_statute_set(struct case_work *w)
{
    int32_t day;
    const char *due = value_text(w->fields, "statutory_due_on");
    if (due == NULL || clock_parse_day(due, &day) != RC_OK || day < clock_day_of(w->ctx->now_ms)) {
        return fault_add(&w->ctx->fault, reason(REASON_DATE_BEFORE_TODAY), "/fields/statutory_due_on", NULL, NULL);
    }
    changes_add(&w->changes, "statute", NULL, value_text(w->fields, "statute"));
    return RC_OK;
}

/* The ordinary procedure counts its 60 days from the acceptance that there was. */
enum rc effect_since_acceptance(struct case_work *w)
{
    w->effective_ms = w->row.accepted_ms;
    w->row.is_returned = 1;
    return RC_OK;
}

/* Nothing was accepted: the 15 days of Art 23 count from the dispatch that there was. */
enum rc effect_since_dispatch(struct case_work *w)
{
    w->effective_ms = w->has_dispatch ? w->dispatch.sent_ms : w->row.registered_ms;
    return RC_OK;
}

/*
 * effect_recommendation.c - the three powers of recommendation (Regulation Arts 14, 40): to improve work, to improve policy, to hold
 * responsible. Each is a case of its own with its addressee, which answers in writing.
 *
 * Nobody's name goes along: the people of the case that it arose from are not those of the recommendation.
 *
 * Runs on: the writer. Owns: nothing.
 */
#include "domain/effect.h"

#include "base/clock.h"
#include "domain/case_open.h"
#include "domain/document.h"
#include "domain/document_plan.h"
#include "domain/reason.h"
#include "domain/reference.h"
#include "domain/transition.h"

#include <string.h>

enum rc effect_recommendation_open(struct case_work *w)
{
    struct ctx *ctx = w->ctx;
    struct case_opening opening = {.definition = reference_workflow_of_lane(ctx->reference, "recommend"),
                                   .holder = &w->target,
                                   .start_ms = ctx->now_ms,
                                   .without_people = 1};
    if (opening.definition == NULL) {
        return fault_set(&ctx->fault, RC_REFUSED, reason(REASON_NO_LANE), NULL, "recommend", NULL);
    }
    enum rc rc = case_open_from(w, "recommended_on", "J", value_text(w->fields, "suggestion"), &opening);
    rc = rc == RC_OK ? case_open_seal(ctx, w->tx, &opening) : rc;
    return rc == RC_OK ? transition_apply(ctx, w->tx,
                                          &(struct transition_in){.case_id = opening.row.id,
                                                                  .event = "issue_recommendation",
                                                                  .fields = w->fields,
                                                                  .if_match = CASE_ANY_VERSION})
                       : rc;
}

enum rc effect_recommendation_issue(struct case_work *w)
{
    changes_add(&w->changes, "recommendation", NULL, value_text(w->fields, "kind"));
    return document_make(w, NULL);
}

enum rc effect_recommendation_answer(struct case_work *w)
{
    w->row.outcome = value_text(w->fields, "adoption");
    w->row.is_returned = 0;
    return document_make(w, NULL);
}

static enum rc recommendation_day(struct case_work *w, const char *field)
{
    int32_t day;
    const char *text = value_text(w->fields, field), *pointer = arena_printf(w->ctx->arena, "/fields/%s", field);
    if (text == NULL || clock_parse_day(text, &day) != RC_OK || day <= clock_day_of(w->ctx->now_ms)) {
        return fault_add(&w->ctx->fault, reason(REASON_DATE_PAST), pointer, NULL, NULL);
    }
    return RC_OK;
}

enum rc effect_recommendation_return(struct case_work *w)
{
    w->row.is_returned = 1;
    w->row.outcome = NULL;
    return recommendation_day(w, "again_due_on");
}

enum rc effect_recommendation_follow(struct case_work *w)
{
    changes_add(&w->changes, "promised_on", NULL, value_text(w->fields, "follow_on"));
    return recommendation_day(w, "follow_on");
}

enum rc effect_recommendation_close(struct case_work *w)
{
    w->row.closing_kind = w->row.outcome != NULL ? "recommendation_answered" : "recommendation_withdrawn";
    w->row.closing_note = value_text(w->fields, "note");
    w->row.retention = "30";
    return RC_OK;
}

enum rc effect_recommendation_done(struct case_work *w)
{
    enum rc rc = effect_day(w, "done_on", w->row.registered_ms);
    changes_add(&w->changes, "executed", NULL, value_text(w->fields, "done_on"));
    w->row.thing_settled = 1;
    return rc == RC_OK ? effect_recommendation_close(w) : rc;
}

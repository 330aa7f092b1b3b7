/*
 * effect_review.c - review and recheck (Regulation Arts 35, 36): asked for, decided, delivered, and what follows for the case they
 * are about.
 *
 * Each is a case of its own at the level above, linked with the one that it came from. Only a recheck makes final.
 *
 * Runs on: the writer. Owns: nothing.
 */
#include "domain/effect.h"

#include "base/clock.h"
#include "domain/case_open.h"
#include "domain/deadline.h"
#include "domain/document.h"
#include "domain/document_plan.h"
#include "domain/reason.h"
#include "domain/reference.h"
#include "domain/transition.h"

#include <string.h>

/* Who decides: the county's own government, or a body outside, whose decision is recorded here by the bureau. */
static enum rc review_holder(struct case_work *w, int is_outside, struct unit_row *out)
{
    return is_outside ? unit_rows_get_bureau(w->tx, w->ctx->arena, out)
                      : unit_rows_get_county(w->tx, w->ctx->arena, out);
}

/* When the written reply was delivered: nobody asks before. */
static int64_t review_delivered_ms(const struct case_work *w, const char *lane)
{
    const char *window = strcmp(lane, "recheck") == 0 ? "C13" : "C11";
    int64_t at_ms = w->row.registered_ms;
    for (size_t i = 0; i < w->clock_count; i++) {
        at_ms = strcmp(w->clocks[i].clock, window) == 0 ? w->clocks[i].started_ms : at_ms;
    }
    return at_ms;
}

static enum rc review_open(struct case_work *w, const char *lane, const char *kind, const char *suffix)
{
    struct unit_row holder;
    const char *by = value_text(w->fields, "by"), *body = value_text(w->fields, "body");
    int is_outside = by != NULL && strcmp(by, "outside") == 0;
    struct case_opening opening = {.definition = reference_workflow_of_lane(w->ctx->reference, lane),
                                   .holder = &holder,
                                   .row = {.outside_body = is_outside ? body : NULL}};
    enum rc rc = effect_day(w, "received_on", review_delivered_ms(w, lane));
    opening.start_ms = w->effective_ms;
    if (rc == RC_OK && opening.definition == NULL) {
        return fault_set(&w->ctx->fault, RC_REFUSED, reason(REASON_NO_LANE), NULL, lane, NULL);
    }
    if (rc == RC_OK) {
        rc = review_holder(w, is_outside, &holder);
    }
    rc = rc == RC_OK ? case_open_from(w, kind, suffix, value_text(w->fields, "grounds"), &opening) : rc;
    return rc == RC_OK ? case_open_seal(w->ctx, w->tx, &opening) : rc;
}

enum rc effect_review_open(struct case_work *w)
{
    if (w->row.finality != NULL && strcmp(w->row.finality, "window_lapsed") == 0) {
        w->row.finality = NULL; /* late, with an excuse that the reviewer judges: until then nothing is final */
    }
    return review_open(w, "review", "review_of", "F");
}

enum rc effect_recheck_open(struct case_work *w)
{
    return review_open(w, "recheck", "recheck_of", "H");
}

/* A day to come by which it is to be handled again, within what Art 34 gives for handling at all. */
static enum rc review_check_redo(struct case_work *w)
{
    enum { REDO_DAYS_MAX = 60 + 30 };
    const char *redo = value_text(w->fields, "redo_due_on");
    int32_t day = 0, today = clock_day_of(w->ctx->now_ms);
    if (redo != NULL && (clock_parse_day(redo, &day) != RC_OK || day <= today)) {
        return fault_add(&w->ctx->fault, reason(REASON_DATE_PAST), "/fields/redo_due_on", NULL, NULL);
    }
    return redo == NULL || day <= today + REDO_DAYS_MAX
               ? RC_OK
               : fault_add(&w->ctx->fault, reason(REASON_REDO_TOO_LATE), "/fields/redo_due_on",
                           arena_printf(w->ctx->arena, "%d", REDO_DAYS_MAX), NULL);
}

enum rc effect_review_draft(struct case_work *w)
{
    enum rc rc = review_check_redo(w);
    if (rc != RC_OK) {
        return rc;
    }
    w->row.outcome = value_text(w->fields, "outcome");
    w->row.is_returned = 0;
    return document_make(w, NULL);
}

enum rc effect_review_return(struct case_work *w)
{
    w->row.is_returned = 1;
    w->row.outcome = NULL;
    return document_rows_set_status(w->tx,
                                    &(struct document_set_status_in){.id = w->opinion.id, .status = "withdrawn"});
}

enum rc effect_review_sign(struct case_work *w)
{
    return document_sign(w, document_type_of_review(&w->row));
}

/* What the system does on the case that the review is about; the other people's rules do not apply to it. */
static enum rc review_follow(struct case_work *w, const char *case_id, const struct case_work *looked,
                             const char *event, const char *name, const char *text)
{
    struct ctx *ctx = w->ctx;
    const struct actor *actor = ctx->actor;
    const char *names[] = {"reason", name};
    struct value items[] = {{.kind = VALUE_TEXT, .text = w->row.number}, {.kind = VALUE_TEXT, .text = text}};
    struct value fields = {.kind = VALUE_OBJECT, .names = names, .items = items, .count = text != NULL ? 2 : 1};
    ctx->actor = &actor_system;
    enum rc rc = transition_apply(
        ctx, w->tx,
        &(struct transition_in){
            .case_id = case_id, .event = event, .fields = &fields, .if_match = CASE_ANY_VERSION, .looked = looked});
    ctx->actor = actor;
    return rc;
}

/* The case at the bottom of the chain: what was handled first. */
static enum rc review_root(struct case_work *w, struct case_row *out)
{
    *out = w->row;
    enum rc rc = RC_OK;
    while (rc == RC_OK && out->parent_id != NULL) {
        rc = case_rows_get(w->tx, w->ctx->arena, &(struct case_get_in){out->parent_id}, out);
    }
    return rc;
}

/* On its way to a new opinion: nothing stands that could be final. */
static int review_is_handled(const struct case_row *root)
{
    static const char *const states[] = {"accepted", "handling", "drafted", "checked", "signed"};
    for (size_t i = 0; i < sizeof states / sizeof states[0]; i++) {
        if (strcmp(root->state, states[i]) == 0) {
            return 1;
        }
    }
    return 0;
}

/* Art 35: revoked, the opinion is void and the unit decides anew, by a date when one was set; the new one says what changed. */
static enum rc review_consequence(struct case_work *w, const char *redo_due_on, const char *new_outcome)
{
    struct case_row root;
    const char *outcome = w->row.outcome ? w->row.outcome : "";
    int is_recheck = strcmp(w->row.lane, "recheck") == 0;
    enum rc rc = review_root(w, &root);
    if (rc != RC_OK) {
        return rc;
    }
    if (strcmp(outcome, "revoke") == 0 || strcmp(outcome, "redo") == 0) {
        struct case_work looked;
        rc = case_work_load_system(w->ctx, w->tx, root.id, &looked);
        if (rc == RC_OK) {
            rc = document_rows_revoke(w->tx, &(struct document_revoke_in){root.id, w->ctx->now_ms});
        }
        return rc == RC_OK ? review_follow(w, root.id, &looked, redo_due_on != NULL ? "redo_by_date" : "redo_ordered",
                                           "redo_due_on", redo_due_on)
                           : rc;
    }
    if (strcmp(outcome, "change") == 0 && new_outcome != NULL) {
        rc = review_follow(w, root.id, NULL, "change_decided", "new_outcome", new_outcome);
    }
    if (rc != RC_OK || !is_recheck) {
        return rc;
    }
    if (review_is_handled(&root)) {
        return RC_OK; /* what was rechecked is void already; the new opinion has its own review and recheck */
    }
    w->row.finality = "final_by_recheck";
    return review_follow(w, root.id, NULL, "finalise", NULL, NULL);
}

enum rc effect_review_deliver(struct case_work *w)
{
    struct document_get_decision_fields_out said = {0};
    enum rc rc = effect_delivery_record(w);
    if (rc == RC_OK) {
        rc = document_rows_get_decision_fields(w->tx, w->ctx->arena,
                                               &(struct document_get_decision_fields_in){w->opinion.id}, &said);
    }
    return rc == RC_OK ? review_consequence(w, said.redo_due_on, said.new_outcome) : rc;
}

/* Decided outside the county: the server keeps what was decided and when the petitioner got it. */
enum rc effect_review_record(struct case_work *w)
{
    const char *id;
    enum rc rc = review_check_redo(w);
    rc = rc != RC_OK ? rc : effect_day(w, "delivered_on", w->row.registered_ms);
    w->row.outcome = value_text(w->fields, "outcome");
    if (rc == RC_OK) {
        rc = document_keep(w, document_type_of_review(&w->row), value_text(w->fields, "number"), &id);
    }
    if (rc == RC_OK) {
        rc = document_deliver(w, id, value_text(w->fields, "method"), clock_day_of(w->effective_ms),
                              value_text(w->fields, "receiver"), value_text(w->fields, "proof"));
    }
    return rc == RC_OK
               ? review_consequence(w, value_text(w->fields, "redo_due_on"), value_text(w->fields, "new_outcome"))
               : rc;
}

/* The petitioner is told in writing; what the request was about stays as it was. */
enum rc effect_review_turn_down(struct case_work *w)
{
    const char *id;
    w->row.closing_kind = "review_ended";
    w->row.retention = "30";
    enum rc rc = effect_day(w, "delivered_on", w->row.registered_ms);
    if (rc == RC_OK) {
        rc = document_make(w, &id);
    }
    return rc == RC_OK ? document_deliver(w, id, value_text(w->fields, "method"), clock_day_of(w->effective_ms),
                                          value_text(w->fields, "receiver"), value_text(w->fields, "proof"))
                       : rc;
}

enum rc effect_review_close(struct case_work *w)
{
    w->row.closing_kind = w->row.finality != NULL ? "final_by_law" : "review_ended";
    w->row.retention = "30";
    return RC_OK;
}

/* Art 36: once rechecked, the same facts and reasons are not accepted again. What was settled before stays settled. */
enum rc effect_finality_set(struct case_work *w)
{
    w->row.finality = "final_by_recheck";
    w->row.closing_kind = "final_by_law";
    w->row.retention = w->row.retention ? w->row.retention : "30";
    w->row.thing_settled = w->row.thing_settled == SQL_NULL ? 0 : w->row.thing_settled;
    w->row.petitioner_accepts = w->row.petitioner_accepts ? w->row.petitioner_accepts : "unknown";
    return RC_OK;
}

/* The level above decided otherwise: that is the outcome now. What has to be carried out is open again for it. */
enum rc effect_outcome_change(struct case_work *w)
{
    const char *outcome = value_text(w->fields, "new_outcome");
    changes_add(&w->changes, "outcome", w->row.outcome, outcome);
    w->row.outcome = outcome;
    if (w->edge->to != NULL) {
        w->row.closing_kind = NULL;
        w->row.petitioner_accepts = NULL;
        w->row.thing_settled = SQL_NULL;
    }
    return RC_OK;
}

/* The decision comes while the case is handled anew or carried out: that goes on, and final it is all the same. */
enum rc effect_finality_mark(struct case_work *w)
{
    w->row.finality = "final_by_recheck";
    return RC_OK;
}

/* By a local profile only: nobody asked for a review in time, or the agreement is performed. Nationally neither makes final. */
enum rc effect_finality_by_closing(struct case_work *w)
{
    const char *kind = w->row.closing_kind ? w->row.closing_kind : "";
    if (w->row.finality == NULL && (strcmp(kind, "window_lapsed") == 0 || strcmp(kind, "agreement_performed") == 0)) {
        w->row.finality = kind;
    }
    return RC_OK;
}

/* When it is the window of the recheck that lapsed, what the review was about is final too. */
enum rc effect_finality_by_lapse(struct case_work *w)
{
    struct case_row root;
    w->row.finality = w->row.finality ? w->row.finality : "window_lapsed";
    enum rc rc = review_root(w, &root);
    if (rc != RC_OK || strcmp(root.id, w->row.id) == 0) {
        return rc;
    }
    rc = review_follow(w, root.id, NULL, "window_lapses", NULL, NULL);
    if (rc == RC_REFUSED) { /* that one began before the profile, or is handled again by now */
        fault_clear(&w->ctx->fault);
        rc = RC_OK;
    }
    return rc;
}

/* The parties are told before the day; called anew, the later notice counts. */
enum rc effect_hearing_call(struct case_work *w)
{
    int32_t day;
    const char *from = value_text(w->fields, "from_on");
    if (from == NULL || clock_parse_day(from, &day) != RC_OK || day < clock_day_of(w->ctx->now_ms)) {
        return fault_add(&w->ctx->fault, reason(REASON_DATE_BEFORE_TODAY), "/fields/from_on", NULL, NULL);
    }
    return document_make(w, NULL);
}

/* Art 36 paragraph 2: the time of the hearing is not counted. */
enum rc effect_hearing_begin(struct case_work *w)
{
    struct deadline_row *row = case_clock(w, "C14");
    struct document_get_hearing_out called;
    int32_t day = 0;
    enum rc rc = document_rows_get_hearing(w->tx, w->ctx->arena, &(struct document_get_hearing_in){w->row.id}, &called);
    if (rc == RC_OK && clock_parse_day(called.from_on, &day) == RC_OK) {
        rc = effect_day(w, "from_on", clock_day_start_ms(day)); /* not before the day that people were told */
    }
    if (rc == RC_OK && row != NULL) {
        rc = deadline_pause_begin(w->tx, row, clock_day_of(w->effective_ms));
    }
    w->effective_ms = w->ctx->now_ms;
    return rc;
}

enum rc effect_hearing_end(struct case_work *w)
{
    struct deadline_row *row = case_clock(w, "C14");
    const struct workflow_clock *clock = workflow_clock_find(w->definition, "C14");
    char before[CLOCK_DATE_SIZE], after[CLOCK_DATE_SIZE];
    enum rc rc = effect_day(w, "to_on", w->row.registered_ms);
    if (rc != RC_OK || row == NULL || clock == NULL) {
        return rc != RC_OK ? rc : RC_INTERNAL; /* the guard has seen it */
    }
    clock_format_day((int32_t)row->due_day, before);
    rc = deadline_pause_end(w->ctx, w->tx, clock, row, clock_day_of(w->effective_ms));
    if (rc == RC_INVALID) {
        return fault_add(&w->ctx->fault, reason(REASON_DATE_ORDER), "/fields/to_on", NULL, NULL);
    }
    clock_format_day((int32_t)row->due_day, after);
    changes_add(&w->changes, "clock.C14", before, after);
    w->effective_ms = w->ctx->now_ms;
    return rc == RC_OK ? document_make(w, NULL) : rc;
}

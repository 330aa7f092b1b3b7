/*
 * effect_dispatch.c - sending a case to a unit, objections and their rulings (Regulation Arts 22-24), not accepting.
 *
 * Runs on: the writer. Owns: nothing.
 * Invariant: the clock of the receiving unit (C3) starts with the dispatch, not with its sign-in.
 */
#include "domain/effect.h"

#include "base/clock.h"
#include "base/ident.h"
#include "domain/document.h"
#include "domain/document_plan.h"
#include "domain/reason.h"

#include <string.h>

static enum rc dispatch_add(struct case_work *w, const char *kind, int is_ruled)
{
    struct ctx *ctx = w->ctx;
    const char *due = value_text(w->fields, "feedback_due_on"), *id = ident_make(ctx->arena, ctx->now_ms);
    int32_t due_day = 0;
    if (id == NULL) {
        return RC_TOO_LARGE;
    }
    if (due != NULL && strcmp(kind, "assignment") != 0) {
        return fault_add(&ctx->fault, reason(REASON_TRANSFER_WITHOUT_FEEDBACK), "/fields/feedback_due_on", NULL, NULL);
    }
    if (due != NULL && (clock_parse_day(due, &due_day) != RC_OK || due_day <= clock_day_of(ctx->now_ms))) {
        return fault_add(&ctx->fault, reason(REASON_DATE_PAST), "/fields/feedback_due_on", NULL, NULL);
    }
    return dispatch_rows_add(w->tx, &(struct dispatch_add_in){
                                        .id = id,
                                        .case_id = w->row.id,
                                        .kind = kind,
                                        .part = "lead",
                                        .urgency = w->row.urgency,
                                        .from_unit_id = w->holder.id,
                                        .to_unit_id = w->target.id,
                                        .sender_id = ctx->actor->account_id,
                                        .sent_ms = ctx->now_ms,
                                        .basis = value_text(w->fields, "basis"),
                                        .note = value_text(w->fields, "reason"),
                                        .feedback_due_day = due ? due_day : SQL_NULL,
                                        .is_ruled = is_ruled,
                                    });
}

static enum rc dispatch_send(struct case_work *w, int is_ruled)
{
    const char *kind = value_text(w->fields, "kind");
    kind = kind ? kind : "transfer";
    enum rc rc = dispatch_add(w, kind, is_ruled);
    rc = rc == RC_OK ? document_make(w, NULL) : rc;
    w->row.is_returned = 0;
    return rc == RC_OK ? case_hold(w, &w->target, NULL) : rc;
}

enum rc effect_dispatch_open(struct case_work *w)
{
    return dispatch_send(w, 0);
}

enum rc effect_dispatch_receive(struct case_work *w)
{
    w->row.is_returned = 0;
    return w->has_dispatch
               ? dispatch_rows_set_status(w->tx, &(struct dispatch_set_status_in){w->dispatch.id, "accepted"})
               : RC_OK;
}

enum rc effect_objection_file(struct case_work *w)
{
    const char *suggested = value_text(w->fields, "suggested_unit");
    struct unit_row unit = {0};
    enum rc rc = RC_OK;
    if (suggested != NULL) {
        rc = unit_rows_get(w->tx, w->ctx->arena, &(struct unit_get_in){suggested}, &unit);
        if (rc == RC_NOT_FOUND) {
            return fault_add(&w->ctx->fault, reason(REASON_UNKNOWN_UNIT), "/fields/suggested_unit", NULL, NULL);
        }
    }
    if (rc == RC_OK) {
        rc = dispatch_rows_object(w->tx, &(struct dispatch_object_in){.id = w->dispatch.id,
                                                                      .objected_ms = w->ctx->now_ms,
                                                                      .ground = value_text(w->fields, "ground"),
                                                                      .basis = value_text(w->fields, "legal_basis"),
                                                                      .suggested_unit_id = unit.id});
    }
    w->row.is_returned = 1;
    struct dispatch_count_objections_out before = {0};
    if (rc == RC_OK) {
        rc = dispatch_rows_count_objections(w->tx, w->ctx->arena, &(struct dispatch_count_objections_in){w->row.id},
                                            &before);
    }
    if (rc == RC_OK && before.total > 1) { /* the matter goes from hand to hand (Art 40) */
        rc = effect_find_candidate(w, w->holder.id, "objections");
    }
    return rc == RC_OK ? document_make(w, NULL) : rc;
}

/* Art 44: whoever is above corrects. The case is the bureau's again, as if it had just come in. */
enum rc effect_end_correct(struct case_work *w)
{
    struct unit_row bureau;
    enum rc rc = unit_rows_get_bureau(w->tx, w->ctx->arena, &bureau);
    if (rc == RC_OK && w->has_dispatch) {
        rc = dispatch_rows_set_status(w->tx, &(struct dispatch_set_status_in){w->dispatch.id, "closed"});
    }
    changes_add(&w->changes, "holder", w->holder.name, rc == RC_OK ? bureau.name : NULL);
    w->row.closing_kind = NULL;
    w->row.is_returned = 1;
    if (rc == RC_OK) {
        w->holder = bureau;
        rc = case_hold(w, &w->holder, NULL);
    }
    return rc;
}

/* Each ruling is the draft of a precedent; whoever ruled puts it into neutral words later. */
static enum rc dispatch_precedent(struct case_work *w, const char *ruling)
{
    struct ctx *ctx = w->ctx;
    const char *id = ident_make(ctx->arena, ctx->now_ms);
    int is_agreed = strcmp(ruling, "agreed") == 0;
    return id == NULL ? RC_TOO_LARGE
                      : precedent_rows_add(
                            w->tx, &(struct precedent_add_in){
                                       .id = id,
                                       .case_id = w->row.id,
                                       .dispatch_id = w->dispatch.id,
                                       .class_code = w->row.class_code,
                                       .refused_unit_id = w->dispatch.to_unit_id,
                                       .unit_id = is_agreed ? w->target.id : w->dispatch.to_unit_id,
                                       .ruling = ruling,
                                       .ruled_by_unit_id = w->dispatch.dispute_unit_id ? w->dispatch.dispute_unit_id
                                                                                       : w->dispatch.from_unit_id,
                                       .ruled_by = ctx->actor->account_id ? ctx->actor->account_id : "system",
                                       .ruled_ms = ctx->now_ms,
                                       .reason = value_text(w->fields, "reason")});
}

static enum rc dispatch_rule(struct case_work *w, const char *status, const char *ruling)
{
    changes_add(&w->changes, "ruling", NULL, ruling);
    enum rc rc = dispatch_precedent(w, ruling);
    return rc != RC_OK
               ? rc
               : dispatch_rows_rule(w->tx, &(struct dispatch_rule_in){.id = w->dispatch.id,
                                                                      .status = status,
                                                                      .ruling = ruling,
                                                                      .ruled_ms = w->ctx->now_ms,
                                                                      .reason = value_text(w->fields, "reason")});
}

enum rc effect_objection_refuse(struct case_work *w)
{
    w->row.is_returned = 0;
    return dispatch_rule(w, "open", "refused");
}

/* Agreed: the case goes to another unit in the same act, so that it is never nobody's. */
enum rc effect_objection_agree(struct case_work *w)
{
    struct unit_row sender;
    enum rc rc = dispatch_rule(w, "redispatched", "agreed");
    if (rc == RC_OK) {
        rc = unit_rows_get(w->tx, w->ctx->arena, &(struct unit_get_in){w->dispatch.from_unit_id}, &sender);
    }
    if (rc == RC_OK) {
        w->holder = sender; /* the new dispatch comes from the sender again */
        rc = effect_dispatch_open(w);
    }
    return rc;
}

enum rc effect_non_acceptance_record(struct case_work *w)
{
    const char *id;
    enum rc rc = effect_day(w, "notified_on", w->row.registered_ms);
    if (rc == RC_OK) {
        rc = document_make(w, &id);
    }
    const char *method = value_text(w->fields, "notice_method");
    if (rc == RC_OK && method != NULL && strcmp(method, "not_possible") != 0) {
        const char *proof = value_text(w->fields, "proof");
        int32_t day = clock_day_of(w->effective_ms);
        rc = document_deliver(w, id, method, day, NULL, proof ? proof : "");
    }
    if (rc == RC_OK && w->has_dispatch) {
        rc = dispatch_rows_set_status(w->tx, &(struct dispatch_set_status_in){w->dispatch.id, "not_accepted"});
    }
    w->row.is_returned = 0;
    w->row.closing_kind = "not_accepted";
    return rc;
}

/* Art 24: no agreement between units. Their common superior decides, or the joint conference, whose office is the bureau. */
enum rc effect_dispute_refer(struct case_work *w)
{
    struct unit_row ruler;
    const char *body = value_text(w->fields, "body");
    enum rc rc = strcmp(body, "superior") == 0 ? unit_rows_get_county(w->tx, w->ctx->arena, &ruler)
                                               : unit_rows_get_bureau(w->tx, w->ctx->arena, &ruler);
    if (rc == RC_OK) {
        rc = dispatch_rows_dispute(w->tx, &(struct dispatch_dispute_in){w->dispatch.id, body, ruler.id, w->ctx->now_ms,
                                                                        value_text(w->fields, "reason")});
    }
    w->dispatch.dispute_unit_id = rc == RC_OK ? ruler.id : NULL;
    changes_add(&w->changes, "dispute", NULL, body);
    return rc == RC_OK ? case_rows_add_units(w->tx, &(struct case_add_units_in){w->row.id, ruler.id, 1, w->row.due_key})
                       : rc;
}

/* Where the ruling sends it, it stays: there is no second objection. */
enum rc effect_dispute_rule(struct case_work *w)
{
    int stays = strcmp(w->target.id, w->dispatch.to_unit_id) == 0;
    enum rc rc = dispatch_rule(w, "redispatched", stays ? "refused" : "agreed");
    return rc == RC_OK ? dispatch_send(w, 1) : rc;
}

enum rc effect_late_objection_allow(struct case_work *w)
{
    changes_add(&w->changes, "late_objection", NULL, "allowed");
    return dispatch_rows_consent_late(
        w->tx, &(struct dispatch_consent_late_in){w->dispatch.id, w->ctx->actor->account_id, w->ctx->now_ms,
                                                  value_text(w->fields, "reason")});
}

/* Arts 28, 44: whom the petition is against does not handle it. */
enum rc effect_complained_add(struct case_work *w)
{
    struct unit_row unit;
    const char *id = value_text(w->fields, "unit");
    enum rc rc = unit_rows_get(w->tx, w->ctx->arena, &(struct unit_get_in){id}, &unit);
    if (rc == RC_NOT_FOUND) {
        return fault_add(&w->ctx->fault, reason(REASON_UNKNOWN_UNIT), "/fields/unit", NULL, NULL);
    }
    changes_add(&w->changes, "complained", NULL, rc == RC_OK ? unit.name : NULL);
    return rc == RC_OK ? precedent_rows_complain(w->tx, &(struct precedent_complain_in){w->row.id, unit.id}) : rc;
}

/* Arts 22, 23: the petitioner learns who has the matter, and how to reach them. */
enum rc effect_dispatch_tell(struct case_work *w)
{
    const char *id, *method = value_text(w->fields, "notice_method"), *proof = value_text(w->fields, "proof");
    enum rc rc = effect_day(w, "notified_on", w->dispatch.sent_ms);
    rc = rc == RC_OK ? document_make(w, &id) : rc;
    return rc == RC_OK && strcmp(method, "not_possible") != 0
               ? document_deliver(w, id, method, clock_day_of(w->effective_ms), NULL, proof ? proof : "")
               : rc;
}

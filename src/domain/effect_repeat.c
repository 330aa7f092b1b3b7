/*
 * effect_repeat.c - what a clerk says about repeats, and splitting a matter in two (domain rules of repeats; Regulation Arts 19, 36).
 *
 * Joining hangs the submissions of a new case on the older one and closes the new one; taking it back undoes both.
 *
 * Runs on: the writer. Owns: nothing.
 */
#include "domain/effect.h"

#include "base/clock.h"
#include "base/ident.h"
#include "domain/case_open.h"
#include "domain/document.h"
#include "domain/document_plan.h"
#include "domain/notice.h"
#include "domain/reason.h"
#include "domain/reference.h"

#include <string.h>

enum { REPEAT_QUIET_DAYS = 90 };

/* The case that field `number` names. What the actor may not know of is not there. */
static enum rc repeat_other(struct case_work *w, struct case_row *out)
{
    struct ctx *ctx = w->ctx;
    const char *number = value_text(w->fields, "number");
    enum rc rc = case_rows_get_by_number(w->tx, ctx->arena, &(struct case_get_by_number_in){number}, out);
    if (rc == RC_OK) {
        rc = case_get(ctx, w->tx, out->id, out);
    }
    if (rc == RC_NOT_FOUND || (rc == RC_OK && strcmp(out->id, w->row.id) == 0)) {
        fault_clear(&ctx->fault);
        return fault_add(&ctx->fault, reason(REASON_NO_OTHER_CASE), "/fields/number", number, NULL);
    }
    return rc;
}

/* Domain rule 同人: at least one petitioner is the same. Else the matters are related, and each is answered by itself. Of people who
 * left no more than a name the clerk judges. */
static enum rc repeat_check_person(struct case_work *w, const struct case_row *other)
{
    enum { BOTH = 2 };
    struct repeat_find_common_out common;
    struct repeat_count_comparable_out comparable;
    enum rc rc =
        repeat_rows_find_common(w->tx, w->ctx->arena, &(struct repeat_find_common_in){w->row.id, other->id}, &common);
    if (rc != RC_NOT_FOUND) {
        return rc;
    }
    rc = repeat_rows_count_comparable(w->tx, w->ctx->arena, &(struct repeat_count_comparable_in){w->row.id, other->id},
                                      &comparable);
    return rc == RC_OK && comparable.total == BOTH
               ? fault_set(&w->ctx->fault, RC_REFUSED, reason(REASON_NOT_SAME_PERSON), "/fields/number", other->number,
                           NULL)
               : rc;
}

static enum rc repeat_link(struct case_work *w, const struct case_row *other, const char *kind)
{
    struct ctx *ctx = w->ctx;
    struct link_row known;
    const char *id = ident_make(ctx->arena, ctx->now_ms);
    enum rc rc = link_rows_find_pair(w->tx, ctx->arena, &(struct link_find_pair_in){w->row.id, other->id}, &known);
    if (rc == RC_OK) {
        return fault_add(&ctx->fault, reason(REASON_LINKED_ALREADY), "/fields/number", other->number, NULL);
    }
    changes_add(&w->changes, kind, NULL, other->number);
    return rc != RC_NOT_FOUND ? rc
           : id == NULL       ? RC_TOO_LARGE
                              : link_rows_add(w->tx, &(struct link_add_in){.id = id,
                                                                           .case_id = w->row.id,
                                                                           .other_id = other->id,
                                                                           .kind = kind,
                                                                           .reason = value_text(w->fields, "reason"),
                                                                           .account_id = ctx->actor->account_id,
                                                                           .created_ms = ctx->now_ms});
}

/* A link that led to the joining gives way to it. */
static enum rc repeat_replace_link(struct case_work *w, const struct case_row *other)
{
    struct link_row known;
    struct ctx *ctx = w->ctx;
    enum rc rc = link_rows_find_pair(w->tx, ctx->arena, &(struct link_find_pair_in){w->row.id, other->id}, &known);
    if (rc == RC_OK && (strcmp(known.kind, "related") == 0 || strncmp(known.kind, "repeat_", 7) == 0)) {
        rc = link_rows_undo(w->tx, &(struct link_undo_in){known.id, ctx->actor->account_id, ctx->now_ms,
                                                          value_text(w->fields, "reason")});
        changes_add(&w->changes, known.kind, other->number, NULL);
    }
    rc = rc == RC_NOT_FOUND ? RC_OK : rc;
    return rc == RC_OK ? repeat_link(w, other, "repeat_in_progress") : rc;
}

/* First or again follows from the links that stand. */
static enum rc repeat_judge_first(struct case_work *w)
{
    struct link_row left;
    enum rc rc = RC_OK;
    w->row.is_first = 1;
    for (int i = 0; rc == RC_OK && i < 2; i++) {
        const char *kind = i == 0 ? "repeat_after_closed" : "repeat_after_final";
        rc = link_rows_find_kind(w->tx, w->ctx->arena, &(struct link_find_kind_in){w->row.id, kind}, &left);
        w->row.is_first &= rc == RC_NOT_FOUND;
        rc = rc == RC_NOT_FOUND ? RC_OK : rc;
    }
    return rc;
}

/* Tells the older case, loaded before anything of it was changed, in its own journal what came or went. */
static enum rc repeat_tell(struct case_work *w, struct case_work *other, int joins)
{
    static const char *const told[] = {"handler", "holder_intake", NULL};
    other->row.submission_count += joins ? 1 : -1;
    if (joins && w->row.people_count > other->row.people_count) {
        other->row.people_count = w->row.people_count;
    }
    changes_add(&other->changes, "submission", joins ? NULL : w->row.number, joins ? w->row.number : NULL);
    enum rc rc = notice_send_event(other, told, "submission");
    return rc == RC_OK ? case_save(other, "submission", NULL) : rc;
}

/* Once an opinion is drafted its demands stand; what comes later is in the submission for the handler to judge. */
static int repeat_is_open_for_demands(const struct case_row *c)
{
    static const char *const states[] = {"registered", "screened", "dispatched", "objected",
                                         "disputed",   "accepted", "handling"};
    for (size_t i = 0; i < sizeof states / sizeof states[0]; i++) {
        if (strcmp(c->state, states[i]) == 0) {
            return 1;
        }
    }
    return 0;
}

/* Art 19 ¶3: in hand already. No new clock; the older case tells the progress. */
enum rc effect_repeat_join(struct case_work *w)
{
    struct case_row other;
    struct case_work older;
    enum rc rc = repeat_other(w, &other);
    if (rc == RC_OK && !other.is_open) {
        return fault_add(&w->ctx->fault, reason(REASON_CASE_CLOSED), "/fields/number", NULL, NULL);
    }
    if (rc == RC_OK) {
        rc = repeat_check_person(w, &other);
    }
    rc = rc == RC_OK ? case_work_load_system(w->ctx, w->tx, other.id, &older) : rc;
    if (rc == RC_OK) {
        rc = repeat_replace_link(w, &other);
    }
    if (rc == RC_OK) {
        rc = submission_rows_join(w->tx, &(struct submission_join_in){w->row.id, other.id});
    }
    if (rc == RC_OK && repeat_is_open_for_demands(&other)) {
        rc = demand_rows_join(w->tx, &(struct demand_join_in){w->row.id, other.id});
    }
    w->row.is_first = 0;
    w->row.closing_kind = "joined";
    return rc == RC_OK ? repeat_tell(w, &older, 1) : rc;
}

enum rc effect_repeat_part(struct case_work *w)
{
    struct link_row link;
    struct case_work older;
    struct ctx *ctx = w->ctx;
    enum rc rc =
        link_rows_find_kind(w->tx, ctx->arena, &(struct link_find_kind_in){w->row.id, "repeat_in_progress"}, &link);
    if (rc != RC_OK) {
        return rc == RC_NOT_FOUND ? RC_INTERNAL : rc; /* the guard has seen it */
    }
    rc = case_work_load_system(ctx, w->tx, link.other_id, &older);
    if (rc == RC_OK) {
        rc = link_rows_undo(w->tx, &(struct link_undo_in){link.id, ctx->actor->account_id, ctx->now_ms,
                                                          value_text(w->fields, "reason")});
    }
    if (rc == RC_OK) {
        rc = submission_rows_part(w->tx, &(struct submission_part_in){w->row.id});
    }
    if (rc == RC_OK) {
        rc = demand_rows_part(w->tx, &(struct demand_part_in){w->row.id});
    }
    changes_add(&w->changes, "repeat_in_progress", "joined", NULL);
    rc = rc == RC_OK ? repeat_judge_first(w) : rc;
    w->row.closing_kind = NULL;
    w->effective_ms = w->row.registered_ms; /* the clocks count from the receipt that there was */
    const char *const *forwarded = w->definition->start_forwarded;
    int is_forwarded = strcmp(w->registrar.kind, "bureau") == 0 && case_open_is_forwarded(&w->row);
    for (size_t i = 0; rc == RC_OK && is_forwarded && forwarded[i] != NULL; i++) {
        rc = case_clock_start(w, forwarded[i], 0);
    }
    return rc == RC_OK ? repeat_tell(w, &older, 0) : rc;
}

enum rc effect_repeat_mark(struct case_work *w)
{
    struct case_row other;
    const char *kind = value_text(w->fields, "kind");
    enum rc rc = repeat_other(w, &other);
    int is_final = strcmp(kind, "repeat_after_final") == 0, is_closed = strcmp(kind, "repeat_after_closed") == 0;
    if (rc == RC_OK &&
        ((is_final && other.finality == NULL) || (is_closed && (other.is_open || other.finality != NULL)))) {
        return fault_add(&w->ctx->fault, reason(REASON_LINK_DOES_NOT_FIT), "/fields/kind", other.number, NULL);
    }
    if (rc == RC_OK && (is_final || is_closed)) {
        w->row.is_first = 0;
        rc = repeat_check_person(w, &other);
    }
    int64_t since_ms = rc == RC_OK && other.closed_ms != SQL_NULL ? w->row.registered_ms - other.closed_ms : INT64_MAX;
    if (rc == RC_OK && is_closed && since_ms <= REPEAT_QUIET_DAYS * INT64_C(86400000)) {
        rc = effect_find_candidate(w, other.holder_unit_id, "repeat"); /* it did not stay settled for long */
    }
    return rc == RC_OK ? repeat_link(w, &other, kind) : rc;
}

enum rc effect_repeat_unmark(struct case_work *w)
{
    struct case_row other;
    struct link_row link;
    struct ctx *ctx = w->ctx;
    enum rc rc = repeat_other(w, &other);
    if (rc == RC_OK) {
        rc = link_rows_find_pair(w->tx, ctx->arena, &(struct link_find_pair_in){w->row.id, other.id}, &link);
    }
    if (rc == RC_NOT_FOUND ||
        (rc == RC_OK && strncmp(link.kind, "re", 2) != 0 && strcmp(link.kind, "different") != 0)) {
        return fault_add(&ctx->fault, reason(REASON_NO_OTHER_CASE), "/fields/number", value_text(w->fields, "number"),
                         NULL);
    }
    if (rc == RC_OK) {
        rc = link_rows_undo(w->tx, &(struct link_undo_in){link.id, ctx->actor->account_id, ctx->now_ms,
                                                          value_text(w->fields, "reason")});
    }
    changes_add(&w->changes, link.kind, other.number, NULL);
    return rc == RC_OK ? repeat_judge_first(w) : rc;
}

/* Art 36 ¶3: proposed by one and decided by another; the notice says what else can be done. */
enum rc effect_no_longer_propose(struct case_work *w)
{
    return document_make(w, NULL);
}

enum rc effect_no_longer_decide(struct case_work *w)
{
    const char *id;
    w->row.closing_kind = "no_longer_accepted";
    w->row.retention = "30";
    enum rc rc = effect_day(w, "delivered_on", w->row.registered_ms);
    if (rc == RC_OK) {
        rc = document_rows_withdraw_drafts(
            w->tx, &(struct document_withdraw_drafts_in){w->row.id, "no_longer_accepted_notice"});
    }
    if (rc == RC_OK) {
        rc = document_make(w, &id);
    }
    return rc == RC_OK ? document_deliver(w, id, value_text(w->fields, "method"), clock_day_of(w->effective_ms),
                                          value_text(w->fields, "receiver"), value_text(w->fields, "proof"))
                       : rc;
}

/* One demand becomes a case of its own, so that each goes its legal way; its time counts from the receipt that there was. */
enum rc effect_demand_split(struct case_work *w)
{
    struct ctx *ctx = w->ctx;
    const struct demand_row *demand = NULL;
    const char *named = value_text(w->fields, "demand"), *id = ident_make(ctx->arena, ctx->now_ms);
    for (size_t i = 0; i < w->demand_count; i++) {
        demand = named != NULL && strcmp(w->demands[i].id, named) == 0 ? &w->demands[i] : demand;
    }
    if (demand == NULL || id == NULL) {
        return demand == NULL ? fault_add(&ctx->fault, reason(REASON_UNKNOWN_DEMAND), "/fields/demand", NULL, NULL)
                              : RC_TOO_LARGE;
    }
    struct case_opening opening = {.definition = reference_workflow_of_lane(ctx->reference, "C6"),
                                   .holder = &w->holder,
                                   .start_ms = w->row.registered_ms};
    if (opening.definition == NULL) {
        return RC_INTERNAL;
    }
    enum rc rc = case_open_from(w, "split_from", "S", demand->text, &opening);
    if (rc == RC_OK) {
        rc = demand_rows_add(w->tx, &(struct demand_add_in){id, opening.row.id, 1, demand->text});
    }
    rc = rc == RC_OK ? case_open_seal(ctx, w->tx, &opening) : rc;
    changes_add_int(&w->changes, "demand", demand->position, SQL_NULL); /* its words may be personal */
    return rc == RC_OK ? demand_rows_drop(w->tx, &(struct demand_drop_in){demand->id, w->row.id}) : rc;
}

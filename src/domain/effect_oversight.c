/*
 * effect_oversight.c - supervision that is answered (Regulation Arts 39, 40), ratings, and calls back by a third person.
 *
 * Runs on: the writer. Owns: nothing.
 * Invariant: not rated is never satisfied; staff enter a rating only with the recording or the paper that shows it.
 */
#include "domain/effect.h"

#include "base/clock.h"
#include "base/ident.h"
#include "domain/contact.h"
#include "domain/document.h"
#include "domain/document_plan.h"
#include "domain/rating.h"
#include "domain/reason.h"

#include <string.h>

enum rc effect_find_candidate(struct case_work *w, const char *unit_id, const char *trigger)
{
    char id[IDENT_SIZE];
    ident_new(w->ctx->now_ms, id);
    w->row.is_supervised = 1;
    return oversight_rows_find_candidate(
        w->tx, &(struct oversight_find_candidate_in){
                   .id = id, .case_id = w->row.id, .unit_id = unit_id, .trigger = trigger, .found_ms = w->ctx->now_ms});
}

/* The reply day as a number; it lies after today. */
static enum rc oversight_due(struct case_work *w, int32_t *out)
{
    const char *due = value_text(w->fields, "reply_due_on");
    int is_good = due != NULL && clock_parse_day(due, out) == RC_OK && *out > clock_day_of(w->ctx->now_ms);
    return is_good ? RC_OK : fault_add(&w->ctx->fault, reason(REASON_DATE_PAST), "/fields/reply_due_on", NULL, NULL);
}

static void oversight_about(struct case_work *w, int64_t position)
{
    w->about = arena_printf(w->ctx->arena, "%lld", (long long)position);
}

enum rc effect_supervision_open(struct case_work *w)
{
    int32_t due;
    struct oversight_last_out last;
    const char *measure = value_text(w->fields, "measure");
    enum rc rc = oversight_due(w, &due);
    if (rc == RC_OK) {
        rc = oversight_rows_last(w->tx, w->ctx->arena, &(struct oversight_last_in){w->row.id}, &last);
    }
    if (rc != RC_OK) {
        return rc;
    }
    rc = oversight_rows_add(w->tx, &(struct oversight_add_in){.case_id = w->row.id,
                                                              .position = last.position + 1,
                                                              .measure = measure,
                                                              .unit_id = w->holder.id,
                                                              .problem = value_text(w->fields, "problem"),
                                                              .article = value_text(w->fields, "article"),
                                                              .demand = value_text(w->fields, "demand"),
                                                              .due_day = due,
                                                              .account_id = w->ctx->actor->account_id,
                                                              .issued_ms = w->ctx->now_ms});
    oversight_about(w, last.position + 1);
    w->row.is_supervised = 1;
    changes_add(&w->changes, "supervision", NULL, measure);
    /* A reminder is a word; everything above it is a letter. */
    return rc == RC_OK && strcmp(measure, "reminder") != 0 ? document_make(w, NULL) : rc;
}

/* The measure that field `number` names, in one of the two states. */
static enum rc oversight_get(struct case_work *w, const char *status, struct supervision_row *out)
{
    int64_t position = value_int(w->fields, "number", 0);
    enum rc rc = oversight_rows_get(w->tx, w->ctx->arena, &(struct oversight_get_in){w->row.id, position}, out);
    if (rc == RC_NOT_FOUND || (rc == RC_OK && strcmp(out->status, status) != 0 &&
                               !(strcmp(status, "open") == 0 && strcmp(out->status, "returned") == 0))) {
        return fault_add(&w->ctx->fault, reason(REASON_NO_SUPERVISION), "/fields/number",
                         arena_printf(w->ctx->arena, "%lld", (long long)position), NULL);
    }
    oversight_about(w, position);
    return rc;
}

enum rc effect_supervision_answer(struct case_work *w)
{
    struct supervision_row row;
    enum rc rc = oversight_get(w, "open", &row);
    changes_add(&w->changes, "supervision", "open", "answered");
    return rc == RC_OK ? oversight_rows_answer(w->tx, &(struct oversight_answer_in){w->row.id, row.position,
                                                                                    value_text(w->fields, "answer"),
                                                                                    w->ctx->now_ms})
                       : rc;
}

enum rc effect_supervision_judge(struct case_work *w)
{
    struct supervision_row row;
    int accepted = value_int(w->fields, "accepted", 0) == 1;
    int32_t due = 0;
    enum rc rc = oversight_get(w, "answered", &row);
    if (rc == RC_OK && !accepted) {
        rc = oversight_due(w, &due);
    }
    if (rc == RC_OK) {
        rc = oversight_rows_judge(w->tx, &(struct oversight_judge_in){w->row.id, row.position,
                                                                      accepted ? "accepted" : "returned",
                                                                      value_text(w->fields, "reason"), w->ctx->now_ms,
                                                                      accepted ? row.due_day : due});
    }
    if (rc == RC_OK && accepted) {
        w->row.is_supervised = 0;
        rc = oversight_rows_close_candidates(w->tx, &(struct oversight_close_candidates_in){w->row.id});
    }
    changes_add(&w->changes, "supervision", "answered", accepted ? "accepted" : "returned");
    return rc;
}

/* Both are rated: the invitation was answered. It may still be changed until its last day. */
static enum rc oversight_note_rated(struct case_work *w, int64_t round)
{
    enum { TARGETS = 2 };
    struct oversight_count_rated_out rated;
    enum rc rc =
        oversight_rows_count_rated(w->tx, w->ctx->arena, &(struct oversight_count_rated_in){w->row.id, round}, &rated);
    return rc == RC_OK && rated.total == TARGETS ? case_clock_end(w, "C19", 0) : rc;
}

static enum rc oversight_rate(struct case_work *w, const char *via)
{
    struct ctx *ctx = w->ctx;
    const char *id = ident_make(ctx->arena, ctx->now_ms), *target = value_text(w->fields, "target");
    const char *value = value_text(w->fields, "value");
    int64_t round = rating_window(w->clocks, w->clock_count).round;
    int is_unit = strcmp(target, "unit") == 0;
    const char *unit_id = is_unit ? w->holder.id : w->registrar.id;
    enum rc rc =
        id != NULL ? oversight_rows_retire_rating(w->tx, &(struct oversight_retire_rating_in){w->row.id, target, round})
                   : RC_TOO_LARGE;
    if (rc == RC_OK) {
        rc = oversight_rows_add_rating(
            w->tx, &(struct oversight_add_rating_in){.id = id,
                                                     .case_id = w->row.id,
                                                     .target = target,
                                                     .round = round,
                                                     .unit_id = unit_id,
                                                     .value = value,
                                                     .reason = value_text(w->fields, "reason"),
                                                     .comment = value_text(w->fields, "comment"),
                                                     .via = via,
                                                     .reference = value_text(w->fields, "reference"),
                                                     .account_id = ctx->actor->account_id,
                                                     .rated_ms = ctx->now_ms});
    }
    changes_add(&w->changes, is_unit ? "rating_unit" : "rating_bureau", NULL, value);
    if (rc == RC_OK) {
        rc = oversight_note_rated(w, round);
    }
    /* Domain rule: dissatisfied is followed by a call of a third person and a look at what was done. */
    return rc == RC_OK && strcmp(value, "dissatisfied") == 0 ? effect_find_candidate(w, unit_id, "dissatisfied") : rc;
}

enum rc effect_rating_give(struct case_work *w)
{
    return oversight_rate(w, "portal");
}

enum rc effect_rating_record(struct case_work *w)
{
    return oversight_rate(w, value_text(w->fields, "via"));
}

enum rc effect_callback_record(struct case_work *w)
{
    const char *result = value_text(w->fields, "result");
    const struct contact_in in = {.on = value_text(w->fields, "on"),
                                  .method = "phone",
                                  .spoke_with = value_text(w->fields, "spoke_with"),
                                  .content = value_text(w->fields, "content"),
                                  .is_reached = strcmp(result, "not_reached") != 0};
    enum rc rc = contact_add(w, &in, "/fields");
    changes_add(&w->changes, "callback", NULL, result);
    return rc == RC_OK && strcmp(result, "contradicts") == 0 ? effect_find_candidate(w, w->holder.id, "callback") : rc;
}

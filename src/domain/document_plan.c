/*
 * document_plan.c - what an act puts on paper, see document_plan.h.
 *
 * The effects of an event say which paper it makes; where one effect makes several, a field chooses.
 *
 * Runs on: planning with any transaction, making on the writer. Owns: nothing.
 */
#include "domain/document_plan.h"

#include "base/clock.h"
#include "domain/assist.h"
#include "domain/case_open.h"
#include "domain/deadline.h"
#include "domain/document.h"
#include "domain/due.h"
#include "domain/effect.h"
#include "domain/reference.h"

#include <string.h>

/* Whose letter it is. */
enum plan_unit { PLAN_HOLDER, PLAN_REGISTRAR, PLAN_SENDER, PLAN_BUREAU, PLAN_ASKER, PLAN_ASSISTING };

static const struct plan_row {
    const char *effect, *type; /* type NULL: plan_choose */
    enum plan_unit unit;
    int is_draft;
} plan_rows[] = {
    {"acceptance_record", "acceptance_notice", PLAN_HOLDER, 0},
    {"non_acceptance_record", "non_acceptance_notice", PLAN_HOLDER, 0},
    {"review_turn_down", "non_acceptance_notice", PLAN_HOLDER, 0},
    {"dispatch_open", NULL, PLAN_HOLDER, 0},
    {"objection_agree", NULL, PLAN_SENDER, 0}, /* the new dispatch comes from the sender again */
    {"dispute_rule", NULL, PLAN_HOLDER, 0},
    {"dispatch_tell", "transfer_notice", PLAN_REGISTRAR, 0},
    {"objection_file", "objection_letter", PLAN_HOLDER, 0},
    {"assist_add", "assist_letter", PLAN_ASKER, 0},
    {"assist_answer", "assist_answer", PLAN_ASSISTING, 0},
    {"completion_report", "completion_report", PLAN_HOLDER, 0},
    {"urgent_report", "urgent_report", PLAN_HOLDER, 0},
    {"hearing_record", "hearing_record", PLAN_HOLDER, 0},
    {"hearing_call", "hearing_notice", PLAN_HOLDER, 0},
    {"hearing_end", "hearing_record", PLAN_HOLDER, 0},
    {"extension_grant", "extension_notice", PLAN_HOLDER, 0},
    {"agreement_add", "agreement", PLAN_HOLDER, 0},
    {"opinion_draft", "handling_opinion", PLAN_HOLDER, 1},
    {"review_draft", NULL, PLAN_HOLDER, 1},
    {"no_longer_propose", "no_longer_accepted_notice", PLAN_HOLDER, 1},
    {"no_longer_decide", "no_longer_accepted_notice", PLAN_HOLDER, 0},
    {"answer_give", NULL, PLAN_HOLDER, 0},
    {"guidance_give", NULL, PLAN_HOLDER, 0},
    {"quality_return", "quality_return", PLAN_REGISTRAR, 0},
    {"supervision_open", NULL, PLAN_REGISTRAR, 0},
    {"recommendation_open", NULL, PLAN_BUREAU, 0},
    {"recommendation_issue", NULL, PLAN_BUREAU, 0},
    {"recommendation_answer", "recommendation_answer", PLAN_HOLDER, 0},
    {"sealed_hand_over", "sealed_transfer", PLAN_HOLDER, 0},
};

static int plan_has(const struct workflow_edge *edge, const char *effect)
{
    for (size_t i = 0; edge->effects[i] >= 0; i++) {
        if (strcmp(effect_names[edge->effects[i]], effect) == 0) {
            return 1;
        }
    }
    return 0;
}

static const struct plan_row *plan_find(const struct workflow_edge *edge)
{
    for (size_t i = 0; edge != NULL && i < sizeof plan_rows / sizeof plan_rows[0]; i++) {
        if (plan_has(edge, plan_rows[i].effect)) {
            return &plan_rows[i];
        }
    }
    return NULL;
}

/* Where one effect makes several types. NULL: none. */
static const char *plan_choose(const struct case_work *w, const struct plan_row *row)
{
    const char *kind = value_text(w->fields, "kind"), *measure = value_text(w->fields, "measure");
    kind = kind != NULL ? kind : "";
    if (strcmp(row->effect, "supervision_open") == 0) { /* a reminder is a word; everything above it is a letter */
        return measure != NULL && strcmp(measure, "reminder") == 0 ? NULL : "supervision_letter";
    }
    if (strncmp(row->effect, "recommendation_", 15) == 0) { /* a series of its own for each of the three */
        return strcmp(kind, "improve_policy") == 0     ? "policy_recommendation"
               : strcmp(kind, "hold_responsible") == 0 ? "responsibility_recommendation"
                                                       : "work_recommendation";
    }
    if (strcmp(row->effect, "review_draft") == 0) {
        return document_type_of_review(&w->row);
    }
    if (strcmp(row->effect, "answer_give") == 0 || strcmp(row->effect, "guidance_give") == 0) {
        return w->edge->documents[0];
    }
    return strcmp(kind, "assignment") == 0 ? "assignment_letter" : "transfer_letter";
}

static enum rc plan_get_unit(struct case_work *w, const char *id, struct unit_row *out)
{
    return unit_rows_get(w->tx, w->ctx->arena, &(struct unit_get_in){id}, out);
}

/* Who asks for help: the lead unit when its own people ask, otherwise the sender or the bureau. */
static enum rc plan_asker(struct case_work *w, struct unit_row *out)
{
    int is_own = w->edge->place == PLACE_HOLDER || !w->has_dispatch;
    *out = w->holder;
    return is_own ? RC_OK : plan_get_unit(w, w->dispatch.from_unit_id, out);
}

static enum rc plan_unit(struct case_work *w, enum plan_unit which, struct unit_row *out)
{
    const struct task_row *task;
    switch (which) {
    case PLAN_HOLDER: break;
    case PLAN_REGISTRAR: *out = w->registrar; return RC_OK;
    case PLAN_SENDER: return w->has_dispatch ? plan_get_unit(w, w->dispatch.from_unit_id, out) : RC_NOT_FOUND;
    case PLAN_BUREAU: return unit_rows_get_bureau(w->tx, w->ctx->arena, out);
    case PLAN_ASKER: return plan_asker(w, out);
    case PLAN_ASSISTING:
        task = assist_of_actor(w, w->fields);
        return task != NULL ? plan_get_unit(w, task->unit_id, out) : RC_NOT_FOUND;
    }
    *out = w->holder;
    return RC_OK;
}

static enum rc plan_add(struct case_work *w, struct document_plan *plan, const char *name, const char *text)
{
    const struct value *more = text != NULL ? value_with(w->ctx->arena, plan->fields, name, text) : plan->fields;
    plan->fields = more != NULL ? more : plan->fields;
    return more != NULL ? RC_OK : RC_TOO_LARGE;
}

static int plan_is_one_of(const char *const *types, const char *type)
{
    while (*types != NULL && strcmp(*types, type) != 0) {
        types++;
    }
    return *types != NULL;
}

/* The unit to which a letter between offices goes, where the act does not name it, or from which the matter came. */
static enum rc plan_addressee(struct case_work *w, struct document_plan *plan)
{
    static const char *const to_sender[] = {"objection_letter", "completion_report", "acceptance_notice", NULL};
    static const char *const to_holder[] = {"assist_answer", "quality_return", "supervision_letter", NULL};
    struct unit_row sender = {0};
    enum rc rc = RC_OK;
    if (plan_is_one_of(to_holder, plan->type)) {
        sender.name = w->holder.name;
    } else if (plan_is_one_of(to_sender, plan->type) && w->has_dispatch) {
        rc = plan_get_unit(w, w->dispatch.from_unit_id, &sender);
    }
    /* A notice to the petitioner names the same unit as where it came from (Art 23). */
    const char *name = document_is_to_petitioner(plan->type) ? "from_unit" : "addressee";
    return rc == RC_OK ? plan_add(w, plan, name, sender.name) : rc;
}

/* The record of a hearing says where and before whom it was, as the notice did, and from when. RC_NOT_FOUND: none was called. */
static enum rc plan_hearing(struct case_work *w, struct document_plan *plan)
{
    struct document_get_hearing_out called;
    const struct deadline_row *row = case_clock(w, "C14");
    char day[CLOCK_DATE_SIZE];
    enum rc rc = document_rows_get_hearing(w->tx, w->ctx->arena, &(struct document_get_hearing_in){w->row.id}, &called);
    if (rc != RC_OK || row == NULL || row->pause_from == SQL_NULL) {
        return rc != RC_OK ? rc : RC_NOT_FOUND;
    }
    clock_format_day((int32_t)row->pause_from, day);
    rc = plan_add(w, plan, "from_on", arena_strdup(w->ctx->arena, day));
    rc = rc == RC_OK ? plan_add(w, plan, "place", called.place) : rc;
    return rc == RC_OK ? plan_add(w, plan, "host", called.host) : rc;
}

/* Until when it ran before, and runs then. */
static enum rc plan_extension(struct case_work *w, struct document_plan *plan)
{
    struct due_pause pause;
    struct due_input in;
    struct due_result due;
    char day[CLOCK_DATE_SIZE];
    const struct deadline_row *row = case_clock_extendable(w);
    if (row == NULL) {
        return RC_OK; /* the guard says so */
    }
    deadline_due_input(row, &pause, &in);
    in.extension_days += (int)value_int(w->fields, "days", 0);
    plan->due_day = due_compute(w->ctx->reference->calendar, &in, &due) == RC_OK ? due.due_day : 0;
    clock_format_day((int32_t)row->due_day, day);
    return plan_add(w, plan, "old_due_on", arena_strdup(w->ctx->arena, day));
}

/* When the matter is to be done, of the duties that go on after the act and of those that it starts. */
static void plan_due(struct case_work *w, struct document_plan *plan, int64_t start_ms)
{
    const struct workflow_edge *edge = w->edge;
    for (size_t i = 0; i < w->clock_count; i++) {
        const struct deadline_row *c = &w->clocks[i];
        int goes_on = strcmp(c->status, "running") == 0 && strcmp(c->kind, "duty") == 0 &&
                      !plan_is_one_of(edge->stop, c->clock) && !plan_is_one_of(edge->cancel, c->clock);
        plan->due_day = goes_on && c->due_day > plan->due_day ? (int32_t)c->due_day : plan->due_day;
    }
    for (size_t i = 0; edge->start[i] != NULL; i++) {
        const struct workflow_clock *clock = workflow_clock_find(w->definition, edge->start[i]);
        struct due_result due;
        struct due_input in = {.start_ms = start_ms};
        const char *on = clock != NULL && clock->from_field != NULL ? value_text(w->fields, clock->from_field) : NULL;
        if (clock == NULL || clock->kind != CLOCK_DUTY ||
            (clock->from_field != NULL && (on == NULL || clock_parse_day(on, &in.on_day) != RC_OK))) {
            continue;
        }
        in.unit = clock->unit;
        in.length = clock->length;
        in.start_ms = clock->unit == DUE_ON_DATE ? w->ctx->now_ms : start_ms;
        if (due_compute(w->ctx->reference->calendar, &in, &due) == RC_OK && due.due_day > plan->due_day) {
            plan->due_day = due.due_day;
        }
    }
}

/* The day of the notice counts, not that of its record; one that cannot be is no day yet. */
static int64_t plan_start(const struct case_work *w)
{
    int64_t now_ms = w->ctx->now_ms, earliest_ms = w->has_dispatch ? w->dispatch.sent_ms : w->row.registered_ms;
    const char *on = value_text(w->fields, "notified_on");
    int32_t day;
    if (on == NULL || clock_parse_day(on, &day) != RC_OK || day >= clock_day_of(now_ms) ||
        day < clock_day_of(earliest_ms)) {
        return now_ms;
    }
    return clock_day_start_ms(day) > earliest_ms ? clock_day_start_ms(day) : earliest_ms;
}

/* A recommendation is a case of its own beside the one that it arose from. */
static enum rc plan_new_case(struct case_work *w, struct document_plan *plan)
{
    plan->case_number = case_open_number(w, "J", "recommend");
    return plan->case_number != NULL ? RC_OK : RC_TOO_LARGE;
}

/* What the act knows beside its fields. */
static enum rc plan_fill(struct case_work *w, const char *effect, struct document_plan *plan)
{
    if (strcmp(effect, "acceptance_record") == 0) {
        plan_due(w, plan, plan_start(w));
    } else if (strcmp(effect, "extension_grant") == 0) {
        return plan_extension(w, plan);
    } else if (strcmp(effect, "dispatch_tell") == 0) {
        return plan_add(w, plan, "to_unit", w->holder.id);
    } else if (strcmp(effect, "hearing_end") == 0) {
        return plan_hearing(w, plan);
    } else if (strcmp(effect, "recommendation_open") == 0) {
        return plan_new_case(w, plan);
    }
    return RC_OK;
}

enum rc document_plan(struct case_work *w, struct document_plan *out)
{
    const struct plan_row *row = plan_find(w->edge);
    *out = (struct document_plan){.fields = w->fields, .case_number = w->row.number};
    out->type = row == NULL ? NULL : row->type != NULL ? row->type : plan_choose(w, row);
    if (out->type == NULL) {
        return RC_OK;
    }
    out->is_draft = row->is_draft;
    enum rc rc = plan_unit(w, row->unit, &out->unit);
    rc = rc == RC_OK ? plan_addressee(w, out) : rc;
    rc = rc == RC_OK ? plan_fill(w, row->effect, out) : rc;
    if (rc == RC_NOT_FOUND) { /* nothing to write about; the guard says what is missing */
        out->type = NULL;
        rc = RC_OK;
    }
    return rc;
}

enum rc document_make(struct case_work *w, const char **id)
{
    const struct document_plan *plan = w->plan;
    if (plan == NULL || plan->type == NULL) {
        return RC_INTERNAL; /* the guard has seen that there is something to write about */
    }
    return plan->is_draft ? document_draft(w, plan->type, plan->fields)
                          : document_issue(w, &plan->unit, plan->type, plan->fields, id);
}

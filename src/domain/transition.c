/*
 * transition.c - moves a case along its definition.
 *
 * Runs on: the writer (apply), workers (moves). Owns: nothing.
 */
#include "domain/transition.h"

#include "base/clock.h"
#include "domain/assist.h"
#include "domain/deadline.h"
#include "domain/document.h"
#include "domain/document_plan.h"
#include "domain/draft.h"
#include "domain/effect.h"
#include "domain/guard.h"
#include "domain/notice.h"
#include "domain/reason.h"
#include "domain/reference.h"

#include <string.h>

/* What the engine asks about; the places are loaded once per command. */
struct transition_facts {
    const struct case_work *work;
    struct unit_row sender, bureau, ruler;
    int has_sender, has_bureau, has_ruler;
    int is_recused;
};

static int facts_has_role(const void *arg, const char *role, enum workflow_place place)
{
    const struct transition_facts *f = arg;
    const struct actor *actor = f->work->ctx->actor;
    switch (place) {
    case PLACE_SYSTEM: return actor->kind == ACTOR_SYSTEM;
    case PLACE_HOLDER: return perm_role_at(actor, role, f->work->holder.id, f->work->holder.path);
    case PLACE_SENDER: return f->has_sender && perm_role_at(actor, role, f->sender.id, f->sender.path);
    case PLACE_REGISTRAR: return perm_role_at(actor, role, f->work->registrar.id, f->work->registrar.path);
    case PLACE_BUREAU: return f->has_bureau && perm_role_at(actor, role, f->bureau.id, f->bureau.path);
    case PLACE_ANY: return perm_role(actor, role);
    case PLACE_ASSISTING: return assist_has_role(f->work, role);
    case PLACE_RULER: return f->has_ruler && perm_role_at(actor, role, f->ruler.id, f->ruler.path);
    }
    return 0;
}

static int facts_guard(const void *arg, int guard, const struct value *fields, const char *args[2],
                       const char **pointer)
{
    const struct transition_facts *f = arg;
    return guard_holds(f->work, guard, fields, args, pointer);
}

/* Whoever drafted once does not sign, even when somebody else drafted anew. An error counts as "yes". */
static int facts_has_done(const void *arg, const char *event)
{
    const struct transition_facts *f = arg;
    struct journal_find_act_out act;
    const char *account_id = f->work->ctx->actor->account_id;
    return account_id != NULL &&
           journal_rows_find_act(f->work->tx, f->work->ctx->arena,
                                 &(struct journal_find_act_in){f->work->row.id, event, account_id},
                                 &act) != RC_NOT_FOUND;
}

static enum rc facts_load(struct case_work *w, struct transition_facts *f)
{
    struct arena *a = w->ctx->arena;
    f->work = w;
    enum rc rc = unit_rows_get_bureau(w->tx, a, &f->bureau);
    f->has_bureau = rc == RC_OK;
    if (w->has_dispatch && (rc == RC_OK || rc == RC_NOT_FOUND)) {
        rc = unit_rows_get(w->tx, a, &(struct unit_get_in){w->dispatch.from_unit_id}, &f->sender);
        f->has_sender = rc == RC_OK;
    }
    if (w->has_dispatch && w->dispatch.dispute_unit_id != NULL && (rc == RC_OK || rc == RC_NOT_FOUND)) {
        rc = unit_rows_get(w->tx, a, &(struct unit_get_in){w->dispatch.dispute_unit_id}, &f->ruler);
        f->has_ruler = rc == RC_OK;
    }
    if (w->ctx->actor->account_id != NULL && (rc == RC_OK || rc == RC_NOT_FOUND)) {
        struct recusal_find_out recusal;
        rc = recusal_rows_find(w->tx, a, &(struct recusal_find_in){w->row.id, w->ctx->actor->account_id}, &recusal);
        f->is_recused = rc == RC_OK;
    }
    return rc == RC_NOT_FOUND ? RC_OK : rc;
}

static struct workflow_facts facts_ask(const struct transition_facts *f)
{
    return (struct workflow_facts){.state = f->work->row.state,
                                   .actor_id = f->work->ctx->actor->account_id,
                                   .arg = f,
                                   .has_role = facts_has_role,
                                   .guard = facts_guard,
                                   .has_done = facts_has_done,
                                   .is_recused = f->is_recused};
}

/* Looks up the objects that the fields name; each is judged by a guard, not believed. */
static enum rc transition_named(struct case_work *w)
{
    struct ctx *ctx = w->ctx;
    struct dispatch_covers_out covers;
    struct case_may_handle_out may;
    const char *unit = value_text(w->fields, "to_unit"), *handler = value_text(w->fields, "handler");
    enum rc rc = RC_NOT_FOUND;
    if (unit != NULL) {
        rc = unit_rows_get(w->tx, ctx->arena, &(struct unit_get_in){unit}, &w->target);
        w->has_target = rc == RC_OK;
    }
    if (w->has_target) {
        rc = dispatch_rows_covers(w->tx, ctx->arena,
                                  &(struct dispatch_covers_in){unit, w->row.class_code, w->row.place_unit_id}, &covers);
        w->target_covers = rc == RC_OK;
    }
    if (handler != NULL && (rc == RC_OK || rc == RC_NOT_FOUND)) {
        rc = case_rows_may_handle(w->tx, ctx->arena,
                                  &(struct case_may_handle_in){handler, w->holder.id, clock_day_of(ctx->now_ms)}, &may);
        w->handler_fits = rc == RC_OK;
    }
    return rc == RC_NOT_FOUND ? RC_OK : rc;
}

/* An event that some other definition in force has; NULL: nobody knows it. */
static const struct workflow_edge *transition_elsewhere(const struct ctx *ctx, const char *event)
{
    for (size_t i = 0; i < ctx->reference->workflow_count; i++) {
        const struct reference_workflow *w = &ctx->reference->workflows[i];
        for (size_t e = 0; w->is_current && e < w->definition->edge_count; e++) {
            if (strcmp(w->definition->edges[e].event, event) == 0) {
                return &w->definition->edges[e];
            }
        }
    }
    return NULL;
}

/* The whole decision becomes one fault: what is wrong with the fields first, then who, then the rules. */
static enum rc transition_refuse(struct ctx *ctx, const struct workflow_decision *d)
{
    enum rc rc = RC_REFUSED;
    for (int i = 0; i < d->refusal_count; i++) {
        const struct workflow_refusal *r = &d->refusals[i];
        if (strncmp(r->reason->code, "field_", 6) == 0) {
            rc = RC_INVALID;
        } else if (rc == RC_REFUSED && strcmp(r->reason->code, "role_missing") == 0) {
            rc = RC_FORBIDDEN;
        }
    }
    const struct workflow_refusal *first = &d->refusals[0];
    fault_set(&ctx->fault, rc, first->reason, NULL, first->args[0], first->args[1]);
    for (int i = 0; i < d->refusal_count; i++) {
        const struct workflow_refusal *r = &d->refusals[i];
        fault_add(&ctx->fault, r->reason, r->pointer, r->args[0], r->args[1]);
        fault_name_rule(&ctx->fault, r->rule);
    }
    return ctx->fault.rc;
}

static enum rc transition_ends(struct case_work *w)
{
    const struct workflow_edge *edge = w->edge;
    enum rc rc = RC_OK;
    for (size_t i = 0; edge->stop[i] != NULL && rc == RC_OK; i++) {
        rc = case_clock_end(w, edge->stop[i], 0);
    }
    for (size_t i = 0; edge->cancel[i] != NULL && rc == RC_OK; i++) {
        rc = case_clock_end(w, edge->cancel[i], 1);
    }
    return rc;
}

static enum rc transition_starts(struct case_work *w)
{
    const struct workflow_edge *edge = w->edge;
    enum rc rc = RC_OK;
    for (size_t i = 0; edge->start[i] != NULL && rc == RC_OK; i++) {
        const struct workflow_clock *clock = workflow_clock_find(w->definition, edge->start[i]);
        if (clock == NULL && edge->lane_field != NULL) {
            continue; /* clocks of several lanes are named; this lane does not have it */
        }
        const char *on = clock && clock->from_field ? value_text(w->fields, clock->from_field) : NULL;
        int32_t on_day = 0;
        if (clock != NULL && clock->from_field != NULL && (on == NULL || clock_parse_day(on, &on_day) != RC_OK)) {
            continue; /* a clock whose last day is given by a field runs only when the field was given */
        }
        rc = case_clock_start(w, edge->start[i], on_day);
    }
    return rc;
}

/* What runs on under the next definition. */
static enum rc transition_clock(struct case_work *w, const struct workflow *next, const struct deadline_row *row)
{
    const struct workflow_clock *clock = workflow_clock_find(next, row->clock);
    if (clock == NULL) {
        return case_clock_end(w, row->clock, 1);
    }
    return strcmp(row->status, "running") == 0
               ? deadline_take_over(w->ctx, w->tx, workflow_clock_find(w->definition, row->clock), clock, row)
               : RC_OK;
}

/* The case goes on in another lane. Clocks that lane does not know end here: nobody could say what they mean. */
static enum rc transition_lane(struct case_work *w)
{
    struct ctx *ctx = w->ctx;
    const struct workflow_edge *edge = w->edge;
    const char *lane = edge->lane ? edge->lane : edge->lane_field ? value_text(w->fields, edge->lane_field) : NULL;
    if (lane == NULL || strcmp(lane, w->row.lane) == 0) {
        return RC_OK;
    }
    const struct workflow *next = reference_workflow_of_lane(ctx->reference, lane);
    if (next == NULL || workflow_state_find(next, edge->to) == NULL) {
        return fault_add(&ctx->fault, reason(REASON_NO_LANE),
                         edge->lane_field ? arena_printf(ctx->arena, "/fields/%s", edge->lane_field) : NULL, lane,
                         NULL);
    }
    enum rc rc = RC_OK;
    for (size_t i = 0; rc == RC_OK && i < w->clock_count; i++) {
        rc = transition_clock(w, next, &w->clocks[i]);
    }
    changes_add(&w->changes, "lane", w->row.lane, next->lane);
    w->definition = next;
    w->row.lane = next->lane;
    w->row.workflow_key = next->key;
    w->row.workflow_version = next->version;
    return rc;
}

static void transition_state(struct case_work *w)
{
    const struct workflow_state *to = w->edge->to ? workflow_state_find(w->definition, w->edge->to) : NULL;
    if (to == NULL) {
        return;
    }
    w->row.state = to->key;
    w->row.stage = workflow_stage_name(to->stage);
    if (to->is_final != !w->row.is_open) { /* to the archive it goes as closed as it was */
        w->row.closed_ms = to->is_final ? w->ctx->now_ms : SQL_NULL;
    }
    w->row.is_open = !to->is_final;
}

static enum rc transition_run(struct case_work *w)
{
    struct document_plan plan;
    enum rc rc = document_plan(w, &plan);
    w->plan = &plan;
    for (size_t i = 0; w->edge->effects[i] >= 0 && rc == RC_OK; i++) {
        rc = effect_run(w, w->edge->effects[i]);
    }
    if (rc == RC_OK) {
        rc = transition_ends(w);
    }
    if (rc == RC_OK) {
        rc = transition_lane(w);
    }
    if (rc == RC_OK) {
        rc = transition_starts(w);
    }
    if (rc == RC_OK) {
        rc = document_note_due(w);
    }
    if (rc == RC_OK) {
        transition_state(w);
        rc = notice_send_event(w, w->edge->notices, w->edge->event);
    }
    w->plan = NULL;
    rc = rc == RC_OK ? case_save(w, "event", w->edge->event) : rc;
    return rc == RC_OK ? draft_sent(w->ctx, w->tx, w->row.id, w->edge->event) : rc;
}

/* Would it be allowed with the own grants and, when `for_id` is given, with what is held for that account? */
static int transition_is_allowed(struct case_work *w, const struct workflow_facts *ask, const char *event,
                                 const char *for_id)
{
    struct workflow_decision decision;
    const struct actor *actor = w->ctx->actor;
    struct actor less = *actor;
    struct actor_grant *grants = arena_array_of(w->ctx->arena, struct actor_grant, actor->grant_count);
    less.grants = grants;
    less.grant_count = 0;
    for (size_t i = 0; grants != NULL && i < actor->grant_count; i++) {
        const char *held_for = actor->grants[i].for_id;
        if (held_for == NULL || (for_id != NULL && strcmp(held_for, for_id) == 0)) {
            grants[less.grant_count++] = actor->grants[i];
        }
    }
    w->ctx->actor = &less;
    int is_allowed = workflow_decide(w->ctx->arena, w->definition, ask, event, w->fields, &decision);
    w->ctx->actor = actor;
    return is_allowed;
}

/* Who could not have done it in their own name did it for somebody, and the journal says for whom. */
static void transition_note_absent(struct case_work *w, const struct workflow_facts *ask, const char *event)
{
    const struct actor *actor = w->ctx->actor;
    int is_own = 1;
    for (size_t i = 0; i < actor->grant_count; i++) {
        is_own &= actor->grants[i].for_id == NULL;
    }
    if (is_own || transition_is_allowed(w, ask, event, NULL)) {
        return;
    }
    for (size_t i = 0; i < actor->grant_count; i++) {
        const struct actor_grant *g = &actor->grants[i];
        if (g->for_id != NULL && transition_is_allowed(w, ask, event, g->for_id)) {
            changes_add(&w->changes, "for", NULL, g->for_name);
            return;
        }
    }
}

/* The case with what the fields name, and the facts about the actor. */
static enum rc transition_load(struct case_work *w, const struct transition_in *in, struct transition_facts *facts)
{
    static const struct value no_fields = {.kind = VALUE_OBJECT};
    w->fields = in->fields ? in->fields : &no_fields;
    w->note = in->note;
    enum rc rc = transition_named(w);
    return rc == RC_OK ? facts_load(w, facts) : rc;
}

/* Loads the case, looks at its version and lets the definition answer; the facts and the decision stay for what follows. */
static enum rc transition_decide(struct ctx *ctx, struct tx *tx, const struct transition_in *in, struct case_work *w,
                                 struct transition_facts *facts, struct workflow_decision *decision)
{
    enum rc rc = case_work_load(ctx, tx, in->case_id, w);
    if (rc == RC_OK) {
        rc = case_check_version(ctx, &w->row, in->if_match);
    }
    if (in->looked != NULL) {
        w->is_past_journal = in->looked->is_past_journal;
    }
    if (rc == RC_OK && w->row.certificate != NULL) {
        return fault_set(&ctx->fault, RC_REFUSED, reason(REASON_CASE_PURGED), NULL, w->row.certificate, NULL);
    }
    rc = rc == RC_OK ? transition_load(w, in, facts) : rc;
    if (rc != RC_OK) {
        return rc;
    }
    const struct workflow_facts ask = facts_ask(facts);
    if (workflow_decide(ctx->arena, w->definition, &ask, in->event, w->fields, decision)) {
        w->edge = decision->edge;
        return RC_OK;
    }
    const struct workflow_edge *other =
        strcmp(decision->refusals[0].reason->code, "unknown_event") == 0 ? transition_elsewhere(ctx, in->event) : NULL;
    return other != NULL
               ? fault_set(&ctx->fault, RC_REFUSED, reason(REASON_OTHER_LANE), NULL, other->title.zh, other->title.en)
               : transition_refuse(ctx, decision);
}

enum rc transition_apply(struct ctx *ctx, struct tx *tx, const struct transition_in *in)
{
    struct case_work w;
    struct transition_facts facts = {.work = &w};
    struct workflow_decision decision;
    enum rc rc = transition_decide(ctx, tx, in, &w, &facts, &decision);
    if (rc != RC_OK) {
        return rc;
    }
    const struct workflow_facts ask = facts_ask(&facts);
    transition_note_absent(&w, &ask, in->event);
    return transition_run(&w);
}

enum rc transition_check(struct ctx *ctx, struct tx *tx, const struct transition_in *in,
                         const struct workflow_state **to)
{
    struct case_work w;
    struct transition_facts facts = {.work = &w};
    struct workflow_decision decision;
    enum rc rc = transition_decide(ctx, tx, in, &w, &facts, &decision);
    if (rc == RC_OK) {
        *to = workflow_state_find(w.definition, w.edge->to != NULL ? w.edge->to : w.row.state);
    }
    return rc;
}

/* The row of the event that is this actor's: by the fields as they are, or else by who they are. NULL: none from here. */
static const struct workflow_edge *transition_edge(struct case_work *w, const struct transition_facts *facts,
                                                   const char *event)
{
    struct workflow_decision decision;
    const struct workflow_facts ask = facts_ask(facts);
    if (workflow_decide(w->ctx->arena, w->definition, &ask, event, w->fields, &decision) ||
        workflow_decide(w->ctx->arena, w->definition, &ask, event, NULL, &decision)) {
        return decision.edge;
    }
    return workflow_edge_find(w->definition, w->row.state, event);
}

enum rc transition_plan(struct ctx *ctx, struct tx *tx, const struct transition_in *in, struct case_work *w,
                        struct document_plan *out)
{
    struct transition_facts facts = {.work = w};
    enum rc rc = case_work_load(ctx, tx, in->case_id, w);
    rc = rc == RC_OK ? transition_load(w, in, &facts) : rc;
    if (rc != RC_OK) {
        return rc;
    }
    w->edge = w->row.certificate == NULL ? transition_edge(w, &facts, in->event) : NULL;
    return document_plan(w, out);
}

/* 1 when an earlier edge has the same event. */
static int transition_seen(const struct workflow *d, size_t at)
{
    for (size_t i = 0; i < at; i++) {
        if (strcmp(d->edges[i].event, d->edges[at].event) == 0) {
            return 1;
        }
    }
    return 0;
}

static void transition_move(struct ctx *ctx, const struct case_work *w, const struct workflow_facts *ask,
                            const struct workflow_edge *first, struct transition_move *out)
{
    struct workflow_decision decision;
    const struct workflow_edge *edge = workflow_edge_find(w->definition, w->row.state, first->event);
    out->is_allowed = workflow_decide(ctx->arena, w->definition, ask, first->event, NULL, &decision);
    out->edge = edge ? edge : first;
    out->refusal_count = decision.refusal_count;
    memcpy(out->refusals, decision.refusals, sizeof out->refusals);
}

enum rc transition_moves(struct ctx *ctx, struct tx *tx, const char *case_id, struct transition_list *out)
{
    struct transition_facts facts = {0};
    enum rc rc = case_work_load(ctx, tx, case_id, &out->work);
    if (rc == RC_OK) {
        rc = facts_load(&out->work, &facts);
    }
    if (rc != RC_OK) {
        return rc;
    }
    const struct case_work *w = &out->work;
    const struct workflow_facts ask = facts_ask(&facts);
    out->count = 0;
    out->moves = arena_array_of(ctx->arena, struct transition_move, w->definition->edge_count);
    size_t edges = w->row.certificate == NULL ? w->definition->edge_count : 0; /* nothing happens to what is no more */
    for (size_t i = 0; out->moves != NULL && i < edges; i++) {
        if (!transition_seen(w->definition, i) && w->definition->edges[i].place != PLACE_SYSTEM) {
            transition_move(ctx, w, &ask, &w->definition->edges[i], &out->moves[out->count++]);
        }
    }
    return out->moves ? RC_OK : RC_TOO_LARGE;
}

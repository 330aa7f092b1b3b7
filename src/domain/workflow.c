/*
 * workflow.c - the engine: which edge an event takes, or every rule that stands in its way.
 *
 * Pure. Runs on: any thread. Owns: nothing.
 */
#include "domain/workflow.h"

#include "base/arena.h"
#include "base/buf.h"
#include "domain/workflow_fields.h"
#include "domain/workflow_reasons.h"

#include <string.h>

const char *workflow_stage_name(enum workflow_stage s)
{
    static const char *const names[] = {"intake", "assign", "resolve", "review", "close"};
    return names[s];
}

const struct workflow_state *workflow_state_find(const struct workflow *w, const char *key)
{
    for (size_t i = 0; i < w->state_count; i++) {
        if (strcmp(w->states[i].key, key) == 0) {
            return &w->states[i];
        }
    }
    return NULL;
}

const struct workflow_clock *workflow_clock_find(const struct workflow *w, const char *key)
{
    for (size_t i = 0; i < w->clock_count; i++) {
        if (strcmp(w->clocks[i].key, key) == 0) {
            return &w->clocks[i];
        }
    }
    return NULL;
}

static int edge_leaves(const struct workflow_edge *edge, const char *state)
{
    for (size_t i = 0; edge->from[i] != NULL; i++) {
        if (strcmp(edge->from[i], state) == 0) {
            return 1;
        }
    }
    return 0;
}

const struct workflow_edge *workflow_edge_find(const struct workflow *w, const char *state, const char *event)
{
    for (size_t i = 0; i < w->edge_count; i++) {
        if (strcmp(w->edges[i].event, event) == 0 && edge_leaves(&w->edges[i], state)) {
            return &w->edges[i];
        }
    }
    return NULL;
}

static const struct workflow_edge *event_find(const struct workflow *w, const char *event)
{
    for (size_t i = 0; i < w->edge_count; i++) {
        if (strcmp(w->edges[i].event, event) == 0) {
            return &w->edges[i];
        }
    }
    return NULL;
}

static const char *event_title(struct arena *a, const struct workflow *w, const char *event)
{
    const struct workflow_edge *edge = event_find(w, event);
    return edge ? arena_printf(a, "%s (%s)", edge->title.zh, edge->title.en) : event;
}

static void decide_who(struct arena *a, const struct workflow *w, const struct workflow_edge *edge,
                       const struct workflow_facts *facts, struct workflow_decision *out)
{
    struct buf roles;
    int may = 0;
    buf_init(&roles, a);
    for (size_t i = 0; edge->roles[i] != NULL; i++) {
        may = may || facts->has_role(facts->arg, edge->roles[i], edge->place);
        buf_puts(&roles, i ? ", " : "");
        buf_puts(&roles, edge->roles[i]);
    }
    if (!may) {
        workflow_refuse(out, &workflow_reason_role_missing, NULL, buf_cstr(&roles), NULL, NULL);
    }
    if (edge->differs_from != NULL) {
        const char *other = facts->last_actor_of(facts->arg, edge->differs_from);
        if (other != NULL && facts->actor_id != NULL && strcmp(other, facts->actor_id) == 0) {
            workflow_refuse(out, &workflow_reason_same_person, NULL, event_title(a, w, edge->differs_from), NULL, NULL);
        }
    }
}

static void decide_guards(const struct workflow_names *names, const struct workflow_edge *edge,
                          const struct workflow_facts *facts, const struct value *fields, struct workflow_decision *out)
{
    for (size_t i = 0; edge->guards[i] >= 0; i++) {
        const struct workflow_guard_name *guard = &names->guards[edge->guards[i]];
        const char *args[2] = {NULL, NULL}, *pointer = NULL;
        if (fields == NULL && guard->needs_fields) {
            continue;
        }
        if (!facts->guard(facts->arg, edge->guards[i], fields, args, &pointer)) {
            workflow_refuse(out, &guard->reason, pointer, args[0], args[1], guard->rule);
        }
    }
}

int workflow_decide(struct arena *a, const struct workflow *w, const struct workflow_facts *facts, const char *event,
                    const struct value *fields, struct workflow_decision *out)
{
    memset(out, 0, sizeof *out);
    const struct workflow_edge *edge = workflow_edge_find(w, facts->state, event);
    if (edge == NULL) {
        const struct workflow_edge *elsewhere = event_find(w, event);
        workflow_refuse(out, elsewhere ? &workflow_reason_not_from_here : &workflow_reason_unknown_event, NULL,
                        elsewhere ? event_title(a, w, event) : event, NULL, NULL);
        return 0;
    }
    decide_who(a, w, edge, facts, out);
    if (fields != NULL) {
        workflow_fields_check(a, edge, fields, out);
    }
    if (out->refusal_count == 0 || fields == NULL) {
        /* Guards may rely on fields that have passed their rows. */
        decide_guards(w->names, edge, facts, fields, out);
    }
    out->edge = out->refusal_count == 0 ? edge : NULL;
    return out->edge != NULL;
}

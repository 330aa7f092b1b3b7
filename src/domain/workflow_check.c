/*
 * workflow_check.c - names of a definition that refer to its other parts: states, clocks, events, fields.
 *
 * Runs on: any thread. Owns: nothing.
 */
#include "domain/workflow_inside.h"

#include <string.h>

static void check_clock_names(struct workflow_problems *p, const struct workflow *w, const char *path,
                              const char *member, const char *const *list)
{
    const char *inner = workflow_path(p->arena, path, member);
    for (size_t i = 0; list[i] != NULL; i++) {
        if (workflow_clock_index(w, list[i]) < 0) {
            workflow_problem_add(p, WORKFLOW_UNKNOWN_CLOCK, workflow_path_at(p->arena, inner, i), list[i], NULL);
        }
    }
}

static const struct workflow_field *check_field_find(const struct workflow_edge *e, const char *name)
{
    for (size_t i = 0; i < e->field_count; i++) {
        if (strcmp(e->fields[i].name, name) == 0) {
            return &e->fields[i];
        }
    }
    return NULL;
}

/* A clock whose last day comes from a field needs that field, as a date, in every event that starts it. */
static void check_started(struct workflow_problems *p, const struct workflow *w, const struct workflow_edge *e,
                          const char *path)
{
    const char *inner = workflow_path(p->arena, path, "start");
    for (size_t i = 0; e->start[i] != NULL; i++) {
        const struct workflow_clock *clock = workflow_clock_find(w, e->start[i]);
        if (clock == NULL || clock->from_field == NULL) {
            continue;
        }
        const struct workflow_field *field = check_field_find(e, clock->from_field);
        const char *at = workflow_path_at(p->arena, inner, i);
        if (field == NULL) {
            workflow_problem_add(p, WORKFLOW_UNKNOWN_FIELD, at, clock->from_field, clock->key);
        } else if (field->kind != WF_DATE) {
            workflow_problem_add(p, WORKFLOW_BAD_FIELD, at, field->name, "date");
        }
    }
}

static int check_has_choice(const struct workflow_field *f, const char *value)
{
    if (f->kind == WF_BOOL) {
        return strcmp(value, "true") == 0 || strcmp(value, "false") == 0;
    }
    for (size_t i = 0; i < f->choice_count; i++) {
        if (strcmp(f->choices[i].key, value) == 0) {
            return 1;
        }
    }
    return 0;
}

static void check_conditions(struct workflow_problems *p, const struct workflow_edge *e, const char *path)
{
    const char *inner = workflow_path(p->arena, path, "fields");
    for (size_t i = 0; i < e->field_count; i++) {
        const struct workflow_field *f = &e->fields[i];
        if (f->required_when_field == NULL) {
            continue;
        }
        const char *at = workflow_path(p->arena, workflow_path_at(p->arena, inner, i), "required_when");
        const struct workflow_field *other = check_field_find(e, f->required_when_field);
        if (other == NULL) {
            workflow_problem_add(p, WORKFLOW_UNKNOWN_FIELD, at, f->required_when_field, f->name);
        } else if (other == f || (other->kind != WF_CHOICE && other->kind != WF_BOOL)) {
            workflow_problem_add(p, WORKFLOW_BAD_FIELD, at, f->name, "required_when: choice, bool");
        } else if (!check_has_choice(other, f->required_when_value)) {
            workflow_problem_add(p, WORKFLOW_UNKNOWN_CHOICE, at, f->required_when_value, other->name);
        }
    }
}

/* One of the fields, by the next word of `needs`, which moves on; NULL at the end. */
static const char *check_next_word(struct arena *a, const char **needs)
{
    size_t n = strcspn(*needs, " ");
    const char *word = n > 0 ? arena_strndup(a, *needs, n) : NULL;
    *needs += n + ((*needs)[n] == ' ');
    return word;
}

/* What a guard or effect reads must have been asked for: an act with half of its fields is none. */
static void check_needs(struct workflow_problems *p, const struct workflow_edge *e, const char *at, const char *name,
                        const char *needs)
{
    for (const char *word; (word = check_next_word(p->arena, &needs)) != NULL;) {
        const struct workflow_field *f = check_field_find(e, word);
        if (f == NULL || (!f->is_required && f->required_when_field == NULL)) {
            workflow_problem_add(p, WORKFLOW_FIELD_NEEDED, at, name, word);
        }
    }
}

static void check_all_needs(struct workflow_problems *p, const struct workflow *w, const struct workflow_edge *e,
                            const char *path)
{
    const char *guards = workflow_path(p->arena, path, "guards"), *effects = workflow_path(p->arena, path, "effects");
    for (size_t i = 0; e->guards[i] >= 0; i++) {
        const struct workflow_guard_name *g = &w->names->guards[e->guards[i]];
        check_needs(p, e, workflow_path_at(p->arena, guards, i), g->name, g->needs);
    }
    for (size_t i = 0; e->effects[i] >= 0; i++) {
        int effect = e->effects[i];
        check_needs(p, e, workflow_path_at(p->arena, effects, i), w->names->effects[effect],
                    w->names->effect_needs[effect]);
    }
}

/* The lane that an event names, or each that its field offers. */
static void check_lane(struct workflow_problems *p, const struct workflow *w, const struct workflow_edge *e,
                       const char *path)
{
    const char *at = workflow_path(p->arena, path, "lane");
    const struct workflow_field *field = e->lane_field != NULL ? check_field_find(e, e->lane_field) : NULL;
    if (e->lane_field != NULL && field == NULL) {
        workflow_problem_add(p, WORKFLOW_UNKNOWN_FIELD, at, e->lane_field, e->event);
    }
    if (e->lane != NULL && !workflow_list_has(w->names->lanes, e->lane)) {
        workflow_problem_add(p, WORKFLOW_UNKNOWN_LANE, at, e->lane, NULL);
    }
    for (size_t i = 0; field != NULL && i < field->choice_count; i++) {
        if (!workflow_list_has(w->names->lanes, field->choices[i].key)) {
            workflow_problem_add(p, WORKFLOW_UNKNOWN_LANE, at, field->choices[i].key, NULL);
        }
    }
}

static int check_has_event(const struct workflow *w, const char *event)
{
    for (size_t i = 0; i < w->edge_count; i++) {
        if (strcmp(w->edges[i].event, event) == 0) {
            return 1;
        }
    }
    return 0;
}

static void check_edge(struct workflow_problems *p, const struct workflow *w, const struct workflow_edge *e,
                       const char *path)
{
    const char *from = workflow_path(p->arena, path, "from");
    for (size_t i = 0; e->from[i] != NULL; i++) {
        if (workflow_state_index(w, e->from[i]) < 0) {
            workflow_problem_add(p, WORKFLOW_UNKNOWN_STATE, workflow_path_at(p->arena, from, i), e->from[i], NULL);
        }
    }
    if (e->to != NULL && e->lane == NULL && workflow_state_index(w, e->to) < 0) {
        workflow_problem_add(p, WORKFLOW_UNKNOWN_STATE, workflow_path(p->arena, path, "to"), e->to, NULL);
    }
    if (e->differs_from != NULL && !check_has_event(w, e->differs_from)) {
        workflow_problem_add(p, WORKFLOW_UNKNOWN_EVENT, workflow_path(p->arena, path, "differs_from"), e->differs_from,
                             NULL);
    } else if (e->differs_from != NULL && strcmp(e->differs_from, e->event) == 0) {
        workflow_problem_add(p, WORKFLOW_DIFFERS_FROM_ITSELF, workflow_path(p->arena, path, "differs_from"), e->event,
                             NULL);
    }
    if (e->lane == NULL && e->lane_field == NULL) { /* else these are names of that lane's definition */
        check_clock_names(p, w, path, "start", e->start);
    }
    check_clock_names(p, w, path, "stop", e->stop);
    check_clock_names(p, w, path, "cancel", e->cancel);
    check_started(p, w, e, path);
    check_conditions(p, e, path);
    check_lane(p, w, e, path);
    check_all_needs(p, w, e, path);
}

static int check_same_guards(const int *a, const int *b)
{
    size_t a_count = 0;
    size_t b_count = 0;
    while (b[b_count] >= 0) {
        b_count++;
    }
    for (; a[a_count] >= 0; a_count++) {
        size_t k = 0;
        while (k < b_count && b[k] != a[a_count]) {
            k++;
        }
        if (k == b_count) {
            return 0;
        }
    }
    return a_count == b_count; /* no guard is there twice in a list */
}

/* Two edges with one event that leave a common state need something that tells them apart. */
static void check_twins(struct workflow_problems *p, const struct workflow *w, size_t at)
{
    const struct workflow_edge *e = &w->edges[at];
    for (size_t i = 0; i < at; i++) {
        const struct workflow_edge *other = &w->edges[i];
        if (strcmp(other->event, e->event) != 0 || !check_same_guards(other->guards, e->guards)) {
            continue;
        }
        for (size_t k = 0; e->from[k] != NULL; k++) {
            if (workflow_list_has(other->from, e->from[k])) {
                workflow_problem_add(p, WORKFLOW_EDGE_TWICE, workflow_path_at(p->arena, "/events", at), e->event,
                                     e->from[k]);
            }
        }
    }
}

static void check_law(struct workflow_problems *p, const struct workflow *w, const struct workflow_clock *clock,
                      const char *path)
{
    int is_days = clock->unit == DUE_CALENDAR_DAY || clock->unit == DUE_WORKING_DAY;
    for (const struct workflow_limit *l = w->names->limits; is_days && l->clock != NULL; l++) {
        int is_long =
            l->most > 0 && (clock->length > l->most || clock->length + clock->extension_max > l->most_extended);
        if (strcmp(l->clock, clock->key) == 0 && (is_long || clock->length < l->least)) {
            workflow_problem_add(p, WORKFLOW_AGAINST_LAW, path, clock->key, l->article);
        }
    }
}

static void check_clock(struct workflow_problems *p, const struct workflow *w, size_t at)
{
    const struct workflow_clock *clock = &w->clocks[at];
    const char *path = workflow_path_at(p->arena, "/clocks", at);
    check_law(p, w, clock, path);
    int is_started =
        workflow_list_has(w->start_at_bureau, clock->key) || workflow_list_has(w->start_at_unit, clock->key) ||
        workflow_list_has(w->start_urgent, clock->key) || workflow_list_has(w->start_forwarded, clock->key);
    int is_stopped = clock->kind == CLOCK_RIGHT || clock->kind == CLOCK_WINDOW; /* these end with their time */
    if (is_started && clock->from_field != NULL) {
        workflow_problem_add(p, WORKFLOW_BAD_CLOCK, path, clock->key, "start: from_field");
    }
    for (size_t i = 0; i < clock->level_count; i++) {
        if (clock->levels[i].event != NULL && !check_has_event(w, clock->levels[i].event)) {
            workflow_problem_add(p, WORKFLOW_UNKNOWN_EVENT, workflow_path(p->arena, path, "ladder"),
                                 clock->levels[i].event, NULL);
        }
    }
    for (size_t i = 0; i < w->edge_count; i++) {
        is_started |= workflow_list_has(w->edges[i].start, clock->key);
        is_stopped |= workflow_list_has(w->edges[i].stop, clock->key);
    }
    if (!is_started) {
        workflow_problem_add(p, WORKFLOW_CLOCK_NEVER_STARTED, path, clock->key, NULL);
    } else if (!is_stopped) {
        workflow_problem_add(p, WORKFLOW_CLOCK_NEVER_STOPPED, path, clock->key, NULL);
    }
}

void workflow_check(struct workflow_problems *p, const struct workflow *w)
{
    if (workflow_state_index(w, w->initial) < 0) {
        workflow_problem_add(p, WORKFLOW_UNKNOWN_STATE, "/initial", w->initial, NULL);
    }
    if (!workflow_list_has(w->names->lanes, w->lane)) {
        workflow_problem_add(p, WORKFLOW_UNKNOWN_LANE, "/lane", w->lane, NULL);
    }
    check_clock_names(p, w, "/start", "bureau", w->start_at_bureau);
    check_clock_names(p, w, "/start", "unit", w->start_at_unit);
    check_clock_names(p, w, "/start", "forwarded", w->start_forwarded);
    check_clock_names(p, w, "/start", "urgent", w->start_urgent);
    for (size_t i = 0; i < w->edge_count; i++) {
        check_edge(p, w, &w->edges[i], workflow_path_at(p->arena, "/events", i));
        check_twins(p, w, i);
    }
    for (size_t i = 0; i < w->clock_count; i++) {
        check_clock(p, w, i);
    }
}

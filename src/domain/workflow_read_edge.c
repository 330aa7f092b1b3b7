/*
 * workflow_read_edge.c - the events of a definition: who, from where, with which fields, guards and effects.
 *
 * Runs on: any thread. Owns: nothing.
 */
#include "domain/workflow_inside.h"

#include <string.h>

static const char *const read_kinds[] = {
    [WF_TEXT] = "text",   [WF_LONG] = "long",     [WF_DATE] = "date",       [WF_INT] = "int",
    [WF_BOOL] = "bool",   [WF_CHOICE] = "choice", [WF_UNIT] = "unit",       [WF_ACCOUNT] = "account",
    [WF_CLASS] = "class", [WF_DEMAND] = "demand", [WF_ANSWERS] = "answers", NULL,
};

static const char *const read_places[] = {
    [PLACE_HOLDER] = "holder", [PLACE_SENDER] = "sender", [PLACE_REGISTRAR] = "registrar",
    [PLACE_BUREAU] = "bureau", [PLACE_ANY] = "any",       [PLACE_ASSISTING] = "assisting",
    [PLACE_RULER] = "ruler",   [PLACE_SYSTEM] = "system", NULL,
};

static void read_choices(struct workflow_reader *r, const struct value *v, const char *path, struct workflow_field *f)
{
    static const char *const known[] = {"key", "title", NULL};
    const struct value *array = workflow_read_array(r, v, path, "choices", WORKFLOW_ITEMS_MAX, f->kind == WF_CHOICE);
    const char *list = workflow_path(r->arena, path, "choices");
    struct workflow_choice *choices = arena_array_of(r->arena, struct workflow_choice, array ? array->count : 0);
    for (size_t i = 0; choices != NULL && array != NULL && i < array->count; i++) {
        const char *at = workflow_path_at(r->arena, list, i);
        if (!workflow_read_members(r, &array->items[i], at, known)) {
            continue;
        }
        const char *key = workflow_read_key(r, &array->items[i], at, "key", 1);
        for (size_t k = 0; key != NULL && k < f->choice_count; k++) {
            if (choices[k].key != NULL && strcmp(choices[k].key, key) == 0) {
                workflow_problem_add(r->problems, WORKFLOW_DUPLICATE_KEY, at, key, NULL);
            }
        }
        choices[f->choice_count].key = key;
        choices[f->choice_count++].title = workflow_read_title(r, &array->items[i], at, "title", 1);
    }
    f->choices = choices;
}

static void read_condition(struct workflow_reader *r, const struct value *v, const char *path, struct workflow_field *f)
{
    static const char *const known[] = {"field", "is", NULL};
    const struct value *when = value_get(v, "required_when");
    const char *at = workflow_path(r->arena, path, "required_when");
    if (when != NULL && workflow_read_members(r, when, at, known)) {
        f->required_when_field = workflow_read_key(r, when, at, "field", 1);
        f->required_when_value = workflow_read_key(r, when, at, "is", 1);
    }
}

static void read_bounds(struct workflow_reader *r, const struct value *v, const char *path, struct workflow_field *f)
{
    const int64_t limit = INT64_C(1000000000000000); /* a JSON number that every client keeps exactly */
    int is_text = f->kind == WF_TEXT || f->kind == WF_LONG;
    const char *why = NULL;
    f->min = workflow_read_int(r, v, path, "min", f->kind == WF_INT ? -limit : 0, limit, 0);
    f->max = workflow_read_int(r, v, path, "max", f->kind == WF_INT ? -limit : 0, limit, 0);
    if ((f->min != 0 || f->max != 0) && !is_text && f->kind != WF_INT) {
        why = "min, max";
    } else if (f->max != 0 && f->min > f->max) {
        why = "min > max";
    } else if (f->choice_count > 0 && f->kind != WF_CHOICE) {
        why = "choices";
    } else if (f->is_required && f->required_when_field != NULL) {
        why = "required, required_when";
    }
    if (why != NULL) {
        workflow_problem_add(r->problems, WORKFLOW_BAD_FIELD, path, f->name ? f->name : "", why);
    }
}

static void read_field(struct workflow_reader *r, const struct value *v, const char *path, struct workflow_field *f)
{
    static const char *const known[] = {"name",          "kind", "title", "hint",    "required",
                                        "required_when", "min",  "max",   "choices", NULL};
    if (!workflow_read_members(r, v, path, known)) {
        return;
    }
    f->name = workflow_read_key(r, v, path, "name", 1);
    f->kind = (enum workflow_field_kind)workflow_read_word(r, v, path, "kind", read_kinds);
    f->title = workflow_read_title(r, v, path, "title", 1);
    f->hint = workflow_read_title(r, v, path, "hint", 0);
    f->is_required = workflow_read_bool(r, v, path, "required");
    read_choices(r, v, path, f);
    read_condition(r, v, path, f);
    read_bounds(r, v, path, f);
}

static void read_fields(struct workflow_reader *r, const struct value *v, const char *path, struct workflow_edge *edge)
{
    const struct value *array = workflow_read_array(r, v, path, "fields", WORKFLOW_ITEMS_MAX, 0);
    const char *list = workflow_path(r->arena, path, "fields");
    struct workflow_field *fields = arena_array_of(r->arena, struct workflow_field, array ? array->count : 0);
    for (size_t i = 0; fields != NULL && array != NULL && i < array->count; i++) {
        const char *at = workflow_path_at(r->arena, list, i);
        read_field(r, &array->items[i], at, &fields[i]);
        for (size_t k = 0; fields[i].name != NULL && k < i; k++) {
            if (fields[k].name != NULL && strcmp(fields[k].name, fields[i].name) == 0) {
                workflow_problem_add(r->problems, WORKFLOW_DUPLICATE_KEY, at, fields[i].name, NULL);
            }
        }
        edge->field_count = i + 1;
    }
    edge->fields = fields;
}

static void read_who(struct workflow_reader *r, const struct value *v, const char *path, struct workflow_edge *edge)
{
    static const char *const known[] = {"roles", "at", "title", NULL};
    const struct value *who = value_get(v, "who");
    const char *at = workflow_path(r->arena, path, "who");
    if (who == NULL) {
        workflow_problem_add(r->problems, WORKFLOW_MISSING_MEMBER, at, "who", NULL);
    } else if (workflow_read_members(r, who, at, known)) {
        if (workflow_read_array(r, who, at, "roles", WORKFLOW_ITEMS_MAX, 1) != NULL) {
            edge->roles = workflow_read_list(r, who, at, "roles", r->names->roles, WORKFLOW_UNKNOWN_ROLE);
        }
        edge->place = (enum workflow_place)workflow_read_word(r, who, at, "at", read_places);
        edge->who = workflow_read_title(r, who, at, "title", 0);
    }
}

/* Names as indexes, ended by -1. */
static const int *read_indexes(struct workflow_reader *r, const struct value *v, const char *path, const char *name,
                               const char *const *known, enum workflow_problem_id problem)
{
    const char *const *list = workflow_read_list(r, v, path, name, known, problem);
    size_t count = 0;
    while (list[count] != NULL) {
        count++;
    }
    int *out = arena_array_of(r->arena, int, count + 1);
    for (size_t i = 0; out != NULL && i < count; i++) {
        for (int k = 0; known[k] != NULL; k++) {
            out[i] = strcmp(known[k], list[i]) == 0 ? k : out[i];
        }
    }
    if (out != NULL) {
        out[count] = -1;
    }
    return out;
}

/* The guards' names as a list like the others. */
static const char *const *read_guard_names(struct workflow_reader *r)
{
    size_t count = 0;
    while (r->names->guards[count].name != NULL) {
        count++;
    }
    const char **list = arena_array_of(r->arena, const char *, count + 1);
    for (size_t i = 0; list != NULL && i < count; i++) {
        list[i] = r->names->guards[i].name;
    }
    return list;
}

/* Another lane is entered in a state of that lane's definition, so that has to be named. */
static void read_lane(struct workflow_reader *r, const struct value *v, const char *path, struct workflow_edge *edge)
{
    static const char *const known[] = {"is", "field", NULL};
    const struct value *lane = value_get(v, "lane");
    const char *at = workflow_path(r->arena, path, "lane");
    if (lane == NULL || !workflow_read_members(r, lane, at, known)) {
        return;
    }
    edge->lane = workflow_read_key(r, lane, at, "is", 0);
    edge->lane_field = workflow_read_key(r, lane, at, "field", 0);
    if ((edge->lane == NULL) == (edge->lane_field == NULL) || edge->to == NULL) {
        workflow_problem_add(r->problems, WORKFLOW_MISSING_MEMBER, at, edge->to == NULL ? "to" : "is | field", NULL);
    }
}

static void read_edge(struct workflow_reader *r, const struct value *v, const char *path,
                      const char *const *guard_names, struct workflow_edge *edge)
{
    static const char *const known[] = {"event",        "title",  "hint",    "from",    "to",        "who",
                                        "differs_from", "fields", "guards",  "effects", "documents", "start",
                                        "stop",         "cancel", "notices", "lane",    NULL};
    if (!workflow_read_members(r, v, path, known)) {
        return;
    }
    edge->event = workflow_read_key(r, v, path, "event", 1);
    edge->title = workflow_read_title(r, v, path, "title", 1);
    edge->hint = workflow_read_title(r, v, path, "hint", 0);
    if (workflow_read_array(r, v, path, "from", WORKFLOW_STATES_MAX, 1) != NULL) {
        edge->from = workflow_read_list(r, v, path, "from", NULL, WORKFLOW_UNKNOWN_STATE);
    }
    edge->to = workflow_read_key(r, v, path, "to", 0);
    read_lane(r, v, path, edge);
    read_who(r, v, path, edge);
    edge->differs_from = workflow_read_key(r, v, path, "differs_from", 0);
    read_fields(r, v, path, edge);
    edge->guards = read_indexes(r, v, path, "guards", guard_names, WORKFLOW_UNKNOWN_GUARD);
    edge->effects = read_indexes(r, v, path, "effects", r->names->effects, WORKFLOW_UNKNOWN_EFFECT);
    edge->documents = workflow_read_list(r, v, path, "documents", r->names->documents, WORKFLOW_UNKNOWN_DOCUMENT);
    edge->start = workflow_read_list(r, v, path, "start", NULL, WORKFLOW_UNKNOWN_CLOCK);
    edge->stop = workflow_read_list(r, v, path, "stop", NULL, WORKFLOW_UNKNOWN_CLOCK);
    edge->cancel = workflow_read_list(r, v, path, "cancel", NULL, WORKFLOW_UNKNOWN_CLOCK);
    edge->notices = workflow_read_list(r, v, path, "notices", r->names->addressees, WORKFLOW_UNKNOWN_ADDRESSEE);
}

void workflow_read_edges(struct workflow_reader *r, const struct value *root, struct workflow *w)
{
    const struct value *array = workflow_read_array(r, root, "", "events", WORKFLOW_EDGES_MAX, 1);
    const char *const *guard_names = read_guard_names(r);
    struct workflow_edge *edges = arena_array_of(r->arena, struct workflow_edge, array ? array->count : 0);
    for (size_t i = 0; edges != NULL && guard_names != NULL && array != NULL && i < array->count; i++) {
        read_edge(r, &array->items[i], workflow_path_at(r->arena, "/events", i), guard_names, &edges[i]);
        w->edge_count = i + 1;
    }
    w->edges = edges;
}

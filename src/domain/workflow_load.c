/*
 * workflow_load.c - reads a definition. It, workflow_compose.c and workflow_overlay.c are the only files of the domain that know Jansson, and nothing of Jansson leaves them.
 *
 * The format, version by version one JSON object; titles and hints are always {"zh": "...", "en": "..."}; keys are letters,
 * digits and underscores; a member that is not named here is a problem, so that a misspelt rule cannot be lost silently.
 *
 *   {"key": "appeal", "version": 1, "lane": "C6", "title": T,
 *    "initial": "registered",                            the state in which a case begins
 *    "start": {"bureau": ["C1"], "unit": ["C2"],         clocks of a new case, by the kind of office that registered it
 *              "forwarded": ["C20"],                     those of what came down from the national bureau
 *              "urgent": ["C17"]},                       and those of an urgent or major one
 *    "states": [{"key", "stage": "intake|assign|resolve|review|close", "title": T, "final": false}],
 *    "ladders": {"standard": [{"at": "50%"               percent of the span
 *                                  | "5d"                00:00 of the day on which 5 days are left
 *                                  | "overdue" | "overdue+3d",
 *                              "to": ["handler"], "supervision": false,
 *                              "event": "fall_back"}], "none": []},   the system does this event then, when it is possible
 *    "clocks": [{"key", "title": T, "article": "...", "kind": "duty|local|window|right",
 *                "unit": "calendar_day|working_day|hour|on_date", "length": 60,
 *                "from_field": "promised_on",            only and always with on_date: the event's field that gives the last
 *                                                        day; the clock starts only when the field has a value
 *                "extension_max": 30, "ladder": "standard",
 *                "many": true, "outlives_closing": true}],   may run several times at once; may run after closing
 *    "events": [{"event": "dispatch", "title": T, "hint": T,
 *                "from": ["screened"], "to": "dispatched",   without "to" the case stays where it is
 *                "lane": {"is": "C6"} | {"field": "route"},  the case goes on in that lane's definition; "to" and "start" are names there
 *                "who": {"roles": ["triage_officer"], "at": "holder|sender|registrar|bureau|any|assisting|ruler|system",
 *                        "title": T},                    the same in words, told to those who may not; may be left out
 *                "differs_from": "draft_opinion",        four eyes: not whoever last did that event
 *                "fields": [{"name", "kind": "text|long|date|int|bool|choice|unit|account|class|demand|answers", "title": T,
 *                            "hint": T, "required": true, "required_when": {"field": "outcome", "is": "support"},
 *                            "min": 1, "max": 30,        characters, or the value of an int; 0 or absent: the default
 *                            "choices": [{"key", "title": T}]}],
 *                "guards": [], "effects": [], "documents": [],
 *                "start": [], "stop": [], "cancel": [],  clocks; stopped ones were met or late, cancelled ones count for
 *                                                        nothing; stopping comes before starting
 *                "notices": []}],
 *    "representatives": {"up_to_people": 10, "max": 3, "article": "..."},   a local profile's limit for small groups; may be left out
 *    "checks": [{"key": "petitioner_contacted", "loop": "duty|procedure|service", "title": T, "hint": T}]}   what must be there before closing
 *
 * Runs on: any thread. Owns: the Jansson tree while it is being copied.
 */
#include "domain/workflow_inside.h"

#include <jansson.h>

#include <string.h>

enum { LOAD_DEPTH_MAX = 12 };

/* Where a value stands; written out only for one that is wrong. */
struct load_place {
    const struct load_place *above;
    const char *name; /* NULL: the item `index` of an array */
    size_t index;
    int depth;
};

static const char *load_path(struct arena *a, const struct load_place *at)
{
    if (at->above == NULL) {
        return "";
    }
    const char *above = load_path(a, at->above);
    return at->name ? workflow_path(a, above, at->name) : workflow_path_at(a, above, at->index);
}

static int load_value(struct workflow_problems *p, const json_t *from, const struct load_place *at, struct value *out);

static int load_object(struct workflow_problems *p, const json_t *from, const struct load_place *at, struct value *out)
{
    const char *name;
    json_t *item;
    *out = (struct value){.kind = VALUE_OBJECT};
    out->names = arena_array_of(p->arena, const char *, json_object_size(from));
    out->items = arena_array_of(p->arena, struct value, json_object_size(from));
    json_object_foreach((json_t *)from, name, item)
    {
        char *copy = arena_strdup(p->arena, name);
        const struct load_place place = {at, copy, 0, at->depth + 1};
        if (out->names == NULL || out->items == NULL || copy == NULL) {
            return 0;
        }
        out->names[out->count] = copy;
        if (!load_value(p, item, &place, &out->items[out->count++])) {
            return 0;
        }
    }
    return 1;
}

static int load_array(struct workflow_problems *p, const json_t *from, const struct load_place *at, struct value *out)
{
    *out = (struct value){.kind = VALUE_ARRAY};
    out->items = arena_array_of(p->arena, struct value, json_array_size(from));
    for (size_t i = 0; i < json_array_size(from); i++) {
        const struct load_place place = {at, NULL, i, at->depth + 1};
        if (out->items == NULL || !load_value(p, json_array_get(from, i), &place, &out->items[out->count++])) {
            return 0;
        }
    }
    return 1;
}

/* A fraction, or nesting beyond all sense, is a problem. Returns 0 only when the arena is full. */
static int load_value(struct workflow_problems *p, const json_t *from, const struct load_place *at, struct value *out)
{
    *out = (struct value){.kind = VALUE_NULL};
    if (at->depth > LOAD_DEPTH_MAX || json_is_real(from)) {
        const char *path = load_path(p->arena, at);
        workflow_problem_add(p, WORKFLOW_WRONG_KIND, path, path, json_is_real(from) ? "1, 2, 3 …" : "{…}");
        return 1;
    }
    switch (json_typeof(from)) {
    case JSON_OBJECT: return load_object(p, from, at, out);
    case JSON_ARRAY: return load_array(p, from, at, out);
    case JSON_STRING:
        *out = (struct value){.kind = VALUE_TEXT, .text = arena_strdup(p->arena, json_string_value(from))};
        return out->text != NULL;
    case JSON_INTEGER: *out = (struct value){.kind = VALUE_INT, .number = json_integer_value(from)}; return 1;
    case JSON_TRUE:
    case JSON_FALSE: *out = (struct value){.kind = VALUE_BOOL, .number = json_is_true(from)}; return 1;
    default: return 1;
    }
}

/* Text to tree. 0 with a problem when it is not JSON; 0 without one when the arena is full. */
static int load_tree(struct workflow_problems *p, const char *json, size_t n, struct value *out)
{
    json_error_t error;
    json_t *root = json_loadb(json, n, JSON_REJECT_DUPLICATES, &error);
    if (root == NULL) {
        const char *where = arena_printf(p->arena, "%d:%d %s", error.line, error.column, error.text);
        workflow_problem_add(p, WORKFLOW_MALFORMED, "", where, NULL);
        return 0;
    }
    const struct load_place top = {NULL, NULL, 0, 0};
    int is_good = load_value(p, root, &top, out);
    json_decref(root);
    return is_good;
}

enum rc workflow_load(struct arena *a, const char *json, size_t n, const struct workflow_names *names,
                      const struct workflow **out, struct workflow_problem **problems, size_t *problem_count)
{
    struct workflow_problems found = {.arena = a};
    struct value root;
    found.list = arena_array_of(a, struct workflow_problem, WORKFLOW_PROBLEMS_MAX);
    *out = NULL;
    *problems = found.list;
    *problem_count = 0;
    if (found.list == NULL) {
        return RC_TOO_LARGE;
    }
    if (!load_tree(&found, json, n, &root)) {
        *problem_count = found.count;
        return arena_is_full(a) ? RC_TOO_LARGE : RC_MALFORMED;
    }
    const struct workflow *w = workflow_read(&found, names, &root);
    if (found.count == 0 && !arena_is_full(a)) {
        workflow_check(&found, w);
    }
    if (found.count == 0 && !arena_is_full(a)) {
        workflow_check_paths(&found, w);
    }
    *problem_count = found.count;
    if (arena_is_full(a)) {
        return RC_TOO_LARGE;
    }
    if (found.count > 0) {
        return RC_INVALID;
    }
    *out = w;
    return RC_OK;
}

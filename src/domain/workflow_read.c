/*
 * workflow_read.c - a definition as a whole: its head and its states.
 *
 * Runs on: any thread. Owns: nothing.
 */
#include "domain/workflow_inside.h"

#include <string.h>

enum { READ_VERSION_MAX = 1000000, READ_PEOPLE_MAX = 1000 };

static const char *const read_stages[] = {
    [STAGE_INTAKE] = "intake", [STAGE_ASSIGN] = "assign", [STAGE_RESOLVE] = "resolve",
    [STAGE_REVIEW] = "review", [STAGE_CLOSE] = "close",   NULL,
};

const char *workflow_stage_name(enum workflow_stage s)
{
    return (int)s >= 0 && s <= STAGE_CLOSE ? read_stages[s] : "";
}

static void read_state(struct workflow_reader *r, const struct value *v, const char *path, struct workflow_state *state)
{
    static const char *const known[] = {"key", "stage", "title", "final", NULL};
    if (!workflow_read_members(r, v, path, known)) {
        return;
    }
    state->key = workflow_read_key(r, v, path, "key", 1);
    state->stage = (enum workflow_stage)workflow_read_word(r, v, path, "stage", read_stages);
    state->title = workflow_read_title(r, v, path, "title", 1);
    state->is_final = workflow_read_bool(r, v, path, "final");
}

static void read_states(struct workflow_reader *r, const struct value *root, struct workflow *w)
{
    const struct value *array = workflow_read_array(r, root, "", "states", WORKFLOW_STATES_MAX, 1);
    struct workflow_state *states = arena_array_of(r->arena, struct workflow_state, array ? array->count : 0);
    for (size_t i = 0; states != NULL && array != NULL && i < array->count; i++) {
        const char *path = workflow_path_at(r->arena, "/states", i);
        read_state(r, &array->items[i], path, &states[i]);
        w->states = states;
        if (states[i].key != NULL && workflow_state_index(w, states[i].key) >= 0) {
            workflow_problem_add(r->problems, WORKFLOW_DUPLICATE_KEY, path, states[i].key, NULL);
        }
        w->state_count = i + 1;
    }
}

static const char *const read_loops[] = {
    [LOOP_DUTY] = "duty",
    [LOOP_PROCEDURE] = "procedure",
    [LOOP_SERVICE] = "service",
    NULL,
};

const char *workflow_loop_name(enum workflow_loop l)
{
    return (int)l >= 0 && l <= LOOP_SERVICE ? read_loops[l] : "";
}

static void read_check(struct workflow_reader *r, const struct value *v, const char *path,
                       struct workflow_check_item *item)
{
    static const char *const known[] = {"key", "loop", "title", "hint", NULL};
    if (!workflow_read_members(r, v, path, known)) {
        return;
    }
    item->key = workflow_read_key(r, v, path, "key", 1);
    item->loop = (enum workflow_loop)workflow_read_word(r, v, path, "loop", read_loops);
    item->title = workflow_read_title(r, v, path, "title", 1);
    item->hint = workflow_read_title(r, v, path, "hint", 0);
    while (item->key != NULL && r->names->checks[item->check] != NULL &&
           strcmp(r->names->checks[item->check], item->key) != 0) {
        item->check++;
    }
    if (item->key != NULL && r->names->checks[item->check] == NULL) {
        workflow_problem_add(r->problems, WORKFLOW_UNKNOWN_CHECK, workflow_path(r->arena, path, "key"), item->key,
                             NULL);
    }
}

static void read_checks(struct workflow_reader *r, const struct value *root, struct workflow *w)
{
    const struct value *array = workflow_read_array(r, root, "", "checks", WORKFLOW_ITEMS_MAX, 0);
    struct workflow_check_item *items = arena_array_of(r->arena, struct workflow_check_item, array ? array->count : 0);
    for (size_t i = 0; items != NULL && array != NULL && i < array->count; i++) {
        const char *path = workflow_path_at(r->arena, "/checks", i);
        read_check(r, &array->items[i], path, &items[i]);
        for (size_t k = 0; k < i && items[i].key != NULL; k++) {
            if (items[k].key != NULL && strcmp(items[k].key, items[i].key) == 0) {
                workflow_problem_add(r->problems, WORKFLOW_DUPLICATE_KEY, path, items[i].key, NULL);
            }
        }
        w->check_count = i + 1;
    }
    w->checks = items;
}

static void read_start(struct workflow_reader *r, const struct value *root, struct workflow *w)
{
    static const char *const known[] = {"bureau", "unit", "forwarded", "urgent", NULL};
    const struct value *start = value_get(root, "start");
    if (start != NULL && !workflow_read_members(r, start, "/start", known)) {
        start = NULL;
    }
    w->start_at_bureau = workflow_read_list(r, start, "/start", "bureau", NULL, WORKFLOW_UNKNOWN_CLOCK);
    w->start_at_unit = workflow_read_list(r, start, "/start", "unit", NULL, WORKFLOW_UNKNOWN_CLOCK);
    w->start_forwarded = workflow_read_list(r, start, "/start", "forwarded", NULL, WORKFLOW_UNKNOWN_CLOCK);
    w->start_urgent = workflow_read_list(r, start, "/start", "urgent", NULL, WORKFLOW_UNKNOWN_CLOCK);
}

static void read_representatives(struct workflow_reader *r, const struct value *root, struct workflow *w)
{
    static const char *const known[] = {"up_to_people", "max", "article", NULL};
    const struct value *v = value_get(root, "representatives");
    if (v != NULL && workflow_read_members(r, v, "/representatives", known)) {
        w->few_people = (int)workflow_read_int(r, v, "/representatives", "up_to_people", 1, READ_PEOPLE_MAX, 0);
        w->few_representatives = (int)workflow_read_int(r, v, "/representatives", "max", 1, READ_PEOPLE_MAX, 0);
        w->few_article = workflow_read_text(r, v, "/representatives", "article", 1);
    }
}

const struct workflow *workflow_read(struct workflow_problems *problems, const struct workflow_names *names,
                                     const struct value *root)
{
    static const char *const known[] = {"key",     "version", "lane",   "title",  "initial",         "start", "states",
                                        "ladders", "clocks",  "events", "checks", "representatives", NULL};
    struct workflow_reader r = {problems->arena, problems, names};
    struct workflow *w = arena_new_of(problems->arena, struct workflow);
    if (w == NULL || !workflow_read_members(&r, root, "", known)) {
        return w;
    }
    w->names = names;
    w->key = workflow_read_key(&r, root, "", "key", 1);
    w->version = (int)workflow_read_int(&r, root, "", "version", 1, READ_VERSION_MAX, 0);
    if (w->version == 0 && value_get(root, "version") == NULL) {
        workflow_problem_add(problems, WORKFLOW_MISSING_MEMBER, "/version", "version", NULL);
    }
    w->lane = workflow_read_key(&r, root, "", "lane", 1);
    w->title = workflow_read_title(&r, root, "", "title", 1);
    w->initial = workflow_read_key(&r, root, "", "initial", 1);
    read_start(&r, root, w);
    read_states(&r, root, w);
    workflow_read_clocks(&r, root, w);
    workflow_read_edges(&r, root, w);
    read_checks(&r, root, w);
    read_representatives(&r, root, w);
    return w;
}

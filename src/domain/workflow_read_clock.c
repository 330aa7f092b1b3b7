/*
 * workflow_read_clock.c - ladders and clocks of a definition.
 *
 * Runs on: any thread. Owns: nothing. Invariant: the levels of a ladder are numbered from 1 in the order of time, because the
 * highest reached level speaks for those below it.
 */
#include "domain/workflow_inside.h"

#include <stdlib.h>
#include <string.h>

enum { READ_DAYS_MAX = 3660, READ_PERCENT_MAX = 99 };

/* A named list of levels; many clocks may share one. */
struct read_ladder {
    const char *key;
    struct workflow_level *levels;
    size_t count;
};

/* Reads 1 to 4 digits; -1 when there is none or something else follows than `end`. */
static int read_number(const char *text, const char *end)
{
    size_t n = strspn(text, "0123456789");
    if (n < 1 || n > 4 || strcmp(text + n, end) != 0) {
        return -1;
    }
    return (int)strtol(text, NULL, 10);
}

/* "50%", "5d", "overdue", "overdue+3d"; 0 when it is none of them. */
static int read_at(const char *text, struct workflow_level *out)
{
    static const char over[] = "overdue+";
    if (strcmp(text, "overdue") == 0) {
        out->at = DUE_AT_OVERDUE;
        return 1;
    }
    if (strncmp(text, over, sizeof over - 1) == 0) {
        out->at = DUE_AT_DAYS_OVER;
        out->n = read_number(text + sizeof over - 1, "d");
        return out->n >= 1 && out->n <= READ_DAYS_MAX;
    }
    out->n = read_number(text, "%");
    if (out->n >= 1 && out->n <= READ_PERCENT_MAX) {
        out->at = DUE_AT_PERCENT;
        return 1;
    }
    out->at = DUE_AT_DAYS_LEFT;
    out->n = read_number(text, "d");
    return out->n >= 0 && out->n <= READ_DAYS_MAX;
}

/* Is `b` later than `a`, whatever the length of the clock? Percents come first, then days left from many to few. */
static int read_is_later(const struct workflow_level *a, const struct workflow_level *b)
{
    if (a->at != b->at) {
        return b->at > a->at;
    }
    return a->at == DUE_AT_DAYS_LEFT ? b->n < a->n : b->n > a->n;
}

static void read_level(struct workflow_reader *r, const struct value *v, const char *path, struct read_ladder *ladder)
{
    static const char *const known[] = {"at", "to", "supervision", "event", NULL};
    struct workflow_level *level = &ladder->levels[ladder->count];
    if (!workflow_read_members(r, v, path, known)) {
        return;
    }
    const char *at = workflow_read_text(r, v, path, "at", 1);
    if (at != NULL &&
        (!read_at(at, level) || (ladder->count > 0 && !read_is_later(&ladder->levels[ladder->count - 1], level)))) {
        workflow_problem_add(r->problems, WORKFLOW_BAD_LADDER, workflow_path(r->arena, path, "at"), at, NULL);
    }
    if (workflow_read_array(r, v, path, "to", WORKFLOW_ITEMS_MAX, 1) != NULL) {
        level->to = workflow_read_list(r, v, path, "to", r->names->addressees, WORKFLOW_UNKNOWN_ADDRESSEE);
    }
    level->is_supervision = workflow_read_bool(r, v, path, "supervision");
    level->event = workflow_read_key(r, v, path, "event", 0);
    level->level = (int)++ladder->count;
}

static struct read_ladder *read_ladders(struct workflow_reader *r, const struct value *root, size_t *count)
{
    const struct value *all = value_get(root, "ladders");
    *count = 0;
    if (all == NULL || all->kind != VALUE_OBJECT || all->count > WORKFLOW_ITEMS_MAX) {
        workflow_problem_add(r->problems, all ? WORKFLOW_WRONG_KIND : WORKFLOW_MISSING_MEMBER, "/ladders", "ladders",
                             "{…}");
        return NULL;
    }
    struct read_ladder *list = arena_array_of(r->arena, struct read_ladder, all->count);
    for (size_t i = 0; list != NULL && i < all->count; i++) {
        const struct value *levels = workflow_read_array(r, all, "/ladders", all->names[i], WORKFLOW_ITEMS_MAX, 0);
        size_t room = levels ? levels->count : 0;
        list[i].key = all->names[i];
        list[i].levels = arena_array_of(r->arena, struct workflow_level, room);
        for (size_t k = 0; list[i].levels != NULL && k < room; k++) {
            const char *path = workflow_path(r->arena, "/ladders", all->names[i]);
            read_level(r, &levels->items[k], workflow_path_at(r->arena, path, k), &list[i]);
        }
    }
    *count = list ? all->count : 0;
    return list;
}

static void read_clock_ladder(struct workflow_reader *r, const struct value *v, const char *path,
                              const struct read_ladder *ladders, size_t count, struct workflow_clock *clock)
{
    const char *key = workflow_read_key(r, v, path, "ladder", 1);
    for (size_t i = 0; key != NULL && i < count; i++) {
        if (strcmp(ladders[i].key, key) == 0) {
            clock->levels = ladders[i].levels;
            clock->level_count = ladders[i].count;
            return;
        }
    }
    if (key != NULL) {
        workflow_problem_add(r->problems, WORKFLOW_UNKNOWN_LADDER, workflow_path(r->arena, path, "ladder"), key, NULL);
    }
}

/* Either a length, or a field of the event that starts the clock. */
static void read_clock_length(struct workflow_reader *r, const char *path, const struct workflow_clock *clock)
{
    const char *why = NULL;
    if (clock->unit == DUE_ON_DATE && (clock->from_field == NULL || clock->length != 0)) {
        why = "on_date: from_field, no length";
    } else if (clock->unit != DUE_ON_DATE && (clock->from_field != NULL || clock->length == 0)) {
        why = "length, no from_field";
    } else if (clock->kind >= CLOCK_WINDOW && clock->extension_max != 0) {
        why = "window, right: no extension_max";
    }
    if (why != NULL) {
        workflow_problem_add(r->problems, WORKFLOW_BAD_CLOCK, path, clock->key, why);
    }
}

static void read_clock(struct workflow_reader *r, const struct value *v, const char *path,
                       const struct read_ladder *ladders, size_t ladder_count, struct workflow_clock *clock)
{
    static const char *const known[] = {"key",        "title",         "article", "kind",  "unit", "length",
                                        "from_field", "extension_max", "ladder",  "owner", "many", "outlives_closing",
                                        NULL};
    static const char *const kinds[] = {
        [CLOCK_DUTY] = "duty", [CLOCK_LOCAL] = "local", [CLOCK_WINDOW] = "window", [CLOCK_RIGHT] = "right", NULL};
    static const char *const units[] = {"calendar_day", "working_day", "hour", "on_date", NULL};
    static const char *const owners[] = {
        [OWNER_HOLDER] = "holder", [OWNER_SENDER] = "sender", [OWNER_RULER] = "ruler", [OWNER_TASK] = "task", NULL};
    if (!workflow_read_members(r, v, path, known)) {
        return;
    }
    clock->key = workflow_read_key(r, v, path, "key", 1);
    clock->title = workflow_read_title(r, v, path, "title", 1);
    clock->article = workflow_read_text(r, v, path, "article", 1);
    clock->kind = (enum workflow_clock_kind)workflow_read_word(r, v, path, "kind", kinds);
    clock->unit = (enum due_unit)workflow_read_word(r, v, path, "unit", units);
    if (value_get(v, "owner") != NULL) { /* else the holder's */
        clock->owner = (enum workflow_owner)workflow_read_word(r, v, path, "owner", owners);
    }
    clock->length = (int)workflow_read_int(r, v, path, "length", 0, READ_DAYS_MAX, 0);
    clock->from_field = workflow_read_key(r, v, path, "from_field", 0);
    clock->extension_max = (int)workflow_read_int(r, v, path, "extension_max", 0, READ_DAYS_MAX, 0);
    clock->outlives_closing = workflow_read_bool(r, v, path, "outlives_closing");
    clock->is_many = workflow_read_bool(r, v, path, "many") || clock->owner == OWNER_TASK;
    read_clock_ladder(r, v, path, ladders, ladder_count, clock);
    read_clock_length(r, path, clock);
}

void workflow_read_clocks(struct workflow_reader *r, const struct value *root, struct workflow *w)
{
    size_t ladder_count;
    const struct read_ladder *ladders = read_ladders(r, root, &ladder_count);
    const struct value *array = workflow_read_array(r, root, "", "clocks", WORKFLOW_CLOCKS_MAX, 1);
    struct workflow_clock *clocks = arena_array_of(r->arena, struct workflow_clock, array ? array->count : 0);
    for (size_t i = 0; clocks != NULL && array != NULL && i < array->count; i++) {
        const char *path = workflow_path_at(r->arena, "/clocks", i);
        read_clock(r, &array->items[i], path, ladders, ladder_count, &clocks[i]);
        w->clocks = clocks;
        if (clocks[i].key != NULL && workflow_clock_index(w, clocks[i].key) >= 0) {
            workflow_problem_add(r->problems, WORKFLOW_DUPLICATE_KEY, path, clocks[i].key, NULL);
        }
        w->clock_count = i + 1;
    }
}

/*
 * figure_list.c - from a figure to the query of the work list that shows what was counted.
 *
 * What figure.c counts with a statement this file says with filters; tests/scenario/test_board.c holds every number against its list.
 *
 * Runs on: a worker. Owns: nothing.
 */
#include "base/buf.h"
#include "base/clock.h"
#include "domain/figure.h"

#include <string.h>

enum { LIST_FILTERS = 18, LIST_DAY_SIZE = 11 };

/* Filters by name; a later value of the same name takes the place of the earlier one, NULL takes it away. */
struct figure_filters {
    const char *names[LIST_FILTERS], *values[LIST_FILTERS];
    size_t count;
};

static void filter_set(struct figure_filters *f, const char *name, const char *value)
{
    size_t i = 0;
    while (i < f->count && strcmp(f->names[i], name) != 0) {
        i++;
    }
    if (i < LIST_FILTERS) {
        f->names[i] = name;
        f->values[i] = value;
        f->count += i == f->count;
    }
}

static const char *filter_day(struct ctx *ctx, int32_t day)
{
    char text[LIST_DAY_SIZE + 1];
    clock_format_day(day, text);
    return arena_strdup(ctx->arena, text);
}

/* The days since registration that a key of dimension `age` stands for; -1: without end. */
static const struct {
    const char *key;
    int from, to;
} filter_ages[] = {{"d15", 0, 15},  {"d30", 16, 30},   {"d60", 31, 60},
                   {"d90", 61, 90}, {"d180", 91, 180}, {"over", 181, -1}};

static void filter_age(struct ctx *ctx, struct figure_filters *f, const char *key)
{
    int32_t today = clock_day_of(ctx->now_ms);
    for (size_t i = 0; i < sizeof filter_ages / sizeof filter_ages[0]; i++) {
        if (strcmp(filter_ages[i].key, key) == 0) {
            int from = filter_ages[i].from, to = filter_ages[i].to;
            filter_set(f, "registered_from", to < 0 ? NULL : filter_day(ctx, today - to));
            filter_set(f, "registered_to", from == 0 ? NULL : filter_day(ctx, today - from));
        }
    }
}

/* A unit or place with all below it; the one that is looked at stands for itself alone, without those below. */
static void filter_tree(struct figure_filters *f, const char *whole, const char *exact, const char *key,
                        const char *looked_at)
{
    int is_exact = strcmp(key, "none") == 0 || strcmp(key, looked_at) == 0;
    filter_set(f, whole, is_exact ? NULL : key);
    filter_set(f, exact, is_exact ? key : NULL);
}

static void filter_part(struct ctx *ctx, const struct figure_ask *ask, const struct figure_table *t, enum dimension by,
                        const char *key, struct figure_filters *f)
{
    int is_duty = ask->indicator->kind == INDICATOR_DUTY;
    switch (by) {
    case DIMENSION_STAGE: filter_set(f, "stage", key); break;
    case DIMENSION_DUE: filter_set(f, "due_as", key); break;
    case DIMENSION_CHANNEL: filter_set(f, "channel", key); break;
    case DIMENSION_AGE: filter_age(ctx, f, key); break;
    case DIMENSION_UNIT:
        filter_tree(f, is_duty ? "duty_unit" : "below", is_duty ? "duty_at" : "unit", key, t->unit_id);
        break;
    case DIMENSION_PLACE: filter_tree(f, "place", "place_at", key, t->place_id); break;
    case DIMENSION_CLASS: filter_tree(f, "class", "class_at", key, ask->class_code ? ask->class_code : ""); break;
    case DIMENSION_TIME: /* the days of the row are those of `ask` */
    case DIMENSION_NONE:
    case DIMENSION_COUNT: break;
    }
}

static void filter_kind(struct ctx *ctx, const struct figure_ask *ask, struct figure_filters *f)
{
    const char *from = filter_day(ctx, ask->from_day), *to = filter_day(ctx, ask->to_day);
    switch (ask->indicator->kind) {
    case INDICATOR_OPEN: filter_set(f, "open", "true"); break;
    case INDICATOR_REGISTERED:
        filter_set(f, "open", "any");
        filter_set(f, "registered_from", from);
        filter_set(f, "registered_to", to);
        break;
    case INDICATOR_CLOSED:
        filter_set(f, "open", "false");
        filter_set(f, "sort", "newest");
        filter_set(f, "closed_from", from);
        filter_set(f, "closed_to", to);
        break;
    case INDICATOR_DUTY:
        filter_set(f, "open", "any");
        filter_set(f, "duty", ask->indicator->key);
        filter_set(f, "duty_from", from);
        filter_set(f, "duty_to", to);
        break;
    }
}

const char *figure_list(struct ctx *ctx, const struct figure_ask *ask, const struct figure_table *table,
                        const struct figure_row *row)
{
    struct figure_filters f = {.count = 0};
    struct buf b;
    filter_kind(ctx, ask, &f);
    filter_set(&f, ask->indicator->kind == INDICATOR_DUTY ? "duty_unit" : "below", ask->unit_id);
    filter_set(&f, "place", ask->place_id);
    filter_set(&f, "class", ask->class_code);
    filter_set(&f, "channel", ask->channel);
    filter_set(&f, "stage", ask->stage);
    filter_part(ctx, ask, table, ask->by, row->key, &f);
    filter_part(ctx, ask, table, ask->and_by, row->and_key, &f);
    buf_init(&b, ctx->arena);
    buf_puts(&b, "counted=true");
    for (size_t i = 0; i < f.count; i++) {
        if (f.values[i] != NULL) {
            buf_printf(&b, "&%s=%s", f.names[i], f.values[i]);
        }
    }
    return buf_cstr(&b);
}

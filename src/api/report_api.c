/*
 * report_api.c - /reports/figures: the figures of the board; /public/indicators: what each of them means.
 *
 * Definitions are public: whoever is measured, and whoever petitions, may know how.
 *
 * Runs on: a worker. Owns: nothing.
 */
#include "api/api.h"
#include "api/fields.h"
#include "api/tables.h"
#include "base/clock.h"
#include "domain/figure.h"
#include "domain/perm.h"

#include <string.h>

static const char *const report_stages[] = {"intake", "assign", "resolve", "review", "close", NULL};
static const char *const report_steps[] = {"day", "week", "month", NULL};

/* GET /public/indicators */

struct report_dimension_view {
    const char *key, *title_zh, *title_en;
};
struct report_indicator_view {
    const char *key, *unit, *title_zh, *title_en, *definition_zh, *definition_en;
    int64_t has_period;
    struct report_dimension_view *dimensions;
    size_t dimensions_count;
};
struct report_indicators_out {
    struct report_indicator_view *data;
    size_t data_count;
};
FIELD_SET(report_dimension_set, "Dimension", struct report_dimension_view,
          OUT(struct report_dimension_view, key, FIELD_TEXT, "By what it may be parted"),
          OUT(struct report_dimension_view, title_zh, FIELD_TEXT, "In Chinese"),
          OUT(struct report_dimension_view, title_en, FIELD_TEXT, "In English"));
FIELD_SET(report_indicator_set, "Indicator", struct report_indicator_view,
          OUT(struct report_indicator_view, key, FIELD_TEXT, "Key"),
          OUT(struct report_indicator_view, unit, FIELD_TEXT, "cases, or share: on time of all that fell due"),
          OUT(struct report_indicator_view, title_zh, FIELD_TEXT, "In Chinese"),
          OUT(struct report_indicator_view, title_en, FIELD_TEXT, "In English"),
          OUT(struct report_indicator_view, definition_zh, FIELD_LONG, "What is counted, in Chinese"),
          OUT(struct report_indicator_view, definition_en, FIELD_LONG, "What is counted, in English"),
          OUT(struct report_indicator_view, has_period, FIELD_BOOL, "false: as of now"),
          OUT_ROWS(struct report_indicator_view, dimensions, report_dimension_set, "By what it may be parted"));
FIELD_SET(report_indicators_set, "IndicatorList", struct report_indicators_out,
          OUT_ROWS(struct report_indicators_out, data, report_indicator_set, "In the order of the board"));

static enum rc report_indicators(struct ctx *ctx, struct tx *tx, struct call *call)
{
    struct report_indicators_out *out = call->out;
    (void)tx;
    out->data = arena_array_of(ctx->arena, struct report_indicator_view, indicator_count);
    for (size_t i = 0; out->data != NULL && i < indicator_count; i++) {
        const struct indicator *row = &indicator_rows[i];
        struct report_indicator_view *view = &out->data[out->data_count++];
        *view = (struct report_indicator_view){
            .key = row->key,
            .unit = row->kind == INDICATOR_DUTY ? "share" : "cases",
            .title_zh = row->title_zh,
            .title_en = row->title_en,
            .definition_zh = row->definition_zh,
            .definition_en = row->definition_en,
            .has_period = row->kind != INDICATOR_OPEN,
            .dimensions = arena_array_of(ctx->arena, struct report_dimension_view, DIMENSION_COUNT)};
        for (int d = DIMENSION_NONE + 1; view->dimensions != NULL && d < DIMENSION_COUNT; d++) {
            if (indicator_parts(row, (enum dimension)d)) {
                view->dimensions[view->dimensions_count++] = (struct report_dimension_view){
                    dimension_rows[d].key, dimension_rows[d].title_zh, dimension_rows[d].title_en};
            }
        }
    }
    return out->data != NULL ? RC_OK : RC_TOO_LARGE;
}

/* GET /reports/figures */

struct report_in {
    const char *indicator, *by, *and, *unit, *place, *class, *channel, *stage, *from, *to, *step;
};
struct report_out {
    const char *indicator, *by, *and, *from, *to, *unit_id, *unit_name, *unit_parent_id, *place_id, *place_name,
        *place_parent_id;
    int64_t as_of, can_open, least;
    struct figure_row *total;
    struct figure_row *data;
    size_t data_count;
};
FIELD_SET(report_query, "FigureFilter", struct report_in,
          IN_ENUM(struct report_in, indicator, 1, indicator_keys, "What is counted"),
          IN_ENUM(struct report_in, by, 0, dimension_keys, "Parted by this; nothing: the total only"),
          IN_ENUM(struct report_in, and, 0, dimension_keys, "And by this"),
          IN(struct report_in, unit, FIELD_ID, 0, 0,
             "Of this unit and those below it, and parted into what stands directly below; the county unless told"),
          IN(struct report_in, place, FIELD_ID, 0, 0, "From this place and those below it"),
          IN(struct report_in, class, FIELD_TEXT, 1, 40, "Of this content class and those below it"),
          IN(struct report_in, channel, FIELD_TEXT, 1, 20, "Of this channel"),
          IN_ENUM(struct report_in, stage, 0, report_stages, "In this stage now"),
          IN(struct report_in, from, FIELD_DATE, 0, 0, "First day; the first of this month unless told"),
          IN(struct report_in, to, FIELD_DATE, 0, 0, "Last day; today unless told"),
          IN_ENUM(struct report_in, step, 0, report_steps, "By time: days, weeks or months (default)"));
FIELD_SET(
    report_row_set, "Figure", struct figure_row,
    OUT(struct figure_row, key, FIELD_TEXT,
        "Part: an id, a code, the first day of a step; none: not told; empty: not parted"),
    OUT(struct figure_row, and_key, FIELD_TEXT, "Second part"),
    OUT_NULL(struct figure_row, title_zh, FIELD_TEXT, "Of units, places and classes, in Chinese"),
    OUT_NULL(struct figure_row, title_en, FIELD_TEXT, "In English"),
    OUT_NULL(struct figure_row, and_title_zh, FIELD_TEXT, "Of the second part, in Chinese"),
    OUT_NULL(struct figure_row, and_title_en, FIELD_TEXT, "In English"),
    OUT_NULL(struct figure_row, count, FIELD_INT, "Cases; of a share those on time; null: fewer than `least`"),
    OUT_NULL(struct figure_row, base, FIELD_INT, "All of which they are; null: fewer than `least`"),
    OUT_NULL(struct figure_row, per_mille, FIELD_INT, "Of a share; null: nothing fell due, or too few to tell"),
    OUT(struct figure_row, is_few, FIELD_BOOL, "A share of fewer than twenty: chance weighs more than work"),
    OUT_NULL(
        struct figure_row, list, FIELD_TEXT,
        "Query of GET /cases whose total is `base`; missed=true shows those not on time. null: not for the actor"));
FIELD_SET(report_set, "Figures", struct report_out, OUT(struct report_out, indicator, FIELD_TEXT, "What was counted"),
          OUT_NULL(struct report_out, by, FIELD_TEXT, "Parted by"),
          OUT_NULL(struct report_out, and, FIELD_TEXT, "And by"), OUT(struct report_out, from, FIELD_TEXT, "First day"),
          OUT(struct report_out, to, FIELD_TEXT, "Last day"),
          OUT(struct report_out, unit_id, FIELD_ID, "Unit that was looked at"),
          OUT(struct report_out, unit_name, FIELD_TEXT, "Its name"),
          OUT_NULL(struct report_out, unit_parent_id, FIELD_ID, "The one above it"),
          OUT(struct report_out, place_id, FIELD_ID, "Place that was looked at"),
          OUT(struct report_out, place_name, FIELD_TEXT, "Its name"),
          OUT_NULL(struct report_out, place_parent_id, FIELD_ID, "The one above it"),
          OUT(struct report_out, as_of, FIELD_STAMP, "When this was counted"),
          OUT(struct report_out, can_open, FIELD_BOOL, "Whether the actor may see the lists behind the numbers"),
          OUT(struct report_out, least, FIELD_INT,
              "1: exact. Else smaller numbers are left out and larger ones rounded down to multiples"),
          {.name = "total",
           .type = FIELD_OBJECT,
           .offset = offsetof(struct report_out, total),
           .is_required = 1,
           .is_pointer = 1,
           .of = &report_row_set,
           .doc = "All of it"},
          OUT_ROWS(struct report_out, data, report_row_set, "In the order of the dictionary or the tree"));

static void report_days(const struct ctx *ctx, const struct report_in *in, struct figure_ask *ask)
{
    int32_t today = clock_day_of(ctx->now_ms);
    int year, month, mday;
    ask->to_day = in->to ? (int32_t)api_day(in->to) : today;
    clock_split_day(today, &year, &month, &mday);
    ask->from_day = in->from ? (int32_t)api_day(in->from) : clock_join_day(year, month, 1);
}

static enum figure_step report_step(const char *step)
{
    return step == NULL || strcmp(step, "month") == 0 ? FIGURE_MONTH
           : strcmp(step, "week") == 0                ? FIGURE_WEEK
                                                      : FIGURE_DAY;
}

static enum rc report_figures(struct ctx *ctx, struct tx *tx, struct call *call)
{
    const struct report_in *in = call->in;
    struct report_out *out = call->out;
    struct figure_table *table = arena_array_of(ctx->arena, struct figure_table, 1);
    struct figure_ask ask = {.indicator = indicator_find(in->indicator),
                             .by = dimension_find(in->by),
                             .and_by = dimension_find(in->and),
                             .unit_id = in->unit,
                             .place_id = in->place,
                             .class_code = in->class,
                             .channel = in->channel,
                             .stage = in->stage,
                             .step = report_step(in->step)};
    report_days(ctx, in, &ask);
    enum rc rc = table ? figure_count(ctx, tx, &ask, table) : RC_TOO_LARGE;
    if (rc != RC_OK) {
        return rc;
    }
    *out = (struct report_out){.indicator = in->indicator,
                               .by = in->by,
                               .and = in->and,
                               .from = api_day_text(ctx, ask.from_day),
                               .to = api_day_text(ctx, ask.to_day),
                               .unit_id = table->unit_id,
                               .unit_name = table->unit_name,
                               .unit_parent_id = table->unit_parent_id,
                               .place_id = table->place_id,
                               .place_name = table->place_name,
                               .place_parent_id = table->place_parent_id,
                               .as_of = ctx->now_ms,
                               .can_open = table->can_open,
                               .least = table->can_open ? 1 : FIGURE_LEAST,
                               .total = &table->total,
                               .data = table->rows,
                               .data_count = table->count};
    return RC_OK;
}

static const enum rc report_may[] = {RC_INVALID, RC_OK};

ENDPOINT_TABLE(report_api_table,
               {.method = "GET",
                .path = "/api/v1/public/indicators",
                .operation = "listIndicators",
                .tag = "public",
                .summary = "The figures of the board and what each of them means",
                .need = ENDPOINT_PUBLIC,
                .reply = &report_indicators_set,
                .out_size = sizeof(struct report_indicators_out),
                .ok = 200,
                .cost = 1,
                .run = report_indicators},
               {.method = "GET",
                .path = "/api/v1/reports/figures",
                .operation = "countFigures",
                .tag = "statistics",
                .summary = "An indicator, parted as asked, each number with the list behind it",
                .need = PERM_CASE_COUNT,
                .query = &report_query,
                .reply = &report_set,
                .in_size = sizeof(struct report_in),
                .out_size = sizeof(struct report_out),
                .ok = 200,
                .may = report_may,
                .cost = 3,
                .run = report_figures});

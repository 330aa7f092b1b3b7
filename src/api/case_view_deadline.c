/*
 * case_view_deadline.c - clocks as the outside sees them: with their titles, days left and rungs.
 *
 * Runs on: a worker or the writer, with a transaction. Owns: nothing.
 */
#include "api/api.h"
#include "api/case_view.h"
#include "api/fields.h"
#include "base/clock.h"
#include "domain/deadline.h"
#include "domain/reference.h"

#include <string.h>

FIELD_SET(level_set, "DeadlineLevel", struct level_out,
          OUT(struct level_out, level, FIELD_INT, "Rung; 100 is added for each extension"),
          OUT(struct level_out, at, FIELD_STAMP, "When it is reached"),
          OUT(struct level_out, status, FIELD_TEXT, "armed, fired, superseded or dropped"),
          OUT_NULL(struct level_out, fired_at, FIELD_STAMP, "When it fired"),
          OUT_NULL(struct level_out, late_by_ms, FIELD_INT, "How late it fired, after downtime"));

#define DEADLINE_FIELDS                                                                                                \
    OUT(struct deadline_out, id, FIELD_ID, "Id"),                                                                      \
        OUT(struct deadline_out, clock, FIELD_TEXT, "Clock of the definition, such as C6"),                            \
        OUT(struct deadline_out, title_zh, FIELD_TEXT, "Title in Chinese"),                                            \
        OUT(struct deadline_out, title_en, FIELD_TEXT, "Title in English"),                                            \
        OUT(struct deadline_out, article, FIELD_TEXT, "Article or practice behind it"),                                \
        OUT(struct deadline_out, kind, FIELD_TEXT, "duty, local, window or right"),                                    \
        OUT(struct deadline_out, unit, FIELD_TEXT, "calendar_day, working_day, hour or on_date"),                      \
        OUT(struct deadline_out, length, FIELD_INT, "Length in its unit"),                                             \
        OUT(struct deadline_out, started_at, FIELD_STAMP, "Start; that day is not counted"),                           \
        OUT(struct deadline_out, due_on, FIELD_DATE, "Last permitted day"),                                            \
        OUT(struct deadline_out, due_at, FIELD_STAMP, "First instant that is too late"),                               \
        OUT(struct deadline_out, rolled_on, FIELD_DATE,                                                                \
            "The last day, or the next working day when it is a rest day"),                                            \
        OUT(struct deadline_out, is_provisional, FIELD_BOOL, "A calendar year on its way is not loaded yet"),          \
        OUT(struct deadline_out, extension_days, FIELD_INT, "Days added by extensions"),                               \
        OUT_NULL(struct deadline_out, paused_since, FIELD_DATE,                                                        \
                 "First day that is not counted, while it stands still"),                                              \
        OUT(struct deadline_out, status, FIELD_TEXT, "running, met, late, cancelled or lapsed"),                       \
        OUT_NULL(struct deadline_out, ended_at, FIELD_STAMP, "When it ended"),                                         \
        OUT(struct deadline_out, days_left, FIELD_INT,                                                                 \
            "In its own kind of days; 0 on the last day, negative when over")

FIELD_SET_SHARED(case_view_deadline_set, "Deadline", struct deadline_out, DEADLINE_FIELDS,
                 OUT_ROWS(struct deadline_out, levels, level_set, "Rungs of the ladder"));

/* Within a case: without the rungs, which most readers do not need. */
FIELD_SET_SHARED(case_view_deadline_brief_set, "CaseClock", struct deadline_out, DEADLINE_FIELDS);

/* A window of the petitioner ends by itself; nobody stops it. */
static const char *deadline_status(const struct ctx *ctx, const struct deadline_row *row)
{
    int is_lapsed = strcmp(row->status, "running") == 0 &&
                    (strcmp(row->kind, "right") == 0 || strcmp(row->kind, "window") == 0) && row->due_ms <= ctx->now_ms;
    return is_lapsed ? "lapsed" : row->status;
}

static void deadline_fill(struct ctx *ctx, const struct workflow *d, const struct deadline_row *row,
                          struct deadline_out *out)
{
    const struct workflow_clock *clock = d ? workflow_clock_find(d, row->clock) : NULL;
    *out = (struct deadline_out){
        .id = row->id,
        .clock = row->clock,
        .title_zh = clock ? clock->title.zh : row->clock,
        .title_en = clock ? clock->title.en : row->clock,
        .article = clock ? clock->article : "",
        .kind = row->kind,
        .unit = row->unit,
        .length = row->length,
        .started_at = row->started_ms,
        .due_on = api_day_text(ctx, row->due_day),
        .rolled_on = api_day_text(ctx, row->rolled_day),
        .due_at = row->due_ms,
        .is_provisional = row->is_provisional,
        .extension_days = row->extension_days,
        .paused_since = strcmp(row->status, "running") == 0 && row->pause_to == SQL_NULL
                            ? api_day_text(ctx, row->pause_from)
                            : NULL,
        .status = deadline_status(ctx, row),
        .ended_at = row->ended_ms,
        .days_left = due_days_left(ctx->reference->calendar, deadline_unit(row->unit), (int32_t)row->due_day,
                                   clock_day_of(ctx->now_ms)),
    };
}

/* Both lists come ordered differently, so rungs are gathered per clock. */
static enum rc deadline_levels(struct ctx *ctx, const struct level_row *levels, size_t count, struct deadline_out *out)
{
    out->levels = arena_array_of(ctx->arena, struct level_out, count + 1);
    if (out->levels == NULL) {
        return RC_TOO_LARGE;
    }
    for (size_t i = 0; i < count; i++) {
        if (strcmp(levels[i].deadline_id, out->id) == 0) {
            out->levels[out->levels_count++] = (struct level_out){
                .level = levels[i].level,
                .at = levels[i].at_ms,
                .fired_at = levels[i].fired_ms,
                .late_by_ms = levels[i].late_by_ms,
                .status = levels[i].status,
            };
        }
    }
    return RC_OK;
}

enum rc case_view_deadline_clocks(struct ctx *ctx, struct tx *tx, const struct case_row *row, struct deadline_out **out,
                                  size_t *count)
{
    const struct workflow *d = case_view_definition(ctx, row->workflow_key, row->workflow_version);
    struct deadline_row *rows;
    enum rc rc = deadline_rows_list_of_case(tx, ctx->arena, &(struct deadline_list_of_case_in){row->id}, &rows, count);
    if (rc != RC_OK) {
        return rc;
    }
    *out = arena_array_of(ctx->arena, struct deadline_out, *count + 1);
    for (size_t i = 0; *out != NULL && i < *count; i++) {
        deadline_fill(ctx, d, &rows[i], &(*out)[i]);
    }
    return *out ? RC_OK : RC_TOO_LARGE;
}

enum rc case_view_deadlines(struct ctx *ctx, struct tx *tx, const struct case_row *row, struct deadline_out **out,
                            size_t *count)
{
    struct level_row *levels;
    size_t level_count;
    enum rc rc = case_view_deadline_clocks(ctx, tx, row, out, count);
    if (rc == RC_OK) {
        rc = deadline_rows_list_levels_of_case(tx, ctx->arena, &(struct deadline_list_levels_of_case_in){row->id},
                                               &levels, &level_count);
    }
    for (size_t i = 0; rc == RC_OK && i < *count; i++) {
        rc = deadline_levels(ctx, levels, level_count, &(*out)[i]);
    }
    return rc;
}

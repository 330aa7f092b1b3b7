/*
 * calendar_preview_view.c - see calendar_preview_view.h.
 *
 * Runs on: a worker. Owns: nothing.
 */
#include "api/calendar_preview_view.h"

#include "api/api.h"
#include "api/fields.h"

struct calendar_group_out {
    const char *clock, *title_zh, *title_en, *before_on, *after_on, *before_rolled_on, *after_rolled_on;
    int64_t was_provisional, is_provisional, count;
};
struct calendar_case_out {
    const char *case_id, *case_number, *clock, *title_zh, *title_en, *before_on, *after_on;
};
#define GROUP(m, kind, text)   OUT(struct calendar_group_out, m, kind, text)
#define CASE_OF(m, kind, text) OUT(struct calendar_case_out, m, kind, text)
FIELD_SET(calendar_group_set, "CalendarMove", struct calendar_group_out, GROUP(clock, FIELD_TEXT, "Kind of clock"),
          GROUP(title_zh, FIELD_TEXT, "Its title in Chinese"), GROUP(title_en, FIELD_TEXT, "In English"),
          GROUP(before_on, FIELD_DATE, "Last day now"), GROUP(after_on, FIELD_DATE, "Last day then"),
          GROUP(before_rolled_on, FIELD_DATE, "The same or the next working day now"),
          GROUP(after_rolled_on, FIELD_DATE, "The same or the next working day then"),
          GROUP(was_provisional, FIELD_BOOL, "The date is provisional now"),
          GROUP(is_provisional, FIELD_BOOL, "It would be provisional then"),
          GROUP(count, FIELD_INT, "How many clocks"));
FIELD_SET(calendar_case_set, "CalendarMovedCase", struct calendar_case_out, CASE_OF(case_id, FIELD_ID, "Case"),
          CASE_OF(case_number, FIELD_TEXT, "Its number"), CASE_OF(clock, FIELD_TEXT, "Kind of clock"),
          CASE_OF(title_zh, FIELD_TEXT, "Its title in Chinese"), CASE_OF(title_en, FIELD_TEXT, "In English"),
          CASE_OF(before_on, FIELD_DATE, "Last day now"), CASE_OF(after_on, FIELD_DATE, "Last day then"));
#define TOTAL(m, text) OUT(struct calendar_preview_out, m, FIELD_INT, text)
FIELD_SET_SHARED(calendar_preview_view_set, "CalendarPreview", struct calendar_preview_out,
                 TOTAL(looked_at,
                       "Running clocks that reach into the year or beyond; sealed cases are left out of all figures"),
                 TOTAL(earlier, "Would end earlier"), TOTAL(later, "Would end later"),
                 TOTAL(rolled, "Keep their last day; the next working day after it changes"),
                 TOTAL(firm, "Keep their dates, which are no longer provisional"),
                 OUT_ROWS(struct calendar_preview_out, groups, calendar_group_set, "What moves, by kind and dates"),
                 OUT(struct calendar_preview_out, has_more, FIELD_BOOL, "More kinds and dates than are listed"),
                 OUT_ROWS(struct calendar_preview_out, cases, calendar_case_set,
                          "The first hundred that the caller may see"));

enum rc calendar_preview_view(struct ctx *ctx, const struct calendar_preview *in, struct calendar_preview_out *out)
{
    *out = (struct calendar_preview_out){.looked_at = in->looked_at,
                                         .earlier = in->earlier,
                                         .later = in->later,
                                         .rolled = in->rolled,
                                         .firm = in->firm,
                                         .has_more = in->has_more};
    out->groups = arena_array_of(ctx->arena, struct calendar_group_out, in->group_count + 1);
    out->cases = arena_array_of(ctx->arena, struct calendar_case_out, in->case_count + 1);
    if (out->groups == NULL || out->cases == NULL) {
        return RC_TOO_LARGE;
    }
    for (size_t i = 0; i < in->group_count; i++) {
        const struct calendar_preview_group *g = &in->groups[i];
        out->groups[out->groups_count++] = (struct calendar_group_out){g->clock.key,
                                                                       g->clock.title_zh,
                                                                       g->clock.title_en,
                                                                       api_day_text(ctx, g->before_day),
                                                                       api_day_text(ctx, g->after_day),
                                                                       api_day_text(ctx, g->before_rolled),
                                                                       api_day_text(ctx, g->after_rolled),
                                                                       g->was_provisional,
                                                                       g->is_provisional,
                                                                       g->count};
    }
    for (size_t i = 0; i < in->case_count; i++) {
        const struct calendar_preview_case *c = &in->cases[i];
        out->cases[out->cases_count++] = (struct calendar_case_out){c->case_id,
                                                                    c->number,
                                                                    c->clock.key,
                                                                    c->clock.title_zh,
                                                                    c->clock.title_en,
                                                                    api_day_text(ctx, c->before_day),
                                                                    api_day_text(ctx, c->after_day)};
    }
    return arena_is_full(ctx->arena) ? RC_TOO_LARGE : RC_OK;
}

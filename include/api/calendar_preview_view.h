/*
 * calendar_preview_view.h - what a year of working days would move, as it is shown.
 *
 * Runs on: a worker. Owns: nothing.
 */
#ifndef API_CALENDAR_PREVIEW_VIEW_H
#define API_CALENDAR_PREVIEW_VIEW_H

#include "domain/calendar_preview.h"
#include "http/endpoint.h"

struct calendar_preview_out {
    int64_t looked_at, earlier, later, rolled, firm, has_more;
    struct calendar_group_out *groups;
    size_t groups_count;
    struct calendar_case_out *cases;
    size_t cases_count;
};
extern const struct field_set calendar_preview_view_set;

RC_MUST enum rc calendar_preview_view(struct ctx *ctx, const struct calendar_preview *in,
                                      struct calendar_preview_out *out);

#endif

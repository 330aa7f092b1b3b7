/*
 * view.h - saved views of the work list: a filter with a name, and how to show what it finds.
 *
 * A view gives nobody a case: what it finds is judged by the scope of whoever opens it. It is private, or shared with the people of
 * a unit, or with everybody; who sees the figures of those people's cases (case.count) may share with them. Shared ones are told to
 * the office journal, without their words.
 *
 * Runs on: workers (reading), the writer (changing). Owns: nothing.
 */
#ifndef DOMAIN_VIEW_H
#define DOMAIN_VIEW_H

#include "base/ctx.h"
#include "store/sql_stmts.h"

enum { VIEW_OWN_MAX = 60, VIEW_LIST_MAX = 200 };

struct view_input {
    const char *name, *sharing, *unit_id; /* private, unit or all; the unit with "unit" only */
    const char *filter, *columns, *density;
    int64_t position, is_pinned;
};

/* Those that the actor may open; RC_NOT_FOUND for others. */
RC_MUST enum rc view_get(struct ctx *ctx, struct tx *tx, const char *id, struct view_shown *out);
RC_MUST enum rc view_list(struct ctx *ctx, struct tx *tx, struct view_shown **out, size_t *count);
RC_MUST enum rc view_add(struct ctx *ctx, struct tx *tx, const struct view_input *in, struct view_shown *out);
/* The owner only. */
RC_MUST enum rc view_set(struct ctx *ctx, struct tx *tx, const char *id, int64_t if_match, const struct view_input *in,
                         struct view_shown *out);
/* The owner, or who may share with the same people. */
RC_MUST enum rc view_drop(struct ctx *ctx, struct tx *tx, const char *id);

#endif

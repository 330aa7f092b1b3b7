/*
 * recompute.c - a calendar year was loaded or changed: every running clock that it can touch is computed anew.
 *
 * One journal entry per clock that moved, with the old and the new date; who holds the case is told when the date came nearer.
 *
 * Runs on: the writer. Owns: nothing.
 */
#include "domain/case.h"
#include "domain/deadline.h"
#include "domain/notice.h"

#include "base/clock.h"
#include "domain/reference.h"

#include <string.h>

enum { RECOMPUTE_PAGE = 200 };

static void recompute_note_day(struct case_work *w, const char *field, int64_t before, int64_t after)
{
    char old_day[CLOCK_DATE_SIZE], new_day[CLOCK_DATE_SIZE];
    clock_format_day((int32_t)before, old_day);
    clock_format_day((int32_t)after, new_day);
    changes_add(&w->changes, field, old_day, new_day);
}

static enum rc recompute_save(struct case_work *w, const struct deadline_row *before, const struct deadline_row *row)
{
    static const char *const told[] = {"handler", NULL};
    const char *field = arena_printf(w->ctx->arena, "clock.%s", row->clock);
    recompute_note_day(w, field, before->due_day, row->due_day);
    if (before->due_day == row->due_day) {
        const char *rolled = arena_printf(w->ctx->arena, "clock.%s.rolled", row->clock);
        recompute_note_day(w, rolled, before->rolled_day, row->rolled_day);
    }
    changes_add(&w->changes, field, before->is_provisional ? "provisional" : "firm",
                row->is_provisional ? "provisional" : "firm");
    enum rc rc = row->due_ms < before->due_ms ? notice_send_event(w, told, "recompute") : RC_OK;
    return rc == RC_OK ? case_save(w, "recompute", NULL) : rc;
}

static enum rc recompute_one(struct ctx *ctx, struct tx *tx, const struct deadline_row *listed, int *moved)
{
    struct case_work w;
    enum rc rc = case_work_load_system(ctx, tx, listed->case_id, &w);
    if (rc != RC_OK) {
        return rc;
    }
    const struct workflow_clock *clock = workflow_clock_find(w.definition, listed->clock);
    struct deadline_row *row = case_clock(&w, listed->clock);
    int is_moved = 0;
    if (clock == NULL || row == NULL) {
        return RC_INTERNAL;
    }
    struct deadline_row before = *row;
    rc = deadline_recompute(ctx, tx, clock, row, &is_moved);
    *moved += is_moved && !w.row.is_sealed; /* a figure may not tell that such a case exists */
    /* A date that is no longer provisional is news too, though it stayed. */
    int is_news = is_moved || before.is_provisional != row->is_provisional;
    return rc == RC_OK && is_news ? recompute_save(&w, &before, row) : rc;
}

enum rc deadline_calendar_changed(struct ctx *ctx, struct tx *tx, int32_t from_day, int *moved)
{
    const char *after = "";
    struct deadline_row *rows;
    size_t count = RECOMPUTE_PAGE;
    enum rc rc = RC_OK;
    *moved = 0;
    while (rc == RC_OK && count == RECOMPUTE_PAGE) {
        rc = deadline_rows_list_running(
            tx, ctx->arena, &(struct deadline_list_running_in){from_day, after, RECOMPUTE_PAGE}, &rows, &count);
        for (size_t i = 0; rc == RC_OK && i < count; i++) {
            struct arena_mark mark = arena_mark(ctx->arena);
            rc = recompute_one(ctx, tx, &rows[i], moved);
            arena_reset_to(ctx->arena, mark);
        }
        after = rc == RC_OK && count > 0 ? rows[count - 1].id : after;
    }
    return rc;
}

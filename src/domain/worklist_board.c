/*
 * worklist_board.c - the filters behind the figures of the board.
 *
 * Figures and lists use the same snippets (`counted`, `due_as`, `duty` of case.sql) with the moments that are set here, so a
 * number and its list cannot differ.
 *
 * Runs on: a worker. Owns: nothing.
 */
#include "domain/worklist_board.h"

#include "base/clock.h"
#include "domain/indicator.h"
#include "domain/reason.h"

enum { BOARD_NEXT_WEEK = 8, BOARD_LAST_DAY = 99999999 };
#define BOARD_LAST_MS INT64_C(9000000000000000)

const char *const worklist_due_keys[] = {"overdue", "today", "week", "later", "paused", "none", NULL};

struct worklist_moments worklist_board_moments(const struct ctx *ctx)
{
    int32_t today = clock_day_of(ctx->now_ms);
    return (struct worklist_moments){ctx->now_ms, clock_day_start_ms(today + 1),
                                     clock_day_start_ms(today + BOARD_NEXT_WEEK)};
}

static enum rc board_day(struct ctx *ctx, const char *text, const char *pointer, int32_t *out)
{
    if (text == NULL || clock_parse_day(text, out) == RC_OK) {
        return RC_OK;
    }
    return fault_add(&ctx->fault, reason(REASON_REQUIRED), pointer, NULL, NULL);
}

/* From the first moment of one day to the last of the other. */
static enum rc board_span(struct ctx *ctx, const char *const texts[2], const char *const pointers[2], int64_t *from,
                          int64_t *to)
{
    int32_t first = 0, last = 0;
    enum rc rc = board_day(ctx, texts[0], pointers[0], &first);
    if (rc == RC_OK) {
        rc = board_day(ctx, texts[1], pointers[1], &last);
    }
    if (rc == RC_OK) {
        *from = texts[0] ? clock_day_start_ms(first) : 0;
        *to = texts[1] ? clock_day_start_ms(last + 1) : BOARD_LAST_MS;
    }
    return rc;
}

static enum rc board_duty(struct ctx *ctx, const struct worklist_board *b, struct case_list_due_in *in)
{
    const struct indicator *i = indicator_find(b->duty);
    int32_t first = 0, last = BOARD_LAST_DAY;
    if (i == NULL || i->kind != INDICATOR_DUTY) {
        return fault_add(&ctx->fault, reason(REASON_REQUIRED), "?duty", NULL, NULL);
    }
    enum rc rc = board_day(ctx, b->duty_from, "?duty_from", &first);
    if (rc == RC_OK) {
        rc = board_day(ctx, b->duty_to, "?duty_to", &last);
    }
    in->clocks = i->clocks;
    in->duty_from = first;
    in->duty_to = last;
    in->duty_unit = b->duty_unit;
    in->duty_at = b->duty_at;
    in->missed = b->missed;
    return rc;
}

static int board_is_set(const struct worklist_board *b)
{
    return b->below != NULL || b->class_at != NULL || b->place != NULL || b->place_at != NULL || b->due_as != NULL ||
           b->counted == 1;
}

enum rc worklist_board_apply(struct ctx *ctx, const struct worklist_board *b, struct case_list_due_in *in,
                             unsigned *mask)
{
    struct worklist_moments m = worklist_board_moments(ctx);
    enum rc rc = RC_OK;
    in->now = m.now;
    in->today_end = m.today_end;
    in->week_end = m.week_end;
    in->below = b->below;
    in->class_at = b->class_at;
    in->place = b->place;
    in->place_at = b->place_at;
    in->due_as = b->due_as;
    in->counted = b->counted == 1 ? 1 : SQL_NULL;
    *mask |= board_is_set(b) ? CASE_LIST_DUE_BOARD : 0;
    if (b->registered_from != NULL || b->registered_to != NULL) {
        *mask |= CASE_LIST_DUE_REGISTERED;
        rc = board_span(ctx, (const char *const[]){b->registered_from, b->registered_to},
                        (const char *const[]){"?registered_from", "?registered_to"}, &in->registered_from,
                        &in->registered_to);
    }
    if (rc == RC_OK && (b->closed_from != NULL || b->closed_to != NULL)) {
        *mask |= CASE_LIST_DUE_CLOSED_IN;
        rc = board_span(ctx, (const char *const[]){b->closed_from, b->closed_to},
                        (const char *const[]){"?closed_from", "?closed_to"}, &in->closed_from, &in->closed_to);
    }
    if (rc == RC_OK && b->duty != NULL) {
        *mask |= CASE_LIST_DUE_DUTY;
        rc = board_duty(ctx, b, in);
    }
    return rc;
}

/*
 * worklist.c - one filter for list, count and the figures of the home page.
 *
 * Runs on: a worker with a read transaction. Owns: nothing.
 * Invariant: all list statements carry the snippets `scope` and `filters` of case.sql, so their mask bits are the same.
 */
#include "domain/worklist.h"

#include "base/clock.h"
#include "domain/perm.h"
#include "domain/reason.h"

#include <string.h>

_Static_assert((int)CASE_LIST_DUE_TITLE == (int)CASE_LIST_NEWEST_TITLE &&
                   (int)CASE_LIST_DUE_AFTER == (int)CASE_LIST_UNIT_BACK_AFTER &&
                   (int)CASE_LIST_DUE_TITLE == (int)CASE_COUNT_TITLE &&
                   (int)CASE_LIST_DUE_OPEN == (int)CASE_LIST_NEWEST_BACK_OPEN &&
                   (int)CASE_LIST_DUE_BOARD == (int)CASE_COUNT_BOARD,
               "list statements share their mask");

/* The parameters of every list statement, in one place. */
#define WORKLIST_PARAMETERS(p)                                                                                         \
    .actor = (p)->actor, .today = (p)->today, .stage = (p)->stage, .state = (p)->state, .holder = (p)->holder,         \
    .handler = (p)->handler, .lane = (p)->lane, .class = (p)->class, .channel = (p)->channel,                          \
    .due_before = (p)->due_before, .due_after = (p)->due_after, .number = (p)->number, .number_end = (p)->number_end,  \
    .title = (p)->title, WORKLIST_BOARD_PARAMETERS(p)
#define WORKLIST_POSITION(p) .at_key = (p)->at_key, .at_id = (p)->at_id, .lim = (p)->lim

struct worklist_query {
    unsigned mask;
    struct case_list_due_in in;
};

static void worklist_text(struct worklist_query *q, const char *value, const char **slot, unsigned bit)
{
    if (value != NULL) {
        *slot = value;
        q->mask |= bit;
    }
}

static void worklist_view(struct ctx *ctx, const char *view, struct worklist_query *q)
{
    int32_t today = clock_day_of(ctx->now_ms);
    if (strcmp(view, "due_today") == 0) {
        q->mask |= CASE_LIST_DUE_DUE_BEFORE | CASE_LIST_DUE_DUE_AFTER;
        q->in.due_before = clock_day_start_ms(today + 1);
        q->in.due_after = ctx->now_ms;
    } else if (strcmp(view, "due_week") == 0) {
        q->mask |= CASE_LIST_DUE_DUE_BEFORE | CASE_LIST_DUE_DUE_AFTER;
        q->in.due_before = clock_day_start_ms(today + 8);
        q->in.due_after = ctx->now_ms;
    } else if (strcmp(view, "overdue") == 0) {
        q->mask |= CASE_LIST_DUE_DUE_BEFORE;
        q->in.due_before = ctx->now_ms;
    } else if (strcmp(view, "returned") == 0) {
        q->mask |= CASE_LIST_DUE_RETURNED;
    } else if (strcmp(view, "unclaimed") == 0) {
        q->mask |= CASE_LIST_DUE_UNCLAIMED;
    } else if (strcmp(view, "mine") == 0) {
        worklist_text(q, ctx->actor->account_id, &q->in.handler, CASE_LIST_DUE_HANDLER);
    } else if (strcmp(view, "awaiting_review") == 0) {
        q->mask |= CASE_LIST_DUE_REVIEW;
    } else if (strcmp(view, "supervision") == 0) {
        q->mask |= CASE_LIST_DUE_SUPERVISED;
    }
}

/* A text that begins like a number is looked up as one; anything else is part of a title. */
static enum rc worklist_search(struct ctx *ctx, const char *q, struct worklist_query *out)
{
    if (q[0] >= '0' && q[0] <= '9') {
        worklist_text(out, q, &out->in.number, CASE_LIST_DUE_NUMBER);
        out->in.number_end = arena_printf(ctx->arena, "%s~", q);
        return out->in.number_end ? RC_OK : RC_TOO_LARGE;
    }
    size_t n = strlen(q), k = 0;
    char *like = arena_alloc(ctx->arena, 2 * n + 3);
    if (like == NULL) {
        return RC_TOO_LARGE;
    }
    like[k++] = '%';
    for (size_t i = 0; i < n; i++) {
        if (q[i] == '%' || q[i] == '_' || q[i] == '\\') {
            like[k++] = '\\';
        }
        like[k++] = q[i];
    }
    like[k++] = '%';
    worklist_text(out, like, &out->in.title, CASE_LIST_DUE_TITLE);
    return RC_OK;
}

static enum rc worklist_query(struct ctx *ctx, const struct worklist_filter *f, struct worklist_query *q)
{
    int32_t day;
    memset(q, 0, sizeof *q);
    q->in.actor = ctx->actor->account_id;
    q->in.today = clock_day_of(ctx->now_ms);
    q->in.due_before = q->in.due_after = q->in.at_key = SQL_NULL;
    worklist_text(q, f->stage, &q->in.stage, CASE_LIST_DUE_STAGE);
    worklist_text(q, f->state, &q->in.state, CASE_LIST_DUE_STATE);
    worklist_text(q, f->holder_unit_id, &q->in.holder, CASE_LIST_DUE_HOLDER);
    worklist_text(q, f->handler_id, &q->in.handler, CASE_LIST_DUE_HANDLER);
    worklist_text(q, f->lane, &q->in.lane, CASE_LIST_DUE_LANE);
    worklist_text(q, f->class_code, &q->in.class, CASE_LIST_DUE_CLASS);
    worklist_text(q, f->channel, &q->in.channel, CASE_LIST_DUE_CHANNEL);
    if (f->view != NULL) {
        worklist_view(ctx, f->view, q);
    }
    if (f->due_before != NULL) {
        if (clock_parse_day(f->due_before, &day) != RC_OK) {
            return fault_add(&ctx->fault, reason(REASON_REQUIRED), "?due_before", NULL, NULL);
        }
        q->mask |= CASE_LIST_DUE_DUE_BEFORE;
        q->in.due_before = clock_day_start_ms(day + 1);
    }
    enum rc rc = worklist_board_apply(ctx, &f->board, &q->in, &q->mask);
    if (rc != RC_OK) {
        return rc;
    }
    if (f->open != WORKLIST_ANY) {
        q->mask |= f->open == WORKLIST_OPEN ? CASE_LIST_DUE_OPEN : CASE_LIST_DUE_CLOSED;
    }
    return f->q != NULL && f->q[0] != '\0' ? worklist_search(ctx, f->q, q) : RC_OK;
}

/* The unit whose own index serves the actor: all grants are at one unit and none sees everything. */
static const char *worklist_home(const struct ctx *ctx, const struct worklist_filter *f)
{
    const struct actor *a = ctx->actor;
    if (f->open == WORKLIST_ANY || f->is_newest || f->holder_unit_id != NULL || f->handler_id != NULL) {
        return NULL;
    }
    for (size_t i = 0; i < a->grant_count; i++) {
        enum perm_scope scope = a->grants[i].scope;
        if (strcmp(a->grants[i].role, "accusation_officer") == 0) {
            return NULL; /* sealed cases are in no unit's index */
        }
        if (scope == SCOPE_ALL || scope == SCOPE_OWN || strcmp(a->grants[i].unit_id, a->grants[0].unit_id) != 0) {
            return NULL;
        }
    }
    return a->grant_count > 0 ? a->grants[0].unit_id : NULL;
}

static enum rc worklist_run_unit(struct ctx *ctx, struct tx *tx, const struct worklist_filter *f,
                                 const struct worklist_query *q, const char *unit, struct worklist_page *out)
{
    const struct case_list_due_in *p = &q->in;
    int64_t open = f->open == WORKLIST_OPEN;
    if (f->is_backward) {
        const struct case_list_unit_back_in in = {WORKLIST_PARAMETERS(p), WORKLIST_POSITION(p), .unit = unit,
                                                  .unit_open = open};
        return case_rows_list_unit_back(tx, ctx->arena, q->mask, &in, &out->rows, &out->count);
    }
    const struct case_list_unit_in in = {WORKLIST_PARAMETERS(p), WORKLIST_POSITION(p), .unit = unit, .unit_open = open};
    return case_rows_list_unit(tx, ctx->arena, q->mask, &in, &out->rows, &out->count);
}

static enum rc worklist_run(struct ctx *ctx, struct tx *tx, const struct worklist_filter *f,
                            const struct worklist_query *q, struct worklist_page *out)
{
    const struct case_list_due_in *p = &q->in;
    if (f->is_newest && f->is_backward) {
        const struct case_list_newest_back_in in = {WORKLIST_PARAMETERS(p), WORKLIST_POSITION(p)};
        return case_rows_list_newest_back(tx, ctx->arena, q->mask, &in, &out->rows, &out->count);
    }
    if (f->is_newest) {
        const struct case_list_newest_in in = {WORKLIST_PARAMETERS(p), WORKLIST_POSITION(p)};
        return case_rows_list_newest(tx, ctx->arena, q->mask, &in, &out->rows, &out->count);
    }
    if (f->is_backward) {
        const struct case_list_due_back_in in = {WORKLIST_PARAMETERS(p), WORKLIST_POSITION(p)};
        return case_rows_list_due_back(tx, ctx->arena, q->mask, &in, &out->rows, &out->count);
    }
    return case_rows_list_due(tx, ctx->arena, q->mask, p, &out->rows, &out->count);
}

enum rc worklist_list(struct ctx *ctx, struct tx *tx, const struct worklist_filter *f, struct worklist_page *out)
{
    struct worklist_query q;
    enum rc rc = worklist_query(ctx, f, &q);
    if (rc != RC_OK) {
        return rc;
    }
    if (f->has_at) {
        q.mask |= CASE_LIST_DUE_AFTER;
        q.in.at_key = f->at_key;
        q.in.at_id = f->at_id;
    }
    q.in.lim = f->limit + 1; /* one more tells whether there is a next page */
    const char *home = worklist_home(ctx, f);
    rc = home ? worklist_run_unit(ctx, tx, f, &q, home, out) : worklist_run(ctx, tx, f, &q, out);
    if (rc != RC_OK) {
        return rc;
    }
    out->has_more = out->count > (size_t)f->limit;
    out->count -= (size_t)out->has_more;
    for (size_t i = 0; f->is_backward && i < out->count / 2; i++) {
        struct case_summary swap = out->rows[i];
        out->rows[i] = out->rows[out->count - 1 - i];
        out->rows[out->count - 1 - i] = swap;
    }
    return RC_OK;
}

enum rc worklist_count(struct ctx *ctx, struct tx *tx, const struct worklist_filter *f, int64_t *out)
{
    struct worklist_query q;
    struct case_count_out row;
    enum rc rc = worklist_query(ctx, f, &q);
    if (rc != RC_OK) {
        return rc;
    }
    const struct case_list_due_in *p = &q.in;
    const struct case_count_in in = {WORKLIST_PARAMETERS(p)};
    rc = case_rows_count(tx, ctx->arena, q.mask, &in, &row);
    *out = rc == RC_OK ? row.total : 0;
    return rc;
}

enum rc worklist_summary(struct ctx *ctx, struct tx *tx, struct worklist_summary *out)
{
    const struct {
        const char *view;
        int64_t *figure;
    } figures[] = {
        {"due_today", &out->due_today},     {"due_week", &out->due_week},
        {"overdue", &out->overdue},         {"returned", &out->returned},
        {"unclaimed", &out->unclaimed},     {"mine", &out->mine},
        {"supervision", &out->supervision}, {"awaiting_review", &out->awaiting_review},
    };
    enum rc rc = RC_OK;
    out->as_of_ms = ctx->now_ms;
    for (size_t i = 0; i < sizeof figures / sizeof figures[0] && rc == RC_OK; i++) {
        const struct worklist_filter f = {.view = figures[i].view, .open = WORKLIST_OPEN};
        rc = worklist_count(ctx, tx, &f, figures[i].figure);
    }
    return rc;
}

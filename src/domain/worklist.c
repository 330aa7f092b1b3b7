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
#include "domain/worklist_mine.h"
#include "domain/worklist_search.h"

#include <string.h>

_Static_assert((int)CASE_LIST_DUE_TITLE == (int)CASE_LIST_NEWEST_TITLE &&
                   (int)CASE_LIST_DUE_AFTER == (int)CASE_LIST_UNIT_BACK_AFTER &&
                   (int)CASE_LIST_DUE_AFTER == (int)CASE_LIST_NUMBER_BACK_AFTER &&
                   (int)CASE_LIST_DUE_TITLE == (int)CASE_LIST_CHANGED_TITLE &&
                   (int)CASE_LIST_DUE_TITLE == (int)CASE_COUNT_TITLE &&
                   (int)CASE_LIST_DUE_TITLE == (int)CASE_COUNT_UNIT_TITLE &&
                   (int)CASE_LIST_DUE_TAIL == (int)CASE_LIST_NUMBER_BACK_TAIL &&
                   (int)CASE_LIST_DUE_TAIL == (int)CASE_COUNT_TAIL &&
                   (int)CASE_LIST_DUE_TAIL == (int)CASE_COUNT_UNIT_TAIL &&
                   (int)CASE_LIST_DUE_OPEN == (int)CASE_LIST_NEWEST_BACK_OPEN &&
                   (int)CASE_LIST_DUE_BOARD == (int)CASE_COUNT_UNIT_BOARD &&
                   (int)CASE_LIST_DUE_BOARD == (int)CASE_COUNT_BOARD,
               "list statements share their mask");

/* The parameters of every list statement, in one place. */
#define WORKLIST_PARAMETERS(p)                                                                                         \
    .actor = (p)->actor, .today = (p)->today, .stage = (p)->stage, .state = (p)->state, .holder = (p)->holder,         \
    .handler = (p)->handler, .lane = (p)->lane, .class = (p)->class, .channel = (p)->channel,                          \
    .due_before = (p)->due_before, .due_after = (p)->due_after, .number = (p)->number, .number_end = (p)->number_end,  \
    .tail = (p)->tail, .ending = (p)->ending, .acts = (p)->acts, .drafts = (p)->drafts, .title = (p)->title,           \
    .urgency = (p)->urgency, .to_me = (p)->to_me, .lim = (p)->lim, WORKLIST_BOARD_PARAMETERS(p)
#define WORKLIST_POSITION(p) .at_key = (p)->at_key, .at_id = (p)->at_id

struct worklist_query {
    unsigned mask;
    struct case_list_due_in in;
};

static void worklist_is(struct worklist_query *q, const char *value, const char **slot, unsigned bit)
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
    } else if (strcmp(view, "returned_to_me") == 0) {
        q->mask |= CASE_LIST_DUE_RETURNED;
        q->in.to_me = 1;
    } else if (strcmp(view, "unclaimed") == 0) {
        q->mask |= CASE_LIST_DUE_UNCLAIMED;
    } else if (strcmp(view, "mine") == 0) {
        worklist_is(q, ctx->actor->account_id, &q->in.handler, CASE_LIST_DUE_HANDLER);
    } else if (strcmp(view, "awaiting_review") == 0) {
        q->mask |= CASE_LIST_DUE_REVIEW;
    } else if (strcmp(view, "supervision") == 0) {
        q->mask |= CASE_LIST_DUE_SUPERVISED;
    }
}

/* A view may have set the bound already; the narrower one holds. */
static enum rc worklist_due_before(struct ctx *ctx, const char *text, struct worklist_query *q)
{
    int32_t day;
    if (text == NULL) {
        return RC_OK;
    }
    if (clock_parse_day(text, &day) != RC_OK) {
        return fault_add(&ctx->fault, reason(REASON_REQUIRED), "?due_before", NULL, NULL);
    }
    int64_t end = clock_day_start_ms(day + 1);
    q->in.due_before = (q->mask & CASE_LIST_DUE_DUE_BEFORE) == 0 || end < q->in.due_before ? end : q->in.due_before;
    q->mask |= CASE_LIST_DUE_DUE_BEFORE;
    return RC_OK;
}

static enum rc worklist_query(struct ctx *ctx, struct tx *tx, const struct worklist_filter *f, struct worklist_query *q)
{
    memset(q, 0, sizeof *q);
    q->in.actor = ctx->actor->account_id;
    q->in.today = clock_day_of(ctx->now_ms);
    q->in.due_before = q->in.due_after = q->in.to_me = q->in.at_key = SQL_NULL;
    worklist_is(q, f->stage, &q->in.stage, CASE_LIST_DUE_STAGE);
    worklist_is(q, f->state, &q->in.state, CASE_LIST_DUE_STATE);
    worklist_is(q, f->holder_unit_id, &q->in.holder, CASE_LIST_DUE_HOLDER);
    worklist_is(q, f->lane, &q->in.lane, CASE_LIST_DUE_LANE);
    worklist_is(q, f->class_code, &q->in.class, CASE_LIST_DUE_CLASS);
    worklist_is(q, f->channel, &q->in.channel, CASE_LIST_DUE_CAME);
    worklist_is(q, f->urgency, &q->in.urgency, CASE_LIST_DUE_CAME);
    if (f->view != NULL) {
        worklist_view(ctx, f->view, q);
    }
    if (f->handler_id != NULL && q->in.handler != NULL && strcmp(f->handler_id, q->in.handler) != 0) {
        q->mask |= CASE_LIST_DUE_UNCLAIMED; /* handled by two people at once: none is */
    }
    worklist_is(q, f->handler_id, &q->in.handler, CASE_LIST_DUE_HANDLER);
    enum rc rc = worklist_due_before(ctx, f->due_before, q);
    rc = rc == RC_OK ? worklist_board_apply(ctx, &f->board, &q->in, &q->mask) : rc;
    if (rc == RC_OK && (q->mask & (CASE_LIST_DUE_REVIEW | CASE_LIST_DUE_RETURNED)) != 0) {
        rc = worklist_mine(ctx, tx, &q->in);
    }
    if (rc != RC_OK) {
        return rc;
    }
    if (f->open != WORKLIST_ANY) {
        q->mask |= f->open == WORKLIST_OPEN ? CASE_LIST_DUE_OPEN : CASE_LIST_DUE_CLOSED;
    }
    q->mask |= f->is_plain ? CASE_LIST_DUE_PLAIN : 0U;
    return f->q != NULL && f->q[0] != '\0' ? worklist_search(ctx, f->q, &q->in, &q->mask) : RC_OK;
}

enum worklist_sort worklist_order(const struct worklist_filter *f)
{
    int has_no_index = f->open == WORKLIST_ANY && (f->sort == WORKLIST_BY_DUE || f->sort == WORKLIST_BY_CHANGED);
    return has_no_index ? WORKLIST_BY_REGISTERED : f->sort;
}

/* Newest first when the order asked for does not exist. */
static int worklist_descends(const struct worklist_filter *f)
{
    return worklist_order(f) == f->sort ? f->is_descending : 1;
}

int64_t worklist_key(const struct worklist_filter *f, const struct case_summary *row)
{
    switch (worklist_order(f)) {
    case WORKLIST_BY_DUE: return row->due_key;
    case WORKLIST_BY_REGISTERED: return row->registered_ms;
    case WORKLIST_BY_CHANGED: return row->changed_ms;
    case WORKLIST_BY_NUMBER: break;
    }
    return 0;
}

const char *worklist_text(const struct worklist_filter *f, const struct case_summary *row)
{
    return worklist_order(f) == WORKLIST_BY_NUMBER ? row->number : row->id;
}

/* The unit whose own index serves the actor: all grants are at one unit and none sees everything. */
static const char *worklist_home(const struct ctx *ctx, const struct worklist_filter *f, const struct worklist_query *q)
{
    const struct actor *a = ctx->actor;
    if ((q->mask & CASE_LIST_DUE_TAIL) != 0 || f->open == WORKLIST_ANY || f->holder_unit_id != NULL ||
        f->handler_id != NULL) {
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

/* One run of a list statement: `down` walks its index from the far end. */
struct worklist_run {
    struct ctx *ctx;
    struct tx *tx;
    const struct worklist_query *q;
    struct worklist_page *out;
    int down;
};

#define WORKLIST_RUN(r, statement, ...)                                                                                \
    case_rows_##statement((r)->tx, (r)->ctx->arena, (r)->q->mask,                                                      \
                          &(const struct case_##statement##_in){WORKLIST_PARAMETERS(&(r)->q->in), __VA_ARGS__},        \
                          &(r)->out->rows, &(r)->out->count)

static enum rc worklist_run_unit(const struct worklist_run *r, const struct worklist_filter *f, const char *home)
{
    const struct case_list_due_in *p = &r->q->in;
    int64_t open = f->open == WORKLIST_OPEN;
    return r->down ? WORKLIST_RUN(r, list_unit_back, WORKLIST_POSITION(p), .unit = home, .unit_open = open)
                   : WORKLIST_RUN(r, list_unit, WORKLIST_POSITION(p), .unit = home, .unit_open = open);
}

static enum rc worklist_run(const struct worklist_run *r, enum worklist_sort sort)
{
    const struct case_list_due_in *p = &r->q->in;
    switch (sort) {
    case WORKLIST_BY_DUE:
        return r->down ? WORKLIST_RUN(r, list_due_back, WORKLIST_POSITION(p))
                       : WORKLIST_RUN(r, list_due, WORKLIST_POSITION(p));
    case WORKLIST_BY_REGISTERED:
        return r->down ? WORKLIST_RUN(r, list_newest, WORKLIST_POSITION(p))
                       : WORKLIST_RUN(r, list_newest_back, WORKLIST_POSITION(p));
    case WORKLIST_BY_CHANGED:
        return r->down ? WORKLIST_RUN(r, list_changed, WORKLIST_POSITION(p))
                       : WORKLIST_RUN(r, list_changed_back, WORKLIST_POSITION(p));
    case WORKLIST_BY_NUMBER:
        return r->down ? WORKLIST_RUN(r, list_number_back, .at_id = p->at_id)
                       : WORKLIST_RUN(r, list_number, .at_id = p->at_id);
    }
    return RC_INTERNAL;
}

enum rc worklist_list(struct ctx *ctx, struct tx *tx, const struct worklist_filter *f, struct worklist_page *out)
{
    struct worklist_query q;
    enum rc rc = worklist_query(ctx, tx, f, &q);
    if (rc != RC_OK) {
        return rc;
    }
    if (f->has_at) {
        q.mask |= CASE_LIST_DUE_AFTER;
        q.in.at_key = f->at_key;
        q.in.at_id = f->at_id;
    }
    q.in.lim = f->limit + 1; /* one more tells whether there is a next page */
    enum worklist_sort sort = worklist_order(f);
    const char *home = sort == WORKLIST_BY_DUE ? worklist_home(ctx, f, &q) : NULL;
    const struct worklist_run run = {ctx, tx, &q, out, worklist_descends(f) != f->is_backward};
    rc = home ? worklist_run_unit(&run, f, home) : worklist_run(&run, sort);
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

enum rc worklist_count(struct ctx *ctx, struct tx *tx, const struct worklist_filter *f, int64_t most, int64_t *out)
{
    struct worklist_query q;
    struct case_count_out row = {0};
    struct case_count_unit_out of_unit = {0};
    enum rc rc = worklist_query(ctx, tx, f, &q);
    if (rc != RC_OK) {
        return rc;
    }
    q.in.lim = most;
    const struct case_list_due_in *p = &q.in;
    const char *home = worklist_home(ctx, f, &q);
    if (home != NULL) {
        const struct case_count_unit_in in = {WORKLIST_PARAMETERS(p), .unit = home,
                                              .unit_open = f->open == WORKLIST_OPEN};
        rc = case_rows_count_unit(tx, ctx->arena, q.mask, &in, &of_unit);
        *out = rc == RC_OK ? of_unit.total : 0;
        return rc;
    }
    rc = case_rows_count(tx, ctx->arena, q.mask, &(const struct case_count_in){WORKLIST_PARAMETERS(p)}, &row);
    *out = rc == RC_OK ? row.total : 0;
    return rc;
}

enum rc worklist_summary(struct ctx *ctx, struct tx *tx, struct worklist_summary *out)
{
    const struct {
        const char *view;
        int64_t *figure;
    } figures[] = {
        {"due_today", &out->due_today},
        {"due_week", &out->due_week},
        {"overdue", &out->overdue},
        {"returned", &out->returned},
        {"returned_to_me", &out->returned_to_me},
        {"unclaimed", &out->unclaimed},
        {"mine", &out->mine},
        {"supervision", &out->supervision},
        {"awaiting_review", &out->awaiting_review},
    };
    enum rc rc = RC_OK;
    out->as_of_ms = ctx->now_ms;
    for (size_t i = 0; i < sizeof figures / sizeof figures[0] && rc == RC_OK; i++) {
        const struct worklist_filter f = {.view = figures[i].view, .open = WORKLIST_OPEN};
        rc = worklist_count(ctx, tx, &f, -1, figures[i].figure);
    }
    return rc;
}

/*
 * worklist.h - lists and counts of cases, always inside the actor's scope.
 *
 * The same filter serves list, count and the home page's figures, so a number and the list behind it cannot differ.
 *
 * Runs on: a worker with a read transaction. Owns: nothing.
 */
#ifndef DOMAIN_WORKLIST_H
#define DOMAIN_WORKLIST_H

#include "base/ctx.h"
#include "domain/worklist_board.h"
#include "store/sql_stmts.h"

enum worklist_open { WORKLIST_ANY, WORKLIST_OPEN, WORKLIST_CLOSED };

/* Each is walked along an index of its own. Open and closed cases together have none by due date or last change: such a list goes by
 * registration instead (worklist_order). */
enum worklist_sort { WORKLIST_BY_DUE, WORKLIST_BY_REGISTERED, WORKLIST_BY_CHANGED, WORKLIST_BY_NUMBER };

/* How far an estimate counts: one more says "more than that". */
enum { WORKLIST_ESTIMATE = 10000 };

struct worklist_filter {
    const char *stage, *state, *holder_unit_id, *handler_id, *lane, *class_code, *channel;
    const char *
        view; /* due_today, due_week, overdue, returned, returned_to_me, unclaimed, mine, awaiting_review, supervision; NULL: all */
    const char *due_before; /* "YYYY-MM-DD": due on that day or earlier */
    const char *q;          /* beginning or end of a number, or part of a title */
    const char *urgency;
    struct worklist_board board; /* what stands behind a figure */
    enum worklist_open open;
    int is_plain; /* no sealed case, whoever asks */
    enum worklist_sort sort;
    int is_descending;
    int is_backward; /* the page before `at` */
    int has_at;
    int64_t at_key;    /* as worklist_key tells of a row; by number: not used */
    const char *at_id; /* id of that row; by number: its number */
    int limit;         /* 1..200, or what an export takes at a time */
};

struct worklist_page {
    struct case_summary *rows; /* in display order also when is_backward */
    size_t count;
    int has_more; /* in the direction of reading */
};

/* What the list is sorted by in the end. */
enum worklist_sort worklist_order(const struct worklist_filter *f);
/* Where a row stands in the order of the list: number and text of a position. */
int64_t worklist_key(const struct worklist_filter *f, const struct case_summary *row);
const char *worklist_text(const struct worklist_filter *f, const struct case_summary *row);

/* RC_INVALID when a day is none. */
RC_MUST enum rc worklist_list(struct ctx *ctx, struct tx *tx, const struct worklist_filter *f,
                              struct worklist_page *out);
/* Counts `most` at most; -1: all of them. */
RC_MUST enum rc worklist_count(struct ctx *ctx, struct tx *tx, const struct worklist_filter *f, int64_t most,
                               int64_t *out);

struct worklist_summary {
    int64_t due_today, due_week, overdue, returned, returned_to_me, unclaimed, mine, awaiting_review, supervision,
        as_of_ms;
};
RC_MUST enum rc worklist_summary(struct ctx *ctx, struct tx *tx, struct worklist_summary *out);

#endif

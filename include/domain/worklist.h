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

struct worklist_filter {
    const char *stage, *state, *holder_unit_id, *handler_id, *lane, *class_code, *channel;
    const char *view; /* due_today, overdue, returned, unclaimed, mine, awaiting_review, supervision; NULL: no view */
    const char *due_before;      /* "YYYY-MM-DD": due on that day or earlier */
    const char *q;               /* beginning of a number, or part of a title */
    struct worklist_board board; /* what stands behind a figure */
    enum worklist_open open;
    int is_newest;   /* sorted by registration, newest first; else by due date, earliest first */
    int is_backward; /* the page before `at` */
    int has_at;
    int64_t at_key;
    const char *at_id;
    int limit; /* 1..200 */
};

struct worklist_page {
    struct case_summary *rows; /* in display order also when is_backward */
    size_t count;
    int has_more; /* in the direction of reading */
};

/* RC_INVALID when due_before or a day of `board` is none. */
RC_MUST enum rc worklist_list(struct ctx *ctx, struct tx *tx, const struct worklist_filter *f,
                              struct worklist_page *out);
RC_MUST enum rc worklist_count(struct ctx *ctx, struct tx *tx, const struct worklist_filter *f, int64_t *out);

struct worklist_summary {
    int64_t due_today, due_week, overdue, returned, unclaimed, mine, awaiting_review, supervision, as_of_ms;
};
RC_MUST enum rc worklist_summary(struct ctx *ctx, struct tx *tx, struct worklist_summary *out);

#endif

/*
 * guard_review.c - conditions on reviews, rechecks and redone opinions.
 *
 * Runs on: the writer and workers. Owns: nothing. Invariant: a guard changes nothing and reads no clock but ctx->now_ms.
 */
#include "domain/guard.h"

#include "base/buf.h"
#include "base/clock.h"
#include "base/text.h"

#include <string.h>

/* Asked for and withdrawn: the right is there again for what is left of its time. */
static int review_is_free_again(const struct case_work *w, const struct deadline_row *window, const char *key)
{
    struct link_count_asked_out asked;
    const char *lane = strcmp(key, "C13") == 0 ? "recheck" : "review";
    return strcmp(window->status, "met") == 0 &&
           link_rows_count_asked(w->tx, w->ctx->arena,
                                 &(struct link_count_asked_in){w->row.id, lane, window->started_ms}, &asked) == RC_OK &&
           asked.total == 0;
}

/* Whether the petitioner asked in time, by the day on which the request was received; force majeure is for the reviewer to judge. */
static int review_in_time(const struct case_work *w, const char *key, const struct value *fields, const char *args[2])
{
    const struct deadline_row *window = NULL;
    for (size_t i = 0; i < w->clock_count; i++) {
        window = strcmp(w->clocks[i].clock, key) == 0 ? &w->clocks[i] : window;
    }
    int32_t day = clock_day_of(w->ctx->now_ms);
    const char *received = value_text(fields, "received_on"), *excuse = value_text(fields, "excuse");
    if (window == NULL || !(strcmp(window->status, "running") == 0 || review_is_free_again(w, window, key))) {
        args[0] = "没有在计的期限，或者已经申请过";
        args[1] = "none is running, or it was used";
        return 0;
    }
    guard_say_day(w, window->due_day, args);
    if (received != NULL && clock_parse_day(received, &day) != RC_OK) {
        return 0;
    }
    return day <= window->due_day || (excuse != NULL && excuse[0] != '\0');
}

int guard_review_window_open(const struct case_work *w, const struct value *fields, const char *args[2],
                             const char **pointer)
{
    *pointer = "/fields/received_on";
    return review_in_time(w, "C11", fields, args);
}

int guard_recheck_window_open(const struct case_work *w, const struct value *fields, const char *args[2],
                              const char **pointer)
{
    *pointer = "/fields/received_on";
    return review_in_time(w, "C13", fields, args);
}

int guard_was_accepted(const struct case_work *w, const struct value *fields, const char *args[2], const char **pointer)
{
    (void)fields, (void)args, (void)pointer;
    return w->row.accepted_ms != SQL_NULL;
}

/* One level above who decided before (Arts 35, 36): a town's opinion goes to the county, the county's own and every review outside. */
int guard_review_level_fits(const struct case_work *w, const struct value *fields, const char *args[2],
                            const char **pointer)
{
    const char *by = value_text(fields, "by");
    int is_outside = by != NULL && strcmp(by, "outside") == 0;
    *pointer = "/fields/by";
    args[0] = w->holder.name;
    if (strcmp(w->row.lane, "review") == 0 || strcmp(w->holder.kind, "county") == 0) {
        return is_outside;
    }
    int is_below = strcmp(w->holder.kind, "town") == 0 || strcmp(w->holder.kind, "village") == 0 ||
                   strcmp(w->holder.kind, "grid") == 0;
    return !is_below || !is_outside;
}

int guard_change_supports(const struct case_work *w, const struct value *fields, const char *args[2],
                          const char **pointer)
{
    const char *outcome = value_text(fields, "new_outcome");
    (void)w, (void)args, (void)pointer;
    return outcome != NULL && strcmp(outcome, "support") == 0;
}

int guard_change_ends_execution(const struct case_work *w, const struct value *fields, const char *args[2],
                                const char **pointer)
{
    return !guard_change_supports(w, fields, args, pointer);
}

/* What is final is carried out all the same: a supported opinion closes when that is done. */
int guard_execution_not_owed(const struct case_work *w, const struct value *fields, const char *args[2],
                             const char **pointer)
{
    (void)fields, (void)args, (void)pointer;
    return w->row.outcome == NULL || strcmp(w->row.outcome, "support") != 0 || strcmp(w->row.state, "delivered") != 0;
}

int guard_was_late(const struct case_work *w, const struct value *fields, const char *args[2], const char **pointer)
{
    struct link_is_late_out late;
    (void)fields, (void)args, (void)pointer;
    return link_rows_is_late(w->tx, w->ctx->arena, &(struct link_is_late_in){w->row.id}, &late) == RC_OK;
}

int guard_decided_here(const struct case_work *w, const struct value *fields, const char *args[2], const char **pointer)
{
    (void)fields, (void)pointer;
    args[0] = w->row.outside_body;
    return w->row.outside_body == NULL;
}

int guard_decided_outside(const struct case_work *w, const struct value *fields, const char *args[2],
                          const char **pointer)
{
    (void)fields, (void)args, (void)pointer;
    return w->row.outside_body != NULL;
}

static int review_hearing(const struct case_work *w, int64_t *from, int64_t *to)
{
    const struct deadline_row *row = case_clock((struct case_work *)w, "C14");
    *from = row != NULL ? row->pause_from : SQL_NULL;
    *to = row != NULL ? row->pause_to : SQL_NULL;
    return row != NULL;
}

int guard_hearing_called(const struct case_work *w, const struct value *fields, const char *args[2],
                         const char **pointer)
{
    struct document_get_hearing_out called;
    (void)fields, (void)args, (void)pointer;
    return document_rows_get_hearing(w->tx, w->ctx->arena, &(struct document_get_hearing_in){w->row.id}, &called) ==
           RC_OK;
}

int guard_hearing_not_open(const struct case_work *w, const struct value *fields, const char *args[2],
                           const char **pointer)
{
    int64_t from, to;
    (void)fields, (void)args, (void)pointer;
    return review_hearing(w, &from, &to) && from == SQL_NULL;
}

int guard_hearing_open(const struct case_work *w, const struct value *fields, const char *args[2], const char **pointer)
{
    int64_t from, to;
    (void)fields, (void)args, (void)pointer;
    return review_hearing(w, &from, &to) && from != SQL_NULL && to == SQL_NULL;
}

int guard_no_hearing_open(const struct case_work *w, const struct value *fields, const char *args[2],
                          const char **pointer)
{
    return !guard_hearing_open(w, fields, args, pointer);
}

/* What the demands are answered with: in the fields, or in the opinion that was. */
static const char *review_answers(const struct case_work *w, const struct value *fields)
{
    struct buf b;
    const struct value *answers = value_get(fields, "answers");
    buf_init(&b, w->ctx->arena);
    for (size_t i = 0; answers != NULL && i < answers->count; i++) {
        const char *answer = value_text(&answers->items[i], "answer");
        buf_puts(&b, answer ? answer : "");
    }
    for (size_t i = 0; answers == NULL && i < w->demand_count; i++) {
        buf_puts(&b, w->demands[i].answer ? w->demands[i].answer : "");
    }
    return buf_cstr(&b);
}

int guard_redo_states_change(const struct case_work *w, const struct value *fields, const char *args[2],
                             const char **pointer)
{
    enum { NEARLY_THE_SAME = 90 }; /* percent */
    struct document_count_revoked_out revoked;
    const char *changed = value_text(fields, "changed");
    (void)args;
    *pointer = "/fields/changed";
    enum rc rc =
        document_rows_count_revoked(w->tx, w->ctx->arena, &(struct document_count_revoked_in){w->row.id}, &revoked);
    if (rc != RC_OK || revoked.total == 0) {
        return rc == RC_OK;
    }
    if (changed == NULL || changed[0] == '\0') {
        return 0;
    }
    *pointer = "/fields/answers";
    struct document_list_revoked_answers_out *then;
    size_t count = 0;
    const char *now = review_answers(w, fields);
    rc = document_rows_list_revoked_answers(w->tx, w->ctx->arena, &(struct document_list_revoked_answers_in){w->row.id},
                                            &then, &count);
    int is_new = rc == RC_OK && now != NULL;
    for (size_t i = 0; is_new && i < count; i++) { /* none of those that are void, whatever was drafted between */
        is_new = then[i].answers == NULL || text_similarity(w->ctx->arena, now, then[i].answers) < NEARLY_THE_SAME;
    }
    return is_new;
}

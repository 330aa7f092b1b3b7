/*
 * guard_close.c - conditions on execution and closing.
 *
 * Runs on: the writer and workers. Owns: nothing. Invariant: a guard changes nothing and reads no clock but ctx->now_ms.
 */
#include "domain/guard.h"

#include "base/buf.h"
#include "domain/completeness.h"
#include "domain/rating.h"

#include <string.h>

static int close_is(const char *text, const char *const *list)
{
    for (; text != NULL && *list != NULL; list++) {
        if (strcmp(text, *list) == 0) {
            return 1;
        }
    }
    return 0;
}

/* What each closing kind claims. 1: the case bears it out. */
static int close_is_true(const struct case_work *w, const char *kind, const struct value *fields)
{
    static const char *const adopted[] = {"adopt", "partly", NULL}, *const granted[] = {"granted", "partly", NULL};
    const char *outcome = w->row.outcome, *accepts = value_text(fields, "petitioner_accepts");
    int is_executed = strcmp(w->row.state, "executed") == 0, is_guided = strcmp(w->row.state, "guided") == 0;
    if (strcmp(kind, "solved_executed") == 0) {
        return is_executed && outcome != NULL && strcmp(outcome, "support") == 0;
    }
    if (strcmp(kind, "statutory_route_granted") == 0) {
        return (is_executed || is_guided) && close_is(outcome, granted);
    }
    if (strcmp(kind, "suggestion_converted") == 0) {
        return is_executed && close_is(outcome, adopted);
    }
    if (strcmp(kind, "suggestion_answered") == 0) {
        return strcmp(w->row.lane, "A") == 0 && outcome != NULL;
    }
    if (strcmp(kind, "referred_out") == 0) {
        return is_guided;
    }
    if (strcmp(kind, "explained_accepted") == 0) {
        return accepts != NULL && strcmp(accepts, "yes") == 0;
    }
    if (strcmp(kind, "window_lapsed") == 0) {
        const struct deadline_row *window = case_clock((struct case_work *)w, "C11");
        return window != NULL && w->ctx->now_ms >= window->due_ms;
    }
    return strcmp(kind, "final_by_law") != 0; /* only a recheck makes final */
}

/* Solved on paper and really solved are different values (substantive and procedural closing). */
int guard_closing_fits_outcome(const struct case_work *w, const struct value *fields, const char *args[2],
                               const char **pointer)
{
    /* Art 32: what was supported is carried out; until then it may end for this stage only, and not as settled. */
    static const char *const unfinished[] = {"stage_only", "agreement_performed", NULL};
    const char *kind = value_text(fields, "closing_kind");
    const char *outcome = w->row.outcome ? w->row.outcome : "";
    int is_granted = strcmp(w->row.lane, "C5") == 0 && strcmp(outcome, "granted") == 0;
    int is_owed = (strcmp(outcome, "support") == 0 || is_granted) && strcmp(w->row.state, "executed") != 0;
    *pointer = "/fields/closing_kind";
    if (kind == NULL) {
        return 0;
    }
    if (is_owed && strcmp(kind, "solved_executed") != 0 && value_int(fields, "thing_settled", 0) != 0) {
        *pointer = "/fields/thing_settled";
        return 0;
    }
    if (strcmp(kind, "agreement_performed") == 0) {
        return guard_agreement_performed(w, fields, args, pointer);
    }
    return close_is_true(w, kind, fields) && (!is_owed || close_is(kind, unfinished));
}

int guard_outcome_granted(const struct case_work *w, const struct value *fields, const char *args[2],
                          const char **pointer)
{
    static const char *const granted[] = {"granted", "partly", NULL};
    (void)fields, (void)args, (void)pointer;
    return close_is(w->row.outcome, granted);
}

/* Duty, procedure and service: all that is missing is named at once. What could not be read counts as missing. */
int guard_loops_complete(const struct case_work *w, const struct value *fields, const char *args[2],
                         const char **pointer)
{
    const struct workflow *d = w->definition;
    enum completeness *found = arena_array_of(w->ctx->arena, enum completeness, d->check_count + 1);
    struct buf zh, en;
    int missing = 0;
    (void)fields, (void)pointer;
    if (found == NULL || completeness_judge(w, found) != RC_OK) {
        return 0;
    }
    buf_init(&zh, w->ctx->arena);
    buf_init(&en, w->ctx->arena);
    for (size_t i = 0; i < d->check_count; i++) {
        if (found[i] == COMPLETENESS_MISSING) {
            buf_printf(&zh, "%s%s", missing > 0 ? "、" : "", d->checks[i].title.zh);
            buf_printf(&en, "%s%s", missing > 0 ? "; " : "", d->checks[i].title.en);
            missing++;
        }
    }
    args[0] = buf_cstr(&zh);
    args[1] = buf_cstr(&en);
    return missing == 0;
}

int guard_suggestion_adopted(const struct case_work *w, const struct value *fields, const char *args[2],
                             const char **pointer)
{
    static const char *const adopted[] = {"adopt", "partly", NULL};
    (void)fields, (void)args, (void)pointer;
    return close_is(w->row.outcome, adopted);
}

/* Art 32: what was supported is carried out, and the file shows how. */
int guard_execution_proven(const struct case_work *w, const struct value *fields, const char *args[2],
                           const char **pointer)
{
    (void)w, (void)args;
    *pointer = "/fields/proof";
    const char *proof = value_text(fields, "proof");
    return proof != NULL && proof[0] != '\0';
}

/* Only what was supported is carried out. */
int guard_outcome_supports(const struct case_work *w, const struct value *fields, const char *args[2],
                           const char **pointer)
{
    (void)fields, (void)args, (void)pointer;
    return w->row.outcome != NULL && strcmp(w->row.outcome, "support") == 0;
}

/* A case in which somebody may still act or must still act is no history yet. */
int guard_all_clocks_ended(const struct case_work *w, const struct value *fields, const char *args[2],
                           const char **pointer)
{
    const struct rating_window ratings = rating_window(w->clocks, w->clock_count);
    (void)fields, (void)pointer;
    for (size_t i = 0; i < w->clock_count; i++) {
        const struct deadline_row *c = &w->clocks[i];
        const struct workflow_clock *named = workflow_clock_find(w->definition, c->clock);
        int is_right = strcmp(c->kind, "right") == 0; /* ends by itself, and stays on file as it was */
        int is_open = strcmp(c->status, "running") == 0 && (!is_right || w->ctx->now_ms < c->due_ms);
        if (is_open || (c == ratings.last && rating_is_open(&ratings, w->ctx->now_ms))) {
            args[0] = named ? named->title.zh : c->clock;
            args[1] = named ? named->title.en : c->clock;
            return 0;
        }
    }
    return 1;
}

int guard_no_review_open(const struct case_work *w, const struct value *fields, const char *args[2],
                         const char **pointer)
{
    struct archive_catalogue_out held;
    (void)fields, (void)args, (void)pointer;
    return archive_rows_catalogue(w->tx, w->ctx->arena, &(struct archive_catalogue_in){w->row.id}, &held) == RC_OK &&
           held.reviews_open == 0;
}

int guard_file_complete(const struct case_work *w, const struct value *fields, const char *args[2],
                        const char **pointer)
{
    struct archive_catalogue_out held;
    (void)fields, (void)args, (void)pointer;
    return archive_rows_catalogue(w->tx, w->ctx->arena, &(struct archive_catalogue_in){w->row.id}, &held) == RC_OK &&
           held.drafts == 0 && held.unproven == 0;
}

/*
 * guard_oversight.c - conditions on ratings and recommendations.
 *
 * Runs on: the writer and workers. Owns: nothing. Invariant: a guard changes nothing and reads no clock but ctx->now_ms.
 */
#include "domain/guard.h"

#include "base/clock.h"
#include "domain/rating.h"

#include <string.h>

int guard_rating_open(const struct case_work *w, const struct value *fields, const char *args[2], const char **pointer)
{
    const struct rating_window window = rating_window(w->clocks, w->clock_count);
    (void)fields, (void)args, (void)pointer;
    return rating_is_open(&window, w->ctx->now_ms);
}

/* What is found in order in all three is not sent back. */
int guard_something_wanting(const struct case_work *w, const struct value *fields, const char *args[2],
                            const char **pointer)
{
    static const char *const marks[] = {"request_clear", "facts_clear", "action_firm"};
    enum { FULL_MARK = 2 };
    (void)w, (void)args;
    *pointer = "/fields/action_firm";
    for (size_t i = 0; i < sizeof marks / sizeof marks[0]; i++) {
        if (value_int(fields, marks[i], FULL_MARK) < FULL_MARK) {
            return 1;
        }
    }
    return 0;
}

/* A third person asks how it went: not whoever gave the answer, in whatever lane. */
int guard_not_answerer(const struct case_work *w, const struct value *fields, const char *args[2], const char **pointer)
{
    static const char *const answers[] = {"answer_simply", "reply_suggestion", "answer_duty", "guide"};
    struct journal_find_act_out act;
    const char *account_id = w->ctx->actor->account_id;
    (void)fields, (void)args, (void)pointer;
    for (size_t i = 0; account_id != NULL && i < sizeof answers / sizeof answers[0]; i++) {
        if (journal_rows_find_act(w->tx, w->ctx->arena,
                                  &(struct journal_find_act_in){w->row.id, answers[i], account_id},
                                  &act) != RC_NOT_FOUND) {
            return 0;
        }
    }
    return 1;
}

/* What the petitioner said in their own words is not written over by what staff heard. */
int guard_not_rated_by_petitioner(const struct case_work *w, const struct value *fields, const char *args[2],
                                  const char **pointer)
{
    struct oversight_find_rating_out own;
    const char *target = value_text(fields, "target");
    (void)args;
    *pointer = "/fields/target";
    enum rc rc =
        oversight_rows_find_rating(w->tx, w->ctx->arena,
                                   &(struct oversight_find_rating_in){w->row.id, target ? target : "",
                                                                      rating_window(w->clocks, w->clock_count).round},
                                   &own);
    return rc == RC_NOT_FOUND || (rc == RC_OK && strcmp(own.via, "portal") != 0);
}

/* Nobody is asked to hold themself responsible. What cannot be read counts as yes. */
static int oversight_had_it(const struct case_work *w, const char *unit_id)
{
    struct case_find_holding_above_out had;
    return case_rows_find_holding_above(w->tx, w->ctx->arena, &(struct case_find_holding_above_in){w->row.id, unit_id},
                                        &had) != RC_NOT_FOUND;
}

/* Art 40: on policy to the county's Party committee and government; else to whoever works, or appoints. */
int guard_addressee_fits(const struct case_work *w, const struct value *fields, const char *args[2],
                         const char **pointer)
{
    int32_t today = clock_day_of(w->ctx->now_ms);
    const char *kind = value_text(fields, "kind");
    (void)args;
    *pointer = "/fields/to_unit";
    if (!w->has_target || kind == NULL || w->target.valid_from > today ||
        (w->target.valid_to != SQL_NULL && w->target.valid_to < today)) {
        return 0;
    }
    if (strcmp(kind, "hold_responsible") == 0 && oversight_had_it(w, w->target.id)) {
        return 0;
    }
    return strcmp(kind, "improve_policy") == 0 ? w->target.parent_id == NULL : strcmp(w->target.kind, "bureau") != 0;
}

static struct oversight_count_measures_out guard_measures(const struct case_work *w)
{
    struct oversight_count_measures_out count = {0};
    return oversight_rows_count_measures(w->tx, w->ctx->arena, &(struct oversight_count_measures_in){w->row.id},
                                         &count) == RC_OK
               ? count
               : (struct oversight_count_measures_out){0};
}

int guard_measure_open(const struct case_work *w, const struct value *fields, const char *args[2], const char **pointer)
{
    (void)fields, (void)args, (void)pointer;
    return guard_measures(w).waiting > 0;
}

int guard_no_measure_open(const struct case_work *w, const struct value *fields, const char *args[2],
                          const char **pointer)
{
    struct oversight_count_measures_out count = guard_measures(w);
    (void)fields, (void)args, (void)pointer;
    return count.waiting == 0 && count.answered == 0;
}

int guard_measure_answered(const struct case_work *w, const struct value *fields, const char *args[2],
                           const char **pointer)
{
    (void)fields, (void)args, (void)pointer;
    return guard_measures(w).answered > 0;
}

/* Who is not content is called back, once however often they say so. */
int guard_is_dissatisfied(const struct case_work *w, const struct value *fields, const char *args[2],
                          const char **pointer)
{
    const char *value = value_text(fields, "value");
    (void)args, (void)pointer;
    return value != NULL && strcmp(value, "dissatisfied") == 0 && case_clock((struct case_work *)w, "V2") == NULL;
}

int guard_callback_reached(const struct case_work *w, const struct value *fields, const char *args[2],
                           const char **pointer)
{
    const char *result = value_text(fields, "result");
    (void)w, (void)args;
    *pointer = "/fields/result";
    return result != NULL && strcmp(result, "not_reached") != 0;
}

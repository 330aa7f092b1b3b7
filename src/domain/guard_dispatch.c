/*
 * guard_dispatch.c - conditions about dispatches: assisting units and reports.
 *
 * Runs on: the writer and workers. Owns: nothing. Invariant: as in guard.c, nothing is changed.
 */
#include "domain/guard.h"

#include "base/clock.h"
#include "base/text.h"
#include "domain/assist.h"
#include "domain/succession.h"

#include <string.h>

/* Art 22, 24: a unit that exists, may handle, and whose duties cover the matter and the place. */
int guard_unit_competent(const struct case_work *w, const struct value *fields, const char *args[2],
                         const char **pointer)
{
    (void)fields;
    *pointer = "/fields/to_unit";
    if (!w->has_target) {
        return 0;
    }
    int32_t today = clock_day_of(w->ctx->now_ms);
    args[0] = w->target.name;
    return w->target.can_handle && w->target.valid_from <= today &&
           (w->target.valid_to == SQL_NULL || w->target.valid_to >= today) && w->target_covers;
}

/* Art 24: a unit that was merged or abolished has a successor. */
int guard_not_succeeded(const struct case_work *w, const struct value *fields, const char *args[2],
                        const char **pointer)
{
    const char *successor = NULL;
    (void)fields;
    *pointer = "/fields/to_unit";
    if (!w->has_target || w->target.valid_to == SQL_NULL || w->target.valid_to >= clock_day_of(w->ctx->now_ms)) {
        return 1; /* other guards say what is wrong */
    }
    enum rc rc = succession_find(w->ctx, w->tx, w->target.id, &successor);
    args[0] = w->target.name;
    args[1] = successor;
    return rc == RC_OK && successor == NULL;
}

int guard_not_sender_itself(const struct case_work *w, const struct value *fields, const char *args[2],
                            const char **pointer)
{
    (void)fields, (void)args;
    *pointer = "/fields/to_unit";
    return w->has_target && strcmp(w->target.id, w->holder.id) != 0;
}

/* What a superior assigns is not for the simple procedure. */
int guard_assignment_suits_lane(const struct case_work *w, const struct value *fields, const char *args[2],
                                const char **pointer)
{
    const char *kind = value_text(fields, "kind");
    (void)args;
    *pointer = "/fields/kind";
    int is_simple = strcmp(w->row.lane, "C6S") == 0;
    if (is_simple && !w->row.is_first) {
        *pointer = NULL; /* found out after it was screened */
        return 0;
    }
    return !is_simple || kind == NULL || strcmp(kind, "assignment") != 0;
}

int guard_holder_is_competent(const struct case_work *w, const struct value *fields, const char *args[2],
                              const char **pointer)
{
    (void)fields, (void)pointer;
    args[0] = w->holder.name;
    return w->holder.can_handle != 0;
}

/* Art 23 ¶3: five working days from receipt of the dispatch. */
int guard_objection_window_open(const struct case_work *w, const struct value *fields, const char *args[2],
                                const char **pointer)
{
    (void)fields, (void)pointer;
    const struct deadline_row *window = case_clock((struct case_work *)w, "C4");
    if (window == NULL) {
        args[0] = "没有在计的期限";
        args[1] = "none is running";
        return 0;
    }
    guard_say_day(w, window->due_day, args);
    return w->ctx->now_ms < window->due_ms || w->dispatch.late_consent_ms != SQL_NULL;
}

int guard_objection_lapsed(const struct case_work *w, const struct value *fields, const char *args[2],
                           const char **pointer)
{
    return case_clock((struct case_work *)w, "C4") != NULL && !guard_objection_window_open(w, fields, args, pointer);
}

static int dispatch_is_against(const struct case_work *w, const struct unit_row *unit, const char *args[2])
{
    struct precedent_is_complained_out against;
    args[0] = unit->name;
    return precedent_rows_is_complained(w->tx, w->ctx->arena, &(struct precedent_is_complained_in){w->row.id, unit->id},
                                        &against) != RC_OK ||
           against.total > 0;
}

int guard_holder_not_complained_of(const struct case_work *w, const struct value *fields, const char *args[2],
                                   const char **pointer)
{
    (void)fields, (void)pointer;
    return !dispatch_is_against(w, &w->holder, args);
}

int guard_not_complained_of(const struct case_work *w, const struct value *fields, const char *args[2],
                            const char **pointer)
{
    (void)fields;
    *pointer = "/fields/to_unit";
    return w->has_target && !dispatch_is_against(w, &w->target, args);
}

int guard_not_ruled(const struct case_work *w, const struct value *fields, const char *args[2], const char **pointer)
{
    (void)fields, (void)args, (void)pointer;
    return !w->has_dispatch || w->dispatch.is_ruled == 0;
}

int guard_objection_has_basis(const struct case_work *w, const struct value *fields, const char *args[2],
                              const char **pointer)
{
    (void)w, (void)args;
    *pointer = "/fields/legal_basis";
    const char *basis = value_text(fields, "legal_basis");
    return text_has_words(basis);
}

int guard_reason_by_article(const struct case_work *w, const struct value *fields, const char *args[2],
                            const char **pointer)
{
    (void)w, (void)args;
    *pointer = "/fields/article";
    const char *article = value_text(fields, "article"), *why = value_text(fields, "reason");
    return text_has_words(article) && text_has_words(why);
}

int guard_is_assigned(const struct case_work *w, const struct value *fields, const char *args[2], const char **pointer)
{
    (void)fields, (void)args, (void)pointer;
    int is_filed = w->dispatch.report_state != NULL && strcmp(w->dispatch.report_state, "filed") == 0;
    return case_clock((struct case_work *)w, "C5") != NULL && !is_filed;
}

int guard_unit_in_being(const struct case_work *w, const struct value *fields, const char *args[2],
                        const char **pointer)
{
    int32_t today = clock_day_of(w->ctx->now_ms);
    (void)fields;
    *pointer = "/fields/to_unit";
    if (!w->has_target) {
        return 0;
    }
    args[0] = w->target.name;
    return w->target.can_handle && w->target.valid_from <= today &&
           (w->target.valid_to == SQL_NULL || w->target.valid_to >= today);
}

int guard_task_is_new(const struct case_work *w, const struct value *fields, const char *args[2], const char **pointer)
{
    (void)fields;
    *pointer = "/fields/to_unit";
    if (!w->has_target) {
        return 0;
    }
    args[0] = w->target.name;
    return strcmp(w->target.id, w->holder.id) != 0 && assist_of_unit(w, w->target.id) == NULL;
}

int guard_task_is_mine(const struct case_work *w, const struct value *fields, const char *args[2], const char **pointer)
{
    (void)args;
    *pointer = fields ? "/fields/unit" : NULL;
    return assist_of_actor(w, fields) != NULL;
}

int guard_has_open_task(const struct case_work *w, const struct value *fields, const char *args[2],
                        const char **pointer)
{
    struct task_row *rows;
    size_t count;
    (void)fields, (void)args, (void)pointer;
    return assist_list(w, &rows, &count) == RC_OK && count > 0;
}

int guard_task_is_open(const struct case_work *w, const struct value *fields, const char *args[2], const char **pointer)
{
    (void)args;
    *pointer = "/fields/unit";
    return assist_of_unit(w, value_text(fields, "unit")) != NULL;
}

/* The opinion of the lead unit waits for what the others were asked. */
int guard_assisting_answered(const struct case_work *w, const struct value *fields, const char *args[2],
                             const char **pointer)
{
    struct task_row *rows;
    size_t count;
    (void)fields, (void)pointer;
    if (assist_list(w, &rows, &count) != RC_OK) {
        return 0;
    }
    if (count > 0) {
        args[0] = rows[0].unit_name;
    }
    return count == 0;
}

int guard_is_accepted(const struct case_work *w, const struct value *fields, const char *args[2], const char **pointer)
{
    (void)fields, (void)args, (void)pointer;
    return w->row.accepted_ms != SQL_NULL;
}

int guard_assignment_reported(const struct case_work *w, const struct value *fields, const char *args[2],
                              const char **pointer)
{
    const char *state = w->dispatch.report_state;
    (void)fields, (void)args, (void)pointer;
    return !w->has_dispatch || strcmp(w->dispatch.kind, "assignment") != 0 ||
           (state != NULL && strcmp(state, "accepted") == 0);
}

int guard_report_filed(const struct case_work *w, const struct value *fields, const char *args[2], const char **pointer)
{
    (void)fields, (void)args, (void)pointer;
    return w->has_dispatch && w->dispatch.report_state != NULL && strcmp(w->dispatch.report_state, "filed") == 0;
}

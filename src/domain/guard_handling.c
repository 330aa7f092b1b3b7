/*
 * guard_handling.c - conditions on staff, time and agreements.
 *
 * Runs on: the writer and workers. Owns: nothing. Invariant: a guard changes nothing and reads no clock but ctx->now_ms.
 */
#include "domain/guard.h"

#include "base/clock.h"
#include "domain/agreement.h"

#include <string.h>

int guard_handler_in_unit(const struct case_work *w, const struct value *fields, const char *args[2],
                          const char **pointer)
{
    (void)fields, (void)args;
    *pointer = "/fields/handler";
    return w->handler_fits;
}

int guard_is_not_handler(const struct case_work *w, const struct value *fields, const char *args[2],
                         const char **pointer)
{
    const char *account = value_text(fields, "account");
    (void)args;
    *pointer = "/fields/account";
    return account != NULL && (w->row.handler_id == NULL || strcmp(w->row.handler_id, account) != 0);
}

int guard_handler_not_recused(const struct case_work *w, const struct value *fields, const char *args[2],
                              const char **pointer)
{
    struct recusal_find_out recusal;
    const char *handler = value_text(fields, "handler");
    (void)args;
    *pointer = "/fields/handler";
    return handler == NULL || recusal_rows_find(w->tx, w->ctx->arena, &(struct recusal_find_in){w->row.id, handler},
                                                &recusal) == RC_NOT_FOUND;
}

/* Art 23: only who cannot be reached because name or address is unclear is not told. */
int guard_notice_possible(const struct case_work *w, const struct value *fields, const char *args[2],
                          const char **pointer)
{
    struct party_find_reachable_out reachable;
    const char *method = value_text(fields, "notice_method");
    (void)args;
    *pointer = "/fields/notice_method";
    return method == NULL || strcmp(method, "not_possible") != 0 ||
           party_rows_find_reachable(w->tx, w->ctx->arena, &(struct party_find_reachable_in){w->row.id}, &reachable) ==
               RC_NOT_FOUND;
}

/* Art 23: in writing. */
int guard_notice_is_written(const struct case_work *w, const struct value *fields, const char *args[2],
                            const char **pointer)
{
    const char *method = value_text(fields, "notice_method"), *proof = value_text(fields, "proof");
    (void)args;
    *pointer = "/fields/notice_method";
    if (method == NULL || strcmp(method, "not_possible") == 0 || strcmp(w->row.lane, "C6S") == 0) {
        return 1;
    }
    if (strcmp(method, "phone") == 0) {
        return 0;
    }
    *pointer = "/fields/proof";
    return proof != NULL && proof[0] != '\0';
}

/* Art 28 ¶3: staff with a direct interest withdraw (回避). */
int guard_no_conflict_declared(const struct case_work *w, const struct value *fields, const char *args[2],
                               const char **pointer)
{
    (void)w, (void)args;
    *pointer = "/fields/no_conflict";
    return value_int(fields, "no_conflict", 0) == 1;
}

/* Whoever named the handler takes it back, as long as that is the last that happened and nobody had the case before. */
int guard_assigned_just_now(const struct case_work *w, const struct value *fields, const char *args[2],
                            const char **pointer)
{
    struct journal_get_act_out act;
    const char *account_id = w->ctx->actor->account_id;
    (void)fields, (void)args, (void)pointer;
    return account_id != NULL &&
           journal_rows_get_act(w->tx, w->ctx->arena, &(struct journal_get_act_in){w->row.id, w->row.journal_seq},
                                &act) == RC_OK &&
           act.event != NULL && strcmp(act.event, "assign_handler") == 0 && act.from_state != NULL &&
           strcmp(act.from_state, "accepted") == 0 && strcmp(act.actor_id, account_id) == 0;
}

/* Art 34: at most 30 days in total. */
int guard_within_extension_cap(const struct case_work *w, const struct value *fields, const char *args[2],
                               const char **pointer)
{
    const struct deadline_row *row = case_clock_extendable((struct case_work *)w);
    *pointer = "/fields/days";
    if (row == NULL) {
        args[0] = args[1] = "0";
        return 0;
    }
    const struct workflow_clock *clock = workflow_clock_find(w->definition, row->clock);
    args[0] = arena_printf(w->ctx->arena, "%d", clock->extension_max);
    args[1] = arena_printf(w->ctx->arena, "%lld", (long long)(clock->extension_max - row->extension_days));
    int64_t days = fields ? value_int(fields, "days", 0) : 1;
    return days >= 1 && row->extension_days + days <= clock->extension_max;
}

/* Art 34: the extension is approved before the time is over. */
int guard_before_due(const struct case_work *w, const struct value *fields, const char *args[2], const char **pointer)
{
    (void)fields, (void)pointer;
    const struct deadline_row *row = case_clock_extendable((struct case_work *)w);
    if (row == NULL) {
        args[0] = "没有在计的期限";
        args[1] = "none is running";
        return 0;
    }
    guard_say_day(w, row->due_day, args);
    return w->ctx->now_ms < row->due_ms;
}

/* Art 33: nobody is made to settle. */
int guard_both_consent(const struct case_work *w, const struct value *fields, const char *args[2], const char **pointer)
{
    (void)w, (void)args;
    *pointer = "/fields/both_consent";
    return value_int(fields, "both_consent", 0) == 1;
}

int guard_has_agreement(const struct case_work *w, const struct value *fields, const char *args[2],
                        const char **pointer)
{
    int is_there = 0;
    (void)fields, (void)args, (void)pointer;
    return agreement_is_there(w->ctx, w->tx, w->row.id, &is_there) == RC_OK && is_there;
}

int guard_agreement_settles(const struct case_work *w, const struct value *fields, const char *args[2],
                            const char **pointer)
{
    const char *accepts = value_text(fields, "petitioner_accepts");
    int is_settled = value_int(fields, "thing_settled", 0) == 1;
    (void)w, (void)args;
    *pointer = is_settled ? "/fields/petitioner_accepts" : "/fields/thing_settled";
    return is_settled && accepts != NULL && strcmp(accepts, "no") != 0;
}

int guard_agreement_performed(const struct case_work *w, const struct value *fields, const char *args[2],
                              const char **pointer)
{
    int is_performed = 0;
    (void)fields, (void)args, (void)pointer;
    return agreement_is_performed(w->ctx, w->tx, w->row.id, &is_performed) == RC_OK && is_performed;
}

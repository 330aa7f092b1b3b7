/*
 * guard_sealed.c - conditions on who may know of an accusation.
 *
 * Runs on: the writer and workers. Owns: nothing. Invariant: a guard changes nothing and reads no clock but ctx->now_ms.
 */
#include "domain/guard.h"

#include "base/clock.h"

#include <string.h>

/* Art 30: nobody of the unit that it is against, of those below it, or of those above it. */
int guard_reader_fits(const struct case_work *w, const struct value *fields, const char *args[2], const char **pointer)
{
    const char *account = value_text(fields, "account");
    struct sealed_may_read_out may;
    struct sealed_is_barred_out barred;
    (void)args;
    *pointer = "/fields/account";
    if (account == NULL ||
        sealed_rows_may_read(w->tx, w->ctx->arena, &(struct sealed_may_read_in){account, clock_day_of(w->ctx->now_ms)},
                             &may) != RC_OK) {
        return 0;
    }
    return sealed_rows_is_barred(w->tx, w->ctx->arena, &(struct sealed_is_barred_in){w->row.id, account}, &barred) ==
           RC_NOT_FOUND;
}

int guard_another_reader(const struct case_work *w, const struct value *fields, const char *args[2],
                         const char **pointer)
{
    struct sealed_count_readers_out named;
    (void)fields, (void)args;
    *pointer = "/fields/account";
    return sealed_rows_count_readers(w->tx, w->ctx->arena, &(struct sealed_count_readers_in){w->row.id}, &named) ==
               RC_OK &&
           named.total > 1;
}

int guard_one_submission(const struct case_work *w, const struct value *fields, const char *args[2],
                         const char **pointer)
{
    (void)fields, (void)args, (void)pointer;
    return w->row.submission_count == 1;
}

int guard_accusation_by_officer(const struct case_work *w, const struct value *fields, const char *args[2],
                                const char **pointer)
{
    (void)args;
    *pointer = "/fields/accusation";
    return value_text(fields, "accusation") == NULL ||
           (strcmp(w->holder.kind, "bureau") == 0 &&
            perm_role_at(w->ctx->actor, "accusation_officer", w->holder.id, w->holder.path));
}

/* What was written about it stands in a journal that cannot be changed; then only a new case is free of it. */
int guard_words_not_spread(const struct case_work *w, const struct value *fields, const char *args[2],
                           const char **pointer)
{
    struct journal_count_words_out words;
    (void)args;
    *pointer = "/fields/accusation";
    return value_text(fields, "accusation") == NULL ||
           (journal_rows_count_words(w->tx, w->ctx->arena, &(struct journal_count_words_in){w->row.id}, &words) ==
                RC_OK &&
            words.total == 0);
}

int guard_demand_goes_along(const struct case_work *w, const struct value *fields, const char *args[2],
                            const char **pointer)
{
    (void)args;
    *pointer = "/fields/demand";
    return value_text(fields, "demand") == NULL || (value_text(fields, "accusation") != NULL && w->demand_count > 1);
}

int guard_unseal_proposed(const struct case_work *w, const struct value *fields, const char *args[2],
                          const char **pointer)
{
    struct journal_find_event_out act;
    (void)fields, (void)args, (void)pointer;
    return journal_rows_find_event(w->tx, w->ctx->arena, &(struct journal_find_event_in){w->row.id, "propose_unseal"},
                                   &act) == RC_OK;
}

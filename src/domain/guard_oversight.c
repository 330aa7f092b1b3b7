/*
 * guard_oversight.c - conditions on ratings.
 *
 * Runs on: the writer and workers. Owns: nothing. Invariant: a guard changes nothing and reads no clock but ctx->now_ms.
 */
#include "domain/guard.h"

int guard_rating_open(const struct case_work *w, const struct value *fields, const char *args[2], const char **pointer)
{
    const struct deadline_row *window = case_clock((struct case_work *)w, "C19");
    (void)fields, (void)args, (void)pointer;
    return window != NULL && w->ctx->now_ms < window->due_ms;
}

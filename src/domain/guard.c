/*
 * guard.c - the rows of guard.def as tables.
 *
 * Runs on: the writer and workers. Owns: nothing.
 */
#include "domain/guard.h"

#include "base/clock.h"

const struct workflow_guard_name guard_names[] = {
#define GUARD(name, waits, needs, zh, en, article)       {#name, {#name, zh, en, 0}, article, waits, needs},
#define GUARD_QUIET(name, waits, needs, zh, en, article) {#name, {#name, zh, en, 1}, article, waits, needs},
#include "domain/guard.def"
#undef GUARD_QUIET
#undef GUARD
    {NULL, {NULL, NULL, NULL, 0}, NULL, 0, NULL},
};

static guard_fn *const guard_functions[] = {
#define GUARD(name, waits, needs, zh, en, article) guard_##name,
#define GUARD_QUIET                                GUARD
#include "domain/guard.def"
#undef GUARD_QUIET
#undef GUARD
};

int guard_holds(const struct case_work *w, int guard, const struct value *fields, const char *args[2],
                const char **pointer)
{
    return guard_functions[guard](w, fields, args, pointer);
}

void guard_say_day(const struct case_work *w, int64_t day, const char *args[2])
{
    char zh[CLOCK_DATE_ZH_SIZE];
    char en[CLOCK_DATE_SIZE];
    clock_format_day_zh((int32_t)day, zh);
    clock_format_day((int32_t)day, en);
    args[0] = arena_strdup(w->ctx->arena, zh);
    args[1] = arena_strdup(w->ctx->arena, en);
}

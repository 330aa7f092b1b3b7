/*
 * effect.c - the rows of effect.def as tables.
 *
 * Runs on: the writer. Owns: nothing.
 */
#include "domain/effect.h"

#include "base/clock.h"
#include "domain/reason.h"

const char *const effect_names[] = {
#define EFFECT(name, needs) #name,
#include "domain/effect.def"
#undef EFFECT
    NULL,
};

const char *const effect_needs[] = {
#define EFFECT(name, needs) needs,
#include "domain/effect.def"
#undef EFFECT
};

static effect_fn *const effect_functions[] = {
#define EFFECT(name, needs) effect_##name,
#include "domain/effect.def"
#undef EFFECT
};

enum rc effect_run(struct case_work *w, int effect)
{
    return effect_functions[effect](w);
}

enum rc effect_day(struct case_work *w, const char *field, int64_t earliest_ms)
{
    int32_t day, today = clock_day_of(w->ctx->now_ms);
    const char *text = value_text(w->fields, field), *pointer = arena_printf(w->ctx->arena, "/fields/%s", field);
    if (text == NULL) {
        return RC_OK;
    }
    if (clock_parse_day(text, &day) != RC_OK || day > today) {
        return fault_add(&w->ctx->fault, reason(REASON_DATE_FUTURE), pointer, NULL, NULL);
    }
    if (day < clock_day_of(earliest_ms)) {
        char zh[CLOCK_DATE_ZH_SIZE];
        char en[CLOCK_DATE_SIZE];
        clock_format_day_zh(clock_day_of(earliest_ms), zh);
        clock_format_day(clock_day_of(earliest_ms), en);
        return fault_add(&w->ctx->fault, reason(REASON_DATE_TOO_EARLY), pointer, arena_strdup(w->ctx->arena, zh),
                         arena_strdup(w->ctx->arena, en));
    }
    if (day < today) {
        int64_t start_ms = clock_day_start_ms(day);
        w->effective_ms = start_ms > earliest_ms ? start_ms : earliest_ms;
    }
    return RC_OK;
}

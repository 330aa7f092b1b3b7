/*
 * fuzz_due.c - due dates on calendars of any shape.
 *
 * Holds: who begins later is due no earlier; a longer time ends no earlier; the day told is the day before the instant; the
 * trace ends on the rolled day and counts as many days as the clock has.
 *
 * Runs on: the fuzzer's only thread. Owns: nothing.
 */
#include "base/clock.h"
#include "domain/due.h"
#include "fuzz.h"

enum { FIRST_DAY = 20000, DAYS = 1500, DAYS_MAX = 64 };

static const struct calendar *make_calendar(struct fuzz_in *in, struct arena *a)
{
    struct calendar_day *days = arena_array_of(a, struct calendar_day, DAYS_MAX);
    int years[] = {2024, 2025, 2026};
    size_t count = fuzz_byte(in) % DAYS_MAX;
    int32_t day = FIRST_DAY;
    for (size_t i = 0; i < count; i++) {
        day += 1 + fuzz_byte(in) % 40;
        days[i] = (struct calendar_day){.day = day, .is_work = fuzz_byte(in) & 1, .name = "day"};
    }
    return calendar_new(a, days, count, years, sizeof years / sizeof years[0]);
}

static void check_trace(const struct calendar *c, const struct due_input *input, const struct due_result *due,
                        struct arena *a)
{
    struct due_step *steps = NULL;
    size_t count = 0;
    int counted = 0;
    if (input->unit == DUE_HOUR || due_trace(c, input, a, &steps, &count) != RC_OK || count == 0) {
        return;
    }
    FUZZ_MUST(steps[count - 1].day == due->rolled_day || steps[count - 1].day == due->due_day);
    for (size_t i = 0; i < count; i++) {
        FUZZ_MUST(i == 0 || steps[i].day == steps[i - 1].day + 1);
        counted += steps[i].kind == DUE_STEP_COUNTED || steps[i].kind == DUE_STEP_MAKEUP;
    }
    FUZZ_MUST(input->unit != DUE_WORKING_DAY || counted == input->length);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *a = fuzz_arena();
    struct fuzz_in in = {data, size};
    const struct calendar *c = make_calendar(&in, a);
    FUZZ_MUST(c != NULL);
    struct due_pause pause = {.from_day = FIRST_DAY + (int32_t)fuzz_number(&in, DAYS)};
    pause.to_day = pause.from_day + fuzz_byte(&in) % 30;
    struct due_input first = {.start_ms =
                                  clock_day_start_ms(FIRST_DAY) + (int64_t)fuzz_number(&in, DAYS * 1440U) * 60000,
                              .unit = (enum due_unit)(fuzz_byte(&in) % 3),
                              .length = 1 + (int)fuzz_number(&in, 400),
                              .extension_days = fuzz_byte(&in) % 31,
                              .pauses = &pause,
                              .pause_count = fuzz_byte(&in) & 1U};
    struct due_result due;
    struct due_result other;
    if (due_compute(c, &first, &due) != RC_OK) {
        return 0;
    }
    FUZZ_MUST(due.due_ms > first.start_ms && due.rolled_day >= due.due_day);
    FUZZ_MUST(first.unit == DUE_HOUR || clock_day_of(due.due_ms - 1) == due.due_day);
    struct due_input later = first;
    later.start_ms += (int64_t)fuzz_number(&in, 100000) * 60000;
    FUZZ_MUST(due_compute(c, &later, &other) != RC_OK || other.due_ms >= due.due_ms);
    struct due_input longer = first;
    longer.length += fuzz_byte(&in) % 50;
    FUZZ_MUST(due_compute(c, &longer, &other) != RC_OK || other.due_ms >= due.due_ms);
    check_trace(c, &first, &due, a);
    return 0;
}

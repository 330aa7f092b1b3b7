/*
 * fuzz_time.c - dates and instants as texts, and days of zones with strange histories: zone, two instants, two texts.
 *
 * Holds: a text that is read is the one that is written of it (a date) or reads as the same instant (a stamp); what is written
 * reads back; later instants are written later and lie on no earlier day; a day begins where the one before has ended.
 *
 * Runs on: the fuzzer's thread, which may change the zone because there is no other. Owns: nothing.
 */
#include "base/clock.h"
#include "fuzz.h"

enum { DAY_FIRST = -25567, DAY_LAST = 2932896, MONTHS = 12 }; /* 1900-01-01 to 9999-12-31 */

static void use_zone(uint8_t which)
{
    static const char *const zones[] = {"Asia/Shanghai", "America/Sao_Paulo", "Pacific/Apia", "Africa/Casablanca"};
    const char *zone = zones[which % 4];
    if (strcmp(clock_zone(), zone) != 0) {
        FUZZ_MUST(clock_set_zone(zone) == RC_OK);
    }
}

static void check_day(int32_t day)
{
    char text[CLOCK_DATE_SIZE], zh[CLOCK_DATE_ZH_SIZE];
    int32_t back = 0;
    int year, month, mday;
    clock_format_day(day, text);
    clock_format_day_zh(day, zh);
    FUZZ_MUST(clock_parse_day(text, &back) == RC_OK && back == day);
    clock_split_day(day, &year, &month, &mday);
    FUZZ_MUST(month >= 1 && month <= MONTHS && mday >= 1 && mday <= 31);
    FUZZ_MUST(clock_join_day(year, month, mday) == day &&
              clock_join_day(year, month + MONTHS, 0) == clock_join_day(year + 1, month, 0));
    FUZZ_MUST(atoi(zh) == year && clock_weekday(day + 1) == clock_weekday(day) % 7 + 1);
    int64_t start = clock_day_start_ms(day);
    FUZZ_MUST(clock_day_of(start) >= day && clock_day_of(start - 1) < day); /* Apia has no 2011-12-30 */
    FUZZ_MUST(clock_day_start_ms(day + 1) >= start);
}

static void check_instants(int64_t one, int64_t other)
{
    char texts[2][CLOCK_STAMP_SIZE];
    int64_t back = 0;
    clock_format_stamp(one, texts[0]);
    clock_format_stamp(other, texts[1]);
    FUZZ_MUST(strlen(texts[0]) == CLOCK_STAMP_SIZE - 1 && clock_parse_stamp(texts[0], &back) == RC_OK && back == one);
    int order = (one > other) - (one < other);
    int written = strcmp(texts[0], texts[1]);
    FUZZ_MUST((written > 0) - (written < 0) == order);
    FUZZ_MUST(order >= 0 || clock_day_of(one) <= clock_day_of(other));
}

static void check_texts(const char *date, const char *stamp)
{
    char again[CLOCK_STAMP_SIZE];
    int32_t day = 0;
    int64_t ms = 0;
    if (clock_parse_day(date, &day) == RC_OK) {
        FUZZ_MUST(day >= DAY_FIRST && day <= DAY_LAST);
        clock_format_day(day, again);
        FUZZ_MUST(strcmp(again, date) == 0);
    }
    if (clock_parse_stamp(stamp, &ms) == RC_OK) {
        int64_t back = 0;
        clock_format_stamp(ms, again);
        FUZZ_MUST(clock_parse_stamp(again, &back) == RC_OK && back == ms);
        FUZZ_MUST(strspn(stamp, "0123456789-+:.TZtz") == strlen(stamp));
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const int64_t first = (int64_t)DAY_FIRST * 86400000, span = (int64_t)(DAY_LAST - DAY_FIRST + 1) * 86400000;
    struct arena *a = fuzz_arena();
    struct fuzz_in in = {data, size};
    int64_t instants[2];
    use_zone(fuzz_byte(&in));
    for (int i = 0; i < 2; i++) {
        uint64_t n = (uint64_t)fuzz_number(&in, 0) << 32;
        n |= fuzz_number(&in, 0);
        instants[i] = first + (int64_t)(n % (uint64_t)span);
    }
    check_instants(instants[0], instants[1]);
    check_day(DAY_FIRST + 1 + (int32_t)((instants[0] - first) / 86400000) % (DAY_LAST - DAY_FIRST - 2));
    const char *date = fuzz_text(&in, a);
    check_texts(date, fuzz_text(&in, a));
    return 0;
}

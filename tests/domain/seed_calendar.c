/*
 * seed_calendar.c - reads sql/seed/calendars/2025.json and 2026.json.
 *
 * Runs on: the test's only thread. Owns: nothing; the calendar lives on the caller's arena.
 */
#include "seed_calendar.h"

#include "base/check.h"
#include "base/clock.h"
#include "support/support.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

enum { SEED_DAYS_MAX = 400, SEED_DATE_LENGTH = 10 };

struct seed {
    struct calendar_day days[SEED_DAYS_MAX];
    size_t count;
};

static int32_t seed_day(const char *text)
{
    char date[CLOCK_DATE_SIZE] = {0};
    int32_t day;
    strncpy(date, text, SEED_DATE_LENGTH);
    CHECK(clock_parse_day(date, &day) == RC_OK);
    return day;
}

/* "2026-01-01" or "2026-01-01..2026-01-03" */
static void seed_add(struct seed *s, struct arena *a, const char *range, const json_t *names, int is_work)
{
    const char *dots = strstr(range, "..");
    int32_t last = seed_day(dots ? dots + 2 : range);
    for (int32_t day = seed_day(range); day <= last; day++) {
        char date[CLOCK_DATE_SIZE];
        clock_format_day(day, date);
        const char *name = json_string_value(json_object_get(names, date));
        CHECK(s->count < SEED_DAYS_MAX && name != NULL);
        s->days[s->count++] = (struct calendar_day){day, is_work, arena_strdup(a, name)};
    }
}

static void seed_read(struct seed *s, struct arena *a, const char *path, int year)
{
    json_error_t error;
    char *text = support_read(path, NULL);
    json_t *root = json_loads(text, JSON_REJECT_DUPLICATES, &error);
    CHECK(root != NULL);
    CHECK(json_integer_value(json_object_get(root, "year")) == year);
    CHECK(json_string_length(json_object_get(root, "notice")) > 0);
    const json_t *names = json_object_get(root, "names");
    static const char *const lists[] = {"off", "work"};
    for (int is_work = 0; is_work <= 1; is_work++) {
        size_t i;
        json_t *item;
        json_array_foreach(json_object_get(root, lists[is_work]), i, item)
        {
            seed_add(s, a, json_string_value(item), names, is_work);
        }
    }
    json_decref(root);
    free(text);
}

const struct calendar *seed_calendar(struct arena *a)
{
    static const int years[] = {2025, 2026};
    struct seed s = {.count = 0};
    seed_read(&s, a, TEST_SOURCE_DIR "/sql/seed/calendars/2025.json", years[0]);
    seed_read(&s, a, TEST_SOURCE_DIR "/sql/seed/calendars/2026.json", years[1]);
    const struct calendar *c = calendar_new(a, s.days, s.count, years, 2);
    CHECK(c != NULL);
    return c;
}

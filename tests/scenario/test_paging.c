/*
 * test_paging.c - a worklist of 120 cases is read page by page, forward and back, without a gap or a repetition.
 */
#include "support/scenario.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { CASES = 120, PAGE = 17 };

struct pages {
    char ids[CASES + PAGE][27];
    int count;
};

static void fill(struct scenario *s)
{
    char body[512];
    char at[32];
    for (int i = 0; i < CASES; i++) {
        if (i % 8 == 0) { /* some fall due on the same day, some at the same instant */
            snprintf(at, sizeof at, "2026-03-%02d %02d:00", 2 + i / 24, 8 + i % 24 / 8);
            move_clock(s, at);
        }
        as(s, "demo-window");
        snprintf(
            body, sizeof body,
            "{'channel':'web','purpose':'relief','title':'第%d件','request':'请处理','demands':[{'text':'请处理'}],"
            "'persons':[{'role':'petitioner','kind':'natural','name':'陶某某'}]}",
            i + 1);
        submit(s, body);
        expect(s, 201);
    }
}

static void take(struct scenario *s, struct pages *out)
{
    char path[24];
    for (int i = 0;; i++) {
        snprintf(path, sizeof path, "data.%d.id", i);
        const char *id = value(s, path);
        if (id[0] == '\0') {
            return;
        }
        assert_true(out->count < CASES + PAGE);
        snprintf(out->ids[out->count++], 27, "%s", id);
    }
}

static int compare(const void *a, const void *b)
{
    return strcmp(a, b);
}

static void expect_all_once(const struct pages *p)
{
    struct pages sorted = *p;
    assert_int_equal(p->count, CASES);
    qsort(sorted.ids, (size_t)sorted.count, sizeof sorted.ids[0], compare);
    for (int i = 1; i < sorted.count; i++) {
        assert_string_not_equal(sorted.ids[i - 1], sorted.ids[i]);
    }
}

static void walk(struct scenario *s, const char *filter)
{
    struct pages forward = {.count = 0};
    const char *prev = "";
    as(s, "demo-bureau");
    get(s, "/cases?limit=%d%s", PAGE, filter);
    for (;;) {
        expect(s, 200);
        take(s, &forward);
        prev = value(s, "page.prev");
        const char *next = value(s, "page.next");
        if (next[0] == '\0') {
            break;
        }
        get(s, "/cases?limit=%d%s&cursor=%s", PAGE, filter, next);
    }
    expect_all_once(&forward);
    /* Back from the last page: the same order, one page before the other. */
    int at = CASES - CASES % PAGE;
    while (prev[0] != '\0') {
        struct pages page = {.count = 0};
        get(s, "/cases?limit=%d%s&cursor=%s", PAGE, filter, prev);
        expect(s, 200);
        take(s, &page);
        assert_int_equal(page.count, PAGE);
        at -= PAGE;
        for (int i = 0; i < page.count; i++) {
            assert_string_equal(page.ids[i], forward.ids[at + i]);
        }
        prev = value(s, "page.prev");
    }
    assert_int_equal(at, 0);
}

static void pages_have_no_gap(void **state)
{
    struct scenario *s = *state;
    fill(s);
    walk(s, "");
    walk(s, "&sort=newest");
    walk(s, "&open=any");
    walk(s, "&sort=due_desc");
    walk(s, "&sort=changed");
    walk(s, "&sort=changed_asc");
    walk(s, "&sort=number");
    walk(s, "&sort=number_desc&open=any");
    walk(s, "&sort=oldest");
}

/* What comes in between neither hides nor repeats what was there. */
static void pages_stand_while_cases_come(void **state)
{
    struct scenario *s = *state;
    struct pages all = {.count = 0};
    fill(s);
    as(s, "demo-bureau");
    get(s, "/cases?limit=50&sort=newest");
    take(s, &all);
    const char *next = value(s, "page.next");
    as(s, "demo-window");
    submit(s, "{'channel':'web','purpose':'relief','title':'后来的','request':'请处理','demands':[{'text':'请处理'}],"
              "'persons':[{'role':'petitioner','kind':'natural','name':'陶某某'}]}");
    expect(s, 201);
    as(s, "demo-bureau");
    get(s, "/cases?limit=200&sort=newest&cursor=%s", next);
    take(s, &all);
    expect_all_once(&all);
}

/* A cursor belongs to its list and cannot be made by hand. */
static void foreign_cursors_are_refused(void **state)
{
    struct scenario *s = *state;
    fill(s);
    as(s, "demo-bureau");
    get(s, "/cases?limit=5");
    const char *next = value(s, "page.next");
    get(s, "/cases?limit=5&sort=newest&cursor=%s", next);
    expect(s, 400);
    get(s, "/cases?limit=5&cursor=%sx", next);
    expect(s, 400);
    get(s, "/cases?limit=5&cursor=%s", next);
    expect(s, 200);
}

static void finds(struct scenario *s, const char *q, int total)
{
    get(s, "/cases?q=%s&count=exact", q);
    expect(s, 200);
    if (atoi(value(s, "total")) != total) {
        fail_msg("%s finds %s, not %d", q, value(s, "total"), total);
    }
    expect_size(s, "data", total < 50 ? total : 50);
}

/* People say the last digits of a number. */
static void a_number_is_found_by_its_end(void **state)
{
    struct scenario *s = *state;
    static const char *const ends[] = {"000119",   "119",     "0119",          "W-000119",
                                       "w-000119", "-000119", "2026-W-000119", "999901-2026-W-000119"};
    static const char *const orders[] = {"due",     "due_desc",    "newest", "oldest",
                                         "changed", "changed_asc", "number", "number_desc"};
    fill(s);
    as(s, "demo-bureau");
    for (size_t i = 0; i < sizeof ends / sizeof ends[0]; i++) {
        finds(s, ends[i], 1);
        expect_text(s, "data.0.number", "999901-2026-W-000119");
    }
    for (size_t i = 0; i < sizeof orders / sizeof orders[0]; i++) {
        get(s, "/cases?q=000119&sort=%s&open=any", orders[i]);
        expect_size(s, "data", 1);
    }
    finds(s, "19", 1); /* too few for an ending: the running number itself */
    expect_text(s, "data.0.number", "999901-2026-W-000019");
    finds(s, "019", 1);
    finds(s, "L-000119", 0);
    finds(s, "2025-W-000119", 0);
    finds(s, "000121", 0);
    finds(s, "999901-2026-W-00011", 10); /* as it begins */
    finds(s, "999901-2026-", CASES);
    as(s, "demo-housing"); /* knows of none */
    finds(s, "000119", 0);
    finds(s, "119", 0);
}

int main(void)
{
    const struct CMUnitTest stories[] = {STORY(pages_have_no_gap), STORY(pages_stand_while_cases_come),
                                         STORY(foreign_cursors_are_refused), STORY(a_number_is_found_by_its_end)};
    return STORIES(stories);
}

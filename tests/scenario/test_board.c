/*
 * test_board.c - figures of the board: each number is the total of its list, nobody counts what is not theirs to count, and no
 * figure moves by a sealed case.
 */
#include "support/scenario.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { PATH_SIZE = 600, TABLES_MAX = 16 };

/* Every indicator, with what it may be parted by; two at a time where both are there. */
static const char *const tables[] = {
    "indicator=open&by=stage&and=age",
    "indicator=open&by=due&and=channel",
    "indicator=open&by=unit",
    "indicator=open&by=place",
    "indicator=open&by=class&and=due",
    "indicator=registered&by=time&and=channel",
    "indicator=registered&by=time&and=class&step=week",
    "indicator=registered&by=place",
    "indicator=closed&by=unit",
    "indicator=closed&by=time",
    "indicator=timely_disposal&by=unit",
    "indicator=timely_notice&by=unit",
    "indicator=timely_notice&by=class",
    "indicator=timely_answer&by=place",
    "indicator=timely_review&by=time",
    "indicator=timely_execution&by=unit",
};
_Static_assert(sizeof tables / sizeof tables[0] == TABLES_MAX, "all of them");

static void ask(struct scenario *s, const char *table)
{
    get(s, "/reports/figures?%s&from=2026-01-01&to=2026-04-30", table);
    expect(s, 200);
}

static char *copied(const char *text)
{
    char *copy = strdup(text);
    assert_non_null(copy);
    return copy;
}

/* The list shows as many as the number says; `suffix` narrows it to those that were not on time. */
static void list_has(struct scenario *s, const char *list, const char *suffix, long total)
{
    get(s, "/cases?count=exact&limit=1&%s%s", list, suffix);
    expect(s, 200);
    if (strtol(value(s, "total"), NULL, 10) != total) {
        fail_msg("%s%s: the figure says %ld, the list %s", list, suffix, total, value(s, "total"));
    }
}

/* Checks one row of the table; 0 when there is none. */
static int row_fits(struct scenario *s, const char *table, const char *row, int *seen)
{
    char path[PATH_SIZE];
    ask(s, table);
    snprintf(path, sizeof path, "%s.list", row);
    char *list = copied(value(s, path));
    snprintf(path, sizeof path, "%s.base", row);
    long base = strtol(value(s, path), NULL, 10);
    snprintf(path, sizeof path, "%s.count", row);
    long count = strtol(value(s, path), NULL, 10);
    int is_there = list[0] != '\0';
    if (is_there) {
        list_has(s, list, "", base);
        *seen += base > 0;
        if (strncmp(table, "indicator=timely", 16) == 0) {
            list_has(s, list, "&missed=true", base - count);
            list_has(s, list, "&missed=false", count);
        }
    }
    free(list);
    return is_there;
}

static int everything_fits(struct scenario *s, const char *login)
{
    int seen = 0;
    as(s, login);
    for (size_t i = 0; i < TABLES_MAX; i++) {
        char row[32];
        int n = 0;
        assert_true(row_fits(s, tables[i], "total", &seen));
        do {
            snprintf(row, sizeof row, "data.%d", n++);
        } while (row_fits(s, tables[i], row, &seen));
    }
    return seen;
}

/* In April: one told in time, one told late, one that nobody took up, one in a village, one at the bureau, one closed. */
static void an_office_at_work(struct scenario *s)
{
    move_clock(s, "2026-02-03 09:00");
    in_handling(s, "zhujian", "demo-housing-intake", "demo-housing", "保障房渗漏");
    move_clock(s, "2026-02-05 09:00");
    dispatched(s, "zhujian", "物业纠纷");
    move_clock(s, "2026-03-25 09:00");
    as(s, "demo-housing-intake");
    act(s, "accept", "{'notice_method':'hand','proof':'签收','way':'按信访程序办理'}");
    expect(s, 200);
    dispatched(s, "shiqiao", "村道损坏");
    as(s, "demo-window");
    submit(s,
           "{'channel':'letter','purpose':'relief','title':'路灯不亮','request':'请处理','demands':[{'text':'请处理'}],"
           "'place_unit_id':'@unit:shangbai','persons':[{'role':'petitioner','kind':'natural','name':'陶某某'}]}");
    expect(s, 201);
    move_clock(s, "2026-04-20 10:00");
}

static void each_number_is_the_total_of_its_list(void **state)
{
    struct scenario *s = *state;
    an_office_at_work(s);
    assert_true(everything_fits(s, "demo-leader") > 30);
    assert_true(everything_fits(s, "demo-housing-head") > 10);
    assert_true(everything_fits(s, "demo-town-head") > 5);
}

/* Told late by the unit, and not at all by the other: both count against the duty, whoever looks. */
static void on_time_is_of_all_that_fell_due(void **state)
{
    struct scenario *s = *state;
    an_office_at_work(s);
    as(s, "demo-leader");
    ask(s, "indicator=timely_notice");
    expect_int(s, "total.base", 3);
    expect_int(s, "total.count", 1);
    expect_int(s, "total.per_mille", 333);
    as(s, "demo-housing-head");
    ask(s, "indicator=timely_notice&by=unit");
    expect_int(s, "total.base", 2);
    expect_size(s, "data", 1);
    /* Nothing fell due: no share, and never a hundred per cent. */
    get(s, "/reports/figures?indicator=timely_notice&from=2026-01-01&to=2026-01-31");
    expect_int(s, "total.base", 0);
    expect_null(s, "total.per_mille");
}

/* From the county to the town, from there to its villages; each step shows itself and what lies below it. */
static void places_open_downwards(void **state)
{
    struct scenario *s = *state;
    char path[PATH_SIZE];
    int seen = 0;
    an_office_at_work(s);
    as(s, "demo-leader");
    ask(s, "indicator=open&by=place");
    expect_text(s, "data[title_zh=石桥乡].title_zh", "石桥乡");
    snprintf(path, sizeof path, "indicator=open&by=place&place=%s", value(s, "data[title_zh=石桥乡].key"));
    ask(s, path);
    expect_text(s, "place_name", "石桥乡");
    expect_text(s, "data.0.title_zh", "上柏村");
    expect_int(s, "data.0.base", 1);
    assert_true(row_fits(s, path, "data.0", &seen));
}

/* Who may count but not read gets no list, no small number, and rounded ones. */
static void counting_is_not_reading(void **state)
{
    struct scenario *s = *state;
    move_clock(s, "2026-03-02 09:00");
    for (int i = 0; i < 7; i++) {
        dispatched(s, i < 3 ? "shiqiao" : "zhujian", "路面破损");
    }
    as(s, "demo-admin");
    get(s, "/grants?account=@account:demo-finance");
    char grant[64];
    snprintf(grant, sizeof grant, "/grants/%s", value(s, "data.0.id"));
    drop(s, grant);
    expect(s, 204);
    post(s, "/grants",
         "{'account_id':'@account:demo-finance','role':'dashboard_viewer','unit_id':'@unit:999901','scope':'all'}");
    expect(s, 201);
    as(s, "demo-finance");
    get(s, "/cases");
    expect_refused(s, 403, "not_permitted", NULL);
    get(s, "/reports/figures?indicator=open&by=unit&and=stage");
    expect(s, 200);
    expect_int(s, "least", 5);
    expect_int(s, "total.count", 5);
    expect_null(s, "total.list");
    expect_null(s, "data.0.count");
    expect_null(s, "data.1.base");
    expect_null(s, "data.1.list");
    get(s, "/reports/figures?indicator=timely_disposal");
    expect_null(s, "total.per_mille");
}

static void who_may_not_count_is_refused(void **state)
{
    struct scenario *s = *state;
    as(s, "demo-housing");
    get(s, "/reports/figures?indicator=open");
    expect_refused(s, 403, "not_permitted", NULL);
    as(s, "demo-leader");
    get(s, "/reports/figures?indicator=open&by=time");
    expect_refused(s, 422, "not_parted", NULL);
    get(s, "/reports/figures?indicator=registered&by=time&from=2020-01-01&to=2026-01-01&step=day");
    expect_refused(s, 422, "too_many_steps", NULL);
    get(s, "/reports/figures?indicator=registered&from=2026-02-01&to=2026-01-01");
    expect_refused(s, 422, "date_order", NULL);
    as(s, NULL);
    get(s, "/public/indicators");
    expect(s, 200);
    assert_true(says(s, "按期受理告知率"));
}

/* An accusation comes in and runs late: no figure of anybody moves, and no list behind one shows it, not even to who may read it. */
static void no_figure_moves_by_a_sealed_case(void **state)
{
    struct scenario *s = *state;
    static const char *const people[] = {"demo-leader", "demo-bureau", "demo-bureau-head", "demo-bay-head"};
    long before[4][TABLES_MAX];
    an_office_at_work(s);
    for (int round = 0; round < 2; round++) {
        for (size_t p = 0; p < 4; p++) {
            as(s, people[p]);
            for (size_t t = 0; t < TABLES_MAX; t++) {
                ask(s, tables[t]);
                long total = strtol(value(s, "total.base"), NULL, 10);
                before[p][t] = round == 0 ? total : before[p][t];
                if (total != before[p][t]) {
                    fail_msg("%s: %s went from %ld to %ld", people[p], tables[t], before[p][t], total);
                }
            }
        }
        as(s, "demo-sealed");
        if (round == 0) {
            move_clock(s, "2026-03-25 11:00");
            submit(s,
                   "{'channel':'letter','purpose':'accusation','title':'举报','request':'请查处','class_code':'1601',"
                   "'demands':[{'text':'请查处'}],'place_unit_id':'@unit:gangkou','persons':[{'role':'petitioner',"
                   "'kind':'natural','name':'钟某某'}],'accused':[{'unit_id':'@unit:qingwan'}]}");
            expect(s, 201);
            move_clock(s, "2026-04-20 10:00");
        }
        get(s, "/cases?counted=true&open=any&count=exact");
        expect_int(s, "total", 0);
    }
}

int main(void)
{
    const struct CMUnitTest stories[] = {STORY(each_number_is_the_total_of_its_list),
                                         STORY(on_time_is_of_all_that_fell_due),
                                         STORY(places_open_downwards),
                                         STORY(counting_is_not_reading),
                                         STORY(who_may_not_count_is_refused),
                                         STORY(no_figure_moves_by_a_sealed_case)};
    return STORIES(stories);
}

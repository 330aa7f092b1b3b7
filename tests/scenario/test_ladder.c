/*
 * test_ladder.c - a clock that nobody minds climbs its ladder: handler, head of the unit, bureau, head of the bureau, county.
 */
#include "support/scenario.h"

#include <stdio.h>
#include <string.h>

#define SOON "Handling and opinion: due on 2026-05-01"
#define OVER "Handling and opinion: overdue since 2026-05-01"

struct told {
    const char *until;
    int handler_soon, handler_over, head_soon, head_over, bureau_soon, bureau_over, bureau_head_over, leader_over;
    int supervised;
};

static void check_told(struct scenario *s, const struct told *t)
{
    print_message("until %s\n", t->until);
    assert_int_equal(notices(s, "demo-housing", SOON), t->handler_soon);
    assert_int_equal(notices(s, "demo-housing", OVER), t->handler_over);
    assert_int_equal(notices(s, "demo-housing-head", SOON), t->head_soon);
    assert_int_equal(notices(s, "demo-housing-head", OVER), t->head_over);
    assert_int_equal(notices(s, "demo-bureau", SOON), t->bureau_soon);
    assert_int_equal(notices(s, "demo-bureau", OVER), t->bureau_over);
    assert_int_equal(notices(s, "demo-bureau-head", OVER), t->bureau_head_over);
    assert_int_equal(notices(s, "demo-leader", OVER), t->leader_over);
    as(s, "demo-bureau");
    get(s, "/cases/@case");
    expect_int(s, "is_supervised", t->supervised);
}

static void overdue_climbs_the_ladder(void **state)
{
    struct scenario *s = *state;
    static const struct told days[] = {
        {"2026-03-31 16:00", 0, 0, 0, 0, 0, 0, 0, 0, 0}, {"2026-04-01 18:00", 1, 0, 0, 0, 0, 0, 0, 0, 0}, /* 50 % */
        {"2026-04-25 23:00", 1, 0, 0, 0, 0, 0, 0, 0, 0}, {"2026-04-26 00:00", 2, 0, 0, 0, 0, 0, 0, 0, 0}, /* 5 days */
        {"2026-04-27 23:00", 2, 0, 0, 0, 0, 0, 0, 0, 0}, {"2026-04-28 00:00", 3, 0, 1, 0, 0, 0, 0, 0, 0}, /* 3 days */
        {"2026-04-29 23:00", 3, 0, 1, 0, 0, 0, 0, 0, 0}, {"2026-04-30 00:00", 4, 0, 2, 0, 1, 0, 0, 0, 0}, /* 1 day */
        {"2026-05-01 23:00", 4, 0, 2, 0, 1, 0, 0, 0, 0}, {"2026-05-02 00:00", 4, 1, 2, 1, 1, 1, 0, 0, 1}, /* overdue */
        {"2026-05-04 23:00", 4, 1, 2, 1, 1, 1, 0, 0, 1}, {"2026-05-05 00:00", 4, 1, 2, 1, 1, 1, 1, 0, 1}, /* +3 */
        {"2026-05-08 23:00", 4, 1, 2, 1, 1, 1, 1, 0, 1}, {"2026-05-09 00:00", 4, 1, 2, 1, 1, 1, 1, 1, 1}, /* +7 */
        {"2026-06-30 00:00", 4, 1, 2, 1, 1, 1, 1, 1, 1},
    };
    move_clock(s, "2026-03-02 09:00");
    in_handling(s, "zhujian", "demo-housing-intake", "demo-housing", "保障房顶楼渗漏");
    expect_clock(s, "C6", "2026-05-01", "running");
    for (size_t i = 0; i < sizeof days / sizeof days[0]; i++) {
        live_until(s, days[i].until);
        check_told(s, &days[i]);
    }
    assert_int_equal(tick(s), 0);

    as(s, "demo-bureau");
    get(s, "/cases?view=supervision&count=exact");
    expect_int(s, "total", 1);
    get(s, "/cases/@case/deadlines");
    expect_size(s, "data[clock=C6].levels", 7);
    for (int level = 1; level <= 7; level++) {
        char path[64];
        snprintf(path, sizeof path, "data[clock=C6].levels[level=%d].status", level);
        expect_text(s, path, "fired");
    }
    get(s, "/cases/@case/journal?limit=50");
    expect_size(s, "data", 5 + 7); /* registered, screened, dispatched, accepted, given to somebody; then seven rungs */
    expect_text(s, "data.11.action", "ladder");
    expect_null(s, "data.11.actor_name");
}

/* Nobody is told of what is done. */
static void finished_clocks_are_silent(void **state)
{
    struct scenario *s = *state;
    move_clock(s, "2026-03-02 09:00");
    in_handling(s, "zhujian", "demo-housing-intake", "demo-housing", "保障房顶楼渗漏");
    acts(s, "demo-housing", "withdraw", "{'statement':'信访人书面撤回'}");
    live_until(s, "2026-05-12 00:00");
    assert_int_equal(notices(s, "demo-housing", SOON), 0);
    assert_int_equal(notices(s, "demo-leader", OVER), 0);
    as(s, "demo-bureau");
    get(s, "/cases/@case/deadlines");
    expect_text(s, "data[clock=C6].levels.0.status", "dropped");
}

static void weeks_of_downtime_send_one_notice(void **state)
{
    struct scenario *s = *state;
    move_clock(s, "2026-03-02 09:00");
    in_handling(s, "zhujian", "demo-housing-intake", "demo-housing", "保障房顶楼渗漏");
    stop_server(s);
    move_clock(s, "2026-05-20 08:00");
    restart_server(s);
    assert_int_equal(tick(s), 7);
    assert_int_equal(tick(s), 0);
    check_told(s, &(struct told){"2026-05-20 08:00", 0, 0, 0, 0, 0, 0, 0, 1, 1});
    get(s, "/cases/@case/deadlines");
    expect_text(s, "data[clock=C6].levels[level=7].status", "fired");
    expect_text(s, "data[clock=C6].levels[level=7].fired_at", "2026-05-20T00:00:00.000Z");
    expect_int(s, "data[clock=C6].levels[level=7].late_by_ms", (11 * 24 + 8) * INT64_C(3600000));
    for (int level = 1; level <= 6; level++) {
        char path[64];
        snprintf(path, sizeof path, "data[clock=C6].levels[level=%d].status", level);
        expect_text(s, path, "superseded");
    }
    get(s, "/cases/@case/journal?limit=50");
    expect_size(s, "data", 6);
}

int main(void)
{
    const struct CMUnitTest stories[] = {STORY(overdue_climbs_the_ladder), STORY(finished_clocks_are_silent),
                                         STORY(weeks_of_downtime_send_one_notice)};
    return STORIES(stories);
}

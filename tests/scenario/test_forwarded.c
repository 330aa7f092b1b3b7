/*
 * test_forwarded.c - what comes down from the national bureau: of the 15 days in all each level has its part, and the county has 4
 * (2014 rule of the National Bureau on passing matters on level by level).
 */
#include "support/scenario.h"

#include <stdio.h>

static void a_letter_comes(struct scenario *s, const char *platform)
{
    char body[600];
    move_clock(s, "2026-03-09 09:00");
    as(s, "demo-window");
    snprintf(body, sizeof body,
             "{'channel':'letter',%s'purpose':'relief','title':'小区道路破损','request':'修复','class_code':'0304',"
             "'demands':[{'text':'修复道路'},{'text':'安装路灯'}],"
             "'persons':[{'role':'petitioner','kind':'natural','name':'陶某某'}]}",
             platform);
    submit(s, body);
    expect(s, 201);
}

/* Four calendar days beside the fifteen of Art 22; both end with the dispatch. */
static void the_county_has_four_days(void **state)
{
    struct scenario *s = *state;
    a_letter_comes(s, "'source_platform':'national','external_number':'GX-2026-77',");
    expect_clock(s, "C20", "2026-03-13", "running");
    expect_clock(s, "C1", "2026-03-24", "running");
    get(s, "/cases/@case");
    expect_text(s, "due_on", "2026-03-13");
    move_clock(s, "2026-03-12 09:00");
    acts(s, "demo-bureau", "screen", "{'class_code':'0304','urgency':'normal'}");
    expect_clock(s, "C20", "2026-03-13", "running");
    acts(s, "demo-bureau", "dispatch", "{'to_unit':'@unit:zhujian','kind':'transfer'}");
    expect_clock(s, "C20", "2026-03-13", "met");
    expect_clock(s, "C1", "2026-03-24", "met");
}

/* Passed on level by level, and then guided: late is late, whatever way it goes. */
static void guided_too_late(void **state)
{
    struct scenario *s = *state;
    a_letter_comes(s, "'source_platform':'superior',");
    expect_clock(s, "C20", "2026-03-13", "running");
    acts(s, "demo-bureau", "screen", "{'class_code':'0304','urgency':'normal','route':'C2'}");
    live_until(s, "2026-03-14 09:00");
    acts(s, "demo-bureau", "guide",
         "{'way':'劳动争议先申请仲裁','body':'县劳动人事争议仲裁委员会','time_limits':'一年内申请','legal_aid':'"
         "县法律援助中心',"
         "'method':'hand','delivered_on':'2026-03-14','proof':'签收'}");
    expect_clock(s, "C20", "2026-03-13", "late");
    expect_clock(s, "C1", "2026-03-24", "met");
}

/* One demand becomes a case of its own: it came down from above all the same. */
static void split_off_it_came_from_above_too(void **state)
{
    struct scenario *s = *state;
    char part[27];
    a_letter_comes(s, "'source_platform':'national',");
    acts(s, "demo-bureau", "split", "{'demand':'@demand:2','reason':'两件事各走各的途径'}");
    as(s, "demo-bureau");
    get(s, "/cases/@case/links");
    snprintf(part, sizeof part, "%s", value(s, "data.0.matter.id"));
    turn_to(s, part);
    expect_clock(s, "C20", "2026-03-13", "running");
}

/* Joined by mistake and taken back: the days count from the receipt that there was. */
static void taken_back_it_still_has_four_days(void **state)
{
    struct scenario *s = *state;
    char first[64], fields[200];
    a_letter_comes(s, "");
    snprintf(first, sizeof first, "%s", case_number(s));
    a_letter_comes(s, "'source_platform':'national',");
    snprintf(fields, sizeof fields, "{'number':'%s','reason':'同人同事'}", first);
    acts(s, "demo-bureau", "join_case", fields);
    expect_clock(s, "C20", "2026-03-13", "met");
    move_clock(s, "2026-03-10 09:00");
    acts(s, "demo-bureau", "undo_join", "{'reason':'核实为另一处道路'}");
    expect_clock(s, "C20", "2026-03-13", "running");
    expect_clock(s, "C1", "2026-03-24", "running");
}

/* What comes from anywhere else has the fifteen days of Art 22 alone; so has a unit that receives directly (Art 23). */
static void other_letters_have_fifteen(void **state)
{
    struct scenario *s = *state;
    a_letter_comes(s, "'source_platform':'12345',");
    get(s, "/cases/@case/deadlines");
    expect_size(s, "data", 1);
    expect_clock(s, "C1", "2026-03-24", "running");
    a_letter_comes(s, "");
    get(s, "/cases/@case/deadlines");
    expect_size(s, "data", 1);
}

int main(void)
{
    const struct CMUnitTest stories[] = {
        STORY(the_county_has_four_days),         STORY(guided_too_late),
        STORY(split_off_it_came_from_above_too), STORY(taken_back_it_still_has_four_days),
        STORY(other_letters_have_fifteen),
    };
    return STORIES(stories);
}

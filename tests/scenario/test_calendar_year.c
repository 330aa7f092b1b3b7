/*
 * test_calendar_year.c - clocks that run into a year whose holidays are not announced yet are provisional, and move when they are.
 */
#include "support/scenario.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define YEAR_2027                                                                                                                      \
    "{'notice':'关于2027年部分节假日安排的通知（演示）','off':['2027-01-01','2027-01-02','2027-01-03','2027-01-04','" \
    "2027-01-05'],"                                                                                                                    \
    "'work':['2027-01-09'],'names':[{'day':'2027-01-01','name':'元旦'}]}"

/* One of the two entries after the dispatch says so; which comes first is not promised. */
static void expect_recomputed(struct scenario *s, const char *clock, const char *before, const char *after)
{
    char path[96];
    int found = 0;
    for (int seq = 4; seq <= 5; seq++) {
        snprintf(path, sizeof path, "data[seq=%d].action", seq);
        expect_text(s, path, "recompute");
        snprintf(path, sizeof path, "data[seq=%d].changes[before=%s].field", seq, before);
        const char *field = value(s, path);
        snprintf(path, sizeof path, "data[seq=%d].changes[before=%s].after", seq, before);
        found +=
            strncmp(field, "clock.", 6) == 0 && strcmp(field + 6, clock) == 0 && strcmp(value(s, path), after) == 0;
    }
    if (found != 1) {
        fail_msg("no entry says that %s went from %s to %s", clock, before, after);
    }
}

static void provisional_dates_are_recomputed(void **state)
{
    struct scenario *s = *state;
    move_clock(s, "2026-12-29 10:00");
    dispatched(s, "zhujian", "保障房渗漏");
    /* 30, 31, then Friday 1 January is assumed off, 4, 5, 6. */
    expect_clock(s, "C4", "2027-01-06", "running");
    as(s, "demo-housing-intake");
    get(s, "/cases/@case/deadlines");
    expect_int(s, "data[clock=C4].is_provisional", 1);
    expect_int(s, "data[clock=C3].is_provisional", 1); /* its next working day, should the last day be a rest day */
    expect_text(s, "data[clock=C3].due_on", "2027-01-13");

    as(s, "demo-bureau");
    put(s, "/calendars/2027", YEAR_2027);
    expect_refused(s, 403, "not_permitted", NULL);
    as(s, "demo-admin");
    get(s, "/calendars/2027");
    expect_int(s, "is_loaded", 0);
    put(s, "/calendars/2027", YEAR_2027);
    expect(s, 200);
    expect_int(s, "is_loaded", 1);

    /* 30, 31, then 6, 7, 8. */
    expect_clock(s, "C4", "2027-01-08", "running");
    expect_clock(s, "C3", "2027-01-13", "running");
    as(s, "demo-housing-intake");
    get(s, "/cases/@case/deadlines");
    expect_int(s, "data[clock=C4].is_provisional", 0);
    expect_int(s, "data[clock=C3].is_provisional", 0);
    get(s, "/cases/@case/deadlines/%s/trace", value(s, "data[clock=C4].id"));
    expect_text(s, "steps[day=2027-01-04].kind", "holiday");
    expect_int(s, "steps[day=2027-01-08].number", 5);
    get(s, "/cases/@case/journal?limit=50");
    expect_size(s, "data", 5);
    expect_recomputed(s, "C4", "2027-01-06", "2027-01-08");
    expect_recomputed(s, "C4", "provisional", "firm");
    expect_recomputed(s, "C3", "provisional", "firm"); /* its date stayed, and that is news too */

    /* The office still has until the end of the eighth. */
    move_clock(s, "2027-01-08 17:00");
    acts(s, "demo-housing-intake", "object", "{'ground':'不属本单位职责','legal_basis':'职责清单第12项'}");
}

static void loaded_again_nothing_moves(void **state)
{
    struct scenario *s = *state;
    move_clock(s, "2026-12-29 10:00");
    dispatched(s, "zhujian", "保障房渗漏");
    as(s, "demo-admin");
    put(s, "/calendars/2027", YEAR_2027);
    expect(s, 200);
    as(s, "demo-bureau");
    get(s, "/cases/@case");
    const char *version = value(s, "version");
    as(s, "demo-admin");
    put(s, "/calendars/2027", YEAR_2027);
    expect(s, 200);
    as(s, "demo-bureau");
    get(s, "/cases/@case");
    assert_string_equal(value(s, "version"), version);
}

/* Years of which the calendar is known promise nothing that may move. */
static void loaded_years_are_firm(void **state)
{
    struct scenario *s = *state;
    move_clock(s, "2026-09-28 10:00");
    dispatched(s, "zhujian", "保障房渗漏");
    as(s, "demo-bureau");
    get(s, "/cases/@case");
    expect_int(s, "due_provisional", 0);
    expect_int(s, "deadlines[clock=C4].is_provisional", 0);
}

/* What would move is told before it does: how many clocks to whom keeps calendars, which cases to whom may see them; and nothing is stored. */
static void what_would_move_is_told_first(void **state)
{
    struct scenario *s = *state;
    move_clock(s, "2026-12-29 10:00");
    dispatched(s, "zhujian", "保障房渗漏");
    as(s, "demo-bureau");
    post(s, "/calendars/2027/preview", YEAR_2027);
    expect_refused(s, 403, "not_permitted", NULL);
    as(s, "demo-admin");
    post(s, "/calendars/2027/preview", YEAR_2027);
    expect(s, 200);
    expect_int(s, "earlier", 0);
    expect_text(s, "groups[clock=C4].before_on", "2027-01-06");
    expect_text(s, "groups[clock=C4].after_on", "2027-01-08");
    expect_int(s, "groups[clock=C4].count", 1);
    expect_int(s, "groups[clock=C4].was_provisional", 1);
    expect_int(s, "groups[clock=C4].is_provisional", 0);
    expect_size(s, "cases", 0); /* administrators see no case */
    assert_int_equal(says(s, case_number(s)), 0);
    const int64_t later = strtoll(value(s, "later"), NULL, 10);
    assert_true(later >= 1);
    expect_clock(s, "C4", "2027-01-06", "running");
    as(s, "demo-admin");
    get(s, "/calendars/2027");
    expect_int(s, "is_loaded", 0);
    /* The same faults as when it is loaded. */
    post(s, "/calendars/2027/preview", "{'notice':'通知','off':['2026-01-01'],'work':['2027-01-11']}");
    expect_refused(s, 422, "calendar_year", "/off");
    expect_refused(s, 422, "calendar_work_weekday", "/work");
    /* And it comes as it was foretold. */
    put(s, "/calendars/2027", YEAR_2027);
    expect(s, 200);
    expect_clock(s, "C4", "2027-01-08", "running");
    as(s, "demo-admin");
    post(s, "/calendars/2027/preview", YEAR_2027);
    expect_int(s, "later", 0);
    expect_size(s, "groups", 0);
}

static void notices_come_as_files(void **state)
{
    struct scenario *s = *state;
    as(s, "demo-admin");
    post(s, "/calendars/2027/read",
         "{'source':'BEGIN:VCALENDAR\\nX-WR-CALNAME:放假安排\\nBEGIN:VEVENT\\nDTSTART;VALUE=DATE:20270101\\n"
         "DTEND;VALUE=DATE:20270104\\nSUMMARY:元旦（休）\\nEND:VEVENT\\nEND:VCALENDAR\\n'}");
    expect(s, 200);
    expect_text(s, "notice", "放假安排");
    expect_size(s, "off", 3);
    expect_text(s, "off.2", "2027-01-03");
    expect_text(s, "names[day=2027-01-02].name", "元旦");
    post(s, "/calendars/2027/read",
         "{'source':'BEGIN:VCALENDAR\\nBEGIN:VEVENT\\nDTSTART:20270230\\nEND:VEVENT\\nEND:VCALENDAR'}");
    expect_refused(s, 422, "ical_line", "/source");
    post(s, "/calendars/2027/read",
         "{'source':{'year':2027,'notice':'通知','off':['2027-02-06..2027-02-12'],'work':[],'names':{'2027-02-06':'"
         "春节'}}}");
    expect_size(s, "off", 7);
    expect_text(s, "names.0.name", "春节");
    post(s, "/calendars/2027/read", "{'source':{'year':2026,'off':['2026-01-01'],'work':[]}}");
    expect_refused(s, 422, "ical_year", "/source/year");
    post(s, "/calendars/2027/read", "{'source':{'off':['2027-01-31..2027-01-01'],'work':3}}");
    expect_refused(s, 422, "bad_date", "/source/off/0");
    expect_refused(s, 422, "required", "/source/work");
    post(s, "/calendars/2027/read", "{'source':'nothing of the kind'}");
    expect_refused(s, 422, "ical_none", "/source");
}

int main(void)
{
    const struct CMUnitTest stories[] = {STORY(provisional_dates_are_recomputed), STORY(loaded_again_nothing_moves),
                                         STORY(loaded_years_are_firm), STORY(what_would_move_is_told_first),
                                         STORY(notices_come_as_files)};
    return STORIES(stories);
}

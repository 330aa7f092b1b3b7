/*
 * test_calendar_ical.c - holiday notices as iCalendar: what is taken, what is passed over, what is refused and where.
 *
 * Runs on: the main thread. Owns: nothing.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/clock.h"
#include "domain/calendar_ical.h"
#include "domain/perm.h"

#include <stdio.h>
#include <string.h>

#define FILE_OF(events) "BEGIN:VCALENDAR\r\nVERSION:2.0\r\n" events "END:VCALENDAR\r\n"
#define EVENT(lines)    "BEGIN:VEVENT\r\n" lines "END:VEVENT\r\n"

struct ical_test {
    struct ctx ctx;
    struct calendar_ical out;
    char days[2000]; /* "2026-01-01 off 元旦; ..." */
};

static enum rc read_year(struct ical_test *t, const char *text, int year)
{
    memset(t, 0, sizeof *t);
    t->ctx.arena = arena_new(8 * 1024 * 1024);
    t->ctx.actor = &actor_anonymous;
    enum rc rc = calendar_ical_read(&t->ctx, text, year, &t->out);
    size_t n = 0;
    for (size_t i = 0; rc == RC_OK && i < t->out.day_count; i++) {
        char day[CLOCK_DATE_SIZE];
        clock_format_day(t->out.days[i].day, day);
        n += (size_t)snprintf(t->days + n, sizeof t->days - n, "%s %s%s%s; ", day,
                              t->out.days[i].is_work ? "work" : "off", t->out.days[i].name ? " " : "",
                              t->out.days[i].name ? t->out.days[i].name : "");
        assert_true(n < sizeof t->days);
    }
    return rc;
}

static void what_is_taken(void **state)
{
    static const struct {
        const char *text, *days;
    } table[] = {
        {FILE_OF(
             EVENT("DTSTART;VALUE=DATE:20260101\r\nDTEND;VALUE=DATE:20260103\r\nSUMMARY:元旦 假期 第1天/共3天\r\n")),
         "2026-01-01 off 元旦; 2026-01-02 off 元旦; "},
        /* without an end: the day itself; line breaks of all kinds; a mark of bytes in front */
        {"\xef\xbb\xbf"
         "BEGIN:VCALENDAR\nBEGIN:VEVENT\rDTSTART:20260101\nSUMMARY:元旦（休）\r\nEND:VEVENT\nEND:VCALENDAR",
         "2026-01-01 off 元旦; "},
        /* folded in the middle of everything */
        {FILE_OF(EVENT("DTSTART;VAL\r\n UE=DATE:2026\r\n\t0104\r\nSUMMA\r\n RY:元旦\r\n （班）\r\n")),
         "2026-01-04 work 元旦调休上班; "},
        {FILE_OF(EVENT("DTSTART;VALUE=DATE:20260214\r\nSUMMARY;LANGUAGE=zh_CN:春节 补班 第1天/共2天\r\n")),
         "2026-02-14 work 春节调休上班; "},
        {FILE_OF(EVENT("SUMMARY:国庆节补班\r\nDTSTART:20261010\r\n")), "2026-10-10 work 国庆节补班; "},
        /* a parameter with the marks of a line in it */
        {FILE_OF(EVENT("DTSTART:20260501\r\nSUMMARY;X-A=\"a:b;c\":劳动节\\, 放假\r\n")), "2026-05-01 off 劳动节,; "},
        /* hours: the days they touch; until midnight is not the next day */
        {FILE_OF(EVENT("DTSTART:20260619T000000\r\nDTEND:20260621T000000\r\nSUMMARY:端午节休\r\n")),
         "2026-06-19 off 端午节休; 2026-06-20 off 端午节休; "},
        {FILE_OF(EVENT("DTSTART:20260618T160000Z\r\nDTEND:20260619T160000Z\r\nSUMMARY:端午节 休\r\n")),
         "2026-06-19 off 端午节; "},
        {FILE_OF(EVENT("DTSTART:20260619\r\nDURATION:P2D\r\nSUMMARY:端午节 休\r\n")),
         "2026-06-19 off 端午节; 2026-06-20 off 端午节; "},
        {FILE_OF(EVENT("DTSTART:20260619\r\nDTEND:20260619\r\nSUMMARY:端午节 休\r\n")), "2026-06-19 off 端午节; "},
        /* the file says so without words */
        {FILE_OF(EVENT("DTSTART:20260404\r\nX-APPLE-SPECIAL-DAY:WORK-HOLIDAY\r\nSUMMARY:清明\r\n")
                     EVENT("DTSTART:20260509\r\nX-APPLE-SPECIAL-DAY:ALTERNATE-WORKDAY\r\nSUMMARY:劳动节\r\n")
                         EVENT("DTSTART:20260214\r\nSUMMARY:情人节\r\n")),
         "2026-04-04 off 清明; 2026-05-09 work 劳动节调休上班; "},
        /* no event is marked: all are days off */
        {FILE_OF(EVENT("DTSTART:20261225\r\nSUMMARY:Christmas\r\n")), "2026-12-25 off Christmas; "},
        {FILE_OF(EVENT("DTSTART:20261225\r\n")), "2026-12-25 off; "},
        /* an alarm's own lines are not the event's; other components are passed over */
        {FILE_OF(
             "BEGIN:VTIMEZONE\r\nBEGIN:STANDARD\r\nDTSTART:16010101T000000\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n" EVENT(
                 "DTSTART:20260101\r\nBEGIN:VALARM\r\nDURATION:x\r\nDTSTART:y\r\nEND:VALARM\r\nSUMMARY:元旦休\r\n")),
         "2026-01-01 off 元旦休; "},
        /* what reaches over the new year, and the same day twice */
        {FILE_OF(EVENT("DTSTART:20251230\r\nDTEND:20260102\r\nSUMMARY:元旦休\r\n")
                     EVENT("DTSTART:20260101\r\nSUMMARY:再休\r\n")),
         "2026-01-01 off 元旦休; "},
        /* cancelled */
        {FILE_OF(EVENT("DTSTART:20260101\r\nSTATUS:CANCELLED\r\nSUMMARY:甲休\r\n")
                     EVENT("DTSTART:20260102\r\nSUMMARY:乙休\r\n")),
         "2026-01-02 off 乙休; "},
    };
    (void)state;
    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++) {
        struct ical_test t;
        if (read_year(&t, table[i].text, 2026) != RC_OK || strcmp(t.days, table[i].days) != 0) {
            fail_msg("row %zu: \"%s\" instead of \"%s\"", i, t.days, table[i].days);
        }
        arena_free(t.ctx.arena);
    }
}

static void what_is_passed_over_is_named(void **state)
{
    struct ical_test t;
    (void)state;
    assert_int_equal(read_year(&t,
                               FILE_OF("X-WR-CALNAME:放假安排\r\n" EVENT("DTSTART:20260101\r\nSUMMARY:元旦休\r\n")
                                           EVENT("DTSTART:20260214\r\nSUMMARY:情人节\r\n")
                                               EVENT("DTSTART:20260214\r\nSUMMARY:情人节\r\n")
                                                   EVENT("DTSTART:20260101\r\nRRULE:FREQ=YEARLY\r\nSUMMARY:生日\r\n")
                                                       EVENT("DTSTART:20250214\r\nSUMMARY:去年的\r\n")),
                               2026),
                     RC_OK);
    assert_string_equal(t.out.title, "放假安排");
    assert_int_equal(t.out.ignored_count, 2);
    assert_string_equal(t.out.ignored[0], "情人节");
    assert_string_equal(t.out.ignored[1], "生日");
    arena_free(t.ctx.arena);
}

static void what_is_refused(void **state)
{
    static const struct {
        const char *text, *code, *arg;
    } table[] = {
        {"", "ical_none", "0"},
        {"{\"year\":2026}", "ical_none", "1"},
        {"BEGIN:VEVENT\r\nEND:VEVENT\r\n", "ical_none", "1"},
        {"BEGIN:VCALENDAR\r\n", "ical_line", "1"},
        {FILE_OF(EVENT("DTSTART:20260230\r\nSUMMARY:休\r\n")), "ical_line", "4"},
        {FILE_OF(EVENT("DTSTART:2026-01-01\r\nSUMMARY:休\r\n")), "ical_line", "4"},
        {FILE_OF(EVENT("DTSTART:20260101T250000\r\n")), "ical_line", "4"},
        {FILE_OF(EVENT("DTSTART:20260101\r\nDTSTART:20260102\r\n")), "ical_line", "5"},
        {FILE_OF(EVENT("DTSTART:20260105\r\nDTEND:20260101\r\n")), "ical_span", "6"},
        {FILE_OF(EVENT("DTSTART:20260105\r\nDTEND:20270101\r\n")), "ical_span", "6"},
        {FILE_OF(EVENT("DTSTART:20260105\r\nDURATION:P99999999999D\r\n")), "ical_line", "5"},
        {FILE_OF(EVENT("DTSTART:20260105\r\nDURATION:-P1D\r\n")), "ical_line", "5"},
        {FILE_OF(EVENT("SUMMARY:没有日期\r\n")), "ical_line", "5"},
        {FILE_OF("BEGIN:VEVENT\r\nDTSTART:20260101\r\n"), "ical_line", "5"},
        {FILE_OF(EVENT("no colon here\r\n")), "ical_line", "4"},
        {FILE_OF(EVENT("DTSTART:20260101\r\nSUMMARY:休\r\n") EVENT("DTSTART:20260101\r\nSUMMARY:班\r\n")), "ical_both",
         "2026-01-01"},
        {FILE_OF(EVENT("DTSTART:20250101\r\nSUMMARY:休\r\n")), "ical_year", "2026"},
        {FILE_OF(""), "ical_year", "2026"},
        {"BEGIN:VCALENDAR\nBEGIN:A\nBEGIN:A\nBEGIN:A\nBEGIN:A\nBEGIN:A\nBEGIN:A\nBEGIN:A\nBEGIN:A\n", "ical_line", "9"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++) {
        struct ical_test t;
        enum rc rc = read_year(&t, table[i].text, 2026);
        const struct fault_error *e = &t.ctx.fault.errors[0];
        if (rc != RC_INVALID || t.ctx.fault.error_count < 1 || strcmp(e->reason->code, table[i].code) != 0 ||
            strcmp(e->args[0], table[i].arg) != 0) {
            fail_msg("row %zu: %d %s %s", i, rc, t.ctx.fault.error_count > 0 ? e->reason->code : "-",
                     t.ctx.fault.error_count > 0 ? e->args[0] : "-");
        }
        arena_free(t.ctx.arena);
    }
}

/* Names fit what a calendar takes, in characters and not in bytes. */
static void long_titles_are_cut(void **state)
{
    struct ical_test t;
    (void)state;
    assert_int_equal(
        read_year(
            &t,
            FILE_OF(EVENT(
                "DTSTART:20260104\r\nSUMMARY:一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十 班\r\n")),
            2026),
        RC_OK);
    assert_string_equal(t.out.days[0].name, "一二三四五六七八九十一二三四五六调休上班");
    arena_free(t.ctx.arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_taken),
        cmocka_unit_test(what_is_passed_over_is_named),
        cmocka_unit_test(what_is_refused),
        cmocka_unit_test(long_titles_are_cut),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

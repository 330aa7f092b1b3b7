/*
 * test_export.c - the list as a file: what its maker sees, people masked, nothing sealed, and the office journal knows of it.
 */
#include "support/scenario.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MANY = 210 }; /* more than a piece */

#define FILE_ONE(title)                                                                                                 \
    "{'channel':'visit','purpose':'relief','title':'" title "','request':'请处理','demands':[{'text':'请处理'}]," \
    "'persons':[{'role':'petitioner','kind':'natural','name':'陶渊民','phone':'13912347788'}]}"

static void export(struct scenario *s, const char *login, const char *json)
{
    char path[80];
    as(s, login);
    post(s, "/exports", json);
    expect(s, 201);
    snprintf(path, sizeof path, "%s", value(s, "href") + strlen("/api/v1"));
    get(s, "%s", path);
    expect(s, 200);
}

static void a_spreadsheet(void **state)
{
    struct scenario *s = *state;
    move_clock(s, "2026-03-02 09:12");
    as(s, "demo-window");
    submit(s, FILE_ONE("=1+1,甲"));
    expect(s, 201);
    with_language(s, "zh-CN");
    as(s, "demo-bureau");
    post(s, "/exports",
         "{'filter':{},'format':'csv','columns':['number','title','petitioner','channel','registered']}");
    expect(s, 201);
    expect_int(s, "total", 1);
    char path[80], wanted[300];
    snprintf(path, sizeof path, "%s", value(s, "href") + strlen("/api/v1"));
    with_language(s, "zh-CN");
    get(s, "%s", path);
    expect(s, 200);
    snprintf(wanted, sizeof wanted,
             "\xef\xbb\xbf编号,标题,信访人,信访形式,登记时间\r\n%s,\"'=1+1,甲\",陶**,走访,2026-03-02 09:12\r\n",
             case_number(s));
    if (!is_bytes(s, wanted, strlen(wanted))) {
        fail_msg("it is not this:\n%s", wanted);
    }
    assert_string_equal(header(s, "Content-Type"), "text/csv; charset=utf-8; header=present");
    assert_non_null(
        strstr(header(s, "Content-Disposition"), "attachment; filename=\"cases-2026-03-02.csv\"; filename*=UTF-8''"));
    export(s, "demo-bureau", "{'filter':{'q':'没有这样的'},'format':'csv','bom':false,'columns':['number']}");
    assert_true(is_bytes(s, "编号\r\n", strlen("编号\r\n")));
}

/* Any length, piece by piece, along every order; the last line says that nothing is missing. */
static void lines_for_programs(void **state)
{
    struct scenario *s = *state;
    move_clock(s, "2026-03-02 09:00");
    as(s, "demo-window");
    for (int i = 0; i < MANY; i++) {
        submit(s, FILE_ONE("许多"));
        expect(s, 201);
    }
    static const char *const orders[] = {"due", "newest", "changed", "number_desc"};
    for (size_t i = 0; i < sizeof orders / sizeof orders[0]; i++) {
        char body[100];
        snprintf(body, sizeof body, "{'filter':{'sort':'%s'},'format':'ndjson'}", orders[i]);
        export(s, "demo-bureau", body);
        assert_true(says(s, "\"petitioner\":\"陶**\""));
        assert_false(says(s, "陶渊民"));
        assert_false(says(s, "13912347788"));
        char end[60];
        snprintf(end, sizeof end, "{\"_end\":true,\"count\":%d,\"sha256\":\"", MANY);
        assert_true(says(s, end));
    }
}

/* Each their own cases; each their own files. */
static void nobody_gets_more_than_the_list(void **state)
{
    struct scenario *s = *state;
    move_clock(s, "2026-03-02 09:00");
    dispatched(s, "zhujian", "保障房渗漏");
    dispatched(s, "shiqiao", "村道损坏");
    export(s, "demo-housing", "{'filter':{'open':'any'},'format':'csv'}");
    assert_true(says(s, "保障房渗漏"));
    assert_false(says(s, "村道损坏"));
    as(s, "demo-bureau");
    post(s, "/exports", "{'filter':{},'format':'csv'}");
    expect_int(s, "total", 2);
    char path[80];
    snprintf(path, sizeof path, "%s", value(s, "href") + strlen("/api/v1"));
    as(s, "demo-bureau-head");
    get(s, "%s", path);
    expect_refused(s, 404, "not_found", NULL);
    as(s, "demo-bureau");
    move_clock(s, "2026-03-02 10:01");
    get(s, "%s", path);
    expect_refused(s, 410, "export_over", NULL);
}

/* Not even to whom a sealed case names. */
static void nothing_sealed_goes_out(void **state)
{
    struct scenario *s = *state;
    move_clock(s, "2026-02-03 14:20");
    as(s, "demo-sealed");
    submit(
        s,
        "{'channel':'letter','purpose':'accusation','title':'围标线索XYZZY','request':'请查','facts':'事实',"
        "'demands':[{'text':'请查'}],'class_code':'1601','place_unit_id':'@unit:gangkou',"
        "'persons':[{'role':'petitioner','kind':'natural','name':'钟某某'}],'accused':[{'unit_id':'@unit:qingwan'}]}");
    expect(s, 201);
    as(s, "demo-sealed");
    get(s, "/cases?open=any&count=exact");
    expect_int(s, "total", 1);
    post(s, "/exports", "{'filter':{'open':'any'},'format':'ndjson'}");
    expect_int(s, "total", 0);
    export(s, "demo-sealed", "{'filter':{'open':'any'},'format':'ndjson'}");
    assert_false(says(s, case_number(s)));
    assert_true(says(s, "\"count\":0"));
}

static void it_is_journalled(void **state)
{
    struct scenario *s = *state;
    move_clock(s, "2026-03-02 09:00");
    as(s, "demo-bureau");
    post(s, "/exports", "{'filter':{'stage':'intake','q':'陶渊民'},'format':'csv','columns':['number']}");
    expect(s, 201);
    as(s, "demo-bureau-head");
    get(s, "/journal?limit=200");
    expect(s, 200);
    assert_true(says(s, "export.cases"));
    assert_true(says(s, "intake"));
    assert_false(says(s, "陶渊民"));
    as(s, "demo-bureau");
    post(s, "/exports", "{'filter':{},'format':'xlsx'}");
    expect_refused(s, 422, "bad_choice", "/format");
    as(s, "demo-admin");
    post(s, "/exports", "{'filter':{},'format':'csv'}");
    expect_refused(s, 403, "not_permitted", NULL);
}

int main(void)
{
    const struct CMUnitTest stories[] = {STORY(a_spreadsheet), STORY(lines_for_programs),
                                         STORY(nobody_gets_more_than_the_list), STORY(nothing_sealed_goes_out),
                                         STORY(it_is_journalled)};
    return STORIES(stories);
}

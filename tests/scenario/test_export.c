/*
 * test_export.c - the list as a file: what its maker sees, people masked, nothing sealed, and the office journal knows of it; more
 * than a page of it with a second person only.
 */
#include "support/client.h"
#include "support/scenario.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MANY = 210, SOME = 150 }; /* more than a piece, and than one person takes alone */

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

static void many(struct scenario *s)
{
    move_clock(s, "2026-03-02 09:00");
    as(s, "demo-window");
    for (int i = 0; i < MANY; i++) {
        submit(s, i < SOME ? FILE_ONE("许多上半") : FILE_ONE("许多下半"));
        expect(s, 201);
    }
}

/* Asks for all of it as the bureau's handler; gives the path of the export. */
static void ask(struct scenario *s, const char *filter, const char *format, char path[80])
{
    char body[200];
    snprintf(body, sizeof body, "{'filter':%s,'format':'%s','reason':'季度核对台账'}", filter, format);
    as(s, "demo-bureau");
    post(s, "/exports", body);
    expect(s, 201);
    expect_text(s, "state", "asked");
    expect_null(s, "href");
    snprintf(path, 80, "/exports/%s", value(s, "id"));
}

static void decide(struct scenario *s, const char *login, const char *path, const char *verb)
{
    char verb_path[100];
    snprintf(verb_path, sizeof verb_path, "%s/%s", path, verb);
    as(s, login);
    post(s, verb_path, "{}");
}

/* Any length, piece by piece, along every order; the last line says that nothing is missing. */
static void lines_for_programs(void **state)
{
    struct scenario *s = *state;
    char path[80], filter[40];
    many(s);
    static const char *const orders[] = {"due", "newest", "changed", "number_desc"};
    for (size_t i = 0; i < sizeof orders / sizeof orders[0]; i++) {
        snprintf(filter, sizeof filter, "{'sort':'%s'}", orders[i]);
        ask(s, filter, "ndjson", path);
        decide(s, "demo-bureau-head", path, "allow");
        expect(s, 200);
        as(s, "demo-bureau");
        get(s, "%s/content", path);
        expect(s, 200);
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

/* Asking while there is nothing to count and fetching later is no way around the day's limit. */
static void what_has_grown_is_asked_for_anew(void **state)
{
    struct scenario *s = *state;
    char path[80];
    move_clock(s, "2026-03-02 09:00");
    as(s, "demo-bureau");
    post(s, "/exports", "{'filter':{},'format':'csv'}");
    expect_int(s, "total", 0);
    snprintf(path, sizeof path, "%s", value(s, "href") + strlen("/api/v1"));
    get(s, "%s", path);
    expect(s, 200);
    dispatched(s, "zhujian", "保障房渗漏");
    as(s, "demo-bureau");
    get(s, "%s", path);
    expect_refused(s, 409, "export_grown", NULL);
    export(s, "demo-bureau", "{'filter':{},'format':'csv'}");
    assert_true(says(s, "保障房渗漏"));
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

/* A token proves nobody's presence. */
static void by_token(struct scenario *s, const char *path)
{
    char token[200], whole[120];
    as(s, "demo-bureau-head");
    post(s, "/tokens", "{'name':'报表脚本','expires_on':'2026-06-01','permissions':['case.read','case.count']}");
    expect(s, 201);
    snprintf(token, sizeof token, "%s", value(s, "token"));
    snprintf(whole, sizeof whole, "/api/v1%s/allow", path);
    struct client *c = client_new(server_url(s));
    client_set_bearer(c, token);
    const struct client_reply *r = client_call(c, "POST", whole, "{}");
    assert_int_equal(r->status, 403);
    assert_string_equal(client_text(r, "code"), "session_needed");
    client_free(c);
}

static void the_asker_gets_nothing(struct scenario *s, const char *path)
{
    as(s, "demo-bureau");
    post(s, "/exports", "{'filter':{},'format':'csv'}");
    expect_refused(s, 409, "export_second", NULL);
    get(s, "%s/content", path);
    expect_refused(s, 409, "export_waits", NULL);
    decide(s, "demo-bureau", path, "allow");
    expect_refused(s, 409, "export_self", NULL); /* though others' they might allow */
    by_token(s, path);
}

/* Who leads a unit does not decide on what goes beyond it, and does not know of it. */
static void others_do_not_know(struct scenario *s, const char *path)
{
    decide(s, "demo-housing-head", path, "allow");
    expect_refused(s, 404, "not_found", NULL);
    decide(s, "demo-housing", path, "refuse");
    expect_refused(s, 404, "not_found", NULL);
    as(s, "demo-housing-head");
    get(s, "/exports");
    expect_size(s, "data", 0);
}

static void a_second_allows(struct scenario *s, const char *path)
{
    as(s, "demo-bureau-head");
    get(s, "/exports");
    expect_size(s, "data", 1);
    expect_text(s, "data.0.filter.q", "*");
    expect_null(s, "data.0.href");
    assert_false(says(s, "许多"));
    decide(s, "demo-bureau-head", path, "allow");
    expect_text(s, "state", "allowed");
    get(s, "%s/content", path);
    expect_refused(s, 404, "not_found", NULL); /* allowing is not having */
    decide(s, "demo-bureau-head", path, "refuse");
    expect_refused(s, 409, "confirmation_over", NULL);
    as(s, "demo-bureau");
    get(s, "/exports");
    expect_text(s, "data.0.state", "allowed");
    get(s, "%s/content", path);
    expect(s, 200);
    assert_true(says(s, "许多"));
    as(s, "demo-bureau-head");
    get(s, "/journal?limit=200");
    assert_true(says(s, "export.ask"));
    assert_true(says(s, "export.allow"));
}

static void no_is_no(struct scenario *s)
{
    char path[80];
    ask(s, "{}", "csv", path);
    decide(s, "demo-bureau-head", path, "refuse");
    expect(s, 200);
    as(s, "demo-bureau");
    get(s, "%s/content", path);
    expect_refused(s, 409, "export_refused", NULL);
    ask(s, "{}", "csv", path);
    decide(s, "demo-bureau", path, "refuse"); /* taken back */
    expect_text(s, "state", "refused");
    decide(s, "demo-bureau-head", path, "allow");
    expect_refused(s, 409, "confirmation_over", NULL);
}

/* What they hold goes, and one unit's cases are left. */
static void narrow(struct scenario *s)
{
    char grants[2][80];
    as(s, "demo-admin");
    get(s, "/grants?account=@account:demo-bureau");
    expect_size(s, "data", 2);
    snprintf(grants[0], sizeof grants[0], "/grants/%s", value(s, "data.0.id"));
    snprintf(grants[1], sizeof grants[1], "/grants/%s", value(s, "data.1.id"));
    post(s, "/grants",
         "{'account_id':'@account:demo-bureau','role':'unit_handler','unit_id':'@unit:zhujian','scope':'unit'}");
    expect(s, 201);
    for (int i = 0; i < 2; i++) {
        drop(s, grants[i]);
        expect(s, 204);
    }
}

/* Small files add up: no more than 600 rows alone in a day. */
static void in_pieces(struct scenario *s)
{
    char path[80];
    as(s, "demo-bureau");
    for (int i = 0; i < 3; i++) {
        post(s, "/exports", "{'filter':{'q':'上半'},'format':'csv'}");
        expect_int(s, "total", SOME);
        expect_text(s, "state", "ready");
    }
    post(s, "/exports", "{'filter':{'q':'上半'},'format':'csv'}");
    expect_refused(s, 409, "export_second", NULL);
    ask(s, "{'q':'上半'}", "csv", path);
}

static void more_than_a_page_takes_two(void **state)
{
    struct scenario *s = *state;
    char alone[80], path[80], late[80];
    move_clock(s, "2026-03-02 09:00");
    dispatched(s, "zhujian", "保障房渗漏");
    as(s, "demo-bureau");
    post(s, "/exports", "{'filter':{},'format':'csv'}");
    expect_text(s, "state", "ready");
    snprintf(alone, sizeof alone, "/exports/%s", value(s, "id"));
    many(s);
    as(s, "demo-bureau");
    get(s, "%s/content", alone);
    expect_refused(s, 409, "export_second", NULL); /* it grew meanwhile */
    ask(s, "{'q':'许多'}", "csv", path);
    the_asker_gets_nothing(s, path);
    others_do_not_know(s, path);
    a_second_allows(s, path);
    no_is_no(s);
    ask(s, "{}", "csv", late);
    in_pieces(s);
    move_clock(s, "2026-03-03 09:01");
    as(s, "demo-bureau");
    post(s, "/exports", "{'filter':{'q':'上半'},'format':'csv'}");
    expect_text(s, "state", "ready"); /* another day */
    get(s, "%s/content", path);
    expect_refused(s, 410, "export_over", NULL);
    move_clock(s, "2026-03-09 09:02");
    decide(s, "demo-bureau-head", late, "allow");
    expect_refused(s, 409, "confirmation_over", NULL);
    ask(s, "{}", "ndjson", path);
    decide(s, "demo-bureau-head", path, "allow");
    expect(s, 200);
    narrow(s);
    as(s, "demo-bureau");
    get(s, "%s/content", path);
    expect(s, 200);
    assert_true(says(s, "保障房渗漏"));
    assert_true(says(s, "\"count\":1,"));
}

int main(void)
{
    const struct CMUnitTest stories[] = {STORY(a_spreadsheet),
                                         STORY(lines_for_programs),
                                         STORY(nobody_gets_more_than_the_list),
                                         STORY(what_has_grown_is_asked_for_anew),
                                         STORY(nothing_sealed_goes_out),
                                         STORY(it_is_journalled),
                                         STORY(more_than_a_page_takes_two)};
    return STORIES(stories);
}

/*
 * test_plain.c - a petitioner without scripts: the whole road by served forms, and what is refused there.
 *
 * The forms are posted as a browser posts them, with the hidden controls of the page that was shown before.
 */
#include "support/scenario.h"

#include <stdio.h>
#include <string.h>

#define PERSON                                                                                                         \
    "persons.0.role", "petitioner", "persons.0.kind", "natural", "persons.0.name", "方某某", "persons.0.phone",        \
        "19900002001", "persons.0.address", "东湖社区12幢"
#define WHAT                                                                                                           \
    "purpose", "relief", "title", "楼道堆物占用消防通道", "request", "请清理楼道堆物，\r\n恢复通道", "demands.0.text", \
        "", "demands.1.text", "清理楼道堆物"

/* What stands between `before` and the next '<' or '"' of the last page. */
static const char *between(struct scenario *s, const char *before)
{
    static char out[4][200];
    static int turn;
    const char *at = page(s) != NULL ? strstr(page(s), before) : NULL;
    char *to = out[turn++ % 4];
    if (at == NULL) {
        fail_msg("the page does not hold %s:\n%s", before, page(s));
    }
    at += strlen(before);
    snprintf(to, sizeof out[0], "%.*s", (int)strcspn(at, "<\""), at);
    return to;
}

static void expect_page(struct scenario *s, int status, const char *text)
{
    expect(s, status);
    if (!says(s, text)) {
        fail_msg("the page does not say %s:\n%s", text, page(s));
    }
    assert_string_equal(header(s, "Content-Type"), "text/html; charset=utf-8");
    assert_string_equal(header(s, "Cache-Control"), "no-store");
    assert_non_null(strstr(header(s, "Content-Security-Policy"), "default-src 'none'"));
    assert_false(says(s, "<script"));
}

static void send_it(struct scenario *s, char number[60], char code[60])
{
    as(s, NULL);
    send_form(s, "/plain/submit", (const char *const[]){WHAT, PERSON, "_do", "check", NULL});
    expect_page(s, 200, "请核对");
    assert_true(says(s, "清理楼道堆物"));
    assert_true(says(s, "name=\"demands.0.text\" value=\"清理楼道堆物\"")); /* the empty one is gone */
    const char *key = between(s, "name=\"_key\" value=\"");
    send_form(s, "/plain/send", (const char *const[]){"_lang", "zh", "_key", key, WHAT, PERSON, NULL});
    expect_page(s, 200, "receipt-code");
    snprintf(number, 60, "%s", between(s, "id=\"receipt-number\">"));
    snprintf(code, 60, "%s", between(s, "id=\"receipt-code\">"));
    /* The second click of the same page. */
    send_form(s, "/plain/send", (const char *const[]){"_lang", "zh", "_key", key, WHAT, PERSON, NULL});
    expect_page(s, 200, number);
    assert_true(says(s, code));
    assert_true(says(s, "2026年3月17日")); /* the dates to expect come out of the stored answer too */
}

static void the_whole_road(void **state)
{
    struct scenario *s = *state;
    char number[60], code[60];
    move_clock(s, "2026-03-02 20:15");
    send_it(s, number, code);
    as(s, "demo-bureau");
    get(s, "/cases?open=any");
    expect_size(s, "data", 1); /* sent once */
    turn_to(s, value(s, "data.0.id"));
    move_clock(s, "2026-03-03 09:00");
    acts(s, "demo-bureau", "screen", "{'class_code':'0907','urgency':'normal'}");
    acts(s, "demo-bureau", "dispatch", "{'to_unit':'@unit:zhujian','kind':'transfer'}");
    as(s, NULL);
    send_form(s, "/plain/track", (const char *const[]){"number", number, "code", code, "_lang", "en", NULL});
    expect_page(s, 200, "18 Mar 2026");
    assert_true(says(s, "0575-0000-0101")); /* whom to ring */
    assert_false(says(s, "方某某"));
    const char *key = between(s, "/plain/material\" novalidate>\n<input type=\"hidden\" name=\"_lang\" value=\"en\">\n"
                                 "<input type=\"hidden\" name=\"_key\" value=\"");
    for (int i = 0; i < 2; i++) {
        send_form(s, "/plain/material",
                  (const char *const[]){"number", number, "code", code, "_key", key, "_lang", "zh", "title", "照片",
                                        "text", "又堆了<b>三</b>辆旧车", NULL});
        expect_page(s, 200, "材料已收到");
    }
    as(s, "demo-bureau");
    get(s, "/cases/@case/evidence");
    expect_size(s, "data", 1);
    expect_text(s, "data.0.fact", "又堆了<b>三</b>辆旧车");
    expect_text(s, "data.0.title", "照片");
    assert_int_equal(notices(s, "demo-housing-intake", "信访人补充了材料"), 1);
}

static const char *kept_text(const char *text)
{
    static char out[4][100];
    static int turn;
    char *to = out[turn++ % 4];
    snprintf(to, sizeof out[0], "%s", text);
    return to;
}

/* The hidden key of the form that goes to `action` on the last page. */
static const char *key_of(struct scenario *s, const char *action)
{
    char before[200];
    snprintf(before, sizeof before,
             "action=\"%s\" novalidate>\n<input type=\"hidden\" name=\"_lang\" value=\"zh\">\n<input type=\"hidden\" "
             "name=\"_key\" value=\"",
             action);
    return between(s, before);
}

/* The answer is there: rated and, in time, taken a level up. */
static void the_answer_is_rated_and_reviewed(void **state)
{
    struct scenario *s = *state;
    move_clock(s, "2026-03-09 09:00");
    in_handling(s, "zhujian", "demo-housing-intake", "demo-housing", "楼道堆物");
    const char *number = kept_text(case_number(s)), *code = kept_text(query_code(s));
    as(s, NULL);
    send_form(s, "/plain/review",
              (const char *const[]){"number", number, "code", code, "kind", "review", "grounds", "不服", NULL});
    expect_page(s, 409, "现在没有可以申请复查、复核的意见");
    acts(s, "demo-housing", "contact",
         "{'on':'2026-03-09','method':'phone','spoke_with':'本人','content':'说明办理情况','reached':true}");
    acts(s, "demo-housing", "draft_opinion",
         "{'outcome':'explain','facts':'楼道为业主共有','basis':'《消防法》第二十八条','answers':[{'demand_id':'@"
         "demand:1',"
         "'outcome':'explain','answer':'由物业清理','basis':'《消防法》第二十八条'}]}");
    acts(s, "demo-housing-legal", "check", "{}");
    acts(s, "demo-housing-head", "sign", "{}");
    acts(s, "demo-housing", "deliver", "{'method':'hand','delivered_on':'2026-03-09','proof':'送达回证'}");
    move_clock(s, "2026-03-20 09:00");
    as(s, NULL);
    send_form(s, "/plain/track", (const char *const[]){"number", number, "code", code, NULL});
    expect_page(s, 200, "/plain/rate");
    const char *key = key_of(s, "/plain/review");
    send_form(s, "/plain/rate",
              (const char *const[]){"number", number, "code", code, "target", "unit", "value", "dissatisfied", NULL});
    expect_page(s, 200, "已收到您的评价");
    send_form(s, "/plain/rate", (const char *const[]){"number", number, "code", code, "target", "unit", NULL});
    expect_page(s, 422, "href=\"#f-value\"");
    for (int i = 0; i < 2; i++) { /* twice by one page, once in the record */
        send_form(s, "/plain/review",
                  (const char *const[]){"number", number, "code", code, "kind", "review", "grounds",
                                        "没有说明为什么不拆", "_key", key, NULL});
        expect_page(s, 200, "申请已登记");
    }
    send_form(s, "/plain/review",
              (const char *const[]){"number", number, "code", code, "kind", "review", "grounds", "再申请", NULL});
    expect_page(s, 409, "已经申请过了");
    expect_clock(s, "C11", "2026-04-08", "met");
    assert_int_equal(notices(s, "demo-housing", "申请复查"), 1);
    as(s, "demo-bureau");
    get(s, "/cases/@case/links");
    expect_size(s, "data", 1);
    expect_text(s, "data.0.kind", "review_of");
}

static void everything_is_kept_and_told(void **state)
{
    struct scenario *s = *state;
    move_clock(s, "2026-03-02 20:15");
    as(s, NULL);
    send_form(s, "/plain/submit",
              (const char *const[]){"purpose", "relief", "title", "楼", "request", "请清理\"<楼道>\"", "demands.0.text",
                                    "清理", "persons.0.role", "petitioner", "persons.0.kind", "natural",
                                    "persons.0.name", "", "persons.0.phone", "12", "_do", "check", NULL});
    expect_page(s, 422, "请修改以下各处");
    assert_true(says(s, "href=\"#f-title\">标题：至少 2 个字"));
    assert_true(says(s, "href=\"#f-persons.0.name\""));
    assert_true(says(s, "href=\"#f-persons.0.phone\""));
    assert_true(says(s, "id=\"e-title\">至少 2 个字"));
    assert_true(says(s, "请清理&quot;&lt;楼道&gt;&quot;</textarea>"));
    assert_true(says(s, "value=\"12\""));
    assert_true(says(s, "value=\"relief\" checked"));
    /* A number that reaches nobody, in a form that is otherwise right; and no accusation by this way: told where to instead. */
    send_form(s, "/plain/submit", (const char *const[]){"purpose", "accusation", "_do", "check", NULL});
    assert_true(says(s, "id=\"accusation\"") && says(s, "12388"));
    assert_false(says(s, "action=\"/plain/send\""));
    assert_false(says(s, "请修改以下各处"));
    /* Another demand is asked for: nothing is called wrong, and nothing is lost. */
    send_form(
        s, "/plain/submit",
        (const char *const[]){"title", "楼", "demands.0.text", "一", "demands.1.text", "二", "_do", "demand", NULL});
    expect_page(s, 200, "name=\"demands.2.text\"");
    assert_false(says(s, "role=\"alert\""));
    /* The duplicate rule of the web holds here, and leads to what was sent before. */
    char number[60], code[60];
    send_it(s, number, code);
    send_form(s, "/plain/send", (const char *const[]){WHAT, PERSON, NULL});
    expect_page(s, 409, number);
    assert_true(says(s, "楼道堆物占用消防通道"));
    send_form(s, "/plain/submit",
              (const char *const[]){"purpose", "accusation", "title", "反映问题", "request", "请查处", "demands.0.text",
                                    "查处", PERSON, NULL});
    expect_page(s, 409, "检举控告");
}

static void raw(struct scenario *s, const char *body, int status)
{
    send_raw_form(s, "/plain/track", body);
    expect(s, status);
    assert_string_equal(header(s, "Content-Type"), "text/html; charset=utf-8");
}

/* As strict as JSON. */
static void odd_forms_are_refused(void **state)
{
    struct scenario *s = *state;
    as(s, NULL);
    raw(s, "number=abcdef&number=abcdef&code=1234567890", 400);
    raw(s, "number=abcdef&code=1234567890&unknown=1", 422);
    raw(s, "number=a%00bcdef&code=1234567890", 400);
    raw(s, "number=%ff%fe%fd%fc%fb&code=1234567890", 400);
    raw(s, "number=%zzabcdef&code=1234567890", 400);
    raw(s, "number", 400);
    raw(s, "number=abcdef&", 400);
    raw(s, "=x&code=1234567890", 400);
    raw(s, "number=%e2%80%aeabcdef&code=1234567890", 422); /* reads otherwise than it is stored */
    raw(s, "number=abcdef&code=1234567890", 404);
    raw(s, "number=+&code=", 422);
    send_raw_form_from(s, "/plain/track", "number=abcdef&code=1234567890", "Origin: https://elsewhere.example");
    expect_page(s, 403, "请在本站的页面上填写和提交");
    send_raw_form_from(s, "/plain/track", "number=abcdef&code=1234567890", "Sec-Fetch-Site: cross-site");
    expect(s, 403);
    send_raw_form_from(s, "/plain/track", "{}", "Content-Type: application/json");
    expect(s, 415);
    send_raw_form_from(s, "/plain/track", "number=abcdef&code=1234567890", "Sec-Fetch-Site: same-origin");
    expect(s, 404);
}

static void a_draft_is_kept_and_sent(void **state)
{
    struct scenario *s = *state;
    char code[60];
    move_clock(s, "2026-03-02 20:15");
    as(s, NULL);
    send_form(s, "/plain/draft",
              (const char *const[]){"title", "楼", "purpose", "relief", "persons.0.name", "方某某", "odd", "x", NULL});
    expect_page(s, 200, "draft-code");
    snprintf(code, sizeof code, "%s", between(s, "id=\"draft-code\">"));
    assert_int_equal(strlen(code), 39);
    assert_true(says(s, "value=\"楼\""));
    send_form(s, "/plain/resume", (const char *const[]){"code", code, NULL});
    expect_page(s, 200, "value=\"方某某\"");
    assert_true(says(s, "value=\"relief\" checked"));
    send_form(s, "/plain/draft", (const char *const[]){"title", "楼道堆物", "_draft", code, NULL});
    expect_page(s, 200, code);
    char json[100];
    snprintf(json, sizeof json, "{'code':'%s'}", code);
    post(s, "/public/draft-openings", json);
    expect(s, 200);
    expect_text(s, "content.title", "楼道堆物");
    send_form(s, "/plain/send", (const char *const[]){WHAT, PERSON, "_draft", code, NULL});
    expect_page(s, 200, "receipt-code");
    send_form(s, "/plain/resume", (const char *const[]){"code", code, NULL});
    expect_page(s, 404, "没有这个保存码的草稿");
}

/* The product's own limit: what was typed is there when it says "wait". */
static void too_many_lose_nothing(void **state)
{
    struct scenario *s = *state;
    int status = 200;
    as(s, NULL);
    for (int i = 0; i < 40 && status != 429; i++) {
        send_form(s, "/plain/draft", (const char *const[]){"title", "楼道堆物", NULL});
        status = last_status(s);
    }
    expect_page(s, 429, "value=\"楼道堆物\"");
    assert_non_null(header(s, "Retry-After"));
}

/* What reaches nobody is told at its control; what cannot be read is left empty. */
static void a_number_must_be_one(void **state)
{
    static const struct {
        const char *phone;
        int status;
    } numbers[] = {{"12345", 422},         {"1390000000", 422}, {"0575-812", 422},       {"13800002222", 200},
                   {"0575-81234567", 200}, {"81234567", 200},   {"+1 415 555 2671", 200}};
    struct scenario *s = *state;
    char body[700];
    move_clock(s, "2026-03-02 20:15");
    for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++) {
        as(s, "demo-window");
        snprintf(body, sizeof body,
                 "{'channel':'letter','purpose':'relief','title':'号码 "
                 "%zu','request':'请处理','demands':[{'text':'请处理'}],"
                 "'persons':[{'role':'petitioner','kind':'natural','name':'陶某','phone':'%s'}]}",
                 i, numbers[i].phone);
        submit(s, body);
        if (numbers[i].status == 200) {
            expect(s, 201);
        } else {
            expect_refused(s, 422, "phone_form", "/persons/0/phone");
        }
    }
    for (int good = 0; good <= 1; good++) {
        as(s, NULL);
        snprintf(body, sizeof body,
                 "{'purpose':'relief','title':'证件 %d','request':'请处理','demands':[{'text':'请处理'}],"
                 "'persons':[{'role':'petitioner','kind':'natural','name':'陶某','id_type':'resident_id','id_number':'"
                 "11010519491231002%s'}]}",
                 good, good ? "x" : "1");
        post(s, "/public/submissions", body);
        if (good) {
            expect(s, 201);
        } else {
            expect_refused(s, 422, "resident_id_form", "/persons/0/id_number");
        }
    }
}

/* A slip of the copy says nothing of the records, and sends nobody to the level above. */
static void an_altered_proof_accuses_nobody(void **state)
{
    struct scenario *s = *state;
    char number[60], code[60], path[200], proof[6000];
    move_clock(s, "2026-03-02 20:15");
    send_it(s, number, code);
    snprintf(path, sizeof path, "/public/cases/%s/proof?code=%s", number, code);
    get(s, "%s", path);
    expect(s, 200);
    snprintf(proof, sizeof proof, "%s", page(s));
    send_form(s, "/plain/check", (const char *const[]){"proof", proof, NULL});
    expect_page(s, 200, "凭证有效，记录没有变动");
    char *digit = strstr(proof, ",\"hash\":\"") + strlen(",\"hash\":\"");
    *digit = *digit == '0' ? '1' : '0';
    send_form(s, "/plain/check", (const char *const[]){"proof", proof, NULL});
    expect_page(s, 200, "这个文件不是本单位签发的原件");
    assert_false(says(s, "上一级") || says(s, "办理记录与它不一致"));
}

static void both_languages_have_every_word(void **state)
{
    static const char *const paths[] = {"/plain", "/plain/submit", "/plain/track", "/plain/resume", "/plain/check"};
    struct scenario *s = *state;
    as(s, NULL);
    for (size_t i = 0; i < sizeof paths / sizeof paths[0]; i++) {
        char path[80];
        snprintf(path, sizeof path, "%s?lang=en", paths[i]);
        open_page(s, path);
        expect_page(s, 200, "<html lang=\"en\">");
        assert_false(says(s, ">plain.") || says(s, ">submit.") || says(s, ">track.") || says(s, ">portal."));
        with_language(s, "zh");
        open_page(s, paths[i]);
        expect_page(s, 200, "<html lang=\"zh-CN\">");
    }
    open_page(s, "/plain?lang=fr");
    expect(s, 422);
}

int main(void)
{
    const struct CMUnitTest stories[] = {
        STORY(the_whole_road),        STORY(the_answer_is_rated_and_reviewed), STORY(everything_is_kept_and_told),
        STORY(odd_forms_are_refused), STORY(a_draft_is_kept_and_sent),         STORY_LIMITED(too_many_lose_nothing),
        STORY(a_number_must_be_one),  STORY(an_altered_proof_accuses_nobody),  STORY(both_languages_have_every_word),
    };
    return STORIES(stories);
}

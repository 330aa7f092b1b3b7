/*
 * test_duplicate.c - the same thing sent twice over the web is answered with the first number, and tells a stranger nothing.
 */
#include "support/scenario.h"

#include <stdio.h>

#define TEXT  "'title':'青湾镇文化路路灯不亮','request':'修复文化路十二盏路灯，夜间行人看不清路'"
#define TEXT2 "'title':'青湾镇文化路路灯不亮','request':'请修复文化路十二盏路灯，夜间行人看不清路！'"
#define OTHER "'title':'小区垃圾没有人清运','request':'要求每天清运垃圾并公布清运时间'"

static void send(struct scenario *s, const char *text, const char *person)
{
    char body[900];
    as(s, NULL);
    snprintf(
        body, sizeof body,
        "{'purpose':'relief',%s,'demands':[{'text':'办理'}],'persons':[{'role':'petitioner','kind':'natural',%s}]}",
        text, person);
    post(s, "/public/submissions", body);
}

#define QING "'name':'司徒青','phone':'13800002222','id_type':'other','id_number':'ID-778899'"

static void the_same_again_gets_the_first_number(void **state)
{
    struct scenario *s = *state;
    char number[60];
    move_clock(s, "2026-03-02 09:00");
    send(s, TEXT, QING);
    expect(s, 201);
    snprintf(number, sizeof number, "%s", value(s, "receipt.number"));
    send(s, TEXT, QING);
    expect_refused(s, 409, "received_already", NULL);
    if (!says(s, number) || !says(s, "2026年3月2日")) {
        fail_msg("the answer does not name number and day");
    }
    if (says(s, "司徒") || says(s, "13800002222")) {
        fail_msg("the answer tells of the person");
    }
    move_clock(s, "2026-03-02 21:00");
    send(s, TEXT2, "'name':'司徒青','phone':'138-0000-2222','id_type':'other','id_number':'id-778899'");
    expect_refused(s, 409, "received_already", NULL);
    send(s, OTHER, QING); /* another matter */
    expect(s, 201);
    move_clock(s, "2026-03-03 09:30"); /* a day later it is a new submission, as the law wants them registered */
    send(s, TEXT, QING);
    expect(s, 201);
}

/* Whoever does not know everything gets a receipt like everybody. */
static void a_stranger_learns_nothing(void **state)
{
    struct scenario *s = *state;
    move_clock(s, "2026-03-02 09:00");
    send(s, TEXT, QING);
    expect(s, 201);
    send(s, TEXT, "'name':'司徒青','phone':'13800002222'"); /* without the number */
    expect(s, 201);
    send(s, TEXT, "'name':'司徒红','phone':'13800002222','id_type':'other','id_number':'ID-778899'");
    expect(s, 201);
    send(s, TEXT, "'name':'司徒青','phone':'13800003333','id_type':'other','id_number':'ID-778899'");
    expect(s, 201);
    send(s, TEXT, "'name':'司徒青','phone':'13800002222','id_type':'other','id_number':'ID-778800'");
    expect(s, 201);
    send(s, OTHER, QING);
    expect(s, 201);
    send(s, TEXT, "'name':'司徒青'");
    expect(s, 201);
    send(s, TEXT, "'name':'司徒青'");
    expect(s, 201);
}

/* What was said at the window is not told over the web. */
static void the_window_is_not_compared(void **state)
{
    struct scenario *s = *state;
    move_clock(s, "2026-03-02 09:00");
    as(s, "demo-window");
    submit(s, "{'channel':'letter','purpose':'relief'," TEXT
              ",'demands':[{'text':'办理'}],'persons':[{'role':'petitioner','kind':'natural'," QING "}]}");
    expect(s, 201);
    send(s, TEXT, QING);
    expect(s, 201);
}

static void one_phone_sends_so_much_a_day(void **state)
{
    static const char *const about[] = {"路灯", "垃圾", "噪声", "油烟", "停车", "水管", "公交", "学校", "医保", "养老"};
    struct scenario *s = *state;
    char text[300];
    move_clock(s, "2026-03-02 09:00");
    for (int i = 0; i < 10; i++) {
        snprintf(text, sizeof text, "'title':'反映%s问题','request':'%s%s%s%s'", about[i], about[i],
                 about[(i + 3) % 10], about[(i + 5) % 10], about[(i * 7 + 1) % 10]);
        send(s, text, QING);
        expect(s, 201);
    }
    send(s, "'title':'再反映一件别的事','request':'其他完全不同的诉求内容'", QING);
    expect_refused(s, 429, "sent_too_often", NULL);
    send(s, OTHER, "'name':'郑某','phone':'13800004444'");
    expect(s, 201);
}

int main(void)
{
    const struct CMUnitTest stories[] = {
        STORY(the_same_again_gets_the_first_number),
        STORY(a_stranger_learns_nothing),
        STORY(the_window_is_not_compared),
        STORY(one_phone_sends_so_much_a_day),
    };
    return STORIES(stories);
}

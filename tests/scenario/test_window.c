/*
 * test_window.c - what the window sees while it registers: who was here before, what may be the same matter, which class the words point at.
 */
#include "support/scenario.h"

#include <stdio.h>
#include <string.h>

static char known[27];

static void comes(struct scenario *s, const char *login, const char *title, const char *extra, const char *person)
{
    char body[1200];
    as(s, login);
    snprintf(body, sizeof body,
             "{'channel':'letter','purpose':'relief','title':'%s','request':'请尽快修复路灯','demands':[{'text':"
             "'修复路灯'}],'place_unit_id':'@unit:fenglin',%s'persons':[%s]}",
             title, extra, person);
    submit(s, body);
}

#define SIMA                                                                                                           \
    "{'role':'petitioner','kind':'natural','name':'司马青','phone':'13800003333','id_type':'other','id_number':"    \
    "'ID-336699','address':'古城路9号'}"

static void look_up(struct scenario *s, const char *login, const char *body)
{
    as(s, login);
    post(s, "/persons/lookup", body);
}

static void the_lamp_is_registered(struct scenario *s)
{
    move_clock(s, "2026-03-02 09:00");
    comes(s, "demo-window", "东门路灯不亮", "'class_code':'0309',", SIMA);
    expect(s, 201);
}

static void who_was_here_is_found_by_the_whole_number_only(void **state)
{
    struct scenario *s = *state;
    the_lamp_is_registered(s);
    comes(s, "demo-window", "东门路面积水", "",
          "{'role':'petitioner','kind':'natural','name':'司马青','phone':'13800003333','address':'古城路9号'}");
    look_up(s, "demo-window", "{'id_number':'id 336699'}");
    expect(s, 200);
    expect_size(s, "data", 1);
    expect_text(s, "data.0.name", "司**");
    expect_text(s, "data.0.phone", "138****3333");
    expect_size(s, "data.0.cases", 1);
    expect_text(s, "data.0.cases.0.title", "东门路灯不亮");
    expect_text(s, "data.0.cases.0.state_title_zh", "已登记");
    if (says(s, "司马") || says(s, "13800003333") || says(s, "336699") || says(s, "古城路9号")) {
        fail_msg("a look-up shows more than its masks");
    }
    look_up(s, "demo-window", "{'phone':'138-0000-3333'}");
    expect_size(s, "data", 2); /* with and without the number of a document: for a clerk to tell */
    look_up(s, "demo-window", "{'phone':'1380000333'}");
    expect_size(s, "data", 0);
    look_up(s, "demo-window", "{'id_number':'ID-33669'}");
    expect_size(s, "data", 0);
    look_up(s, "demo-window", "{}");
    expect_refused(s, 422, "id_or_phone", "/id_number");
    look_up(s, "demo-housing", "{'phone':'13800003333'}"); /* does not register */
    expect(s, 403);
    as(s, "demo-bureau-head");
    get(s, "/journal?limit=10");
    expect_text(s, "data[action=person.lookup].changes[field=persons].after", "1"); /* the first of them */
    expect_text(s, "data.0.action", "person.lookup");
    if (says(s, "司马") || says(s, "13800003333") || says(s, "ID-336699")) {
        fail_msg("the journal holds whom was looked for");
    }
}

/* The same person registered three times is one to look at; the sixth field of one differs. */
static void one_person_is_shown_once(void **state)
{
    struct scenario *s = *state;
    the_lamp_is_registered(s);
    comes(s, "demo-window", "东门路面积水", "", SIMA);
    comes(s, "demo-window", "东门树枝挡路", "",
          "{'role':'petitioner','kind':'natural','name':'司马青','phone':'13800003333','id_type':'other','id_number':"
          "'ID-336699','address':'新城路1号'}");
    look_up(s, "demo-window", "{'phone':'13800003333','id_number':'ID-336699'}");
    expect_size(s, "data", 1);
    expect_size(s, "data.0.cases", 3);
    expect_text(s, "data.0.cases.0.title", "东门树枝挡路");
}

static void sealed_withheld_and_foreign_cases_count_for_nothing(void **state)
{
    struct scenario *s = *state;
    move_clock(s, "2026-03-02 09:00");
    as(s, "demo-sealed");
    submit(s, "{'channel':'letter','purpose':'accusation','title':'围标线索','request':'围标线索','demands':[{'text':"
              "'查处'}],'persons':[" SIMA "],'accused':[{'unit_id':'@unit:qingwan'}]}");
    expect(s, 201);
    static const char *const people[] = {"demo-window", "demo-sealed", "demo-bureau", "demo-town"};
    for (size_t i = 0; i < sizeof people / sizeof people[0]; i++) {
        look_up(s, people[i], "{'phone':'13800003333'}");
        expect(s, 200);
        expect_size(s, "data", 0);
        post(s, "/submissions/candidates", "{'title':'围标线索','request':'围标线索'}");
        expect(s, 200);
        expect_size(s, "data", 0);
    }
    comes(s, "demo-window", "东门路灯不亮", "", SIMA);
    look_up(s, "demo-town", "{'phone':'13800003333'}"); /* not the town's case */
    expect_size(s, "data", 0);
    look_up(s, "demo-window", "{'phone':'13800003333'}");
    expect_size(s, "data", 1);
    expect_size(s, "data.0.cases", 1);
}

static void remember_known(struct scenario *s)
{
    look_up(s, "demo-window", "{'phone':'13800003333'}");
    snprintf(known, sizeof known, "%s", value(s, "data.0.person_id"));
}

static void again(struct scenario *s, const char *login, const char *person_id, const char *more)
{
    char person[300];
    snprintf(person, sizeof person, "{'role':'petitioner','kind':'natural','known_person_id':'%s'%s}", person_id, more);
    comes(s, login, "东门路灯又不亮", "", person);
}

static void a_known_person_is_taken_over(void **state)
{
    struct scenario *s = *state;
    the_lamp_is_registered(s);
    remember_known(s);
    again(s, "demo-window", known, "");
    expect(s, 201);
    get(s, "/cases/@case");
    expect_text(s, "parties.0.name", "司**");
    expect_text(s, "parties.0.phone", "138****3333");
    look_up(s, "demo-window", "{'phone':'13800003333'}");
    expect_size(s, "data", 1);
    expect_size(s, "data.0.cases", 2);
    again(s, "demo-window", known, ",'phone':'13800004444'");
    expect_refused(s, 422, "known_person_alone", "/persons/0/known_person_id");
    again(s, "demo-window", "01aaaaaaaaaaaaaaaaaaaaaaaa", "");
    expect_refused(s, 422, "unknown_person", "/persons/0/known_person_id");
    comes(s, "demo-window", "无名", "", "{'role':'petitioner','kind':'natural'}");
    expect_refused(s, 422, "required", "/persons/0/name");
    as(s, NULL);
    post(s, "/public/submissions",
         "{'purpose':'relief','title':'网上信访','request':'修路','demands':[{'text':'修路'}],'persons':[{'role':"
         "'petitioner','kind':'natural','name':'甲','known_person_id':'01aaaaaaaaaaaaaaaaaaaaaaaa'}]}");
    expect_refused(s, 422, "unknown_member", "/persons/0/known_person_id"); /* petitioners know of no such field */
}

static void candidates_stand_beside_the_form(void **state)
{
    struct scenario *s = *state;
    char body[400];
    the_lamp_is_registered(s);
    as(s, "demo-window");
    post(s, "/submissions/candidates", "{'title':'东门路灯不亮'}");
    expect(s, 200);
    expect_size(s, "data", 1);
    expect_text(s, "data.0.number", case_number(s));
    expect_int(s, "data.0.similarity", 100);
    expect_int(s, "data.0.same_phone", 0);
    remember_known(s);
    snprintf(body, sizeof body, "{'title':'西门积水','class_code':'0309','persons':[{'person_id':'%s'}]}", known);
    post(s, "/submissions/candidates", body);
    expect_size(s, "data", 1);
    expect_int(s, "data.0.same_id", 1);
    expect_int(s, "data.0.same_class", 1);
    as(s, "demo-town"); /* neither the case nor the person is known there */
    post(s, "/submissions/candidates", body);
    expect_size(s, "data", 0);
    as(s, "demo-window");
    post(s, "/submissions/candidates", "{'title':'村务公开不及时'}");
    expect_size(s, "data", 0);
    /* Joined at once: no second clock, the submission hangs on the case. */
    char joins[60];
    snprintf(joins, sizeof joins, "'case_id':'%s',", case_id(s));
    again(s, "demo-window", known, "");
    comes(s, "demo-window", "东门路灯仍不亮", joins, SIMA);
    expect(s, 201);
    expect_int(s, "submission.is_first", 0);
}

static void a_class_is_hinted_at_with_its_reasons(void **state)
{
    struct scenario *s = *state;
    move_clock(s, "2026-03-02 09:00");
    for (int i = 0; i < 3; i++) {
        comes(s, "demo-window", "枫林小区路灯不亮", "'class_code':'0309',", SIMA);
    }
    comes(s, "demo-window", "枫林小区电梯停运", "'class_code':'0304',", SIMA);
    as(s, "demo-window");
    post(s, "/submissions/class-hints", "{'title':'河西路灯不亮','request':'晚上出行不便'}");
    expect(s, 200);
    expect_text(s, "data.0.code", "0309");
    expect_text(s, "data.0.words.0", "路灯不亮");
    expect_int(s, "data.0.similar", 3);
    expect_int(s, "data.0.of", 3);
    expect_int(s, "data.0.in_name", 0);
    post(s, "/submissions/class-hints", "{'title':'反映土地征收补偿'}");
    expect_text(s, "data.0.code", "0201");
    expect_int(s, "data.0.in_name", 1);
    expect_int(s, "data.0.similar", 0);
    as(s, "demo-town"); /* knows of none of these cases */
    post(s, "/submissions/class-hints", "{'title':'河西路灯不亮'}");
    expect(s, 200);
    expect_size(s, "data", 0);
    as(s, "demo-window");
    post(s, "/submissions/class-hints", "{}");
    expect_size(s, "data", 0);
}

int main(void)
{
    const struct CMUnitTest stories[] = {
        STORY(who_was_here_is_found_by_the_whole_number_only),
        STORY(one_person_is_shown_once),
        STORY(sealed_withheld_and_foreign_cases_count_for_nothing),
        STORY(a_known_person_is_taken_over),
        STORY(candidates_stand_beside_the_form),
        STORY(a_class_is_hinted_at_with_its_reasons),
    };
    return STORIES(stories);
}

/*
 * test_person_rights.c - a person learns what is kept of them and has it corrected; the journals tell that and why, and no value.
 */
#include "support/scenario.h"

#include <stdio.h>
#include <string.h>

static void somebody_comes(struct scenario *s, const char *name, const char *title, const char *confidential)
{
    char body[1000];
    as(s, "demo-window");
    snprintf(
        body, sizeof body,
        "{'channel':'letter','purpose':'relief','title':'%s','request':'修好路灯','demands':[{'text':'修好路灯'}],"
        "'class_code':'0309','place_unit_id':'@unit:laocheng','confidential_request':%s,'persons':[{'role':"
        "'petitioner','kind':'natural','name':'%s','phone':'13800002222','id_type':'other','id_number':'ID-778899',"
        "'address':'古城路7号'}]}",
        title, confidential, name);
    submit(s, body);
    expect(s, 201);
    acts(s, "demo-bureau", "screen", "{'class_code':'0309','urgency':'normal'}");
    acts(s, "demo-bureau", "dispatch", "{'to_unit':'@unit:zhujian','kind':'transfer'}");
}

static void correct(struct scenario *s, const char *login, const char *version, const char *body)
{
    char path[100];
    as(s, "demo-bureau");
    get(s, "/cases/@case");
    snprintf(path, sizeof path, "/cases/@case/parties/%s/correction", value(s, "parties.0.id"));
    char now[24];
    snprintf(now, sizeof now, "%s", version != NULL ? version : value(s, "version"));
    as(s, login);
    with_version(s, now);
    post(s, path, body);
}

static void ask_all(struct scenario *s, const char *login, const char *body)
{
    as(s, login);
    post(s, "/persons/export", body);
}

static void expect_in(struct scenario *s, const char *path, const char *member, const char *text)
{
    char whole[80];
    snprintf(whole, sizeof whole, "%s%s", path, member);
    expect_text(s, whole, text);
}

static void everything_is_handed_over(void **state)
{
    struct scenario *s = *state;
    move_clock(s, "2026-03-02 09:00");
    somebody_comes(s, "司徒青", "路灯不亮", "false");
    acts(s, "demo-bureau", "contact",
         "{'on':'2026-03-02','method':'phone','spoke_with':'本人','content':'说明办理流程','reached':true}");
    somebody_comes(s, "司徒青", "路面积水", "false");
    somebody_comes(s, "司徒红", "树枝挡路", "false"); /* the same number and phone, another name */
    ask_all(s, "demo-bureau-head", "{'name':'司徒青','id_number':'id-778899','reason':'access'}");
    expect(s, 200);
    expect_size(s, "data", 2); /* each petition keeps what was said with it */
    for (int i = 0; i < 2; i++) {
        char path[40];
        snprintf(path, sizeof path, "data.%d.", i);
        expect_in(s, path, "name", "司徒青");
        expect_in(s, path, "phone", "13800002222");
        expect_in(s, path, "address", "古城路7号");
        expect_in(s, path, "cases.0.role", "petitioner");
        expect_in(s, path, "cases.0.submissions.0.request", "修好路灯");
        expect_in(s, path, "cases.0.submissions.0.received_on", "2026-03-02");
    }
    assert_true(says(s, "路灯不亮") && says(s, "路面积水") && says(s, "说明办理流程"));
    if (says(s, "司徒红") || says(s, "树枝挡路")) {
        fail_msg("somebody else's data was handed over");
    }
    ask_all(s, "demo-bureau-head", "{'name':'司徒青','phone':'138 0000 2222','reason':'access'}");
    expect_size(s, "data", 2);
    ask_all(s, "demo-bureau-head", "{'name':'司徒白','phone':'13800002222','reason':'access'}");
    expect(s, 200);
    expect_size(s, "data", 0);
    ask_all(s, "demo-bureau-head", "{'name':'司徒青','reason':'access'}");
    expect_refused(s, 422, "id_or_phone", NULL);
    ask_all(s, "demo-bureau-head", "{'name':'司徒青','phone':'13800002222','reason':'curiosity'}");
    expect(s, 422);
    ask_all(s, "demo-window", "{'name':'司徒青','phone':'13800002222','reason':'access'}");
    expect(s, 403);
    as(s, "demo-bureau-head");
    get(s, "/journal?limit=10");
    expect_text(s, "data[action=person.export].changes[field=reason].after", "access");
    if (says(s, "司徒") || says(s, "1380000") || says(s, "778899")) {
        fail_msg("the journal holds people's data");
    }
}

static void what_is_wrong_is_corrected(void **state)
{
    struct scenario *s = *state;
    char first[27];
    move_clock(s, "2026-03-02 09:00");
    somebody_comes(s, "司徒青", "路灯不亮", "false");
    snprintf(first, sizeof first, "%s", case_id(s));
    somebody_comes(s, "司徒青", "路面积水", "false");
    correct(s, "demo-housing", "1", "{'phone':'13900003333','reason':'petitioner_asked','basis':'本人来电'}");
    expect(s, 412);
    correct(s, "demo-housing", NULL,
            "{'name':'司徒清','phone':'13900003333','address':'','reason':'petitioner_asked','basis':'出示证件'}");
    expect(s, 200);
    correct(s, "demo-housing", NULL, "{'name':'司徒清','reason':'clerical_error','basis':'出示证件'}");
    expect_refused(s, 409, "nothing_to_change", NULL);
    correct(s, "demo-eco", NULL, "{'name':'司徒清','reason':'clerical_error','basis':'出示证件'}");
    expect(s, 404);
    as(s, "demo-bureau");
    get(s, "/cases/@case");
    expect_text(s, "parties.0.phone", "139****3333");
    expect_null(s, "parties.0.address");
    /* the same person's other petition is another office's to correct, and is found by the export */
    turn_to(s, first);
    get(s, "/cases/@case");
    expect_text(s, "parties.0.phone", "138****2222");
    /* found under what is right, and no more under what was wrong */
    ask_all(s, "demo-bureau-head", "{'name':'司徒清','phone':'13900003333','reason':'access'}");
    expect_size(s, "data", 1);
    expect_size(s, "data.0.cases", 1);
    ask_all(s, "demo-bureau-head", "{'name':'司徒清','phone':'13800002222','reason':'access'}");
    expect_size(s, "data", 0);
}

static void the_journal_says_that_not_what(void **state)
{
    struct scenario *s = *state;
    move_clock(s, "2026-03-02 09:00");
    somebody_comes(s, "司徒青", "路灯不亮", "false");
    correct(s, "demo-housing", NULL, "{'phone':'13900003333','reason':'changed','basis':'本人来电'}");
    expect(s, 200);
    as(s, "demo-bureau");
    get(s, "/cases/@case/journal?limit=100");
    expect_text(s, "data[action=correct_person].changes[field=person.phone].after", "changed");
    expect_text(s, "data[action=correct_person].changes[field=basis].after", "本人来电");
    expect_text(s, "data[action=correct_person].note", "changed");
    if (says(s, "1390000") || says(s, "1380000") || says(s, "司徒")) {
        fail_msg("the journal holds people's data");
    }
    as(s, "demo-bureau-head");
    get(s, "/journal?limit=5");
    expect_text(s, "data[action=person.correct].object_id", case_id(s));
}

static void a_withheld_name_is_corrected_where_it_is_known(void **state)
{
    struct scenario *s = *state;
    move_clock(s, "2026-03-02 09:00");
    somebody_comes(s, "司徒青", "路灯不亮", "true");
    correct(s, "demo-housing", NULL, "{'phone':'13900003333','reason':'changed','basis':'本人来电'}");
    expect_refused(s, 409, "name_withheld", NULL);
    correct(s, "demo-bureau", NULL, "{'phone':'13900003333','reason':'changed','basis':'本人来电'}");
    expect(s, 200);
}

/* What registration would refuse is not corrected into the record either. */
static void a_correction_keeps_the_rules_of_numbers(void **state)
{
    struct scenario *s = *state;
    move_clock(s, "2026-03-02 09:00");
    as(s, "demo-window");
    submit(s, "{'channel':'visit','purpose':'relief','title':'井盖缺失','request':'补上','demands':[{'text':'补上'}],"
              "'class_code':'0309','persons':[{'role':'petitioner','kind':'natural','name':'邵某某','id_type':"
              "'resident_id','id_number':'440524188001010014'}]}");
    expect(s, 201);
    correct(s, "demo-bureau", NULL, "{'phone':'123','reason':'clerical_error','basis':'本人说明'}");
    expect_refused(s, 422, "phone_form", "/phone");
    correct(s, "demo-bureau", NULL, "{'id_number':'440524188001010015','reason':'clerical_error','basis':'证件'}");
    expect_refused(s, 422, "resident_id_form", "/id_number");
    correct(s, "demo-bureau", NULL,
            "{'phone':'13800001234','id_number':'','reason':'clerical_error','basis':'本人说明'}");
    expect(s, 200);
}

int main(void)
{
    const struct CMUnitTest stories[] = {
        STORY(everything_is_handed_over),
        STORY(what_is_wrong_is_corrected),
        STORY(the_journal_says_that_not_what),
        STORY(a_withheld_name_is_corrected_where_it_is_known),
        STORY(a_correction_keeps_the_rules_of_numbers),
    };
    return STORIES(stories);
}

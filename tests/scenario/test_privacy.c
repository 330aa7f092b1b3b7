/*
 * test_privacy.c - people's data is masked for everybody; who needs it reads it with a reason, and that stays on file.
 */
#include "support/scenario.h"

#include <stdio.h>

static void somebody_rings(struct scenario *s, const char *confidential)
{
    char body[900];
    move_clock(s, "2026-03-02 09:00");
    as(s, "demo-window");
    snprintf(body, sizeof body,
             "{'channel':'letter','purpose':'relief','title':'路灯不亮','request':'修好路灯','demands':[{'text':'"
             "修好路灯'}],'class_code':'0309','place_unit_id':'@unit:laocheng','confidential_request':%s,'persons':[{"
             "'role':'petitioner','kind':'natural','name':'司徒青','phone':'13800002222','id_type':'other','id_number':"
             "'ID-778899','address':'古城路7号'}]}",
             confidential);
    submit(s, body);
    expect(s, 201);
    acts(s, "demo-bureau", "screen", "{'class_code':'0309','urgency':'normal'}");
    acts(s, "demo-bureau", "dispatch", "{'to_unit':'@unit:zhujian','kind':'transfer'}");
}

static void reveal(struct scenario *s, const char *login, const char *reason)
{
    char path[90], body[40];
    as(s, "demo-bureau");
    get(s, "/cases/@case");
    snprintf(path, sizeof path, "/cases/@case/parties/%s/reveal", value(s, "parties.0.id"));
    snprintf(body, sizeof body, "{'reason':'%s'}", reason);
    as(s, login);
    post(s, path, body);
}

static void who_has_to_ring_back_reads_the_number(void **state)
{
    struct scenario *s = *state;
    somebody_rings(s, "false");
    as(s, "demo-housing");
    get(s, "/cases/@case");
    expect_text(s, "parties.0.phone", "138****2222");
    if (says(s, "13800002222") || says(s, "司徒青") || says(s, "778899")) {
        fail_msg("a reading of the case shows people's data in full");
    }
    reveal(s, "demo-housing", "curiosity");
    expect(s, 422);
    reveal(s, "demo-housing", "contact");
    expect(s, 200);
    expect_text(s, "name", "司徒青");
    expect_text(s, "phone", "13800002222");
    expect_text(s, "address", "古城路7号");
    reveal(s, "demo-eco", "contact"); /* another unit */
    expect(s, 404);
    reveal(s, "demo-leader", "check"); /* sees cases, handles none */
    expect(s, 403);

    /* Whoever reads is read about: account, case, reason, and nothing of the person. */
    as(s, "demo-bureau-head");
    get(s, "/journal?limit=5");
    expect(s, 200);
    expect_text(s, "data[action=party.reveal].actor_name", "钱某");
    expect_text(s, "data[action=party.reveal].object_id", case_id(s));
    expect_text(s, "data[action=party.reveal].changes[field=reason].after", "contact");
    if (says(s, "司徒") || says(s, "1380000")) {
        fail_msg("the journal holds people's data");
    }
    as(s, "demo-housing");
    get(s, "/journal");
    expect(s, 403);
}

/* The petitioner asked for the name to be withheld: the unit answers the matter, the office that registered it knows whom. */
static void a_withheld_name_stays_at_the_window(void **state)
{
    struct scenario *s = *state;
    somebody_rings(s, "true");
    reveal(s, "demo-housing", "contact");
    expect_refused(s, 409, "name_withheld", NULL);
    reveal(s, "demo-bureau", "contact");
    expect(s, 200);
    expect_text(s, "name", "司徒青");
}

/* Whoever opens one person after the other does what each time is allowed; the office hears of it all the same (ASVS 8.1.4). */
static void reading_by_the_hundred_is_noticed(void **state)
{
    struct scenario *s = *state;
    char path[90];
    somebody_rings(s, "false");
    as(s, "demo-housing");
    get(s, "/cases/@case");
    snprintf(path, sizeof path, "/cases/@case/parties/%s/reveal", value(s, "parties.0.id"));
    for (int i = 0; i < 230; i++) {
        as(s, "demo-housing");
        post(s, path, "{'reason':'contact'}");
        expect(s, 200);
        if (i == 199) {
            as(s, "demo-bureau-head");
            get(s, "/journal?limit=50");
            assert_false(says(s, "party.alarm"));
        }
    }
    as(s, "demo-bureau-head");
    get(s, "/journal?limit=31");
    expect_text(s, "data[action=party.alarm].actor_name", "钱某");
    expect_text(s, "data[action=party.alarm].changes[field=readings].after", "201");
    expect_text(s, "data.30.action", "party.reveal"); /* once, not with each that follows */
    expect_text(s, "data.29.action", "party.alarm");
}

int main(void)
{
    const struct CMUnitTest stories[] = {
        STORY(who_has_to_ring_back_reads_the_number),
        STORY(a_withheld_name_stays_at_the_window),
        STORY(reading_by_the_hundred_is_noticed),
    };
    return STORIES(stories);
}

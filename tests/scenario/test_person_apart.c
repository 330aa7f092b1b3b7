/*
 * test_person_apart.c - what somebody left with one petition is not there for another: across the seal, and at any other office.
 */
#include "support/scenario.h"

#include <stdio.h>

#define WITH_PERSON(purpose, more)                                                                                         \
    "{'channel':'letter','purpose':'" purpose "','title':'来信','request':'请处理','demands':[{'text':'请处理'}]," \
    "'class_code':'0309','place_unit_id':'@unit:gangkou','persons':[{'role':'petitioner','kind':'natural',"                \
    "'name':'钟某某','id_type':'resident_id','id_number':'110101199003078232','phone':'19900002001'" more

/* The same person at the accused unit: nothing of what the accuser left is there, and nothing goes back to it. */
static void nothing_of_the_person_is_shared(struct scenario *s)
{
    char sealed[32], party[40], path[120];
    snprintf(sealed, sizeof sealed, "%s", case_id(s));
    as(s, "demo-bay");
    submit(s, WITH_PERSON("relief", "}]}"));
    expect(s, 201);
    get(s, "/cases/@case");
    snprintf(party, sizeof party, "%s", value(s, "parties.0.id"));
    snprintf(path, sizeof path, "/cases/@case/parties/%s/reveal", party);
    post(s, path, "{'reason':'check'}");
    expect(s, 200);
    expect_null(s, "bank_account");
    expect_null(s, "address");
    post(s, "/persons/lookup", "{'id_number':'110101199003078232'}");
    expect_size(s, "data", 1);
    expect_size(s, "data.0.cases", 1);
    snprintf(path, sizeof path, "/cases/@case/parties/%s/correction", party);
    as(s, "demo-bay");
    get(s, "/cases/@case");
    with_version(s, value(s, "version"));
    post(s, path, "{'phone':'13700000000','reason':'petitioner_asked','basis':'本人申请'}");
    expect(s, 200);
    as(s, "demo-sealed");
    get(s, "/cases/%s", sealed);
    snprintf(path, sizeof path, "/cases/%s/parties/%s/reveal", sealed, value(s, "parties.0.id"));
    post(s, path, "{'reason':'check'}");
    expect(s, 200);
    expect_text(s, "phone", "19900002001");
    expect_text(s, "bank_account", "6222020000000000");
}

static void people_are_not_shared_across_the_seal(void **state)
{
    struct scenario *s = *state;
    move_clock(s, "2026-02-03 14:20");
    as(s, "demo-sealed");
    submit(s, WITH_PERSON("accusation", ",'bank_account':'6222020000000000','address':'秘密路9号'}],"
                                        "'accused':[{'unit_id':'@unit:qingwan'}]}"));
    expect(s, 201);
    nothing_of_the_person_is_shared(s);
}

int main(void)
{
    const struct CMUnitTest stories[] = {STORY(people_are_not_shared_across_the_seal)};
    return STORIES(stories);
}

/*
 * test_substitute.c - the head who signs is away for three days; a colleague of the same unit acts with the head's role, and the
 * journal says for whom.
 */
#include "support/scenario.h"

#include <stdio.h>

#define OPINION                                                                                                        \
    "{'facts':'现场查看确有渗漏','basis':'租赁合同第四条','outcome':'support',"                         \
    "'answers':[{'demand_id':'@demand:1','answer':'予以维修','outcome':'support','basis':'租赁合同第四条'}]}"

static void ready_to_sign(struct scenario *s)
{
    move_clock(s, "2026-03-02 09:00");
    in_handling(s, "zhujian", "demo-housing-intake", "demo-housing", "保障房渗漏");
    acts(s, "demo-housing", "draft_opinion", OPINION);
    acts(s, "demo-housing-legal", "check", "{}");
}

/* 信访工作条例第三十四条: the answer is signed by who is responsible, or by who stands in for them. */
static void a_colleague_signs_for_the_head(void **state)
{
    struct scenario *s = *state;
    ready_to_sign(s);
    stands_in(s, "demo-housing-intake", "demo-housing-head", "2026-03-03", "2026-03-05");
    as(s, "demo-housing-intake");
    act(s, "sign", "{}");
    expect_refused(s, 403, "role_missing", NULL); /* not before the first day */
    move_clock(s, "2026-03-03 09:00");
    acts(s, "demo-housing-intake", "sign", "{}");
    get(s, "/cases/@case/journal?limit=50");
    expect_text(s, "data[event=sign].changes[field=for].after", "冯某");
    /* What they may do anyway they do in their own name. */
    acts(s, "demo-housing-intake", "contact",
         "{'on':'2026-03-03','method':'phone','spoke_with':'张某','content':'告知进展','reached':true}");
    get(s, "/cases/@case/journal?limit=50");
    expect_null(s, "data[event=contact].changes[field=for].after");
    get(s, "/me/substitutions");
    expect_text(s, "data.0.account_name", "冯某");
    expect_int(s, "data.0.is_mine", 0);
    get(s, "/sessions/current");
    expect_text(s, "grants[role=unit_leader].for_name", "冯某");
    move_clock(s, "2026-03-06 09:00");
    get(s, "/sessions/current");
    expect_size(s, "grants", 1);
}

/* Standing in makes nobody two people: who drafted does not sign, in whosever name. */
static void four_eyes_stay_four(void **state)
{
    struct scenario *s = *state;
    ready_to_sign(s);
    stands_in(s, "demo-housing", "demo-housing-head", "2026-03-02", "2026-03-05");
    as(s, "demo-housing");
    act(s, "sign", "{}");
    expect_refused(s, 409, "same_person", NULL);
}

/* What the absent one loses the substitute loses too, and disabling ends it. */
static void a_copy_goes_with_its_grant(void **state)
{
    struct scenario *s = *state;
    ready_to_sign(s);
    stands_in(s, "demo-housing-intake", "demo-housing-head", "2026-03-02", "2026-03-05");
    as(s, "demo-admin");
    get(s, "/grants?account=@account:demo-housing-head");
    char path[60];
    snprintf(path, sizeof path, "/grants/%s", value(s, "data.0.id"));
    drop(s, path);
    expect(s, 204);
    as(s, "demo-housing-intake");
    act(s, "sign", "{}");
    expect_refused(s, 403, "role_missing", NULL);
}

int main(void)
{
    const struct CMUnitTest stories[] = {STORY(a_colleague_signs_for_the_head), STORY(four_eyes_stay_four),
                                         STORY(a_copy_goes_with_its_grant)};
    return STORIES(stories);
}

/*
 * test_delivery.c - each way of delivering asks for its own proof, and the window runs from the day of receipt (Art 35).
 */
#include "support/scenario.h"

#define OPINION                                                                                                               \
    "{'outcome':'explain','facts':'现场查看属实','basis':'租赁合同','answers':[{'demand_id':'@demand:1','outcome':" \
    "'explain','answer':'已列入年度维修计划','basis':'租赁合同第四条'}]}"

static void signed_on_the_second(struct scenario *s)
{
    move_clock(s, "2026-03-02 09:00");
    in_handling(s, "zhujian", "demo-housing-intake", "demo-housing", "保障房渗漏");
    acts(s, "demo-housing", "contact",
         "{'on':'2026-03-02','method':'phone','spoke_with':'钱某某','content':'说明情况','reached':true}");
    acts(s, "demo-housing", "draft_opinion", OPINION);
    acts(s, "demo-housing-legal", "check", "{}");
    acts(s, "demo-housing-head", "sign", "{}");
}

static void left_at_home_needs_a_witness(void **state)
{
    struct scenario *s = *state;
    signed_on_the_second(s);
    as(s, "demo-housing");
    act(s, "deliver", "{'method':'left_with_witness','delivered_on':'2026-03-02','proof':'照片3张'}");
    expect_refused(s, 422, "field_required", "/fields/receiver");
    acts(s, "demo-housing", "deliver",
         "{'method':'left_with_witness','delivered_on':'2026-03-02','proof':'照片3张','receiver':'社区干部王某'}");
    get(s, "/cases/@case/deliveries");
    expect_text(s, "data[method=left_with_witness].receiver", "社区干部王某");
    expect_clock(s, "C11", "2026-04-01", "running");
}

/* The Regulation is silent on public notice: it counts only after thirty days, and only then the window begins. */
static void a_public_notice_counts_after_its_time(void **state)
{
    struct scenario *s = *state;
    signed_on_the_second(s);
    as(s, "demo-housing");
    act(s, "deliver", "{'method':'public_notice','delivered_on':'2026-03-02','proof':'社区公告栏'}");
    expect_refused(s, 422, "field_required", "/fields/published_on");
    move_clock(s, "2026-04-02 09:00");
    act(s, "deliver",
        "{'method':'public_notice','published_on':'2026-03-03','delivered_on':'2026-04-01','proof':'社区公告栏'}");
    expect_refused(s, 409, "delivery_complete", "/fields/delivered_on");
    expect_clock(s, "P1", "2026-03-09", "running"); /* nothing was delivered */
    acts(s, "demo-housing", "deliver",
         "{'method':'public_notice','published_on':'2026-03-03','delivered_on':'2026-04-02','proof':'社区公告栏'}");
    expect_clock(s, "C11", "2026-05-02", "running");
    get(s, "/cases/@case/deliveries");
    expect_text(s, "data[method=public_notice].published_on", "2026-03-03");
    expect_text(s, "data[method=public_notice].received_on", "2026-04-02");
}

/* What did not arrive is on file, counts as nothing, and the time goes on. */
static void an_attempt_is_no_delivery(void **state)
{
    struct scenario *s = *state;
    signed_on_the_second(s);
    acts(s, "demo-housing", "delivery_failed",
         "{'tried_on':'2026-03-02','method':'ems','place':'home','reason':'查无此人退回'}");
    expect_text(s, "state", "signed");
    expect_clock(s, "P1", "2026-03-09", "running");
    get(s, "/cases/@case/deliveries");
    expect_size(s, "data", 1); /* the acceptance notice */
    get(s, "/cases/@case/contacts");
    expect_text(s, "data[method=other].content", "送达未成：查无此人退回");
    expect_int(s, "data[method=other].reached", 0);
}

int main(void)
{
    const struct CMUnitTest stories[] = {STORY(left_at_home_needs_a_witness), STORY(an_attempt_is_no_delivery),
                                         STORY(a_public_notice_counts_after_its_time)};
    return STORIES(stories);
}

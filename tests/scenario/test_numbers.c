/*
 * test_numbers.c - numbers of documents: taken when signed, never given twice, and every hole is accounted for.
 */
#include "support/scenario.h"

#include <stdio.h>

#define ANSWERS                                                                                                        \
    "'answers':[{'demand_id':'@demand:1','outcome':'explain','answer':'已列入计划','basis':'租赁合同第四条'}]"
#define OPINION "{'outcome':'explain','facts':'现场查看属实','basis':'租赁合同'," ANSWERS "}"
#define RETURN                                                                                                             \
    "{'request_clear':1,'facts_clear':1,'action_firm':0,'findings':'未逐项查明渗漏原因','again_due_on':'2026-04-" \
    "07'}"
#define GAPS "/documents/number-gaps?unit=@unit:zhujian"

static void delivered(struct scenario *s)
{
    move_clock(s, "2026-03-02 09:00");
    in_handling(s, "zhujian", "demo-housing-intake", "demo-housing", "保障房渗漏");
    acts(s, "demo-housing", "draft_opinion", OPINION);
    acts(s, "demo-housing-legal", "return_draft", "{'reason':'事实不清'}"); /* an abandoned draft never had a number */
    acts(s, "demo-housing", "draft_opinion", OPINION);
    acts(s, "demo-housing-legal", "check", "{}");
    acts(s, "demo-housing-head", "sign", "{}");
    acts(s, "demo-housing", "deliver", "{'method':'hand','delivered_on':'2026-03-02','proof':'送达回证'}");
}

/* domain 3.4: a number per unit, type and year; drafts that were given up leave no hole. */
static void drafts_leave_no_hole(void **state)
{
    struct scenario *s = *state;
    delivered(s);
    get(s, "/cases/@case/documents");
    expect_null(s, "data[status=withdrawn].number");
    expect_text(s, "data[status=delivered].number", "稽建〔2026〕处字1号");
    as(s, "demo-housing-head");
    get(s, GAPS);
    expect(s, 200);
    expect_size(s, "data", 0);
}

/* A void opinion keeps its number, and the next one gets the next. */
static void a_void_document_keeps_its_number(void **state)
{
    struct scenario *s = *state;
    delivered(s);
    acts(s, "demo-bureau", "return_for_quality", RETURN);
    acts(s, "demo-housing", "draft_opinion",
         "{'outcome':'support','changed':'重新勘查了屋面','facts':'屋面防水层老化','basis':'租赁合同','answers':[{'"
         "demand_id':"
         "'@demand:1','outcome':'support','answer':'三十日内重做防水','basis':'租赁合同第五条'}]}");
    acts(s, "demo-housing-legal", "check", "{}");
    acts(s, "demo-housing-head", "sign", "{}");
    get(s, "/cases/@case/documents");
    expect_text(s, "data[status=signed].number", "稽建〔2026〕处字2号");
    as(s, "demo-housing-head");
    get(s, GAPS "&year=2026");
    expect_size(s, "data", 1);
    expect_text(s, "data.0.reason", "void");
    expect_text(s, "data.0.number", "稽建〔2026〕处字1号");
    expect_int(s, "data.0.first", 1);
    get(s, GAPS "&year=2025");
    expect_size(s, "data", 0);
}

/* Numbers of the paper register are accounted for; pages go on where the last one ended. */
static void an_earlier_register_is_told_apart(void **state)
{
    struct scenario *s = *state;
    as(s, "demo-admin");
    move_clock(s, "2026-03-02 09:00");
    put(s, "/sequences/doc:zhujian:handling_opinion:2026", "{'last':40}");
    expect(s, 200);
    put(s, "/sequences/doc:zhujian:extension_notice:2026", "{'last':3}");
    expect(s, 200);
    delivered(s);
    get(s, "/cases/@case/documents");
    expect_text(s, "data[status=delivered].number", "稽建〔2026〕处字41号");
    as(s, "demo-housing-head");
    get(s, GAPS "&limit=1");
    expect_size(s, "data", 1);
    expect_text(s, "data.0.series", "doc:zhujian:extension_notice:2026");
    expect_text(s, "data.0.reason", "earlier_register");
    expect_int(s, "data.0.last", 3);
    get(s, GAPS "&limit=1&cursor=%s", value(s, "page.next"));
    expect_text(s, "data.0.series", "doc:zhujian:handling_opinion:2026");
    expect_int(s, "data.0.first", 1);
    expect_int(s, "data.0.last", 40);
    expect_null(s, "page.next");
    get(s, GAPS "&limit=1&cursor=%s", value(s, "page.prev"));
    expect_text(s, "data.0.series", "doc:zhujian:extension_notice:2026");
}

/* A name that stands for nothing leaves no row behind. */
static void only_series_of_the_office_are_moved(void **state)
{
    static const char *const known[] = {"case:999901-2026-L", "case:999901-2027-O", "doc:shiqiao:extension_notice:2025",
                                        "certificate:xinfang:2026"};
    static const char *const unknown[] = {"invented",
                                          "case:",
                                          "case:999901-2026-X",
                                          "case:999901-2026",
                                          "case:zhujian-2026-L",
                                          "case:999901-2028-L",
                                          "case:999901-26-L",
                                          "doc:zhujian:2026",
                                          "doc:zhujian:opinion:2026",
                                          "doc:nobody:handling_opinion:2026",
                                          "doc:zhujian:handling_opinion:20x6",
                                          "certificate:nobody:2026",
                                          "certificate:sealed_xinfang:2026",
                                          "doc:xinfang:sealed_transfer:2026"};
    struct scenario *s = *state;
    char path[120];
    as(s, "demo-admin");
    move_clock(s, "2026-03-02 09:00");
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++) {
        snprintf(path, sizeof path, "/sequences/%s", known[i]);
        put(s, path, "{'last':3}");
        expect(s, 200);
        put(s, path, "{'last':2}");
        expect_refused(s, 409, "sequence_back", "/last");
    }
    for (size_t i = 0; i < sizeof unknown / sizeof unknown[0]; i++) {
        snprintf(path, sizeof path, "/sequences/%s", unknown[i]);
        put(s, path, "{'last':3}");
        expect_refused(s, 404, "not_found", NULL);
    }
    assert_int_equal(count_rows(stop_server(s), "SELECT COUNT(*) FROM sequences WHERE last = 3"), 4);
}

static void other_units_numbers_are_not_shown(void **state)
{
    struct scenario *s = *state;
    as(s, "demo-housing-head");
    get(s, "/documents/number-gaps?unit=@unit:shiqiao");
    expect_refused(s, 404, "unknown_unit", NULL);
    as(s, "demo-housing"); /* a handler counts nothing */
    get(s, GAPS);
    expect(s, 403);
    as(s, "demo-bureau-head");
    get(s, GAPS);
    expect(s, 200);
}

int main(void)
{
    const struct CMUnitTest stories[] = {
        STORY(drafts_leave_no_hole), STORY(a_void_document_keeps_its_number), STORY(an_earlier_register_is_told_apart),
        STORY(only_series_of_the_office_are_moved), STORY(other_units_numbers_are_not_shown)};
    return STORIES(stories);
}

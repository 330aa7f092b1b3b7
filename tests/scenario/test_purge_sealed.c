/*
 * test_purge_sealed.c - an accusation whose term is over is destroyed in its lane, and nobody outside learns of it.
 */
#include "support/scenario_archive.h"

#include <stdio.h>
#include <string.h>

/* A second officer for the lane; what concerns a guarded role wants two administrators' words. */
static void another_officer(struct scenario *s, const char *login)
{
    char body[300];
    snprintf(body, sizeof body,
             "{'kind':'grant','account_id':'@account:%s','role':'accusation_officer','unit_id':'@unit:xinfang',"
             "'scope':'all','reason':'增加专办员'}",
             login);
    by_two(s, body);
}

static void an_accusation_in_the_archive(struct scenario *s)
{
    another_officer(s, "demo-window");
    another_officer(s, "demo-review");
    move_clock(s, "2026-04-13 10:05");
    as(s, "demo-sealed");
    submit(s, "{'channel':'letter','purpose':'accusation','title':'QXTITLE 线索','request':'QXREQUEST 请求',"
              "'demands':[{'text':'QXDEMAND 诉求'}],'persons':[{'role':'petitioner','kind':'natural','name':'钟某某'}],"
              "'accused':[{'unit_id':'@unit:qingwan'}]}");
    expect(s, 201);
    acts(s, "demo-sealed", "name_reader", "{'account':'@account:demo-window'}");
    acts(s, "demo-sealed", "hand_over", "{'body':'县纪委监委','handed_on':'2026-04-13','way':'hand','pieces':1}");
    acts(s, "demo-sealed", "record_receipt", "{'received_on':'2026-04-13','receipt':'QX-1'}");
    acts(s, "demo-sealed", "tell_whereabouts", "{'notice_method':'hand','proof':'送达回证'}");
    acts(s, "demo-sealed", "close_sealed", "{'retention':'10'}");
    acts(s, "demo-sealed", "archive", "{'archive_number':'M-2026-0001','retention':'10'}");
}

/* Nothing of it in what the others read. */
static void nobody_outside_learns(struct scenario *s, const char *certificate)
{
    static const char *const people[] = {"demo-archivist", "demo-bureau-head", "demo-review", "demo-admin"};
    static const char *const paths[] = {"/retention/candidates",
                                        "/retention/candidates?list=proposed",
                                        "/retention/candidates?list=held",
                                        "/certificates",
                                        "/journal?limit=100",
                                        "/sequences"};
    for (size_t p = 0; p < sizeof people / sizeof people[0]; p++) {
        as(s, people[p]);
        for (size_t i = 0; i < sizeof paths / sizeof paths[0]; i++) {
            get(s, "%s", paths[i]);
            if (says(s, case_id(s)) || says(s, case_number(s)) || says(s, "密销") || says(s, "retention.find") ||
                says(s, "certificate.make") || (certificate != NULL && says(s, certificate))) {
                fail_msg("%s learns of it by %s", people[p], paths[i]);
            }
        }
        if (certificate != NULL && strcmp(people[p], "demo-admin") != 0) {
            get(s, "/certificates/%s", certificate);
            expect(s, 404);
            get(s, "/certificates/%s/pdf", certificate);
            expect(s, 404);
        }
    }
}

/* Officers who are named on it, one who proposes and another who decides; the archive and the bureau's head have no part in it. */
static void an_accusation_is_destroyed_in_its_lane(void **state)
{
    struct scenario *s = *state;
    char certificate[27];
    an_accusation_in_the_archive(s);
    move_clock(s, "2037-01-04 09:00");
    look_through_archive(s);
    nobody_outside_learns(s, NULL);
    propose(s, "demo-archivist");
    expect_text(s, "data.0.code", "not_found");
    propose(s, "demo-review"); /* of the lane, and not named on this case */
    expect_text(s, "data.0.code", "not_found");
    as(s, "demo-sealed");
    get(s, "/retention/candidates");
    expect_size(s, "data", 1);
    expect_text(s, "data.0.case_id", case_id(s));
    propose(s, "demo-sealed");
    expect_int(s, "data.0.is_done", 1);
    nobody_outside_learns(s, NULL);
    decide(s, "demo-sealed");
    expect_text(s, "data.0.code", "purge_alone");
    decide(s, "demo-bureau-head");
    expect_text(s, "data.0.code", "not_found");
    decide(s, "demo-window");
    expect(s, 200);
    expect_int(s, "data.0.is_done", 1);
    expect_text(s, "certificate", "稽信访〔2037〕密销字1号");
    snprintf(certificate, sizeof certificate, "%s", value(s, "certificate_id"));
    nobody_outside_learns(s, certificate);
    as(s, "demo-sealed");
    get(s, "/certificates");
    expect_size(s, "data", 1);
    get(s, "/certificates/%s", certificate);
    expect(s, 200);
    expect_text(s, "items.0.case_number", case_number(s));
    const char *folder = stop_server(s);
    expect_good(folder);
    assert_int_equal(count_rows(folder, "SELECT COUNT(*) FROM sealed_contents"), 0);
    /* Who vouches is the case's own journal; a certificate that it does not know is found. */
    run_sql(folder, "UPDATE certificates SET reason = 'x'");
    expect_found(folder, "is not what was written", "is not what was written");
}

/* The officers' right ends at the border of their lane, and no certificate is of both sides. */
static void the_lane_destroys_nothing_else(void **state)
{
    struct scenario *s = *state;
    char accusation[27], body[200];
    another_officer(s, "demo-archivist"); /* somebody who may do both */
    an_accusation_in_the_archive(s);
    snprintf(accusation, sizeof accusation, "%s", case_id(s));
    archived(s, "ID-1");
    move_clock(s, "2037-01-04 09:00");
    look_through_archive(s);
    as(s, "demo-window"); /* reads ordinary cases, and holds the lane's role for the whole office */
    get(s, "/cases/@case");
    expect(s, 200);
    get(s, "/retention/candidates");
    expect_size(s, "data", 1);
    expect_text(s, "data.0.case_id", accusation);
    propose(s, "demo-window");
    expect_text(s, "data.0.code", "not_found");
    hold(s, "demo-window", "hold", 404);
    propose(s, "demo-archivist");
    expect_int(s, "data.0.is_done", 1);
    decide(s, "demo-window");
    expect_text(s, "data.0.code", "not_found");
    as(s, "demo-window");
    snprintf(body, sizeof body, "{'case_ids':['%s'],'appraisal':'期限已满'}", accusation);
    post(s, "/retention/proposals", body);
    expect_int(s, "data.0.is_done", 1);
    the_list_says(s, "over", 1); /* the archivist is not named on the accusation */
    decide(s, "demo-bureau-head");
    expect_int(s, "data.0.is_done", 1);
    expect_text(s, "certificate", "稽信访〔2037〕销字1号");
    as(s, "demo-sealed");
    get(s, "/certificates");
    expect_size(s, "data", 0);
    as(s, "demo-archivist");
    get(s, "/certificates");
    expect_size(s, "data", 1);
}

int main(void)
{
    const struct CMUnitTest stories[] = {STORY(an_accusation_is_destroyed_in_its_lane),
                                         STORY(the_lane_destroys_nothing_else)};
    return STORIES(stories);
}

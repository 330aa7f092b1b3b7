/*
 * test_purge.c - a term is over, two people destroy what the case said, and a certificate stays; both verifiers accept what is left and
 * find whoever marks, changes or hides something.
 */
#include "support/scenario.h"

#include "app/offline.h"
#include "base/log.h"
#include "support/program.h"
#include "support/support.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ANSWERS                                                                                                        \
    "'answers':[{'demand_id':'@demand:1','outcome':'explain','answer':'QXANSWER 已逐项说明','basis':'QXBASIS "    \
    "村民委员会组织法第三十条'}]"

/* Words that the case says somewhere, and the program nowhere. */
static const char *const planted[] = {"QXTITLE", "QXREQUEST",  "QXFACTS",   "QXREASONS",  "QXDEMAND", "QXPLACE",
                                      "QXORAL",  "QXDISPATCH", "QXACCEPT",  "QXWAY",      "QXSPOKEN", "QXCONTACT",
                                      "QXTHING", "QXSHOWS",    "QXWHERE",   "QXFINDINGS", "QXBASIS",  "QXANSWER",
                                      "QXPROOF", "QXTAKEN",    "QXCLOSING", "QXCOMMENT"};

/* From the window to the archive within 2026; kept for ten years. */
static void archived(struct scenario *s, const char *id_number)
{
    char body[1600], path[100];
    move_clock(s, "2026-04-13 10:05");
    as(s, "demo-window");
    snprintf(body, sizeof body,
             "{'channel':'visit','purpose':'relief','title':'QXTITLE 村账不清','request':'QXREQUEST "
             "公开合同','facts':'QXFACTS "
             "三年未公示','reasons':'QXREASONS','demands':[{'text':'QXDEMAND "
             "公开合同'}],'class_code':'0102','place_unit_id':"
             "'@unit:xiabai','place_detail':'QXPLACE','oral_record':{'text':'QXORAL "
             "口述要求公开合同和账目','read_back':true,"
             "'confirmed_by':'signature'},'persons':[{'role':'petitioner','kind':'natural','name':'司徒青','phone':"
             "'13800002222','id_type':'other','id_number':'%s','address':'古城路7号'}]}",
             id_number);
    submit(s, body);
    expect(s, 201);
    acts(s, "demo-bureau", "screen", "{'class_code':'0102','urgency':'normal'}");
    acts(s, "demo-bureau", "dispatch", "{'to_unit':'@unit:shiqiao','kind':'transfer','basis':'QXDISPATCH'}");
    move_clock(s, "2026-04-20 09:40");
    acts(s, "demo-town", "accept", "{'notice_method':'hand','proof':'QXACCEPT','way':'QXWAY 60日内书面答复'}");
    acts(s, "demo-town", "assign_handler", "{'handler':'@account:demo-town','no_conflict':true}");
    move_clock(s, "2026-05-20 16:30");
    acts(s, "demo-town", "contact",
         "{'on':'2026-05-20','method':'visit','spoke_with':'QXSPOKEN','content':'QXCONTACT 听取意见','reached':true}");
    acts(s, "demo-town", "add_evidence",
         "{'title':'QXTHING','fact':'QXSHOWS','source':'QXWHERE','captured_on':'2026-05-20'}");
    acts(s, "demo-town", "draft_opinion",
         "{'outcome':'explain','facts':'QXFINDINGS 账目已公示','basis':'QXBASIS 村民委员会组织法第三十条'," ANSWERS
         "}");
    acts(s, "demo-town-head", "check", "{}");
    acts(s, "demo-town-head", "sign", "{}");
    acts(s, "demo-town", "deliver",
         "{'method':'hand','delivered_on':'2026-05-20','receiver':'QXTAKEN','proof':'QXPROOF'}");
    as(s, NULL);
    snprintf(path, sizeof path, "/public/cases/%s/ratings", case_number(s));
    snprintf(body, sizeof body, "{'code':'%s','target':'bureau','value':'satisfied','comment':'QXCOMMENT'}",
             query_code(s));
    post(s, path, body);
    expect(s, 200);
    acts(s, "demo-bureau", "close",
         "{'closing_kind':'stage_only','thing_settled':false,'petitioner_accepts':'no','retention':'10','note':'"
         "QXCLOSING'}");
    live_until(s, "2026-06-22 09:00");
    acts(s, "demo-bureau", "archive", "{'archive_number':'2026-10-0007','retention':'10'}");
}

static void ask(struct scenario *s, const char *login, const char *path, const char *last_member)
{
    char body[300];
    as(s, login);
    snprintf(body, sizeof body, "{'case_ids':['%s'],%s}", case_id(s), last_member);
    post(s, path, body);
}

static void propose(struct scenario *s, const char *login)
{
    ask(s, login, "/retention/proposals", "'appraisal':'期限已满，无继续保存价值'");
}

static void decide(struct scenario *s, const char *login)
{
    ask(s, login, "/retention/purges", "'reason':'档案鉴定小组意见'");
}

/* The database as a file, with its log; 1 when the word stands anywhere in it. */
static int file_says(const char *folder, const char *word)
{
    static const char *const names[] = {"petitiond.db", "petitiond.db-wal"};
    int is_found = 0;
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        size_t n = 0;
        const char *path = support_path(folder, names[i]);
        FILE *f = fopen(path, "rb");
        if (f == NULL) {
            continue;
        }
        fclose(f);
        char *bytes = support_read(path, &n);
        is_found |= memmem(bytes, n, word, strlen(word)) != NULL;
        free(bytes);
    }
    return is_found;
}

static void verify(const char *folder, struct offline_report *out)
{
    struct offline o;
    char message[OFFICE_MESSAGE_SIZE];
    if (offline_open(folder, 0, &o, message) != RC_OK) {
        fail_msg("%s", message);
    }
    log_set_level(LOG_SILENT);
    assert_int_equal(offline_verify(&o, out), RC_OK);
    offline_close(&o);
}

/* Asks the independent verifier; its exit code, and what it said in `said`. */
static int verify_apart(const char *folder, char *said, size_t size)
{
    static char command[1400];
    char list[6000];
    const char *path = support_path(folder, "list.ndjson");
    assert_int_equal(program_run(list, sizeof list, (const char *const[]){"checkpoints", "--data", folder, NULL}), 0);
    support_write(path, list, strlen(list));
    snprintf(command, sizeof command, "%s/petitiond-verify --db %s/petitiond.db --checkpoints %s 2>&1", TEST_BUILD_DIR,
             folder, path);
    FILE *f = popen(command, "r");
    assert_non_null(f);
    size_t n = fread(said, 1, size - 1, f);
    said[n] = '\0';
    int status = pclose(f);
    return status >> 8;
}

static void expect_good(const char *folder)
{
    struct offline_report report;
    char said[2000];
    verify(folder, &report);
    if (report.is_bad) {
        fail_msg("verify: %s", report.what);
    }
    if (verify_apart(folder, said, sizeof said) != 0) {
        fail_msg("petitiond-verify: %s", said);
    }
    assert_non_null(strstr(said, "destroyed: what 1 cases said, under 1 certificates"));
}

/* Both find it and say so in these words. */
static void expect_found(const char *folder, const char *words, const char *words_apart)
{
    struct offline_report report;
    char said[2000];
    verify(folder, &report);
    if (!report.is_bad || strstr(report.what, words) == NULL) {
        fail_msg("verify should say \"%s\": %s", words, report.is_bad ? report.what : "good");
    }
    int code = verify_apart(folder, said, sizeof said);
    if (code != 1 || strstr(said, words_apart) == NULL) {
        fail_msg("petitiond-verify should say \"%s\": %s", words_apart, said);
    }
}

static void run_sql(const char *folder, const char *text)
{
    sqlite3 *db;
    char *why = NULL;
    assert_int_equal(sqlite3_open(support_path(folder, "petitiond.db"), &db), SQLITE_OK);
    if (sqlite3_exec(db, text, NULL, NULL, &why) != SQLITE_OK) {
        fail_msg("%s: %s", text, why);
    }
    sqlite3_close(db);
}

static int64_t count(const char *folder, const char *sql)
{
    sqlite3 *db;
    sqlite3_stmt *s;
    assert_int_equal(sqlite3_open(support_path(folder, "petitiond.db"), &db), SQLITE_OK);
    assert_int_equal(sqlite3_prepare_v2(db, sql, -1, &s, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_step(s), SQLITE_ROW);
    int64_t n = sqlite3_column_int64(s, 0);
    sqlite3_finalize(s);
    sqlite3_close(db);
    return n;
}

static void the_list_says(struct scenario *s, const char *list, int n)
{
    as(s, "demo-archivist");
    get(s, "/retention/candidates?list=%s", list);
    expect(s, 200);
    expect_size(s, "data", n);
}

/* The term counts from the year after closing; class "10" closed in 2026 ends with 2036. */
static void a_term_ends_with_its_year(void **state)
{
    struct scenario *s = *state;
    archived(s, "ID-1");
    move_clock(s, "2036-12-31 23:00");
    look_through_archive(s);
    the_list_says(s, "over", 0);
    propose(s, "demo-archivist");
    expect(s, 200);
    expect_text(s, "data.0.code", "term_running");
    move_clock(s, "2037-01-01 00:30");
    look_through_archive(s);
    the_list_says(s, "over", 1);
    expect_text(s, "data.0.case_id", case_id(s));
    expect_text(s, "data.0.last_day", "2036-12-31");
    expect_text(s, "data.0.retention", "10");
    expect_text(s, "data.0.archive_number", "2026-10-0007");
    as(s, "demo-housing");
    get(s, "/retention/candidates");
    expect(s, 403);
    as(s, "demo-bureau-head");
    get(s, "/journal?limit=5");
    expect_text(s, "data[action=retention.find].changes[field=cases].after", "1");
    /* A case that leaves the archive is no candidate any more, whatever was found. */
    acts(s, "demo-bureau", "reopen", "{'ground':'new_facts','reason':'发现新的合同'}");
    the_list_says(s, "over", 0);
    propose(s, "demo-archivist");
    expect_text(s, "data.0.code", "not_archived");
}

static void hold(struct scenario *s, const char *login, const char *last_part, int status)
{
    char path[120];
    as(s, login);
    snprintf(path, sizeof path, "/cases/@case/%s", last_part);
    post(s, path, "{'reason':'诉讼中'}");
    expect(s, status);
}

static void what_is_held_stays(void **state)
{
    struct scenario *s = *state;
    archived(s, "ID-1");
    move_clock(s, "2037-01-04 09:00");
    look_through_archive(s);
    propose(s, "demo-archivist");
    expect_int(s, "data.0.is_done", 1);
    hold(s, "demo-housing", "hold", 403);
    hold(s, "demo-archivist", "hold", 200);
    expect_text(s, "hold_reason", "诉讼中");
    expect_null(s, "proposed_at"); /* what was proposed lapsed */
    hold(s, "demo-archivist", "hold", 409);
    the_list_says(s, "over", 0);
    the_list_says(s, "proposed", 0);
    the_list_says(s, "held", 1);
    propose(s, "demo-archivist");
    expect_text(s, "data.0.code", "case_held");
    decide(s, "demo-bureau-head");
    expect(s, 200);
    expect_text(s, "data.0.code", "case_held");
    expect_null(s, "certificate");
    get(s, "/cases/@case");
    expect_text(s, "title", "QXTITLE 村账不清");
    get(s, "/cases/@case/journal?limit=100");
    expect_text(s, "data[action=hold].note", "诉讼中");
    hold(s, "demo-bureau-head", "release", 200);
    hold(s, "demo-bureau-head", "release", 409);
    the_list_says(s, "over", 1);
    decide(s, "demo-bureau-head"); /* the proposal lapsed with the hold */
    expect_text(s, "data.0.code", "not_proposed");
}

static void nobody_destroys_alone(void **state)
{
    struct scenario *s = *state;
    char body[300];
    archived(s, "ID-1");
    move_clock(s, "2037-01-04 09:00");
    propose(s, "demo-bureau-head"); /* the head may propose, and then another one decides */
    expect_int(s, "data.0.is_done", 1);
    the_list_says(s, "proposed", 1);
    expect_int(s, "data.0.is_own", 0);
    decide(s, "demo-bureau-head");
    expect(s, 200);
    expect_text(s, "data.0.code", "purge_alone");
    decide(s, "demo-archivist");
    expect(s, 403);
    hold(s, "demo-bureau-head", "withdraw-purge", 200);
    propose(s, "demo-archivist");
    propose(s, "demo-archivist");
    expect_text(s, "data.0.code", "proposed_already");
    as(s, "demo-bureau-head");
    snprintf(body, sizeof body, "{'case_ids':['%s','%s','00000000000000000000000001'],'reason':'到期'}", case_id(s),
             case_id(s));
    post(s, "/retention/purges", body);
    expect(s, 200);
    expect_int(s, "data.0.is_done", 1);
    expect_text(s, "data.1.code", "listed_twice");
    expect_text(s, "data.2.code", "not_found");
}

static void the_page_of_a_destroyed_case(struct scenario *s)
{
    char path[120];
    as(s, "demo-bureau");
    get(s, "/cases/@case");
    expect(s, 200);
    expect_text(s, "certificate", "稽信访〔2037〕销字1号");
    expect_text(s, "title", "");
    expect_null(s, "petitioner");
    expect_size(s, "parties", 0);
    expect_text(s, "closing.kind", "stage_only");
    expect_text(s, "class_code", "0102");
    get(s, "/cases?q=%s", case_number(s));
    expect(s, 200);
    get(s, "/cases/@case/documents");
    expect(s, 200);
    get(s, "/cases/@case/transitions");
    expect(s, 200);
    expect_size(s, "data", 0);
    act(s, "reopen", "{'ground':'new_facts','reason':'发现新的合同'}");
    expect_refused(s, 409, "case_purged", NULL);
    as(s, NULL);
    snprintf(path, sizeof path, "/public/cases/%s?code=%s", case_number(s), query_code(s));
    get(s, "%s", path);
    if (says(s, "QX")) {
        fail_msg("the public page still tells of it");
    }
}

static void the_certificate(struct scenario *s)
{
    char id[27];
    as(s, "demo-archivist");
    get(s, "/certificates");
    expect(s, 200);
    expect_text(s, "data.0.number", "稽信访〔2037〕销字1号");
    snprintf(id, sizeof id, "%s", value(s, "data.0.id"));
    get(s, "/certificates/%s", id);
    expect(s, 200);
    expect_text(s, "certificate.decided_by", "俞某");
    expect_text(s, "certificate.reason", "档案鉴定小组意见");
    expect_text(s, "items.0.case_number", case_number(s));
    expect_text(s, "items.0.proposed_by", "丁某");
    expect_text(s, "items.0.appraisal", "期限已满，无继续保存价值");
    expect_text(s, "items.0.last_day", "2036-12-31");
    expect_int(s, "items.0.evidence", 1);
    expect_int(s, "items.0.people", 1);
    get(s, "/certificates/%s/pdf", id);
    expect(s, 200);
    expect_pdf(s, "销毁证明");
    expect_pdf(s, "2026-10-0007");
    as(s, "demo-housing");
    get(s, "/certificates/%s", id);
    expect(s, 403);
}

static const char *destroyed(struct scenario *s)
{
    archived(s, "ID-1");
    move_clock(s, "2037-01-04 09:00");
    propose(s, "demo-archivist");
    expect_int(s, "data.0.is_done", 1);
    decide(s, "demo-bureau-head");
    expect(s, 200);
    expect_int(s, "data.0.is_done", 1);
    return case_id(s);
}

/* A second officer for the lane; what concerns a guarded role wants two administrators' words. */
static void another_officer(struct scenario *s, const char *login)
{
    char body[300], path[80];
    as(s, "demo-admin");
    snprintf(body, sizeof body,
             "{'kind':'grant','account_id':'@account:%s','role':'accusation_officer','unit_id':'@unit:xinfang',"
             "'scope':'all','reason':'增加专办员'}",
             login);
    post(s, "/confirmations", body);
    expect(s, 201);
    snprintf(path, sizeof path, "/confirmations/%s/confirm", value(s, "id"));
    as(s, "demo-bureau-head");
    post(s, path, "{}");
    expect(s, 200);
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
    assert_int_equal(count(folder, "SELECT COUNT(*) FROM sealed_contents"), 0);
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

/* Each planted word stands in the file before (else the test would show nothing), and none afterwards. */
static void nothing_is_left_in_the_file(void **state)
{
    struct scenario *s = *state;
    archived(s, "ID-1");
    const char *folder = stop_server(s);
    for (size_t i = 0; i < sizeof planted / sizeof planted[0]; i++) {
        if (!file_says(folder, planted[i])) {
            fail_msg("%s was not planted", planted[i]);
        }
    }
    assert_int_equal(count(folder, "SELECT COUNT(*) FROM persons"), 1);
    restart_server(s);
    move_clock(s, "2037-01-04 09:00");
    propose(s, "demo-archivist");
    decide(s, "demo-bureau-head");
    expect_int(s, "data.0.is_done", 1);
    the_page_of_a_destroyed_case(s);
    the_certificate(s);
    folder = stop_server(s);
    for (size_t i = 0; i < sizeof planted / sizeof planted[0]; i++) {
        if (file_says(folder, planted[i])) {
            fail_msg("%s is still in the file", planted[i]);
        }
    }
    assert_int_equal(count(folder, "SELECT COUNT(*) FROM persons WHERE key IS NOT NULL OR id_index IS NOT NULL"), 0);
    expect_good(folder);
    restart_server(s); /* for the statistics it is still a case that was closed */
    as(s, "demo-bureau");
    get(s, "/cases?limit=5");
    expect(s, 200);
}

/* Whoever came again has a record of their own there; the destroyed case does not lead to it. */
static void who_came_again_stays_there(void **state)
{
    struct scenario *s = *state;
    char first[27];
    archived(s, "ID-1");
    snprintf(first, sizeof first, "%s", case_id(s));
    move_clock(s, "2036-12-01 09:00");
    as(s, "demo-window");
    submit(
        s,
        "{'channel':'visit','purpose':'relief','title':'路灯不亮','request':'修好路灯','demands':[{'text':'修好路灯'}],"
        "'class_code':'0309','oral_record':{'text':'路灯不亮，要求修好','read_back':true,'confirmed_by':'signature'},"
        "'persons':[{'role':'petitioner','kind':'natural','name':'司徒青','phone':'13800002222','id_type':'other',"
        "'id_number':'ID-1'}]}");
    expect(s, 201);
    char second[27];
    snprintf(second, sizeof second, "%s", case_id(s));
    turn_to(s, first);
    move_clock(s, "2037-01-04 09:00");
    propose(s, "demo-archivist");
    decide(s, "demo-bureau-head");
    expect_int(s, "data.0.is_done", 1);
    turn_to(s, second);
    as(s, "demo-bureau");
    get(s, "/cases/@case");
    expect_text(s, "petitioner", "司**");
    const char *folder = stop_server(s);
    assert_int_equal(count(folder, "SELECT COUNT(*) FROM persons WHERE key IS NOT NULL"), 1);
    assert_int_equal(count(folder, "SELECT people FROM certificate_items"), 1);
    assert_int_equal(count(folder, "SELECT COUNT(*) FROM parties"), 1);
}

/* What is left of a destroyed case can be changed by nobody, and nothing can be called destroyed that is not. */
static void both_verifiers_find_tampering(void **state)
{
    static const struct {
        const char *edit, *undo, *words, *words_apart;
    } edits[] = {
        {"UPDATE journal SET actor_id = 'somebody' WHERE seq = 2",
         "UPDATE journal SET actor_id = (SELECT id FROM accounts WHERE login = 'demo-bureau') WHERE seq = 2",
         "what is left of destroyed entries", "what is left of destroyed entries"},
        {"UPDATE journal SET at_ms = at_ms + 1 WHERE seq = 3", "UPDATE journal SET at_ms = at_ms - 1 WHERE seq = 3",
         "what is left of destroyed entries", "what is left of destroyed entries"},
        {"INSERT INTO kept SELECT hash FROM journal WHERE seq = 1; UPDATE journal SET hash = zeroblob(32) WHERE seq = "
         "1",
         "UPDATE journal SET hash = (SELECT hash FROM kept) WHERE seq = 1", "what is left of destroyed entries",
         "what is left of destroyed entries"},
        {"UPDATE journal SET note = 'another' WHERE seq = 1", "UPDATE journal SET note = NULL WHERE seq = 1",
         "not what a purge leaves", "not what a purge leaves"},
        {"UPDATE journal SET certificate = NULL WHERE seq = 1",
         "UPDATE journal SET certificate = (SELECT number FROM certificates) WHERE seq = 1",
         "the hash does not follow from the entry", "is not what was written"},
        {"UPDATE certificate_items SET people = 7", "UPDATE certificate_items SET people = 1", "not what was written",
         "is not what was written"},
        {"UPDATE certificates SET reason = reason || '+'", "UPDATE certificates SET reason = rtrim(reason, '+')",
         "not what was written", "is not what was written"},
        {"CREATE TABLE held AS SELECT * FROM certificate_items; DELETE FROM certificate_items",
         "INSERT INTO certificate_items SELECT * FROM held; DROP TABLE held", "no certificate says so",
         "no certificate says so"},
        {"UPDATE cases SET certificate = NULL WHERE certificate IS NOT NULL",
         "UPDATE cases SET certificate = (SELECT number FROM certificates)", "changed afterwards",
         "do not fit each other"},
    };
    struct scenario *s = *state;
    destroyed(s);
    const char *folder = stop_server(s);
    run_sql(folder, "CREATE TABLE kept (hash BLOB)");
    expect_good(folder);
    for (size_t i = 0; i < sizeof edits / sizeof edits[0]; i++) {
        run_sql(folder, edits[i].edit);
        expect_found(folder, edits[i].words, edits[i].words_apart);
        run_sql(folder, edits[i].undo);
        expect_good(folder);
    }
}

/* Somebody who destroys a living case's history and calls it a purge. */
static void an_entry_marked_without_a_certificate_is_found(void **state)
{
    struct scenario *s = *state;
    destroyed(s);
    move_clock(s, "2037-01-05 09:00");
    as(s, "demo-window");
    submit(s, "{'channel':'letter','purpose':'relief','title':'村道损坏','request':'修路','demands':[{'text':'修路'}],"
              "'class_code':'0309','persons':[{'role':'petitioner','kind':'natural','name':'张某'}]}");
    expect(s, 201);
    acts(s, "demo-bureau", "screen", "{'class_code':'0309','urgency':'normal'}");
    char text[300];
    char id[27];
    snprintf(id, sizeof id, "%s", case_id(s));
    const char *folder = stop_server(s);
    expect_good(folder);
    snprintf(
        text, sizeof text,
        "UPDATE journal SET note = NULL, changes = '[]', seal = NULL, certificate = (SELECT number FROM certificates)"
        " WHERE case_id = '%s' AND seq = 1",
        id);
    run_sql(folder, text);
    expect_found(folder, "no certificate says so", "no certificate says so");
    snprintf(text, sizeof text,
             "UPDATE journal SET note = NULL, changes = '[]', seal = NULL, certificate = 'none' WHERE case_id = '%s'",
             id);
    run_sql(folder, text);
    expect_found(folder, "the entry of the purge is missing", "the purge is missing");
}

/* Every table with cases in it was thought of. Who adds one decides: destroyed by purge.sql, or it says nothing. */
static void every_table_of_cases_was_thought_of(void **state)
{
    static const char known[] =
        /* emptied, or their words taken out */
        " agreements certificate_items complained_units contacts deliveries demands dispatches documents drafts "
        "evidence "
        "files "
        "instalments"
        " journal parties practice_steps precedents ratings sealed_contents submissions supervisions case_links"
        /* ids, dates, kinds and numbers only */
        " case_readers case_units checkpoint_heads checkpoint_pending deadlines events holdings notices recusals"
        " supervision_candidates"
        /* dropped with the purge */
        " retentions ";
    struct scenario *s = *state;
    sqlite3 *db;
    sqlite3_stmt *list;
    const char *folder = stop_server(s);
    int tables = 0;
    assert_int_equal(sqlite3_open(support_path(folder, "petitiond.db"), &db), SQLITE_OK);
    assert_int_equal(sqlite3_prepare_v2(db,
                                        "SELECT DISTINCT m.name FROM sqlite_schema m, pragma_table_info(m.name) c"
                                        " WHERE m.type = 'table' AND c.name = 'case_id'",
                                        -1, &list, NULL),
                     SQLITE_OK);
    while (sqlite3_step(list) == SQLITE_ROW) {
        char name[80];
        snprintf(name, sizeof name, " %s ", (const char *)sqlite3_column_text(list, 0));
        if (strstr(known, name) == NULL) {
            fail_msg("what becomes of%swhen a case is destroyed?", name);
        }
        tables++;
    }
    sqlite3_finalize(list);
    sqlite3_close(db);
    assert_true(tables >= 20);
}

int main(void)
{
    const struct CMUnitTest stories[] = {
        STORY(a_term_ends_with_its_year),
        STORY(what_is_held_stays),
        STORY(nobody_destroys_alone),
        STORY(an_accusation_is_destroyed_in_its_lane),
        STORY(the_lane_destroys_nothing_else),
        STORY(nothing_is_left_in_the_file),
        STORY(who_came_again_stays_there),
        STORY(both_verifiers_find_tampering),
        STORY(an_entry_marked_without_a_certificate_is_found),
        STORY(every_table_of_cases_was_thought_of),
    };
    return STORIES(stories);
}

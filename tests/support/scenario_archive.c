/*
 * scenario_archive.c - a case that went the whole way into the archive, its destruction, and both verifiers on what is left.
 *
 * Runs on: the test's main thread. Owns: nothing.
 */
#include "support/scenario_archive.h"

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

/* From the window to the archive within 2026; kept for ten years. */
void archived(struct scenario *s, const char *id_number)
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

void propose(struct scenario *s, const char *login)
{
    ask(s, login, "/retention/proposals", "'appraisal':'期限已满，无继续保存价值'");
}

void decide(struct scenario *s, const char *login)
{
    ask(s, login, "/retention/purges", "'reason':'档案鉴定小组意见'");
}

/* The database as a file, with its log; 1 when the word stands anywhere in it. */
int file_says(const char *folder, const char *word)
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

void verify_whole(const char *folder, struct offline_report *out)
{
    struct offline o;
    char message[OFFICE_MESSAGE_SIZE];
    if (offline_open(folder, 0, &o, message) != RC_OK) {
        fail_msg("%s", message);
    }
    log_set_level(LOG_SILENT);
    assert_int_equal(offline_verify(&o, out), RC_OK);
    assert_int_equal(offline_verify_sealed(&o, out), RC_OK);
    offline_close(&o);
}

int verify_apart(const char *folder, char *said, size_t size)
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

void expect_both_good(const char *folder, char *said, size_t size)
{
    struct offline_report report;
    verify_whole(folder, &report);
    if (report.is_bad) {
        fail_msg("verify: %s", report.what);
    }
    if (verify_apart(folder, said, size) != 0) {
        fail_msg("petitiond-verify: %s", said);
    }
}

void expect_good(const char *folder)
{
    char said[2000];
    expect_both_good(folder, said, sizeof said);
    assert_non_null(strstr(said, "destroyed: what 1 cases said, under 1 certificates"));
}

/* Both find it and say so in these words. */
void expect_found(const char *folder, const char *words, const char *words_apart)
{
    struct offline_report report;
    char said[2000];
    verify_whole(folder, &report);
    if (!report.is_bad || strstr(report.what, words) == NULL) {
        fail_msg("verify should say \"%s\": %s", words, report.is_bad ? report.what : "good");
    }
    int code = verify_apart(folder, said, sizeof said);
    if (code != 1 || strstr(said, words_apart) == NULL) {
        fail_msg("petitiond-verify should say \"%s\": %s", words_apart, said);
    }
}

void run_sql(const char *folder, const char *text)
{
    sqlite3 *db;
    char *why = NULL;
    assert_int_equal(sqlite3_open(support_path(folder, "petitiond.db"), &db), SQLITE_OK);
    if (sqlite3_exec(db, text, NULL, NULL, &why) != SQLITE_OK) {
        fail_msg("%s: %s", text, why);
    }
    sqlite3_close(db);
}

void the_list_says(struct scenario *s, const char *list, int n)
{
    as(s, "demo-archivist");
    get(s, "/retention/candidates?list=%s", list);
    expect(s, 200);
    expect_size(s, "data", n);
}

void hold(struct scenario *s, const char *login, const char *last_part, int status)
{
    char path[120];
    as(s, login);
    snprintf(path, sizeof path, "/cases/@case/%s", last_part);
    post(s, path, "{'reason':'诉讼中'}");
    expect(s, status);
}

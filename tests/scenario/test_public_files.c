/*
 * test_public_files.c - files that petitioners add with number and code: who gets them, what is refused, how much, and who learns nothing.
 */
#include "support/samples.h"
#include "support/scenario_archive.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define NAME "雷雪明房产证.pdf"

enum { SIZE = 5000, MIB = 1 << 20 };

static char number[64], code[64], path[160];
static uint8_t pdf[SIZE];

static void remember(struct scenario *s)
{
    snprintf(number, sizeof number, "%s", case_number(s));
    snprintf(code, sizeof code, "%s", query_code(s));
}

/* In the hands of demo-housing. */
static void a_case(struct scenario *s)
{
    move_clock(s, "2026-03-02 09:00");
    in_handling(s, "zhujian", "demo-housing-intake", "demo-housing", "保障房渗漏");
    remember(s);
}

static void an_accusation(struct scenario *s)
{
    move_clock(s, "2026-02-03 14:20");
    as(s, "demo-sealed");
    submit(s, "{'channel':'letter','purpose':'accusation','title':'线索','request':'请求','demands':[{'text':'诉求'}],"
              "'class_code':'1601','place_unit_id':'@unit:gangkou','persons':[{'role':'petitioner','kind':'natural',"
              "'name':'钟某某'}],'accused':[{'unit_id':'@unit:qingwan'}]}");
    expect(s, 201);
    remember(s);
}

/* As nobody of the office, with this number and code. */
static void adds_to(struct scenario *s, const char *to, const char *with, const char *name, const void *bytes, size_t n)
{
    snprintf(path, sizeof path, "/public/cases/%s/files", to);
    as(s, NULL);
    with_code(s, with);
    send_file(s, path, name, bytes, n);
}

static void adds(struct scenario *s, const char *name, const void *bytes, size_t n)
{
    adds_to(s, number, code, name, bytes, n);
}

static void follows(struct scenario *s)
{
    as(s, NULL);
    get(s, "/public/cases/%s?code=%s", number, code);
    expect(s, 200);
}

static const char *path_of(const char *id, const char *part)
{
    snprintf(path, sizeof path, "/cases/@case/files/%s%s", id, part);
    return path;
}

static int rows(struct scenario *s, const char *sql)
{
    int n = count_rows(stop_server(s), sql);
    restart_server(s);
    return n;
}

static void files_reach_who_has_the_case(void **state)
{
    struct scenario *s = *state;
    char id[40];
    a_case(s);
    adds(s, NAME, sample_pdf(pdf, SIZE, 1), SIZE);
    expect(s, 201);
    expect_text(s, "number", number);
    expect_int(s, "size", SIZE);
    adds(s, "窗户.pdf", sample_pdf(pdf, SIZE, 2), SIZE);
    expect(s, 201);
    assert_int_equal(notices(s, "demo-housing", "信访人补充了材料"), 1); /* once for what comes together */
    as(s, "demo-housing");
    get(s, "/cases/@case/files");
    expect_size(s, "data", 2);
    expect_text(s, "data.0.name", NAME);
    expect_text(s, "data.0.media", "application/pdf");
    expect_text(s, "data.0.kind", "original");
    expect_int(s, "data.0.from_petitioner", 1);
    expect_null(s, "data.0.account_name"); /* nobody of the office */
    expect_int(s, "data.0.may_remove", 0); /* nor theirs to destroy */
    snprintf(id, sizeof id, "%s", value(s, "data.0.id"));
    post(s, path_of(id, "/open"), "{'reason':'handling'}");
    expect(s, 200);
    assert_true(is_bytes(s, sample_pdf(pdf, SIZE, 1), SIZE));
    get(s, "/cases/@case/journal?limit=100");
    expect_null(s, "data[action=material].actor_name");
    expect_text(s, "data[action=material].changes[field=material.files].after", "2");
    expect_text(s, "data[action=material].changes[field=file.media].after", "application/pdf");
    if (says(s, "雷雪明") || says(s, "窗户")) {
        fail_msg("the journal holds the name of a file");
    }
    move_clock(s, "2026-03-02 10:00"); /* an hour later it is news again */
    adds(s, "又.pdf", sample_pdf(pdf, SIZE, 3), SIZE);
    expect(s, 201);
    assert_int_equal(notices(s, "demo-housing", "信访人补充了材料"), 2);
}

/* What they added is listed for them, the office's files are not, and no content is given back. */
static void the_petitioner_sees_a_list(void **state)
{
    struct scenario *s = *state;
    char id[40];
    a_case(s);
    as(s, "demo-housing");
    send_file(s, "/cases/@case/files", "现场勘查.pdf", sample_pdf(pdf, SIZE, 1), SIZE);
    expect(s, 201);
    follows(s);
    expect_size(s, "files", 0);
    expect_int(s, "takes_files", 1);
    expect_int(s, "left_files", 20);
    expect_int(s, "file_max_bytes", 20 * MIB);
    adds(s, NAME, sample_pdf(pdf, SIZE, 2), SIZE);
    follows(s);
    expect_size(s, "files", 1);
    expect_text(s, "files.0.name", NAME);
    expect_int(s, "files.0.size", SIZE);
    expect_text(s, "files.0.added_at", "2026-03-02T01:00:00.000Z");
    expect_int(s, "left_files", 19);
    if (says(s, "现场勘查")) {
        fail_msg("a file of the office is told");
    }
    get(s, "/public/cases/%s/files?code=%s", number, code);
    expect(s, 405);
    as(s, "demo-housing");
    get(s, "/cases/@case/files");
    snprintf(id, sizeof id, "%s", value(s, "data.1.id"));
    drop(s, path_of(id, "?reason=wrong_case"));
    expect_refused(s, 403, "file_not_yours", NULL);
    as(s, "demo-bureau-head");
    drop(s, path_of(id, "?reason=wrong_case"));
    expect(s, 204);
    follows(s);
    expect_size(s, "files", 1);
    expect_null(s, "files.0.name");
    expect_int(s, "left_files", 19); /* nobody fills the disk by sending again */
}

static void a_wrong_code_is_a_wrong_number(void **state)
{
    struct scenario *s = *state;
    char first[400];
    static const char *const wrong[] = {"AAAA-AAAA-AAAA-AAAA-AAAA-AAAA", "x", NULL};
    a_case(s);
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        adds_to(s, number, wrong[i], NAME, sample_pdf(pdf, SIZE, 1), SIZE);
        expect_refused(s, 404, "number_or_code", NULL);
    }
    snprintf(first, sizeof first, "%s", value(s, "detail"));
    adds_to(s, "331099-2026-W-000001", code, NAME, sample_pdf(pdf, SIZE, 1), SIZE);
    expect_refused(s, 404, "number_or_code", NULL);
    expect_text(s, "detail", first);
    snprintf(path, sizeof path, "/public/cases/%s/files?code=%s", number, code); /* in an address it opens nothing */
    as(s, NULL);
    send_file(s, path, NAME, sample_pdf(pdf, SIZE, 1), SIZE);
    expect(s, 400);
    assert_int_equal(rows(s, "SELECT COUNT(*) FROM files"), 0);
}

static void what_is_refused_leaves_nothing(void **state)
{
    struct scenario *s = *state;
    static const char page_text[] = "<!DOCTYPE html><html><script>1</script></html>";
    uint8_t *big = calloc(1, MIB + 1);
    assert_non_null(big);
    memcpy(big, SAMPLE_PDF_START, sizeof SAMPLE_PDF_START - 1);
    a_case(s);
    change_setting(s, "file_mib", "1");
    adds(s, "网页.txt", page_text, sizeof page_text - 1);
    expect_refused(s, 415, "file_type", "/content");
    adds(s, "照片.jpg", sample_pdf(pdf, SIZE, 1), SIZE);
    expect_refused(s, 422, "file_extension", "/name");
    adds(s, NAME, big, MIB + 1);
    expect_refused(s, 413, "file_too_large", NULL);
    adds(s, NAME, "", 0);
    expect_refused(s, 422, "body_empty", NULL);
    adds(s, NULL, sample_pdf(pdf, SIZE, 1), SIZE);
    expect_refused(s, 422, "file_name", "/name");
    adds(s, "..", sample_pdf(pdf, SIZE, 1), SIZE);
    expect_refused(s, 422, "file_name", "/name");
    free(big);
    follows(s);
    expect_size(s, "files", 0);
    assert_int_equal(notices(s, "demo-housing", "信访人补充了材料"), 0);
}

static void there_is_a_measure(void **state)
{
    struct scenario *s = *state;
    char name[40];
    a_case(s);
    for (int i = 0; i < 40; i++) {
        if (i == 20) {
            adds(s, "多.pdf", sample_pdf(pdf, 300, i), 300);
            expect_refused(s, 429, "material_files_day", NULL);
            follows(s);
            expect_int(s, "left_files", 0);
            move_clock(s, "2026-03-03 09:30");
        }
        snprintf(name, sizeof name, "%d.pdf", i);
        adds(s, name, sample_pdf(pdf, 300, i), 300);
        expect(s, 201);
    }
    move_clock(s, "2026-03-05 09:30");
    adds(s, "多.pdf", sample_pdf(pdf, 300, 99), 300);
    expect_refused(s, 409, "material_files_full", NULL);
    as(s, "demo-housing"); /* the office has a measure of its own */
    send_file(s, "/cases/@case/files", "a.pdf", sample_pdf(pdf, 300, 98), 300);
    expect(s, 201);
}

/* By size: what is left of the case counts too. */
static void a_full_case_takes_no_more(void **state)
{
    struct scenario *s = *state;
    uint8_t *big = calloc(1, MIB);
    assert_non_null(big);
    memcpy(big, SAMPLE_PDF_START, sizeof SAMPLE_PDF_START - 1);
    a_case(s);
    change_setting(s, "file_case_mib", "1");
    as(s, "demo-housing");
    send_file(s, "/cases/@case/files", "a.pdf", big, MIB - 400);
    expect(s, 201);
    follows(s);
    expect_int(s, "left_bytes", 400);
    adds(s, "b.pdf", big, 401);
    expect_refused(s, 409, "material_files_full", NULL);
    adds(s, "b.pdf", big, 400);
    expect(s, 201);
    free(big);
}

static void a_closed_case_takes_nothing(void **state)
{
    struct scenario *s = *state;
    a_case(s);
    adds(s, NAME, sample_pdf(pdf, SIZE, 1), SIZE);
    expect(s, 201);
    acts(s, "demo-housing", "withdraw", "{'statement':'书面撤回'}");
    adds(s, "又.pdf", sample_pdf(pdf, SIZE, 2), SIZE);
    expect_refused(s, 409, "material_closed", NULL);
    follows(s);
    expect_int(s, "takes_files", 0);
    expect_int(s, "takes_text", 0);
    expect_size(s, "files", 1); /* what was added stays told */
}

static void a_repeated_key_makes_one_file(void **state)
{
    struct scenario *s = *state;
    a_case(s);
    for (int i = 0; i < 2; i++) {
        with_key(s, "once");
        adds(s, NAME, sample_pdf(pdf, SIZE, 1), SIZE);
        expect(s, 201);
    }
    with_key(s, "once");
    adds(s, NAME, sample_pdf(pdf, SIZE, 2), SIZE);
    expect_refused(s, 422, "idempotency_key_reused", NULL);
    with_key(s, "once"); /* a key is no code */
    adds_to(s, number, "AAAA-AAAA-AAAA-AAAA-AAAA-AAAA", NAME, sample_pdf(pdf, SIZE, 1), SIZE);
    expect_refused(s, 404, "number_or_code", NULL);
    follows(s);
    expect_size(s, "files", 1);
}

/* Under the key of its lane, told to who has it, and to nobody else. */
static void a_sealed_case_takes_files_in_silence(void **state)
{
    struct scenario *s = *state;
    static const char *const others[] = {"demo-bay",    "demo-bay-head",    "demo-county-head", "demo-leader",
                                         "demo-bureau", "demo-bureau-head", "demo-window",      "demo-admin"};
    static const char *const parts[] = {"/cases/@case/files", "/cases/@case/journal", "/cases/@case"};
    char id[40];
    an_accusation(s);
    snprintf(path, sizeof path, "{'code':'%s','text':'文字'}", code);
    as(s, NULL);
    char where[120];
    snprintf(where, sizeof where, "/public/cases/%s/materials", number);
    post(s, where, path);
    expect_refused(s, 409, "material_sealed", NULL);
    follows(s);
    expect_int(s, "takes_text", 0);
    expect_int(s, "takes_files", 1);
    adds(s, "围标录音.pdf", sample_pdf(pdf, SIZE, 1), SIZE);
    expect(s, 201);
    assert_int_equal(notices(s, "demo-sealed", "信访人补充了材料"), 1);
    as(s, "demo-sealed");
    get(s, "/cases/@case/files");
    expect_text(s, "data.0.name", "围标录音.pdf");
    expect_int(s, "data.0.from_petitioner", 1);
    expect_int(s, "data.0.needs_reason", 1);
    snprintf(id, sizeof id, "%s", value(s, "data.0.id"));
    post(s, path_of(id, "/open"), "{'reason':'handling'}");
    expect(s, 200);
    assert_true(is_bytes(s, sample_pdf(pdf, SIZE, 1), SIZE));
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++) {
        as(s, others[i]);
        get(s, "/notices");
        if (says(s, "信访人补充了材料") || says(s, case_id(s))) {
            fail_msg("%s is told", others[i]);
        }
        for (size_t k = 0; k < sizeof parts / sizeof parts[0]; k++) {
            get(s, "%s", parts[k]);
            if (last_status(s) != 404 && last_status(s) != 403) {
                fail_msg("%s learns of it by %s", others[i], parts[k]);
            }
        }
        post(s, path_of(id, "/open"), "{'reason':'handling'}");
        assert_true(last_status(s) == 404 || last_status(s) == 403);
        get(s, "/journal?limit=50");
        if (says(s, id) || says(s, case_id(s)) || says(s, case_number(s))) {
            fail_msg("the journal of the office tells %s", others[i]);
        }
    }
    assert_int_equal(rows(s, "SELECT COUNT(*) FROM files WHERE is_sealed = 1 AND account_id = 'system'"), 1);
    assert_int_equal(rows(s, "SELECT COUNT(*) FROM notices WHERE event = 'material' AND account_id IS NULL"), 0);
}

/* A browser without scripts: one form with the file at its end. */
static void sends_form(struct scenario *s, const char *with, const char *name, const void *bytes, size_t n)
{
    static const char mark[] = "----geckoformboundary7e1";
    char *form = malloc(n + 2000);
    assert_non_null(form);
    int head = snprintf(form, 2000,
                        "--%s\r\nContent-Disposition: form-data; name=\"_lang\"\r\n\r\nzh\r\n"
                        "--%s\r\nContent-Disposition: form-data; name=\"number\"\r\n\r\n%s\r\n"
                        "--%s\r\nContent-Disposition: form-data; name=\"code\"\r\n\r\n%s\r\n"
                        "--%s\r\nContent-Disposition: form-data; name=\"file\"; filename=\"%s\"\r\n"
                        "Content-Type: application/octet-stream\r\n\r\n",
                        mark, mark, number, mark, with, mark, name);
    memcpy(form + head, bytes, n);
    int tail = snprintf(form + head + n, 100, "\r\n--%s--\r\n", mark);
    as(s, NULL);
    send_bytes_as(s, "/plain/file", "Content-Type: multipart/form-data; boundary=----geckoformboundary7e1", form,
                  (size_t)head + n + (size_t)tail);
    free(form);
}

static void a_page_without_scripts_takes_one_too(void **state)
{
    struct scenario *s = *state;
    uint8_t *big = calloc(1, 3 * MIB);
    assert_non_null(big);
    memcpy(big, SAMPLE_PDF_START, sizeof SAMPLE_PDF_START - 1);
    a_case(s);
    change_setting(s, "file_mib", "1");
    sends_form(s, code, "C:/我的/收据.pdf", sample_pdf(pdf, SIZE, 1), SIZE);
    assert_int_equal(last_status(s), 200);
    assert_true(says(s, "文件已收到") && says(s, "收据.pdf") && !says(s, "我的"));
    sends_form(s, code, "一兆.pdf", big, MIB); /* just as large as it may be */
    assert_int_equal(last_status(s), 200);
    sends_form(s, code, "大.pdf", big, MIB + 1);
    assert_int_equal(last_status(s), 413);
    assert_true(says(s, "单个文件最大 1 MiB") && says(s, "保障房渗漏")); /* and the case is shown again */
    sends_form(s, code, "大.pdf", big, 3 * MIB);
    assert_int_equal(last_status(s), 413);
    sends_form(s, code, "", "", 0);
    assert_int_equal(last_status(s), 422);
    assert_true(says(s, "请先选择文件"));
    sends_form(s, code, "网页.txt", "<!DOCTYPE html><html><script>1</script></html>", 46);
    assert_int_equal(last_status(s), 415);
    sends_form(s, "AAAA-AAAA-AAAA-AAAA-AAAA-AAAA", "a.pdf", sample_pdf(pdf, SIZE, 2), SIZE);
    assert_int_equal(last_status(s), 404);
    assert_false(says(s, "保障房渗漏"));
    send_bytes_as(s, "/plain/file", "Content-Type: multipart/form-data; boundary=x", "--x\r\n", 5);
    assert_int_equal(last_status(s), 400);
    send_bytes_as(s, "/plain/file", "Content-Type: application/x-www-form-urlencoded", "a=1", 3);
    assert_int_equal(last_status(s), 415);
    free(big);
    as(s, "demo-housing");
    get(s, "/cases/@case/files");
    expect_size(s, "data", 2);
    expect_text(s, "data.0.name", "收据.pdf");
    expect_int(s, "data.0.size", SIZE);
    expect_int(s, "data.1.size", MIB);
    expect_int(s, "data.1.from_petitioner", 1);
    acts(s, "demo-housing", "withdraw", "{'statement':'书面撤回'}");
    sends_form(s, code, "a.pdf", sample_pdf(pdf, SIZE, 2), SIZE);
    assert_int_equal(last_status(s), 409);
    assert_true(says(s, "收据.pdf"));
}

/* The seal of the case covers the row, and both programs that verify say so. */
static void a_changed_row_is_found(void **state)
{
    struct scenario *s = *state;
    struct offline_report report;
    char said[4096];
    a_case(s);
    adds(s, NAME, sample_pdf(pdf, SIZE, 1), SIZE);
    expect(s, 201);
    const char *folder = stop_server(s);
    verify_whole(folder, &report);
    assert_false(report.is_bad);
    assert_int_equal(verify_apart(folder, said, sizeof said), 0);
    run_sql(folder, "UPDATE files SET account_id = (SELECT id FROM accounts WHERE login = 'demo-housing')");
    verify_whole(folder, &report);
    assert_true(report.is_bad);
    assert_int_equal(verify_apart(folder, said, sizeof said), 1);
}

int main(void)
{
    const struct CMUnitTest stories[] = {
        STORY(files_reach_who_has_the_case),
        STORY(the_petitioner_sees_a_list),
        STORY(a_wrong_code_is_a_wrong_number),
        STORY(what_is_refused_leaves_nothing),
        STORY(there_is_a_measure),
        STORY(a_full_case_takes_no_more),
        STORY(a_closed_case_takes_nothing),
        STORY(a_repeated_key_makes_one_file),
        STORY(a_sealed_case_takes_files_in_silence),
        STORY(a_page_without_scripts_takes_one_too),
        STORY(a_changed_row_is_found),
    };
    return STORIES(stories);
}

/*
 * test_print.c - documents as PDF over HTTP: what they say, and who may print them.
 */
#include "support/scenario.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void printed(struct scenario *s, const char *path, const char *phrase)
{
    get(s, "%s", path);
    expect(s, 200);
    expect_pdf(s, phrase);
}

static void documents_are_printed_for_their_owner(void **state)
{
    struct scenario *s = *state;
    char path[160];
    move_clock(s, "2026-03-02 09:00");
    in_handling(s, "zhujian", "demo-housing-intake", "demo-housing", "物业收费争议");
    as(s, "demo-housing");
    get(s, "/cases/@case/documents");
    snprintf(path, sizeof path, "/cases/@case/documents/%s/pdf", value(s, "data[type=acceptance_notice].id"));
    printed(s, path, "信访事项受理告知书");
    printed(s, path, "物业收费争议");
    printed(s, path, "2026年3月2日");
    snprintf(path + strlen(path), sizeof path - strlen(path), "?lang=en");
    printed(s, path, "Notice of acceptance");
    as(s, "demo-leader"); /* sees the case, acts on nothing, prints no names */
    get(s, "%s", path);
    expect(s, 403);
    as(s, "demo-town");
    get(s, "%s", path);
    expect(s, 404);
    as(s, "demo-housing");
    as(s, "demo-bureau-head"); /* a paper with a name in full is a look at people's data */
    get(s, "/journal?limit=10");
    expect_text(s, "data[action=document.print].object_id", case_id(s));
    expect_text(s, "data[action=document.print].changes[field=document].after", "acceptance_notice");
    as(s, "demo-housing-intake");
    get(s, "/cases/@case/documents/01kjp0y9m0x5ahbrb5ejg4s6yr/pdf");
    expect(s, 404);
}

/* A notice goes on saying what was told, whatever was extended later; what was delivered has its proof. */
static void papers_say_what_was_told(void **state)
{
    struct scenario *s = *state;
    char path[160], proof[200];
    move_clock(s, "2026-03-02 09:00");
    dispatched(s, "zhujian", "物业收费争议");
    acts(s, "demo-bureau", "tell_dispatch", "{'notice_method':'sms','proof':'短信记录'}");
    as(s, "demo-bureau");
    get(s, "/cases/@case/documents");
    snprintf(path, sizeof path, "/cases/@case/documents/%s/pdf", value(s, "data[type=transfer_notice].id"));
    printed(s, path, "并转送县住房和城乡建设局办理");
    printed(s, path, "0575-0000-0101");
    acts(s, "demo-housing-intake", "accept", "{'notice_method':'hand','proof':'签收单9号','way':'按信访程序办理'}");
    acts(s, "demo-housing-intake", "assign_handler", "{'handler':'@account:demo-housing','no_conflict':true}");
    move_clock(s, "2026-04-20 09:00");
    acts(s, "demo-housing-head", "extend",
         "{'days':20,'reason':'须委托鉴定机构鉴定','notice_method':'hand','proof':'延期回证2号'}");
    as(s, "demo-housing");
    get(s, "/cases/@case/documents");
    snprintf(path, sizeof path, "/cases/@case/documents/%s/pdf", value(s, "data[type=acceptance_notice].id"));
    printed(s, path, "办理期限至2026年5月1日");
    snprintf(proof, sizeof proof, "%s?form=delivery_proof", path);
    printed(s, proof, "签收单9号");
    printed(s, proof, "当面送交");
    get(s, "/cases/@case/documents");
    snprintf(path, sizeof path, "/cases/@case/documents/%s/pdf", value(s, "data[type=extension_notice].id"));
    printed(s, path, "原办理期限至2026年5月1日");
    printed(s, path, "延长20日，至2026年5月21日");
    printed(s, path, "经本单位负责人冯某批准");
    acts(s, "demo-housing", "agree",
         "{'kind':'mediation','both_consent':true,'other_party':'某物业公司','mediator':'县物业调解委','signed_on':'"
         "2026-04-20','terms':'退还多收的物业费1200元'}");
    as(s, "demo-housing");
    get(s, "/cases/@case/documents");
    snprintf(path, sizeof path, "/cases/@case/documents/%s/pdf", value(s, "data[type=agreement].id"));
    printed(s, path, "调解协议书");
    printed(s, path, "退还多收的物业费1200元");
    snprintf(proof, sizeof proof, "%s?form=delivery_proof", path);
    get(s, "%s", proof);
    expect_refused(s, 409, "not_delivered", NULL);
}

static void a_receipt_needs_number_and_code(void **state)
{
    struct scenario *s = *state;
    char path[160];
    move_clock(s, "2026-03-02 09:00");
    as(s, "demo-window");
    submit(s,
           "{'channel':'letter','purpose':'relief','title':'路灯不亮','request':'修复','demands':[{'text':'修复路灯'}],"
           "'class_code':'0309','persons':[{'role':'petitioner','kind':'natural','name':'童某某'}]}");
    expect(s, 201);
    as(s, NULL);
    snprintf(path, sizeof path, "/public/cases/%s/receipt?code=%s", case_number(s), query_code(s));
    printed(s, path, "信访登记凭证");
    printed(s, path, query_code(s));
    printed(s, path, "2026年3月17日"); /* the first of the expected dates */
    get(s, "/public/cases/%s/proof?code=%s", case_number(s), query_code(s));
    char *hash = strdup(value(s, "hash"));
    hash[8] = '\0'; /* printed in groups of eight */
    printed(s, path, hash);
    free(hash);
    make_checkpoint(s);
    printed(s, path, "已列入第");
    snprintf(path, sizeof path, "/public/cases/%s/receipt?code=AAAA-BBBB-CCCC", case_number(s));
    get(s, "%s", path);
    expect_refused(s, 404, "number_or_code", NULL);
}

int main(void)
{
    const struct CMUnitTest stories[] = {STORY(documents_are_printed_for_their_owner), STORY(papers_say_what_was_told),
                                         STORY(a_receipt_needs_number_and_code)};
    return STORIES(stories);
}

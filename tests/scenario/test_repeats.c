/*
 * test_repeats.c - the same person with the same matter again: in hand, after closing, after it was final; and two matters in one letter.
 */
#include "support/scenario.h"

#include <stdio.h>
#include <string.h>

static char first[27], first_number[40];

static void a_letter(struct scenario *s, const char *channel, const char *title, const char *phone,
                     const char *class_code)
{
    char text[900];
    snprintf(
        text, sizeof text,
        "{'channel':'%s','purpose':'relief','title':'%s','request':'请求修复小区东门道路并清理违停','demands':[{'text':"
        "'修复道路'},{'text':'清理违停'}],'class_code':'%s','place_unit_id':'@unit:fenglin','persons':[{'role':'"
        "petitioner',"
        "'kind':'natural','name':'沈某某','phone':'%s'}]}",
        channel, title, class_code, phone);
    as(s, "demo-window");
    submit(s, text);
    expect(s, 201);
}

static void the_road_is_in_hand(struct scenario *s)
{
    move_clock(s, "2026-07-02 10:00");
    a_letter(s, "letter", "小区东门道路破损", "19900000101", "0309");
    snprintf(first, sizeof first, "%s", case_id(s));
    snprintf(first_number, sizeof first_number, "%s", case_number(s));
    acts(s, "demo-bureau", "screen", "{'class_code':'0309','urgency':'normal'}");
    acts(s, "demo-bureau", "dispatch", "{'to_unit':'@unit:zhujian','kind':'transfer'}");
    move_clock(s, "2026-07-06 10:00");
}

static void links_by(struct scenario *s, const char *event, const char *kind, const char *number)
{
    char fields[300];
    snprintf(fields, sizeof fields, "{'number':'%s',%s%s%s'reason':'同一信访人，主要诉求和事实基本相同'}", number,
             kind ? "'kind':'" : "", kind ? kind : "", kind ? "'," : "");
    as(s, "demo-bureau");
    act(s, event, fields);
}

/* Shown with the reasons; joined by a person; no second clock; undone, the clock counts from the registration. */
static void in_hand_it_is_joined_and_parted(void **state)
{
    struct scenario *s = *state;
    the_road_is_in_hand(s);
    a_letter(s, "letter", "再次反映小区东门道路破损", "19900000101", "0309");
    as(s, "demo-bureau");
    get(s, "/cases/@case/candidates");
    expect(s, 200);
    expect_size(s, "data", 1);
    expect_text(s, "data.0.number", first_number);
    expect_int(s, "data.0.same_phone", 1);
    expect_int(s, "data.0.same_place", 1);
    expect_int(s, "data.0.is_open", 1);
    links_by(s, "join_case", NULL, "999901-2026-L-999999");
    expect_refused(s, 422, "no_other_case", "/fields/number");
    a_letter(s, "letter", "另一人反映小区东门道路破损", "19900000909", "0309");
    links_by(s, "join_case", NULL, first_number); /* a neighbour's matter is answered by itself */
    expect_refused(s, 409, "not_same_person", "/fields/number");
    a_letter(s, "letter", "又一次反映小区东门道路破损", "19900000101", "0309");
    links_by(s, "join_case", NULL, first_number);
    expect(s, 200);
    expect_text(s, "state", "closed");
    expect_text(s, "closing.kind", "joined");
    expect_int(s, "is_first", 0);
    expect_null(s, "due_on");
    get(s, "/cases/@case/submissions");
    expect_size(s, "data", 0);
    char second[27];
    char path[120];
    snprintf(second, sizeof second, "%s", case_id(s));
    snprintf(path, sizeof path, "/public/cases/%s?code=%s", case_number(s), query_code(s));
    as(s, NULL);
    get(s, "%s", path); /* the petitioner follows the case that it was joined to */
    expect(s, 200);
    expect_text(s, "number", first_number);
    turn_to(s, first);
    as(s, "demo-bureau");
    get(s, "/cases/@case/submissions");
    expect_size(s, "data", 2);
    expect_int(s, "data.1.is_first", 0);
    turn_to(s, second);
    move_clock(s, "2026-07-08 09:00");
    acts(s, "demo-bureau", "undo_join", "{'reason':'核实为另一处道路'}");
    expect_text(s, "state", "registered");
    expect_int(s, "is_first", 1);
    expect_clock(s, "C1", "2026-07-21", "running"); /* 15 days from 2026-07-06 */
    get(s, "/cases/@case/submissions");
    expect_size(s, "data", 1);
    get(s, "/cases/@case/links");
    expect_int(s, "data.0.is_undone", 1);
}

/* Two accounts see to it that a petition goes into another: whoever registered it judges nothing. */
static void who_registered_it_does_not_join_it(void **state)
{
    struct scenario *s = *state;
    the_road_is_in_hand(s);
    as(s, "demo-bureau");
    submit(s, "{'channel':'letter','purpose':'relief','title':'再次反映东门道路','request':'请修复东门道路',"
              "'demands':[{'text':'修复道路'}],'class_code':'0309','place_unit_id':'@unit:fenglin',"
              "'persons':[{'role':'petitioner','kind':'natural','name':'沈某某','phone':'19900000101'}]}");
    expect(s, 201);
    links_by(s, "join_case", NULL, first_number);
    expect_refused(s, 409, "registered_by_another", NULL);
    as(s, "demo-bureau");
    get(s, "/cases/@case");
    expect_text(s, "state", "registered");
}

/* What came over the web was registered by nobody: one links it, another joins it. */
static void over_the_web_two_join_it(void **state)
{
    struct scenario *s = *state;
    the_road_is_in_hand(s);
    as(s, NULL);
    post(s, "/public/submissions",
         "{'purpose':'relief','title':'小区东门道路还没有修','request':'请修复小区东门道路','demands':[{'text':'"
         "修复道路'}],"
         "'place_unit_id':'@unit:fenglin','persons':[{'role':'petitioner','kind':'natural','name':'沈某某',"
         "'phone':'19900000101'}]}");
    expect(s, 201);
    as(s, "demo-bureau");
    get(s, "/cases?q=%s", value(s, "receipt.number"));
    turn_to(s, value(s, "data.0.id"));
    links_by(s, "join_case", NULL, first_number);
    expect_refused(s, 409, "linked_by_another", "/fields/number");
    links_by(s, "join_case", NULL, "999901-2026-L-999999"); /* what is not there is told no other way */
    expect_refused(s, 409, "linked_by_another", "/fields/number");
    links_by(s, "mark_repeat", "related", first_number);
    expect(s, 200);
    links_by(s, "join_case", NULL, first_number); /* one and the same officer */
    expect_refused(s, 409, "linked_by_another", "/fields/number");
    links_by(s, "unmark_repeat", NULL, first_number);
    expect(s, 200);
    char fields[300];
    snprintf(fields, sizeof fields, "{'number':'%s','kind':'related','reason':'电话核实为同一人、同一事项'}",
             first_number);
    acts(s, "demo-window", "mark_repeat", fields);
    links_by(s, "join_case", NULL, first_number);
    expect(s, 200);
    expect_text(s, "closing.kind", "joined");
    get(s, "/cases/@case/links");
    expect_int(s, "data[kind=repeat_in_progress].is_undone", 0);
}

/* Another person with the same words is a candidate too, and stays a case of its own. */
static void other_people_are_related_only(void **state)
{
    struct scenario *s = *state;
    the_road_is_in_hand(s);
    a_letter(s, "web", "小区东门道路破损严重", "19900000999", "0309");
    as(s, "demo-bureau");
    get(s, "/cases/@case/candidates");
    expect_size(s, "data", 1);
    expect_int(s, "data.0.same_phone", 0);
    links_by(s, "mark_repeat", "repeat_after_closed", first_number); /* it is not closed */
    expect_refused(s, 422, "link_does_not_fit", "/fields/kind");
    links_by(s, "mark_repeat", "related", first_number);
    expect(s, 200);
    expect_int(s, "is_first", 1);
    links_by(s, "mark_repeat", "related", first_number);
    expect_refused(s, 422, "linked_already", "/fields/number");
}

static void after_closing_it_is_a_repeat_until_taken_back(void **state)
{
    struct scenario *s = *state;
    the_road_is_in_hand(s);
    acts(s, "demo-housing-intake", "withdraw", "{'statement':'书面撤回，材料第3号'}");
    a_letter(s, "letter", "小区东门道路又破损", "19900000101", "0309");
    links_by(s, "mark_repeat", "repeat_after_final", first_number);
    expect_refused(s, 422, "link_does_not_fit", "/fields/kind");
    links_by(s, "mark_repeat", "repeat_after_closed", first_number);
    expect(s, 200);
    expect_int(s, "is_first", 0);
    act(s, "screen", "{'class_code':'0309','urgency':'normal','route':'C6S'}");
    expect_refused(s, 409, "route_suits", "/fields/route"); /* the simple procedure is for first petitions */
    links_by(s, "unmark_repeat", NULL, first_number);
    expect(s, 200);
    expect_int(s, "is_first", 1);
}

/* Art 36: two people, a notice, and what else can be done. */
static void after_final_it_is_no_longer_accepted(void **state)
{
    struct scenario *s = *state;
    the_road_is_in_hand(s);
    acts(s, "demo-housing-intake", "accept", "{'notice_method':'hand','proof':'签收','way':'按信访程序办理'}");
    acts(s, "demo-housing-intake", "assign_handler", "{'handler':'@account:demo-housing','no_conflict':true}");
    acts(s, "demo-housing", "draft_opinion",
         "{'outcome':'not_support','facts':'道路为小区自有','basis':'《物业管理条例》','answers':[{'demand_id':'@"
         "demand:1','outcome':"
         "'not_support','answer':'由业主大会决定','basis':'《物业管理条例》'},{'demand_id':'@demand:2','outcome':'not_"
         "support','answer':"
         "'由物业管理','basis':'《物业管理条例》'}]}");
    acts(s, "demo-housing-legal", "check", "{}");
    acts(s, "demo-housing-head", "sign", "{}");
    acts(s, "demo-housing", "deliver", "{'method':'hand','delivered_on':'2026-07-06','proof':'送达回证'}");
    acts(s, "demo-bureau", "request_review",
         "{'received_on':'2026-07-06','by':'outside','body':'越宁市建设局','grounds':'不服'}");
    as(s, "demo-bureau");
    get(s, "/cases/@case/links");
    char review[27];
    snprintf(review, sizeof review, "%s", value(s, "data[kind=review_of].matter.id"));
    turn_to(s, review);
#define DECISION(number)                                                                                                        \
    "'number':'" number "','outcome':'maintain','facts':'认定事实清楚','basis':'条例','text':'维持','method':'hand'," \
    "'delivered_on':'2026-07-06','proof':'送达回证'}"
    acts(s, "demo-bureau", "record_decision", "{" DECISION("越建复查1号"));
    acts(s, "demo-bureau", "request_recheck",
         "{'received_on':'2026-07-06','by':'outside','body':'越宁市人民政府','grounds':'不服'}");
    get(s, "/cases/@case/links");
    char recheck[27];
    snprintf(recheck, sizeof recheck, "%s", value(s, "data[kind=recheck_of].matter.id"));
    turn_to(s, recheck);
    acts(s, "demo-bureau", "record_decision", "{" DECISION("越政复核1号"));
    move_clock(s, "2026-09-15 09:00");
    a_letter(s, "letter", "仍要求修复小区东门道路", "19900000101", "0309");
    as(s, "demo-bureau");
    get(s, "/cases/@case/candidates");
    expect_int(s, "data.0.is_final", 1);
#define WHY                                                                                                            \
    "'final_opinion':'越政复核1号 2026-07-06','why_same':'诉求和事实理由与终结意见相同',"           \
    "'other_help':'可申请维修资金，联系人：枫林社区'"
    act(s, "propose_no_longer", "{" WHY "}");
    expect_refused(s, 409, "is_after_final", NULL);
    links_by(s, "mark_repeat", "repeat_after_final", first_number);
    expect(s, 200);
    as(s, "demo-bureau-head");
    act(s, "no_longer_accept", "{" WHY ",'method':'hand','delivered_on':'2026-09-15','proof':'送达回证'}");
    expect_refused(s, 409, "no_longer_proposed", NULL);
    acts(s, "demo-bureau", "propose_no_longer", "{" WHY "}");
    as(s, "demo-bureau-head");
    act(s, "no_longer_accept",
        "{'final_opinion':'另一份意见','why_same':'诉求和事实理由与终结意见相同','other_help':'可申请救助','method':'"
        "hand',"
        "'delivered_on':'2026-09-15','proof':'送达回证'}");
    expect_refused(s, 409, "as_proposed", "/fields/final_opinion");
    acts(s, "demo-bureau-head", "no_longer_accept",
         "{" WHY ",'method':'hand','delivered_on':'2026-09-15','proof':'送达回证'}");
    expect_text(s, "state", "not_accepted");
    expect_text(s, "closing.kind", "no_longer_accepted");
    as(s, "demo-bureau");
    get(s, "/cases/@case/documents");
    expect_text(s, "data[status=delivered].type", "no_longer_accepted_notice");
}

/* Two matters in one letter go two ways, with the same day of receipt. */
static void two_matters_are_split(void **state)
{
    struct scenario *s = *state;
    the_road_is_in_hand(s);
    a_letter(s, "letter", "道路和违停", "19900000101", "0309");
    move_clock(s, "2026-07-10 09:00");
    as(s, "demo-bureau");
    act(s, "split", "{'demand':'@demand:2','reason':'违停由执法部门依法查处'}");
    expect(s, 200);
    expect_size(s, "demands", 1);
    act(s, "split", "{'demand':'@demand:1','reason':'再拆'}");
    expect_refused(s, 409, "several_demands", NULL);
    get(s, "/cases/@case/links");
    char child[27];
    snprintf(child, sizeof child, "%s", value(s, "data[kind=split_from].matter.id"));
    turn_to(s, child);
    expect_clock(s, "C1", "2026-07-21", "running"); /* the receipt that there was: 2026-07-06 */
    as(s, "demo-bureau");
    get(s, "/cases/@case");
    expect_text(s, "demands.0.text", "清理违停");
    expect_text(s, "parties.0.role", "petitioner");
    acts(s, "demo-bureau", "screen", "{'class_code':'0309','urgency':'normal','route':'C5'}");
    expect_text(s, "lane", "C5");
}

int main(void)
{
    const struct CMUnitTest stories[] = {
        STORY(in_hand_it_is_joined_and_parted),
        STORY(who_registered_it_does_not_join_it),
        STORY(over_the_web_two_join_it),
        STORY(other_people_are_related_only),
        STORY(after_closing_it_is_a_repeat_until_taken_back),
        STORY(after_final_it_is_no_longer_accepted),
        STORY(two_matters_are_split),
    };
    return STORIES(stories);
}

/*
 * test_administration.c - an administrator keeps units, duties, dictionaries and what the office says of itself; an auditor looks up who
 * did what, and is told nothing of a sealed case.
 */
#include "support/scenario.h"

#include <stdio.h>
#include <string.h>

#define LIGHTS                                                                                                                    \
    "{'channel':'letter','purpose':'relief','title':'路灯不亮','request':'修好路灯','demands':[{'text':'修好路灯'}]," \
    "'persons':[{'role':'petitioner','kind':'natural','name':'陶某某','phone':'13900001111'}],'class_code':'%s'}"

static void lights(struct scenario *s, const char *class_code)
{
    char body[600];
    as(s, "demo-window");
    snprintf(body, sizeof body, LIGHTS, class_code);
    submit(s, body);
}

/* The version that a reply told, for the next change. */
static void with_told_version(struct scenario *s)
{
    char version[24];
    snprintf(version, sizeof version, "%s", value(s, "version"));
    with_version(s, version);
}

/* Art 22: what a unit may be sent is a list of classes; without one it may be sent anything. */
static void duties_decide_what_a_unit_is_sent(void **state)
{
    struct scenario *s = *state;
    move_clock(s, "2026-03-09 09:00");
    as(s, "demo-admin");
    get(s, "/units/@unit:zhujian/duties");
    expect(s, 200);
    expect_size(s, "data", 0);
    with_told_version(s);
    put(s, "/units/@unit:zhujian/duties", "{'class_codes':['03','nowhere','03']}");
    expect_refused(s, 422, "unknown_term", "/class_codes/1");
    expect_refused(s, 422, "term_twice", "/class_codes/2");
    with_version(s, "1");
    put(s, "/units/@unit:zhujian/duties", "{'class_codes':['03','1301']}");
    expect(s, 200);
    expect_size(s, "data", 2);
    expect_text(s, "data.0.title_zh", "城乡建设");
    with_version(s, "1");
    put(s, "/units/@unit:zhujian/duties", "{'class_codes':[]}");
    expect_refused(s, 412, "stale", NULL);
    lights(s, "0101");
    acts(s, "demo-bureau", "screen", "{'class_code':'0101','urgency':'normal'}");
    act(s, "dispatch", "{'to_unit':'@unit:zhujian','kind':'transfer'}");
    expect(s, 409);
    acts(s, "demo-bureau", "screen", "{'class_code':'0309','urgency':'normal'}");
    acts(s, "demo-bureau", "dispatch", "{'to_unit':'@unit:zhujian','kind':'transfer'}");
    as(s, "demo-bureau");
    with_version(s, "2");
    put(s, "/units/@unit:zhujian/duties", "{'class_codes':[]}");
    expect(s, 403);
}

#define ROWS                                                                                                           \
    "'rows':[{'code':'hedong','name':'河东镇','kind':'town','parent_code':'999901'},"                               \
    "{'code':'hedong-1','name':'河东村','kind':'village','parent_code':'hedong','can_handle':false}"

/* A table of units is looked at as a whole, and comes in as a whole or not at all. */
static void a_table_of_units_comes_in(void **state)
{
    struct scenario *s = *state;
    as(s, "demo-admin");
    post(s, "/units/import",
         "{'dry_run':true," ROWS ",{'code':'hedong','name':'再来','kind':'town','parent_code':'999901'},"
         "{'code':'lost','name':'无处','kind':'village','parent_code':'nowhere'},"
         "{'code':'high','name':'高处','kind':'grid','parent_code':'999901'},"
         "{'code':'zhujian','name':'重复','kind':'department','parent_code':'999901'}]}");
    expect_refused(s, 422, "unit_code_twice", "/rows/2/code");
    expect_refused(s, 422, "unit_parent_code", "/rows/3/parent_code");
    expect_refused(s, 422, "unit_wrong_kind", "/rows/4/parent_code");
    expect_refused(s, 422, "code_taken", "/rows/5/code");
    post(s, "/units/import", "{'dry_run':true," ROWS "]}");
    expect(s, 200);
    expect_int(s, "units", 2);
    get(s, "/units?q=hedong");
    expect_size(s, "data", 0);
    post(s, "/units/import", "{" ROWS "]}");
    expect(s, 200);
    get(s, "/units?q=hedong");
    expect_size(s, "data", 2);
    expect_text(s, "data[code=hedong-1].path", "/999901/hedong/hedong-1/");
    post(s, "/units/import", "{" ROWS "]}");
    expect_refused(s, 422, "code_taken", "/rows/1/code");
    as(s, "demo-bureau");
    post(s, "/units/import", "{" ROWS "]}");
    expect(s, 403);
}

/* A class is added, chosen, renamed; what a case names is retired and never removed. */
static void a_dictionary_is_kept(void **state)
{
    struct scenario *s = *state;
    move_clock(s, "2026-03-09 09:00");
    as(s, "demo-admin");
    post(s, "/dictionaries/class", "{'code':'0390','parent_code':'0309','title_zh':'井盖','title_en':'Manholes'}");
    expect_refused(s, 422, "term_levels", "/parent_code");
    post(s, "/dictionaries/class", "{'code':'0390','parent_code':'03','title_zh':'井盖','title_en':'Manholes'}");
    expect(s, 201);
    expect_int(s, "is_own", 1);
    post(s, "/dictionaries/class", "{'code':'0390','title_zh':'井盖','title_en':'Manholes'}");
    expect_refused(s, 409, "code_taken", "/code");
    post(s, "/dictionaries/channel", "{'code':'pigeon','title_zh':'信鸽','title_en':'Pigeon'}");
    expect_refused(s, 409, "term_fixed", NULL);
    post(s, "/dictionaries/nothing", "{'code':'pigeon','title_zh':'信鸽','title_en':'Pigeon'}");
    expect_refused(s, 404, "unknown_kind", NULL);
    lights(s, "0390");
    expect(s, 201);
    as(s, "demo-admin");
    drop(s, "/dictionaries/class/0390");
    expect_refused(s, 409, "term_in_use", NULL);
    drop(s, "/dictionaries/class/0309");
    expect_refused(s, 409, "term_built_in", NULL);
    with_version(s, "1");
    patch(s, "/dictionaries/class/0390", "{'title_zh':'窨井盖','is_retired':true}");
    expect(s, 200);
    expect_text(s, "title_zh", "窨井盖");
    expect_int(s, "is_retired", 1);
    with_version(s, "1");
    patch(s, "/dictionaries/class/0390", "{'is_retired':false}");
    expect_refused(s, 412, "stale", NULL);
    lights(s, "0390");
    expect_refused(s, 422, "term_retired", "/class_code");
    get(s, "/dictionaries/class");
    assert_false(says(s, "0390"));
    get(s, "/dictionaries/class?retired=true");
    expect_text(s, "data[code=0390].title_zh", "窨井盖");
    /* Nothing in use hangs below something retired. */
    as(s, "demo-admin");
    with_version(s, "1");
    patch(s, "/dictionaries/class/03", "{'is_retired':true}");
    expect_refused(s, 409, "term_has_children", "/is_retired");
    with_version(s, "1");
    patch(s, "/dictionaries/source_platform/portal", "{'is_retired':true}");
    expect_refused(s, 409, "term_fixed", "/is_retired");
    with_version(s, "1");
    patch(s, "/dictionaries/channel/fax", "{'title_zh':'传真（旧）','sort':900}");
    expect(s, 200);
    post(s, "/dictionaries/class", "{'code':'0391','parent_code':'03','title_zh':'写错了','title_en':'Mistake'}");
    expect(s, 201);
    drop(s, "/dictionaries/class/0391");
    expect(s, 204);
    drop(s, "/dictionaries/class/0391");
    expect_refused(s, 404, "unknown_term", NULL);
    as(s, "demo-bureau");
    drop(s, "/dictionaries/class/0390");
    expect(s, 403);
}

/* What the office says of itself stands on the public pages at once. */
static void the_office_says_how_to_reach_it(void **state)
{
    struct scenario *s = *state;
    as(s, "demo-admin");
    get(s, "/settings");
    expect(s, 200);
    expect_text(s, "server[name=zone].value", "Asia/Shanghai");
    expect_null(s, "server[name=zone].from");
    char version[24];
    snprintf(version, sizeof version, "%s", value(s, "version"));
    with_version(s, version);
    patch(s, "/settings", "{'bureau_name':null}");
    expect_refused(s, 422, "required", "/bureau_name");
    with_version(s, version);
    patch(s, "/settings", "{'phone':'abc'}");
    expect_refused(s, 422, "office_phone_form", "/phone");
    with_version(s, version);
    patch(s, "/settings", "{'phone':'0571-12345678','hours':'工作日 8:30—17:00'}");
    expect(s, 200);
    with_version(s, version);
    patch(s, "/settings", "{'hours':null}");
    expect_refused(s, 412, "stale", NULL);
    as(s, NULL);
    get(s, "/public/site");
    expect_text(s, "phone", "0571-12345678");
    expect_text(s, "hours", "工作日 8:30—17:00");
    as(s, "demo-bureau-head");
    get(s, "/settings");
    expect(s, 403);
}

/* Tokens of everybody are seen without what they open, and ended with a reason. */
static void a_token_is_ended_for_somebody_else(void **state)
{
    struct scenario *s = *state;
    char path[120];
    move_clock(s, "2026-03-09 09:00");
    as(s, "demo-bureau");
    post(s, "/tokens", "{'name':'报表脚本','expires_on':'2026-06-01','permissions':['case.read']}");
    expect(s, 201);
    char secret[80];
    snprintf(secret, sizeof secret, "%s", value(s, "token"));
    get(s, "/account-tokens");
    expect(s, 403);
    as(s, "demo-admin");
    get(s, "/account-tokens");
    expect_text(s, "data.0.account_login", "demo-bureau");
    assert_false(says(s, secret));
    assert_false(says(s, "\"token\""));
    get(s, "/accounts/@account:demo-bureau/access");
    expect_int(s, "tokens", 1);
    expect_int(s, "is_guarded", 0);
    get(s, "/account-tokens");
    snprintf(path, sizeof path, "/account-tokens/%s?reason=lost", value(s, "data.0.id"));
    drop(s, path);
    expect(s, 204);
    drop(s, path);
    expect(s, 404);
    get(s, "/account-tokens");
    expect_size(s, "data", 0);
    as(s, "demo-bureau-head");
    get(s, "/journal?action=token.drop");
    expect_size(s, "data", 1);
    expect_text(s, "data.0.changes[field=reason].after", "lost");
}

static void read_by_window(struct scenario *s)
{
    char path[120];
    as(s, "demo-window");
    get(s, "/cases/@case");
    snprintf(path, sizeof path, "/cases/@case/parties/%s/reveal", value(s, "parties.0.id"));
    post(s, path, "{'reason':'contact'}");
    expect(s, 200);
}

/* Who read what, by day, person, kind and case; and the chain is checked. */
static void readings_are_looked_up(void **state)
{
    struct scenario *s = *state;
    char id[30];
    move_clock(s, "2026-03-09 09:00");
    lights(s, "0309");
    read_by_window(s);
    move_clock(s, "2026-03-10 09:00");
    as(s, "demo-admin");
    post(s, "/units", "{'code':'xinshe','name':'新设局','kind':'department','parent_id':'@unit:999901'}");
    as(s, "demo-bureau-head");
    get(s, "/journal?case_number=%s", case_number(s));
    expect_size(s, "data", 1);
    expect_text(s, "data.0.action", "party.reveal");
    expect_text(s, "data.0.changes[field=reason].after", "contact");
    snprintf(id, sizeof id, "%s", value(s, "data.0.actor_id"));
    get(s, "/journal?readings=true&from=2026-03-09&to=2026-03-09&actor=%s", id);
    expect_size(s, "data", 1);
    get(s, "/journal?readings=true&from=2026-03-10");
    expect_size(s, "data", 0);
    get(s, "/journal?action=unit&from=2026-03-10&to=2026-03-10");
    expect_size(s, "data", 1);
    expect_text(s, "data.0.object_name", "新设局");
    get(s, "/journal?action=unit&to=2026-03-09&limit=1");
    expect(s, 200);
    assert_false(says(s, "新设局"));
    /* A cursor belongs to its filter. */
    get(s, "/journal?limit=1");
    char cursor[600];
    snprintf(cursor, sizeof cursor, "%s", value(s, "page.next"));
    get(s, "/journal?limit=1&cursor=%s", cursor);
    expect(s, 200);
    get(s, "/journal?limit=1&readings=true&cursor=%s", cursor);
    expect(s, 400);
    make_checkpoint(s);
    get(s, "/journal/state");
    expect(s, 200);
    expect_int(s, "checkpoint.seq", 2);
    get(s, "/journal/verification");
    expect(s, 200);
    expect_int(s, "is_good", 1);
    expect_int(s, "is_checkpoint_good", 1);
    expect_int(s, "checkpoint", 2);
    as(s, "demo-admin");
    get(s, "/journal/verification");
    expect(s, 403);
}

/* Readings from before it was sealed are not found by its number: it looks like one that nobody read, and like one that is not there. */
static void a_sealed_case_is_not_told_of(void **state)
{
    struct scenario *s = *state;
    move_clock(s, "2026-03-09 09:00");
    lights(s, "0309");
    read_by_window(s);
    acts(s, "demo-sealed", "seal", "{'unit':'@unit:qingwan'}");
    as(s, "demo-bureau-head");
    get(s, "/journal?case_number=%s", case_number(s));
    expect(s, 200);
    expect_size(s, "data", 0);
    get(s, "/journal?case_number=999901-2026-V-999999");
    expect(s, 200);
    expect_size(s, "data", 0);
    get(s, "/journal?limit=200");
    assert_false(says(s, case_number(s)));
}

int main(void)
{
    const struct CMUnitTest stories[] = {
        STORY(duties_decide_what_a_unit_is_sent),
        STORY(a_table_of_units_comes_in),
        STORY(a_dictionary_is_kept),
        STORY(the_office_says_how_to_reach_it),
        STORY(a_token_is_ended_for_somebody_else),
        STORY(readings_are_looked_up),
        STORY(a_sealed_case_is_not_told_of),
    };
    return STORIES(stories);
}

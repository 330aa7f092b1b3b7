/*
 * test_office_flow.c - what an administrator does, over real HTTP: units, accounts, grants, calendars, dictionaries, definitions,
 * pages, versions, and repeated requests.
 *
 * Runs on: the main thread, against a server in this process. Owns: nothing.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "support/client.h"
#include "support/served.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct served served;
static struct client *c;

static int start(void **state)
{
    (void)state;
    served_start(&served, "2026-03-09T10:00:00+08:00");
    c = served_admin(&served);
    return 0;
}

static int stop(void **state)
{
    (void)state;
    client_free(c);
    served_stop(&served);
    return 0;
}

static const struct client_reply *add_unit(const char *code, const char *kind, const char *parent_id, const char *key)
{
    char body[400];
    char header[100];
    snprintf(body, sizeof body, "{\"code\":\"%s\",\"name\":\"单位%s\",\"kind\":\"%s\",\"parent_id\":\"%s\"}", code,
             code, kind, parent_id);
    if (key != NULL) {
        snprintf(header, sizeof header, "Idempotency-Key: %s", key);
        client_add_header(c, header);
    }
    return client_call(c, "POST", "/api/v1/units", body);
}

static void units_are_made_changed_and_closed(void **state)
{
    (void)state;
    char county[27];
    char path[100];
    char text[100];
    served_unit(c, "999901", county);
    const struct client_reply *r = add_unit("t1", "town", county, NULL);
    assert_int_equal(r->status, 201);
    assert_string_equal(client_text(r, "path"), "/999901/t1/");
    assert_int_equal(client_int(r, "can_handle"), 1);
    assert_string_equal(client_text(r, "valid_from"), "2026-03-09");
    assert_string_equal(client_header(r, "ETag", text, sizeof text), "\"1\"");
    snprintf(path, sizeof path, "/api/v1/units/%s", client_text(r, "id"));
    assert_string_equal(client_header(r, "Location", text, sizeof text), path);
    client_add_header(c, "If-Match: \"1\"");
    r = client_call(c, "PATCH", path, "{\"phone\":\"0575-1\",\"name\":\"石桥镇\"}");
    assert_int_equal(r->status, 200);
    assert_string_equal(client_text(r, "name"), "石桥镇");
    assert_string_equal(client_text(r, "short_name"), "单位t1");
    client_add_header(c, "If-Match: \"1\"");
    r = client_call(c, "PATCH", path, "{\"phone\":null}");
    assert_int_equal(r->status, 412);
    client_add_header(c, "If-Match: \"2\"");
    r = client_call(c, "PATCH", path, "{\"phone\":null,\"valid_to\":\"2026-12-31\"}");
    assert_int_equal(r->status, 200);
    assert_null(client_text(r, "phone"));
    assert_string_equal(client_text(r, "valid_to"), "2026-12-31");
    client_add_header(c, "If-Match: \"3\"");
    r = client_call(c, "PATCH", path, "{\"name\":null}");
    assert_int_equal(r->status, 422);
    assert_string_equal(client_text(r, "errors.0.pointer"), "#/name");
    r = add_unit("t1", "town", county, NULL);
    assert_int_equal(r->status, 409);
    assert_string_equal(client_text(r, "code"), "code_taken");
    r = add_unit("v9", "village", county, NULL);
    assert_int_equal(r->status, 409);
    assert_string_equal(client_text(r, "code"), "unit_wrong_kind");
}

/* Walks all pages forwards, then back again; each unit comes once in each direction. */
static void pages_turn_both_ways(void **state)
{
    (void)state;
    char county[27];
    char code[16];
    char cursor[600];
    char seen[300] = "";
    served_unit(c, "999901", county);
    for (int i = 0; i < 7; i++) {
        snprintf(code, sizeof code, "t%d", i);
        assert_int_equal(add_unit(code, "town", county, NULL)->status, 201);
    }
    const struct client_reply *r = client_get(c, "/api/v1/units?kind=town&limit=3");
    assert_null(client_text(r, "page.prev"));
    for (int page = 0;; page++) {
        for (int i = 0; i < client_size(r, "data"); i++) {
            char path[32];
            snprintf(path, sizeof path, "data.%d.code", i);
            strcat(strcat(seen, client_text(r, path)), " ");
        }
        if (client_text(r, "page.next") == NULL) {
            assert_int_equal(page, 2);
            break;
        }
        snprintf(cursor, sizeof cursor, "%s", client_text(r, "page.next"));
        r = client_get(c, "/api/v1/units?kind=town&limit=3&cursor=%s", cursor);
        assert_int_equal(r->status, 200);
    }
    assert_string_equal(seen, "t0 t1 t2 t3 t4 t5 t6 ");
    snprintf(cursor, sizeof cursor, "%s", client_text(r, "page.prev"));
    r = client_get(c, "/api/v1/units?kind=town&limit=3&cursor=%s", cursor);
    assert_string_equal(client_text(r, "data.0.code"), "t3");
    assert_string_equal(client_text(r, "data.2.code"), "t5");
    snprintf(cursor, sizeof cursor, "%s", client_text(r, "page.prev"));
    r = client_get(c, "/api/v1/units?kind=town&limit=3&cursor=%s", cursor);
    assert_string_equal(client_text(r, "data.0.code"), "t0");
    assert_null(client_text(r, "page.prev"));
    /* A cursor belongs to its filter, and to this server. */
    r = client_get(c, "/api/v1/units?kind=village&limit=3&cursor=%s", cursor);
    assert_int_equal(r->status, 400);
    assert_string_equal(client_text(r, "code"), "cursor_invalid");
    assert_int_equal(client_get(c, "/api/v1/units?cursor=abc")->status, 400);
    assert_int_equal(client_size(client_get(c, "/api/v1/units?q=%%25"), "data"),
                     0); /* a percent sign finds itself only */
}

static void a_repeated_key_has_one_effect(void **state)
{
    (void)state;
    char county[27];
    char first[2000];
    char text[40];
    served_unit(c, "999901", county);
    const struct client_reply *r = add_unit("t1", "town", county, "key-1");
    assert_int_equal(r->status, 201);
    assert_null(client_header(r, "Idempotency-Replayed", text, sizeof text));
    snprintf(first, sizeof first, "%s", r->body);
    r = add_unit("t1", "town", county, "key-1");
    assert_int_equal(r->status, 201);
    assert_string_equal(r->body, first);
    assert_string_equal(client_header(r, "Idempotency-Replayed", text, sizeof text), "true");
    assert_string_equal(client_header(r, "ETag", text, sizeof text), "\"1\"");
    /* The same key with something else */
    r = add_unit("t2", "town", county, "key-1");
    assert_int_equal(r->status, 422);
    assert_string_equal(client_text(r, "code"), "idempotency_key_reused");
    /* A refusal is remembered as well, even when it would be allowed by now. */
    r = add_unit("v1", "village", county, "key-2");
    assert_int_equal(r->status, 409);
    snprintf(first, sizeof first, "%s", r->body);
    r = add_unit("v1", "village", county, "key-2");
    assert_int_equal(r->status, 409);
    assert_string_equal(r->body, first);
    assert_string_equal(client_header(r, "Idempotency-Replayed", text, sizeof text), "true");
    served_restart(&served);
    client_free(c);
    c = served_admin(&served);
    r = add_unit("t1", "town", county, "key-1");
    assert_int_equal(r->status, 201);
    assert_int_equal(client_size(client_get(c, "/api/v1/units?kind=town"), "data"), 1);
}

static void accounts_and_grants(void **state)
{
    (void)state;
    char id[27];
    char county[27];
    char body[300];
    served_unit(c, "999901", county);
    /* No administrator gives a password (ASVS 2.3.1). */
    const struct client_reply *r = client_call(
        c, "POST", "/api/v1/accounts", "{\"login\":\"wang\",\"name\":\"王五\",\"password\":\"" SERVED_PASSWORD "\"}");
    assert_int_equal(r->status, 422);
    assert_string_equal(client_text(r, "errors.0.pointer"), "#/password");
    r = client_call(c, "POST", "/api/v1/accounts", "{\"login\":\"wang\",\"name\":\"王五\"}");
    assert_int_equal(r->status, 201);
    assert_null(strstr(r->body, "password"));
    snprintf(id, sizeof id, "%s", client_text(r, "id"));
    snprintf(body, sizeof body,
             "{\"account_id\":\"%s\",\"role\":\"county_leader\",\"unit_id\":\"%s\",\"scope\":\"all\"}", id, county);
    r = client_call(c, "POST", "/api/v1/grants", body);
    assert_int_equal(r->status, 201);
    assert_string_equal(client_text(r, "role_title_zh"), "县领导");
    r = client_call(c, "POST", "/api/v1/grants", body);
    assert_int_equal(r->status, 409);
    r = client_get(c, "/api/v1/roles");
    assert_int_equal(client_size(r, "data"), 22);
    assert_string_equal(client_text(r, "data.0.key"), "window_clerk");
    assert_int_equal(client_size(client_get(c, "/api/v1/accounts?q=%%E7%%8E%%8B"), "data"), 1);
    r = client_get(c, "/api/v1/units/%s/handlers", county);
    assert_int_equal(r->status, 403); /* the administrator has nothing to do with cases */
}

static void dictionaries_calendars_and_definitions(void **state)
{
    (void)state;
    const struct client_reply *r = client_get(c, "/api/v1/dictionaries/class");
    assert_string_equal(client_text(r, "data.0.title_zh"), "农村农业");
    assert_string_equal(client_text(r, "data.1.parent_code"), "01");
    assert_int_equal(client_get(c, "/api/v1/dictionaries/nothing")->status, 404);
    r = client_get(c, "/api/v1/calendars/2026");
    assert_int_equal(client_int(r, "is_loaded"), 1);
    assert_int_equal(client_size(r, "work"), 6);
    assert_int_equal(client_size(r, "off"), 33);
    r = client_get(c, "/api/v1/calendars/2027");
    assert_int_equal(client_int(r, "is_loaded"), 0);
    assert_int_equal(client_size(r, "off"), 0);
    r = client_call(c, "PUT", "/api/v1/calendars/2027",
                    "{\"notice\":\"通知\",\"off\":[\"2027-01-01\"],\"work\":[\"2027-01-04\"],\"names\":[]}");
    assert_int_equal(r->status, 422);
    assert_string_equal(client_text(r, "errors.0.code"), "calendar_work_weekday");
    r = client_call(c, "PUT", "/api/v1/calendars/2027",
                    "{\"notice\":\"通知\",\"off\":[\"2027-01-01\"],\"work\":[\"2027-01-02\"],"
                    "\"names\":[{\"day\":\"2027-01-01\",\"name\":\"元旦\"}]}");
    assert_int_equal(r->status, 200);
    assert_int_equal(client_int(r, "workdays"), 261); /* 261 weekdays, one off, one Saturday worked */
    assert_string_equal(client_text(r, "names.0.name"), "元旦");
    r = client_get(c, "/api/v1/workflows");
    assert_string_equal(client_text(r, "data.0.key"), "accusation");
    assert_int_equal(client_int(r, "data.0.is_current"), 1);
    r = client_get(c, "/api/v1/workflows/appeal");
    assert_int_equal(client_int(r, "version"), 1);
    assert_string_equal(client_text(r, "definition.key"), "appeal");
    assert_int_equal(strncmp(client_text(r, "mermaid_zh"), "stateDiagram", 12), 0);
    assert_int_equal(client_get(c, "/api/v1/workflows/nothing")->status, 404);
}

/* The help pages show the procedure to everybody: definitions with the words behind their names, and all clocks. */
static void the_procedure_is_no_secret(void **state)
{
    (void)state;
    struct client *stranger = client_new(served_url(&served));
    const struct client_reply *r = client_get(stranger, "/api/v1/public/workflows");
    assert_int_equal(r->status, 200);
    assert_non_null(strstr(r->body, "\"key\":\"appeal\""));
    r = client_get(stranger, "/api/v1/public/workflows/recheck");
    assert_string_equal(client_text(r, "definition.key"), "recheck");
    assert_non_null(strstr(r->body, "\"name\":\"decided_here\",\"refusal_zh\":"));
    assert_non_null(strstr(r->body, "\"type\":\"recheck_opinion\",\"title_zh\":\"复核意见书\""));
    assert_int_equal(client_get(stranger, "/api/v1/public/workflows/nothing")->status, 404);
    r = client_get(stranger, "/api/v1/public/clocks");
    assert_int_equal(r->status, 200);
    assert_string_equal(client_text(r, "data.0.key"), "C1");
    assert_string_equal(client_text(r, "data.0.article"), "信访工作条例第二十二条"); /* Art 22: 15 days */
    assert_string_equal(client_text(r, "data.0.unit"), "calendar_day");
    assert_int_equal(client_int(r, "data.0.length"), 15);
    assert_true(client_size(r, "data.0.workflows") > 1);
    client_free(stranger);
}

static void what_the_machine_room_asks(void **state)
{
    (void)state;
    const struct client_reply *r = client_get(c, "/readyz");
    assert_int_equal(r->status, 200);
    r = client_get(c, "/metrics");
    assert_non_null(strstr(r->body, "petitiond_writer_commits_total"));
    r = client_get(c, "/api/v1/openapi.json");
    assert_int_equal(r->status, 200);
    assert_non_null(r->json);
    assert_string_equal(client_text(r, "openapi"), "3.1.0");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, start, stop)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(units_are_made_changed_and_closed),
        TEST(pages_turn_both_ways),
        TEST(a_repeated_key_has_one_effect),
        TEST(accounts_and_grants),
        TEST(dictionaries_calendars_and_definitions),
        TEST(the_procedure_is_no_secret),
        TEST(what_the_machine_room_asks),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

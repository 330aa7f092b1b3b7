/*
 * test_confirmation.c - what one administrator cannot do alone: guarded roles and the accounts of their holders.
 *
 * Runs on: the main thread, against a server in this process. Owns: nothing.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/clock.h"
#include "support/client.h"
#include "support/served.h"

#include <stdio.h>
#include <string.h>

#define NEXT    "another pony eats maps"
#define DAY_MS  (INT64_C(24) * 3600 * 1000)
#define NO_BODY "{}"

enum { ID = 27 };

static struct served served;
static struct client *admin; /* proved just now */
static char officer_id[ID], head_id[ID], county_id[ID];

static struct client *signed_in(const char *login, const char *password)
{
    struct client *c = client_new(served_url(&served));
    assert_int_equal(client_sign_in(c, login, password), 201);
    return c;
}

static const struct client_reply *expect(const struct client_reply *r, int status, const char *code)
{
    if (r->status != status || (code != NULL && strcmp(client_text(r, "code"), code) != 0)) {
        fail_msg("expected %d %s, got %d %.300s", status, code ? code : "", r->status, r->body);
    }
    return r;
}

/* Who deals with accusations, and after them who confirms: the last grant that one person gives alone. */
static int start(void **state)
{
    (void)state;
    served_start(&served, "2026-03-09T10:00:00+08:00");
    admin = served_admin(&served);
    snprintf(county_id, sizeof county_id, "%s", client_text(client_get(admin, "/api/v1/units"), "data.0.id"));
    served_account(admin, "officer", "accusation_officer", NULL, "all", officer_id);
    served_account(admin, "head", "bureau_head", NULL, "all", head_id);
    return 0;
}

static int stop(void **state)
{
    (void)state;
    client_free(admin);
    served_stop(&served);
    return 0;
}

static const struct client_reply *ask(struct client *c, const char *kind, const char *more)
{
    char body[400];
    snprintf(body, sizeof body, "{\"kind\":\"%s\",\"reason\":\"当面核对工作证\",%s}", kind, more);
    return client_call(c, "POST", "/api/v1/confirmations", body);
}

static const struct client_reply *decide(struct client *c, const char *id, const char *verb)
{
    char path[100];
    snprintf(path, sizeof path, "/api/v1/confirmations/%s/%s", id, verb);
    return client_call(c, "POST", path, NO_BODY);
}

static const char *grant_body(const char *account, const char *role)
{
    static char body[300];
    snprintf(body, sizeof body, "\"account_id\":\"%s\",\"role\":\"%s\",\"unit_id\":\"%s\",\"scope\":\"all\"", account,
             role, county_id);
    return body;
}

static void an_administrator_alone_gets_into_no_guarded_account(void **state)
{
    (void)state;
    char path[100];
    char body[400];
    char own[ID];
    snprintf(path, sizeof path, "/api/v1/accounts/%s/reset-codes", officer_id);
    expect(client_call(admin, "POST", path, "{\"known_by\":\"当面核对\"}"), 409, "confirmation_needed");
    snprintf(path, sizeof path, "/api/v1/accounts/%s/reset-codes", head_id);
    expect(client_call(admin, "POST", path, "{\"known_by\":\"当面核对\"}"), 409, "confirmation_needed");
    snprintf(path, sizeof path, "/api/v1/accounts/%s/second-factor", officer_id);
    expect(client_call(admin, "DELETE", path, NULL), 409, "confirmation_needed");
    /* Neither by an account of their own making, nor by taking the one who confirms out of the way. */
    served_account(admin, "straw", "unit_handler", NULL, "unit", own);
    snprintf(body, sizeof body, "{%s}", grant_body(own, "accusation_officer"));
    expect(client_call(admin, "POST", "/api/v1/grants", body), 409, "confirmation_needed");
    snprintf(path, sizeof path, "/api/v1/grants?account=%s", head_id);
    snprintf(path, sizeof path, "/api/v1/grants/%s", client_text(client_get(admin, "%s", path), "data.0.id"));
    expect(client_call(admin, "DELETE", path, NULL), 409, "confirmation_needed");
    expect(client_call(admin, "PATCH", "/api/v1/roles/accusation_officer", "{\"needs_factor\":true}"), 204, NULL);
    expect(client_call(admin, "PATCH", "/api/v1/roles/accusation_officer", "{\"needs_factor\":false}"), 409,
           "confirmation_needed");
    snprintf(path, sizeof path, "/api/v1/accounts/%s", head_id);
    client_add_header(admin, "If-Match: \"1\"");
    expect(client_call(admin, "PATCH", path, "{\"is_disabled\":true}"), 409, "guarded_disable");
    expect(client_call(admin, "POST", "/api/v1/grants", body), 409, "confirmation_needed");
    /* Ordinary roles and accounts are as before. */
    snprintf(path, sizeof path, "/api/v1/accounts/%s/reset-codes", own);
    expect(client_call(admin, "POST", path, "{\"known_by\":\"当面核对\"}"), 201, NULL);
}

static void a_lost_password_takes_two_halves(void **state)
{
    (void)state;
    char more[80];
    char id[ID];
    char first[64];
    char second[64];
    char body[300];
    struct client *head = signed_in("head", SERVED_PASSWORD);
    struct client *anybody = client_new(served_url(&served));
    snprintf(more, sizeof more, "\"account_id\":\"%s\"", officer_id);
    const struct client_reply *r = expect(ask(admin, "reset_code", more), 201, NULL);
    snprintf(id, sizeof id, "%s", client_text(r, "id"));
    snprintf(first, sizeof first, "%s", client_text(r, "code"));
    snprintf(body, sizeof body, "{\"login\":\"officer\",\"code\":\"%s\",\"new_password\":\"" NEXT "\"}", first);
    expect(client_call(anybody, "POST", "/api/v1/password-resets", body), 401, "reset_failed");
    /* Not the one who asks, and nobody without the right. */
    expect(decide(admin, id, "confirm"), 403, NULL);
    r = expect(client_get(head, "/api/v1/confirmations"), 200, NULL);
    assert_string_equal(client_text(r, "data.0.state"), "open");
    assert_null(client_text(r, "data.0.code"));
    r = expect(decide(head, id, "confirm"), 200, NULL);
    snprintf(second, sizeof second, "%s", client_text(r, "code"));
    assert_string_not_equal(first, second);
    /* Neither half alone, nor either in the place of the other. */
    expect(client_call(anybody, "POST", "/api/v1/password-resets", body), 401, "reset_failed");
    snprintf(body, sizeof body,
             "{\"login\":\"officer\",\"code\":\"%s\",\"second_code\":\"%s\",\"new_password\":\"" NEXT "\"}", second,
             first);
    expect(client_call(anybody, "POST", "/api/v1/password-resets", body), 401, "reset_failed");
    snprintf(body, sizeof body,
             "{\"login\":\"officer\",\"code\":\"%s\",\"second_code\":\"%s\",\"new_password\":\"" NEXT "\"}", first,
             second);
    expect(client_call(anybody, "POST", "/api/v1/password-resets", body), 204, NULL);
    expect(decide(head, id, "confirm"), 409, "confirmation_over");
    client_free(signed_in("officer", NEXT));
    client_free(anybody);
    client_free(head);
}

static void a_guarded_role_is_given_by_two_and_begins_with_a_new_password(void **state)
{
    (void)state;
    char own[ID];
    char id[ID];
    char path[100];
    struct client *head = signed_in("head", SERVED_PASSWORD);
    served_account(admin, "li", "letter_officer", NULL, "all", own);
    struct client *li = signed_in("li", SERVED_PASSWORD);
    const struct client_reply *r = expect(ask(admin, "grant", grant_body(own, "accusation_officer")), 201, NULL);
    snprintf(id, sizeof id, "%s", client_text(r, "id"));
    snprintf(path, sizeof path, "/api/v1/grants?account=%s", own);
    assert_int_equal(client_size(client_get(admin, "%s", path), "data"), 1);
    expect(decide(head, id, "confirm"), 200, NULL);
    assert_int_equal(client_size(client_get(admin, "%s", path), "data"), 2);
    /* The password that the administrator gave opens nothing any more. */
    assert_int_equal(client_get(li, "/api/v1/sessions/current")->status, 401);
    assert_int_equal(client_sign_in(li, "li", SERVED_PASSWORD), 401);
    client_free(li);
    client_free(head);
}

static void what_is_refused_taken_back_or_late_does_not_happen(void **state)
{
    (void)state;
    char id[ID];
    char more[80];
    char path[100];
    struct client *head = signed_in("head", SERVED_PASSWORD);
    snprintf(path, sizeof path, "/api/v1/grants?account=%s", officer_id);
    snprintf(more, sizeof more, "\"grant_id\":\"%s\"", client_text(client_get(admin, "%s", path), "data.0.id"));
    snprintf(id, sizeof id, "%s", client_text(expect(ask(admin, "revocation", more), 201, NULL), "id"));
    expect(decide(head, id, "refuse"), 200, NULL);
    expect(decide(head, id, "confirm"), 409, "confirmation_over");
    snprintf(id, sizeof id, "%s", client_text(expect(ask(admin, "revocation", more), 201, NULL), "id"));
    expect(decide(admin, id, "refuse"), 200, NULL);
    snprintf(id, sizeof id, "%s", client_text(expect(ask(admin, "revocation", more), 201, NULL), "id"));
    clock_manual_add(served.clock, 8 * DAY_MS);
    client_free(head);
    head = signed_in("head", SERVED_PASSWORD);
    expect(decide(head, id, "confirm"), 409, "confirmation_over");
    client_free(admin);
    admin = served_admin(&served);
    snprintf(id, sizeof id, "%s", client_text(expect(ask(admin, "revocation", more), 201, NULL), "id"));
    expect(decide(head, id, "confirm"), 200, NULL);
    assert_int_equal(client_size(client_get(admin, "%s", path), "data"), 0);
    client_free(head);
}

/* Each member that is missing or wrong is named. */
static void a_request_that_says_too_little_is_refused_at_its_members(void **state)
{
    (void)state;
    char more[80];
    const struct client_reply *r =
        expect(ask(admin, "grant", "\"account_id\":\"01kb0000000000000000000000\""), 422, NULL);
    assert_string_equal(client_text(r, "errors.0.pointer"), "#/account_id");
    snprintf(more, sizeof more, "\"account_id\":\"%s\"", officer_id);
    r = expect(ask(admin, "grant", more), 422, NULL);
    assert_int_equal(client_size(r, "errors"), 3);
    r = expect(ask(admin, "revocation", more), 422, NULL);
    assert_string_equal(client_text(r, "errors.0.pointer"), "#/grant_id");
    struct client *head = signed_in("head", SERVED_PASSWORD);
    expect(ask(head, "reset_code", more), 403, NULL);
    client_free(head);
}

/* A token stands for nobody who is there: what wants a proof is not for it, whatever it was made for. */
static void a_token_does_nothing_that_wants_a_proof(void **state)
{
    (void)state;
    char token[100];
    char path[100];
    const struct client_reply *r =
        client_call(admin, "POST", "/api/v1/tokens",
                    "{\"name\":\"script\",\"expires_on\":\"2026-06-01\",\"permissions\":[\"account.manage\"]}");
    snprintf(token, sizeof token, "%s", client_text(expect(r, 201, NULL), "token"));
    struct client *script = client_new(served_url(&served));
    client_set_bearer(script, token);
    expect(client_get(script, "/api/v1/accounts"), 200, NULL);
    expect(client_call(script, "PATCH", "/api/v1/roles/auditor", "{\"needs_factor\":false}"), 403, "session_needed");
    snprintf(path, sizeof path, "/api/v1/accounts/%s/reset-codes", officer_id);
    expect(client_call(script, "POST", path, "{\"known_by\":\"当面核对\"}"), 403, "session_needed");
    /* Signing its owner out everywhere ends it too. */
    char own[ID];
    served_account(admin, "second", "system_admin", NULL, "all", own);
    struct client *second = signed_in("second", SERVED_PASSWORD);
    snprintf(path, sizeof path, "/api/v1/accounts/%s/sessions",
             client_text(client_get(admin, "/api/v1/sessions/current"), "account.id"));
    expect(client_call(second, "DELETE", path, NULL), 204, NULL);
    expect(client_get(script, "/api/v1/accounts"), 401, NULL);
    client_free(second);
    client_free(script);
}

#define STORY_OF(name) cmocka_unit_test_setup_teardown(name, start, stop)

int main(void)
{
    const struct CMUnitTest tests[] = {
        STORY_OF(an_administrator_alone_gets_into_no_guarded_account),
        STORY_OF(a_lost_password_takes_two_halves),
        STORY_OF(a_guarded_role_is_given_by_two_and_begins_with_a_new_password),
        STORY_OF(what_is_refused_taken_back_or_late_does_not_happen),
        STORY_OF(a_request_that_says_too_little_is_refused_at_its_members),
        STORY_OF(a_token_does_nothing_that_wants_a_proof),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

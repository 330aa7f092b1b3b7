/*
 * test_session_flow.c - signing in and out over real HTTP: cookies, CSRF, tokens, throttle, and rights that end at once.
 *
 * Runs on: the main thread, against a server in this process. Owns: nothing.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/clock.h"
#include "base/log.h"
#include "support/client.h"
#include "support/served.h"
#include "support/support.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define MINUTE_MS INT64_C(60000)

static struct served served;

static int start(void **state)
{
    (void)state;
    served_start(&served, "2026-03-09T10:00:00+08:00");
    return 0;
}

static int stop(void **state)
{
    (void)state;
    served_stop(&served);
    return 0;
}

static const char unit_body[] = "{\"code\":\"%s\",\"name\":\"石桥镇\",\"kind\":\"town\",\"parent_id\":\"%s\"}";

static void nobody_is_told_nothing(void **state)
{
    (void)state;
    char text[200];
    struct client *c = client_new(served_url(&served));
    const struct client_reply *r = client_get(c, "/api/v1/sessions/current");
    assert_int_equal(r->status, 401);
    assert_string_equal(client_text(r, "code"), "sign_in_needed");
    assert_non_null(client_header(r, "WWW-Authenticate", text, sizeof text));
    client_free(c);
}

static void wrong_passwords_look_like_unknown_logins(void **state)
{
    (void)state;
    struct client *c = client_new(served_url(&served));
    char first[400];
    const struct client_reply *r =
        client_call(c, "POST", "/api/v1/sessions", "{\"login\":\"nobody\",\"password\":\"whatever it may be\"}");
    assert_int_equal(r->status, 401);
    snprintf(first, sizeof first, "%s", client_text(r, "detail"));
    r = client_call(c, "POST", "/api/v1/sessions", "{\"login\":\"admin\",\"password\":\"whatever it may be\"}");
    assert_int_equal(r->status, 401);
    assert_string_equal(client_text(r, "detail"), first);
    assert_null(client_header(r, "Set-Cookie", first, sizeof first));
    client_free(c);
}

static void a_session_lives_in_a_safe_cookie(void **state)
{
    (void)state;
    char cookie[300];
    struct client *c = client_new(served_url(&served));
    const struct client_reply *r =
        client_call(c, "POST", "/api/v1/sessions", "{\"login\":\"ADMIN\",\"password\":\"" SERVED_PASSWORD "\"}");
    assert_int_equal(r->status, 201);
    assert_non_null(client_header(r, "Set-Cookie", cookie, sizeof cookie));
    assert_int_equal(strncmp(cookie, "sid=", 4), 0);
    assert_non_null(strstr(cookie, "HttpOnly"));
    assert_non_null(strstr(cookie, "SameSite=Lax"));
    assert_non_null(strstr(cookie, "Path=/"));
    assert_null(strstr(cookie, "Domain"));
    assert_null(strstr(r->body, "sid"));
    assert_string_equal(client_text(r, "account.login"), "admin");
    assert_string_equal(client_text(r, "expires_at"), "2026-03-09T14:00:00.000Z");
    assert_int_equal(client_size(r, "grants"), 1);
    r = client_get(c, "/api/v1/sessions/current");
    assert_int_equal(r->status, 200);
    assert_string_equal(client_text(r, "grants.0.role"), "system_admin");
    client_free(c);
}

static void unsafe_calls_need_the_csrf_token(void **state)
{
    (void)state;
    char county[27];
    char body[300];
    struct client *c = served_admin(&served);
    served_unit(c, "999901", county);
    snprintf(body, sizeof body, unit_body, "csrf", county);
    char *csrf = strdup(client_text(client_get(c, "/api/v1/sessions/current"), "csrf"));
    client_set_csrf(c, NULL);
    assert_int_equal(client_call(c, "POST", "/api/v1/units", body)->status, 403);
    client_set_csrf(c, "not-the-token");
    const struct client_reply *r = client_call(c, "POST", "/api/v1/units", body);
    assert_int_equal(r->status, 403);
    assert_string_equal(client_text(r, "code"), "csrf");
    client_set_csrf(c, csrf);
    client_add_header(c, "Origin: https://elsewhere.example");
    r = client_call(c, "POST", "/api/v1/units", body);
    assert_int_equal(r->status, 403);
    assert_string_equal(client_text(r, "code"), "foreign_origin");
    assert_int_equal(client_call(c, "POST", "/api/v1/units", body)->status, 201);
    free(csrf);
    client_free(c);
}

static void signing_out_ends_the_session_everywhere(void **state)
{
    (void)state;
    char cookie[300];
    char header[320];
    struct client *c = client_new(served_url(&served));
    struct client *thief = client_new(served_url(&served));
    const struct client_reply *r =
        client_call(c, "POST", "/api/v1/sessions", "{\"login\":\"admin\",\"password\":\"" SERVED_PASSWORD "\"}");
    client_set_csrf(c, client_text(r, "csrf"));
    assert_non_null(client_header(r, "Set-Cookie", cookie, sizeof cookie));
    cookie[strcspn(cookie, ";")] = '\0';
    snprintf(header, sizeof header, "Cookie: %s", cookie);
    client_add_header(thief, header);
    assert_int_equal(client_get(thief, "/api/v1/sessions/current")->status, 200);
    r = client_call(c, "DELETE", "/api/v1/sessions/current", NULL);
    assert_int_equal(r->status, 204);
    assert_non_null(client_header(r, "Set-Cookie", cookie, sizeof cookie));
    assert_non_null(strstr(cookie, "Max-Age=0"));
    /* Each worker remembers actors; none may go on believing in this one. */
    for (int i = 0; i < 8; i++) {
        client_add_header(thief, header);
        assert_int_equal(client_get(thief, "/api/v1/sessions/current")->status, 401);
        client_free(thief);
        thief = client_new(served_url(&served));
    }
    client_free(thief);
    client_free(c);
}

static void idleness_ends_it_and_use_keeps_it(void **state)
{
    (void)state;
    struct client *c = served_admin(&served);
    struct client *idle = served_admin(&served);
    for (int i = 0; i < 4; i++) {
        clock_manual_add(served.clock, 20 * MINUTE_MS);
        assert_int_equal(client_get(c, "/api/v1/sessions/current")->status, 200);
    }
    const struct client_reply *r = client_get(idle, "/api/v1/sessions/current");
    assert_int_equal(r->status, 401);
    assert_string_equal(client_text(r, "code"), "session_ended");
    client_free(idle);
    client_free(c);
}

static void tokens_serve_scripts(void **state)
{
    (void)state;
    struct client *c = served_admin(&served);
    struct client *script = client_new(served_url(&served));
    const struct client_reply *r =
        client_call(c, "POST", "/api/v1/tokens",
                    "{\"name\":\"nightly\",\"expires_on\":\"2026-06-01\",\"permissions\":[\"unit.manage\"]}");
    assert_int_equal(r->status, 201);
    assert_int_equal(strncmp(client_text(r, "token"), "ptd_", 4), 0);
    char id[27];
    snprintf(id, sizeof id, "%s", client_text(r, "id"));
    client_set_bearer(script, client_text(r, "token"));
    r = client_get(script, "/api/v1/sessions/current");
    assert_int_equal(r->status, 200);
    assert_int_equal(client_size(r, "permissions"), 1);
    assert_int_equal(client_get(script, "/api/v1/accounts")->status, 403); /* the owner may, the token may not */
    char county[27];
    char body[300];
    served_unit(script, "999901", county);
    snprintf(body, sizeof body, unit_body, "token", county);
    assert_int_equal(client_call(script, "POST", "/api/v1/units", body)->status, 201); /* no CSRF without a cookie */
    client_add_header(script, "Cookie: sid=abc");
    assert_int_equal(client_get(script, "/api/v1/sessions/current")->status, 400);
    r = client_get(c, "/api/v1/tokens");
    assert_int_equal(client_size(r, "data"), 1);
    assert_null(client_text(r, "data.0.token"));
    char path[64];
    snprintf(path, sizeof path, "/api/v1/tokens/%s", id);
    assert_int_equal(client_call(c, "DELETE", path, NULL)->status, 204);
    r = client_get(script, "/api/v1/sessions/current");
    assert_int_equal(r->status, 401);
    assert_string_equal(client_text(r, "code"), "token_ended");
    client_set_bearer(script, "ptd_made_up");
    assert_int_equal(client_get(script, "/api/v1/sessions/current")->status, 401);
    client_free(script);
    client_free(c);
}

/* Somebody who holds the database, but not the keys, writes into it while the server runs; the stamp makes workers look again. */
static void edit(const char *sql)
{
    sqlite3 *db = NULL;
    char *why = NULL;
    char text[400];
    assert_int_equal(sqlite3_open_v2(support_path(served.folder, "petitiond.db"), &db, SQLITE_OPEN_READWRITE, NULL),
                     SQLITE_OK);
    sqlite3_busy_timeout(db, 10000);
    snprintf(text, sizeof text, "%s; UPDATE settings SET value = value + 1 WHERE key = 'access'", sql);
    if (sqlite3_exec(db, text, NULL, NULL, &why) != SQLITE_OK) {
        fail_msg("%s: %s", text, why);
    }
    assert_true(sqlite3_total_changes(db) > 1);
    sqlite3_close(db);
    client_free(served_admin(&served)); /* and so does whatever the server writes itself */
}

/* His own session, or his own token, speaks for nobody else: it is over until it says again what it was made for. */
static void what_is_repointed_in_the_database_opens_nothing(void **state)
{
    static const char *const edits[][2] = {
        {"UPDATE sessions SET account_id = (SELECT id FROM accounts WHERE login = 'admin') WHERE account_id = (SELECT "
         "id FROM accounts WHERE login = 'wang')",
         "UPDATE sessions SET account_id = (SELECT id FROM accounts WHERE login = 'wang') WHERE agent = 'of wang'"},
        {"UPDATE tokens SET account_id = (SELECT id FROM accounts WHERE login = 'admin')",
         "UPDATE tokens SET account_id = (SELECT id FROM accounts WHERE login = 'wang')"},
        {"UPDATE tokens SET permissions = 'account.manage'", "UPDATE tokens SET permissions = 'unit.manage'"},
        {"UPDATE tokens SET expires_ms = expires_ms + 1", "UPDATE tokens SET expires_ms = expires_ms - 1"},
    };
    (void)state;
    struct client *admin = served_admin(&served);
    struct client *script = client_new(served_url(&served));
    struct client *wang = client_new(served_url(&served));
    served_account(admin, "wang", "system_admin", NULL, "all", NULL);
    assert_int_equal(client_sign_in(wang, "wang", SERVED_PASSWORD), 201);
    const struct client_reply *r =
        client_call(wang, "POST", "/api/v1/tokens",
                    "{\"name\":\"nightly\",\"expires_on\":\"2026-06-01\",\"permissions\":[\"unit.manage\"]}");
    assert_int_equal(r->status, 201);
    client_set_bearer(script, client_text(r, "token"));
    edit("UPDATE sessions SET agent = 'of wang' WHERE account_id = (SELECT id FROM accounts WHERE login = 'wang')");
    for (size_t i = 0; i < sizeof edits / sizeof edits[0]; i++) {
        struct client *c = i == 0 ? wang : script;
        r = client_get(c, "/api/v1/sessions/current");
        assert_int_equal(r->status, 200);
        assert_string_equal(client_text(r, "account.login"), "wang");
        edit(edits[i][0]);
        r = client_get(c, "/api/v1/sessions/current");
        assert_int_equal(r->status, 401);
        assert_string_equal(client_text(r, "code"), i == 0 ? "session_ended" : "token_ended");
        assert_int_equal(client_get(i == 0 ? script : wang, "/api/v1/sessions/current")->status, 200); /* untouched */
        edit(edits[i][1]);
    }
    assert_int_equal(client_get(wang, "/api/v1/sessions/current")->status, 200);
    assert_int_equal(client_get(script, "/api/v1/sessions/current")->status, 200);
    client_free(wang);
    client_free(script);
    client_free(admin);
}

static void guessing_becomes_slow_and_survives_a_restart(void **state)
{
    (void)state;
    char text[40];
    static const char wrong[] = "{\"login\":\"admin\",\"password\":\"not the password\"}";
    struct client *c = client_new(served_url(&served));
    for (int i = 0; i < 5; i++) {
        assert_int_equal(client_call(c, "POST", "/api/v1/sessions", wrong)->status, 401);
    }
    const struct client_reply *r = client_call(c, "POST", "/api/v1/sessions", wrong);
    assert_int_equal(r->status, 429);
    assert_string_equal(client_text(r, "code"), "sign_in_throttled");
    assert_string_equal(client_header(r, "Retry-After", text, sizeof text), "60");
    client_free(c);
    served_restart(&served);
    c = client_new(served_url(&served));
    /* Not even the right password while it holds. */
    assert_int_equal(client_sign_in(c, SERVED_ADMIN, SERVED_PASSWORD), 429);
    clock_manual_add(served.clock, MINUTE_MS);
    assert_int_equal(client_sign_in(c, SERVED_ADMIN, SERVED_PASSWORD), 201);
    client_free(c);
}

static void rights_end_at_once(void **state)
{
    (void)state;
    char id[27];
    char path[64];
    struct client *admin = served_admin(&served);
    served_account(admin, "wang", "system_admin", NULL, "all", id);
    struct client *wang = client_new(served_url(&served));
    assert_int_equal(client_sign_in(wang, "wang", SERVED_PASSWORD), 201);
    assert_int_equal(client_get(wang, "/api/v1/accounts")->status, 200);
    const struct client_reply *r = client_get(admin, "/api/v1/grants?account=%s", id);
    snprintf(path, sizeof path, "/api/v1/grants/%s", client_text(r, "data.0.id"));
    assert_int_equal(client_call(admin, "DELETE", path, NULL)->status, 204);
    assert_int_equal(client_get(wang, "/api/v1/accounts")->status, 403);
    snprintf(path, sizeof path, "/api/v1/accounts/%s", id);
    client_add_header(admin, "If-Match: *");
    assert_int_equal(client_call(admin, "PATCH", path, "{\"is_disabled\":true}")->status, 200);
    assert_int_equal(client_get(wang, "/api/v1/sessions/current")->status, 401);
    assert_int_equal(client_sign_in(wang, "wang", SERVED_PASSWORD), 401);
    client_free(wang);
    client_free(admin);
}

/* ASVS 7.1.1, 7.1.3, 7.2.2: whoever tries doors is in the log by account, and no secret is. */
static void refusals_are_logged(void **state)
{
    (void)state;
    char id[27], wanted[60];
    size_t size;
    struct client *admin = served_admin(&served);
    served_account(admin, "wang", "unit_handler", NULL, "unit", id);
    struct client *c = client_new(served_url(&served));
    const char *path = support_path(support_folder(), "log");
    FILE *log = fopen(path, "w");
    int before = dup(STDERR_FILENO);
    assert_non_null(log);
    assert_true(dup2(fileno(log), STDERR_FILENO) >= 0);
    log_set_level(LOG_INFO);
    int wrong = client_sign_in(c, "wang", "not the password at all");
    int right = client_sign_in(c, "wang", SERVED_PASSWORD);
    int denied = client_get(c, "/api/v1/accounts")->status;
    client_free(c);
    served_stop(&served); /* every line is written */
    log_set_level(LOG_ERROR);
    assert_true(dup2(before, STDERR_FILENO) >= 0);
    close(before);
    fclose(log);
    served_start(&served, "2026-03-09T10:00:00+08:00");
    client_free(admin);
    assert_true(wrong == 401 && right == 201 && denied == 403);
    char *text = support_read(path, &size);
    assert_non_null(strstr(text, "\"operation\":\"createSession\",\"status\":401"));
    snprintf(wanted, sizeof wanted, "\"account\":\"%s\"", id);
    const char *line = strstr(text, "\"operation\":\"listAccounts\",\"status\":403");
    assert_non_null(line);
    assert_non_null(strstr(line, wanted));
    assert_non_null(strstr(
        line,
        "\"code\":\"not_permitted\",\"from\":\"127.0.0.0/24\"")); /* ASVS 7.1.4: a network, nobody's own address */
    assert_null(strstr(text, "127.0.0.1"));
    assert_null(strstr(text, "password"));
    free(text);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, start, stop)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(nobody_is_told_nothing),
        TEST(wrong_passwords_look_like_unknown_logins),
        TEST(a_session_lives_in_a_safe_cookie),
        TEST(unsafe_calls_need_the_csrf_token),
        TEST(signing_out_ends_the_session_everywhere),
        TEST(idleness_ends_it_and_use_keeps_it),
        TEST(tokens_serve_scripts),
        TEST(what_is_repointed_in_the_database_opens_nothing),
        TEST(guessing_becomes_slow_and_survives_a_restart),
        TEST(rights_end_at_once),
        TEST(refusals_are_logged),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

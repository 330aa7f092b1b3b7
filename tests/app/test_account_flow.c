/*
 * test_account_flow.c - one's own account over real HTTP: password, proofs, sessions, second factor, and what the journal keeps of it.
 *
 * Runs on: the main thread, against a server in this process. Owns: nothing.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/clock.h"
#include "base/crypto.h"
#include "support/client.h"
#include "support/served.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MINUTE_MS INT64_C(60000)
#define KNOWN     "{\"known_by\":\"当面核对工作证\"}"
#define NEXT      "another pony eats maps"

enum { ID = 27 };

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

static struct client *signed_in(const char *login, const char *password)
{
    struct client *c = client_new(served_url(&served));
    assert_int_equal(client_sign_in(c, login, password), 201);
    return c;
}

static void expect(const struct client_reply *r, int status, const char *code)
{
    if (r->status != status || (code != NULL && strcmp(client_text(r, "code"), code) != 0)) {
        fail_msg("expected %d %s, got %d %.300s", status, code ? code : "", r->status, r->body);
    }
}

/* Entries of the office's history with this action. */
static int entries(const char *action)
{
    struct client *admin = served_admin(&served);
    static int made;
    char login[20];
    snprintf(login, sizeof login, "auditor%d", made++);
    served_account(admin, login, "auditor", NULL, "all", NULL);
    client_free(admin);
    struct client *c = signed_in(login, SERVED_PASSWORD);
    const struct client_reply *r = client_get(c, "/api/v1/journal?limit=200");
    int n = 0;
    for (int i = 0; i < client_size(r, "data"); i++) {
        char path[40];
        snprintf(path, sizeof path, "data.%d.action", i);
        n += strcmp(client_text(r, path), action) == 0;
    }
    client_free(c);
    return n;
}

/* What an authenticator does with the secret that it was shown. */
static void code_now(const char *base32, int steps, char out[CRYPTO_OTP_DIGITS + 1])
{
    uint8_t secret[CRYPTO_OTP_SECRET_SIZE] = {0};
    for (size_t i = 0; i < 32; i++) {
        unsigned v = (unsigned)(base32[i] >= 'A' ? base32[i] - 'A' : base32[i] - '2' + 26);
        for (unsigned b = 0; b < 5; b++) {
            size_t bit = 5 * i + b;
            secret[bit / 8] = (uint8_t)(secret[bit / 8] | ((v >> (4 - b) & 1) << (7 - bit % 8)));
        }
    }
    crypto_otp_code(secret, (uint64_t)(clock_wall_ms(served.clock) / 30000 + steps), out);
}

static const struct client_reply *sign_in_with(struct client *c, const char *login, const char *code)
{
    char body[300];
    snprintf(body, sizeof body, "{\"login\":\"%s\",\"password\":\"" SERVED_PASSWORD "\"%s%s%s}", login,
             code ? ",\"code\":\"" : "", code ? code : "", code ? "\"" : "");
    return client_call(c, "POST", "/api/v1/sessions", body);
}

/* ASVS 2.2.3, 2.5.5: of the newest change, until they have looked. */
static void the_owner_is_told(struct client *c)
{
    char body[60];
    const struct client_reply *told = client_get(c, "/api/v1/me/changes");
    assert_string_equal(client_text(told, "data.0.action"), "account.password");
    assert_int_equal(client_int(told, "data.0.is_own"), 1);
    int64_t seq = client_int(told, "data.0.seq");
    int64_t news = client_int(client_get(c, "/api/v1/sessions/current"), "new_changes");
    assert_int_equal(news, 1); /* the first way in, a code and what was chosen with it, is none */
    assert_int_equal(client_size(client_get(c, "/api/v1/me/changes"), "data"), 3);
    snprintf(body, sizeof body, "{\"seq\":%lld}", (long long)seq);
    expect(client_call(c, "PUT", "/api/v1/me/changes/seen", body), 204, NULL);
    assert_int_equal(client_int(client_get(c, "/api/v1/sessions/current"), "new_changes"), 0);
    expect(client_call(c, "PUT", "/api/v1/me/changes/seen", "{\"seq\":1}"), 204, NULL); /* never back */
    assert_int_equal(client_int(client_get(c, "/api/v1/me/changes"), "data.0.is_new"), 0);
}

/* ASVS 2.1.5, 2.1.6, 3.2.1, 3.3.3: the old one is asked for, the session gets another id, all others end. */
static void a_password_is_changed_by_who_knows_the_old_one(void **state)
{
    (void)state;
    struct client *admin = served_admin(&served);
    served_account(admin, "wang", "unit_handler", NULL, "unit", NULL);
    struct client *c = signed_in("wang", SERVED_PASSWORD);
    struct client *other = signed_in("wang", SERVED_PASSWORD);
    const struct client_reply *r = client_call(c, "PUT", "/api/v1/me/password",
                                               "{\"old_password\":\"not this one\",\"new_password\":\"" NEXT "\"}");
    expect(r, 422, NULL);
    assert_string_equal(client_text(r, "errors.0.pointer"), "#/old_password");
    r = client_call(c, "PUT", "/api/v1/me/password",
                    "{\"old_password\":\"" SERVED_PASSWORD "\",\"new_password\":\"wang wang wang\"}");
    expect(r, 422, NULL);
    assert_string_equal(client_text(r, "errors.0.pointer"), "#/new_password");
    r = client_call(c, "PUT", "/api/v1/me/password",
                    "{\"old_password\":\"" SERVED_PASSWORD "\",\"new_password\":\"" SERVED_PASSWORD "\"}");
    expect(r, 422, NULL);
    assert_int_equal(client_get(other, "/api/v1/sessions/current")->status, 200);
    char before[100];
    snprintf(before, sizeof before, "%s", client_text(client_get(c, "/api/v1/sessions/current"), "csrf"));
    r = client_call(c, "PUT", "/api/v1/me/password",
                    "{\"old_password\":\"" SERVED_PASSWORD "\",\"new_password\":\"" NEXT "\"}");
    expect(r, 200, NULL);
    assert_string_not_equal(client_text(r, "csrf"), before);
    client_set_csrf(c, client_text(r, "csrf"));
    assert_int_equal(client_get(c, "/api/v1/sessions/current")->status, 200);
    assert_int_equal(client_get(other, "/api/v1/sessions/current")->status, 401);
    assert_int_equal(client_sign_in(other, "wang", SERVED_PASSWORD), 401);
    assert_int_equal(client_sign_in(other, "wang", NEXT), 201);
    assert_int_equal(entries("account.password"), 1);
    the_owner_is_told(c);
    /* Guessing the old one is guessing the password. */
    for (int i = 0; i < 5; i++) {
        client_call(c, "PUT", "/api/v1/me/password",
                    "{\"old_password\":\"not this one\",\"new_password\":\"" NEXT "\"}");
    }
    expect(client_call(c, "PUT", "/api/v1/me/password",
                       "{\"old_password\":\"" NEXT "\",\"new_password\":\"" SERVED_PASSWORD "\"}"),
           429, "sign_in_throttled");
    client_free(other);
    client_free(c);
    client_free(admin);
}

/* ASVS 2.3.1, 2.5.2-6: the administrator never has the password; a code works once, for a quarter of an hour. */
static void a_lost_password_is_replaced_by_its_owner(void **state)
{
    (void)state;
    char id[ID], path[100], code[64], body[300];
    struct client *admin = served_admin(&served);
    struct client *anybody = client_new(served_url(&served));
    served_account(admin, "wang", "unit_handler", NULL, "unit", id);
    struct client *c = signed_in("wang", SERVED_PASSWORD);
    snprintf(path, sizeof path, "/api/v1/accounts/%s/reset-codes", id);
    const struct client_reply *r = client_call(admin, "POST", path, KNOWN);
    expect(r, 201, NULL);
    snprintf(code, sizeof code, "%s", client_text(r, "code"));
    assert_int_equal(strlen(code), 29);
    /* A weak password is told and the code stays; neither a wrong code nor another's login gets anywhere. */
    snprintf(body, sizeof body, "{\"login\":\"wang\",\"code\":\"%s\",\"new_password\":\"wang wang wang\"}", code);
    r = client_call(anybody, "POST", "/api/v1/password-resets", body);
    expect(r, 422, NULL);
    assert_string_equal(client_text(r, "errors.0.pointer"), "#/new_password");
    expect(client_call(anybody, "POST", "/api/v1/password-resets",
                       "{\"login\":\"wang\",\"code\":\"0000-0000-0000-0000-0000-0000\",\"new_password\":\"" NEXT "\"}"),
           401, "reset_failed");
    snprintf(body, sizeof body, "{\"login\":\"admin\",\"code\":\"%s\",\"new_password\":\"" NEXT "\"}", code);
    expect(client_call(anybody, "POST", "/api/v1/password-resets", body), 401, "reset_failed");
    assert_int_equal(client_get(c, "/api/v1/sessions/current")->status, 200);
    snprintf(body, sizeof body, "{\"login\":\"Wang\",\"code\":\"%s\",\"new_password\":\"" NEXT "\"}", code);
    expect(client_call(anybody, "POST", "/api/v1/password-resets", body), 204, NULL);
    assert_int_equal(client_get(c, "/api/v1/sessions/current")->status, 401);
    expect(client_call(anybody, "POST", "/api/v1/password-resets", body), 401, "reset_failed");
    assert_int_equal(client_sign_in(c, "wang", SERVED_PASSWORD), 401);
    assert_int_equal(client_sign_in(c, "wang", NEXT), 201);
    /* It ends with the account's own next password. */
    snprintf(code, sizeof code, "%s", client_text(client_call(admin, "POST", path, KNOWN), "code"));
    expect(client_call(c, "PUT", "/api/v1/me/password",
                       "{\"old_password\":\"" NEXT "\",\"new_password\":\"" SERVED_PASSWORD "\"}"),
           200, NULL);
    snprintf(body, sizeof body, "{\"login\":\"wang\",\"code\":\"%s\",\"new_password\":\"" NEXT "\"}", code);
    expect(client_call(anybody, "POST", "/api/v1/password-resets", body), 401, "reset_failed");
    /* Not after its time, not for oneself, not for a disabled account. */
    snprintf(code, sizeof code, "%s", client_text(client_call(admin, "POST", path, KNOWN), "code"));
    clock_manual_add(served.clock, 15 * MINUTE_MS);
    snprintf(body, sizeof body, "{\"login\":\"wang\",\"code\":\"%s\",\"new_password\":\"" SERVED_PASSWORD "\"}", code);
    expect(client_call(anybody, "POST", "/api/v1/password-resets", body), 401, "reset_failed");
    expect(client_call(admin, "POST", path, KNOWN), 403, "proof_needed");
    client_free(admin);
    admin = served_admin(&served);
    snprintf(path, sizeof path, "/api/v1/accounts/%s/reset-codes",
             client_text(client_get(admin, "/api/v1/sessions/current"), "account.id"));
    expect(client_call(admin, "POST", path, KNOWN), 409, "password_own");
    assert_int_equal(entries("account.reset_code"), 5);
    assert_int_equal(entries("account.reset"), 4);
    client_free(c);
    client_free(anybody);
    client_free(admin);
}

/* ASVS 3.3.4. */
static void sessions_are_listed_and_ended(void **state)
{
    (void)state;
    char id[ID], account[ID], path[80];
    struct client *admin = served_admin(&served);
    served_account(admin, "wang", "unit_handler", NULL, "unit", account);
    struct client *c = signed_in("wang", SERVED_PASSWORD);
    clock_manual_add(served.clock, MINUTE_MS);
    struct client *other = signed_in("wang", SERVED_PASSWORD);
    const struct client_reply *r = client_get(other, "/api/v1/me/sessions");
    assert_int_equal(client_size(r, "data"), 2);
    assert_string_equal(client_text(r, "data.0.address"), "127.0.0.1");
    snprintf(id, sizeof id, "%s", client_text(r, "data.1.id"));
    snprintf(path, sizeof path, "/api/v1/me/sessions/%s", id);
    expect(client_call(admin, "DELETE", path, NULL), 404, "not_found"); /* somebody else's */
    expect(client_call(other, "DELETE", path, NULL), 204, NULL);
    assert_int_equal(client_get(c, "/api/v1/sessions/current")->status, 401);
    assert_int_equal(client_size(client_get(other, "/api/v1/me/sessions"), "data"), 1);
    snprintf(path, sizeof path, "/api/v1/accounts/%s/sessions", account);
    expect(client_call(admin, "DELETE", path, NULL), 204, NULL);
    assert_int_equal(client_get(other, "/api/v1/sessions/current")->status, 401);
    assert_int_equal(entries("session.end"), 2);
    client_free(other);
    client_free(c);
    client_free(admin);
}

/* ASVS 3.7.1, 4.3.3: what gives power away needs a proof of the last ten minutes; signing in is one. */
static void guarded_acts_need_a_fresh_proof(void **state)
{
    (void)state;
    static const char token[] =
        "{\"name\":\"nightly\",\"expires_on\":\"2026-06-01\",\"permissions\":[\"unit.manage\",\"account.manage\"]}";
    struct client *c = served_admin(&served);
    expect(client_call(c, "POST", "/api/v1/tokens", token), 201, NULL);
    clock_manual_add(served.clock, 10 * MINUTE_MS + 1);
    expect(client_call(c, "POST", "/api/v1/tokens", token), 403, "proof_needed");
    expect(client_call(c, "PATCH", "/api/v1/roles/auditor", "{\"needs_factor\":true}"), 403, "proof_needed");
    expect(client_call(c, "POST", "/api/v1/me/proofs", "{}"), 422, NULL);
    expect(client_call(c, "POST", "/api/v1/me/proofs", "{\"password\":\"not the password\"}"), 422, NULL);
    expect(client_call(c, "POST", "/api/v1/tokens", token), 403, "proof_needed");
    const struct client_reply *r =
        client_call(c, "POST", "/api/v1/me/proofs", "{\"password\":\"" SERVED_PASSWORD "\"}");
    expect(r, 200, NULL);
    /* No longer than before: a session ends after twelve hours in any case. */
    assert_string_equal(client_text(r, "expires_at"), "2026-03-09T14:00:00.000Z");
    client_set_csrf(c, client_text(r, "csrf"));
    expect(client_call(c, "POST", "/api/v1/tokens", token), 201, NULL);
    /* A token gives no proofs. */
    struct client *script = client_new(served_url(&served));
    r = client_call(c, "POST", "/api/v1/tokens", token);
    client_set_bearer(script, client_text(r, "token"));
    expect(client_call(script, "POST", "/api/v1/me/proofs", "{\"password\":\"" SERVED_PASSWORD "\"}"), 403,
           "session_needed");
    expect(client_call(script, "DELETE", "/api/v1/me/second-factor", NULL), 403, "session_needed");
    expect(client_call(script, "POST", "/api/v1/me/second-factor", "{}"), 403, "session_needed");
    char id[ID], path[100];
    served_account(c, "wang", "unit_handler", NULL, "unit", id);
    snprintf(path, sizeof path, "/api/v1/accounts/%s/reset-codes", id);
    expect(client_call(script, "POST", path, KNOWN), 403, "session_needed");
    snprintf(path, sizeof path, "/api/v1/accounts/%s/second-factor", id);
    expect(client_call(script, "DELETE", path, NULL), 403, "session_needed");
    client_free(script);
    client_free(c);
}

/* Sets one up; `secret` is what the authenticator keeps, `recovery` the first recovery code. */
static void enrol(struct client *c, char secret[40], char recovery[32])
{
    char code[CRYPTO_OTP_DIGITS + 1], body[60];
    assert_int_equal(client_int(client_get(c, "/api/v1/me/second-factor"), "is_on"), 0);
    const struct client_reply *r = client_call(c, "POST", "/api/v1/me/second-factor", "{}");
    expect(r, 201, NULL);
    snprintf(secret, 40, "%s", client_text(r, "secret"));
    assert_int_equal(strlen(client_text(r, "qr.0")), client_size(r, "qr"));
    expect(client_call(c, "POST", "/api/v1/me/second-factor/confirmation", "{\"code\":\"000000\"}"), 422, NULL);
    code_now(secret, 0, code);
    snprintf(body, sizeof body, "{\"code\":\"%s\"}", code);
    r = client_call(c, "POST", "/api/v1/me/second-factor/confirmation", body);
    expect(r, 200, NULL);
    assert_int_equal(client_size(r, "recovery_codes"), 10);
    snprintf(recovery, 32, "%s", client_text(r, "recovery_codes.0"));
    client_set_csrf(c, client_text(r, "session.csrf"));
}

/* ASVS 2.8.1, 2.8.4, 2.8.5, 2.6.1. */
static void signing_in_asks_for_the_code_once_it_is_on(void **state)
{
    (void)state;
    char secret[40], recovery[32], code[CRYPTO_OTP_DIGITS + 1];
    struct client *c = served_admin(&served);
    enrol(c, secret, recovery);
    struct client *other = client_new(served_url(&served));
    expect(sign_in_with(other, SERVED_ADMIN, NULL), 401, "second_factor_needed");
    code_now(secret, 0, code);
    expect(sign_in_with(other, SERVED_ADMIN, code), 401, "second_factor_wrong"); /* it was used to turn it on */
    code_now(secret, 1, code);
    expect(sign_in_with(other, SERVED_ADMIN, code), 201, NULL); /* clocks differ a little */
    expect(sign_in_with(other, SERVED_ADMIN, code), 401, "second_factor_wrong");
    assert_string_equal(client_text(client_get(c, "/api/v1/me/changes"), "data.0.action"),
                        "factor.reuse"); /* its holder is told */
    code_now(secret, 0, code);
    expect(sign_in_with(other, SERVED_ADMIN, code), 401, "second_factor_wrong"); /* none before the last one either */
    clock_manual_add(served.clock, 5 * MINUTE_MS);
    code_now(secret, -2, code);
    expect(sign_in_with(other, SERVED_ADMIN, code), 401, "second_factor_wrong");
    code_now(secret, -1, code);
    expect(sign_in_with(other, SERVED_ADMIN, code), 201, NULL);
    /* The device is lost: a recovery code lets in, once. */
    expect(sign_in_with(other, SERVED_ADMIN, recovery), 201, NULL);
    expect(sign_in_with(other, SERVED_ADMIN, recovery), 401, "second_factor_wrong");
    assert_int_equal(client_int(client_get(c, "/api/v1/me/second-factor"), "recovery_codes_left"), 9);
    assert_int_equal(client_int(client_get(c, "/api/v1/me/second-factor"), "is_on"), 1);
    client_free(other);
    client_free(c);
}

/* Wrong codes count like wrong passwords, and the password alone tells nothing beyond what it opens. */
static void guessing_codes_becomes_slow(void **state)
{
    (void)state;
    char secret[40], recovery[32];
    struct client *c = served_admin(&served);
    enrol(c, secret, recovery);
    struct client *other = client_new(served_url(&served));
    for (int i = 0; i < 5; i++) {
        expect(sign_in_with(other, SERVED_ADMIN, "000000"), 401, "second_factor_wrong");
    }
    expect(sign_in_with(other, SERVED_ADMIN, "000000"), 429, "sign_in_throttled");
    clock_manual_add(served.clock, MINUTE_MS);
    expect(sign_in_with(other, SERVED_ADMIN, "AAAA-bbbb-cccc-dddd"), 401, "second_factor_wrong");
    client_free(other);
    client_free(c);
}

/* ASVS 4.3.1: who holds a role that needs a second factor may set it up, and nothing else before. */
static void a_role_may_need_it(void **state)
{
    (void)state;
    char secret[40], recovery[32], path[80], account[ID], code[CRYPTO_OTP_DIGITS + 1];
    struct client *admin = served_admin(&served);
    served_account(admin, "shen", "auditor", NULL, "all", account);
    struct client *shen = signed_in("shen", SERVED_PASSWORD);
    assert_int_equal(client_get(shen, "/api/v1/journal")->status, 200);
    expect(client_call(admin, "PATCH", "/api/v1/roles/nobody", "{\"needs_factor\":true}"), 404, "unknown_role");
    expect(client_call(admin, "PATCH", "/api/v1/roles/auditor", "{\"needs_factor\":true}"), 204, NULL);
    expect(client_get(shen, "/api/v1/journal"), 403, "second_factor_required");
    expect(client_get(shen, "/api/v1/units"), 403, "second_factor_required");
    assert_int_equal(client_int(client_get(shen, "/api/v1/sessions/current"), "must_enrol"), 1);
    enrol(shen, secret, recovery);
    assert_int_equal(client_get(shen, "/api/v1/journal")->status, 200);
    /* The phone fell into the river. */
    snprintf(path, sizeof path, "/api/v1/accounts/%s/second-factor", account);
    expect(client_call(admin, "DELETE", path, NULL), 204, NULL);
    expect(client_call(admin, "DELETE", path, NULL), 409, "second_factor_off");
    assert_int_equal(client_get(shen, "/api/v1/sessions/current")->status, 401);
    assert_int_equal(client_sign_in(shen, "shen", SERVED_PASSWORD), 201);
    expect(client_get(shen, "/api/v1/journal"), 403, "second_factor_required");
    enrol(shen, secret, recovery);
    expect(client_call(shen, "POST", "/api/v1/me/second-factor", "{}"), 409, "second_factor_on");
    expect(client_call(shen, "POST", "/api/v1/me/recovery-codes", "{}"), 201, NULL);
    struct client *other = client_new(served_url(&served));
    expect(sign_in_with(other, "shen", recovery), 401, "second_factor_wrong"); /* of the set before */
    code_now(secret, 1, code);
    expect(sign_in_with(other, "shen", code), 201, NULL);
    expect(client_call(shen, "DELETE", "/api/v1/me/second-factor", NULL), 204, NULL);
    expect(client_get(shen, "/api/v1/journal"), 403, "second_factor_required");
    client_free(other);
    client_free(shen);
    client_free(admin);
}

static const struct client_reply *name_substitute(struct client *c, const char *id, const char *from, const char *to)
{
    char body[200];
    snprintf(body, sizeof body, "{\"substitute_id\":\"%s\",\"valid_from\":\"%s\",\"valid_to\":\"%s\"}", id, from, to);
    return client_call(c, "POST", "/api/v1/me/substitutions", body);
}

/* A colleague in use of the same unit, for days to come, once, with a fresh proof; what is administered is not passed on. */
static void a_substitute_is_a_colleague(void **state)
{
    (void)state;
    char bureau[ID], li[ID], wang[ID], zhao[ID], path[80];
    struct client *admin = served_admin(&served);
    served_unit(admin, "xinfang", bureau);
    served_account(admin, "li", "triage_officer", bureau, "unit", li);
    served_account(admin, "wang", "bureau_handler", bureau, "unit", wang);
    served_account(admin, "zhao", "county_leader", NULL, "all", zhao); /* of the county itself */
    struct client *c = signed_in("li", SERVED_PASSWORD);
    const struct client_reply *r = client_get(c, "/api/v1/me/substitutions");
    assert_int_equal(client_size(r, "colleagues"), 1);
    assert_string_equal(client_text(r, "colleagues.0.id"), wang);
    expect(name_substitute(c, zhao, "2026-03-10", "2026-03-12"), 422, NULL);
    expect(name_substitute(c, li, "2026-03-10", "2026-03-12"), 422, NULL);
    expect(name_substitute(c, "01m82we1vd6mwv124674hsrypq", "2026-03-10", "2026-03-12"), 422, NULL);
    expect(name_substitute(c, wang, "2026-03-08", "2026-03-12"), 422, NULL);
    expect(name_substitute(c, wang, "2026-03-12", "2026-03-10"), 422, NULL);
    expect(name_substitute(c, wang, "2026-03-10", "2027-03-11"), 422, NULL);
    clock_manual_add(served.clock, 11 * MINUTE_MS);
    expect(name_substitute(c, wang, "2026-03-10", "2026-03-12"), 403, "proof_needed");
    assert_int_equal(client_sign_in(c, "li", SERVED_PASSWORD), 201);
    r = name_substitute(c, wang, "2026-03-09", "2026-03-12");
    expect(r, 201, NULL);
    snprintf(path, sizeof path, "/api/v1/me/substitutions/%s", client_text(r, "id"));
    expect(name_substitute(c, wang, "2026-03-12", "2026-03-15"), 409, "substitution_twice");
    struct client *other = signed_in("wang", SERVED_PASSWORD);
    assert_int_equal(client_size(client_get(other, "/api/v1/sessions/current"), "grants"), 2);
    expect(client_call(other, "DELETE", path, NULL), 404, "not_found"); /* only who named them */
    expect(client_call(c, "DELETE", path, NULL), 204, NULL);
    expect(client_call(c, "DELETE", path, NULL), 404, "not_found");
    assert_int_equal(client_size(client_get(other, "/api/v1/sessions/current"), "grants"), 1);
    /* Who may no longer come in has nobody stand in for them. */
    expect(name_substitute(c, wang, "2026-03-09", "2026-03-12"), 201, NULL);
    assert_int_equal(client_sign_in(admin, SERVED_ADMIN, SERVED_PASSWORD), 201);
    snprintf(path, sizeof path, "/api/v1/accounts/%s", li);
    client_add_header(admin, "If-Match: *");
    expect(client_call(admin, "PATCH", path, "{\"is_disabled\":true}"), 200, NULL);
    assert_int_equal(client_size(client_get(other, "/api/v1/sessions/current"), "grants"), 1);
    client_free(other);
    client_free(c);
    client_free(admin);
}

/* ASVS 7.1.3, 7.2.1: both kinds of sign-in are on file; a login that nobody has is not written down. */
static void failures_are_on_file(void **state)
{
    (void)state;
    struct client *c = client_new(served_url(&served));
    assert_int_equal(client_sign_in(c, SERVED_ADMIN, "not the password"), 401);
    assert_int_equal(client_sign_in(c, "my-secret-typed-here", "whatever it may be"), 401);
    assert_int_equal(entries("session.refuse"), 2);
    struct client *auditor = signed_in("auditor0", SERVED_PASSWORD);
    const struct client_reply *r = client_get(auditor, "/api/v1/journal?limit=200");
    assert_null(strstr(r->body, "my-secret-typed-here"));
    assert_non_null(strstr(r->body, "127.0.0.1"));
    client_free(auditor);
    client_free(c);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, start, stop)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(failures_are_on_file),
        TEST(a_password_is_changed_by_who_knows_the_old_one),
        TEST(a_lost_password_is_replaced_by_its_owner),
        TEST(sessions_are_listed_and_ended),
        TEST(guarded_acts_need_a_fresh_proof),
        TEST(signing_in_asks_for_the_code_once_it_is_on),
        TEST(guessing_codes_becomes_slow),
        TEST(a_role_may_need_it),
        TEST(a_substitute_is_a_colleague),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

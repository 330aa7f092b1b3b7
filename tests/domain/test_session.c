/*
 * test_session.c - sign-in from look-up to cookie, ends of sessions, tokens.
 *
 * Runs on: the main thread. Owns: nothing. Password hashes are stand-ins: comparing them is the craft thread's work, whose result is
 * handed in.
 */
#include "office_fixture.h"

#include "base/clock.h"
#include "domain/account.h"
#include "domain/actor.h"
#include "domain/session.h"
#include "domain/token.h"
#include "store/sql_stmts.h"

#include <stdio.h>
#include <string.h>

#define MINUTE_MS INT64_C(60000)

static const char *account(struct office_fixture *f)
{
    const char *id = office_fixture_account(f, "wang", "unit_handler", f->town.id, "unit");
    office_fixture_password(f, id, "a hash");
    return id;
}

/* One attempt; returns whether it was refused after being counted. */
static int attempt(struct office_fixture *f, const char *login, int fits, struct session_opened *out)
{
    struct session_attempt a;
    assert_int_equal(session_prepare(&f->ctx, &f->tx, login, "192.0.2.7", &a), RC_OK);
    struct session_shown shown = {.fits = fits, .agent = "browser"};
    assert_int_equal(session_open(&f->ctx, &f->tx, &a, &shown, out), RC_OK);
    return out->is_refused;
}

/* The secret between "sid=" and ";". */
static struct sql_blob cookie_hash(struct office_fixture *f, const char *line)
{
    struct sql_blob hash;
    const char *from = strchr(line, '=') + 1;
    char *secret = arena_strndup(f->arena, from, strcspn(from, ";"));
    assert_int_equal(strlen(secret), 43); /* 256 bits */
    assert_int_equal(actor_session_hash(&f->ctx, secret, &hash), RC_OK);
    return hash;
}

static void a_session_begins_and_ends(void **state)
{
    struct office_fixture *f = *state;
    struct session_opened opened;
    struct actor_found found;
    const char *line;
    const char *id = account(f);
    assert_false(attempt(f, "WANG", 1, &opened));
    assert_non_null(strstr(opened.cookie, "; Path=/; HttpOnly; SameSite=Lax"));
    assert_null(strstr(opened.cookie, "Secure"));
    struct sql_blob hash = cookie_hash(f, opened.cookie);
    assert_int_equal(actor_from_session(&f->ctx, &f->tx, hash, &found), RC_OK);
    assert_string_equal(found.actor.account_id, id);
    assert_true(perm_has(&found.actor, PERM_CASE_ACT));
    assert_int_equal(office_fixture_entries(f, "session.open"), 1);
    f->ctx.actor = &found.actor;
    assert_int_equal(session_close(&f->ctx, &f->tx, &line), RC_OK);
    assert_non_null(strstr(line, "Max-Age=0"));
    f->ctx.actor = &actor_system;
    office_fixture_refused(f, actor_from_session(&f->ctx, &f->tx, hash, &found), RC_UNAUTHENTICATED, "session_ended");
}

static void behind_tls_the_cookie_is_locked(void **state)
{
    struct office_fixture *f = *state;
    struct session_opened opened;
    account(f);
    f->env.is_secure = 1;
    assert_false(attempt(f, "wang", 1, &opened));
    assert_int_equal(strncmp(opened.cookie, "__Host-sid=", 11), 0);
    assert_non_null(strstr(opened.cookie, "; Secure"));
}

static void idle_and_absolute_time_end_it(void **state)
{
    struct office_fixture *f = *state;
    struct session_opened opened;
    struct actor_found found;
    account(f);
    assert_false(attempt(f, "wang", 1, &opened));
    struct sql_blob hash = cookie_hash(f, opened.cookie);
    int64_t start_ms = f->ctx.now_ms;
    f->ctx.now_ms = start_ms + 30 * MINUTE_MS;
    assert_int_equal(actor_from_session(&f->ctx, &f->tx, hash, &found), RC_OK);
    f->ctx.now_ms++;
    office_fixture_refused(f, actor_from_session(&f->ctx, &f->tx, hash, &found), RC_UNAUTHENTICATED, "session_ended");
    /* Used again and again it still ends after twelve hours. */
    for (int64_t t = 0; t < 720; t += 20) {
        assert_int_equal(session_rows_touch(&f->tx, &(struct session_touch_in){hash, start_ms + t * MINUTE_MS}), RC_OK);
    }
    f->ctx.now_ms = start_ms + 720 * MINUTE_MS - 1;
    assert_int_equal(actor_from_session(&f->ctx, &f->tx, hash, &found), RC_OK);
    f->ctx.now_ms++;
    office_fixture_refused(f, actor_from_session(&f->ctx, &f->tx, hash, &found), RC_UNAUTHENTICATED, "session_ended");
}

static void unknown_wrong_and_disabled_look_alike(void **state)
{
    struct office_fixture *f = *state;
    struct session_opened opened;
    struct account_row row;
    const char *id = account(f);
    assert_true(attempt(f, "nobody", 0, &opened));
    office_fixture_refused(f, f->ctx.fault.rc, RC_UNAUTHENTICATED, "sign_in_failed");
    assert_true(attempt(f, "nobody", 1, &opened)); /* whatever the craft thread says */
    office_fixture_refused(f, f->ctx.fault.rc, RC_UNAUTHENTICATED, "sign_in_failed");
    assert_true(attempt(f, "wang", 0, &opened));
    office_fixture_refused(f, f->ctx.fault.rc, RC_UNAUTHENTICATED, "sign_in_failed");
    struct account_change off = {.set = ACCOUNT_SET_DISABLED, .is_disabled = 1};
    assert_int_equal(account_set(&f->ctx, &f->tx, id, -2, &off, &row), RC_OK);
    assert_true(attempt(f, "wang", 1, &opened));
    office_fixture_refused(f, f->ctx.fault.rc, RC_UNAUTHENTICATED, "sign_in_failed");
}

static void a_password_changed_meanwhile_does_not_let_in(void **state)
{
    struct office_fixture *f = *state;
    struct session_attempt a;
    struct session_opened opened;
    const char *id = account(f);
    assert_int_equal(session_prepare(&f->ctx, &f->tx, "wang", "192.0.2.7", &a), RC_OK);
    assert_int_equal(account_rows_set_password(&f->tx, &(struct account_set_password_in){id, "another hash"}), RC_OK);
    struct session_shown shown = {.fits = 1, .agent = "browser"};
    assert_int_equal(session_open(&f->ctx, &f->tx, &a, &shown, &opened), RC_OK);
    assert_true(opened.is_refused);
    office_fixture_clear(f);
}

static int alarms(struct office_fixture *f)
{
    struct office_journal_count_recent_out n;
    assert_int_equal(office_journal_rows_count_recent(&f->tx, f->arena,
                                                      &(struct office_journal_count_recent_in){"session.alarm", 0}, &n),
                     RC_OK);
    return (int)n.total;
}

/* Guessing from everywhere slows down the next place, but not the one where the account is at work. */
static void many_addresses_do_not_lock_out_the_owner(void **state)
{
    struct office_fixture *f = *state;
    struct session_attempt a;
    struct session_opened opened;
    struct session_shown wrong = {.agent = "script"};
    (void)account(f);
    assert_false(attempt(f, "wang", 1, &opened));
    for (int i = 0; i < 30; i++) {
        const char *address = arena_printf(f->arena, "198.51.100.%d", i);
        assert_int_equal(session_prepare(&f->ctx, &f->tx, "wang", address, &a), RC_OK);
        assert_int_equal(session_open(&f->ctx, &f->tx, &a, &wrong, &opened), RC_OK);
        assert_true(opened.is_refused);
        office_fixture_clear(f);
    }
    assert_int_equal(session_prepare(&f->ctx, &f->tx, "wang", "203.0.113.5", &a), RC_LIMITED);
    office_fixture_clear(f);
    assert_false(attempt(f, "wang", 1, &opened));
}

/* One password at many logins: no login is slowed down, and the office hears of it, once in ten minutes. */
static void trying_many_logins_is_noticed(void **state)
{
    struct office_fixture *f = *state;
    struct session_opened opened;
    char login[20];
    account(f);
    for (int i = 0; i < 120; i++) {
        snprintf(login, sizeof login, "guess%d", i);
        assert_true(attempt(f, login, 0, &opened));
        office_fixture_clear(f);
        assert_int_equal(alarms(f), i < 50 ? 0 : 1);
    }
    assert_false(attempt(f, "wang", 1, &opened));
    f->ctx.now_ms += 11 * MINUTE_MS;
    for (int i = 0; i < 50; i++) {
        snprintf(login, sizeof login, "guess%d", i);
        assert_true(attempt(f, login, 0, &opened));
        office_fixture_clear(f);
    }
    assert_int_equal(alarms(f), 1);
}

static void disabling_ends_sessions(void **state)
{
    struct office_fixture *f = *state;
    struct session_opened opened;
    struct actor_found found;
    struct account_row row;
    const char *id = account(f);
    assert_false(attempt(f, "wang", 1, &opened));
    struct sql_blob hash = cookie_hash(f, opened.cookie);
    struct account_change in = {.set = ACCOUNT_SET_DISABLED, .is_disabled = 1};
    assert_int_equal(account_set(&f->ctx, &f->tx, id, -2, &in, &row), RC_OK);
    office_fixture_refused(f, actor_from_session(&f->ctx, &f->tx, hash, &found), RC_UNAUTHENTICATED, "session_ended");
}

static void the_csrf_token_belongs_to_its_session(void **state)
{
    struct office_fixture *f = *state;
    const char *a;
    const char *again;
    const char *b;
    assert_int_equal(session_csrf(&f->ctx, "one", &a), RC_OK);
    assert_int_equal(session_csrf(&f->ctx, "one", &again), RC_OK);
    assert_int_equal(session_csrf(&f->ctx, "two", &b), RC_OK);
    assert_string_equal(a, again);
    assert_string_not_equal(a, b);
    assert_int_equal(strlen(a), 43);
}

static enum rc make_token(struct office_fixture *f, const char *permission, int64_t days, struct token_row *row,
                          const char **secret)
{
    struct token_new in = {.name = "script",
                           .expires_day = clock_day_of(f->ctx.now_ms) + days,
                           .permissions = &permission,
                           .permission_count = 1};
    return token_add(&f->ctx, &f->tx, &in, row, secret);
}

static void a_token_does_what_is_written_on_it(void **state)
{
    struct office_fixture *f = *state;
    struct token_row row;
    struct actor_found found;
    struct sql_blob hash;
    const char *secret;
    const char *id = account(f);
    office_fixture_act_as(f, id);
    assert_int_equal(make_token(f, "case.read", 10, &row, &secret), RC_OK);
    assert_int_equal(strncmp(secret, "ptd_", 4), 0);
    assert_int_equal(actor_token_hash(&f->ctx, secret, &hash), RC_OK);
    assert_int_equal(actor_from_token(&f->ctx, &f->tx, hash, &found), RC_OK);
    assert_true(perm_has(&found.actor, PERM_CASE_READ));
    assert_false(perm_has(&found.actor, PERM_CASE_ACT)); /* the owner may, the token may not */
    int64_t now_ms = f->ctx.now_ms;
    f->ctx.now_ms = row.expires_ms - 1;
    assert_int_equal(actor_from_token(&f->ctx, &f->tx, hash, &found), RC_OK);
    f->ctx.now_ms = row.expires_ms;
    office_fixture_refused(f, actor_from_token(&f->ctx, &f->tx, hash, &found), RC_UNAUTHENTICATED, "token_ended");
    f->ctx.now_ms = now_ms;
    /* Without the owner's grant it can do nothing. */
    struct grant_row *grants;
    size_t n;
    assert_int_equal(grant_rows_list(&f->tx, f->arena, GRANT_LIST_ACCOUNT,
                                     &(struct grant_list_in){.after = "", .account_id = id, .lim = 10}, &grants, &n),
                     RC_OK);
    assert_int_equal(grant_rows_drop(&f->tx, &(struct grant_drop_in){grants[0].id}), RC_OK);
    assert_int_equal(actor_from_token(&f->ctx, &f->tx, hash, &found), RC_OK);
    assert_int_equal(found.actor.permissions, 0);
    assert_int_equal(token_drop(&f->ctx, &f->tx, row.id), RC_OK);
    office_fixture_refused(f, actor_from_token(&f->ctx, &f->tx, hash, &found), RC_UNAUTHENTICATED, "token_ended");
}

static void wrong_tokens_are_not_made(void **state)
{
    struct office_fixture *f = *state;
    struct token_row row;
    const char *secret;
    const char *id = account(f);
    office_fixture_act_as(f, id);
    office_fixture_refused(f, make_token(f, "account.manage", 10, &row, &secret), RC_INVALID, "permission_not_owned");
    office_fixture_refused(f, make_token(f, "case.everything", 10, &row, &secret), RC_INVALID, "unknown_permission");
    office_fixture_refused(f, make_token(f, "case.read", 0, &row, &secret), RC_INVALID, "date_past");
    office_fixture_refused(f, make_token(f, "case.read", 366, &row, &secret), RC_INVALID, "token_too_long");
    assert_int_equal(make_token(f, "case.read", 365, &row, &secret), RC_OK);
    /* Not by a token, and not of somebody else. */
    struct actor token = {.kind = ACTOR_TOKEN, .account_id = id, .permissions = UINT64_MAX};
    f->ctx.actor = &token;
    office_fixture_refused(f, make_token(f, "case.read", 10, &row, &secret), RC_FORBIDDEN, "token_needs_session");
    office_fixture_act_as(f, f->admin_id);
    office_fixture_refused(f, token_drop(&f->ctx, &f->tx, row.id), RC_NOT_FOUND, "not_found");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, office_fixture_setup, office_fixture_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_session_begins_and_ends),
        TEST(behind_tls_the_cookie_is_locked),
        TEST(idle_and_absolute_time_end_it),
        TEST(unknown_wrong_and_disabled_look_alike),
        TEST(a_password_changed_meanwhile_does_not_let_in),
        TEST(many_addresses_do_not_lock_out_the_owner),
        TEST(trying_many_logins_is_noticed),
        TEST(disabling_ends_sessions),
        TEST(the_csrf_token_belongs_to_its_session),
        TEST(a_token_does_what_is_written_on_it),
        TEST(wrong_tokens_are_not_made),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/*
 * test_office_proof.c - what is put in place for a moment opens nothing: passwords, roles, permissions, second factors.
 *
 * Runs on: the test's main thread. Owns: the fixture.
 */
#include "office_fixture.h"

#include "base/embed.h"
#include "domain/account.h"
#include "domain/actor.h"
#include "domain/alarm.h"
#include "domain/factor.h"
#include "domain/office_journal.h"
#include "domain/office_proof.h"
#include "domain/session.h"

#include <string.h>

static const char *somebody(struct office_fixture *f)
{
    const char *id = office_fixture_account(f, "wang", "unit_handler", f->town.id, "unit");
    office_fixture_password(f, id, "a hash");
    return id;
}

static void edit(struct office_fixture *f, const char *sql)
{
    if (sql_script(f->db, sql, "edit") != RC_OK) {
        fail_msg("%s", sql);
    }
}

static enum rc sign_in(struct office_fixture *f)
{
    struct session_attempt a;
    struct session_opened opened;
    const struct session_shown shown = {.fits = 1, .agent = "browser"};
    assert_int_equal(session_prepare(&f->ctx, &f->tx, "wang", "192.0.2.7", &a), RC_OK);
    return session_open(&f->ctx, &f->tx, &a, &shown, &opened);
}

/* Each edit shuts the account, undone it opens again; nothing of it is left but the line in the log. */
static void what_stands_for_a_moment_opens_nothing(void **state)
{
    struct office_fixture *f = *state;
    const struct {
        const char *edit, *undo;
    } edits[] = {
        {"UPDATE accounts SET password_hash = 'mine' WHERE login = 'wang'",
         "UPDATE accounts SET password_hash = 'a hash' WHERE login = 'wang'"},
        {"UPDATE grants SET scope = 'all' WHERE role = 'unit_handler'",
         "UPDATE grants SET scope = 'unit' WHERE role = 'unit_handler'"},
        {"UPDATE grants SET role = 'county_leader' WHERE role = 'unit_handler'",
         "UPDATE grants SET role = 'unit_handler' WHERE role = 'county_leader'"},
        {"INSERT INTO grants (id, account_id, role, unit_id, scope, created_ms) SELECT '0', account_id, "
         "'system_admin', unit_id, 'all', 1"
         " FROM grants WHERE role = 'unit_handler'",
         "DELETE FROM grants WHERE id = '0'"},
        {"INSERT INTO role_permissions (role, permission) VALUES ('unit_handler', 'account.manage')",
         "DELETE FROM role_permissions WHERE role = 'unit_handler' AND permission = 'account.manage'"},
        {"UPDATE roles SET needs_factor = 1 WHERE key = 'unit_handler'",
         "UPDATE roles SET needs_factor = 0 WHERE key = 'unit_handler'"},
        {"INSERT INTO factors (account_id, secret, created_ms, confirmed_ms) SELECT id, x'00', 1, 2 FROM accounts "
         "WHERE login = 'wang'",
         "DELETE FROM factors"},
    };
    const char *id = somebody(f);
    (void)id;
    assert_int_equal(sign_in(f), RC_OK);
    for (size_t i = 0; i < sizeof edits / sizeof edits[0]; i++) {
        edit(f, edits[i].edit);
        office_fixture_refused(f, sign_in(f), RC_UNAUTHENTICATED, "access_changed");
        edit(f, edits[i].undo);
        if (sign_in(f) != RC_OK) {
            fail_msg("after: %s", edits[i].undo);
        }
    }
}

/* A session that goes on loads its account anew when the stamp moves. */
static void who_acts_is_looked_at_too(void **state)
{
    struct office_fixture *f = *state;
    struct actor who;
    const char *id = somebody(f);
    assert_int_equal(actor_from_account(&f->ctx, &f->tx, id, &who), RC_OK);
    edit(f, "UPDATE accounts SET is_disabled = 0, name = 'somebody else' WHERE login = 'wang'");
    office_fixture_refused(f, actor_from_account(&f->ctx, &f->tx, id, &who), RC_UNAUTHENTICATED, "access_changed");
}

/* Neither taking a proof away nor another object's proof helps. */
static void a_proof_is_of_one_object(void **state)
{
    struct office_fixture *f = *state;
    struct actor who;
    const char *id = somebody(f);
    (void)office_fixture_account(f, "zhao", "county_leader", f->county.id, "all");
    edit(f, "UPDATE object_proofs SET proof = (SELECT p.proof FROM object_proofs p JOIN accounts a ON a.id = p.id "
            "WHERE p.kind = 'account'"
            " AND a.login = 'zhao') WHERE kind = 'account' AND id = (SELECT id FROM accounts WHERE login = 'wang')");
    office_fixture_refused(f, actor_from_account(&f->ctx, &f->tx, id, &who), RC_UNAUTHENTICATED, "access_changed");
    edit(f, "DELETE FROM object_proofs WHERE kind = 'account'");
    office_fixture_refused(f, actor_from_account(&f->ctx, &f->tx, id, &who), RC_UNAUTHENTICATED, "access_changed");
}

/* What an older program made gets its proofs at the start, what does not fit its seal does not. */
static void older_rows_are_taken_up_as_they_were_sealed(void **state)
{
    struct office_fixture *f = *state;
    struct actor who;
    const char *good = office_fixture_account(f, "wang", "unit_handler", f->town.id, "unit");
    const char *bad = office_fixture_account(f, "qian", "unit_handler", f->town.id, "unit");
    edit(f, "DELETE FROM object_proofs; UPDATE grants SET scope = 'all' WHERE account_id = (SELECT id FROM accounts "
            "WHERE login = 'qian')");
    assert_int_equal(office_proof_begin(&f->ctx, &f->tx), RC_OK);
    assert_int_equal(actor_from_account(&f->ctx, &f->tx, good, &who), RC_OK);
    office_fixture_refused(f, actor_from_account(&f->ctx, &f->tx, bad, &who), RC_UNAUTHENTICATED, "access_changed");
    int was_changed;
    assert_int_equal(office_proof_take_up(&f->ctx, &f->tx, good, &was_changed), RC_OK);
    assert_false(was_changed);
    assert_int_equal(office_proof_take_up(&f->ctx, &f->tx, bad, &was_changed), RC_OK);
    assert_true(was_changed);
    assert_int_equal(actor_from_account(&f->ctx, &f->tx, bad, &who), RC_OK);
    assert_int_equal(office_fixture_entries(f, "account.take_up"), 1);
}

/* That somebody else wrote stands in the journal for good. */
static void somebody_elses_commit_is_kept(void **state)
{
    struct office_fixture *f = *state;
    struct office_journal_report report;
    assert_int_equal(office_journal_verify(&f->ctx, &f->tx, &report), RC_OK);
    assert_int_equal(report.past, 0);
    assert_int_equal(alarm_foreign(&f->ctx, &f->tx), RC_OK);
    assert_int_equal(office_journal_verify(&f->ctx, &f->tx, &report), RC_OK);
    assert_false(report.is_bad);
    assert_int_equal(report.past, 1);
}

int main(void)
{
#define OFFICE_TEST(name) cmocka_unit_test_setup_teardown(name, office_fixture_setup, office_fixture_teardown)
    const struct CMUnitTest tests[] = {
        OFFICE_TEST(what_stands_for_a_moment_opens_nothing),
        OFFICE_TEST(who_acts_is_looked_at_too),
        OFFICE_TEST(a_proof_is_of_one_object),
        OFFICE_TEST(older_rows_are_taken_up_as_they_were_sealed),
        OFFICE_TEST(somebody_elses_commit_is_kept),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

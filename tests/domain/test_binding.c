/*
 * test_binding.c - rows that open something are good for what they were made for: whoever writes another account, right or end into one has
 * nothing, and a change of keys takes nothing away.
 *
 * Runs on: the main thread. Owns: nothing.
 */
#include "office_fixture.h"

#include "base/clock.h"
#include "base/crypto.h"
#include "domain/account.h"
#include "domain/actor.h"
#include "domain/factor.h"
#include "domain/office_object.h"
#include "domain/office_proof.h"
#include "domain/reset.h"
#include "domain/session.h"
#include "domain/token.h"
#include "store/vault.h"

#include <stdio.h>
#include <string.h>

#define MINUTE_MS INT64_C(60000)

/* Somebody writes into the database. */
static void edit(struct office_fixture *f, const char *sql)
{
    assert_int_equal(sql_script(f->db, sql, "edit"), RC_OK);
}

static struct sql_blob a_session(struct office_fixture *f, const char *login)
{
    struct session_attempt a;
    struct session_opened opened;
    struct sql_blob hash;
    const struct session_shown shown = {.fits = 1, .agent = "browser"};
    assert_int_equal(session_prepare(&f->ctx, &f->tx, login, "192.0.2.7", &a), RC_OK);
    assert_int_equal(session_open(&f->ctx, &f->tx, &a, &shown, &opened), RC_OK);
    assert_false(opened.is_refused);
    const char *from = strchr(opened.cookie, '=') + 1;
    assert_int_equal(actor_session_hash(&f->ctx, arena_strndup(f->arena, from, strcspn(from, ";")), &hash), RC_OK);
    return hash;
}

static const char *somebody(struct office_fixture *f)
{
    const char *id = office_fixture_account(f, "wang", "unit_handler", f->town.id, "unit");
    office_fixture_password(f, id, "a hash");
    return id;
}

/* Each edit is made, is nothing, is undone, and the row is good again. */
static void session_edits(struct office_fixture *f, struct sql_blob hash, const char *const edits[][2], size_t count)
{
    struct actor_found found;
    for (size_t i = 0; i < count; i++) {
        assert_int_equal(actor_from_session(&f->ctx, &f->tx, hash, &found), RC_OK);
        assert_string_equal(found.actor.login, "wang");
        edit(f, edits[i][0]);
        office_fixture_refused(f, actor_from_session(&f->ctx, &f->tx, hash, &found), RC_UNAUTHENTICATED,
                               "session_ended");
        edit(f, edits[i][1]);
    }
    assert_int_equal(actor_from_session(&f->ctx, &f->tx, hash, &found), RC_OK);
}

#define ACCOUNT(login) "(SELECT id FROM accounts WHERE login = '" login "')"

static void a_session_is_that_of_who_signed_in(void **state)
{
    static const char *const edits[][2] = {
        {"UPDATE sessions SET account_id = " ACCOUNT("admin"), "UPDATE sessions SET account_id = " ACCOUNT("wang")},
        {"UPDATE sessions SET ends_ms = ends_ms + 1", "UPDATE sessions SET ends_ms = ends_ms - 1"},
        {"UPDATE sessions SET proved_ms = proved_ms + 1", "UPDATE sessions SET proved_ms = proved_ms - 1"},
        {"UPDATE sessions SET created_ms = created_ms + 1", "UPDATE sessions SET created_ms = created_ms - 1"},
        {"CREATE TEMP TABLE was AS SELECT proof FROM sessions; UPDATE sessions SET proof = NULL",
         "UPDATE sessions SET proof = (SELECT proof FROM was)"},
        {"UPDATE sessions SET proof = zeroblob(32)", "UPDATE sessions SET proof = (SELECT proof FROM was)"},
        {"UPDATE sessions SET proof = x''", "UPDATE sessions SET proof = (SELECT proof FROM was)"},
    };
    struct office_fixture *f = *state;
    (void)somebody(f);
    session_edits(f, a_session(f, "wang"), edits, sizeof edits / sizeof edits[0]);
}

/* The proof of one session is none of another's. */
static void a_proof_is_of_one_session(void **state)
{
    struct office_fixture *f = *state;
    struct actor_found found;
    (void)somebody(f);
    struct sql_blob first = a_session(f, "wang");
    edit(f, "CREATE TEMP TABLE was AS SELECT * FROM sessions");
    struct sql_blob second = a_session(f, "wang");
    edit(f, "UPDATE sessions SET proof = (SELECT proof FROM was)");
    assert_int_equal(actor_from_session(&f->ctx, &f->tx, first, &found), RC_OK);
    office_fixture_refused(f, actor_from_session(&f->ctx, &f->tx, second, &found), RC_UNAUTHENTICATED, "session_ended");
}

static void an_ended_session_stays_ended(void **state)
{
    struct office_fixture *f = *state;
    struct actor_found found;
    const char *line;
    (void)somebody(f);
    struct sql_blob hash = a_session(f, "wang");
    assert_int_equal(actor_from_session(&f->ctx, &f->tx, hash, &found), RC_OK);
    f->ctx.actor = &found.actor;
    assert_int_equal(session_close(&f->ctx, &f->tx, &line), RC_OK);
    f->ctx.actor = &actor_system;
    edit(f, "UPDATE sessions SET ended_ms = NULL");
    office_fixture_refused(f, actor_from_session(&f->ctx, &f->tx, hash, &found), RC_UNAUTHENTICATED, "session_ended");
}

/* A longer end is not handed on to the session that comes next. */
static void a_renewed_session_takes_over_no_edit(void **state)
{
    struct office_fixture *f = *state;
    struct actor_found found;
    struct session_opened opened;
    (void)somebody(f);
    struct sql_blob hash = a_session(f, "wang");
    const struct session_attempt in = {.address = "192.0.2.7"};
    assert_int_equal(actor_from_session(&f->ctx, &f->tx, hash, &found), RC_OK);
    f->ctx.actor = &found.actor; /* as a worker remembers it */
    edit(f, "UPDATE sessions SET ends_ms = ends_ms + 86400000");
    office_fixture_refused(f, session_renew(&f->ctx, &f->tx, &in, "browser", &opened), RC_UNAUTHENTICATED,
                           "session_ended");
    edit(f, "UPDATE sessions SET ends_ms = ends_ms - 86400000");
    assert_int_equal(session_renew(&f->ctx, &f->tx, &in, "browser", &opened), RC_OK);
}

static struct sql_blob a_token(struct office_fixture *f)
{
    static const char *const permissions[] = {"case.read"};
    struct token_row row;
    struct sql_blob hash;
    const char *secret;
    const struct token_new in = {.name = "script",
                                 .expires_day = clock_day_of(f->ctx.now_ms) + 10,
                                 .permissions = permissions,
                                 .permission_count = 1};
    office_fixture_act_as(f, somebody(f));
    assert_int_equal(token_add(&f->ctx, &f->tx, &in, &row, &secret), RC_OK);
    assert_int_equal(actor_token_hash(&f->ctx, secret, &hash), RC_OK);
    office_fixture_act_as(f, NULL);
    return hash;
}

static void expect_token(struct office_fixture *f, struct sql_blob hash, int is_good)
{
    struct actor_found found;
    enum rc rc = actor_from_token(&f->ctx, &f->tx, hash, &found);
    if (is_good) {
        assert_int_equal(rc, RC_OK);
        assert_string_equal(found.actor.login, "wang");
    } else {
        office_fixture_refused(f, rc, RC_UNAUTHENTICATED, "token_ended");
    }
}

static void a_token_is_what_was_made(void **state)
{
    static const char *const edits[][2] = {
        {"UPDATE tokens SET account_id = " ACCOUNT("admin"), "UPDATE tokens SET account_id = " ACCOUNT("wang")},
        {"UPDATE tokens SET permissions = 'case.read case.act'", "UPDATE tokens SET permissions = 'case.read'"},
        {"UPDATE tokens SET expires_ms = expires_ms + 1", "UPDATE tokens SET expires_ms = expires_ms - 1"},
        {"CREATE TEMP TABLE was AS SELECT proof FROM tokens; UPDATE tokens SET proof = NULL",
         "UPDATE tokens SET proof = (SELECT proof FROM was)"},
    };
    struct office_fixture *f = *state;
    struct sql_blob hash = a_token(f);
    for (size_t i = 0; i < sizeof edits / sizeof edits[0]; i++) {
        expect_token(f, hash, 1);
        edit(f, edits[i][0]);
        expect_token(f, hash, 0);
        edit(f, edits[i][1]);
    }
    expect_token(f, hash, 1);
}

/* A program that gave tokens no proof left them sealed in the office's journal: the first start after it believes that, and nothing else. */
static void an_older_token_is_taken_up_as_it_was_sealed(void **state)
{
    struct office_fixture *f = *state;
    struct sql_blob hash = a_token(f);
    edit(f, "UPDATE tokens SET proof = NULL, account_id = " ACCOUNT("admin"));
    assert_int_equal(token_begin(&f->ctx, &f->tx), RC_OK);
    expect_token(f, hash, 0);
    edit(f, "UPDATE tokens SET account_id = " ACCOUNT("wang") ", permissions = 'case.read case.act'");
    assert_int_equal(token_begin(&f->ctx, &f->tx), RC_OK);
    expect_token(f, hash, 0);
    edit(f, "UPDATE tokens SET permissions = 'case.read'");
    expect_token(f, hash, 0);
    assert_int_equal(token_begin(&f->ctx, &f->tx), RC_OK);
    expect_token(f, hash, 1);
    /* One that nobody made, and one that was revoked. */
    edit(f, "INSERT INTO tokens (hash, id, account_id, name, permissions, created_ms, expires_ms) SELECT zeroblob(32), "
            "'x', account_id, 'x', permissions, created_ms, expires_ms FROM tokens");
    assert_int_equal(
        token_end_all(&f->ctx, &f->tx, office_fixture_account(f, "li", "unit_handler", f->town.id, "unit")), RC_OK);
    assert_int_equal(token_begin(&f->ctx, &f->tx), RC_OK);
    static const uint8_t none[CRYPTO_HASH_SIZE];
    expect_token(f, (struct sql_blob){none, sizeof none}, 0);
    expect_token(f, hash, 1);
    struct token_list_unrevoked_out *mine;
    size_t count;
    struct actor_found found;
    assert_int_equal(actor_from_token(&f->ctx, &f->tx, hash, &found), RC_OK);
    assert_int_equal(token_rows_list_unrevoked(&f->tx, f->arena,
                                               &(struct token_list_unrevoked_in){found.actor.account_id, 10}, &mine,
                                               &count),
                     RC_OK);
    assert_int_equal(token_end_all(&f->ctx, &f->tx, found.actor.account_id), RC_OK);
    edit(f, "UPDATE tokens SET revoked_ms = NULL");
    assert_int_equal(token_begin(&f->ctx, &f->tx), RC_OK);
    expect_token(f, hash, 0);
}

/* `petitiond key rotate` makes new epochs for fields and sealed contents; hashes stay. */
static void new_keys_take_nothing_away(void **state)
{
    struct office_fixture *f = *state;
    struct ring ring;
    struct vault *vault;
    struct actor_found found;
    ring_make(&ring, 0);
    assert_int_equal(vault_new(&ring, &vault), RC_OK);
    f->ctx.vault = vault;
    edit(f, "DELETE FROM object_proofs");
    assert_int_equal(office_proof_begin(&f->ctx, &f->tx), RC_OK);
    struct sql_blob token = a_token(f);
    struct sql_blob session = a_session(f, "wang");
    assert_int_equal(ring_add(&ring, RING_FIELD, 1), RC_OK);
    assert_int_equal(ring_add(&ring, RING_SEALED, 1), RC_OK);
    assert_int_equal(vault_use(vault, &ring), RC_OK);
    expect_token(f, token, 1);
    assert_int_equal(actor_from_session(&f->ctx, &f->tx, session, &found), RC_OK);
    ring_wipe(&ring);
    f->ctx.vault = f->vault;
    vault_free(vault);
}

static int takes_code(struct office_fixture *f, const char *login, const char *code)
{
    struct session_attempt a;
    int is_refused;
    const struct session_shown shown = {.code = code, .new_hash = "another hash", .agent = "browser"};
    assert_int_equal(session_prepare(&f->ctx, &f->tx, login, "192.0.2.9", &a), RC_OK);
    assert_int_equal(reset_use(&f->ctx, &f->tx, &a, &shown, "a long new password", &is_refused), RC_OK);
    office_fixture_clear(f);
    return !is_refused;
}

/* Half of a code that a second person has to confirm opens nothing, whatever is written beside it; nor does a code whose time is over. */
static void half_a_code_stays_half(void **state)
{
    struct office_fixture *f = *state;
    struct reset_made made;
    const char *id = somebody(f);
    assert_int_equal(reset_hold(&f->ctx, &f->tx, id, f->ctx.now_ms + 60 * MINUTE_MS, &made), RC_OK);
    edit(f, "UPDATE resets SET is_held = 0");
    assert_false(takes_code(f, "wang", made.code));
    assert_int_equal(reset_make(&f->ctx, &f->tx, id, "seen", &made), RC_OK);
    edit(f, "UPDATE resets SET ends_ms = ends_ms + 3600000");
    assert_false(takes_code(f, "wang", made.code));
    edit(f, "UPDATE resets SET ends_ms = ends_ms - 3600000, account_id = " ACCOUNT("admin"));
    assert_false(takes_code(f, "admin", made.code));
    edit(f, "UPDATE resets SET account_id = " ACCOUNT("wang"));
    assert_true(takes_code(f, "wang", made.code)); /* as it was made it is good */
}

static enum factor_verdict verdict_of(struct office_fixture *f, const char *account_id, const char *code)
{
    enum factor_verdict verdict;
    assert_int_equal(factor_check(&f->ctx, &f->tx, account_id, code, &verdict), RC_OK);
    return verdict;
}

/* Two accounts with a second factor: a code of one, moved to the other, is none. */
static void a_recovery_code_is_of_its_account(void **state)
{
    struct office_fixture *f = *state;
    const char *codes[FACTOR_RECOVERY_COUNT];
    const char *id = somebody(f);
    edit(f, "INSERT INTO factors (account_id, secret, created_ms, confirmed_ms) SELECT id, x'00', 1, 1 FROM accounts");
    struct changes_object admins = {"factor", f->admin_id, NULL};
    const struct changes_object factors = {"factor", id, &admins};
    assert_int_equal(office_proof_keep(&f->ctx, &f->tx, &factors), RC_OK);
    office_fixture_act_as(f, id);
    assert_int_equal(factor_renew_codes(&f->ctx, &f->tx, codes), RC_OK);
    edit(f, "UPDATE recovery_codes SET account_id = " ACCOUNT("admin"));
    assert_int_equal(verdict_of(f, f->admin_id, codes[0]), FACTOR_WRONG);
    edit(f, "UPDATE recovery_codes SET account_id = " ACCOUNT("wang"));
    assert_int_equal(verdict_of(f, id, codes[0]), FACTOR_GOOD);
    assert_int_equal(verdict_of(f, id, codes[0]), FACTOR_WRONG);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, office_fixture_setup, office_fixture_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_session_is_that_of_who_signed_in), TEST(a_proof_is_of_one_session),
        TEST(an_ended_session_stays_ended),       TEST(a_renewed_session_takes_over_no_edit),
        TEST(a_token_is_what_was_made),           TEST(an_older_token_is_taken_up_as_it_was_sealed),
        TEST(new_keys_take_nothing_away),         TEST(half_a_code_stays_half),
        TEST(a_recovery_code_is_of_its_account),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

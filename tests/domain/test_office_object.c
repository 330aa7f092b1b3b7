/*
 * test_office_object.c - seals of the office's own tables: acts make them, what is older gets them once, and nothing else does.
 *
 * Runs on: the main thread. Owns: nothing.
 */
#include "office_fixture.h"

#include "base/clock.h"
#include "domain/account.h"
#include "domain/export.h"
#include "domain/grant.h"
#include "domain/office_journal.h"
#include "domain/office_object.h"
#include "domain/token.h"
#include "domain/unit.h"
#include "store/sql.h"

#include <string.h>

static struct office_object_report look(struct office_fixture *f)
{
    struct office_object_report report;
    struct office_journal_report chain;
    assert_int_equal(office_object_verify(&f->ctx, &f->tx, &report), RC_OK);
    assert_int_equal(office_journal_verify(&f->ctx, &f->tx, &chain), RC_OK);
    assert_false(chain.is_bad);
    return report;
}

static void acts_seal_what_they_change(void **state)
{
    struct office_fixture *f = *state;
    struct unit_row moved;
    const char *id = office_fixture_account(f, "zhao", "unit_handler", f->town.id, "subtree");
    assert_false(look(f).is_bad);
    struct office_object_report before = look(f);
    assert_true(before.objects > 0);
    const struct unit_change change = {.set = UNIT_SET_SHORT_NAME, .short_name = "新名"};
    assert_int_equal(unit_set(&f->ctx, &f->tx, f->town.id, -1, &change, &moved), RC_OK);
    assert_false(look(f).is_bad);
    const struct account_change off = {.set = ACCOUNT_SET_DISABLED, .is_disabled = 1};
    struct account_row row;
    assert_int_equal(account_set(&f->ctx, &f->tx, id, -1, &off, &row), RC_OK);
    struct office_object_report after = look(f);
    assert_false(after.is_bad);
    assert_int_equal(after.objects, before.objects);
}

static void what_no_act_changed_is_named(void **state)
{
    struct office_fixture *f = *state;
    const char *id = office_fixture_account(f, "qian", "unit_handler", f->town.id, "subtree");
    assert_false(look(f).is_bad);
    assert_int_equal(account_rows_set_password(&f->tx, &(struct account_set_password_in){id, "mine"}), RC_OK);
    struct office_object_report report = look(f);
    assert_true(report.is_bad);
    assert_string_equal(report.kind, "account");
    assert_string_equal(report.id, id);
    assert_int_equal(account_rows_set_password(&f->tx, &(struct account_set_password_in){id, NULL}), RC_OK);
    assert_false(look(f).is_bad); /* none, as it was sealed */
}

/* What a program made that sealed nothing: sealed once, as it is, in entries of a few objects each. */
static void what_is_older_is_sealed_once(void **state)
{
    struct office_fixture *f = *state;
    static const char forget[] = "DELETE FROM office_journal; DELETE FROM settings WHERE key = 'office_journal_head'";
    (void)office_fixture_account(f, "li", "unit_handler", f->town.id, "subtree");
    struct office_object_report before = look(f);
    assert_false(before.is_bad);
    assert_int_equal(sql_script(f->db, forget, "forget"), RC_OK);
    struct office_object_report none = look(f);
    assert_false(none.is_bad); /* nothing to compare with */
    assert_int_equal(none.objects, 0);
    assert_int_equal(office_object_begin(&f->ctx, &f->tx), RC_OK);
    assert_true(office_fixture_entries(f, "office.seal") > 0);
    struct office_object_report after = look(f);
    assert_false(after.is_bad);
    assert_int_equal(after.objects, before.objects);
    int entries = office_fixture_entries(f, "office.seal");
    assert_int_equal(office_object_begin(&f->ctx, &f->tx), RC_OK);
    assert_int_equal(office_fixture_entries(f, "office.seal"), entries);
}

/* Where the chain ends is not said any more: a fault that is named. */
static void a_chain_without_an_end_is_bad(void **state)
{
    struct office_fixture *f = *state;
    struct office_journal_report chain;
    assert_int_equal(setting_rows_drop(&f->tx, &(struct setting_drop_in){"office_journal_head"}), RC_OK);
    assert_int_equal(office_journal_verify(&f->ctx, &f->tx, &chain), RC_OK);
    assert_true(chain.is_bad);
    assert_string_equal(chain.why, "the chain does not end where it should");
}

/* Whoever is moved takes what lies below along: it has other units above it now. */
static void a_tree_that_moves_is_sealed_whole(void **state)
{
    struct office_fixture *f = *state;
    struct unit_row other, moved;
    const struct unit_new in = {.code = "xinzhen",
                                .name = "新镇",
                                .kind = "town",
                                .parent_id = f->county.id,
                                .can_handle = 1,
                                .valid_from = SQL_NULL};
    assert_int_equal(unit_add(&f->ctx, &f->tx, &in, &other), RC_OK);
    const struct unit_new grid = {.code = "wangge",
                                  .name = "网格",
                                  .kind = "grid",
                                  .parent_id = f->village.id,
                                  .can_handle = 0,
                                  .valid_from = SQL_NULL};
    assert_int_equal(unit_add(&f->ctx, &f->tx, &grid, &moved), RC_OK);
    const struct unit_change change = {.set = UNIT_SET_PARENT, .parent_id = other.id};
    assert_int_equal(unit_set(&f->ctx, &f->tx, f->village.id, -1, &change, &moved), RC_OK);
    assert_false(look(f).is_bad);
}

/* A role that somebody gave himself is not made good by a start, nor by an honest act on the same account. */
static void nothing_is_sealed_that_no_act_made(void **state)
{
    struct office_fixture *f = *state;
    struct account_row row;
    const char *id = office_fixture_account(f, "sun", "unit_handler", f->town.id, "subtree");
    const struct grant_add_in forged = {.id = "0",
                                        .account_id = id,
                                        .role = "county_leader",
                                        .unit_id = f->county.id,
                                        .scope = "all",
                                        .valid_from = SQL_NULL,
                                        .valid_to = SQL_NULL,
                                        .created_ms = 1};
    assert_int_equal(grant_rows_add(&f->tx, &forged), RC_OK);
    assert_int_equal(office_object_begin(&f->ctx, &f->tx), RC_OK);
    const struct account_change name = {.set = ACCOUNT_SET_NAME, .name = "孙某"};
    assert_int_equal(account_set(&f->ctx, &f->tx, id, -1, &name, &row), RC_OK);
    struct office_object_report report = look(f);
    assert_true(report.is_bad);
    assert_string_equal(report.kind, "grant");
    assert_string_equal(report.id, "0");
    assert_int_equal(grant_rows_drop(&f->tx, &(struct grant_drop_in){"0"}), RC_OK);
    assert_false(look(f).is_bad);
}

static void expect_bad(struct office_fixture *f, const char *kind, const char *id)
{
    struct office_object_report report = look(f);
    assert_true(report.is_bad);
    assert_string_equal(report.kind, kind);
    assert_string_equal(report.id, id);
}

static void add_token_past_the_journal(struct office_fixture *f, const char *id)
{
    const struct token_add_in in = {.hash = {id, strlen(id)},
                                    .id = id,
                                    .account_id = f->admin_id,
                                    .name = "x",
                                    .permissions = "unit.manage",
                                    .created_ms = 1,
                                    .expires_ms = f->ctx.now_ms + 1000};
    assert_int_equal(token_rows_add(&f->tx, &in), RC_OK);
}

/* A program that knew of no seals of tokens left some: no fault, until a start seals them; from then on none is without. */
static void a_kind_that_came_later_is_sealed_at_a_start(void **state)
{
    struct office_fixture *f = *state;
    add_token_past_the_journal(f, "old");
    assert_false(look(f).is_bad);
    assert_int_equal(office_object_begin(&f->ctx, &f->tx), RC_OK);
    assert_int_equal(office_fixture_entries(f, "office.seal"), 1);
    assert_false(look(f).is_bad);
    add_token_past_the_journal(f, "new");
    expect_bad(f, "token", "new");
    assert_int_equal(office_object_begin(&f->ctx, &f->tx), RC_OK);
    assert_int_equal(office_fixture_entries(f, "office.seal"), 1);
    expect_bad(f, "token", "new");
}

/* Also when there was none to seal. */
static void an_empty_kind_is_watched_too(void **state)
{
    struct office_fixture *f = *state;
    assert_int_equal(office_object_begin(&f->ctx, &f->tx), RC_OK);
    assert_false(look(f).is_bad);
    add_token_past_the_journal(f, "new");
    expect_bad(f, "token", "new");
}

static void tokens_are_sealed_until_they_end(void **state)
{
    struct office_fixture *f = *state;
    struct token_row row;
    struct account_row account;
    const char *secret, *id = office_fixture_account(f, "zhou", "unit_handler", f->town.id, "subtree");
    static const char *const may[] = {"case.read"};
    const struct token_new in = {"t", clock_day_of(f->ctx.now_ms) + 9, may, 1};
    office_fixture_act_as(f, id);
    assert_int_equal(token_add(&f->ctx, &f->tx, &in, &row, &secret), RC_OK);
    assert_int_equal(token_add(&f->ctx, &f->tx, &in, &row, &secret), RC_OK);
    assert_int_equal(token_drop(&f->ctx, &f->tx, row.id), RC_OK);
    assert_false(look(f).is_bad);
    office_fixture_act_as(f, f->admin_id);
    const struct account_change off = {.set = ACCOUNT_SET_DISABLED, .is_disabled = 1};
    assert_int_equal(account_set(&f->ctx, &f->tx, id, -1, &off, &account), RC_OK);
    assert_int_equal(office_fixture_entries(f, "token.drop"), 2); /* each once */
    assert_false(look(f).is_bad);
    assert_int_equal(token_rows_get(&f->tx, f->arena, &(struct token_get_in){row.id}, &row), RC_OK);
    assert_int_equal(token_rows_revoke(&f->tx, &(struct token_revoke_in){row.id, 1}), RC_OK);
    assert_false(look(f).is_bad); /* it was revoked already */
}

/* What nobody can fetch any more goes with the next one, and that entry says so. */
static void exports_are_sealed_until_they_go(void **state)
{
    struct office_fixture *f = *state;
    struct export_row first, second;
    const struct export_input in = {"{}", "number", "csv", "{}", NULL, 0, 1};
    office_fixture_act_as(f, f->admin_id);
    assert_int_equal(export_add(&f->ctx, &f->tx, &in, &first), RC_OK);
    assert_false(look(f).is_bad);
    f->ctx.now_ms += INT64_C(3) * 24 * 3600 * 1000;
    assert_int_equal(export_add(&f->ctx, &f->tx, &in, &second), RC_OK);
    assert_int_equal(export_rows_get(&f->tx, f->arena, &(struct export_get_in){first.id, f->admin_id}, &first),
                     RC_NOT_FOUND);
    assert_false(look(f).is_bad);
    assert_int_equal(export_rows_drop(&f->tx, &(struct export_drop_in){second.id}), RC_OK);
    expect_bad(f, "export", second.id);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, office_fixture_setup, office_fixture_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(acts_seal_what_they_change),
        TEST(what_no_act_changed_is_named),
        TEST(what_is_older_is_sealed_once),
        TEST(a_tree_that_moves_is_sealed_whole),
        TEST(nothing_is_sealed_that_no_act_made),
        TEST(a_chain_without_an_end_is_bad),
        TEST(a_kind_that_came_later_is_sealed_at_a_start),
        TEST(an_empty_kind_is_watched_too),
        TEST(tokens_are_sealed_until_they_end),
        TEST(exports_are_sealed_until_they_go),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

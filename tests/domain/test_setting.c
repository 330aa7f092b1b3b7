/*
 * test_setting.c - settings of a store that earlier programs made get their seals once, and each counts from then on.
 *
 * Runs on: the main thread. Owns: nothing.
 */
#include "office_fixture.h"

#include "domain/office_journal.h"
#include "domain/office_object.h"
#include "domain/setting.h"
#include "store/sql.h"

static struct office_object_report look(struct office_fixture *f)
{
    struct office_object_report report;
    assert_int_equal(office_object_verify(&f->ctx, &f->tx, &report), RC_OK);
    return report;
}

static void save(struct office_fixture *f, const char *key, const char *value)
{
    assert_int_equal(setting_rows_save(&f->tx, &(struct setting_save_in){key, value}), RC_OK);
}

static void expect_bad(struct office_fixture *f, const char *id)
{
    struct office_object_report report = look(f);
    assert_true(report.is_bad);
    assert_string_equal(report.kind, "setting");
    assert_string_equal(report.id, id);
}

static void what_is_older_is_sealed_once(void **state)
{
    struct office_fixture *f = *state;
    struct office_journal_report chain;
    save(f, "setup", "done");
    assert_false(look(f).is_bad); /* nobody sealed it */
    assert_int_equal(setting_begin(&f->ctx, &f->tx), RC_OK);
    assert_false(look(f).is_bad);
    int entries = office_fixture_entries(f, "office.seal");
    assert_int_equal(setting_begin(&f->ctx, &f->tx), RC_OK);
    assert_int_equal(office_fixture_entries(f, "office.seal"), entries);
    assert_int_equal(office_journal_verify(&f->ctx, &f->tx, &chain), RC_OK);
    assert_false(chain.is_bad);
    assert_int_equal(chain.past, 0); /* that it had no seal is no sign of anything */
    save(f, "setup", "x");
    expect_bad(f, "setup");
    save(f, "setup", "done");
    assert_false(look(f).is_bad);
    save(f, "is_demo", "yes");
    expect_bad(f, "is_demo");
}

/* What the program keeps for itself changes by itself. */
static void marks_of_the_program_have_none(void **state)
{
    static const char *const marks[] = {"key_check", "seed",   "rekeyed", "office_hours_version",
                                        "reference", "access", "names",   "demo"};
    struct office_fixture *f = *state;
    assert_int_equal(setting_begin(&f->ctx, &f->tx), RC_OK);
    for (size_t i = 0; i < sizeof marks / sizeof marks[0]; i++) {
        save(f, marks[i], "7");
        assert_false(look(f).is_bad);
    }
}

/* The mark itself is sealed: without it nobody would look. */
static void the_mark_is_missed(void **state)
{
    struct office_fixture *f = *state;
    assert_int_equal(setting_begin(&f->ctx, &f->tx), RC_OK);
    save(f, "is_demo", "yes");
    assert_int_equal(setting_rows_drop(&f->tx, &(struct setting_drop_in){"settings_sealed"}), RC_OK);
    expect_bad(f, "settings_sealed");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, office_fixture_setup, office_fixture_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {TEST(what_is_older_is_sealed_once), TEST(marks_of_the_program_have_none),
                                       TEST(the_mark_is_missed)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/*
 * test_migrate.c - the schema goes up to the newest version, with what older rows need, or not at all.
 */
#include "store_fixture.h"

#include "base/embed.h"
#include "store/migrate.h"

struct db {
    struct fixture f;
    struct sql_db *db;
    const struct migrate_end *end;
};

static int open_db(void **state)
{
    struct db *d = calloc(1, sizeof *d);
    fixture_open(&d->f);
    assert_int_equal(sql_open_set(d->f.path, SQL_CREATE, &d->f.set, &d->db), RC_OK);
    *state = d;
    return 0;
}

static int close_db(void **state)
{
    struct db *d = *state;
    sql_close(d->db);
    fixture_close(&d->f);
    free(d);
    return 0;
}

static struct embed_file file(const char *path, const char *text)
{
    return (struct embed_file){.path = path, .data = (const unsigned char *)text, .size = strlen(text)};
}

static enum rc migrate(struct db *d, const struct embed_file *files, size_t count, int *version)
{
    struct embed_table table = {files, count};
    return migrate_run(d->db, &table, 0, d->end, version);
}

static int has_table(struct db *d, const char *name)
{
    char *text = fixture_text("SELECT 1 FROM %s", name);
    int has = sql_script(d->db, text, "test") == RC_OK;
    free(text);
    return has;
}

static void applies_what_is_missing(void **state)
{
    struct db *d = *state;
    int version = -1;
    const struct embed_file files[] = {
        file("readme.md", "no SQL"),
        file("schema/0001_one.sql", "CREATE TABLE one (a INTEGER) STRICT; CREATE TABLE uno (a INTEGER) STRICT;"),
        file("schema/0003_three.sql", "ALTER TABLE one ADD COLUMN b TEXT;"),
        file("schema/notes.txt", "no SQL"),
        file("seed/0009_no_schema.sql", "no SQL"),
    };
    assert_int_equal(migrate(d, files, 0, &version), RC_OK);
    assert_int_equal(version, 0);
    assert_int_equal(migrate(d, files, 2, &version), RC_OK);
    assert_int_equal(version, 1);
    assert_true(has_table(d, "one") && has_table(d, "uno"));
    for (int i = 0; i < 2; i++) { /* the second time nothing is left to do */
        assert_int_equal(migrate(d, files, 5, &version), RC_OK);
        assert_int_equal(version, 3);
    }
    assert_int_equal(sql_script(d->db, "INSERT INTO one (a, b) VALUES (1, 'x')", "test"), RC_OK);
}

static void refuses_a_newer_database(void **state)
{
    struct db *d = *state;
    int version = 0;
    const struct embed_file files[] = {file("schema/0001_one.sql", "CREATE TABLE one (a);"),
                                       file("schema/0002_two.sql", "CREATE TABLE two (a);")};
    assert_int_equal(migrate(d, files, 2, &version), RC_OK);
    assert_int_equal(migrate(d, files, 1, &version), RC_CONFLICT);
    assert_int_equal(version, 2);
}

static void a_file_that_fails_leaves_nothing(void **state)
{
    struct db *d = *state;
    int version = -1;
    const struct embed_file files[] = {file("schema/0001_one.sql", "CREATE TABLE one (a);"),
                                       file("schema/0002_two.sql", "CREATE TABLE two (a); DROP TABLE three;")};
    assert_int_equal(migrate(d, files, 2, &version), RC_INTERNAL);
    assert_int_equal(version, 0);
    assert_false(has_table(d, "one") || has_table(d, "two"));
    const struct embed_file better[] = {files[0], file("schema/0002_two.sql", "CREATE TABLE two (a);")};
    assert_int_equal(migrate(d, better, 2, &version), RC_OK);
    assert_int_equal(version, 2);
    assert_true(has_table(d, "one") && has_table(d, "two"));
}

struct end {
    enum rc rc;
    int from, calls;
};

static enum rc on_end(void *arg, struct tx *tx, int from)
{
    struct end *e = arg;
    (void)tx;
    e->from = from;
    e->calls++;
    return e->rc;
}

/* Rows of the older program are looked after in the same transaction: a crash in between leaves no schema without it. */
static void what_older_rows_need_goes_along(void **state)
{
    struct db *d = *state;
    int version = -1;
    struct end e = {.rc = RC_OK};
    const struct migrate_end end = {on_end, &e};
    const struct embed_file files[] = {file("schema/0001_one.sql", "CREATE TABLE one (a);"),
                                       file("schema/0002_two.sql", "CREATE TABLE two (a);")};
    assert_int_equal(migrate(d, files, 1, &version), RC_OK);
    d->end = &end;
    assert_int_equal(migrate(d, files, 1, &version), RC_OK);
    assert_int_equal(e.calls, 0); /* nothing was applied */
    e.rc = RC_UNAVAILABLE;
    assert_int_equal(migrate(d, files, 2, &version), RC_UNAVAILABLE);
    assert_int_equal(version, 1);
    assert_false(has_table(d, "two"));
    e.rc = RC_OK;
    assert_int_equal(migrate(d, files, 2, &version), RC_OK);
    assert_int_equal(version, 2);
    assert_int_equal(e.from, 1);
    assert_true(has_table(d, "two"));
}

static void a_file_may_not_end_the_transaction(void **state)
{
    struct db *d = *state;
    int version = 0;
    const struct embed_file files[] = {file("schema/0001_one.sql", "CREATE TABLE one (a); COMMIT;")};
    assert_int_equal(migrate(d, files, 1, &version), RC_INTERNAL);
    assert_int_equal(version, 0);
}

static void refuses_two_files_of_one_number(void **state)
{
    struct db *d = *state;
    int version = 0;
    const struct embed_file files[] = {file("schema/0001_a.sql", "CREATE TABLE one (a);"),
                                       file("schema/0001_b.sql", "CREATE TABLE two (a);")};
    assert_int_equal(migrate(d, files, 2, &version), RC_INTERNAL);
    assert_false(has_table(d, "one"));
}

static void the_programs_schema_goes_up(void **state)
{
    struct db *d = *state;
    int version = 0, again = 0;
    assert_int_equal(migrate_run(d->db, &embed_sql, 0, NULL, &version), RC_OK);
    assert_true(version >= 4);
    assert_int_equal(sql_integrity(d->db), RC_OK);
    assert_int_equal(migrate_run(d->db, &embed_sql, 0, NULL, &again), RC_OK);
    assert_int_equal(version, again);
}

int main(void)
{
#define DB_TEST(name) cmocka_unit_test_setup_teardown(name, open_db, close_db)
    const struct CMUnitTest tests[] = {
        DB_TEST(applies_what_is_missing),          DB_TEST(refuses_a_newer_database),
        DB_TEST(a_file_that_fails_leaves_nothing), DB_TEST(a_file_may_not_end_the_transaction),
        DB_TEST(what_older_rows_need_goes_along),  DB_TEST(a_file_may_not_end_the_transaction),
        DB_TEST(refuses_two_files_of_one_number),  DB_TEST(the_programs_schema_goes_up),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

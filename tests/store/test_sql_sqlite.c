/*
 * test_sql_sqlite.c - the SQLite driver: values to and fro, kinds of rows, fragments, errors, transactions, guards.
 */
#include "store_fixture.h"

#include <signal.h>
#include <sys/resource.h>

struct db {
    struct fixture f;
    struct sql_db *w;
    struct tx tx; /* a write transaction, open */
};

static int open_db(void **state)
{
    struct db *d = calloc(1, sizeof *d);
    fixture_open(&d->f);
    fixture_make_database(&d->f);
    assert_int_equal(sql_open_set(d->f.path, SQL_WRITER, &d->f.set, &d->w), RC_OK);
    assert_int_equal(sql_begin(d->w, 1, &d->tx), RC_OK);
    *state = d;
    return 0;
}

static int close_db(void **state)
{
    struct db *d = *state;
    sql_rollback(&d->tx);
    sql_close(d->w);
    fixture_close(&d->f);
    free(d);
    return 0;
}

static void add(struct db *d, const char *id, const char *name, int64_t amount)
{
    struct item_add_in in = fixture_item(id, amount);
    in.name = name;
    assert_int_equal(item_rows_add(&d->tx, &in), RC_OK);
}

static int64_t count(struct db *d)
{
    struct item_total_out out;
    assert_int_equal(item_rows_total(&d->tx, d->f.arena, &out), RC_OK);
    return out.n;
}

static void keeps_every_type(void **state)
{
    struct db *d = *state;
    const unsigned char bytes[] = {0, 1, 0, 255};
    struct item_add_in in = {.id = "a",
                             .name = "\xe6\xb2\x88 'quoted' \"x\"",
                             .amount = INT64_MAX,
                             .spare = INT64_MIN + 1,
                             .payload = {bytes, sizeof bytes},
                             .must = {"", 0}};
    assert_int_equal(item_rows_add(&d->tx, &in), RC_OK);
    assert_int_equal(sql_changes(d->w), 1);
    struct item_row row;
    assert_int_equal(item_rows_get(&d->tx, d->f.arena, &(struct item_get_in){"a"}, &row), RC_OK);
    assert_string_equal(row.id, "a");
    assert_string_equal(row.name, in.name);
    assert_true(row.name != in.name);
    assert_true(row.amount == INT64_MAX && row.spare == INT64_MIN + 1);
    assert_int_equal(row.payload.size, sizeof bytes);
    assert_memory_equal(row.payload.data, bytes, sizeof bytes);
    assert_int_equal(row.must.size, 0);
    assert_non_null(row.must.data); /* empty is not NULL */
}

static void keeps_null(void **state)
{
    struct db *d = *state;
    add(d, "a", NULL, -1);
    struct item_row row;
    assert_int_equal(item_rows_get(&d->tx, d->f.arena, &(struct item_get_in){"a"}, &row), RC_OK);
    assert_null(row.name);
    assert_true(row.spare == SQL_NULL);
    assert_null(row.payload.data);
    assert_int_equal(row.payload.size, 0);
    struct item_total_out total;
    assert_int_equal(item_rows_drop(&d->tx, &(struct item_drop_in){"a"}), RC_OK);
    assert_int_equal(item_rows_total(&d->tx, d->f.arena, &total), RC_OK);
    assert_true(total.n == 0 && total.sum == SQL_NULL);
}

static void refuses_null_where_none_may_be(void **state)
{
    struct db *d = *state;
    struct item_add_in in = fixture_item(NULL, 1);
    assert_int_equal(item_rows_add(&d->tx, &in), RC_INTERNAL);
    in = fixture_item("a", SQL_NULL);
    assert_int_equal(item_rows_add(&d->tx, &in), RC_INTERNAL);
    in = fixture_item("a", 1);
    in.must.data = NULL;
    assert_int_equal(item_rows_add(&d->tx, &in), RC_INTERNAL);
    assert_int_equal(count(d), 0);
    assert_true(sql_is_open(d->w));
}

static void refuses_a_column_of_another_type(void **state)
{
    struct db *d = *state;
    struct item_mistyped_out out;
    assert_int_equal(item_rows_mistyped(&d->tx, d->f.arena, &out), RC_INTERNAL);
}

static void tells_one_from_opt(void **state)
{
    struct db *d = *state;
    struct item_row row;
    struct item_missing_out out;
    assert_int_equal(item_rows_get(&d->tx, d->f.arena, &(struct item_get_in){"x"}, &row), RC_NOT_FOUND);
    assert_int_equal(item_rows_missing(&d->tx, d->f.arena, &(struct item_missing_in){"x"}, &out), RC_INTERNAL);
    add(d, "x", NULL, 7);
    assert_int_equal(item_rows_missing(&d->tx, d->f.arena, &(struct item_missing_in){"x"}, &out), RC_OK);
    assert_true(out.amount == 7 && out.more == 7);
}

static void refuses_a_second_row(void **state)
{
    struct db *d = *state;
    struct item_first_out out;
    add(d, "a", NULL, 1);
    assert_int_equal(item_rows_first(&d->tx, d->f.arena, &out), RC_OK);
    add(d, "b", NULL, 2);
    assert_int_equal(item_rows_first(&d->tx, d->f.arena, &out), RC_INTERNAL);
}

static void returns_rows_of_a_write(void **state)
{
    struct db *d = *state;
    add(d, "a", NULL, 1);
    struct item_set_amount_out out;
    assert_int_equal(item_rows_set_amount(&d->tx, d->f.arena, &(struct item_set_amount_in){"a", 9}, &out), RC_OK);
    assert_string_equal(out.id, "a");
    assert_true(out.amount == 9);
    assert_int_equal(sql_changes(d->w), 1);
    assert_int_equal(item_rows_set_amount(&d->tx, d->f.arena, &(struct item_set_amount_in){"b", 9}, &out),
                     RC_NOT_FOUND);
    assert_int_equal(sql_changes(d->w), 0);
    add(d, "b", NULL, 2);
    struct item_key *rows;
    size_t n;
    assert_int_equal(item_rows_drop_all(&d->tx, d->f.arena, 0, &(struct item_drop_all_in){100}, &rows, &n), RC_OK);
    assert_int_equal(n, 2);
    assert_int_equal(count(d), 0);
}

static void lists_from_none_to_many(void **state)
{
    struct db *d = *state;
    struct item_row *rows = NULL;
    size_t n = 99;
    assert_int_equal(other_rows_copy(&d->tx, d->f.arena, &rows, &n), RC_OK);
    assert_int_equal(n, 0);
    for (int i = 0; i < 100; i++) {
        char id[16];
        snprintf(id, sizeof id, "i%03d", i);
        add(d, id, id, i);
    }
    struct item_list_in in = {.floor = 0, .name = "", .limit_n = 1000};
    assert_int_equal(item_rows_list(&d->tx, d->f.arena, 0, &in, &rows, &n), RC_OK);
    assert_int_equal(n, 100);
    for (int i = 0; i < 100; i++) {
        assert_true(rows[i].amount == i);
        assert_string_equal(rows[i].id, rows[i].name);
        assert_null(rows[i].payload.data);
    }
}

static void fragments_in_all_combinations(void **state)
{
    struct db *d = *state;
    add(d, "a", "one", 1);
    add(d, "b", "two", 2);
    add(d, "c", "two", 30);
    add(d, "d", "one", 40);
    static const char *const expected[8] = {"abcd", "cd", "bc", "c", "dcba", "dc", "cb", "c"};
    struct item_list_in in = {.floor = 10, .name = "two", .limit_n = 10};
    for (int round = 0; round < 2; round++) { /* prepared, then from the cache */
        for (unsigned mask = 0; mask < 8; mask++) {
            char got[8] = "";
            struct item_row *rows;
            size_t n;
            assert_int_equal(item_rows_list(&d->tx, d->f.arena, mask, &in, &rows, &n), RC_OK);
            for (size_t i = 0; i < n; i++) {
                got[i] = rows[i].id[0];
            }
            assert_string_equal(got, expected[mask]);
        }
    }
    assert_int_equal(ITEM_LIST_BIG | ITEM_LIST_NAMED | ITEM_LIST_BACKWARD, 7);
}

static void a_parameter_of_a_fragment_left_out_may_be_null(void **state)
{
    struct db *d = *state;
    add(d, "a", "one", 1);
    assert_int_equal(item_rows_drop_named(&d->tx, ITEM_DROP_NAMED_NAMED, &(struct item_drop_named_in){NULL}),
                     RC_INTERNAL);
    assert_int_equal(item_rows_drop_named(&d->tx, 0, &(struct item_drop_named_in){NULL}), RC_OK);
    assert_int_equal(count(d), 0);
}

static void quotes_come_through(void **state)
{
    struct db *d = *state;
    struct item_quotes_out out;
    assert_int_equal(item_rows_quotes(&d->tx, d->f.arena, &out), RC_OK);
    assert_string_equal(out.a, ":id ' ; -- {item_row} /*[[big]]*/ \\ ?\?= ?");
    assert_string_equal(out.b, "xy");
    assert_string_equal(out.c, "-- name: no");
}

struct walk {
    struct db *d;
    int seen;
    int stop_at;
    int64_t nested;
};

/* Runs the walked statement itself once more, and others, in the middle of a row. */
static enum rc walk_row(void *arg, const struct item_row *row)
{
    struct walk *w = arg;
    struct item_row *rows;
    size_t n;
    char before[8];
    snprintf(before, sizeof before, "%s", row->id);
    struct item_list_in in = {.floor = 0, .name = "", .limit_n = 2};
    assert_int_equal(item_rows_list(&w->d->tx, w->d->f.arena, 0, &in, &rows, &n), RC_OK);
    w->nested += (int64_t)n;
    assert_int_equal(count(w->d), 3);
    assert_string_equal(row->id, before);
    w->seen++;
    return w->seen == w->stop_at ? RC_REFUSED : RC_OK;
}

static void walks_and_stops(void **state)
{
    struct db *d = *state;
    add(d, "a", NULL, 1);
    add(d, "b", NULL, 2);
    add(d, "c", NULL, 3);
    struct item_list_in in = {.floor = 0, .name = "", .limit_n = 10};
    struct walk w = {.d = d};
    assert_int_equal(item_rows_list_each(&d->tx, d->f.arena, 0, &in, walk_row, &w), RC_OK);
    assert_true(w.seen == 3 && w.nested == 6);
    w = (struct walk){.d = d, .stop_at = 2};
    assert_int_equal(item_rows_list_each(&d->tx, d->f.arena, 0, &in, walk_row, &w), RC_REFUSED);
    assert_int_equal(w.seen, 2);
    assert_int_equal(sql_commit(&d->tx), RC_OK); /* no statement is left stepped */
}

static void a_full_arena_is_too_large(void **state)
{
    struct db *d = *state;
    static char long_name[20000];
    memset(long_name, 'x', sizeof long_name - 1);
    add(d, "a", long_name, 1);
    struct arena *small = arena_new(4096);
    struct item_row row, *rows;
    size_t n;
    assert_int_equal(item_rows_get(&d->tx, small, &(struct item_get_in){"a"}, &row), RC_TOO_LARGE);
    arena_reset(small);
    assert_int_equal(other_rows_copy(&d->tx, small, &rows, &n), RC_TOO_LARGE);
    assert_int_equal(n, 0);
    arena_free(small);
    assert_int_equal(sql_commit(&d->tx), RC_OK);
}

static void constraints_are_conflicts(void **state)
{
    struct db *d = *state;
    add(d, "a", NULL, 1);
    struct item_add_in again = fixture_item("a", 2);
    assert_int_equal(item_rows_add(&d->tx, &again), RC_CONFLICT);
    assert_int_equal(item_rows_pair_add(&d->tx, &(struct item_pair_add_in){"nobody", 1}), RC_CONFLICT);
    assert_int_equal(item_rows_pair_add(&d->tx, &(struct item_pair_add_in){"a", 0}), RC_CONFLICT);
    assert_int_equal(item_rows_pair_add(&d->tx, &(struct item_pair_add_in){"a", 1}), RC_OK);
    assert_int_equal(item_rows_pair_add(&d->tx, &(struct item_pair_add_in){"a", 1}), RC_CONFLICT);
    assert_true(sql_is_open(d->w));
    assert_int_equal(count(d), 1);
}

static void savepoints_nest(void **state)
{
    struct db *d = *state;
    add(d, "a", NULL, 1);
    assert_int_equal(sql_savepoint(&d->tx), RC_OK);
    add(d, "b", NULL, 1);
    assert_int_equal(sql_savepoint(&d->tx), RC_OK);
    add(d, "c", NULL, 1);
    assert_int_equal(sql_rollback_to(&d->tx), RC_OK);
    assert_int_equal(count(d), 2);
    assert_int_equal(sql_release(&d->tx), RC_OK);
    assert_int_equal(sql_savepoint(&d->tx), RC_OK);
    add(d, "d", NULL, 1);
    assert_int_equal(sql_rollback_to(&d->tx), RC_OK);
    assert_int_equal(sql_commit(&d->tx), RC_OK);
    assert_int_equal(sql_begin(d->w, 1, &d->tx), RC_OK);
    assert_int_equal(count(d), 2);
}

static void nothing_runs_without_a_transaction(void **state)
{
    struct db *d = *state;
    sql_rollback(&d->tx);
    assert_false(sql_is_open(d->w));
    struct item_add_in in = fixture_item("a", 1);
    assert_int_equal(item_rows_add(&d->tx, &in), RC_UNAVAILABLE);
    assert_int_equal(sql_savepoint(&d->tx), RC_UNAVAILABLE);
    assert_int_equal(sql_release(&d->tx), RC_UNAVAILABLE);
    assert_int_equal(sql_rollback_to(&d->tx), RC_UNAVAILABLE);
    assert_int_equal(sql_commit(&d->tx), RC_UNAVAILABLE);
    sql_rollback(&d->tx);
    assert_int_equal(sql_begin(d->w, 1, &d->tx), RC_OK);
    assert_int_equal(count(d), 0);
}

static void a_read_connection_refuses_writes(void **state)
{
    struct db *d = *state;
    add(d, "a", NULL, 1);
    assert_int_equal(sql_commit(&d->tx), RC_OK);
    struct sql_db *r = NULL;
    struct tx tx;
    assert_int_equal(sql_open_set(d->f.path, SQL_READ_ONLY, &d->f.set, &r), RC_OK);
    assert_int_equal(sql_prepare_all(r), RC_OK);
    assert_int_equal(sql_begin(r, 0, &tx), RC_OK);
    struct item_add_in in = fixture_item("b", 1);
    assert_int_equal(item_rows_add(&tx, &in), RC_INTERNAL);
    tx.is_write = 1; /* somebody lies: the connection itself still refuses */
    assert_int_equal(item_rows_add(&tx, &in), RC_INTERNAL);
    struct item_total_out out;
    assert_int_equal(item_rows_total(&tx, d->f.arena, &out), RC_OK);
    assert_int_equal(out.n, 1);
    sql_rollback(&tx);
    static const char *const forbidden[] = {"DELETE FROM items",       "PRAGMA query_only=0",
                                            "ATTACH ':memory:' AS x",  "PRAGMA journal_mode=DELETE",
                                            "CREATE TEMP TABLE x (a)", "VACUUM"};
    for (size_t i = 0; i < sizeof forbidden / sizeof forbidden[0]; i++) {
        assert_int_not_equal(sql_script(r, forbidden[i], "test"), RC_OK);
    }
    sql_close(r);
}

static void quoted_words_are_no_strings(void **state)
{
    struct db *d = *state;
    assert_int_equal(sql_script(d->w, "SELECT \"no such column\" FROM items", "test"), RC_INTERNAL);
    assert_int_equal(sql_script(d->w, "ATTACH ':memory:' AS x", "test"), RC_INTERNAL);
    assert_int_equal(sql_script(d->w, "SELECT load_extension('x')", "test"), RC_INTERNAL);
}

static void only_one_may_write(void **state)
{
    struct db *d = *state;
    struct sql_db *other = NULL;
    struct tx tx;
    assert_int_equal(sql_open_set(d->f.path, SQL_WRITER, &d->f.set, &other), RC_OK);
    assert_int_equal(sql_begin(other, 1, &tx), RC_BUSY);
    sql_close(other);
}

static void a_missing_file_is_not_made(void **state)
{
    struct db *d = *state;
    struct sql_db *db = NULL;
    char *path = fixture_text("%s.no", d->f.path);
    assert_int_equal(sql_open_set(path, SQL_WRITER, &d->f.set, &db), RC_UNAVAILABLE);
    assert_null(db);
    assert_int_equal(sql_open_set(path, SQL_READ_ONLY, &d->f.set, &db), RC_UNAVAILABLE);
    assert_int_not_equal(access(path, F_OK), 0);
    assert_int_equal(symlink(d->f.path, path), 0);
    assert_int_equal(sql_open_set(path, SQL_WRITER, &d->f.set, &db), RC_UNAVAILABLE);
    free(path);
}

static void the_file_is_for_its_owner_only(void **state)
{
    struct db *d = *state;
    struct stat st;
    assert_int_equal(stat(d->f.path, &st), 0);
    assert_int_equal(st.st_mode & 0777, 0600);
    char *wal = fixture_text("%s-wal", d->f.path);
    assert_int_equal(stat(wal, &st), 0);
    assert_int_equal(st.st_mode & 0777, 0600);
    free(wal);
}

/* More forms than the cache holds: the oldest go, all still work, the newest is found again. */
static void the_cache_forgets_the_oldest(void **state)
{
    struct db *d = *state;
    enum { FORMS = 600 };
    static struct sql_part parts[FORMS];
    static struct sql_stmt_info table[FORMS];
    static char texts[FORMS][32];
    static const struct sql_field out[] = {{"n", SQL_INT, 0, 0}};
    for (int i = 0; i < FORMS; i++) {
        snprintf(texts[i], sizeof texts[i], "SELECT %d", i);
        parts[i] = (struct sql_part){texts[i], -1};
        table[i] = (struct sql_stmt_info){.name = texts[i],
                                          .source = texts[i],
                                          .rows = SQL_ONE,
                                          .parts = &parts[i],
                                          .part_count = 1,
                                          .out = out,
                                          .out_count = 1,
                                          .out_size = sizeof(int64_t)};
    }
    struct sql_set set = {table, FORMS};
    struct sql_db *r = NULL;
    struct tx tx;
    assert_int_equal(sql_open_set(d->f.path, SQL_READ_ONLY, &set, &r), RC_OK);
    assert_int_equal(sql_begin(r, 0, &tx), RC_OK);
    for (int i = 0; i < 3 * FORMS; i++) {
        int stmt = i % 3 == 0 ? 0 : i * 7 % FORMS;
        int64_t n = -1;
        assert_int_equal(sql_run_row(&tx, d->f.arena, stmt, 0, NULL, &n), RC_OK);
        assert_true(n == stmt);
    }
    sql_rollback(&tx);
    sql_close(r);
}

static void preparing_all_finds_the_bad_one(void **state)
{
    struct db *d = *state;
    static const struct sql_field out[] = {{"n", SQL_INT, 0, 0}};
    struct sql_part part = {"SELECT 1, 2", -1};
    struct sql_stmt_info info = {.name = "x.y",
                                 .source = "x.sql:1",
                                 .rows = SQL_ONE,
                                 .parts = &part,
                                 .part_count = 1,
                                 .out = out,
                                 .out_count = 1,
                                 .out_size = sizeof(int64_t)};
    struct sql_set set = {&info, 1};
    struct sql_db *r = NULL;
    assert_int_equal(sql_prepare_all(d->w), RC_OK);
    assert_int_equal(sql_open_set(d->f.path, SQL_READ_ONLY, &set, &r), RC_OK);
    assert_int_equal(sql_prepare_all(r), RC_INTERNAL); /* columns do not fit */
    part.text = "SELECT 1";
    assert_int_equal(sql_prepare_all(r), RC_OK);
    part.text = "SELECT nothing FROM nowhere";
    assert_int_equal(sql_prepare_all(r), RC_INTERNAL);
    struct sql_part parts[] = {{"SELECT 1", -1}, {" FROM nowhere", 0}};
    info.parts = parts;
    info.part_count = 2;
    info.fragment_count = 1;
    assert_int_equal(sql_prepare_all(r), RC_INTERNAL); /* only the fragment is wrong */
    sql_close(r);
    assert_int_equal(sql_open_set(d->f.path, SQL_WRITER, &set, &r), RC_OK);
    struct sql_part write = {"DELETE FROM items RETURNING amount", -1};
    info.parts = &write;
    info.part_count = 1;
    info.fragment_count = 0;
    assert_int_equal(sql_prepare_all(r), RC_INTERNAL); /* writes, but its record says read */
    sql_close(r);
}

static void explains(void **state)
{
    struct db *d = *state;
    const char *plan = NULL;
    assert_int_equal(sql_explain(d->w, d->f.arena, 1, 0, &plan), RC_OK);
    assert_non_null(strstr(plan, "SEARCH i USING INDEX"));
    assert_int_equal(sql_explain(d->w, d->f.arena, 2, 0, &plan), RC_OK);
    assert_non_null(strstr(plan, "SCAN items"));
}

static void copies_itself_for_a_backup(void **state)
{
    struct db *d = *state;
    add(d, "a", NULL, 1);
    assert_int_equal(sql_commit(&d->tx), RC_OK);
    char *path = fixture_text("%s.copy", d->f.path);
    struct sql_db *r = NULL;
    assert_int_equal(sql_open_set(d->f.path, SQL_READ_ONLY, &d->f.set, &r), RC_OK);
    assert_int_equal(sql_backup(r, path), RC_OK);
    assert_int_equal(sql_backup(r, path), RC_CONFLICT);
    assert_int_equal(sql_integrity(r), RC_OK);
    assert_int_not_equal(sql_script(r, "PRAGMA query_only=0", "test"), RC_OK); /* the guard is back */
    sql_close(r);
    assert_int_equal(sql_open_set(path, SQL_READ_ONLY, &d->f.set, &r), RC_OK);
    assert_int_equal(sql_integrity(r), RC_OK);
    struct tx tx;
    struct item_total_out out;
    assert_int_equal(sql_begin(r, 0, &tx), RC_OK);
    assert_int_equal(item_rows_total(&tx, d->f.arena, &out), RC_OK);
    assert_int_equal(out.n, 1);
    sql_rollback(&tx);
    sql_close(r);
    free(path);
}

static void integrity_finds_a_dangling_reference(void **state)
{
    struct db *d = *state;
    assert_int_equal(sql_commit(&d->tx), RC_OK);
    assert_int_equal(sql_script(d->w, "PRAGMA foreign_keys=0; INSERT INTO pairs VALUES ('gone', 5)", "test"), RC_OK);
    assert_int_equal(sql_integrity(d->w), RC_INTERNAL);
}

static void integrity_finds_a_damaged_page(void **state)
{
    struct db *d = *state;
    for (int i = 0; i < 200; i++) {
        char id[16];
        snprintf(id, sizeof id, "i%d", i);
        add(d, id, "a name that takes some room in the page", i);
    }
    assert_int_equal(sql_commit(&d->tx), RC_OK);
    int log_pages, done;
    assert_int_equal(sql_checkpoint(d->w, 0, &log_pages, &done), RC_OK);
    assert_true(log_pages > 0 && log_pages == done);
    sql_close(d->w);
    FILE *f = fopen(d->f.path, "r+b");
    assert_non_null(f);
    char junk[2048];
    memset(junk, 0x5a, sizeof junk);
    assert_int_equal(fseek(f, 4096 * 2, SEEK_SET), 0);
    assert_int_equal(fwrite(junk, 1, sizeof junk, f), sizeof junk);
    fclose(f);
    assert_int_equal(sql_open_set(d->f.path, SQL_WRITER, &d->f.set, &d->w), RC_OK);
    assert_int_not_equal(sql_integrity(d->w), RC_OK);
    assert_int_equal(sql_begin(d->w, 1, &d->tx), RC_OK);
}

/* A limit on the size of files makes the write itself fail: the writer must stop trusting the disk. */
static void a_failed_write_poisons(void **state)
{
    struct db *d = *state;
    static char big[1 << 20];
    memset(big, 'x', sizeof big - 1);
    struct rlimit old, small = {1 << 16, RLIM_INFINITY};
    signal(SIGXFSZ, SIG_IGN);
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &old), 0);
    small.rlim_max = old.rlim_max;
    add(d, "a", big, 1);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
    enum rc rc = sql_commit(&d->tx);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &old), 0);
    assert_int_equal(rc, RC_OUTCOME_UNKNOWN);
    assert_true(sql_is_poisoned(d->w));
    assert_false(sql_is_open(d->w));
}

int main(void)
{
#define DB_TEST(name) cmocka_unit_test_setup_teardown(name, open_db, close_db)
    const struct CMUnitTest tests[] = {
        DB_TEST(keeps_every_type),
        DB_TEST(keeps_null),
        DB_TEST(refuses_null_where_none_may_be),
        DB_TEST(refuses_a_column_of_another_type),
        DB_TEST(tells_one_from_opt),
        DB_TEST(refuses_a_second_row),
        DB_TEST(returns_rows_of_a_write),
        DB_TEST(lists_from_none_to_many),
        DB_TEST(fragments_in_all_combinations),
        DB_TEST(a_parameter_of_a_fragment_left_out_may_be_null),
        DB_TEST(quotes_come_through),
        DB_TEST(walks_and_stops),
        DB_TEST(a_full_arena_is_too_large),
        DB_TEST(constraints_are_conflicts),
        DB_TEST(savepoints_nest),
        DB_TEST(nothing_runs_without_a_transaction),
        DB_TEST(a_read_connection_refuses_writes),
        DB_TEST(quoted_words_are_no_strings),
        DB_TEST(only_one_may_write),
        DB_TEST(a_missing_file_is_not_made),
        DB_TEST(the_file_is_for_its_owner_only),
        DB_TEST(the_cache_forgets_the_oldest),
        DB_TEST(preparing_all_finds_the_bad_one),
        DB_TEST(explains),
        DB_TEST(copies_itself_for_a_backup),
        DB_TEST(integrity_finds_a_dangling_reference),
        DB_TEST(integrity_finds_a_damaged_page),
        DB_TEST(a_failed_write_poisons),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

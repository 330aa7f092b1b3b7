/*
 * test_reader.c - kept snapshots: own writes are seen, equal generations mean equal data, checkpoints are not held up.
 */
#include "store_fixture.h"

struct room {
    struct fixture f;
    struct writer *w;
    struct readers *rs;
    struct reader *r;
    struct tx tx;
};

static void release(void *arg)
{
    struct room *m = arg;
    if (m->rs != NULL) {
        readers_release(m->rs);
    }
}

static int open_room(void **state)
{
    struct room *m = calloc(1, sizeof *m);
    fixture_open(&m->f);
    fixture_make_database(&m->f);
    struct writer_options o = {.path = m->f.path,
                               .queue_max = 100,
                               .batch_max = 10,
                               .checkpoint_pages = 20,
                               .before_checkpoint = release,
                               .arg = m,
                               .set = &m->f.set};
    assert_int_equal(writer_start(&o, &m->w), RC_OK);
    assert_int_equal(readers_new(m->f.path, m->w, &m->rs), RC_OK);
    assert_int_equal(reader_open(m->rs, &m->r), RC_OK);
    *state = m;
    return 0;
}

static int close_room(void **state)
{
    struct room *m = *state;
    struct readers *rs = m->rs;
    writer_stop(m->w);
    readers_free(rs);
    fixture_close(&m->f);
    free(m);
    return 0;
}

static enum rc add_run(void *arg, struct tx *tx)
{
    struct item_add_in in = fixture_item(arg, 1);
    return item_rows_add(tx, &in);
}

static void add(struct room *m, const char *id)
{
    assert_int_equal(writer_call(m->w, add_run, (void *)(uintptr_t)id), RC_OK);
}

static int64_t count_in(struct room *m, struct tx *tx)
{
    struct item_total_out out;
    assert_int_equal(item_rows_total(tx, m->f.arena, &out), RC_OK);
    return out.n;
}

static int64_t count(struct room *m)
{
    assert_int_equal(reader_begin(m->r, &m->tx), RC_OK);
    int64_t n = count_in(m, &m->tx);
    reader_end(m->r);
    return n;
}

static void sees_its_own_write(void **state)
{
    struct room *m = *state;
    assert_int_equal(count(m), 0);
    for (int i = 1; i <= 50; i++) {
        char id[16];
        snprintf(id, sizeof id, "i%d", i);
        add(m, id);
        assert_int_equal(count(m), i);
    }
}

static void a_snapshot_does_not_change_in_use(void **state)
{
    struct room *m = *state;
    add(m, "a");
    assert_int_equal(reader_begin(m->r, &m->tx), RC_OK);
    assert_int_equal(count_in(m, &m->tx), 1);
    uint64_t generation = reader_generation(m->r);
    add(m, "b");
    assert_int_equal(count_in(m, &m->tx), 1);
    assert_true(reader_generation(m->r) == generation);
    reader_end(m->r);
    assert_int_equal(count(m), 2);
    assert_true(reader_generation(m->r) != generation);
}

/* The kept snapshot cannot be timed here; what can be shown is that a new generation always comes with a commit. */
static void a_commit_makes_a_new_generation(void **state)
{
    struct room *m = *state;
    uint64_t before = 0;
    for (int i = 0; i < 20; i++) {
        char id[16];
        snprintf(id, sizeof id, "i%d", i);
        add(m, id);
        assert_int_equal(count(m), i + 1);
        assert_true(reader_generation(m->r) > before);
        before = reader_generation(m->r);
    }
}

/* Within 20 ms most of many quick reads share a snapshot: far fewer generations than reads. */
static void a_snapshot_is_kept(void **state)
{
    struct room *m = *state;
    add(m, "a");
    enum { READS = 20000 };
    uint64_t first = reader_generation(m->r);
    for (int i = 0; i < READS; i++) {
        assert_int_equal(reader_begin(m->r, &m->tx), RC_OK);
        reader_end(m->r);
    }
    assert_true(reader_generation(m->r) - first < READS / 2);
}

static void release_ends_idle_snapshots(void **state)
{
    struct room *m = *state;
    add(m, "a");
    assert_int_equal(count(m), 1);
    uint64_t generation = reader_generation(m->r);
    readers_release(m->rs);
    assert_int_equal(count(m), 1);
    assert_true(reader_generation(m->r) == generation + 1);
}

static void release_spares_snapshots_in_use(void **state)
{
    struct room *m = *state;
    add(m, "a");
    assert_int_equal(reader_begin(m->r, &m->tx), RC_OK);
    assert_int_equal(count_in(m, &m->tx), 1);
    uint64_t generation = reader_generation(m->r);
    readers_release(m->rs);
    add(m, "b");
    assert_int_equal(count_in(m, &m->tx), 1);
    reader_end(m->r); /* lets go here */
    assert_int_equal(count(m), 2);
    assert_true(reader_generation(m->r) == generation + 1);
}

/* An idle reader with a kept snapshot, and a log that must begin anew all the same. */
static void an_idle_reader_does_not_pin_the_log(void **state)
{
    struct room *m = *state;
    add(m, "first");
    assert_int_equal(count(m), 1);
    struct writer_stats stats;
    int most = 0;
    for (int i = 0; i < 200; i++) {
        char id[16];
        snprintf(id, sizeof id, "i%d", i);
        add(m, id);
        writer_get_stats(m->w, &stats);
        most = stats.log_pages > most ? stats.log_pages : most;
    }
    assert_true(stats.checkpoints >= 5);
    assert_true(most < 60);
}

static void a_reader_in_use_holds_the_log_and_nothing_is_lost(void **state)
{
    struct room *m = *state;
    add(m, "first");
    assert_int_equal(reader_begin(m->r, &m->tx), RC_OK);
    assert_int_equal(count_in(m, &m->tx), 1);
    for (int i = 0; i < 100; i++) {
        char id[16];
        snprintf(id, sizeof id, "i%d", i);
        add(m, id);
    }
    assert_int_equal(count_in(m, &m->tx), 1);
    struct writer_stats stats;
    writer_get_stats(m->w, &stats);
    assert_true(stats.log_pages > 100);
    reader_end(m->r);
    for (int i = 100; i < 200; i++) {
        char id[16];
        snprintf(id, sizeof id, "i%d", i);
        add(m, id);
    }
    writer_get_stats(m->w, &stats);
    assert_true(stats.log_pages < 100);
    assert_int_equal(count(m), 201);
}

static void readers_go_their_own_way(void **state)
{
    struct room *m = *state;
    struct reader *other = NULL;
    struct tx tx;
    assert_int_equal(reader_open(m->rs, &other), RC_OK);
    add(m, "a");
    assert_int_equal(reader_begin(m->r, &m->tx), RC_OK);
    assert_int_equal(count_in(m, &m->tx), 1);
    add(m, "b");
    assert_int_equal(reader_begin(other, &tx), RC_OK);
    assert_int_equal(count_in(m, &tx), 2);
    assert_int_equal(count_in(m, &m->tx), 1);
    reader_end(other);
    reader_end(m->r);
}

static void tools_read_without_a_writer(void **state)
{
    struct room *m = *state;
    add(m, "a");
    struct readers *rs = NULL;
    struct reader *r = NULL;
    struct tx tx;
    assert_int_equal(readers_new(m->f.path, NULL, &rs), RC_OK);
    assert_int_equal(reader_open(rs, &r), RC_OK);
    assert_int_equal(reader_begin(r, &tx), RC_OK);
    assert_int_equal(tx.is_write, 0);
    reader_end(r);
    readers_free(rs);
}

static void opening_nothing_fails(void **state)
{
    struct room *m = *state;
    char *path = fixture_text("%s.none", m->f.path);
    struct readers *rs = NULL;
    struct reader *r = NULL;
    assert_int_equal(readers_new(path, NULL, &rs), RC_OK);
    assert_int_equal(reader_open(rs, &r), RC_UNAVAILABLE);
    assert_null(r);
    readers_free(rs);
    free(path);
}

int main(void)
{
#define ROOM_TEST(name) cmocka_unit_test_setup_teardown(name, open_room, close_room)
    const struct CMUnitTest tests[] = {
        ROOM_TEST(sees_its_own_write),
        ROOM_TEST(a_snapshot_does_not_change_in_use),
        ROOM_TEST(a_commit_makes_a_new_generation),
        ROOM_TEST(a_snapshot_is_kept),
        ROOM_TEST(release_ends_idle_snapshots),
        ROOM_TEST(release_spares_snapshots_in_use),
        ROOM_TEST(an_idle_reader_does_not_pin_the_log),
        ROOM_TEST(a_reader_in_use_holds_the_log_and_nothing_is_lost),
        ROOM_TEST(readers_go_their_own_way),
        ROOM_TEST(tools_read_without_a_writer),
        ROOM_TEST(opening_nothing_fails),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/*
 * test_threads.c - readers, submitters, writer and checkpoints all at once; meant for the thread sanitizer too.
 *
 * Each job adds a row and its pair, so that in every snapshot the two tables must agree; each submitter must see its own
 * last row at once in a reader of its own.
 */
#include "store_fixture.h"

#include <pthread.h>
#include <stdatomic.h>

enum { SUBMITTERS = 4, READERS = 4, JOBS = 150, READS = 400 };

struct hall {
    struct fixture f;
    struct writer *w;
    struct readers *rs;
    atomic_int next_number;
    atomic_int wrong;
};

struct task {
    struct hall *hall;
    int number;
    char id[32];
    int n;
};

static void release(void *arg)
{
    struct hall *h = arg;
    readers_release(h->rs);
}

static enum rc add_pair(void *arg, struct tx *tx)
{
    const struct task *t = arg;
    struct item_add_in in = fixture_item(t->id, t->n);
    enum rc rc = item_rows_add(tx, &in);
    if (rc == RC_OK) {
        rc = item_rows_pair_add(tx, &(struct item_pair_add_in){t->id, t->n});
    }
    return rc == RC_OK && t->n % 7 == 0 ? RC_REFUSED : rc; /* some roll back */
}

static void *submit_many(void *arg)
{
    struct task *t = arg;
    struct hall *h = t->hall;
    struct arena *a = arena_new(1 << 20);
    struct reader *r = NULL;
    if (reader_open(h->rs, &r) != RC_OK) {
        atomic_fetch_add(&h->wrong, 1);
        return NULL;
    }
    for (int i = 0; i < JOBS; i++) {
        t->n = atomic_fetch_add(&h->next_number, 1);
        snprintf(t->id, sizeof t->id, "s%d-%d", t->number, i);
        enum rc told = writer_call(h->w, add_pair, t);
        struct tx tx;
        struct item_row row;
        int is_wrong = told != (t->n % 7 == 0 ? RC_REFUSED : RC_OK) || reader_begin(r, &tx) != RC_OK;
        if (!is_wrong) {
            enum rc seen = item_rows_get(&tx, a, &(struct item_get_in){t->id}, &row);
            is_wrong = seen != (told == RC_OK ? RC_OK : RC_NOT_FOUND) || (seen == RC_OK && row.amount != t->n);
            reader_end(r);
        }
        atomic_fetch_add(&h->wrong, is_wrong);
        arena_reset(a);
    }
    arena_free(a);
    return NULL;
}

static void *read_many(void *arg)
{
    struct task *t = arg;
    struct hall *h = t->hall;
    struct arena *a = arena_new(1 << 20);
    struct reader *r = NULL;
    if (reader_open(h->rs, &r) != RC_OK) {
        atomic_fetch_add(&h->wrong, 1);
        return NULL;
    }
    uint64_t generation = 0;
    int64_t of_generation = -1;
    for (int i = 0; i < READS; i++) {
        struct tx tx;
        struct item_total_out items;
        struct item_pair_count_out pairs;
        int is_wrong = reader_begin(r, &tx) != RC_OK;
        if (!is_wrong) {
            is_wrong = item_rows_total(&tx, a, &items) != RC_OK || item_rows_pair_count(&tx, a, &pairs) != RC_OK ||
                       items.n != pairs.n;
            is_wrong |= generation == reader_generation(r) && items.n != of_generation;
            generation = reader_generation(r);
            of_generation = items.n;
            reader_end(r);
        }
        atomic_fetch_add(&h->wrong, is_wrong);
        arena_reset(a);
    }
    arena_free(a);
    return NULL;
}

static void all_at_once(void **state)
{
    struct fixture *f = *state;
    struct hall h = {.f = *f};
    atomic_init(&h.next_number, 1);
    struct writer_options o = {.path = f->path,
                               .queue_max = 100,
                               .batch_max = 8,
                               .checkpoint_pages = 30,
                               .before_checkpoint = release,
                               .arg = &h,
                               .set = &f->set};
    assert_int_equal(writer_start(&o, &h.w), RC_OK);
    assert_int_equal(readers_new(f->path, h.w, &h.rs), RC_OK);
    pthread_t threads[SUBMITTERS + READERS];
    struct task tasks[SUBMITTERS + READERS];
    for (int i = 0; i < SUBMITTERS + READERS; i++) {
        tasks[i] = (struct task){.hall = &h, .number = i};
        assert_int_equal(pthread_create(&threads[i], NULL, i < SUBMITTERS ? submit_many : read_many, &tasks[i]), 0);
    }
    for (int i = 0; i < SUBMITTERS + READERS; i++) {
        pthread_join(threads[i], NULL);
    }
    assert_int_equal(atomic_load(&h.wrong), 0);
    struct writer_stats stats;
    writer_get_stats(h.w, &stats);
    assert_int_equal(stats.jobs, SUBMITTERS * JOBS);
    assert_int_equal(stats.failed_jobs, SUBMITTERS * JOBS / 7);
    assert_true(stats.checkpoints > 0);
    struct reader *r = NULL;
    struct tx tx;
    struct item_total_out total;
    assert_int_equal(reader_open(h.rs, &r), RC_OK);
    assert_int_equal(reader_begin(r, &tx), RC_OK);
    assert_int_equal(item_rows_total(&tx, f->arena, &total), RC_OK);
    reader_end(r);
    assert_int_equal(total.n, SUBMITTERS * JOBS - SUBMITTERS * JOBS / 7);
    writer_stop(h.w); /* its last checkpoints still ask the readers to let go */
    readers_free(h.rs);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(all_at_once, fixture_setup, fixture_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/*
 * test_writer.c - group commit: what each job hears, what stays, what a failing neighbour or disk does to it.
 *
 * A batch of known jobs is made by a first job that waits at a gate while the others queue up behind it; they then form
 * the next batch.
 */
#include "store_fixture.h"

#include <pthread.h>
#include <signal.h>
#include <sqlite3.h>
#include <sys/resource.h>

struct gate {
    pthread_mutex_t lock;
    pthread_cond_t wake;
    int entered;
    int is_open;
    int done; /* jobs that heard their end */
};

enum kind { ADD, REFUSE, ADD_AND_REFUSE, ADD_TWICE, WAIT, LOOK, NOTHING };

/* One job of the tests; `kind` says what it does. */
struct act {
    struct writer_job job; /* first */
    struct gate *gate;
    enum kind kind;
    const char *id;
    int64_t seen;
    int runs;
    int dones;
    enum rc told;
    uint64_t commits_when_told;
    struct writer *w;
    struct arena *arena;
};

struct desk {
    struct fixture f;
    struct writer *w;
    struct gate gate;
    struct writer_options options;
    int batch_ends;
    enum rc batch_end_rc;
    int foreigns;
    enum rc foreign_rc;
    int poisons;
    int releases;
};

static void gate_wait(struct gate *g)
{
    pthread_mutex_lock(&g->lock);
    g->entered = 1;
    pthread_cond_broadcast(&g->wake);
    while (!g->is_open) {
        pthread_cond_wait(&g->wake, &g->lock);
    }
    pthread_mutex_unlock(&g->lock);
}

static void gate_await_entry(struct gate *g)
{
    pthread_mutex_lock(&g->lock);
    while (!g->entered) {
        pthread_cond_wait(&g->wake, &g->lock);
    }
    pthread_mutex_unlock(&g->lock);
}

static void gate_open(struct gate *g)
{
    pthread_mutex_lock(&g->lock);
    g->is_open = 1;
    pthread_cond_broadcast(&g->wake);
    pthread_mutex_unlock(&g->lock);
}

static void gate_await_done(struct gate *g, int count)
{
    pthread_mutex_lock(&g->lock);
    while (g->done < count) {
        pthread_cond_wait(&g->wake, &g->lock);
    }
    pthread_mutex_unlock(&g->lock);
}

static enum rc act_run(struct writer_job *job, struct tx *tx)
{
    struct act *a = (struct act *)job;
    struct item_add_in in = fixture_item(a->id, 1);
    struct item_total_out total;
    enum rc rc = RC_OK;
    a->runs++;
    switch (a->kind) {
    case ADD: return item_rows_add(tx, &in);
    case REFUSE: return RC_REFUSED;
    case ADD_AND_REFUSE: rc = item_rows_add(tx, &in); return rc == RC_OK ? RC_REFUSED : rc;
    case ADD_TWICE: rc = item_rows_add(tx, &in); return rc == RC_OK ? item_rows_add(tx, &in) : rc;
    case WAIT: gate_wait(a->gate); return RC_OK;
    case LOOK:
        rc = item_rows_total(tx, a->arena, &total);
        a->seen = total.n;
        return rc;
    case NOTHING: break;
    }
    return RC_OK;
}

static void act_done(struct writer_job *job, enum rc rc)
{
    struct act *a = (struct act *)job;
    pthread_mutex_lock(&a->gate->lock);
    a->dones++;
    a->told = rc;
    a->commits_when_told = writer_commits(a->w);
    a->gate->done++;
    pthread_cond_broadcast(&a->gate->wake);
    pthread_mutex_unlock(&a->gate->lock);
}

static struct act act(struct desk *d, enum kind kind, const char *id)
{
    return (struct act){.job = {.run = act_run, .done = act_done},
                        .gate = &d->gate,
                        .kind = kind,
                        .id = id,
                        .w = d->w,
                        .arena = d->f.arena};
}

static enum rc on_batch_end(void *arg, struct tx *tx)
{
    struct desk *d = arg;
    d->batch_ends++;
    if (d->batch_end_rc == RC_OK) {
        return item_rows_note(tx, &(struct item_note_in){"batch"});
    }
    return d->batch_end_rc;
}

static enum rc on_foreign(void *arg, struct tx *tx)
{
    struct desk *d = arg;
    d->foreigns++;
    return d->foreign_rc == RC_OK ? item_rows_note(tx, &(struct item_note_in){"foreign"}) : d->foreign_rc;
}

static void on_poison(void *arg)
{
    struct desk *d = arg;
    pthread_mutex_lock(&d->gate.lock);
    d->poisons++;
    pthread_cond_broadcast(&d->gate.wake);
    pthread_mutex_unlock(&d->gate.lock);
}

static void on_checkpoint(void *arg)
{
    struct desk *d = arg;
    d->releases++;
}

static int open_desk(void **state)
{
    struct desk *d = calloc(1, sizeof *d);
    fixture_open(&d->f);
    fixture_make_database(&d->f);
    pthread_mutex_init(&d->gate.lock, NULL);
    pthread_cond_init(&d->gate.wake, NULL);
    d->options = (struct writer_options){.path = d->f.path,
                                         .queue_max = 100,
                                         .batch_max = 50,
                                         .checkpoint_pages = 1000,
                                         .on_poison = on_poison,
                                         .before_checkpoint = on_checkpoint,
                                         .arg = d,
                                         .set = &d->f.set};
    *state = d;
    return 0;
}

static int close_desk(void **state)
{
    struct desk *d = *state;
    writer_stop(d->w);
    fixture_close(&d->f);
    pthread_cond_destroy(&d->gate.wake);
    pthread_mutex_destroy(&d->gate.lock);
    free(d);
    return 0;
}

static void start(struct desk *d)
{
    assert_int_equal(writer_start(&d->options, &d->w), RC_OK);
}

/* Runs the jobs as one batch and waits for all. */
static void run_batch(struct desk *d, struct act *acts, int count)
{
    struct act first = act(d, WAIT, NULL);
    int before = d->gate.done;
    d->gate.entered = d->gate.is_open = 0;
    assert_int_equal(writer_submit(d->w, &first.job), RC_OK);
    gate_await_entry(&d->gate);
    for (int i = 0; i < count; i++) {
        assert_int_equal(writer_submit(d->w, &acts[i].job), RC_OK);
    }
    gate_open(&d->gate);
    gate_await_done(&d->gate, before + count + 1);
    assert_int_equal(first.dones, 1);
}

/* Items in the file, as a connection of its own sees them. */
static int64_t count(struct desk *d)
{
    struct sql_db *r = NULL;
    struct tx tx;
    struct item_total_out out;
    assert_int_equal(sql_open_set(d->f.path, SQL_READ_ONLY, &d->f.set, &r), RC_OK);
    assert_int_equal(sql_begin(r, 0, &tx), RC_OK);
    assert_int_equal(item_rows_total(&tx, d->f.arena, &out), RC_OK);
    sql_rollback(&tx);
    sql_close(r);
    return out.n;
}

static void one_commit_for_a_batch(void **state)
{
    struct desk *d = *state;
    start(d);
    struct act acts[3];
    static const char *const ids[] = {"a", "b", "c"};
    for (int i = 0; i < 3; i++) {
        acts[i] = act(d, ADD, ids[i]);
    }
    run_batch(d, acts, 3);
    assert_int_equal(count(d), 3);
    for (int i = 0; i < 3; i++) {
        assert_int_equal(acts[i].told, RC_OK);
        assert_int_equal(acts[i].dones, 1);
        assert_int_equal(acts[i].runs, 1);
        assert_int_equal(acts[i].commits_when_told, 2); /* the gate's and ours, before anybody is told */
    }
    struct writer_stats stats;
    writer_get_stats(d->w, &stats);
    assert_int_equal(stats.commits, 2);
    assert_int_equal(stats.jobs, 4);
    assert_int_equal(stats.failed_jobs, 0);
    assert_int_equal(stats.batch_last, 3);
    assert_int_equal(stats.queue_length, 0);
    assert_true(stats.log_pages > 0);
}

static void a_failing_job_rolls_back_alone(void **state)
{
    struct desk *d = *state;
    start(d);
    struct act acts[] = {act(d, ADD, "a"), act(d, ADD_AND_REFUSE, "b"), act(d, LOOK, NULL), act(d, ADD_TWICE, "c"),
                         act(d, ADD, "d"), act(d, LOOK, NULL)};
    run_batch(d, acts, 6);
    static const enum rc told[] = {RC_OK, RC_REFUSED, RC_OK, RC_CONFLICT, RC_OK, RC_OK};
    for (int i = 0; i < 6; i++) {
        assert_int_equal(acts[i].told, told[i]);
    }
    assert_int_equal(acts[2].seen, 1); /* a later job sees the earlier ones of its batch, not the refused */
    assert_int_equal(acts[5].seen, 2);
    assert_int_equal(count(d), 2);
    struct writer_stats stats;
    writer_get_stats(d->w, &stats);
    assert_int_equal(stats.failed_jobs, 2);
}

/* A batch is run again only when a job had to be undone, and not twice in a row. */
static void undoing_a_job_runs_its_batch_again(void **state)
{
    struct desk *d = *state;
    start(d);
    struct act tame[] = {act(d, ADD, "a"), act(d, REFUSE, NULL), act(d, ADD, "b")};
    run_batch(d, tame, 3);
    struct act wild[] = {act(d, ADD, "c"), act(d, ADD_AND_REFUSE, "d"), act(d, ADD, "e")};
    run_batch(d, wild, 3);
    struct act again[] = {act(d, ADD, "f"), act(d, ADD_AND_REFUSE, "g"), act(d, ADD, "h")};
    run_batch(d, again, 3);
    for (int i = 0; i < 3; i++) {
        assert_int_equal(tame[i].runs, 1);
        assert_int_equal(wild[i].runs, i == 2 ? 1 : 2); /* the third was not reached the first time */
        assert_int_equal(again[i].runs, 1);
        assert_int_equal(tame[i].told, i == 1 ? RC_REFUSED : RC_OK);
        assert_int_equal(wild[i].told, i == 1 ? RC_REFUSED : RC_OK);
        assert_int_equal(again[i].told, i == 1 ? RC_REFUSED : RC_OK);
        assert_int_equal(wild[i].dones, 1);
    }
    assert_int_equal(count(d), 6);
}

static void refusals_alone_commit_nothing(void **state)
{
    struct desk *d = *state;
    d->options.batch_end = on_batch_end;
    start(d);
    struct act one = act(d, ADD_AND_REFUSE, "a");
    assert_int_equal(writer_submit(d->w, &one.job), RC_OK);
    gate_await_done(&d->gate, 1);
    assert_int_equal(one.told, RC_REFUSED);
    assert_int_equal(writer_commits(d->w), 0);
    assert_int_equal(count(d), 0);
    assert_int_equal(d->batch_ends, 0);
}

static void the_end_of_a_batch_is_part_of_it(void **state)
{
    struct desk *d = *state;
    d->options.batch_end = on_batch_end;
    start(d);
    struct act acts[] = {act(d, ADD, "a"), act(d, ADD, "b")};
    run_batch(d, acts, 2);
    assert_int_equal(d->batch_ends, 2); /* the gate's batch and ours */
    assert_int_equal(count(d), 2);
    d->batch_end_rc = RC_INTERNAL;
    struct act more[] = {act(d, ADD, "c"), act(d, ADD_AND_REFUSE, "d")};
    run_batch(d, more, 2);
    assert_int_equal(more[0].told, RC_UNAVAILABLE);
    assert_int_equal(more[1].told, RC_UNAVAILABLE); /* it may have read what is gone */
    struct writer_stats stats;
    writer_get_stats(d->w, &stats);
    assert_true(stats.is_failing);
    assert_int_equal(count(d), 2);
    d->batch_end_rc = RC_OK;
    struct act again = act(d, ADD, "c");
    run_batch(d, &again, 1);
    assert_int_equal(again.told, RC_OK);
    writer_get_stats(d->w, &stats);
    assert_false(stats.is_failing);
    assert_int_equal(count(d), 3);
}

static void a_full_queue_is_busy(void **state)
{
    struct desk *d = *state;
    d->options.queue_max = 2;
    start(d);
    struct act first = act(d, WAIT, NULL);
    struct act acts[] = {act(d, ADD, "a"), act(d, ADD, "b"), act(d, ADD, "c")};
    assert_int_equal(writer_submit(d->w, &first.job), RC_OK);
    gate_await_entry(&d->gate);
    assert_int_equal(writer_submit(d->w, &acts[0].job), RC_OK);
    assert_int_equal(writer_submit(d->w, &acts[1].job), RC_OK);
    assert_int_equal(writer_submit(d->w, &acts[2].job), RC_BUSY);
    struct writer_stats stats;
    writer_get_stats(d->w, &stats);
    assert_int_equal(stats.queue_length, 2);
    gate_open(&d->gate);
    gate_await_done(&d->gate, 3);
    assert_int_equal(acts[2].dones, 0);
    assert_int_equal(writer_submit(d->w, &acts[2].job), RC_OK); /* there is room again */
    gate_await_done(&d->gate, 4);
    assert_int_equal(count(d), 3);
}

static void batches_have_a_limit(void **state)
{
    struct desk *d = *state;
    d->options.batch_max = 2;
    start(d);
    struct act acts[] = {act(d, ADD, "a"), act(d, ADD, "b"), act(d, ADD, "c"), act(d, ADD, "d"), act(d, ADD, "e")};
    run_batch(d, acts, 5);
    assert_int_equal(count(d), 5);
    assert_int_equal(writer_commits(d->w), 4); /* the gate's, then 2 + 2 + 1 */
}

static void stopping_finishes_the_queue(void **state)
{
    struct desk *d = *state;
    start(d);
    struct act first = act(d, WAIT, NULL);
    struct act acts[] = {act(d, ADD, "a"), act(d, ADD, "b")};
    assert_int_equal(writer_submit(d->w, &first.job), RC_OK);
    gate_await_entry(&d->gate);
    assert_int_equal(writer_submit(d->w, &acts[0].job), RC_OK);
    assert_int_equal(writer_submit(d->w, &acts[1].job), RC_OK);
    gate_open(&d->gate);
    writer_stop(d->w);
    d->w = NULL;
    assert_int_equal(acts[0].told, RC_OK);
    assert_int_equal(acts[1].told, RC_OK);
    assert_int_equal(count(d), 2);
}

static enum rc call_add(void *arg, struct tx *tx)
{
    struct item_add_in in = fixture_item(arg, 1);
    return item_rows_add(tx, &in);
}

static void a_call_waits_for_its_end(void **state)
{
    struct desk *d = *state;
    start(d);
    assert_int_equal(writer_call(d->w, call_add, "a"), RC_OK);
    assert_int_equal(writer_commits(d->w), 1);
    assert_int_equal(writer_call(d->w, call_add, "a"), RC_CONFLICT);
    assert_int_equal(writer_commits(d->w), 1);
    assert_int_equal(count(d), 1);
}

static void start_refuses_what_it_cannot_open(void **state)
{
    struct desk *d = *state;
    char *path = fixture_text("%s/none.db", d->f.folder);
    d->options.path = path;
    assert_int_equal(writer_start(&d->options, &d->w), RC_UNAVAILABLE);
    assert_null(d->w);
    struct sql_db *empty = NULL;
    assert_int_equal(sql_open_set(path, SQL_CREATE, &d->f.set, &empty), RC_OK);
    sql_close(empty);
    assert_int_equal(writer_start(&d->options, &d->w), RC_INTERNAL); /* no tables: the statements do not fit */
    assert_null(d->w);
    free(path);
}

static void checkpoints_between_batches(void **state)
{
    struct desk *d = *state;
    d->options.checkpoint_pages = 20;
    start(d);
    struct writer_stats stats;
    int most = 0;
    for (int i = 0; i < 200; i++) {
        char *id = fixture_text("i%d", i);
        assert_int_equal(writer_call(d->w, call_add, id), RC_OK);
        free(id);
        writer_get_stats(d->w, &stats);
        most = stats.log_pages > most ? stats.log_pages : most;
    }
    assert_true(stats.checkpoints >= 5);
    assert_true(d->releases >= 5);
    assert_true(most < 60); /* the log begins anew instead of growing with every commit */
    assert_int_equal(count(d), 200);
}

static enum rc call_add_big(void *arg, struct tx *tx)
{
    static char big[1 << 20];
    memset(big, 'x', sizeof big - 1);
    struct item_add_in in = fixture_item(arg, 1);
    in.name = big;
    return item_rows_add(tx, &in);
}

/* The limit on file size makes the commit's own write fail. */
static void a_failing_disk_leaves_the_outcome_unknown(void **state)
{
    struct desk *d = *state;
    start(d);
    assert_int_equal(writer_call(d->w, call_add, "a"), RC_OK);
    struct rlimit old, small;
    signal(SIGXFSZ, SIG_IGN);
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &old), 0);
    small = (struct rlimit){1 << 17, old.rlim_max};
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
    enum rc rc = writer_call(d->w, call_add_big, "b");
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &old), 0);
    assert_int_equal(rc, RC_OUTCOME_UNKNOWN);
    pthread_mutex_lock(&d->gate.lock);
    while (d->poisons == 0) {
        pthread_cond_wait(&d->gate.wake, &d->gate.lock);
    }
    pthread_mutex_unlock(&d->gate.lock);
    /* Should the process go on all the same, nothing more is acknowledged. */
    assert_int_equal(writer_call(d->w, call_add, "c"), RC_UNAVAILABLE);
    assert_int_equal(writer_commits(d->w), 1);
    writer_stop(d->w);
    d->w = NULL;
    assert_int_equal(d->poisons, 1);
    assert_int_equal(count(d), 1);
}

static enum rc call_limit(void *arg, struct tx *tx)
{
    (void)arg;
    return sql_script(tx->db, "PRAGMA max_page_count=40", "test");
}

/* Stands for an engine that gave the transaction up behind the job's back. */
static enum rc lose_transaction(struct writer_job *job, struct tx *tx)
{
    (void)job;
    sql_rollback(tx);
    return RC_OK;
}

static void a_lost_transaction_fails_the_whole_batch(void **state)
{
    struct desk *d = *state;
    start(d);
    struct act acts[] = {act(d, ADD, "a"), act(d, NOTHING, NULL), act(d, ADD, "b"), act(d, ADD_AND_REFUSE, "c")};
    acts[1].job.run = lose_transaction;
    run_batch(d, acts, 4);
    for (int i = 0; i < 4; i++) {
        assert_int_equal(acts[i].told, RC_UNAVAILABLE);
        assert_int_equal(acts[i].dones, 1);
    }
    assert_int_equal(acts[2].runs, 0); /* it would have committed alone */
    assert_int_equal(count(d), 0);
    struct act again = act(d, ADD, "a");
    run_batch(d, &again, 1);
    assert_int_equal(again.told, RC_OK);
    assert_int_equal(d->poisons, 0);
}

/* The real thing: a database that may hold few pages drops the whole transaction on the row that is too much. */
static void a_full_database_keeps_what_was_committed(void **state)
{
    struct desk *d = *state;
    d->options.foreign = on_foreign;
    start(d);
    assert_int_equal(writer_call(d->w, call_add, "a"), RC_OK);
    assert_int_equal(writer_call(d->w, call_limit, NULL), RC_OK);
    enum rc rc = writer_call(d->w, call_add_big, "b");
    assert_int_equal(rc, RC_UNAVAILABLE);
    assert_int_equal(d->poisons, 0);
    assert_int_equal(writer_call(d->w, call_add, "c"), RC_OK);
    assert_int_equal(count(d), 2);
    assert_int_equal(d->foreigns, 0); /* nobody else's doing */
}

/* Another connection, as a tool of somebody else's would have it, puts a row there and takes it away. */
static void write_past_the_writer(struct desk *d)
{
    sqlite3 *db;
    assert_int_equal(sqlite3_open_v2(d->f.path, &db, SQLITE_OPEN_READWRITE, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, "INSERT INTO notes (item) VALUES ('theirs')", NULL, NULL, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, "DELETE FROM notes WHERE item = 'theirs'", NULL, NULL, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_close(db), SQLITE_OK);
}

static void somebody_else_who_writes_is_told_of_once(void **state)
{
    struct desk *d = *state;
    d->options.foreign = on_foreign;
    start(d);
    assert_int_equal(writer_call(d->w, call_add, "a"), RC_OK);
    struct act refused = act(d, ADD_AND_REFUSE, "b");
    run_batch(d, &refused, 1); /* what the writer rolls back itself */
    writer_trim(d->w);         /* and what it copies back */
    assert_int_equal(writer_call(d->w, call_add, "c"), RC_OK);
    assert_int_equal(writer_call(d->w, call_add, "d"), RC_OK);
    assert_int_equal(d->foreigns, 0);
    write_past_the_writer(d);
    d->foreign_rc = RC_INTERNAL; /* a batch that cannot say so keeps nothing */
    assert_int_equal(writer_call(d->w, call_add, "e"), RC_UNAVAILABLE);
    assert_int_equal(count(d), 3);
    d->foreign_rc = RC_OK; /* and the next one says it */
    d->foreigns = 0;
    struct act look = act(d, LOOK, NULL);
    run_batch(d, &look, 1);
    assert_int_equal(look.told, RC_OK);
    assert_int_equal(writer_call(d->w, call_add, "e"), RC_OK);
    assert_int_equal(d->foreigns, 1);
    assert_int_equal(count(d), 4);
}

int main(void)
{
#define DESK_TEST(name) cmocka_unit_test_setup_teardown(name, open_desk, close_desk)
    const struct CMUnitTest tests[] = {
        DESK_TEST(one_commit_for_a_batch),
        DESK_TEST(a_failing_job_rolls_back_alone),
        DESK_TEST(undoing_a_job_runs_its_batch_again),
        DESK_TEST(refusals_alone_commit_nothing),
        DESK_TEST(the_end_of_a_batch_is_part_of_it),
        DESK_TEST(a_full_queue_is_busy),
        DESK_TEST(batches_have_a_limit),
        DESK_TEST(stopping_finishes_the_queue),
        DESK_TEST(a_call_waits_for_its_end),
        DESK_TEST(start_refuses_what_it_cannot_open),
        DESK_TEST(checkpoints_between_batches),
        DESK_TEST(a_failing_disk_leaves_the_outcome_unknown),
        DESK_TEST(a_lost_transaction_fails_the_whole_batch),
        DESK_TEST(a_full_database_keeps_what_was_committed),
        DESK_TEST(somebody_else_who_writes_is_told_of_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/*
 * test_demonstration.c - who may put an office to rest behind a demonstration, and what is told by refusing it.
 *
 * Runs on: the main thread. Owns: the bell.
 */
#include "office_fixture.h"

#include "domain/demonstration.h"
#include "domain/grant.h"
#include "domain/sample.h"
#include "store/sql.h"

#include <stdio.h>
#include <string.h>

/* A row as the lists see it; its number tells the two apart. Whoever brought it is looked for at the end of the transaction, which never comes. */
#define CASE_SQL                                                                                                       \
    "PRAGMA defer_foreign_keys = ON; INSERT INTO cases (id, number, title, lane, workflow_key, workflow_version, "     \
    "stage, state, is_open, channel, purpose, urgency, request, is_first, people_count, petitioner_id, "               \
    "registrar_unit_id, holder_unit_id, held_since_ms, registered_ms, due_key, is_sealed) SELECT 'c%d', 'n%d', 't', "  \
    "'D', 'k', 1, 'intake', 'registered', 1, 'letter', 'relief', 'normal', 'r', 1, 1, 'p', u.id, u.id, 1, 1, 1, %d "   \
    "FROM units u WHERE u.kind = 'bureau'"

static void ring(void *arg)
{
    ++*(int *)arg;
}

static int rung;

static int set_up(void **state)
{
    if (office_fixture_setup(state) != 0) {
        return -1;
    }
    struct office_fixture *f = *state;
    static const struct grant_role officer = {
        "accusation_officer", "检举控告办理", "Accusations", "case.read case.act", 0, 4};
    assert_int_equal(grant_load_roles(&f->ctx, &f->tx, &officer, 1), RC_OK);
    assert_int_equal(demonstration_new(ring, &rung, &f->env.demonstration), RC_OK);
    return 0;
}

static int tear_down(void **state)
{
    struct office_fixture *f = *state;
    demonstration_free(f->env.demonstration);
    return office_fixture_teardown(state);
}

static void make_ready(struct office_fixture *f)
{
    office_fixture_act_as(f, f->admin_id);
    assert_int_equal(demonstration_begin(&f->ctx, &f->tx), RC_OK);
    demonstration_set_ready(f->env.demonstration, f->admin_id, "secret");
}

/* The other one would stand before an office that nobody can sign in to. */
static void only_who_asked_shows_it(void **state)
{
    struct office_fixture *f = *state;
    const char *other = office_fixture_account(f, "other", "system_admin", f->county.id, "all");
    make_ready(f);
    office_fixture_act_as(f, other);
    office_fixture_refused(f, demonstration_show(&f->ctx, &f->tx), RC_REFUSED, "demo_others");
    assert_int_equal(office_fixture_entries(f, "demo.show"), 0);
    office_fixture_act_as(f, f->admin_id);
    assert_int_equal(demonstration_show(&f->ctx, &f->tx), RC_OK);
    assert_int_equal(office_fixture_entries(f, "demo.show"), 1);
    office_fixture_refused(f, demonstration_end(&f->ctx, &f->tx), RC_REFUSED, "demo_busy");
}

static void anybody_gives_it_up(void **state)
{
    struct office_fixture *f = *state;
    struct demonstration_wish wish;
    const char *other = office_fixture_account(f, "other", "system_admin", f->county.id, "all");
    make_ready(f);
    office_fixture_act_as(f, other);
    assert_int_equal(demonstration_end(&f->ctx, &f->tx), RC_OK);
    assert_int_equal(demonstration_wish_get(&f->ctx, &f->tx, &wish), RC_OK);
    assert_int_equal(wish.deed, DEMONSTRATION_END);
    assert_string_equal(wish.by, f->admin_id);
}

static void a_case(struct office_fixture *f, int is_sealed)
{
    char text[800];
    snprintf(text, sizeof text, CASE_SQL, is_sealed, is_sealed, is_sealed);
    assert_int_equal(sql_script(f->db, text, "case"), RC_OK);
}

/* That there are accusations is not told: with the role given all is refused, whatever there is. */
static void accusations_change_no_answer(void **state)
{
    struct office_fixture *f = *state;
    struct sample_state before, after;
    int64_t count;
    make_ready(f);
    assert_int_equal(demonstration_end(&f->ctx, &f->tx), RC_OK);
    assert_int_equal(demonstration_settle(&f->ctx, &f->tx, "given_up"), RC_OK);
    (void)office_fixture_account(f, "officer", "accusation_officer", f->bureau.id, "unit");
    for (int is_there = 0; is_there <= 1; is_there++) {
        office_fixture_refused(f, demonstration_begin(&f->ctx, &f->tx), RC_REFUSED, "demo_officer");
        office_fixture_refused(f, sample_drop(&f->ctx, &f->tx, &count), RC_REFUSED, "sample_officer");
        assert_int_equal(sample_get(&f->ctx, &f->tx, is_there ? &after : &before), RC_OK);
        if (!is_there) {
            a_case(f, 1);
        }
    }
    assert_memory_equal(&before, &after, sizeof before);
    a_case(f, 0);
    office_fixture_refused(f, demonstration_begin(&f->ctx, &f->tx), RC_REFUSED, "demo_late");
    office_fixture_refused(f, sample_drop(&f->ctx, &f->tx, &count), RC_REFUSED, "sample_cases");
}

/* Also when it is ready already. */
static void an_officer_stops_what_is_ready(void **state)
{
    struct office_fixture *f = *state;
    make_ready(f);
    office_fixture_act_as(f, NULL);
    (void)office_fixture_account(f, "officer", "accusation_officer", f->bureau.id, "unit");
    office_fixture_act_as(f, f->admin_id);
    office_fixture_refused(f, demonstration_show(&f->ctx, &f->tx), RC_REFUSED, "demo_officer");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {TEST(only_who_asked_shows_it), TEST(anybody_gives_it_up),
                                       TEST(accusations_change_no_answer), TEST(an_officer_stops_what_is_ready)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

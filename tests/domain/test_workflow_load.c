/*
 * test_workflow_load.c - every way in which a definition can be wrong is found, told and located; good ones load whole.
 *
 * The fixtures in tests/fixtures/workflows carry the expected code in their names ("bad_ladder.order.json"). They are all
 * good.json with one thing changed.
 *
 * Runs on: the test's only thread. Owns: one arena per test. Invariants: none of its own.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/text.h"
#include "domain/vocabulary.h"
#include "domain/workflow_inside.h"
#include "support/support.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FIXTURES TEST_SOURCE_DIR "/tests/fixtures/workflows"

enum { FIXTURES_LEAST = 50, MUTATIONS = 3000 };

struct loaded {
    enum rc rc;
    const struct workflow *w;
    struct workflow_problem *problems;
    size_t count;
};

static int set_up(void **state)
{
    *state = arena_new(64 << 20);
    return *state == NULL;
}

static int tear_down(void **state)
{
    arena_free(*state);
    return 0;
}

static struct loaded load_text(struct arena *a, const char *text, size_t n)
{
    struct loaded l = {RC_INTERNAL, NULL, NULL, 0};
    l.rc = workflow_load(a, text, n, vocabulary(), &l.w, &l.problems, &l.count);
    return l;
}

static struct loaded load_file(struct arena *a, const char *path)
{
    size_t n;
    char *text = support_read(path, &n);
    struct loaded l = load_text(a, text, n);
    free(text); /* nothing of the text is needed afterwards */
    return l;
}

static void assert_problem_is_whole(const struct workflow_problem *p)
{
    assert_non_null(p->pointer);
    assert_true(p->pointer[0] == '\0' || p->pointer[0] == '/');
    assert_true(text_length(p->text) > 5 && text_is_clean(p->text, 0));
    assert_true(text_length(p->text_zh) > 3 && text_is_clean(p->text_zh, 0));
    assert_null(strstr(p->text, "{0}"));
    assert_null(strstr(p->text_zh, "{1}"));
}

static void assert_fixture(struct arena *a, const char *name, int *seen)
{
    char code[64] = {0};
    struct loaded l = load_file(a, support_path(FIXTURES, name));
    memcpy(code, name, strcspn(name, "."));
    print_message("%s: %zu\n", name, l.count);
    assert_int_equal(l.rc, strcmp(code, "malformed") == 0 ? RC_MALFORMED : RC_INVALID);
    assert_null(l.w);
    assert_true(l.count > 0);
    for (size_t i = 0; i < l.count; i++) {
        assert_string_equal(l.problems[i].code, code);
        assert_problem_is_whole(&l.problems[i]);
    }
    for (int id = 0; id < WORKFLOW_PROBLEM_KINDS; id++) {
        seen[id] |= strcmp(workflow_problem_code((enum workflow_problem_id)id), code) == 0;
    }
}

static void every_kind_of_problem_is_found(void **state)
{
    int seen[WORKFLOW_PROBLEM_KINDS] = {0};
    int count = 0;
    DIR *dir = opendir(FIXTURES);
    assert_non_null(dir);
    for (const struct dirent *d; (d = readdir(dir)) != NULL;) {
        if (strstr(d->d_name, ".json") != NULL && strcmp(d->d_name, "good.json") != 0) {
            struct arena_mark mark = arena_mark(*state);
            assert_fixture(*state, d->d_name, seen);
            arena_reset_to(*state, mark);
            count++;
        }
    }
    closedir(dir);
    assert_true(count >= FIXTURES_LEAST);
    for (int id = 0; id < WORKFLOW_PROBLEM_KINDS; id++) {
        if (!seen[id]) {
            fail_msg("no fixture for %s", workflow_problem_code((enum workflow_problem_id)id));
        }
    }
}

static void problems_say_where(void **state)
{
    static const struct {
        const char *file, *pointer;
    } rows[] = {
        {"unknown_guard.json", "/events/0/guards/1"},
        {"field_needed.json", "/events/0/effects/0"},
        {"unknown_lane.event.json", "/events/0/lane"},
        {"unknown_role.json", "/events/0/who/roles/2"},
        {"unknown_addressee.ladder.json", "/ladders/full/0/to/1"},
        {"unknown_member.title.json", "/events/0/title/fr"},
        {"unknown_state.from.json", "/events/1/from/2"},
        {"unknown_clock.initial.json", "/start/bureau/1"},
        {"unknown_choice.json", "/events/0/fields/1/required_when"},
        {"bad_ladder.word.json", "/ladders/full/0/at"},
        {"state_without_clock.json", "/states/1"},
        {"clock_never_stopped.json", "/clocks/1"},
        {"clock_runs_after_close.json", "/events/2"},
        {"edge_twice.json", "/events/4"},
        {"wrong_kind.fraction.json", "/clocks/1/extension_max"},
        {"malformed.json", ""},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct loaded l = load_file(*state, support_path(FIXTURES, rows[i].file));
        assert_true(l.count > 0);
        assert_string_equal(l.problems[0].pointer, rows[i].pointer);
    }
    struct loaded l = load_file(*state, support_path(FIXTURES, "malformed.json"));
    assert_non_null(strstr(l.problems[0].text, "2:13"));
}

static void a_good_definition_loads_whole(void **state)
{
    struct loaded l = load_file(*state, FIXTURES "/good.json");
    assert_int_equal(l.rc, RC_OK);
    assert_int_equal(l.count, 0);
    const struct workflow *w = l.w;
    assert_ptr_equal(w->names, vocabulary());
    assert_string_equal(w->key, "small");
    assert_int_equal(w->version, 1);
    assert_string_equal(w->lane, "C6");
    assert_string_equal(w->title.zh, "小流程");
    assert_string_equal(w->start_at_unit[0], "D1");
    assert_null(w->start_at_unit[1]);
    assert_int_equal(w->state_count, 3);
    assert_string_equal(workflow_stage_name(w->states[1].stage), "resolve");
    assert_true(workflow_state_find(w, "done")->is_final);
    assert_null(workflow_state_find(w, "nowhere"));
    const struct workflow_clock *c = workflow_clock_find(w, "D2");
    assert_int_equal(c->kind, CLOCK_DUTY);
    assert_int_equal(c->unit, DUE_CALENDAR_DAY);
    assert_int_equal(c->length, 60);
    assert_int_equal(c->extension_max, 30);
    assert_null(workflow_clock_find(w, "D9"));
    assert_string_equal(workflow_clock_find(w, "D3")->from_field, "feedback_on");
    assert_int_equal(workflow_clock_find(w, "R1")->level_count, 0);
}

static void ladders_are_numbered_in_the_order_of_time(void **state)
{
    static const struct {
        enum due_at at;
        int n, supervises;
    } rows[] = {{DUE_AT_PERCENT, 50, 0}, {DUE_AT_PERCENT, 75, 0},  {DUE_AT_DAYS_LEFT, 5, 0}, {DUE_AT_DAYS_LEFT, 1, 0},
                {DUE_AT_OVERDUE, 0, 1},  {DUE_AT_DAYS_OVER, 3, 0}, {DUE_AT_DAYS_OVER, 7, 0}};
    struct loaded l = load_file(*state, FIXTURES "/good.json");
    const struct workflow_clock *c = workflow_clock_find(l.w, "D1");
    assert_int_equal(c->level_count, sizeof rows / sizeof rows[0]);
    for (size_t i = 0; i < c->level_count; i++) {
        assert_int_equal(c->levels[i].level, i + 1);
        assert_int_equal(c->levels[i].at, rows[i].at);
        assert_int_equal(c->levels[i].n, rows[i].n);
        assert_int_equal(c->levels[i].is_supervision, rows[i].supervises);
    }
    assert_string_equal(c->levels[3].to[1], "holder_head");
    assert_null(c->levels[3].to[2]);
}

static void events_load_with_all_their_rows(void **state)
{
    struct loaded l = load_file(*state, FIXTURES "/good.json");
    const struct workflow_edge *e = workflow_edge_find(l.w, "fresh", "begin");
    assert_non_null(e);
    assert_string_equal(e->to, "work");
    assert_string_equal(e->hint.en, "Say where it goes");
    assert_string_equal(e->roles[1], "unit_leader");
    assert_int_equal(e->place, PLACE_HOLDER);
    assert_string_equal(e->who.zh, "承办人");
    assert_string_equal(vocabulary()->guards[e->guards[0]].name, "holder_is_competent");
    assert_int_equal(e->guards[1], -1);
    assert_string_equal(vocabulary()->effects[e->effects[0]], "dispatch_receive");
    assert_string_equal(e->documents[0], "acceptance_notice");
    assert_string_equal(e->start[1], "D3");
    assert_string_equal(e->stop[0], "D1");
    assert_null(e->cancel[0]);
    assert_int_equal(e->field_count, 3);
    assert_int_equal(e->fields[0].choice_count, 2);
    assert_string_equal(e->fields[1].required_when_value, "assigned");
    assert_int_equal(e->fields[2].max, 100);
    const struct workflow_edge *bare = workflow_edge_find(l.w, "work", "remark");
    assert_null(bare->to);
    assert_null(bare->who.zh);
    assert_int_equal(bare->guards[0], -1);
    assert_int_equal(bare->effects[0], -1);
    assert_null(bare->documents[0]);
    assert_null(bare->notices[0]);
    assert_int_equal(bare->field_count, 0);
}

static void everything_wrong_is_told_at_once(void **state)
{
    static const char text[] = "{\"key\": \"x y\", \"version\": 0, \"states\": [{\"key\": \"a\"}], \"more\": 1}";
    struct loaded l = load_text(*state, text, sizeof text - 1);
    static const char *const wanted[] = {"bad_key", "wrong_kind", "unknown_member", "missing_member"};
    assert_int_equal(l.rc, RC_INVALID);
    for (size_t k = 0; k < sizeof wanted / sizeof wanted[0]; k++) {
        size_t i = 0;
        while (i < l.count && strcmp(l.problems[i].code, wanted[k]) != 0) {
            i++;
        }
        assert_true(i < l.count);
    }
    assert_true(l.count >= 10);
}

static void odd_texts_are_not_definitions(void **state)
{
    static const char *const rows[] = {"",
                                       " ",
                                       "null",
                                       "1",
                                       "\"x\"",
                                       "[]",
                                       "[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]",
                                       "{}",
                                       "{\"key\": \"a\\u0000b\"}",
                                       "\xff\xfe",
                                       "{\"states\": {}, \"clocks\": 3}"};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct loaded l = load_text(*state, rows[i], strlen(rows[i]));
        assert_true(l.rc == RC_MALFORMED || l.rc == RC_INVALID);
        assert_true(l.count > 0);
        assert_null(l.w);
    }
}

/* Bytes changed at random, and every way to cut the text short: no crash, no leak, never half a definition. */
static void damaged_texts_never_load_half(void **state)
{
    size_t n;
    char *good = support_read(FIXTURES "/good.json", &n);
    char *text = malloc(n);
    uint64_t dice = 20261122;
    struct arena_mark mark = arena_mark(*state);
    for (int i = 0; i < MUTATIONS; i++) {
        memcpy(text, good, n);
        for (int k = 0; k <= i % 3; k++) {
            dice = dice * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
            text[(dice >> 33) % n] = "{}[]\",:0z\\ \n"[(dice >> 20) % 12];
        }
        struct loaded l = load_text(*state, text, i % 7 == 0 ? (size_t)(dice >> 30) % n : n);
        assert_true((l.rc == RC_OK) == (l.w != NULL));
        assert_true((l.rc == RC_OK) == (l.count == 0));
        arena_reset_to(*state, mark);
    }
    free(text);
    free(good);
}

static void a_full_arena_is_told(void **state)
{
    (void)state;
    size_t n;
    char *text = support_read(FIXTURES "/good.json", &n);
    enum rc rc = RC_TOO_LARGE;
    for (size_t cap = 64; rc == RC_TOO_LARGE; cap += cap / 2) {
        struct arena *a = arena_new(cap);
        struct loaded l = load_text(a, text, n);
        rc = l.rc;
        assert_true(rc == RC_OK || rc == RC_TOO_LARGE);
        assert_true((rc == RC_OK) == (l.w != NULL));
        arena_free(a);
    }
    free(text);
}

static void more_problems_than_fit_are_dropped(void **state)
{
    char text[8192] = "{";
    size_t n = 1;
    for (int i = 0; i < WORKFLOW_PROBLEMS_MAX + 50; i++) {
        n += (size_t)snprintf(text + n, sizeof text - n, "\"m%d\": 1, ", i);
    }
    n += (size_t)snprintf(text + n, sizeof text - n, "\"last\": 1}");
    struct loaded l = load_text(*state, text, n);
    assert_int_equal(l.rc, RC_INVALID);
    assert_int_equal(l.count, WORKFLOW_PROBLEMS_MAX);
}

#define ROW(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        ROW(every_kind_of_problem_is_found),
        ROW(problems_say_where),
        ROW(a_good_definition_loads_whole),
        ROW(ladders_are_numbered_in_the_order_of_time),
        ROW(events_load_with_all_their_rows),
        ROW(everything_wrong_is_told_at_once),
        ROW(odd_texts_are_not_definitions),
        ROW(damaged_texts_never_load_half),
        ROW(a_full_arena_is_told),
        ROW(more_problems_than_fit_are_dropped),
    };
    return cmocka_run_group_tests_name("domain/workflow_load", tests, NULL, NULL);
}

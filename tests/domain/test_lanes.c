/*
 * test_lanes.c - the definitions of all lanes: every clock with its article, and that they fit each other.
 *
 * The rows are written by hand from the Regulation and the national rules below it, not from the definitions.
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
#include "definition_fixture.h"

#include <string.h>

static const char *const keys[] = {"appeal",
                                   "simple",
                                   "suggestion",
                                   "statutory",
                                   "guided_litigation",
                                   "guided_arbitration",
                                   "guided_party",
                                   "guided_administrative",
                                   "accusation",
                                   "review",
                                   "recheck",
                                   "recommendation"};
enum { KEYS = sizeof keys / sizeof keys[0], ROUTES = 8 }; /* the first are those that screening chooses from */

static int set_up(void **state)
{
    *state = arena_new(128 << 20);
    return *state == NULL;
}

static int tear_down(void **state)
{
    arena_free(*state);
    return 0;
}

static void every_lane_has_one_definition(void **state)
{
    static const char *const lanes[] = {"C6", "C6S", "A", "C5",     "C1",      "C2",
                                        "C3", "C4",  "B", "review", "recheck", "recommend"};
    for (size_t i = 0; i < KEYS; i++) {
        const struct workflow *w = definition_shipped(*state, keys[i]);
        assert_string_equal(w->key, keys[i]);
        assert_string_equal(w->lane, lanes[i]);
    }
}

/* Unit and length as the law, or the rule below it, has them. */
static void every_clock_names_its_article(void **state)
{
    static const struct {
        const char *definition, *clock;
        enum workflow_clock_kind kind;
        enum due_unit unit;
        int length, extension_max;
        const char *article;
    } rows[] = {
        {"appeal", "C1", CLOCK_DUTY, DUE_CALENDAR_DAY, 15, 0, "第二十二条"},
        {"appeal", "C2", CLOCK_DUTY, DUE_CALENDAR_DAY, 15, 0, "第二十三条第二款"},
        {"appeal", "C3", CLOCK_DUTY, DUE_CALENDAR_DAY, 15, 0, "第二十三条第三款"},
        {"appeal", "C4", CLOCK_WINDOW, DUE_WORKING_DAY, 5, 0, "第二十三条第三款"},
        {"appeal", "C4b", CLOCK_LOCAL, DUE_WORKING_DAY, 3, 0, "第二十三条、第二十四条"},
        {"appeal", "C5", CLOCK_DUTY, DUE_ON_DATE, 0, 0, "第二十二条第一款第（三）项"},
        {"appeal", "C6", CLOCK_DUTY, DUE_CALENDAR_DAY, 60, 30, "第三十四条"},
        {"appeal", "C11", CLOCK_RIGHT, DUE_CALENDAR_DAY, 30, 0, "第三十五条"},
        {"appeal", "C17", CLOCK_LOCAL, DUE_HOUR, 4, 0, "第二十五条"},
        {"appeal", "C17p", CLOCK_LOCAL, DUE_HOUR, 1, 0, "第二十五条"},
        {"simple", "C8", CLOCK_DUTY, DUE_WORKING_DAY, 3, 0, "简易办理办法"},
        {"simple", "C9", CLOCK_DUTY, DUE_WORKING_DAY, 10, 0, "简易办理办法"},
        {"simple", "C10", CLOCK_DUTY, DUE_WORKING_DAY, 1, 0, "简易办理办法"},
        {"suggestion", "C16", CLOCK_LOCAL, DUE_CALENDAR_DAY, 60, 60, "第二十九条"},
        {"statutory", "S5", CLOCK_DUTY, DUE_ON_DATE, 0, 0, "第三十一条第五项"},
        {"appeal", "D1", CLOCK_LOCAL, DUE_WORKING_DAY, 10, 0, "第二十四条"},
        {"appeal", "C19", CLOCK_RIGHT, DUE_CALENDAR_DAY, 30, 0, "满意度评价"},
        {"appeal", "V1", CLOCK_LOCAL, DUE_ON_DATE, 0, 0, "第四十条"},
        {"review", "C12", CLOCK_DUTY, DUE_CALENDAR_DAY, 30, 0, "第三十五条"},
        {"review", "C13", CLOCK_RIGHT, DUE_CALENDAR_DAY, 30, 0, "第三十六条"},
        {"recheck", "C14", CLOCK_DUTY, DUE_CALENDAR_DAY, 30, 0, "第三十六条"},
        {"appeal", "R6", CLOCK_DUTY, DUE_ON_DATE, 0, 0, "第三十五条"},
        {"recommendation", "C18", CLOCK_DUTY, DUE_CALENDAR_DAY, 30, 0, "第四十条"},
        {"accusation", "C1", CLOCK_DUTY, DUE_CALENDAR_DAY, 15, 0, "第二十二条"},
        {"appeal", "C20", CLOCK_DUTY, DUE_CALENDAR_DAY, 4, 0, "2014"},
        {"suggestion", "C20", CLOCK_DUTY, DUE_CALENDAR_DAY, 4, 0, "2014"},
        {"guided_party", "C20", CLOCK_DUTY, DUE_CALENDAR_DAY, 4, 0, "2014"},
        {"guided_litigation", "C1", CLOCK_DUTY, DUE_CALENDAR_DAY, 15, 0, "第二十二条"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const struct workflow_clock *c =
            workflow_clock_find(definition_shipped(*state, rows[i].definition), rows[i].clock);
        if (c == NULL || strstr(c->article, rows[i].article) == NULL) {
            fail_msg("%s %s: %s", rows[i].definition, rows[i].clock, c != NULL ? c->article : "not there");
            return;
        }
        assert_int_equal(c->kind, rows[i].kind);
        assert_int_equal(c->unit, rows[i].unit);
        assert_int_equal(c->length, rows[i].length);
        assert_int_equal(c->extension_max, rows[i].extension_max);
    }
}

/* Lanes without the 60 days do not have them by mistake: Arts 29 and 31(1) to (5) lead elsewhere. */
static void only_appeals_have_the_sixty_days_and_the_review(void **state)
{
    for (size_t i = 1; i < KEYS; i++) {
        const struct workflow *w = definition_shipped(*state, keys[i]);
        assert_null(workflow_clock_find(w, "C6"));
        assert_null(workflow_clock_find(w, "C11"));
    }
}

/* Where one definition hands a case over to another, that one has the state and the clocks; only of several lanes named
 * together each may lack some. */
static void lanes_fit_each_other(void **state)
{
    const struct workflow *all[ROUTES];
    size_t crossings = 0;
    for (size_t i = 0; i < ROUTES; i++) {
        all[i] = definition_shipped(*state, keys[i]);
    }
    for (size_t i = 0; i < ROUTES; i++) {
        for (size_t e = 0; e < all[i]->edge_count; e++) {
            const struct workflow_edge *edge = &all[i]->edges[e];
            for (size_t k = 0; k < ROUTES && (edge->lane != NULL || edge->lane_field != NULL); k++) {
                if (edge->lane != NULL && strcmp(edge->lane, all[k]->lane) != 0) {
                    continue;
                }
                crossings++;
                if (workflow_state_find(all[k], edge->to) == NULL) {
                    fail_msg("%s %s: %s has no state %s", keys[i], edge->event, keys[k], edge->to);
                }
                for (size_t c = 0; edge->lane != NULL && edge->start[c] != NULL; c++) {
                    assert_non_null(workflow_clock_find(all[k], edge->start[c]));
                }
            }
        }
    }
    assert_true(crossings > ROUTES);
}

/* A clock means the same wherever it is. */
static void clocks_are_the_same_in_all_lanes(void **state)
{
    const struct workflow *all[KEYS];
    for (size_t i = 0; i < KEYS; i++) {
        all[i] = definition_shipped(*state, keys[i]);
    }
    for (size_t i = 0; i < KEYS * KEYS; i++) {
        const struct workflow *w = all[i / KEYS], *other = all[i % KEYS];
        for (size_t c = 0; c < w->clock_count; c++) {
            const struct workflow_clock *a = &w->clocks[c], *b = workflow_clock_find(other, a->key);
            assert_true(b == NULL || (b->unit == a->unit && b->length == a->length && b->kind == a->kind));
        }
    }
}

static void all_lanes_are_worded_in_both_languages(void **state)
{
    for (size_t d = 0; d < KEYS; d++) {
        const struct workflow *w = definition_shipped(*state, keys[d]);
        for (size_t i = 0; i < w->edge_count; i++) {
            const struct workflow_edge *e = &w->edges[i];
            assert_true(text_length(e->title.zh) > 0 && text_length(e->title.en) > 0);
            assert_non_null(e->hint.zh);
            assert_non_null(e->hint.en);
            for (size_t k = 0; k < e->field_count; k++) {
                assert_true(text_length(e->fields[k].title.zh) > 0 && text_length(e->fields[k].title.en) > 0);
            }
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(every_lane_has_one_definition, set_up, tear_down),
        cmocka_unit_test_setup_teardown(every_clock_names_its_article, set_up, tear_down),
        cmocka_unit_test_setup_teardown(only_appeals_have_the_sixty_days_and_the_review, set_up, tear_down),
        cmocka_unit_test_setup_teardown(lanes_fit_each_other, set_up, tear_down),
        cmocka_unit_test_setup_teardown(clocks_are_the_same_in_all_lanes, set_up, tear_down),
        cmocka_unit_test_setup_teardown(all_lanes_are_worded_in_both_languages, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/*
 * test_workflow.c - the engine: the whole matrix of the ordinary appeal, every reason to refuse, every kind of field.
 *
 * The matrix is written by hand, cell by cell, from the Regulation and not from the definition: a cell that is not named here
 * must be refused. Changing sql/seed/workflows/appeal.json means changing this table too.
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
#include "domain/vocabulary.h"
#include "domain/workflow.h"
#include "support/support.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char alice[] = "01jd0000000000000000000001";

/* Facts that are all set by hand. */
struct world {
    const char *role; /* the one role held; NULL: all */
    int place;        /* where it is held; -1: everywhere */
    const char *false_guard;
    const char *has_done; /* the event that the actor did before */
};

static int world_has_role(const void *arg, const char *role, enum workflow_place place)
{
    const struct world *w = arg;
    return (w->role == NULL || strcmp(w->role, role) == 0) && (w->place < 0 || (int)place == w->place);
}

static int world_guard(const void *arg, int guard, const struct value *fields, const char *args[2],
                       const char **pointer)
{
    const struct world *w = arg;
    (void)fields;
    args[0] = "argument";
    *pointer = "/fields/place";
    return w->false_guard == NULL || strcmp(vocabulary()->guards[guard].name, w->false_guard) != 0;
}

static int world_has_done(const void *arg, const char *event)
{
    const char *done = ((const struct world *)arg)->has_done;
    return done != NULL && strcmp(done, event) == 0;
}

static int decide(struct arena *a, const struct workflow *w, const struct world *world, const char *state,
                  const char *event, const struct value *fields, struct workflow_decision *out)
{
    const struct workflow_facts facts = {.state = state,
                                         .actor_id = alice,
                                         .arg = world,
                                         .has_role = world_has_role,
                                         .guard = world_guard,
                                         .has_done = world_has_done};
    return workflow_decide(a, w, &facts, event, fields, out);
}

static const struct world everything = {.place = -1};

static const struct workflow *appeal(struct arena *a)
{
    return definition_shipped(a, "appeal");
}

static const struct workflow *small(struct arena *a)
{
    return definition_read(a, TEST_SOURCE_DIR "/tests/fixtures/workflows/good.json");
}

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

/* The ordinary appeal ------------------------------------------------------------------------------------------------- */

/* "event:next" for every event that is possible in a state; ":=" stays. */
#define INTAKE                                                                                                         \
    " name_complained:= join_case:closed mark_repeat:= unmark_repeat:= split:= propose_no_longer:= "                   \
    "no_longer_accept:not_accepted reword:= seal:registered give_to_bureau:registered"
#define ANY                                                                                                            \
    " recommend:= contact:= report_by_phone:= report_in_writing:= supervise:= answer_supervision:= "                   \
    "judge_supervision:="
/* A decision of the level above reaches a case that is handled anew: it goes on. */
#define REDONE " redo_ordered:= redo_by_date:= change_decided:= "
#define RATED  " rate:= record_rating:= record_callback:="
static const struct {
    const char *state, *cells;
} matrix[] = {
    {"registered", ANY INTAKE " screen:screened not_accept:not_accepted withdraw:closed "},
    {"screened",
     ANY INTAKE " screen:screened dispatch:dispatched accept_here:accepted not_accept:not_accepted withdraw:closed "},
    {"dispatched", ANY " correct_end:registered recuse_other:= seal:registered tell_dispatch:= allow_late_objection:= "
                       "object:objected accept:accepted "
                       "not_accept:not_accepted withdraw:closed add_assisting:= "
                       "assist_answer:= close_assisting:= "},
    {"objected", ANY
     " correct_end:registered seal:registered refer_dispute:disputed refuse_objection:dispatched redispatch:dispatched "
     "withdraw:closed assist_answer:= "},
    {"disputed", ANY " seal:registered rule_dispute:dispatched withdraw:closed assist_answer:= "},
    {"accepted", ANY REDONE " recuse_other:= seal:registered assign_handler:handling extend:= withdraw:closed "
                            "add_evidence:= hold_hearing:= agree:= "
                            "plan_instalment:= perform_instalment:= fail_instalment:= close_on_agreement:closed "
                            "add_assisting:= assist_answer:= close_assisting:= "},
    {"handling",
     ANY " recuse_other:= seal:registered assign_handler:handling undo_assignment:accepted recuse:accepted extend:= "
         "draft_opinion:drafted "
         "withdraw:closed "
         "add_evidence:= "
         "hold_hearing:= agree:= plan_instalment:= perform_instalment:= fail_instalment:= close_on_agreement:closed "
         "add_assisting:= assist_answer:= close_assisting:= return_report:= report_completion:= " REDONE},
    {"drafted",
     ANY REDONE " recuse_other:= add_evidence:= extend:= return_draft:handling check:checked withdraw:closed "
                "return_report:= report_completion:= "},
    {"checked", ANY REDONE " recuse_other:= add_evidence:= extend:= return_draft:handling sign:signed withdraw:closed "
                           "return_report:= report_completion:= "},
    {"signed", ANY REDONE " recuse_other:= delivery_failed:= deliver:delivered return_report:= report_completion:= "},
    {"delivered",
     ANY RATED " request_review:= redo_ordered:handling redo_by_date:handling change_decided:delivered finalise:closed "
               "add_evidence:= "
               "plan_execution:executing return_for_quality:handling close:closed accept_report:= return_report:= "
               "report_completion:= "},
    {"executing", ANY RATED " finalise:= return_for_quality:handling request_review:= redo_ordered:handling "
                            "redo_by_date:handling change_decided:delivered add_evidence:= "
                            "record_execution:executed accept_report:= return_report:= report_completion:= "},
    {"executed",
     ANY RATED " request_review:= redo_ordered:handling redo_by_date:handling change_decided:delivered finalise:closed "
               "add_evidence:= "
               "return_for_quality:handling close:closed accept_report:= return_report:= report_completion:= "},
    {"closed", RATED " correct_end:registered undo_join:registered reopen:handling request_review:= "
                     "redo_ordered:handling redo_by_date:handling "
                     "change_decided:delivered finalise:closed archive:archived recommend:= "},
    {"not_accepted", " correct_end:registered archive:archived recommend:= "},
    {"archived", " reopen:handling recommend:= "},
};

static const char *const events[] = {
    "screen",
    "dispatch",
    "accept_here",
    "object",
    "refuse_objection",
    "redispatch",
    "accept",
    "not_accept",
    "assign_handler",
    "undo_assignment",
    "contact",
    "extend",
    "draft_opinion",
    "return_draft",
    "check",
    "sign",
    "deliver",
    "delivery_failed",
    "plan_execution",
    "record_execution",
    "report_completion",
    "close",
    "withdraw",
    "reopen",
    "add_assisting",
    "assist_answer",
    "close_assisting",
    "accept_report",
    "return_report",
    "add_evidence",
    "agree",
    "plan_instalment",
    "perform_instalment",
    "fail_instalment",
    "close_on_agreement",
    "recuse",
    "name_complained",
    "allow_late_objection",
    "tell_dispatch",
    "refer_dispute",
    "rule_dispute",
    "supervise",
    "answer_supervision",
    "judge_supervision",
    "rate",
    "record_rating",
    "record_callback",
    "join_case",
    "undo_join",
    "mark_repeat",
    "unmark_repeat",
    "split",
    "propose_no_longer",
    "no_longer_accept",
    "reword",
    "correct_end",
    "give_to_bureau",
    "recuse_other",
    "seal",
    "request_review",
    "redo_ordered",
    "redo_by_date",
    "change_decided",
    "finalise",
    "return_for_quality",
    "archive",
    "recommend",
    "hold_hearing",
    "report_by_phone",
    "report_in_writing",
};
enum { EVENT_COUNT = sizeof events / sizeof events[0], STATE_COUNT = sizeof matrix / sizeof matrix[0] };

/* "drafted" of " draft_opinion:drafted "; NULL when the cell is empty. */
static const char *cell(struct arena *a, const char *cells, const char *event)
{
    const char *found = strstr(cells, arena_printf(a, " %s:", event));
    if (found == NULL) {
        return NULL;
    }
    found += strlen(event) + 2;
    return arena_strndup(a, found, strcspn(found, " "));
}

static void every_cell_of_the_appeal(void **state)
{
    const struct workflow *w = appeal(*state);
    assert_int_equal(w->state_count, STATE_COUNT);
    for (size_t s = 0; s < STATE_COUNT; s++) {
        assert_string_equal(w->states[s].key, matrix[s].state);
        for (size_t e = 0; e < EVENT_COUNT; e++) {
            struct workflow_decision d;
            const char *wanted = cell(*state, matrix[s].cells, events[e]);
            int is_allowed = decide(*state, w, &everything, matrix[s].state, events[e], NULL, &d);
            if (is_allowed != (wanted != NULL)) {
                fail_msg("(%s, %s): %s", matrix[s].state, events[e], is_allowed ? "allowed" : "refused");
            }
            if (wanted == NULL) {
                assert_null(d.edge);
                assert_int_equal(d.refusal_count, 1);
                assert_string_equal(d.refusals[0].reason->code, "not_from_here");
            } else {
                assert_string_equal(d.edge->to ? d.edge->to : "=", wanted);
            }
        }
    }
}

static void the_appeal_has_no_other_event(void **state)
{
    const struct workflow *w = appeal(*state);
    for (size_t i = 0; i < w->edge_count; i++) {
        size_t e = 0;
        while (e < EVENT_COUNT && strcmp(events[e], w->edges[i].event) != 0) {
            e++;
        }
        if (e == EVENT_COUNT) {
            fail_msg("%s is in no row of the matrix", w->edges[i].event);
        }
    }
}

/* The clocks of the Regulation, as the law has them. */
static void clocks_of_the_appeal(void **state)
{
    static const struct {
        const char *key;
        enum workflow_clock_kind kind;
        enum due_unit unit;
        int length, extension_max;
    } rows[] = {
        {"C1", CLOCK_DUTY, DUE_CALENDAR_DAY, 15, 0},  {"C2", CLOCK_DUTY, DUE_CALENDAR_DAY, 15, 0},
        {"C3", CLOCK_DUTY, DUE_CALENDAR_DAY, 15, 0},  {"C4", CLOCK_WINDOW, DUE_WORKING_DAY, 5, 0},
        {"C4b", CLOCK_LOCAL, DUE_WORKING_DAY, 3, 0},  {"C5", CLOCK_DUTY, DUE_ON_DATE, 0, 0},
        {"C6", CLOCK_DUTY, DUE_CALENDAR_DAY, 60, 30}, {"P1", CLOCK_LOCAL, DUE_WORKING_DAY, 5, 0},
        {"P2", CLOCK_DUTY, DUE_ON_DATE, 0, 0},        {"C11", CLOCK_RIGHT, DUE_CALENDAR_DAY, 30, 0},
    };
    const struct workflow *w = appeal(*state);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const struct workflow_clock *c = workflow_clock_find(w, rows[i].key);
        assert_non_null(c);
        assert_int_equal(c->kind, rows[i].kind);
        assert_int_equal(c->unit, rows[i].unit);
        assert_int_equal(c->length, rows[i].length);
        assert_int_equal(c->extension_max, rows[i].extension_max);
    }
    assert_int_equal(workflow_clock_find(w, "C6")->level_count, 7);
    assert_int_equal(workflow_clock_find(w, "C11")->level_count, 0);
}

static void four_eyes_on_the_opinion(void **state)
{
    const struct workflow *w = appeal(*state);
    const struct world drafter = {.place = -1, .has_done = "draft_opinion"};
    struct workflow_decision d;
    assert_false(decide(*state, w, &drafter, "drafted", "check", NULL, &d));
    assert_string_equal(d.refusals[0].reason->code, "same_person");
    assert_string_equal(d.refusals[0].args[0], workflow_edge_find(w, "handling", "draft_opinion")->title.zh);
    assert_false(decide(*state, w, &drafter, "checked", "sign", NULL, &d));
    assert_string_equal(d.refusals[0].reason->code, "same_person");
    assert_true(decide(*state, w, &drafter, "handling", "draft_opinion", NULL, &d));
}

/* Words for people: both languages everywhere, and no field twice named like the note that every event has. */
static void the_appeal_is_worded_in_both_languages(void **state)
{
    const struct workflow *w = appeal(*state);
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

/* Who, guards, reasons -------------------------------------------------------------------------------------------------- */

static void only_the_role_at_its_place(void **state)
{
    const struct workflow *w = appeal(*state);
    struct workflow_decision d;
    struct world world = {.role = "unit_leader", .place = PLACE_HOLDER};
    assert_true(decide(*state, w, &world, "checked", "sign", NULL, &d));
    world.place = PLACE_BUREAU;
    assert_false(decide(*state, w, &world, "checked", "sign", NULL, &d));
    assert_int_equal(d.refusal_count, 1);
    assert_string_equal(d.refusals[0].reason->code, "role_missing");
    assert_non_null(d.refusals[0].args[0]);
    assert_non_null(d.refusals[0].args[1]);
    world = (struct world){.role = "window_clerk", .place = PLACE_HOLDER};
    assert_false(decide(*state, w, &world, "checked", "sign", NULL, &d));
    w = small(*state);
    world = (struct world){.role = "unit_handler", .place = PLACE_ANY};
    assert_true(decide(*state, w, &world, "fresh", "remark", NULL, &d));
    assert_false(decide(*state, w, &world, "fresh", "begin", NULL, &d));
    assert_string_equal(d.refusals[0].args[0], "承办人");
    assert_string_equal(d.refusals[0].args[1], "the handler");
}

static void guards_speak_for_themselves(void **state)
{
    const struct workflow *w = appeal(*state);
    const struct world world = {.place = -1, .false_guard = "objection_window_open"};
    struct workflow_decision d;
    assert_false(decide(*state, w, &world, "dispatched", "object", NULL, &d));
    assert_int_equal(d.refusal_count, 1);
    assert_string_equal(d.refusals[0].reason->code, "objection_window_open");
    assert_string_equal(d.refusals[0].rule, "信访工作条例第二十三条第三款");
    assert_string_equal(d.refusals[0].args[0], "argument");
    assert_string_equal(d.refusals[0].pointer, "/fields/place");
}

static void guards_that_need_fields_wait_for_them(void **state)
{
    const struct workflow *w = appeal(*state);
    const struct world world = {.place = -1, .false_guard = "objection_has_basis"};
    struct workflow_decision d;
    assert_true(decide(*state, w, &world, "dispatched", "object", NULL, &d));
}

static void all_that_stands_in_the_way_is_told(void **state)
{
    const struct workflow *w = appeal(*state);
    const struct world world = {
        .role = "nobody", .place = -1, .has_done = "draft_opinion", .false_guard = "demands_answered"};
    struct workflow_decision d;
    assert_false(decide(*state, w, &world, "checked", "sign", NULL, &d));
    assert_int_equal(d.refusal_count, 3);
    assert_string_equal(d.refusals[0].reason->code, "role_missing");
    assert_string_equal(d.refusals[1].reason->code, "same_person");
    assert_string_equal(d.refusals[2].reason->code, "demands_answered");
}

static void unknown_events_and_states(void **state)
{
    const struct workflow *w = small(*state);
    struct workflow_decision d;
    assert_false(decide(*state, w, &everything, "fresh", "dance", NULL, &d));
    assert_string_equal(d.refusals[0].reason->code, "unknown_event");
    assert_string_equal(d.refusals[0].args[0], "dance");
    assert_false(decide(*state, w, &everything, "fresh", "dance\n\x01", NULL, &d));
    assert_string_equal(d.refusals[0].args[0], "…");
    assert_false(decide(*state, w, &everything, "nowhere", "begin", NULL, &d));
    assert_string_equal(d.refusals[0].reason->code, "not_from_here");
    assert_false(decide(*state, w, &everything, "done", "begin", NULL, &d));
    assert_string_equal(d.refusals[0].args[0], "办结");
    assert_string_equal(d.refusals[0].args[1], "Done");
}

/* Two edges for one event, told apart by their guards: the first that is allowed, else the one with the fewest refusals. */
static void twin_edges(void **state)
{
    static const char *const from[] = {"a", NULL}, *const none[] = {NULL}, *const roles[] = {"r", NULL};
    static const int first[] = {0, 1, -1}, second[] = {2, -1}, nothing[] = {-1};
    const struct workflow_edge edges[] = {
        {.event = "go",
         .from = from,
         .to = "b",
         .roles = roles,
         .guards = first,
         .effects = nothing,
         .documents = none,
         .notices = none},
        {.event = "go",
         .from = from,
         .to = "c",
         .roles = roles,
         .guards = second,
         .effects = nothing,
         .documents = none,
         .notices = none},
    };
    const struct workflow_state states[] = {{.key = "a", .title = {"甲", "A"}}};
    const struct workflow w = {
        .names = vocabulary(), .states = states, .state_count = 1, .edges = edges, .edge_count = 2};
    struct workflow_decision d;
    struct world world = {.place = -1};
    assert_true(decide(*state, &w, &world, "a", "go", NULL, &d));
    assert_string_equal(d.edge->to, "b");
    assert_ptr_equal(workflow_edge_find(&w, "a", "go"), &edges[0]);
    const struct value fields = {.kind = VALUE_OBJECT};
    world.false_guard = vocabulary()->guards[0].name;
    assert_true(decide(*state, &w, &world, "a", "go", &fields, &d));
    assert_string_equal(d.edge->to, "c");
    world.false_guard = vocabulary()->guards[2].name;
    assert_true(decide(*state, &w, &world, "a", "go", &fields, &d));
    assert_string_equal(d.edge->to, "b");
}

static void reasons_are_worded_in_both_languages(void **state)
{
    (void)state;
    size_t count;
    const struct reason *rows = workflow_reasons(&count);
    for (size_t i = 0; i < count; i++) {
        assert_true(rows[i].code[0] != '\0');
        assert_true(text_length(rows[i].zh) > 3 && text_is_clean(rows[i].zh, 0));
        assert_true(text_length(rows[i].en) > 5 && text_is_clean(rows[i].en, 0));
        for (size_t k = 0; k < i; k++) {
            assert_string_not_equal(rows[i].code, rows[k].code);
        }
    }
}

#define ROW(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        ROW(every_cell_of_the_appeal),
        ROW(the_appeal_has_no_other_event),
        ROW(clocks_of_the_appeal),
        ROW(four_eyes_on_the_opinion),
        ROW(the_appeal_is_worded_in_both_languages),
        ROW(only_the_role_at_its_place),
        ROW(guards_speak_for_themselves),
        ROW(guards_that_need_fields_wait_for_them),
        ROW(all_that_stands_in_the_way_is_told),
        ROW(unknown_events_and_states),
        ROW(twin_edges),
        ROW(reasons_are_worded_in_both_languages),
    };
    return cmocka_run_group_tests_name("domain/workflow", tests, NULL, NULL);
}

/*
 * test_workflow_draw.c - drawings name every state and every arrow, and stay what they are whatever the titles hold.
 *
 * Runs on: the test's only thread. Owns: one arena per test. Invariants: none of its own.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/arena.h"
#include "definition_fixture.h"
#include "domain/vocabulary.h"
#include "domain/workflow.h"
#include "support/support.h"

#include <stdlib.h>
#include <string.h>

static int set_up(void **state)
{
    *state = arena_new(16 << 20);
    return *state == NULL;
}

static int tear_down(void **state)
{
    arena_free(*state);
    return 0;
}

static void mermaid(void **state)
{
    const struct workflow *w = definition_read(*state, TEST_SOURCE_DIR "/tests/fixtures/workflows/good.json");
    assert_string_equal(workflow_draw(*state, w, 0, 0), "stateDiagram-v2\n"
                                                        "    state \"Fresh\" as fresh\n"
                                                        "    state \"Work\" as work\n"
                                                        "    state \"Done\" as done\n"
                                                        "    [*] --> fresh\n"
                                                        "    fresh --> fresh: Remark\n"
                                                        "    fresh --> work: Begin\n"
                                                        "    work --> work: Remark\n"
                                                        "    work --> done: Finish\n"
                                                        "    done --> work: Reopen\n"
                                                        "    done --> [*]\n");
    assert_non_null(strstr(workflow_draw(*state, w, 0, 1), "    fresh --> work: 受理\n"));
}

static void dot(void **state)
{
    const struct workflow *w = definition_read(*state, TEST_SOURCE_DIR "/tests/fixtures/workflows/good.json");
    const char *text = workflow_draw(*state, w, 1, 1);
    static const char *const lines[] = {
        "digraph small {\n",
        "    start -> fresh;\n",
        "    subgraph cluster_resolve {\n        label=\"办理\";\n        work [label=\"办理\"];\n    }\n",
        "        done [label=\"办结\", peripheries=2];\n",
        "    fresh -> work [label=\"受理\"];\n",
    };
    for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++) {
        assert_non_null(strstr(text, lines[i]));
    }
    assert_string_equal(text + strlen(text) - 3, "\n}\n");
}

/* Events between the same two states share one arrow. */
static void the_appeal_stays_readable(void **state)
{
    const struct workflow *w = definition_shipped(*state, "appeal");
    const char *text = workflow_draw(*state, w, 0, 1);
    const char *first = strstr(text, "    handling --> handling: ");
    assert_non_null(first);
    assert_null(strstr(first + 1, "    handling --> handling: "));
    for (size_t i = 0; i < w->state_count; i++) {
        assert_non_null(strstr(text, arena_printf(*state, " as %s\n", w->states[i].key)));
    }
}

static void titles_cannot_break_out(void **state)
{
    static const char *const from[] = {"a", NULL};
    const struct workflow_state states[] = {
        {.key = "a", .stage = STAGE_INTAKE, .title = {"x\"];\nevil -> b", "y\\\" # z"}, .is_final = 1}};
    const struct workflow_edge edges[] = {{.event = "e", .title = {"\"; drop\n--> c", "t"}, .from = from}};
    const struct workflow w = {
        .key = "k", .initial = "a", .states = states, .state_count = 1, .edges = edges, .edge_count = 1};
    const char *zh = workflow_draw(*state, &w, 1, 1);
    assert_non_null(strstr(zh, "a [label=\"x']' evil -> b\", peripheries=2];\n"));
    assert_non_null(strstr(zh, "a -> a [label=\"'' drop --> c\"];\n"));
    assert_non_null(strstr(workflow_draw(*state, &w, 0, 0), "state \"y'' ' z\" as a\n"));
}

static void a_full_arena_gives_nothing(void **state)
{
    const struct workflow *w = definition_read(*state, TEST_SOURCE_DIR "/tests/fixtures/workflows/good.json");
    struct arena *small = arena_new(128);
    assert_null(workflow_draw(small, w, 0, 1));
    assert_null(workflow_draw(small, w, 1, 1));
    arena_free(small);
}

#define ROW(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {ROW(mermaid), ROW(dot), ROW(the_appeal_stays_readable),
                                       ROW(titles_cannot_break_out), ROW(a_full_arena_gives_nothing)};
    return cmocka_run_group_tests_name("domain/workflow_draw", tests, NULL, NULL);
}

/*
 * fuzz_workflow.c - definitions of workflows.
 *
 * Holds: a definition is refused with problems, or it can be used: every event is found from each of its states, every clock and
 * state that it names is there, and it can be drawn.
 *
 * Runs on: the fuzzer's only thread. Owns: nothing.
 */
#include "domain/vocabulary.h"
#include "domain/workflow.h"
#include "fuzz.h"

static void check_edge(const struct workflow *w, const struct workflow_edge *e)
{
    for (size_t i = 0; e->from[i] != NULL; i++) {
        FUZZ_MUST(workflow_state_find(w, e->from[i]) != NULL);
        FUZZ_MUST(workflow_edge_find(w, e->from[i], e->event) != NULL);
    }
    const char *const *const clocks[] = {e->stop, e->cancel};
    for (size_t k = 0; k < sizeof clocks / sizeof clocks[0]; k++) {
        for (size_t i = 0; clocks[k][i] != NULL; i++) {
            FUZZ_MUST(workflow_clock_find(w, clocks[k][i]) != NULL);
        }
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *a = fuzz_arena();
    const struct workflow *w = NULL;
    struct workflow_problem *problems = NULL;
    size_t count = 0;
    enum rc rc = workflow_load(a, (const char *)data, size, vocabulary(), &w, &problems, &count);
    FUZZ_MUST(rc == RC_OK || rc == RC_INVALID || rc == RC_MALFORMED || rc == RC_TOO_LARGE);
    FUZZ_MUST(rc != RC_INVALID || count > 0);
    if (rc == RC_OK) {
        FUZZ_MUST(workflow_state_find(w, w->initial) != NULL);
        for (size_t i = 0; i < w->edge_count; i++) {
            check_edge(w, &w->edges[i]);
        }
        FUZZ_MUST(workflow_draw(a, w, 0, 1) != NULL && workflow_draw(a, w, 1, 0) != NULL);
    }
    return 0;
}

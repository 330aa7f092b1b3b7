/*
 * fuzz_workflow.c - definitions of workflows.
 *
 * Holds: a definition is refused with problems that name a place, or every event of it can be asked about.
 *
 * Runs on: the fuzzer's only thread. Owns: nothing.
 */
#include "domain/vocabulary.h"
#include "domain/workflow.h"
#include "fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *a = fuzz_arena();
    const struct workflow *w = NULL;
    struct workflow_problem *problems = NULL;
    size_t count = 0;
    enum rc rc = workflow_load(a, (const char *)data, size, vocabulary(), &w, &problems, &count);
    FUZZ_MUST(rc == RC_OK || rc == RC_INVALID || rc == RC_MALFORMED || rc == RC_TOO_LARGE);
    FUZZ_MUST(rc != RC_INVALID || count > 0);
    FUZZ_MUST(rc != RC_OK || w != NULL);
    return 0;
}

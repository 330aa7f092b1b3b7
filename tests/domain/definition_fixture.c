/*
 * definition_fixture.c - see definition_fixture.h.
 *
 * Runs on: the test's only thread. Owns: nothing.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "definition_fixture.h"

#include "base/arena.h"
#include "base/embed.h"
#include "domain/vocabulary.h"
#include "domain/workflow_compose.h"
#include "support/support.h"

#include <stdlib.h>
#include <string.h>

const struct workflow *definition_read(struct arena *a, const char *path)
{
    size_t n;
    size_t count = 0;
    const struct workflow *w = NULL;
    struct workflow_problem *problems = NULL;
    const char *whole = NULL;
    const char *why = NULL;
    char *text = support_read(path, &n);
    enum rc rc = workflow_compose(a, &embed_sql, text, n, &whole, &why);
    free(text);
    if (rc == RC_OK) {
        rc = workflow_load(a, whole, strlen(whole), vocabulary(), &w, &problems, &count);
    }
    for (size_t i = 0; i < count; i++) {
        print_message("%s %s: %s\n", problems[i].pointer, problems[i].code, problems[i].text);
    }
    if (rc != RC_OK) {
        fail_msg("%s: %s", path, why != NULL ? why : "not a good definition");
    }
    return w;
}

const struct workflow *definition_shipped(struct arena *a, const char *key)
{
    return definition_read(a, arena_printf(a, "%s/sql/seed/workflows/%s.json", TEST_SOURCE_DIR, key));
}

/*
 * test_workflow_overlay.c - a profile laid over a definition: what changes, that nothing else does, what is refused.
 *
 * Runs on: the test's only thread. Owns: one arena per test. Invariants: none of its own.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/embed.h"
#include "domain/vocabulary.h"
#include "domain/workflow_compose.h"
#include "domain/workflow_overlay.h"

#include <string.h>

#define DEFINITION                                                                                                     \
    "{\"key\":\"k\",\"version\":1,\"clocks\":[{\"key\":\"C1\",\"length\":15,\"article\":\"a\"},{\"key\":\"C2\"}],"     \
    "\"events\":[{\"event\":\"go\",\"from\":[\"a\"],\"effects\":[\"one\"],\"fields\":[{\"name\":\"days\",\"min\":1,"   \
    "\"max\":30}]},{\"event\":\"go\",\"from\":[\"b\"],\"effects\":[\"two\"]}]}"

static const char *laid(struct arena *a, const char *profile, uint64_t *used)
{
    const char *out;
    *used = 0;
    assert_int_equal(workflow_overlay_apply(a, profile, strlen(profile), DEFINITION, &out, used), RC_OK);
    return out;
}

static void only_what_is_named_changes(void **state)
{
    static const char profile[] =
        "{\"key\":\"p\",\"clocks\":[{\"key\":\"C1\",\"length\":5}],\"events\":[{\"event\":\"go\",\"effects\":["
        "\"one\",\"three\"],\"fields\":[{\"name\":\"days\",\"max\":60}]}],"
        "\"additions\":[{\"with_clock\":\"C2\",\"definition\":{\"few\":{\"max\":3}}},{\"with_clock\":\"C9\","
        "\"definition\":{\"lost\":1}}]}";
    uint64_t used;
    assert_string_equal(
        laid(*state, profile, &used),
        "{\"key\":\"k\",\"version\":1,\"clocks\":[{\"key\":\"C1\",\"length\":5,\"article\":\"a\"},{\"key\":\"C2\"}],"
        "\"events\":[{\"event\":\"go\",\"from\":[\"a\"],\"effects\":[\"one\",\"three\"],\"fields\":[{\"name\":\"days\","
        "\"min\":1,\"max\":60}]},{\"event\":\"go\",\"from\":[\"b\"],\"effects\":[\"two\",\"one\",\"three\"],"
        "\"fields\":[{\"name\":\"days\",\"max\":60}]}],\"few\":{\"max\":3}}");
    assert_int_equal(used, 7);
    assert_string_equal(workflow_overlay_unused(*state, profile, strlen(profile), used), "additions: C9");
}

static void what_no_definition_has_is_told(void **state)
{
    static const char clock[] = "{\"key\":\"p\",\"clocks\":[{\"key\":\"C1\"},{\"key\":\"C99\",\"length\":5}]}";
    static const char event[] = "{\"key\":\"p\",\"events\":[{\"event\":\"fly\"}]}";
    uint64_t used;
    assert_true(workflow_overlay_same(laid(*state, clock, &used), DEFINITION));
    assert_string_equal(workflow_overlay_unused(*state, clock, strlen(clock), used), "clocks: C99");
    laid(*state, event, &used);
    assert_string_equal(workflow_overlay_unused(*state, event, strlen(event), used), "events: fly");
}

static void what_is_no_profile_is_refused(void **state)
{
    static const char *const bad[] = {"", "[]", "{\"key\":\"p\"}", "{\"clocks\":[{\"key\":\"C1\"}]}", "{\"key\":"};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        const char *out;
        uint64_t used = 0;
        assert_int_equal(workflow_overlay_apply(*state, bad[i], strlen(bad[i]), DEFINITION, &out, &used), RC_MALFORMED);
        assert_null(workflow_overlay_title(*state, bad[i], strlen(bad[i])).zh);
    }
}

static void versions_are_no_difference(void **state)
{
    const char *third = workflow_overlay_renumber(*state, DEFINITION, 3);
    assert_non_null(strstr(third, "\"version\":3"));
    assert_true(workflow_overlay_same(DEFINITION, third));
    assert_false(workflow_overlay_same(DEFINITION, "{\"key\":\"k\"}"));
    assert_null(workflow_overlay_renumber(*state, "[", 3));
}

/* Every shipped profile fits the shipped definitions: none of its entries is lost, and what comes out is a good definition. */
static void shipped_profiles_fit(void **state)
{
    for (size_t p = 0; p < embed_sql.count; p++) {
        const struct embed_file *profile = &embed_sql.files[p];
        uint64_t used = 0;
        if (strncmp(profile->path, "seed/profiles/", 14) != 0) {
            continue;
        }
        assert_non_null(workflow_overlay_title(*state, (const char *)profile->data, profile->size).zh);
        for (size_t i = 0; i < embed_sql.count; i++) {
            const struct embed_file *file = &embed_sql.files[i];
            const char *whole, *why;
            const struct workflow *w;
            struct workflow_problem *problems = NULL;
            size_t count = 0;
            if (strncmp(file->path, "seed/workflows/", 15) != 0) {
                continue;
            }
            assert_int_equal(workflow_compose(*state, &embed_sql, (const char *)file->data, file->size, &whole, &why),
                             RC_OK);
            assert_int_equal(
                workflow_overlay_apply(*state, (const char *)profile->data, profile->size, whole, &whole, &used),
                RC_OK);
            assert_int_equal(workflow_load(*state, whole, strlen(whole), vocabulary(), &w, &problems, &count), RC_OK);
        }
        assert_null(workflow_overlay_unused(*state, (const char *)profile->data, profile->size, used));
    }
}

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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(only_what_is_named_changes, set_up, tear_down),
        cmocka_unit_test_setup_teardown(what_no_definition_has_is_told, set_up, tear_down),
        cmocka_unit_test_setup_teardown(what_is_no_profile_is_refused, set_up, tear_down),
        cmocka_unit_test_setup_teardown(versions_are_no_difference, set_up, tear_down),
        cmocka_unit_test_setup_teardown(shipped_profiles_fit, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

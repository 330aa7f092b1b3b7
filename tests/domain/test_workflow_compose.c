/*
 * test_workflow_compose.c - definitions written with parts: what comes in, what falls away, what is refused.
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
#include "domain/workflow_compose.h"

#include <string.h>

#define PART(name, text)                                                                                               \
    {                                                                                                                  \
        .path = "seed/parts/" name ".json", .data = (const unsigned char *)(text), .size = sizeof(text) - 1            \
    }

static const struct embed_file files[] = {
    PART("road",
         "{\"events\":[{\"event\":\"go\",\"from\":[\"a\",\"x\"],\"to\":\"b\",\"start\":[\"C1\",\"C9\"],\"stop\":"
         "[\"C8\"]},{\"event\":\"lost\",\"from\":[\"x\"],\"to\":\"b\"},{\"event\":\"nowhere\",\"from\":[\"a\"],"
         "\"to\":\"x\"},{\"event\":\"other\",\"from\":[\"a\"],\"to\":\"x\",\"lane\":{\"is\":\"C6\"},\"start\":["
         "\"C9\"]}],\"clocks\":[{\"part\":\"deep\"}]}"),
    PART("deep", "{\"clocks\":[{\"key\":\"C1\"}],\"who\":{\"roles\":[]},\"few\":[1,2]}"),
    PART("circle", "{\"events\":[{\"part\":\"circle\"}]}"),
    PART("broken", "{\"events\":"),
};
static const struct embed_table parts = {files, sizeof files / sizeof files[0]};

static enum rc compose(struct arena *a, const char *json, const char **out, const char **why)
{
    return workflow_compose(a, &parts, json, strlen(json), out, why);
}

static void parts_come_in_and_are_fitted(void **state)
{
    const char *out, *why;
    const char *json = "{\"states\":[{\"key\":\"a\"},{\"key\":\"b\"}],\"clocks\":[{\"part\":\"road\"}],\"events\":["
                       "{\"event\":\"own\",\"from\":[\"x\"]},{\"part\":\"road\"}]}";
    assert_int_equal(compose(*state, json, &out, &why), RC_OK);
    assert_null(why);
    assert_string_equal(
        out, "{\"states\":[{\"key\":\"a\"},{\"key\":\"b\"}],\"clocks\":[{\"key\":\"C1\"}],\"events\":["
             "{\"event\":\"own\",\"from\":[\"x\"]},"
             "{\"event\":\"go\",\"from\":[\"a\"],\"to\":\"b\",\"start\":[\"C1\"],\"stop\":[]},"
             "{\"event\":\"other\",\"from\":[\"a\"],\"to\":\"x\",\"lane\":{\"is\":\"C6\"},\"start\":[\"C9\"]}]}");
}

static void members_and_single_items_can_be_taken(void **state)
{
    const char *out, *why;
    assert_int_equal(
        compose(
            *state,
            "{\"who\":{\"part\":\"deep\"},\"list\":[0,{\"part\":\"deep:few\"}],\"a\":{\"b\":{\"part\":\"deep:who\"}}}",
            &out, &why),
        RC_OK);
    assert_string_equal(out, "{\"who\":{\"roles\":[]},\"list\":[0,1,2],\"a\":{\"b\":{\"roles\":[]}}}");
    assert_int_equal(compose(*state, "{\"clocks\":[{\"part\":\"deep\",\"without\":[\"C1\"]}]}", &out, &why), RC_OK);
    assert_string_equal(out, "{\"clocks\":[]}");
}

static void a_text_without_parts_stays_as_it_is(void **state)
{
    const char *out, *why;
    assert_int_equal(compose(*state, "{ \"key\" : 1 }", &out, &why), RC_OK);
    assert_string_equal(out, "{ \"key\" : 1 }");
    assert_int_equal(compose(*state, "{ \"part\" : ", &out, &why),
                     RC_OK); /* told by workflow_load, with line and column */
    assert_string_equal(out, "{ \"part\" : ");
}

static void what_cannot_be_made_whole_is_told(void **state)
{
    const char *out, *why;
    assert_int_equal(compose(*state, "{\"events\":[{\"part\":\"nothing\"}]}", &out, &why), RC_NOT_FOUND);
    assert_string_equal(why, "there is no part \"nothing\"");
    assert_int_equal(compose(*state, "{\"fields\":[{\"part\":\"road\"}]}", &out, &why), RC_NOT_FOUND);
    assert_int_equal(compose(*state, "{\"events\":[{\"part\":\"broken\"}]}", &out, &why), RC_NOT_FOUND);
    assert_int_equal(compose(*state, "{\"events\":[{\"part\":\"circle\"}]}", &out, &why), RC_MALFORMED);
    assert_non_null(strstr(why, "circle"));
}

static int set_up(void **state)
{
    *state = arena_new(4 << 20);
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
        cmocka_unit_test_setup_teardown(parts_come_in_and_are_fitted, set_up, tear_down),
        cmocka_unit_test_setup_teardown(members_and_single_items_can_be_taken, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_text_without_parts_stays_as_it_is, set_up, tear_down),
        cmocka_unit_test_setup_teardown(what_cannot_be_made_whole_is_told, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

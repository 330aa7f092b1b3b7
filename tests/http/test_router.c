/*
 * test_router.c - which row a path finds, which paths are sound, what a slice decodes to.
 *
 * Runs on: the test's only thread. Owns: one router and one arena.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/log.h"
#include "http/router.h"

#include <string.h>

#define ROW(m, p, o)                                                                                                   \
    {                                                                                                                  \
        .method = (m), .path = (p), .operation = (o)                                                                   \
    }
static const struct endpoint rows[] = {
    ROW("GET", "/api/cases", "list"),
    ROW("POST", "/api/cases", "add"),
    ROW("GET", "/api/cases/{id}", "get"),
    ROW("PATCH", "/api/cases/{number}", "set"),
    ROW("GET", "/api/cases/summary", "summary"),
    ROW("GET", "/api/cases/{id}/deadlines/{did}/trace", "trace"),
    ROW("POST", "/api/cases/{id}/transitions", "act"),
    ROW("POST", "/api/cases/summary/refresh", "refresh"),
    ROW("POST", "/api/cases:batch", "batch"),
};
static const struct endpoint_table table = {rows, (int)(sizeof rows / sizeof rows[0])};
static const struct endpoint_table *const tables[] = {&table, NULL};

static struct router *router;
static struct arena *arena;

static int set_up(void **state)
{
    (void)state;
    log_set_level(LOG_SILENT);
    arena = arena_new(1 << 20);
    return arena == NULL || router_new(tables, &router) != RC_OK;
}

static int tear_down(void **state)
{
    (void)state;
    router_free(router);
    arena_free(arena);
    return 0;
}

static const char *found(enum router_method method, const char *path, struct router_match *m)
{
    router_find(router, method, path, m);
    return m->endpoint == NULL ? "-" : m->endpoint->operation;
}

static void paths_find_their_rows(void **state)
{
    struct router_match m;
    (void)state;
    assert_string_equal(found(ROUTER_GET, "/api/cases", &m), "list");
    assert_string_equal(found(ROUTER_POST, "/api/cases", &m), "add");
    assert_string_equal(found(ROUTER_HEAD, "/api/cases", &m), "list");
    assert_string_equal(found(ROUTER_GET, "/api/cases/summary", &m), "summary");
    assert_int_equal(m.param_count, 0);
    assert_string_equal(found(ROUTER_POST, "/api/cases/summary/refresh", &m), "refresh");
    assert_string_equal(found(ROUTER_POST, "/api/cases:batch", &m), "batch");
    assert_string_equal(found(ROUTER_GET, "/api/cases/c%201", &m), "get");
    assert_int_equal(m.param_count, 1);
    assert_memory_equal(m.params[0].name, "id", m.params[0].name_size);
    assert_memory_equal(m.params[0].raw, "c%201", 5);
    assert_int_equal(m.params[0].size, 5);
    assert_string_equal(found(ROUTER_PATCH, "/api/cases/7", &m), "set");
    assert_memory_equal(m.params[0].name, "number", m.params[0].name_size);
    assert_string_equal(found(ROUTER_GET, "/api/cases/1/deadlines/22/trace", &m), "trace");
    assert_int_equal(m.param_count, 2);
    assert_memory_equal(m.params[1].raw, "22", 2);
    assert_int_equal(m.params[1].size, 2);
    /* the literal leads nowhere here, so the parameter is tried */
    assert_string_equal(found(ROUTER_POST, "/api/cases/summary/transitions", &m), "act");
    assert_int_equal(m.params[0].size, 7);
}

static void other_paths_find_nothing(void **state)
{
    static const char *const paths[] = {"/",
                                        "/api",
                                        "/api/",
                                        "/api/cases/",
                                        "/api//cases",
                                        "/api/cases/1/",
                                        "/api/cases//transitions",
                                        "/api/Cases",
                                        "/api/cases/1/deadlines",
                                        "/api/cases/1/deadlines/2/trace/3",
                                        "//api/cases"};
    struct router_match m;
    (void)state;
    for (size_t i = 0; i < sizeof paths / sizeof paths[0]; i++) {
        assert_string_equal(found(ROUTER_GET, paths[i], &m), "-");
        assert_int_equal(m.allowed, 0);
    }
}

static void allowed_methods_are_told(void **state)
{
    struct router_match m;
    char allow[64];
    (void)state;
    assert_string_equal(found(ROUTER_DELETE, "/api/cases", &m), "-");
    router_allow_text(m.allowed, allow);
    assert_string_equal(allow, "GET, POST, HEAD, OPTIONS");
    assert_string_equal(found(ROUTER_GET, "/api/cases/1/transitions", &m), "-");
    router_allow_text(m.allowed, allow);
    assert_string_equal(allow, "POST, OPTIONS");
    assert_int_equal(router_method_of("GET"), ROUTER_GET);
    assert_int_equal(router_method_of("get"), ROUTER_UNKNOWN);
    assert_int_equal(router_method_of("TRACE"), ROUTER_UNKNOWN);
    assert_int_equal(router_method_of(""), ROUTER_UNKNOWN);
}

static void two_rows_for_one_call_are_refused(void **state)
{
    static const struct endpoint twice[] = {ROW("GET", "/a/{x}", "one"), ROW("GET", "/a/{y}", "two")};
    static const struct endpoint broken[] = {ROW("GET", "/a//b", "one")};
    static const struct endpoint unknown[] = {ROW("FETCH", "/a", "one")};
    const struct endpoint_table bad[] = {{twice, 2}, {broken, 1}, {unknown, 1}};
    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        const struct endpoint_table *const list[] = {&bad[i], NULL};
        struct router *r = NULL;
        assert_int_equal(router_new(list, &r), RC_INVALID);
    }
}

static void unsound_paths_are_known(void **state)
{
    static const char *const sound[] = {"/",   "/a",   "/a/b.c", "/a/...", "/a/%20", "/a/%e4%bf%a1",
                                        "/.a", "/a..", "/a/%2eb"};
    static const char *const unsound[] = {"",       "a",    "http://a/b", "/a b",        "/\x7f",   "/\x01",
                                          "/a/%00", "/%2f", "/%2F",       "/%5c",        "/\\",     "/a/./b",
                                          "/a/..",  "/..",  "/%2e",       "/a/%2e%2E/b", "/a/.%2e", "/%",
                                          "/%4",    "/%zz", "/\xe4",      "/%0a",        "/%7f",    "*"};
    (void)state;
    for (size_t i = 0; i < sizeof sound / sizeof sound[0]; i++) {
        assert_true(router_path_is_sound(sound[i]));
    }
    for (size_t i = 0; i < sizeof unsound / sizeof unsound[0]; i++) {
        if (router_path_is_sound(unsound[i])) {
            fail_msg("sound: %s", unsound[i]);
        }
    }
}

static const char *decode(const char *raw, int is_query)
{
    return router_decode(arena, raw, strlen(raw), is_query);
}

static void slices_are_decoded_strictly(void **state)
{
    (void)state;
    assert_string_equal(decode("a%20b", 0), "a b");
    assert_string_equal(decode("a+b", 0), "a+b");
    assert_string_equal(decode("a+b%2B", 1), "a b+");
    assert_string_equal(decode("%E4%bf%A1", 1), "信");
    assert_string_equal(decode("", 1), "");
    assert_string_equal(decode("%2525", 1), "%25");
    static const char *const bad[] = {"%",   "%4",     "%zz",       "%00",          "a%00b",
                                      "%ff", "%c0%80", "%ed%a0%80", "\xe4\xbf\xa1", "\x01"};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        assert_null(decode(bad[i], 1));
    }
    /* the slice ends where it ends, not at a byte behind it */
    assert_null(router_decode(arena, "%41", 2, 0));
    assert_string_equal(router_decode(arena, "%41%42", 3, 0), "A");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(paths_find_their_rows),    cmocka_unit_test(other_paths_find_nothing),
        cmocka_unit_test(allowed_methods_are_told), cmocka_unit_test(two_rows_for_one_call_are_refused),
        cmocka_unit_test(unsound_paths_are_known),  cmocka_unit_test(slices_are_decoded_strictly),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}

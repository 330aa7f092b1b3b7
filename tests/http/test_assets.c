/*
 * test_assets.c - files, variants, entry pages, and what must not be answered with a page.
 *
 * Runs on: the test's only thread. Owns: nothing.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/embed.h"
#include "http/assets.h"

#include <string.h>

#define BYTES(text) (const unsigned char *)(text), sizeof(text) - 1
static const struct embed_file files[] = {
    {"assets/app-1.css", BYTES("css"), NULL, 0, NULL, 0, "00000000000000c1"},
    {"assets/app-1.js", BYTES("script"), BYTES("gz"), BYTES("b"), "00000000000000a1"},
    {"icon.svg", BYTES("<svg/>"), NULL, 0, NULL, 0, "00000000000000d1"},
    {"index.html", BYTES("desk"), BYTES("gz"), NULL, 0, "00000000000000e1"},
    {"public.html", BYTES("portal"), NULL, 0, NULL, 0, "00000000000000f1"},
};
static const struct embed_table table = {files, 5};
static const struct server_entry entries[] = {{"/desk", "index.html"}, {"/", "public.html"}, {NULL, NULL}};

static struct assets *assets;
static struct assets_reply reply;

static int set_up(void **state)
{
    (void)state;
    return assets_new(&table, entries, &assets) != RC_OK;
}

static int tear_down(void **state)
{
    (void)state;
    assets_free(assets);
    return 0;
}

static void assert_file(const char *path, const char *accept, const char *bytes)
{
    assert_int_equal(assets_find(assets, path, accept, &reply), RC_OK);
    assert_int_equal(reply.size, strlen(bytes));
    assert_memory_equal(reply.bytes, bytes, reply.size);
}

static void files_come_as_they_are_wanted(void **state)
{
    (void)state;
    assert_file("/assets/app-1.js", NULL, "script");
    assert_null(reply.encoding);
    assert_string_equal(reply.type, "text/javascript; charset=utf-8");
    assert_string_equal(reply.etag, "\"00000000000000a1\"");
    assert_true(reply.is_immutable);
    assert_file("/assets/app-1.js", "gzip, deflate, br", "b");
    assert_string_equal(reply.encoding, "br");
    assert_string_equal(reply.etag, "\"00000000000000a1-br\"");
    assert_file("/assets/app-1.js", "gzip", "gz");
    assert_string_equal(reply.encoding, "gzip");
    assert_file("/assets/app-1.js", "br;q=0, gzip;q=0.5", "gz");
    assert_file("/assets/app-1.js", "brotli, identity", "script");
    assert_file("/icon.svg", "br", "<svg/>");
    assert_false(reply.is_immutable);
    assert_false(reply.is_html);
}

static void pages_answer_for_their_prefix(void **state)
{
    (void)state;
    assert_file("/desk", NULL, "desk");
    assert_true(reply.is_html);
    assert_false(reply.is_immutable);
    assert_file("/desk/cases/7", "gzip", "gz");
    assert_file("/", NULL, "portal");
    assert_file("/query/SX-2026-000123", NULL, "portal");
    assert_file("/desktop", NULL, "portal");
}

static void what_is_missing_is_missing(void **state)
{
    static const char *const paths[] = {"/assets/app-2.js", "/assets/", "/app.js", "/desk/app.css", "/a/b.html"};
    (void)state;
    for (size_t i = 0; i < sizeof paths / sizeof paths[0]; i++) {
        assert_int_equal(assets_find(assets, paths[i], NULL, &reply), RC_NOT_FOUND);
    }
    struct assets *empty = NULL;
    assert_int_equal(assets_new(NULL, NULL, &empty), RC_OK);
    assert_int_equal(assets_find(empty, "/", NULL, &reply), RC_NOT_FOUND);
    assets_free(empty);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(files_come_as_they_are_wanted),
        cmocka_unit_test(pages_answer_for_their_prefix),
        cmocka_unit_test(what_is_missing_is_missing),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}

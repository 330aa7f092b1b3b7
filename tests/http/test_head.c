/*
 * test_head.c - header fields: names, doubles, framing, and the small grammars inside their values.
 *
 * Runs on: the test's only thread. Owns: one arena.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/arena.h"
#include "http/head.h"

#include <string.h>

static struct ctx ctx;
static struct head head;

static int set_up(void **state)
{
    (void)state;
    ctx.arena = arena_new(1 << 20);
    return ctx.arena == NULL;
}

static int tear_down(void **state)
{
    (void)state;
    arena_free(ctx.arena);
    return 0;
}

static void clear(void)
{
    head_clear(&head);
    fault_clear(&ctx.fault);
}

static enum rc check(const char *version)
{
    return head_check(&head, &ctx, version);
}

static void names_follow_the_grammar(void **state)
{
    static const char *const bad[] = {"",   "a b", "a ", "a\t",   "a:",   "a(",  "a,",
                                      "a/", "a@",  "a[", "a\x7f", "\xe4", "a\"", "a{"};
    static const char *const good[] = {"a", "X-Thing", "!#$%&'*+-.^_`|~09azAZ"};
    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        clear();
        head_add(&head, bad[i], "1");
        if (check("HTTP/1.1") != RC_MALFORMED) {
            fail_msg("taken: %s", bad[i]);
        }
    }
    clear();
    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++) {
        head_add(&head, good[i], "1");
    }
    assert_int_equal(check("HTTP/1.1"), RC_OK);
}

static void single_fields_come_once(void **state)
{
    static const char *const single[] = {"Host",           "Cookie",       "Authorization",   "Content-Type",
                                         "Content-Length", "If-Match",     "Idempotency-Key", "X-CSRF",
                                         "Origin",         "X-Request-Id", "Expect"};
    (void)state;
    for (size_t i = 0; i < sizeof single / sizeof single[0]; i++) {
        clear();
        head_add(&head, single[i], "1");
        head_add(&head, single[i], "1");
        assert_int_equal(check("HTTP/1.1"), RC_MALFORMED);
        assert_string_equal(ctx.fault.main.reason->code, "header_twice");
        assert_string_equal(ctx.fault.main.args[0], single[i]);
    }
    clear();
    head_add(&head, "Accept-Language", "en");
    head_add(&head, "Accept-Language", "zh");
    head_add(&head, "X-Other", "1");
    head_add(&head, "x-other", "2");
    assert_int_equal(check("HTTP/1.1"), RC_OK);
    clear();
    head_add(&head, "hOsT", "a");
    assert_string_equal(head.values[HEAD_HOST], "a");
}

static void framing_is_clear_or_refused(void **state)
{
    static const struct {
        const char *length, *coding, *version;
        enum rc rc;
        int64_t bytes;
    } rows[] = {{NULL, NULL, "HTTP/1.1", RC_OK, 0},
                {"0", NULL, "HTTP/1.1", RC_OK, 0},
                {"007", NULL, "HTTP/1.1", RC_OK, 7},
                {"12", NULL, "HTTP/1.0", RC_OK, 12},
                {"", NULL, "HTTP/1.1", RC_MALFORMED, 0},
                {"1 ", NULL, "HTTP/1.1", RC_MALFORMED, 0},
                {"+1", NULL, "HTTP/1.1", RC_MALFORMED, 0},
                {"1,1", NULL, "HTTP/1.1", RC_MALFORMED, 0},
                {"9999999999999999", NULL, "HTTP/1.1", RC_MALFORMED, 0},
                {NULL, "chunked", "HTTP/1.1", RC_OK, 0},
                {NULL, "Chunked", "HTTP/1.1", RC_OK, 0},
                {NULL, "chunked", "HTTP/1.0", RC_MALFORMED, 0},
                {"1", "chunked", "HTTP/1.1", RC_MALFORMED, 0},
                {NULL, "gzip", "HTTP/1.1", RC_MALFORMED, 0},
                {NULL, "chunked ", "HTTP/1.1", RC_MALFORMED, 0},
                {NULL, "gzip, chunked", "HTTP/1.1", RC_MALFORMED, 0},
                {NULL, "", "HTTP/1.1", RC_MALFORMED, 0},
                {NULL, NULL, "HTTP/1.2", RC_MALFORMED, 0},
                {NULL, NULL, "", RC_MALFORMED, 0}};
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        clear();
        if (rows[i].length != NULL) {
            head_add(&head, "Content-Length", rows[i].length);
        }
        if (rows[i].coding != NULL) {
            head_add(&head, "Transfer-Encoding", rows[i].coding);
        }
        assert_int_equal(check(rows[i].version), rows[i].rc);
        if (rows[i].rc == RC_OK) {
            assert_int_equal(head.length, rows[i].bytes);
        }
    }
}

static void languages_are_weighed(void **state)
{
    static const struct {
        const char *text;
        int is_zh;
    } rows[] = {{NULL, 1},
                {"", 1},
                {"fr", 1},
                {"en", 0},
                {"zh-CN,zh;q=0.9,en;q=0.8", 1},
                {"en-US,en;q=0.9,zh;q=0.8", 0},
                {"en;q=0.5, zh;q=0.6", 1},
                {"en;q=0", 1},
                {"ZH", 1},
                {"EN", 0},
                {"en;q=x", 1},
                {",,,", 1},
                {"*", 1}};
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        clear();
        if (rows[i].text != NULL) {
            head_add(&head, "Accept-Language", rows[i].text);
        }
        if (head_is_zh(&head) != rows[i].is_zh) {
            fail_msg("%s", rows[i].text);
        }
    }
}

static void one_cookie_is_a_cookie(void **state)
{
    static const struct {
        const char *cookies, *value;
    } rows[] = {{"sid=a", "a"},
                {"x=1; sid=a; y=2", "a"},
                {"x=1;sid=a", "a"},
                {"sid=a ; y=2", "a"},
                {"sid=", NULL},
                {"SID=a", NULL},
                {"xsid=a", NULL},
                {"sidx=a", NULL},
                {"sid=a; sid=a", NULL},
                {"sid=a; sid=b", NULL},
                {"sid", NULL},
                {"x=\"; sid=a\"", "a\""},
                {"", NULL},
                {";;;", NULL},
                {"sid=a,sid=b", "a,sid=b"}};
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const char *value = head_cookie(ctx.arena, rows[i].cookies, "sid");
        if ((value == NULL) != (rows[i].value == NULL) || (value != NULL && strcmp(value, rows[i].value) != 0)) {
            fail_msg("%s: %s", rows[i].cookies, value == NULL ? "none" : value);
        }
    }
}

static void credentials_are_one_of_two(void **state)
{
    struct server_credentials c;
    (void)state;
    clear();
    head_add(&head, "Cookie", "sid=plain; __Host-sid=secure");
    assert_int_equal(head_credentials(&head, &ctx, 0, 0, &c), RC_OK);
    assert_string_equal(c.session, "plain");
    assert_int_equal(head_credentials(&head, &ctx, 1, 1, &c), RC_OK);
    assert_string_equal(c.session, "secure");
    assert_int_equal(c.is_unsafe, 1);
    head_add(&head, "Authorization", "Bearer abc");
    assert_int_equal(head_credentials(&head, &ctx, 0, 0, &c), RC_MALFORMED);
    static const char *const bad[] = {"abc",        "Bearer",     "Bearer ",    "Basic abc",
                                      "Bearer a b", "Bearer a,b", "Bearer\tabc"};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        clear();
        head_add(&head, "Authorization", bad[i]);
        assert_int_equal(head_credentials(&head, &ctx, 0, 0, &c), RC_UNAUTHENTICATED);
    }
    clear();
    head_add(&head, "Authorization", "bearer  a-b._~+/=");
    assert_int_equal(head_credentials(&head, &ctx, 0, 0, &c), RC_OK);
    assert_string_equal(c.bearer, "a-b._~+/=");
}

static void origins_must_be_ours(void **state)
{
    static const struct {
        const char *site, *origin;
        int is_secure, fits;
    } rows[] = {{NULL, NULL, 0, 1},
                {"same-origin", NULL, 0, 1},
                {"none", NULL, 0, 1},
                {"cross-site", NULL, 0, 0},
                {"same-site", NULL, 0, 0},
                {NULL, "http://a:80", 0, 1},
                {NULL, "https://a:80", 1, 1},
                {NULL, "http://a:80", 1, 0},
                {NULL, "https://a:80", 0, 0},
                {NULL, "null", 0, 0},
                {NULL, "http://a:80.evil", 0, 0},
                {NULL, "http://A:80", 0, 1},
                {"same-origin", "http://b", 0, 0}};
    struct server_credentials c;
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        clear();
        head_add(&head, "Host", "a:80");
        if (rows[i].site != NULL) {
            head_add(&head, "Sec-Fetch-Site", rows[i].site);
        }
        if (rows[i].origin != NULL) {
            head_add(&head, "Origin", rows[i].origin);
        }
        assert_int_equal(head_credentials(&head, &ctx, rows[i].is_secure, 1, &c), RC_OK);
        assert_int_equal(c.same_origin, rows[i].fits);
    }
}

static void types_are_json_or_not(void **state)
{
    static const struct {
        const char *type;
        int is_json, is_patch;
    } rows[] = {{NULL, 0, 0},
                {"application/json", 1, 1},
                {"Application/JSON", 1, 1},
                {"application/json; charset=utf-8", 1, 1},
                {"application/json ;charset=\"UTF-8\"", 1, 1},
                {"application/json; charset=gbk", 0, 0},
                {"application/jsonx", 0, 0},
                {"text/plain", 0, 0},
                {"application/merge-patch+json", 0, 1},
                {"application/json;", 0, 0},
                {"", 0, 0},
                {"application/x-www-form-urlencoded", 0, 0},
                {"application/json, text/plain", 0, 0}};
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        assert_int_equal(head_is_json(rows[i].type, 0), rows[i].is_json);
        assert_int_equal(head_is_json(rows[i].type, 1), rows[i].is_patch);
    }
}

static void versions_are_read_from_tags(void **state)
{
    static const struct {
        const char *text;
        enum rc rc;
        int64_t version;
    } rows[] = {{NULL, RC_OK, CALL_NO_VERSION},
                {"*", RC_OK, CALL_ANY_VERSION},
                {" * ", RC_OK, CALL_ANY_VERSION},
                {"\"7\"", RC_OK, 7},
                {"\"3\", \"7\",\"5\"", RC_OK, 7},
                {"W/\"7\"", RC_OK, INT64_MAX},
                {"\"x\"", RC_OK, INT64_MAX},
                {"\"07\"", RC_OK, INT64_MAX},
                {"\"\"", RC_OK, INT64_MAX},
                {"W/\"9\", \"7\"", RC_OK, 7},
                {"\"9999999999999999999999\"", RC_OK, INT64_MAX},
                {"7", RC_MALFORMED, 0},
                {"\"7", RC_MALFORMED, 0},
                {"\"7\" \"8\"", RC_MALFORMED, 0},
                {"", RC_MALFORMED, 0},
                {"\"7\",", RC_MALFORMED, 0},
                {"*, \"7\"", RC_MALFORMED, 0}};
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        int64_t version = 0;
        enum rc rc = head_if_match(rows[i].text, &version);
        if (rc != rows[i].rc || (rc == RC_OK && version != rows[i].version)) {
            fail_msg("%s: %d %lld", rows[i].text, rc, (long long)version);
        }
    }
}

static void tags_are_found_in_lists(void **state)
{
    (void)state;
    assert_true(head_names_tag("\"7\"", "\"7\""));
    assert_true(head_names_tag("W/\"7\"", "\"7\""));
    assert_true(head_names_tag("\"1\", W/\"7\" , \"9\"", "\"7\""));
    assert_true(head_names_tag("*", "\"7\""));
    assert_false(head_names_tag("\"77\"", "\"7\""));
    assert_false(head_names_tag("7", "\"7\""));
    assert_false(head_names_tag("", "\"7\""));
    assert_false(head_names_tag(NULL, "\"7\""));
    assert_false(head_names_tag("\"1\", x, \"7\"", "\"7\""));
}

static void keys_and_request_ids_are_tokens(void **state)
{
    char text[300];
    (void)state;
    assert_string_equal(head_idempotency_key(ctx.arena, "abc"), "abc");
    assert_string_equal(head_idempotency_key(ctx.arena, "\"abc\""), "abc");
    assert_null(head_idempotency_key(ctx.arena, ""));
    assert_null(head_idempotency_key(ctx.arena, "\"\""));
    assert_null(head_idempotency_key(ctx.arena, "a b"));
    assert_null(head_idempotency_key(ctx.arena, "\"a\"b\""));
    assert_null(head_idempotency_key(ctx.arena, "\xe4\xbf\xa1"));
    memset(text, 'a', sizeof text);
    text[255] = '\0';
    assert_non_null(head_idempotency_key(ctx.arena, text));
    text[255] = 'a';
    text[256] = '\0';
    assert_null(head_idempotency_key(ctx.arena, text));
    clear();
    assert_null(head_request_id(&head));
    head_add(&head, "X-Request-Id", "a-b_c.d:1");
    assert_string_equal(head_request_id(&head), "a-b_c.d:1");
    clear();
    head_add(&head, "X-Request-Id", "<script>");
    assert_null(head_request_id(&head));
}

static void names_of_files(void **state)
{
    (void)state;
    static const char *const rows[][2] = {
        {"attachment; filename*=UTF-8''%E4%BF%A1.pdf", "\xe4\xbf\xa1.pdf"},
        {"attachment; filename=\"a b.pdf\"", "a b.pdf"},
        {"ATTACHMENT;FileName=\"a.pdf\"", "a.pdf"},
        {"attachment; filename=\"\"", ""},
        {"attachment; filename*=UTF-8''%FF.pdf", ""},
        {"attachment; filename=a.pdf", NULL},
        {"attachment; filename=\"a\\\"b.pdf\"", NULL},
        {"attachment; filename=\"a\"; size=1", NULL},
        {"attachment; filename=\"\xe4\xbf\xa1.pdf\"", NULL},
        {"attachment; filename=\"", NULL},
        {"attachment", NULL},
        {"inline; filename=\"a.pdf\"", NULL},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const char *name = head_upload_name(ctx.arena, rows[i][0]);
        if ((name == NULL) != (rows[i][1] == NULL) || (name != NULL && strcmp(name, rows[i][1]) != 0)) {
            fail_msg("%s: %s", rows[i][0], name != NULL ? name : "none");
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_of_files),
        cmocka_unit_test(names_follow_the_grammar),
        cmocka_unit_test(single_fields_come_once),
        cmocka_unit_test(framing_is_clear_or_refused),
        cmocka_unit_test(languages_are_weighed),
        cmocka_unit_test(one_cookie_is_a_cookie),
        cmocka_unit_test(credentials_are_one_of_two),
        cmocka_unit_test(origins_must_be_ours),
        cmocka_unit_test(types_are_json_or_not),
        cmocka_unit_test(versions_are_read_from_tags),
        cmocka_unit_test(tags_are_found_in_lists),
        cmocka_unit_test(keys_and_request_ids_are_tokens),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}

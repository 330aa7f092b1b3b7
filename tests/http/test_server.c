/*
 * test_server.c - one answer of each kind over a real socket.
 *
 * Runs on: the test's main thread. Owns: one loop server for all tests.
 */
#include "loop.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

static struct loop loop;
static struct loop_answer answer;

static int set_up(void **state)
{
    (void)state;
    loop_prepare(&loop);
    loop_start(&loop);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    loop_stop(&loop);
    return 0;
}

static void ask(const char *request, int status)
{
    loop_ask(&loop, request, &answer);
    if (answer.status != status) {
        fail_msg("%s: %d and not %d: %s%s", request, answer.status, status, answer.head, answer.body);
    }
}

static void assert_has(const char *part)
{
    if (strstr(answer.body, part) == NULL) {
        fail_msg("no %s in %s", part, answer.body);
    }
}

static void assert_field(const char *name, const char *value)
{
    const char *got = loop_field(&answer, name);
    if (got == NULL || strcmp(got, value) != 0) {
        fail_msg("%s is %s and not %s", name, got == NULL ? "missing" : got, value);
    }
}

static void health_and_readiness_answer(void **state)
{
    (void)state;
    ask("GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n", 200);
    assert_string_equal(answer.body, "ok\n");
    ask("GET /readyz HTTP/1.1\r\nHost: a\r\n\r\n", 200);
    do { /* a request is counted when its answer has left, maybe after the client has read it */
        ask("GET /metrics HTTP/1.1\r\nHost: a\r\n\r\n", 200);
    } while (strstr(answer.body, "http_requests_total{operation=\"getHealth\",status=\"2xx\"} 1\n") == NULL);
    assert_has("http_request_seconds_count{operation=\"getHealth\"} 1\n");
    assert_has("# TYPE http_in_flight gauge\n");
}

static void a_resource_comes_with_its_fields(void **state)
{
    (void)state;
    ask("GET /api/things/a1 HTTP/1.1\r\nHost: a\r\nX-Request-Id: mine-1\r\n\r\n", 200);
    assert_string_equal(answer.body, "{\"id\":\"a1\",\"text\":\"文字 \\\"quoted\\\"\",\"count\":null,\"tags\":[]}");
    assert_field("Content-Type", "application/json; charset=utf-8");
    assert_field("ETag", "\"7\"");
    assert_field("Cache-Control", "no-store");
    assert_field("X-Content-Type-Options", "nosniff");
    assert_field("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
    assert_field("X-Request-Id", "mine-1");
    assert_field("Content-Disposition", "attachment; filename=\"api.json\"");
    assert_field("Referrer-Policy", "no-referrer");
    assert_field("Cross-Origin-Resource-Policy", "same-origin");
    assert_null(loop_field(&answer, "Server"));
    assert_null(loop_field(&answer, "X-Powered-By"));
    assert_null(loop_field(&answer, "Strict-Transport-Security"));
    ask("GET /api/nothing HTTP/1.1\r\nHost: a\r\n\r\n", 404); /* a refusal has them too */
    assert_field("Content-Disposition", "attachment; filename=\"api.json\"");
    assert_field("Referrer-Policy", "no-referrer");
    assert_null(loop_field(&answer, "Server"));
}

static void a_known_version_is_not_sent_again(void **state)
{
    (void)state;
    ask("GET /api/things/a1 HTTP/1.1\r\nHost: a\r\nIf-None-Match: \"7\"\r\n\r\n", 304);
    assert_field("ETag", "\"7\"");
    assert_int_equal(answer.body_size, 0);
    ask("GET /api/things/a1 HTTP/1.1\r\nHost: a\r\nIf-None-Match: \"6\", W/\"7\"\r\n\r\n", 304);
    ask("GET /api/things/a1 HTTP/1.1\r\nHost: a\r\nIf-None-Match: \"6\"\r\n\r\n", 200);
}

static void head_has_the_fields_and_no_body(void **state)
{
    (void)state;
    ask("GET /api/things/a1 HTTP/1.1\r\nHost: a\r\n\r\n", 200);
    char length[16];
    (void)strncpy(length, loop_field(&answer, "Content-Length"), sizeof length - 1);
    length[sizeof length - 1] = '\0';
    int fd = loop_connect(&loop);
    loop_say(fd, "HEAD /api/things/a1 HTTP/1.1\r\nHost: a\r\n\r\nGET /healthz HTTP/1.1\r\nHost: a\r\n\r\n");
    loop_read(fd, 1, &answer);
    assert_int_equal(answer.status, 200);
    assert_field("Content-Length", length);
    assert_field("ETag", "\"7\"");
    loop_read(fd, 0, &answer);
    assert_string_equal(answer.body, "ok\n");
    (void)close(fd);
}

static void options_and_wrong_methods_name_the_right_ones(void **state)
{
    (void)state;
    ask("OPTIONS /api/things/a1 HTTP/1.1\r\nHost: a\r\n\r\n", 204);
    assert_field("Allow", "GET, PATCH, DELETE, HEAD, OPTIONS");
    ask("PUT /api/things/a1 HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\n{}", 405);
    assert_field("Allow", "GET, PATCH, DELETE, HEAD, OPTIONS");
    assert_has("\"code\":\"wrong_method\"");
    ask("BREW /api/things HTTP/1.1\r\nHost: a\r\n\r\n", 501);
    ask("get /api/things HTTP/1.1\r\nHost: a\r\n\r\n", 501);
}

static void problems_speak_both_languages(void **state)
{
    (void)state;
    ask("GET /api/things/missing HTTP/1.1\r\nHost: a\r\n\r\n", 404);
    assert_field("Content-Type", "application/problem+json; charset=utf-8");
    assert_field("Content-Language", "zh-CN");
    assert_has("\"type\":\"/problems/not_found\",\"title\":\"没有找到\",\"status\":404");
    assert_has("\"instance\":\"urn:request:");
    ask("GET /api/things/missing HTTP/1.1\r\nHost: a\r\nAccept-Language: en-GB, zh;q=0.5\r\n\r\n", 404);
    assert_field("Content-Language", "en");
    assert_has("\"title\":\"Not found\"");
}

static void unknown_addresses_are_problems(void **state)
{
    (void)state;
    ask("GET /api/nothing HTTP/1.1\r\nHost: a\r\n\r\n", 404);
    assert_has("\"code\":\"no_route\"");
    ask("GET /elsewhere HTTP/1.1\r\nHost: a\r\n\r\n", 404);
    ask("POST /elsewhere HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n", 405);
    ask("GET /api/things/bad!id HTTP/1.1\r\nHost: a\r\n\r\n", 404);
}

static void queries_are_decoded_and_checked(void **state)
{
    (void)state;
    ask("GET /api/things?colour=red&text=a+b%2B%E4%BF%A1&tag=x&tag=y&limit=5 HTTP/1.1\r\nHost: a\r\n\r\n", 200);
    assert_string_equal(answer.body, "{\"id\":\"red\",\"text\":\"a b+信\",\"count\":5,\"tags\":[\"x\",\"y\"]}");
    ask("GET /api/things?limit=&text HTTP/1.1\r\nHost: a\r\n\r\n", 200);
    assert_has("\"text\":null,\"count\":null");
    ask("GET /api/things?limit=0&colour=blue HTTP/1.1\r\nHost: a\r\n\r\n", 422);
    assert_has("{\"pointer\":\"?limit\",\"code\":\"below_minimum\"");
    assert_has("{\"pointer\":\"?colour\",\"code\":\"bad_choice\"");
    ask("GET /api/things?colour=red&colour=red HTTP/1.1\r\nHost: a\r\n\r\n", 400);
    assert_has("\"code\":\"duplicate_parameter\"");
    assert_has("\"pointer\":\"?colour\"");
    ask("GET /api/things?color=red HTTP/1.1\r\nHost: a\r\n\r\n", 400);
    assert_has("\"pointer\":\"?color\"");
    ask("GET /api/things?text=%zz HTTP/1.1\r\nHost: a\r\n\r\n", 400);
    ask("GET /api/things?text=%00 HTTP/1.1\r\nHost: a\r\n\r\n", 400);
    ask("GET /api/things?text=%ff HTTP/1.1\r\nHost: a\r\n\r\n", 400);
    ask("GET /api/things?text=%e2%80%ae HTTP/1.1\r\nHost: a\r\n\r\n", 422);
    ask("GET /api/things/a1?x=1 HTTP/1.1\r\nHost: a\r\n\r\n", 400);
    ask("GET /api/things?access_token=good HTTP/1.1\r\nHost: a\r\n\r\n", 400);
}

#define POST_HEAD "POST /api/things HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"

static void a_write_answers_after_its_commit(void **state)
{
    (void)state;
    loop_reset_writes();
    ask(POST_HEAD "Content-Length: 25\r\nIdempotency-Key: \"k-1\"\r\n\r\n{\"text\":\"abc\",\"count\":12} ", 201);
    assert_string_equal(answer.body, "{\"id\":\"k-1\",\"text\":\"abc\",\"count\":12,\"tags\":[]}");
    assert_field("Location", "/api/things/new");
    assert_field("ETag", "\"8\"");
    ask(POST_HEAD "Transfer-Encoding: chunked\r\n\r\n8\r\n{\"text\":\r\n4\r\n\"x\"}\r\n0\r\n\r\n", 201);
    assert_has("\"text\":\"x\"");
    assert_int_equal(loop_writes(), 2);
}

static void every_mistake_of_a_body_is_named(void **state)
{
    (void)state;
    ask(POST_HEAD "Content-Length: 34\r\n\r\n{\"text\":\" \",\"count\":-1,\"other\":[]} ", 422);
    assert_has("{\"pointer\":\"#/text\",\"code\":\"required\"");
    assert_has("{\"pointer\":\"#/count\",\"code\":\"below_minimum\"");
    assert_has("{\"pointer\":\"#/other\",\"code\":\"unknown_member\"");
    ask(POST_HEAD "Content-Length: 10\r\n\r\n{\"text\":\"x,", 400);
    assert_has("\"code\":\"json_syntax\"");
    ask(POST_HEAD "Content-Length: 0\r\n\r\n", 422);
    assert_has("{\"pointer\":\"#/text\",\"code\":\"required\"");
}

static void a_refusal_of_the_handler_is_explained(void **state)
{
    (void)state;
    char request[512];
    (void)snprintf(request, sizeof request, POST_HEAD "Accept-Language: en\r\nContent-Length: 26\r\n\r\n%s%2d}     ",
                   "{\"text\":\"x\",\"status\":", RC_REFUSED);
    ask(request, 409);
    assert_has("\"code\":\"loop_refusal\"");
    assert_has("\"detail\":\"No: so\"");
    assert_has("\"pointer\":\"#/status\"");
}

static void bodies_must_be_json_and_small(void **state)
{
    (void)state;
    ask("POST /api/things HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\n{}", 415);
    assert_field("Accept", "application/json");
    ask("POST /api/things HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Encoding: gzip\r\n"
        "Content-Length: 2\r\n\r\n{}",
        415);
    ask("POST /api/things HTTP/1.1\r\nHost: a\r\nContent-Type: text/json\r\nContent-Length: 2\r\n\r\n{}", 415);
    ask("POST /api/things HTTP/1.1\r\nHost: a\r\nContent-Type: application/json; charset=gbk\r\nContent-Length: "
        "2\r\n\r\n{}",
        415);
    ask("POST /api/things HTTP/1.1\r\nHost: a\r\nContent-Type: application/json;charset=UTF-8\r\nContent-Length: "
        "2\r\n\r\n{}",
        422);
    ask(POST_HEAD "Content-Length: 4097\r\n\r\n", 413);
    ask("GET /api/things HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\n{}", 400);
    assert_has("\"code\":\"body_not_allowed\"");
}

static void credentials_decide(void **state)
{
    (void)state;
    ask("GET /api/me HTTP/1.1\r\nHost: a\r\n\r\n", 401);
    assert_field("WWW-Authenticate", "Bearer realm=\"api\"");
    ask("GET /api/me HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer good\r\n\r\n", 200);
    ask("GET /api/me HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer bad\r\n\r\n", 401);
    ask("GET /api/me HTTP/1.1\r\nHost: a\r\nAuthorization: Basic Z29vZA==\r\n\r\n", 401);
    ask("GET /api/me HTTP/1.1\r\nHost: a\r\nCookie: a=b; sid=good; c=d\r\n\r\n", 200);
    ask("GET /api/me HTTP/1.1\r\nHost: a\r\nCookie: sid=good; sid=good\r\n\r\n", 401);
    ask("GET /api/me HTTP/1.1\r\nHost: a\r\nCookie: sid=good\r\nAuthorization: Bearer good\r\n\r\n", 400);
    assert_has("\"code\":\"two_credentials\"");
    ask("GET /api/secrets HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer good\r\n\r\n", 403);
    /* A stale cookie does not keep anybody from a public call. */
    ask("GET /api/things/a1 HTTP/1.1\r\nHost: a\r\nCookie: sid=stale\r\n\r\n", 200);
}

#define PATCH_HEAD "PATCH /api/things/a1 HTTP/1.1\r\nHost: a\r\nContent-Type: application/merge-patch+json\r\n"

static void changes_name_the_version_they_have_seen(void **state)
{
    (void)state;
    const char *body = "Content-Length: 12\r\n\r\n{\"text\":\"x\"}";
    char request[512];
    (void)snprintf(request, sizeof request, PATCH_HEAD "Authorization: Bearer good\r\n%s", body);
    ask(request, 428);
    (void)snprintf(request, sizeof request, PATCH_HEAD "%s", body);
    ask(request, 401); /* who is asking comes before what is missing */
    (void)snprintf(request, sizeof request, PATCH_HEAD "Authorization: Bearer good\r\nIf-Match: \"7\"\r\n%s", body);
    ask(request, 200);
    (void)snprintf(request, sizeof request, PATCH_HEAD "Authorization: Bearer good\r\nIf-Match: *\r\n%s", body);
    ask(request, 200);
    (void)snprintf(request, sizeof request, PATCH_HEAD "Authorization: Bearer good\r\nIf-Match: W/\"7\"\r\n%s", body);
    ask(request, 412);
    (void)snprintf(request, sizeof request, PATCH_HEAD "Authorization: Bearer good\r\nIf-Match: 7\r\n%s", body);
    ask(request, 400);
}

static void cross_site_writes_are_refused(void **state)
{
    (void)state;
    const char *head = "DELETE /api/things/a1 HTTP/1.1\r\nHost: a\r\nCookie: sid=good\r\n";
    char request[512];
    (void)snprintf(request, sizeof request, "%s\r\n", head);
    ask(request, 403);
    (void)snprintf(request, sizeof request, "%sX-CSRF: csrf\r\nOrigin: http://evil\r\n\r\n", head);
    ask(request, 403);
    (void)snprintf(request, sizeof request, "%sX-CSRF: csrf\r\nSec-Fetch-Site: cross-site\r\n\r\n", head);
    ask(request, 403);
    (void)snprintf(request, sizeof request, "%sX-CSRF: csrf\r\nOrigin: http://a\r\nSec-Fetch-Site: same-origin\r\n\r\n",
                   head);
    ask(request, 204);
    assert_field("Set-Cookie", "sid=; Max-Age=0; Path=/");
    assert_field("Clear-Site-Data", "\"cache\", \"cookies\", \"storage\"");
}

#define CRAFT(path, length, body)                                                                                      \
    "POST /api/" path " HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: " length              \
    "\r\n\r\n" body

static void slow_work_is_crafted_before_it_is_written(void **state)
{
    (void)state;
    loop_reset_writes();
    ask(CRAFT("crafts", "12", "{\"text\":\"x\"}"), 201);
    assert_int_equal(loop_writes(), 1);
    ask(CRAFT("crafts", "22", "{\"text\":\"uncraftable\"}"), 409);
    assert_int_equal(loop_writes(), 1); /* nothing runs while an error stands */
    ask(CRAFT("readcrafts", "12", "{\"text\":\"x\"}"), 200);
    ask(CRAFT("readcrafts", "22", "{\"text\":\"uncraftable\"}"), 409);
}

static void a_full_arena_is_one_answer(void **state)
{
    (void)state;
    ask("GET /api/things/huge HTTP/1.1\r\nHost: a\r\n\r\n", 413);
    ask("GET /api/things/a1 HTTP/1.1\r\nHost: a\r\n\r\n", 200);
}

static void bad_keys_are_refused(void **state)
{
    (void)state;
    ask(POST_HEAD "Content-Length: 12\r\nIdempotency-Key: \"\"\r\n\r\n{\"text\":\"x\"}", 400);
    ask(POST_HEAD "Content-Length: 12\r\nIdempotency-Key: a b\r\n\r\n{\"text\":\"x\"}", 400);
    ask(POST_HEAD "Content-Length: 12\r\nIdempotency-Key: bare-key\r\n\r\n{\"text\":\"x\"}", 201);
    assert_has("\"id\":\"bare-key\"");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(health_and_readiness_answer),
        cmocka_unit_test(a_resource_comes_with_its_fields),
        cmocka_unit_test(a_known_version_is_not_sent_again),
        cmocka_unit_test(head_has_the_fields_and_no_body),
        cmocka_unit_test(options_and_wrong_methods_name_the_right_ones),
        cmocka_unit_test(problems_speak_both_languages),
        cmocka_unit_test(unknown_addresses_are_problems),
        cmocka_unit_test(queries_are_decoded_and_checked),
        cmocka_unit_test(a_write_answers_after_its_commit),
        cmocka_unit_test(every_mistake_of_a_body_is_named),
        cmocka_unit_test(a_refusal_of_the_handler_is_explained),
        cmocka_unit_test(bodies_must_be_json_and_small),
        cmocka_unit_test(credentials_decide),
        cmocka_unit_test(changes_name_the_version_they_have_seen),
        cmocka_unit_test(cross_site_writes_are_refused),
        cmocka_unit_test(slow_work_is_crafted_before_it_is_written),
        cmocka_unit_test(a_full_arena_is_one_answer),
        cmocka_unit_test(bad_keys_are_refused),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}

/*
 * test_wire.c - what strange bytes on the wire get, as a table: the request, the statuses that are right, and whether the
 * connection may go on.
 *
 * Errors that the library itself makes while it parses are HTML, sometimes with the head sent twice, sometimes only a close;
 * status 0 stands for a close without an answer.
 *
 * Runs on: the test's main thread. Owns: one loop server.
 */
#include "loop.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static struct loop loop;

static int set_up(void **state)
{
    (void)state;
    loop_prepare(&loop);
    loop.options.header_timeout_ms = 2000; /* ends what the library itself leaves hanging */
    loop_start(&loop);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    loop_stop(&loop);
    return 0;
}

enum fate { STAYS, CLOSES, EITHER };

struct wire {
    const char *what;
    const char *bytes;
    int statuses[3]; /* any of these; ended by -1 when shorter */
    enum fate fate;
};

#define GET(fields)  "GET /api/things/a1 HTTP/1.1\r\nHost: a\r\n" fields "\r\n"
#define POST(fields) "POST /api/things HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n" fields "\r\n"
#define BODY         "{\"text\":\"x\"}" /* 12 bytes */

static const struct wire wires[] = {
    {"a plain request", GET(""), {200, -1}, STAYS},
    {"length and chunked", POST("Content-Length: 12\r\nTransfer-Encoding: chunked\r\n") "0\r\n\r\n", {400, -1}, CLOSES},
    {"chunked and length", POST("Transfer-Encoding: chunked\r\nContent-Length: 12\r\n") "0\r\n\r\n", {400, -1}, CLOSES},
    {"two lengths", POST("Content-Length: 12\r\nContent-Length: 3\r\n") BODY, {400, -1}, CLOSES},
    {"two equal lengths", POST("Content-Length: 12\r\nContent-Length: 12\r\n") BODY, {400, -1}, CLOSES},
    {"a list of lengths", POST("Content-Length: 12, 12\r\n") BODY, {400, -1}, CLOSES},
    {"a signed length", POST("Content-Length: +12\r\n") BODY, {400, -1}, CLOSES},
    {"a negative length", POST("Content-Length: -12\r\n") BODY, {400, -1}, CLOSES},
    {"a hexadecimal length", POST("Content-Length: 0xc\r\n") BODY, {400, -1}, CLOSES},
    {"an empty length", POST("Content-Length: \r\n") BODY, {400, -1}, CLOSES},
    {"a length beyond 64 bits", POST("Content-Length: 99999999999999999999\r\n"), {400, 413, -1}, CLOSES},
    {"a length beyond the cap", POST("Content-Length: 4097\r\n"), {413, -1}, CLOSES},
    {"a blank before the colon", POST("Content-Length : 12\r\n") BODY, {400, -1}, CLOSES},
    {"a tab before the colon", GET("X-Thing\t: 1\r\n"), {400, -1}, CLOSES},
    {"a name with a bracket", GET("X[1]: 1\r\n"), {400, -1}, CLOSES},
    {"a folded name", GET("Author: x\r\n ization: Bearer good\r\n"), {400, -1}, CLOSES},
    {"gzip as coding", POST("Transfer-Encoding: gzip\r\n") BODY, {400, -1}, CLOSES},
    {"gzip and chunked", POST("Transfer-Encoding: gzip, chunked\r\n") "0\r\n\r\n", {400, -1}, CLOSES},
    {"chunked twice",
     POST("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n") "0\r\n\r\n",
     {400, -1},
     CLOSES},
    {"an unknown coding", POST("Transfer-Encoding: xchunked\r\n") "0\r\n\r\n", {400, -1}, CLOSES},
    {"chunked in capitals", POST("Transfer-Encoding: CHUNKED\r\n") "c\r\n" BODY "\r\n0\r\n\r\n", {201, -1}, STAYS},
    {"a chunk extension", POST("Transfer-Encoding: chunked\r\n") "c;a=b\r\n" BODY "\r\n0\r\n\r\n", {201, -1}, STAYS},
    {"a chunk size with 0x",
     POST("Transfer-Encoding: chunked\r\n") "0xc\r\n" BODY "\r\n0\r\n\r\n",
     {400, 0, -1},
     CLOSES},
    {"a chunk of 2^64", POST("Transfer-Encoding: chunked\r\n") "10000000000000000\r\n" BODY, {400, 413, 0}, CLOSES},
    {"a trailer",
     POST("Transfer-Encoding: chunked\r\n") "c\r\n" BODY "\r\n0\r\nAuthorization: Bearer good\r\n\r\n",
     {400, -1},
     CLOSES},
    {"chunked under 1.0",
     "POST /api/things HTTP/1.0\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\nc\r\n" BODY
     "\r\n0\r\n\r\n",
     {400, -1},
     CLOSES},
    {"HTTP/1.0", "GET /api/things/a1 HTTP/1.0\r\n\r\n", {200, -1}, CLOSES},
    {"HTTP/1.9", "GET /api/things/a1 HTTP/1.9\r\nHost: a\r\n\r\n", {400, 505, -1}, EITHER},
    {"HTTP/2.0", "GET /api/things/a1 HTTP/2.0\r\nHost: a\r\n\r\n", {400, 505, -1}, CLOSES},
    {"a preface of HTTP/2", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", {400, 505, -1}, CLOSES},
    {"no host", "GET /api/things/a1 HTTP/1.1\r\n\r\n", {400, -1}, CLOSES},
    {"two hosts", "GET /api/things/a1 HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", {400, -1}, CLOSES},
    {"two authorizations", GET("Authorization: Bearer good\r\nAuthorization: Bearer bad\r\n"), {400, -1}, CLOSES},
    {"two cookies", GET("Cookie: sid=good\r\nCookie: sid=bad\r\n"), {400, -1}, CLOSES},
    {"two types", POST("Content-Type: text/plain\r\nContent-Length: 12\r\n") BODY, {400, -1}, CLOSES},
    {"two keys", POST("Idempotency-Key: a\r\nIdempotency-Key: b\r\nContent-Length: 12\r\n") BODY, {400, -1}, CLOSES},
    {"two versions", GET("If-Match: \"1\"\r\nIf-Match: \"2\"\r\n"), {400, -1}, CLOSES},
    {"a bare CR in a value", GET("Authorization: Bearer go\rod\r\n"), {400, -1}, CLOSES},
    {"a bell in a value", GET("X-Thing: \x07\r\n"), {400, -1}, CLOSES},
    {"an empty name", GET(": 1\r\n"), {200, 400, -1}, EITHER},
    {"bare line feeds", "GET /api/things/a1 HTTP/1.1\nHost: a\n\n", {200, -1}, STAYS},
    {"an absolute target", "GET http://evil/api/things/a1 HTTP/1.1\r\nHost: a\r\n\r\n", {400, -1}, EITHER},
    {"an authority target", "CONNECT a:80 HTTP/1.1\r\nHost: a\r\n\r\n", {400, 501, -1}, EITHER},
    {"a star", "OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n", {400, -1}, EITHER},
    {"dot segments", "GET /api/things/../me HTTP/1.1\r\nHost: a\r\n\r\n", {400, -1}, EITHER},
    {"escaped dot segments", "GET /api/things/%2e%2E/me HTTP/1.1\r\nHost: a\r\n\r\n", {400, -1}, EITHER},
    {"an escaped slash", "GET /api/things/a%2fb HTTP/1.1\r\nHost: a\r\n\r\n", {400, -1}, EITHER},
    {"an escaped backslash", "GET /api/things/a%5cb HTTP/1.1\r\nHost: a\r\n\r\n", {400, -1}, EITHER},
    {"a backslash", "GET /api/things/a\\b HTTP/1.1\r\nHost: a\r\n\r\n", {400, -1}, EITHER},
    {"an escaped NUL", "GET /api/things/a1%00 HTTP/1.1\r\nHost: a\r\n\r\n", {400, -1}, EITHER},
    {"a control byte in the path", "GET /api/things/a\x01 HTTP/1.1\r\nHost: a\r\n\r\n", {400, 0, -1}, EITHER},
    {"raw UTF-8 in the path", "GET /api/things/\xe4\xbf\xa1 HTTP/1.1\r\nHost: a\r\n\r\n", {400, 0, -1}, EITHER},
    {"half an escape", "GET /api/things/a%4 HTTP/1.1\r\nHost: a\r\n\r\n", {400, -1}, EITHER},
    {"an escape that is not UTF-8", "GET /api/things/%ff HTTP/1.1\r\nHost: a\r\n\r\n", {400, -1}, EITHER},
    {"a fragment", "GET /api/things/a1#x HTTP/1.1\r\nHost: a\r\n\r\n", {404, -1}, EITHER},
    {"a parameter of a segment", "GET /api/things/a1;x=1 HTTP/1.1\r\nHost: a\r\n\r\n", {404, -1}, EITHER},
    {"an empty segment", "GET /api//things HTTP/1.1\r\nHost: a\r\n\r\n", {404, -1}, EITHER},
    {"a slash behind", "GET /api/things/ HTTP/1.1\r\nHost: a\r\n\r\n", {404, -1}, EITHER},
    {"an escaped letter is another path", "GET /api/%74hings HTTP/1.1\r\nHost: a\r\n\r\n", {404, -1}, EITHER},
    {"two blanks before the target", "GET  /api/things/a1 HTTP/1.1\r\nHost: a\r\n\r\n", {0, 400, 200}, EITHER},
    {"two blanks behind the target", "GET /api/things/a1  HTTP/1.1\r\nHost: a\r\n\r\n", {0, 400, -1}, EITHER},
    {"a tab behind the target", "GET /api/things/a1\tHTTP/1.1\r\nHost: a\r\n\r\n", {0, 400, -1}, EITHER},
    {"a nameless parameter", "GET /api/things?=x HTTP/1.1\r\nHost: a\r\n\r\n", {400, -1}, EITHER},
    {"another expectation", POST("Expect: 200-ok\r\nContent-Length: 12\r\n") BODY, {417, -1}, CLOSES},
    {"the known expectation", POST("Expect: 100-continue\r\nContent-Length: 12\r\n") BODY, {201, -1}, STAYS},
    {"an expectation without right",
     "PATCH /api/things/a1 HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nExpect: "
     "100-continue\r\nContent-Length: 12\r\n\r\n",
     {401, -1},
     CLOSES},
    {"an early no to a patch",
     "PATCH /api/things/a1 HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n",
     {401, -1},
     CLOSES},
    {"a body for a delete",
     "DELETE /api/things/a1 HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\n{}",
     {400, -1},
     CLOSES},
    {"an unsound key", POST("Idempotency-Key: \x80\r\nContent-Length: 12\r\n") BODY, {400, -1}, CLOSES},
};

static int is_expected(const struct wire *w, int status)
{
    for (int i = 0; i < 3 && w->statuses[i] != -1; i++) {
        if (w->statuses[i] == status) {
            return 1;
        }
    }
    return 0;
}

static void strange_bytes_get_what_they_should(void **state)
{
    static struct loop_answer answer;
    int failures = 0;
    (void)state;
    for (size_t i = 0; i < sizeof wires / sizeof wires[0]; i++) {
        const struct wire *w = &wires[i];
        int fd = loop_connect(&loop);
        loop_say(fd, w->bytes);
        loop_read(fd, 0, &answer);
        const char *connection = loop_field(&answer, "Connection");
        int is_closed = answer.status == 0 || (connection != NULL && strcmp(connection, "close") == 0);
        if (!is_expected(w, answer.status) || (w->fate == STAYS && is_closed) || (w->fate == CLOSES && !is_closed)) {
            print_error("%s: %d, %s\n%s%s\n", w->what, answer.status, is_closed ? "closed" : "open", answer.head,
                        answer.body);
            failures++;
        }
        (void)close(fd);
    }
    assert_int_equal(failures, 0);
}

/* Nothing behind a refused body may be taken for a request. */
static void nothing_is_smuggled(void **state)
{
    static const char *const heads[] = {
        POST("Content-Length: 12\r\nTransfer-Encoding: chunked\r\n") "0\r\n\r\n",
        POST("Content-Length : 60\r\n"),
        POST("Transfer-Encoding: xchunked\r\n"),
        POST("Content-Length: 3\r\nContent-Length: 60\r\n") "abc",
    };
    static struct loop_answer answer;
    (void)state;
    for (size_t i = 0; i < sizeof heads / sizeof heads[0]; i++) {
        int fd = loop_connect(&loop);
        loop_reset_writes();
        loop_say(fd, heads[i]);
        loop_say(fd, POST("Content-Length: 12\r\n") BODY);
        loop_read(fd, 0, &answer);
        assert_int_equal(answer.status, 400);
        while (!loop_is_closed(fd)) {
        }
        assert_int_equal(loop_writes(), 0);
        (void)close(fd);
    }
}

static char *repeat(const char *before, const char *part, size_t times, const char *after)
{
    size_t n = strlen(part);
    char *out = malloc(strlen(before) + n * times + strlen(after) + 1);
    assert_non_null(out);
    char *p = stpcpy(out, before);
    for (size_t i = 0; i < times; i++) {
        p = stpcpy(p, part);
    }
    (void)stpcpy(p, after);
    return out;
}

static void assert_big(char *request, int first, int second)
{
    static struct loop_answer answer;
    loop_ask(&loop, request, &answer);
    if (answer.status != first && answer.status != second) {
        fail_msg("%.60s: %d", request, answer.status);
    }
    free(request);
}

static void whatever_is_too_big_is_refused(void **state)
{
    (void)state;
    /* Status 0: the library gives up without a word, which its own messages call 431 or 414. */
    assert_big(repeat("GET /", "a", 2100, " HTTP/1.1\r\nHost: a\r\n\r\n"), 414, 414);
    assert_big(repeat("GET /", "a", 65536, " HTTP/1.1\r\nHost: a\r\n\r\n"), 414, 0);
    assert_big(repeat("GET /api/things?text=", "a", 4200, " HTTP/1.1\r\nHost: a\r\n\r\n"), 414, 414);
    assert_big(repeat("GET /api/things?", "a&", 2000, " HTTP/1.1\r\nHost: a\r\n\r\n"), 414, 0);
    assert_big(repeat("GET / HTTP/1.1\r\nHost: a\r\nX: ", "a", 20000, "\r\n\r\n"), 431, 0);
    /* Heads that just fit, with no room left for the answer's: done without an answer otherwise. */
    assert_big(repeat("GET /api/things/a1 HTTP/1.1\r\nHost: a\r\nX: ", "a", 14300, "\r\n\r\n"), 431, 431);
    assert_big(repeat("GET /api/things/a1 HTTP/1.1\r\nHost: a\r\n", "X: a\r\n", 215, "\r\n"), 431, 431);
    loop_reset_writes();
    for (size_t n = 15000; n < 17000; n += 100) {
        assert_big(repeat("POST /api/things HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"
                          "Content-Length: 12\r\nX: ",
                          "a", n, "\r\n\r\n" BODY),
                   431, 0);
    }
    assert_int_equal(loop_writes(), 0);
    assert_big(repeat("GET / HTTP/1.1\r\nHost: a\r\nX: ", "a", 1 << 20, "\r\n\r\n"), 431, 0);
    assert_big(repeat("GET / HTTP/1.1\r\nHost: a\r\n", "X: a\r\n", 10000, "\r\n"), 431, 0);
    assert_big(repeat("GET /api/things?text=", "a", 501, " HTTP/1.1\r\nHost: a\r\n\r\n"), 422, 422);
}

/* A chunked body announces no size: it is swallowed to its end and refused, or cut when it has none. */
static void chunked_bodies_have_a_cap_too(void **state)
{
    static struct loop_answer answer;
    (void)state;
    char *request = repeat(POST("Transfer-Encoding: chunked\r\n"), "10\r\n                \r\n", 256, "");
    int fd = loop_connect(&loop);
    loop_say(fd, request);
    loop_say(fd, "c\r\n" BODY "\r\n0\r\n\r\n");
    loop_read(fd, 0, &answer);
    assert_int_equal(answer.status, 413);
    (void)close(fd);
    fd = loop_connect(&loop);
    loop_say(fd, request);
    free(request);
    char *block = repeat("400\r\n", " ", 1024, "\r\n");
    for (int i = 0; i < 3000; i++) {
        loop_say(fd, block);
    }
    loop_read(fd, 0, &answer);
    assert_true(answer.status == 0);
    free(block);
    (void)close(fd);
}

static void many_small_chunks_are_one_body(void **state)
{
    static struct loop_answer answer;
    (void)state;
    char *request = repeat(POST("Transfer-Encoding: chunked\r\n") "9\r\n{\"text\":\"\r\n", "1\r\nx\r\n", 100,
                           "2\r\n\"}\r\n0\r\n\r\n");
    loop_ask(&loop, request, &answer);
    assert_int_equal(answer.status, 201);
    free(request);
}

static void requests_in_a_row_are_answered_in_order(void **state)
{
    static struct loop_answer answer;
    (void)state;
    int fd = loop_connect(&loop);
    loop_say(fd, GET("") POST("Content-Length: 12\r\n")
                     BODY GET("If-None-Match: \"7\"\r\n") "GET /api/nothing HTTP/1.1\r\nHost: "
                                                          "a\r\n\r\n" GET(""));
    static const int statuses[] = {200, 201, 304, 404, 200};
    for (size_t i = 0; i < sizeof statuses / sizeof statuses[0]; i++) {
        loop_read(fd, 0, &answer);
        assert_int_equal(answer.status, statuses[i]);
    }
    (void)close(fd);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(strange_bytes_get_what_they_should), cmocka_unit_test(nothing_is_smuggled),
        cmocka_unit_test(whatever_is_too_big_is_refused),     cmocka_unit_test(chunked_bodies_have_a_cap_too),
        cmocka_unit_test(many_small_chunks_are_one_body),     cmocka_unit_test(requests_in_a_row_are_answered_in_order),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}

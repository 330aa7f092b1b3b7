/*
 * test_options.c - servers with other settings: not ready, limited, secure, with pages, on the other protocol's loopback.
 *
 * Runs on: the test's main thread. Owns: one loop server per test.
 */
#include "loop.h"

#include "base/buf.h"
#include "base/clock.h"
#include "base/embed.h"

#include <netinet/in.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static struct loop_answer answer;

static int not_ready(void *arg)
{
    (void)arg;
    return 0;
}

static void own_lines(void *arg, struct buf *out)
{
    buf_puts(out, arg);
}

static void an_unready_server_says_so(void **state)
{
    struct loop l;
    char line[] = "own_metric 1\n";
    (void)state;
    loop_prepare(&l);
    l.options.is_ready = not_ready;
    l.options.more_metrics = own_lines;
    l.options.arg = line;
    loop_start(&l);
    loop_ask(&l, "GET /readyz HTTP/1.1\r\nHost: a\r\nAccept-Language: en\r\n\r\n", &answer);
    assert_int_equal(answer.status, 503);
    assert_string_equal(loop_field(&answer, "Retry-After"), "1");
    assert_non_null(strstr(answer.body, "\"detail\":\"The server is not ready\""));
    loop_ask(&l, "GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n", &answer);
    assert_int_equal(answer.status, 200);
    loop_ask(&l, "GET /metrics HTTP/1.1\r\nHost: a\r\n\r\n", &answer);
    assert_non_null(strstr(answer.body, "own_metric 1\n"));
    loop_stop(&l);
}

static void a_greedy_client_has_to_wait(void **state)
{
    struct loop l;
    (void)state;
    loop_prepare(&l);
    l.clock = clock_manual_new(INT64_C(1700000000000));
    l.options.clock = l.clock;
    l.options.rate_per_minute = 6;
    l.options.rate_burst = 3;
    loop_start(&l);
    const char *public = "GET /api/things/a1 HTTP/1.1\r\nHost: a\r\n\r\n";
    const char *mine = "GET /api/me HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer good\r\n\r\n";
    for (int i = 0; i < 3; i++) {
        loop_ask(&l, public, &answer);
        assert_int_equal(answer.status, 200);
    }
    loop_ask(&l, public, &answer);
    assert_int_equal(answer.status, 429);
    assert_string_equal(loop_field(&answer, "Retry-After"), "10");
    assert_non_null(strstr(answer.body, "\"code\":\"rate_limited\""));
    loop_ask(&l, mine, &answer); /* who is known is counted for himself */
    assert_int_equal(answer.status, 200);
    /* A made-up token buys nothing on a public call. */
    loop_ask(&l, "GET /api/things/a1 HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer other\r\n\r\n", &answer);
    assert_int_equal(answer.status, 429);
    loop_ask(&l, "GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n", &answer);
    assert_int_equal(answer.status, 200);
    clock_manual_add(l.clock, 10000);
    loop_ask(&l, public, &answer);
    assert_int_equal(answer.status, 200);
    loop_stop(&l);
    clock_free(l.clock);
}

static void a_secure_server_sets_its_fields(void **state)
{
    struct loop l;
    (void)state;
    loop_prepare(&l);
    l.options.is_secure = 1;
    loop_start(&l);
    loop_ask(&l, "GET /api/me HTTP/1.1\r\nHost: a\r\nCookie: sid=good\r\n\r\n", &answer);
    assert_int_equal(answer.status, 401);
    loop_ask(&l, "GET /api/me HTTP/1.1\r\nHost: a\r\nCookie: __Host-sid=good\r\n\r\n", &answer);
    assert_int_equal(answer.status, 200);
    assert_string_equal(loop_field(&answer, "Strict-Transport-Security"), "max-age=31536000; includeSubDomains");
    loop_stop(&l);
}

#define BYTES(content) (const unsigned char *)(content), sizeof(content) - 1
static const struct embed_file files[] = {
    {"assets/app-1.js", BYTES("script"), BYTES("zipped"), NULL, 0, "00000000000000a1"},
    {"index.html", BYTES("<!doctype html>"), NULL, 0, NULL, 0, "00000000000000e1"},
};
static const struct embed_table table = {files, 2};
static const struct server_entry entries[] = {{"/", "index.html"}, {NULL, NULL}};

/* Neither by the usual fields nor by the name of the library anywhere (ASVS 14.3.3). */
static void nothing_tells_a_version(void)
{
    assert_null(loop_field(&answer, "Server"));
    assert_null(loop_field(&answer, "X-Powered-By"));
    assert_null(loop_field(&answer, "Via"));
    assert_null(strstr(answer.head, "microhttpd"));
}

static void pages_come_with_their_own_rules(void **state)
{
    struct loop l;
    (void)state;
    loop_prepare(&l);
    l.options.assets = &table;
    l.options.entries = entries;
    loop_start(&l);
    loop_ask(&l, "GET /desk/cases HTTP/1.1\r\nHost: a\r\n\r\n", &answer);
    assert_int_equal(answer.status, 200);
    assert_string_equal(answer.body, "<!doctype html>");
    assert_string_equal(loop_field(&answer, "Content-Type"), "text/html; charset=utf-8");
    assert_string_equal(loop_field(&answer, "Cache-Control"), "no-cache");
    assert_non_null(strstr(loop_field(&answer, "Content-Security-Policy"), "require-trusted-types-for 'script'"));
    assert_string_equal(loop_field(&answer, "Cross-Origin-Opener-Policy"), "same-origin");
    assert_non_null(strstr(loop_field(&answer, "Content-Security-Policy"), "frame-ancestors 'none'"));
    assert_string_equal(loop_field(&answer, "Permissions-Policy"),
                        "camera=(), geolocation=(), microphone=(), payment=(), usb=()");
    assert_string_equal(loop_field(&answer, "Referrer-Policy"), "no-referrer");
    assert_string_equal(loop_field(&answer, "Cross-Origin-Resource-Policy"), "same-origin");
    nothing_tells_a_version();
    assert_null(loop_field(&answer, "Content-Disposition"));
    loop_ask(&l, "GET / HTTP/1.1\r\nHost: a\r\nIf-None-Match: \"00000000000000e1\"\r\n\r\n", &answer);
    assert_int_equal(answer.status, 304);
    loop_ask(&l, "GET /assets/app-1.js HTTP/1.1\r\nHost: a\r\nAccept-Encoding: gzip\r\n\r\n", &answer);
    assert_string_equal(answer.body, "zipped");
    assert_string_equal(loop_field(&answer, "Content-Encoding"), "gzip");
    assert_string_equal(loop_field(&answer, "Cache-Control"), "public, max-age=31536000, immutable");
    loop_ask(&l, "HEAD /assets/app-1.js HTTP/1.1\r\nHost: a\r\n\r\n", &answer);
    assert_string_equal(loop_field(&answer, "Content-Length"), "6");
    loop_ask(&l, "GET /assets/app-2.js HTTP/1.1\r\nHost: a\r\n\r\n", &answer);
    assert_int_equal(answer.status, 404);
    loop_ask(&l, "GET /api/desk HTTP/1.1\r\nHost: a\r\n\r\n", &answer);
    assert_int_equal(answer.status, 404);
    assert_non_null(strstr(answer.body, "\"code\":\"no_route\""));
    loop_ask(&l, "GET /apian HTTP/1.1\r\nHost: a\r\n\r\n", &answer);
    assert_int_equal(answer.status, 200); /* not below /api */
    loop_stop(&l);
}

static void the_description_is_served(void **state)
{
    struct loop l;
    char request[256];
    (void)state;
    loop_prepare(&l);
    loop_start(&l);
    loop_ask(&l, "GET /api/v1/openapi.json HTTP/1.1\r\nHost: a\r\n\r\n", &answer);
    assert_int_equal(answer.status, 200);
    assert_memory_equal(answer.body, "{\"openapi\":\"3.1.0\"", 18);
    (void)snprintf(request, sizeof request, "GET /api/v1/openapi.json HTTP/1.1\r\nHost: a\r\nIf-None-Match: %s\r\n\r\n",
                   loop_field(&answer, "ETag"));
    loop_ask(&l, request, &answer);
    assert_int_equal(answer.status, 304);
    loop_stop(&l);
}

static void the_sixth_protocol_is_spoken(void **state)
{
    struct loop l;
    (void)state;
    int fd = socket(AF_INET6, SOCK_STREAM, 0);
    struct sockaddr_in6 to = {.sin6_family = AF_INET6, .sin6_addr = IN6ADDR_LOOPBACK_INIT};
    if (fd < 0 || bind(fd, (const struct sockaddr *)&to, sizeof to) != 0) {
        if (fd >= 0) {
            (void)close(fd);
        }
        skip(); /* this machine has no such loopback */
    }
    (void)close(fd);
    loop_prepare(&l);
    l.options.listen = "[::1]:0";
    loop_start(&l);
    to.sin6_port = htons((uint16_t)server_port(l.server));
    fd = socket(AF_INET6, SOCK_STREAM, 0);
    assert_int_equal(connect(fd, (const struct sockaddr *)&to, sizeof to), 0);
    loop_say(fd, "GET /metrics HTTP/1.1\r\nHost: a\r\n\r\n");
    loop_read(fd, 0, &answer);
    assert_int_equal(answer.status, 200);
    (void)close(fd);
    loop_stop(&l);
}

/* The client sits on this machine, as the proxy would. */
static void a_proxy_is_believed_and_nobody_else(void **state)
{
    struct loop l;
    const char *named = "GET /api/things/a1 HTTP/1.1\r\nHost: a\r\nX-Forwarded-For: 10.0.0.9, 203.0.113.1\r\n\r\n";
    const char *other = "GET /api/things/a1 HTTP/1.1\r\nHost: a\r\nX-Forwarded-For: 203.0.113.1, 203.0.113.2\r\n\r\n";
    (void)state;
    for (int is_believed = 0; is_believed < 2; is_believed++) {
        loop_prepare(&l);
        l.clock = clock_manual_new(INT64_C(1700000000000));
        l.options.clock = l.clock;
        l.options.rate_per_minute = 6;
        l.options.rate_burst = 1;
        l.options.proxy = is_believed ? "192.0.2.0/24, 127.0.0.1" : "192.0.2.1";
        loop_start(&l);
        loop_ask(&l, named, &answer);
        assert_int_equal(answer.status, 200);
        loop_ask(&l, named, &answer);
        assert_int_equal(answer.status, 429);
        loop_ask(&l, other, &answer); /* from elsewhere, if the field counts */
        assert_int_equal(answer.status, is_believed ? 200 : 429);
        /* Through a proxy nobody is local. */
        loop_ask(&l, "GET /metrics HTTP/1.1\r\nHost: a\r\n\r\n", &answer);
        assert_int_equal(answer.status, is_believed ? 404 : 200);
        loop_ask(&l, "GET /healthz HTTP/1.1\r\nHost: a\r\nX-Forwarded-For: next door\r\n\r\n", &answer);
        assert_int_equal(answer.status, is_believed ? 400 : 200);
        loop_ask(&l, "GET /healthz HTTP/1.1\r\nHost: a\r\nX-Forwarded-For: 1.1.1.1\r\nX-Forwarded-For: 1.1.1.2\r\n\r\n",
                 &answer);
        assert_int_equal(answer.status, 400);
        loop_stop(&l);
        clock_free(l.clock);
    }
}

static void nothing_crosses_a_network_in_the_clear(void **state)
{
    static const struct {
        const char *listen, *proxy, *certificate;
        enum rc rc;
    } rows[] = {
        {"0.0.0.0:0", NULL, NULL, RC_FORBIDDEN},      {"[::]:0", "", "", RC_FORBIDDEN},
        {"0.0.0.0:0", "nginx", NULL, RC_INVALID},     {"127.0.0.1:0", "10.0.0.0/40", NULL, RC_INVALID},
        {"0.0.0.0:0", NULL, "chain.pem", RC_INVALID}, /* without its key */
    };
    struct loop l;
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        loop_prepare(&l);
        l.options.clock = clock_system();
        l.options.listen = rows[i].listen;
        l.options.proxy = rows[i].proxy;
        l.options.tls_certificate = rows[i].certificate;
        assert_int_equal(server_start(&l.options, &l.server), rows[i].rc);
    }
}

static void a_bad_table_does_not_start(void **state)
{
    static const struct endpoint rows[] = {{.method = "GET", .path = "/a", .operation = "a"}};
    static const struct endpoint_table bad = {rows, 1};
    static const struct endpoint_table *const tables[] = {&bad, NULL};
    struct loop l;
    (void)state;
    loop_prepare(&l);
    l.options.tables = tables;
    l.options.clock = clock_system();
    assert_int_equal(server_start(&l.options, &l.server), RC_INVALID);
    loop_prepare(&l);
    l.options.listen = "nowhere";
    l.options.clock = clock_system();
    assert_int_equal(server_start(&l.options, &l.server), RC_INVALID);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_unready_server_says_so),           cmocka_unit_test(a_greedy_client_has_to_wait),
        cmocka_unit_test(a_secure_server_sets_its_fields),     cmocka_unit_test(pages_come_with_their_own_rules),
        cmocka_unit_test(the_description_is_served),           cmocka_unit_test(the_sixth_protocol_is_spoken),
        cmocka_unit_test(a_proxy_is_believed_and_nobody_else), cmocka_unit_test(nothing_crosses_a_network_in_the_clear),
        cmocka_unit_test(a_bad_table_does_not_start),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

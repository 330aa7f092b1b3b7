/*
 * test_timeouts.c - clients that take their time, against small configured limits.
 *
 * The server's limits are real time, so the limits are made small and the tests wait for the close, however late it comes.
 *
 * Runs on: the test's main thread. Owns: one loop server.
 */
#include "loop.h"

#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static struct loop loop;
static struct loop_answer answer;

static int set_up(void **state)
{
    (void)state;
    loop_prepare(&loop);
    loop.options.header_timeout_ms = 200;
    loop.options.body_timeout_ms = 200;
    loop.options.idle_timeout_ms = 200;
    loop_start(&loop);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    loop_stop(&loop);
    return 0;
}

/* Sends one byte after the other until the server has had enough. */
static void drip_until_closed(int fd, const char *byte)
{
    for (int i = 0; i < 6000; i++) {
        struct pollfd wait = {.fd = fd, .events = POLLIN};
        loop_say(fd, byte);
        if (poll(&wait, 1, 10) > 0) {
            assert_true(loop_is_closed(fd));
            (void)close(fd);
            return;
        }
    }
    fail_msg("the connection is still open");
}

static void dripping_header_fields_are_cut(void **state)
{
    (void)state;
    int fd = loop_connect(&loop);
    loop_say(fd, "GET / HTTP/1.1\r\nHost: a\r\nX-Slow: ");
    drip_until_closed(fd, "a");
}

static void dripping_bodies_are_cut(void **state)
{
    (void)state;
    int fd = loop_connect(&loop);
    loop_say(fd,
             "POST /api/things HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 4000\r\n\r\n");
    drip_until_closed(fd, " ");
}

/* Time is earned by what comes, not by what was announced: 16 MiB would be nine minutes. */
static void an_announced_size_buys_no_time(void **state)
{
    (void)state;
    int fd = loop_connect(&loop);
    loop_say(fd, "POST /api/crafts HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"
                 "Content-Length: 16000000\r\n\r\n ");
    assert_true(loop_is_closed(fd));
    (void)close(fd);
}

static void silent_connections_are_cut(void **state)
{
    (void)state;
    int fd = loop_connect(&loop);
    assert_true(loop_is_closed(fd));
    (void)close(fd);
}

static void idle_connections_are_cut(void **state)
{
    (void)state;
    int fd = loop_connect(&loop);
    loop_say(fd, "GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n");
    loop_read(fd, 0, &answer);
    assert_int_equal(answer.status, 200);
    assert_true(loop_is_closed(fd));
    (void)close(fd);
}

/* The next request's fields must not drip on the time of an idle connection either. */
static void dripping_behind_an_answer_is_cut(void **state)
{
    (void)state;
    int fd = loop_connect(&loop);
    loop_say(fd, "GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n");
    loop_read(fd, 0, &answer);
    loop_say(fd, "GET / HTTP/1.1\r\nX: ");
    drip_until_closed(fd, "a");
}

/* The writer's time is not the client's: a parked request outlives every limit of the connection. */
static void parked_requests_are_not_cut(void **state)
{
    (void)state;
    loop_hold(&loop);
    int fd = loop_connect(&loop);
    loop_say(fd, "POST /api/things HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: "
                 "12\r\n\r\n{\"text\":\"x\"}");
    for (int i = 0; i < 3; i++) { /* three later connections live and die meanwhile */
        silent_connections_are_cut(NULL);
    }
    loop_release(&loop);
    loop_read(fd, 0, &answer);
    assert_int_equal(answer.status, 201);
    (void)close(fd);
}

static void a_reader_that_does_not_read_is_cut(void **state)
{
    (void)state;
    int fd = loop_connect(&loop);
    int small = 4096;
    (void)setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &small, sizeof small);
    for (int i = 0; i < 2000; i++) {
        loop_say(fd, "GET /metrics HTTP/1.1\r\nHost: a\r\n\r\n");
        struct pollfd wait = {.fd = fd, .events = POLLOUT};
        if (poll(&wait, 1, 1000) == 0 || (wait.revents & (POLLERR | POLLHUP)) != 0) {
            break; /* the pipe is full, or closed */
        }
    }
    struct pollfd closed = {.fd = fd, .events = 0};
    while (poll(&closed, 1, 60000) == 0) {
        fail_msg("the connection is still open");
    }
    (void)close(fd);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(dripping_header_fields_are_cut), cmocka_unit_test(dripping_bodies_are_cut),
        cmocka_unit_test(an_announced_size_buys_no_time), cmocka_unit_test(silent_connections_are_cut),
        cmocka_unit_test(idle_connections_are_cut),       cmocka_unit_test(dripping_behind_an_answer_is_cut),
        cmocka_unit_test(parked_requests_are_not_cut),    cmocka_unit_test(a_reader_that_does_not_read_is_cut),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}

/*
 * test_park.c - requests that wait for the writer, with the writer held still: who is answered, when, and what is left.
 *
 * Runs on: the test's main thread. Owns: one loop server per test. Invariant: no test waits for time to pass; it waits for
 * answers, or for the server to have taken what was sent.
 */
#include "loop.h"

#include "store/reader.h"
#include "store/writer.h"

#include <netinet/in.h>
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static struct loop_answer answer;

#define POST                                                                                                           \
    "POST /api/things HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: "                       \
    "12\r\n\r\n{\"text\":\"x\"}"
#define HEALTH  "GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n"
#define METRICS "GET /metrics HTTP/1.1\r\nHost: a\r\n\r\n"

static void start(struct loop *l, int job_timeout_ms)
{
    loop_prepare(l);
    l->options.job_timeout_ms = job_timeout_ms;
    loop_start(l);
    loop_reset_writes();
}

/* Asks for the metrics until the line is there. */
static void wait_for(const struct loop *l, const char *line)
{
    do {
        sched_yield();
        loop_ask(l, METRICS, &answer);
        assert_int_equal(answer.status, 200);
    } while (strstr(answer.body, line) == NULL);
}

static void reads_go_on_while_the_writer_stands_still(void **state)
{
    struct loop l;
    (void)state;
    start(&l, 60000);
    loop_hold(&l);
    int fd = loop_connect(&l);
    loop_say(fd, POST);
    wait_for(&l, "http_suspended 1\n");
    loop_ask(&l, "GET /api/things/a1 HTTP/1.1\r\nHost: a\r\n\r\n", &answer);
    assert_int_equal(answer.status, 200);
    assert_int_equal(loop_writes(), 0);
    loop_release(&l);
    loop_read(fd, 0, &answer);
    assert_int_equal(answer.status, 201);
    loop_say(fd, POST);
    loop_read(fd, 0, &answer);
    assert_int_equal(answer.status, 201);
    (void)close(fd);
    loop_stop(&l);
}

static void what_follows_a_parked_request_waits_for_it(void **state)
{
    struct loop l;
    (void)state;
    start(&l, 60000);
    loop_hold(&l);
    int fd = loop_connect(&l);
    loop_say(fd, POST POST HEALTH POST);
    wait_for(&l, "http_suspended 1\n");
    loop_release(&l);
    static const int statuses[] = {201, 201, 200, 201};
    for (size_t i = 0; i < sizeof statuses / sizeof statuses[0]; i++) {
        loop_read(fd, 0, &answer);
        assert_int_equal(answer.status, statuses[i]);
    }
    assert_int_equal(loop_writes(), 3);
    (void)close(fd);
    loop_stop(&l);
}

/* Bytes of the next request stand behind the head already when the library says to go on. */
static void an_expectation_without_a_body_is_answered(void **state)
{
    struct loop l;
    (void)state;
    start(&l, 60000);
    int fd = loop_connect(&l);
    loop_say(fd, "GET /api/things/a1 HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\n\r\n" HEALTH);
    for (int i = 0; i < 2; i++) {
        loop_read(fd, 0, &answer);
        assert_int_equal(answer.status, 200);
    }
    (void)close(fd);
    loop_stop(&l);
}

static void a_client_that_leaves_changes_nothing(void **state)
{
    struct loop l;
    (void)state;
    start(&l, 60000);
    loop_hold(&l);
    int gone = loop_connect(&l);
    loop_say(gone, POST);
    int reset = loop_connect(&l);
    struct linger at_once = {.l_onoff = 1};
    assert_int_equal(setsockopt(reset, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once), 0);
    loop_say(reset, POST);
    wait_for(&l, "http_suspended 2\n");
    (void)close(gone);
    (void)close(reset);
    loop_release(&l);
    loop_ask(&l, POST, &answer); /* behind both in the writer's queue */
    assert_int_equal(answer.status, 201);
    assert_int_equal(loop_writes(), 3);
    wait_for(&l, "http_suspended 0\n");
    loop_stop(&l);
}

static void a_full_queue_says_when_to_come_back(void **state)
{
    struct loop l;
    int fds[14];
    int accepted = 0;
    int refused = 0;
    (void)state;
    start(&l, 60000);
    loop_hold(&l);
    for (int i = 0; i < 14; i++) {
        fds[i] = loop_connect(&l);
        loop_say(fds[i], POST);
        if (i < 8) {
            char line[32];
            (void)snprintf(line, sizeof line, "http_suspended %d\n", i + 1);
            wait_for(&l, line);
            continue;
        }
        loop_read(fds[i], 0, &answer); /* answered although the writer stands still */
        assert_int_equal(answer.status, 503);
        assert_string_equal(loop_field(&answer, "Retry-After"), "1");
        assert_non_null(strstr(answer.body, "\"code\":\"overloaded\""));
        refused++;
    }
    loop_release(&l);
    for (int i = 0; i < 8; i++) {
        loop_read(fds[i], 0, &answer);
        accepted += answer.status == 201;
    }
    assert_int_equal(accepted, 8);
    assert_int_equal(refused, 6);
    assert_int_equal(loop_writes(), 8);
    loop_say(fds[13], POST); /* the connection of a refused one is as good as any */
    loop_read(fds[13], 0, &answer);
    assert_int_equal(answer.status, 201);
    for (int i = 0; i < 14; i++) {
        (void)close(fds[i]);
    }
    loop_stop(&l);
}

static void a_job_that_takes_too_long_is_answered_as_unknown(void **state)
{
    struct loop l;
    (void)state;
    start(&l, 200);
    loop_hold(&l);
    int fd = loop_connect(&l);
    loop_say(fd, POST);
    loop_read(fd, 0, &answer); /* comes although the job has not even begun */
    assert_int_equal(answer.status, 503);
    assert_non_null(strstr(answer.body, "\"code\":\"outcome_unknown\""));
    assert_string_equal(loop_field(&answer, "Content-Type"), "application/problem+json; charset=utf-8");
    assert_string_equal(loop_field(&answer, "Content-Language"), "zh-CN");
    assert_int_equal(loop_writes(), 0);
    loop_say(fd, HEALTH); /* the connection goes on without the job */
    loop_read(fd, 0, &answer);
    assert_int_equal(answer.status, 200);
    loop_release(&l);
    loop_say(fd, POST);
    loop_read(fd, 0, &answer);
    assert_int_equal(answer.status, 201);
    assert_int_equal(loop_writes(), 1); /* a job that nobody waits for and that had not begun does not begin */
    wait_for(&l, "http_abandoned_total 1\n");
    (void)close(fd);
    loop_stop(&l);
}

static void a_stop_answers_whoever_waits(void **state)
{
    struct loop l;
    int fds[6];
    (void)state;
    start(&l, 60000);
    loop_hold(&l);
    for (int i = 0; i < 6; i++) {
        fds[i] = loop_connect(&l);
        loop_say(fds[i], POST);
    }
    wait_for(&l, "http_suspended 6\n");
    server_quiesce(l.server);
    server_stop(l.server, 0); /* with the writer still standing: no connection may be left suspended */
    for (int i = 0; i < 6; i++) {
        loop_read(fds[i], 0, &answer);
        assert_int_equal(answer.status, 503);
        (void)close(fds[i]);
    }
    assert_int_equal(loop_writes(), 0);
    loop_release(&l);
    writer_stop(l.writer); /* takes the six jobs without server and connections */
    assert_int_equal(loop_writes(), 0);
    readers_free(l.readers);
}

static void a_stop_lets_requests_finish(void **state)
{
    struct loop l;
    (void)state;
    start(&l, 60000);
    int idle = loop_connect(&l);
    loop_say(idle, HEALTH);
    loop_read(idle, 0, &answer);
    loop_hold(&l);
    int fd = loop_connect(&l);
    loop_say(fd, POST);
    wait_for(&l, "http_suspended 1\n");
    server_quiesce(l.server);
    loop_say(idle, POST); /* new work on an old connection */
    loop_read(idle, 0, &answer);
    assert_int_equal(answer.status, 503);
    assert_non_null(strstr(answer.body, "\"code\":\"stopping\""));
    loop_release(&l);
    server_stop(l.server, 60000);
    loop_read(fd, 0, &answer);
    assert_int_equal(answer.status, 201);
    assert_true(loop_is_closed(idle));
    (void)close(fd);
    (void)close(idle);
    writer_stop(l.writer);
    readers_free(l.readers);
}

#define SLOW(path)                                                                                                     \
    "POST /api/" path " HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: "                     \
    "15\r\n\r\n{\"text\":\"slow\"}"

static void a_full_craft_queue_says_so_too(void **state)
{
    enum { ROOM = 1 + 64 }; /* one at work, the others waiting */
    struct loop l;
    int fds[ROOM];
    char line[32];
    (void)state;
    start(&l, 60000);
    loop_set_slow(1);
    for (int i = 0; i < ROOM; i++) {
        fds[i] = loop_connect(&l);
        loop_say(fds[i], SLOW("readcrafts"));
        if (i == 0) {
            loop_wait_slow();
        }
    }
    (void)snprintf(line, sizeof line, "http_suspended %d\n", ROOM);
    wait_for(&l, line);
    loop_ask(&l, SLOW("readcrafts"), &answer);
    assert_int_equal(answer.status, 503);
    loop_ask(&l, "GET /api/things/a1 HTTP/1.1\r\nHost: a\r\n\r\n", &answer);
    assert_int_equal(answer.status, 200);
    loop_set_slow(0);
    for (int i = 0; i < ROOM; i++) {
        loop_read(fds[i], 0, &answer);
        assert_int_equal(answer.status, 200);
        (void)close(fds[i]);
    }
    loop_stop(&l);
}

static void *release_when_answered(void *arg)
{
    static struct loop_answer mine;
    const int *fds = arg;
    intptr_t refused = 0;
    for (int i = 0; i < 3; i++) {
        loop_read(fds[i], 0, &mine);
        refused += mine.status == 503;
    }
    loop_set_slow(0);
    return (void *)refused;
}

/* The craft thread is still at work for a request that was answered long ago. */
static void a_stop_waits_for_slow_work_but_not_its_client(void **state)
{
    struct loop l;
    int fds[3];
    pthread_t thread;
    void *refused = NULL;
    (void)state;
    start(&l, 60000);
    loop_set_slow(1);
    for (int i = 0; i < 3; i++) {
        fds[i] = loop_connect(&l);
        loop_say(fds[i], SLOW("crafts"));
    }
    wait_for(&l, "http_suspended 3\n");
    assert_int_equal(pthread_create(&thread, NULL, release_when_answered, fds), 0);
    server_stop(l.server, 0);
    assert_int_equal(pthread_join(thread, &refused), 0);
    assert_int_equal((intptr_t)refused, 3);
    for (int i = 0; i < 3; i++) {
        (void)close(fds[i]);
    }
    writer_stop(l.writer);
    assert_true(loop_writes() <= 1); /* the one at work may have gone on to the writer */
    readers_free(l.readers);
}

static void many_at_once_are_all_answered(void **state)
{
    struct loop l;
    enum { ROUNDS = 20, AT_ONCE = 8 };
    (void)state;
    start(&l, 60000);
    int fds[AT_ONCE];
    for (int i = 0; i < AT_ONCE; i++) {
        fds[i] = loop_connect(&l);
    }
    for (int round = 0; round < ROUNDS; round++) {
        if (round % 3 == 0) {
            loop_hold(&l);
        }
        for (int i = 0; i < AT_ONCE; i++) {
            loop_say(fds[i], (i + round) % 3 == 0 ? HEALTH : POST);
        }
        loop_release(&l);
        for (int i = 0; i < AT_ONCE; i++) {
            int slot = (i * 5 + round) % AT_ONCE;
            loop_read(fds[slot], 0, &answer);
            assert_int_equal(answer.status, (slot + round) % 3 == 0 ? 200 : 201);
        }
    }
    for (int i = 0; i < AT_ONCE; i++) {
        (void)close(fds[i]);
    }
    loop_stop(&l);
}

/* Keeps the workers turning: opens a connection, asks, and leaves without waiting. */
struct storm {
    pthread_t thread;
    int port;
    atomic_int is_over;
};

static void *storm_main(void *arg)
{
    struct storm *storm = arg;
    struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons((uint16_t)storm->port)};
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    while (!atomic_load(&storm->is_over)) {
        int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        if (connect(fd, (const struct sockaddr *)&to, sizeof to) == 0) {
            (void)send(fd, HEALTH, sizeof HEALTH - 1, MSG_NOSIGNAL);
        }
        (void)close(fd);
    }
    return NULL;
}

/* libmicrohttpd ends the process when two of its threads meet over the listening socket; each round is a chance to. */
static void a_stop_in_a_storm_of_connections_is_orderly(void **state)
{
    enum { ROUNDS = 60, STORMS = 3 };
    (void)state;
    for (int round = 0; round < ROUNDS; round++) {
        struct loop l;
        struct storm storms[STORMS] = {0};
        start(&l, 60000);
        for (int i = 0; i < STORMS; i++) {
            storms[i].port = server_port(l.server);
            assert_int_equal(pthread_create(&storms[i].thread, NULL, storm_main, &storms[i]), 0);
        }
        (void)usleep(2000);
        loop_stop(&l);
        for (int i = 0; i < STORMS; i++) {
            atomic_store(&storms[i].is_over, 1);
            pthread_join(storms[i].thread, NULL);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_go_on_while_the_writer_stands_still),
        cmocka_unit_test(what_follows_a_parked_request_waits_for_it),
        cmocka_unit_test(an_expectation_without_a_body_is_answered),
        cmocka_unit_test(a_client_that_leaves_changes_nothing),
        cmocka_unit_test(a_full_queue_says_when_to_come_back),
        cmocka_unit_test(a_job_that_takes_too_long_is_answered_as_unknown),
        cmocka_unit_test(a_stop_answers_whoever_waits),
        cmocka_unit_test(a_stop_lets_requests_finish),
        cmocka_unit_test(a_full_craft_queue_says_so_too),
        cmocka_unit_test(a_stop_waits_for_slow_work_but_not_its_client),
        cmocka_unit_test(many_at_once_are_all_answered),
        cmocka_unit_test(a_stop_in_a_storm_of_connections_is_orderly),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/*
 * test_stream.c - a page that stays open hears of what its reader may see, goes on after a cut where it was, and ends when the server
 * stops; one that takes no bytes is nobody's burden.
 */
#include "support/scenario.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { WAIT_MS = 5000, HEARD_MAX = 65536 };

struct ear {
    int fd;
    size_t size;
    char heard[HEARD_MAX];
};

static int connected(struct scenario *s)
{
    const char *url = server_url(s);
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    address.sin_port = htons((uint16_t)strtol(strrchr(url, ':') + 1, NULL, 10));
    assert_true(fd >= 0);
    assert_int_equal(connect(fd, (struct sockaddr *)&address, sizeof address), 0);
    return fd;
}

static void open_ear(struct scenario *s, struct ear *e, const char *login, const char *topics, const char *last)
{
    char text[1200];
    *e = (struct ear){.fd = connected(s)};
    int n = snprintf(text, sizeof text, "GET /api/v1/stream?topics=%s HTTP/1.1\r\nHost: x\r\n%s%s%s%s\r\n", topics,
                     headers_of(s, login), last ? "Last-Event-ID: " : "", last ? last : "", last ? "\r\n" : "");
    assert_int_equal(send(e->fd, text, (size_t)n, MSG_NOSIGNAL), n);
}

/* 1 when this is heard within the time, 0 when not; -1 when the other end closed before. */
static int hears(struct ear *e, const char *text, int wait_ms)
{
    for (;;) {
        struct pollfd p = {.fd = e->fd, .events = POLLIN};
        if (strstr(e->heard, text) != NULL) {
            return 1;
        }
        if (poll(&p, 1, wait_ms) <= 0) {
            return 0;
        }
        assert_true(e->size < HEARD_MAX - 1);
        ssize_t n = recv(e->fd, e->heard + e->size, HEARD_MAX - 1 - e->size, 0);
        if (n <= 0) {
            return strstr(e->heard, text) != NULL ? 1 : -1;
        }
        e->size += (size_t)n;
    }
}

static void last_id(const struct ear *e, char out[200])
{
    const char *at = e->heard;
    for (const char *p = strstr(at, "id: "); p != NULL; p = strstr(p + 1, "\nid: ")) {
        at = *p == '\n' ? p + 1 : p;
    }
    snprintf(out, 200, "%.*s", (int)strcspn(at + 4, "\n"), at + 4);
}

static void what_happens_is_heard(void **state)
{
    struct scenario *s = *state;
    struct ear e;
    char at[200];
    open_ear(s, &e, "demo-bureau", "cases", NULL);
    assert_int_equal(hears(&e, "event: ready", WAIT_MS), 1);
    assert_non_null(strstr(e.heard, "text/event-stream"));
    assert_non_null(strstr(e.heard, "no-store"));
    dispatched(s, "shiqiao", "反映路面塌陷");
    assert_int_equal(hears(&e, "case.dispatch", WAIT_MS), 1);
    assert_non_null(strstr(e.heard, case_id(s)));
    assert_null(strstr(e.heard, "塌陷"));
    last_id(&e, at);
    close(e.fd);
    acts(s, "demo-town", "accept", "{'notice_method':'hand','proof':'签收','way':'按信访程序办理'}");
    open_ear(s, &e, "demo-bureau", "cases", at); /* after the cut: what was missed, and nothing twice */
    assert_int_equal(hears(&e, "case.accept", WAIT_MS), 1);
    assert_null(strstr(e.heard, "case.dispatch"));
    close(e.fd);
}

static void others_hear_nothing_of_it(void **state)
{
    struct scenario *s = *state;
    struct ear housing, town, other;
    char topic[64];
    dispatched(s, "shiqiao", "反映甲");
    snprintf(topic, sizeof topic, "case:%s", case_id(s));
    open_ear(s, &housing, "demo-housing", "cases", NULL);
    open_ear(s, &other, "demo-housing", topic, NULL); /* naming a case helps nobody */
    open_ear(s, &town, "demo-town", topic, NULL);
    assert_int_equal(hears(&housing, "event: ready", WAIT_MS), 1);
    assert_int_equal(hears(&other, "event: ready", WAIT_MS), 1);
    assert_int_equal(hears(&town, "event: ready", WAIT_MS), 1);
    acts(s, "demo-town", "accept", "{'notice_method':'hand','proof':'签收','way':'按信访程序办理'}");
    dispatched(s, "shiqiao", "反映乙");
    assert_int_equal(hears(&town, "case.accept", WAIT_MS), 1);
    assert_int_equal(hears(&town, case_id(s), 600), 0); /* of the other case: another topic */
    assert_int_equal(hears(&housing, "case.updated", 600), 0);
    assert_int_equal(hears(&other, "case.updated", 10), 0);
    close(housing.fd);
    close(other.fd);
    close(town.fd);
}

#define LETTER                                                                                                                     \
    "{'channel':'letter','purpose':'accusation','title':'检举有关问题','request':'请查处','demands':[{'text':'请查处'" \
    "}],"                                                                                                                          \
    "'persons':[{'role':'petitioner','kind':'natural','name':'钟某某'}],'accused':[{'unit_id':'@unit:qingwan'}]}"

static void a_sealed_case_is_heard_by_its_reader_only(void **state)
{
    struct scenario *s = *state;
    struct ear bureau, officer;
    open_ear(s, &bureau, "demo-bureau", "cases", NULL);
    open_ear(s, &officer, "demo-sealed", "cases", NULL);
    assert_int_equal(hears(&bureau, "event: ready", WAIT_MS), 1);
    assert_int_equal(hears(&officer, "event: ready", WAIT_MS), 1);
    as(s, "demo-sealed");
    submit(s, LETTER);
    expect(s, 201);
    assert_int_equal(hears(&officer, case_id(s), WAIT_MS), 1);
    assert_int_equal(hears(&bureau, "case.updated", 600), 0);
    close(bureau.fd);
    close(officer.fd);
}

static void at_the_case(struct scenario *s, const char *login, const char *mode)
{
    char path[100], body[40];
    as(s, login);
    snprintf(path, sizeof path, "/cases/%s/presence", case_id(s));
    snprintf(body, sizeof body, "{'mode':'%s'}", mode);
    post(s, path, body);
    expect(s, 200);
}

/* Nothing is committed by it, and it is heard at once all the same; by those who are there, not by all who might be. */
static void who_is_there_hears_that_another_comes(void **state)
{
    struct scenario *s = *state;
    struct ear town, head;
    dispatched(s, "shiqiao", "反映路灯不亮");
    open_ear(s, &town, "demo-town", "cases", NULL);
    open_ear(s, &head, "demo-town-head", "cases", NULL);
    assert_int_equal(hears(&town, "event: ready", WAIT_MS), 1);
    assert_int_equal(hears(&head, "event: ready", WAIT_MS), 1);
    at_the_case(s, "demo-town", "viewing");
    assert_int_equal(hears(&town, "event: presence", WAIT_MS), 1);
    town.size = 0;
    memset(town.heard, 0, sizeof town.heard);
    at_the_case(s, "demo-bureau", "viewing");
    assert_int_equal(hears(&town, "event: presence", WAIT_MS), 1);
    assert_non_null(strstr(town.heard, case_id(s)));
    assert_int_equal(hears(&head, "presence", 600), 0);
    close(town.fd);
    close(head.fd);
}

static void only_so_many(void **state)
{
    struct scenario *s = *state;
    struct ear ears[41], strange;
    for (int i = 0; i < 40; i++) {
        open_ear(s, &ears[i], "demo-bureau", "cases", NULL);
        assert_int_equal(hears(&ears[i], "event: ready", WAIT_MS), 1);
    }
    open_ear(s, &ears[40], "demo-bureau", "cases", NULL);
    assert_int_equal(hears(&ears[40], "429", WAIT_MS), 1);
    open_ear(s, &strange, "demo-town", "people", NULL);
    assert_int_equal(hears(&strange, "bad_pattern", WAIT_MS), 1);
    for (int i = 0; i < 41; i++) {
        close(ears[i].fd);
    }
    close(strange.fd);
}

/* Nobody reads these; the office goes on, and the server stops with all of them open. */
static void the_server_stops_with_open_streams(void **state)
{
    struct scenario *s = *state;
    static const char *const people[] = {"demo-bureau", "demo-town", "demo-housing", "demo-window"};
    struct ear ears[4];
    for (int i = 0; i < 4; i++) {
        open_ear(s, &ears[i], people[i], "cases", NULL);
    }
    assert_int_equal(hears(&ears[0], "event: ready", WAIT_MS), 1);
    for (int i = 0; i < 20; i++) {
        dispatched(s, "shiqiao", "反映某事");
    }
    (void)stop_server(s);
    assert_int_equal(hears(&ears[0], "never said", WAIT_MS), -1);
    for (int i = 0; i < 4; i++) {
        close(ears[i].fd);
    }
}

int main(void)
{
    const struct CMUnitTest stories[] = {
        STORY(what_happens_is_heard),
        STORY(others_hear_nothing_of_it),
        STORY(a_sealed_case_is_heard_by_its_reader_only),
        STORY(who_is_there_hears_that_another_comes),
        STORY(only_so_many),
        STORY(the_server_stops_with_open_streams),
    };
    return STORIES(stories);
}

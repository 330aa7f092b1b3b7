/*
 * load.c - the load generator.
 *
 * Runs on: one thread per part of the connections. Owns: sockets and buffers of its part.
 * Invariant: a part touches nothing of another; results are put together after all threads have ended.
 */
#include "load.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { LOAD_EVENTS = 256, LOAD_WAIT_MS = 20000 };

struct load_slot {
    int fd, number;
    int64_t sent_us;
    size_t size;   /* received */
    size_t expect; /* of the whole reply; 0: the head is not complete */
    size_t head_size;
    char *reply;
};

struct load_part {
    pthread_t thread;
    const struct load_plan *plan;
    const struct load_source *source;
    struct load_slot *slots;
    int count, epoll, idle;
    int64_t count_from_us, end_us, last_us;
    uint32_t *latency_us;
    size_t latency_count, latency_room;
    long bad;
    double body_bytes;
    int bad_status;
    char bad_body[300];
    char request[LOAD_REQUEST_MAX];
};

__attribute__((noreturn)) static void give_up(const char *what)
{
    fprintf(stderr, "bench: %s (errno %d)\n", what, errno);
    exit(2);
}

static int64_t now_us(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

static int dial(int port)
{
    struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
    int one = 1;
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd < 0 || connect(fd, (const struct sockaddr *)&to, sizeof to) != 0) {
        give_up("cannot connect");
    }
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    fcntl(fd, F_SETFL, O_NONBLOCK);
    return fd;
}

/* Sends the next request of the slot, or lets it rest. Requests are small enough to leave in one piece. */
static void slot_send(struct load_part *p, struct load_slot *s)
{
    size_t n = p->source->next(p->source->arg, s->number, p->request);
    s->size = 0;
    s->expect = 0;
    if (n == 0) {
        p->idle++;
        return;
    }
    s->sent_us = now_us();
    if (send(s->fd, p->request, n, MSG_NOSIGNAL) != (ssize_t)n) {
        give_up("a request did not leave");
    }
}

static void note_bad(struct load_part *p, const struct load_reply *r)
{
    p->bad++;
    p->bad_status = r->status;
    snprintf(p->bad_body, sizeof p->bad_body, "%s", r->body);
}

static void note_latency(struct load_part *p, int64_t us)
{
    if (p->latency_count == p->latency_room) {
        p->latency_room = p->latency_room != 0 ? 2 * p->latency_room : 65536;
        p->latency_us = realloc(p->latency_us, p->latency_room * sizeof *p->latency_us);
        if (p->latency_us == NULL) {
            give_up("no memory");
        }
    }
    p->latency_us[p->latency_count++] = (uint32_t)us;
}

static void slot_done(struct load_part *p, struct load_slot *s)
{
    int64_t at = now_us();
    struct load_reply r = {.status = (int)strtol(s->reply + 9, NULL, 10),
                           .head = s->reply,
                           .body = s->reply + s->head_size,
                           .size = s->expect - s->head_size};
    s->reply[s->head_size - 1] = '\0';
    s->reply[s->expect] = '\0';
    if (r.status != p->source->expected ||
        (p->source->seen != NULL && !p->source->seen(p->source->arg, s->number, &r))) {
        note_bad(p, &r);
    }
    if (s->sent_us >= p->count_from_us && at < p->end_us) {
        note_latency(p, at - s->sent_us);
        p->body_bytes += (double)r.size;
        p->last_us = at;
    }
}

static void slot_measure(struct load_slot *s)
{
    char *end = memmem(s->reply, s->size, "\r\n\r\n", 4);
    if (end == NULL) {
        return;
    }
    s->head_size = (size_t)(end + 4 - s->reply);
    end[2] = '\0';
    const char *length = strcasestr(s->reply, "\r\nContent-Length:");
    end[2] = '\r';
    s->expect = s->head_size + (length != NULL ? strtoul(length + 17, NULL, 10) : 0);
    if (s->expect >= LOAD_REPLY_MAX) {
        give_up("a reply is larger than expected");
    }
}

static void slot_read(struct load_part *p, struct load_slot *s)
{
    ssize_t k = recv(s->fd, s->reply + s->size, LOAD_REPLY_MAX - 1 - s->size, 0);
    if (k < 0 && (errno == EAGAIN || errno == EINTR)) {
        return;
    }
    if (k <= 0) {
        give_up("the server closed a connection");
    }
    s->size += (size_t)k;
    if (s->expect == 0) {
        slot_measure(s);
    }
    if (s->expect != 0 && s->size >= s->expect) {
        slot_done(p, s);
        if (now_us() < p->end_us) {
            slot_send(p, s);
        } else {
            p->idle++;
        }
    }
}

static void part_open(struct load_part *p)
{
    p->epoll = epoll_create1(EPOLL_CLOEXEC);
    for (int i = 0; i < p->count; i++) {
        struct load_slot *s = &p->slots[i];
        struct epoll_event e = {.events = EPOLLIN, .data.ptr = s};
        s->fd = dial(p->plan->port);
        s->reply = malloc(LOAD_REPLY_MAX);
        if (s->reply == NULL || epoll_ctl(p->epoll, EPOLL_CTL_ADD, s->fd, &e) != 0) {
            give_up("no memory");
        }
    }
}

static void *part_run(void *arg)
{
    struct load_part *p = arg;
    struct epoll_event events[LOAD_EVENTS];
    part_open(p);
    int64_t start = now_us();
    p->count_from_us = start + (int64_t)(p->plan->warm_s * 1e6);
    p->end_us = p->count_from_us + (int64_t)(p->plan->run_s * 1e6);
    for (int i = 0; i < p->count; i++) {
        slot_send(p, &p->slots[i]);
    }
    while (p->idle < p->count) {
        int n = epoll_wait(p->epoll, events, LOAD_EVENTS, LOAD_WAIT_MS);
        if (n == 0) {
            give_up("the server does not answer");
        }
        for (int i = 0; i < n; i++) {
            slot_read(p, events[i].data.ptr);
        }
    }
    for (int i = 0; i < p->count; i++) {
        close(p->slots[i].fd);
        free(p->slots[i].reply);
    }
    close(p->epoll);
    return NULL;
}

static int by_size(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a;
    uint32_t y = *(const uint32_t *)b;
    return x < y ? -1 : x > y;
}

static void put_together(struct load_part *parts, int count, const struct load_plan *plan, struct load_result *out)
{
    size_t n = 0;
    size_t at = 0;
    double seconds = 0;
    memset(out, 0, sizeof *out);
    for (int i = 0; i < count; i++) {
        const struct load_part *p = &parts[i];
        double took = (double)(p->last_us - p->count_from_us) / 1e6;
        n += p->latency_count;
        seconds = took > seconds ? took : seconds;
        out->bad += p->bad;
        out->body_bytes += p->body_bytes;
        if (p->bad > 0) {
            out->bad_status = p->bad_status;
            memcpy(out->bad_body, p->bad_body, sizeof out->bad_body);
        }
    }
    uint32_t *all = malloc((n + 1) * sizeof *all);
    if (all == NULL) {
        give_up("no memory");
    }
    for (int i = 0; i < count; i++) {
        if (parts[i].latency_count > 0) {
            memcpy(all + at, parts[i].latency_us, parts[i].latency_count * sizeof *all);
        }
        at += parts[i].latency_count;
    }
    qsort(all, n, sizeof *all, by_size);
    /* A source that ran dry before the time was over is measured over the time that it lasted. */
    out->seconds = seconds > 0 && seconds < plan->run_s * 0.98 ? seconds : plan->run_s;
    out->done = (long)n;
    out->per_s = (double)n / out->seconds;
    out->body_bytes = n > 0 ? out->body_bytes / (double)n : 0;
    out->p50_ms = n > 0 ? all[n / 2] / 1e3 : 0;
    out->p99_ms = n > 0 ? all[n - 1 - n / 100] / 1e3 : 0;
    free(all);
}

void load_run(const struct load_plan *plan, const struct load_source *source, struct load_result *out)
{
    int threads = plan->threads < plan->connections ? plan->threads : plan->connections;
    struct load_part *parts = calloc((size_t)threads, sizeof *parts);
    struct load_slot *slots = calloc((size_t)plan->connections, sizeof *slots);
    if (parts == NULL || slots == NULL) {
        give_up("no memory");
    }
    for (int i = 0; i < plan->connections; i++) {
        slots[i].number = i;
    }
    for (int i = 0, at = 0; i < threads; i++) {
        struct load_part *p = &parts[i];
        p->plan = plan;
        p->source = source;
        p->slots = slots + at;
        p->count = (plan->connections - at) / (threads - i);
        at += p->count;
        if (pthread_create(&p->thread, NULL, part_run, p) != 0) {
            give_up("no thread");
        }
    }
    for (int i = 0; i < threads; i++) {
        pthread_join(parts[i].thread, NULL);
    }
    put_together(parts, threads, plan, out);
    for (int i = 0; i < threads; i++) {
        free(parts[i].latency_us);
    }
    free(slots);
    free(parts);
}

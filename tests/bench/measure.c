/*
 * measure.c - requests by the thousand: reads, lists, registrations and events through HTTP.
 *
 * Runs on: sources on the generator's threads. Owns: nothing between calls.
 */
#include "bench.h"

#include "hello.h"
#include "support/wire.h"

#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { MEASURE_SLOTS = 256, MEASURE_READERS = 64, MEASURE_CURSOR = 600 };

static uint64_t next_chance(uint64_t *state)
{
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    return *state;
}

static void check(const char *what, const struct load_result *r)
{
    if (r->bad > 0) {
        bench_give_up("%s: %ld answers were wrong, the last %d: %s", what, r->bad, r->bad_status, r->bad_body);
    }
}

static void run(const struct bench_settings *b, int port, int clients, const struct load_source *source,
                const char *what, struct load_result *out)
{
    const struct load_plan plan = {.port = port,
                                   .connections = clients,
                                   .threads = clients == 1 ? 1 : b->generators,
                                   .warm_s = b->run_s / 5,
                                   .run_s = b->run_s};
    load_run(&plan, source, out);
    check(what, out);
}

/* GET a case ---------------------------------------------------------------------------------------------------------- */

struct get_source {
    char (*ids)[BUREAU_ID_SIZE];
    long count;
    const char *token;
    uint64_t chance[MEASURE_SLOTS];
};

static size_t get_next(void *arg, int slot, char *out)
{
    struct get_source *s = arg;
    const char *id = s->ids[next_chance(&s->chance[slot]) % (uint64_t)s->count];
    return (size_t)snprintf(out, LOAD_REQUEST_MAX,
                            "GET /api/v1/cases/%s HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer %s\r\n\r\n", id,
                            s->token);
}

void measure_get(const struct bench_settings *b, const struct desk *d, char (*ids)[BUREAU_ID_SIZE], long count,
                 struct load_result *out)
{
    struct get_source s = {.ids = ids, .count = count, .token = d->store->bureau.token[BUREAU_CLERK]};
    for (int i = 0; i < MEASURE_SLOTS; i++) {
        s.chance[i] = UINT64_C(0x9e3779b97f4a7c15) * (uint64_t)(i + 1) ^ (uint64_t)time(NULL);
    }
    const struct load_source source = {.next = get_next, .arg = &s, .expected = 200};
    run(b, d->program.port, MEASURE_READERS, &source, "GET a case", out);
}

/* Lists by cursor ------------------------------------------------------------------------------------------------------ */

struct list_source {
    const char *token;
    char (*cursor)[MEASURE_CURSOR]; /* "": the first page */
};

static size_t list_next(void *arg, int slot, char *out)
{
    struct list_source *s = arg;
    const char *cursor = s->cursor[slot];
    return (size_t)snprintf(
        out, LOAD_REQUEST_MAX,
        "GET /api/v1/cases?open=true&limit=50%s%s HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer %s\r\n\r\n",
        cursor[0] != '\0' ? "&cursor=" : "", cursor, s->token);
}

/* The page's own members stand behind its rows. */
static int list_seen(void *arg, int slot, const struct load_reply *r)
{
    struct list_source *s = arg;
    const char *page = r->size > 1500 ? r->body + r->size - 1500 : r->body;
    const char *next = NULL;
    for (const char *at = strstr(page, "\"page\":{"); at != NULL; at = strstr(at + 1, "\"page\":{")) {
        next = at;
    }
    if (next == NULL) {
        return 0;
    }
    if (!wire_text(next, "next", s->cursor[slot], MEASURE_CURSOR)) {
        s->cursor[slot][0] = '\0';
    }
    return 1;
}

void measure_list(const struct bench_settings *b, const struct desk *d, enum measure_list kind, struct load_result *out)
{
    struct list_source s = {.token = d->store->bureau.token[kind == LIST_ALL ? BUREAU_CLERK : BUREAU_INTAKE]};
    s.cursor = calloc(MEASURE_SLOTS, sizeof *s.cursor);
    const struct load_source source = {.next = list_next, .seen = list_seen, .arg = &s, .expected = 200};
    if (s.cursor == NULL) {
        bench_give_up("no memory");
    }
    run(b, d->program.port, MEASURE_READERS, &source, "list", out);
    free(s.cursor);
}

/* Registrations --------------------------------------------------------------------------------------------------------- */

void pool_init(struct pool *p, long room)
{
    p->ids = calloc((size_t)room, sizeof *p->ids);
    if (p->ids == NULL) {
        bench_give_up("no memory");
    }
    p->room = room;
    atomic_store(&p->count, 0);
    atomic_store(&p->taken, 0);
}

void pool_free(struct pool *p)
{
    free(p->ids);
    p->ids = NULL;
}

struct register_source {
    const struct bureau *bureau;
    struct pool *pool;
    long began;
    unsigned serial[MEASURE_SLOTS];
};

static size_t request_with_body(char *out, const char *path, const char *token, const char *fields, const char *key,
                                const char *body, int body_size)
{
    return (size_t)snprintf(
        out, LOAD_REQUEST_MAX,
        "POST %s HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer %s\r\n%sIdempotency-Key: %s\r\n"
        "Content-Type: application/json\r\nContent-Length: %d\r\n\r\n%s",
        path, token, fields, key, body_size, body);
}

static size_t register_next(void *arg, int slot, char *out)
{
    struct register_source *s = arg;
    char key[64];
    char body[4000];
    snprintf(key, sizeof key, "b%lx-%d-%u", (unsigned long)s->began, slot, ++s->serial[slot]);
    int n = desk_registration(body, sizeof body, s->bureau, key);
    return request_with_body(out, "/api/v1/submissions", s->bureau->token[BUREAU_CLERK], "", key, body, n);
}

static int register_seen(void *arg, int slot, const struct load_reply *r)
{
    struct register_source *s = arg;
    (void)slot;
    if (s->pool == NULL) {
        return 1;
    }
    long at = atomic_fetch_add(&s->pool->count, 1);
    if (at >= s->pool->room) {
        atomic_fetch_sub(&s->pool->count, 1);
        return 1;
    }
    return wire_text(r->body, "case_id", s->pool->ids[at], BUREAU_ID_SIZE);
}

void measure_register(const struct bench_settings *b, const struct desk *d, int clients, struct pool *pool,
                      struct load_result *out)
{
    struct timespec t;
    clock_gettime(CLOCK_REALTIME, &t);
    struct register_source s = {
        .bureau = &d->store->bureau, .pool = pool, .began = t.tv_sec * 1000000 + t.tv_nsec / 1000};
    const struct load_source source = {.next = register_next, .seen = register_seen, .arg = &s, .expected = 201};
    run(b, d->program.port, clients, &source, "registration", out);
}

/* Events ---------------------------------------------------------------------------------------------------------------- */

struct event_source {
    const struct bureau *bureau;
    struct pool *pool;
    char fields[DESK_STEPS][600];
    struct {
        long at; /* in the pool; -1: none */
        int step;
    } slot[MEASURE_SLOTS];
};

static size_t event_next(void *arg, int slot, char *out)
{
    struct event_source *s = arg;
    char path[80];
    char version[40];
    char key[64];
    char body[1000];
    if (s->slot[slot].at < 0 || s->slot[slot].step == DESK_STEPS) {
        s->slot[slot].at = atomic_fetch_add(&s->pool->taken, 1);
        s->slot[slot].step = 0;
    }
    if (s->slot[slot].at >= atomic_load(&s->pool->count)) {
        return 0;
    }
    int step = s->slot[slot].step++;
    const char *id = s->pool->ids[s->slot[slot].at];
    int n = snprintf(body, sizeof body, "{\"event\":\"%s\",\"fields\":{%s}}", desk_step_event(step), s->fields[step]);
    snprintf(path, sizeof path, "/api/v1/cases/%s/transitions", id);
    snprintf(version, sizeof version, "If-Match: \"%d\"\r\n", step + 1);
    snprintf(key, sizeof key, "e-%s-%d", id, step);
    return request_with_body(out, path, s->bureau->token[desk_step_who(step)], version, key, body, n);
}

void measure_transitions(const struct bench_settings *b, const struct desk *d, int clients, struct pool *pool,
                         struct load_result *out)
{
    struct event_source s = {.bureau = &d->store->bureau, .pool = pool};
    for (int i = 0; i < DESK_STEPS; i++) {
        desk_step_fields(s.fields[i], sizeof s.fields[i], s.bureau, i);
    }
    for (int i = 0; i < MEASURE_SLOTS; i++) {
        s.slot[i].at = -1;
    }
    const struct load_source source = {.next = event_next, .arg = &s, .expected = 200};
    run(b, d->program.port, clients, &source, "events", out);
}

/* The limit -------------------------------------------------------------------------------------------------------------- */

struct hello_source {
    char request[300];
    size_t size;
};

static size_t hello_next(void *arg, int slot, char *out)
{
    const struct hello_source *s = arg;
    (void)slot;
    memcpy(out, s->request, s->size);
    return s->size;
}

void measure_hello(const struct bench_settings *b, double body_bytes, struct load_result *out)
{
    struct hello h;
    struct hello_source s;
    hello_start(&h, (size_t)body_bytes, b->threads);
    /* As long as the product's request. */
    s.size = (size_t)snprintf(s.request, sizeof s.request,
                              "GET /api/v1/cases/01m82yqgw3b6p2c7gdmg5nz82n HTTP/1.1\r\nHost: 127.0.0.1\r\n"
                              "Authorization: Bearer ptd_uAebVDgU7v9AjkQZpccbAbUkAm7Pea84a68NO8yme34\r\n\r\n");
    const struct load_source source = {.next = hello_next, .arg = &s, .expected = 200};
    run(b, h.port, MEASURE_READERS, &source, "hello", out);
    hello_stop(&h);
}

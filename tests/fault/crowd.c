/*
 * crowd.c - the clients: threads that write until the server is gone, then ask what became of it.
 *
 * Runs on: the main thread; crowd_* of one member on its thread. Owns: members, their connections and pages.
 */
#include "crowd.h"

#include <stdlib.h>
#include <string.h>

enum { CROWD_SAMPLE = 12, CROWD_STUBBORN = 3 };

struct crowd *crowd_new(const struct bureau *bureau, int clients, uint64_t seed, FILE *log)
{
    struct crowd *c = calloc(1, sizeof *c);
    if (c == NULL || (c->members = calloc((size_t)clients, sizeof *c->members)) == NULL) {
        abort();
    }
    c->bureau = bureau;
    c->seed = seed;
    c->size = clients;
    for (int i = 0; i < clients; i++) {
        struct member *m = &c->members[i];
        m->crowd = c;
        m->number = i;
        m->chance = seed * 1000 + (uint64_t)i;
        m->wire = wire_new(0);
        m->book.log = log;
    }
    return c;
}

void crowd_free(struct crowd *c)
{
    if (c == NULL) {
        return;
    }
    for (int i = 0; i < c->size; i++) {
        wire_free(c->members[i].wire);
        book_free(&c->members[i].book);
    }
    free(c->members);
    free(c);
}

struct book *crowd_book(struct crowd *c, int client)
{
    return &c->members[client].book;
}

int crowd_size(const struct crowd *c)
{
    return c->size;
}

struct tally crowd_tally(struct crowd *c, int *wrong)
{
    struct tally sum = {0};
    for (int i = 0; i < c->size; i++) {
        const struct tally *t = &c->members[i].book.tally;
        sum.acknowledged += t->acknowledged;
        sum.refused += t->refused;
        sum.repeats += t->repeats;
        sum.unknown += t->unknown;
        sum.unknown_done += t->unknown_done;
        sum.not_sent += t->not_sent;
        *wrong += c->members[i].book.wrong;
    }
    return sum;
}

/* Some answered request of this client, in any round. */
static struct op *pick_answered(struct member *m)
{
    struct op *op = m->book.first;
    for (int skip = chance_below(&m->chance, 200); op != NULL && skip > 0; skip--) {
        op = op->next != NULL ? op->next : m->book.first;
    }
    for (; op != NULL; op = op->next) {
        if (op->fate == OP_DONE) {
            return op;
        }
    }
    return NULL;
}

static int repeat(struct member *m)
{
    struct wire_reply r;
    struct op *op = pick_answered(m);
    if (op == NULL) {
        return 1;
    }
    if (request_send(m, op, &r) != WIRE_ANSWERED) {
        return 0;
    }
    book_compare(&m->book, op, &r);
    return 1;
}

/* The same key with another request is refused and changes nothing. */
static int repeat_differently(struct member *m)
{
    struct wire_reply r;
    struct op *op = pick_answered(m);
    if (op == NULL) {
        return 1;
    }
    struct op other = *op;
    size_t n = strlen(op->body);
    other.body = malloc(n + 2);
    if (other.body == NULL) {
        abort();
    }
    /* A space more before the last brace would be the same request to a reader; another note is not. */
    memcpy(other.body, op->body, n + 1);
    char *key = strstr(other.body, op->key);
    key[strlen(op->key) - 1] = key[strlen(op->key) - 1] == '0' ? '1' : '0';
    enum wire_end end = request_send(m, &other, &r);
    free(other.body);
    if (end == WIRE_ANSWERED && r.status != 422 && r.status != 503) {
        book_wrong(&m->book, op, "a key was used for two requests", r.status);
    }
    return end == WIRE_ANSWERED;
}

static int write_once(struct member *m)
{
    struct wire_reply r;
    struct op *op = request_think(m);
    if (op == NULL) {
        return 1;
    }
    book_note(&m->book, op, "invoke");
    switch (request_send(m, op, &r)) {
    case WIRE_ANSWERED:
        book_answer(&m->book, op, &r);
        request_learn(m, op);
        return 1;
    case WIRE_NOT_SENT: m->book.tally.not_sent++; break;
    case WIRE_UNKNOWN: m->book.tally.unknown++; break;
    }
    book_note(&m->book, op, "unknown");
    return 0;
}

static void *work(void *arg)
{
    struct member *m = arg;
    int is_there = 1;
    wire_aim(m->wire, m->crowd->port);
    while (is_there && !atomic_load_explicit(&m->crowd->is_halted, memory_order_relaxed)) {
        int dice = chance_below(&m->chance, 100);
        is_there = dice < 8 ? repeat(m) : dice < 10 ? repeat_differently(m) : write_once(m);
    }
    return NULL;
}

/* Asked again, a write that nobody answered is done once, or was done already and is answered as it would have been. */
static void settle_one(struct member *m, struct op *op)
{
    struct wire_reply r;
    for (int i = 0; i < CROWD_STUBBORN && op->fate == OP_UNKNOWN; i++) {
        if (request_send(m, op, &r) == WIRE_ANSWERED) {
            book_answer(&m->book, op, &r);
            m->book.tally.unknown_done += r.is_replayed;
            request_learn(m, op);
        }
    }
    if (op->fate == OP_UNKNOWN) {
        book_wrong(&m->book, op, "a key cannot be settled", 0);
    }
}

static void *settle(void *arg)
{
    struct member *m = arg;
    struct wire_reply r;
    wire_aim(m->wire, m->crowd->port);
    for (struct op *op = m->book.first; op != NULL; op = op->next) {
        if (op->fate == OP_UNKNOWN) {
            settle_one(m, op);
        }
    }
    for (int i = 0; i < CROWD_SAMPLE; i++) {
        struct op *op = pick_answered(m);
        if (op != NULL && request_send(m, op, &r) == WIRE_ANSWERED) {
            book_compare(&m->book, op, &r);
        } else if (op != NULL) {
            book_wrong(&m->book, op, "a server that nobody kills does not answer", 0);
        }
    }
    return NULL;
}

static void start_all(struct crowd *c, int port, void *(*run)(void *))
{
    c->port = port;
    atomic_store(&c->is_halted, 0);
    for (int i = 0; i < c->size; i++) {
        if (pthread_create(&c->members[i].thread, NULL, run, &c->members[i]) != 0) {
            abort();
        }
    }
}

void crowd_work(struct crowd *c, int port)
{
    start_all(c, port, work);
}

void crowd_halt(struct crowd *c)
{
    atomic_store(&c->is_halted, 1);
    for (int i = 0; i < c->size; i++) {
        pthread_join(c->members[i].thread, NULL);
    }
}

void crowd_settle(struct crowd *c, int port)
{
    start_all(c, port, settle);
    crowd_halt(c);
}

/*
 * book.c - what the clients asked, and what they were told.
 *
 * Runs on: the client whose page it is; the log is locked by stdio. Owns: every op.
 * Invariant: an op is written down before its request leaves, so a crash of the server cannot make it forgotten.
 */
#include "fault.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

static const char *const kinds[] = {"register", "join", "event", "contact"};

uint64_t chance_next(uint64_t *state)
{
    uint64_t z = *state += UINT64_C(0x9e3779b97f4a7c15);
    z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
    return z ^ z >> 31;
}

int chance_below(uint64_t *state, int below)
{
    return (int)(chance_next(state) % (uint64_t)below);
}

int64_t now_wall_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_REALTIME, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

int64_t now_steady_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static uint32_t hash_of(const char *text)
{
    uint32_t h = 2166136261U;
    for (; *text != '\0'; text++) {
        h = (h ^ (unsigned char)*text) * 16777619U;
    }
    return h;
}

struct op *book_open(struct book *b, enum op_kind kind, enum bureau_desk desk, const char *key)
{
    struct op *op = calloc(1, sizeof *op);
    if (op == NULL) {
        abort();
    }
    op->kind = kind;
    op->desk = desk;
    op->fate = OP_UNKNOWN;
    op->if_match = -1;
    op->etag = -1;
    snprintf(op->key, sizeof op->key, "%s", key);
    op->next = b->first;
    b->first = op;
    b->count++;
    return op;
}

void book_note(struct book *b, const struct op *op, const char *what)
{
    fprintf(b->log, "%lld %s %d %s %08x %s status=%d case=%s number=%s version=%lld\n", (long long)now_wall_ms(),
            op->key, (int)op->desk, kinds[op->kind], hash_of(op->body), what, op->status, op->case_id, op->number,
            (long long)op->version);
}

void book_wrong(struct book *b, const struct op *op, const char *what, int status)
{
    b->wrong++;
    fprintf(stderr, "WRONG: %s: key %s, %s, status %d (first %d)\n", what, op->key, kinds[op->kind], status,
            op->status);
}

/* {"submission":{"id":..,"number":..,"case_id":..},"case":{"id":..},"receipt":{..}} */
static int read_registration(struct op *op)
{
    const char *submission = strstr(op->reply, "\"submission\":{");
    return submission != NULL && wire_text(submission, "id", op->submission_id, sizeof op->submission_id) &&
           wire_text(submission, "number", op->number, sizeof op->number) &&
           wire_text(submission, "case_id", op->case_id, sizeof op->case_id);
}

static void read_done(struct book *b, struct op *op)
{
    op->version = op->kind == OP_EVENT ? op->etag : wire_int(op->reply, "version");
    if (op->kind != OP_REGISTER && op->kind != OP_JOIN) {
        if (op->kind == OP_EVENT && op->etag < 1) {
            book_wrong(b, op, "an event without its version", op->status);
        }
        return;
    }
    if (!read_registration(op)) {
        book_wrong(b, op, "a registration without its ids", op->status);
    }
}

void book_answer(struct book *b, struct op *op, const struct wire_reply *r)
{
    op->status = r->status;
    op->etag = r->etag;
    memcpy(op->location, r->location, sizeof op->location);
    op->reply_size = r->size;
    op->reply = malloc(r->size + 1);
    if (op->reply == NULL) {
        abort();
    }
    memcpy(op->reply, r->body, r->size + 1);
    if (r->status >= 200 && r->status < 300) {
        op->fate = OP_DONE;
        b->tally.acknowledged++;
        read_done(b, op);
    } else if (strstr(op->reply, "outcome_unknown") != NULL) {
        free(op->reply);
        op->reply = NULL;
    } else {
        op->fate = OP_REFUSED;
        b->tally.refused++;
        if (r->status >= 500 && r->status != 503 && r->status != 507) {
            book_wrong(b, op, "an internal error", r->status);
        }
    }
    book_note(b, op, op->fate == OP_DONE ? "ok" : op->fate == OP_REFUSED ? "fail" : "unknown");
}

void book_compare(struct book *b, const struct op *op, const struct wire_reply *r)
{
    b->tally.repeats++;
    if (r->status == 503) {
        return; /* a server that is stopping answers nobody; that says nothing about the key */
    }
    if (r->status != op->status || r->size != op->reply_size || memcmp(r->body, op->reply, r->size) != 0) {
        book_wrong(b, op, "a repeated key got another answer", r->status);
        fprintf(stderr, "  first: %s\n  then:  %s\n", op->reply, r->body);
    } else if (!r->is_replayed) {
        book_wrong(b, op, "a repeated key was done again", r->status);
    } else if (r->etag != op->etag || strcmp(r->location, op->location) != 0) {
        book_wrong(b, op, "a repeated key got other header fields", r->status);
    }
}

void book_free(struct book *b)
{
    while (b->first != NULL) {
        struct op *op = b->first;
        b->first = op->next;
        free(op->path);
        free(op->body);
        free(op->reply);
        free(op);
    }
    b->count = 0;
}

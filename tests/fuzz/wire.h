/*
 * wire.h - what the parts of fuzz_wire share: a server in this thread, a strict reader of requests, and one of answers.
 *
 * Runs on: the fuzzer's thread; handlers that write on the writer's. Owns: see each part.
 */
#ifndef TESTS_FUZZ_WIRE_H
#define TESTS_FUZZ_WIRE_H

#include "fuzz.h"

/* One conversation: what the client sends, in which pieces, and whether it says at once that nothing more will come. */
struct wire_plan {
    const uint8_t *bytes;
    size_t size;
    size_t piece; /* bytes at a time; 0: all at once */
    int is_early; /* the client closes its side before it has heard anything */
};

/* Everything that the client heard until the server closed. */
struct wire_heard {
    char *bytes;
    size_t size, room;
};

/* wire_server.c: starts the server at the first call. Returns when both sides have closed; the handlers that ran are counted. */
int wire_talk(const struct wire_plan *plan, struct wire_heard *heard);
extern const struct endpoint_table wire_table;
/* wire_table.c: handlers that ran since the last wire_forget_runs. */
int wire_runs(void);
void wire_forget_runs(void);

/* wire_requests.c: what a reader makes of the bytes that takes nothing but the plain form of RFC 9112. */
struct wire_requests {
    int sure;     /* requests of that form, with their bodies */
    int is_ended; /* nothing after them may be handled: it is not whole, its framing is not clear, or the client said so */
};
void wire_read_requests(const uint8_t *bytes, size_t size, struct wire_requests *out);

/* wire_answers.c: takes apart what was heard. Every answer must be well formed, which it checks itself. */
struct wire_answers {
    int own;       /* from our handlers and refusals */
    int foreign;   /* from the library, about bytes that it could not read */
    int runs;      /* told in own answers, in order */
    int is_closed; /* the last answer says that nothing follows */
};
void wire_read_answers(const struct wire_heard *heard, int has_head, struct wire_answers *out);

#endif

/*
 * wire.h - one plain keep-alive connection that survives the death of its server and says what it does not know.
 *
 * For tests that kill the server: unlike client.h a broken connection is an answer here, not the end of the program.
 *
 * Runs on: one thread per wire. Owns: the socket and the last reply.
 */
#ifndef SUPPORT_WIRE_H
#define SUPPORT_WIRE_H

#include <stddef.h>
#include <stdint.h>

struct wire;

enum wire_end {
    WIRE_ANSWERED,
    WIRE_NOT_SENT, /* no byte of the request left: it cannot have had an effect */
    WIRE_UNKNOWN   /* it may have been done, or not */
};

/* Lives until the next call of the same wire. */
struct wire_reply {
    int status;
    int64_t etag; /* -1: none */
    int is_replayed;
    char location[160]; /* "": none */
    const char *body;   /* NUL-terminated */
    size_t size;
};

struct wire *wire_new(int port);
void wire_free(struct wire *w);
/* Another server, or the same one after a restart. */
void wire_aim(struct wire *w, int port);
/* `fields` are whole header lines, each with CR LF, or "". `body` NULL: none. */
enum wire_end wire_call(struct wire *w, const char *method, const char *path, const char *fields, const char *body,
                        struct wire_reply *out);

/* Value of the first member with this name that is a text, copied; 0 when there is none. A search, not a parser: enough for
 * replies whose order of members is known. */
int wire_text(const char *json, const char *name, char *out, size_t size);
/* The same for a number; -1. */
int64_t wire_int(const char *json, const char *name);

#endif

/*
 * respond.h - the one place where an answer leaves: status, header fields, body.
 *
 * Runs on: a worker, inside the library's handler. Owns: nothing; bodies live on the request's arena or are constants, and
 * both outlive the sending.
 */
#ifndef HTTP_RESPOND_H
#define HTTP_RESPOND_H

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

struct endpoint_stream;
struct request;

enum { RESPOND_FIELDS_MAX = 12 };

enum respond_kind {
    RESPOND_API,   /* JSON, problem+json: never stored, never framed */
    RESPOND_PAGE,  /* HTML of the front end */
    RESPOND_FORM,  /* HTML that the server made: no script at all */
    RESPOND_PAPER, /* a paper that the server made, shown in place */
    RESPOND_DOWNLOAD, /* what somebody sent: kept by the browser, never shown, and powerless where it is shown all the same */
    RESPOND_LIVE, /* what goes on while the client listens */
    RESPOND_FILE  /* everything else */
};

struct respond_field {
    const char *name;
    const char *value;
};

struct respond_reply {
    enum respond_kind kind;
    int status;
    const char *type; /* Content-Type; NULL without a body */
    const void *body;
    size_t size;
    struct endpoint_stream *stream; /* in place of `body`; taken over by respond_send when it succeeds */
    ssize_t (*live)(void *arg, uint64_t at, char *out,
                    size_t max); /* in place of `body`: the library asks it for bytes */
    void *live_arg;
    int is_copied; /* the body is on the stack */
    int is_last;   /* close the connection afterwards */
    struct respond_field fields[RESPOND_FIELDS_MAX];
    int field_count;
};

void respond_add(struct respond_reply *reply, const char *name, const char *value);
/* Hands the reply to the library. 0: the connection must be dropped. */
int respond_send(struct request *req, const struct respond_reply *reply);

#endif

/*
 * demo_client.h - a small HTTP/1.1 client for a server in this process: one connection, bodies with a length.
 *
 * Each connection is a pair of sockets of which the server is handed one end, so nothing is connected to over a network: a confined
 * server, which may call nobody, can still tell itself the demonstration.
 *
 * Runs on: the thread that tells the stories. Owns: the connection and the bytes of the last reply.
 */
#ifndef APP_DEMO_CLIENT_H
#define APP_DEMO_CLIENT_H

#include "base/rc.h"

#include <stddef.h>

struct demo_client;
struct runtime;

struct demo_request {
    const char *method, *path;
    const char *token;  /* bearer token, or NULL */
    const char *cookie; /* "sid=..." with `csrf`, or NULL */
    const char *csrf;
    const char *if_match; /* version, or NULL */
    const char *body;     /* JSON, or NULL */
};

enum { DEMO_COOKIE_SIZE = 256 };

/* Borrowed until the next request. */
struct demo_reply {
    int status;
    const char *body; /* NUL-terminated; "" when there is none */
    size_t size;
    char cookie[DEMO_COOKIE_SIZE]; /* name=value of a cookie that was set; "" */
};

/* The runtime must outlive the client. */
RC_MUST enum rc demo_client_new(struct runtime *server, struct demo_client **out);
void demo_client_free(struct demo_client *c);
/* Hangs up; the next request connects anew. Before the clock is moved, which would make the connection look idle for days. */
void demo_client_rest(struct demo_client *c);
/* RC_UNAVAILABLE when there is no connection, RC_MALFORMED for a reply that this client does not understand. */
RC_MUST enum rc demo_client_send(struct demo_client *c, const struct demo_request *request, struct demo_reply *out);

#endif

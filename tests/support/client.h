/*
 * client.h - one HTTP client with its own cookies, as a browser or a script has them.
 *
 * Runs on: one thread per client. Owns: the connection, the cookies and the last reply.
 * A client that cannot reach the server aborts the test program: that is never what a test is about.
 */
#ifndef SUPPORT_CLIENT_H
#define SUPPORT_CLIENT_H

#include <jansson.h>
#include <stddef.h>
#include <stdint.h>

struct client;

/* Lives until the next call of the same client. */
struct client_reply {
    int status;
    const char *body; /* NUL-terminated */
    size_t size;
    json_t *json;        /* NULL when the body is no JSON */
    const char *headers; /* as they came, one per line */
};

struct client *client_new(const char *base_url);
void client_free(struct client *c);
/* A server that cannot be reached is an answer of status 0 with an empty body: it may be about to come back. */
void client_set_patient(struct client *c);
/* Cookies on (a browser) or off; on unless told. */
void client_set_cookies(struct client *c, int is_on);
/* Sent as X-CSRF with every unsafe request; NULL: none. Copied. */
void client_set_csrf(struct client *c, const char *csrf);
/* Sent as Authorization: Bearer; NULL: none. Copied. */
void client_set_bearer(struct client *c, const char *token);
/* One more header field for the next call only: "If-Match: \"1\"". May be called several times. */
void client_add_header(struct client *c, const char *line);
/* `body` is JSON text or NULL. */
const struct client_reply *client_call(struct client *c, const char *method, const char *path, const char *body);
/* Any bytes; JSON unless a Content-Type was added. */
const struct client_reply *client_send(struct client *c, const char *method, const char *path, const void *body,
                                       size_t size);
/* The same with printf-like path. */
const struct client_reply *client_get(struct client *c, const char *path, ...) __attribute__((format(printf, 2, 3)));
/* Signs in and keeps cookie and CSRF token; returns the status. */
int client_sign_in(struct client *c, const char *login, const char *password);

/* Member by a path with dots and indexes: "data.0.name". NULL, or -1 for the integer, when it is not there. Booleans are 0, 1. */
const char *client_text(const struct client_reply *r, const char *path);
int64_t client_int(const struct client_reply *r, const char *path);
/* Number of items of an array; -1 when there is none. */
int client_size(const struct client_reply *r, const char *path);
/* Value of a header field of the reply, copied into `out`; NULL when it did not come. Name without colon. */
const char *client_header(const struct client_reply *r, const char *name, char *out, size_t size);

#endif

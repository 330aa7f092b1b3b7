/*
 * demo_client.c - requests over a blocking socket whose other end the server holds.
 *
 * Runs on: the thread that tells the stories. Owns: see demo_client.h. Invariant: a request is sent again only when the connection was an old one
 * and the server closed it without a byte of answer, so nothing is done twice.
 */
#include "app/demo_client.h"

#include "app/runtime.h"

#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

enum { DEMO_HEAD_SIZE = 2048, DEMO_READ_SIZE = 16 * 1024, DEMO_REPLY_MAX = 64 * 1024 * 1024, DEMO_PATIENCE_S = 60 };

struct demo_client {
    struct runtime *server;
    int fd;
    int is_used; /* this connection has answered before */
    char *bytes; /* of the reply */
    size_t size, room;
};

enum rc demo_client_new(struct runtime *server, struct demo_client **out)
{
    struct demo_client *c = calloc(1, sizeof *c);
    if (c == NULL) {
        return RC_UNAVAILABLE;
    }
    c->server = server;
    c->fd = -1;
    *out = c;
    return RC_OK;
}

void demo_client_free(struct demo_client *c)
{
    if (c != NULL) {
        demo_client_rest(c);
        free(c->bytes);
        free(c);
    }
}

void demo_client_rest(struct demo_client *c)
{
    if (c->fd >= 0) {
        close(c->fd);
    }
    c->fd = -1;
    c->is_used = 0;
}

static enum rc client_connect(struct demo_client *c)
{
    struct timeval patience = {.tv_sec = DEMO_PATIENCE_S};
    int ends[2];
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0) {
        return RC_UNAVAILABLE;
    }
    c->fd = ends[0];
    setsockopt(c->fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    setsockopt(c->fd, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
    if (runtime_adopt(c->server, ends[1]) != RC_OK) {
        demo_client_rest(c);
        return RC_UNAVAILABLE;
    }
    return RC_OK;
}

static enum rc client_write(struct demo_client *c, const char *bytes, size_t n)
{
    while (n > 0) {
        ssize_t sent = send(c->fd, bytes, n, MSG_NOSIGNAL);
        if (sent < 0 && errno == EINTR) {
            continue;
        }
        if (sent <= 0) {
            return RC_UNAVAILABLE;
        }
        bytes += sent;
        n -= (size_t)sent;
    }
    return RC_OK;
}

/* Appends what comes next; RC_UNAVAILABLE at the end of the connection. Keeps room for a NUL. */
static enum rc client_read(struct demo_client *c)
{
    if (c->room - c->size < DEMO_READ_SIZE + 1) {
        size_t room = c->room * 2 + 2 * DEMO_READ_SIZE;
        char *grown = room <= DEMO_REPLY_MAX ? realloc(c->bytes, room) : NULL;
        if (grown == NULL) {
            return RC_TOO_LARGE;
        }
        c->bytes = grown;
        c->room = room;
    }
    ssize_t got;
    do {
        got = recv(c->fd, c->bytes + c->size, DEMO_READ_SIZE, 0);
    } while (got < 0 && errno == EINTR);
    if (got <= 0) {
        return RC_UNAVAILABLE;
    }
    c->size += (size_t)got;
    c->bytes[c->size] = '\0';
    return RC_OK;
}

/* The value of a header line when it has this name. */
static const char *client_header(const char *line, const char *name)
{
    size_t n = strlen(name);
    if (strncasecmp(line, name, n) != 0 || line[n] != ':') {
        return NULL;
    }
    line += n + 1;
    return line + strspn(line, " \t");
}

struct client_head {
    long length; /* -1: not told */
    int is_last; /* the server hangs up after this reply */
    int is_chunked;
};

/* `head` ends in an empty line and is cut into lines. */
static enum rc client_parse_head(char *head, struct demo_reply *out, struct client_head *parsed)
{
    char *rest = head;
    char *line = strsep(&rest, "\n");
    *parsed = (struct client_head){.length = -1};
    out->cookie[0] = '\0';
    if (line == NULL || strncmp(line, "HTTP/1.1 ", 9) != 0) {
        return RC_MALFORMED;
    }
    out->status = (int)strtol(line + 9, NULL, 10);
    while ((line = strsep(&rest, "\n")) != NULL) {
        line[strcspn(line, "\r")] = '\0';
        const char *value;
        if ((value = client_header(line, "Content-Length")) != NULL) {
            parsed->length = strtol(value, NULL, 10);
        } else if ((value = client_header(line, "Connection")) != NULL) {
            parsed->is_last = strcasecmp(value, "close") == 0;
        } else if ((value = client_header(line, "Set-Cookie")) != NULL) {
            snprintf(out->cookie, sizeof out->cookie, "%.*s", (int)strcspn(value, ";"), value);
        } else if (client_header(line, "Transfer-Encoding") != NULL) {
            parsed->is_chunked = 1;
        }
    }
    return parsed->is_chunked ? RC_MALFORMED : RC_OK;
}

static enum rc client_receive(struct demo_client *c, struct demo_reply *out)
{
    struct client_head head;
    char *end = NULL;
    c->size = 0;
    enum rc rc = RC_OK;
    while (rc == RC_OK && (end = c->size > 0 ? strstr(c->bytes, "\r\n\r\n") : NULL) == NULL) {
        rc = client_read(c);
    }
    if (rc != RC_OK) {
        return rc;
    }
    *end = '\0';
    size_t start = (size_t)(end - c->bytes) + 4;
    rc = client_parse_head(c->bytes, out, &head);
    size_t length = head.length > 0 ? (size_t)head.length : 0;
    while (rc == RC_OK && c->size - start < length) {
        rc = client_read(c);
    }
    if (rc != RC_OK) {
        return rc;
    }
    c->bytes[start + length] = '\0';
    out->body = c->bytes + start;
    out->size = length;
    c->is_used = 1;
    if (head.is_last) {
        demo_client_rest(c);
    }
    return RC_OK;
}

static enum rc client_head_text(const struct demo_request *r, char out[DEMO_HEAD_SIZE])
{
    int n =
        snprintf(out, DEMO_HEAD_SIZE,
                 "%s %s HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: application/json\r\nAccept-Language: zh-CN\r\n"
                 "Content-Length: %zu\r\n%s%s%s%s%s%s%s%s%s%s%s%s%s\r\n",
                 r->method, r->path, r->body ? strlen(r->body) : 0, r->body ? "Content-Type: application/json\r\n" : "",
                 r->token ? "Authorization: Bearer " : "", r->token ? r->token : "", r->token ? "\r\n" : "",
                 r->cookie ? "Cookie: " : "", r->cookie ? r->cookie : "", r->cookie ? "\r\n" : "",
                 r->csrf ? "X-CSRF: " : "", r->csrf ? r->csrf : "", r->csrf ? "\r\n" : "",
                 r->if_match ? "If-Match: \"" : "", r->if_match ? r->if_match : "", r->if_match ? "\"\r\n" : "");
    return n > 0 && n < DEMO_HEAD_SIZE ? RC_OK : RC_TOO_LARGE;
}

enum rc demo_client_send(struct demo_client *c, const struct demo_request *request, struct demo_reply *out)
{
    char head[DEMO_HEAD_SIZE];
    enum rc rc = client_head_text(request, head);
    int may_repeat = rc == RC_OK;
    while (may_repeat) {
        may_repeat = c->fd >= 0 && c->is_used;
        rc = c->fd >= 0 ? RC_OK : client_connect(c);
        if (rc == RC_OK) {
            rc = client_write(c, head, strlen(head));
        }
        if (rc == RC_OK && request->body != NULL) {
            rc = client_write(c, request->body, strlen(request->body));
        }
        c->size = 0;
        if (rc == RC_OK) {
            rc = client_receive(c, out);
        }
        if (rc != RC_OK) {
            demo_client_rest(c);
        }
        may_repeat = may_repeat && rc == RC_UNAVAILABLE && c->size == 0;
    }
    return rc;
}

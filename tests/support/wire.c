/*
 * wire.c - HTTP/1.1 over one blocking socket.
 *
 * Runs on: one thread per wire. Owns: see wire.h.
 * Invariant: after anything but WIRE_ANSWERED the socket is closed; the next call opens a new one.
 */
#include "support/wire.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <unistd.h>

enum { WIRE_BUFFER = 1 << 20, WIRE_SECONDS = 30 };

struct wire {
    int port;
    int fd; /* -1: closed */
    size_t size;
    char buffer[WIRE_BUFFER];
};

struct wire *wire_new(int port)
{
    struct wire *w = malloc(sizeof *w);
    if (w == NULL) {
        abort();
    }
    w->port = port;
    w->fd = -1;
    w->size = 0;
    return w;
}

static void hang_up(struct wire *w)
{
    if (w->fd >= 0) {
        close(w->fd);
    }
    w->fd = -1;
    w->size = 0;
}

void wire_free(struct wire *w)
{
    if (w != NULL) {
        hang_up(w);
        free(w);
    }
}

void wire_aim(struct wire *w, int port)
{
    hang_up(w);
    w->port = port;
}

static int dial(struct wire *w)
{
    struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons((uint16_t)w->port)};
    struct timeval patience = {.tv_sec = WIRE_SECONDS};
    int one = 1;
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    w->fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (w->fd < 0) {
        return 0;
    }
    setsockopt(w->fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    setsockopt(w->fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    setsockopt(w->fd, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
    if (connect(w->fd, (const struct sockaddr *)&to, sizeof to) != 0) {
        hang_up(w);
        return 0;
    }
    return 1;
}

/* How many bytes left; less than `n` when the connection broke. */
static size_t push(struct wire *w, const char *bytes, size_t n)
{
    size_t sent = 0;
    while (sent < n) {
        ssize_t k = send(w->fd, bytes + sent, n - sent, MSG_NOSIGNAL);
        if (k < 0 && errno == EINTR) {
            continue;
        }
        if (k <= 0) {
            break;
        }
        sent += (size_t)k;
    }
    return sent;
}

/* More of the reply; 0 when the connection broke or the reply is larger than any that we expect. */
static int pull(struct wire *w)
{
    for (;;) {
        if (w->size >= sizeof w->buffer - 1) {
            return 0;
        }
        ssize_t k = recv(w->fd, w->buffer + w->size, sizeof w->buffer - 1 - w->size, 0);
        if (k < 0 && errno == EINTR) {
            continue;
        }
        if (k <= 0) {
            return 0;
        }
        w->size += (size_t)k;
        w->buffer[w->size] = '\0';
        return 1;
    }
}

static const char *field_value(const char *head, const char *name)
{
    size_t n = strlen(name);
    for (const char *line = strstr(head, "\r\n"); line != NULL; line = strstr(line + 2, "\r\n")) {
        if (strncasecmp(line + 2, name, n) == 0 && line[2 + n] == ':') {
            const char *value = line + 2 + n + 1;
            return value + strspn(value, " ");
        }
    }
    return NULL;
}

static int read_head(char *head, struct wire_reply *out, size_t *length)
{
    const char *value;
    *out = (struct wire_reply){.etag = -1};
    if (sscanf(head, "HTTP/1.1 %3d", &out->status) != 1) {
        return 0;
    }
    value = field_value(head, "Content-Length");
    *length = value != NULL ? (size_t)strtoul(value, NULL, 10) : 0;
    value = field_value(head, "ETag");
    if (value != NULL && value[0] == '"') {
        out->etag = strtoll(value + 1, NULL, 10);
    }
    value = field_value(head, "Idempotency-Replayed");
    out->is_replayed = value != NULL && strncmp(value, "true", 4) == 0;
    value = field_value(head, "Location");
    if (value != NULL) {
        snprintf(out->location, sizeof out->location, "%.*s", (int)strcspn(value, "\r"), value);
    }
    return 1;
}

static enum wire_end receive(struct wire *w, struct wire_reply *out)
{
    char *end;
    size_t length;
    w->size = 0;
    w->buffer[0] = '\0';
    while ((end = strstr(w->buffer, "\r\n\r\n")) == NULL) {
        if (!pull(w)) {
            return WIRE_UNKNOWN;
        }
    }
    end[2] = '\0';
    if (!read_head(w->buffer, out, &length)) {
        return WIRE_UNKNOWN;
    }
    size_t start = (size_t)(end + 4 - w->buffer);
    if (length >= sizeof w->buffer - start) {
        return WIRE_UNKNOWN;
    }
    while (w->size < start + length) {
        if (!pull(w)) {
            return WIRE_UNKNOWN;
        }
    }
    w->buffer[start + length] = '\0';
    out->body = w->buffer + start;
    out->size = length;
    if (strstr(w->buffer, "onnection: close") != NULL) {
        int keep = w->fd; /* the reply stands in the buffer, only the socket goes */
        w->fd = -1;
        close(keep);
    }
    return WIRE_ANSWERED;
}

enum wire_end wire_call(struct wire *w, const char *method, const char *path, const char *fields, const char *body,
                        struct wire_reply *out)
{
    size_t body_size = body != NULL ? strlen(body) : 0;
    size_t room = strlen(path) + strlen(fields) + body_size + 256;
    char *request = malloc(room);
    if (request == NULL) {
        abort();
    }
    int n = snprintf(request, room, "%s %s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\n%s", method, path, w->port, fields);
    n += body == NULL ? snprintf(request + n, room - (size_t)n, "\r\n")
                      : snprintf(request + n, room - (size_t)n,
                                 "Content-Type: application/json\r\nContent-Length: %zu\r\n\r\n%s", body_size, body);
    enum wire_end end = WIRE_NOT_SENT;
    if (w->fd >= 0 || dial(w)) {
        /* Bytes that left may have arrived, even when the peer is gone by now. */
        end = push(w, request, (size_t)n) == 0 ? WIRE_NOT_SENT : receive(w, out);
    }
    if (end != WIRE_ANSWERED) {
        hang_up(w);
    }
    free(request);
    return end;
}

static const char *member(const char *json, const char *name)
{
    char quoted[80];
    snprintf(quoted, sizeof quoted, "\"%s\":", name);
    const char *at = json != NULL ? strstr(json, quoted) : NULL;
    return at != NULL ? at + strlen(quoted) : NULL;
}

int wire_text(const char *json, const char *name, char *out, size_t size)
{
    const char *at = member(json, name);
    if (at == NULL || at[0] != '"') {
        return 0;
    }
    size_t n = strcspn(at + 1, "\"");
    if (n >= size) {
        return 0;
    }
    memcpy(out, at + 1, n);
    out[n] = '\0';
    return 1;
}

int64_t wire_int(const char *json, const char *name)
{
    const char *at = member(json, name);
    char *end;
    if (at == NULL) {
        return -1;
    }
    long long n = strtoll(at, &end, 10);
    return end != at ? n : -1;
}

/*
 * wire_answers.c - takes apart what the server of fuzz_wire said.
 *
 * Holds: answers follow each other without a byte between them; each has a status line, fields of the right grammar and as many
 * bytes as it says; ours carry the security fields and none is a fault of the server; behind "Connection: close" nothing comes.
 *
 * Runs on: the fuzzer's thread. Owns: nothing.
 */
#include "wire.h"

#include <strings.h>

struct answer {
    int status;
    long length; /* -1: not told */
    int is_own, is_last, run;
};

static int is_token(const char *text, size_t n)
{
    static const char tchars[] = "!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    for (size_t i = 0; i < n; i++) {
        if (text[i] == '\0' || strchr(tchars, text[i]) == NULL) {
            return 0;
        }
    }
    return n > 0;
}

static int is_named(const char *line, size_t n, const char *name)
{
    return strlen(name) == n && strncasecmp(line, name, n) == 0;
}

static void read_field(const char *line, size_t n, struct answer *out)
{
    const char *colon = memchr(line, ':', n);
    FUZZ_MUST(colon != NULL && is_token(line, (size_t)(colon - line)) && colon[1] == ' ');
    size_t name = (size_t)(colon - line);
    const char *value = colon + 2;
    for (const char *p = value; p < line + n; p++) {
        FUZZ_MUST((unsigned char)*p >= 0x20 && *p != 0x7F);
    }
    if (is_named(line, name, "Content-Length")) {
        FUZZ_MUST(out->length < 0 && value < line + n && *value >= '0' && *value <= '9');
        out->length = strtol(value, NULL, 10);
    } else if (is_named(line, name, "Connection")) {
        out->is_last |= strncasecmp(value, "close", 5) == 0;
    } else if (is_named(line, name, "Location") && strncmp(value, "/run/", 5) == 0) {
        out->run = atoi(value + 5);
    } else if (is_named(line, name, "Content-Security-Policy")) {
        out->is_own = 1;
    }
    FUZZ_MUST(!is_named(line, name, "Transfer-Encoding"));
}

/* Status line and fields; returns what follows the empty line. */
static const char *read_head(const char *from, const char *end, struct answer *out)
{
    *out = (struct answer){.length = -1};
    for (int line = 0;; line++) {
        const char *stop = memmem(from, (size_t)(end - from), "\r\n", 2);
        FUZZ_MUST(stop != NULL);
        size_t n = (size_t)(stop - from);
        if (line == 0) {
            FUZZ_MUST(n > 13 && strncmp(from, "HTTP/1.1 ", 9) == 0 && from[12] == ' ');
            out->status = atoi(from + 9);
            FUZZ_MUST(out->status >= 100 && out->status <= 599);
        } else if (n == 0) {
            return stop + 2;
        } else {
            read_field(from, n, out);
        }
        from = stop + 2;
    }
}

/* Bytes of the body. No body of ours begins like an answer, so the one of a HEAD is told from others. */
static size_t body_size(const struct answer *a, const char *at, const char *end, int may_lack)
{
    size_t left = (size_t)(end - at);
    if (a->status < 200 || a->status == 204 || a->status == 304) {
        return 0;
    }
    FUZZ_MUST(a->length >= 0);
    if (a->length == 0 || (may_lack && (left == 0 || (left > 7 && strncmp(at, "HTTP/1.", 7) == 0)))) {
        return 0;
    }
    FUZZ_MUST((size_t)a->length <= left);
    return (size_t)a->length;
}

void wire_read_answers(const struct wire_heard *heard, int has_head, struct wire_answers *out)
{
    const char *at = heard->bytes;
    const char *end = heard->size == 0 ? at : at + heard->size;
    *out = (struct wire_answers){0};
    while (at < end) {
        struct answer a;
        at = read_head(at, end, &a);
        if (a.status == 100) {
            continue;
        }
        /* The library says its own "no" twice at times, head and all. */
        FUZZ_MUST(!out->is_closed || (!a.is_own && out->foreign > 0));
        FUZZ_MUST(a.is_own || a.status >= 400);
        FUZZ_MUST(!a.is_own || a.status < 500 || a.status == 501);
        at += body_size(&a, at, end, has_head || !a.is_own);
        if (a.run > 0) {
            out->runs++;
            FUZZ_MUST(a.is_own && a.run == out->runs);
        }
        *(a.is_own ? &out->own : &out->foreign) += 1;
        out->is_closed = a.is_last;
    }
}

/*
 * wire_requests.c - a reader of requests that takes the plain form of RFC 9112 only, and says where it stopped and why.
 *
 * Three ends there are. The bytes end inside a request, a request cannot be framed without doubt, or the client wants no more:
 * then nothing behind may be handled. Or something comes that others may take or refuse (a bare line feed, another version, a
 * head of unusual size): then nothing is said of the rest.
 *
 * Runs on: the fuzzer's thread. Owns: nothing. Independent of src/http, for it is what that is measured with.
 */
#include "wire.h"

#include <strings.h>

enum { HEAD_MAX = 4000, TARGET_MAX = 400, FIELDS_MAX = 40 };

enum verdict {
    PLAIN, /* a whole request; go on behind it */
    LAST,  /* a whole request, and the client wants no other */
    ENDED, /* nothing from here on may be handled */
    UNSURE /* no word on what follows */
};

struct span {
    const char *at, *end;
};

struct framing {
    int hosts, lengths, codings;
    int is_chunked, is_closing;
    size_t length;
};

/* Takes a line that ends in CR LF. 0: there is none, or bytes in it that are no text. */
static int take_line(struct span *in, struct span *line)
{
    const char *p = in->at;
    while (p < in->end && ((unsigned char)*p >= 0x20 || *p == '\t') && *p != 0x7F) {
        p++;
    }
    if (in->end - p < 2 || p[0] != '\r' || p[1] != '\n') {
        return 0;
    }
    *line = (struct span){in->at, p};
    in->at = p + 2;
    return 1;
}

/* Bytes that may still become a line: what came is text, with at most the CR of its end. */
static enum verdict cut_off(const struct span *in)
{
    const char *p = in->at;
    while (p < in->end && ((unsigned char)*p >= 0x20 || *p == '\t') && *p != 0x7F) {
        p++;
    }
    return p == in->end || (p + 1 == in->end && *p == '\r') ? ENDED : UNSURE;
}

static int is_line(const struct span *line, const char *text)
{
    size_t n = strlen(text);
    return (size_t)(line->end - line->at) == n && strncasecmp(line->at, text, n) == 0;
}

static enum verdict read_request_line(const struct span *line)
{
    static const char *const methods[] = {"GET ", "HEAD ", "POST ", "PUT ", "PATCH ", "DELETE ", "OPTIONS "};
    static const char version[] = " HTTP/1.1";
    const char *stop = line->end - (sizeof version - 1);
    for (size_t i = 0; i < sizeof methods / sizeof methods[0]; i++) {
        size_t n = strlen(methods[i]);
        const char *target = line->at + n;
        if (stop - target < 1 || stop - target > TARGET_MAX || strncmp(line->at, methods[i], n) != 0) {
            continue;
        }
        for (const char *p = target; p < stop; p++) {
            if (*p <= 0x20 || *p == 0x7F || *p == '&') {
                return UNSURE;
            }
        }
        return *target == '/' && memcmp(stop, version, sizeof version - 1) == 0 ? PLAIN : UNSURE;
    }
    return UNSURE;
}

static enum verdict read_length(const struct span *value, struct framing *f)
{
    f->lengths++;
    f->length = 0;
    for (const char *p = value->at; p < value->end; p++) {
        if (*p < '0' || *p > '9' || p - value->at >= 9) {
            return ENDED;
        }
        f->length = 10 * f->length + (size_t)(*p - '0');
    }
    return value->at < value->end && f->lengths == 1 ? PLAIN : ENDED;
}

static enum verdict read_field(const struct span *line, struct framing *f)
{
    static const char tchars[] = "!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    const char *colon = line->at;
    while (colon < line->end && strchr(tchars, *colon) != NULL) {
        colon++;
    }
    if (*line->at == ' ' || *line->at == '\t' || *line->at == ':') {
        return UNSURE; /* the library joins a folded line to the name of the one before, and drops a nameless field */
    }
    if (colon == line->end || *colon != ':') {
        return ENDED; /* a blank before the colon, or no field at all */
    }
    struct span name = {line->at, colon};
    struct span value = {colon + 1, line->end};
    while (value.at < value.end && (*value.at == ' ' || *value.at == '\t')) {
        value.at++;
    }
    while (value.at < value.end && (value.end[-1] == ' ' || value.end[-1] == '\t')) {
        value.end--;
    }
    if (is_line(&name, "Content-Length")) {
        return read_length(&value, f);
    }
    if (is_line(&name, "Transfer-Encoding")) {
        f->codings++;
        f->is_chunked = is_line(&value, "chunked");
        return f->is_chunked && f->codings == 1 ? PLAIN : ENDED;
    }
    if (is_line(&name, "Connection")) {
        f->is_closing |= is_line(&value, "close");
        return f->is_closing || is_line(&value, "keep-alive") ? PLAIN : UNSURE;
    }
    f->hosts += is_line(&name, "Host");
    return is_line(&name, "Expect") || is_line(&name, "Upgrade") ? UNSURE : PLAIN;
}

/* The fields up to the empty line. A doubt about the framing outweighs one about a single field. */
static enum verdict read_fields(struct span *in, struct framing *f)
{
    enum verdict worst = PLAIN;
    struct span line;
    for (int count = 0; count <= FIELDS_MAX; count++) {
        if (!take_line(in, &line)) {
            return worst == UNSURE ? UNSURE : cut_off(in);
        }
        if (line.at == line.end) {
            int is_clear = f->hosts == 1 && !(f->codings > 0 && f->lengths > 0);
            return worst != PLAIN || is_clear ? worst : ENDED;
        }
        enum verdict v = read_field(&line, f);
        worst = worst == PLAIN ? v : worst;
    }
    return UNSURE;
}

/* Up to the empty line behind the last chunk. */
static enum verdict skip_chunks(struct span *in)
{
    for (;;) {
        struct span line;
        size_t size = 0;
        if (!take_line(in, &line)) {
            return cut_off(in);
        }
        for (const char *p = line.at; p < line.end; p++) {
            const char *digits = "0123456789abcdef";
            const char *digit = strchr(digits, *p >= 'A' && *p <= 'F' ? *p + 32 : *p);
            if (digit == NULL || p - line.at >= 5) {
                return UNSURE; /* extensions */
            }
            size = 16 * size + (size_t)(digit - digits);
        }
        if (line.at == line.end) {
            return UNSURE;
        }
        if ((size_t)(in->end - in->at) < size) {
            return ENDED;
        }
        in->at += size;
        if (!take_line(in, &line)) {
            return cut_off(in);
        }
        if (line.at < line.end) {
            return size == 0 ? ENDED : UNSURE; /* a trailer; a chunk that is longer than it says */
        }
        if (size == 0) {
            return PLAIN;
        }
    }
}

static enum verdict read_request(struct span *in)
{
    struct framing f = {0};
    struct span line;
    const char *from = in->at;
    if (!take_line(in, &line)) {
        return cut_off(in);
    }
    enum verdict v = read_request_line(&line);
    v = v == PLAIN ? read_fields(in, &f) : v;
    if (v == PLAIN && in->at - from > HEAD_MAX) {
        return UNSURE;
    }
    if (v == PLAIN && f.is_chunked) {
        v = skip_chunks(in);
    } else if (v == PLAIN && (size_t)(in->end - in->at) < f.length) {
        v = ENDED;
    } else if (v == PLAIN) {
        in->at += f.length;
    }
    return v == PLAIN && f.is_closing ? LAST : v;
}

void wire_read_requests(const uint8_t *bytes, size_t size, struct wire_requests *out)
{
    struct span in = {(const char *)bytes, (const char *)bytes + size};
    enum verdict v = PLAIN;
    *out = (struct wire_requests){0};
    while (v == PLAIN && in.at < in.end) {
        v = read_request(&in);
        out->sure += v == PLAIN || v == LAST;
    }
    out->is_ended = v != UNSURE;
}

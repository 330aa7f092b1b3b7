/*
 * head.c - collecting and checking header fields, see head.h.
 *
 * Runs on: a worker. Owns: nothing.
 */
#include "http/head.h"
#include "http/reasons.h"

#include <string.h>
#include <strings.h>

struct head_rule {
    const char *name;
    size_t size;
    int is_single;
};

#define HEAD_RULE(text, single)                                                                                        \
    {                                                                                                                  \
        (text), sizeof(text) - 1, (single)                                                                             \
    }
static const struct head_rule rules[HEAD_FIELDS] = {
    [HEAD_HOST] = HEAD_RULE("Host", 1),
    [HEAD_COOKIE] = HEAD_RULE("Cookie", 1),
    [HEAD_AUTHORIZATION] = HEAD_RULE("Authorization", 1),
    [HEAD_CONTENT_TYPE] = HEAD_RULE("Content-Type", 1),
    [HEAD_CONTENT_ENCODING] = HEAD_RULE("Content-Encoding", 1),
    [HEAD_CONTENT_LENGTH] = HEAD_RULE("Content-Length", 1),
    [HEAD_CONTENT_DISPOSITION] = HEAD_RULE("Content-Disposition", 1),
    [HEAD_TRANSFER_ENCODING] = HEAD_RULE("Transfer-Encoding", 1),
    [HEAD_EXPECT] = HEAD_RULE("Expect", 1),
    [HEAD_IF_MATCH] = HEAD_RULE("If-Match", 1),
    [HEAD_IF_NONE_MATCH] = HEAD_RULE("If-None-Match", 1),
    [HEAD_IDEMPOTENCY_KEY] = HEAD_RULE("Idempotency-Key", 1),
    [HEAD_CSRF] = HEAD_RULE("X-CSRF", 1),
    [HEAD_CODE] = HEAD_RULE("X-Code", 1),
    [HEAD_ORIGIN] = HEAD_RULE("Origin", 1),
    [HEAD_FETCH_SITE] = HEAD_RULE("Sec-Fetch-Site", 1),
    [HEAD_REQUEST_ID] = HEAD_RULE("X-Request-Id", 1),
    [HEAD_ACCEPT_LANGUAGE] = HEAD_RULE("Accept-Language", 0),
    [HEAD_ACCEPT_ENCODING] = HEAD_RULE("Accept-Encoding", 0),
    [HEAD_USER_AGENT] = HEAD_RULE("User-Agent", 1),
    [HEAD_FORWARDED_FOR] = HEAD_RULE("X-Forwarded-For", 1),
    [HEAD_LAST_EVENT] = HEAD_RULE("Last-Event-ID", 1),
};

/* RFC 9110 tchar as a bit set over ASCII. */
static const uint32_t tchars[4] = {0, 0x03FF6CFA, 0xC7FFFFFE, 0x57FFFFFF};

static int is_token(const char *s)
{
    if (*s == '\0') {
        return 0;
    }
    for (; *s != '\0'; s++) {
        unsigned char c = (unsigned char)*s;
        if (c >= 0x80 || (tchars[c >> 5] >> (c & 31) & 1) == 0) {
            return 0;
        }
    }
    return 1;
}

static int is_clean_value(const char *s)
{
    for (; *s != '\0'; s++) {
        unsigned char c = (unsigned char)*s;
        if ((c < 0x20 && c != '\t') || c == 0x7F) {
            return 0;
        }
    }
    return 1;
}

void head_clear(struct head *h)
{
    memset(h, 0, sizeof *h);
}

void head_add(struct head *h, const char *name, const char *value)
{
    if (name == NULL || !is_token(name)) {
        h->has_bad_name = 1;
        return;
    }
    if (value != NULL && !is_clean_value(value)) {
        h->has_bad_value = 1;
        return;
    }
    size_t size = strlen(name);
    for (int i = 0; i < HEAD_FIELDS; i++) {
        if (rules[i].size != size || strcasecmp(rules[i].name, name) != 0) {
            continue;
        }
        if (h->values[i] != NULL && rules[i].is_single) {
            h->twice = rules[i].name;
        }
        h->values[i] = value == NULL ? "" : value;
        return;
    }
}

/* Digits only, at most 15 of them. 0 when it is anything else. */
static int read_length(const char *text, int64_t *out)
{
    int64_t v = 0;
    size_t n = strlen(text);
    if (n == 0 || n > 15) {
        return 0;
    }
    for (const char *p = text; *p != '\0'; p++) {
        if (*p < '0' || *p > '9') {
            return 0;
        }
        v = v * 10 + (*p - '0');
    }
    *out = v;
    return 1;
}

static enum rc check_framing(struct head *h, struct ctx *ctx, int is_http11)
{
    const char *length = h->values[HEAD_CONTENT_LENGTH];
    const char *coding = h->values[HEAD_TRANSFER_ENCODING];
    int is_bad = (coding != NULL && (length != NULL || !is_http11 || strcasecmp(coding, "chunked") != 0)) ||
                 (length != NULL && !read_length(length, &h->length));
    if (is_bad) {
        return fault_set(&ctx->fault, RC_MALFORMED, &reasons_bad_framing, NULL, NULL, NULL);
    }
    h->is_chunked = coding != NULL;
    return RC_OK;
}

enum rc head_check(struct head *h, struct ctx *ctx, const char *version)
{
    int is_http11 = strcmp(version, "HTTP/1.1") == 0;
    if (!is_http11 && strcmp(version, "HTTP/1.0") != 0) {
        return fault_set(&ctx->fault, RC_MALFORMED, &reasons_http_version, NULL, NULL, NULL);
    }
    if (h->has_bad_name) {
        return fault_set(&ctx->fault, RC_MALFORMED, &reasons_header_name, NULL, NULL, NULL);
    }
    if (h->has_bad_value) {
        return fault_set(&ctx->fault, RC_MALFORMED, &reasons_header_value, NULL, "", NULL);
    }
    if (h->twice != NULL) {
        return fault_set(&ctx->fault, RC_MALFORMED, &reasons_header_twice, NULL, h->twice, NULL);
    }
    enum rc rc = check_framing(h, ctx, is_http11);
    if (rc != RC_OK) {
        return rc;
    }
    if (h->values[HEAD_EXPECT] != NULL && strcasecmp(h->values[HEAD_EXPECT], "100-continue") != 0) {
        return fault_set(&ctx->fault, RC_EXPECTATION, &reasons_expectation, NULL, NULL, NULL);
    }
    return RC_OK;
}

/*
 * head.h - the header fields of one request, read once into a small struct, and the rules about them.
 *
 * The library takes more than it should: field names with blanks, two lengths, unknown codings, and it lets a client forge a
 * name by folding a line. So every name is checked against the grammar, single-valued fields may come once, and the framing is
 * judged again before a byte of the body is read.
 *
 * Runs on: a worker. Owns: nothing; values point into the library's memory and live as long as the request is answered, so
 * what a job needs is copied to the arena.
 */
#ifndef HTTP_HEAD_H
#define HTTP_HEAD_H

#include "base/ctx.h"
#include "http/server.h"

enum head_field {
    HEAD_HOST,
    HEAD_COOKIE,
    HEAD_AUTHORIZATION,
    HEAD_CONTENT_TYPE,
    HEAD_CONTENT_ENCODING,
    HEAD_CONTENT_LENGTH,
    HEAD_CONTENT_DISPOSITION,
    HEAD_TRANSFER_ENCODING,
    HEAD_EXPECT,
    HEAD_IF_MATCH,
    HEAD_IF_NONE_MATCH,
    HEAD_IDEMPOTENCY_KEY,
    HEAD_CSRF,
    HEAD_CODE,
    HEAD_ORIGIN,
    HEAD_FETCH_SITE,
    HEAD_REQUEST_ID,
    HEAD_ACCEPT_LANGUAGE,
    HEAD_ACCEPT_ENCODING,
    HEAD_USER_AGENT,
    HEAD_FORWARDED_FOR,
    HEAD_LAST_EVENT,
    HEAD_FIELDS
};

struct head {
    const char *values[HEAD_FIELDS]; /* NULL: did not come */
    const char *twice;               /* name of a single-valued field that came twice */
    int has_bad_name;
    int has_bad_value;
    int64_t length; /* of Content-Length; 0 without */
    int is_chunked;
};

void head_clear(struct head *h);
/* One field as the library reports it. */
void head_add(struct head *h, const char *name, const char *value);
/* Names, values, doubles, framing, Expect. The fault tells which. */
RC_MUST enum rc head_check(struct head *h, struct ctx *ctx, const char *version);
/* Chinese unless English is asked for more. */
int head_is_zh(const struct head *h);
/* Splits Cookie and Authorization; RC_MALFORMED for both at once, RC_UNAUTHENTICATED for another scheme. */
RC_MUST enum rc head_credentials(const struct head *h, struct ctx *ctx, int is_secure, int is_unsafe,
                                 struct server_credentials *out);
/* Exactly one cookie of that name: its value on the arena; else NULL. */
const char *head_cookie(struct arena *a, const char *cookies, const char *name);
/* JSON (or merge patch when `is_patch`) with no charset but UTF-8? */
int head_is_json(const char *content_type, int is_patch);
/* What a browser sends from a form, in UTF-8? */
int head_is_form(const char *content_type);
/* The version named in If-Match: a version, CALL_ANY_VERSION, CALL_NO_VERSION without the field, or INT64_MAX for tags that
 * can never fit (weak, or not ours). Of several the highest counts, because versions only grow. */
RC_MUST enum rc head_if_match(const char *text, int64_t *out);
/* Does If-None-Match (weak comparison) name the tag (with its quotes) or *? */
int head_names_tag(const char *if_none_match, const char *tag);
/* The key without quotes on the arena; NULL when it is not 1 to 255 visible characters. */
const char *head_idempotency_key(struct arena *a, const char *text);
/* The name out of "attachment; filename*=UTF-8''..." (RFC 8187) or, of ASCII, "attachment; filename="..."" on the arena; "" when what is
 * escaped is no text, NULL for any other header. */
const char *head_upload_name(struct arena *a, const char *text);
/* The client's X-Request-Id when it is a sane token of at most 64 characters; else NULL. */
const char *head_request_id(const struct head *h);

#endif

/*
 * fuzz_head.c - header fields: credentials, cookies, versions, keys, cursors, names of files, the address that a proxy names.
 *
 * Holds: at most one credential comes out, and only of a cookie that came once; a cursor that this server did not make is
 * refused; a version, key or name that was read is read the same when it is written anew; every function ends with an answer
 * for every text.
 *
 * Runs on: the fuzzer's only thread. Owns: nothing.
 */
#include "base/buf.h"
#include "base/ctx.h"
#include "base/text.h"
#include "fuzz.h"
#include "http/head.h"
#include "http/peer.h"
#include "http/server.h"

#include <inttypes.h>
#include <strings.h>

static const char *const names[] = {
    "Host",         "Cookie",          "Authorization",   "Content-Type", "Content-Length",   "Transfer-Encoding",
    "If-Match",     "If-None-Match",   "Idempotency-Key", "X-CSRF",       "Origin",           "Sec-Fetch-Site",
    "X-Request-Id", "Accept-Language", "X-Forwarded-For", "Expect",       "Content-Encoding", "Content-Disposition",
    "X-Code"};

static void check_credentials(struct arena *a, const struct head *h, int is_secure)
{
    struct ctx ctx = {.arena = a};
    struct server_credentials c = {0};
    enum rc rc = head_credentials(h, &ctx, is_secure, 1, &c);
    FUZZ_MUST(rc == RC_OK || rc == RC_MALFORMED || rc == RC_UNAUTHENTICATED || rc == RC_TOO_LARGE);
    FUZZ_MUST(rc != RC_OK || c.session == NULL || c.bearer == NULL);
    FUZZ_MUST(rc != RC_OK || c.bearer == NULL || (strlen(c.bearer) <= 512 && strpbrk(c.bearer, " ,;\"\t") == NULL));
}

static void check_cookie(struct arena *a, const char *value)
{
    const char *sid = head_cookie(a, value, "sid");
    if (sid == NULL) {
        return;
    }
    FUZZ_MUST(strlen(sid) >= 1 && strlen(sid) <= 512 && strchr(sid, ';') == NULL);
    FUZZ_MUST(strstr(value, "sid=") != NULL);
    /* One that somebody planted before or behind it makes both worthless. */
    FUZZ_MUST(head_cookie(a, arena_printf(a, "sid=planted; %s", value), "sid") == NULL);
    FUZZ_MUST(head_cookie(a, arena_printf(a, "%s; sid=planted", value), "sid") == NULL);
    const char *again = head_cookie(a, arena_printf(a, "a=b; sid=%s; c=d", sid), "sid");
    FUZZ_MUST(again != NULL && strcmp(again, sid) == 0);
}

static void check_versions(struct arena *a, const char *value)
{
    int64_t version = 0;
    int64_t again = 0;
    if (head_if_match(value, &version) != RC_OK) {
        return;
    }
    FUZZ_MUST(version == CALL_ANY_VERSION || version >= 0);
    if (version >= 0 && version < INT64_MAX) {
        const char *tag = arena_printf(a, "\"%" PRId64 "\"", version);
        FUZZ_MUST(head_if_match(tag, &again) == RC_OK && again == version);
        FUZZ_MUST(head_names_tag(value, tag));
        /* Of several the highest counts; versions that can never fit count for nothing. */
        const char *more = arena_printf(a, "%s, W/\"9\", \"%" PRId64 "\"", value, version / 2);
        FUZZ_MUST(head_if_match(more, &again) == RC_OK && again == version);
    }
}

static void check_key(struct arena *a, const char *value)
{
    const char *key = head_idempotency_key(a, value);
    if (key == NULL) {
        return;
    }
    FUZZ_MUST(strlen(key) >= 1 && strlen(key) <= 255 && strpbrk(key, " \"\t") == NULL);
    const char *again = head_idempotency_key(a, arena_printf(a, "\"%s\"", key));
    FUZZ_MUST(again != NULL && strcmp(again, key) == 0);
}

static void check_upload_name(struct arena *a, const char *value)
{
    const char *name = head_upload_name(a, value);
    struct buf b;
    if (name == NULL) {
        return;
    }
    FUZZ_MUST(text_length(name) >= 0);
    buf_init(&b, a);
    buf_puts(&b, "attachment; filename*=UTF-8''");
    for (const char *p = name; *p != '\0'; p++) {
        buf_printf(&b, "%%%02X", (unsigned char)*p);
    }
    const char *again = head_upload_name(a, buf_cstr(&b));
    FUZZ_MUST(again != NULL && strcmp(again, name) == 0);
}

static void check_cursor(struct arena *a, const char *text)
{
    static const uint8_t key[32] = {7};
    struct server_cursor cursor;
    const char *own = NULL;
    FUZZ_MUST(server_cursor_decode(a, key, "filter", text, &cursor) == RC_MALFORMED);
    cursor = (struct server_cursor){.number = (int64_t)(strlen(text) * UINT64_C(0x9E3779B97F4A7C15)),
                                    .text = text,
                                    .is_backward = strlen(text) & 1};
    if (server_cursor_encode(a, key, "filter", &cursor, &own) == RC_OK) {
        struct server_cursor back;
        FUZZ_MUST(server_cursor_decode(a, key, "filter", own, &back) == RC_OK);
        FUZZ_MUST(back.number == cursor.number && back.is_backward == cursor.is_backward);
        FUZZ_MUST(strcmp(back.text, text) == 0);
        FUZZ_MUST(server_cursor_decode(a, key, "other", own, &back) == RC_MALFORMED);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *a = fuzz_arena();
    struct fuzz_in in = {data, size};
    struct ctx ctx = {.arena = a};
    struct head head;
    struct peer peer;
    struct peer_list list;
    head_clear(&head);
    while (in.left > 0) {
        const char *name = names[fuzz_byte(&in) % (sizeof names / sizeof names[0])];
        const char *value = fuzz_text(&in, a);
        head_add(&head, name, value);
        (void)head_is_json(value, 0);
        (void)head_names_tag(value, "\"1\"");
        check_cookie(a, value);
        check_versions(a, value);
        check_key(a, value);
        check_upload_name(a, value);
        if (peer_forwarded(value, &peer) == RC_OK) {
            FUZZ_MUST(peer.prefix[0] != '\0' && strlen(peer.prefix) < sizeof peer.prefix);
        }
        FUZZ_MUST(peer_list_parse(value, &list) == RC_INVALID || list.count <= PEER_LIST_MAX);
        if (strlen(value) < 200) {
            check_cursor(a, value);
        }
    }
    enum rc rc = head_check(&head, &ctx, "HTTP/1.1");
    if (rc == RC_OK) {
        FUZZ_MUST(head.twice == NULL && head.length >= 0);
        check_credentials(a, &head, 0);
        check_credentials(a, &head, 1);
    }
    (void)head_is_zh(&head);
    (void)head_request_id(&head);
    return 0;
}

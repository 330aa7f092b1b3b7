/*
 * fuzz_head.c - header fields: credentials, cookies, versions, keys, cursors, the address that a proxy names.
 *
 * Holds: at most one credential comes out, and only of a cookie that came once; a cursor that this server did not make is
 * refused; every function ends with an answer for every text.
 *
 * Runs on: the fuzzer's only thread. Owns: nothing.
 */
#include "base/ctx.h"
#include "fuzz.h"
#include "http/head.h"
#include "http/peer.h"
#include "http/server.h"

#include <strings.h>

static const char *const names[] = {
    "Host",         "Cookie",          "Authorization",   "Content-Type", "Content-Length", "Transfer-Encoding",
    "If-Match",     "If-None-Match",   "Idempotency-Key", "X-CSRF",       "Origin",         "Sec-Fetch-Site",
    "X-Request-Id", "Accept-Language", "X-Forwarded-For", "Expect"};

static void check_credentials(struct arena *a, const struct head *h, int is_secure)
{
    struct ctx ctx = {.arena = a};
    struct server_credentials c = {0};
    enum rc rc = head_credentials(h, &ctx, is_secure, 1, &c);
    FUZZ_MUST(rc == RC_OK || rc == RC_MALFORMED || rc == RC_UNAUTHENTICATED || rc == RC_TOO_LARGE);
    FUZZ_MUST(rc != RC_OK || c.session == NULL || c.bearer == NULL);
}

static void check_cursor(struct arena *a, const char *text)
{
    static const uint8_t key[32] = {7};
    struct server_cursor cursor;
    const char *own = NULL;
    FUZZ_MUST(server_cursor_decode(a, key, "filter", text, &cursor) == RC_MALFORMED);
    cursor = (struct server_cursor){.number = (int64_t)strlen(text), .text = text};
    if (server_cursor_encode(a, key, "filter", &cursor, &own) == RC_OK) {
        struct server_cursor back;
        FUZZ_MUST(server_cursor_decode(a, key, "filter", own, &back) == RC_OK);
        FUZZ_MUST(back.number == cursor.number && strcmp(back.text, text) == 0);
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
    int64_t version = 0;
    head_clear(&head);
    while (in.left > 0) {
        const char *name = names[fuzz_byte(&in) % (sizeof names / sizeof names[0])];
        const char *value = fuzz_text(&in, a);
        head_add(&head, name, value);
        (void)head_is_json(value, 0);
        (void)head_names_tag(value, "\"1\"");
        (void)head_cookie(a, value, "sid");
        const char *key = head_idempotency_key(a, value);
        FUZZ_MUST(key == NULL || (strlen(key) >= 1 && strlen(key) <= 255));
        FUZZ_MUST(head_if_match(value, &version) != RC_OK || version >= -2);
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

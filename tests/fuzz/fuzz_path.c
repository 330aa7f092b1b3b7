/*
 * fuzz_path.c - paths of requests, and the pieces that they and queries are decoded from.
 *
 * Holds: a sound path has no way up and no hidden byte, also after decoding; what is decoded is UTF-8 without NUL, and decodes to
 * the same when all of it is escaped; a route is found for a sound path or not at all.
 *
 * Runs on: the fuzzer's only thread. Owns: one router.
 */
#include "api/api.h"
#include "base/buf.h"
#include "base/text.h"
#include "fuzz.h"
#include "http/router.h"

static int is_utf8(const char *text)
{
    long c = 0;
    while ((c = text_next(&text)) > 0) {
    }
    return c == 0;
}

static void check_escaped(struct arena *a, const char *plain, int is_query)
{
    struct buf b;
    buf_init(&b, a);
    for (const char *p = plain; *p != '\0'; p++) {
        buf_printf(&b, "%%%02x", (unsigned char)*p);
    }
    const char *text = buf_cstr(&b);
    const char *again = text != NULL ? router_decode(a, text, strlen(text), is_query) : plain;
    FUZZ_MUST(again != NULL && strcmp(again, plain) == 0);
}

static void check_sound(struct arena *a, const char *path)
{
    FUZZ_MUST(path[0] == '/');
    FUZZ_MUST(strstr(path, "/../") == NULL && strstr(path, "/./") == NULL);
    FUZZ_MUST(strcasestr(path, "%00") == NULL && strcasestr(path, "%2f") == NULL && strcasestr(path, "%5c") == NULL);
    const char *plain = router_decode(a, path, strlen(path), 0);
    FUZZ_MUST(plain == NULL || (is_utf8(plain) && strstr(plain, "/../") == NULL));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct router *router;
    struct arena *a = fuzz_arena();
    struct fuzz_in in = {data, size};
    struct router_match match;
    if (router == NULL) {
        FUZZ_MUST(router_new(api_tables, &router) == RC_OK);
    }
    enum router_method method = (enum router_method)(fuzz_byte(&in) % (ROUTER_OPTIONS + 1));
    const char *path = fuzz_text(&in, a);
    const char *query = fuzz_text(&in, a);
    const char *plain = router_decode(a, query, strlen(query), 1);
    FUZZ_MUST(plain == NULL || is_utf8(plain));
    check_escaped(a, plain != NULL ? plain : "", 1);
    if (router_path_is_sound(path) && strlen(path) < ROUTER_PATH_MAX) {
        check_sound(a, path);
        router_find(router, method, path, &match);
        for (int i = 0; i < match.param_count; i++) {
            FUZZ_MUST(match.params[i].raw >= path && match.params[i].raw + match.params[i].size <= path + strlen(path));
        }
    }
    return 0;
}

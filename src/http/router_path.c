/*
 * router_path.c - which bytes a path may have, and decoding of one slice of a path or query.
 *
 * The library hands paths over undecoded; what is refused here can never reach a rule: a NUL, a slash or backslash in
 * disguise, a dot segment, a control byte, bytes that are not UTF-8.
 *
 * Runs on: any thread. Owns: nothing.
 */
#include "base/arena.h"
#include "base/text.h"
#include "http/router.h"

#include <string.h>

static int hex_of(char c)
{
    if (c >= '0' && c <= '9') {
        return c - '0';
    }
    if (c >= 'a' && c <= 'f') {
        return c - 'a' + 10;
    }
    if (c >= 'A' && c <= 'F') {
        return c - 'A' + 10;
    }
    return -1;
}

/* The byte of the escape at `p`, or -1. */
static int escape_of(const char *p)
{
    int high = hex_of(p[1]);
    int low = high < 0 ? -1 : hex_of(p[2]);
    return low < 0 ? -1 : high * 16 + low;
}

static int is_dot_segment(const char *p, const char *end)
{
    int dots = 0;
    while (p < end) {
        if (*p == '.') {
            p++;
        } else if (end - p >= 3 && p[0] == '%' && escape_of(p) == '.') {
            p += 3;
        } else {
            return 0;
        }
        dots++;
    }
    return dots == 1 || dots == 2;
}

int router_path_is_sound(const char *path)
{
    if (*path != '/') {
        return 0;
    }
    for (const char *p = path; *p != '\0';) {
        unsigned char c = (unsigned char)*p;
        if (c == '/') {
            if (is_dot_segment(p + 1, p + 1 + strcspn(p + 1, "/"))) {
                return 0;
            }
            p++;
        } else if (c == '%') {
            int byte = escape_of(p);
            if (byte < 0x20 || byte == 0x7F || byte == '/' || byte == '\\') {
                return 0;
            }
            p += 3;
        } else if (c <= 0x20 || c >= 0x7F || c == '\\') {
            return 0;
        } else {
            p++;
        }
    }
    return 1;
}

const char *router_decode(struct arena *a, const char *raw, size_t n, int is_query)
{
    char *out = arena_alloc(a, n + 1);
    if (out == NULL) {
        return NULL;
    }
    size_t used = 0;
    for (size_t i = 0; i < n; i++) {
        int byte = (unsigned char)raw[i];
        if (byte == '%') {
            byte = n - i >= 3 ? escape_of(raw + i) : -1;
            i += 2;
        } else if (byte == '+' && is_query) {
            byte = ' ';
        } else if (byte < 0x20 || byte >= 0x7F) {
            return NULL; /* an address is ASCII */
        }
        if (byte <= 0) {
            return NULL;
        }
        out[used++] = (char)byte;
    }
    out[used] = '\0';
    return text_length(out) >= 0 ? out : NULL;
}

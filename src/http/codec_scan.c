/*
 * codec_scan.c - looks over JSON bytes before any tree is built.
 *
 * A tree can need eighty times the memory of its text, so the number of values and the depth are bounded here first. The scan
 * knows strings and brackets and nothing else; whatever it lets through is still judged by the parser. The same walk, stopped
 * at a byte, tells where in the document a parse error lies.
 *
 * Runs on: the thread that owns the request. Owns: nothing.
 */
#include "base/arena.h"
#include "base/buf.h"
#include "base/text.h"
#include "http/codec_inside.h"
#include "http/reasons.h"

#include <string.h>

struct level {
    int is_array;
    int is_value; /* object: after the colon */
    size_t index; /* array: items before */
    const char *key;
    size_t key_len;
};

struct scan {
    struct level levels[CODEC_DEPTH_MAX + 1];
    int depth;
    long tokens;
};

/* The end of the string that starts at `i` (its quote), or `n`. */
static size_t skip_string(const char *bytes, size_t i, size_t n)
{
    for (i++; i < n && bytes[i] != '"'; i++) {
        if (bytes[i] == '\\') {
            i++;
        }
    }
    return i < n ? i : n;
}

static int is_scalar_byte(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '+' ||
           c == '.';
}

static void take_string(struct scan *s, const char *bytes, size_t start, size_t end)
{
    struct level *top = &s->levels[s->depth];
    s->tokens++;
    if (s->depth > 0 && !top->is_array && !top->is_value) {
        top->key = bytes + start + 1;
        top->key_len = end > start ? end - start - 1 : 0;
    }
}

/* Handles one byte outside strings and scalars. 0 when the depth is passed. */
static int take_mark(struct scan *s, char c)
{
    struct level *top = &s->levels[s->depth];
    if (c == '{' || c == '[') {
        s->tokens++;
        if (s->depth == CODEC_DEPTH_MAX) {
            return 0;
        }
        s->depth++;
        s->levels[s->depth] = (struct level){.is_array = c == '['};
    } else if ((c == '}' || c == ']') && s->depth > 0) {
        s->depth--;
    } else if (c == ':') {
        top->is_value = 1;
    } else if (c == ',') {
        top->is_value = 0;
        top->index++;
    }
    return 1;
}

enum scan_end { SCAN_WHOLE, SCAN_TOO_DEEP, SCAN_TOO_MANY };

static enum scan_end scan_to(struct scan *s, const char *bytes, size_t n)
{
    memset(s, 0, sizeof *s);
    size_t i = 0;
    while (i < n) {
        if (bytes[i] == '"') {
            size_t end = skip_string(bytes, i, n);
            take_string(s, bytes, i, end);
            i = end + 1;
        } else if (is_scalar_byte(bytes[i])) {
            s->tokens++;
            while (i < n && is_scalar_byte(bytes[i])) {
                i++;
            }
        } else {
            if (!take_mark(s, bytes[i])) {
                return SCAN_TOO_DEEP;
            }
            i++;
        }
        if (s->tokens > CODEC_TOKENS_MAX) {
            return SCAN_TOO_MANY;
        }
    }
    return SCAN_WHOLE;
}

enum rc codec_scan(struct ctx *ctx, const char *bytes, size_t n)
{
    struct scan s;
    switch (scan_to(&s, bytes, n)) {
    case SCAN_TOO_DEEP:
        return fault_set(&ctx->fault, RC_MALFORMED, &reasons_json_too_deep, NULL,
                         arena_printf(ctx->arena, "%d", CODEC_DEPTH_MAX), NULL);
    case SCAN_TOO_MANY:
        return fault_set(&ctx->fault, RC_MALFORMED, &reasons_json_too_many_tokens, NULL,
                         arena_printf(ctx->arena, "%d", CODEC_TOKENS_MAX), NULL);
    case SCAN_WHOLE: break;
    }
    return RC_OK;
}

static void put_key(struct buf *b, const char *key, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (key[i] == '~') {
            buf_puts(b, "~0");
        } else if (key[i] == '/') {
            buf_puts(b, "~1");
        } else {
            buf_putc(b, key[i]);
        }
    }
}

const char *codec_scan_locate(struct arena *a, const char *bytes, size_t n, size_t offset)
{
    struct scan s;
    if (scan_to(&s, bytes, offset < n ? offset : n) != SCAN_WHOLE) {
        return NULL;
    }
    struct buf b;
    buf_init(&b, a);
    for (int i = 1; i <= s.depth; i++) {
        const struct level *l = &s.levels[i];
        if (!l->is_array && l->key == NULL) {
            break; /* an object before its first key */
        }
        buf_putc(&b, '/');
        if (l->is_array) {
            buf_put_i64(&b, (int64_t)l->index);
        } else {
            put_key(&b, l->key, l->key_len);
        }
    }
    const char *text = buf_cstr(&b);
    if (text == NULL || b.len > CODEC_POINTER_MAX || text_length(text) < 0 || !text_is_clean(text, 0)) {
        return NULL; /* never hand back bytes that are not text */
    }
    return text;
}

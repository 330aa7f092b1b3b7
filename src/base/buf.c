/*
 * buf.c - growing, numbers and JSON strings.
 *
 * Growth asks the arena to stretch the piece where it lies, so a reply that is written in one go is hardly ever copied.
 * JSON strings are looked through eight bytes at a time; text without anything to escape, which is nearly all of it,
 * goes over in one memcpy.
 *
 * Runs on: the thread that owns the arena. Owns: nothing; the bytes are the arena's. Invariants: `len <= cap`; after
 * a failure nothing is appended any more.
 */
#include "base/buf.h"

#include "base/arena.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum { BUF_FIRST = 256, I64_DIGITS = 20 };

void buf_init(struct buf *b, struct arena *a)
{
    *b = (struct buf){.arena = a};
}

/* Room for `n` more bytes at data + len; NULL when the buffer failed. */
static char *reserve(struct buf *b, size_t n)
{
    if (b->failed) {
        return NULL;
    }
    if (b->data != NULL && n <= b->cap - b->len) {
        return b->data + b->len;
    }
    size_t need = 0;
    if (__builtin_add_overflow(b->len, n, &need) || need > SIZE_MAX / 2) {
        b->failed = 1;
        return NULL;
    }
    size_t cap = b->cap * 2 > BUF_FIRST ? b->cap * 2 : BUF_FIRST;
    if (cap < need) {
        cap = need;
    }
    char *data = arena_grow(b->arena, b->data, b->cap, cap);
    if (data == NULL) {
        b->failed = 1;
        return NULL;
    }
    b->data = data;
    b->cap = cap;
    return b->data + b->len;
}

void buf_put(struct buf *b, const void *bytes, size_t n)
{
    char *to = reserve(b, n);
    if (to != NULL && n > 0) {
        memcpy(to, bytes, n);
        b->len += n;
    }
}

void buf_puts(struct buf *b, const char *s)
{
    buf_put(b, s, strlen(s));
}

void buf_putc(struct buf *b, char c)
{
    char *to = reserve(b, 1);
    if (to != NULL) {
        *to = c;
        b->len++;
    }
}

void buf_put_i64(struct buf *b, int64_t v)
{
    char digits[I64_DIGITS + 1];
    size_t at = sizeof digits;
    uint64_t rest = v < 0 ? 0 - (uint64_t)v : (uint64_t)v;
    do {
        digits[--at] = (char)('0' + rest % 10);
        rest /= 10;
    } while (rest > 0);
    if (v < 0) {
        digits[--at] = '-';
    }
    buf_put(b, digits + at, sizeof digits - at);
}

void buf_printf(struct buf *b, const char *fmt, ...)
{
    char *to = reserve(b, 1);
    if (to == NULL) {
        return;
    }
    size_t room = b->cap - b->len;
    va_list args;
    va_start(args, fmt);
    int len = vsnprintf(to, room, fmt, args);
    va_end(args);
    if (len < 0) {
        b->failed = 1;
        return;
    }
    if ((size_t)len >= room) {
        to = reserve(b, (size_t)len + 1);
        if (to == NULL) {
            return;
        }
        va_start(args, fmt);
        len = vsnprintf(to, (size_t)len + 1, fmt, args);
        va_end(args);
    }
    b->len += (size_t)len;
}

#define EACH_BYTE(x) (UINT64_C(0x0101010101010101) * (x))

/* High bit set in some byte where `word` has a zero byte; exact for "is there one". */
static uint64_t has_zero(uint64_t word)
{
    return (word - EACH_BYTE(0x01)) & ~word & EACH_BYTE(0x80);
}

static int is_plain_byte(unsigned char c)
{
    return c >= 0x20 && c != '"' && c != '\\' && c != 0x7f;
}

/* Number of leading bytes of `s` that JSON takes as they are. */
static size_t plain_run(const char *s, size_t n)
{
    size_t at = 0;
    for (; at + 8 <= n; at += 8) {
        uint64_t word = 0;
        memcpy(&word, s + at, 8);
        uint64_t control = (word - EACH_BYTE(0x20)) & ~word & EACH_BYTE(0x80);
        uint64_t special = has_zero(word ^ EACH_BYTE('"')) | has_zero(word ^ EACH_BYTE('\\'));
        if ((control | special | has_zero(word ^ EACH_BYTE(0x7f))) != 0) {
            break;
        }
    }
    while (at < n && is_plain_byte((unsigned char)s[at])) {
        at++;
    }
    return at;
}

static void put_escaped(struct buf *b, unsigned char c)
{
    static const char hex[] = "0123456789abcdef";
    char out[6] = {'\\', 'u', '0', '0', hex[c >> 4], hex[c & 15]};
    size_t len = 2;
    switch (c) {
    case '"': out[1] = '"'; break;
    case '\\': out[1] = '\\'; break;
    case '\n': out[1] = 'n'; break;
    case '\r': out[1] = 'r'; break;
    case '\t': out[1] = 't'; break;
    default: len = 6; break;
    }
    buf_put(b, out, len);
}

void buf_put_json(struct buf *b, const char *s)
{
    if (s == NULL) {
        buf_put(b, "null", 4);
        return;
    }
    size_t n = strlen(s);
    if (n > SIZE_MAX / 2 || reserve(b, n + 2) == NULL) {
        b->failed = 1;
        return;
    }
    b->data[b->len++] = '"';
    for (;;) {
        size_t run = plain_run(s, n);
        buf_put(b, s, run);
        if (run == n) {
            break;
        }
        put_escaped(b, (unsigned char)s[run]);
        s += run + 1;
        n -= run + 1;
    }
    buf_putc(b, '"');
}

const char *buf_cstr(struct buf *b)
{
    char *to = reserve(b, 1);
    if (to == NULL) {
        return NULL;
    }
    *to = '\0';
    return b->data;
}

int buf_is_ok(const struct buf *b)
{
    return !b->failed;
}

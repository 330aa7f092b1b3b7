/*
 * buf.h - growable bytes on an arena, with a sticky failure that is looked at once at the end.
 *
 * Owner: the arena. A buf that failed ignores further appends; buf_is_ok tells.
 */
#ifndef BASE_BUF_H
#define BASE_BUF_H

#include <stddef.h>
#include <stdint.h>

struct arena;

struct buf {
    struct arena *arena;
    char *data; /* not NUL-terminated until buf_cstr */
    size_t len;
    size_t cap;
    int failed;
};

void buf_init(struct buf *b, struct arena *a);
void buf_put(struct buf *b, const void *bytes, size_t n);
void buf_puts(struct buf *b, const char *s);
void buf_putc(struct buf *b, char c);
void buf_put_i64(struct buf *b, int64_t v);
void buf_printf(struct buf *b, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
/* JSON string with quotes; NULL gives null. Escapes control bytes, quote and backslash; leaves UTF-8 as it is. */
void buf_put_json(struct buf *b, const char *s);
/* NUL-terminates and returns the text, or NULL when the buffer failed. */
const char *buf_cstr(struct buf *b);
int buf_is_ok(const struct buf *b);

#endif

/*
 * sqlgen_text.c - memory, strings and names for the statement generator, and its one way to fail.
 *
 * Runs on: the build machine. Owns: the pool's chunks.
 */
#include "sqlgen.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct sqlgen_chunk {
    struct sqlgen_chunk *next;
    max_align_t data[];
};

/* One chunk per piece: a run makes a few thousand, and all of them go together. */
void *sqlgen_text_alloc(struct sqlgen_pool *pool, size_t size)
{
    struct sqlgen_chunk *c = calloc(1, sizeof *c + size + 1);
    if (c == NULL) {
        fprintf(stderr, "sqlgen: no memory\n");
        exit(1);
    }
    c->next = pool->chunks;
    pool->chunks = c;
    return c->data;
}

void sqlgen_text_free(struct sqlgen_pool *pool)
{
    while (pool->chunks != NULL) {
        struct sqlgen_chunk *next = pool->chunks->next;
        free(pool->chunks);
        pool->chunks = next;
    }
}

char *sqlgen_text_copy(struct sqlgen_pool *pool, const char *s, size_t n)
{
    char *copy = sqlgen_text_alloc(pool, n + 1);
    memcpy(copy, s, n);
    return copy;
}

void *sqlgen_text_grow(struct sqlgen_pool *pool, void *items, int count, size_t size)
{
    int is_full = count == 0 || (count >= 8 && (count & (count - 1)) == 0);
    if (!is_full) {
        return items;
    }
    size_t room = count < 8 ? 8 : (size_t)count * 2;
    void *more = sqlgen_text_alloc(pool, room * size);
    if (count > 0) {
        memcpy(more, items, (size_t)count * size);
    }
    return more;
}

void sqlgen_text_add(struct sqlgen_string *s, const char *bytes, size_t n)
{
    if (s->len + n + 1 > s->cap) {
        size_t cap = (s->len + n + 1) * 2;
        char *more = sqlgen_text_alloc(s->pool, cap);
        if (s->len > 0) {
            memcpy(more, s->data, s->len);
        }
        s->data = more;
        s->cap = cap;
    }
    memcpy(s->data + s->len, bytes, n);
    s->len += n;
    s->data[s->len] = '\0';
}

void sqlgen_text_printf(struct sqlgen_string *s, const char *fmt, ...)
{
    va_list args;
    va_start(args, fmt);
    char small[512];
    int n = vsnprintf(small, sizeof small, fmt, args);
    va_end(args);
    if (n < 0) {
        return;
    }
    if ((size_t)n < sizeof small) {
        sqlgen_text_add(s, small, (size_t)n);
        return;
    }
    char *large = sqlgen_text_alloc(s->pool, (size_t)n + 1);
    va_start(args, fmt);
    vsnprintf(large, (size_t)n + 1, fmt, args);
    va_end(args);
    sqlgen_text_add(s, large, (size_t)n);
}

void sqlgen_text_fail(const struct sqlgen_file *file, int line, const char *fmt, ...)
{
    fprintf(stderr, "%s:%d: ", file->name, line);
    va_list args;
    va_start(args, fmt);
    vfprintf(stderr, fmt, args);
    va_end(args);
    fputc('\n', stderr);
    exit(1);
}

static int is_c_word(const char *s, size_t n)
{
    static const char *const words[] = {
        "auto",   "break",    "case",     "char",   "const",    "continue", "default",  "do",     "double",
        "else",   "enum",     "extern",   "float",  "for",      "goto",     "if",       "inline", "int",
        "long",   "register", "restrict", "return", "short",    "signed",   "sizeof",   "static", "struct",
        "switch", "typedef",  "typeof",   "union",  "unsigned", "void",     "volatile", "while",  "asm"};
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        if (strlen(words[i]) == n && memcmp(words[i], s, n) == 0) {
            return 1;
        }
    }
    return 0;
}

int sqlgen_text_is_plain(const char *s, size_t n)
{
    if (n == 0 || s[0] < 'a' || s[0] > 'z') {
        return 0;
    }
    for (size_t i = 0; i < n; i++) {
        int is_good = (s[i] >= 'a' && s[i] <= 'z') || (s[i] >= '0' && s[i] <= '9') || s[i] == '_';
        if (!is_good) {
            return 0;
        }
    }
    return 1;
}

int sqlgen_text_is_name(const char *s, size_t n)
{
    return sqlgen_text_is_plain(s, n) && !is_c_word(s, n);
}

char *sqlgen_text_upper(struct sqlgen_pool *pool, const char *s)
{
    char *copy = sqlgen_text_copy(pool, s, strlen(s));
    for (char *p = copy; *p != '\0'; p++) {
        if (*p >= 'a' && *p <= 'z') {
            *p = (char)(*p - 'a' + 'A');
        }
    }
    return copy;
}

/*
 * codec_pattern.c - the tiny patterns of codec.h: a sequence of atoms, each optionally repeated.
 *
 * Patterns are constants of the program and texts are bounded, so plain backtracking is enough.
 *
 * Runs on: any thread. Owns: nothing.
 */
#include "http/codec_inside.h"

#include <ctype.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

struct atom {
    char kind;    /* 'd', 'a', 'w', '.', or '\\' for a literal */
    char literal; /* when kind is '\\' */
    int least, most;
    const char *rest; /* pattern after the atom */
};

static int read_number(const char **p, int *out)
{
    if (!isdigit((unsigned char)**p)) {
        return 0;
    }
    long v = 0;
    while (isdigit((unsigned char)**p) && v < 100000) {
        v = v * 10 + (**p - '0');
        (*p)++;
    }
    *out = (int)v;
    return 1;
}

static int read_repeat(const char **p, struct atom *a)
{
    (*p)++; /* the brace */
    if (!read_number(p, &a->least)) {
        return 0;
    }
    a->most = a->least;
    if (**p == ',') {
        (*p)++;
        if (!read_number(p, &a->most)) {
            return 0;
        }
    }
    if (**p != '}' || a->most < a->least) {
        return 0;
    }
    (*p)++;
    return 1;
}

/* Reads one atom with its repetition. 0 when the pattern is broken. */
static int read_atom(const char *p, struct atom *a)
{
    *a = (struct atom){.kind = *p, .least = 1, .most = 1};
    if (*p == '\\') {
        p++;
        a->literal = *p;
    } else if (strchr("daw.", *p) == NULL) {
        a->kind = '\\'; /* every other character stands for itself */
        a->literal = *p;
    }
    if (*p == '\0') {
        return 0;
    }
    p++;
    if (*p == '+') {
        a->most = INT_MAX;
        p++;
    } else if (*p == '*') {
        a->least = 0;
        a->most = INT_MAX;
        p++;
    } else if (*p == '{' && !read_repeat(&p, a)) {
        return 0;
    }
    a->rest = p;
    return 1;
}

/* Bytes of the character at `s` that the atom takes; 0 when it does not fit. */
static size_t take(const struct atom *a, const char *s)
{
    unsigned char c = (unsigned char)*s;
    if (c == '\0') {
        return 0;
    }
    int fits = 0;
    if (a->kind == 'd') {
        fits = c < 0x80 && isdigit(c);
    } else if (a->kind == 'a') {
        fits = c < 0x80 && isalpha(c);
    } else if (a->kind == 'w') {
        fits = c < 0x80 && (isalnum(c) || c == '_' || c == '-' || c == '.');
    } else if (a->kind == '.') {
        size_t n = 1;
        while (((unsigned char)s[n] & 0xC0) == 0x80) {
            n++;
        }
        return n;
    } else {
        fits = *s == a->literal;
    }
    return fits ? 1 : 0;
}

static int match_here(const char *pattern, const char *s)
{
    if (*pattern == '\0') {
        return *s == '\0';
    }
    struct atom a;
    if (!read_atom(pattern, &a)) {
        return 0;
    }
    int count = 0;
    while (count < a.least) {
        size_t n = take(&a, s);
        if (n == 0) {
            return 0;
        }
        s += n;
        count++;
    }
    for (;;) { /* fewest first: the rest decides how many more are needed */
        if (match_here(a.rest, s)) {
            return 1;
        }
        size_t n = count < a.most ? take(&a, s) : 0;
        if (n == 0) {
            return 0;
        }
        s += n;
        count++;
    }
}

int codec_pattern_match(const char *pattern, const char *text)
{
    return match_here(pattern, text);
}

/*
 * text.c - reading UTF-8 strictly, and the few things done to typed text.
 *
 * Runs on: any thread. Owns: nothing; results lie on the caller's arena. Invariants: every function reads any bytes up
 * to the NUL without harm, well-formed or not; a malformed byte counts as one character of its own.
 */
#include "base/text.h"

#include "base/arena.h"

#include <stdint.h>
#include <string.h>

/* Length of the well-formed sequence at `s`, with its code point; 0 when malformed. `s` is not at the NUL. */
static size_t decode(const unsigned char *s, long *out)
{
    if (s[0] < 0x80) {
        *out = s[0];
        return 1;
    }
    size_t len = s[0] >= 0xf0 ? 4 : s[0] >= 0xe0 ? 3 : 2;
    if (s[0] < 0xc2 || s[0] > 0xf4) {
        return 0; /* a continuation byte, an overlong two-byte form, or beyond U+10FFFF */
    }
    long point = s[0] & (0xff >> (len + 1));
    for (size_t i = 1; i < len; i++) {
        if ((s[i] & 0xc0) != 0x80) {
            return 0; /* also where the text ends too early: NUL is no continuation */
        }
        point = point << 6 | (s[i] & 0x3f);
    }
    int is_overlong = (len == 3 && point < 0x800) || (len == 4 && point < 0x10000);
    int is_surrogate = point >= 0xd800 && point <= 0xdfff;
    if (is_overlong || is_surrogate || point > 0x10ffff) {
        return 0;
    }
    *out = point;
    return len;
}

long text_next(const char **cursor)
{
    const unsigned char *s = (const unsigned char *)*cursor;
    if (*s == '\0') {
        return 0;
    }
    long point = TEXT_MALFORMED;
    size_t len = decode(s, &point);
    *cursor += len > 0 ? len : 1;
    return point;
}

long text_length(const char *s)
{
    if (s == NULL) {
        return -1;
    }
    long count = 0;
    for (long c = text_next(&s); c != 0; c = text_next(&s)) {
        if (c == TEXT_MALFORMED) {
            return -1;
        }
        count++;
    }
    return count;
}

int text_is_control(long c)
{
    return (c > 0 && c < 0x20) || (c >= 0x7f && c < 0xa0);
}

int text_is_bidi_override(long c)
{
    return (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069);
}

static int is_non_character(long c)
{
    return (c >= 0xfdd0 && c <= 0xfdef) || (c & 0xfffe) == 0xfffe;
}

/* Punctuation and symbols of ASCII, Latin-1, general punctuation and of Chinese and full-width forms. */
static int is_mark(long c)
{
    return c < 0x30 || (c > 0x39 && c < 0x41) || (c > 0x5A && c < 0x61) || (c > 0x7A && c < 0xC0) ||
           (c >= 0x2000 && c <= 0x206F) || (c >= 0x3000 && c <= 0x303F) || (c >= 0xFF00 && c <= 0xFF0F) ||
           (c >= 0xFF1A && c <= 0xFF20) || (c >= 0xFF3B && c <= 0xFF40) || (c >= 0xFF5B && c <= 0xFF65);
}

int text_has_words(const char *s)
{
    int letters = 0;
    for (long c = s != NULL ? text_next(&s) : 0; c > 0 && letters < 2; c = text_next(&s)) {
        letters += !is_mark(c);
    }
    return letters >= 2;
}

int text_is_invisible(long c)
{
    static const long ranges[][2] = {{0xad, 0xad},      {0x34f, 0x34f},     {0x61c, 0x61c},     {0x115f, 0x1160},
                                     {0x17b4, 0x17b5},  {0x180e, 0x180e},   {0x200b, 0x200f},   {0x2028, 0x202e},
                                     {0x2060, 0x206f},  {0x3164, 0x3164},   {0xfeff, 0xfeff},   {0xffa0, 0xffa0},
                                     {0xfff9, 0xfffb},  {0x13430, 0x1343f}, {0x1bca0, 0x1bca3}, {0x1d173, 0x1d17a},
                                     {0xe0000, 0xe007f}};
    for (size_t i = 0; i < sizeof ranges / sizeof ranges[0]; i++) {
        if (c >= ranges[i][0] && c <= ranges[i][1]) {
            return 1;
        }
    }
    return 0;
}

int text_is_clean(const char *s, int is_long)
{
    if (s == NULL) {
        return 0;
    }
    for (long c = text_next(&s); c != 0; c = text_next(&s)) {
        if (is_long && (c == '\n' || c == '\t')) {
            continue;
        }
        if (c == TEXT_MALFORMED || text_is_control(c) || text_is_bidi_override(c) || is_non_character(c)) {
            return 0;
        }
    }
    return 1;
}

/* The property White_Space of Unicode. */
static int is_space(long c)
{
    return c == ' ' || (c >= 0x09 && c <= 0x0d) || c == 0x85 || c == 0xa0 || c == 0x1680 ||
           (c >= 0x2000 && c <= 0x200a) || c == 0x2028 || c == 0x2029 || c == 0x202f || c == 0x205f || c == 0x3000;
}

char *text_trim(struct arena *a, const char *s)
{
    if (s == NULL) {
        return NULL;
    }
    const char *start = NULL;
    const char *end = s;
    for (const char *at = s; *at != '\0';) {
        const char *before = at;
        if (is_space(text_next(&at))) {
            continue;
        }
        start = start == NULL ? before : start;
        end = at;
    }
    return start == NULL ? arena_strdup(a, "") : arena_strndup(a, start, (size_t)(end - start));
}

/* Keeps `head` characters in front and `tail` at the end; everything when fewer than `least` would be hidden. */
static char *mask(struct arena *a, const char *s, long head, long tail, long least)
{
    if (s == NULL) {
        return NULL;
    }
    long count = 0;
    for (const char *at = s; text_next(&at) != 0;) {
        count++;
    }
    if (count - head - tail < least) {
        head = 0;
        tail = 0;
    }
    char *out = arena_alloc(a, strlen(s) + 1);
    if (out == NULL) {
        return NULL;
    }
    char *to = out;
    for (long i = 0; i < count; i++) {
        const char *from = s;
        (void)text_next(&s);
        if (i < head || i >= count - tail) {
            memcpy(to, from, (size_t)(s - from));
            to += s - from;
        } else {
            *to++ = '*';
        }
    }
    return out;
}

char *text_mask_name(struct arena *a, const char *s)
{
    char *masked = mask(a, s, 1, 0, 0);
    char *stars = masked != NULL ? strchr(masked, '*') : NULL;
    if (stars != NULL && strlen(stars) > TEXT_MASK_STARS) {
        stars[TEXT_MASK_STARS] = '\0'; /* not even the length of a long name */
    }
    return masked;
}

char *text_mask_phone(struct arena *a, const char *s)
{
    return mask(a, s, 3, 4, TEXT_MASK_LEAST);
}

char *text_mask_id(struct arena *a, const char *s)
{
    return mask(a, s, 4, 2, TEXT_MASK_LEAST);
}

long text_half_width(long c)
{
    return c >= 0xff01 && c <= 0xff5e ? c - 0xff01 + '!' : c == 0x3000 ? ' ' : c;
}

char *text_normalise_number(struct arena *a, const char *s)
{
    if (s == NULL) {
        return NULL;
    }
    char *out = arena_alloc(a, strlen(s) + 1);
    if (out == NULL) {
        return NULL;
    }
    char *to = out;
    for (long c = text_next(&s); c != 0; c = text_next(&s)) {
        c = text_half_width(c);
        if (c >= 'a' && c <= 'z') {
            c += 'A' - 'a';
        }
        if ((c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || c == '+') {
            *to++ = (char)c;
        }
    }
    return out;
}

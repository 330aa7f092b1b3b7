/*
 * ident.c - ids and query codes in Crockford's base 32.
 *
 * Runs on: any thread. Owns: the last id of each thread. Invariants: the characters are in ASCII order, so ids sort as
 * their times do; of one thread also within a millisecond. All rows are made by the writer, so their ids tell which
 * came first even when two acts share an instant.
 */
#include "base/ident.h"

#include "base/arena.h"
#include "base/crypto.h"
#include "base/text.h"

#include <stddef.h>
#include <string.h>

static const char lower[] = "0123456789abcdefghjkmnpqrstvwxyz";
static const char upper[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

enum { ID_LENGTH = IDENT_SIZE - 1, TIME_CHARS = 10, CODE_CHARS = 24, LONG_CODE_CHARS = 32, GROUP_CHARS = 4 };

/* Spreads 5 bytes over 8 characters. */
static void put_group(const uint8_t bytes[5], const char *alphabet, char *out)
{
    uint64_t bits = 0;
    for (int i = 0; i < 5; i++) {
        bits = bits << 8 | bytes[i];
    }
    for (int i = 7; i >= 0; i--) {
        out[i] = alphabet[bits & 31];
        bits >>= 5;
    }
}

/* Within the millisecond of the id before: a step of unknown width beyond it; so nobody guesses the neighbour. */
static void step_beyond(uint8_t random[10], const uint8_t before[10])
{
    unsigned carry = 1;
    memset(random, 0, 6);
    for (int i = 9; i >= 0; i--) {
        carry += (unsigned)random[i] + before[i];
        random[i] = (uint8_t)(carry & 0xff);
        carry >>= 8;
    }
}

void ident_new(int64_t now_ms, char *out)
{
    static _Thread_local struct {
        uint64_t time;
        uint8_t random[10];
    } last;
    uint64_t time = now_ms < 0 ? 0 : (uint64_t)now_ms & ((UINT64_C(1) << 48) - 1);
    uint8_t random[10];
    crypto_random(random, sizeof random);
    if (time == last.time) {
        step_beyond(random, last.random);
    } else {
        random[0] &= 0x7f; /* room for the steps of this millisecond */
    }
    last.time = time;
    memcpy(last.random, random, sizeof random);
    for (int i = TIME_CHARS - 1; i >= 0; i--) {
        out[i] = lower[time & 31];
        time >>= 5;
    }
    put_group(random, lower, out + TIME_CHARS);
    put_group(random + 5, lower, out + TIME_CHARS + 8);
    out[ID_LENGTH] = '\0';
}

const char *ident_make(struct arena *a, int64_t now_ms)
{
    char *id = arena_alloc(a, IDENT_SIZE);
    if (id != NULL) {
        ident_new(now_ms, id);
    }
    return id;
}

int ident_is_valid(const char *text)
{
    /* The first character holds the top 3 of 48 bits. */
    if (text == NULL || text[0] < '0' || text[0] > '7') {
        return 0;
    }
    return strspn(text, lower) == ID_LENGTH && text[ID_LENGTH] == '\0';
}

/* `count` is a multiple of 8, at most LONG_CODE_CHARS. */
static void put_code(char *out, int count)
{
    uint8_t random[LONG_CODE_CHARS / 8 * 5];
    char chars[LONG_CODE_CHARS];
    crypto_random(random, sizeof random);
    for (int i = 0; i < count / 8; i++) {
        put_group(random + (size_t)i * 5, upper, chars + (size_t)i * 8);
    }
    for (int i = 0; i < count; i++) {
        if (i > 0 && i % GROUP_CHARS == 0) {
            *out++ = '-';
        }
        *out++ = chars[i];
    }
    *out = '\0';
    crypto_wipe(random, sizeof random);
    crypto_wipe(chars, sizeof chars);
}

void ident_code_new(char *out)
{
    put_code(out, CODE_CHARS);
}

void ident_long_code_new(char *out)
{
    put_code(out, LONG_CODE_CHARS);
}

/* Blanks and all that a keyboard or an input method offers as a dash. */
static int is_separator(long c)
{
    return c == ' ' || c == '\t' || c == '-' || c == '_' || c == 0xa0 || (c >= 0x2010 && c <= 0x2015) || c == 0x2212 ||
           c == 0x2500 || c == 0x30fc;
}

/* The character of the alphabet that was meant, or 0. */
static char read_code_char(long c)
{
    if (c >= 'a' && c <= 'z') {
        c += 'A' - 'a';
    }
    if (c == 'O') {
        c = '0';
    }
    if (c == 'I' || c == 'L') {
        c = '1';
    }
    return c > 0 && c < 0x80 && strchr(upper, (int)c) != NULL ? (char)c : '\0';
}

static char *read_code(struct arena *a, const char *typed, size_t wanted)
{
    if (typed == NULL) {
        return NULL;
    }
    char chars[LONG_CODE_CHARS + 1];
    size_t count = 0;
    for (long c = text_next(&typed); c != 0; c = text_next(&typed)) {
        c = text_half_width(c);
        if (is_separator(c)) {
            continue;
        }
        char meant = read_code_char(c);
        if (meant == '\0' || count == wanted) {
            return NULL;
        }
        chars[count++] = meant;
    }
    chars[count] = '\0';
    return count == wanted ? arena_strdup(a, chars) : NULL;
}

char *ident_code_normalise(struct arena *a, const char *typed)
{
    return read_code(a, typed, CODE_CHARS);
}

char *ident_long_code_normalise(struct arena *a, const char *typed)
{
    return read_code(a, typed, LONG_CODE_CHARS);
}

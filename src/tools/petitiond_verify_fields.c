/*
 * petitiond_verify_fields.c - reading rows, and fields with their lengths as they are hashed.
 *
 * Runs on: the main thread. Owns: nothing.
 */
#include "petitiond_verify.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void verify_bad(const char *format, ...)
{
    va_list args;
    va_start(args, format);
    fputs("BAD: ", stdout);
    vprintf(format, args);
    putchar('\n');
    va_end(args);
    exit(EXIT_BAD);
}

sqlite3_stmt *verify_prepare(const struct check *c, const char *sql)
{
    sqlite3_stmt *s = NULL;
    if (sqlite3_prepare_v2(c->db, sql, -1, &s, NULL) != SQLITE_OK) {
        verify_bad("the database cannot be read: %s", sqlite3_errmsg(c->db));
    }
    return s;
}

/* 1 for a row, 0 at the end. */
int verify_step(const struct check *c, sqlite3_stmt *s)
{
    int code = sqlite3_step(s);
    if (code != SQLITE_ROW && code != SQLITE_DONE) {
        verify_bad("the database cannot be read: %s", sqlite3_errmsg(c->db));
    }
    return code == SQLITE_ROW;
}

void verify_add_number(crypto_generichash_state *h, int64_t v)
{
    unsigned char bytes[8];
    for (int i = 0; i < 8; i++) {
        bytes[i] = (unsigned char)((uint64_t)v >> (8 * i));
    }
    crypto_generichash_update(h, bytes, sizeof bytes);
}

void verify_add_field(crypto_generichash_state *h, const void *data, size_t n)
{
    verify_add_number(h, (int64_t)n);
    crypto_generichash_update(h, data != NULL ? data : "", n);
}

void verify_add_word(crypto_generichash_state *h, const char *word)
{
    verify_add_field(h, word, strlen(word));
}

/* A column that may be NULL: whether it is there, and then what it says. */
void verify_add_column(crypto_generichash_state *h, sqlite3_stmt *s, int column)
{
    int is_there = sqlite3_column_type(s, column) != SQLITE_NULL;
    const unsigned char *text = is_there ? sqlite3_column_text(s, column) : NULL;
    verify_add_number(h, is_there);
    verify_add_field(h, text, is_there ? (size_t)sqlite3_column_bytes(s, column) : 0);
}

int verify_is_hash(sqlite3_stmt *s, int column, const unsigned char hash[HASH])
{
    return sqlite3_column_bytes(s, column) == HASH && memcmp(sqlite3_column_blob(s, column), hash, HASH) == 0;
}

int verify_unhex(const char *text, unsigned char *out, size_t size)
{
    size_t n = 0;
    const char *end = NULL;
    return sodium_hex2bin(out, size, text, strlen(text), NULL, &n, &end) == 0 && n == size && *end == '\0';
}

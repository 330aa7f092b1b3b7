/*
 * ident.h - identifiers.
 *
 * Ids are 26 characters of Crockford base 32 (48 bits of milliseconds, 80 random bits, lower case), so they sort by
 * time and say nothing else. Query codes are what a petitioner types from paper: no look-alike characters.
 *
 * Runs on: any thread; randomness and time come from the caller's context.
 */
#ifndef BASE_IDENT_H
#define BASE_IDENT_H

#include <stdint.h>

struct arena;

enum { IDENT_SIZE = 27, IDENT_CODE_SIZE = 31, IDENT_LONG_CODE_SIZE = 40 };

/* Writes a new id for the instant `now_ms`; `out` holds IDENT_SIZE bytes. */
void ident_new(int64_t now_ms, char *out);
/* The same on `a`; NULL when full. */
const char *ident_make(struct arena *a, int64_t now_ms);
/* 26 lower-case Crockford characters? */
int ident_is_valid(const char *text);
/* 24 random characters (120 bits) in groups of four: "7KQM-...". `out` holds IDENT_CODE_SIZE bytes. */
void ident_code_new(char *out);
/* Upper-cases, reads full-width forms, drops spaces and dashes, reads O as 0 and I or L as 1: 24 characters. NULL when
 * it cannot be a code or the arena is full. */
char *ident_code_normalise(struct arena *a, const char *typed);
/* The same with 32 characters (160 bits), for what the code alone opens. `out` holds IDENT_LONG_CODE_SIZE bytes. */
void ident_long_code_new(char *out);
char *ident_long_code_normalise(struct arena *a, const char *typed);

#endif

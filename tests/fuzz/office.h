/*
 * office.h - an office with a few rows for programs that need a store.
 *
 * Runs on: the fuzzer's thread. Owns: see office.c.
 */
#ifndef TESTS_FUZZ_OFFICE_H
#define TESTS_FUZZ_OFFICE_H

#include "fuzz.h"

#include "base/ctx.h"

struct tx;

enum { OFFICE_ROWS = 10 }; /* cases */

/* Makes it; once. No other thread runs afterwards. */
void fuzz_office_make(void);
/* A context for an administrator who may everything. */
void fuzz_office_ctx(struct arena *a, struct ctx *ctx);
/* The same with a read transaction, which fuzz_office_end ends. */
void fuzz_office_read(struct arena *a, struct ctx *ctx, struct tx *tx);
void fuzz_office_end(void);
/* What the statements did since fuzz_office_read; every one of them is held to read only and to end in a row or at the end. */
int64_t fuzz_office_steps(void);
/* The database; and of one case the number and the code that its petitioner was given. */
const char *fuzz_office_path(void);
const char *fuzz_office_number(void);
const char *fuzz_office_code(void);

#endif

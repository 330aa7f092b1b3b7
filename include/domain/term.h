/*
 * term.h - dictionaries: classes, channels, closing kinds and the rest.
 *
 * Runs on: looking up with any transaction, loading on the writer.
 */
#ifndef DOMAIN_TERM_H
#define DOMAIN_TERM_H

#include "base/ctx.h"
#include "store/sql_stmts.h"

/* The dictionaries there are; NULL-terminated. */
extern const char *const term_kinds[];

int term_is_kind(const char *kind);
/* RC_INVALID with a field error at `pointer` when the dictionary has no such code. NULL code: RC_OK. */
RC_MUST enum rc term_check(struct ctx *ctx, struct tx *tx, const char *kind, const char *code, const char *pointer);
/* Adds the entries that are missing; one journal entry for all. */
RC_MUST enum rc term_load(struct ctx *ctx, struct tx *tx, const struct term_row *rows, size_t count);

#endif

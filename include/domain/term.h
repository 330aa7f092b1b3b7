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
/* 1 for the dictionaries that an office may add entries to; of the others the rules know every code, and only words and order change. */
int term_kind_is_open(const char *kind);
/* The same for one entry that a rule does not name by its code: it may be retired. */
int term_may_retire(const char *kind, const char *code);
/* Adds the entries that are missing; one journal entry for all. */
RC_MUST enum rc term_load(struct ctx *ctx, struct tx *tx, const struct term_row *rows, size_t count);

/* ---- kept by the office (term_change.c; the writer) ---- */

struct term_new {
    const char *kind, *code;
    const char *parent_code; /* NULL: of the first level */
    const char *official_code, *title_zh, *title_en;
    int64_t sort; /* SQL_NULL: last */
};

enum term_field {
    TERM_SET_OFFICIAL_CODE = 1 << 0,
    TERM_SET_TITLE_ZH = 1 << 1,
    TERM_SET_TITLE_EN = 1 << 2,
    TERM_SET_SORT = 1 << 3,
    TERM_SET_RETIRED = 1 << 4
};

struct term_change {
    unsigned set; /* enum term_field bits: the members below that count */
    const char *official_code, *title_zh, *title_en;
    int64_t sort, is_retired;
};

/* RC_REFUSED for a dictionary that is not open, RC_CONFLICT for a code that is there, RC_INVALID with faults at the members. */
RC_MUST enum rc term_add(struct ctx *ctx, struct tx *tx, const struct term_new *in, struct term_row *out);
/* `version` as seen by the caller, negative: any. RC_NOT_FOUND, RC_STALE, RC_REFUSED (an entry that the rules need, or with others
 * in use below it). */
RC_MUST enum rc term_set(struct ctx *ctx, struct tx *tx, const char *kind, const char *code, int64_t version,
                         const struct term_change *in, struct term_row *out);
/* Takes an entry away that the office added and nothing names. RC_NOT_FOUND, RC_REFUSED. */
RC_MUST enum rc term_drop(struct ctx *ctx, struct tx *tx, const char *kind, const char *code);

#endif

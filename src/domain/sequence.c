/*
 * sequence.c - running numbers.
 *
 * Runs on: see sequence.h. Owns: nothing.
 */
#include "domain/sequence.h"

#include "base/clock.h"
#include "domain/document.h"
#include "domain/reason.h"
#include "store/sql_stmts.h"

#include <stdlib.h>
#include <string.h>

enum { SEQUENCE_YEAR_DIGITS = 4, SEQUENCE_FIRST_YEAR = 1949 };

/* As submission_number ends it: the letter of the way of receipt. */
static const char sequence_letters[] = "WLVPFO";

enum rc sequence_next(struct ctx *ctx, struct tx *tx, const char *name, int64_t *out)
{
    struct sequence_next_out row;
    enum rc rc = sequence_rows_next(tx, ctx->arena, &(struct sequence_next_in){name}, &row);
    if (rc == RC_OK) {
        *out = row.last;
    }
    return rc;
}

/* Cuts what stands behind the last `mark`; NULL: there is none. */
static char *sequence_cut(char *text, char mark)
{
    char *at = strrchr(text, mark);
    if (at != NULL) {
        *at++ = '\0';
    }
    return at;
}

static int sequence_is_year(const struct ctx *ctx, const char *text)
{
    int year, month, mday;
    if (text == NULL || strlen(text) != SEQUENCE_YEAR_DIGITS || strspn(text, "0123456789") != SEQUENCE_YEAR_DIGITS) {
        return 0;
    }
    clock_split_day(clock_day_of(ctx->now_ms), &year, &month, &mday);
    long told = strtol(text, NULL, 10);
    return told >= SEQUENCE_FIRST_YEAR && told <= year + 1;
}

static int sequence_is_type(const char *text)
{
    for (size_t i = 0; text != NULL && document_types[i] != NULL; i++) {
        if (strcmp(document_types[i], text) == 0) {
            return 1;
        }
    }
    return 0;
}

/* "county-year-letter" of cases. */
static enum rc sequence_check_case(struct ctx *ctx, struct tx *tx, char *text)
{
    struct unit_row county;
    const char *letter = sequence_cut(text, '-');
    const char *year = sequence_cut(text, '-');
    if (letter == NULL || strlen(letter) != 1 || strchr(sequence_letters, letter[0]) == NULL ||
        !sequence_is_year(ctx, year)) {
        return RC_NOT_FOUND;
    }
    enum rc rc = unit_rows_get_top(tx, ctx->arena, &county);
    return rc == RC_OK && strcmp(county.code, text) != 0 ? RC_NOT_FOUND : rc;
}

/* "unit:type:year" of papers, "unit:year" of certificates. */
static enum rc sequence_check_unit(struct ctx *ctx, struct tx *tx, char *text, int has_type)
{
    struct unit_row unit;
    const char *year = sequence_cut(text, ':');
    const char *type = has_type ? sequence_cut(text, ':') : NULL;
    if (!sequence_is_year(ctx, year) || (has_type && !sequence_is_type(type))) {
        return RC_NOT_FOUND;
    }
    return unit_rows_get_by_code(tx, ctx->arena, &(struct unit_get_by_code_in){text}, &unit);
}

enum rc sequence_check(struct ctx *ctx, struct tx *tx, const char *name)
{
    char *kind = arena_strdup(ctx->arena, name);
    char *rest = kind != NULL ? strchr(kind, ':') : NULL;
    enum rc rc = kind != NULL ? RC_NOT_FOUND : RC_TOO_LARGE;
    /* Where the sealed lane stands would tell how many there were. */
    if (rest != NULL && strstr(name, ":sealed_") == NULL) {
        *rest++ = '\0';
        if (strcmp(kind, "case") == 0) {
            rc = sequence_check_case(ctx, tx, rest);
        } else if (strcmp(kind, "doc") == 0 || strcmp(kind, "certificate") == 0) {
            rc = sequence_check_unit(ctx, tx, rest, kind[0] == 'd');
        }
    }
    return rc == RC_NOT_FOUND ? fault_set(&ctx->fault, rc, reason(REASON_NOT_FOUND), NULL, NULL, NULL) : rc;
}

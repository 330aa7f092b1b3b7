/*
 * sequence.c - running numbers.
 *
 * Runs on: see sequence.h. Owns: nothing.
 */
#include "domain/sequence.h"

#include "base/clock.h"
#include "base/log.h"
#include "domain/document.h"
#include "domain/reason.h"
#include "store/sql_stmts.h"

#include <stdlib.h>
#include <string.h>

enum { SEQUENCE_YEAR_DIGITS = 4, SEQUENCE_FIRST_YEAR = 1949, SEQUENCE_MOST = 99999999 };

static const char SEQUENCE_CASE[] = "case:";
static const char SEQUENCE_CERTIFICATE[] = "certificate:";

/* As submission_number ends it: the letter of the way of receipt. */
static const char sequence_letters[] = "WLVPFO";

/* The greatest number of a case that was counted, not drawn. */
static enum rc sequence_given_case(struct ctx *ctx, struct tx *tx, const char *series, int64_t *out)
{
    struct sequence_find_case_out row;
    const char *low = arena_printf(ctx->arena, "%s-", series);
    const char *high = arena_printf(ctx->arena, "%s-%d", series, SEQUENCE_DRAWN_FROM);
    enum rc rc = low != NULL && high != NULL
                     ? sequence_rows_find_case(tx, ctx->arena, &(struct sequence_find_case_in){low, high}, &row)
                     : RC_TOO_LARGE;
    *out = rc == RC_OK ? strtoll(row.number + strlen(low), NULL, 10) : 0;
    return rc == RC_NOT_FOUND ? RC_OK : rc;
}

/* The greatest number of a series that somebody bears, here or by an earlier register. */
static enum rc sequence_given(struct ctx *ctx, struct tx *tx, const char *name, int64_t *out)
{
    struct sequence_find_skipped_out skipped = {0};
    struct sequence_find_document_out paper;
    struct sequence_find_certificate_out certificate;
    enum rc rc = sequence_rows_find_skipped(tx, ctx->arena, &(struct sequence_find_skipped_in){name}, &skipped);
    *out = 0;
    if (rc == RC_OK && strncmp(name, SEQUENCE_CASE, strlen(SEQUENCE_CASE)) == 0) {
        rc = sequence_given_case(ctx, tx, name + strlen(SEQUENCE_CASE), out);
    } else if (rc == RC_OK && strncmp(name, SEQUENCE_CERTIFICATE, strlen(SEQUENCE_CERTIFICATE)) == 0) {
        rc = sequence_rows_find_certificate(tx, ctx->arena, &(struct sequence_find_certificate_in){name}, &certificate);
        *out = rc == RC_OK ? certificate.last : 0;
    } else if (rc == RC_OK) {
        rc = sequence_rows_find_document(tx, ctx->arena, &(struct sequence_find_document_in){name}, &paper);
        *out = rc == RC_OK ? paper.last : 0;
    }
    *out = skipped.last > *out ? skipped.last : *out;
    return rc;
}

enum rc sequence_next(struct ctx *ctx, struct tx *tx, const char *name, int64_t *out)
{
    struct sequence_next_out row;
    struct sequence_find_out was = {0};
    int64_t given = 0;
    enum rc rc = name != NULL ? sequence_given(ctx, tx, name, &given) : RC_TOO_LARGE;
    if (rc == RC_OK) {
        rc = sequence_rows_find(tx, ctx->arena, &(struct sequence_find_in){name}, &was);
        rc = rc == RC_NOT_FOUND ? RC_OK : rc;
    }
    if (rc == RC_OK && (was.last < given || was.last > SEQUENCE_MOST)) {
        /* Not the number itself: a series may be one that tells no count. */
        LOG(LOG_ERROR, "sequence.wrong", LOG_S("why", was.last < given ? "set back" : "beyond all numbers"),
            LOG_S("what", "goes on behind the last number that was given; run petitiond verify"));
    }
    if (rc == RC_OK) {
        rc = sequence_rows_next(tx, ctx->arena, &(struct sequence_next_in){name, given, SEQUENCE_MOST}, &row);
    }
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

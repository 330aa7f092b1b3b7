/*
 * public_case.h - what a petitioner sees of their case with its number and query code (Regulation Arts 18, 21).
 *
 * A wrong number and a wrong code look alike. Nothing personal is in the answer.
 *
 * Runs on: a worker with a read transaction. Owns: nothing.
 */
#ifndef DOMAIN_PUBLIC_CASE_H
#define DOMAIN_PUBLIC_CASE_H

#include "domain/case.h"

struct public_step {
    const char *event, *title_zh, *title_en, *unit_name;
    int64_t at_ms;
};

struct public_case {
    struct case_row row;
    const struct workflow *definition;
    struct unit_row holder;
    int64_t promised_day; /* last day of the running duty clock; SQL_NULL when none runs */
    struct public_step *steps;
    size_t step_count;
    struct deadline_row *rights; /* windows in which the petitioner may still act */
    size_t right_count;
    struct document_row *documents; /* those meant for the petitioner */
    size_t document_count;
    struct delivery_row *deliveries;
    size_t delivery_count;
    struct public_case *parts; /* its reviews, rechecks and what was split off; without steps and parts of their own */
    size_t part_count;
};

/* The case with this very number, also when it was joined to another. RC_NOT_FOUND for a wrong number and for a wrong code alike. */
RC_MUST enum rc public_case_find(struct ctx *ctx, struct tx *tx, const char *number, const char *code,
                                 struct case_row *out);
/* The same as its petitioner follows it; what was joined is told as the case that it was joined to. */
RC_MUST enum rc public_case_get(struct ctx *ctx, struct tx *tx, const char *number, const char *code,
                                struct public_case *out);
/* How far it is, in the words of its definition. */
struct workflow_text public_case_state(const struct public_case *c);
/* Whom a petitioner turns to about it, with the phone when there is one: "县住房和城乡建设局（电话 0575-…）". NULL: no memory. */
const char *public_case_contact(const struct ctx *ctx, const struct public_case *c);

#endif

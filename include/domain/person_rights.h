/*
 * person_rights.h - what a person may ask of the office about their own data (Personal Information Protection Law, Arts 44 to 50): to see
 * all that is kept, and to have what is wrong corrected.
 *
 * Runs on: the writer, because both are journalled before anything is shown or changed. Owns: nothing.
 * Invariant: journals say that and why, never what.
 */
#ifndef DOMAIN_PERSON_RIGHTS_H
#define DOMAIN_PERSON_RIGHTS_H

#include "base/ctx.h"
#include "store/sql_stmts.h"

struct tx;

/* NULL: stays as it is; "": goes (not the name). */
struct person_correction {
    const char *name, *id_number, *phone, *email, *address, *bank_account, *health;
    const char *reason, *basis; /* why, and what shows that it is right; without the values */
};

/* Corrects one party of a case that the actor may act on; the person's other cases say the same from then on, and each has an entry of its
 * own about it, which names the fields and not the reason. `if_match` is the case's
 * version. RC_REFUSED for a name that the registering office withholds, or when nothing would change. `*version` is the case's new
 * one. */
RC_MUST enum rc person_correct(struct ctx *ctx, struct tx *tx, const char *case_id, const char *party_id,
                               const struct person_correction *in, int64_t if_match, int64_t *version);

/* Who asks: the name as it is registered, and identity number or phone. */
struct person_query {
    const char *name, *id_number, *phone;
    const char *reason;
};
struct person_record {
    struct person_row row;
    const char *name, *id_number, *phone, *email, *address, *bank_account, *health;
    struct person_list_cases_out *cases;
    size_t case_count;
};
enum { PERSON_RECORDS_MAX = 50, PERSON_CASES_MAX = 200 };
/* All that is kept of the person in cases that the actor may know of; records without any such case are left out, so nothing tells that
 * there is one. Also an export that found nothing is journalled. */
RC_MUST enum rc person_export(struct ctx *ctx, struct tx *tx, const struct person_query *in, struct person_record **out,
                              size_t *count);

#endif

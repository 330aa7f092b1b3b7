/*
 * submission.h - intake: a letter, visit, call, fax or web form is registered (登记).
 *
 * Everything is registered, whatever becomes of it (Regulation Arts 21-23). A submission opens a case or joins one that a clerk
 * names; it starts the clock of Art 22 (bureau) or Art 23 ¶2 (unit). At most five representatives visit for a group (Art 20 ¶3);
 * all others are co-petitioners. What is said by voice is recorded with read-back and confirmation (Art 19 ¶1).
 *
 * Runs on: the writer. Owns: nothing.
 */
#ifndef DOMAIN_SUBMISSION_H
#define DOMAIN_SUBMISSION_H

#include "domain/case.h"
#include "domain/person.h"

enum { SUBMISSION_REPRESENTATIVES_MAX = 5, SUBMISSION_GROUP_FROM = 5 };

struct submission_in {
    int is_public;       /* sent by the petitioner over the web, no account */
    const char *case_id; /* join this case; NULL: open a new one */
    const char *channel; /* web, letter, call, fax, visit, other */
    const char *source_platform, *external_number;
    const char *received_on; /* "YYYY-MM-DD"; NULL: today */
    const char *unit_id;     /* registering unit; NULL: the actor's, or the bureau for the public */
    const char *window_number;
    const char *purpose; /* appeal, relief, suggestion, accusation, other */
    const char *title, *request, *facts, *reasons;
    const char *const *demands;
    size_t demand_count;
    const char *class_code;
    const char *place_unit_id, *place_detail;
    const char *urgency;                  /* normal, urgent, major; NULL: normal */
    int64_t people_count, involved_count; /* SQL_NULL: not given */
    int is_joint, is_confidential, is_publishable;
    const char *oral_text, *oral_confirmed_by, *oral_reference;
    int64_t oral_read_back; /* SQL_NULL without an oral record */
    const struct person_in *persons;
    size_t person_count;
    const char *const *accused_ids; /* units that an accusation is against */
    size_t accused_count;
    const char *draft_id; /* the actor's draft that this was; it goes with it; NULL: none */
};

struct submission_out {
    const char *submission_id, *case_id, *number;
    const char *query_code; /* told once; NULL when the case had one already */
    int64_t registered_ms;
    struct unit_row unit;
    struct deadline_row *clocks; /* what was started */
    size_t clock_count;
    const struct workflow *definition;
};

/* Registers. RC_INVALID with every bad field located; RC_CONFLICT for an external number that is registered already;
 * RC_REFUSED for rules (more than five representatives, sealed matters, a closed case); for the public also for the same again, and
 * RC_LIMITED for too many in a day (duplicate.h). */
RC_MUST enum rc submission_register(struct ctx *ctx, struct tx *tx, const struct submission_in *in,
                                    struct submission_out *out);
/* {area}-{year}-{channel letter}-{six digits}: the next, counted per area, year and letter. Of a sealed case the digits are by chance and
 * from 500000 on, so that a number that nobody sees leaves no gap and tells no count. RC_REFUSED without a county. */
RC_MUST enum rc submission_number(struct ctx *ctx, struct tx *tx, const char *channel, int is_sealed, const char **out);
/* The keyed hash under which a query code is kept: bound to the case's number. */
RC_MUST enum rc submission_code_hash(struct ctx *ctx, const char *number, const char *code, struct sql_blob *out);

#endif

/*
 * submission_check.h - the rules that a submission must keep before anything is written.
 *
 * Runs on: the writer. Owns: nothing.
 */
#ifndef DOMAIN_SUBMISSION_CHECK_H
#define DOMAIN_SUBMISSION_CHECK_H

#include "domain/submission.h"

/* What checking found out on the way. */
struct submission_facts {
    struct unit_row unit; /* registering */
    int32_t received_day;
    int64_t received_ms; /* where clocks start: now, or the day on which it came */
    int64_t people_count;
    const char **person_ids; /* filled by the registration */
    const char *content;     /* of an accusation, to be sealed; NULL otherwise */
};

/* RC_INVALID with all located errors, RC_REFUSED or RC_CONFLICT with the rule. */
RC_MUST enum rc submission_check(struct ctx *ctx, struct tx *tx, const struct submission_in *in,
                                 struct submission_facts *out);

#endif

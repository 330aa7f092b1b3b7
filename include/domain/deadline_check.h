/*
 * deadline_check.h - is every warning that must still come armed, at its moment?
 *
 * The rungs of a clock stand in deadline_levels, under no seal: they fire and are dropped by the hundred. So they are derived anew from what
 * is sealed: the clock's dates, its round and its pause (the seal of the case), the ladder in the definition that the case keeps (the
 * seal of definitions), the calendar, and which rungs fired (the entries of the case's journal):
 *   - each rung of the present round that lies above the last one that fired is armed at the moment that due_level_ms gives, or was passed
 *     over by a higher one that fired at the same time;
 *   - a rung that is said to have fired has its entry, and an entry its rung;
 *   - nothing else is armed: no rung of an older round, of a clock that ended, or that no ladder has.
 * While somebody else has to decide (a report was filed, a hearing goes on) rungs may be silent. Not found: what is said of rungs of clocks
 * that ended, and when a rung that fired should have.
 *
 * Runs on: any thread with a read transaction. Owns: nothing.
 */
#ifndef DOMAIN_DEADLINE_CHECK_H
#define DOMAIN_DEADLINE_CHECK_H

#include "base/ctx.h"
#include "store/sql.h"

struct deadline_report {
    int is_bad;
    const char *case_id, *clock; /* of the first bad one, on ctx->arena */
    int64_t level;               /* DEADLINE_ROUND * round + rung */
    const char *why;             /* constant */
};
/* RC_OK also when something is bad. Sets ctx->reference. Time grows with the clocks that run, not faster. */
RC_MUST enum rc deadline_verify(struct ctx *ctx, struct tx *tx, struct deadline_report *out);

#endif

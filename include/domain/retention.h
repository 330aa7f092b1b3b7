/*
 * retention.h - how long an archived case is kept, who stops its destruction, and who proposes it.
 *
 * The term counts in whole years from the year after closing: a case of class 30 that was closed on any day of 2026 is kept until
 * 31 December 2056. Class "permanent" is never over. The ticker finds what is over; a found case is a candidate until somebody
 * holds it (a suit, an inspection, a review elsewhere), it leaves the archive, or it is destroyed (purge.h). Whatever was found, the
 * rules are asked anew at each step.
 *
 * Sealed cases are kept and destroyed in their lane: by accusation officers who are named on the case, one who proposes and another who
 * decides. Those officers do it with no ordinary case unless another role of theirs lets them, and nobody else learns of it.
 *
 * Runs on: the writer; the pure ones anywhere. Owns: nothing.
 */
#ifndef DOMAIN_RETENTION_H
#define DOMAIN_RETENTION_H

#include "base/ctx.h"
#include "base/fault.h"
#include "domain/perm.h"
#include "store/sql_stmts.h"

struct tx;

enum { RETENTION_LIST_MAX = 100 }; /* cases of one proposal or decision */

/* Years of a class; 0 for "permanent" and everything else that is not destroyed. */
int retention_years(const char *retention);
/* Last day on which it must be kept; 0 when it is never over or not closed. Pure. */
int32_t retention_last_day(const char *retention, int64_t closed_ms);

/* What became of one case of a list. */
struct retention_result {
    const char *case_id;
    const char *number;       /* NULL: not visible to the actor */
    const struct reason *why; /* NULL: done */
    const char *arg;          /* of the reason */
};

/* One case as the rules see it; `why` NULL: its time is over and nobody holds it. */
struct retention_case {
    struct case_row row;
    struct retention_row kept; /* zeroed when there is none; absent numbers are SQL_NULL */
    int32_t last_day;
    const struct reason *why;
    const char *arg;
};
/* RC_OK also when the case is not there for the actor, or they may not do this (`permission`) with it: then `row.number` is NULL. */
RC_MUST enum rc retention_ask(struct ctx *ctx, struct tx *tx, const char *case_id, enum perm permission,
                              struct retention_case *out);

/* Finds at most `limit` cases of each class whose time is over and enters them; `*found` of them. By the system. */
RC_MUST enum rc retention_find(struct ctx *ctx, struct tx *tx, int limit, int *found);
/* RC_REFUSED when it is held already (or not held), or destroyed. Both are journalled with the reason. */
RC_MUST enum rc retention_hold(struct ctx *ctx, struct tx *tx, const char *case_id, const char *why);
RC_MUST enum rc retention_release(struct ctx *ctx, struct tx *tx, const char *case_id, const char *why);
/* Proposes to destroy, with the appraisal (why it is worth nothing any more); or takes that back. One result for each case, in their
 * order; each proposal is journalled. */
RC_MUST enum rc retention_propose(struct ctx *ctx, struct tx *tx, const char *const *ids, size_t count,
                                  const char *appraisal, struct retention_result *results);
RC_MUST enum rc retention_withdraw(struct ctx *ctx, struct tx *tx, const char *case_id, const char *why);

#endif

/*
 * practice.h - local practice as data: a template of ordered steps that an office sets itself beside the clocks of the law.
 *
 *   {"key": "six_step", "title": T,                    T is {"zh": "...", "en": "..."}
 *    "source": T,                                      where it comes from, shown wherever it is used
 *    "steps": [{"key", "title": T,
 *               "who": T,                              in words; may be left out
 *               "after": "registered" | a step above,  from when its length counts
 *               "length": 2, "unit": "hour|working_day|calendar_day",
 *               "evidence": T}]}                       what shows that it was done
 *
 * A template says when an office wants to be done, never when the law does: it starts no clock and moves none. A member that is not named
 * here is a fault, so that a misspelt one cannot be lost silently. A "version" in it is taken and does not count.
 *
 * Runs on: reading anywhere, publishing on the writer. Owns: nothing. Invariant: nothing is published that practice_check refuses.
 */
#ifndef DOMAIN_PRACTICE_H
#define DOMAIN_PRACTICE_H

#include "base/ctx.h"
#include "base/value.h"
#include "store/sql_stmts.h"

enum { PRACTICE_STEPS_MAX = 30, PRACTICE_LENGTH_MAX = 3660, PRACTICE_VERSIONS_MAX = 400 };

struct practice_head {
    const char *key, *title_zh, *title_en;
    int64_t steps;
};

/* Pure. RC_INVALID with every fault below "/template". */
RC_MUST enum rc practice_check(struct ctx *ctx, const struct value *template, struct practice_head *out);
/* Makes it the next version of its key; RC_REFUSED when the present one says the same, or when there are too many. `note` for the office
 * journal may be NULL. */
RC_MUST enum rc practice_publish(struct ctx *ctx, struct tx *tx, const struct value *template, const char *note,
                                 struct practice_row *out);
/* One that comes with the program: stored when there is none of its key; an office's own stay. */
RC_MUST enum rc practice_offer(struct ctx *ctx, struct tx *tx, const struct value *template);

#endif

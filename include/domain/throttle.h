/*
 * throttle.h - slows down guessing: after the fifth failure each further one costs longer, never for ever.
 *
 * A subject is what is guessed at together with where it comes from ("login:wang|192.0.2.7"), so that an attacker cannot lock
 * out an office. Kept in the store, so that a restart forgets nothing. Delays: 1, 2, 4, 8, then 15 minutes. A day of quiet
 * starts afresh.
 *
 * Runs on: checking with any transaction, counting on the writer.
 */
#ifndef DOMAIN_THROTTLE_H
#define DOMAIN_THROTTLE_H

#include "base/ctx.h"

struct tx;

/* "kind:name|prefix" on the arena; NULL when full. */
const char *throttle_subject(struct ctx *ctx, const char *kind, const char *name, const char *prefix);
/* RC_LIMITED with `why` ({0}: seconds) and retry_after_s while the subject is blocked. */
RC_MUST enum rc throttle_check(struct ctx *ctx, struct tx *tx, const char *subject, const struct reason *why);
/* Counts one failure. */
RC_MUST enum rc throttle_fail(struct ctx *ctx, struct tx *tx, const char *subject);
/* Counts one failure of a subject that stands for all addresses together: from the thirtieth on each costs 36 seconds, so that many
 * addresses get a hundred attempts in an hour. Who asks leaves it out for an address that the account was used from before, so that
 * guessing keeps nobody from their work. */
RC_MUST enum rc throttle_fail_wide(struct ctx *ctx, struct tx *tx, const char *subject);
/* Forgets the subject after a success. */
RC_MUST enum rc throttle_clear(struct tx *tx, const char *subject);

#endif

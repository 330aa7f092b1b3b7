/*
 * alarm.h - notices what no single act shows: passwords that are tried at many accounts, and people's fields that are opened by the
 * hundred.
 *
 * More than 50 logins failed at from one address prefix, or more than 200 failures in all, within ten minutes. The alarm is an entry
 * of the office's journal (with the prefix) and a line of the log (without), once in ten minutes; doctor repeats it for a week (as long as it is among the
 * newest 1,000 entries).
 * Nobody is shut out by it: that would let an attacker lock out an office.
 *
 * More than 200 openings of people's fields by one account within an hour: an entry with the account and a line of the log, once in an hour.
 * Accusations are not counted, for the journal of the office tells nothing of them.
 *
 * Somebody else who writes into the database while this program has it: an entry that both verifiers repeat for good, though what was changed
 * may have been put back since.
 *
 * Runs on: the writer, behind each counted failure and each opening. Owns: nothing.
 */
#ifndef DOMAIN_ALARM_H
#define DOMAIN_ALARM_H

#include "base/ctx.h"

struct tx;

/* Actions of the office's journal. */
#define ALARM_MISS      "session.refuse"
#define ALARM_RUNG      "session.alarm"
#define ALARM_READ      "party.reveal"
#define ALARM_READ_RUNG "party.alarm"
#define ALARM_FOREIGN   "office.foreign"

/* `address`: prefix that the failure came from; may be NULL. */
RC_MUST enum rc alarm_look(struct ctx *ctx, struct tx *tx, const char *address);
/* The actor has just opened somebody's fields. */
RC_MUST enum rc alarm_look_reading(struct ctx *ctx, struct tx *tx);
/* Another program has committed to the database. Whatever was cached of what actors may do is loaded anew. */
RC_MUST enum rc alarm_foreign(struct ctx *ctx, struct tx *tx);

#endif

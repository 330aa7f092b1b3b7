/*
 * alarm.h - notices when passwords are tried at many accounts, which no delay of a single one stops.
 *
 * More than 50 logins failed at from one address prefix, or more than 200 failures in all, within ten minutes. The alarm is an entry
 * of the office's journal (with the prefix) and a line of the log (without), once in ten minutes; doctor repeats it for a week (as long as it is among the
 * newest 1,000 entries).
 * Nobody is shut out by it: that would let an attacker lock out an office.
 *
 * Runs on: the writer, behind each counted failure. Owns: nothing.
 */
#ifndef DOMAIN_ALARM_H
#define DOMAIN_ALARM_H

#include "base/ctx.h"

struct tx;

/* Actions of the office's journal. */
#define ALARM_MISS "session.refuse"
#define ALARM_RUNG "session.alarm"

/* `address`: prefix that the failure came from; may be NULL. */
RC_MUST enum rc alarm_look(struct ctx *ctx, struct tx *tx, const char *address);

#endif

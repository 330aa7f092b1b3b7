/*
 * office_journal.h - the append-only history of what concerns no case: units, accounts, grants, calendars, definitions.
 *
 * hash(n) = BLAKE2b-256("petitiond office 1" | hash(n-1) | every field with its length); one chain for the whole office. Objects that the
 * changes name (changes_touch) are sealed as they stand when the entry is appended; entries without seals are hashed without that field.
 * Before, the objects are compared with their newest seals: an entry that finds one changed past the journal says so in its changes
 * (JOURNAL_PAST).
 * Changes may hold no secret.
 *
 * Runs on: append on the writer, verify with any read transaction.
 */
#ifndef DOMAIN_OFFICE_JOURNAL_H
#define DOMAIN_OFFICE_JOURNAL_H

#include "base/ctx.h"
#include "domain/changes.h"
#include "store/sql.h"

struct tx;

/* `action` like "account.add"; `object_id` names what was changed; `changes` NULL: none. */
RC_MUST enum rc office_journal_append(struct ctx *ctx, struct tx *tx, const char *action, const char *object_id,
                                      struct changes *changes);

struct office_journal_report {
    int64_t entries;
    int64_t past, past_seq; /* entries that found an object changed past the journal, and the first of them */
    int is_bad;
    int64_t bad_seq;
    const char *why; /* constant */
};
/* Replays the chain. RC_OK also when something is bad: look at the report. Names the first bad entry. */
RC_MUST enum rc office_journal_verify(struct ctx *ctx, struct tx *tx, struct office_journal_report *out);

#endif

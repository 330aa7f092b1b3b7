/*
 * office_proof.h - what says who may come in and what he may do, bound to the keys of the office.
 *
 * The seals of office_object.h find a row that was changed past the journal, but only when somebody looks, and only while it stands so:
 * whoever writes the database could put another password, a role or a permission there for the second that signing in takes. So each
 * account, role given, role and second factor has a proof beside it, a keyed hash (vault_secret_hash, from a key that no rotation
 * changes) over its kind, its digest and its id. Signing in and loading who acts require it. An account without a second factor has a
 * proof that there is none. What waits for a second person (confirmations, exports) has one too, so that nobody asks in another's name.
 *
 * Not prevented: that a whole old row comes back together with its old proof. The seals find it while it stands, and the writer tells
 * of anybody else's commit (alarm_foreign).
 *
 * Runs on: keeping on the writer, requiring with any transaction. Owns: nothing.
 * Invariant: proofs are kept with the entry that seals the object (office_journal_append), never elsewhere but while the schema is brought
 * up from before them.
 */
#ifndef DOMAIN_OFFICE_PROOF_H
#define DOMAIN_OFFICE_PROOF_H

#include "domain/changes.h"
#include "domain/office_object.h"
#include "store/sql.h"

/* Of those of these objects that have proofs, as they stand now. */
RC_MUST enum rc office_proof_keep(struct ctx *ctx, struct tx *tx, const struct changes_object *objects);
/* RC_UNAUTHENTICATED with a fault, and a line in the log, when the object does not stand as this program left it. */
RC_MUST enum rc office_proof_require(struct ctx *ctx, struct tx *tx, const char *kind, const char *id);
/* The same before an act for which two people answer, of what the first of them asked for: RC_REFUSED. */
RC_MUST enum rc office_proof_require_act(struct ctx *ctx, struct tx *tx, const char *kind, const char *id);
/* Takes an account, its second factor, its roles and what they carry as they stand, when any of them does not stand as this program left it;
 * the entry says for good that it was so. For whoever has the keys and the machine: nobody else may be left who can come in. */
RC_MUST enum rc office_proof_take_up(struct ctx *ctx, struct tx *tx, const char *account_id, int *was_changed);
/* Gives proofs to what an older program left without them, as far as it fits its newest seal. */
RC_MUST enum rc office_proof_begin(struct ctx *ctx, struct tx *tx);
/* Looks at all of them. RC_OK also when something is bad. */
RC_MUST enum rc office_proof_verify(struct ctx *ctx, struct tx *tx, struct office_object_report *out);

#endif

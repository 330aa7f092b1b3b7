/*
 * credential.h - what somebody who is signed in does with their own password and code: prove anew that it is them, change the
 * password.
 *
 * Both begin like signing in (session_prepare for the own login, comparison on a craft thread), count failures in the same place,
 * and end with another cookie. A proof holds for ten minutes and opens what the endpoint rows mark as `fresh`; signing in is one.
 *
 * Runs on: credential_require_… anywhere, the rest on the writer.
 */
#ifndef DOMAIN_CREDENTIAL_H
#define DOMAIN_CREDENTIAL_H

#include "base/ctx.h"
#include "domain/session.h"

/* RC_FORBIDDEN with a fault for a token. */
RC_MUST enum rc credential_require_session(struct ctx *ctx);
/* RC_FORBIDDEN with a fault unless somebody who is signed in gave password or code within the last ten minutes. A token cannot:
 * nobody stands by to prove who they are. */
RC_MUST enum rc credential_require_proof(struct ctx *ctx);
/* With the password (`has_password`, shown->fits) or with shown->code. RC_OK also when refused: look at is_refused; the fault then
 * stands at /password or /code. */
RC_MUST enum rc credential_prove(struct ctx *ctx, struct tx *tx, const struct session_attempt *in, int has_password,
                                 const struct session_shown *shown, struct session_opened *out);
/* shown->new_hash is the new password's. Every other session of the account ends. RC_OK also when refused, as above. */
RC_MUST enum rc credential_set_password(struct ctx *ctx, struct tx *tx, const struct session_attempt *in,
                                        const struct session_shown *shown, struct session_opened *out);
/* The actor has seen what the journal of the office says of their ways in, up to entry `seq` (later ones stay new). A token cannot. */
RC_MUST enum rc credential_mark_seen(struct ctx *ctx, struct tx *tx, int64_t seq);

#endif

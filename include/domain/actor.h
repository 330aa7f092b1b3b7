/*
 * actor.h - from a credential to who acts: account, roles at places, permissions.
 *
 * Anything that changes what an actor may do (grants, roles, accounts, ended sessions, revoked tokens) calls actor_changed
 * in its own transaction. It replaces the random setting 'access', so that an actor remembered by a worker is known to be
 * good or stale after one point read.
 *
 * Runs on: any thread with a transaction; actor_changed on the writer. Owns: nothing; results live on ctx->arena.
 */
#ifndef DOMAIN_ACTOR_H
#define DOMAIN_ACTOR_H

#include "base/ctx.h"
#include "domain/perm.h"
#include "store/sql.h"

struct tx;

struct actor_found {
    struct actor actor;
    int64_t seen_ms; /* sessions: last use that was written down; tokens: now */
    int64_t ends_ms; /* absolute end */
};

/* The keyed hash under which a session's cookie or a token is stored. */
RC_MUST enum rc actor_session_hash(struct ctx *ctx, const char *cookie, struct sql_blob *out);
RC_MUST enum rc actor_token_hash(struct ctx *ctx, const char *token, struct sql_blob *out);
/* RC_UNAUTHENTICATED with a fault when there is no such session, its row is not as it was made (binding.h), it was ended, its time is over
 * (idle or absolute), or the account is disabled. */
RC_MUST enum rc actor_from_session(struct ctx *ctx, struct tx *tx, struct sql_blob hash, struct actor_found *out);
/* The same for a token; its permissions are cut to what the owner has today. */
RC_MUST enum rc actor_from_token(struct ctx *ctx, struct tx *tx, struct sql_blob hash, struct actor_found *out);
/* An account as it would act when signed in; RC_NOT_FOUND without a fault. */
RC_MUST enum rc actor_from_account(struct ctx *ctx, struct tx *tx, const char *account_id, struct actor *out);
/* The same of somebody who does not act but is acted upon: what it holds is told as it stands, with no proof that it is so (domain/
 * office_proof.h), so that others can put right what somebody changed. */
RC_MUST enum rc actor_describe(struct ctx *ctx, struct tx *tx, const char *account_id, struct actor *out);

/* Is the time of a found session over? */
int actor_is_over(const struct ctx *ctx, const struct actor_found *found);
RC_MUST enum rc actor_changed(struct tx *tx);
/* The present value of the stamp; 0 when none was ever set. */
RC_MUST enum rc actor_stamp(struct ctx *ctx, struct tx *tx, int64_t *out);

/* Copies an actor with everything it points to into `room`, aligned for pointers. Returns the copy, or NULL when `size` bytes
 * are not enough. `used` (may be NULL) receives the bytes taken. */
struct actor *actor_pack(const struct actor *a, void *room, size_t size, size_t *used);

#endif

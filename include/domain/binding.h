/*
 * binding.h - what a session, a token or a code for a new password is good for, bound to the keys of the office.
 *
 * The store finds such a row by the keyed hash of a secret. Alone that says only that somebody has the secret: whoever can write the
 * database, but has not the keys, could let his own row speak for another account, with more rights, or for longer. So each row carries
 * a proof, a second keyed hash (vault_secret_hash, from a key that no rotation changes) over everything that decides what it opens. A row
 * whose proof is missing or does not fit is not there. What ends a session or revokes a token takes its proof away.
 *
 * A text is hashed whose parts cannot hold the sign between them: hashes in hex, identifiers, numbers, names of permissions.
 *
 * Runs on: any thread. Owns: nothing; results live on ctx->arena.
 */
#ifndef DOMAIN_BINDING_H
#define DOMAIN_BINDING_H

#include "base/ctx.h"
#include "store/sql.h"

struct binding_session {
    struct sql_blob hash; /* of the cookie */
    const char *id, *account_id;
    int64_t created_ms, proved_ms, ends_ms;
};
struct binding_token {
    struct sql_blob hash; /* of the token */
    const char *id, *account_id, *permissions;
    int64_t created_ms, expires_ms;
};
struct binding_reset {
    const char *account_id;
    struct sql_blob hash, second_hash; /* of both halves; the second is empty when there is none */
    int64_t is_held, ends_ms;
};

/* The proof of such a row, 32 bytes. RC_TOO_LARGE when the arena is full. */
RC_MUST enum rc binding_of_session(struct ctx *ctx, const struct binding_session *row, struct sql_blob *out);
RC_MUST enum rc binding_of_token(struct ctx *ctx, const struct binding_token *row, struct sql_blob *out);
RC_MUST enum rc binding_of_reset(struct ctx *ctx, const struct binding_reset *row, struct sql_blob *out);
/* Is the proof that is kept the one that was made? Takes the same time either way; 0 for none, with a line in the log: somebody wrote into
 * the table, or the row ended. */
int binding_fits(struct sql_blob kept, struct sql_blob made);

#endif

/*
 * token.h - bearer tokens: what a script uses instead of a session.
 *
 * "ptd_" and 32 random bytes; shown once, stored as a keyed hash. A token can do what is written on it and what its owner may do
 * at the moment, whichever is less.
 *
 * Runs on: the writer.
 */
#ifndef DOMAIN_TOKEN_H
#define DOMAIN_TOKEN_H

#include "base/ctx.h"
#include "store/sql_stmts.h"

struct token_new {
    const char *name;
    int64_t expires_day; /* last day of use; at most 365 days from today */
    const char *const *permissions;
    size_t permission_count;
};

/* For the actor, who must have signed in with a session. `*secret` is the token itself, on the arena. */
RC_MUST enum rc token_add(struct ctx *ctx, struct tx *tx, const struct token_new *in, struct token_row *out,
                          const char **secret);
/* Own tokens only; RC_NOT_FOUND for others. */
RC_MUST enum rc token_drop(struct ctx *ctx, struct tx *tx, const char *id);

/* An administrator ends one of anybody's; `why` is kept on file. RC_NOT_FOUND also for one that is over. */
RC_MUST enum rc token_end(struct ctx *ctx, struct tx *tx, const char *id, const char *why);
/* Before a server starts: tokens of programs that gave them no proof (domain/binding.h) get theirs, if they are what the newest seal in the
 * office's journal says; the others open nothing. office_object_begin goes first. */
RC_MUST enum rc token_begin(struct ctx *ctx, struct tx *tx);
/* All of an account's, each with its entry; for what ends the account's sessions as well. */
RC_MUST enum rc token_end_all(struct ctx *ctx, struct tx *tx, const char *account_id);

#endif

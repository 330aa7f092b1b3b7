/*
 * draft.h - what somebody began to write about a case and did not send yet (草稿).
 *
 * A draft belongs to one account; nobody else reads it, not even who sees everything. It is no part of the case: no journal, version or
 * count hears of it. It goes when it is sent, when the account may not see the case any more, when the case is sealed or destroyed, and
 * when nobody went on with it for 90 days.
 *
 * Runs on: reading anywhere, the rest on the writer. Owns: nothing; results live on ctx->arena.
 * Invariant: the words lie sealed in the store, those about a sealed case under the key of the sealed lane.
 */
#ifndef DOMAIN_DRAFT_H
#define DOMAIN_DRAFT_H

#include "base/ctx.h"
#include "domain/perm.h"
#include "store/sql_stmts.h"

enum { DRAFT_MAX = 200, DRAFT_BYTES_MAX = 200 * 1024 };

#define DRAFT_COLUMN "drafts.content"

struct draft {
    const char *case_id, *composer, *content; /* JSON in clear */
    int64_t case_version, saved_ms;
};

/* The actor's own; without content when there is none. RC_NOT_FOUND with a fault when the case may not be seen. */
RC_MUST enum rc draft_get(struct ctx *ctx, struct tx *tx, const char *case_id, const char *composer, struct draft *out);
/* All of the actor's own on one case. */
RC_MUST enum rc draft_list(struct ctx *ctx, struct tx *tx, const char *case_id, struct draft **out, size_t *count);
/* Begins one or goes on with it; RC_REFUSED when the account has too many, RC_TOO_LARGE when it is too long. */
RC_MUST enum rc draft_put(struct ctx *ctx, struct tx *tx, const struct draft *in, struct draft *out);
/* No draft is no error: it is gone in any case. */
RC_MUST enum rc draft_drop(struct ctx *ctx, struct tx *tx, const char *case_id, const char *composer);
/* What was written was sent: within the command that took it. Other actors than accounts have none. */
RC_MUST enum rc draft_sent(struct ctx *ctx, struct tx *tx, const char *case_id, const char *composer);
/* An account may see less than before: its drafts of what it may not see go. */
RC_MUST enum rc draft_forget(struct ctx *ctx, struct tx *tx, const char *account_id);

#endif

/*
 * intake_draft.h - a registration in hand that was not sent yet (登记草稿).
 *
 * It belongs to one account; nobody else reads it, not even who sees everything. No journal, number or count hears of it. It goes with the
 * registration that it became, when the account may not register any more, and when nobody went on with it for 14 days: it holds numbers
 * and addresses of people, and what is not needed is not kept.
 *
 * Runs on: reading anywhere, the rest on the writer. Owns: nothing; results live on ctx->arena.
 * Invariant: the words lie sealed in the store; those of an accusation under the key of the sealed lane, and only those of an accusation
 * officer: of anybody else they are not kept at all (Art 30).
 */
#ifndef DOMAIN_INTAKE_DRAFT_H
#define DOMAIN_INTAKE_DRAFT_H

#include "base/ctx.h"
#include "base/value.h"
#include "store/sql_stmts.h"

enum { INTAKE_DRAFT_MAX = 20, INTAKE_DRAFT_BYTES_MAX = 400 * 1024, INTAKE_DRAFT_DAYS = 14 };

#define INTAKE_DRAFT_COLUMN "intake_drafts.content"

struct intake_draft {
    const char *id, *content; /* JSON in clear */
    int64_t saved_ms;
};

/* The actor's own, newest first. */
RC_MUST enum rc intake_draft_list(struct ctx *ctx, struct tx *tx, struct intake_draft **out, size_t *count);
/* Begins one or goes on with it. RC_NOT_FOUND when the id is somebody else's; RC_REFUSED when there are too many, or for an accusation
 * that the actor may not register; RC_TOO_LARGE when it is too long. */
RC_MUST enum rc intake_draft_put(struct ctx *ctx, struct tx *tx, const char *id, const struct value *content,
                                 struct intake_draft *out);
/* No draft is no error: it is gone in any case. `id` NULL: there was none. */
RC_MUST enum rc intake_draft_drop(struct ctx *ctx, struct tx *tx, const char *id);
/* An account may do less than before. */
RC_MUST enum rc intake_draft_forget(struct tx *tx, const char *account_id);

#endif

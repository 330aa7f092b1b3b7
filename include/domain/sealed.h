/*
 * sealed.h - the sealed lane for accusations (检举控告, Regulation Arts 30, 46(5)).
 *
 * What an accusation says is one text under a key of its own; the tables that everybody's queries read hold placeholders. Who may
 * know of the case is named account by account (the predicate `scope` of sql/queries/case.sql); whoever works at a unit that it is
 * against, below one or above one, is left out even when named.
 *
 * Runs on: the writer. Owns: nothing; texts live on ctx->arena.
 */
#ifndef DOMAIN_SEALED_H
#define DOMAIN_SEALED_H

#include "domain/submission.h"

/* Splits a submission: `open` may be stored anywhere, `content` (a JSON object) only sealed. */
RC_MUST enum rc sealed_take(struct ctx *ctx, const struct submission_in *in, struct submission_in *open,
                            const char **content);
/* Keeps the content, the units that it is against, and the actor as the first who may know. RC_REFUSED when the actor would be
 * left out by one of the units. */
RC_MUST enum rc sealed_store(struct ctx *ctx, struct tx *tx, const struct submission_in *in, const char *case_id,
                             const char *content);
/* The content in clear; the caller has journalled that it is read. RC_NOT_FOUND when the case is not sealed. */
RC_MUST enum rc sealed_open(struct ctx *ctx, struct tx *tx, const char *case_id, const char **content);
/* The case is against this unit from now on. RC_REFUSED as above. */
RC_MUST enum rc sealed_accuse(struct ctx *ctx, struct tx *tx, const char *case_id, const char *unit_id,
                              const char *pointer);

/* It is no accusation after all: the content becomes that of an ordinary case, which the registering unit sees. Changes w->row. */
RC_MUST enum rc sealed_unseal(struct case_work *w);

/* sealed_part.c: one petition, two legal ways (Arts 30, 31). An appeal never carries the words of an accusation. */

/* The whole case is an accusation: its words, demands and units are sealed away, as if it had come in so. Changes w->row. */
RC_MUST enum rc sealed_seal(struct case_work *w);
/* Field `accusation` and all original words become a sealed case; what the fields say is left. Nothing here tells of it. */
RC_MUST enum rc sealed_take_out(struct case_work *w);
/* What of a sealed case is an appeal (fields title, request, demand) becomes an ordinary case with a number of its own. */
RC_MUST enum rc sealed_let_out(struct case_work *w);

#endif

/*
 * worklist_mine.h - which of the acts that wait on cases are the actor's: said once per request, for one predicate in SQL.
 *
 * Runs on: a worker with a read transaction. Owns: nothing; texts are of the request's arena.
 */
#ifndef DOMAIN_WORKLIST_MINE_H
#define DOMAIN_WORKLIST_MINE_H

#include "base/ctx.h"
#include "store/sql_stmts.h"

/* Sets in->acts and in->drafts by what every definition says of who checks and signs a draft (the acts with four eyes) and who rules on
 * an objection (Art 24), and by the actor's roles, those held for somebody absent among them.
 * acts: ",KEY.VERSION.STATE" with "=UNIT,", "/UNIT," (and all below it) or "*," (everywhere) behind it, one after the other.
 * drafts: ",EVENT," that bar who did them. RC_TOO_LARGE when the arena is full. */
RC_MUST enum rc worklist_mine(struct ctx *ctx, struct tx *tx, struct case_list_due_in *in);

#endif

/*
 * worklist_search.h - what somebody types into the search of the work list: part of a case's number, or of a title.
 *
 * Runs on: a worker. Owns: nothing; texts are borrowed or of the request's arena.
 */
#ifndef DOMAIN_WORKLIST_SEARCH_H
#define DOMAIN_WORKLIST_SEARCH_H

#include "base/ctx.h"
#include "store/sql_stmts.h"

/* Sets parameters and mask of a list statement by `q`, which is not empty. Numbers are found by how they begin or end; whose they are, the
 * statement's scope says, so no sealed case (Art 30) comes up by its digits. RC_TOO_LARGE when the arena is full. */
RC_MUST enum rc worklist_search(struct ctx *ctx, const char *q, struct case_list_due_in *in, unsigned *mask);

#endif

/*
 * assist.h - tasks of assisting units (协办): given, answered, closed.
 *
 * A task is a dispatch of part "assisting": it has its own text, its own last day and its own clock, whose ladder goes up in that
 * unit. The lead unit's opinion waits for all of them (Regulation Arts 5, 22: one unit leads, the others help).
 *
 * Runs on: reading anywhere, effects (effect_assist.c) on the writer. Owns: nothing; rows live on ctx->arena.
 * Invariant: a unit has at most one open task on a case.
 */
#ifndef DOMAIN_ASSIST_H
#define DOMAIN_ASSIST_H

#include "domain/case.h"

/* Open tasks, oldest first. */
RC_MUST enum rc assist_list(const struct case_work *w, struct task_row **out, size_t *count);
/* The open task of a unit; NULL when it has none, or when the rows cannot be read. */
const struct task_row *assist_of_unit(const struct case_work *w, const char *unit_id);
/* 1 when the actor has the role at a unit with an open task. */
int assist_has_role(const struct case_work *w, const char *role);
/* The open task that the actor may answer: that of field `unit`, or else the oldest; NULL when there is none. */
const struct task_row *assist_of_actor(const struct case_work *w, const struct value *fields);

#endif

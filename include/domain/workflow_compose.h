/*
 * workflow_compose.h - definitions written with shared parts, made whole.
 *
 * Lanes share most of their road: dispatch and objection, assisting units, the opinion and its delivery. A definition names a part
 * instead of repeating it:
 *
 *   an item {"part": "dispatch"} of an array takes in the items of the array of the same name in sql/seed/parts/dispatch.json;
 *   a member with the value {"part": "ladders"} takes the value of the member of the same name;
 *   {"part": "choices:delivery"} takes the member "delivery" instead; {"part": ..., "without": ["extend"]} leaves out the events,
 *   states, clocks, fields or choices with these names.
 *
 * Events of a part speak only of what the definition has: from-states and clocks that it does not know fall away, so does
 * an event that leaves no known state or leads to an unknown one (unless another lane takes the case over there).
 *
 * What is stored in the database is always whole, so a part that changes with the program changes no definition in use.
 *
 * Runs on: any thread. Owns: nothing.
 */
#ifndef DOMAIN_WORKFLOW_COMPOSE_H
#define DOMAIN_WORKFLOW_COMPOSE_H

#include "base/arena.h"
#include "base/rc.h"

#include <stddef.h>

struct embed_table;

/* Whole JSON text on the arena, with `parts` searched for "seed/parts/NAME.json". RC_MALFORMED for text that is not JSON, RC_NOT_FOUND for an
 * unknown part: `why` then says which, on the arena. A text without parts comes back as it is. */
RC_MUST enum rc workflow_compose(struct arena *a, const struct embed_table *parts, const char *json, size_t n,
                                 const char **out, const char **why);

#endif

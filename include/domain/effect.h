/*
 * effect.h - what an event does beside moving the state: the named effects of workflow definitions.
 *
 * Effects run in the order of the definition, inside the writer's transaction, after everything was allowed. They change the
 * loaded case and write the rows of its parts; case_save writes the case itself afterwards.
 *
 * Runs on: the writer. Owns: nothing. Result: RC_OK, or a located refusal (everything is rolled back).
 */
#ifndef DOMAIN_EFFECT_H
#define DOMAIN_EFFECT_H

#include "domain/case.h"

typedef enum rc effect_fn(struct case_work *w);

/* In the order of the table; NULL-terminated. */
extern const char *const effect_names[];
/* For each, the fields that an event with it must require, parted by spaces. */
extern const char *const effect_needs[];

RC_MUST enum rc effect_run(struct case_work *w, int effect);

#define EFFECT(name, needs) effect_fn effect_##name;
#include "domain/effect.def"
#undef EFFECT

/* Keeps the field `answers`, one by one, on the demands of the case; nothing when there is none. */
RC_MUST enum rc effect_demands_answer(struct case_work *w);
/* The case is a candidate for supervision, for what `unit_id` did or left undone (Art 40); once for each trigger. */
RC_MUST enum rc effect_find_candidate(struct case_work *w, const char *unit_id, const char *trigger);
/* Takes a date field as the day on which the act took place: not after today, not before `earliest_ms`. Moves
 * w->effective_ms there when it lies before today. */
RC_MUST enum rc effect_day(struct case_work *w, const char *field, int64_t earliest_ms);

#endif

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

RC_MUST enum rc effect_run(struct case_work *w, int effect);

/* The effects, by the file that holds them. effect_dispatch.c: */
effect_fn effect_dispatch_open, effect_dispatch_receive, effect_objection_file, effect_objection_refuse,
    effect_objection_agree, effect_non_acceptance_record;
/* effect_assist.c: */
effect_fn effect_assist_add, effect_assist_answer, effect_assist_close, effect_assist_end, effect_completion_report,
    effect_report_accept, effect_report_return;
/* effect_handling.c: */
effect_fn effect_screen_set, effect_acceptance_record, effect_handler_set, effect_contact_add, effect_extension_grant,
    effect_withdrawal_record, effect_evidence_add;
/* effect_opinion.c: */
effect_fn effect_opinion_draft, effect_opinion_check, effect_opinion_return, effect_opinion_sign,
    effect_delivery_record;
/* effect_close.c: */
effect_fn effect_execution_plan, effect_execution_record, effect_case_close, effect_agreement_close, effect_case_reopen;
/* The effects of agreements are agreement_add, agreement_plan, agreement_perform and agreement_fail of agreement.c. */

/* Takes a date field as the day on which the act took place: not after today, not before `earliest_ms`. Moves
 * w->effective_ms there when it lies before today. */
RC_MUST enum rc effect_day(struct case_work *w, const char *field, int64_t earliest_ms);

#endif

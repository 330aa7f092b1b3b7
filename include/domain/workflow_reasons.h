/*
 * workflow_reasons.h - why the engine itself refuses, before any guard is asked.
 *
 * Codes that begin with "field_" are about the event's fields and become 422; "role_missing" becomes 403; the rest 409.
 *
 * Constants. Runs on: any thread.
 */
#ifndef DOMAIN_WORKFLOW_REASONS_H
#define DOMAIN_WORKFLOW_REASONS_H

#include "base/fault.h"

extern const struct reason workflow_reason_unknown_event, workflow_reason_not_from_here, workflow_reason_role_missing,
    workflow_reason_same_person;
extern const struct reason workflow_reason_field_required, workflow_reason_field_unknown, workflow_reason_field_kind,
    workflow_reason_field_too_long, workflow_reason_field_too_short, workflow_reason_field_range,
    workflow_reason_field_choice, workflow_reason_field_date, workflow_reason_field_text, workflow_reason_field_answer;

#endif

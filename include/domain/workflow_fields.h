/*
 * workflow_fields.h - checks the fields of an event against the definition's rows.
 *
 * Pure. Runs on: any thread.
 */
#ifndef DOMAIN_WORKFLOW_FIELDS_H
#define DOMAIN_WORKFLOW_FIELDS_H

#include "domain/workflow.h"

/* Adds a refusal with its pointer for every field that is unknown, missing, of the wrong kind, too long or not a choice. */
void workflow_fields_check(struct arena *a, const struct workflow_edge *edge, const struct value *fields,
                           struct workflow_decision *out);
/* Adds one refusal; beyond the maximum they are dropped. */
void workflow_refuse(struct workflow_decision *out, const struct reason *reason, const char *pointer, const char *arg0,
                     const char *arg1, const char *rule);

#endif

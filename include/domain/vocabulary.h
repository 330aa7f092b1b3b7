/*
 * vocabulary.h - the names that a workflow definition may use: guards, effects, roles, documents, addressees.
 *
 * One place puts together what guard.c, effect.c, document.c and notice.c implement, so that loading a definition against it
 * means: everything it names exists.
 *
 * Pure. Runs on: any thread.
 */
#ifndef DOMAIN_VOCABULARY_H
#define DOMAIN_VOCABULARY_H

#include "domain/workflow.h"

const struct workflow_names *vocabulary(void);

#endif

/*
 * completeness.h - the three loops (三闭环): is a case complete in duty, in procedure and in service?
 *
 * A definition lists what it asks for; a case is closed when all of it is there. What is missing is told by name, with how to
 * mend it. Nothing here judges the petitioner: each item is a duty of an office.
 *
 * Runs on: the writer (closing) and workers (showing). Owns: nothing.
 */
#ifndef DOMAIN_COMPLETENESS_H
#define DOMAIN_COMPLETENESS_H

#include "domain/case.h"

enum completeness {
    COMPLETENESS_MISSING,
    COMPLETENESS_HOLDS,
    COMPLETENESS_EXEMPT /* the rule does not ask it of this case */
};

/* Names of the items, ended by NULL. */
extern const char *const completeness_checks[];

/* Judges every item of the case's definition, in its order, into `out` (room for definition->check_count). */
RC_MUST enum rc completeness_judge(const struct case_work *w, enum completeness *out);

#endif

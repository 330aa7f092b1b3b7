/*
 * guard.h - the named conditions of workflow definitions.
 *
 * A guard looks at the loaded case and the event's fields and changes nothing. Its row in the table says what is told when it
 * does not hold and which article or practice stands behind it. The functions lie in guard_*.c by the part of the road.
 *
 * Runs on: the writer (deciding) and workers (listing moves). Pure but for the loaded case. Owns: nothing.
 */
#ifndef DOMAIN_GUARD_H
#define DOMAIN_GUARD_H

#include "domain/case.h"

/* In the order of the table; ended by a NULL name. */
extern const struct workflow_guard_name guard_names[];

/* 1 when guard number `guard` holds for the case and fields (NULL while moves are listed). */
int guard_holds(const struct case_work *w, int guard, const struct value *fields, const char *args[2],
                const char **pointer);

/* One guard; `fields` as above. */
typedef int guard_fn(const struct case_work *w, const struct value *fields, const char *args[2], const char **pointer);

#define GUARD(name, waits, needs, zh, en, article) guard_fn guard_##name;
#define GUARD_QUIET                                GUARD
#include "domain/guard.def"
#undef GUARD_QUIET
#undef GUARD

/* For guards: a day as a pair of words, {0} for Chinese sentences and {1} for English ones. */
void guard_say_day(const struct case_work *w, int64_t day, const char *args[2]);

#endif

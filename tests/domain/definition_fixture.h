/*
 * definition_fixture.h - definitions for tests, made whole and checked as the program does it.
 *
 * Runs on: the test's only thread. Owns: nothing; everything lives on the arena.
 */
#ifndef DEFINITION_FIXTURE_H
#define DEFINITION_FIXTURE_H

#include "domain/workflow.h"

/* Fails the test, with every problem printed, when the file holds no good definition. */
const struct workflow *definition_read(struct arena *a, const char *path);
/* One of sql/seed/workflows, by its key. */
const struct workflow *definition_shipped(struct arena *a, const char *key);

#endif

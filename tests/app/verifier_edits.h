/*
 * verifier_edits.h - edits of the office's own tables, and of who sees a case, for test_verifier.c: each changes a row at least.
 *
 * Runs on: any thread. Owns: nothing; constants.
 */
#ifndef TESTS_APP_VERIFIER_EDITS_H
#define TESTS_APP_VERIFIER_EDITS_H

#include <stddef.h>

extern const char *const verifier_objects[];
extern const size_t verifier_object_count;
extern const char *const verifier_sights[];
extern const size_t verifier_sight_count;

#endif

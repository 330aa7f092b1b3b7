/*
 * verifier_office.h - cases, a file, an accusation and units for test_verifier.c, made over HTTP.
 *
 * Runs on: the test's only thread. Owns: nothing.
 */
#ifndef TESTS_APP_VERIFIER_OFFICE_H
#define TESTS_APP_VERIFIER_OFFICE_H

struct client;

enum { VERIFIER_CASES = 6 };

/* That many, each of a person of whom everything is known, registered and screened. */
void verifier_cases(struct client *c, int round);
/* A file behind the newest case that `c` sees; and an accusation, whose words are sealed. */
void verifier_accusation(struct client *c, struct client *officer);
/* Below the county. */
void verifier_unit(struct client *admin, const char *code, const char *kind);

#endif

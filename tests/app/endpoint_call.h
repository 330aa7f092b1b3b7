/*
 * endpoint_call.h - calls any endpoint by its row alone, for tests that ask something of all of them.
 *
 * Runs on: the test's main thread. Owns: nothing.
 */
#ifndef TESTS_ENDPOINT_CALL_H
#define TESTS_ENDPOINT_CALL_H

#include "http/endpoint.h"
#include "support/client.h"

enum { ENDPOINT_PATH_SIZE = 512 };

/* An id that nothing has. */
extern const char *const endpoint_some_id;
/* The row's path with its parameters filled in; `odd` (may be NULL) takes the place of all of them. */
void endpoint_path(const struct endpoint *ep, const char *odd, char out[ENDPOINT_PATH_SIZE]);
/* Sends the body where the row takes one, and a version where it wants one. */
const struct client_reply *endpoint_call(struct client *c, const struct endpoint *ep, const char *path,
                                         const char *body);
/* Every row of every table. */
void endpoint_for_each(void (*each)(const struct endpoint *ep));

#endif

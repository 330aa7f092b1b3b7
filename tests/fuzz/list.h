/*
 * list.h - what the parts of fuzz_list share: queries in and out.
 *
 * Runs on: the fuzzer's thread. Owns: nothing.
 */
#ifndef TESTS_FUZZ_LIST_H
#define TESTS_FUZZ_LIST_H

#include "fuzz.h"

#include "http/request.h"

/* list_query.c: the query "a=b&c=d" through http/request_query.c into `req`, which is made anew for the endpoint. */
enum rc list_decode(struct request *req, struct arena *a, const struct endpoint *ep, const char *query);
/* The input as JSON, and as a query that must decode to the same; with another text for the field `name` unless it is NULL. */
const char *list_json(const struct request *req);
const char *list_query(const struct request *req, const char *name, const char *text);

#endif

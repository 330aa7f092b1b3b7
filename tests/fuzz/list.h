/*
 * list.h - what the parts of fuzz_list share: an office with a few rows, and one call of a list over it.
 *
 * Runs on: the fuzzer's thread. Owns: see list_office.c.
 */
#ifndef TESTS_FUZZ_LIST_H
#define TESTS_FUZZ_LIST_H

#include "fuzz.h"

#include "base/ctx.h"
#include "http/request.h"

enum { LIST_ROWS = 10 }; /* cases, and more rows than there are in any list but the journal's */

/* list_office.c: makes the office; once. */
void list_make(void);
/* A context for an administrator who may everything, and a read transaction. */
void list_begin(struct arena *a, struct ctx *ctx, struct tx *tx);
void list_end(void);
/* What the statements did since list_begin; every one of them is held to read only and to end in a row or at the end. */
int64_t list_steps(void);

/* list_query.c: the query "a=b&c=d" through http/request_query.c into `req`, which is made anew for the endpoint. */
enum rc list_decode(struct request *req, struct arena *a, const struct endpoint *ep, const char *query);
/* The input as JSON, and as a query that must decode to the same. */
const char *list_json(const struct request *req);
const char *list_query(const struct request *req, const char *cursor);

#endif

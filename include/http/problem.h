/*
 * problem.h - one fault as application/problem+json (RFC 9457).
 *
 * Runs on: the thread that owns the request. Owns: nothing.
 * Invariant: nothing but constants, checked arguments and request ids gets into the text.
 */
#ifndef HTTP_PROBLEM_H
#define HTTP_PROBLEM_H

#include "base/ctx.h"

#include <stddef.h>

struct buf;

/* Appends the whole object. `trace_id` may be NULL. */
void problem_write(struct buf *out, const struct ctx *ctx, const char *trace_id);
/* The same from a result code alone into `n` bytes, for when the arena is full or not ours. Returns the length. */
size_t problem_write_short(char *out, size_t n, enum rc rc, int is_zh);
/* Seconds for Retry-After; 0: the field is not sent. */
long problem_retry_after(const struct fault *f);

#endif

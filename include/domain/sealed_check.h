/*
 * sealed_check.h - does what lies encrypted still open, does it fit its blind indexes, and did the office's keys prove it?
 *
 * The seals of cases name people and contents without holding them, and the independent verifier has no keys: this looks inside.
 *
 * Runs on: the main thread of the tools. Owns: nothing.
 */
#ifndef DOMAIN_SEALED_CHECK_H
#define DOMAIN_SEALED_CHECK_H

#include "base/ctx.h"
#include "store/sql.h"

struct sealed_report {
    int64_t persons, contents;
    const char *bad_id; /* the first row that is wrong, on ctx->arena; NULL: none */
    const char *why;    /* constant */
};
/* Every person and every content of the sealed lane, with the keys. RC_OK also when something is bad. Any read transaction. */
RC_MUST enum rc sealed_verify(struct ctx *ctx, struct tx *tx, struct sealed_report *out);

#endif

/*
 * sequence.h - running numbers without gaps: the number belongs to the transaction that takes it.
 *
 * Runs on: the writer.
 */
#ifndef DOMAIN_SEQUENCE_H
#define DOMAIN_SEQUENCE_H

#include "base/ctx.h"

struct tx;

/* The next number of `name` ('case:999901-2026-W'), from 1. A command that fails gives it back. */
RC_MUST enum rc sequence_next(struct ctx *ctx, struct tx *tx, const char *name, int64_t *out);

#endif

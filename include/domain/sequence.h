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
/* RC_OK when `name` is a series that this office gives numbers of, in a year up to the next: of cases by way of receipt, of a unit's
 * papers by type, of its certificates. RC_NOT_FOUND for every other name, those of accusations among them. Any transaction. */
RC_MUST enum rc sequence_check(struct ctx *ctx, struct tx *tx, const char *name);

#endif

/*
 * definition.h - publishing workflow definitions into the store.
 *
 * A published version is never changed: running cases stay on the version that they began with, new cases take the newest.
 * Whoever publishes calls reference_use when all are in: to read and check them anew after each one is slow.
 *
 * Runs on: the writer. Invariant: nothing is published that workflow_load refuses.
 */
#ifndef DOMAIN_DEFINITION_H
#define DOMAIN_DEFINITION_H

#include "base/ctx.h"
#include "domain/workflow.h"

struct tx;

/* Checks `json` (n bytes) and makes it the current version of its key when it is newer than the newest there is; an office's
 * own later version stays. RC_INVALID with every problem as a field error. */
RC_MUST enum rc definition_offer(struct ctx *ctx, struct tx *tx, const char *json, size_t n);

/* Makes `json` the current version of its key, with the next number, when it differs from the present one in more than that;
 * `*published` is counted up then. For what a profile makes of the definitions that come with the program. */
RC_MUST enum rc definition_renew(struct ctx *ctx, struct tx *tx, const char *json, size_t *published);

#endif

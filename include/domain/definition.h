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

struct definition_publish {
    const char *json;
    int64_t after_version; /* the version in force that it was compared with, 0: none was; SQL_NULL: whatever it is */
    const char *note;      /* why, for the office journal; may be NULL */
};
/* Checks only: RC_INVALID with every problem as a field error below "/definition". `*last`: the newest version of its key, 0: none.
 * `*current`: the version in force, 0: none. */
RC_MUST enum rc definition_check(struct ctx *ctx, struct tx *tx, const char *json, const struct workflow **out,
                                 int64_t *last, int64_t *current);
/* An office's own definition becomes the next version of its key, whatever number it bears, and new cases take it from now on. A key keeps
 * its lane and a lane its key, so that every legal way has one definition and only one. RC_CONFLICT when another version came into force
 * meanwhile, RC_REFUSED when nothing is different. The new reference is loaded before it is believed. */
RC_MUST enum rc definition_publish(struct ctx *ctx, struct tx *tx, const struct definition_publish *in,
                                   const struct workflow **out);

#endif

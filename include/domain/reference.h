/*
 * reference.h - the calendar and the workflow definitions as one immutable object.
 *
 * It is loaded from the store and kept by the random value of the setting 'reference', which every command that changes a
 * calendar or publishes a definition replaces in its own transaction. So a reader on an older snapshot and the writer in the
 * middle of a batch each see exactly the reference that belongs to what they see.
 *
 * Runs on: any thread; the cache is locked. Owns: every reference loaded so far (few), until reference_cache_free.
 */
#ifndef DOMAIN_REFERENCE_H
#define DOMAIN_REFERENCE_H

#include "base/ctx.h"
#include "domain/calendar.h"
#include "domain/workflow.h"

#include <stddef.h>
#include <stdint.h>

struct tx;
struct reference_cache;

struct reference_workflow {
    const struct workflow *definition;
    const char *json;
    int is_current;
};

struct reference {
    int64_t stamp;
    const struct calendar *calendar;
    const struct reference_workflow *workflows;
    size_t workflow_count;
    struct arena *arena; /* owner of everything above */
    struct reference *next;
};

RC_MUST enum rc reference_cache_new(struct reference_cache **out);
void reference_cache_free(struct reference_cache *c);
/* Sets ctx->reference to the one that belongs to this transaction. One point read when it is known already. */
RC_MUST enum rc reference_use(struct ctx *ctx, struct tx *tx);
/* In a command that changed a calendar or a definition: makes the next reference_use load anew, and loads it now. */
RC_MUST enum rc reference_changed(struct ctx *ctx, struct tx *tx);
/* NULL when there is no such definition. */
const struct workflow *reference_workflow_find(const struct reference *r, const char *key, int64_t version);
/* The current definition of a lane, or NULL. */
const struct workflow *reference_workflow_of_lane(const struct reference *r, const char *lane);
const struct workflow *reference_workflow_current(const struct reference *r, const char *key);

#endif

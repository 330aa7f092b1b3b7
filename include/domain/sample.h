/*
 * sample.h - a county to begin with: departments, towns, villages of a sample, which an office loads with one act and can take away again.
 *
 * Units are never deleted, because cases name them (unit.h). The sample is the exception, and only as long as nothing can name them: no
 * case is there, nobody works or holds a role in one, no unit of the office's own lies below. Both acts are in the office journal.
 *
 * Accusations are not counted among the cases: whoever sets up an office may not learn of them. That somebody was given the role of
 * accusation officer stands for them, which is known anyway, and refuses the same whether there are any or not.
 *
 * Runs on: the writer; state with any transaction. Owns: nothing.
 */
#ifndef DOMAIN_SAMPLE_H
#define DOMAIN_SAMPLE_H

#include "base/ctx.h"
#include "base/value.h"

struct tx;

struct sample_state {
    int64_t units;      /* of the sample */
    int has_case;       /* an ordinary one: the sample stays */
    int has_officer;    /* for accusations, of which there may be some: likewise */
    int has_other_unit; /* beside county and bureau */
};

RC_MUST enum rc sample_get(struct ctx *ctx, struct tx *tx, struct sample_state *out);
/* `county`: {"units": [{"code", "name", "short_name", "kind", "parent": a code above or none, "can_handle", "sort"}]}, parents first.
 * RC_REFUSED when the office has units of its own or cases. */
RC_MUST enum rc sample_load(struct ctx *ctx, struct tx *tx, const struct value *county, int64_t *count);
/* RC_REFUSED, naming the unit, when something real hangs on one. `*count`: how many went. */
RC_MUST enum rc sample_drop(struct ctx *ctx, struct tx *tx, int64_t *count);

#endif

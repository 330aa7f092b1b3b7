/*
 * practice_use.h - which kinds of cases an office works by which template of local practice.
 *
 * A use holds for cases that are registered while it is in force; they keep it, in the version that was current then, when it ends. Cases
 * of the sealed lane are worked by no template: what was done on them is for few to know.
 *
 * Runs on: the writer. Owns: nothing; results live on ctx->arena.
 */
#ifndef DOMAIN_PRACTICE_USE_H
#define DOMAIN_PRACTICE_USE_H

#include "base/ctx.h"
#include "store/sql_stmts.h"

enum { PRACTICE_USES_MAX = 40 };

struct practice_use_new {
    const char *practice_key;
    const char *const *workflow_keys; /* none: the template is not used any more */
    size_t workflow_count;
    int is_first_only; /* only for first petitions (初信初访) */
};

/* From now on the template is used for these kinds and no others. RC_NOT_FOUND with a fault when there is no such template, RC_INVALID
 * when a kind is none, RC_REFUSED when nothing changes. */
RC_MUST enum rc practice_use_set(struct ctx *ctx, struct tx *tx, const struct practice_use_new *in,
                                 struct practice_use_row **out, size_t *count);

#endif

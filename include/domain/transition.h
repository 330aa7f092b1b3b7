/*
 * transition.h - the one way in which a case moves: an event of its definition.
 *
 * load -> scope -> version -> decide (pure) -> effects -> clocks -> state -> journal -> notices, in one transaction of the writer.
 *
 * Runs on: applying on the writer; listing with any read transaction. Owns: nothing.
 */
#ifndef DOMAIN_TRANSITION_H
#define DOMAIN_TRANSITION_H

#include "domain/case.h"

struct transition_in {
    const char *case_id;
    const char *event;
    const struct value *fields; /* object; NULL counts as {} */
    const char *note;
    int64_t if_match;
    const struct case_work
        *looked; /* the case as loaded before this transaction began to change it; NULL: it is as it was */
};

/* RC_OK, or: RC_NOT_FOUND (also out of scope), RC_PRECONDITION, RC_STALE, RC_FORBIDDEN (no such role here), RC_INVALID (fields,
 * all located), RC_REFUSED (guards, four eyes, wrong state: every rule that stands in the way). Nothing changes then. */
RC_MUST enum rc transition_apply(struct ctx *ctx, struct tx *tx, const struct transition_in *in);

/* Would it be done now? The same answer without doing it, for previews; `to` is the state afterwards (NULL: one that the definition
 * does not have). What only doing it brings to light, such as a number that is taken, it cannot know. */
RC_MUST enum rc transition_check(struct ctx *ctx, struct tx *tx, const struct transition_in *in,
                                 const struct workflow_state **to);

/* The paper that the act would make with these fields, however far they are filled in; plan type NULL: none from here. */
RC_MUST enum rc transition_plan(struct ctx *ctx, struct tx *tx, const struct transition_in *in, struct case_work *w,
                                struct document_plan *out);

struct transition_move {
    const struct workflow_edge *edge; /* the row shown; the first with this event when there is none from here */
    int is_allowed;
    struct workflow_refusal refusals[WORKFLOW_REFUSALS_MAX];
    int refusal_count;
};
struct transition_list {
    struct case_work work;
    struct transition_move *moves; /* one per event of the definition, in its order */
    size_t count;
};
/* Every event with whether it may be done now and, if not, every rule in the way. */
RC_MUST enum rc transition_moves(struct ctx *ctx, struct tx *tx, const char *case_id, struct transition_list *out);

#endif

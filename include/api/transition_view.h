/*
 * transition_view.h - an event of a definition as clients see it: one case's list and what several cases have in common show it alike.
 *
 * Runs on: any thread that owns the request. Owns: nothing; rows live on ctx->arena, texts on the definition.
 */
#ifndef API_TRANSITION_VIEW_H
#define API_TRANSITION_VIEW_H

#include "domain/transition.h"
#include "http/endpoint.h"

struct transition_choice_out {
    const char *key, *title_zh, *title_en;
};
struct transition_when_out {
    const char *field, *is;
};
struct transition_field_out {
    const char *name, *kind, *title_zh, *title_en, *hint_zh, *hint_en;
    int64_t required, of_one;
    struct transition_when_out *required_when;
    int64_t min, max;
    struct transition_choice_out *choices;
    size_t choices_count;
};
struct transition_refusal_out {
    const char *code, *detail, *rule, *pointer;
};
struct transition_event_out {
    const char *event, *title_zh, *title_en, *hint_zh, *hint_en;
    int64_t allowed, of_one;
    const char *to;
    struct transition_field_out *fields;
    size_t fields_count;
    struct transition_refusal_out *refusals;
    size_t refusals_count;
    const char *const *documents;
    size_t documents_count;
};
extern const struct field_set transition_view_event_set; /* CaseEvent */

/* One event with its fields and the refusals of `m`. RC_TOO_LARGE when the arena is full. */
RC_MUST enum rc transition_view_event(struct ctx *ctx, const struct transition_move *m,
                                      struct transition_event_out *out);

#endif

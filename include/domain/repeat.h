/*
 * repeat.h - repeats: same person and same matter (同人同事), found by machine and judged by a clerk.
 *
 * Candidates are shown with their reasons and never joined by themselves. A clerk says what they are by an event; each can be taken back.
 * First or repeat (初件, 重件) follows from that and is typed by nobody.
 *
 * Runs on: looking anywhere, joining on the writer. Owns: nothing; rows live on ctx->arena.
 */
#ifndef DOMAIN_REPEAT_H
#define DOMAIN_REPEAT_H

#include "domain/case.h"

enum { REPEAT_CANDIDATES_MAX = 20 };

struct repeat_candidate {
    struct repeat_row row;
    int same_id, same_phone, same_name, same_place, same_class; /* why */
    int similarity;                                             /* of title and request, percent */
    int score; /* orders the list, highest first; says nothing about people */
};

/* What else the people of this case asked, and what others ask about the same thing; only cases that the actor may know of. */
RC_MUST enum rc repeat_find(struct ctx *ctx, struct tx *tx, const struct case_row *of, struct repeat_candidate **out,
                            size_t *count);

/* What is being registered, as far as it is typed. Each text may be NULL. */
struct repeat_matter {
    const char *title, *request, *class_code, *place_unit_id;
    const char *const *person_ids; /* known people (person_known.h); others count for nothing */
    size_t person_count;
};
/* The same before there is a case: also among what came lately, and never among sealed cases. */
RC_MUST enum rc repeat_find_new(struct ctx *ctx, struct tx *tx, const struct repeat_matter *in,
                                struct repeat_candidate **out, size_t *count);

#endif

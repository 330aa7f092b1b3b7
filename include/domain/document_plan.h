/*
 * document_plan.h - what an act puts on paper: which type, whose letter, and what it states. Decided before anything changes, so that
 * showing the paper first (print_preview_api.c) and doing the act cannot tell two stories.
 *
 * Runs on: planning with any transaction, making on the writer. Owns: nothing; everything lies on ctx->arena.
 * Invariant: an act makes at most one paper.
 */
#ifndef DOMAIN_DOCUMENT_PLAN_H
#define DOMAIN_DOCUMENT_PLAN_H

#include "domain/case.h"

struct document_plan {
    const char *type;           /* NULL: with these fields the act makes none */
    struct unit_row unit;       /* whose letter it is and whose series gives the number */
    const struct value *fields; /* the act's fields, and what the act knows beside them */
    const char *case_number;    /* of the case that it will lie on */
    int32_t due_day;            /* when the matter is to be done after the act; 0: the paper does not say it */
    int is_draft;               /* somebody else signs it; only then it gets a number */
};

/* The paper that w->edge makes with w->fields, as far as they are filled in. */
RC_MUST enum rc document_plan(struct case_work *w, struct document_plan *out);
/* Makes the planned paper, w->plan: issues it, or keeps it as a draft. `id` may be NULL. */
RC_MUST enum rc document_make(struct case_work *w, const char **id);

#endif

/*
 * case_open.h - a new case: its row, its first clocks, who holds it, and in the end the first entry of its journal.
 *
 * Registration opens cases, and so do reviews, rechecks and splits, which come from a case that is there.
 *
 * Runs on: the writer. Owns: nothing; rows live on ctx->arena.
 */
#ifndef DOMAIN_CASE_OPEN_H
#define DOMAIN_CASE_OPEN_H

#include "domain/case.h"

struct case_opening {
    const struct workflow *definition;
    struct case_row
        row; /* what it is about; lane, state, clocks, journal and times are filled in. For case_open_from: what
                                      is its own (title, number, purpose, outside_body, handler, is_sealed), the rest is the parent's */
    const struct unit_row *holder; /* where it begins */
    int64_t start_ms;              /* when its first clocks start: receipt */
    int without_people;            /* case_open_from: the people of the parent are none of it */
    struct submission_add_in
        *submission; /* case_open_from: its own, to which its people then belong; NULL: the parent's stands */
    struct deadline_row *clocks; /* out */
    size_t clock_count;          /* out */
};

RC_MUST enum rc case_open(struct ctx *ctx, struct tx *tx, struct case_opening *o);
/* Writes the first entry of its journal. Called once, when all that belongs to the new case is written: people, demands, submission;
 * the entry seals it. Before this nothing else may be appended. */
RC_MUST enum rc case_open_seal(struct ctx *ctx, struct tx *tx, struct case_opening *o);
/* A case that comes from another one: same title, matter, place and people, number "…-F1". The opening's definition, holder and start are
 * given, `kind` names the link. A sealed one, or one out of a sealed one, leaves no trace in the other that its readers could find, and shares no person with it. */
RC_MUST enum rc case_open_from(struct case_work *parent, const char *kind, const char *suffix, const char *request,
                               struct case_opening *o);
/* The number that the next case of that lane out of `parent` gets. NULL: it cannot be told. */
const char *case_open_number(const struct case_work *parent, const char *suffix, const char *lane);
/* What the national bureau sent, straight or level by level: each level has its own days to pass it on (clock C20). */
int case_open_is_forwarded(const struct case_row *row);

#endif

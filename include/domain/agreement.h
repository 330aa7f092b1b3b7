/*
 * agreement.h - mediation and settlement with both sides' consent, and the instalments that they promise (Regulation Art 33).
 *
 * Runs on: reading anywhere, adding on the writer. Owns: nothing.
 * Invariant: every open instalment has a running clock P4 that ends on its day; event `plan_instalment` starts it.
 */
#ifndef DOMAIN_AGREEMENT_H
#define DOMAIN_AGREEMENT_H

#include "domain/case.h"

/* The clock of an instalment. */
#define AGREEMENT_CLOCK "P4"

/* Art 33: agreed by both sides; the fields are those of event `agree`. A new agreement takes the place of an earlier one, whose
 * open instalments end as failed. */
RC_MUST enum rc agreement_add(struct case_work *w);
/* What is promised by when; amounts in fen, NULL when it is no payment. */
RC_MUST enum rc agreement_plan(struct case_work *w);
/* Field `instalment` is its position. RC_INVALID at /fields/instalment when no such one is open. */
RC_MUST enum rc agreement_perform(struct case_work *w);
RC_MUST enum rc agreement_fail(struct case_work *w);
RC_MUST enum rc agreement_is_there(struct ctx *ctx, struct tx *tx, const char *case_id, int *out);
/* 1: there is an agreement with something promised, and all of it is performed. */
RC_MUST enum rc agreement_is_performed(struct ctx *ctx, struct tx *tx, const char *case_id, int *out);

#endif

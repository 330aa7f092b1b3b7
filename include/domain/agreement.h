/*
 * agreement.h - mediation and settlement with both sides' consent, and the instalments that they promise (Regulation Art 33).
 *
 * Runs on: any thread with a transaction; what changes them is in effect_agreement.c. Owns: nothing.
 * Invariant: every open instalment has a running clock P4 that ends on its day; event `plan_instalment` starts it.
 */
#ifndef DOMAIN_AGREEMENT_H
#define DOMAIN_AGREEMENT_H

#include "domain/case.h"

/* 1: one is in force. */
RC_MUST enum rc agreement_is_there(struct ctx *ctx, struct tx *tx, const char *case_id, int *out);
/* 1: there is an agreement with something promised, and all of it is performed. */
RC_MUST enum rc agreement_is_performed(struct ctx *ctx, struct tx *tx, const char *case_id, int *out);

#endif

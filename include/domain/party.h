/*
 * party.h - the people of a case as whoever deals with them needs them: in full, for a reason that stays on file.
 *
 * Runs on: the writer. Owns: nothing; texts live on ctx->arena.
 */
#ifndef DOMAIN_PARTY_H
#define DOMAIN_PARTY_H

#include "base/ctx.h"
#include "store/sql_stmts.h"

struct party_clear {
    const char *name, *id_type, *id_number, *phone, *email, *address, *bank_account,
        *health; /* NULL where nothing is known */
};

struct case_row;

/* 1 when the petitioner asked for the name to be withheld (`is_confidential`) and the actor is not of the office that registered the
 * case: the units that answer need no name, the registering office relays. */
int party_is_withheld(const struct ctx *ctx, const struct case_row *c, int is_confidential);
/* Opens one party of a case. What is read by whom and why is journalled first: in the office's journal, where auditors find it, or
 * for a sealed case in its own. RC_NOT_FOUND outside the actor's scope; RC_REFUSED when the petitioner asked for the name to be
 * withheld and the actor is not of the office that registered it. */
RC_MUST enum rc party_reveal(struct ctx *ctx, struct tx *tx, const char *case_id, const char *party_id, const char *why,
                             struct party_clear *out);

#endif

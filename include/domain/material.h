/*
 * material.h - what a petitioner adds to a matter that is in hand (补充材料), with number and query code.
 *
 * It becomes evidence of the case, is in its journal, and who has the case is told. Reviews have cases of their own: while one runs and
 * what it is about is closed, the material goes there.
 *
 * Runs on: the writer. Owns: nothing. Invariant: nothing of a sealed matter is written into an open table.
 */
#ifndef DOMAIN_MATERIAL_H
#define DOMAIN_MATERIAL_H

#include "base/ctx.h"
#include "base/rc.h"

struct tx;

enum { MATERIAL_A_DAY = 10 };

struct material_in {
    const char *number, *code;
    const char *title; /* NULL: called what it is */
    const char *text;
};

/* RC_NOT_FOUND for a wrong number and a wrong code alike; RC_REFUSED with whom to turn to; RC_LIMITED past MATERIAL_A_DAY. */
RC_MUST enum rc material_add(struct ctx *ctx, struct tx *tx, const struct material_in *in, const char **number);

#endif

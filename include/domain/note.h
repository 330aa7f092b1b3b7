/*
 * note.h - a note on a case: words of whoever works on it, beside the acts.
 *
 * It is an entry of the journal and nothing else: no state, clock or duty moves by it. Sealed cases take none, because a journal is not
 * sealed.
 *
 * Runs on: the writer. Owns: nothing.
 */
#ifndef DOMAIN_NOTE_H
#define DOMAIN_NOTE_H

#include "base/ctx.h"

#include <stdint.h>

struct tx;

/* Both: RC_NOT_FOUND out of scope; RC_REFUSED for a sealed or destroyed case, and for whoever withdrew from it. */

/* Whatever changed meanwhile does not matter to a note, so no version is asked for; the new one comes back. */
RC_MUST enum rc note_add(struct ctx *ctx, struct tx *tx, const char *case_id, const char *text, int64_t *version);
/* What a leader of the county wrote on it (领导批示, Art 18): an entry of its own kind, told to whoever has the case, to their head and to
 * the bureau's. It decides nothing: how the case goes on stays with those whose act it is. */
RC_MUST enum rc note_instruct(struct ctx *ctx, struct tx *tx, const char *case_id, const char *text, int64_t *version);

#endif

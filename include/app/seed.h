/*
 * seed.h - what every data folder has from the files embedded in the program: roles, dictionaries, calendars, definitions.
 *
 * A folder made by an older program gets what is missing at the next start; what the office changed itself stays: its words in
 * the dictionaries, its calendars, its own later versions of definitions.
 *
 * Everything goes through the same commands as the API, as the actor of the context.
 *
 * Runs on: the writer, inside one transaction of init or of the start. Owns: nothing.
 */
#ifndef APP_SEED_H
#define APP_SEED_H

#include "base/ctx.h"

struct tx;

/* Does nothing when these very files were loaded before. RC_INTERNAL with a log line that names the file when one is broken. */
RC_MUST enum rc seed_load(struct ctx *ctx, struct tx *tx);
/* Marks the roles whose last column says yes as needing a second factor: once, for a new office; later the office decides. */
RC_MUST enum rc seed_factors(struct ctx *ctx, struct tx *tx);

#endif

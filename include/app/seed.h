/*
 * seed.h - what every data folder begins with, from the files embedded in the program: roles, dictionaries, calendars, definitions.
 *
 * Everything goes through the same commands as the API, as the actor of the context.
 *
 * Runs on: the writer, inside the transaction of init. Owns: nothing.
 */
#ifndef APP_SEED_H
#define APP_SEED_H

#include "base/ctx.h"

struct tx;

/* RC_INTERNAL with a log line that names the file when one is broken. */
RC_MUST enum rc seed_load(struct ctx *ctx, struct tx *tx);

#endif

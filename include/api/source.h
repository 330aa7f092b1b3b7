/*
 * source.h - an input that is JSON itself: a definition, a template. It may come as JSON or as the text of it, so that who wrote it by
 * hand learns of lines and duplicates.
 *
 * Runs on: any thread. Owns: nothing; results are on the arena of the context.
 */
#ifndef API_SOURCE_H
#define API_SOURCE_H

#include "base/ctx.h"
#include "base/value.h"
#include "domain/reason.h"

/* Its text. RC_INVALID with `why` at `pointer` when it is neither an object nor a text. */
RC_MUST enum rc source_text(struct ctx *ctx, const struct value *source, enum reason_id why, const char *pointer,
                            const char **out);

#endif

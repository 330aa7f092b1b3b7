/*
 * profile.h - local profiles of the definitions: off unless the office turns one on (sql/seed/profiles).
 *
 * Switching publishes new versions of the definitions that the profile changes. Cases in hand stay on the version that they began
 * with; switching back publishes new versions again. The office journal tells of it.
 *
 * Runs on: reading anywhere; switching on the writer, or on the main thread with a write transaction while no server runs. Owns: nothing.
 */
#ifndef DOMAIN_PROFILE_H
#define DOMAIN_PROFILE_H

#include "base/ctx.h"
#include "domain/workflow.h"

#include <stddef.h>

struct tx;

#define PROFILE_NONE "none"

/* The name that is switched on, PROFILE_NONE after switching back, NULL when none ever was. */
RC_MUST enum rc profile_current(struct ctx *ctx, struct tx *tx, const char **out);
/* "none, zhejiang_2016" on the arena. */
const char *profile_known(struct ctx *ctx);
/* The names alone, without PROFILE_NONE, on the arena; NULL when it is full. Titles: profile_title. */
const char **profile_list(struct ctx *ctx, size_t *count);
/* {NULL, NULL} for an unknown name. */
struct workflow_text profile_title(struct ctx *ctx, const char *name);
/* Makes the definitions of the program, with the profile laid over them, the current ones where they differ; `*published` counts
 * them. RC_NOT_FOUND for an unknown name; RC_INTERNAL with a log line when the profile names what no definition has. */
RC_MUST enum rc profile_publish(struct ctx *ctx, struct tx *tx, const char *name, size_t *published);
/* Publishes and remembers the choice, in the office journal too. Results as profile_publish. */
RC_MUST enum rc profile_set(struct ctx *ctx, struct tx *tx, const char *name, size_t *published);

#endif

/*
 * unsent.h - what a petitioner has written and not sent (草稿), to go on with later, on another device too.
 *
 * The code is made here, told once, and opens everything: the row is found by its keyed hash, and the content lies under a key that is
 * made from the code and the server's own secret, so neither the database nor its backups, nor the office, can read a draft. It lasts
 * UNSENT_DAYS from the last time it was kept, and is gone when it was sent. Nobody is told whose it is.
 *
 * Runs on: the writer; opening with any read transaction. Owns: nothing.
 */
#ifndef DOMAIN_UNSENT_H
#define DOMAIN_UNSENT_H

#include "base/ctx.h"
#include "base/rc.h"

#include <stdint.h>

struct tx;

enum { UNSENT_DAYS = 14, UNSENT_BYTES_MAX = 64 * 1024, UNSENT_MAX = 5000 };

/* A new one. RC_REFUSED when it is too long; RC_LIMITED when there are UNSENT_MAX. Those whose time is over are thrown away. */
RC_MUST enum rc unsent_add(struct ctx *ctx, struct tx *tx, const char *text, const char **code, int64_t *ends_ms);
/* Keeps it again. RC_NOT_FOUND with a fault for a wrong code and for one that is over alike; so below. */
RC_MUST enum rc unsent_save(struct ctx *ctx, struct tx *tx, const char *code, const char *text, int64_t *ends_ms);
RC_MUST enum rc unsent_open(struct ctx *ctx, struct tx *tx, const char *code, const char **text, int64_t *ends_ms);
RC_MUST enum rc unsent_drop(struct ctx *ctx, struct tx *tx, const char *code);

#endif

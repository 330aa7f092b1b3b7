/*
 * rekey.h - what older epochs of the data keys sealed is sealed anew, a few rows at a time.
 *
 * Looking is done on a reader in windows of rows, sealing on the writer for the rows that a look found, so that people's writes
 * get their turn in between. Where it stands is not kept: after a restart the look begins again, and what is done is passed over.
 *
 * Runs on: looking anywhere, renewing on the writer. Owns: nothing.
 */
#ifndef DOMAIN_REKEY_H
#define DOMAIN_REKEY_H

#include "base/ctx.h"
#include "store/ring.h"
#include "store/sql.h"

enum { REKEY_WINDOW = 500 };

/* Where a look stands: `part` is a number of the kinds of rows (REKEY_PARTS when through), `after` the last row seen. */
struct rekey_cursor {
    int part;
    char after[64];
};

extern const int rekey_parts;

/* Rows of one window that are not under the newest epoch: `*ids` on the arena. Moves the cursor on, also to the next part. */
RC_MUST enum rc rekey_look(struct ctx *ctx, struct tx *tx, struct rekey_cursor *at, const char ***ids, size_t *count);
/* Seals these rows of a part anew. A row that is gone or was renewed meanwhile is passed over. */
RC_MUST enum rc rekey_renew(struct ctx *ctx, struct tx *tx, int part, const char *const *ids, size_t count);

/* Has everything been sealed under the epochs that are the newest now? As far as the office knows. */
RC_MUST enum rc rekey_is_done(struct ctx *ctx, struct tx *tx, int *is_done);
/* Writes down that it has, in the office's journal too. */
RC_MUST enum rc rekey_finish(struct ctx *ctx, struct tx *tx);

/* Rows sealed under each epoch of a purpose: adds to counts[epoch], for epochs below `size`. */
RC_MUST enum rc rekey_count(struct ctx *ctx, struct tx *tx, enum ring_purpose purpose, int64_t *counts, size_t size);

#endif

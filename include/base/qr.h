/*
 * qr.h - a QR code as rows of squares, for whoever draws it.
 *
 * Runs on: any thread. Owns: nothing; results live on the arena.
 */
#ifndef BASE_QR_H
#define BASE_QR_H

#include "base/arena.h"
#include "base/rc.h"

#include <stddef.h>

/* `rows[i]` is "0110...", 1 for dark, as many characters as there are rows; no quiet zone. RC_TOO_LARGE for a text that does not
 * fit or a full arena. */
RC_MUST enum rc qr_rows(struct arena *a, const char *text, const char ***rows, size_t *count);

#endif

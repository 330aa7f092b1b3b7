/*
 * clamd.h - asks a virus scanner (clamd) on a local socket about one file, piece by piece (INSTREAM).
 *
 * A scanner that does not answer, answers something else or takes longer than CLAMD_SECONDS for the whole file is no scanner: nothing is
 * let through then.
 *
 * Runs on: a craft thread; it waits for the scanner. Owns: the connection, until clamd_free.
 */
#ifndef BASE_CLAMD_H
#define BASE_CLAMD_H

#include "base/rc.h"

#include <stddef.h>

struct clamd_scan;

enum { CLAMD_SECONDS = 20 };

/* RC_UNAVAILABLE, here and below, when the scanner cannot be asked. `path` is that of its socket. */
RC_MUST enum rc clamd_begin(const char *path, struct clamd_scan **out);
RC_MUST enum rc clamd_put(struct clamd_scan *scan, const void *bytes, size_t n);
/* The verdict over what was put. */
RC_MUST enum rc clamd_end(struct clamd_scan *scan, int *is_found);
void clamd_free(struct clamd_scan *scan);

#endif

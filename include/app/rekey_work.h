/*
 * rekey_work.h - a running server takes up a ring of keys that changed, and seals what is old anew in the background.
 *
 * `petitiond key` writes the ring; the server sees that the file is another one. New values are sealed under the new epoch from
 * that moment on, the old ones follow a few thousand rows a second.
 *
 * Runs on: the ticker's thread, or whoever sweeps. Owns: an arena.
 */
#ifndef APP_REKEY_WORK_H
#define APP_REKEY_WORK_H

#include "base/rc.h"

struct office;
struct reader;
struct rekey_work;
struct writer;

/* The pointers must outlive it; the reader is used only inside rekey_work_step. */
RC_MUST enum rc rekey_work_new(struct office *office, struct reader *reader, struct writer *writer,
                               struct rekey_work **out);
void rekey_work_free(struct rekey_work *w);
/* Looks at the ring, and at some windows of rows when there is work. `*is_more`: not through yet. */
RC_MUST enum rc rekey_work_step(struct rekey_work *w, int *is_more);

#endif

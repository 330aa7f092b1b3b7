/*
 * plain_submit.h - the form for submitting, as several plain pages show it.
 *
 * Runs on: a worker. Owns: nothing.
 */
#ifndef API_PLAIN_SUBMIT_H
#define API_PLAIN_SUBMIT_H

#include "api/plain.h"

struct buf;

/* The whole page with what p->form holds: to be written in, or (is_review) to be read once more and sent. `draft` is the code under
 * which it is kept, or NULL; `note` is a key of words told above the form, or NULL. */
void plain_submit_write(const struct plain *p, const char *draft, const char *note, int is_review);

#endif

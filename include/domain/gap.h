/*
 * gap.h - what was left to be filled in when a paper was written from a pattern: "____", "××", "【　】", "【待填】", "{date}".
 *
 * The browser says the same while somebody writes (static/src/composables/letter.ts); tests/fixtures/gaps.tsv holds both to it.
 *
 * Runs on: any thread. Owns: nothing.
 */
#ifndef DOMAIN_GAP_H
#define DOMAIN_GAP_H

struct arena;

enum { GAP_SHOWN = 12 }; /* characters of a gap that are told */

/* The first gap in a text as it may be shown to its writer, on `a`; NULL: there is none. A full arena gives "…". */
const char *gap_find(struct arena *a, const char *text);

#endif

/*
 * workflow_overlay.h - a local profile laid over the definitions: other lengths, other articles, further rules.
 *
 * A profile is data (sql/seed/profiles/NAME.json) and off unless the office turns it on:
 *
 *   {"key": "zhejiang_2016", "title": {"zh": "...", "en": "..."},
 *    "clocks": [{"key": "C1", "length": 5, ...}],         these members of the clock, wherever a definition has it
 *    "events": [{"event": "extend", "fields": [...]}],    these members of the event
 *    "additions": [{"with_clock": "C11",                  merged into each whole definition that has the clock
 *                   "definition": {"ladders": {...}, "events": [...]}}]}
 *
 * Objects are merged member by member; items of a list by their key, event or name, others are added at its end, names once.
 * Everything else stays as it was. What a profile makes is checked like any definition and published as a new version.
 *
 * Runs on: any thread. Owns: nothing; results stand on the arena.
 */
#ifndef DOMAIN_WORKFLOW_OVERLAY_H
#define DOMAIN_WORKFLOW_OVERLAY_H

#include "base/arena.h"
#include "base/rc.h"
#include "domain/workflow.h"

#include <stddef.h>
#include <stdint.h>

/* Lays the profile (n bytes) over the whole definition `json`. `used` gains a bit for every entry that the definition knows.
 * RC_MALFORMED when either is not JSON of the right shape. */
RC_MUST enum rc workflow_overlay_apply(struct arena *a, const char *profile, size_t n, const char *json,
                                       const char **out, uint64_t *used);
/* The first entry that no definition knew, such as "clocks: C99"; NULL when all were used. */
const char *workflow_overlay_unused(struct arena *a, const char *profile, size_t n, uint64_t used);
/* {NULL, NULL} for a text that is not a profile. */
struct workflow_text workflow_overlay_title(struct arena *a, const char *profile, size_t n);

/* 1 when two definitions differ in nothing but their version. */
int workflow_overlay_same(const char *a, const char *b);
/* The definition with another version; NULL when it is not JSON or the arena is full. */
const char *workflow_overlay_renumber(struct arena *a, const char *json, int64_t version);

#endif

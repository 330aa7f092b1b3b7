/*
 * presence.h - who looks at a case or writes about it at this moment, so that two people do not do the same work.
 *
 * It is told among those who are there themselves and to nobody else; it is in memory only, ends a minute after it was last said, and no
 * table, journal, log or count hears of it: duties are tracked, people are not. A sealed case has none.
 *
 * Runs on: any thread; one lock. Owns: its slots. Callers check first that the account may see the case.
 */
#ifndef DOMAIN_PRESENCE_H
#define DOMAIN_PRESENCE_H

#include "base/ident.h"
#include "base/rc.h"

#include <stddef.h>
#include <stdint.h>

struct presence;

enum presence_mode { PRESENCE_AWAY, PRESENCE_IDLE, PRESENCE_VIEWING, PRESENCE_WRITING };

enum { PRESENCE_MS = 60000, PRESENCE_AT_ONCE = 16 };

struct presence_person {
    char account_id[IDENT_SIZE];
    enum presence_mode mode;
};

RC_MUST enum rc presence_new(struct presence **out);
void presence_free(struct presence *p);
/* The account is at the case from now on, or not any more. When the rooms for it are all taken, who was silent longest gives way. */
void presence_say(struct presence *p, const char *case_id, const char *account_id, enum presence_mode mode,
                  int64_t now_ms);
/* The others who are at the case; how many, at most PRESENCE_AT_ONCE. */
size_t presence_others(struct presence *p, const char *case_id, const char *account_id, int64_t now_ms,
                       struct presence_person out[PRESENCE_AT_ONCE]);
/* Goes up whenever somebody came, went or turned to something else. `p` NULL: 0. */
uint64_t presence_changes(const struct presence *p);
/* Cases at which the account is and something changed after `seen`, which is brought up to date; how many. */
size_t presence_news(struct presence *p, const char *account_id, int64_t now_ms, uint64_t *seen,
                     char out[PRESENCE_AT_ONCE][IDENT_SIZE]);

#endif

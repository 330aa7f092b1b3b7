/*
 * rating.h - the petitioner's rating of an answer (Measures on rating petition work): its rounds and its window.
 *
 * Each answer that is delivered opens a round of 30 days, clock C19. Not rated is never satisfied.
 *
 * Runs on: any thread. Owns: nothing.
 */
#ifndef DOMAIN_RATING_H
#define DOMAIN_RATING_H

#include "store/sql_stmts.h"

struct rating_window {
    const struct deadline_row *last; /* the latest invitation; NULL: none yet */
    int64_t round;                   /* how many there were */
};
/* Among all clocks of a case, in the order in which they began. */
struct rating_window rating_window(const struct deadline_row *clocks, size_t count);
/* Whether a rating may be given or changed now, rated before or not. */
int rating_is_open(const struct rating_window *window, int64_t now_ms);

#endif

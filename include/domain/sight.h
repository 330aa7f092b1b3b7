/*
 * sight.h - does each unit see the cases that it must see, and no other?
 *
 * Which units see a case stands in case_units, under no seal: it grows with moves and successions, which are no acts on the case. So
 * it is derived anew from what is sealed:
 *   - a direct row is of a unit that held the case, was asked to assist, rules or ruled on a dispute, or registered the case that this
 *     one comes from, or of a unit that came after such a one (the office's journal says which);
 *   - another row is of a unit that is above a direct one, or once was (the tree now, and the journal's entries of moves);
 *   - whoever has or had a part sees the case, and so do the units above; a case that is closed is not shown to units that came above
 *     later, so there nothing is missed where a unit on the way was moved;
 *   - a sealed case is seen by no unit; is_open and due_key repeat the case's own.
 * Not found: a successor that does not see what it should (it may be the one that the petition is against), and, of a case that was an
 * accusation for a time or whose content was destroyed, a former holder that does not see it any more.
 *
 * Runs on: any thread with a read transaction. Owns: nothing.
 */
#ifndef DOMAIN_SIGHT_H
#define DOMAIN_SIGHT_H

#include "base/ctx.h"
#include "store/sql.h"

struct sight_report {
    int is_bad;
    const char *case_id, *unit_id; /* of the first bad row, on ctx->arena */
    const char *why;               /* constant */
};
/* RC_OK also when something is bad. Time grows with the rows, not faster. */
RC_MUST enum rc sight_verify(struct ctx *ctx, struct tx *tx, struct sight_report *out);

#endif

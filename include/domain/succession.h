/*
 * succession.h - a unit that was merged or abolished, and the unit that came after it (Regulation Art 24).
 *
 * Open cases go over to the successor on the road of any other change of holder; their clocks go on unchanged, so the petitioner
 * loses no day. Open tasks of assisting go over too, and so does what the unit sent and still has to rule on. The successor may
 * read what the unit could read. Documents stay in the name under which they were issued. Grants at the unit end; new ones at the
 * successor are given by the administrator. Recorded on the day itself or later, never for a day to come: on the day when the
 * decision takes effect it is recorded, and takes effect at once.
 *
 * A succession is never changed. Recorded again for the same unit, it takes those cases that the earlier one gave away and that
 * are still there.
 *
 * Runs on: the writer, reading anywhere. Owns: nothing.
 */
#ifndef DOMAIN_SUCCESSION_H
#define DOMAIN_SUCCESSION_H

#include "base/ctx.h"
#include "store/sql_stmts.h"

struct succession_new {
    const char *unit_id, *successor_id;
    int64_t from_day; /* first day of the successor */
    const char *basis;
};

/* RC_NOT_FOUND for an unknown unit; RC_INVALID for an unknown successor or a day to come; RC_REFUSED with the rule (county and
 * bureau, units below, a successor that is no more, a case against the successor). */
RC_MUST enum rc succession_add(struct ctx *ctx, struct tx *tx, const struct succession_new *in,
                               struct succession_row *out);
/* The unit that stands in the place of this one today, along the whole chain; NULL when it was not succeeded. On the arena. */
RC_MUST enum rc succession_find(struct ctx *ctx, struct tx *tx, const char *unit_id, const char **name);

#endif

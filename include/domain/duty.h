/*
 * duty.h - the duties of a unit: the classes of matters that it may be sent (domain: competence, Arts 22 and 24).
 *
 * A class of the first level stands for all below it. A unit without duties may be sent anything; towns are bound to their area besides.
 *
 * Runs on: the writer.
 */
#ifndef DOMAIN_DUTY_H
#define DOMAIN_DUTY_H

#include "base/ctx.h"
#include "store/sql_stmts.h"

/* Replaces all duties of a unit; none: it may be sent anything. `version` is that of the unit as seen by the caller, negative: any;
 * `*out` the unit afterwards. RC_NOT_FOUND, RC_STALE, RC_INVALID with a fault at every item that is wrong ("/class_codes/3"). */
RC_MUST enum rc duty_set(struct ctx *ctx, struct tx *tx, const char *unit_id, int64_t version, const char *const *codes,
                         size_t count, struct unit_row *out);

#endif

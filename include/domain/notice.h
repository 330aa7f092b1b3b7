/*
 * notice.h - in-app notices: composed in the transaction of the change they tell of.
 *
 * An addressee of a definition ("handler", "holder_head", "bureau" ...) becomes one account or a role at a unit; the row keeps the
 * addressee's name, so that every notice can say why you got it. Notices hold ids only: number and title are joined when they
 * are read, and only for cases in the reader's scope.
 *
 * Runs on: sending on the writer, listing with any read transaction. Invariant: one notice per clock, rung and addressee.
 */
#ifndef DOMAIN_NOTICE_H
#define DOMAIN_NOTICE_H

#include "domain/case.h"

/* Names that definitions may use; NULL-terminated. */
extern const char *const notice_addressees[];

/* Tells each addressee of the event. */
RC_MUST enum rc notice_send_event(struct case_work *w, const char *const *to, const char *event);
/* Tells each addressee that a rung was reached. */
RC_MUST enum rc notice_send_level(struct case_work *w, const char *const *to, const char *deadline_id, int64_t level);
/* Marks one as read by the actor; RC_NOT_FOUND when it is not theirs. */
RC_MUST enum rc notice_read(struct ctx *ctx, struct tx *tx, const char *id);

#endif

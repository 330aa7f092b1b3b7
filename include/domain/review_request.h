/*
 * review_request.h - a petitioner asks for a review or a recheck over the web (Regulation Arts 35, 36), with number and query code.
 *
 * It is the same event as at the window, received today, done by the system in the place of the bureau's reception, so every rule of
 * the definition stands: the window of 30 days, one level above, once. Whom it goes to follows from who decided before. What comes
 * too late is refused with the day and with whom to turn to; a reason beyond the petitioner's control is for the reviewing body
 * to judge, so it is given to the office with its proof.
 *
 * Runs on: the writer. Owns: nothing.
 */
#ifndef DOMAIN_REVIEW_REQUEST_H
#define DOMAIN_REVIEW_REQUEST_H

#include "base/ctx.h"
#include "base/rc.h"

struct tx;

struct review_request_in {
    const char *number, *code;
    int is_recheck;
    const char *grounds;
};

struct review_request_out {
    const char *number;   /* of the review */
    const char *body;     /* who decides */
    int64_t promised_day; /* by when; SQL_NULL: not known */
};

/* RC_NOT_FOUND for a wrong number and a wrong code alike; RC_REFUSED: nothing to ask of, too late, or asked already. */
RC_MUST enum rc review_request_make(struct ctx *ctx, struct tx *tx, const struct review_request_in *in,
                                    struct review_request_out *out);

#endif

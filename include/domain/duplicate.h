/*
 * duplicate.h - the same thing sent twice over the web: not registered again, but answered with the first number.
 *
 * It must not tell a stranger that somebody petitioned. So the answer differs from an ordinary registration only when everything is the
 * same that the first submission was sent with: the name, and the phone and the identity number each as they were (given or not
 * given), with at least one of them there; and when the text is nearly the same words. Whoever sends that knows already who petitions
 * about what. Less gets an ordinary receipt, whatever is stored, so names, phones and numbers cannot be tried out; each try is a real
 * registration, which costs as many tokens as fifty readings, and its like is limited here to DUPLICATE_A_DAY for each phone or number.
 * The answer holds the number and the day, never the query code, and the number alone opens nothing. Only what came over the web is
 * compared, so what somebody said at the window or in a letter is not told; sealed matters are never compared.
 *
 * Limits for each address are the server's own (http/limit.h): a kiosk in a town hall and a carrier's gateway send for many people, so
 * none is kept here by address.
 *
 * Runs on: the writer, in the transaction that would register. Owns: nothing.
 */
#ifndef DOMAIN_DUPLICATE_H
#define DOMAIN_DUPLICATE_H

#include "domain/submission.h"

enum { DUPLICATE_HOURS = 24, DUPLICATE_SIMILAR_LEAST = 85, DUPLICATE_A_DAY = 10 };

/* RC_REFUSED (received_already, with number and day) for the same again; RC_LIMITED for too many of one phone or number in a day. */
RC_MUST enum rc duplicate_check(struct ctx *ctx, struct tx *tx, const struct submission_in *in);

#endif

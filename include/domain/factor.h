/*
 * factor.h - the second factor of an account: one-time codes by time (RFC 6238), and recovery codes for when the device is lost.
 *
 * The secret is sealed under the account's id and shown once, while it is set up; it counts only once a code made from it was
 * given. A code holds for its 30 seconds and the step before and after; each step is taken once, and none before it afterwards.
 * Ten recovery codes of 80 bits stand for a code each, once; the store keeps their keyed hashes.
 * Which roles need a second factor is written in the roles; who holds such a role without one may only set it up.
 *
 * Runs on: reading anywhere with a transaction, the rest on the writer. Owns: nothing; results live on ctx->arena.
 */
#ifndef DOMAIN_FACTOR_H
#define DOMAIN_FACTOR_H

#include "base/ctx.h"
#include "base/rc.h"

#include <stdint.h>

struct tx;

enum { FACTOR_RECOVERY_COUNT = 10 };

enum factor_verdict {
    FACTOR_OFF,     /* the account has none */
    FACTOR_MISSING, /* it has one, and no code came */
    FACTOR_WRONG,   /* wrong, too old, or used already */
    FACTOR_GOOD     /* taken; it will not be again */
};

struct factor_view {
    int is_on;
    int64_t since_ms; /* SQL_NULL when off */
    int64_t codes_left;
};

struct factor_begun {
    const char *secret; /* base32, for typing */
    const char *uri;    /* otpauth://..., for the QR code */
};

RC_MUST enum rc factor_is_on(struct ctx *ctx, struct tx *tx, const char *account_id, int *out);
RC_MUST enum rc factor_show(struct ctx *ctx, struct tx *tx, const char *account_id, struct factor_view *out);
/* Judges and, when it is good, uses up the code of somebody who comes in or proves anew who they are. */
RC_MUST enum rc factor_check(struct ctx *ctx, struct tx *tx, const char *account_id, const char *code,
                             enum factor_verdict *out);
/* The actor's new secret, instead of one that was not confirmed. RC_REFUSED when a second factor is on. */
RC_MUST enum rc factor_begin(struct ctx *ctx, struct tx *tx, struct factor_begun *out);
/* Turns it on with the first code; `codes` are the recovery codes, shown this once. RC_INVALID at /code for a wrong one. */
RC_MUST enum rc factor_confirm(struct ctx *ctx, struct tx *tx, const char *code,
                               const char *codes[FACTOR_RECOVERY_COUNT]);
/* New recovery codes of the actor; the old ones hold no more. RC_REFUSED when no second factor is on. */
RC_MUST enum rc factor_renew_codes(struct ctx *ctx, struct tx *tx, const char *codes[FACTOR_RECOVERY_COUNT]);
/* Takes it away: from oneself, or by an administrator for somebody whose device is lost. RC_REFUSED when there is none and
 * when a second person has to confirm it. */
RC_MUST enum rc factor_drop(struct ctx *ctx, struct tx *tx, const char *account_id);
/* What a second person has confirmed (domain/confirmation.c). */
RC_MUST enum rc factor_drop_confirmed(struct ctx *ctx, struct tx *tx, const char *account_id);

#endif

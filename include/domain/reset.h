/*
 * reset.h - a new password for who lost theirs, or never had one: by a one-time code from the administrator.
 *
 * The administrator looks at the person, not at the password: they hand over a code (120 bits, 15 minutes, once), and the person
 * chooses. Taking it goes the way of signing in (session_prepare, hashing on a craft thread), so that guessing codes is as slow as
 * guessing passwords, and an unknown login, a wrong code and one that is over look alike. A second factor stays, and is asked for
 * at the next sign-in.
 *
 * Runs on: the writer. Invariant: the code is stored as a keyed hash, ends with the account's next own password or when it is disabled, and neither it nor the password is journalled.
 */
#ifndef DOMAIN_RESET_H
#define DOMAIN_RESET_H

#include "domain/session.h"

struct reset_made {
    const char *code; /* secret; shown this once */
    int64_t ends_ms;
};

/* `known_by`: how the administrator knows that it is them; journalled. RC_NOT_FOUND for an unknown account, RC_REFUSED for one's own,
 * for a disabled one and for one that a second person has to confirm. */
RC_MUST enum rc reset_make(struct ctx *ctx, struct tx *tx, const char *account_id, const char *known_by,
                           struct reset_made *out);
/* The two halves of a code for a guarded account (domain/confirmation.h): the first, which opens nothing until the second is made,
 * and holds until `ends_ms`; then the second, from when on both together hold for 15 minutes. */
RC_MUST enum rc reset_hold(struct ctx *ctx, struct tx *tx, const char *account_id, int64_t ends_ms,
                           struct reset_made *out);
RC_MUST enum rc reset_release(struct ctx *ctx, struct tx *tx, const char *account_id, struct reset_made *out);
/* Takes the password away and ends sessions and tokens: the next sign-in goes by a code. */
RC_MUST enum rc reset_close(struct ctx *ctx, struct tx *tx, const char *account_id);
/* shown->code (and shown->second_code) is the reset code, shown->new_hash the new password's. All sessions of the account end and its tokens are revoked. RC_OK also when refused (the
 * count must be kept): look at is_refused. RC_INVALID at /new_password when the new one holds the person's name; the code stays. */
RC_MUST enum rc reset_use(struct ctx *ctx, struct tx *tx, const struct session_attempt *in,
                          const struct session_shown *shown, const char *password, int *is_refused);

#endif

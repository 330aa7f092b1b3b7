/*
 * session.h - signing in and out.
 *
 * A session is 32 random bytes in a cookie; the store keeps their keyed hash only. It ends after session_idle_ms without use and
 * after session_max_ms in any case. Use is written down at most once a minute by a small job of its own (session_touch_later),
 * so that a read costs no write. The CSRF token is a keyed hash of the session's id and is not stored.
 *
 * Signing in takes three steps: session_prepare looks the account up (and refuses while the throttle holds, before any hash is
 * computed), a craft thread compares the password, session_open creates the session or counts the failure. Unknown login, wrong
 * password and disabled account give the same answer after the same work. Where a second factor is on, its code is asked for only
 * once the password fits, and a wrong code counts like a wrong password. The same steps serve when somebody proves anew that it is
 * still them (domain/credential.h); whatever raises what a session may do gives it another cookie, and the old one ends.
 *
 * Runs on: prepare, csrf and view anywhere; the rest on the writer.
 */
#ifndef DOMAIN_SESSION_H
#define DOMAIN_SESSION_H

#include "base/ctx.h"
#include "domain/actor.h"
#include "store/sql_stmts.h"

struct session_attempt {
    const char *login, *subject, *address;
    const char *wide;   /* the login, whatever the address */
    int is_known_place; /* the account signed in from this address in the last weeks: `wide` does not count against it */
    const char *known_id;      /* NULL: nobody has this login */
    const char *account_id;    /* NULL: unknown or disabled */
    const char *password_hash; /* NULL: nothing fits, at the same cost */
};

/* What came with the attempt, after the craft thread. */
struct session_shown {
    int fits;                /* the password */
    const char *code;        /* of the second factor, or for a new password; NULL: none came */
    const char *second_code; /* the other half of one for a new password; NULL: none came */
    const char *new_hash;    /* the same password at today's costs; NULL: the hash stays */
    const char *agent;
};

struct session_opened {
    const char *cookie; /* a whole Set-Cookie line; secret */
    struct actor actor;
    int is_refused; /* the failure was counted and ctx->fault holds the refusal */
};

struct session_view {
    const char *csrf;
    int64_t ends_ms;
    struct grant_row *grants;
    size_t grant_count;
    const char **permissions;
    size_t permission_count;
    int64_t unread;
    int64_t new_changes; /* to the account's ways in, that its owner has not seen */
};

RC_MUST enum rc session_prepare(struct ctx *ctx, struct tx *tx, const char *login, const char *address_prefix,
                                struct session_attempt *out);
/* RC_OK also when refused (the count must be kept): look at is_refused. */
RC_MUST enum rc session_open(struct ctx *ctx, struct tx *tx, const struct session_attempt *in,
                             const struct session_shown *shown, struct session_opened *out);
/* Between look-up and now the account may have been disabled or its password changed: clears `*fits`. */
RC_MUST enum rc session_recheck(struct ctx *ctx, struct tx *tx, const struct session_attempt *in, int *fits);
/* RC_LIMITED while the address, or the login as a whole, has to wait. */
RC_MUST enum rc session_throttle(struct ctx *ctx, struct tx *tx, const struct session_attempt *in);
/* Counts and journals a failed attempt; `why` is "password" or "code". */
RC_MUST enum rc session_miss(struct ctx *ctx, struct tx *tx, const struct session_attempt *in, const char *why);
/* The actor's session under another id and cookie, proved now, ending when it would have; the old one is over. */
RC_MUST enum rc session_renew(struct ctx *ctx, struct tx *tx, const struct session_attempt *in, const char *agent,
                              struct session_opened *out);
/* Ends one of the actor's own; RC_NOT_FOUND for others. */
RC_MUST enum rc session_end(struct ctx *ctx, struct tx *tx, const char *id);
/* Ends every session of an account and revokes its tokens, as an administrator. RC_NOT_FOUND for an unknown one. */
RC_MUST enum rc session_end_all(struct ctx *ctx, struct tx *tx, const char *account_id);
/* Ends the actor's session; `*cookie` is the Set-Cookie line that drops it. */
RC_MUST enum rc session_close(struct ctx *ctx, struct tx *tx, const char **cookie);
/* The token that unsafe requests of the session must carry; on the arena. */
RC_MUST enum rc session_csrf(struct ctx *ctx, const char *session_id, const char **out);
/* What the browser shows of a session and its actor. */
RC_MUST enum rc session_describe(struct ctx *ctx, struct tx *tx, const struct actor *actor, struct session_view *out);
/* Hands a job to the writer that notes the use at ctx->now_ms; forgets about it when the queue is full. */
void session_touch_later(struct ctx *ctx, struct sql_blob hash);

#endif

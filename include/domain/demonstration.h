/*
 * demonstration.h - a second office of invented people and matters, which the process shows in place of a real one that is still empty.
 *
 * Two different things carry the word. A store may *be* a demonstration: it was made as one (`is_demo` of the environment), says so
 * on every page, and stays one for ever. And a real office may *have asked for* one: the wish stands in its settings, written in the
 * transaction of the request together with the journal's entry, so that a wish that was rolled back is none and one that was
 * acknowledged is not lost; whoever runs the process (app/stage.h) reads it there, does what it says, and settles it with the entry
 * "demo.end". Nothing else of a demonstration ever stands in a real store.
 *
 * The object is the bell between requests and process, and holds in memory what is told only while the demonstration waits to be
 * shown: the accounts and their one password, to the account that asked and to nobody else. Never stored, never logged.
 *
 * Runs on: acts on the writer, looks with any transaction; the rest as each function says. Owns: struct demonstration its texts.
 */
#ifndef DOMAIN_DEMONSTRATION_H
#define DOMAIN_DEMONSTRATION_H

#include "base/ctx.h"
#include "base/ident.h"

#include <stddef.h>

struct demonstration;
struct tx;

enum demonstration_state {
    DEMONSTRATION_NONE,
    DEMONSTRATION_BEING_MADE,
    DEMONSTRATION_READY,  /* made, and waits to be shown */
    DEMONSTRATION_SHOWN,  /* this office is it, and can be ended */
    DEMONSTRATION_ENDING, /* or given up: it is about to be gone */
    DEMONSTRATION_ALONE   /* this office is one without a real one beside it, made by `petitiond demo` */
};

/* As it is called on the wire: "none", "being_made" ... */
const char *demonstration_state_name(enum demonstration_state state);

/* What somebody asked the process for. */
enum demonstration_deed { DEMONSTRATION_REST, DEMONSTRATION_MAKE, DEMONSTRATION_SHOW, DEMONSTRATION_END };

struct demonstration_wish {
    enum demonstration_deed deed;
    char by[IDENT_SIZE]; /* the account */
};

struct demonstration_account {
    const char *login, *name, *roles;
};

/* On ctx->arena. */
struct demonstration_view {
    enum demonstration_state state;
    const char *failure;  /* why the last one could not be made, in English; NULL: it could */
    const char *password; /* of all accounts; NULL unless it is ready and the actor asked for it */
    struct demonstration_account *accounts;
    size_t account_count;
};

/* `ring` is called on the writer's thread, before the commit, when something was wished; it may not block. `is_beside`: a real office
 * rests beside what is shown. Main thread. */
RC_MUST enum rc demonstration_new(void (*ring)(void *arg), void *arg, struct demonstration **out);
void demonstration_free(struct demonstration *d);

/* Before a store is filled: it is a demonstration from now on. */
RC_MUST enum rc demonstration_mark(struct ctx *ctx, struct tx *tx);
/* Whether it is one. */
RC_MUST enum rc demonstration_is(struct ctx *ctx, struct tx *tx, int *out);

/* Who may see it has been checked by the caller. */
RC_MUST enum rc demonstration_get(struct ctx *ctx, struct tx *tx, struct demonstration_view *out);
/* Asks for one. RC_REFUSED when the office has an ordinary case or an accusation officer, is one itself, has asked already, or is
 * served by a program that shows none. */
RC_MUST enum rc demonstration_begin(struct ctx *ctx, struct tx *tx);
/* Asks to show it, with the entry "demo.show". RC_REFUSED unless it is ready and the actor asked for it, and when a case or an accusation
 * officer came meanwhile. */
RC_MUST enum rc demonstration_show(struct ctx *ctx, struct tx *tx);
/* In a demonstration: asks to end it; in the real office: to give up one that is being made or ready, whoever asked for
 * it. RC_REFUSED when there is none, or when it is about to be shown. */
RC_MUST enum rc demonstration_end(struct ctx *ctx, struct tx *tx);

/* For the process. The wish of this store; DEMONSTRATION_REST when there is none. */
RC_MUST enum rc demonstration_wish_get(struct ctx *ctx, struct tx *tx, struct demonstration_wish *out);
/* The wish is done with: forgets it and writes "demo.end" with who had asked and why it is over ("ended", "given_up", "failed",
 * "interrupted"). Nothing when there was none. */
RC_MUST enum rc demonstration_settle(struct ctx *ctx, struct tx *tx, const char *why);
/* Any thread: what is shown from now on stands beside a resting office, or not. */
void demonstration_set_beside(struct demonstration *d, int is_beside);
/* It is made: tells `by` the password and the accounts that were added. Any thread. */
void demonstration_set_ready(struct demonstration *d, const char *by, const char *password);
RC_MUST enum rc demonstration_add_account(struct demonstration *d, const char *login, const char *name,
                                          const char *roles);
/* Nothing is ready any more, and nobody is told anything; `failure` (NULL: none) is why. Any thread. */
void demonstration_clear(struct demonstration *d, const char *failure);

#endif

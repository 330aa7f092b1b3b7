/*
 * password.h - which passwords are taken, and whose they are.
 *
 * 12 to 128 characters of any script in their one form (base/crypto.h), no rules about kinds of characters, no date on which they
 * end. What is refused is what can be guessed: passwords with the login in them, and those of which little is left without common
 * words, words of the office, the person's name, rows of keys, years and repetitions.
 *
 * Runs on: craft threads (hashing takes long), password_words_load anywhere with a transaction. Owns: nothing.
 */
#ifndef DOMAIN_PASSWORD_H
#define DOMAIN_PASSWORD_H

#include "base/ctx.h"
#include "base/rc.h"

#include <stddef.h>

struct tx;

/* What the one who guesses knows of the person and the office. */
struct password_words {
    const char *login;       /* NULL: none */
    const char *const *list; /* names; NULL entries are skipped */
    size_t count;
};

/* The login, the name and the names of all units, on the arena. */
RC_MUST enum rc password_words_load(struct ctx *ctx, struct tx *tx, const char *login, const char *name,
                                    struct password_words *out);
/* RC_INVALID with a field error at `pointer` (NULL: the whole). Pure. */
RC_MUST enum rc password_check(struct ctx *ctx, const struct password_words *words, const char *password,
                               const char *pointer);
/* Checks, and hashes what is good; on the arena. */
RC_MUST enum rc password_hash(struct ctx *ctx, const struct password_words *words, const char *password,
                              const char *pointer, const char **out);

#endif

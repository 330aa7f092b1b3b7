/*
 * password_list.h - passwords that became known elsewhere, as the office keeps them in a file, one a line.
 *
 * Upper and lower case are the same, and so is every way to type a password (crypto_password_form). Of each only a short hash is kept
 * in memory; two that share one would be refused for the other, once in a billion passwords with a list of ten million.
 *
 * Runs on: any thread after loading. Owner: app/runtime.
 */
#ifndef DOMAIN_PASSWORD_LIST_H
#define DOMAIN_PASSWORD_LIST_H

#include "base/rc.h"

struct password_list;

/* Lines that are no password (too long, not UTF-8) are passed over. RC_NOT_FOUND: the file cannot be read; RC_INVALID: nothing in it;
 * RC_UNAVAILABLE: no memory. */
RC_MUST enum rc password_list_load(const char *path, struct password_list **out);
/* `form`: as crypto_password_form gives it. */
int password_list_has(const struct password_list *list, const char *form);
/* NULL is fine. */
void password_list_free(struct password_list *list);

#endif

/*
 * contact_rule.h - what can be a phone number and what can be the number of a resident identity card. Pure; any thread.
 *
 * A number that cannot be one reaches nobody: whoever cannot read it leaves the field empty.
 */
#ifndef DOMAIN_CONTACT_RULE_H
#define DOMAIN_CONTACT_RULE_H

#include "base/rc.h"
#include "domain/person.h"

struct ctx;

/*
 * 1 for a person's number: a mobile of the mainland (11 digits from 1), a line with area code (10 to 12 digits from 0), another one
 * of 7 to 15 digits, with + or without. Blanks, hyphens and brackets count for nothing; '*' is a digit that a sender hid. Public
 * short numbers (12345) are nobody's own.
 */
int contact_phone_fits(const char *text);
/* 1 for an office's number, where short public ones are right: 3 to 15 digits. */
int contact_office_phone_fits(const char *text);
/* 1 for 18 places whose last one is the check digit of the 17 before (GB 11643-1999). */
int contact_resident_id_fits(const char *text);
/* Located under `place` ("/persons/0"; "" for the body itself): phone, and the number of what id_type names. RC_INVALID when told. */
RC_MUST enum rc contact_check(struct ctx *ctx, const struct person_in *p, const char *place);

#endif

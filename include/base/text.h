/*
 * text.h - rules for text that people typed.
 *
 * Valid UTF-8; no C0 or C1 control characters except newline and tab in long texts, no bidirectional overrides
 * (U+202A-202E, U+2066-2069), no non-characters. Lengths are counted in characters, not bytes.
 *
 * Runs on: any thread. Owns: nothing.
 */
#ifndef BASE_TEXT_H
#define BASE_TEXT_H

#include <stddef.h>

struct arena;

/* Number of characters, or -1 when the bytes are not well-formed UTF-8. */
long text_length(const char *s);
/* No forbidden characters; newline and tab pass when `is_long`. */
int text_is_clean(const char *s, int is_long);
/* Without white space (also U+3000) at both ends, on `a`. */
char *text_trim(struct arena *a, const char *s);
/* First character kept, the others as '*': "沈某某" gives "沈**". For names. */
char *text_mask_name(struct arena *a, const char *s);
/* First 3 and last 4 characters kept: "138****1234"; shorter texts become all '*'. For phones. */
char *text_mask_phone(struct arena *a, const char *s);
/* First 4 and last 2 kept, the rest '*'; shorter texts become all '*'. For identity numbers. */
char *text_mask_id(struct arena *a, const char *s);
/* Digits, full-width digits and '+' kept in half-width form; identity numbers upper-cased. For look-up. */
char *text_normalise_number(struct arena *a, const char *s);

#endif

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
#include <stdint.h>

struct arena;

enum { TEXT_MALFORMED = -1, TEXT_MASK_LEAST = 4, TEXT_MASK_STARS = 2 };

/* The code point at `*cursor`, which moves past it; 0 at the end, where it stays; TEXT_MALFORMED for a byte that is not
 * part of well-formed UTF-8 (one byte at a time). */
long text_next(const char **cursor);
/* C0, DEL or C1? */
int text_is_control(long c);
/* U+202A-202E or U+2066-2069, which make text read otherwise than it is stored? */
int text_is_bidi_override(long c);
/* Shows nothing and is no blank: format characters such as U+200B, joiners, marks of direction, fillers, tags. Two texts that differ by such look
 * alike. Selectors of variants are none: they choose the form of a character. */
int text_is_invisible(long c);
/* The ASCII character of a full-width form, a blank for U+3000, any other as it is. */
long text_half_width(long c);

/* Number of characters, or -1 when the bytes are not well-formed UTF-8 or `s` is NULL. */
long text_length(const char *s);
/* No forbidden characters; newline and tab pass when `is_long`. NULL is not clean. */
int text_is_clean(const char *s, int is_long);
/* At least two letters or digits of any script: more than a mark that fills a field. NULL has none. */
int text_has_words(const char *s);

/* All below: NULL in gives NULL out; NULL when the arena is full. */

/* Without white space (also U+3000) at both ends, on `a`. */
char *text_trim(struct arena *a, const char *s);
/* First character kept, the others as at most two '*': "沈某某" gives "沈**", and so does a longer name. */
char *text_mask_name(struct arena *a, const char *s);
/* First 3 and last 4 characters kept: "138****1234"; all '*' when fewer than TEXT_MASK_LEAST would be hidden.
 * For phones. */
char *text_mask_phone(struct arena *a, const char *s);
/* First 4 and last 2 kept, the rest '*'; all '*' when fewer than TEXT_MASK_LEAST would be hidden.
 * For identity numbers. */
char *text_mask_id(struct arena *a, const char *s);
/* Digits, letters and '+' kept, in half-width form and upper case (identity numbers end in X); blanks, dashes and all
 * else dropped. For look-up. */
char *text_normalise_number(struct arena *a, const char *s);

/* How much two texts have in common, in percent of their pairs of letters: 100 the same words, 0 nothing (or one is NULL, or the arena is
 * full). Blanks, punctuation and case do not count. */
int text_similarity(struct arena *a, const char *one, const char *other);
/* The pairs of neighbouring letters in the order of the text, each as two code points (the first in the upper half), at most `max`; how
 * many. Blanks and punctuation are skipped, case and width folded. A text of one letter is a pair with nothing. */
size_t text_pairs(const char *s, uint64_t *out, size_t max);

#endif

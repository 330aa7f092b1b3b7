/*
 * words.h - the words of the pages that the server itself writes, in both languages; the same files as the browser's.
 *
 * Runs on: any thread. Owns: nothing; constants.
 */
#ifndef API_WORDS_H
#define API_WORDS_H

/* The text of a key of static/src/locales; the key itself when there is none, which a test looks for. */
const char *words_of(const char *key, int is_zh);

#endif

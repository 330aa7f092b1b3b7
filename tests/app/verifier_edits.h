/*
 * verifier_edits.h - edits of the office's own tables, of who sees a case, and of rows with encrypted columns, for test_verifier.c: each
 * changes a row at least.
 *
 * Runs on: any thread. Owns: nothing; constants.
 */
#ifndef TESTS_APP_VERIFIER_EDITS_H
#define TESTS_APP_VERIFIER_EDITS_H

#include <sqlite3.h>
#include <stddef.h>
#include <stdint.h>

extern const char *const verifier_objects[];
extern const size_t verifier_object_count;
extern const char *const verifier_sights[];
extern const size_t verifier_sight_count;
extern const char *const verifier_rows[];
extern const size_t verifier_row_count;

/* Every column that lies encrypted or tells one that does, of which any bit may flip. */
struct verifier_cipher {
    const char *table, *id, *column;
};
extern const struct verifier_cipher verifier_ciphers[];
extern const size_t verifier_cipher_count;
/* Flips one bit of one value of it, by chance; what it was, until the next call. */
const char *verifier_flip(sqlite3 *db, uint64_t (*roll)(uint64_t below), const struct verifier_cipher *in);

#endif

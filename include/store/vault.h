/*
 * vault.h - seals and opens personal fields, and computes their blind indexes.
 *
 * A field is XChaCha20-Poly1305 under the field key, bound to "table.column" and the row's id; a blind index is a keyed hash
 * of the normalised value, cut to 16 bytes, for exact look-up only.
 *
 * Runs on: any thread; immutable after start. Owns: three derived keys.
 */
#ifndef STORE_VAULT_H
#define STORE_VAULT_H

#include "base/rc.h"
#include "store/sql.h"

struct arena;
struct vault;

enum { VAULT_INDEX_SIZE = 16 };

RC_MUST enum rc vault_new(const unsigned char master[32], struct vault **out);
void vault_free(struct vault *v);
/* NULL or empty text gives a NULL blob. `column` is a constant like "persons.name". Full arena: RC_TOO_LARGE. */
RC_MUST enum rc vault_seal(const struct vault *v, struct arena *a, const char *column, const char *row_id,
                           const char *text, struct sql_blob *out);
/* A NULL blob gives NULL. RC_INTERNAL when the value does not belong there. */
RC_MUST enum rc vault_open(const struct vault *v, struct arena *a, const char *column, const char *row_id,
                           struct sql_blob sealed, const char **out);
/* The same for the sealed lane, whose contents have a key of their own. */
RC_MUST enum rc vault_lock(const struct vault *v, struct arena *a, const char *column, const char *row_id,
                           const char *text, struct sql_blob *out);
RC_MUST enum rc vault_unlock(const struct vault *v, struct arena *a, const char *column, const char *row_id,
                             struct sql_blob sealed, const char **out);
/* NULL or empty text gives a NULL blob. */
RC_MUST enum rc vault_index(const struct vault *v, struct arena *a, const char *column, const char *normalised,
                            struct sql_blob *out);
/* Keyed hash for secrets that are looked up (session ids, tokens, query codes): 32 bytes on `a`. */
RC_MUST enum rc vault_secret_hash(const struct vault *v, struct arena *a, const char *purpose, const char *secret,
                                  struct sql_blob *out);

#endif

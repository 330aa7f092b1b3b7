/*
 * vault.h - seals and opens personal fields, and computes their blind indexes.
 *
 * A field is XChaCha20-Poly1305, bound to "table.column" and the row's id. A person's fields lie under a key of that person's
 * own, which lies sealed in the person's row: whoever destroys it has erased the person, copies of the fields included. That key
 * and everything else is sealed under the newest epoch of the ring's key for the purpose, and begins with the epoch's number
 * (two bytes, big end first). A blind index is a keyed hash of the normalised value, cut to 16 bytes, for exact look-up only.
 *
 * Runs on: any thread; vault_use on one. Owns: a copy of the ring's keys.
 */
#ifndef STORE_VAULT_H
#define STORE_VAULT_H

#include "base/rc.h"
#include "store/ring.h"
#include "store/sql.h"

struct arena;
struct vault;

#define VAULT_KEY_COLUMN      "persons.key"
#define VAULT_FILE_KEY_COLUMN "files.key"
enum { VAULT_INDEX_SIZE = 16, VAULT_EPOCH_SIZE = 2, VAULT_SEAL_OVERHEAD = VAULT_EPOCH_SIZE + CRYPTO_SEAL_OVERHEAD };

/* Both copy the ring. vault_use: from now on the ring's newest epochs seal, while others read and write; epochs that it does not
 * have open nothing any more. The index key must be the one that it was. */
RC_MUST enum rc vault_new(const struct ring *ring, struct vault **out);
RC_MUST enum rc vault_use(struct vault *v, const struct ring *ring);
void vault_free(struct vault *v);
/* The epoch that seals now. */
int vault_epoch(const struct vault *v, enum ring_purpose purpose);
/* The epoch that a value was sealed under; 0 for none. */
int vault_epoch_of(struct sql_blob sealed);
/* NULL or empty text gives a NULL blob. `column` is a constant like "persons.name". Full arena: RC_TOO_LARGE. */
RC_MUST enum rc vault_seal(const struct vault *v, struct arena *a, const char *column, const char *row_id,
                           const char *text, struct sql_blob *out);
/* A NULL blob gives NULL. RC_INTERNAL when the value does not belong there. */
RC_MUST enum rc vault_open(const struct vault *v, struct arena *a, const char *column, const char *row_id,
                           struct sql_blob sealed, const char **out);
/* A person's own key, new and sealed for the person's row ("persons.key"). */
RC_MUST enum rc vault_make_key(const struct vault *v, struct arena *a, const char *row_id, struct sql_blob *out);
/* As vault_seal and vault_open, under the key that lies in `key`. A NULL or empty key opens to NULL: the person was erased. */
RC_MUST enum rc vault_seal_with(const struct vault *v, struct arena *a, struct sql_blob key, const char *column,
                                const char *row_id, const char *text, struct sql_blob *out);
RC_MUST enum rc vault_open_with(const struct vault *v, struct arena *a, struct sql_blob key, const char *column,
                                const char *row_id, struct sql_blob sealed, const char **out);
/* The key of one file, sealed for its row ("files.key"). `purpose` is RING_FIELD, or RING_SEALED for files of the sealed lane. The
 * caller wipes what is in clear. */
RC_MUST enum rc vault_seal_file_key(const struct vault *v, struct arena *a, enum ring_purpose purpose,
                                    const char *row_id, const uint8_t clear[CRYPTO_KEY_SIZE], struct sql_blob *out);
RC_MUST enum rc vault_open_file_key(const struct vault *v, struct arena *a, enum ring_purpose purpose,
                                    const char *row_id, struct sql_blob sealed, uint8_t clear[CRYPTO_KEY_SIZE]);
/* Seals anew under the newest epoch what another one sealed; `purpose` is that of vault_seal (RING_FIELD) or vault_lock
 * (RING_SEALED). */
RC_MUST enum rc vault_renew(const struct vault *v, struct arena *a, enum ring_purpose purpose, const char *column,
                            const char *row_id, struct sql_blob sealed, struct sql_blob *out);
/* vault_seal and vault_open for the sealed lane, whose contents have keys of their own. */
RC_MUST enum rc vault_lock(const struct vault *v, struct arena *a, const char *column, const char *row_id,
                           const char *text, struct sql_blob *out);
RC_MUST enum rc vault_unlock(const struct vault *v, struct arena *a, const char *column, const char *row_id,
                             struct sql_blob sealed, const char **out);
/* NULL or empty text gives a NULL blob. */
RC_MUST enum rc vault_index(const struct vault *v, struct arena *a, const char *column, const char *normalised,
                            struct sql_blob *out);
/* Signs with the newest signing key. */
RC_MUST enum rc vault_sign(const struct vault *v, const void *data, size_t n, uint8_t out[CRYPTO_SIGNATURE_SIZE]);
/* The public part of a signing key; RC_NOT_FOUND for an epoch that the ring does not have. */
RC_MUST enum rc vault_public_key(const struct vault *v, int epoch, uint8_t out[CRYPTO_KEY_SIZE]);
/* Keyed hash for secrets that are looked up (session ids, tokens, query codes): 32 bytes on `a`. */
RC_MUST enum rc vault_secret_hash(const struct vault *v, struct arena *a, const char *purpose, const char *secret,
                                  struct sql_blob *out);

#endif

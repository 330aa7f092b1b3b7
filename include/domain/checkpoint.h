/*
 * checkpoint.h - signed checkpoints over the heads of all journals, so that nobody alters or drops an entry unseen.
 *
 * A hash chain shows that nothing was changed by somebody who could not recompute it; whoever holds the database can. A checkpoint
 * is signed with a key that is not in the database and leaves the house (`petitiond checkpoints`), and
 * from then on no entry before it can be another. src/tools/petitiond_verify*.c check all of it and shares no line with this.
 *
 * What is hashed, always with lengths (crypto_hasher_add_field) and numbers as 8 bytes, little end first:
 *   leaf        "petitiond leaf 1", case id, seq, hash of the case's entry seq
 *   decoy       "petitiond decoy 1", seed of the checkpoint, 0, 1, 2 ...: leaves that stand for nothing
 *   node        "petitiond node 1", left, right; an odd one at the end of a row goes up as it is; of no leaves: 32 zero bytes
 *   checkpoint  "petitiond checkpoint 1", hash of the checkpoint before (empty for the first), seq, at_ms, epoch, heads, root,
 *               office_seq, hash of the office's entry office_seq (empty for none)
 * Leaves stand in the order of their hashes. There are as many decoys as make the leaves a power of two that is chosen with some chance
 * (heads counts all), and a sealed case alone makes no checkpoint but rides along, for an hour at most: neither number nor time of
 * checkpoints tells of cases that one does not see.
 * The signature is Ed25519 over the 32 bytes of the checkpoint's hash.
 *
 * Whoever has one leaf, its place, the hashes beside its way up and the hash of the checkpoint before can do all of that alone: that is
 * what a petitioner gets (domain/proof.h).
 *
 * Runs on: the writer for making, anywhere for reading. Owns: nothing.
 */
#ifndef DOMAIN_CHECKPOINT_H
#define DOMAIN_CHECKPOINT_H

#include "base/crypto.h"
#include "base/ctx.h"
#include "store/sql_stmts.h"

enum {
    CHECKPOINT_HEADS_MAX = 2000, /* some 30 ms of the writer */
    CHECKPOINT_PATH_MAX = 32     /* hashes beside the way from a leaf to the root */
};

/* Makes one when a journal grew since the last, of which `is_last` (the server stops) leaves none out; `*is_made` says whether. More than CHECKPOINT_HEADS_MAX heads are left for the
 * next one. */
RC_MUST enum rc checkpoint_make(struct ctx *ctx, struct tx *tx, int is_last, int *is_made);
/* One line of JSON, members in the order of the table, bytes in hex, with the public key; on the arena, NULL when full. */
const char *checkpoint_line(struct ctx *ctx, const struct checkpoint_row *row);
/* The hash of a checkpoint behind the one with the hash `previous` (empty for the first). */
void checkpoint_digest(const struct checkpoint_row *row, struct sql_blob previous, uint8_t out[CRYPTO_HASH_SIZE]);
/* Whether a checkpoint of the database follows from the one before, is signed with the office's key of its epoch and names the entry that
 * stands in the office's journal (checkpoint_check.c). */
RC_MUST enum rc checkpoint_holds(struct ctx *ctx, struct tx *tx, const struct checkpoint_row *row, int *is_held);

struct checkpoint_report {
    int64_t checkpoints; /* that were looked at */
    int is_bad;
    int64_t bad_seq; /* of the first that is */
    const char *why; /* constant */
};
/* All of them (checkpoint_verify.c): each follows from the one before, its heads give its root and stand in the journals, and it names the
 * office's entry; `with_keys`: is signed with the key of its epoch, too. Without them an edit by somebody who computes the hashes anew is
 * not found. RC_OK also when something is bad. */
RC_MUST enum rc checkpoint_verify(struct ctx *ctx, struct tx *tx, int with_keys, struct checkpoint_report *out);

/* Lower case hex on the arena; "" of nothing, and when it is full. */
const char *checkpoint_hex(struct arena *a, struct sql_blob bytes);

/* The tree over the heads (checkpoint_tree.c). */
struct checkpoint_hash {
    uint8_t bytes[CRYPTO_HASH_SIZE];
};
/* The leaves of a checkpoint in their order, its decoys among them: a row of row->heads hashes on the arena. RC_INTERNAL when the rows
 * of the database are more. */
RC_MUST enum rc checkpoint_leaves(struct ctx *ctx, const struct checkpoint_row *row,
                                  const struct checkpoint_list_heads_out *heads, size_t count,
                                  struct checkpoint_hash **out);
void checkpoint_leaf(const char *case_id, int64_t seq, struct sql_blob hash, uint8_t out[CRYPTO_HASH_SIZE]);
/* Folds a row of `n` hashes in place until one is left, the root; of none the first one's bytes stay. With `path` (room for
 * CHECKPOINT_PATH_MAX, else NULL) the hashes beside the way up from `index` are kept, the lowest first; how many. */
size_t checkpoint_fold(struct checkpoint_hash *row, size_t n, size_t index, struct checkpoint_hash *path);
/* The root that a leaf at `index` of `n` gives with these hashes beside its way; 0 when they are not as many as the way needs. */
int checkpoint_climb(const uint8_t leaf[CRYPTO_HASH_SIZE], int64_t index, int64_t n, struct sql_blob path,
                     uint8_t out[CRYPTO_HASH_SIZE]);

#endif

/*
 * checkpoint_view.c - see checkpoint_view.h.
 *
 * Runs on: any thread with a context. Owns: nothing.
 */
#include "api/checkpoint_view.h"

#include "api/fields.h"
#include "store/vault.h"

enum { HEX_HASH = 2 * CRYPTO_HASH_SIZE, HEX_SIGNATURE = 2 * CRYPTO_SIGNATURE_SIZE };
#define MOST                                 INT64_C(999999999999999)
#define CHECKPOINT(m, kind, low, high, text) IN_MUST(struct checkpoint_view, m, kind, low, high, text)

FIELD_SET_SHARED(checkpoint_view_set, "Checkpoint", struct checkpoint_view,
                 CHECKPOINT(seq, FIELD_INT, 1, MOST, "Number, without gaps"),
                 CHECKPOINT(at_ms, FIELD_INT, 0, MOST, "When it was made: milliseconds since 1970, as they are hashed"),
                 CHECKPOINT(epoch, FIELD_INT, 1, INT16_MAX, "Number of the signing key"),
                 CHECKPOINT(heads, FIELD_INT, 0, MOST,
                            "How many leaves its tree has: cases that changed, and some that stand for nothing"),
                 CHECKPOINT(root, FIELD_TEXT, HEX_HASH, HEX_HASH, "Root of the tree over their newest entries"),
                 CHECKPOINT(office_seq, FIELD_INT, 0, MOST, "Last entry of the office's own journal; 0: none"),
                 IN(struct checkpoint_view, office_hash, FIELD_TEXT, 0, HEX_HASH, "Its hash; empty: none"),
                 CHECKPOINT(hash, FIELD_TEXT, HEX_HASH, HEX_HASH, "Over all of this and the hash of the one before"),
                 CHECKPOINT(signature, FIELD_TEXT, HEX_SIGNATURE, HEX_SIGNATURE, "Ed25519 over the hash"),
                 IN(struct checkpoint_view, public_key, FIELD_TEXT, 0, HEX_HASH,
                    "Key that it is signed with; empty when the office no longer has it"));

void checkpoint_view_fill(struct ctx *ctx, const struct checkpoint_row *row, struct checkpoint_view *out)
{
    struct arena *a = ctx->arena;
    uint8_t key[CRYPTO_KEY_SIZE];
    enum rc rc = vault_public_key(ctx->vault, (int)row->epoch, key);
    *out = (struct checkpoint_view){.seq = row->seq,
                                    .at_ms = row->at_ms,
                                    .epoch = row->epoch,
                                    .heads = row->heads,
                                    .root = checkpoint_hex(a, row->root),
                                    .office_seq = row->office_seq,
                                    .office_hash = checkpoint_hex(a, row->office_hash),
                                    .hash = checkpoint_hex(a, row->hash),
                                    .signature = checkpoint_hex(a, row->signature),
                                    .public_key =
                                        rc == RC_OK ? checkpoint_hex(a, (struct sql_blob){key, sizeof key}) : ""};
}

/*
 * proof_view.c - see proof_view.h.
 *
 * Runs on: any thread with a context. Owns: nothing.
 */
#include "api/proof_view.h"

#include "api/fields.h"

#include <string.h>

enum { HEX_HASH = 2 * CRYPTO_HASH_SIZE, HEX_SIGNATURE = 2 * CRYPTO_SIGNATURE_SIZE };
#define MOST INT64_C(999999999999999)

#define INCLUSION(m, kind, low, high, text) IN_MUST(struct inclusion_view, m, kind, low, high, text)
#define PROOF(m, kind, low, high, text)     IN_MUST(struct proof_view, m, kind, low, high, text)

FIELD_SET(inclusion_view_set, "Inclusion", struct inclusion_view,
          INCLUSION(case_id, FIELD_ID, 0, 0, "Under which the entry was hashed"),
          INCLUSION(index, FIELD_INT, 0, MOST, "Place of the entry among the heads of the checkpoint"),
          IN(struct inclusion_view, path, FIELD_TEXT, 0, CHECKPOINT_PATH_MAX *HEX_HASH,
             "Hashes beside the way from the entry to the root, the lowest first, one behind the other"),
          IN(struct inclusion_view, previous, FIELD_TEXT, 0, HEX_HASH,
             "Hash of the checkpoint before; empty: it is the first"),
          {.name = "checkpoint",
           .type = FIELD_OBJECT,
           .offset = offsetof(struct inclusion_view, checkpoint),
           .is_required = 1,
           .is_pointer = 1,
           .of = &checkpoint_view_set,
           .doc = "The checkpoint that holds the entry"});

FIELD_SET_SHARED(proof_view_set, "Proof", struct proof_view, PROOF(number, FIELD_TEXT, 5, 40, "Number of the case"),
                 PROOF(seq, FIELD_INT, 1, MOST, "Number of the entry in the case's journal"),
                 PROOF(at_ms, FIELD_INT, 0, MOST, "Time of the entry: milliseconds since 1970, as they are hashed"),
                 PROOF(hash, FIELD_TEXT, HEX_HASH, HEX_HASH,
                       "Hash of the entry and of all before it; nothing can be read from it"),
                 PROOF(epoch, FIELD_INT, 1, INT16_MAX, "Number of the signing key"),
                 PROOF(signature, FIELD_TEXT, HEX_SIGNATURE, HEX_SIGNATURE, "Ed25519 over all of the above"),
                 {.name = "inclusion",
                  .type = FIELD_OBJECT,
                  .offset = offsetof(struct proof_view, inclusion),
                  .is_pointer = 1,
                  .of = &inclusion_view_set,
                  .doc = "The checkpoint that holds the entry; null until there is one"});

enum rc proof_view_fill(struct ctx *ctx, const struct proof *p, struct proof_view *out)
{
    struct arena *a = ctx->arena;
    *out = (struct proof_view){.number = p->number,
                               .seq = p->seq,
                               .at_ms = p->at_ms,
                               .hash = checkpoint_hex(a, p->hash),
                               .epoch = p->epoch,
                               .signature = checkpoint_hex(a, p->signature)};
    if (p->inclusion == NULL) {
        return RC_OK;
    }
    const struct proof_inclusion *from = p->inclusion;
    struct inclusion_view *to = arena_alloc(a, sizeof *to);
    struct checkpoint_view *checkpoint = arena_alloc(a, sizeof *checkpoint);
    if (to == NULL || checkpoint == NULL) {
        return RC_TOO_LARGE;
    }
    checkpoint_view_fill(ctx, &from->checkpoint, checkpoint);
    *to = (struct inclusion_view){from->case_id, from->index, checkpoint_hex(a, from->path),
                                  checkpoint_hex(a, from->previous), checkpoint};
    out->inclusion = to;
    return RC_OK;
}

static struct sql_blob proof_view_bytes(struct arena *a, const char *hex)
{
    size_t n = hex != NULL ? strlen(hex) / 2 : 0;
    uint8_t *bytes = arena_alloc(a, n + 1);
    if (bytes == NULL || crypto_unhex(hex != NULL ? hex : "", bytes, n) != RC_OK) {
        return (struct sql_blob){"", 1}; /* one byte is no hash and no signature */
    }
    return (struct sql_blob){bytes, n};
}

enum rc proof_view_read(struct ctx *ctx, const struct proof_view *in, struct proof *out)
{
    struct arena *a = ctx->arena;
    *out = (struct proof){.number = in->number,
                          .seq = in->seq,
                          .at_ms = in->at_ms,
                          .hash = proof_view_bytes(a, in->hash),
                          .epoch = in->epoch,
                          .signature = proof_view_bytes(a, in->signature)};
    if (in->inclusion == NULL) {
        return RC_OK;
    }
    const struct checkpoint_view *k = in->inclusion->checkpoint;
    struct proof_inclusion *to = arena_alloc(a, sizeof *to);
    if (to == NULL) {
        return RC_TOO_LARGE;
    }
    *to = (struct proof_inclusion){.case_id = in->inclusion->case_id,
                                   .index = in->inclusion->index,
                                   .path = proof_view_bytes(a, in->inclusion->path),
                                   .previous = proof_view_bytes(a, in->inclusion->previous),
                                   .public_key = proof_view_bytes(a, k->public_key),
                                   .checkpoint = {.seq = k->seq,
                                                  .at_ms = k->at_ms,
                                                  .epoch = k->epoch,
                                                  .heads = k->heads,
                                                  .root = proof_view_bytes(a, k->root),
                                                  .office_seq = k->office_seq,
                                                  .office_hash = proof_view_bytes(a, k->office_hash),
                                                  .hash = proof_view_bytes(a, k->hash),
                                                  .signature = proof_view_bytes(a, k->signature)}};
    out->inclusion = to;
    return RC_OK;
}

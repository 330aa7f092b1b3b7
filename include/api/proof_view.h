/*
 * proof_view.h - petitioners' proofs as JSON, in the order of members that petitiond-verify reads.
 *
 * The same struct goes out and comes back in: somebody pastes what they were given. Bytes are hex in lower case.
 *
 * Runs on: any thread with a context. Owns: nothing; texts live on ctx->arena.
 */
#ifndef API_PROOF_VIEW_H
#define API_PROOF_VIEW_H

#include "api/checkpoint_view.h"
#include "domain/proof.h"

struct inclusion_view {
    const char *case_id;
    int64_t index;
    const char *path, *previous;
    struct checkpoint_view *checkpoint;
};
struct proof_view {
    const char *number;
    int64_t seq, at_ms;
    const char *hash;
    int64_t epoch;
    const char *signature;
    struct inclusion_view *inclusion; /* NULL: none yet */
};

extern const struct field_set proof_view_set;

/* RC_TOO_LARGE: no memory. */
RC_MUST enum rc proof_view_fill(struct ctx *ctx, const struct proof *p, struct proof_view *out);
/* The way back; what is no hex becomes bytes that fit nothing. RC_TOO_LARGE: no memory. */
RC_MUST enum rc proof_view_read(struct ctx *ctx, const struct proof_view *in, struct proof *out);

#endif

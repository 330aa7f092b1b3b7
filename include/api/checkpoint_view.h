/*
 * checkpoint_view.h - a checkpoint as JSON, in the order of members that petitiond-verify reads; bytes are hex in lower case.
 *
 * Runs on: any thread with a context. Owns: nothing; texts live on ctx->arena.
 */
#ifndef API_CHECKPOINT_VIEW_H
#define API_CHECKPOINT_VIEW_H

#include "domain/checkpoint.h"
#include "http/endpoint.h"

struct checkpoint_view {
    int64_t seq, at_ms, epoch, heads;
    const char *root;
    int64_t office_seq;
    const char *office_hash, *hash, *signature, *public_key;
};
extern const struct field_set checkpoint_view_set;

/* What `petitiond checkpoints` prints of it. */
void checkpoint_view_fill(struct ctx *ctx, const struct checkpoint_row *row, struct checkpoint_view *out);

#endif

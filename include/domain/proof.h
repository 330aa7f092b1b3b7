/*
 * proof.h - what a petitioner can show later: that the journal of a case stood so, and that a signed checkpoint holds it.
 *
 * A proof has two parts. The receipt names an entry of the journal (number of the case; number, time and hash of the entry) and is
 * signed at once, so that it counts before any checkpoint does. The inclusion comes with the next checkpoint: the way from that
 * entry to the checkpoint's root, the checkpoint, and the hash of the one before; all of it can be computed without the server.
 *
 * What is hashed and signed for the receipt, as in checkpoint.h: "petitiond receipt 1", number, seq, at_ms, epoch, hash.
 *
 * Only the hash of one entry is told, never the chain. It cannot be used to guess what the entry says: under it lie the id of the
 * request that wrote it (80 bits of chance, which no petitioner sees but of their own requests) and the case's seal, which holds
 * the keyed hash of the query code. The hashes beside the way are of leaves, each over a hash of that kind.
 *
 * Runs on: a worker or the writer, with any transaction. Owns: nothing; results live on ctx->arena.
 */
#ifndef DOMAIN_PROOF_H
#define DOMAIN_PROOF_H

#include "base/ctx.h"
#include "domain/checkpoint.h"

struct proof_inclusion {
    const char *case_id;      /* under which the entry's leaf was hashed */
    int64_t index;            /* of the leaf among the checkpoint's heads */
    struct sql_blob path;     /* hashes beside the way up */
    struct sql_blob previous; /* hash of the checkpoint before; empty for the first */
    struct checkpoint_row checkpoint;
    struct sql_blob public_key; /* that a given proof names; empty: none */
};

struct proof {
    const char *number; /* of the case */
    int64_t seq, at_ms;
    struct sql_blob hash;
    int64_t epoch; /* of the key that signed */
    struct sql_blob signature;
    const struct proof_inclusion *inclusion; /* NULL: no checkpoint holds the entry yet */
};

/* Of the newest entry of a case, without inclusion. */
RC_MUST enum rc proof_of_head(struct ctx *ctx, struct tx *tx, const char *case_id, struct proof *out);
/* Of the newest entry that a checkpoint holds; of the newest one when none does. */
RC_MUST enum rc proof_of_case(struct ctx *ctx, struct tx *tx, const struct case_row *row, struct proof *out);

struct proof_verdict {
    int is_signed; /* the receipt bears the signature of the office's key of that epoch */
    int is_whole; /* the office signed all that the file says: the receipt, and the checkpoint in it if there is one. 0: it
                           is not the office's or was altered, and what else does not hold says nothing of the records */
    int is_included;    /* the entry leads to the checkpoint, and that one is signed and the office's own */
    int is_in_journal;  /* the journal has the entry under that number; it and all before it follow from each other */
    int64_t covered_by; /* first checkpoint that holds the entry or one behind it; SQL_NULL: none */
};

/* Looks at each on its own; what does not hold is no error. */
RC_MUST enum rc proof_check(struct ctx *ctx, struct tx *tx, const struct proof *p, struct proof_verdict *out);

#endif

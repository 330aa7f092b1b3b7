/*
 * journal.h - the append-only history of each case, chained by hashes.
 *
 * hash(n) = BLAKE2b-256("petitiond journal 1" | hash(n-1) | every field with its length). One chain per case; the case row keeps
 * number and hash of its newest entry. Entries are never changed: corrections are new entries. Notes and changes may hold no
 * personal data; whoever appends sees to it.
 *
 * The one exception is a purge (domain/purge.h): notes, changes and seals of all entries before it are destroyed, and each is marked
 * with the number of the certificate. Their hashes stay, so the chain goes on, but nobody can compute them any more; therefore
 * the entry of the purge, which is chained and signed like any other, holds a digest over what is left of them, and so does the
 * certificate. Whoever marks an entry without a certificate, or changes what is left of one, is found.
 *
 * Runs on: append on the writer, the rest with any read transaction.
 */
#ifndef DOMAIN_JOURNAL_H
#define DOMAIN_JOURNAL_H

#include "base/crypto.h"
#include "base/ctx.h"
#include "store/sql_stmts.h"

struct tx;

/* The field of an entry's changes that says: before this act the case, or what of the office it is about, was changed past its journal. */
#define JOURNAL_PAST "past_journal"

struct journal_entry {
    const char *action; /* "register", "event", "note", "ladder", "recompute", "submission", "contact" */
    const char *event, *from_state, *to_state;
    const char *note;
    const char *changes; /* JSON array text; NULL: "[]" */
    const char *seal;    /* of the case after the act; see case_seal.h */
};

/* Appends after entry `*seq` with hash `*head` (0 and NULL for a new case) and moves both on. The caller stores them in the
 * case row in the same transaction. */
RC_MUST enum rc journal_append(struct ctx *ctx, struct tx *tx, const char *case_id, int64_t *seq, struct sql_blob *head,
                               const struct journal_entry *entry);

/* An entry's hash behind the one before it (NULL for the first). */
void journal_hash(const struct journal_row *row, struct sql_blob previous, uint8_t out[CRYPTO_HASH_SIZE]);
/* The digest over what a purge leaves of entries: number, time, actor, act, states, request and hash of each, in chain order. */
void journal_left_begin(struct crypto_hasher *h);
void journal_left_add(struct crypto_hasher *h, const struct journal_row *row);

struct journal_report {
    int64_t entries, cases;
    int64_t purged;        /* cases whose content was destroyed under a certificate */
    int64_t past;          /* entries that found their case changed past its journal; the first: */
    const char *past_case; /* id; on ctx->arena */
    int64_t past_seq;
    int is_bad;
    const char *bad_case; /* id; on ctx->arena */
    int64_t bad_seq;
    const char *why; /* constant: what is wrong there */
};
/* Replays every chain. RC_OK also when something is bad: look at the report. Names the first bad entry. */
RC_MUST enum rc journal_verify(struct ctx *ctx, struct tx *tx, struct journal_report *out);

#endif

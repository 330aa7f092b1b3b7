/*
 * journal.c - appends to the hash chain of a case.
 *
 * Runs on: the writer; hashing on any thread. Owns: nothing.
 * Invariant: what is hashed is the stored row, field by field with lengths, never its JSON text.
 */
#include "domain/journal.h"

#include "domain/chain.h"
#include "domain/perm.h"

#include <string.h>

/* How long what happened can be followed afterwards (queries/event.sql). */
#define JOURNAL_FOLLOWED_MS (INT64_C(14) * 24 * 3600 * 1000)

static const char JOURNAL_LABEL[] = "petitiond journal 1";
static const char JOURNAL_LEFT_LABEL[] = "petitiond left 1";

void journal_hash(const struct journal_row *row, struct sql_blob previous, uint8_t out[CRYPTO_HASH_SIZE])
{
    const char *texts[] = {row->case_id, row->actor_id,   row->actor_unit_id, row->action,
                           row->event,   row->from_state, row->to_state,      row->note,
                           row->changes, row->request_id, row->seal};
    /* Entries of programs that made no seals stay as they were chained. */
    size_t count = sizeof texts / sizeof texts[0] - (row->seal == NULL);
    chain_link(JOURNAL_LABEL, previous, row->seq, row->at_ms, texts, count, out);
}

void journal_left_begin(struct crypto_hasher *h)
{
    crypto_hasher_init(h, NULL);
    crypto_hasher_add_field(h, JOURNAL_LEFT_LABEL, sizeof JOURNAL_LEFT_LABEL - 1);
}

void journal_left_add(struct crypto_hasher *h, const struct journal_row *row)
{
    const char *texts[] = {row->actor_id,   row->actor_unit_id, row->action,    row->event,
                           row->from_state, row->to_state,      row->request_id};
    crypto_hasher_add_i64(h, row->seq);
    crypto_hasher_add_i64(h, row->at_ms);
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        chain_add_text(h, texts[i]);
    }
    crypto_hasher_add_field(h, row->hash.data, row->hash.size);
}

static enum rc journal_fill(struct ctx *ctx, const char *case_id, int64_t seq, struct sql_blob previous,
                            const struct journal_entry *entry, struct journal_row *row)
{
    uint8_t *hash = arena_alloc(ctx->arena, CRYPTO_HASH_SIZE);
    if (hash == NULL) {
        return RC_TOO_LARGE;
    }
    *row = (struct journal_row){
        .case_id = case_id,
        .seq = seq,
        .at_ms = ctx->now_ms,
        .actor_id = ctx->actor->account_id ? ctx->actor->account_id : "petitioner",
        .actor_unit_id = ctx->actor->unit_id,
        .action = entry->action,
        .event = entry->event,
        .from_state = entry->from_state,
        .to_state = entry->to_state,
        .note = entry->note,
        .changes = entry->changes ? entry->changes : "[]",
        .request_id = ctx->request_id,
        .seal = entry->seal,
    };
    journal_hash(row, previous, hash);
    row->hash = (struct sql_blob){hash, CRYPTO_HASH_SIZE};
    return RC_OK;
}

enum rc journal_append(struct ctx *ctx, struct tx *tx, const char *case_id, int64_t *seq, struct sql_blob *head,
                       const struct journal_entry *entry)
{
    struct journal_row row;
    enum rc rc = journal_fill(ctx, case_id, *seq + 1, *head, entry, &row);
    if (rc != RC_OK) {
        return rc;
    }
    rc = journal_rows_add(tx, &(struct journal_add_in){.case_id = row.case_id,
                                                       .seq = row.seq,
                                                       .at_ms = row.at_ms,
                                                       .actor_id = row.actor_id,
                                                       .actor_unit_id = row.actor_unit_id,
                                                       .action = row.action,
                                                       .event = row.event,
                                                       .from_state = row.from_state,
                                                       .to_state = row.to_state,
                                                       .note = row.note,
                                                       .changes = row.changes,
                                                       .request_id = row.request_id,
                                                       .hash = row.hash,
                                                       .seal = row.seal});
    /* Whoever follows the cases hears of every entry, of none before its commit, and of all in the order of the commits. */
    rc = rc == RC_OK ? event_rows_add(tx, &(struct event_add_in){case_id, row.seq, row.at_ms}) : rc;
    rc = rc == RC_OK ? event_rows_prune(tx, &(struct event_prune_in){row.at_ms - JOURNAL_FOLLOWED_MS}) : rc;
    if (rc == RC_OK) {
        *seq = row.seq;
        *head = row.hash;
    }
    return rc;
}

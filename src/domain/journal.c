/*
 * journal.c - appends to and replays the hash chain of a case.
 *
 * Runs on: append on the writer; verify with any read transaction. Owns: nothing.
 * Invariant: what is hashed is the stored row, field by field with lengths, never its JSON text.
 */
#include "domain/journal.h"

#include "domain/case_seal.h"
#include "domain/chain.h"
#include "domain/perm.h"
#include "store/sql_stmts.h"

#include <string.h>

static const char JOURNAL_LABEL[] = "petitiond journal 1";

static void journal_hash(const struct journal_row *row, struct sql_blob previous, uint8_t out[CRYPTO_HASH_SIZE])
{
    const char *texts[] = {row->case_id, row->actor_id,   row->actor_unit_id, row->action,
                           row->event,   row->from_state, row->to_state,      row->note,
                           row->changes, row->request_id, row->seal};
    /* Entries of programs that made no seals stay as they were chained. */
    size_t count = sizeof texts / sizeof texts[0] - (row->seal == NULL);
    chain_link(JOURNAL_LABEL, previous, row->seq, row->at_ms, texts, count, out);
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

enum rc journal_first(struct ctx *ctx, const char *case_id, const struct journal_entry *entry, struct sql_blob *head)
{
    struct journal_row row;
    enum rc rc = journal_fill(ctx, case_id, 1, (struct sql_blob){NULL, 0}, entry, &row);
    if (rc == RC_OK) {
        *head = row.hash;
    }
    return rc;
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
    if (rc == RC_OK) {
        *seq = row.seq;
        *head = row.hash;
    }
    return rc;
}

/* State of a replay; the texts of the case at hand are copied because rows live only for one step. */
struct journal_walk {
    struct ctx *ctx;
    struct tx *tx;
    struct journal_report *report;
    char case_id[64];
    int64_t seq;
    uint8_t hash[CRYPTO_HASH_SIZE];
};

static enum rc journal_bad(struct journal_walk *w, const char *case_id, int64_t seq, const char *why)
{
    w->report->is_bad = 1;
    w->report->bad_case = arena_strdup(w->ctx->arena, case_id);
    w->report->bad_seq = seq;
    w->report->why = why;
    return RC_DONE; /* ends the walk */
}

static enum rc journal_walk_entry(void *arg, const struct journal_row *row)
{
    struct journal_walk *w = arg;
    if (strcmp(w->case_id, row->case_id) != 0) {
        w->report->cases++;
        w->seq = 0;
        if (strlen(row->case_id) >= sizeof w->case_id) {
            return journal_bad(w, row->case_id, row->seq, "case id too long");
        }
        memcpy(w->case_id, row->case_id, strlen(row->case_id) + 1);
    }
    if (row->seq != w->seq + 1) {
        return journal_bad(w, row->case_id, w->seq + 1, "an entry is missing");
    }
    struct sql_blob previous = w->seq == 0 ? (struct sql_blob){NULL, 0} : (struct sql_blob){w->hash, sizeof w->hash};
    uint8_t hash[CRYPTO_HASH_SIZE];
    journal_hash(row, previous, hash);
    if (row->hash.size != sizeof hash || memcmp(hash, row->hash.data, sizeof hash) != 0) {
        return journal_bad(w, row->case_id, row->seq, "the hash does not follow from the entry");
    }
    memcpy(w->hash, hash, sizeof hash);
    w->seq = row->seq;
    w->report->entries++;
    return RC_OK;
}

/* Each case must end where its chain ends: neither a cut tail nor a head of its own. */
static int journal_fits_seal(struct journal_walk *w, const struct case_row *row, const char *seal, enum rc *rc)
{
    struct deadline_row *clocks;
    size_t count;
    *rc =
        deadline_rows_list_of_case(w->tx, w->ctx->arena, &(struct deadline_list_of_case_in){row->id}, &clocks, &count);
    const char *now = *rc == RC_OK ? case_seal(w->ctx->arena, row, clocks, count) : NULL;
    return now != NULL && strcmp(now, seal) == 0;
}

static enum rc journal_walk_head(void *arg, const struct case_row *row)
{
    struct journal_walk *w = arg;
    struct arena_mark mark = arena_mark(w->ctx->arena);
    struct journal_get_out last = {0};
    enum rc rc = journal_rows_get(w->tx, w->ctx->arena, &(struct journal_get_in){row->id, row->journal_seq}, &last);
    if (rc == RC_NOT_FOUND) {
        return journal_bad(w, row->id, row->journal_seq, "the newest entry is missing");
    }
    if (rc != RC_OK) {
        return rc;
    }
    if (last.later > 0) {
        return journal_bad(w, row->id, row->journal_seq + 1, "an entry that the case does not know");
    }
    if (last.hash.size != row->journal_head.size ||
        memcmp(last.hash.data, row->journal_head.data, last.hash.size) != 0) {
        return journal_bad(w, row->id, row->journal_seq, "the case's head does not fit its newest entry");
    }
    if (last.seal != NULL && !journal_fits_seal(w, row, last.seal, &rc)) {
        return rc == RC_OK
                   ? journal_bad(w, row->id, row->journal_seq, "the case or a clock of it was changed afterwards")
                   : rc;
    }
    arena_reset_to(w->ctx->arena, mark);
    return RC_OK;
}

enum rc journal_verify(struct ctx *ctx, struct tx *tx, struct journal_report *out)
{
    struct journal_walk w = {.ctx = ctx, .tx = tx, .report = out};
    memset(out, 0, sizeof *out);
    enum rc rc = journal_rows_walk_each(tx, ctx->arena, journal_walk_entry, &w);
    if (rc == RC_OK && !out->is_bad) {
        rc = journal_rows_walk_heads_each(tx, ctx->arena, journal_walk_head, &w);
    }
    return rc == RC_DONE ? RC_OK : rc;
}

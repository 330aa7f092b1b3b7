/*
 * office_journal.c - appends to and replays the office's one hash chain.
 *
 * Runs on: append on the writer; verify with any read transaction. Owns: nothing.
 * Invariant: what is hashed is the stored row, field by field with lengths.
 */
#include "domain/office_journal.h"

#include "base/log.h"
#include "domain/chain.h"
#include "domain/journal.h"
#include "domain/office_object.h"
#include "domain/office_proof.h"
#include "domain/perm.h"
#include "store/sql_stmts.h"

#include <stdio.h>
#include <string.h>

static const char OFFICE_LABEL[] = "petitiond office 1";
/* Setting that says where the chain ends, so that a cut tail is found: "<seq> <hash in hex>". */
static const char OFFICE_HEAD_KEY[] = "office_journal_head";

enum { OFFICE_HEAD_SIZE = 21 + 2 * CRYPTO_HASH_SIZE + 1 };

static void office_journal_hash(const struct office_journal_row *row, struct sql_blob previous,
                                uint8_t out[CRYPTO_HASH_SIZE])
{
    const char *texts[] = {row->actor_id, row->action, row->object_id, row->changes, row->request_id, row->seals};
    size_t count = sizeof texts / sizeof texts[0] - (row->seals == NULL); /* as it was hashed before there were any */
    chain_link(OFFICE_LABEL, previous, row->seq, row->at_ms, texts, count, out);
}

static void office_journal_head(int64_t seq, const uint8_t hash[CRYPTO_HASH_SIZE], char out[OFFICE_HEAD_SIZE])
{
    char hex[2 * CRYPTO_HASH_SIZE + 1];
    crypto_hex(hash, CRYPTO_HASH_SIZE, hex);
    snprintf(out, OFFICE_HEAD_SIZE, "%lld %s", (long long)seq, hex);
}

static enum rc office_journal_add(struct tx *tx, const struct office_journal_row *row,
                                  const uint8_t hash[CRYPTO_HASH_SIZE])
{
    char head[OFFICE_HEAD_SIZE];
    office_journal_head(row->seq, hash, head);
    enum rc rc = setting_rows_save(tx, &(struct setting_save_in){OFFICE_HEAD_KEY, head});
    return rc != RC_OK ? rc
                       : office_journal_rows_add(tx, &(struct office_journal_add_in){.seq = row->seq,
                                                                                     .at_ms = row->at_ms,
                                                                                     .actor_id = row->actor_id,
                                                                                     .action = row->action,
                                                                                     .object_id = row->object_id,
                                                                                     .changes = row->changes,
                                                                                     .request_id = row->request_id,
                                                                                     .seals = row->seals,
                                                                                     .hash = {hash, CRYPTO_HASH_SIZE}});
}

/* The text of the changes and the seals of what they touch; what was changed past the journal until now stands in the text for good. */
static enum rc office_journal_seal(struct ctx *ctx, struct tx *tx, struct changes *changes, const char **text,
                                   const char **seals)
{
    const struct changes_object *past;
    enum rc rc = office_object_look(ctx, tx, changes->objects, &past);
    if (rc == RC_OK && past != NULL) {
        LOG(LOG_ERROR, "office.past_journal", LOG_S("kind", past->kind), LOG_S("id", past->id));
        changes_add(changes, JOURNAL_PAST, NULL, past->kind);
    }
    rc = rc == RC_OK ? office_object_seals(ctx, tx, changes->objects, seals) : rc;
    rc = rc == RC_OK ? office_proof_keep(ctx, tx, changes->objects) : rc;
    *text = changes_text(changes);
    return rc == RC_OK && *text == NULL ? RC_TOO_LARGE : rc;
}

enum rc office_journal_append(struct ctx *ctx, struct tx *tx, const char *action, const char *object_id,
                              struct changes *changes)
{
    struct office_journal_get_last_out last = {0};
    enum rc rc = office_journal_rows_get_last(tx, ctx->arena, &last);
    if (rc != RC_OK && rc != RC_NOT_FOUND) {
        return rc;
    }
    const char *text = "[]", *seals = NULL;
    enum rc sealed = changes != NULL ? office_journal_seal(ctx, tx, changes, &text, &seals) : RC_OK;
    if (sealed != RC_OK) {
        return sealed;
    }
    struct office_journal_row row = {.seq = rc == RC_OK ? last.seq + 1 : 1,
                                     .at_ms = ctx->now_ms,
                                     .actor_id = ctx->actor->account_id ? ctx->actor->account_id : "anonymous",
                                     .action = action,
                                     .object_id = object_id,
                                     .changes = text,
                                     .request_id = ctx->request_id,
                                     .seals = seals};
    uint8_t hash[CRYPTO_HASH_SIZE];
    office_journal_hash(&row, rc == RC_OK ? last.hash : (struct sql_blob){NULL, 0}, hash);
    return office_journal_add(tx, &row, hash);
}

struct office_journal_walk {
    struct office_journal_report *report;
    int64_t seq;
    uint8_t hash[CRYPTO_HASH_SIZE];
};

static enum rc office_journal_walk_entry(void *arg, const struct office_journal_row *row)
{
    struct office_journal_walk *w = arg;
    struct sql_blob previous = w->seq == 0 ? (struct sql_blob){NULL, 0} : (struct sql_blob){w->hash, sizeof w->hash};
    uint8_t hash[CRYPTO_HASH_SIZE];
    office_journal_hash(row, previous, hash);
    if (row->seq != w->seq + 1) {
        w->report->why = "an entry is missing";
        w->report->bad_seq = w->seq + 1;
    } else if (row->hash.size != sizeof hash || memcmp(row->hash.data, hash, sizeof hash) != 0) {
        w->report->why = "the hash does not follow from the entry";
        w->report->bad_seq = row->seq;
    }
    if (w->report->why != NULL) {
        w->report->is_bad = 1;
        return RC_DONE; /* ends the walk */
    }
    memcpy(w->hash, hash, sizeof hash);
    w->seq = row->seq;
    w->report->entries++;
    if (strstr(row->changes, "{\"field\":\"" JOURNAL_PAST "\",") != NULL && w->report->past++ == 0) {
        w->report->past_seq = row->seq;
    }
    return RC_OK;
}

/* The chain must end where the setting says that it does. */
static enum rc office_journal_check_head(struct ctx *ctx, struct tx *tx, const struct office_journal_walk *w)
{
    char head[OFFICE_HEAD_SIZE];
    struct setting_get_out row;
    enum rc rc = setting_rows_get(tx, ctx->arena, &(struct setting_get_in){OFFICE_HEAD_KEY}, &row);
    if (rc != RC_OK && rc != RC_NOT_FOUND) {
        return rc;
    }
    const char *said = rc == RC_OK ? row.value : "";
    office_journal_head(w->seq, w->hash, head);
    if (strcmp(said, w->seq > 0 ? head : "") != 0) {
        w->report->is_bad = 1;
        w->report->bad_seq = w->seq + 1;
        w->report->why = "the chain does not end where it should";
    }
    return RC_OK;
}

enum rc office_journal_verify(struct ctx *ctx, struct tx *tx, struct office_journal_report *out)
{
    *out = (struct office_journal_report){0};
    struct office_journal_walk w = {.report = out};
    enum rc rc = office_journal_rows_walk_each(tx, ctx->arena, office_journal_walk_entry, &w);
    if (rc != RC_OK) {
        return rc == RC_DONE ? RC_OK : rc;
    }
    return office_journal_check_head(ctx, tx, &w);
}

/*
 * journal_verify.c - replays the hash chains of all cases.
 *
 * Runs on: any thread with a read transaction. Owns: nothing.
 */
#include "domain/journal.h"

#include "domain/case_seal.h"
#include "domain/changes.h"

#include <stdio.h>
#include <string.h>

enum { JOURNAL_CERTIFICATE_SIZE = 160 };

/* State of a replay; the texts of the case at hand are copied because rows live only for one step. */
struct journal_walk {
    struct ctx *ctx;
    struct tx *tx;
    struct journal_report *report;
    char case_id[64];
    int64_t seq;
    uint8_t hash[CRYPTO_HASH_SIZE];
    /* of the case's entries that are marked as destroyed; they can only be the first ones */
    int64_t marked;
    char certificate[JOURNAL_CERTIFICATE_SIZE];
    struct crypto_hasher left;
};

static enum rc journal_bad(struct journal_walk *w, const char *case_id, int64_t seq, const char *why)
{
    w->report->is_bad = 1;
    w->report->bad_case = arena_strdup(w->ctx->arena, case_id);
    w->report->bad_seq = seq;
    w->report->why = why;
    return RC_DONE; /* ends the walk */
}

/* Nothing can be computed of a marked entry: it is what the chain goes on from, and it counts for the digest over what is left. */
static enum rc journal_walk_marked(struct journal_walk *w, const struct journal_row *row)
{
    if (w->marked != w->seq) {
        return journal_bad(w, row->case_id, row->seq, "marked as destroyed behind an entry that is not");
    }
    if (row->note != NULL || row->seal != NULL || strcmp(row->changes, "[]") != 0 ||
        row->hash.size != CRYPTO_HASH_SIZE) {
        return journal_bad(w, row->case_id, row->seq, "marked as destroyed and not what a purge leaves");
    }
    if (w->marked == 0) {
        (void)snprintf(w->certificate, sizeof w->certificate, "%s", row->certificate);
        journal_left_begin(&w->left);
    } else if (strcmp(w->certificate, row->certificate) != 0) {
        return journal_bad(w, row->case_id, row->seq, "marked with another certificate than the entry before");
    }
    journal_left_add(&w->left, row);
    memcpy(w->hash, row->hash.data, sizeof w->hash);
    w->marked = w->seq = row->seq;
    w->report->entries++;
    return RC_OK;
}

/* 1 when the entry says that this field came to be `text`. */
static int journal_says(struct journal_walk *w, const struct journal_row *row, const char *field, const char *text)
{
    struct changes said;
    changes_init(&said, w->ctx);
    changes_add(&said, field, NULL, text);
    const char *list = changes_text(&said);
    /* without its brackets: one of the entry's changes */
    const char *one = list != NULL ? arena_strndup(w->ctx->arena, list + 1, strlen(list) - 2) : NULL;
    return one != NULL && strstr(row->changes, one) != NULL;
}

/* The first entry behind marked ones: the purge itself. It and the certificate say what is left. */
static enum rc journal_walk_purge(struct journal_walk *w, const struct journal_row *row)
{
    struct certificate_item item;
    uint8_t digest[CRYPTO_HASH_SIZE];
    char hex[2 * CRYPTO_HASH_SIZE + 1];
    struct arena_mark mark = arena_mark(w->ctx->arena);
    enum rc rc =
        certificate_rows_find_item(w->tx, w->ctx->arena, &(struct certificate_find_item_in){row->case_id}, &item);
    if (rc != RC_OK && rc != RC_NOT_FOUND) {
        return rc;
    }
    if (rc == RC_NOT_FOUND || strcmp(item.certificate, w->certificate) != 0) {
        return journal_bad(w, row->case_id, w->marked, "marked as destroyed, and no certificate says so");
    }
    crypto_hasher_end(&w->left, digest);
    crypto_hex(digest, sizeof digest, hex);
    int is_left = item.entries == w->marked && item.digest.size == sizeof digest &&
                  memcmp(item.digest.data, digest, sizeof digest) == 0 && strcmp(row->action, "purge") == 0 &&
                  journal_says(w, row, "certificate", w->certificate) && journal_says(w, row, "left", hex);
    if (!is_left) {
        return journal_bad(w, row->case_id, w->marked, "what is left of destroyed entries is not what the purge left");
    }
    w->report->purged++;
    w->marked = 0;
    arena_reset_to(w->ctx->arena, mark);
    return RC_OK;
}

static enum rc journal_walk_case(struct journal_walk *w, const char *case_id)
{
    if (w->marked > 0) {
        return journal_bad(w, w->case_id, w->marked, "marked as destroyed, and the entry of the purge is missing");
    }
    if (case_id == NULL) {
        return RC_OK;
    }
    w->report->cases++;
    w->seq = 0;
    if (strlen(case_id) >= sizeof w->case_id) {
        return journal_bad(w, case_id, 1, "case id too long");
    }
    memcpy(w->case_id, case_id, strlen(case_id) + 1);
    return RC_OK;
}

static enum rc journal_walk_entry(void *arg, const struct journal_row *row)
{
    struct journal_walk *w = arg;
    enum rc rc = strcmp(w->case_id, row->case_id) != 0 ? journal_walk_case(w, row->case_id) : RC_OK;
    if (rc != RC_OK) {
        return rc;
    }
    if (row->seq != w->seq + 1) {
        return journal_bad(w, row->case_id, w->seq + 1, "an entry is missing");
    }
    if (row->certificate != NULL) {
        return journal_walk_marked(w, row);
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
    if (strstr(row->changes, "{\"field\":\"" JOURNAL_PAST "\",") != NULL && w->report->past++ == 0) {
        w->report->past_case = arena_strdup(w->ctx->arena, row->case_id);
        w->report->past_seq = row->seq;
    }
    return w->marked > 0 ? journal_walk_purge(w, row) : RC_OK;
}

/* Each case must end where its chain ends: neither a cut tail nor a head of its own. */
static int journal_fits_seal(struct journal_walk *w, const struct case_row *row, const char *seal, enum rc *rc)
{
    struct deadline_row *clocks;
    size_t count;
    *rc =
        deadline_rows_list_of_case(w->tx, w->ctx->arena, &(struct deadline_list_of_case_in){row->id}, &clocks, &count);
    const char *now = NULL;
    *rc = *rc == RC_OK ? case_seal_like(w->tx, w->ctx->arena, row, clocks, count, seal, &now) : *rc;
    return *rc == RC_OK && strcmp(now, seal) == 0;
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
        return rc == RC_OK ? journal_bad(w, row->id, row->journal_seq,
                                         "the case, a clock or a part of it was changed afterwards")
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
        rc = journal_walk_case(&w, NULL);
    }
    if (rc == RC_OK && !out->is_bad) {
        rc = journal_rows_walk_heads_each(tx, ctx->arena, journal_walk_head, &w);
    }
    return rc == RC_DONE ? RC_OK : rc;
}

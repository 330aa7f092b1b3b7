/*
 * certificate.c - makes and checks certificates of destruction.
 *
 * Runs on: making on the writer, checking with any read transaction. Owns: nothing.
 * Invariant: what is digested is the stored rows, field by field with lengths.
 */
#include "domain/certificate.h"

#include "base/clock.h"
#include "base/ident.h"
#include "domain/chain.h"
#include "domain/office_journal.h"
#include "domain/perm.h"
#include "domain/reason.h"
#include "domain/sequence.h"

#include <string.h>

static const char CERTIFICATE_LABEL[] = "petitiond certificate 1";

static void certificate_digest_item(struct crypto_hasher *h, const struct certificate_item *i)
{
    const char *texts[] = {i->case_id, i->case_number, i->archive_number, i->retention, i->proposed_by, i->appraisal};
    const int64_t numbers[] = {i->position, i->closed_day, i->last_day, i->proposed_ms, i->documents,
                               i->contacts, i->evidence,   i->people,   i->entries};
    for (size_t n = 0; n < sizeof texts / sizeof texts[0]; n++) {
        chain_add_text(h, texts[n]);
    }
    for (size_t n = 0; n < sizeof numbers / sizeof numbers[0]; n++) {
        crypto_hasher_add_i64(h, numbers[n]);
    }
    crypto_hasher_add_field(h, i->digest.data, i->digest.size);
}

static void certificate_digest(const struct certificate_row *k, const struct certificate_item *items, size_t count,
                               uint8_t out[CRYPTO_HASH_SIZE])
{
    const char *texts[] = {k->number, k->id, k->unit_id, k->decided_by, k->reason};
    struct crypto_hasher h;
    crypto_hasher_init(&h, NULL);
    crypto_hasher_add_field(&h, CERTIFICATE_LABEL, sizeof CERTIFICATE_LABEL - 1);
    for (size_t n = 0; n < sizeof texts / sizeof texts[0]; n++) {
        chain_add_text(&h, texts[n]);
    }
    crypto_hasher_add_i64(&h, k->made_ms);
    crypto_hasher_add_i64(&h, k->cases);
    for (size_t n = 0; n < count; n++) {
        certificate_digest_item(&h, &items[n]);
    }
    crypto_hasher_end(&h, out);
}

enum rc certificate_begin(struct ctx *ctx, struct tx *tx, const char *fallback_unit, int is_sealed,
                          struct certificate_row *out)
{
    struct unit_row unit;
    int64_t position;
    int year, month, mday;
    const char *home = ctx->actor->unit_id ? ctx->actor->unit_id : fallback_unit;
    clock_split_day(clock_day_of(ctx->now_ms), &year, &month, &mday);
    enum rc rc = unit_rows_get(tx, ctx->arena, &(struct unit_get_in){home}, &unit);
    const char *series =
        rc == RC_OK ? arena_printf(ctx->arena, "certificate:%s%s:%04d", is_sealed ? "sealed_" : "", unit.code, year)
                    : NULL;
    if (rc == RC_OK) {
        rc = series != NULL ? sequence_next(ctx, tx, series, &position) : RC_TOO_LARGE;
    }
    if (rc != RC_OK) {
        return rc;
    }
    *out = (struct certificate_row){.id = ident_make(ctx->arena, ctx->now_ms),
                                    .number = arena_printf(ctx->arena, "%s〔%04d〕%s销字%lld号",
                                                           unit.doc_mark ? unit.doc_mark : unit.short_name, year,
                                                           is_sealed ? "密" : "", (long long)position),
                                    .unit_id = unit.id,
                                    .made_ms = ctx->now_ms,
                                    .decided_by = ctx->actor->account_id};
    return out->id != NULL && out->number != NULL ? RC_OK : RC_TOO_LARGE;
}

static enum rc certificate_add_item(struct tx *tx, const struct certificate_item *i)
{
    return certificate_rows_add_item(tx, &(struct certificate_add_item_in){.certificate = i->certificate,
                                                                           .position = i->position,
                                                                           .case_id = i->case_id,
                                                                           .case_number = i->case_number,
                                                                           .archive_number = i->archive_number,
                                                                           .retention = i->retention,
                                                                           .closed_day = i->closed_day,
                                                                           .last_day = i->last_day,
                                                                           .proposed_by = i->proposed_by,
                                                                           .proposed_ms = i->proposed_ms,
                                                                           .appraisal = i->appraisal,
                                                                           .documents = i->documents,
                                                                           .contacts = i->contacts,
                                                                           .evidence = i->evidence,
                                                                           .people = i->people,
                                                                           .entries = i->entries,
                                                                           .digest = i->digest});
}

const char *certificate_seal(struct ctx *ctx, const struct certificate_row *row, const struct certificate_item *items,
                             size_t count)
{
    uint8_t digest[CRYPTO_HASH_SIZE];
    char *hex = arena_alloc(ctx->arena, 2 * sizeof digest + 1);
    certificate_digest(row, items, count, digest);
    if (hex != NULL) {
        crypto_hex(digest, sizeof digest, hex);
    }
    return hex;
}

enum rc certificate_add(struct ctx *ctx, struct tx *tx, const struct certificate_row *row,
                        const struct certificate_item *items, size_t count, int is_sealed)
{
    uint8_t digest[CRYPTO_HASH_SIZE];
    char hex[2 * CRYPTO_HASH_SIZE + 1];
    struct changes changes;
    certificate_digest(row, items, count, digest);
    crypto_hex(digest, sizeof digest, hex);
    enum rc rc = certificate_rows_add(tx, &(struct certificate_add_in){.number = row->number,
                                                                       .id = row->id,
                                                                       .unit_id = row->unit_id,
                                                                       .made_ms = row->made_ms,
                                                                       .decided_by = row->decided_by,
                                                                       .reason = row->reason,
                                                                       .cases = row->cases,
                                                                       .digest = {digest, sizeof digest}});
    for (size_t n = 0; rc == RC_OK && n < count; n++) {
        rc = certificate_add_item(tx, &items[n]);
    }
    if (rc != RC_OK || is_sealed) {
        return rc; /* the journals of the cases vouch */
    }
    changes_init(&changes, ctx);
    changes_add_int(&changes, "cases", SQL_NULL, row->cases);
    changes_add(&changes, "digest", NULL, hex);
    return rc == RC_OK ? office_journal_append(ctx, tx, "certificate.make", row->number, &changes) : rc;
}

enum rc certificate_get(struct ctx *ctx, struct tx *tx, const char *id, struct certificate_row *out)
{
    struct certificate_find_seen_out seen;
    enum rc rc = certificate_rows_get(tx, ctx->arena, &(struct certificate_get_in){id}, out);
    if (rc == RC_OK) {
        rc = certificate_rows_find_seen(
            tx, ctx->arena,
            &(struct certificate_find_seen_in){out->number, ctx->actor->account_id, clock_day_of(ctx->now_ms)}, &seen);
    }
    return rc == RC_NOT_FOUND ? fault_set(&ctx->fault, rc, reason(REASON_NOT_FOUND), NULL, NULL, NULL) : rc;
}

struct certificate_walk {
    struct ctx *ctx;
    struct tx *tx;
    struct certificate_report *report;
};

static enum rc certificate_bad(struct certificate_walk *w, const char *number, const char *why)
{
    w->report->is_bad = 1;
    w->report->bad_number = arena_strdup(w->ctx->arena, number);
    w->report->why = why;
    return RC_DONE; /* ends the walk */
}

/* The digest that the office's journal holds must be that of the rows as they stand. */
static enum rc certificate_walk_one(void *arg, const struct certificate_row *row)
{
    struct certificate_walk *w = arg;
    struct certificate_item *items;
    struct certificate_find_vouched_out vouched;
    size_t count;
    uint8_t digest[CRYPTO_HASH_SIZE];
    char hex[2 * CRYPTO_HASH_SIZE + 1];
    struct arena_mark mark = arena_mark(w->ctx->arena);
    enum rc rc = certificate_rows_list_items(w->tx, w->ctx->arena, &(struct certificate_list_items_in){row->number},
                                             &items, &count);
    if (rc != RC_OK) {
        return rc;
    }
    certificate_digest(row, items, count, digest);
    crypto_hex(digest, sizeof digest, hex);
    if ((int64_t)count != row->cases || row->digest.size != sizeof digest ||
        memcmp(row->digest.data, digest, sizeof digest) != 0) {
        return certificate_bad(w, row->number, "the certificate is not what was written");
    }
    rc = certificate_rows_find_vouched(w->tx, w->ctx->arena, &(struct certificate_find_vouched_in){row->number},
                                       &vouched);
    struct certificate_count_inside_out inside = {0};
    if (rc == RC_NOT_FOUND) {
        rc = certificate_rows_count_inside(w->tx, w->ctx->arena,
                                           &(struct certificate_count_inside_in){row->number, hex}, &inside);
        rc = rc == RC_OK && inside.total != row->cases ? RC_NOT_FOUND : rc;
    } else if (rc == RC_OK && strstr(vouched.changes, hex) == NULL) {
        rc = RC_NOT_FOUND;
    }
    if (rc == RC_NOT_FOUND) {
        return certificate_bad(w, row->number, "no journal vouches for the certificate");
    }
    w->report->certificates++;
    w->report->cases += row->cases;
    arena_reset_to(w->ctx->arena, mark);
    return rc;
}

enum rc certificate_verify(struct ctx *ctx, struct tx *tx, struct certificate_report *out)
{
    struct certificate_walk w = {ctx, tx, out};
    struct certificate_find_unmarked_out odd;
    *out = (struct certificate_report){0};
    enum rc rc = certificate_rows_walk_each(tx, ctx->arena, certificate_walk_one, &w);
    if (rc == RC_OK && !out->is_bad) {
        rc = certificate_rows_find_unmarked(tx, ctx->arena, &odd);
        if (rc == RC_OK) {
            rc = certificate_bad(&w, odd.id, "the case and its certificate do not fit each other");
        }
        rc = rc == RC_NOT_FOUND ? RC_OK : rc;
    }
    return rc == RC_DONE ? RC_OK : rc;
}

/*
 * purge.c - destroys what archived cases say and leaves a certificate.
 *
 * All cases of a list are judged before the first is touched; what is destroyed and the certificate that says so are one
 * transaction.
 *
 * Runs on: the writer. Owns: nothing.
 * Invariant: what the purge leaves of a journal is digested before its words go, and the digest stands in the entry that follows.
 */
#include "domain/purge.h"

#include "base/clock.h"
#include "domain/case.h"
#include "domain/env.h"
#include "domain/journal.h"
#include "domain/reason.h"
#include "domain/row_seal.h"
#include "store/writer.h"

#include <string.h>

/* Stands in the place of people that are no more. */
static const char PURGE_NOBODY[] = "00000000000000000000000000";

static enum rc purge_judge(struct ctx *ctx, struct tx *tx, const char *const *ids, size_t at,
                           struct retention_result *out, struct retention_case *c)
{
    enum rc rc = retention_ask(ctx, tx, ids[at], PERM_RETENTION_DECIDE, c);
    if (rc != RC_OK) {
        return rc;
    }
    *out = (struct retention_result){ids[at], c->row.number, c->why, c->arg};
    for (size_t i = 0; i < at; i++) {
        if (out->why == NULL && strcmp(ids[i], ids[at]) == 0) {
            out->why = reason(REASON_LISTED_TWICE);
        }
    }
    if (out->why == NULL && c->kept.proposed_ms == SQL_NULL) {
        out->why = reason(REASON_NOT_PROPOSED);
    } else if (out->why == NULL && strcmp(c->kept.proposed_by, ctx->actor->account_id) == 0) {
        out->why = reason(REASON_PURGE_ALONE);
    }
    return RC_OK;
}

/* Words of a link are in the seal of the newer case: where they go with the older one, the newer one's journal says so. */
static enum rc purge_links(struct ctx *ctx, struct tx *tx, const char *id)
{
    struct purge_list_linked_out *linked;
    size_t count = 0;
    enum rc rc = purge_rows_list_linked(tx, ctx->arena, &(struct purge_list_linked_in){id}, &linked, &count);
    struct case_work *works = rc == RC_OK ? arena_array_of(ctx->arena, struct case_work, count + 1) : NULL;
    if (works == NULL) {
        return rc == RC_OK ? RC_TOO_LARGE : rc;
    }
    for (size_t i = 0; rc == RC_OK && i < count; i++) {
        rc = case_work_load_system(ctx, tx, linked[i].case_id, &works[i]);
    }
    rc = rc == RC_OK ? purge_rows_links(tx, &(struct purge_links_in){id}) : rc;
    for (size_t i = 0; rc == RC_OK && i < count; i++) {
        changes_add(&works[i].changes, "link_words", NULL, "purged");
        rc = case_save(&works[i], "purge_link", NULL);
    }
    return rc;
}

/* Words that stay behind as empty ones, because rows are counted or referred to. */
static enum rc purge_words(struct ctx *ctx, struct tx *tx, const char *id)
{
    enum rc rc = purge_rows_submissions(tx, &(struct purge_submissions_in){id});
    rc = rc == RC_OK ? purge_rows_demands(tx, &(struct purge_demands_in){id}) : rc;
    rc = rc == RC_OK ? purge_rows_dispatches(tx, &(struct purge_dispatches_in){id}) : rc;
    rc = rc == RC_OK ? purge_rows_documents(tx, &(struct purge_documents_in){id}) : rc;
    rc = rc == RC_OK ? purge_rows_deliveries(tx, &(struct purge_deliveries_in){id}) : rc;
    rc = rc == RC_OK ? purge_rows_supervisions(tx, &(struct purge_supervisions_in){id}) : rc;
    rc = rc == RC_OK ? purge_rows_ratings(tx, &(struct purge_ratings_in){id}) : rc;
    return rc == RC_OK ? purge_links(ctx, tx, id) : rc;
}

static enum rc purge_whole(struct ctx *ctx, struct tx *tx, const char *id)
{
    enum rc rc = purge_rows_contacts(tx, &(struct purge_contacts_in){id});
    rc = rc == RC_OK ? purge_rows_practice_steps(tx, &(struct purge_practice_steps_in){id}) : rc;
    rc = rc == RC_OK ? purge_rows_evidence(tx, &(struct purge_evidence_in){id}) : rc;
    rc = rc == RC_OK ? purge_rows_instalments(tx, &(struct purge_instalments_in){id}) : rc;
    rc = rc == RC_OK ? purge_rows_agreements(tx, &(struct purge_agreements_in){id}) : rc;
    rc = rc == RC_OK ? purge_rows_readers(tx, &(struct purge_readers_in){id}) : rc;
    rc = rc == RC_OK ? purge_rows_complained(tx, &(struct purge_complained_in){id}) : rc;
    rc = rc == RC_OK ? purge_rows_sealed(tx, &(struct purge_sealed_in){id}) : rc;
    rc = rc == RC_OK ? draft_rows_drop_of_case(tx, &(struct draft_drop_of_case_in){id}) : rc;
    rc = rc == RC_OK ? purge_rows_files(tx, &(struct purge_files_in){id, ctx->now_ms, ctx->actor->account_id}) : rc;
    return rc == RC_OK ? purge_rows_drafts(tx, &(struct purge_drafts_in){id}) : rc;
}

static enum rc purge_nobody(struct ctx *ctx, struct tx *tx)
{
    const struct person_row row = {.id = PURGE_NOBODY, .kind = "natural", .version = 1, .created_ms = ctx->now_ms};
    struct row_seal made;
    enum rc rc = row_seal_person(ctx, &row, &made);
    return rc == RC_OK ? purge_rows_nobody(tx, &(struct purge_nobody_in){row.id, row.created_ms, row.version,
                                                                         made.digest, made.proof})
                       : rc;
}

/* Takes the people out of the case and erases those whom no other case needs; how many. */
static enum rc purge_people(struct ctx *ctx, struct tx *tx, const char *id, const char *certificate, int64_t *erased)
{
    struct purge_list_people_out *people;
    size_t count = 0;
    *erased = 0;
    enum rc rc = purge_rows_list_people(tx, ctx->arena, &(struct purge_list_people_in){id}, &people, &count);
    if (rc == RC_OK) {
        rc = purge_nobody(ctx, tx);
    }
    if (rc == RC_OK) {
        rc = purge_rows_case_row(tx, &(struct purge_case_row_in){id, PURGE_NOBODY, certificate});
    }
    if (rc == RC_OK) {
        rc = purge_rows_parties(tx, &(struct purge_parties_in){id});
    }
    for (size_t i = 0; rc == RC_OK && i < count; i++) {
        struct purge_needs_person_out other;
        const char *person = people[i].person_id;
        rc = purge_rows_needs_person(tx, ctx->arena, &(struct purge_needs_person_in){id, person}, &other);
        if (rc == RC_NOT_FOUND) {
            rc = purge_rows_person(tx, &(struct purge_person_in){person});
            ++*erased;
        }
    }
    return rc;
}

/* The digest over what will be left, then nothing else is. */
static enum rc purge_journal(struct ctx *ctx, struct tx *tx, struct certificate_item *item)
{
    struct journal_row *rows;
    size_t count;
    struct crypto_hasher h;
    uint8_t *digest = arena_alloc(ctx->arena, CRYPTO_HASH_SIZE);
    enum rc rc = journal_rows_list_left(tx, ctx->arena, &(struct journal_list_left_in){item->case_id}, &rows, &count);
    if (rc != RC_OK || digest == NULL) {
        return rc != RC_OK ? rc : RC_TOO_LARGE;
    }
    journal_left_begin(&h);
    for (size_t i = 0; i < count; i++) {
        journal_left_add(&h, &rows[i]);
    }
    crypto_hasher_end(&h, digest);
    item->entries = (int64_t)count;
    item->digest = (struct sql_blob){digest, CRYPTO_HASH_SIZE};
    return journal_rows_reduce(tx, &(struct journal_reduce_in){item->case_id, item->certificate});
}

/* The row in memory as the statements left it in the store, and the entry of the purge behind it. A sealed case's own entry vouches for
 * the certificate, of which the office's journal says nothing. */
static enum rc purge_save(struct case_work *w, const struct certificate_item *item, const char *digest)
{
    char hex[2 * CRYPTO_HASH_SIZE + 1];
    struct case_row *r = &w->row;
    r->title = r->request = "";
    r->facts = r->reasons = r->place_unit_id = r->place_detail = NULL;
    r->source_platform = r->outside_body = r->closing_note = NULL;
    r->code_hash = (struct sql_blob){NULL, 0};
    r->petitioner_id = PURGE_NOBODY;
    r->certificate = item->certificate;
    w->before = w->row; /* what it said before is nobody's to read in the entry */
    crypto_hex(item->digest.data, item->digest.size, hex);
    changes_add(&w->changes, "certificate", NULL, item->certificate);
    changes_add(&w->changes, "left", NULL, hex);
    if (w->row.is_sealed) {
        changes_add(&w->changes, "digest", NULL, digest);
    }
    return case_save(w, "purge", NULL);
}

/* What it said is gone after this, and `w` is loaded for the entry that says so. */
static enum rc purge_case(struct ctx *ctx, struct tx *tx, const struct certificate_row *certificate, int64_t position,
                          const struct retention_case *c, struct certificate_item *item, struct case_work *w)
{
    struct archive_catalogue_out held;
    const char *id = c->row.id;
    enum rc rc = case_work_load(ctx, tx, id, w);
    if (rc == RC_OK &&
        w->is_past_journal) { /* who proposed it stands there as well; and what is gone cannot be looked at any more */
        rc = fault_set(&ctx->fault, RC_REFUSED, reason(REASON_PAST_JOURNAL), NULL, NULL, NULL);
    }
    if (rc == RC_OK) {
        rc = archive_rows_catalogue(tx, ctx->arena, &(struct archive_catalogue_in){id}, &held);
    }
    if (rc != RC_OK) {
        return rc;
    }
    *item = (struct certificate_item){.certificate = certificate->number,
                                      .position = position,
                                      .case_id = id,
                                      .case_number = c->row.number,
                                      .archive_number = c->row.archive_number,
                                      .retention = c->row.retention,
                                      .closed_day = clock_day_of(c->row.closed_ms),
                                      .last_day = c->last_day,
                                      .proposed_by = c->kept.proposed_by,
                                      .proposed_ms = c->kept.proposed_ms,
                                      .appraisal = c->kept.appraisal,
                                      .documents = held.documents,
                                      .contacts = held.contacts,
                                      .evidence = held.evidence};
    rc = purge_words(ctx, tx, id);
    rc = rc == RC_OK ? purge_whole(ctx, tx, id) : rc;
    rc = rc == RC_OK ? purge_people(ctx, tx, id, certificate->number, &item->people) : rc;
    rc = rc == RC_OK ? purge_journal(ctx, tx, item) : rc;
    return rc == RC_OK ? retention_rows_drop(tx, &(struct retention_drop_in){id}) : rc;
}

/* Those that are good, under one certificate. */
static enum rc purge_good(struct ctx *ctx, struct tx *tx, const struct retention_case *cases,
                          const struct retention_result *results, size_t count, const char *why,
                          struct certificate_row *certificate)
{
    struct certificate_item *items = arena_array_of(ctx->arena, struct certificate_item, count + 1);
    struct case_work *works = arena_array_of(ctx->arena, struct case_work, count + 1);
    enum rc rc = items != NULL && works != NULL ? RC_OK : RC_TOO_LARGE;
    size_t good = 0;
    int is_sealed = 0;
    for (size_t i = 0; rc == RC_OK && i < count; i++) {
        if (results[i].why != NULL) {
            continue;
        }
        is_sealed = cases[i].row.is_sealed != 0;
        if (good == 0) {
            rc = certificate_begin(ctx, tx, cases[i].row.registrar_unit_id, is_sealed, certificate);
        }
        if (rc == RC_OK) {
            certificate->cases = (int64_t)good + 1;
            rc = purge_case(ctx, tx, certificate, certificate->cases, &cases[i], &items[good], &works[good]);
            good++;
        }
    }
    if (rc != RC_OK || good == 0) {
        return rc;
    }
    certificate->reason = why;
    const char *digest = certificate_seal(ctx, certificate, items, good);
    rc = digest != NULL ? RC_OK : RC_TOO_LARGE;
    for (size_t i = 0; rc == RC_OK && i < good; i++) {
        rc = purge_save(&works[i], &items[i], digest);
    }
    return rc == RC_OK ? certificate_add(ctx, tx, certificate, items, good, is_sealed) : rc;
}

enum rc purge_decide(struct ctx *ctx, struct tx *tx, const char *const *ids, size_t count, const char *why,
                     struct retention_result *results, struct certificate_row *certificate)
{
    struct retention_case *cases = arena_array_of(ctx->arena, struct retention_case, count + 1);
    enum rc rc = cases != NULL ? RC_OK : RC_TOO_LARGE;
    const struct case_row *first = NULL;
    *certificate = (struct certificate_row){0};
    for (size_t i = 0; rc == RC_OK && i < count; i++) {
        rc = purge_judge(ctx, tx, ids, i, &results[i], &cases[i]);
        if (rc != RC_OK || results[i].why != NULL) {
            continue;
        }
        first = first != NULL ? first : &cases[i].row;
        if (first->is_sealed != cases[i].row.is_sealed) { /* a certificate is of the lane, or not */
            results[i].why = reason(REASON_LANE_APART);
        }
    }
    if (rc == RC_OK && first != NULL) {
        const struct env *env = ctx->env;
        rc = purge_good(ctx, tx, cases, results, count, why, certificate);
        if (rc == RC_OK && env->writer != NULL) {
            writer_trim(env->writer); /* the log of the store holds the pages as they were */
        }
    }
    return rc;
}

/*
 * office_journal_api.c - /journal: the chained history of everything that concerns no case, and of every reading of people's data.
 *
 * Runs on: workers. Owns: nothing.
 */
#include "api/api.h"
#include "api/fields.h"
#include "api/page.h"
#include "api/tables.h"
#include "base/crypto.h"
#include "domain/perm.h"
#include "store/sql_stmts.h"

struct office_journal_in {
    struct page_in page;
};
struct office_journal_view {
    int64_t seq, at;
    const char *actor_id, *actor_name, *action, *object_id, *changes, *hash;
};
struct office_journal_out {
    struct office_journal_view *data;
    size_t data_count;
    struct page_out page;
};

FIELD_SET(office_journal_query, "OfficeJournalQuery", struct office_journal_in, PAGE_IN(struct office_journal_in));
FIELD_SET(office_journal_set, "OfficeJournalEntry", struct office_journal_view,
          OUT(struct office_journal_view, seq, FIELD_INT, "1, 2, 3 ..."),
          OUT(struct office_journal_view, at, FIELD_STAMP, "When"),
          OUT(struct office_journal_view, actor_id, FIELD_TEXT, "Account, or system"),
          OUT_NULL(struct office_journal_view, actor_name, FIELD_TEXT, "Its name"),
          OUT(struct office_journal_view, action, FIELD_TEXT, "Such as account.add, grant.add, party.reveal"),
          OUT(struct office_journal_view, object_id, FIELD_TEXT, "What it was done to"),
          OUT(struct office_journal_view, changes, FIELD_RAW,
              "Array of field, before, after; no secret, nothing personal"),
          OUT(struct office_journal_view, hash, FIELD_TEXT, "Chain hash, hexadecimal"));
FIELD_SET(office_journal_reply, "OfficeJournal", struct office_journal_out,
          OUT_ROWS(struct office_journal_out, data, office_journal_set, "Entries, newest first"),
          OUT_PART(struct office_journal_out, page, page_set, "Paging; forward only"));

static enum rc office_journal_fill(struct ctx *ctx, const struct office_journal_list_out *r,
                                   struct office_journal_view *out)
{
    char *hex = arena_alloc(ctx->arena, 2 * r->hash.size + 1);
    if (hex == NULL) {
        return RC_TOO_LARGE;
    }
    crypto_hex(r->hash.data, r->hash.size, hex);
    *out = (struct office_journal_view){r->seq,    r->at_ms,     r->actor_id, r->actor_name,
                                        r->action, r->object_id, r->changes,  hex};
    return RC_OK;
}

static enum rc office_journal_show(struct ctx *ctx, struct tx *tx, struct call *call)
{
    const struct office_journal_in *in = call->in;
    struct office_journal_out *out = call->out;
    struct office_journal_list_out *rows;
    struct page page;
    size_t count;
    enum rc rc = page_begin(ctx, &in->page, "office_journal", &page);
    if (rc == RC_OK) {
        int64_t before = page.has_cursor ? page.at_number : INT64_MAX;
        rc = office_journal_rows_list(tx, ctx->arena, &(struct office_journal_list_in){before, page.limit + 1}, &rows,
                                      &count);
    }
    if (rc != RC_OK) {
        return rc;
    }
    page.has_more = count > (size_t)page.limit;
    out->data_count = page.has_more ? (size_t)page.limit : count;
    out->data = arena_array_of(ctx->arena, struct office_journal_view, out->data_count + 1);
    for (size_t i = 0; out->data != NULL && rc == RC_OK && i < out->data_count; i++) {
        rc = office_journal_fill(ctx, &rows[i], &out->data[i]);
    }
    if (rc == RC_OK && out->data != NULL) {
        int64_t last = out->data_count > 0 ? rows[out->data_count - 1].seq : 0;
        rc = page_end(ctx, &page, out->data_count, last, "", last, "", &out->page);
        out->page.prev = NULL;
    }
    return out->data != NULL ? rc : RC_TOO_LARGE;
}

static const enum rc office_journal_may[] = {RC_MALFORMED, RC_OK};

ENDPOINT_TABLE(office_journal_api_table, {.method = "GET",
                                          .path = "/api/v1/journal",
                                          .operation = "listOfficeJournal",
                                          .tag = "journal",
                                          .summary = "What was done in the office, and who read whose data and why",
                                          .need = PERM_JOURNAL_READ,
                                          .mode = ENDPOINT_READ,
                                          .query = &office_journal_query,
                                          .reply = &office_journal_reply,
                                          .in_size = sizeof(struct office_journal_in),
                                          .out_size = sizeof(struct office_journal_out),
                                          .ok = 200,
                                          .may = office_journal_may,
                                          .cost = 1,
                                          .run = office_journal_show});

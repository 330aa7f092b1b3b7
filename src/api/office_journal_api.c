/*
 * office_journal_api.c - /journal: the chained history of everything that concerns no case, and of every reading of people's data.
 *
 * Runs on: workers. Owns: nothing.
 */
#include "api/api.h"
#include "api/fields.h"
#include "api/page.h"
#include "api/tables.h"
#include "base/buf.h"
#include "base/clock.h"
#include "base/crypto.h"
#include "domain/perm.h"
#include "store/sql_stmts.h"

#include <string.h>

struct office_journal_in {
    const char *from, *to, *actor, *object, *case_number, *action;
    int64_t readings;
    struct page_in page;
};
struct office_journal_view {
    int64_t seq, at;
    const char *actor_id, *actor_name, *action, *object_id, *object_name, *changes, *hash;
};
struct office_journal_out {
    struct office_journal_view *data;
    size_t data_count;
    struct page_out page;
};

FIELD_SET(office_journal_query, "OfficeJournalQuery", struct office_journal_in,
          IN(struct office_journal_in, from, FIELD_DATE, 0, 0, "On this day or later"),
          IN(struct office_journal_in, to, FIELD_DATE, 0, 0, "On this day or earlier"),
          IN(struct office_journal_in, actor, FIELD_TEXT, 1, 40, "By this account; system for the program itself"),
          IN(struct office_journal_in, object, FIELD_TEXT, 1, 100, "Done to this: id of an account, unit, case ..."),
          IN(struct office_journal_in, case_number, FIELD_TEXT, 1, 40,
             "Readings of this case; a number that one may not know of finds nothing"),
          {.name = "action",
           .type = FIELD_TEXT,
           .offset = offsetof(struct office_journal_in, action),
           .min = 1,
           .max = 40,
           .pattern = "w+",
           .doc = "This action, or all of one kind: grant.add, or grant"},
          IN(struct office_journal_in, readings, FIELD_BOOL, 0, 0, "Only readings of people's data"),
          PAGE_IN(struct office_journal_in));
FIELD_SET(office_journal_set, "OfficeJournalEntry", struct office_journal_view,
          OUT(struct office_journal_view, seq, FIELD_INT, "1, 2, 3 ..."),
          OUT(struct office_journal_view, at, FIELD_STAMP, "When"),
          OUT(struct office_journal_view, actor_id, FIELD_TEXT, "Account, or system"),
          OUT_NULL(struct office_journal_view, actor_name, FIELD_TEXT, "Its name"),
          OUT(struct office_journal_view, action, FIELD_TEXT, "Such as account.add, grant.add, party.reveal"),
          OUT(struct office_journal_view, object_id, FIELD_TEXT, "What it was done to"),
          OUT_NULL(struct office_journal_view, object_name, FIELD_TEXT, "Its name, when it is an account or a unit"),
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
    *out = (struct office_journal_view){r->seq,         r->at_ms,   r->actor_id, r->actor_name, r->action, r->object_id,
                                        r->object_name, r->changes, hex};
    return RC_OK;
}

/* Numbers between which the entries of the asked-for days lie. Entries are looked up by number, so that a page of long ago costs no more
 * than one of today. */
static enum rc office_journal_span(struct ctx *ctx, struct tx *tx, const struct office_journal_in *in, int64_t *from,
                                   int64_t *before)
{
    struct office_journal_find_since_out found = {0};
    enum rc rc = RC_OK;
    *from = 0;
    *before = INT64_MAX;
    if (in->from != NULL) {
        int64_t at = clock_day_start_ms((int32_t)api_day(in->from));
        rc = office_journal_rows_find_since(tx, ctx->arena, &(struct office_journal_find_since_in){at}, &found);
        *from = rc == RC_OK ? found.seq : INT64_MAX;
    }
    if ((rc == RC_OK || rc == RC_NOT_FOUND) && in->to != NULL) {
        int64_t at = clock_day_start_ms((int32_t)api_day(in->to) + 1);
        rc = office_journal_rows_find_since(tx, ctx->arena, &(struct office_journal_find_since_in){at}, &found);
        *before = rc == RC_OK ? found.seq : INT64_MAX;
    }
    return rc == RC_NOT_FOUND ? RC_OK : rc;
}

/* What is looked for; `object` is set for a case's number. One that is sealed or not there is looked for by an id that is none, so both
 * look like a case that nobody has read. */
static enum rc office_journal_query_of(struct ctx *ctx, struct tx *tx, const struct office_journal_in *in,
                                       struct office_journal_list_in *query, unsigned *mask)
{
    struct office_journal_find_case_out found = {.id = "-"};
    int is_kind = in->action != NULL && strchr(in->action, '.') == NULL;
    enum rc rc = office_journal_span(ctx, tx, in, &query->from_seq, &query->before_seq);
    query->actor_id = in->actor;
    query->object_id = in->object;
    /* "grant" is "grant." up to "grant/", the character after '.'; "grant.add" is itself up to the least text behind it. */
    query->action = is_kind ? arena_printf(ctx->arena, "%s.", in->action) : in->action;
    query->action_end = in->action == NULL ? NULL : arena_printf(ctx->arena, is_kind ? "%s/" : "%s ", in->action);
    if (rc == RC_OK && in->case_number != NULL) {
        rc = office_journal_rows_find_case(tx, ctx->arena, &(struct office_journal_find_case_in){in->case_number},
                                           &found);
        rc = rc == RC_NOT_FOUND ? RC_OK : rc;
        query->object_id = found.id != NULL ? found.id : "-";
    }
    *mask = (in->actor != NULL ? OFFICE_JOURNAL_LIST_ACTOR : 0) |
            (query->object_id != NULL ? OFFICE_JOURNAL_LIST_OBJECT : 0) |
            (in->action != NULL ? OFFICE_JOURNAL_LIST_ACTION : 0) |
            (in->readings == 1 ? OFFICE_JOURNAL_LIST_READINGS : 0);
    return rc;
}

static const char *office_journal_filter(struct ctx *ctx, const struct office_journal_in *in)
{
    const char *parts[] = {in->from, in->to, in->actor, in->object, in->case_number, in->action};
    struct buf text;
    buf_init(&text, ctx->arena);
    buf_printf(&text, "office_journal|%d", in->readings == 1);
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
        buf_printf(&text, "|%s", parts[i] != NULL ? parts[i] : "");
    }
    return buf_cstr(&text);
}

static enum rc office_journal_rows(struct ctx *ctx, struct tx *tx, const struct office_journal_in *in,
                                   const struct page *page, struct office_journal_list_out **rows, size_t *count)
{
    struct office_journal_list_in query = {.lim = page->limit + 1};
    unsigned mask;
    enum rc rc = office_journal_query_of(ctx, tx, in, &query, &mask);
    if (page->has_cursor && page->at_number < query.before_seq) {
        query.before_seq = page->at_number;
    }
    return rc == RC_OK ? office_journal_rows_list(tx, ctx->arena, mask, &query, rows, count) : rc;
}

static enum rc office_journal_show(struct ctx *ctx, struct tx *tx, struct call *call)
{
    const struct office_journal_in *in = call->in;
    struct office_journal_out *out = call->out;
    struct office_journal_list_out *rows;
    struct page page;
    size_t count;
    const char *filter = office_journal_filter(ctx, in);
    enum rc rc = filter != NULL ? page_begin(ctx, &in->page, filter, &page) : RC_TOO_LARGE;
    if (rc == RC_OK) {
        rc = office_journal_rows(ctx, tx, in, &page, &rows, &count);
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

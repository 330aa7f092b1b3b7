/*
 * journal_api.c - /cases/{id}/journal: the chained history of a case.
 *
 * Each read checks the case's scope first; a part is never reached past its case.
 *
 * Runs on: workers. Owns: nothing.
 */
#include "api/api.h"
#include "api/case_view.h"
#include "api/fields.h"
#include "api/page.h"
#include "api/tables.h"
#include "base/crypto.h"

struct journal_in {
    const char *id;
    struct page_in page;
};

FIELD_SET(journal_params, "CaseParams", struct journal_in, IN_MUST(struct journal_in, id, FIELD_ID, 0, 0, "Case id"));
FIELD_SET(journal_query, "PageQuery", struct journal_in, PAGE_IN(struct journal_in));

struct journal_out {
    int64_t seq, at;
    const char *actor_name, *actor_unit, *action, *event, *title_zh, *title_en, *from_state, *to_state, *note, *changes,
        *hash;
};
struct journal_list_out {
    struct journal_out *data;
    size_t data_count;
    struct page_out page;
};

FIELD_SET(journal_set, "JournalEntry", struct journal_out,
          OUT(struct journal_out, seq, FIELD_INT, "1, 2, 3 ... per case"),
          OUT(struct journal_out, at, FIELD_STAMP, "When"),
          OUT_NULL(struct journal_out, actor_name, FIELD_TEXT, "Who; null: the petitioner or the clock"),
          OUT_NULL(struct journal_out, actor_unit, FIELD_TEXT, "Of which unit"),
          OUT(struct journal_out, action, FIELD_TEXT,
              "register, event, note, ladder, recompute, submission, succession, file, person or purge"),
          OUT_NULL(struct journal_out, event, FIELD_TEXT, "Event of the definition"),
          OUT_NULL(struct journal_out, title_zh, FIELD_TEXT, "Its title in Chinese"),
          OUT_NULL(struct journal_out, title_en, FIELD_TEXT, "Its title in English"),
          OUT_NULL(struct journal_out, from_state, FIELD_TEXT, "State before"),
          OUT_NULL(struct journal_out, to_state, FIELD_TEXT, "State afterwards"),
          OUT_NULL(struct journal_out, note, FIELD_LONG, "Note"),
          OUT(struct journal_out, changes, FIELD_RAW, "Array of field, before, after"),
          OUT(struct journal_out, hash, FIELD_TEXT, "Chain hash, hexadecimal"));
FIELD_SET(journal_reply, "JournalList", struct journal_list_out,
          OUT_ROWS(struct journal_list_out, data, journal_set, "Entries, oldest first"),
          OUT_PART(struct journal_list_out, page, page_set, "Paging"));

static enum rc journal_fill(struct ctx *ctx, const struct workflow *d, const struct journal_list_of_case_out *row,
                            struct journal_out *out)
{
    const struct workflow_edge *edge = workflow_edge_named(d, row->event);
    char *hex = arena_alloc(ctx->arena, 2 * row->hash.size + 1);
    if (hex == NULL) {
        return RC_TOO_LARGE;
    }
    crypto_hex(row->hash.data, row->hash.size, hex);
    *out = (struct journal_out){
        .seq = row->seq,
        .at = row->at_ms,
        .actor_name = row->actor_name,
        .actor_unit = row->actor_unit_name,
        .action = row->action,
        .event = row->event,
        .title_zh = edge ? edge->title.zh : NULL,
        .title_en = edge ? edge->title.en : NULL,
        .from_state = row->from_state,
        .to_state = row->to_state,
        .note = row->note,
        .changes = row->changes,
        .hash = hex,
    };
    return RC_OK;
}

/* Entries only ever come at the end, so pages are read forward from a sequence number. */
static enum rc journal_show(struct ctx *ctx, struct tx *tx, struct call *call)
{
    const struct journal_in *in = call->in;
    struct journal_list_out *out = call->out;
    struct journal_list_of_case_out *rows;
    struct case_row c;
    struct page page;
    size_t count;
    enum rc rc = case_get(ctx, tx, in->id, &c);
    if (rc == RC_OK) {
        rc = page_begin(ctx, &in->page, arena_printf(ctx->arena, "journal:%s", in->id), &page);
    }
    if (rc != RC_OK) {
        return rc;
    }
    int64_t after = !page.has_cursor ? 0 : page.is_backward ? page.at_number - page.limit - 1 : page.at_number;
    int64_t lim = page.is_backward ? page.limit : page.limit + 1;
    if (after < 0) {
        lim += after;
        after = 0;
    }
    rc =
        journal_rows_list_of_case(tx, ctx->arena, &(struct journal_list_of_case_in){in->id, after, lim}, &rows, &count);
    if (rc != RC_OK) {
        return rc;
    }
    size_t shown = count > (size_t)page.limit ? (size_t)page.limit : count;
    page.has_more = page.is_backward ? after > 0 : count > shown;
    out->data = arena_array_of(ctx->arena, struct journal_out, shown + 1);
    out->data_count = shown;
    const struct workflow *d = case_view_definition(ctx, c.workflow_key, c.workflow_version);
    for (size_t i = 0; out->data != NULL && i < shown && rc == RC_OK; i++) {
        rc = journal_fill(ctx, d, &rows[i], &out->data[i]);
    }
    if (rc == RC_OK && out->data != NULL) {
        rc = page_end(ctx, &page, shown, shown ? rows[0].seq : 0, "", shown ? rows[shown - 1].seq : 0, "", &out->page);
    }
    return out->data ? rc : RC_TOO_LARGE;
}

static const enum rc journal_may[] = {RC_NOT_FOUND, RC_MALFORMED, RC_OK};

ENDPOINT_TABLE(journal_api_table, {.method = "GET",
                                   .path = "/api/v1/cases/{id}/journal",
                                   .operation = "listJournal",
                                   .tag = "cases",
                                   .summary = "The chained history of a case",
                                   .need = PERM_CASE_READ,
                                   .params = &journal_params,
                                   .query = &journal_query,
                                   .reply = &journal_reply,
                                   .in_size = sizeof(struct journal_in),
                                   .out_size = sizeof(struct journal_list_out),
                                   .ok = 200,
                                   .may = journal_may,
                                   .cost = 1,
                                   .run = journal_show});

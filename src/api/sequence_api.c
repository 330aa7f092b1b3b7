/*
 * sequence_api.c - /sequences: where number series stand, for offices that go on from an earlier register; and which numbers of a
 * unit's documents no valid document bears.
 *
 * Runs on: the writer; workers (the gaps). Owns: nothing. Invariant: a series only ever goes forward, so no number is given twice.
 */
#include "api/api.h"
#include "api/fields.h"
#include "api/page.h"
#include "api/tables.h"
#include "base/clock.h"
#include "domain/office_journal.h"
#include "domain/perm.h"
#include "domain/reason.h"
#include "domain/sequence.h"
#include "store/sql_stmts.h"

#include <string.h>

struct sequence_in {
    const char *name;
    int64_t last;
};
struct sequence_view {
    const char *name;
    int64_t last;
};

FIELD_SET(sequence_params, "SequenceParams", struct sequence_in,
          {.name = "name",
           .type = FIELD_TEXT,
           .offset = offsetof(struct sequence_in, name),
           .is_required = 1,
           .min = 3,
           .max = 80,
           .doc = "Series that the office has: case:999901-2026-W, doc:zhujian:handling_opinion:2026, "
                  "certificate:zhujian:2026"});
FIELD_SET(sequence_body, "SequenceRequest", struct sequence_in,
          IN_MUST(struct sequence_in, last, FIELD_INT, 0, 999999, "Last number that was used elsewhere"));
FIELD_SET(sequence_set, "Sequence", struct sequence_view, OUT(struct sequence_view, name, FIELD_TEXT, "Series"),
          OUT(struct sequence_view, last, FIELD_INT, "Last number used"));

/* The numbers between where the series stood and where it stands now are accounted for. */
static enum rc sequence_skip(struct ctx *ctx, struct tx *tx, const struct sequence_in *in)
{
    struct sequence_find_out was = {0};
    enum rc rc = sequence_rows_find(tx, ctx->arena, &(struct sequence_find_in){in->name}, &was);
    if ((rc != RC_OK && rc != RC_NOT_FOUND) || was.last >= in->last) {
        return rc == RC_NOT_FOUND ? RC_OK : rc;
    }
    return sequence_rows_skip(tx, &(struct sequence_skip_in){in->name, was.last + 1, in->last, ctx->now_ms});
}

static enum rc sequence_forward(struct ctx *ctx, struct tx *tx, struct call *call)
{
    const struct sequence_in *in = call->in;
    struct sequence_view *out = call->out;
    struct sequence_forward_out row;
    enum rc rc = sequence_check(ctx, tx, in->name);
    rc = rc == RC_OK ? sequence_skip(ctx, tx, in) : rc;
    if (rc == RC_OK) {
        rc = sequence_rows_forward(tx, ctx->arena, &(struct sequence_forward_in){in->name, in->last}, &row);
    }
    if (rc == RC_OK && row.last > in->last) {
        return fault_set(&ctx->fault, RC_REFUSED, reason(REASON_SEQUENCE_BACK), "/last",
                         arena_printf(ctx->arena, "%lld", (long long)row.last), NULL);
    }
    *out = (struct sequence_view){in->name, in->last};
    struct changes changes;
    changes_init(&changes, ctx);
    changes_add_int(&changes, "last", SQL_NULL, in->last);
    return rc == RC_OK ? office_journal_append(ctx, tx, "sequence.forward", in->name, &changes) : rc;
}

/* GET /documents/number-gaps */

struct gap_in {
    const char *unit;
    int64_t year;
    struct page_in page;
};
struct gap_view {
    const char *series;
    int64_t first, last;
    const char *reason, *number, *case_id;
};
struct gap_list_out {
    struct gap_view *data;
    size_t data_count;
    struct page_out page;
};

FIELD_SET(gap_query, "NumberGapFilter", struct gap_in,
          IN_MUST(struct gap_in, unit, FIELD_ID, 0, 0, "Unit whose documents they are"),
          IN(struct gap_in, year, FIELD_INT, 2000, 2999, "Year of the series; this year unless told"),
          PAGE_IN(struct gap_in));
FIELD_SET(gap_set, "NumberGap", struct gap_view,
          OUT(struct gap_view, series, FIELD_TEXT, "Series, such as doc:zhujian:handling_opinion:2026"),
          OUT(struct gap_view, first, FIELD_INT, "First number"), OUT(struct gap_view, last, FIELD_INT, "Last number"),
          OUT(struct gap_view, reason, FIELD_TEXT,
              "void: a document that was revoked keeps it; earlier_register: used there; missing: nobody knows"),
          OUT_NULL(struct gap_view, number, FIELD_TEXT, "The void document's number"),
          OUT_NULL(struct gap_view, case_id, FIELD_ID, "Its case"));
FIELD_SET(gap_reply, "NumberGapList", struct gap_list_out,
          OUT_ROWS(struct gap_list_out, data, gap_set, "By series and number"),
          OUT_PART(struct gap_list_out, page, page_set, "Paging"));

static enum rc sequence_gap_rows(struct ctx *ctx, struct tx *tx, const char *code, const char *year,
                                 const struct page *p, struct gap_row **rows, size_t *count)
{
    const struct sequence_list_gaps_in query = {
        .low = arena_printf(ctx->arena, "doc:%s:", code),
        .high = arena_printf(ctx->arena, "doc:%s;", code), /* the character after ':' */
        .year = year,
        .actor = ctx->actor->account_id,
        .today = clock_day_of(ctx->now_ms),
        .at_name = p->at_text,
        .at_first = p->at_number,
        .lim = p->limit + 1,
    };
    if (query.low == NULL || query.high == NULL) {
        return RC_TOO_LARGE;
    }
    return p->is_backward ? sequence_rows_list_gaps_back(
                                tx, ctx->arena,
                                &(struct sequence_list_gaps_back_in){query.low, query.high, year, query.actor,
                                                                     query.today, p->at_text, p->at_number, query.lim},
                                rows, count)
                          : sequence_rows_list_gaps(tx, ctx->arena, &query, rows, count);
}

/* The unit, when one of the actor's grants covers it: others do not learn how many letters it writes. */
static enum rc gap_unit(struct ctx *ctx, struct tx *tx, const char *id, struct unit_row *out)
{
    enum rc rc = unit_rows_get(tx, ctx->arena, &(struct unit_get_in){id}, out);
    if (rc == RC_NOT_FOUND || (rc == RC_OK && !perm_registers_at(ctx->actor, out->id, out->path))) {
        return fault_set(&ctx->fault, RC_NOT_FOUND, reason(REASON_UNKNOWN_UNIT), "?unit", NULL, NULL);
    }
    return rc;
}

static enum rc gap_list(struct ctx *ctx, struct tx *tx, struct call *call)
{
    const struct gap_in *in = call->in;
    struct gap_list_out *out = call->out;
    struct gap_row *rows;
    struct unit_row unit;
    struct page p;
    int year, month, mday;
    size_t n;
    clock_split_day(clock_day_of(ctx->now_ms), &year, &month, &mday);
    const char *year_text = arena_printf(ctx->arena, "%04d", in->year != FIELD_NULL ? (int)in->year : year);
    enum rc rc = year_text != NULL ? gap_unit(ctx, tx, in->unit, &unit) : RC_TOO_LARGE;
    if (rc == RC_OK) {
        rc = page_begin(ctx, &in->page, arena_printf(ctx->arena, "gaps|%s|%s", in->unit, year_text), &p);
    }
    if (rc == RC_OK) {
        rc = sequence_gap_rows(ctx, tx, unit.code, year_text, &p, &rows, &n);
    }
    if (rc != RC_OK) {
        return rc;
    }
    n = page_cut(&p, rows, n, sizeof rows[0]);
    out->data = arena_array_of(ctx->arena, struct gap_view, n + 1);
    out->data_count = n;
    for (size_t i = 0; out->data != NULL && i < n; i++) {
        const struct gap_row *r = &rows[i];
        out->data[i] = (struct gap_view){r->name, r->first, r->last, r->reason, r->number, r->case_id};
    }
    rc = page_end(ctx, &p, n, n ? rows[0].first : 0, n ? rows[0].name : "", n ? rows[n - 1].first : 0,
                  n ? rows[n - 1].name : "", &out->page);
    return out->data != NULL ? rc : RC_TOO_LARGE;
}

static const enum rc sequence_may[] = {RC_NOT_FOUND, RC_REFUSED, RC_OK};

static const enum rc gap_may[] = {RC_NOT_FOUND, RC_OK};

ENDPOINT_TABLE(
    sequence_api_table,
    {.method = "GET",
     .path = "/api/v1/documents/number-gaps",
     .operation = "listNumberGaps",
     .tag = "administration",
     .summary = "Numbers of a unit's documents that no valid document bears, with the reason where one is known",
     .need = PERM_CASE_COUNT,
     .query = &gap_query,
     .reply = &gap_reply,
     .in_size = sizeof(struct gap_in),
     .out_size = sizeof(struct gap_list_out),
     .ok = 200,
     .may = gap_may,
     .cost = 3,
     .run = gap_list},
    {.method = "PUT",
     .path = "/api/v1/sequences/{name}",
     .operation = "forwardSequence",
     .tag = "administration",
     .summary = "Lets a series of numbers go on from an earlier register",
     .need = PERM_DICTIONARY_MANAGE,
     .mode = ENDPOINT_WRITE,
     .params = &sequence_params,
     .body = &sequence_body,
     .reply = &sequence_set,
     .in_size = sizeof(struct sequence_in),
     .out_size = sizeof(struct sequence_view),
     .ok = 200,
     .may = sequence_may,
     .cost = 2,
     .run = sequence_forward});

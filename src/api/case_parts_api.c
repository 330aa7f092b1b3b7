/*
 * case_parts_api.c - the parts of a case: journal, clocks and their traces, documents, deliveries, dispatches, submissions.
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
#include "domain/deadline.h"
#include "domain/document.h"
#include "domain/reason.h"
#include "domain/reference.h"

#include <string.h>

struct parts_in {
    const char *id, *did;
    struct page_in page;
};

FIELD_SET(parts_params, "CaseParams", struct parts_in, IN_MUST(struct parts_in, id, FIELD_ID, 0, 0, "Case id"));
FIELD_SET(trace_params, "DeadlineParams", struct parts_in, IN_MUST(struct parts_in, id, FIELD_ID, 0, 0, "Case id"),
          IN_MUST(struct parts_in, did, FIELD_ID, 0, 0, "Clock id"));
FIELD_SET(parts_query, "PageQuery", struct parts_in, PAGE_IN(struct parts_in));

static enum rc parts_case(struct ctx *ctx, struct tx *tx, const struct call *call, struct case_row *row)
{
    const struct parts_in *in = call->in;
    return case_get(ctx, tx, in->id, row);
}

/* Journal */

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
          OUT(struct journal_out, action, FIELD_TEXT, "register, event, ladder, recompute, submission or contact"),
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

static const struct workflow_edge *journal_edge(const struct workflow *d, const char *event)
{
    for (size_t i = 0; d != NULL && event != NULL && i < d->edge_count; i++) {
        if (strcmp(d->edges[i].event, event) == 0) {
            return &d->edges[i];
        }
    }
    return NULL;
}

static enum rc journal_fill(struct ctx *ctx, const struct workflow *d, const struct journal_list_of_case_out *row,
                            struct journal_out *out)
{
    const struct workflow_edge *edge = journal_edge(d, row->event);
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
    const struct parts_in *in = call->in;
    struct journal_list_out *out = call->out;
    struct journal_list_of_case_out *rows;
    struct case_row c;
    struct page page;
    size_t count;
    enum rc rc = parts_case(ctx, tx, call, &c);
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

/* Clocks */

struct deadline_list_out {
    struct deadline_out *data;
    size_t data_count;
};
FIELD_SET(deadline_reply, "DeadlineList", struct deadline_list_out,
          OUT_ROWS(struct deadline_list_out, data, case_view_deadline_set, "Clocks, oldest first"));

static enum rc deadline_show(struct ctx *ctx, struct tx *tx, struct call *call)
{
    struct deadline_list_out *out = call->out;
    struct case_row row;
    enum rc rc = parts_case(ctx, tx, call, &row);
    return rc == RC_OK ? case_view_deadlines(ctx, tx, &row, &out->data, &out->data_count) : rc;
}

struct trace_step_out {
    const char *day, *kind, *name;
    int64_t number, is_provisional;
};
struct trace_out {
    struct deadline_out *deadline;
    struct trace_step_out *steps;
    size_t steps_count;
};
FIELD_SET(trace_step_set, "TraceStep", struct trace_step_out, OUT(struct trace_step_out, day, FIELD_DATE, "Day"),
          OUT(struct trace_step_out, kind, FIELD_TEXT,
              "start, counted, weekend, holiday, makeup, paused, extended or rolled"),
          OUT(struct trace_step_out, number, FIELD_INT, "Running count"),
          OUT_NULL(struct trace_step_out, name, FIELD_TEXT, "Holiday"),
          OUT(struct trace_step_out, is_provisional, FIELD_BOOL, "The year's calendar is not loaded"));
FIELD_SET(trace_reply, "DeadlineTrace", struct trace_out,
          OUT_MAYBE(struct trace_out, deadline, case_view_deadline_set, "The clock"),
          OUT_ROWS(struct trace_out, steps, trace_step_set, "One per day, from the start to the rolled day"));

static enum rc trace_steps(struct ctx *ctx, const struct deadline_row *row, struct trace_out *out)
{
    struct due_input in;
    struct due_step *steps;
    deadline_due_input(row, &in);
    enum rc rc = due_trace(ctx->reference->calendar, &in, ctx->arena, &steps, &out->steps_count);
    if (rc != RC_OK) {
        return rc;
    }
    out->steps = arena_array_of(ctx->arena, struct trace_step_out, out->steps_count + 1);
    for (size_t i = 0; out->steps != NULL && i < out->steps_count; i++) {
        out->steps[i] = (struct trace_step_out){api_day_text(ctx, steps[i].day), due_step_name(steps[i].kind),
                                                steps[i].name, steps[i].number, steps[i].is_provisional};
    }
    return out->steps ? RC_OK : RC_TOO_LARGE;
}

static enum rc trace_show(struct ctx *ctx, struct tx *tx, struct call *call)
{
    const struct parts_in *in = call->in;
    struct trace_out *out = call->out;
    struct case_row c;
    struct deadline_row row;
    struct deadline_out *all;
    size_t count;
    enum rc rc = parts_case(ctx, tx, call, &c);
    if (rc == RC_OK) {
        rc = deadline_rows_get(tx, ctx->arena, &(struct deadline_get_in){in->did}, &row);
    }
    if (rc == RC_NOT_FOUND || (rc == RC_OK && strcmp(row.case_id, c.id) != 0)) {
        return fault_set(&ctx->fault, RC_NOT_FOUND, reason(REASON_NOT_FOUND), NULL, NULL, NULL);
    }
    if (rc == RC_OK) {
        rc = case_view_deadlines(ctx, tx, &c, &all, &count);
    }
    for (size_t i = 0; rc == RC_OK && i < count; i++) {
        if (strcmp(all[i].id, row.id) == 0) {
            out->deadline = &all[i];
        }
    }
    return rc == RC_OK ? trace_steps(ctx, &row, out) : rc;
}

/* Documents and deliveries */

struct document_out {
    const char *id, *type, *title_zh, *title_en, *number;
    int64_t edition;
    const char *unit_name, *status, *body, *author_name, *signer_name;
    int64_t created_at, issued_at;
};
struct document_list_out {
    struct document_out *data;
    size_t data_count;
};
FIELD_SET(document_set, "Document", struct document_out, OUT(struct document_out, id, FIELD_ID, "Id"),
          OUT(struct document_out, type, FIELD_TEXT, "Type, such as handling_opinion"),
          OUT(struct document_out, title_zh, FIELD_TEXT, "Title in Chinese"),
          OUT(struct document_out, title_en, FIELD_TEXT, "Title in English"),
          OUT_NULL(struct document_out, number, FIELD_TEXT, "Number; null for drafts"),
          OUT(struct document_out, edition, FIELD_INT, "Edition of this type on this case"),
          OUT(struct document_out, unit_name, FIELD_TEXT, "Issuing unit"),
          OUT(struct document_out, status, FIELD_TEXT, "draft, checked, signed, issued, delivered or withdrawn"),
          OUT(struct document_out, body, FIELD_RAW, "What it states"),
          OUT_NULL(struct document_out, author_name, FIELD_TEXT, "Drafter"),
          OUT_NULL(struct document_out, signer_name, FIELD_TEXT, "Signer"),
          OUT(struct document_out, created_at, FIELD_STAMP, "Drafted"),
          OUT_NULL(struct document_out, issued_at, FIELD_STAMP, "Signed or issued"));
FIELD_SET(document_reply, "DocumentList", struct document_list_out,
          OUT_ROWS(struct document_list_out, data, document_set, "Documents, oldest first"));

static enum rc document_show(struct ctx *ctx, struct tx *tx, struct call *call)
{
    struct document_list_out *out = call->out;
    struct document_row *rows;
    struct case_row c;
    enum rc rc = parts_case(ctx, tx, call, &c);
    if (rc == RC_OK) {
        rc = document_rows_list_of_case(tx, ctx->arena, &(struct document_list_of_case_in){c.id}, &rows,
                                        &out->data_count);
    }
    if (rc != RC_OK) {
        return rc;
    }
    out->data = arena_array_of(ctx->arena, struct document_out, out->data_count + 1);
    for (size_t i = 0; out->data != NULL && i < out->data_count; i++) {
        const struct document_row *r = &rows[i];
        out->data[i] = (struct document_out){r->id,
                                             r->type,
                                             document_title(r->type, 1),
                                             document_title(r->type, 0),
                                             r->number,
                                             r->edition,
                                             r->unit_name,
                                             r->status,
                                             r->body,
                                             r->author_name,
                                             r->signer_name,
                                             r->created_ms,
                                             r->issued_ms};
    }
    return out->data ? RC_OK : RC_TOO_LARGE;
}

struct delivery_out {
    const char *id, *document_id, *document_type, *document_number, *method, *received_on, *receiver, *proof,
        *account_name;
    int64_t created_at;
};
struct delivery_list_out {
    struct delivery_out *data;
    size_t data_count;
};
FIELD_SET(delivery_set, "Delivery", struct delivery_out, OUT(struct delivery_out, id, FIELD_ID, "Id"),
          OUT(struct delivery_out, document_id, FIELD_ID, "Document"),
          OUT(struct delivery_out, document_type, FIELD_TEXT, "Its type"),
          OUT_NULL(struct delivery_out, document_number, FIELD_TEXT, "Its number"),
          OUT(struct delivery_out, method, FIELD_TEXT, "How"),
          OUT(struct delivery_out, received_on, FIELD_DATE, "Day of receipt; windows run from it"),
          OUT_NULL(struct delivery_out, receiver, FIELD_TEXT, "Who took it"),
          OUT(struct delivery_out, proof, FIELD_TEXT, "Proof"),
          OUT_NULL(struct delivery_out, account_name, FIELD_TEXT, "Recorded by"),
          OUT(struct delivery_out, created_at, FIELD_STAMP, "Recorded"));
FIELD_SET(delivery_reply, "DeliveryList", struct delivery_list_out,
          OUT_ROWS(struct delivery_list_out, data, delivery_set, "Deliveries, oldest first"));

static enum rc delivery_show(struct ctx *ctx, struct tx *tx, struct call *call)
{
    struct delivery_list_out *out = call->out;
    struct delivery_row *rows;
    struct case_row c;
    enum rc rc = parts_case(ctx, tx, call, &c);
    if (rc == RC_OK) {
        rc = delivery_rows_list_of_case(tx, ctx->arena, &(struct delivery_list_of_case_in){c.id}, &rows,
                                        &out->data_count);
    }
    if (rc != RC_OK) {
        return rc;
    }
    out->data = arena_array_of(ctx->arena, struct delivery_out, out->data_count + 1);
    for (size_t i = 0; out->data != NULL && i < out->data_count; i++) {
        const struct delivery_row *r = &rows[i];
        out->data[i] = (struct delivery_out){r->id,
                                             r->document_id,
                                             r->document_type,
                                             r->document_number,
                                             r->method,
                                             api_day_text(ctx, r->received_day),
                                             r->receiver,
                                             r->proof,
                                             r->account_name,
                                             r->created_ms};
    }
    return out->data ? RC_OK : RC_TOO_LARGE;
}

/* Dispatches */

struct objection_out {
    int64_t filed_at;
    const char *ground, *legal_basis, *suggested_unit_id, *suggested_unit_name, *ruling;
    int64_t ruled_at;
    const char *ruling_reason;
};
struct dispatch_out {
    const char *id, *kind, *part, *from_unit_id, *from_unit_name, *to_unit_id, *to_unit_name;
    int64_t sent_at;
    const char *feedback_due_on, *status, *basis, *note;
    struct objection_out *objection;
    const char *report;
    int64_t reported_at;
};
struct dispatch_list_out {
    struct dispatch_out *data;
    size_t data_count;
};
FIELD_SET(objection_set, "Objection", struct objection_out, OUT(struct objection_out, filed_at, FIELD_STAMP, "Filed"),
          OUT_NULL(struct objection_out, ground, FIELD_LONG, "Reasons"),
          OUT_NULL(struct objection_out, legal_basis, FIELD_LONG, "Legal basis"),
          OUT_NULL(struct objection_out, suggested_unit_id, FIELD_ID, "Unit thought competent"),
          OUT_NULL(struct objection_out, suggested_unit_name, FIELD_TEXT, "Its name"),
          OUT_NULL(struct objection_out, ruling, FIELD_TEXT, "agreed or refused"),
          OUT_NULL(struct objection_out, ruled_at, FIELD_STAMP, "Ruled"),
          OUT_NULL(struct objection_out, ruling_reason, FIELD_LONG, "Why"));
FIELD_SET(dispatch_set, "Dispatch", struct dispatch_out, OUT(struct dispatch_out, id, FIELD_ID, "Id"),
          OUT(struct dispatch_out, kind, FIELD_TEXT, "transfer, assignment or supervision"),
          OUT(struct dispatch_out, part, FIELD_TEXT, "lead or assisting"),
          OUT(struct dispatch_out, from_unit_id, FIELD_ID, "Sender"),
          OUT(struct dispatch_out, from_unit_name, FIELD_TEXT, "Its name"),
          OUT(struct dispatch_out, to_unit_id, FIELD_ID, "Receiver"),
          OUT(struct dispatch_out, to_unit_name, FIELD_TEXT, "Its name"),
          OUT(struct dispatch_out, sent_at, FIELD_STAMP, "Sent; the receiver's clock starts then"),
          OUT_NULL(struct dispatch_out, feedback_due_on, FIELD_DATE, "Feedback asked for by"),
          OUT(struct dispatch_out, status, FIELD_TEXT,
              "open, objected, accepted, redispatched, not_accepted or closed"),
          OUT_NULL(struct dispatch_out, basis, FIELD_LONG, "Why this unit"),
          OUT_NULL(struct dispatch_out, note, FIELD_LONG, "Note"),
          OUT_MAYBE(struct dispatch_out, objection, objection_set, "Objection and its ruling"),
          OUT_NULL(struct dispatch_out, report, FIELD_LONG, "Completion report"),
          OUT_NULL(struct dispatch_out, reported_at, FIELD_STAMP, "Reported"));
FIELD_SET(dispatch_reply, "DispatchList", struct dispatch_list_out,
          OUT_ROWS(struct dispatch_list_out, data, dispatch_set, "Dispatches, oldest first"));

static enum rc dispatch_fill(struct ctx *ctx, const struct dispatch_row *r, struct dispatch_out *out)
{
    *out = (struct dispatch_out){.id = r->id,
                                 .kind = r->kind,
                                 .part = r->part,
                                 .from_unit_id = r->from_unit_id,
                                 .from_unit_name = r->from_unit_name,
                                 .to_unit_id = r->to_unit_id,
                                 .to_unit_name = r->to_unit_name,
                                 .sent_at = r->sent_ms,
                                 .feedback_due_on = api_day_text(ctx, r->feedback_due_day),
                                 .status = r->status,
                                 .basis = r->basis,
                                 .note = r->note,
                                 .report = r->report,
                                 .reported_at = r->reported_ms};
    if (r->objected_ms == SQL_NULL) {
        return RC_OK;
    }
    out->objection = arena_new_of(ctx->arena, struct objection_out);
    if (out->objection == NULL) {
        return RC_TOO_LARGE;
    }
    *out->objection =
        (struct objection_out){r->objected_ms,         r->objection_ground, r->objection_basis, r->suggested_unit_id,
                               r->suggested_unit_name, r->ruling,           r->ruled_ms,        r->ruling_reason};
    return RC_OK;
}

static enum rc dispatch_show(struct ctx *ctx, struct tx *tx, struct call *call)
{
    struct dispatch_list_out *out = call->out;
    struct dispatch_row *rows;
    struct case_row c;
    enum rc rc = parts_case(ctx, tx, call, &c);
    if (rc == RC_OK) {
        rc = dispatch_rows_list_of_case(tx, ctx->arena, &(struct dispatch_list_of_case_in){c.id}, &rows,
                                        &out->data_count);
    }
    if (rc != RC_OK) {
        return rc;
    }
    out->data = arena_array_of(ctx->arena, struct dispatch_out, out->data_count + 1);
    for (size_t i = 0; out->data != NULL && i < out->data_count && rc == RC_OK; i++) {
        rc = dispatch_fill(ctx, &rows[i], &out->data[i]);
    }
    return out->data ? rc : RC_TOO_LARGE;
}

static const enum rc parts_may[] = {RC_NOT_FOUND, RC_OK};
static const enum rc parts_page_may[] = {RC_NOT_FOUND, RC_MALFORMED, RC_OK};

#define PARTS_ROW(url, name, text, reply_set, out_struct, handler)                                                     \
    {                                                                                                                  \
        .method = "GET", .path = url, .operation = name, .tag = "cases", .summary = text, .need = PERM_CASE_READ,      \
        .params = &parts_params, .reply = &reply_set, .in_size = sizeof(struct parts_in),                              \
        .out_size = sizeof(out_struct), .ok = 200, .may = parts_may, .cost = 1, .run = handler                         \
    }

ENDPOINT_TABLE(case_parts_api_table,
               {.method = "GET",
                .path = "/api/v1/cases/{id}/journal",
                .operation = "listJournal",
                .tag = "cases",
                .summary = "The chained history of a case",
                .need = PERM_CASE_READ,
                .params = &parts_params,
                .query = &parts_query,
                .reply = &journal_reply,
                .in_size = sizeof(struct parts_in),
                .out_size = sizeof(struct journal_list_out),
                .ok = 200,
                .may = parts_page_may,
                .cost = 1,
                .run = journal_show},
               PARTS_ROW("/api/v1/cases/{id}/deadlines", "listDeadlines", "Clocks of a case", deadline_reply,
                         struct deadline_list_out, deadline_show),
               {.method = "GET",
                .path = "/api/v1/cases/{id}/deadlines/{did}/trace",
                .operation = "traceDeadline",
                .tag = "cases",
                .summary = "Why a clock ends when it does, day by day",
                .need = PERM_CASE_READ,
                .params = &trace_params,
                .reply = &trace_reply,
                .in_size = sizeof(struct parts_in),
                .out_size = sizeof(struct trace_out),
                .ok = 200,
                .may = parts_may,
                .cost = 1,
                .run = trace_show},
               PARTS_ROW("/api/v1/cases/{id}/documents", "listDocuments", "Documents of a case", document_reply,
                         struct document_list_out, document_show),
               PARTS_ROW("/api/v1/cases/{id}/deliveries", "listDeliveries", "Deliveries of a case", delivery_reply,
                         struct delivery_list_out, delivery_show),
               PARTS_ROW("/api/v1/cases/{id}/dispatches", "listDispatches", "Where a case was sent", dispatch_reply,
                         struct dispatch_list_out, dispatch_show));

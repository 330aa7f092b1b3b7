/*
 * document_api.c - /cases/{id}/documents and /deliveries.
 *
 * Each read checks the case's scope first; a part is never reached past its case.
 *
 * Runs on: workers. Owns: nothing.
 */
#include "api/api.h"
#include "api/case_view.h"
#include "api/fields.h"
#include "api/tables.h"
#include "domain/document.h"

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
    enum rc rc = case_get(ctx, tx, ((const struct case_path *)call->in)->id, &c);
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
    const char *id, *document_id, *document_type, *document_number, *method, *received_on, *published_on, *receiver,
        *proof, *account_name;
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
          OUT_NULL(struct delivery_out, published_on, FIELD_DATE, "When a public notice was put up"),
          OUT_NULL(struct delivery_out, receiver, FIELD_TEXT, "Who took it, or who saw it left there"),
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
    enum rc rc = case_get(ctx, tx, ((const struct case_path *)call->in)->id, &c);
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
                                             r->published_day != SQL_NULL ? api_day_text(ctx, r->published_day) : NULL,
                                             r->receiver,
                                             r->proof,
                                             r->account_name,
                                             r->created_ms};
    }
    return out->data ? RC_OK : RC_TOO_LARGE;
}

ENDPOINT_TABLE(document_api_table,
               {.method = "GET",
                .path = "/api/v1/cases/{id}/documents",
                .operation = "listDocuments",
                .tag = "cases",
                .summary = "Documents of a case",
                .need = PERM_CASE_READ,
                .params = &case_view_params,
                .reply = &document_reply,
                .in_size = sizeof(struct case_path),
                .out_size = sizeof(struct document_list_out),
                .ok = 200,
                .may = case_view_may,
                .cost = 1,
                .run = document_show},
               {.method = "GET",
                .path = "/api/v1/cases/{id}/deliveries",
                .operation = "listDeliveries",
                .tag = "cases",
                .summary = "Deliveries of a case",
                .need = PERM_CASE_READ,
                .params = &case_view_params,
                .reply = &delivery_reply,
                .in_size = sizeof(struct case_path),
                .out_size = sizeof(struct delivery_list_out),
                .ok = 200,
                .may = case_view_may,
                .cost = 1,
                .run = delivery_show});

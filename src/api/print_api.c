/*
 * print_api.c - documents of a case and receipts of petitioners as PDF.
 *
 * A worker reads what the paper says, a craft thread lays it out. Names stand in full on a letter to their owner, so only who may act on cases prints
 * documents; a receipt is printed by whoever has number and code.
 *
 * Runs on: workers (load, run), craft threads (craft). Owns: nothing; everything lies on the request's arena.
 */
#include "api/api.h"
#include "api/fields.h"
#include "api/print.h"
#include "api/print_words.h"
#include "api/tables.h"
#include "base/clock.h"
#include "base/paper.h"
#include "domain/document.h"
#include "domain/person.h"
#include "domain/proof.h"
#include "domain/public_case.h"
#include "domain/reason.h"
#include "domain/reference.h"
#include "http/codec.h"

#include <string.h>

static const char *const print_langs[] = {"zh", "en", NULL};
static const char *const print_forms[] = {"document", "delivery_proof", NULL};

struct print_receipt_in {
    const char *number, *code, *lang;
    struct print_job job;
};

FIELD_SET_SHARED(print_params, "DocumentParams", struct print_in,
                 IN_MUST(struct print_in, id, FIELD_ID, 0, 0, "Case id"),
                 IN_MUST(struct print_in, did, FIELD_ID, 0, 0, "Document id"));
FIELD_SET_SHARED(print_query, "PrintQuery", struct print_in,
                 IN_ENUM(struct print_in, lang, 0, print_langs,
                         "Language of the paper; zh where there is no other template"),
                 IN_ENUM(struct print_in, form, 0, print_forms,
                         "The document itself, or the proof of its last delivery"));
FIELD_SET(print_receipt_params, "ReceiptParams", struct print_receipt_in,
          IN_MUST(struct print_receipt_in, number, FIELD_TEXT, 5, 60, "Case number"));
FIELD_SET(print_receipt_query, "ReceiptQuery", struct print_receipt_in,
          IN_MUST(struct print_receipt_in, code, FIELD_TEXT, 4, 60, "Query code"),
          IN_ENUM(struct print_receipt_in, lang, 0, print_langs, "Language"));

/* What the proof of delivery states takes the place of the document's own fields. */
static enum rc print_delivery(struct print_words *w, const char *document_id, const char *title)
{
    struct arena *a = w->ctx->arena;
    struct delivery_get_last_out v;
    static const struct value none = {.kind = VALUE_OBJECT};
    char day[CLOCK_DATE_SIZE];
    enum rc rc = delivery_rows_get_last(w->tx, a, &(struct delivery_get_last_in){w->row.id, document_id}, &v);
    if (rc == RC_NOT_FOUND) {
        return fault_set(&w->ctx->fault, RC_REFUSED, reason(REASON_NOT_DELIVERED), "?form", NULL, NULL);
    }
    clock_format_day((int32_t)v.received_day, day);
    const struct {
        const char *name, *text;
    } texts[] = {{"document_title", title},
                 {"method", v.method},
                 {"delivered_on", arena_strdup(a, day)},
                 {"receiver", v.receiver},
                 {"proof", v.proof}};
    w->body = &none;
    for (size_t i = 0; rc == RC_OK && i < sizeof texts / sizeof texts[0]; i++) {
        const struct value *more =
            texts[i].text != NULL ? value_with(a, w->body, texts[i].name, texts[i].text) : w->body;
        rc = more != NULL ? RC_OK : RC_TOO_LARGE;
        w->body = more;
    }
    return rc;
}

enum rc print_load(struct ctx *ctx, struct tx *tx, struct call *call)
{
    struct print_in *in = call->in;
    struct document_get_for_print_out doc;
    struct print_words w = {.ctx = ctx, .tx = tx};
    enum rc rc = case_get(ctx, tx, in->id, &w.row);
    if (rc == RC_OK) {
        rc = document_rows_get_for_print(tx, ctx->arena, &(struct document_get_for_print_in){in->id, in->did}, &doc);
        rc = rc == RC_NOT_FOUND ? fault_set(&ctx->fault, rc, reason(REASON_NOT_FOUND), NULL, NULL, NULL) : rc;
    }
    if (rc == RC_OK) {
        rc = print_case(&w);
    }
    if (rc == RC_OK) {
        rc = codec_decode_value(ctx, doc.body, strlen(doc.body), &w.body);
    }
    int is_proof = in->form != NULL && strcmp(in->form, "delivery_proof") == 0;
    if (rc == RC_OK && is_proof) {
        rc = print_delivery(&w, in->did, document_title(doc.type, 1));
    }
    if (rc == RC_OK) {
        rc = print_people(&w, 0);
    }
    if (rc != RC_OK) {
        return rc;
    }
    int is_draft = doc.number == NULL;
    const char *outside = document_decided_by(&w.row, doc.type);
    w.number = is_draft ? "（草稿 DRAFT）" : doc.number;
    w.unit = outside != NULL ? outside : doc.unit_name;
    w.unit_kind = outside != NULL ? NULL : doc.unit_kind;
    w.signer = doc.signer_name;
    w.unit_phone = outside != NULL ? NULL : doc.unit_phone;
    w.unit_address = outside != NULL ? NULL : doc.unit_address;
    w.issued_ms = doc.issued_ms;
    in->job.made_ms = is_draft ? doc.created_ms : doc.issued_ms;
    in->job.title = document_title(doc.type, in->lang == NULL || strcmp(in->lang, "zh") == 0);
    in->job.name = arena_printf(ctx->arena, "%s-%s.pdf", w.row.number, doc.type);
    in->seen = (struct print_seen){in->id, is_proof ? "delivery_proof" : doc.type, doc.number, w.row.is_sealed != 0};
    in->job.mark = w.row.is_sealed ? print_mark(ctx) : NULL;
    if (is_proof) {
        return print_template(&w, "delivery_proof", INT32_MAX, "zh", &in->job);
    }
    return print_template(&w, doc.type, is_draft || doc.template_version == SQL_NULL ? INT32_MAX : doc.template_version,
                          in->lang ? in->lang : "zh", &in->job);
}

static enum rc print_receipt_load(struct ctx *ctx, struct tx *tx, struct call *call)
{
    struct print_receipt_in *in = call->in;
    struct public_case found;
    struct case_row own; /* what bears this number, also when another case goes on with it */
    struct print_words w = {.ctx = ctx, .tx = tx, .code = in->code};
    enum rc rc = public_case_get(ctx, tx, in->number, in->code, &found);
    rc = rc == RC_OK ? public_case_find(ctx, tx, in->number, in->code, &own) : rc;
    rc = rc == RC_OK ? proof_of_case(ctx, tx, &own, &w.proof) : rc;
    if (rc != RC_OK) {
        return rc;
    }
    w.row = found.row;
    w.row.number = in->number;
    w.unit = found.holder.name;
    w.unit_phone = found.holder.phone;
    in->job.qr = arena_printf(ctx->arena, "%s %s", in->number, in->code);
    in->job.made_ms = found.row.registered_ms;
    in->job.title = in->number;
    in->job.name = arena_printf(ctx->arena, "%s-receipt.pdf", in->number);
    rc = print_case(&w);
    return rc == RC_OK ? print_template(&w, "receipt", INT32_MAX, in->lang ? in->lang : "zh", &in->job) : rc;
}

void print_write(struct paper *paper, const struct print_job *job)
{
    if (job->mark != NULL) {
        paper_mark(paper, job->mark);
    }
    for (size_t i = 0; i < job->count; i++) {
        int signed_by = 0;
        for (size_t k = i + 1; k < job->count && job->lines[k].kind == PAPER_RIGHT; k++) {
            signed_by++;
        }
        int is_heading = job->lines[i].kind == PAPER_HEADING; /* not alone at the foot of a page either */
        paper_keep(paper, job->lines[i].kind == PAPER_RIGHT ? 0 : is_heading ? 2 : signed_by);
        paper_write(paper, job->lines[i].kind, job->lines[i].text);
    }
}

enum rc print_make(struct ctx *ctx, struct call *call, struct print_job *job)
{
    struct paper *paper;
    enum rc rc = paper_new(job->title, job->lang, job->made_ms, &paper);
    if (rc != RC_OK) {
        return rc;
    }
    print_write(paper, job);
    if (job->qr != NULL) {
        paper_qr(paper, job->qr);
    }
    call->file_name = job->name;
    return paper_finish(paper, ctx->arena, &call->file, &call->file_size);
}

static enum rc print_craft(struct ctx *ctx, struct call *call)
{
    struct print_in *in = call->in;
    enum rc rc = print_journal(ctx, &in->seen);
    return rc == RC_OK ? print_make(ctx, call, &in->job) : rc;
}

static enum rc print_receipt_craft(struct ctx *ctx, struct call *call)
{
    return print_make(ctx, call, &((struct print_receipt_in *)call->in)->job);
}

/* All is made; what is left is to send it. */
static enum rc print_run(struct ctx *ctx, struct tx *tx, struct call *call)
{
    (void)ctx, (void)tx;
    return call->file != NULL ? RC_OK : RC_INTERNAL;
}

static const enum rc print_may[] = {RC_NOT_FOUND, RC_REFUSED, RC_OK};

ENDPOINT_TABLE(print_api_table,
               {.method = "GET",
                .path = "/api/v1/cases/{id}/documents/{did}/pdf",
                .operation = "printDocument",
                .tag = "cases",
                .summary = "A document as PDF, by the template that was current when it was issued",
                .need = PERM_CASE_ACT,
                .params = &print_params,
                .query = &print_query,
                .file = "application/pdf",
                .in_size = sizeof(struct print_in),
                .ok = 200,
                .may = print_may,
                .cost = 20,
                .load = print_load,
                .craft = print_craft,
                .run = print_run},
               {.method = "GET",
                .path = "/api/v1/public/cases/{number}/receipt",
                .operation = "printReceipt",
                .tag = "public",
                .summary = "The petitioner's receipt as PDF, with a QR code of number and query code",
                .need = ENDPOINT_PUBLIC,
                .params = &print_receipt_params,
                .query = &print_receipt_query,
                .file = "application/pdf",
                .in_size = sizeof(struct print_receipt_in),
                .ok = 200,
                .may = print_may,
                .cost = 20,
                .load = print_receipt_load,
                .craft = print_receipt_craft,
                .run = print_run});

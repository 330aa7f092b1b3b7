/*
 * handling_api.c - /cases/{id}/evidence and /cases/{id}/agreements: what the handling of a case rests on.
 *
 * Both are written by events of the definition; here they are read.
 *
 * Runs on: workers. Owns: nothing.
 */
#include "api/api.h"
#include "api/case_view.h"
#include "api/fields.h"
#include "api/tables.h"
#include "domain/agreement.h"

#include <string.h>

struct evidence_view {
    const char *id, *title, *fact, *source, *reference, *captured_on, *account_name, *unit_name;
    int64_t created_at;
};
struct evidence_list_out {
    struct evidence_view *data;
    size_t data_count;
};
struct instalment_view {
    int64_t position, amount_fen;
    const char *text, *due_on, *status, *done_on, *proof;
};
struct agreement_view {
    const char *id, *kind, *other_party, *mediator, *signed_on, *terms;
    int64_t is_in_force;
    struct instalment_view *instalments;
    size_t instalments_count;
};
struct agreement_list_out {
    struct agreement_view *data;
    size_t data_count;
};

FIELD_SET(evidence_set, "Evidence", struct evidence_view, OUT(struct evidence_view, id, FIELD_ID, "Id"),
          OUT(struct evidence_view, title, FIELD_TEXT, "Title"),
          OUT(struct evidence_view, fact, FIELD_LONG, "What it shows"),
          OUT(struct evidence_view, source, FIELD_TEXT, "Where it comes from"),
          OUT_NULL(struct evidence_view, reference, FIELD_TEXT, "Where it is kept"),
          OUT(struct evidence_view, captured_on, FIELD_DATE, "Obtained on"),
          OUT_NULL(struct evidence_view, account_name, FIELD_TEXT, "By whom"),
          OUT_NULL(struct evidence_view, unit_name, FIELD_TEXT, "Of which unit"),
          OUT(struct evidence_view, created_at, FIELD_STAMP, "Recorded"));
FIELD_SET(evidence_list_reply, "EvidenceList", struct evidence_list_out,
          OUT_ROWS(struct evidence_list_out, data, evidence_set, "Evidence, oldest first"));

FIELD_SET(instalment_set, "Instalment", struct instalment_view,
          OUT(struct instalment_view, position, FIELD_INT, "Number, from 1, over the whole case"),
          OUT(struct instalment_view, text, FIELD_TEXT, "What is due"),
          OUT_NULL(struct instalment_view, amount_fen, FIELD_INT, "Amount in fen"),
          OUT(struct instalment_view, due_on, FIELD_DATE, "Last day"),
          OUT(struct instalment_view, status, FIELD_TEXT, "open, performed or failed"),
          OUT_NULL(struct instalment_view, done_on, FIELD_DATE, "Performed on"),
          OUT_NULL(struct instalment_view, proof, FIELD_TEXT, "Proof, or why it failed"));
FIELD_SET(agreement_set, "Agreement", struct agreement_view, OUT(struct agreement_view, id, FIELD_ID, "Id"),
          OUT(struct agreement_view, kind, FIELD_TEXT, "mediation or settlement"),
          OUT(struct agreement_view, other_party, FIELD_TEXT, "The other side"),
          OUT_NULL(struct agreement_view, mediator, FIELD_TEXT, "Mediator"),
          OUT(struct agreement_view, signed_on, FIELD_DATE, "Signed on"),
          OUT(struct agreement_view, terms, FIELD_LONG, "Terms"),
          OUT(struct agreement_view, is_in_force, FIELD_BOOL, "No later one took its place"),
          OUT_ROWS(struct agreement_view, instalments, instalment_set, "What is promised, in the order of planning"));
FIELD_SET(agreement_list_reply, "AgreementList", struct agreement_list_out,
          OUT_ROWS(struct agreement_list_out, data, agreement_set, "Agreements, oldest first"));

static enum rc evidence_list(struct ctx *ctx, struct tx *tx, struct call *call)
{
    const struct case_path *in = call->in;
    struct evidence_list_out *out = call->out;
    struct evidence_list_of_case_out *rows;
    struct case_row c;
    enum rc rc = case_get(ctx, tx, in->id, &c);
    if (rc == RC_OK) {
        rc = evidence_rows_list_of_case(tx, ctx->arena, &(struct evidence_list_of_case_in){in->id}, &rows,
                                        &out->data_count);
    }
    if (rc != RC_OK) {
        return rc;
    }
    out->data = arena_array_of(ctx->arena, struct evidence_view, out->data_count + 1);
    for (size_t i = 0; out->data != NULL && i < out->data_count; i++) {
        const struct evidence_list_of_case_out *r = &rows[i];
        out->data[i] = (struct evidence_view){r->id,           r->title,     r->fact,
                                              r->source,       r->reference, api_day_text(ctx, r->captured_day),
                                              r->account_name, r->unit_name, r->created_ms};
    }
    return out->data ? RC_OK : RC_TOO_LARGE;
}

static enum rc agreement_instalments(struct ctx *ctx, const struct instalment_row *rows, size_t count,
                                     struct agreement_view *out)
{
    out->instalments = arena_array_of(ctx->arena, struct instalment_view, count + 1);
    for (size_t i = 0; out->instalments != NULL && i < count; i++) {
        const struct instalment_row *r = &rows[i];
        if (strcmp(r->agreement_id, out->id) == 0) {
            out->instalments[out->instalments_count++] = (struct instalment_view){
                .position = r->position,
                .amount_fen = r->amount_fen == SQL_NULL ? FIELD_NULL : r->amount_fen,
                .text = r->text,
                .due_on = api_day_text(ctx, r->due_day),
                .status = r->status,
                .done_on = api_day_text(ctx, r->done_day),
                .proof = r->proof,
            };
        }
    }
    return out->instalments ? RC_OK : RC_TOO_LARGE;
}

static enum rc agreement_list(struct ctx *ctx, struct tx *tx, struct call *call)
{
    const struct case_path *in = call->in;
    struct agreement_list_out *out = call->out;
    struct agreement_list_of_case_out *rows;
    struct instalment_row *instalments;
    size_t instalment_count;
    struct case_row c;
    enum rc rc = case_get(ctx, tx, in->id, &c);
    if (rc == RC_OK) {
        rc = agreement_rows_list_of_case(tx, ctx->arena, &(struct agreement_list_of_case_in){in->id}, &rows,
                                         &out->data_count);
    }
    if (rc == RC_OK) {
        rc = agreement_rows_list_instalments(tx, ctx->arena, &(struct agreement_list_instalments_in){in->id},
                                             &instalments, &instalment_count);
    }
    if (rc != RC_OK) {
        return rc;
    }
    out->data = arena_array_of(ctx->arena, struct agreement_view, out->data_count + 1);
    for (size_t i = 0; rc == RC_OK && out->data != NULL && i < out->data_count; i++) {
        const struct agreement_list_of_case_out *r = &rows[i];
        out->data[i] = (struct agreement_view){.id = r->id,
                                               .kind = r->kind,
                                               .other_party = r->other_party,
                                               .mediator = r->mediator,
                                               .signed_on = api_day_text(ctx, r->signed_day),
                                               .terms = r->terms,
                                               .is_in_force = i + 1 == out->data_count};
        rc = agreement_instalments(ctx, instalments, instalment_count, &out->data[i]);
    }
    return out->data ? rc : RC_TOO_LARGE;
}

ENDPOINT_TABLE(handling_api_table,
               {.method = "GET",
                .path = "/api/v1/cases/{id}/evidence",
                .operation = "listEvidence",
                .tag = "cases",
                .summary = "Evidence of a case",
                .need = PERM_CASE_READ,
                .params = &case_view_params,
                .reply = &evidence_list_reply,
                .in_size = sizeof(struct case_path),
                .out_size = sizeof(struct evidence_list_out),
                .ok = 200,
                .may = case_view_may,
                .cost = 1,
                .run = evidence_list},
               {.method = "GET",
                .path = "/api/v1/cases/{id}/agreements",
                .operation = "listAgreements",
                .tag = "cases",
                .summary = "Agreements of a case and what they promise",
                .need = PERM_CASE_READ,
                .params = &case_view_params,
                .reply = &agreement_list_reply,
                .in_size = sizeof(struct case_path),
                .out_size = sizeof(struct agreement_list_out),
                .ok = 200,
                .may = case_view_may,
                .cost = 1,
                .run = agreement_list});

/*
 * proof_api.c - a petitioner's proof, by number and query code, and its check for those who have no tools.
 *
 * Runs on: workers. Owns: nothing.
 * Invariant: no content leaves here, and a wrong number and a wrong code look alike.
 */
#include "api/api.h"
#include "api/fields.h"
#include "api/proof_view.h"
#include "api/tables.h"
#include "domain/public_case.h"

struct proof_get_params {
    const char *number, *code;
};
FIELD_SET(proof_params, "ProofParams", struct proof_get_params,
          IN_MUST(struct proof_get_params, number, FIELD_TEXT, 5, 40, "Number on the receipt"));
FIELD_SET(proof_query, "ProofQuery", struct proof_get_params,
          IN_MUST(struct proof_get_params, code, FIELD_TEXT, 10, 60, "Query code on the receipt"));

static enum rc proof_api_get(struct ctx *ctx, struct tx *tx, struct call *call)
{
    const struct proof_get_params *in = call->in;
    struct case_row row;
    struct proof p;
    enum rc rc = public_case_find(ctx, tx, in->number, in->code, &row);
    rc = rc == RC_OK ? proof_of_case(ctx, tx, &row, &p) : rc;
    return rc == RC_OK ? proof_view_fill(ctx, &p, call->out) : rc;
}

struct proof_verdict_view {
    int64_t is_signed, is_whole, is_included, is_in_journal, covered_by;
};
FIELD_SET(
    proof_verdict_set, "ReceiptCheck", struct proof_verdict_view,
    {.name = "signed",
     .type = FIELD_BOOL,
     .offset = offsetof(struct proof_verdict_view, is_signed),
     .is_required = 1,
     .doc = "The office signed this receipt"},
    {.name = "whole",
     .type = FIELD_BOOL,
     .offset = offsetof(struct proof_verdict_view, is_whole),
     .is_required = 1,
     .doc =
         "The office signed all that the file says. false: it is not the office's or was altered, and proves nothing "
         "about the records, whatever else does not hold"},
    {.name = "included",
     .type = FIELD_BOOL,
     .offset = offsetof(struct proof_verdict_view, is_included),
     .doc =
         "The checkpoint that the proof names holds the entry, is signed and is the office's own; null: it names none"},
    {.name = "in_journal",
     .type = FIELD_BOOL,
     .offset = offsetof(struct proof_verdict_view, is_in_journal),
     .is_required = 1,
     .doc = "The entry stands in the journal, and it and all before it are as they were written"},
    OUT_NULL(struct proof_verdict_view, covered_by, FIELD_INT,
             "First checkpoint that holds the entry or a later one of the case; null: none yet"));

static enum rc proof_api_check(struct ctx *ctx, struct tx *tx, struct call *call)
{
    struct proof_verdict_view *out = call->out;
    struct proof p;
    struct proof_verdict v;
    enum rc rc = proof_view_read(ctx, call->in, &p);
    rc = rc == RC_OK ? proof_check(ctx, tx, &p, &v) : rc;
    if (rc == RC_OK) {
        *out = (struct proof_verdict_view){v.is_signed, v.is_whole, p.inclusion != NULL ? v.is_included : FIELD_NULL,
                                           v.is_in_journal, v.covered_by};
    }
    return rc;
}

static const enum rc proof_may[] = {RC_NOT_FOUND, RC_OK};
static const enum rc proof_check_may[] = {RC_INVALID, RC_OK};

ENDPOINT_TABLE(proof_api_table,
               {.method = "GET",
                .path = "/api/v1/public/cases/{number}/proof",
                .operation = "getProof",
                .tag = "public",
                .summary = "Proof that the case's journal stood so: signed, and held by a checkpoint once there is one",
                .need = ENDPOINT_PUBLIC,
                .params = &proof_params,
                .query = &proof_query,
                .reply = &proof_view_set,
                .in_size = sizeof(struct proof_get_params),
                .out_size = sizeof(struct proof_view),
                .ok = 200,
                .may = proof_may,
                .cost = 20,
                .run = proof_api_get},
               {.method = "POST",
                .path = "/api/v1/public/receipt-checks",
                .operation = "checkReceipt",
                .tag = "public",
                .summary = "What of a proof holds; petitiond-verify does the same without trusting the server",
                .need = ENDPOINT_PUBLIC,
                .body = &proof_view_set,
                .reply = &proof_verdict_set,
                .in_size = sizeof(struct proof_view),
                .out_size = sizeof(struct proof_verdict_view),
                .ok = 200,
                .may = proof_check_may,
                .cost = 20,
                .run = proof_api_check});

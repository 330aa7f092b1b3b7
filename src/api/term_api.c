/*
 * term_api.c - dictionaries for people who are signed in.
 *
 * Runs on: a worker. Owns: nothing.
 */
#include "api/term_api.h"

#include "api/api.h"
#include "api/fields.h"
#include "api/tables.h"
#include "domain/reason.h"
#include "domain/term.h"

FIELD_SET(term_out_set, "Term", struct term_out, OUT(struct term_out, code, FIELD_TEXT, "Code"),
          OUT_NULL(struct term_out, parent_code, FIELD_TEXT, "Code of the level above"),
          OUT(struct term_out, title_zh, FIELD_TEXT, "Title in Chinese"),
          OUT(struct term_out, title_en, FIELD_TEXT, "Title in English"),
          OUT(struct term_out, sort, FIELD_INT, "Order in lists"));
FIELD_SET_SHARED(term_api_list_set, "TermList", struct term_list_reply,
                 OUT_ROWS(struct term_list_reply, data, term_out_set, "Entries in order"));
FIELD_SET_SHARED(term_api_kind_set, "TermKind", struct term_kind_in,
                 IN_MUST(struct term_kind_in, kind, FIELD_TEXT, 1, 40, "Dictionary, such as class or channel"));

enum rc term_api_list(struct ctx *ctx, struct tx *tx, struct call *call)
{
    const struct term_kind_in *in = call->in;
    struct term_list_reply *out = call->out;
    struct term_row *rows;
    size_t n;
    if (!term_is_kind(in->kind)) {
        return fault_set(&ctx->fault, RC_NOT_FOUND, reason(REASON_UNKNOWN_KIND), NULL, in->kind, NULL);
    }
    enum rc rc = term_rows_list(tx, ctx->arena, &(struct term_list_in){in->kind}, &rows, &n);
    if (rc != RC_OK) {
        return rc;
    }
    out->data = arena_array_of(ctx->arena, struct term_out, n);
    if (out->data == NULL) {
        return RC_TOO_LARGE;
    }
    for (size_t i = 0; i < n; i++) {
        out->data[i] =
            (struct term_out){rows[i].code, rows[i].parent_code, rows[i].title_zh, rows[i].title_en, rows[i].sort};
    }
    out->data_count = n;
    return RC_OK;
}

static const enum rc term_may[] = {RC_NOT_FOUND, RC_OK};

ENDPOINT_TABLE(term_api_table, {.method = "GET",
                                .path = "/api/v1/dictionaries/{kind}",
                                .operation = "listTerms",
                                .tag = "dictionaries",
                                .summary = "One dictionary",
                                .need = ENDPOINT_SIGNED_IN,
                                .mode = ENDPOINT_READ,
                                .params = &term_api_kind_set,
                                .reply = &term_api_list_set,
                                .in_size = sizeof(struct term_kind_in),
                                .out_size = sizeof(struct term_list_reply),
                                .ok = 200,
                                .may = term_may,
                                .cost = 1,
                                .run = term_api_list});

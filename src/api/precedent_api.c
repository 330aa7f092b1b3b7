/*
 * precedent_api.c - /precedents: how questions of competence were ruled, searchable before the next dispatch.
 *
 * A ruling is a draft until somebody of the bureau has put it into words that name no person; only then others read it.
 *
 * Runs on: workers (reading), the writer (confirming). Owns: nothing.
 */
#include "api/api.h"
#include "api/fields.h"
#include "api/page.h"
#include "api/tables.h"
#include "domain/office_journal.h"
#include "domain/perm.h"
#include "domain/reason.h"
#include "store/sql_stmts.h"

#include <string.h>

enum { PRECEDENT_MAX = 100 };

static const char *const precedent_statuses[] = {"confirmed", "draft", NULL};

struct precedent_in {
    const char *id, *class_code, *status, *q, *facts, *reason, *legal_basis;
};
struct precedent_view {
    const char *id, *case_id, *status, *class_code, *class_title_zh, *class_title_en, *refused_unit_name, *unit_name,
        *ruling, *ruled_by_unit_name, *facts, *reason, *legal_basis;
    int64_t ruled_at;
};
struct precedent_list_out {
    struct precedent_view *data;
    size_t data_count;
};

FIELD_SET(precedent_params, "PrecedentParams", struct precedent_in,
          IN_MUST(struct precedent_in, id, FIELD_ID, 0, 0, "Precedent"));
FIELD_SET(precedent_query, "PrecedentFilter", struct precedent_in,
          IN(struct precedent_in, class_code, FIELD_TEXT, 2, 20, "Only this content class"),
          IN(struct precedent_in, q, FIELD_TEXT, 1, 50, "Only those in whose words or unit this occurs"),
          IN_ENUM(struct precedent_in, status, 0, precedent_statuses,
                  "Drafts are for the bureau; confirmed unless told"));
FIELD_SET(precedent_body, "PrecedentInput", struct precedent_in,
          IN_MUST(struct precedent_in, facts, FIELD_LONG, 5, 5000, "The question, in words that name no person"),
          IN_MUST(struct precedent_in, reason, FIELD_LONG, 2, 5000, "Why that unit"),
          IN_MUST(struct precedent_in, legal_basis, FIELD_LONG, 2, 2000, "Law or list of duties"));
FIELD_SET(precedent_set, "Precedent", struct precedent_view, OUT(struct precedent_view, id, FIELD_ID, "Id"),
          OUT_NULL(struct precedent_view, case_id, FIELD_ID, "Case; drafts only"),
          OUT(struct precedent_view, status, FIELD_TEXT, "draft or confirmed"),
          OUT_NULL(struct precedent_view, class_code, FIELD_TEXT, "Content class"),
          OUT_NULL(struct precedent_view, class_title_zh, FIELD_TEXT, "In Chinese"),
          OUT_NULL(struct precedent_view, class_title_en, FIELD_TEXT, "In English"),
          OUT_NULL(struct precedent_view, refused_unit_name, FIELD_TEXT, "Unit that objected"),
          OUT(struct precedent_view, unit_name, FIELD_TEXT, "Unit found competent"),
          OUT(struct precedent_view, ruling, FIELD_TEXT, "agreed or refused"),
          OUT(struct precedent_view, ruled_by_unit_name, FIELD_TEXT, "Who ruled"),
          OUT(struct precedent_view, ruled_at, FIELD_STAMP, "When"),
          OUT_NULL(struct precedent_view, facts, FIELD_LONG, "The question"),
          OUT_NULL(struct precedent_view, reason, FIELD_LONG, "Reasons"),
          OUT_NULL(struct precedent_view, legal_basis, FIELD_LONG, "Basis"));
FIELD_SET(precedent_list_reply, "PrecedentList", struct precedent_list_out,
          OUT_ROWS(struct precedent_list_out, data, precedent_set, "Newest first"));

static void precedent_fill(const struct precedent_row *r, struct precedent_view *out)
{
    int is_draft = strcmp(r->status, "draft") == 0;
    *out = (struct precedent_view){.id = r->id,
                                   .case_id = is_draft ? r->case_id : NULL,
                                   .status = r->status,
                                   .class_code = r->class_code,
                                   .class_title_zh = r->class_zh,
                                   .class_title_en = r->class_en,
                                   .refused_unit_name = r->refused_unit_name,
                                   .unit_name = r->unit_name,
                                   .ruling = r->ruling,
                                   .ruled_by_unit_name = r->ruled_by_unit_name,
                                   .ruled_at = r->ruled_ms,
                                   .facts = r->facts,
                                   .reason = r->reason,
                                   .legal_basis = r->legal_basis};
}

/* Whoever may rule keeps the book: the bureau's people with the triage, handling or leading role. */
static int precedent_keeps(const struct ctx *ctx)
{
    return perm_role(ctx->actor, "triage_officer") || perm_role(ctx->actor, "bureau_handler") ||
           perm_role(ctx->actor, "bureau_head");
}

static enum rc precedent_list(struct ctx *ctx, struct tx *tx, struct call *call)
{
    const struct precedent_in *in = call->in;
    struct precedent_list_out *out = call->out;
    struct precedent_row *rows;
    const char *status = in->status ? in->status : "confirmed";
    if (strcmp(status, "draft") == 0 && !precedent_keeps(ctx)) {
        return fault_set(&ctx->fault, RC_FORBIDDEN, reason(REASON_NOT_PERMITTED), NULL, "case.act", NULL);
    }
    enum rc rc =
        in->class_code != NULL
            ? precedent_rows_list_class(
                  tx, ctx->arena,
                  &(struct precedent_list_class_in){in->class_code, status, in->q, INT64_MAX, PRECEDENT_MAX}, &rows,
                  &out->data_count)
            : precedent_rows_list(tx, ctx->arena, &(struct precedent_list_in){status, in->q, INT64_MAX, PRECEDENT_MAX},
                                  &rows, &out->data_count);
    out->data = rc == RC_OK ? arena_array_of(ctx->arena, struct precedent_view, out->data_count + 1) : NULL;
    for (size_t i = 0; out->data != NULL && i < out->data_count; i++) {
        precedent_fill(&rows[i], &out->data[i]);
    }
    return rc != RC_OK || out->data != NULL ? rc : RC_TOO_LARGE;
}

static enum rc precedent_confirm(struct ctx *ctx, struct tx *tx, struct call *call)
{
    const struct precedent_in *in = call->in;
    struct precedent_row row;
    struct changes changes;
    if (!precedent_keeps(ctx)) {
        return fault_set(&ctx->fault, RC_FORBIDDEN, reason(REASON_NOT_PERMITTED), NULL, "case.act", NULL);
    }
    enum rc rc = precedent_rows_get(tx, ctx->arena, &(struct precedent_get_in){in->id}, &row);
    if (rc == RC_NOT_FOUND) {
        return fault_set(&ctx->fault, rc, reason(REASON_NOT_FOUND), NULL, NULL, NULL);
    }
    if (rc == RC_OK && strcmp(row.status, "draft") != 0) {
        return fault_set(&ctx->fault, RC_REFUSED, reason(REASON_NOTHING_TO_CHANGE), NULL, NULL, NULL);
    }
    if (rc == RC_OK) {
        rc = precedent_rows_confirm(
            tx, &(struct precedent_confirm_in){in->id, in->facts, in->reason, in->legal_basis, ctx->now_ms});
    }
    changes_init(&changes, ctx);
    changes_add(&changes, "status", "draft", "confirmed");
    changes_touch(&changes, "precedent", in->id);
    if (rc == RC_OK) {
        rc = office_journal_append(ctx, tx, "precedent.confirm", in->id, &changes);
    }
    if (rc == RC_OK) {
        rc = precedent_rows_get(tx, ctx->arena, &(struct precedent_get_in){in->id}, &row);
        precedent_fill(&row, call->out);
    }
    return rc;
}

static const enum rc precedent_confirm_may[] = {RC_NOT_FOUND, RC_REFUSED, RC_FORBIDDEN, RC_OK};

ENDPOINT_TABLE(precedent_api_table,
               {.method = "GET",
                .path = "/api/v1/precedents",
                .operation = "listPrecedents",
                .tag = "cases",
                .summary = "How questions of competence were ruled, newest first",
                .need = PERM_CASE_READ,
                .query = &precedent_query,
                .reply = &precedent_list_reply,
                .in_size = sizeof(struct precedent_in),
                .out_size = sizeof(struct precedent_list_out),
                .ok = 200,
                .cost = 2,
                .run = precedent_list},
               {.method = "POST",
                .path = "/api/v1/precedents/{id}/confirm",
                .operation = "confirmPrecedent",
                .tag = "cases",
                .summary = "Puts a ruling into neutral words; from then on everybody may read it",
                .need = PERM_CASE_ACT,
                .mode = ENDPOINT_WRITE,
                .params = &precedent_params,
                .body = &precedent_body,
                .reply = &precedent_set,
                .in_size = sizeof(struct precedent_in),
                .out_size = sizeof(struct precedent_view),
                .ok = 200,
                .may = precedent_confirm_may,
                .cost = 2,
                .run = precedent_confirm});

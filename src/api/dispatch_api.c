/*
 * dispatch_api.c - /cases/{id}/dispatches: where a case was sent, objections and rulings.
 *
 * Each read checks the case's scope first; a part is never reached past its case.
 *
 * Runs on: workers. Owns: nothing.
 */
#include "api/api.h"
#include "api/case_view.h"
#include "api/fields.h"
#include "api/tables.h"

struct objection_out {
    int64_t filed_at;
    const char *ground, *legal_basis, *suggested_unit_id, *suggested_unit_name, *ruling;
    int64_t ruled_at;
    const char *ruling_reason, *late_consent_by, *late_consent_reason;
};
struct dispute_out {
    const char *body, *unit_id, *unit_name, *reason;
    int64_t referred_at;
};
struct dispatch_out {
    const char *id, *kind, *part, *from_unit_id, *from_unit_name, *to_unit_id, *to_unit_name;
    int64_t sent_at;
    const char *feedback_due_on, *status, *urgency, *basis, *note;
    struct objection_out *objection;
    struct dispute_out *dispute;
    const char *report;
    int64_t reported_at;
    const char *report_state, *report_reason;
    int64_t report_ruled_at;
    const char *closing_reason;
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
          OUT_NULL(struct objection_out, ruling_reason, FIELD_LONG, "Why"),
          OUT_NULL(struct objection_out, late_consent_by, FIELD_TEXT, "Who let it in after its window"),
          OUT_NULL(struct objection_out, late_consent_reason, FIELD_LONG, "And why"));
FIELD_SET(dispute_set, "Dispute", struct dispute_out,
          OUT(struct dispute_out, body, FIELD_TEXT, "superior or joint_conference"),
          OUT(struct dispute_out, unit_id, FIELD_ID, "Unit that rules, or keeps the conference's office"),
          OUT(struct dispute_out, unit_name, FIELD_TEXT, "Its name"),
          OUT_NULL(struct dispute_out, reason, FIELD_LONG, "Why it was referred"),
          OUT(struct dispute_out, referred_at, FIELD_STAMP, "Referred"));
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
          OUT_NULL(struct dispatch_out, urgency, FIELD_TEXT, "Of the case when it was sent: normal, urgent or major"),
          OUT_NULL(struct dispatch_out, basis, FIELD_LONG, "Why this unit"),
          OUT_NULL(struct dispatch_out, note, FIELD_LONG, "Note; the task of an assisting unit"),
          OUT_MAYBE(struct dispatch_out, objection, objection_set, "Objection and its ruling"),
          OUT_MAYBE(struct dispatch_out, dispute, dispute_set, "Dispute about who is competent"),
          OUT_NULL(struct dispatch_out, report, FIELD_LONG, "Completion report, or the answer of an assisting unit"),
          OUT_NULL(struct dispatch_out, reported_at, FIELD_STAMP, "Reported"),
          OUT_NULL(struct dispatch_out, report_state, FIELD_TEXT, "filed, accepted or returned; null for an answer"),
          OUT_NULL(struct dispatch_out, report_reason, FIELD_LONG, "What the sender said to it"),
          OUT_NULL(struct dispatch_out, report_ruled_at, FIELD_STAMP, "When the sender judged it"),
          OUT_NULL(struct dispatch_out, closing_reason, FIELD_LONG, "Why a task was closed without an answer"));
FIELD_SET(dispatch_reply, "DispatchList", struct dispatch_list_out,
          OUT_ROWS(struct dispatch_list_out, data, dispatch_set, "Dispatches, oldest first"));

static enum rc dispatch_fill_objection(struct ctx *ctx, const struct dispatch_row *r, struct dispatch_out *out)
{
    out->objection = arena_new_of(ctx->arena, struct objection_out);
    if (out->objection == NULL) {
        return RC_TOO_LARGE;
    }
    *out->objection = (struct objection_out){.filed_at = r->objected_ms,
                                             .ground = r->objection_ground,
                                             .legal_basis = r->objection_basis,
                                             .suggested_unit_id = r->suggested_unit_id,
                                             .suggested_unit_name = r->suggested_unit_name,
                                             .ruling = r->ruling,
                                             .ruled_at = r->ruled_ms,
                                             .ruling_reason = r->ruling_reason,
                                             .late_consent_by = r->late_consent_name,
                                             .late_consent_reason = r->late_consent_reason};
    return RC_OK;
}

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
                                 .urgency = r->urgency,
                                 .basis = r->basis,
                                 .note = r->note,
                                 .report = r->report,
                                 .reported_at = r->reported_ms,
                                 .report_state = r->report_state,
                                 .report_reason = r->report_reason,
                                 .report_ruled_at = r->report_ruled_ms,
                                 .closing_reason = r->objected_ms == SQL_NULL ? r->ruling_reason : NULL};
    if (r->dispute_ms != SQL_NULL) {
        out->dispute = arena_new_of(ctx->arena, struct dispute_out);
        if (out->dispute == NULL) {
            return RC_TOO_LARGE;
        }
        *out->dispute = (struct dispute_out){r->dispute_body, r->dispute_unit_id, r->dispute_unit_name,
                                             r->dispute_reason, r->dispute_ms};
    }
    return r->objected_ms == SQL_NULL ? RC_OK : dispatch_fill_objection(ctx, r, out);
}

static enum rc dispatch_show(struct ctx *ctx, struct tx *tx, struct call *call)
{
    struct dispatch_list_out *out = call->out;
    struct dispatch_row *rows;
    struct case_row c;
    enum rc rc = case_get(ctx, tx, ((const struct case_path *)call->in)->id, &c);
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

ENDPOINT_TABLE(dispatch_api_table, {.method = "GET",
                                    .path = "/api/v1/cases/{id}/dispatches",
                                    .operation = "listDispatches",
                                    .tag = "cases",
                                    .summary = "Where a case was sent",
                                    .need = PERM_CASE_READ,
                                    .params = &case_view_params,
                                    .reply = &dispatch_reply,
                                    .in_size = sizeof(struct case_path),
                                    .out_size = sizeof(struct dispatch_list_out),
                                    .ok = 200,
                                    .may = case_view_may,
                                    .cost = 1,
                                    .run = dispatch_show});

/*
 * submission_api.c - POST /submissions and the submissions of a case.
 *
 * Runs on: the writer (registering), workers (reading). Owns: nothing.
 */
#include "api/api.h"
#include "api/case_view.h"
#include "api/fields.h"
#include "api/intake.h"
#include "api/tables.h"

struct submission_view {
    const char *id, *number, *case_id, *channel, *source_platform, *external_number;
    int64_t registered_at;
    const char *received_on, *unit_id, *unit_name, *window_number, *registrar_name, *purpose, *title, *request, *facts,
        *reasons;
    int64_t people_count, involved_count, is_joint, is_group_visit, is_first, confidential_request, publish_ok;
    const char *oral_text;
    int64_t oral_read_back;
    const char *oral_confirmed_by, *oral_reference;
};

#define SUB(m, kind, text)      OUT(struct submission_view, m, kind, text)
#define SUB_NULL(m, kind, text) OUT_NULL(struct submission_view, m, kind, text)

FIELD_SET(submission_set, "Submission", struct submission_view, SUB(id, FIELD_ID, "Id"),
          SUB(number, FIELD_TEXT, "Number"), SUB(case_id, FIELD_ID, "Case it hangs on"),
          SUB(channel, FIELD_TEXT, "How it came"), SUB_NULL(source_platform, FIELD_TEXT, "Platform"),
          SUB_NULL(external_number, FIELD_TEXT, "Number there"), SUB(registered_at, FIELD_STAMP, "Registration"),
          SUB(received_on, FIELD_DATE, "Receipt"), SUB(unit_id, FIELD_ID, "Registering unit"),
          SUB(unit_name, FIELD_TEXT, "Its name"), SUB_NULL(window_number, FIELD_TEXT, "Window"),
          SUB_NULL(registrar_name, FIELD_TEXT, "Clerk; null: the petitioner"), SUB(purpose, FIELD_TEXT, "Purpose"),
          SUB(title, FIELD_TEXT, "Title"), SUB(request, FIELD_LONG, "Request"), SUB_NULL(facts, FIELD_LONG, "Facts"),
          SUB_NULL(reasons, FIELD_LONG, "Reasons"), SUB(people_count, FIELD_INT, "Petitioners"),
          SUB_NULL(involved_count, FIELD_INT, "People concerned"), SUB(is_joint, FIELD_BOOL, "Joint"),
          SUB(is_group_visit, FIELD_BOOL, "Visit of five or more"), SUB(is_first, FIELD_BOOL, "Opened the case"),
          SUB(confidential_request, FIELD_BOOL, "Name withheld on request"),
          SUB(publish_ok, FIELD_BOOL, "Reply may be published"), SUB_NULL(oral_text, FIELD_LONG, "Oral record"),
          SUB_NULL(oral_read_back, FIELD_BOOL, "Read back"), SUB_NULL(oral_confirmed_by, FIELD_TEXT, "Confirmed by"),
          SUB_NULL(oral_reference, FIELD_TEXT, "Reference"));

static void submission_show(struct ctx *ctx, const struct submission_row *r, struct submission_view *out)
{
    *out = (struct submission_view){
        .id = r->id,
        .number = r->number,
        .case_id = r->case_id,
        .channel = r->channel,
        .source_platform = r->source_platform,
        .external_number = r->external_number,
        .registered_at = r->registered_ms,
        .received_on = api_day_text(ctx, r->received_day),
        .unit_id = r->unit_id,
        .unit_name = r->unit_name,
        .window_number = r->window_number,
        .registrar_name = r->registrar_name,
        .purpose = r->purpose,
        .title = r->title,
        .request = r->request,
        .facts = r->facts,
        .reasons = r->reasons,
        .people_count = r->people_count,
        .involved_count = r->involved_count,
        .is_joint = r->is_joint,
        .is_group_visit = r->is_group_visit,
        .is_first = r->is_first,
        .confidential_request = r->is_confidential,
        .publish_ok = r->is_publishable,
        .oral_text = r->oral_text,
        .oral_read_back = r->oral_read_back,
        .oral_confirmed_by = r->oral_confirmed_by,
        .oral_reference = r->oral_reference,
    };
}

/* POST /submissions */

struct submission_post_out {
    struct submission_view submission;
    struct case_out case_;
    struct intake_receipt receipt;
};

FIELD_SET(submission_post_reply, "SubmissionCreated", struct submission_post_out,
          OUT_PART(struct submission_post_out, submission, submission_set, "The submission"),
          {.name = "case",
           .type = FIELD_OBJECT,
           .offset = offsetof(struct submission_post_out, case_),
           .is_required = 1,
           .of = &case_view_set,
           .doc = "The case that it opened or joined"},
          OUT_PART(struct submission_post_out, receipt, intake_receipt_set, "Receipt for the petitioner"));

static enum rc submission_post(struct ctx *ctx, struct tx *tx, struct call *call)
{
    struct submission_post_out *out = call->out;
    struct submission_out made;
    struct submission_row row;
    enum rc rc = intake_register(ctx, tx, call->in, 0, &made, &out->receipt);
    if (rc == RC_OK) {
        rc = submission_rows_get(tx, ctx->arena, &(struct submission_get_in){made.submission_id}, &row);
    }
    if (rc == RC_OK) {
        submission_show(ctx, &row, &out->submission);
        rc = case_view_made(ctx, tx, made.case_id, &out->case_);
        call->etag = out->case_.head.version;
        call->location = arena_printf(ctx->arena, "/api/v1/cases/%s", made.case_id);
    }
    return rc;
}

/* GET /cases/{id}/submissions */

struct submission_list_out {
    struct submission_view *data;
    size_t data_count;
};

FIELD_SET(submission_list_reply, "SubmissionList", struct submission_list_out,
          OUT_ROWS(struct submission_list_out, data, submission_set, "Submissions, oldest first"));

static enum rc submission_list(struct ctx *ctx, struct tx *tx, struct call *call)
{
    const struct case_path *in = call->in;
    struct submission_list_out *out = call->out;
    struct submission_row *rows;
    struct case_row c;
    enum rc rc = case_get(ctx, tx, in->id, &c);
    if (rc == RC_OK) {
        rc = submission_rows_list_of_case(tx, ctx->arena, &(struct submission_list_of_case_in){c.id}, &rows,
                                          &out->data_count);
    }
    if (rc != RC_OK) {
        return rc;
    }
    out->data = arena_array_of(ctx->arena, struct submission_view, out->data_count + 1);
    for (size_t i = 0; out->data != NULL && i < out->data_count; i++) {
        submission_show(ctx, &rows[i], &out->data[i]);
    }
    return out->data ? RC_OK : RC_TOO_LARGE;
}

static const enum rc submission_post_may[] = {RC_NOT_FOUND, RC_CONFLICT, RC_REFUSED, RC_INVALID, RC_OK};

ENDPOINT_TABLE(submission_api_table,
               {.method = "POST",
                .path = "/api/v1/submissions",
                .operation = "registerSubmission",
                .tag = "intake",
                .summary = "Registers a letter, visit, call, fax or web form",
                .need = PERM_CASE_REGISTER,
                .mode = ENDPOINT_WRITE,
                .body = &intake_body,
                .reply = &submission_post_reply,
                .in_size = sizeof(struct intake_in),
                .out_size = sizeof(struct submission_post_out),
                .ok = 201,
                .may = submission_post_may,
                .cost = 2,
                .takes_key = 1,
                .run = submission_post},
               {.method = "GET",
                .path = "/api/v1/cases/{id}/submissions",
                .operation = "listSubmissions",
                .tag = "cases",
                .summary = "Submissions of a case",
                .need = PERM_CASE_READ,
                .params = &case_view_params,
                .reply = &submission_list_reply,
                .in_size = sizeof(struct case_path),
                .out_size = sizeof(struct submission_list_out),
                .ok = 200,
                .may = case_view_may,
                .cost = 1,
                .run = submission_list});

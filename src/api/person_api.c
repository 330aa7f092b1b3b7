/*
 * person_api.c - a person's rights: everything that is kept of them, and the correction of what is wrong.
 *
 * Runs on: the writer, because both are journalled in the same transaction. Owns: nothing.
 * Invariant: no reply is kept for repeats: neither endpoint takes an Idempotency-Key. Nothing personal stands in an address.
 */
#include "api/api.h"
#include "api/case_view.h"
#include "api/fields.h"
#include "api/tables.h"
#include "domain/perm.h"
#include "domain/person_rights.h"
#include "domain/reason.h"

static const char *const person_reasons[] = {"access", "copy", "transfer", "court", NULL};
static const char *const person_grounds[] = {"petitioner_asked", "clerical_error", "document_shown", "changed", NULL};

struct person_export_in {
    const char *name, *id_number, *phone, *reason;
};
struct person_contact_view {
    const char *on, *method, *spoke_with, *content;
};
struct person_submission_view {
    const char *received_on, *channel, *request, *facts, *reasons, *oral_text;
};
struct person_case_view {
    const char *number, *title, *role, *channel, *state, *class_code, *holder_unit_name;
    int64_t registered_at, accepted_at, closed_at;
    struct person_submission_view *submissions;
    size_t submissions_count;
    struct person_contact_view *contacts;
    size_t contacts_count;
};
struct person_view_out {
    const char *kind, *name, *id_type, *id_number, *phone, *email, *address, *bank_account, *health,
        *contact_preference;
    struct person_case_view *cases;
    size_t cases_count;
};
struct person_export_out {
    int64_t exported_at;
    struct person_view_out *data;
    size_t data_count;
};
struct person_correct_in {
    const char *id, *pid, *name, *id_number, *phone, *email, *address, *bank_account, *health, *reason, *basis;
};
struct person_correct_out {
    int64_t version;
};

FIELD_SET(person_export_body, "PersonQuery", struct person_export_in,
          IN_MUST(struct person_export_in, name, FIELD_TEXT, 1, 100, "Name, as it is registered"),
          IN(struct person_export_in, id_number, FIELD_TEXT, 1, 40, "Number of the identity document that was shown"),
          IN(struct person_export_in, phone, FIELD_TEXT, 3, 30, "Phone, when there is no identity number"),
          IN_ENUM(struct person_export_in, reason, 1, person_reasons, "Why; goes into the office's journal"));
FIELD_SET(person_contact_set, "PersonContact", struct person_contact_view,
          OUT(struct person_contact_view, on, FIELD_DATE, "Day"),
          OUT(struct person_contact_view, method, FIELD_TEXT, "How"),
          OUT(struct person_contact_view, spoke_with, FIELD_TEXT, "With whom"),
          OUT(struct person_contact_view, content, FIELD_LONG, "What was said"));
FIELD_SET(person_submission_set, "PersonSubmission", struct person_submission_view,
          OUT(struct person_submission_view, received_on, FIELD_DATE, "Day on which it came"),
          OUT(struct person_submission_view, channel, FIELD_TEXT, "Way in which it came"),
          OUT(struct person_submission_view, request, FIELD_LONG, "What was asked for"),
          OUT_NULL(struct person_submission_view, facts, FIELD_LONG, "Facts"),
          OUT_NULL(struct person_submission_view, reasons, FIELD_LONG, "Reasons"),
          OUT_NULL(struct person_submission_view, oral_text, FIELD_LONG, "What was written down of what was said"));
FIELD_SET(person_case_set, "PersonCase", struct person_case_view,
          OUT(struct person_case_view, number, FIELD_TEXT, "Case"),
          OUT(struct person_case_view, title, FIELD_TEXT, "Title"),
          OUT(struct person_case_view, role, FIELD_TEXT, "Part in it"),
          OUT(struct person_case_view, channel, FIELD_TEXT, "Way in which it came"),
          OUT(struct person_case_view, state, FIELD_TEXT, "State"),
          OUT_NULL(struct person_case_view, class_code, FIELD_TEXT, "Content class"),
          OUT(struct person_case_view, holder_unit_name, FIELD_TEXT, "Unit that has it"),
          OUT(struct person_case_view, registered_at, FIELD_STAMP, "Registered"),
          OUT_NULL(struct person_case_view, accepted_at, FIELD_STAMP, "Accepted"),
          OUT_NULL(struct person_case_view, closed_at, FIELD_STAMP, "Closed"),
          OUT_ROWS(struct person_case_view, submissions, person_submission_set,
                   "What was written or said to the office"),
          OUT_ROWS(struct person_case_view, contacts, person_contact_set, "Contacts"));
FIELD_SET(person_set, "PersonRecord", struct person_view_out, OUT(struct person_view_out, kind, FIELD_TEXT, "Kind"),
          OUT_NULL(struct person_view_out, name, FIELD_TEXT, "Name"),
          OUT_NULL(struct person_view_out, id_type, FIELD_TEXT, "Kind of identity document"),
          OUT_NULL(struct person_view_out, id_number, FIELD_TEXT, "Its number"),
          OUT_NULL(struct person_view_out, phone, FIELD_TEXT, "Phone"),
          OUT_NULL(struct person_view_out, email, FIELD_TEXT, "E-mail"),
          OUT_NULL(struct person_view_out, address, FIELD_TEXT, "Address"),
          OUT_NULL(struct person_view_out, bank_account, FIELD_TEXT, "Account for payments"),
          OUT_NULL(struct person_view_out, health, FIELD_LONG, "What of the health has to be minded"),
          OUT_NULL(struct person_view_out, contact_preference, FIELD_TEXT, "How the person wants to be reached"),
          OUT_ROWS(struct person_view_out, cases, person_case_set, "Cases with the person that the actor may know of"));
FIELD_SET(person_export_reply, "PersonExport", struct person_export_out,
          OUT(struct person_export_out, exported_at, FIELD_STAMP, "When"),
          OUT_ROWS(struct person_export_out, data, person_set,
                   "Records of the person; none: nothing that may be shown"));
FIELD_SET(person_correct_params, "PersonCorrectionParams", struct person_correct_in,
          IN_MUST(struct person_correct_in, id, FIELD_ID, 0, 0, "Case id"),
          IN_MUST(struct person_correct_in, pid, FIELD_ID, 0, 0, "Party id"));
FIELD_SET(person_correct_body, "PersonCorrection", struct person_correct_in,
          IN(struct person_correct_in, name, FIELD_TEXT, 1, 100, "Name"),
          IN(struct person_correct_in, id_number, FIELD_TEXT, 0, 40, "Identity number; empty: none"),
          IN(struct person_correct_in, phone, FIELD_TEXT, 0, 30, "Phone; empty: none"),
          IN(struct person_correct_in, email, FIELD_TEXT, 0, 200, "E-mail; empty: none"),
          IN(struct person_correct_in, address, FIELD_TEXT, 0, 300, "Address; empty: none"),
          IN(struct person_correct_in, bank_account, FIELD_TEXT, 0, 60, "Account for payments; empty: none"),
          IN(struct person_correct_in, health, FIELD_LONG, 0, 500, "What of the health has to be minded; empty: none"),
          IN_ENUM(struct person_correct_in, reason, 1, person_grounds, "Why; goes into the journal"),
          IN_MUST(struct person_correct_in, basis, FIELD_TEXT, 2, 200,
                  "What shows that it is right, without the value: identity card seen, call of a day"));
FIELD_SET(person_correct_reply, "PersonCorrected", struct person_correct_out,
          OUT(struct person_correct_out, version, FIELD_INT, "The case's new version"));

static enum rc person_view_contacts(struct ctx *ctx, struct tx *tx, const char *case_id, struct person_case_view *out)
{
    struct contact_row *rows;
    enum rc rc = contact_rows_list_of_case(tx, ctx->arena, &(struct contact_list_of_case_in){case_id}, &rows,
                                           &out->contacts_count);
    out->contacts =
        rc == RC_OK ? arena_array_of(ctx->arena, struct person_contact_view, out->contacts_count + 1) : NULL;
    for (size_t i = 0; out->contacts != NULL && i < out->contacts_count; i++) {
        out->contacts[i] = (struct person_contact_view){api_day_text(ctx, rows[i].on_day), rows[i].method,
                                                        rows[i].spoke_with, rows[i].content};
    }
    return rc != RC_OK || out->contacts != NULL ? rc : RC_TOO_LARGE;
}

/* Of a sealed case the words lie elsewhere; its officers read them there. */
static enum rc person_view_submissions(struct ctx *ctx, struct tx *tx, const char *case_id,
                                       struct person_case_view *out)
{
    struct submission_row *rows;
    size_t count = 0;
    enum rc rc =
        submission_rows_list_of_case(tx, ctx->arena, &(struct submission_list_of_case_in){case_id}, &rows, &count);
    out->submissions = rc == RC_OK ? arena_array_of(ctx->arena, struct person_submission_view, count + 1) : NULL;
    for (size_t i = 0; out->submissions != NULL && i < count; i++) {
        if (rows[i].request[0] != '\0') {
            out->submissions[out->submissions_count++] =
                (struct person_submission_view){api_day_text(ctx, rows[i].received_day),
                                                rows[i].channel,
                                                rows[i].request,
                                                rows[i].facts,
                                                rows[i].reasons,
                                                rows[i].oral_text};
        }
    }
    return rc != RC_OK || out->submissions != NULL ? rc : RC_TOO_LARGE;
}

static enum rc person_view_cases(struct ctx *ctx, struct tx *tx, const struct person_record *r,
                                 struct person_view_out *out)
{
    enum rc rc = RC_OK;
    out->cases = arena_array_of(ctx->arena, struct person_case_view, r->case_count + 1);
    out->cases_count = r->case_count;
    for (size_t i = 0; rc == RC_OK && out->cases != NULL && i < r->case_count; i++) {
        const struct person_list_cases_out *c = &r->cases[i];
        out->cases[i] = (struct person_case_view){.number = c->number,
                                                  .title = c->title,
                                                  .role = c->role,
                                                  .channel = c->channel,
                                                  .state = c->state,
                                                  .class_code = c->class_code,
                                                  .holder_unit_name = c->holder_name,
                                                  .registered_at = c->registered_ms,
                                                  .accepted_at = c->accepted_ms,
                                                  .closed_at = c->closed_ms};
        rc = person_view_submissions(ctx, tx, c->case_id, &out->cases[i]);
        rc = rc == RC_OK ? person_view_contacts(ctx, tx, c->case_id, &out->cases[i]) : rc;
    }
    return out->cases != NULL ? rc : RC_TOO_LARGE;
}

static enum rc person_do_export(struct ctx *ctx, struct tx *tx, struct call *call)
{
    const struct person_export_in *in = call->in;
    struct person_export_out *out = call->out;
    struct person_record *records;
    if (in->id_number == NULL && in->phone == NULL) {
        return fault_add(&ctx->fault, reason(REASON_ID_OR_PHONE), "/id_number", NULL, NULL);
    }
    enum rc rc = person_export(ctx, tx, &(struct person_query){in->name, in->id_number, in->phone, in->reason},
                               &records, &out->data_count);
    out->exported_at = ctx->now_ms;
    out->data = rc == RC_OK ? arena_array_of(ctx->arena, struct person_view_out, out->data_count + 1) : NULL;
    for (size_t i = 0; rc == RC_OK && out->data != NULL && i < out->data_count; i++) {
        const struct person_record *r = &records[i];
        out->data[i] = (struct person_view_out){.kind = r->row.kind,
                                                .name = r->name,
                                                .id_type = r->row.id_type,
                                                .id_number = r->id_number,
                                                .phone = r->phone,
                                                .email = r->email,
                                                .address = r->address,
                                                .bank_account = r->bank_account,
                                                .health = r->health,
                                                .contact_preference = r->row.contact_preference};
        rc = person_view_cases(ctx, tx, r, &out->data[i]);
    }
    return rc != RC_OK || out->data != NULL ? rc : RC_TOO_LARGE;
}

static enum rc person_do_correct(struct ctx *ctx, struct tx *tx, struct call *call)
{
    const struct person_correct_in *in = call->in;
    struct person_correct_out *out = call->out;
    enum rc rc = person_correct(ctx, tx, in->id, in->pid,
                                &(struct person_correction){in->name, in->id_number, in->phone, in->email, in->address,
                                                            in->bank_account, in->health, in->reason, in->basis},
                                call->if_match, &out->version);
    call->etag = out->version;
    return rc;
}

static const enum rc person_export_may[] = {RC_INVALID, RC_OK};
static const enum rc person_correct_may[] = {RC_NOT_FOUND, RC_INVALID, RC_REFUSED, RC_STALE, RC_PRECONDITION, RC_OK};

ENDPOINT_TABLE(person_api_table,
               {.method = "POST",
                .path = "/api/v1/persons/export",
                .operation = "exportPerson",
                .fresh = 1,
                .tag = "persons",
                .summary = "What is kept of one identified person, at that person's request, and the words of their "
                           "cases; papers and files "
                           "are handed out from each case; journalled",
                .need = PERM_PERSON_EXPORT,
                .mode = ENDPOINT_WRITE,
                .body = &person_export_body,
                .reply = &person_export_reply,
                .in_size = sizeof(struct person_export_in),
                .out_size = sizeof(struct person_export_out),
                .ok = 200,
                .may = person_export_may,
                .cost = 100,
                .run = person_do_export},
               {.method = "POST",
                .path = "/api/v1/cases/{id}/parties/{pid}/correction",
                .operation = "correctParty",
                .tag = "persons",
                .summary = "Corrects what is kept of one party; the journal says that, not what",
                .need = PERM_CASE_ACT,
                .mode = ENDPOINT_WRITE,
                .params = &person_correct_params,
                .body = &person_correct_body,
                .reply = &person_correct_reply,
                .in_size = sizeof(struct person_correct_in),
                .out_size = sizeof(struct person_correct_out),
                .ok = 200,
                .may = person_correct_may,
                .cost = 2,
                .needs_version = 1,
                .run = person_do_correct});

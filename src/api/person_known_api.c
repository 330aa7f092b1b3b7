/*
 * person_known_api.c - POST /persons/lookup: whether somebody was here before, by the exact number of an identity document or phone.
 *
 * Runs on: the writer, because every look-up is journalled in the same transaction. Owns: nothing.
 * Invariant: the numbers come in a body and go into no address, log or journal; what is shown is masked. The reply is kept for no repeat.
 */
#include "api/api.h"
#include "api/fields.h"
#include "api/tables.h"
#include "domain/perm.h"
#include "domain/person_known.h"
#include "domain/reason.h"
#include "domain/reference.h"
#include "domain/workflow.h"

struct person_known_in {
    const char *id_number, *phone;
};
struct person_known_case_view {
    const char *id, *number, *title, *role, *state, *state_title_zh, *state_title_en;
    int64_t is_open, registered_at;
};
struct person_known_view {
    const char *person_id, *kind, *name, *id_type, *id_number, *phone, *address;
    struct person_known_case_view *cases;
    size_t cases_count;
};
struct person_known_list_out {
    struct person_known_view *data;
    size_t data_count;
};

FIELD_SET(person_known_body, "PersonLookup", struct person_known_in,
          IN(struct person_known_in, id_number, FIELD_TEXT, 6, 40, "The whole number of the identity document"),
          IN(struct person_known_in, phone, FIELD_TEXT, 6, 30, "The whole phone number"));
FIELD_SET(person_known_case_set, "KnownPersonCase", struct person_known_case_view,
          OUT(struct person_known_case_view, id, FIELD_ID, "Id"),
          OUT(struct person_known_case_view, number, FIELD_TEXT, "Number"),
          OUT(struct person_known_case_view, title, FIELD_TEXT, "Title"),
          OUT(struct person_known_case_view, role, FIELD_TEXT, "Part in it"),
          OUT(struct person_known_case_view, state, FIELD_TEXT, "State"),
          OUT(struct person_known_case_view, state_title_zh, FIELD_TEXT, "State in Chinese"),
          OUT(struct person_known_case_view, state_title_en, FIELD_TEXT, "State in English"),
          OUT(struct person_known_case_view, is_open, FIELD_BOOL, "Still in hand"),
          OUT(struct person_known_case_view, registered_at, FIELD_STAMP, "Registered"));
FIELD_SET(person_known_set, "KnownPerson", struct person_known_view,
          OUT(struct person_known_view, person_id, FIELD_ID, "For registering this very person again"),
          OUT(struct person_known_view, kind, FIELD_TEXT, "Kind"),
          OUT_NULL(struct person_known_view, name, FIELD_TEXT, "Name, masked"),
          OUT_NULL(struct person_known_view, id_type, FIELD_TEXT, "Kind of identity document"),
          OUT_NULL(struct person_known_view, id_number, FIELD_TEXT, "Its number, masked"),
          OUT_NULL(struct person_known_view, phone, FIELD_TEXT, "Phone, masked"),
          OUT_NULL(struct person_known_view, address, FIELD_TEXT, "Address, masked"),
          OUT_ROWS(struct person_known_view, cases, person_known_case_set,
                   "The person's latest cases that the actor may know of, none that is sealed"));
FIELD_SET(person_known_reply, "KnownPersonList", struct person_known_list_out,
          OUT_ROWS(struct person_known_list_out, data, person_known_set, "Latest first; empty: nobody is known"));

static enum rc known_show_cases(struct ctx *ctx, const struct person_known *p, struct person_known_view *out)
{
    out->cases = arena_array_of(ctx->arena, struct person_known_case_view, p->case_count + 1);
    out->cases_count = p->case_count;
    for (size_t i = 0; out->cases != NULL && i < p->case_count; i++) {
        const struct person_list_known_cases_out *c = &p->cases[i];
        const struct workflow *d = reference_workflow_find(ctx->reference, c->workflow_key, c->workflow_version);
        const struct workflow_state *s = d != NULL ? workflow_state_find(d, c->state) : NULL;
        out->cases[i] = (struct person_known_case_view){.id = c->id,
                                                        .number = c->number,
                                                        .title = c->title,
                                                        .role = c->role,
                                                        .state = c->state,
                                                        .state_title_zh = s != NULL ? s->title.zh : c->state,
                                                        .state_title_en = s != NULL ? s->title.en : c->state,
                                                        .is_open = c->is_open,
                                                        .registered_at = c->registered_ms};
    }
    return out->cases != NULL ? RC_OK : RC_TOO_LARGE;
}

static enum rc person_known_lookup(struct ctx *ctx, struct tx *tx, struct call *call)
{
    const struct person_known_in *in = call->in;
    struct person_known_list_out *out = call->out;
    struct person_known *found;
    if (perm_require(ctx, PERM_CASE_READ) != RC_OK) { /* cases are told, which a token for registering may not read */
        return RC_FORBIDDEN;
    }
    if (in->id_number == NULL && in->phone == NULL) {
        return fault_add(&ctx->fault, reason(REASON_ID_OR_PHONE), "/id_number", NULL, NULL);
    }
    enum rc rc = person_known_find(ctx, tx, in->id_number, in->phone, &found, &out->data_count);
    out->data = rc == RC_OK ? arena_array_of(ctx->arena, struct person_known_view, out->data_count + 1) : NULL;
    for (size_t i = 0; rc == RC_OK && out->data != NULL && i < out->data_count; i++) {
        const struct person_known *p = &found[i];
        out->data[i] = (struct person_known_view){.person_id = p->row.id,
                                                  .kind = p->row.kind,
                                                  .name = p->view.name,
                                                  .id_type = p->row.id_type,
                                                  .id_number = p->view.id_number,
                                                  .phone = p->view.phone,
                                                  .address = p->view.address};
        rc = known_show_cases(ctx, p, &out->data[i]);
    }
    return rc != RC_OK || out->data != NULL ? rc : RC_TOO_LARGE;
}

static const enum rc person_known_may[] = {RC_INVALID, RC_OK};

ENDPOINT_TABLE(person_known_api_table,
               {.method = "POST",
                .path = "/api/v1/persons/lookup",
                .operation = "lookUpPerson",
                .tag = "persons",
                .summary = "Whether somebody was here before, by an exact number; masked, and journalled",
                .need = PERM_CASE_REGISTER,
                .mode = ENDPOINT_WRITE,
                .body = &person_known_body,
                .reply = &person_known_reply,
                .in_size = sizeof(struct person_known_in),
                .out_size = sizeof(struct person_known_list_out),
                .ok = 200,
                .may = person_known_may,
                .cost = 5,
                .run = person_known_lookup});

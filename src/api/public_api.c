/*
 * public_api.c - /public: the petitioner's side, without an account.
 *
 * Runs on: workers (reading), the writer (submitting). Owns: nothing.
 * Invariant: nothing personal and no id of an account leaves here.
 */
#include "api/api.h"
#include "api/fields.h"
#include "api/intake.h"
#include "api/tables.h"
#include "base/clock.h"
#include "domain/document.h"
#include "domain/public_case.h"
#include "domain/reason.h"

#include <string.h>

/* POST /public/submissions */

struct public_submit_out {
    struct intake_receipt receipt;
};
FIELD_SET(public_submit_reply, "PublicSubmissionCreated", struct public_submit_out,
          OUT_PART(struct public_submit_out, receipt, intake_receipt_set, "Keep it: the code is told once"));

static enum rc public_submit(struct ctx *ctx, struct tx *tx, struct call *call)
{
    struct public_submit_out *out = call->out;
    struct submission_out made;
    return intake_register(ctx, tx, call->in, 1, &made, &out->receipt);
}

/* GET /public/cases/{number} */

struct public_case_in {
    const char *number, *code;
};
struct public_step_out {
    const char *event, *title_zh, *title_en;
    int64_t at;
    const char *unit_name;
};
struct public_document_out {
    const char *type, *title_zh, *title_en, *number, *issued_on, *delivered_on;
};
struct public_right_out {
    const char *clock, *title_zh, *title_en, *until;
};
struct public_case_out {
    const char *number, *title, *stage, *state, *state_title_zh, *state_title_en;
    int64_t registered_at;
    const char *unit_name, *unit_phone, *unit_address, *promised_on;
    struct public_step_out *steps;
    size_t steps_count;
    struct public_document_out *documents;
    size_t documents_count;
    struct public_right_out *rights;
    size_t rights_count;
    int64_t closed_at;
};

FIELD_SET(public_case_params, "PublicCaseParams", struct public_case_in,
          IN_MUST(struct public_case_in, number, FIELD_TEXT, 5, 40, "Number on the receipt"));
FIELD_SET(public_case_query, "PublicCaseQuery", struct public_case_in,
          IN_MUST(struct public_case_in, code, FIELD_TEXT, 10, 60, "Query code on the receipt"));
FIELD_SET(public_step_set, "PublicStep", struct public_step_out,
          OUT(struct public_step_out, event, FIELD_TEXT, "What happened"),
          OUT(struct public_step_out, title_zh, FIELD_TEXT, "In Chinese"),
          OUT(struct public_step_out, title_en, FIELD_TEXT, "In English"),
          OUT(struct public_step_out, at, FIELD_STAMP, "When"),
          OUT_NULL(struct public_step_out, unit_name, FIELD_TEXT, "By which unit"));
FIELD_SET(public_document_set, "PublicDocument", struct public_document_out,
          OUT(struct public_document_out, type, FIELD_TEXT, "Type"),
          OUT(struct public_document_out, title_zh, FIELD_TEXT, "In Chinese"),
          OUT(struct public_document_out, title_en, FIELD_TEXT, "In English"),
          OUT(struct public_document_out, number, FIELD_TEXT, "Number"),
          OUT_NULL(struct public_document_out, issued_on, FIELD_DATE, "Issued"),
          OUT_NULL(struct public_document_out, delivered_on, FIELD_DATE, "Received"));
FIELD_SET(public_right_set, "PublicRight", struct public_right_out,
          OUT(struct public_right_out, clock, FIELD_TEXT, "Clock"),
          OUT(struct public_right_out, title_zh, FIELD_TEXT, "In Chinese"),
          OUT(struct public_right_out, title_en, FIELD_TEXT, "In English"),
          OUT(struct public_right_out, until, FIELD_DATE, "Last day"));
FIELD_SET(
    public_case_set, "PublicCase", struct public_case_out, OUT(struct public_case_out, number, FIELD_TEXT, "Number"),
    OUT(struct public_case_out, title, FIELD_TEXT, "Title"), OUT(struct public_case_out, stage, FIELD_TEXT, "Stage"),
    OUT(struct public_case_out, state, FIELD_TEXT, "State"),
    OUT(struct public_case_out, state_title_zh, FIELD_TEXT, "In Chinese"),
    OUT(struct public_case_out, state_title_en, FIELD_TEXT, "In English"),
    OUT(struct public_case_out, registered_at, FIELD_STAMP, "Registration"),
    OUT(struct public_case_out, unit_name, FIELD_TEXT, "Unit that has it now"),
    OUT_NULL(struct public_case_out, unit_phone, FIELD_TEXT, "Whom to ring"),
    OUT_NULL(struct public_case_out, unit_address, FIELD_TEXT, "Where to go"),
    OUT_NULL(struct public_case_out, promised_on, FIELD_DATE, "Date by which the unit has to answer"),
    OUT_ROWS(struct public_case_out, steps, public_step_set, "What has happened"),
    OUT_ROWS(struct public_case_out, documents, public_document_set, "Notices and opinions"),
    OUT_ROWS(struct public_case_out, rights, public_right_set, "What the petitioner may still do, and until when"),
    OUT_NULL(struct public_case_out, closed_at, FIELD_STAMP, "Closed"));

static enum rc public_lists(struct ctx *ctx, const struct public_case *c, struct public_case_out *out)
{
    out->steps = arena_array_of(ctx->arena, struct public_step_out, c->step_count + 1);
    out->documents = arena_array_of(ctx->arena, struct public_document_out, c->document_count + 1);
    out->rights = arena_array_of(ctx->arena, struct public_right_out, c->right_count + 1);
    if (out->steps == NULL || out->documents == NULL || out->rights == NULL) {
        return RC_TOO_LARGE;
    }
    for (size_t i = 0; i < c->step_count; i++) {
        const struct public_step *s = &c->steps[i];
        out->steps[out->steps_count++] =
            (struct public_step_out){s->event, s->title_zh, s->title_en, s->at_ms, s->unit_name};
    }
    for (size_t i = 0; i < c->document_count; i++) {
        const struct document_row *d = &c->documents[i];
        const char *delivered = NULL;
        for (size_t k = 0; k < c->delivery_count; k++) {
            if (strcmp(c->deliveries[k].document_id, d->id) == 0) {
                delivered = api_day_text(ctx, c->deliveries[k].received_day);
            }
        }
        out->documents[out->documents_count++] =
            (struct public_document_out){d->type,
                                         document_title(d->type, 1),
                                         document_title(d->type, 0),
                                         d->number,
                                         api_day_text(ctx, clock_day_of(d->issued_ms)),
                                         delivered};
    }
    for (size_t i = 0; i < c->right_count; i++) {
        const struct workflow_clock *clock = workflow_clock_find(c->definition, c->rights[i].clock);
        out->rights[out->rights_count++] =
            (struct public_right_out){c->rights[i].clock, clock ? clock->title.zh : "", clock ? clock->title.en : "",
                                      api_day_text(ctx, c->rights[i].due_day)};
    }
    return RC_OK;
}

static enum rc public_case_show(struct ctx *ctx, struct tx *tx, struct call *call)
{
    const struct public_case_in *in = call->in;
    struct public_case_out *out = call->out;
    struct public_case c;
    enum rc rc = public_case_get(ctx, tx, in->number, in->code, &c);
    if (rc != RC_OK) {
        return rc;
    }
    const struct workflow_state *state = workflow_state_find(c.definition, c.row.state);
    *out = (struct public_case_out){
        .number = c.row.number,
        .title = c.row.title,
        .stage = c.row.stage,
        .state = c.row.state,
        .state_title_zh = state ? state->title.zh : "",
        .state_title_en = state ? state->title.en : "",
        .registered_at = c.row.registered_ms,
        .unit_name = c.holder.name,
        .unit_phone = c.holder.phone,
        .unit_address = c.holder.address,
        .promised_on = api_day_text(ctx, c.promised_day),
        .closed_at = c.row.closed_ms,
    };
    return public_lists(ctx, &c, out);
}

/* GET /public/places, /public/site, /public/dictionaries/{kind} */

struct public_place_out {
    const char *id, *name, *kind, *parent_id;
};
struct public_place_list {
    struct public_place_out *data;
    size_t data_count;
};
FIELD_SET(public_place_set, "Place", struct public_place_out, OUT(struct public_place_out, id, FIELD_ID, "Id"),
          OUT(struct public_place_out, name, FIELD_TEXT, "Name"),
          OUT(struct public_place_out, kind, FIELD_TEXT, "town or village"),
          OUT_NULL(struct public_place_out, parent_id, FIELD_ID, "Place above"));
FIELD_SET(public_place_reply, "PlaceList", struct public_place_list,
          OUT_ROWS(struct public_place_list, data, public_place_set, "Places"));

static enum rc public_places(struct ctx *ctx, struct tx *tx, struct call *call)
{
    struct public_place_list *out = call->out;
    struct unit_list_places_out *rows;
    enum rc rc = unit_rows_list_places(tx, ctx->arena, &(struct unit_list_places_in){clock_day_of(ctx->now_ms), 2000},
                                       &rows, &out->data_count);
    if (rc != RC_OK) {
        return rc;
    }
    out->data = arena_array_of(ctx->arena, struct public_place_out, out->data_count + 1);
    for (size_t i = 0; out->data != NULL && i < out->data_count; i++) {
        out->data[i] = (struct public_place_out){rows[i].id, rows[i].name, rows[i].kind, rows[i].parent_id};
    }
    return out->data ? RC_OK : RC_TOO_LARGE;
}

struct public_site_out {
    const char *county_name, *bureau_name, *phone, *address;
};
FIELD_SET(public_site_set, "Site", struct public_site_out,
          OUT_NULL(struct public_site_out, county_name, FIELD_TEXT, "County"),
          OUT_NULL(struct public_site_out, bureau_name, FIELD_TEXT, "Petition bureau"),
          OUT_NULL(struct public_site_out, phone, FIELD_TEXT, "Phone"),
          OUT_NULL(struct public_site_out, address, FIELD_TEXT, "Address"));

static enum rc public_site(struct ctx *ctx, struct tx *tx, struct call *call)
{
    struct public_site_out *out = call->out;
    struct unit_row county = {0}, bureau = {0};
    enum rc rc = unit_rows_get_top(tx, ctx->arena, &county);
    if (rc == RC_OK) {
        rc = unit_rows_get_bureau(tx, ctx->arena, &bureau);
    }
    *out = (struct public_site_out){county.name, bureau.name, bureau.phone, bureau.address};
    return rc == RC_NOT_FOUND ? RC_OK : rc;
}

struct public_term_in {
    const char *kind;
};
struct public_term_out {
    const char *code, *parent_code, *title_zh, *title_en;
    int64_t sort;
};
struct public_term_list {
    struct public_term_out *data;
    size_t data_count;
};
static const char *const public_term_kinds[] = {"class", "purpose", "id_type", NULL};
FIELD_SET(public_term_params, "PublicTermParams", struct public_term_in,
          IN_ENUM(struct public_term_in, kind, 1, public_term_kinds, "Dictionary"));
FIELD_SET(public_term_set, "PublicTerm", struct public_term_out, OUT(struct public_term_out, code, FIELD_TEXT, "Code"),
          OUT_NULL(struct public_term_out, parent_code, FIELD_TEXT, "Entry above"),
          OUT(struct public_term_out, title_zh, FIELD_TEXT, "In Chinese"),
          OUT(struct public_term_out, title_en, FIELD_TEXT, "In English"),
          OUT(struct public_term_out, sort, FIELD_INT, "Order"));
FIELD_SET(public_term_reply, "PublicTermList", struct public_term_list,
          OUT_ROWS(struct public_term_list, data, public_term_set, "Entries"));

static enum rc public_terms(struct ctx *ctx, struct tx *tx, struct call *call)
{
    const struct public_term_in *in = call->in;
    struct public_term_list *out = call->out;
    struct term_row *rows;
    enum rc rc = term_rows_list(tx, ctx->arena, &(struct term_list_in){in->kind}, &rows, &out->data_count);
    if (rc != RC_OK) {
        return rc;
    }
    out->data = arena_array_of(ctx->arena, struct public_term_out, out->data_count + 1);
    for (size_t i = 0; out->data != NULL && i < out->data_count; i++) {
        out->data[i] = (struct public_term_out){rows[i].code, rows[i].parent_code, rows[i].title_zh, rows[i].title_en,
                                                rows[i].sort};
    }
    return out->data ? RC_OK : RC_TOO_LARGE;
}

static const enum rc public_submit_may[] = {RC_REFUSED, RC_INVALID, RC_OK};
static const enum rc public_case_may[] = {RC_NOT_FOUND, RC_OK};

ENDPOINT_TABLE(public_api_table,
               {.method = "POST",
                .path = "/api/v1/public/submissions",
                .operation = "submitPublicly",
                .tag = "public",
                .summary = "A petitioner submits over the web, without an account",
                .need = ENDPOINT_PUBLIC,
                .mode = ENDPOINT_WRITE,
                .body = &intake_public_body,
                .reply = &public_submit_reply,
                .in_size = sizeof(struct intake_in),
                .out_size = sizeof(struct public_submit_out),
                .ok = 201,
                .may = public_submit_may,
                .cost = 50,
                .takes_key = 1,
                .run = public_submit},
               {.method = "GET",
                .path = "/api/v1/public/cases/{number}",
                .operation = "followPublicly",
                .tag = "public",
                .summary = "Progress of a case, by number and query code",
                .need = ENDPOINT_PUBLIC,
                .params = &public_case_params,
                .query = &public_case_query,
                .reply = &public_case_set,
                .in_size = sizeof(struct public_case_in),
                .out_size = sizeof(struct public_case_out),
                .ok = 200,
                .may = public_case_may,
                .cost = 10,
                .run = public_case_show},
               {.method = "GET",
                .path = "/api/v1/public/places",
                .operation = "listPlacesPublicly",
                .tag = "public",
                .summary = "Towns and villages",
                .need = ENDPOINT_PUBLIC,
                .reply = &public_place_reply,
                .out_size = sizeof(struct public_place_list),
                .ok = 200,
                .cost = 2,
                .run = public_places},
               {.method = "GET",
                .path = "/api/v1/public/site",
                .operation = "getSitePublicly",
                .tag = "public",
                .summary = "Who runs this and how to reach them",
                .need = ENDPOINT_PUBLIC,
                .reply = &public_site_set,
                .out_size = sizeof(struct public_site_out),
                .ok = 200,
                .cost = 1,
                .run = public_site},
               {.method = "GET",
                .path = "/api/v1/public/dictionaries/{kind}",
                .operation = "listTermsPublicly",
                .tag = "public",
                .summary = "Dictionaries for the public forms",
                .need = ENDPOINT_PUBLIC,
                .params = &public_term_params,
                .reply = &public_term_reply,
                .in_size = sizeof(struct public_term_in),
                .out_size = sizeof(struct public_term_list),
                .ok = 200,
                .cost = 2,
                .run = public_terms});

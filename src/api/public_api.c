/*
 * public_api.c - /public: submitting without an account, and what the public forms need.
 *
 * Runs on: workers (reading), the writer (submitting). Owns: nothing.
 * Invariant: nothing personal and no id of an account leaves here.
 */
#include "api/api.h"
#include "api/fields.h"
#include "api/intake.h"
#include "api/tables.h"
#include "api/term_api.h"
#include "base/clock.h"
#include "domain/env.h"
#include "domain/setting.h"

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

/* GET /public/places, /public/site; dictionaries come from term_api.c */

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
    const char *county_name, *bureau_name, *phone, *address, *hours;
    int64_t is_demo;
};
FIELD_SET(public_site_set, "Site", struct public_site_out,
          OUT_NULL(struct public_site_out, county_name, FIELD_TEXT, "County"),
          OUT_NULL(struct public_site_out, bureau_name, FIELD_TEXT, "Petition bureau"),
          OUT_NULL(struct public_site_out, phone, FIELD_TEXT, "Phone"),
          OUT_NULL(struct public_site_out, address, FIELD_TEXT, "Address"),
          OUT_NULL(struct public_site_out, hours, FIELD_TEXT, "When petitioners are received"),
          OUT(struct public_site_out, is_demo, FIELD_BOOL, "People and matters are invented; pages say so"));

static enum rc public_site(struct ctx *ctx, struct tx *tx, struct call *call)
{
    struct public_site_out *out = call->out;
    struct setting_office office;
    enum rc rc = setting_office_get(ctx, tx, &office);
    *out = (struct public_site_out){office.county_name, office.bureau_name, office.phone,
                                    office.address,     office.hours,       ((const struct env *)ctx->env)->is_demo};
    return rc;
}

static const enum rc public_submit_may[] = {RC_REFUSED, RC_INVALID, RC_LIMITED, RC_OK};
static const enum rc public_term_may[] = {RC_NOT_FOUND, RC_OK};

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
                .params = &term_api_kind_set,
                .reply = &term_api_list_set,
                .in_size = sizeof(struct term_kind_in),
                .out_size = sizeof(struct term_list_reply),
                .ok = 200,
                .may = public_term_may,
                .cost = 2,
                .run = term_api_list});

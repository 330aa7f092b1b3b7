/*
 * public_request_api.c - /public/cases/{number}/materials, /reviews, /ratings: what a petitioner does with number and query code.
 *
 * Runs on: the writer. Owns: nothing. Invariant: a wrong number and a wrong code look alike, and neither stands in an address.
 */
#include "api/public_request.h"

#include "api/api.h"
#include "api/fields.h"
#include "api/tables.h"
#include "base/value.h"
#include "domain/material.h"
#include "domain/public_case.h"
#include "domain/review_request.h"
#include "domain/transition.h"
#include "store/sql.h"

#include <string.h>

const char *const public_request_review_kinds[] = {"review", "recheck", NULL};
const char *const public_request_rating_targets[] = {"bureau", "unit", NULL};
const char *const public_request_rating_values[] = {"satisfied", "basically", "dissatisfied", NULL};
const char *const public_request_rating_reasons[] = {"timeliness", "attitude",  "procedure",
                                                     "result",     "execution", NULL};

#define CODE(type) IN_MUST(type, code, FIELD_TEXT, 10, 60, "Query code on the receipt")

FIELD_SET(public_material_params, "PublicMaterialParams", struct public_material_in,
          IN_MUST(struct public_material_in, number, FIELD_TEXT, 5, 40, "Number on the receipt"));
FIELD_SET(public_material_body, "PublicMaterial", struct public_material_in, CODE(struct public_material_in),
          PUBLIC_MATERIAL_FIELDS(struct public_material_in));
FIELD_SET_SHARED(public_request_material_reply, "PublicMaterialAdded", struct public_material_out,
                 OUT(struct public_material_out, number, FIELD_TEXT,
                     "Case that it went to; of a matter that is closed its review"),
                 OUT(struct public_material_out, added_at, FIELD_STAMP, "When"));

FIELD_SET(public_review_params, "PublicReviewParams", struct public_review_in,
          IN_MUST(struct public_review_in, number, FIELD_TEXT, 5, 40, "Number on the receipt"));
FIELD_SET(public_review_body, "PublicReview", struct public_review_in, CODE(struct public_review_in),
          PUBLIC_REVIEW_FIELDS(struct public_review_in));
FIELD_SET_SHARED(public_request_review_reply, "PublicReviewAsked", struct public_review_out,
                 OUT(struct public_review_out, number, FIELD_TEXT, "Number of the review; followed with the same code"),
                 OUT(struct public_review_out, body, FIELD_TEXT, "Who decides"),
                 OUT_NULL(struct public_review_out, promised_on, FIELD_DATE, "By when"));

FIELD_SET(public_rating_params, "RateParams", struct public_rating_in,
          IN_MUST(struct public_rating_in, number, FIELD_TEXT, 5, 60, "Case number"));
FIELD_SET(public_rating_body, "RatingInput", struct public_rating_in, CODE(struct public_rating_in),
          PUBLIC_RATING_FIELDS(struct public_rating_in));
FIELD_SET_SHARED(public_request_rating_reply, "RatingGiven", struct public_rating_out,
                 OUT(struct public_rating_out, target, FIELD_TEXT, "Who was rated"),
                 OUT(struct public_rating_out, value, FIELD_TEXT, "Rating"));

enum rc public_request_material(struct ctx *ctx, struct tx *tx, struct call *call)
{
    const struct public_material_in *in = call->in;
    struct public_material_out *out = call->out;
    out->added_at = ctx->now_ms;
    return material_add(ctx, tx, &(struct material_in){in->number, in->code, in->title, in->text}, &out->number);
}

enum rc public_request_review(struct ctx *ctx, struct tx *tx, struct call *call)
{
    const struct public_review_in *in = call->in;
    struct public_review_out *out = call->out;
    struct review_request_out made = {.promised_day = SQL_NULL};
    enum rc rc = review_request_make(
        ctx, tx, &(struct review_request_in){in->number, in->code, strcmp(in->kind, "recheck") == 0, in->grounds},
        &made);
    *out = (struct public_review_out){made.number, made.body, api_day_text(ctx, made.promised_day)};
    return rc;
}

/* The petitioner has no account: number and code are the right to rate, and the event is done for them. */
enum rc public_request_rating(struct ctx *ctx, struct tx *tx, struct call *call)
{
    const struct public_rating_in *in = call->in;
    struct public_rating_out *out = call->out;
    struct public_case found;
    const char *names[4] = {"target", "value"};
    struct value items[4] = {{.kind = VALUE_TEXT, .text = in->target}, {.kind = VALUE_TEXT, .text = in->value}};
    struct value fields = {.kind = VALUE_OBJECT, .names = names, .items = items, .count = 2};
    enum rc rc = public_case_get(ctx, tx, in->number, in->code, &found);
    if (rc != RC_OK) {
        return rc;
    }
    if (in->reason != NULL) {
        names[fields.count] = "reason";
        items[fields.count++] = (struct value){.kind = VALUE_TEXT, .text = in->reason};
    }
    if (in->comment != NULL) {
        names[fields.count] = "comment";
        items[fields.count++] = (struct value){.kind = VALUE_TEXT, .text = in->comment};
    }
    const struct actor *actor = ctx->actor;
    ctx->actor = &actor_system;
    rc = transition_apply(
        ctx, tx,
        &(struct transition_in){
            .case_id = found.row.id, .event = "rate", .fields = &fields, .if_match = CASE_ANY_VERSION});
    ctx->actor = actor;
    *out = (struct public_rating_out){in->target, in->value};
    return rc;
}

static const enum rc public_rating_may[] = {RC_NOT_FOUND, RC_REFUSED, RC_INVALID, RC_OK};
static const enum rc public_request_may[] = {RC_NOT_FOUND, RC_REFUSED, RC_LIMITED, RC_INVALID, RC_OK};

ENDPOINT_TABLE(
    public_request_api_table,
    {.method = "POST",
     .path = "/api/v1/public/cases/{number}/materials",
     .operation = "addMaterialPublicly",
     .tag = "public",
     .summary = "The petitioner adds to a case in hand, with number and query code; who has it is told",
     .need = ENDPOINT_PUBLIC,
     .mode = ENDPOINT_WRITE,
     .params = &public_material_params,
     .body = &public_material_body,
     .reply = &public_request_material_reply,
     .in_size = sizeof(struct public_material_in),
     .out_size = sizeof(struct public_material_out),
     .ok = 201,
     .may = public_request_may,
     .cost = 20,
     .takes_key = 1,
     .run = public_request_material},
    {.method = "POST",
     .path = "/api/v1/public/cases/{number}/reviews",
     .operation = "askReviewPublicly",
     .tag = "public",
     .summary = "The petitioner asks for a review or recheck in time, with number and query code",
     .need = ENDPOINT_PUBLIC,
     .mode = ENDPOINT_WRITE,
     .params = &public_review_params,
     .body = &public_review_body,
     .reply = &public_request_review_reply,
     .in_size = sizeof(struct public_review_in),
     .out_size = sizeof(struct public_review_out),
     .ok = 201,
     .may = public_request_may,
     .cost = 20,
     .takes_key = 1,
     .run = public_request_review},
    {.method = "POST",
     .path = "/api/v1/public/cases/{number}/ratings",
     .operation = "rateCase",
     .tag = "public",
     .summary = "The petitioner rates the handling, with number and query code; may be changed within 30 days",
     .need = ENDPOINT_PUBLIC,
     .mode = ENDPOINT_WRITE,
     .params = &public_rating_params,
     .body = &public_rating_body,
     .reply = &public_request_rating_reply,
     .in_size = sizeof(struct public_rating_in),
     .out_size = sizeof(struct public_rating_out),
     .ok = 200,
     .may = public_rating_may,
     .cost = 10,
     .run = public_request_rating});

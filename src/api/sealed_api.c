/*
 * sealed_api.c - POST /cases/{id}/reveal: what an accusation says, to those who may know, with a reason.
 *
 * Runs on: the writer, because reading is journalled before anything is shown. Owns: nothing.
 * Invariant: the reply is never kept: the endpoint takes no Idempotency-Key.
 */
#include "api/api.h"
#include "api/case_view.h"
#include "api/fields.h"
#include "api/tables.h"
#include "base/value.h"
#include "domain/reason.h"
#include "domain/sealed.h"
#include "domain/transition.h"

struct reveal_in {
    const char *id, *reason;
};
struct reveal_out {
    const char *content;
};
static const char *const reveal_reasons[] = {"handling", "transfer", "request", "check", NULL};

FIELD_SET(reveal_params, "RevealParams", struct reveal_in, IN_MUST(struct reveal_in, id, FIELD_ID, 0, 0, "Case id"));
FIELD_SET(reveal_body, "RevealRequest", struct reveal_in,
          IN_ENUM(struct reveal_in, reason, 1, reveal_reasons, "Why it is read; goes into the journal"));
FIELD_SET(reveal_reply, "SealedContent", struct reveal_out,
          OUT(struct reveal_out, content, FIELD_RAW, "Title, request, facts, demands as they came in"));

static enum rc sealed_reveal(struct ctx *ctx, struct tx *tx, struct call *call)
{
    const struct reveal_in *in = call->in;
    struct reveal_out *out = call->out;
    const char *names[] = {"reason"};
    struct value items[] = {{.kind = VALUE_TEXT, .text = in->reason}};
    const struct value fields = {.kind = VALUE_OBJECT, .names = names, .items = items, .count = 1};
    struct case_row c;
    enum rc rc = case_get(ctx, tx, in->id, &c);
    if (rc == RC_OK && !c.is_sealed) {
        return fault_set(&ctx->fault, RC_NOT_FOUND, reason(REASON_NOT_FOUND), NULL, NULL, NULL);
    }
    if (rc == RC_OK) {
        rc = transition_apply(
            ctx, tx,
            &(struct transition_in){
                .case_id = in->id, .event = "reveal", .fields = &fields, .if_match = CASE_ANY_VERSION});
    }
    return rc == RC_OK ? sealed_open(ctx, tx, in->id, &out->content) : rc;
}

static const enum rc reveal_may[] = {RC_NOT_FOUND, RC_INVALID, RC_FORBIDDEN, RC_REFUSED, RC_OK};

ENDPOINT_TABLE(sealed_api_table, {.method = "POST",
                                  .path = "/api/v1/cases/{id}/reveal",
                                  .operation = "revealSealedContent",
                                  .fresh = 1,
                                  .is_quiet = 1,
                                  .tag = "cases",
                                  .summary = "What a sealed case says; each reading is journalled",
                                  .need = PERM_CASE_ACT,
                                  .mode = ENDPOINT_WRITE,
                                  .params = &reveal_params,
                                  .body = &reveal_body,
                                  .reply = &reveal_reply,
                                  .in_size = sizeof(struct reveal_in),
                                  .out_size = sizeof(struct reveal_out),
                                  .ok = 200,
                                  .may = reveal_may,
                                  .cost = 2,
                                  .run = sealed_reveal});

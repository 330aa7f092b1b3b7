/*
 * intake_draft_api.c - /me/intake-drafts: registrations in hand, to go on with after a reload or another sign-in. One's own only.
 *
 * The client names a draft itself, so that keeping it twice after a lost answer makes one.
 *
 * Runs on: reads on a worker, the rest on the writer. Owns: nothing.
 * Invariant: no reply is kept for repeats: none of the endpoints takes an Idempotency-Key.
 */
#include "api/api.h"
#include "api/fields.h"
#include "api/tables.h"
#include "domain/intake_draft.h"
#include "domain/perm.h"

struct intake_draft_in {
    const char *id;
    const struct value *content;
};
struct intake_draft_view {
    const char *id, *content;
    int64_t saved_at;
};
struct intake_draft_out {
    struct intake_draft_view *data;
    size_t data_count;
};

FIELD_SET(intake_draft_params, "IntakeDraftParams", struct intake_draft_in,
          IN_MUST(struct intake_draft_in, id, FIELD_ID, 0, 0, "Its id, made by the client"));
FIELD_SET(intake_draft_body, "IntakeDraftInput", struct intake_draft_in,
          IN_MUST(struct intake_draft_in, content, FIELD_VALUE, 0, 0,
                  "What was typed; its `purpose` says under which key it lies"));
FIELD_SET(intake_draft_kept_set, "IntakeDraftKept", struct intake_draft_view,
          OUT(struct intake_draft_view, id, FIELD_ID, "Its id"),
          OUT(struct intake_draft_view, saved_at, FIELD_STAMP, "When it was saved"));
FIELD_SET(intake_draft_set, "IntakeDraft", struct intake_draft_view,
          OUT(struct intake_draft_view, id, FIELD_ID, "Its id"),
          OUT(struct intake_draft_view, content, FIELD_RAW, "What was typed"),
          OUT(struct intake_draft_view, saved_at, FIELD_STAMP, "When it was last saved"));
FIELD_SET(intake_draft_list_set, "IntakeDraftList", struct intake_draft_out,
          OUT_ROWS(struct intake_draft_out, data, intake_draft_set, "Newest first; kept for 14 days"));

static enum rc intake_draft_show(struct ctx *ctx, struct tx *tx, struct call *call)
{
    struct intake_draft_out *out = call->out;
    struct intake_draft *found = NULL;
    enum rc rc = intake_draft_list(ctx, tx, &found, &out->data_count);
    out->data = rc == RC_OK ? arena_array_of(ctx->arena, struct intake_draft_view, out->data_count + 1) : NULL;
    for (size_t i = 0; out->data != NULL && i < out->data_count; i++) {
        out->data[i] = (struct intake_draft_view){found[i].id, found[i].content, found[i].saved_ms};
    }
    return rc != RC_OK || out->data != NULL ? rc : RC_TOO_LARGE;
}

static enum rc intake_draft_keep(struct ctx *ctx, struct tx *tx, struct call *call)
{
    const struct intake_draft_in *in = call->in;
    struct intake_draft kept;
    enum rc rc = intake_draft_put(ctx, tx, in->id, in->content, &kept);
    if (rc == RC_OK) {
        *(struct intake_draft_view *)call->out = (struct intake_draft_view){.id = kept.id, .saved_at = kept.saved_ms};
    }
    return rc;
}

static enum rc intake_draft_remove(struct ctx *ctx, struct tx *tx, struct call *call)
{
    const struct intake_draft_in *in = call->in;
    return intake_draft_drop(ctx, tx, in->id);
}

static const enum rc intake_draft_may[] = {RC_NOT_FOUND, RC_REFUSED, RC_OK};

ENDPOINT_TABLE(intake_draft_api_table,
               {.method = "GET",
                .path = "/api/v1/me/intake-drafts",
                .operation = "listIntakeDrafts",
                .tag = "me",
                .summary = "Registrations of one's own that were not sent yet",
                .need = PERM_CASE_REGISTER,
                .reply = &intake_draft_list_set,
                .out_size = sizeof(struct intake_draft_out),
                .ok = 200,
                .cost = 2,
                .run = intake_draft_show},
               {.method = "PUT",
                .path = "/api/v1/me/intake-drafts/{id}",
                .operation = "putIntakeDraft",
                .tag = "me",
                .summary = "Keep a registration in hand; no journal hears of it",
                .need = PERM_CASE_REGISTER,
                .mode = ENDPOINT_WRITE,
                .params = &intake_draft_params,
                .body = &intake_draft_body,
                .reply = &intake_draft_kept_set,
                .in_size = sizeof(struct intake_draft_in),
                .out_size = sizeof(struct intake_draft_view),
                .ok = 200,
                .may = intake_draft_may,
                .cost = 1,
                .run = intake_draft_keep},
               {.method = "DELETE",
                .path = "/api/v1/me/intake-drafts/{id}",
                .operation = "dropIntakeDraft",
                .tag = "me",
                .summary = "Throw a registration in hand away",
                .need = PERM_CASE_REGISTER,
                .mode = ENDPOINT_WRITE,
                .params = &intake_draft_params,
                .in_size = sizeof(struct intake_draft_in),
                .ok = 204,
                .cost = 1,
                .run = intake_draft_remove});

/*
 * draft_api.c - /cases/{id}/drafts and /me/drafts: what one began to write and did not send yet. One's own only.
 *
 * Runs on: reads on a worker, the rest on the writer. Owns: nothing.
 */
#include "api/api.h"
#include "api/case_view.h"
#include "api/fields.h"
#include "api/tables.h"
#include "base/buf.h"
#include "base/clock.h"
#include "base/value.h"
#include "domain/draft.h"

struct draft_in {
    const char *id, *composer;
    const struct value *content;
    int64_t case_version;
};
struct draft_view {
    const char *composer, *content;
    int64_t case_version, saved_at;
};
struct draft_case_out {
    struct draft_view *data;
    size_t data_count;
};
struct draft_own_view {
    const char *case_id, *case_number, *case_title, *composer, *title_zh, *title_en;
    int64_t saved_at;
};
struct draft_own_out {
    struct draft_own_view *data;
    size_t data_count;
};

FIELD_SET(draft_case_params, "CaseParams", struct draft_in, IN_MUST(struct draft_in, id, FIELD_ID, 0, 0, "Case id"));
FIELD_SET(draft_params, "DraftParams", struct draft_in, IN_MUST(struct draft_in, id, FIELD_ID, 0, 0, "Case id"),
          {.name = "composer",
           .type = FIELD_TEXT,
           .offset = offsetof(struct draft_in, composer),
           .is_required = 1,
           .min = 1,
           .max = 60,
           .pattern = "w+",
           .doc = "What is written: the event of the case, `note`, or a name of the client's own"});
FIELD_SET(draft_body, "DraftInput", struct draft_in,
          {.name = "content",
           .type = FIELD_VALUE,
           .offset = offsetof(struct draft_in, content),
           .is_required = 1,
           .doc = "What was typed, in the shape that the composer likes; at most 200 KiB"},
          IN_MUST(struct draft_in, case_version, FIELD_INT, 1, INT64_MAX, "Version of the case that it was begun on"));
FIELD_SET(draft_set, "Draft", struct draft_view, OUT(struct draft_view, composer, FIELD_TEXT, "What is written"),
          OUT_NULL(struct draft_view, content, FIELD_RAW, "What was typed; null: there is none"),
          OUT_NULL(struct draft_view, case_version, FIELD_INT, "Version of the case that it was begun on"),
          OUT_NULL(struct draft_view, saved_at, FIELD_STAMP, "When it was last saved"));
FIELD_SET(draft_case_set, "DraftList", struct draft_case_out,
          OUT_ROWS(struct draft_case_out, data, draft_set, "One's own on this case"));
FIELD_SET(draft_own_view_set, "OwnDraft", struct draft_own_view, OUT(struct draft_own_view, case_id, FIELD_ID, "Case"),
          OUT(struct draft_own_view, case_number, FIELD_TEXT, "Its number"),
          OUT(struct draft_own_view, case_title, FIELD_TEXT, "Its title"),
          OUT(struct draft_own_view, composer, FIELD_TEXT, "What is written"),
          OUT_NULL(struct draft_own_view, title_zh, FIELD_TEXT, "Title of that event in Chinese; null: no event"),
          OUT_NULL(struct draft_own_view, title_en, FIELD_TEXT, "In English"),
          OUT(struct draft_own_view, saved_at, FIELD_STAMP, "When it was last saved"));
FIELD_SET(draft_own_set, "OwnDraftList", struct draft_own_out,
          OUT_ROWS(struct draft_own_out, data, draft_own_view_set, "Newest first, of cases that one may see now"));

static void draft_fill(const struct draft *d, struct draft_view *out)
{
    *out = (struct draft_view){
        .composer = d->composer, .content = d->content, .case_version = d->case_version, .saved_at = d->saved_ms};
}

static enum rc draft_show(struct ctx *ctx, struct tx *tx, struct call *call)
{
    const struct draft_in *in = call->in;
    struct draft found;
    enum rc rc = draft_get(ctx, tx, in->id, in->composer, &found);
    if (rc == RC_OK) {
        draft_fill(&found, call->out);
    }
    return rc;
}

static enum rc draft_show_case(struct ctx *ctx, struct tx *tx, struct call *call)
{
    const struct draft_in *in = call->in;
    struct draft_case_out *out = call->out;
    struct draft *found = NULL;
    enum rc rc = draft_list(ctx, tx, in->id, &found, &out->data_count);
    out->data = rc == RC_OK ? arena_array_of(ctx->arena, struct draft_view, out->data_count + 1) : NULL;
    for (size_t i = 0; out->data != NULL && i < out->data_count; i++) {
        draft_fill(&found[i], &out->data[i]);
    }
    return rc != RC_OK || out->data != NULL ? rc : RC_TOO_LARGE;
}

static enum rc draft_save(struct ctx *ctx, struct tx *tx, struct call *call)
{
    const struct draft_in *in = call->in;
    struct draft saved;
    struct buf text;
    buf_init(&text, ctx->arena);
    value_put_json(&text, in->content);
    const struct draft wanted = {
        .case_id = in->id, .composer = in->composer, .content = buf_cstr(&text), .case_version = in->case_version};
    enum rc rc = wanted.content != NULL ? draft_put(ctx, tx, &wanted, &saved) : RC_TOO_LARGE;
    if (rc == RC_OK) {
        draft_fill(&saved, call->out);
    }
    return rc;
}

static enum rc draft_remove(struct ctx *ctx, struct tx *tx, struct call *call)
{
    const struct draft_in *in = call->in;
    return draft_drop(ctx, tx, in->id, in->composer);
}

static enum rc draft_show_own(struct ctx *ctx, struct tx *tx, struct call *call)
{
    struct draft_own_out *out = call->out;
    struct draft_list_of_account_out *rows = NULL;
    enum rc rc = draft_rows_list_of_account(
        tx, ctx->arena, &(struct draft_list_of_account_in){ctx->actor->account_id, clock_day_of(ctx->now_ms)}, &rows,
        &out->data_count);
    out->data = rc == RC_OK ? arena_array_of(ctx->arena, struct draft_own_view, out->data_count + 1) : NULL;
    for (size_t i = 0; out->data != NULL && i < out->data_count; i++) {
        const struct draft_list_of_account_out *r = &rows[i];
        const struct workflow_edge *edge =
            workflow_edge_named(case_view_definition(ctx, r->workflow_key, r->workflow_version), r->composer);
        out->data[i] = (struct draft_own_view){.case_id = r->case_id,
                                               .case_number = r->case_number,
                                               .case_title = r->case_title,
                                               .composer = r->composer,
                                               .title_zh = edge != NULL ? edge->title.zh : NULL,
                                               .title_en = edge != NULL ? edge->title.en : NULL,
                                               .saved_at = r->saved_ms};
    }
    return rc != RC_OK || out->data != NULL ? rc : RC_TOO_LARGE;
}

static const enum rc draft_may[] = {RC_NOT_FOUND, RC_OK};
static const enum rc draft_save_may[] = {RC_NOT_FOUND, RC_REFUSED, RC_OK};

ENDPOINT_TABLE(draft_api_table,
               {.method = "GET",
                .path = "/api/v1/cases/{id}/drafts",
                .operation = "listDrafts",
                .tag = "cases",
                .summary = "What one began to write about a case and did not send yet; one's own only",
                .need = PERM_CASE_READ,
                .params = &draft_case_params,
                .reply = &draft_case_set,
                .in_size = sizeof(struct draft_in),
                .out_size = sizeof(struct draft_case_out),
                .ok = 200,
                .may = draft_may,
                .cost = 1,
                .run = draft_show_case},
               {.method = "GET",
                .path = "/api/v1/cases/{id}/drafts/{composer}",
                .operation = "getDraft",
                .tag = "cases",
                .summary = "One draft of one's own; without content when there is none",
                .need = PERM_CASE_READ,
                .params = &draft_params,
                .reply = &draft_set,
                .in_size = sizeof(struct draft_in),
                .out_size = sizeof(struct draft_view),
                .ok = 200,
                .may = draft_may,
                .cost = 1,
                .run = draft_show},
               {.method = "PUT",
                .path = "/api/v1/cases/{id}/drafts/{composer}",
                .operation = "putDraft",
                .tag = "cases",
                .summary = "Keep what was typed; no journal and no version hears of it",
                .need = PERM_CASE_READ,
                .mode = ENDPOINT_WRITE,
                .params = &draft_params,
                .body = &draft_body,
                .reply = &draft_set,
                .in_size = sizeof(struct draft_in),
                .out_size = sizeof(struct draft_view),
                .ok = 200,
                .may = draft_save_may,
                .cost = 1,
                .run = draft_save},
               {.method = "DELETE",
                .path = "/api/v1/cases/{id}/drafts/{composer}",
                .operation = "dropDraft",
                .tag = "cases",
                .summary = "Throw a draft away",
                .need = PERM_CASE_READ,
                .mode = ENDPOINT_WRITE,
                .params = &draft_params,
                .in_size = sizeof(struct draft_in),
                .ok = 204,
                .may = draft_may,
                .cost = 1,
                .run = draft_remove},
               {.method = "GET",
                .path = "/api/v1/me/drafts",
                .operation = "listOwnDrafts",
                .tag = "me",
                .summary = "All drafts of one's own, without their words",
                .need = PERM_CASE_READ,
                .reply = &draft_own_set,
                .out_size = sizeof(struct draft_own_out),
                .ok = 200,
                .cost = 1,
                .run = draft_show_own});

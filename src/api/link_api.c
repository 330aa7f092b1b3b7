/*
 * link_api.c - /cases/{id}/links: reviews, rechecks, splits and repeats of a case.
 *
 * Links are made and undone by events; here they are read. A case that the actor may not know of is left out.
 *
 * Runs on: workers. Owns: nothing.
 */
#include "api/api.h"
#include "api/case_view.h"
#include "api/fields.h"
#include "api/tables.h"
#include "domain/case.h"

#include <string.h>

struct link_case_view {
    const char *id, *number, *title, *lane, *stage, *state, *state_title_zh, *state_title_en;
    int64_t registered_at;
};
struct link_view {
    const char *id, *kind, *direction, *reason;
    struct link_case_view matter;
    int64_t is_undone, created_at;
};
struct link_list_out {
    struct link_view *data;
    size_t data_count;
};

FIELD_SET(link_case_set, "LinkedCase", struct link_case_view, OUT(struct link_case_view, id, FIELD_ID, "Id"),
          OUT(struct link_case_view, number, FIELD_TEXT, "Case number"),
          OUT(struct link_case_view, title, FIELD_TEXT, "Title"),
          OUT(struct link_case_view, lane, FIELD_TEXT, "Legal way"),
          OUT(struct link_case_view, stage, FIELD_TEXT, "Stage"),
          OUT(struct link_case_view, state, FIELD_TEXT, "State"),
          OUT(struct link_case_view, state_title_zh, FIELD_TEXT, "State in Chinese"),
          OUT(struct link_case_view, state_title_en, FIELD_TEXT, "State in English"),
          OUT(struct link_case_view, registered_at, FIELD_STAMP, "Registration"));
FIELD_SET(link_set, "CaseLink", struct link_view, OUT(struct link_view, id, FIELD_ID, "Id"),
          OUT(struct link_view, kind, FIELD_TEXT,
              "review_of, recheck_of, split_from, recommended_on, repeat_in_progress, repeat_after_closed, "
              "repeat_after_final, related "
              "or different"),
          OUT(struct link_view, direction, FIELD_TEXT,
              "from: the other case came out of this one; to: this one of the other"),
          OUT_NULL(struct link_view, reason, FIELD_LONG, "Why they were linked"),
          OUT_PART(struct link_view, matter, link_case_set, "The other case"),
          OUT(struct link_view, is_undone, FIELD_BOOL, "Was taken back"),
          OUT(struct link_view, created_at, FIELD_STAMP, "When"));
FIELD_SET(link_list_reply, "CaseLinkList", struct link_list_out,
          OUT_ROWS(struct link_list_out, data, link_set, "Links, oldest first"));

/* RC_NOT_FOUND: not for this actor's eyes. */
static enum rc link_other(struct ctx *ctx, struct tx *tx, const char *id, struct link_case_view *out)
{
    struct case_row c;
    enum rc rc = case_get(ctx, tx, id, &c);
    if (rc == RC_NOT_FOUND) {
        fault_clear(&ctx->fault);
    }
    if (rc != RC_OK) {
        return rc;
    }
    const struct workflow *w = case_view_definition(ctx, c.workflow_key, c.workflow_version);
    const struct workflow_state *state = w ? workflow_state_find(w, c.state) : NULL;
    *out = (struct link_case_view){.id = c.id,
                                   .number = c.number,
                                   .title = c.title,
                                   .lane = c.lane,
                                   .stage = c.stage,
                                   .state = c.state,
                                   .state_title_zh = state ? state->title.zh : c.state,
                                   .state_title_en = state ? state->title.en : c.state,
                                   .registered_at = c.registered_ms};
    return RC_OK;
}

static enum rc link_list(struct ctx *ctx, struct tx *tx, struct call *call)
{
    const struct case_path *in = call->in;
    struct link_list_out *out = call->out;
    struct link_row *rows;
    size_t count;
    struct case_row c;
    enum rc rc = case_get(ctx, tx, in->id, &c);
    if (rc == RC_OK) {
        rc = link_rows_list_of_case(tx, ctx->arena, &(struct link_list_of_case_in){in->id}, &rows, &count);
    }
    if (rc != RC_OK) {
        return rc;
    }
    out->data = arena_array_of(ctx->arena, struct link_view, count + 1);
    for (size_t i = 0; rc == RC_OK && out->data != NULL && i < count; i++) {
        const struct link_row *r = &rows[i];
        int is_to = strcmp(r->case_id, in->id) == 0;
        struct link_case_view matter;
        rc = link_other(ctx, tx, is_to ? r->other_id : r->case_id, &matter);
        if (rc == RC_OK) {
            out->data[out->data_count++] = (struct link_view){.id = r->id,
                                                              .kind = r->kind,
                                                              .direction = is_to ? "to" : "from",
                                                              .reason = r->reason,
                                                              .matter = matter,
                                                              .is_undone = r->undone_ms != SQL_NULL,
                                                              .created_at = r->created_ms};
        }
        rc = rc == RC_NOT_FOUND ? RC_OK : rc;
    }
    return out->data ? rc : RC_TOO_LARGE;
}

ENDPOINT_TABLE(link_api_table, {.method = "GET",
                                .path = "/api/v1/cases/{id}/links",
                                .operation = "listCaseLinks",
                                .tag = "cases",
                                .summary = "Cases that belong to this one: reviews, rechecks, splits, repeats",
                                .need = PERM_CASE_READ,
                                .params = &case_view_params,
                                .reply = &link_list_reply,
                                .in_size = sizeof(struct case_path),
                                .out_size = sizeof(struct link_list_out),
                                .ok = 200,
                                .may = case_view_may,
                                .cost = 1,
                                .run = link_list});
